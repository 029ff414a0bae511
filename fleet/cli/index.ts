export { cliErrors } from './cli-errors.ts';
export type { CommandSpec } from './command-spec.ts';
export { commands } from './command-table.ts';
export { main, parseCall } from './program.ts';
export type { Terminal } from './terminal.ts';
