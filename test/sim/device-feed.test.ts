/** Who hears of devices: what happens to them, in the order in which it does. */
import { describe, expect, test } from 'vitest';
import type { DeviceListener } from '#fleet/domain/index.js';
import { Harness, operator, sleeper, Unit } from './gateway-harness.ts';

const minuteMs = 60_000;

/** A listener that writes down what it hears. */
function scribe(heard: string[]): DeviceListener {
  return {
    opened: ({ id, boot, resetReason }, before) => void heard.push(`opened ${id} ${before.boot} to ${boot} ${resetReason}`),
    presence: ({ id, presence }, before) => void heard.push(`presence ${id} ${before} to ${presence}`),
    changed: (id) => void heard.push(`changed ${id}`),
    removed: (id) => void heard.push(`removed ${id}`),
    event: (id, { kind, name, boot }) => void heard.push(`event ${id} ${kind} ${name} in ${boot}`),
  };
}

async function started(options: Parameters<typeof Harness.start>[0] = {}) {
  const harness = await Harness.start(options);
  const heard: string[] = [];
  const leave = harness.registry.feed.subscribe(scribe(heard));
  const token = await harness.token();
  const take = () => heard.splice(0);
  return { harness, token, take, leave };
}

describe('the life of a device', () => {
  test('enrolled, opened with the boot before, online, away, and again after a crash', async () => {
    const { harness, token, take } = await started();
    const unit = new Unit('a');
    const link = await harness.join(unit, token);
    expect(take()).toEqual(['changed a', 'opened a 0 to 1 power-on', 'presence a never to online']);
    link.drop();
    expect(take()).toEqual(['presence a online to late']);
    unit.boot = 2;
    harness.hello(unit);
    await harness.settle();
    expect(take()).toEqual(['opened a 1 to 2 power-on', 'presence a late to online']);
  });

  test('a Hello that is refused, or that waits for approval, opens nothing', async () => {
    const { harness, take } = await started();
    const unit = new Unit('a');
    await harness.join(unit, await harness.token({ approve: false }));
    expect(take()).toEqual(['changed a']);
    await harness.registry.devices.approve(['a'], operator);
    expect(take()).toEqual(['changed a']);
    unit.connection = 0;
    harness.hello(unit);
    unit.connection = 0;
    harness.hello(unit);
    expect(take()).toEqual(['opened a 0 to 1 power-on', 'presence a never to online']);
  });

  test('labels, status, battery by a step, a report of its configuration, and its end', async () => {
    const { harness, token, take } = await started();
    const link = await harness.join(new Unit('a'), token);
    take();
    const { devices, directory } = harness.registry;
    await devices.label('a', { set: { site: 'north' }, remove: [] }, operator);
    await devices.label('a', { set: { site: 'north' }, remove: [] }, operator);
    expect(take()).toEqual(['changed a']);
    const key = harness.key('a');
    for (const batteryPercent of [99.9, 99.6, 99.4, 99.3, 98.6, 98.4]) {
      directory.noteHeartbeat(key, { batteryPercent, bufferedBytes: 0, droppedFrames: 0, charging: undefined });
    }
    expect(take()).toEqual(['changed a', 'changed a']);
    for (const version of [1, 1, 2]) directory.noteConfiguration(key, { version, settings: {}, error: '' });
    expect(take()).toEqual(['changed a', 'changed a']);
    await devices.configure('a', { ecoMode: true }, operator);
    expect(take()).toEqual(['changed a']);
    await devices.retire('a', operator);
    expect(take()).toEqual(['changed a', 'presence a online to late']);
    await devices.reinstate('a', operator);
    await devices.revoke('a', operator);
    expect(take()).toEqual(['changed a', 'changed a']);
    await devices.remove('a', operator);
    expect(take()).toEqual(['removed a']);
    expect(link.isOpen).toBe(false);
  });

  test('another device takes the name: the old one is forgotten', async () => {
    const { harness, token, take } = await started({ registry: { reprovisionEveryMs: 0 } });
    await harness.join(new Unit('a'), token);
    take();
    await harness.join(new Unit('a', 'another key'), await harness.token({ reprovision: 'reset' }));
    expect(take()).toEqual([
      'presence a online to late',
      'removed a',
      'changed a',
      'opened a 0 to 1 power-on',
      'presence a never to online',
    ]);
  });

  test('identities that are imported are enrolled', async () => {
    const { harness, take } = await started();
    const publicKey = Buffer.from(new Unit('a').publicKey).toString('base64url');
    const identity = { id: 'a', publicKey, profile: 'thermostat', hardwareRevision: 'B', labels: {}, status: 'active' } as const;
    await harness.registry.provisioning.importIdentities([identity], true, operator);
    expect(take()).toEqual([]);
    await harness.registry.provisioning.importIdentities([identity], false, operator);
    expect(take()).toEqual(['changed a']);
  });

  test('its events; of one that is gone nothing', async () => {
    const { harness, token, take } = await started();
    await harness.join(new Unit('a'), token);
    take();
    const event = { deviceKey: harness.key('a'), kind: 'crash', name: 'application.crashed', boot: 1 };
    harness.registry.noteEvent(event);
    harness.registry.noteEvent({ ...event, deviceKey: 99 });
    expect(take()).toEqual(['event a crash application.crashed in 1']);
  });
});

test('the same listener twice hears twice; who leaves hears nothing more, also in the middle', async () => {
  const harness = await Harness.start();
  const heard: string[] = [];
  const listener = scribe(heard);
  const leave = harness.registry.feed.subscribe(listener);
  const leaveAgain = harness.registry.feed.subscribe({ changed: () => leaveAgain() });
  harness.registry.feed.subscribe(listener);
  const token = await harness.token();
  await harness.claim(new Unit('a'), token);
  expect(heard).toEqual(['changed a', 'changed a']);
  leave();
  await harness.claim(new Unit('b'), token);
  expect(heard).toEqual(['changed a', 'changed a', 'changed b']);
});

describe('missed wake-ups', () => {
  test('of a sleeper by its plan, of one that is not known, and none when it is heard again', async () => {
    const { harness, token } = await started();
    const { feed } = harness.registry;
    const unit = new Unit('a');
    unit.profile = sleeper;
    const link = await harness.join(unit, token);
    expect([feed.missedWakeUps('a'), feed.missedWakeUps('b')]).toEqual([0, Number.POSITIVE_INFINITY]);
    link.drop();
    await harness.pass(25 * minuteMs);
    expect(feed.missedWakeUps('a')).toBe(2);
    harness.hello(unit);
    expect(feed.missedWakeUps('a')).toBe(0);
  });

  test('a manager that was away asks nobody for what it did not hear', async () => {
    const { harness, token } = await started();
    const link = await harness.join(new Unit('a'), token);
    link.drop();
    await harness.registry.stop();
    await harness.pass(60 * minuteMs);
    const again = await Harness.start({ store: harness.store, clock: harness.clock });
    expect(again.registry.feed.missedWakeUps('a')).toBe(0);
    await again.pass(10 * minuteMs + 75_000);
    expect(again.registry.feed.missedWakeUps('a')).toBe(0);
    await again.pass(1);
    expect(again.registry.feed.missedWakeUps('a')).toBe(1);
  });
});
