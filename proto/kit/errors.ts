/**
 * Errors are a product: a code from a catalogue, what happened with the measured value and the limit, why, and the next command.
 * Each area keeps its table beside its code; docs/errors.md is generated from all of them.
 */

/** Exit codes of the `fleet` program, `fleet help exit-codes`. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  nothingMatched: 3,
  unauthorised: 4,
  conflict: 5,
  timedOut: 6,
  verdictBad: 7,
  notTrustworthy: 8,
  interrupted: 130,
} as const;

/** One row of an area's catalogue. */
export interface ErrorDefinition {
  /** What went wrong in general, one sentence for the page. */
  readonly title: string;
  /** How it comes about. */
  readonly why: string;
  /** What to do next: a command where there is one. */
  readonly next: string;
  /** Exit code of the program. */
  readonly exit: number;
  /** Status of the HTTP API, 400 to 599. */
  readonly status: number;
}

/** A table of errors: codes like E1101 with their definitions. */
export type ErrorTable = Readonly<Record<`E${number}`, ErrorDefinition>>;

/** What an error says beside its code. */
export interface ErrorDetail {
  /** What happened, with the measured value and the limit. One sentence, no full stop at its end needed. */
  readonly message: string;
  /** Replaces the catalogue's `next` where more is known. */
  readonly next?: string;
  /** Where in a file: line and column from 1. */
  readonly at?: { readonly file: string; readonly line?: number; readonly column?: number };
  /** The error behind it. */
  readonly cause?: unknown;
  /** The device may try again after this time, ms. */
  readonly retryAfterMs?: number;
}

/** An expected failure. Bugs throw AssertionError and crash. */
export class SeatrialError extends Error {
  override readonly name = 'SeatrialError';
  readonly code: string;
  readonly definition: ErrorDefinition;
  readonly next: string;
  readonly at: ErrorDetail['at'];
  readonly retryAfterMs: number | undefined;

  constructor(code: string, definition: ErrorDefinition, detail: ErrorDetail) {
    super(detail.message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.definition = definition;
    this.next = detail.next ?? definition.next;
    this.at = detail.at;
    this.retryAfterMs = detail.retryAfterMs;
  }

  get exit(): number {
    return this.definition.exit;
  }

  get status(): number {
    return this.definition.status;
  }
}

/**
 * Makes the thrower of an area's table: `const fail = errorsOf(linkErrors); throw fail('E1201', { message })`.
 * The codes are a closed union, so a wrong one does not compile.
 */
export function errorsOf<Table extends ErrorTable>(table: Table) {
  return (code: keyof Table & string, detail: ErrorDetail): SeatrialError => {
    const definition = (table as ErrorTable)[code as `E${number}`];
    assert(definition !== undefined, `no error ${code} in its table`);
    return new SeatrialError(code, definition, detail);
  };
}

/** True for a SeatrialError of that code, of any code when none is given. */
export function isSeatrialError(error: unknown, code?: string): error is SeatrialError {
  return error instanceof SeatrialError && (code === undefined || error.code === code);
}

/** A broken promise of our own code: never caught, ends the process. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** States what must hold here. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
