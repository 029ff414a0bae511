import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type History, type HistoryRetention, partMs, type UpkeepStep } from '#fleet/domain/index.js';
import type { VirtualClock } from '#proto/kit/index.js';

/** A history under test whose time and disk the test rules. */
export interface UpkeepUnderTest {
  readonly history: History;
  readonly clock: VirtualClock;
  /** The disk as history sees it. */
  readonly disk: { totalBytes: number; freeBytes: number };
  /** Committed raw readings of a device, in any order. */
  readings(deviceKey: number): Promise<{ readonly atMs: number; readonly value: number }[]>;
  /** Names of the events that are left. */
  events(): Promise<string[]>;
  /** Ends without closing what is open, as far as the driver can, and opens again. */
  reopen(): Promise<UpkeepUnderTest>;
  dispose(): Promise<void>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A Monday, 2026-01-05. */
export const upkeepStartMs = Date.UTC(2026, 0, 5);
const digest = 'd'.repeat(64);
const signals = [{ id: 7, name: 'egtC', unit: 'Cel', category: 'technical' }];

/** Raw readings 3 days, parts 60 days, files of a day, all of the disk. */
export const upkeepRetention: HistoryRetention = {
  rawMs: 3 * dayMs,
  partsMs: 60 * dayMs,
  diskShare: 1,
  diskBytes: 0,
  freeBytes: 0,
  segmentMs: dayMs,
};

async function commit(history: History, readings: readonly (readonly [number, number])[], event?: string): Promise<void> {
  const atMs = readings.map(([at]) => at);
  const values = readings.map(([, value]) => value);
  history.appendReadings(1, digest, { count: readings.length, signalIds: readings.map(() => 7), atMs, values });
  if (event !== undefined) {
    history.appendEvent({ deviceKey: 1, boot: 1, sequence: 1, atMs: atMs[0] ?? 0, kind: 'boot', name: event, message: '', values: {} });
  }
  await history.commit();
}

/** All that is due. */
async function upkeep(history: History): Promise<UpkeepStep[]> {
  const steps: UpkeepStep[] = [];
  for (let step = await history.upkeep(); step !== undefined; step = await history.upkeep()) {
    steps.push(step);
    expect(steps.length).toBeLessThan(1_000);
  }
  return steps;
}

const told = (steps: readonly UpkeepStep[]) => steps.map(({ type, what, cause }) => `${type} ${what} ${cause}`);

async function quarters(history: History): Promise<{ atMs: number; count: number; minimum: number; maximum: number; value: number }[]> {
  const span = { fromMs: upkeepStartMs - 400 * dayMs, toMs: upkeepStartMs + 400 * dayMs };
  const { points } = await history.series({ deviceKey: 1, signal: 'egtC', ...span, resolution: '15min', maxPoints: 1_000_000 });
  return points.map(({ atMs, count, minimum, maximum, value }) => ({ atMs, count, minimum, maximum, value }));
}

/** What quarters() must say of all readings that ever came: whole numbers, so that sums are exact in any order. */
function quartersOf(readings: readonly (readonly [number, number])[]) {
  const parts = new Map<number, number[]>();
  for (const [atMs, value] of readings) {
    const startMs = partMs * Math.floor(atMs / partMs);
    parts.set(startMs, [...(parts.get(startMs) ?? []), value]);
  }
  return [...parts]
    .sort(([a], [b]) => a - b)
    .map(([atMs, values]) => ({
      atMs,
      count: values.length,
      minimum: Math.min(...values),
      maximum: Math.max(...values),
      value: values.reduce((sum, value) => sum + value, 0) / values.length,
    }));
}

/** One thing that happens in a random life of a history. */
const happenings = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('readings' as const),
        agesMin: fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 6 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('time' as const), hours: fc.integer({ min: 1, max: 40 }) }) },
    { weight: 4, arbitrary: fc.constant({ type: 'upkeep' as const }) },
    { weight: 2, arbitrary: fc.constant({ type: 'step' as const }) },
    { weight: 1, arbitrary: fc.constant({ type: 'reopen' as const }) },
  ),
  { maxLength: 25 },
);

/** What retention must do in every driver of the History port. */
export function historyUpkeepContract(name: string, runs: number, open: () => Promise<UpkeepUnderTest>): void {
  const withHistory = (work: (subject: UpkeepUnderTest) => Promise<UpkeepUnderTest | undefined>) => async () => {
    let subject = await open();
    try {
      subject.history.defineProfile(digest, 'turbofan', signals);
      subject.history.defineDevice(1, 'engine-001', digest);
      subject = (await work(subject)) ?? subject;
    } finally {
      await subject.dispose();
    }
  };

  describe(`History upkeep contract: ${name}`, () => {
    test(
      'nothing is due before its time, and a file without rows stays open',
      withHistory(async ({ history, clock }) => {
        expect(await upkeep(history)).toEqual([]);
        clock.advanceBy(10 * dayMs);
        expect(await upkeep(history)).toEqual([]);
        await commit(history, [[clock.wallMs(), 1]]);
        expect(told(await upkeep(history))).toEqual(['sealed raw age', 'summed raw 1 age']);
        expect(await upkeep(history)).toEqual([]);
        return undefined;
      }),
    );

    test(
      'raw readings go when their time is over, quarters of an hour and events stay until theirs is',
      withHistory(async (subject) => {
        const { history, clock } = subject;
        await commit(
          history,
          [
            [upkeepStartMs, 10],
            [upkeepStartMs + 1, 20],
          ],
          'first',
        );
        clock.advanceBy(dayMs);
        expect(told(await upkeep(history))).toEqual(['sealed raw age', 'summed raw 1 age']);
        await commit(history, [[upkeepStartMs + dayMs, 5]], 'second');
        clock.advanceBy(3 * dayMs - 1);
        expect(told(await upkeep(history))).toEqual(['sealed raw age', 'summed raw 2 age']);
        expect((await subject.readings(1)).length).toBe(3);
        clock.advanceBy(1);
        expect(told(await upkeep(history))).toEqual(['dropped raw 1 age']);
        expect(await subject.readings(1)).toEqual([{ atMs: upkeepStartMs + dayMs, value: 5 }]);
        expect(await quarters(history)).toEqual([
          { atMs: upkeepStartMs, count: 2, minimum: 10, maximum: 20, value: 15 },
          { atMs: upkeepStartMs + dayMs, count: 1, minimum: 5, maximum: 5, value: 5 },
        ]);
        expect((await subject.events()).sort()).toEqual(['first', 'second']);
        expect(history.footprint()).toMatchObject({
          rawReadings: 1,
          parts: 2,
          oldestPartMs: upkeepStartMs,
          dropped: { age: { readings: 2, parts: 0, events: 0 }, disk: { readings: 0 } },
        });
        // The month goes when the newest file in it is older than quarters are kept.
        clock.advanceBy(56 * dayMs);
        expect(told(await upkeep(history))).toEqual(['dropped raw 2 age']);
        clock.advanceBy(dayMs * 4);
        expect(told(await upkeep(history))).toEqual(['dropped parts 2026-01 age']);
        expect(await quarters(history)).toEqual([]);
        expect(await subject.events()).toEqual([]);
        expect(history.footprint().dropped.age).toMatchObject({ readings: 3, parts: 2, events: 2 });
        return undefined;
      }),
    );

    test(
      'readings that come days late are summed with those of their quarter',
      withHistory(async ({ history, clock }) => {
        await commit(history, [[upkeepStartMs + 60_000, 10]]);
        clock.advanceBy(dayMs);
        await upkeep(history);
        await commit(history, [
          [upkeepStartMs + 120_000, 40],
          [upkeepStartMs + dayMs, 1],
        ]);
        const expected = [
          { atMs: upkeepStartMs, count: 2, minimum: 10, maximum: 40, value: 25 },
          { atMs: upkeepStartMs + dayMs, count: 1, minimum: 1, maximum: 1, value: 1 },
        ];
        expect(await quarters(history)).toEqual(expected);
        clock.advanceBy(dayMs);
        await upkeep(history);
        expect(await quarters(history)).toEqual(expected);
        clock.advanceBy(10 * dayMs);
        await upkeep(history);
        expect(history.footprint().rawReadings).toBe(0);
        expect(await quarters(history)).toEqual(expected);
        return undefined;
      }),
    );

    test(
      'a disk share that is used up drops the oldest before its time, counts it, and leaves its quarters',
      withHistory(async (subject) => {
        const { history, clock, disk } = subject;
        for (let day = 0; day < 3; day += 1) {
          await commit(history, [[upkeepStartMs + day * dayMs, day]]);
          clock.advanceBy(dayMs);
          await upkeep(history);
        }
        expect((await subject.readings(1)).length).toBe(3);
        disk.totalBytes = history.health().bytes - 1;
        const steps = await upkeep(history);
        expect(told(steps)).toEqual(['dropped raw 1 disk']);
        expect(history.footprint().dropped.disk).toMatchObject({ readings: 1, bytes: steps[0]?.bytes });
        expect(history.health().bytes).toBeLessThanOrEqual(disk.totalBytes);
        expect((await quarters(history)).length).toBe(3);
        return undefined;
      }),
    );

    test(
      'what others leave of the disk counts as well',
      withHistory(async (subject) => {
        const { history, clock, disk } = subject;
        await commit(history, [[upkeepStartMs, 1]]);
        clock.advanceBy(dayMs);
        await upkeep(history);
        disk.freeBytes = 1_000_000_000;
        expect(history.footprint().budgetBytes).toBe(history.health().bytes + 1_000_000_000);
        expect(await upkeep(history)).toEqual([]);
        return undefined;
      }),
    );

    test(
      'says how long the disk lasts once an hour was measured',
      withHistory(async ({ history, clock, disk }) => {
        await commit(history, [[upkeepStartMs, 1]]);
        clock.advanceBy(hourMs - 1);
        expect(history.footprint().fullInMs).toBe('unknown');
        clock.advanceBy(1);
        expect(history.footprint().fullInMs).toBe('never');
        disk.totalBytes = history.health().bytes * 25;
        expect(history.footprint().fullInMs).toBe(dayMs);
        return undefined;
      }),
    );

    test('in any life the quarters of an hour are those of all readings that ever came, each once', async () => {
      await fc.assert(
        fc.asyncProperty(happenings, async (life) => {
          let subject = await open();
          try {
            subject.history.defineProfile(digest, 'turbofan', signals);
            subject.history.defineDevice(1, 'engine-001', digest);
            const all: [number, number][] = [];
            for (const [index, happening] of life.entries()) {
              const { history, clock } = subject;
              if (happening.type === 'readings') {
                const readings = happening.agesMin.map((age, place): [number, number] => [
                  clock.wallMs() - age * 60_000,
                  index * 10 + place,
                ]);
                await commit(history, readings);
                all.push(...readings);
              } else if (happening.type === 'time') clock.advanceBy(happening.hours * hourMs);
              else if (happening.type === 'upkeep') await upkeep(history);
              else if (happening.type === 'step') await history.upkeep();
              else {
                subject = await subject.reopen();
                // As the registry does at every start.
                subject.history.defineProfile(digest, 'turbofan', signals);
                subject.history.defineDevice(1, 'engine-001', digest);
              }
            }
            expect(await quarters(subject.history)).toEqual(quartersOf(all));
            expect((await subject.readings(1)).length).toBe(subject.history.footprint().rawReadings);
            await upkeep(subject.history);
            expect(await quarters(subject.history)).toEqual(quartersOf(all));
          } finally {
            await subject.dispose();
          }
        }),
        { numRuns: runs },
      );
    });
  });
}
