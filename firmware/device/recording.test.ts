import { describe, expect, test } from 'vitest';
import type { Application } from '#proto/image/index.js';
import { setUp, toyProfile } from './device-fixture.ts';

/** Reports twice a second, whatever becomes of it. */
const talking: Application = {
  id: 'talking',
  initial: 'a',
  context: {},
  states: {
    a: { entry: [{ type: 'report', params: { name: 'tick', values: {} } }], after: { '500': [{ target: 'b' }] } },
    b: { entry: [{ type: 'report', params: { name: 'tock', values: {} } }], after: { '500': [{ target: 'a' }] } },
  },
};

function rows(count: number, everyMs: number) {
  let next = 0;
  return {
    signals: ['levelL', 'noiseV'],
    everyMs,
    cursor: {
      next(values: number[]) {
        if (next === count) return false;
        next += 1;
        values[0] = next;
        values[1] = next / 8;
        return true;
      },
    },
  };
}

describe('a recording', () => {
  test('is never pushed out by events while the fleet is away: those that find no room are dropped and counted', () => {
    const { clock, fleet, device, counters } = setUp(toyProfile({ storeBytes: 1_024 }, talking), { replay: rows(200, 100) });
    fleet.isReachable = false;
    device.start();
    clock.advanceBy(60_000);
    expect(counters.framesDropped).toBeGreaterThan(50);
    expect(counters.replayRows).toBeLessThan(100);
    fleet.isReachable = true;
    clock.advanceBy(300_000);
    const arrived = fleet.received.filter((frame) => frame.event === undefined).map((frame) => frame.values[0]);
    expect(arrived).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    expect(device.state.droppedFrames).toBe(counters.framesDropped);
  });

  test('gives each row a time of its own, later than the row before, also where the fleet sets the clock back', () => {
    const { clock, fleet, device } = setUp(toyProfile(), { replay: rows(2_000, 1) });
    device.start();
    clock.advanceBy(600);
    for (const errorMs of [0, -700, 300, -50]) {
      fleet.clockErrorMs = errorMs;
      clock.advanceBy(400);
      fleet.link.break();
      clock.advanceBy(2_000);
    }
    const readings = fleet.received.filter((frame) => frame.event === undefined);
    const times = new Map(readings.map((frame) => [frame.values[0], frame.atMs]));
    expect(times.size).toBe(2_000);
    expect(new Set(times.values()).size).toBe(2_000);
    expect([...times.values()]).toEqual([...times.values()].sort((one, other) => one - other));
  });

  test('follows a clock that is set back by a minute or more: it was wrong, and its times would be in the future', () => {
    const { clock, fleet, device } = setUp(toyProfile(), { replay: rows(200, 100) });
    device.start();
    clock.advanceBy(10_000);
    fleet.clockErrorMs = -61_000;
    fleet.link.break();
    clock.advanceBy(20_000);
    const times = fleet.received.filter((frame) => frame.event === undefined).map((frame) => frame.atMs);
    expect(device.state.isReplayed).toBe(true);
    expect(times.at(-1)).toBeLessThan(times[0] ?? 0);
  });

  test('counts as replayed when its last row is acknowledged, not when it was read, and once', () => {
    const changes: string[] = [];
    const hooks = { changed: (_device: unknown, what: string) => void changes.push(what) };
    const { clock, fleet, device } = setUp(toyProfile({}, talking), { replay: rows(10, 100) }, { hooks });
    device.start();
    fleet.isAcknowledging = false;
    clock.advanceBy(30_000);
    expect([device.state.isReplayed, changes.includes('replayed')]).toEqual([false, false]);
    fleet.isAcknowledging = true;
    clock.advanceBy(30_000);
    expect([device.state.isReplayed, changes.filter((what) => what === 'replayed').length]).toEqual([true, 1]);
  });
});
