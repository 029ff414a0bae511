import { describe, expect, test } from 'vitest';
import type { DeviceEventRow, History } from '#fleet/domain/index.js';

/** A committed reading as every driver can tell it. */
export interface SeenReading {
  readonly signal: string;
  readonly unit: string;
  readonly atMs: number;
  readonly value: number;
}

/** A history under test. */
export interface HistoryUnderTest {
  readonly history: History;
  /** Committed readings of a device in the order of their time. */
  readings(deviceKey: number): Promise<SeenReading[]>;
  /** Committed events of a device in the order of their sequence. */
  events(deviceKey: number): Promise<Omit<DeviceEventRow, 'deviceKey'>[]>;
  /** Makes the next commit fail, or not any more; resolves when history takes commits again. */
  failCommits(fail: boolean): Promise<void>;
  reopen(): Promise<HistoryUnderTest>;
  dispose(): Promise<void>;
}

/** Rows that a batch of the histories under test holds. */
export const stagingRowsUnderTest = 40_000;

const digest = 'd'.repeat(64);
const signals = [
  { id: 7, name: 'egtC', unit: 'Cel', category: 'technical' },
  { id: 300, name: 'n1Rpm', unit: '/min', category: 'technical' },
];
const startMs = 1_700_000_000_000;

/** One reading of a signal, value as given. */
function one(value: number, atMs = startMs, signalId = 7) {
  return { count: 1, signalIds: [signalId], atMs: [atMs], values: [value] };
}

function event(sequence: number): DeviceEventRow {
  return {
    deviceKey: 1,
    boot: 3,
    sequence,
    atMs: startMs + sequence,
    kind: 'boot',
    name: "o'n",
    message: 'läuft "gut"',
    values: { a: 1.5, sequence },
  };
}

async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'done',
    (error: { code?: string; name?: string }) => error.code ?? error.name,
  );
}

const sorted = (marks: readonly { readonly deviceKey: number }[]) => [...marks].sort((a, b) => a.deviceKey - b.deviceKey);

/** What every driver of the History port must do. */
export function historyContract(name: string, open: () => Promise<HistoryUnderTest>): void {
  const withHistory = (work: (subject: HistoryUnderTest) => Promise<void>) => async () => {
    const subject = await open();
    try {
      subject.history.defineProfile(digest, 'turbofan', signals);
      subject.history.defineDevice(1, 'engine-001', digest);
      await work(subject);
    } finally {
      await subject.dispose();
    }
  };

  describe(`History contract: ${name}`, () => {
    test(
      'stores readings as they were, named',
      withHistory(async (subject) => {
        const { history } = subject;
        const readings = {
          count: 5,
          signalIds: Uint16Array.from([7, 300, 7, 7, 7, 99]),
          atMs: Float64Array.from([startMs, startMs + 1, startMs + 2, -1, 4_294_967_296 * 2 - 1, 0]),
          values: Float64Array.from([0.1 + 0.2, -0, 1e308, 5e-324, 2 ** 53 + 2, 0]),
        };
        history.appendReadings(1, digest, readings);
        readings.values.fill(-7);
        await history.commit();
        expect(await subject.readings(1)).toEqual([
          { signal: 'egtC', unit: 'Cel', atMs: -1, value: 5e-324 },
          { signal: 'egtC', unit: 'Cel', atMs: 4_294_967_296 * 2 - 1, value: 2 ** 53 + 2 },
          { signal: 'egtC', unit: 'Cel', atMs: startMs, value: 0.1 + 0.2 },
          { signal: 'n1Rpm', unit: '/min', atMs: startMs + 1, value: -0 },
          { signal: 'egtC', unit: 'Cel', atMs: startMs + 2, value: 1e308 },
        ]);
      }),
    );

    test(
      'nothing is there before its commit',
      withHistory(async (subject) => {
        const { history } = subject;
        history.appendReadings(1, digest, one(1));
        history.appendEvent(event(1));
        history.mark(1, 1, 1);
        expect(history.openRows).toBe(2);
        expect(await subject.readings(1)).toEqual([]);
        expect(await history.watermarks()).toEqual([]);
        await history.commit();
        expect(history.openRows).toBe(0);
        expect((await subject.readings(1)).length).toBe(1);
        expect(history.health()).toMatchObject({ writable: true, reason: '', committedReadings: 1, committedEvents: 1 });
      }),
    );

    test(
      'stores events as they were',
      withHistory(async (subject) => {
        const { history } = subject;
        history.appendEvent(event(1));
        history.appendEvent(event(2));
        await history.commit();
        const expected = [event(1), event(2)].map(({ deviceKey: _, ...rest }) => rest);
        expect(await subject.events(1)).toEqual(expected);
        expect(await subject.events(2)).toEqual([]);
      }),
    );

    test(
      'the newest mark of a device wins, in a batch and over batches',
      withHistory(async ({ history }) => {
        history.mark(2, 1, 5);
        history.mark(1, 1, 9);
        history.mark(2, 2, 1);
        await history.commit();
        expect(sorted(await history.watermarks())).toEqual([
          { deviceKey: 1, boot: 1, sequence: 9 },
          { deviceKey: 2, boot: 2, sequence: 1 },
        ]);
        history.mark(1, 4_294_967_295, 4_294_967_295);
        await history.commit();
        expect(sorted(await history.watermarks())).toEqual([
          { deviceKey: 1, boot: 4_294_967_295, sequence: 4_294_967_295 },
          { deviceKey: 2, boot: 2, sequence: 1 },
        ]);
      }),
    );

    test(
      'takes rows up to the limit of a batch and not one more',
      withHistory(async (subject) => {
        const { history } = subject;
        const half = stagingRowsUnderTest / 2;
        const readings = {
          count: half,
          signalIds: new Uint16Array(half).fill(7),
          atMs: new Float64Array(half),
          values: new Float64Array(half),
        };
        history.appendReadings(1, digest, readings);
        expect(history.canAppend(half)).toBe(true);
        expect(history.canAppend(half + 1)).toBe(false);
        expect(() => history.appendReadings(1, digest, { ...readings, count: half + 1, signalIds: new Uint16Array(half + 1) })).toThrow(
          /allowed/,
        );
        history.appendReadings(1, digest, { ...readings, count: half - 1 });
        history.appendEvent(event(1));
        expect(history.canAppend(1)).toBe(false);
        expect(history.openRows).toBe(stagingRowsUnderTest);
        expect(() => history.appendEvent(event(2))).toThrow(expect.objectContaining({ code: 'E1605' }));
        expect(() => history.appendReadings(1, digest, one(1))).toThrow(expect.objectContaining({ code: 'E1605' }));
        await history.commit();
        expect(history.canAppend(stagingRowsUnderTest)).toBe(true);
        expect(history.health()).toMatchObject({ committedReadings: stagingRowsUnderTest - 1, committedEvents: 1 });
      }),
    );

    test(
      'rows that come while a commit runs go to the next one',
      withHistory(async (subject) => {
        const { history } = subject;
        history.appendReadings(1, digest, one(1, 1));
        history.mark(1, 1, 1);
        const first = history.commit();
        await Promise.resolve();
        history.appendReadings(1, digest, one(2, 2));
        history.mark(1, 1, 2);
        const second = history.commit();
        await first;
        history.appendReadings(1, digest, one(3, 3));
        await second;
        await history.commit();
        expect((await subject.readings(1)).map(({ value }) => value)).toEqual([1, 2, 3]);
        expect(await history.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: 2 }]);
      }),
    );

    test(
      'many batches lose and double nothing',
      withHistory(async (subject) => {
        const { history } = subject;
        const sizes = [1, 2_047, 2_048, 2_049, 16_384, 16_385, 33_000];
        let next = 0;
        for (const size of sizes) {
          const values = Float64Array.from({ length: size }, () => next++);
          history.appendReadings(1, digest, { count: size, signalIds: new Uint16Array(size).fill(7), atMs: values, values });
          history.mark(1, 1, next);
          await history.commit();
        }
        const seen = await subject.readings(1);
        expect(seen.length).toBe(next);
        expect(seen.every(({ value, atMs }, index) => value === index && atMs === index)).toBe(true);
      }),
    );

    test(
      'discard drops the open batch with its marks',
      withHistory(async (subject) => {
        const { history } = subject;
        history.appendReadings(1, digest, one(1));
        history.appendEvent(event(1));
        history.mark(1, 1, 1);
        history.discard();
        expect(history.openRows).toBe(0);
        history.appendReadings(1, digest, one(2));
        await history.commit();
        expect((await subject.readings(1)).map(({ value }) => value)).toEqual([2]);
        expect(await subject.events(1)).toEqual([]);
        expect(await history.watermarks()).toEqual([]);
      }),
    );

    test(
      'a commit that fails stores nothing, fails those that wait, and history goes on',
      withHistory(async (subject) => {
        const { history } = subject;
        history.appendReadings(1, digest, one(1, 1));
        history.mark(1, 1, 1);
        await history.commit();
        await subject.failCommits(true);
        history.appendReadings(1, digest, one(2, 2));
        history.appendEvent(event(2));
        history.mark(1, 1, 2);
        const first = history.commit();
        const second = history.commit();
        expect(await outcomeOf(first)).toBe('E1604');
        expect(await outcomeOf(second)).toBe('E1604');
        expect(history.health().writable).toBe(false);
        expect(history.health().reason).not.toBe('');
        history.discard();
        await subject.failCommits(false);
        expect(history.health()).toMatchObject({ writable: true, reason: '' });
        expect(await history.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: 1 }]);
        history.appendReadings(1, digest, one(3, 3));
        history.mark(1, 1, 3);
        await history.commit();
        expect((await subject.readings(1)).map(({ value }) => value)).toEqual([1, 3]);
        expect(await subject.events(1)).toEqual([]);
        expect(await history.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: 3 }]);
      }),
    );

    test(
      'names of a commit that failed come with the next one',
      withHistory(async (subject) => {
        const { history } = subject;
        await subject.failCommits(true);
        expect(await outcomeOf(history.commit())).toBe('E1604');
        await subject.failCommits(false);
        history.appendReadings(1, digest, one(1));
        await history.commit();
        expect((await subject.readings(1)).map(({ signal }) => signal)).toEqual(['egtC']);
      }),
    );

    test(
      'a signal or profile that nobody named is stored, and named later',
      withHistory(async (subject) => {
        const { history } = subject;
        history.appendReadings(1, digest, one(1, 1, 65_535));
        history.appendReadings(1, 'other', one(2, 2, 8));
        await history.commit();
        expect(await subject.readings(1)).toEqual([
          { signal: 'signal-65535', unit: '', atMs: 1, value: 1 },
          { signal: 'signal-8', unit: '', atMs: 2, value: 2 },
        ]);
        history.defineProfile('other', 'thermostat', [{ id: 8, name: 'roomC', unit: 'Cel', category: 'environment' }]);
        await history.commit();
        expect((await subject.readings(1)).map(({ signal }) => signal)).toEqual(['signal-65535', 'roomC']);
      }),
    );

    test(
      'times that are none or beyond the calendar are kept within it',
      withHistory(async (subject) => {
        const { history } = subject;
        history.appendReadings(1, digest, one(1, Number.NaN));
        history.appendReadings(1, digest, one(2, Number.POSITIVE_INFINITY));
        history.appendReadings(1, digest, one(3, Number.NEGATIVE_INFINITY));
        history.appendReadings(1, digest, one(4, 1.9));
        await history.commit();
        expect((await subject.readings(1)).map(({ atMs, value }) => [atMs, value])).toEqual([
          [-62_135_596_800_000, 3],
          [0, 1],
          [1, 4],
          [253_402_300_799_999, 2],
        ]);
      }),
    );

    test(
      'what was committed is there after an end, once, and names with it',
      withHistory(async (subject) => {
        subject.history.appendReadings(1, digest, one(1, 1));
        subject.history.appendEvent(event(1));
        subject.history.mark(1, 1, 1);
        await subject.history.commit();
        subject.history.appendReadings(1, digest, one(2, 2));
        subject.history.mark(1, 1, 2);
        const next = await subject.reopen();
        expect(await next.history.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: 1 }]);
        expect(next.history.health()).toMatchObject({ committedReadings: 1, committedEvents: 1 });
        next.history.appendReadings(1, digest, one(3, 3, 300));
        next.history.mark(1, 1, 3);
        await next.history.commit();
        expect((await next.readings(1)).map(({ signal, value }) => [signal, value])).toEqual([
          ['egtC', 1],
          ['n1Rpm', 3],
        ]);
        const last = await next.reopen();
        expect(await last.history.watermarks()).toEqual([{ deviceKey: 1, boot: 1, sequence: 3 }]);
        await last.dispose();
      }),
    );

    test(
      'tells a signal of a device as readings, as quarters of an hour and as parts of a span',
      withHistory(async ({ history }) => {
        const quarterMs = 900_000;
        const fromMs = Math.floor(startMs / quarterMs) * quarterMs;
        history.defineDevice(2, 'engine-002', digest);
        history.appendReadings(1, digest, one(3, fromMs + 1_000));
        history.appendReadings(1, digest, one(1, fromMs));
        history.appendReadings(1, digest, one(8, fromMs + quarterMs));
        history.appendReadings(1, digest, one(Number.NaN, fromMs + quarterMs + 1));
        history.appendReadings(1, digest, one(99, fromMs + 5, 300));
        history.appendReadings(2, digest, one(98, fromMs + 5));
        history.appendReadings(1, digest, one(97, fromMs + 2 * quarterMs));
        await history.commit();
        const request = { deviceKey: 1, signal: 'egtC', fromMs, toMs: fromMs + 2 * quarterMs, maxPoints: 3 };
        const point = (atMs: number, value: number) => ({ atMs, value, minimum: value, maximum: value, count: 1 });
        expect(await history.series({ ...request, resolution: 'raw' })).toEqual({
          points: [point(fromMs, 1), point(fromMs + 1_000, 3), point(fromMs + quarterMs, 8)],
          truncated: false,
        });
        expect(await history.series({ ...request, resolution: 'raw', maxPoints: 2 })).toMatchObject({
          points: [{ value: 1 }, { value: 3 }],
          truncated: true,
        });
        expect(await history.series({ ...request, resolution: '15min' })).toEqual({
          points: [{ atMs: fromMs, value: 2, minimum: 1, maximum: 3, count: 2 }, point(fromMs + quarterMs, 8)],
          truncated: false,
        });
        expect(await history.series({ ...request, resolution: 'auto', toMs: fromMs + 1_500 })).toEqual({
          points: [point(fromMs, 1), point(fromMs + 1_000, 3)],
          truncated: false,
        });
        expect(await history.series({ ...request, resolution: 'auto', maxPoints: 1 })).toMatchObject({
          points: [{ atMs: fromMs, value: 4, count: 3 }],
          truncated: false,
        });
        expect(await history.series({ ...request, resolution: 'raw', signal: 'none' })).toEqual({ points: [], truncated: false });
      }),
    );

    test(
      'closed it says so',
      withHistory(async ({ history }) => {
        await history.close();
        expect(history.health()).toMatchObject({ writable: false, reason: 'closed' });
        expect(['E1604', 'E1612']).toContain(await outcomeOf(history.commit()));
      }),
    );
  });
}
