export { cliErrors } from './cli-errors.ts';
