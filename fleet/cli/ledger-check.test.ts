import { expect, test } from 'vitest';
import type { LedgerBook, LedgerEntry } from '#firmware/host/index.js';
import { LedgerCheck } from './ledger-check.ts';

const t0 = Date.UTC(2026, 0, 1);

function entry(sequence: number, more: Partial<LedgerEntry> = {}): [string, LedgerEntry] {
  const whole = { boot: 1, sequence, end: 'acknowledged', sends: 1, readings: 2, signals: ['a', 'b'], timesMs: [t0 + sequence] } as const;
  return [`1.${sequence}`, { ...whole, ...more }];
}

const book = (entries: [string, LedgerEntry][]): LedgerBook => ({
  devices: new Map([['d1', new Map(entries)]]),
  frames: entries.length,
  gap: undefined,
});

/** A history with these readings ("a 1") and events ("1.1"), all of d1. */
function historyOf(readings: readonly string[], events: readonly string[], limit = 1_000) {
  const asked: string[] = [];
  const query = async (sql: string) => {
    asked.push(sql);
    const [, low = 0, high = 0] = /make_timestamp\((\d+)\).*make_timestamp\((\d+)\)/.exec(sql) ?? [];
    const isInside = (key: string): boolean =>
      Number(key.split(' ')[1]) + t0 >= Number(low) / 1_000 && Number(key.split(' ')[1]) + t0 <= Number(high) / 1_000;
    const keys = sql.includes('FROM events')
      ? events.map((key) => `event ${key}`)
      : readings.filter(isInside).map((key) => key.replace(/\d+$/, (at) => String(t0 + Number(at))));
    const counted = new Map<string, number>();
    for (const key of keys) counted.set(key, (counted.get(key) ?? 0) + 1);
    const rows = [...counted].map(([key, count]) => ['d1', key, count]);
    return { rows: rows.slice(0, limit), truncated: rows.length > limit };
  };
  return { query, asked };
}

const event = { readings: 0, signals: [], timesMs: [t0] };

test('all that was acknowledged is there once; what is only kept may be there or not', async () => {
  const { query } = historyOf(['a 1', 'b 1', 'a 4', 'b 4', 'a 9'], ['1.2']);
  const entries = [entry(1), entry(2, event), entry(3, { end: 'kept' }), entry(4, { end: 'kept' }), entry(5, { end: 'dropped', sends: 0 })];
  const verdict = await new LedgerCheck(book([...entries, entry(6, { readings: null })]), query).run(() => undefined);
  expect(verdict).toEqual({
    devices: 1,
    frames: 6,
    acknowledged: 3,
    rejected: 0,
    dropped: 1,
    kept: 2,
    unknown: 1,
    readings: 2,
    events: 1,
    lost: 0,
    doubled: 0,
    differences: [],
  });
});

test('what is missing, twice, or was never sent is told by device, boot and sequence', async () => {
  const { query } = historyOf(['a 1', 'a 1', 'b 1', 'a 3', 'b 3', 'a 4'], ['1.2', '1.2']);
  const entries = [entry(1), entry(2, event), entry(3, { end: 'dropped', sends: 0 }), entry(4), entry(5, { ...event })];
  const { lost, doubled, differences } = await new LedgerCheck(book(entries), query).run(() => undefined);
  expect([lost, doubled]).toEqual([2, 4]);
  expect(differences.map(({ sequence, what }) => `${sequence}: ${what}`)).toEqual([
    '1: reading a of 2026-01-01T00:00:00.001Z is stored 2 times, wanted 1',
    '2: event 1.2 is stored 2 times, wanted 1',
    '3: reading a of 2026-01-01T00:00:00.003Z is stored 1 times, wanted 0',
    '3: reading b of 2026-01-01T00:00:00.003Z is stored 1 times, wanted 0',
    '4: reading b of 2026-01-01T00:00:00.004Z is stored 0 times, wanted 1',
    '5: event 1.5 is stored 0 times, wanted 1',
  ]);
});

test('a history with more than a query gives is asked in halves', async () => {
  const many = Array.from({ length: 100 }, (_, index) => index + 1);
  const { query, asked } = historyOf(
    many.flatMap((at) => [`a ${at}`, `b ${at}`]),
    [],
    30,
  );
  const { lost, doubled, readings } = await new LedgerCheck(book(many.map((at) => entry(at))), query).run(() => undefined);
  expect([lost, doubled, readings]).toEqual([0, 0, 200]);
  expect(asked.length).toBeGreaterThan(8);
});
