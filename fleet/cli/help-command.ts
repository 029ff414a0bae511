import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { errorHelp, topics } from './help-topics.ts';

/** fleet help: topics, error codes, and the --help of commands. */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const words = input.rest(0);
  const text = helpText(context, words);
  if (text === undefined) {
    const message = `no help on "${words.join(' ')}"; topics: ${Object.keys(topics).join(', ')}, commands, error codes`;
    throw cliError('E2014', { message });
  }
  if (format === 'json') {
    terminal.out(`${JSON.stringify({ apiVersion: 'seatrial/v1', kind: 'Help', topic: words.join(' '), text }, null, 2)}\n`);
  } else terminal.out(text.endsWith('\n') ? text : `${text}\n`);
  return exitCodes.ok;
}

function helpText(context: CommandContext, words: readonly string[]): string | undefined {
  const [first = ''] = words;
  if (words.length === 1 && /^E\d{4}$/i.test(first)) return errorHelp(first.toUpperCase());
  const topic = words.length === 1 ? topics[first] : undefined;
  return topic ?? context.helpOf(words);
}
