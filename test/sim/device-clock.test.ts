import { describe, expect, test } from 'vitest';
import { World } from '#fleet/trial/index.js';
import { networkPreset } from '#proto/link/index.js';
import type { Profile } from '#proto/profile/index.js';
import { ageModel, ageProfile } from './world-ledger.ts';

const startWallMs = Date.UTC(2026, 0, 1);
const days = 3;
const everyMs = 30_000;
const count = 20;

/** The worst oscillator a profile may have, on a battery of which three days take a third; it says more than any heartbeat asks for. */
const cheap: Profile = {
  ...ageProfile,
  clockDriftPpm: 20_000,
  power: { source: 'battery', capacityMah: 216, awakeMa: 1, asleepMa: 0 },
  factoryImage: {
    version: '1.0.0',
    application: {
      id: 'age',
      initial: 'ageing',
      context: {},
      states: { ageing: { entry: [{ type: 'sample', params: { signals: ['ageMs'], everyMs } }], meta: { final: 'samples for ever' } } },
    },
  },
};

describe('devices that drift by up to 20,000 ppm and sample for three days in one session', async () => {
  const world = new World({ seed: 'clock' });
  await world.startManager();
  world.addDevices({ prefix: 'cheap', count, profile: cheap, model: ageModel, token: await world.createToken(count), rampMs: 0 });
  await world.runFor(2_000);
  // One at the very end of what a clock may be; the others as drawn, fast and slow.
  world.devices.get('cheap-00001')?.inject('clock-drift', 1);
  await world.runFor(days * 86_400_000);
  const names = [...world.devices.keys()];
  const stored = new Map(names.map((name) => [name, world.history.readings(world.manager.devices.get(name)?.key ?? 0)]));

  test('nothing is rejected and nothing is lost, in one session each', () => {
    expect(world.counters).toMatchObject({ sessions: count, reconnects: 0, framesRejected: 0, framesDropped: 0, refused: {} });
    for (const readings of stored.values()) expect(readings.length).toBeGreaterThanOrEqual((days * 86_400_000) / everyMs - 1);
  });

  test('stamps stay within 30 s of the fleet’s time, and never go back', () => {
    for (const [name, readings] of stored) {
      // The devices booted 1 s after the start, and a reading is the age since then.
      const errors = readings.map(({ atMs, value }) => atMs - (startWallMs + 1_000 + value));
      expect(Math.max(...errors), name).toBeLessThan(30_000);
      expect(Math.min(...errors), name).toBeGreaterThan(-30_000);
      const back = readings.filter(({ atMs }, index) => index > 0 && atMs <= (readings[index - 1]?.atMs ?? 0));
      expect(back, name).toEqual([]);
    }
    const worst = stored.get('cheap-00001')?.map(({ atMs, value }) => atMs - (startWallMs + 1_000 + value)) ?? [];
    expect(Math.max(...worst)).toBeGreaterThan(17_000);
  });

  test('the registry knows each battery as it was at the last heartbeat, a quarter of an hour ago at most', () => {
    for (const name of names) {
      const reported = world.manager.devices.get(name)?.batteryPercent ?? -1;
      expect(Math.abs(reported - (world.devices.get(name)?.state.batteryPercent ?? 0)), name).toBeLessThan(0.25);
      expect(reported).toBeLessThan(70);
    }
  });
});

test('on a hostile network, with stalls of a minute and hundreds of sessions, clocks stay as right, and stamps never go back', async () => {
  const world = new World({ seed: 'stalls' });
  await world.startManager();
  const token = await world.createToken(10);
  world.addDevices({ prefix: 'far', count: 10, profile: cheap, model: ageModel, network: networkPreset('hostile'), token, rampMs: 0 });
  await world.runFor(86_400_000);
  expect(world.counters.sessions).toBeGreaterThan(500);
  expect(world.counters.framesRejected).toBe(0);
  for (const name of world.devices.keys()) {
    const readings = world.history.readings(world.manager.devices.get(name)?.key ?? 0);
    expect(readings.length).toBeGreaterThan(2_800);
    const errors = readings.map(({ atMs, value }) => Math.abs(atMs - (startWallMs + 1_000 + value)));
    // An answer may be lost with its link or come too late to help; the next one does.
    expect(Math.max(...errors), name).toBeLessThan(60_000);
    expect(
      readings.every(({ atMs }, index) => index === 0 || atMs > (readings[index - 1]?.atMs ?? 0)),
      name,
    ).toBe(true);
  }
});
