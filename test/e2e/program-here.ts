/** The program within the process of a test, which saves the half second that the start of one takes. */
import { main, type Terminal } from '#fleet/cli/index.js';

/** What one run of the program gave. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command without a terminal, as in a pipe. It changes the folder of this process, so a file of tests that does has a process of its own (the
 * project `alone` of vitest.config.ts), and all its commands at one time have the same folder.
 * @param input what it finds on its standard input
 */
export async function runHere(args: readonly string[], folder: string, environment: NodeJS.ProcessEnv, input = ''): Promise<Outcome> {
  process.chdir(folder);
  let stdout = '';
  let stderr = '';
  const terminal: Terminal = {
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
    outIsTty: false,
    errIsTty: false,
    canAsk: false,
    columns: 80,
    rows: 24,
    environment,
    readInput: async () => input,
    ask: async () => '',
    onInterrupt: () => () => undefined,
    style: (_stream, _style, text) => text,
  };
  return { code: await main(args, terminal), stdout, stderr };
}
