/** Gateways with their sub-devices in the world: every frame of every unit once, whatever happens to sockets, gateways and the manager. */
import { describe, expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { World } from '#fleet/trial/index.js';
import { openWorld, runGatewayStorm } from './gateway-world.ts';

describe('one gateway with 50 units', () => {
  const one = { gateways: 1, perGateway: 50, network: 'lab' };
  const welcomed = (world: World) => [...world.devices.values()].filter(({ state }) => state.link === 'open.welcomed').length;

  test('all are devices like any other, on one socket, with their gateway named', async () => {
    const { world, ledger } = await openWorld('one', one);
    await world.runFor(60_000);
    const { connections, devices } = world.manager;
    expect([connections.counters.connections, connections.counters.sessions, connections.channelsOfGateways()]).toEqual([1, 51, [50]]);
    expect(devices.list({ selector: 'gateway=gate-00001', after: '', limit: 100 }).total).toBe(50);
    await ledger.verify(world);
  });

  test.each(['cut', 'halfOpen', 'powerOff', 'reboot', 'crash'] as const)(
    '%s: all lose their link, all come back, nothing is lost',
    async (fault) => {
      const { world, ledger } = await openWorld(`vanish ${fault}`, one);
      await world.runFor(60_000);
      const gate = world.devices.get('gate-00001');
      if (fault === 'cut') world.network.cut('gate-00001');
      else if (fault === 'halfOpen') world.network.halfOpen('gate-00001', true);
      else if (fault === 'reboot') gate?.reboot();
      else if (fault === 'powerOff') gate?.powerOff();
      else gate?.inject('crash', 1);
      // A half-open line shows by its silence alone.
      if (fault === 'halfOpen') {
        await world.runFor(100_000);
        expect([welcomed(world), world.counters.silenceCuts]).toEqual([51, 0]);
      } else {
        await world.runFor(500);
        expect(welcomed(world)).toBeLessThan(51);
      }
      if (fault === 'powerOff') {
        await world.runFor(40_000);
        expect([welcomed(world), world.manager.connections.counters.sessions]).toEqual([0, 0]);
        gate?.powerOn();
      }
      await world.runFor(300_000);
      expect([welcomed(world), world.manager.connections.channelsOfGateways()]).toEqual([51, [50]]);
      await ledger.verify(world);
      expect(world.counters.framesDropped).toBe(0);
      expect(world.counters.reconnects).toBeGreaterThanOrEqual(50);
      expect(world.counters.silenceCuts > 0).toBe(fault === 'halfOpen');
    },
  );

  test('a unit that loses power, reboots or is told to by a command does so alone', async () => {
    const { world, ledger } = await openWorld('alone', one);
    await world.runFor(60_000);
    world.devices.get('gate-00001.0007')?.powerOff();
    world.devices.get('gate-00001.0008')?.reboot();
    const key = world.manager.devices.get('gate-00001.0009')?.key ?? 0;
    const answer = world.manager.connections.command(key, { name: 'reboot', arguments: {}, withinMs: 10_000 });
    await world.runFor(500);
    await expect(answer).resolves.toMatchObject({ outcome: 'done' });
    expect([welcomed(world), world.manager.connections.channelsOfGateways()]).toEqual([48, [47]]);
    await world.runFor(60_000);
    expect(welcomed(world)).toBe(50);
    world.devices.get('gate-00001.0007')?.powerOn();
    await world.runFor(60_000);
    expect(welcomed(world)).toBe(51);
    expect(world.manager.devices.get('gate-00001.0009')).toMatchObject({ boot: 2, resetReason: 'command' });
    await ledger.verify(world);
  });
});

test('a street light that ships comes with its 50 lamps', async () => {
  const world = new World({ seed: 'street' });
  await world.startManager();
  const token = await world.createToken(51);
  world.addDevices({ prefix: 'street', count: 1, profile: loadShippedProfile('street-light'), token, rampMs: 0 });
  await world.runFor(60_000);
  const lamps = world.manager.devices.list({ selector: 'gateway=street-00001,presence=online,profile=street-lamp', after: '', limit: 100 });
  expect([world.devices.size, lamps.total]).toEqual([51, 50]);
});

// Eight storms over 20 gateways are in gateway-fleet.long.test.ts.
test('invariants 4 and 8: after a storm over gateways with 50 units each all frames are there once, and the same seed gives the same trace', async () => {
  const report = await runGatewayStorm('1', 4, 15);
  expect(report.dropped).toBe(0);
  expect(report.resent).toBeGreaterThan(0);
  console.info(`4 gateways: ${JSON.stringify(report)}`);
  expect(await runGatewayStorm('1', 4, 15)).toEqual(report);
});
