import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';

/**
 * Asks before an act that cannot be undone.
 * @param name what --confirm must say
 * @param consequences what the act reaches, one line each, shown before the question
 * @throws E2009 when nobody can be asked, E2010 when the answer is no
 */
export async function confirm(context: CommandContext, name: string, consequences: readonly string[]): Promise<void> {
  const { input, terminal } = context;
  const given = input.text('confirm');
  for (const line of consequences) terminal.err(`${line}\n`);
  if (given !== undefined) {
    if (given !== name) throw cliError('E2010', { message: `--confirm=${given} is not --confirm=${name}` });
    return;
  }
  if (!terminal.canAsk) throw cliError('E2009', { message: 'there is no terminal to ask at', next: `add --confirm=${name}` });
  const answer = await terminal.ask('Go on? [y/N] ');
  if (!/^y(es)?$/i.test(answer.trim())) throw cliError('E2010', { message: 'the answer was not yes' });
}
