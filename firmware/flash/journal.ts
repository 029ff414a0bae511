import { assert } from '#proto/kit/index.js';
import type { SlotIndex } from './flash-geometry.ts';

/** An attempt that is under way: survives resets. */
export interface JournalEntry {
  /** 1 to 64 characters. */
  readonly attemptId: string;
  /** Where its image goes. */
  readonly slot: SlotIndex;
  /** SHA-256 of the image's header, hex. */
  readonly digest: string;
}

/** What the journal holds. */
export interface Journal {
  /** The security counter again: it must not go down with the boot-control record, whatever becomes of both its copies. */
  readonly counter: number;
  /** Undefined when no attempt is under way. */
  readonly attempt: JournalEntry | undefined;
}

/** Bytes of a journal. */
export function encodeJournal({ counter, attempt }: Journal): Uint8Array {
  if (attempt === undefined) return Buffer.from(JSON.stringify([counter]));
  const { attemptId, slot, digest } = attempt;
  assert(attemptId.length <= 64, `an attempt's id has ${attemptId.length} characters, the limit is 64`);
  return Buffer.from(JSON.stringify([counter, attemptId, slot, digest]));
}

/** The journal of these bytes, whose checksum was right; undefined: they are none, as when somebody else wrote them. */
export function decodeJournal(payload: Uint8Array): Journal | undefined {
  const fields = parseFields(payload);
  if (fields === undefined) return undefined;
  const [counter, attemptId, slot, digest] = fields;
  if (typeof counter !== 'number' || !Number.isSafeInteger(counter) || counter < 0) return undefined;
  if (fields.length === 1) return { counter, attempt: undefined };
  if (typeof attemptId !== 'string' || typeof digest !== 'string' || (slot !== 0 && slot !== 1)) return undefined;
  return { counter, attempt: { attemptId, slot, digest } };
}

function parseFields(payload: Uint8Array): readonly unknown[] | undefined {
  try {
    const fields: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    return Array.isArray(fields) ? fields : undefined;
  } catch {
    return undefined;
  }
}
