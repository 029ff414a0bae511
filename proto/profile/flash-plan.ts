import { z } from 'zod';

/** Kinds of flash that a device may have. */
const flashTypes = ['spi-nor', 'spi-nand', 'mcu'] as const;

/** Flash of a device and how it updates: two slots, boot attempts, limits of a transfer. */
export interface FlashPlan {
  /** A serial NOR chip, a serial NAND chip, or the flash of the microcontroller itself: gives the timings. */
  readonly type: (typeof flashTypes)[number];
  /** Room of each of the two slots, a multiple of eraseBlockBytes, 16,384 to 536,870,912: header and content, each rounded up to erase blocks. */
  readonly slotBytes: number;
  /** What is erased at once, a power of two, 512 to 1,048,576. */
  readonly eraseBlockBytes: number;
  /** What is written at once, a power of two, 1 to 16,384, at most an erase block. */
  readonly writeUnitBytes: number;
  /** Erases that a block stands, 1 to 10,000,000. */
  readonly enduranceErases: number;
  /** Blocks beside those of a slot that take the place of bad ones, 0 to 4,096. */
  readonly spareBlocks: number;
  /** Boots of a new image without a confirm until the old one comes back, 1 to 16. */
  readonly bootAttempts: number;
  /** From the boot of a new image: time to be welcomed by the fleet, ms, 1,000 to 86,400,000. */
  readonly confirmWithinMs: number;
  /** Most bytes of base and target together that the device can work a delta out of; 0: it takes none. 0 to 1,073,741,824. */
  readonly deltaMemoryBytes: number;
  /** A transfer that is slower over speedWindowMs is given up, bytes a second, 0 (none) to 1,000,000,000. */
  readonly speedFloorBytesPerS: number;
  /** 1,000 to 86,400,000. */
  readonly speedWindowMs: number;
}

const powerOfTwo = (least: number, most: number): z.ZodType<number> =>
  z
    .number()
    .int()
    .min(least)
    .max(most)
    .refine((value) => Number.isInteger(Math.log2(value)), 'expected a power of two');

const whole = (least: number, most: number): z.ZodNumber => z.number().int().min(least).max(most);

/** The section `flash` of a profile's file: what is left out follows from the type. */
export const flashSchema = z.strictObject({
  type: z.enum(flashTypes).default('spi-nor'),
  slotBytes: whole(16_384, 536_870_912).exactOptional(),
  eraseBlockBytes: powerOfTwo(512, 1_048_576).exactOptional(),
  writeUnitBytes: powerOfTwo(1, 16_384).exactOptional(),
  enduranceErases: whole(1, 10_000_000).exactOptional(),
  spareBlocks: whole(0, 4_096).exactOptional(),
  bootAttempts: whole(1, 16).default(3),
  confirmWithinMs: whole(1_000, 86_400_000).default(600_000),
  deltaMemoryBytes: whole(0, 1_073_741_824).exactOptional(),
  speedFloorBytesPerS: whole(0, 1_000_000_000).default(100),
  speedWindowMs: whole(1_000, 86_400_000).default(60_000),
});

type Geometry = Pick<
  FlashPlan,
  'slotBytes' | 'eraseBlockBytes' | 'writeUnitBytes' | 'enduranceErases' | 'spareBlocks' | 'deltaMemoryBytes'
>;

/**
 * Geometry by type, from notes on W25Q64JV and W25Q128JV (NOR: sectors of 4 KiB, pages of 256 bytes, 100,000 erases), W25N01GV (NAND:
 * blocks of 128 KiB, pages of 2 KiB, at most 2 % bad blocks) and the STM32L476 (flash of a microcontroller: pages of 2 KiB, double words of 8 bytes,
 * 10,000 erases).
 */
const geometries: Readonly<Record<FlashPlan['type'], Geometry>> = {
  'spi-nor': {
    slotBytes: 2_097_152,
    eraseBlockBytes: 4_096,
    writeUnitBytes: 256,
    enduranceErases: 100_000,
    spareBlocks: 0,
    deltaMemoryBytes: 8_388_608,
  },
  'spi-nand': {
    slotBytes: 33_554_432,
    eraseBlockBytes: 131_072,
    writeUnitBytes: 2_048,
    enduranceErases: 100_000,
    spareBlocks: 6,
    deltaMemoryBytes: 134_217_728,
  },
  mcu: {
    slotBytes: 458_752,
    eraseBlockBytes: 2_048,
    writeUnitBytes: 8,
    enduranceErases: 10_000,
    spareBlocks: 0,
    deltaMemoryBytes: 1_048_576,
  },
};

/** The plan with what its type gives. */
export function flashPlanOf(flash: z.infer<typeof flashSchema>): FlashPlan {
  return { ...geometries[flash.type], ...flash };
}

/** The plan of a profile that says nothing of its flash. */
export const defaultFlashPlan: FlashPlan = flashPlanOf(flashSchema.parse({}));
