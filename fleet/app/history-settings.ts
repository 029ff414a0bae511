import { z } from 'zod';
import type { HistoryRetention } from '#fleet/domain/index.js';

const count = (low: number, high: number, fallback: number) => z.int().min(low).max(high).default(fallback);
const dayMs = 86_400_000;
const mebibyte = 1_048_576;

/** The section `history` of a ManagerConfig; docs/OPERATING.md tells it to operators. */
export const historySchema = z
  .strictObject({
    /** Memory of the engine, MiB. */
    memoryLimitMb: count(64, 1_048_576, 2_048),
    /** Threads of the engine. */
    threads: count(1, 256, 2),
    /** Begins a new history when the old one is gone: its readings are given up. */
    startEmpty: z.boolean().default(false),
    /** Raw readings are kept this long, days. */
    rawDays: count(1, 3_650, 30),
    /** Quarters of an hour and events are kept this long, days. */
    summaryDays: count(1, 36_500, 400),
    /** Share of the file system that history may take, percent. */
    diskPercent: count(1, 100, 50),
    /** Most that history may take, MiB; 0: what the share allows. */
    diskMb: count(0, 1_073_741_824, 0),
    /** Left free on the file system for others, MiB. */
    freeMb: count(0, 1_073_741_824, 256),
    /** One file of raw readings is written for so long at most, hours: raw readings go a file at a time. */
    fileHours: count(1, 720, 24),
  })
  .refine(({ rawDays, summaryDays }) => rawDays <= summaryDays, {
    path: ['summaryDays'],
    message: 'summaryDays is less than rawDays: quarters of an hour are kept at least as long as the readings they stand for',
  });

/** Settings of history, complete. */
export type HistorySettings = z.infer<typeof historySchema>;

/** The settings as history takes them. */
export function retentionOf(settings: HistorySettings): HistoryRetention {
  return {
    rawMs: settings.rawDays * dayMs,
    partsMs: settings.summaryDays * dayMs,
    diskShare: settings.diskPercent / 100,
    diskBytes: settings.diskMb * mebibyte,
    freeBytes: settings.freeMb * mebibyte,
    segmentMs: settings.fileHours * 3_600_000,
  };
}
