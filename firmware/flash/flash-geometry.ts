import type { FlashPlan } from '#proto/profile/index.js';

/** A slot: 0 is A, 1 is B. */
export type SlotIndex = 0 | 1;

/** The one beside it. */
export function otherSlot(slot: SlotIndex): SlotIndex {
  return slot === 0 ? 1 : 0;
}

/** Most bytes of the journal, its frame included. */
export const journalBytes = 4_096;

/** Places of a flash, by their index: each of erase blocks of its own. */
export const regions = { recordA: 0, recordB: 1, journalA: 2, journalB: 3, slotA: 4, slotB: 5 } as const;

/** Index of a region. */
export type Region = (typeof regions)[keyof typeof regions];

/** A flash as its profile says it, worked out. */
export interface FlashGeometry {
  readonly plan: FlashPlan;
  /** Erase blocks of each region by its index, spare ones included. */
  readonly blocks: readonly number[];
  /** Time of one erase and of one write of a unit, ms, by how slow this unit is: 0 typical, 1 worst. */
  eraseMs(pace: number): number;
  writeMs(pace: number): number;
}

interface Timing {
  /** What the times are for, bytes. */
  readonly nativeBytes: number;
  readonly typicalMs: number;
  readonly worstMs: number;
}

/**
 * Times by type. NOR: W25Q64JV and W25Q128JV: sector of 4 KiB 45 ms typical, 400 worst; block of 64 KiB 150 and 2,000; page of 256 bytes 0.6 (0.4
 * to 0.8) and 3. NAND: W25N01GV: block of 128 KiB 2 and 10 ms, page of 2 KiB 0.25 and 0.7. Microcontroller: STM32L476: page of 2 KiB 22 and 25 ms,
 * double word of 8 bytes 0.082 and 0.091.
 */
const erases: Readonly<Record<FlashPlan['type'], readonly Timing[]>> = {
  'spi-nor': [
    { nativeBytes: 65_536, typicalMs: 150, worstMs: 2_000 },
    { nativeBytes: 4_096, typicalMs: 45, worstMs: 400 },
  ],
  'spi-nand': [{ nativeBytes: 131_072, typicalMs: 2, worstMs: 10 }],
  mcu: [{ nativeBytes: 2_048, typicalMs: 22, worstMs: 25 }],
};

const writes: Readonly<Record<FlashPlan['type'], Timing>> = {
  'spi-nor': { nativeBytes: 256, typicalMs: 0.6, worstMs: 3 },
  'spi-nand': { nativeBytes: 2_048, typicalMs: 0.25, worstMs: 0.7 },
  mcu: { nativeBytes: 8, typicalMs: 0.082, worstMs: 0.091 },
};

/** Works the geometry of a plan out. */
export function geometryOf(plan: FlashPlan): FlashGeometry {
  const { type, eraseBlockBytes, slotBytes, spareBlocks, writeUnitBytes } = plan;
  const slotBlocks = slotBytes / eraseBlockBytes + spareBlocks;
  // Each copy of record and journal has a second place, for when blocks of the first go bad.
  const journalBlocks = 2 * Math.ceil(journalBytes / eraseBlockBytes);
  const timings = erases[type];
  const erase = timings.find(({ nativeBytes }) => eraseBlockBytes >= nativeBytes) ?? (timings.at(-1) as Timing);
  return {
    plan,
    blocks: [2, 2, journalBlocks, journalBlocks, slotBlocks, slotBlocks],
    eraseMs: (pace) => timeOf(erase, eraseBlockBytes, pace),
    writeMs: (pace) => timeOf(writes[type], writeUnitBytes, pace),
  };
}

/** A chip works in its own units: what is larger takes several, what is smaller takes one. */
function timeOf({ nativeBytes, typicalMs, worstMs }: Timing, bytes: number, pace: number): number {
  return Math.max(1, bytes / nativeBytes) * (typicalMs + (worstMs - typicalMs) * pace);
}
