import type { SlotIndex } from './flash-geometry.ts';

/** What the boot loader knows of a slot's content. The order is that of the record's bytes. */
const slotStates = ['empty', 'pending', 'confirmed', 'not-confirmed', 'damaged'] as const;

/**
 * empty: nothing to boot · pending: whole, to be tried · confirmed: ran and was confirmed · not-confirmed: tried in vain · damaged: was not
 * whole at boot.
 */
export type SlotState = (typeof slotStates)[number];

/** A slot as the boot-control record has it. */
export interface SlotEntry {
  readonly state: SlotState;
  /** SHA-256 of the header of the image in it, hex; empty when the state is empty. */
  readonly digest: string;
}

/** The boot-control record: which slot is booted, and which images may never come back. */
export interface BootRecord {
  /** The slot that was confirmed last. */
  readonly active: SlotIndex;
  /** Boots that the pending slot still has, 0 to 16. */
  readonly attemptsLeft: number;
  /** No image with a lower security counter boots, 0 to 4,294,967,295. */
  readonly counter: number;
  readonly slots: readonly [SlotEntry, SlotEntry];
}

const empty: SlotEntry = { state: 'empty', digest: '' };

/** The record of a device whose slots hold nothing that boots. */
export const blankRecord: BootRecord = { active: 0, attemptsLeft: 0, counter: 0, slots: [empty, empty] };

/** The slot to be tried, when there is one. */
export function pendingOf({ slots }: BootRecord): SlotIndex | undefined {
  if (slots[0].state === 'pending') return 0;
  return slots[1].state === 'pending' ? 1 : undefined;
}

/** The record with another entry for a slot. */
export function withSlot(record: BootRecord, slot: SlotIndex, entry: SlotEntry): BootRecord {
  return { ...record, slots: slot === 0 ? [entry, record.slots[1]] : [record.slots[0], entry] };
}

/** Entry of an empty slot. */
export const emptySlot = empty;

const digestBytes = 32;
const entryBytes = 1 + digestBytes;
const headBytes = 6;

/** 72 bytes: active slot, attempts, counter, then state and digest of each slot. */
export function encodeBootRecord({ active, attemptsLeft, counter, slots }: BootRecord): Uint8Array {
  const bytes = Buffer.alloc(headBytes + 2 * entryBytes);
  bytes[0] = active;
  bytes[1] = attemptsLeft;
  bytes.writeUInt32LE(counter, 2);
  for (const [index, { state, digest }] of slots.entries()) {
    const at = headBytes + index * entryBytes;
    bytes[at] = slotStates.indexOf(state);
    if (digest !== '') bytes.set(Buffer.from(digest, 'hex'), at + 1);
  }
  return bytes;
}

/** The record of these bytes, whose checksum was right; undefined when they are of another make. */
export function decodeBootRecord(payload: Uint8Array): BootRecord | undefined {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (bytes.length !== headBytes + 2 * entryBytes || (bytes[0] as number) > 1) return undefined;
  const entry = (index: number): SlotEntry => {
    const at = headBytes + index * entryBytes;
    const state = slotStates[bytes[at] as number] ?? 'empty';
    return state === 'empty' ? empty : { state, digest: bytes.toString('hex', at + 1, at + entryBytes) };
  };
  return { active: bytes[0] === 1 ? 1 : 0, attemptsLeft: bytes[1] as number, counter: bytes.readUInt32LE(2), slots: [entry(0), entry(1)] };
}
