import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { readText } from './secret-source.ts';

/** Longest plan that the API takes, characters: more would be refused on its way there, by who knows not what it was to be. */
const longestPlan = 262_144;

/** The plan file as the API takes it. @throws E2003 when none is given, E2011 when it can't be read, is empty or too long */
export async function readPlan({ input, spec, terminal }: CommandContext): Promise<{ readonly file: string; readonly text: string }> {
  const path = input.text('file');
  if (path === undefined) throw cliError('E2003', { message: 'no plan is given', next: `fleet ${spec.path} -f FILE` });
  const file = path === '-' ? 'standard input' : path;
  const text = await readText(path, terminal);
  if (text.trim() === '')
    throw cliError('E2011', { message: `${file} is empty: there is no plan in it`, next: 'docs/ROLLOUTS.md: writing a plan' });
  if (text.length > longestPlan) {
    const message = `${file} has ${text.length} characters, a plan has ${longestPlan} at most`;
    throw cliError('E2011', { message, next: 'docs/ROLLOUTS.md: writing a plan; is it the right file?' });
  }
  return { file, text };
}
