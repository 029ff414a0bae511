import { describe, expect, test } from 'vitest';
import type { Application } from '#proto/image/index.js';
import { samplingApplication, setUp, startWallMs, toyProfile } from './device-fixture.ts';

/** Samples every ten seconds. */
const calm: Application = {
  ...samplingApplication,
  states: {
    on: { entry: [{ type: 'sample', params: { signals: ['levelL'], everyMs: 10_000 } }], meta: { final: 'samples for ever' } },
  },
};

/** A welcomed device that samples every second; errorMs() awaits its next reading and says how far its time is from the true one. */
function welcomed(profile = toyProfile()) {
  const context = setUp(profile);
  const { clock, fleet, device } = context;
  device.start();
  clock.advanceBy(10_500);
  const errorMs = () => {
    const sampledMs = Math.floor((clock.nowMs() + 500) / 1_000) * 1_000 + 500;
    clock.advanceTo(sampledMs + 10);
    return (fleet.received.at(-1)?.atMs ?? 0) - startWallMs - sampledMs;
  };
  const say = (aheadMs: number) => fleet.say({ channel: 0, type: 'time', body: { fleetTimeMs: clock.wallMs() + aheadMs } });
  const times = () => fleet.received.filter((frame) => frame.event === undefined).map((frame) => frame.atMs);
  return { ...context, errorMs, say, times };
}

const isGrowing = (times: readonly number[]) => times.every((atMs, index) => index === 0 || atMs > (times[index - 1] ?? 0));

describe('the clock of a device', () => {
  test('that runs 20,000 ppm fast stays within 30 s over three days of one session, and its stamps never go back', () => {
    const power = { source: 'battery', capacityMah: 144, awakeMa: 1, asleepMa: 0 } as const;
    const { clock, fleet, device, counters } = setUp(toyProfile({ power }, calm));
    device.inject('clock-drift', 1);
    device.start();
    clock.advanceBy(3 * 86_400_000);
    expect(counters).toMatchObject({ sessions: 1, framesRejected: 0 });
    const times = fleet.received.filter((frame) => frame.event === undefined).map((frame) => frame.atMs);
    expect(times.length).toBe(25_919);
    expect(isGrowing(times)).toBe(true);
    const errors = times.map((atMs, index) => atMs - (startWallMs + 500 + (index + 1) * 10_000));
    expect(Math.max(...errors)).toBeLessThan(18_100);
    expect(Math.min(...errors)).toBeGreaterThanOrEqual(0);
    const batteries = fleet.bodies('heartbeat').map((heartbeat) => heartbeat.batteryPercent ?? -1);
    expect(batteries).toHaveLength(288);
    expect([batteries[0], batteries.at(-1)]).toEqual([expect.closeTo(99.8, 1), expect.closeTo(50, 1)]);
  });

  test('is set by Time as it was half a round trip after the fleet said it', () => {
    const { clock, fleet, errorMs, say } = welcomed();
    fleet.isSpeaking = false;
    clock.advanceTo(900_000);
    expect(fleet.bodies('heartbeat')).toHaveLength(1);
    clock.advanceBy(4_000);
    say(100_000);
    expect(errorMs()).toBe(102_000);
  });

  test('takes answers in the order of the heartbeats, and follows one that was long under way only as far as is sure', () => {
    const { clock, fleet, errorMs, say } = welcomed();
    fleet.isSpeaking = false;
    clock.advanceTo(900_000);
    clock.advanceTo(1_800_000);
    expect(fleet.bodies('heartbeat')).toHaveLength(2);
    clock.advanceBy(2_000);
    say(-850_000);
    expect(errorMs()).toBe(0);
    say(100_000);
    expect(errorMs()).toBeGreaterThan(101_000);
    expect(errorMs()).toBeLessThan(102_000);
  });

  test('takes no round trip into account that it did not measure', () => {
    const { clock, fleet, errorMs, say } = welcomed();
    say(7_000);
    expect(errorMs()).toBe(7_000);
    fleet.isSpeaking = false;
    clock.advanceTo(900_000);
    clock.advanceBy(2_000);
    say(20_000);
    expect(errorMs()).toBe(21_000);
    say(30_000);
    expect(errorMs()).toBe(30_000);
  });

  test('that is up to 60 s ahead runs slower until it is right, also after a reconnect', () => {
    const { clock, fleet, errorMs, say, times } = welcomed();
    say(-50_000);
    expect(errorMs()).toBe(-100);
    clock.advanceBy(100_000);
    expect(errorMs()).toBe(-10_200);
    fleet.clockErrorMs = -50_000;
    fleet.link.break();
    clock.advanceBy(100_000);
    expect(errorMs()).toBeGreaterThan(-40_000);
    clock.advanceBy(400_000);
    expect(errorMs()).toBe(-50_000);
    expect(isGrowing(times())).toBe(true);
  });

  test('that is further ahead is set back at once: the fleet would take nothing of it for as long', () => {
    const { errorMs, say, times } = welcomed();
    say(-3_600_000);
    expect(errorMs()).toBe(-3_600_000);
    expect(isGrowing(times())).toBe(false);
  });

  test('keeps the error of a step fault, whatever it is set to', () => {
    const { device, errorMs, say } = welcomed();
    device.inject('clock-step', 0.5);
    say(0);
    expect(errorMs()).toBe(43_200_000);
    device.inject('clock-step', 0);
    expect(errorMs()).toBe(0);
  });
});
