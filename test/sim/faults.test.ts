/** Live faults in a fleet on virtual time: what is faulted shows, nothing that was acknowledged is lost, and undone all is as before. */
import { beforeAll, describe, expect, test } from 'vitest';
import { LiveControl, ShardDesk } from '#firmware/host/index.js';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { signalModels } from '#firmware/signals/index.js';
import { World } from '#fleet/trial/index.js';
import { networkPreset } from '#proto/link/index.js';
import type { Profile } from '#proto/profile/index.js';
import { Ledger } from './world-ledger.ts';

const count = 40;
const minuteMs = 60_000;
const shipped = loadShippedProfile('thermostat');
/** A thermostat that runs on a battery for days. */
const profile: Profile = {
  ...shipped,
  bootMs: 500,
  power: { source: 'battery', capacityMah: 1_000, awakeMa: 5, asleepMa: 1, frameUah: 1 },
};
const model = signalModels.get(profile.model);

/** A fleet that talks, in two processes as it were. */
async function openFleet(seed: string) {
  const ledger = new Ledger();
  const world = new World({ seed, hooks: ledger.hooks });
  await world.startManager();
  world.addDevices({ prefix: 'room', count, profile, token: await world.createToken(count), rampMs: 5_000 });
  await world.runFor(3 * minuteMs);
  const lab = networkPreset('lab');
  const links = {
    knows: (id: string) => world.devices.has(id),
    cut: (id: string) => world.network.cut(id),
    halfOpen: (id: string, on: boolean) => world.network.halfOpen(id, on),
    block: (id: string, on: boolean) => world.network.block(id, on),
    setModel: (id: string, other = lab) => world.network.setModel(id, other),
  };
  const devices = [...world.devices.values()];
  const desks = [devices.slice(0, count / 2), devices.slice(count / 2)].map(
    (part) => new ShardDesk(part, links, model === undefined ? [] : [model]),
  );
  // As a process answers: each question in its own way.
  const shards = desks.map((desk) => ({ ask: async (question: never) => desk.answer(question) as never }));
  const live = new LiveControl(shards, seed, world.clock);
  const presence = () => {
    const { devices: all } = world.manager.devices.list({ selector: '', after: '', limit: 1_000 });
    return Object.fromEntries(all.map((device) => [device.id, device.presence]));
  };
  const online = () => Object.values(presence()).filter((one) => one === 'online').length;
  /** All is taken back: within so long everybody is back, without a fault, and everything is stored once. */
  const converge = async (withinMs = 8 * minuteMs) => {
    for (const { id } of live.faults) await live.undo(id);
    await world.runFor(withinMs);
    const { items } = await live.devices(undefined, undefined, 1_000);
    expect(items.filter(({ connected, faults }) => !connected || Object.keys(faults).length > 0)).toEqual([]);
    return ledger.verify(world);
  };
  return { ledger, world, live, presence, online, converge };
}

describe('on a seed', () => {
  test('partition: a quarter is silent for ten minutes and keeps all; undone by itself, it delivers', async () => {
    const { world, live, online, converge } = await openFleet('partition');
    const made = await live.inject({ fault: 'partition', selector: 'share=25%', forMs: 10 * minuteMs });
    expect(made).toMatchObject({ devices: 10, refused: 0, lasts: true });
    await world.runFor(9 * minuteMs);
    expect(online()).toBe(30);
    const cut = await live.devices('fault=partition', undefined, 100);
    expect(cut.total).toBe(10);
    for (const { bufferedFrames, connected } of cut.items) expect([bufferedFrames > 0, connected]).toEqual([true, false]);
    await world.runFor(minuteMs + 1);
    expect(live.faults).toEqual([]);
    await converge();
    expect(world.counters.framesDropped).toBe(0);
  });

  test('a storm of power cuts: all off at once, boots counted, flash kept', async () => {
    const { world, live, presence, online, converge } = await openFleet('power');
    const before = world.counters.boots;
    const first = await live.inject({ fault: 'power-off', all: true });
    const second = await live.inject({ fault: 'power-off', selector: 'id=room-00003' });
    await world.runFor(10 * minuteMs);
    expect(online()).toBe(0);
    await live.undo(first.id);
    await world.runFor(10 * minuteMs);
    // Two orders for one device: it is off until both are taken back.
    expect([online(), presence()['room-00003'], world.counters.boots - before]).toEqual([count - 1, 'offline', count - 1]);
    await live.undo(second.id);
    await converge();
    expect(world.counters.boots - before).toBe(count);
  });

  test('clock-step: what is stamped a day ahead is never stored, the device says so, and nothing else is lost', async () => {
    const { ledger, world, live, converge } = await openFleet('clock');
    await live.inject({ fault: 'clock-step', selector: 'index=0..4', severity: 1 });
    await world.runFor(10 * minuteMs);
    const { faults } = await live.device('room-00001');
    expect(faults).toEqual({ 'clock-step': 1 });
    expect(ledger.rejected + (world.counters.refused['clock-skew'] ?? 0)).toBeGreaterThan(0);
    await converge();
  });

  test('stuck sensor and model faults: the reading holds or is wrong, the truth goes on; the newest order counts', async () => {
    const { world, live, converge } = await openFleet('stuck');
    const [signal = ''] = model?.outputs ?? [];
    await live.inject({ fault: 'stuck-sensor', selector: 'id=room-00001', signal });
    const weak = await live.inject({ fault: 'window-open', selector: 'index=0..9', severity: 0.2 });
    const open = await live.inject({ fault: 'window-open', selector: 'index=5..14', severity: 1 });
    const truthBefore = (await live.device('room-00001')).truth;
    const valuesOf = (id: string): number[] => {
      const device = world.manager.devices.list({ selector: `id=${id}`, after: '', limit: 1 }).devices[0];
      return world.history.readings(device?.key ?? -1).flatMap((reading) => (reading.signal === signal ? reading.value : []));
    };
    const known = valuesOf('room-00001').length;
    await world.runFor(60 * minuteMs);
    const stuck = valuesOf('room-00001').slice(known + 1);
    expect(stuck.length).toBeGreaterThan(50);
    expect(new Set(stuck).size).toBe(1);
    expect(new Set(valuesOf('room-00020')).size).toBeGreaterThan(10);
    expect((await live.device('room-00001')).truth).not.toEqual(truthBefore);
    const levels = async (id: string) => (await live.device(id)).faults['window-open'];
    expect([await levels('room-00002'), await levels('room-00007'), await levels('room-00012')]).toEqual([0.2, 1, 1]);
    await live.undo(open.id);
    expect([await levels('room-00007'), await levels('room-00012')]).toEqual([0.2, undefined]);
    await live.undo(weak.id);
    await converge();
  });

  test('battery-low: the charge shows, an empty one is off; undone, both have their charge again', async () => {
    const { world, live, presence, converge } = await openFleet('battery');
    await live.inject({ fault: 'battery-low', selector: 'index=0..4' });
    await live.inject({ fault: 'battery-low', selector: 'id=room-00010', severity: 1 });
    await world.runFor(10 * minuteMs);
    expect((await live.device('room-00001')).batteryPercent).toBeLessThanOrEqual(5);
    expect([(await live.device('room-00010')).power, presence()['room-00010']]).toEqual(['off', 'offline']);
    await converge();
    for (const id of ['room-00001', 'room-00010']) expect((await live.device(id)).batteryPercent).toBeGreaterThan(99);
  });

  test('half-open: neither side hears, the device finds out by itself, and sends again what was swallowed', async () => {
    const { world, live, converge } = await openFleet('half-open');
    await live.inject({ fault: 'half-open', selector: 'share=50%' });
    await world.runFor(10 * minuteMs);
    expect(world.counters.silenceCuts).toBeGreaterThan(0);
    expect(world.counters.framesResent).toBeGreaterThan(0);
    await converge();
    expect(world.counters.framesDropped).toBe(0);
  });

  test('crash, hang, brownout, link-cut and another network, all at once', async () => {
    const { world, live, converge } = await openFleet('all');
    await live.inject({ fault: 'crash', selector: 'index=0..3' });
    await live.inject({ fault: 'hang', selector: 'index=4..7' });
    await live.inject({ fault: 'link-cut', selector: 'index=8..11' });
    await live.inject({ fault: 'brownout', selector: 'index=12..15' });
    await live.inject({ fault: 'network', selector: 'index=16..25', network: 'hostile' });
    expect(live.faults.map(({ fault }) => fault)).toEqual(['brownout', 'network']);
    await world.runFor(10 * minuteMs);
    expect(world.counters).toMatchObject({ crashes: 8 });
    expect((await live.device('room-00013')).faults).toEqual({ brownout: 1 });
    expect((await live.device('room-00020')).faults).toEqual({ network: 1 });
    await converge();
  });

  test('the same orders give the same trace', async () => {
    const run = async (): Promise<string> => {
      const { world, live } = await openFleet('again');
      await live.inject({ fault: 'partition', selector: 'share=20%', forMs: 2 * minuteMs });
      await live.inject({ fault: 'power-off', selector: 'share=10%,index=0..19', forMs: minuteMs });
      await world.runFor(10 * minuteMs);
      return world.traceHash();
    };
    expect(await run()).toBe(await run());
  });
});

describe('a device that is off', () => {
  let fleet: Awaited<ReturnType<typeof openFleet>>;
  beforeAll(async () => {
    fleet = await openFleet('off');
    await fleet.live.inject({ fault: 'power-off', selector: 'index=0..1' });
  });

  test.each(['crash', 'hang', 'brownout', 'link-cut', 'half-open'])('%s: refused, it needs a device that has power', async (fault) => {
    const { live } = fleet;
    const refused = live.inject({ fault, selector: 'power=off' });
    await expect(refused).rejects.toMatchObject({
      code: 'E2128',
      exit: 5,
      message: `room-00001 is off: ${fault} needs a device that has power (and 1 more devices)`,
    });
    const partly = await live.inject({ fault, selector: 'index=1..2' });
    expect(partly).toMatchObject({ devices: 1, examples: ['room-00003'], refused: 1, refusals: [{ device: 'room-00002', reason: 'off' }] });
    if (partly.lasts) await live.undo(partly.id);
    await fleet.world.runFor(5 * minuteMs);
  });

  test('what is a state is kept, and there when it gets power', async () => {
    const { live, world } = fleet;
    await live.inject({ fault: 'partition', selector: 'power=off' });
    await live.inject({ fault: 'window-open', selector: 'id=room-00001', severity: 0.5 });
    const [off] = live.faults;
    await live.undo(off?.id ?? '');
    await world.runFor(5 * minuteMs);
    expect(await live.device('room-00001')).toMatchObject({
      power: 'running',
      connected: false,
      faults: { partition: 1, 'window-open': 0.5 },
    });
    await fleet.converge();
  });
});

describe('refused', () => {
  let fleet: Awaited<ReturnType<typeof openFleet>>;
  beforeAll(async () => {
    fleet = await openFleet('refused');
  });

  test.each([
    [{ fault: 'power-of', all: true }, 'E2127', 2, 'there is no fault power-of, did you mean power-off?; there are power-off, link-cut,'],
    [{ fault: 'window-opne', all: true }, 'E2127', 2, 'did you mean window-open?'],
    [{ fault: 'stuck-sensor', all: true }, 'E2127', 2, 'stuck-sensor needs the signal that sticks'],
    [{ fault: 'stuck-sensor', all: true, signal: 'roomC' }, 'E2128', 5, 'thermostat has no signal roomC that can stick'],
    [{ fault: 'power-off', all: true, severity: 0.5 }, 'E2127', 2, 'power-off has no severity'],
    [{ fault: 'power-off', all: true, signal: 'x' }, 'E2127', 2, 'power-off is not about a signal'],
    [{ fault: 'network', all: true }, 'E2127', 2, 'network needs the network that the devices go to'],
    [{ fault: 'network', all: true, network: 'moon' }, 'E2127', 2, '"moon" is no network preset'],
    [{ fault: 'power-off', selector: 'id=nobody' }, 'E2125', 3, 'id=nobody matches none of 40 devices'],
    [{ fault: 'power-off', selector: 'profile=thermostat' }, 'E2126', 2, 'profile=thermostat matches all 40 devices'],
    [{ fault: 'power-off', selector: 'share=50%', max: 19 }, 'E2126', 2, 'share=50% matches 20 of 40 devices, allowed are 19'],
    [{ fault: 'power-off', all: true, max: 39 }, 'E2126', 2, 'all matches 40 of 40 devices, allowed are 39'],
    [{ fault: 'power-off' }, 'E2124', 2, 'neither a selector nor all is given'],
    [{ fault: 'power-off', selector: 'index=1', all: true }, 'E2124', 2, 'a selector and all are both given'],
  ])('%j: %s', async (request, code, exit, message) => {
    await expect(fleet.live.inject(request)).rejects.toMatchObject({ code, exit, message: expect.stringContaining(message) });
    expect(fleet.live.faults).toEqual([]);
  });

  test('--max lets a selector match every device; an unknown fault to undo names those that are on', async () => {
    const { live } = fleet;
    const { id } = await live.inject({ fault: 'partition', selector: 'profile=thermostat', max: 40 });
    await expect(live.undo('f999')).rejects.toMatchObject({ code: 'E2122', message: `no fault f999 is on; on are ${id}` });
    await live.undo(id);
    await expect(live.undo(id)).rejects.toMatchObject({ code: 'E2122', message: `no fault ${id} is on; none is on` });
  });

  test('1,000 faults are on at once, one more is refused', async () => {
    const { live } = fleet;
    for (let number = 0; number < 1_000; number += 1) await live.inject({ fault: 'clock-drift', selector: 'index=0', severity: 0.5 });
    const more = live.inject({ fault: 'clock-drift', selector: 'index=0', severity: 0.5 });
    await expect(more).rejects.toMatchObject({ code: 'E2129', message: '1000 faults are on, the limit is 1000' });
    live.close();
    expect(live.faults).toEqual([]);
  });

  test('pages of devices in their order', async () => {
    const { live } = fleet;
    const one = await live.devices('index=0..9', undefined, 6);
    const two = await live.devices('index=0..9', one.next ?? undefined, 6);
    expect([...one.items, ...two.items].map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([one.total, one.next, two.next]).toEqual([10, 'room-00006', null]);
    await expect(live.devices(undefined, 'nobody', 6)).rejects.toMatchObject({ code: 'E2122' });
    await expect(live.device('nobody')).rejects.toMatchObject({ code: 'E2122', exit: 3 });
  });
});
