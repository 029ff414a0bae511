import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { completionScripts, type Shell } from './completion-scripts.ts';

/** fleet completion: the script for a shell. */
export async function run({ input, terminal, format }: CommandContext): Promise<number> {
  const shell = input.argument(0) as Shell;
  const script = completionScripts[shell];
  const object = { apiVersion: 'seatrial/v1', kind: 'CompletionScript', shell, script };
  terminal.out(format === 'json' ? `${JSON.stringify(object, null, 2)}\n` : script);
  return exitCodes.ok;
}
