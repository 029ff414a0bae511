import { AssertionError, isSeatrialError, messageOf, type SeatrialError } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { Terminal } from './terminal.ts';

/** Whatever was thrown, as an error with a code. */
export function toCliError(error: unknown): SeatrialError {
  if (isSeatrialError(error)) return error;
  const kind = error instanceof AssertionError ? 'a promise of the code was broken: ' : '';
  return cliError('E2018', { message: `${kind}${messageOf(error)}`, cause: error });
}

/** Writes an error to standard error: three lines for people, one JSON object with -o json. Returns the exit code. */
export function reportError(thrown: unknown, terminal: Terminal, asJson: boolean): number {
  const error = toCliError(thrown);
  const requestId = 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : undefined;
  if (asJson) {
    const object = {
      apiVersion: 'seatrial/v1',
      kind: 'Error',
      code: error.code,
      exit: error.exit,
      message: error.message,
      why: error.definition.why,
      hint: error.next,
      docs: `fleet help ${error.code}`,
      ...(error.at === undefined ? {} : { at: error.at }),
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
      ...(requestId === undefined ? {} : { requestId }),
    };
    terminal.err(`${JSON.stringify(object)}\n`);
  } else {
    const place = placeOf(error);
    terminal.err(
      `${terminal.style('err', 'red', `error[${error.code}]`)} ${place === '' || error.message.includes(place) ? error.message : `${place}: ${error.message}`}\n`,
    );
    terminal.err(`  why:  ${error.definition.why}\n`);
    terminal.err(`  next: ${error.next}\n`);
    if (requestId !== undefined && error.status >= 500) terminal.err(`  request: ${requestId}\n`);
  }
  if (terminal.environment.FLEET_DEBUG === '1' && thrown instanceof Error) terminal.err(`${thrown.stack}\n`);
  return error.exit;
}

/** file:line:column as far as it is known. */
function placeOf({ at }: SeatrialError): string {
  return at === undefined ? '' : [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');
}
