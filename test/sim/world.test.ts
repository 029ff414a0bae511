import { afterEach, describe, expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import type { SignalModel } from '#firmware/signals/index.js';
import { World } from '#fleet/trial/index.js';
import { networkPreset } from '#proto/link/index.js';
import { ageModel, ageProfile, Ledger, runStorm } from './world-ledger.ts';

const thermostat = loadShippedProfile('thermostat');
/** Jitter, and bursts of loss that stall. */
const network = networkPreset('hostile');

/** A hundred thermostats enrol and talk; the manager crashes in the middle, while devices still enrol, and starts again. */
async function enrolHundred(seed: string) {
  const ledger = new Ledger();
  const world = new World({ seed, hooks: ledger.hooks });
  await world.startManager();
  const token = await world.createToken(100);
  world.addDevices({ prefix: 'room', count: 100, profile: thermostat, network, token, rampMs: 60_000 });
  await world.runFor(45_000);
  const before = world.manager.devices.list({ selector: '', after: '', limit: 1 }).total;
  world.crashManager();
  await world.runFor(20_000);
  await world.startManager();
  await world.runFor(60_000);
  return { world, ledger, before, hash: world.traceHash() };
}

/** The same, then half an hour in which it crashes again. */
async function runHundred(seed: string) {
  const enrolled = await enrolHundred(seed);
  const { world } = enrolled;
  await world.runFor(14 * 60_000);
  world.crashManager();
  await world.startManager();
  await world.runFor(10 * 60_000);
  // A burst of loss may stall a link for minutes: the last five are without.
  for (const name of world.devices.keys()) world.network.setModel(name, networkPreset('lab'));
  await world.runFor(5 * 60_000);
  return { ...enrolled, enrolledHash: enrolled.hash, hash: world.traceHash() };
}

describe('the world', () => {
  test('invariants 4 and 8: over crashes of the manager nothing acknowledged is lost or stored twice; the same seed gives the same trace', async () => {
    const [first, again, other] = [await runHundred('7'), await runHundred('7'), await enrolHundred('8')];
    const { world, before } = first;
    expect(before).toBeGreaterThan(20);
    expect(before).toBeLessThan(100);
    expect(again.hash).toBe(first.hash);
    expect([again.world.trace.entries, again.world.ambientDraws]).toEqual([world.trace.entries, world.ambientDraws]);
    expect(other.hash).not.toBe(first.enrolledHash);
    console.info(`world: ${world.trace.entries} entries of the trace, ${world.ambientDraws} draws of Math.random, ${first.hash}`);
    const { readings, events } = await first.ledger.verify(world);
    expect(world.counters.framesDropped).toBe(0);
    expect(world.counters.reconnects).toBeGreaterThanOrEqual(100);
    expect(readings).toBeGreaterThan(100 * 4 * 25);
    console.info(`world: ${readings} readings, ${events} events, ${world.counters.framesResent} frames sent again`);
  });

  // A hundred seeds of it are in world.long.test.ts.
  test('invariants 4 and 8: cuts, half-open and stalled links, reboots, lost power and crashes lose and double nothing, and give the same trace again', async () => {
    const report = await runStorm('1');
    expect(report.dropped).toBe(0);
    expect(report.resent).toBeGreaterThan(0);
    for (const kind of ['cut', 'halfOpen', 'block', 'reboot', 'power', 'crash']) expect(report.faults[kind], kind).toBeGreaterThan(0);
    console.info(`storm: ${JSON.stringify(report)}`);
    expect(await runStorm('1')).toEqual(report);
  });
});

describe('what does not follow from the seed fails the run', () => {
  const processTimer = globalThis.setTimeout;
  const processNow = Date.now;
  const processRandom = Math.random;
  // Whatever a run comes to, the process has its own again.
  afterEach(() => {
    expect([globalThis.setTimeout, Date.now, Math.random]).toEqual([processTimer, processNow, processRandom]);
  });

  async function worldOf(model: SignalModel): Promise<World> {
    const world = new World({ seed: 'timer' });
    await world.startManager();
    const token = await world.createToken(1);
    world.addDevices({ prefix: 'age', count: 1, profile: ageProfile, model, token, rampMs: 0 });
    return world;
  }

  test.each(['setTimeout', 'setInterval', 'setImmediate'] as const)('code that calls %s: E2402', async (name) => {
    const read = (): void => {
      const setTimer: (callback: () => void) => unknown = globalThis[name];
      setTimer(() => undefined);
    };
    const world = await worldOf({ ...ageModel, read });
    await expect(world.runFor(60_000)).rejects.toMatchObject({ code: 'E2402', message: expect.stringContaining(name) });
  });

  test('code that sets a timer and swallows the error: E2402 all the same', async () => {
    const world = await worldOf({
      ...ageModel,
      read: () => {
        try {
          setTimeout(() => undefined, 1);
        } catch {
          // As a library might do.
        }
      },
    });
    await expect(world.runFor(60_000)).rejects.toMatchObject({ code: 'E2402' });
  });

  test('a handler of the manager that never ends: E2401 names it', async () => {
    const world = await worldOf(ageModel);
    await world.runFor(10_000);
    // A history that died answers no call ever again: the commit under way waits for ever.
    world.history.crash();
    await expect(world.runFor(60_000)).rejects.toMatchObject({ code: 'E2401', message: expect.stringContaining('monitor.commit') });
  });

  test('a timer that is set to the instant at which it fires: E2403', async () => {
    const world = await worldOf(ageModel);
    await world.runFor(10_000);
    const again = (): void => void world.clock.setTimeout(again, 0);
    again();
    await expect(world.runFor(1)).rejects.toMatchObject({ code: 'E2403', message: expect.stringContaining('10000 ms') });
  });
});
