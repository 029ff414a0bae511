import { describe, expect, it } from 'vitest';
import { DeviceCounters } from './device-counters.ts';
import { toyModel, toyProfile } from './device-fixture.ts';
import { DeviceKind } from './device-kind.ts';
import { Physics } from './physics.ts';
import { Sampler } from './sampler.ts';

describe('a sampler whose host is late', () => {
  function lateSampler(everyMs: number) {
    const kind = new DeviceKind(toyProfile(), toyModel);
    const counters = new DeviceCounters();
    const times: number[] = [];
    const sampler = new Sampler(kind, counters, { takeReadings: (_durable, baseTimeMs) => times.push(baseTimeMs) });
    sampler.start(toyModel.outputs, everyMs, 1, 0);
    const physics = new Physics(kind, 'seed', 'device', 0, undefined);
    return {
      counters,
      times,
      run: (nowMs: number, speed = 1) => sampler.run(nowMs, 1_000_000 + nowMs, 1_000_000 + nowMs / speed, speed, physics),
    };
  }

  it('makes up for every instant, each with its own time', () => {
    const { counters, times, run } = lateSampler(100);
    run(450);
    expect(times).toEqual([1_000_100, 1_000_200, 1_000_300, 1_000_400]);
    expect(counters.samplesMissed).toBe(0);
  });

  it('stamps by the device clock when application time runs faster', () => {
    const { times, run } = lateSampler(1_000);
    run(3_000, 10);
    expect(times).toEqual([1_000_100, 1_000_200, 1_000_300]);
  });

  it.each([
    { nowMs: 6_400, made: 64, missed: 0 },
    { nowMs: 6_500, made: 64, missed: 1 },
  ])('makes up for 64 instants and counts the older ones: $missed of $nowMs ms', ({ nowMs, made, missed }) => {
    const { counters, times, run } = lateSampler(100);
    run(nowMs);
    expect(times).toHaveLength(made);
    expect(times.at(-1)).toBe(1_000_000 + nowMs);
    expect(counters.samplesMissed).toBe(missed);
  });
});
