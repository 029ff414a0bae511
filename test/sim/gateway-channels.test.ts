/** Sub-devices as the fleet sees them: who carries whom, two gateways for one unit, gateways that vanish or are revoked, races. */
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '#fleet/store/index.js';
import { type FakeLink, Harness, type HarnessOptions, operator, Unit } from './gateway-harness.ts';

/** Two gateway devices that are welcomed, and a way to attach units. */
async function setUp(options: HarnessOptions = {}) {
  const harness = await Harness.start(options);
  const token = await harness.token();
  const gateways = [new Unit('gate-1'), new Unit('gate-2')] as const;
  const links = [await harness.join(gateways[0], token), await harness.join(gateways[1], token)] as const;
  const claim = async (link: FakeLink, unit: Unit, channel: number) => {
    link.say({ channel, type: 'attach', body: {} });
    link.say(unit.claim(link.nonce(channel), token, channel));
    await harness.settle();
  };
  const attach = async (link: FakeLink, unit: Unit, channel: number) => {
    await claim(link, unit, channel);
    harness.hello(unit, link, channel);
  };
  return { harness, token, gateways, links, claim, attach };
}

type Context = Awaited<ReturnType<typeof setUp>>;

async function attachMany({ links, attach }: Context, count: number): Promise<Unit[]> {
  const units = Array.from({ length: count }, (_, index) => new Unit(`gate-1.${String(index + 1).padStart(4, '0')}`));
  for (const [index, unit] of units.entries()) await attach(links[0], unit, index + 1);
  return units;
}

async function timeline(harness: Harness, about: string): Promise<string[]> {
  await harness.settle();
  const entries = await harness.journal.readTimeline({ limit: 10_000 });
  return entries.filter(({ kind }) => kind.startsWith(about)).map(({ message }) => message);
}

const presences = (harness: Harness, units: readonly Unit[]) => new Set(units.map(({ id }) => harness.registry.devices.get(id)?.presence));

describe('who carries whom', () => {
  test('a device names its gateway from its Hello on, over a restart, until it comes on its own socket', async () => {
    const store = createMemoryStore();
    const context = await setUp({ store });
    const { harness, links, attach } = context;
    const unit = new Unit('sensor-1');
    await attach(links[1], unit, 7);
    expect(harness.registry.devices.get('sensor-1')?.gatewayId).toBe('gate-2');
    expect(harness.registry.devices.get('gate-2')?.gatewayId).toBe('');
    const found = (selector: string) => harness.registry.devices.list({ selector, after: '', limit: 10 }).devices.map(({ id }) => id);
    expect(found('gateway=gate-2')).toEqual(['sensor-1']);
    expect(found('gateway == ""')).toEqual(['gate-1', 'gate-2']);
    await harness.pass(10_000);
    await harness.registry.stop();
    const again = await Harness.start({ store });
    expect(again.registry.devices.get('sensor-1')?.gatewayId).toBe('gate-2');
    harness.hello(unit);
    expect(harness.registry.devices.get('sensor-1')?.gatewayId).toBe('');
  });

  test('records of before there were sub-devices have none', async () => {
    const store = createMemoryStore();
    const { harness } = await setUp({ store });
    await harness.pass(10_000);
    await harness.registry.stop();
    const stored = await store.get('device', 'gate-1');
    const { gatewayId: _, ...older } = stored?.value ?? {};
    await store.apply([{ type: 'put', kind: 'device', id: 'gate-1', value: older as never }]);
    const again = await Harness.start({ store });
    expect(again.registry.devices.get('gate-1')?.gatewayId).toBe('');
  });

  test('how many sub-devices the sockets carry', async () => {
    const context = await setUp();
    await attachMany(context, 3);
    await context.attach(context.links[1], new Unit('sensor-1'), 1);
    expect(context.harness.gateway.connections.channelsOfGateways()).toEqual([3, 1]);
    context.links[1].say({ channel: 1, type: 'detach', body: {} });
    expect(context.harness.gateway.connections.channelsOfGateways()).toEqual([3]);
  });
});

describe('one unit through two gateways at once', () => {
  test('claims of one key are one claim; the second Hello with a greater pair wins, and the first channel is freed', async () => {
    const { harness, links, claim } = await setUp();
    const unit = new Unit('sensor-1');
    await Promise.all([claim(links[0], unit, 1), claim(links[1], unit, 1)]);
    expect((await harness.audit()).filter((line) => line.startsWith('device.enrol device:sensor-1'))).toHaveLength(1);
    harness.hello(unit, links[0], 1);
    harness.hello(unit, links[1], 1);
    expect([links[0].all('welcome', 1), links[1].all('welcome', 1)].map(({ length }) => length)).toEqual([1, 1]);
    expect([links[0].refusals(1), links[1].refusals(1)]).toEqual([['superseded'], []]);
    expect([links[0].isOpen, links[1].isOpen]).toEqual([true, true]);
    expect(harness.registry.devices.get('sensor-1')).toMatchObject({ gatewayId: 'gate-2', presence: 'online' });
    const audit = await harness.journal.readAudit({ limit: 100 });
    expect(audit.find(({ detail }) => detail.code === 'superseded')).toMatchObject({
      subject: 'device:sensor-1',
      reason: expect.stringContaining('on the socket of gate-2'),
      detail: { gateway: 'gate-1' },
    });
    // The first channel is free for another unit.
    await claim(links[0], new Unit('sensor-2'), 1);
    expect(links[0].refusals(1)).toEqual(['superseded']);
  });

  test('a pair that did not grow is a clone: refused on its channel, and the one that is connected stays', async () => {
    const { harness, links, attach } = await setUp();
    const unit = new Unit('sensor-1');
    const clone = new Unit('sensor-1');
    await attach(links[0], unit, 1);
    await attach(links[1], clone, 1);
    expect([links[0].refusals(1), links[1].refusals(1)]).toEqual([[], ['clone-suspected']]);
    expect(harness.registry.devices.get('sensor-1')?.gatewayId).toBe('gate-1');
    expect((await harness.journal.readAudit({ limit: 100 })).find(({ detail }) => detail.code === 'clone-suspected')).toMatchObject({
      detail: { gateway: 'gate-2' },
    });
  });

  test('another key has no claim to the name', async () => {
    const { links, claim } = await setUp();
    await Promise.all([claim(links[0], new Unit('sensor-1'), 1), claim(links[1], new Unit('sensor-1', 'other'), 1)]);
    expect([links[0].refusals(1), links[1].refusals(1)]).toEqual([[], ['identity-taken']]);
  });
});

describe('a gateway that vanishes with 50 units', () => {
  test('cut: all of them are late, then offline, then back: one line on the timeline each time, not fifty', async () => {
    const context = await setUp();
    const { harness, links, gateways } = context;
    const units = await attachMany(context, 50);
    await harness.pass(6_000);
    expect(await timeline(harness, 'subdevices')).toEqual(['50 sub-devices of gate-1 are online']);
    links[0].drop();
    expect(presences(harness, units)).toEqual(new Set(['late']));
    expect(harness.gateway.connections.counters.sessions).toBe(1);
    await harness.pass(90_000);
    expect(presences(harness, units)).toEqual(new Set(['offline']));
    const link = harness.hello(gateways[0]);
    for (const [index, unit] of units.entries()) {
      link.say({ channel: index + 100, type: 'attach', body: {} });
      harness.hello(unit, link, index + 100);
    }
    await harness.pass(6_000);
    expect(presences(harness, units)).toEqual(new Set(['online']));
    expect(await timeline(harness, 'subdevices')).toEqual([
      '50 sub-devices of gate-1 are online',
      '50 sub-devices of gate-1 are late',
      '50 sub-devices of gate-1 are offline',
      '50 sub-devices of gate-1 are online',
    ]);
    expect((await timeline(harness, 'device.')).filter((line) => line.includes('gate-1.0'))).toHaveLength(50);
    expect(await timeline(harness, 'presence.summary')).toEqual([]);
  });

  test('half-open: the silence of the socket is one refusal, and ends all channels', async () => {
    const context = await setUp();
    const { harness, links } = context;
    const units = await attachMany(context, 50);
    const sayAll = () => {
      for (let channel = 0; channel <= 50; channel += 1) links[0].say({ channel, type: 'heartbeat', body: {} });
    };
    sayAll();
    await harness.pass(119_000);
    expect(links[0].isOpen).toBe(true);
    await harness.pass(3_000);
    expect([links[0].isOpen, links[0].all('refusal').length, links[0].refusals(0)]).toEqual([false, 1, ['silent']]);
    expect(units.filter(({ id }) => harness.gateway.connections.isConnected(harness.key(id)))).toEqual([]);
  });

  test('one unit that leaves by itself is told by its own name', async () => {
    const context = await setUp();
    const { harness, links } = context;
    await attachMany(context, 3);
    await harness.pass(6_000);
    links[0].say({ channel: 2, type: 'detach', body: {} });
    await harness.pass(6_000);
    expect((await timeline(harness, 'device.late')).filter((line) => line.includes('gate-1.'))).toEqual([
      'gate-1.0002 is late, was online',
    ]);
    expect(await timeline(harness, 'subdevices')).toHaveLength(1);
  });

  test('lines about gateways are bounded like all about presence; the rest is counted', async () => {
    const context = await setUp({ registry: { presenceEntries: 1 } });
    const { harness, links, attach } = context;
    for (const [index, link] of [links[0], links[1]].entries()) {
      for (const channel of [1, 2]) await attach(link, new Unit(`sensor-${index}-${channel}`), channel);
    }
    await harness.pass(6_000);
    const before = (await timeline(harness, 'subdevices')).length;
    expect(before).toBeLessThanOrEqual(1);
    links[0].drop();
    links[1].drop();
    await harness.pass(11_000);
    expect((await timeline(harness, 'presence.summary')).join()).toMatch(/late/);
  });
});

describe('revoked', () => {
  test('a gateway: its socket and all channels end; its units stay what they are and come through another', async () => {
    const context = await setUp();
    const { harness, links, gateways } = context;
    const units = await attachMany(context, 3);
    await harness.registry.devices.revoke('gate-1', operator);
    expect([links[0].isOpen, links[0].refusals(0), links[0].all('refusal').length]).toEqual([false, ['revoked'], 1]);
    expect(units.map(({ id }) => harness.registry.devices.get(id)?.status)).toEqual(['active', 'active', 'active']);
    expect(harness.gateway.connections.counters.sessions).toBe(1);
    const back = harness.hello(gateways[0]);
    expect(back.refusals()).toEqual(['revoked']);
    back.say({ channel: 1, type: 'attach', body: {} });
    expect(back.all('challenge', 1)).toEqual([]);
    links[1].say({ channel: 1, type: 'attach', body: {} });
    harness.hello(units[0] as Unit, links[1], 1);
    expect(links[1].all('welcome', 1)).toHaveLength(1);
  });

  test('a unit: its channel alone', async () => {
    const context = await setUp();
    const { harness, links } = context;
    await attachMany(context, 2);
    await harness.registry.devices.revoke('gate-1.0001', operator);
    expect([links[0].isOpen, links[0].refusals(1), links[0].refusals(2)]).toEqual([true, ['revoked'], []]);
    expect(harness.gateway.connections.channelsOfGateways()).toEqual([1]);
  });
});

describe('races', () => {
  test('a unit that leaves while its claim is looked at is enrolled, and answered nowhere', async () => {
    const { harness, links, token } = await setUp();
    const unit = new Unit('sensor-1');
    links[0].say({ channel: 1, type: 'attach', body: {} });
    links[0].say(unit.claim(links[0].nonce(1), token, 1));
    links[0].say({ channel: 1, type: 'detach', body: {} });
    links[0].say({ channel: 1, type: 'attach', body: {} });
    const before = links[0].all('challenge', 1).length;
    await harness.settle();
    // The answer to the claim is not the next unit's: that one still has its own Challenge open.
    expect([links[0].all('challenge', 1).length, links[0].refusals(1)]).toEqual([before, []]);
    harness.hello(unit, links[0], 1);
    expect(links[0].all('welcome', 1)).toHaveLength(1);
  });

  test('detach and attach at once: the second unit has a session of its own', async () => {
    const { harness, links, attach } = await setUp();
    await attach(links[0], new Unit('sensor-1'), 1);
    links[0].say({ channel: 1, type: 'detach', body: {} });
    await attach(links[0], new Unit('sensor-2'), 1);
    links[0].telemetry(1, 1, { channel: 1 });
    expect(harness.acquisition.taken).toMatchObject([{ deviceKey: harness.key('sensor-2') }]);
    expect(harness.gateway.connections.isConnected(harness.key('sensor-1'))).toBe(false);
    expect(harness.gateway.connections.counters.sessions).toBe(3);
  });

  test('what comes on a channel that was just given back or freed is refused there, and harms nobody', async () => {
    const { links, attach } = await setUp();
    await attach(links[0], new Unit('sensor-1'), 1);
    await attach(links[0], new Unit('sensor-2'), 2);
    links[0].say({ channel: 1, type: 'detach', body: {} });
    links[0].telemetry(1, 1, { channel: 1 });
    links[0].say({ channel: 1, type: 'detach', body: {} });
    expect(links[0].refusals(1)).toEqual(['channel-invalid', 'channel-invalid']);
    expect([links[0].isOpen, links[0].refusals(2)]).toEqual([true, []]);
  });

  test('a unit that moves to another gateway, where the first end comes later, stays connected', async () => {
    const { harness, links, attach } = await setUp();
    const unit = new Unit('sensor-1');
    await attach(links[0], unit, 1);
    links[1].say({ channel: 1, type: 'attach', body: {} });
    harness.hello(unit, links[1], 1);
    links[0].say({ channel: 1, type: 'detach', body: {} });
    links[0].drop();
    expect(harness.registry.devices.get('sensor-1')).toMatchObject({ presence: 'online', gatewayId: 'gate-2' });
    expect(harness.gateway.connections.isConnected(harness.key('sensor-1'))).toBe(true);
  });
});
