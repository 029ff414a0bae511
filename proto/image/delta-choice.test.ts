import { expect, test } from 'vitest';
import { chooseDelta, type DeltaPolicy, type DeltaQuestion } from './delta-choice.ts';

const base = 'b'.repeat(64);
const good: DeltaQuestion = {
  policy: 'prefer',
  runningDigest: base,
  delta: { baseDigest: base, bytes: 100, workBytes: 2_000 },
  fullBytes: 1_000,
  deltaMemoryBytes: 2_000,
  leastGainPercent: 90,
};

test.each<[string, Partial<DeltaQuestion>, Readonly<Record<DeltaPolicy, string>>]>([
  ['all fits, at the limits of memory and gain', {}, { prefer: 'delta', require: 'delta', never: 'full policy' }],
  ['there is no delta', { delta: undefined }, { prefer: 'full no-delta', require: 'refused no-delta', never: 'full policy' }],
  ['nothing confirmed runs', { runningDigest: undefined }, { prefer: 'full no-base', require: 'refused no-base', never: 'full policy' }],
  [
    'another image runs',
    { runningDigest: 'c'.repeat(64) },
    { prefer: 'full wrong-base', require: 'refused wrong-base', never: 'full policy' },
  ],
  [
    'a byte of memory is missing',
    { deltaMemoryBytes: 1_999 },
    { prefer: 'full no-memory', require: 'refused no-memory', never: 'full policy' },
  ],
  ['the device takes none', { deltaMemoryBytes: 0 }, { prefer: 'full no-memory', require: 'refused no-memory', never: 'full policy' }],
  [
    'it gains a little too little',
    { delta: { baseDigest: base, bytes: 101, workBytes: 2_000 } },
    { prefer: 'full little-gain', require: 'delta', never: 'full policy' },
  ],
  [
    'it is larger than the image',
    { delta: { baseDigest: base, bytes: 1_500, workBytes: 2_000 }, leastGainPercent: 0 },
    { prefer: 'full little-gain', require: 'delta', never: 'full policy' },
  ],
])('%s', (_what, change, expected) => {
  for (const policy of ['prefer', 'require', 'never'] as const) {
    const choice = chooseDelta({ ...good, ...change, policy });
    expect('obstacle' in choice ? `${choice.type} ${choice.obstacle}` : choice.type, policy).toBe(expected[policy]);
    expect(choice.reason.length).toBeGreaterThan(10);
    if (policy === 'require') expect(choice.type).not.toBe('full');
  }
});

test('the reason has what was measured against which limit', () => {
  expect(chooseDelta(good)).toEqual({ type: 'delta', gainPercent: 90, reason: 'the delta has 100 bytes in place of 1000: 90 % less' });
  expect(chooseDelta({ ...good, leastGainPercent: 95 }).reason).toBe('the delta spares 90 % of 1000 bytes, 95 % are wanted');
  expect(chooseDelta({ ...good, deltaMemoryBytes: 5 }).reason).toBe(
    'the delta needs 2000 bytes for base and target, the device works with 5',
  );
});
