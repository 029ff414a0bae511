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
  /** What the device wants to know again after a reset: text of at most 3,584 bytes as JSON. */
  readonly note: string;
}

/** Most bytes of a note, UTF-8. */
const largestNote = 3_584;

/** Bytes of an entry; none when no attempt is under way. */
export function encodeJournal(entry: JournalEntry | undefined): Uint8Array {
  if (entry === undefined) return new Uint8Array(0);
  const { attemptId, slot, digest, note } = entry;
  const noteBytes = Buffer.byteLength(JSON.stringify(note));
  assert(
    attemptId.length <= 64 && noteBytes <= largestNote,
    `attempt ${attemptId} with a note of ${noteBytes} bytes, the limit is ${largestNote}`,
  );
  return Buffer.from(JSON.stringify([attemptId, slot, digest, note]));
}

/** The entry of these bytes; undefined when there is none. */
export function decodeJournal(payload: Uint8Array): JournalEntry | undefined {
  if (payload.length === 0) return undefined;
  const entry: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
  assert(Array.isArray(entry), 'a journal whose checksum is right has an entry');
  const [attemptId, slot, digest, note] = entry as [string, SlotIndex, string, string];
  return { attemptId, slot, digest, note };
}
