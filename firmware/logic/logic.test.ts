import { describe, expect, test } from 'vitest';
import { createRandom } from '#proto/kit/index.js';
import { attemptAfterSession, backoffDelayMs } from './backoff-logic.ts';
import { type Battery, chargeMahAt, chargePercentAt, drawCharge, emptyAtMs, setDraw } from './battery-logic.ts';
import { bootPartMs } from './boot-logic.ts';
import { type DeviceClock, deviceWallMs, disciplineClock, setClockDrift, setDeviceClock } from './clock-logic.ts';
import { checkSettings } from './configuration-logic.ts';
import { drainMs, isSleeper, sleepMs } from './duty-logic.ts';
import { refusalVerdict } from './refusal-logic.ts';
import { busyWaitMs } from './update-logic.ts';
import { crossed, type Watch } from './watch-logic.ts';
import { mostStepsPerSecond, takeStep } from './watchdog-logic.ts';

const plan = { baseMs: 1_000, maximumMs: 64_000, stableMs: 20_000 };

describe('backoff', () => {
  test.each([
    [0, 1_000],
    [3, 8_000],
    [6, 64_000],
    [7, 64_000],
    [1_000, 64_000],
  ])('attempt %i spreads evenly up to %i ms', (attempt, ceilingMs) => {
    const random = createRandom('backoff', 'test', String(attempt));
    const delays = Array.from({ length: 4_000 }, () => backoffDelayMs(plan, attempt, 0, random));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(ceilingMs);
    for (const quarter of [0.25, 0.5, 0.75]) {
      const share = delays.filter((delay) => delay < ceilingMs * quarter).length / delays.length;
      expect(Math.abs(share - quarter)).toBeLessThan(0.04);
    }
  });

  test("the fleet's time is a floor, with one base of jitter over it", () => {
    const random = createRandom('backoff', 'test', 'floor');
    const delays = Array.from({ length: 1_000 }, () => backoffDelayMs(plan, 9, 30_000, random));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(30_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(31_000);
    expect(new Set(delays).size).toBeGreaterThan(500);
  });

  test.each([
    [5, 0, 6],
    [5, 19_999, 6],
    [5, 20_000, 0],
  ])('attempt %i after a session of %i ms is %i', (attempt, heldMs, after) => {
    expect(attemptAfterSession(plan, attempt, heldMs)).toBe(after);
  });
});

test.each([
  ['revoked', 0, false, 'forever'],
  ['revoked', 1, false, 'retry'],
  ['clock-skew', 0, false, 'resync'],
  ['clock-skew', 5_000, false, 'resync'],
  ['clock-skew', 0, true, 'forever'],
  ['clock-skew', 5_000, true, 'retry'],
  ['superseded', 0, false, 'retry'],
  ['stopping', 0, false, 'retry'],
  ['overloaded', 0, false, 'retry'],
  ['clone-suspected', 0, false, 'forever'],
  ['code-99', 0, false, 'forever'],
])('refusal %s with retryAfter %i, resynced %s: %s', (reason, retryAfterMs, resynced, verdict) => {
  expect(refusalVerdict(reason, retryAfterMs, resynced)).toBe(verdict);
});

test.each([0, 1, 500, 21_001])('the parts of a boot of %i ms make up all of it', (bootMs) => {
  const parts = [bootPartMs(bootMs, 'read'), bootPartMs(bootMs, 'verify'), bootPartMs(bootMs, 'start')];
  expect(parts.every((ms) => Number.isInteger(ms) && ms >= 0)).toBe(true);
  expect(parts.reduce((sum, ms) => sum + ms)).toBe(bootMs);
});

describe('clock', () => {
  const clockOf = (changes: Partial<DeviceClock> = {}): DeviceClock => ({
    setAtMs: 0,
    setWallMs: 0,
    driftPpm: 0,
    aheadMs: 0,
    stepMs: 0,
    ...changes,
  });

  test('drifts, is set, keeps its step', () => {
    const clock = clockOf({ setWallMs: 1_000_000, driftPpm: 20_000 });
    expect(deviceWallMs(clock, 100_000)).toBe(1_102_000);
    setDeviceClock(clock, 2_000_000, 100_000);
    expect(deviceWallMs(clock, 100_000)).toBe(2_000_000);
    clock.stepMs = 5_000;
    setDeviceClock(clock, 3_000_000, 200_000);
    expect(deviceWallMs(clock, 200_000)).toBe(3_005_000);
  });

  test('another drift makes no jump', () => {
    const clock = clockOf({ driftPpm: 10_000 });
    setClockDrift(clock, -10_000, 100_000);
    expect(deviceWallMs(clock, 100_000)).toBe(101_000);
    expect(deviceWallMs(clock, 200_000)).toBe(200_000);
  });

  test('one that is behind is set forward at once', () => {
    const clock = clockOf();
    disciplineClock(clock, 118_000, 0, 100_000);
    expect(deviceWallMs(clock, 100_000)).toBe(118_000);
    expect(deviceWallMs(clock, 101_000)).toBe(119_000);
  });

  test('one that is ahead runs a tenth slower until it is right, and then as ever', () => {
    const clock = clockOf();
    disciplineClock(clock, 80_000, 0, 100_000);
    expect([0, 1_000, 100_000, 200_000, 201_000].map((agoMs) => deviceWallMs(clock, 100_000 + agoMs))).toEqual([
      100_000, 100_900, 190_000, 280_000, 281_000,
    ]);
  });

  test.each([
    ['60 s ahead: slewed', 60_000, 60_000],
    ['more than 60 s ahead: set back at once', 60_001, 0],
  ])('%s', (_name, aheadMs, staysMs) => {
    const clock = clockOf({ setWallMs: aheadMs });
    disciplineClock(clock, 0, 0, 0);
    expect(deviceWallMs(clock, 0)).toBe(staysMs);
  });

  test('disciplined again while it slews, or given another drift, it makes no jump back', () => {
    const clock = clockOf();
    disciplineClock(clock, 80_000, 0, 100_000);
    disciplineClock(clock, 130_000, 0, 150_000);
    expect(deviceWallMs(clock, 150_000)).toBe(145_000);
    expect(clock.aheadMs).toBe(15_000);
    setClockDrift(clock, 20_000, 200_000);
    expect(deviceWallMs(clock, 200_000)).toBe(190_000);
    expect(deviceWallMs(clock, 300_000)).toBe(282_000);
  });

  test.each([
    ['half of it is added', 0, 4_000, 5_000],
    ['5 s: half of it is added', 0, 5_000, 5_500],
    ['more, and the clock is at the earliest it may be: it stays', 3_000, 5_001, 3_000],
    ['more, and the clock is at the latest it may be: it stays', 8_001, 5_001, 8_001],
    ['more, and the clock is certainly behind: it is set as far as is sure', 2_999, 5_001, 3_000],
  ])('after a round trip: %s', (_name, ownMs, roundTripMs, wallMs) => {
    const clock = clockOf({ setWallMs: ownMs });
    disciplineClock(clock, 3_000, roundTripMs, 0);
    expect([deviceWallMs(clock, 0), clock.aheadMs]).toEqual([wallMs, 0]);
  });

  test('after a long round trip a clock that is certainly ahead slews as far as is sure', () => {
    const clock = clockOf({ setWallMs: 8_002 });
    disciplineClock(clock, 3_000, 5_001, 0);
    expect([deviceWallMs(clock, 0), clock.aheadMs]).toEqual([8_002, 1]);
  });

  test('a step fault is not disciplined away, nor does it count as being ahead', () => {
    const clock = clockOf({ stepMs: 5_000 });
    disciplineClock(clock, 100_000, 0, 100_000);
    expect([deviceWallMs(clock, 100_000), clock.aheadMs]).toEqual([105_000, 0]);
  });

  test('never goes back, whatever the fleet says within 60 s and whatever it drifts', () => {
    const random = createRandom('clock', 'test', 'never back');
    const clock = clockOf({ setWallMs: 1_767_225_600_000 });
    let nowMs = 0;
    let beforeMs = 0;
    for (let step = 0; step < 20_000; step += 1) {
      nowMs += random.float() ** 8 * 100_000;
      const wallMs = deviceWallMs(clock, nowMs);
      expect(wallMs).toBeGreaterThanOrEqual(beforeMs);
      beforeMs = wallMs;
      if (step % 3 === 0) disciplineClock(clock, wallMs + (random.float() * 2 - 1) * 59_998, 0, nowMs);
      if (step % 7 === 0) setClockDrift(clock, (random.float() * 2 - 1) * 20_000, nowMs);
    }
  });

  test('an instant before it was set is stamped no earlier than the clock said then', () => {
    const clock = clockOf({ driftPpm: 20_000 });
    const beforeMs = [0, 50_000, 99_999, 100_000].map((nowMs) => deviceWallMs(clock, nowMs));
    disciplineClock(clock, 100_000, 0, 100_000);
    const afterMs = [0, 50_000, 99_999, 100_000].map((nowMs) => deviceWallMs(clock, nowMs));
    for (const [index, wallMs] of afterMs.entries()) expect(wallMs).toBeGreaterThanOrEqual(beforeMs[index] as number);
    expect(afterMs.at(-1)).toBe(beforeMs.at(-1));
  });
});

describe('battery', () => {
  const battery = (): Battery => ({ capacityMah: 100, chargeMah: 100, atMs: 0, drawMa: 10 });

  test('drains in closed form: one look or many give the same', () => {
    const many = battery();
    for (let hour = 1; hour <= 4; hour += 1) setDraw(many, 10, hour * 3_600_000);
    expect(chargeMahAt(many, 5 * 3_600_000)).toBeCloseTo(50, 9);
    expect(chargeMahAt(battery(), 5 * 3_600_000)).toBe(50);
    expect(chargePercentAt(battery(), 5 * 3_600_000)).toBe(50);
  });

  test('is empty when it says so, and never below', () => {
    const one = battery();
    expect(emptyAtMs(one)).toBe(36_000_000);
    drawCharge(one, 60, 0);
    expect(emptyAtMs(one)).toBe(14_400_000);
    expect(chargeMahAt(one, 14_400_000)).toBe(0);
    drawCharge(one, 60, 0);
    expect(chargeMahAt(one, 0)).toBe(0);
    setDraw(one, 0, 5);
    expect(emptyAtMs(one)).toBe(5);
    expect(emptyAtMs({ ...battery(), drawMa: 0 })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('duty', () => {
  const wakePlan = { wakeEveryMs: 60_000, awakeMs: 5_000 };
  test.each([
    [0, 5_000, 55_000],
    [0, 59_999.5, 1],
    [0, 60_000, 60_000],
    [0, 130_000, 50_000],
    [10_000, 10_000, 60_000],
  ])('woken at %d, at %d it sleeps %d ms', (wokeAtMs, nowMs, expected) => {
    expect(sleepMs(wakePlan, wokeAtMs, nowMs)).toBe(expected);
  });

  test('waits for acknowledgements within its beat', () => {
    expect(drainMs(wakePlan)).toBe(10_000);
    expect(drainMs({ wakeEveryMs: 6_000, awakeMs: 5_000 })).toBe(500);
    expect(drainMs({ wakeEveryMs: 5_000, awakeMs: 5_000 })).toBe(1);
    expect(isSleeper(wakePlan)).toBe(true);
    expect(isSleeper({ wakeEveryMs: 0, awakeMs: 0 })).toBe(false);
  });
});

describe('watch', () => {
  const watch = (limits: Partial<Watch>): Watch => ({
    event: 'x',
    signal: 's',
    above: undefined,
    below: undefined,
    hysteresis: 2,
    everyMs: 1,
    dueMs: 0,
    isBeyond: false,
    ...limits,
  });
  test.each([
    ['above', { above: 10 }, [9, 10, 10.1, 12, 9, 8.1, 10.5, 8, 10, 11], [2, 9]],
    ['below', { below: 10 }, [11, 10, 9.9, 11.9, 9, 12, 9], [2, 6]],
    ['not a number', { above: 10 }, [Number.NaN, 11], [1]],
  ])('%s: crossings with hysteresis', (_name, limits, values, crossings) => {
    const one = watch(limits);
    expect(values.flatMap((value, index) => (crossed(one, value) ? [index] : []))).toEqual(crossings);
  });
});

test('the watchdog lets 100 steps a second through and not one more', () => {
  const budget = { startMs: 0, steps: 0 };
  for (let step = 0; step < mostStepsPerSecond; step += 1) expect(takeStep(budget, 999)).toBe(true);
  expect(takeStep(budget, 999)).toBe(false);
  expect(takeStep(budget, 1_000)).toBe(true);
});

describe('settings', () => {
  const definitions = [
    { key: 'limitL', defaultValue: 10, minimum: 0, maximum: 50 },
    { key: 'title', defaultValue: 'tank' },
    { key: 'isOn', defaultValue: false },
  ];
  test.each([
    [{}, { limitL: 10, title: 'tank', isOn: false }],
    [
      { limitL: 50, title: 'a'.repeat(1_024), isOn: true },
      { limitL: 50, title: 'a'.repeat(1_024), isOn: true },
    ],
    [{ limitL: 0 }, { limitL: 0, title: 'tank', isOn: false }],
  ])('%j is taken', (wanted, settings) => {
    expect(checkSettings(definitions, wanted)).toEqual({ settings });
  });

  test.each([
    [{ limitL: 50.1 }, 'limitL: is 50.1, must be 0 to 50'],
    [{ limitL: -0.1 }, 'limitL: is -0.1, must be 0 to 50'],
    [{ limitL: Number.NaN }, 'limitL: is NaN, must be finite'],
    [{ limitL: '10' }, 'limitL: is a string, must be a number'],
    [{ title: 'a'.repeat(1_025) }, 'title: has 1025 characters, at most 1024'],
    [{ nonsense: 1 }, 'no setting nonsense; there are limitL, title, isOn'],
    [{ isOn: true, constructor: 1 }, 'no setting constructor; there are limitL, title, isOn'],
  ])('%j is refused', (wanted, error) => {
    expect(checkSettings(definitions, wanted)).toEqual({ error });
  });
});

test('a fleet that is busy is asked when it wishes, with jitter that grows up to a minute', () => {
  const waits = (answers: number) =>
    Array.from({ length: 50 }, (_, index) => busyWaitMs(5_000, answers, createRandom('seed', `unit-${index}`, 'busy')) - 5_000);
  for (const [answers, mostMs] of [
    [1, 1_000],
    [4, 8_000],
    [40, 60_000],
  ] as const) {
    const some = waits(answers);
    expect(Math.min(...some)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...some)).toBeLessThanOrEqual(mostMs);
    expect(Math.max(...some)).toBeGreaterThan(mostMs / 2);
    expect(new Set(some).size).toBeGreaterThan(40);
  }
});
