import { describe, expect, it } from 'vitest';
import { type DeviceClock, deviceWallMs, disciplineClock } from '#firmware/logic/index.js';
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
    sampler.start(toyModel.outputs, everyMs, 1, 0, 1_000_000);
    const physics = new Physics(kind, 'seed', 'device', 0, undefined);
    return {
      counters,
      times,
      sampler,
      physics,
      run: (nowMs: number, speed = 1) =>
        sampler.run(nowMs, 1_000_000 + nowMs, { wallMs: (agoMs) => Math.floor(1_000_000 + nowMs / speed - agoMs) }, speed, physics),
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

  it('stamps no instant before an earlier one while the clock slews', () => {
    const { times, sampler, physics } = lateSampler(1_000);
    const clock: DeviceClock = { setAtMs: 0, setWallMs: 1_000_000, driftPpm: 0, aheadMs: 0, stepMs: 0 };
    const run = (nowMs: number) => sampler.run(nowMs, nowMs, { wallMs: (agoMs) => deviceWallMs(clock, nowMs - agoMs) }, 1, physics);
    run(2_000);
    disciplineClock(clock, 970_000, 0, 2_500);
    run(3_000);
    run(60_000);
    expect(times.slice(0, 5)).toEqual([1_001_000, 1_002_000, 1_002_950, 1_003_850, 1_004_750]);
    expect(times.every((atMs, index) => index === 0 || atMs > (times[index - 1] ?? 0))).toBe(true);
    expect(times).toHaveLength(60);
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

describe('a report plan', () => {
  function reports(phaseMs: number, wantedEveryMs: number, startMs: number, restartMs?: number) {
    const kind = new DeviceKind(toyProfile(), toyModel);
    const frames: [atMs: number, readings: number][] = [];
    const sink = { takeReadings: (_durable: boolean, baseTimeMs: number, count: number) => frames.push([baseTimeMs, count]) };
    const sampler = new Sampler(kind, new DeviceCounters(), sink, { everyMs: 10_000, phaseMs });
    const physics = new Physics(kind, 'seed', 'device', 0, undefined);
    const wall = (nowMs: number): number => 1_000_003_000 + nowMs;
    sampler.start(toyModel.outputs, wantedEveryMs, 5, startMs, wall(startMs));
    if (restartMs !== undefined) sampler.start(toyModel.outputs, 2 * wantedEveryMs, 1, restartMs, wall(restartMs));
    for (let nowMs = sampler.dueMs; nowMs <= 45_000; nowMs = sampler.dueMs) {
      sampler.run(nowMs, wall(nowMs), { wallMs: (agoMs) => wall(nowMs) - agoMs }, 1, physics);
    }
    return frames;
  }
  const { length } = toyModel.outputs;

  it('takes the place of period and sets: one set a frame, at multiples of the period, whenever sampling began', () => {
    const wanted = [1_000_010_000, 1_000_020_000, 1_000_030_000, 1_000_040_000].map((atMs) => [atMs, length]);
    expect(reports(0, 700, 0)).toEqual(wanted);
    expect(reports(0, 60_000, 6_999)).toEqual(wanted);
  });

  it('moves each device by its phase', () => {
    expect(reports(2_500, 700, 0).map(([atMs]) => atMs)).toEqual([1_000_012_500, 1_000_022_500, 1_000_032_500, 1_000_042_500]);
    expect(reports(3_500, 700, 0)[0]?.[0]).toBe(1_000_003_500);
  });

  it('keeps the beat when the application wants another period', () => {
    expect(reports(0, 700, 0, 6_000)).toEqual(reports(0, 700, 0));
  });

  it('waits for the next instant when it begins right at one', () => {
    expect(reports(0, 700, 7_000)[0]?.[0]).toBe(1_000_020_000);
  });
});
