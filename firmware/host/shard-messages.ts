import { type ErrorDefinition, type ErrorDetail, isSeatrialError, messageOf, SeatrialError } from '#proto/kit/index.js';
import type { HostReport } from './host.ts';
import type { ShardOptions } from './shard.ts';
import type { ShardAnswers, ShardQuestion } from './shard-questions.ts';

/** What a population tells its processes. */
export type ToShard =
  /** Build the devices. */
  | { readonly type: 'start'; readonly options: ShardOptions }
  /** Give them power: all processes are ready. */
  | { readonly type: 'run' }
  | { readonly type: 'report' }
  /** Something about its devices; the answer has the same number. */
  | { readonly type: 'ask'; readonly number: number; readonly question: ShardQuestion }
  /** End; write what devices keep to this file. */
  | { readonly type: 'stop'; readonly flashFile: string };

/** What a process tells its population. */
export type FromShard =
  /** The devices are built; so many of them had kept something, and the firmware of some was damaged and left out: E2103 each. */
  | { readonly type: 'ready'; readonly restored: number; readonly damages: readonly PlainError[] }
  /** A device reached this boot number first. */
  | { readonly type: 'boot'; readonly boot: number }
  | { readonly type: 'report'; readonly report: HostReport }
  /** Its part of the ledger ended. */
  | { readonly type: 'ledgerFailed'; readonly problem: PlainError }
  | { readonly type: 'answered'; readonly number: number; readonly answer: ShardAnswers[ShardQuestion['type']] }
  /** The question could not be answered. */
  | { readonly type: 'unanswered'; readonly number: number; readonly problem: PlainError }
  /** The devices ended; what so many of them keep is on disk unless there is a problem. */
  | {
      readonly type: 'stopped';
      readonly report: HostReport;
      readonly kept: number;
      /** Digests of the contents of firmware that they name. */
      readonly contents: readonly string[];
      readonly problem: PlainError | undefined;
    }
  /** The devices can not be built. */
  | { readonly type: 'failed'; readonly problem: PlainError };

/** An error as data: classes do not survive the way from process to process. */
export interface PlainError {
  readonly message: string;
  readonly known:
    | { readonly code: string; readonly next: string; readonly at: ErrorDetail['at']; readonly definition: ErrorDefinition }
    | undefined;
}

/** For the way to another process. */
export function plainErrorOf(error: unknown): PlainError {
  const known = isSeatrialError(error)
    ? { code: error.code, next: error.next, at: error.at, definition: { ...error.definition } }
    : undefined;
  return { message: messageOf(error), known };
}

/** And back. */
export function errorOf({ message, known }: PlainError): Error {
  if (known === undefined) return new Error(message);
  const { code, definition, next, at } = known;
  return new SeatrialError(code, definition, { message, next, ...(at === undefined ? {} : { at }) });
}
