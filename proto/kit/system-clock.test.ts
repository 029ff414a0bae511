import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SystemClock } from './system-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance', 'Date'],
    now: 1_700_000_000_000,
  });
});
afterEach(() => {
  vi.useRealTimers();
});

test('follows the machine, and fires in the order of due times', () => {
  const clock = new SystemClock();
  const fired: [string, number][] = [];
  for (const [name, delayMs] of [
    ['c', 30],
    ['a', 10],
    ['b', 20],
  ] as const)
    clock.setTimeout(() => fired.push([name, Math.round(clock.nowMs())]), delayMs);
  expect([clock.nowMs(), clock.wallMs(), clock.pending]).toEqual([0, 1_700_000_000_000, 3]);
  vi.advanceTimersByTime(25);
  expect(fired).toEqual([
    ['a', 10],
    ['b', 20],
  ]);
  vi.advanceTimersByTime(5);
  expect(fired.length).toBe(3);
  expect(clock.wallMs()).toBe(1_700_000_000_030);
});

test('one machine timer stands behind all tasks, and none when nothing waits', () => {
  const clock = new SystemClock();
  const handles = Array.from({ length: 1_000 }, (_, index) => clock.setTimeout(() => undefined, 1_000 + index));
  expect(vi.getTimerCount()).toBe(1);
  clock.setTimeout(() => undefined, 5);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(5);
  expect([vi.getTimerCount(), clock.pending]).toEqual([1, 1_000]);
  for (const handle of handles) clock.clearTimeout(handle);
  expect([vi.getTimerCount(), clock.pending]).toEqual([0, 0]);
});

test('never fires inside schedule, and tasks that are due already fire in the next turn', () => {
  const clock = new SystemClock();
  const fired: string[] = [];
  clock.setTimeout(() => fired.push('late'), -5);
  expect(fired).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(fired).toEqual(['late']);
});

test('what is due at once waits for no machine timer, and others of the turn come first', () => {
  const clock = new SystemClock();
  const fired: string[] = [];
  clock.setTimeout(() => fired.push('later'), 10);
  const handle = clock.setTimeout(() => fired.push('cancelled'), 0);
  clock.setTimeout(() => fired.push('now'), 0);
  clock.clearTimeout(handle);
  expect(fired).toEqual([]);
  vi.advanceTimersByTime(0);
  expect([...fired, vi.getTimerCount(), clock.pending]).toEqual(['now', 1, 1]);
  vi.advanceTimersByTime(10);
  expect([...fired, vi.getTimerCount(), clock.pending]).toEqual(['now', 'later', 0, 0]);
});

test('tasks that schedule more tasks fire them too', () => {
  const clock = new SystemClock();
  let beats = 0;
  const beat = () => {
    beats += 1;
    if (beats < 5) clock.setTimeout(beat, 10);
  };
  clock.setTimeout(beat, 10);
  vi.advanceTimersByTime(100);
  expect([beats, clock.pending, vi.getTimerCount()]).toEqual([5, 0, 0]);
});

test('a speed of 100 makes a second of its time out of ten milliseconds', () => {
  const clock = new SystemClock({ speed: 100 });
  let firedAtMs = -1;
  clock.setTimeout(() => {
    firedAtMs = clock.nowMs();
  }, 1_000);
  vi.advanceTimersByTime(9);
  expect(firedAtMs).toBe(-1);
  vi.advanceTimersByTime(1);
  expect(firedAtMs).toBe(1_000);
  expect(clock.wallMs()).toBe(1_700_000_001_000);
});

test('gives the event loop a turn every 8 ms of firing', () => {
  const clock = new SystemClock();
  let fired = 0;
  for (let index = 0; index < 10; index += 1) {
    clock.setTimeout(() => {
      fired += 1;
      vi.setSystemTime(Date.now() + 3);
      // The fake performance clock only moves with timers: stand in for work of 3 ms.
      vi.spyOn(performance, 'now').mockReturnValue(10 + fired * 3);
    }, 10);
  }
  vi.advanceTimersToNextTimer();
  expect(fired).toBeLessThan(10);
  expect(fired).toBeGreaterThan(1);
  for (let turn = 0; turn < 10; turn += 1) vi.advanceTimersToNextTimer();
  expect(fired).toBe(10);
});

test.each([0, 0.0009, 1_000_001, Number.NaN])('a speed of %d is refused', (speed) => {
  expect(() => new SystemClock({ speed })).toThrow(RangeError);
});

test.each([0.001, 1_000_000])('a speed of %d is taken', (speed) => {
  expect(() => new SystemClock({ speed })).not.toThrow();
});

test('sleeps longer than a machine timer can are cut into pieces', () => {
  const clock = new SystemClock();
  let fired = 0;
  clock.setTimeout(() => {
    fired += 1;
  }, 3_000_000_000);
  vi.advanceTimersByTime(2_999_999_999);
  expect(fired).toBe(0);
  vi.advanceTimersByTime(1);
  expect(fired).toBe(1);
});
