import { describe, expect, test } from 'vitest';
import { type Clock, TimerTask } from './clock.ts';
import { VirtualClock } from './virtual-clock.ts';

class Beat extends TimerTask {
  readonly times: number[] = [];
  readonly #clock: Clock;
  readonly #everyMs: number;
  constructor(clock: Clock, everyMs: number) {
    super();
    this.#clock = clock;
    this.#everyMs = everyMs;
  }
  override fire(nowMs: number): void {
    this.times.push(nowMs);
    this.#clock.schedule(this, nowMs + this.#everyMs);
  }
}

test('a task that schedules itself again fires at each of its instants, whatever the step', () => {
  for (const stepMs of [1, 7, 10_000]) {
    const clock = new VirtualClock(0);
    const beat = new Beat(clock, 1_000);
    clock.schedule(beat, 1_000);
    while (clock.nowMs() < 10_000) clock.advanceTo(Math.min(10_000, clock.nowMs() + stepMs));
    expect(beat.times).toEqual([1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000, 10_000]);
  }
});

test('tasks of one instant fire in the order in which they were scheduled', () => {
  const clock = new VirtualClock(0);
  const fired: string[] = [];
  clock.setTimeout(() => fired.push('b'), 5);
  clock.setTimeout(() => fired.push('a'), 4);
  clock.setTimeout(() => {
    fired.push('c');
    clock.setTimeout(() => fired.push('e'), 0);
  }, 5);
  clock.setTimeout(() => fired.push('d'), 5);
  clock.advanceTo(5);
  expect(fired).toEqual(['a', 'b', 'c', 'd', 'e']);
});

describe('time', () => {
  test('stands still until it is told to move, and never goes back', () => {
    const clock = new VirtualClock(1_000_000);
    expect([clock.nowMs(), clock.wallMs(), clock.step()]).toEqual([0, 1_000_000, false]);
    clock.advanceBy(2.5);
    expect([clock.nowMs(), clock.wallMs()]).toEqual([2.5, 1_000_002]);
    clock.advanceTo(1);
    expect(clock.nowMs()).toBe(2.5);
  });

  test('is that of the task while it fires', () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    clock.setTimeout(() => seen.push(clock.nowMs()), 3);
    clock.advanceTo(100);
    expect(seen).toEqual([3]);
    expect(clock.nowMs()).toBe(100);
  });

  test('step stops at its limit', () => {
    const clock = new VirtualClock(0);
    clock.setTimeout(() => undefined, 10);
    expect([clock.step(9.999), clock.nowMs(), clock.nextDueMs]).toEqual([false, 0, 10]);
    expect([clock.step(10), clock.nowMs(), clock.nextDueMs]).toEqual([true, 10, undefined]);
  });
});

test('what is scheduled in the past fires at the present, but not inside schedule', () => {
  const clock = new VirtualClock(0);
  clock.advanceTo(50);
  const fired: number[] = [];
  clock.setTimeout(() => fired.push(clock.nowMs()), -10);
  expect(fired).toEqual([]);
  clock.advanceBy(0);
  expect(fired).toEqual([50]);
});

test('cancel and clearTimeout take tasks out, also twice and also while another fires', () => {
  const clock = new VirtualClock(0);
  const fired: string[] = [];
  const victim = clock.setTimeout(() => fired.push('victim'), 2);
  clock.setTimeout(() => {
    fired.push('first');
    clock.clearTimeout(victim);
    clock.cancel(victim);
  }, 1);
  expect(clock.pending).toBe(2);
  clock.advanceTo(10);
  expect([fired, clock.pending]).toEqual([['first'], 0]);
});

test('scheduling a task again moves it', () => {
  const clock = new VirtualClock(0);
  const beat = new Beat(clock, Number.POSITIVE_INFINITY);
  clock.schedule(beat, 5);
  clock.schedule(beat, 9);
  clock.advanceTo(8);
  expect([beat.times, clock.pending]).toEqual([[], 1]);
  clock.advanceTo(9);
  expect(beat.times).toEqual([9]);
});
