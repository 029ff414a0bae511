import { main } from './program.ts';
import type { DetachedCall } from './sim-detach.ts';
import { processTerminal } from './terminal.ts';

/**
 * Entry of the process behind `--detach`: runs the command line that its parent sends, with its output in the log. The parent leaves when all
 * devices have started; this process goes on.
 */
process.once('message', (call: DetachedCall) => {
  const terminal = { ...processTerminal(), environment: call.environment, readInput: async () => call.input, isLog: true };
  void main(call.argv, terminal).then((code) => process.exit(code));
});
