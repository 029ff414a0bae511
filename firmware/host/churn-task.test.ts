import { expect, test } from 'vitest';
import type { Device } from '#firmware/device/index.js';
import { VirtualClock } from '#proto/kit/index.js';
import { ChurnTask, longestOffMs, shortestOffMs } from './churn-task.ts';

interface Cut {
  readonly id: string;
  readonly atMs: number;
  readonly isOn: boolean;
}

/** Devices that are nothing but a switch. */
function rig(count: number, percentPerMinute: number, seed: string) {
  const clock = new VirtualClock(0);
  const log: Cut[] = [];
  const devices = Array.from({ length: count }, (_, index) => {
    let isOn = true;
    const turn = (on: boolean) => {
      isOn = on;
      log.push({ id: String(index), atMs: clock.nowMs(), isOn: on });
    };
    const device = {
      id: String(index),
      get state() {
        return { power: isOn ? 'running' : 'off' };
      },
      powerOff: () => turn(false),
      powerOn: () => turn(true),
    };
    return device as unknown as Device;
  });
  const churn = new ChurnTask({ percentPerMinute, name: 'first' }, seed, clock, devices);
  return { clock, log, churn };
}

test('cuts the power at its rate, each time for 10 s to 60 s, and the seed draws all of it', () => {
  const { clock, log, churn } = rig(1_000, 5, 's');
  churn.begin();
  clock.advanceTo(600_000);
  // Poisson with mean 500: four standard deviations are 90.
  expect(Math.abs(churn.cuts - 500)).toBeLessThan(90);
  const cuts = log.filter(({ isOn }) => !isOn);
  expect(cuts).toHaveLength(churn.cuts);
  const offTimes: number[] = [];
  for (const cut of cuts) {
    const back = log.find((one) => one.id === cut.id && one.isOn && one.atMs > cut.atMs);
    if (back !== undefined) offTimes.push(back.atMs - cut.atMs);
  }
  expect(offTimes.length).toBe(churn.cuts - churn.off);
  expect(Math.min(...offTimes)).toBeGreaterThanOrEqual(shortestOffMs);
  expect(Math.max(...offTimes)).toBeLessThanOrEqual(longestOffMs);
  const again = rig(1_000, 5, 's');
  again.churn.begin();
  again.clock.advanceTo(600_000);
  expect(again.log).toEqual(log);
});

test('takes no device that is off, and nothing more after its end', () => {
  const { clock, log, churn } = rig(2, 100, 's');
  churn.begin();
  clock.advanceTo(3_600_000);
  const states = new Map<string, boolean>();
  for (const { id, isOn } of log) {
    expect(states.get(id) ?? true).toBe(!isOn);
    states.set(id, isOn);
  }
  const { length } = log;
  churn.cancel();
  expect(churn.off).toBe(0);
  clock.advanceTo(7_200_000);
  expect(log).toHaveLength(length);
});

test('gives all their power back at once, and cuts no more', () => {
  const { clock, log, churn } = rig(10, 100, 's');
  churn.begin();
  clock.advanceTo(50_000);
  expect(churn.off).toBeGreaterThan(1);
  churn.giveAllBack();
  expect(churn.off).toBe(0);
  const newest = new Map(log.map(({ id, isOn }) => [id, isOn]));
  expect([...newest.values()].every((isOn) => isOn)).toBe(true);
  const { length } = log;
  clock.advanceTo(3_600_000);
  expect(log).toHaveLength(length);
});
