/** docs/PROTOCOL.md is enough: a device and a gateway with sub-devices, written from that page, against a manager in a process of its own. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildImage } from '#proto/image/index.js';
import { endAll, eventually, ManagerProcess } from './bad-input-manager.ts';
import { PageSocket, PageUnit } from './protocol-only-device.ts';

let manager: ManagerProcess;
let token = '';
beforeAll(async () => {
  manager = await ManagerProcess.start();
  token = await manager.enrolmentToken();
});
afterAll(endAll);

const welcomed = (...units: PageUnit[]) =>
  eventually(
    () => `welcome of ${units.map((unit) => `${unit.id}: ${unit.heard.map(({ type }) => type).join(' ')}`).join('; ')}`,
    () => units.every((unit) => unit.isWelcomed),
  );
const delivered = (...units: PageUnit[]) =>
  eventually(
    () => `acknowledgements of ${units.map(({ id, kept }) => `${id}: ${kept.length} frames are left`).join('; ')}`,
    () => units.every(({ kept }) => kept.length === 0),
  );
/** Orders a command and waits until the device has done it. */
async function done(id: string, name: string): Promise<void> {
  const { id: command } = await manager.order(`/v1/devices/${id}/commands`, { name, reason: 'test' });
  await eventually(`${name} of ${id}`, async () => (await manager.api('GET', `/v1/commands/${String(command)}`)).body.state === 'done');
}
const device = async (id: string) => (await manager.api('GET', `/v1/devices/${id}`)).body;
/** Readings and events of a device that are stored, and how many different ones. */
async function stored(id: string): Promise<unknown[]> {
  const [row] = await manager.query(
    `SELECT (SELECT count(*) FROM readings WHERE device = '${id}'), (SELECT count(DISTINCT (signal, value)) FROM readings WHERE device = '${id}'),
       (SELECT count(*) FROM events WHERE device = '${id}')`,
  );
  return (row ?? []).map(Number);
}

/** Publishes a release for the device's profile. */
async function publish(to: ManagerProcess, version: string, securityCounter: number): Promise<void> {
  const payload = Buffer.alloc(200_000, 'a pump that pumps ');
  payload.write(version);
  const facts = {
    name: 'page',
    version,
    profiles: ['page-sensor'],
    hardwareRevisions: [],
    securityCounter,
    minimumVersion: '',
    mustPassThrough: false,
  };
  const file = buildImage(facts, undefined, payload);
  const { id } = await to.order('/v1/uploads', { bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') });
  const sent = await fetch(`${to.url}/v1/uploads/${String(id)}?offset=0`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${to.adminToken}`, 'content-type': 'application/octet-stream' },
    body: Buffer.from(file),
  });
  expect(sent.status).toBe(200);
  await to.order('/v1/releases', { upload: id, reason: 'test' });
  await to.order(`/v1/releases/page@${version}/publish`, { reason: 'test' });
}

test('the device of this test has nothing of ours', () => {
  const importsOf = (file: string) =>
    [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/^import .* from '([^']+)';$/gm)].map(([, from]) => from);
  expect(importsOf('protocol-only-device.ts')).toEqual(['node:crypto', 'node:path', 'protobufjs', 'ws', './protocol-only-update.ts']);
  expect(importsOf('protocol-only-update.ts')).toEqual(['node:crypto', 'node:path', 'node:zlib', 'protobufjs']);
});

describe('a device', () => {
  const pump = new PageUnit('page-pump');
  let socket: PageSocket;

  test('enrols, says Hello, gives its profile, and its readings and events are acknowledged', async () => {
    socket = new PageSocket(manager.deviceUrl, pump, token);
    await welcomed(pump);
    expect(pump.heard.map(({ type }) => type).slice(0, 3)).toEqual(['challenge', 'challenge', 'welcome']);
    pump.measure(21.5, 3);
    pump.measure(22.5, 4);
    pump.happen('pump.primed', 'it runs');
    await delivered(pump);
    expect(await stored('page-pump')).toEqual([4, 4, 1]);
    expect(pump.heard.some(({ type }) => type === 'time')).toBe(true);
    expect(await device('page-pump')).toMatchObject({
      profile: 'page-sensor',
      presence: 'online',
      gatewayId: '',
      firmwareVersion: '1.0.0',
    });
  });

  test('does what it is told, once a command', async () => {
    await done('page-pump', 'flush');
    await done('page-pump', 'identify');
    expect(pump.flushed).toBe(1);
  });

  test('takes a configuration and reports it', async () => {
    await manager.order('/v1/devices/page-pump/configuration', { set: { limitC: 55 }, reason: 'test' });
    await eventually('the configuration', async () => (await device('page-pump')).reportedConfigurationVersion === 1);
    expect([pump.limitC, pump.configurationVersion]).toEqual([55, 1]);
  });

  test('after a broken line it sends what was not acknowledged, with its old numbers, and nothing is stored twice', async () => {
    socket.cut();
    await eventually('the end of the line', () => socket.closed !== undefined);
    pump.measure(23.5, 5);
    // As if the acknowledgement had been lost: the first frame is sent again.
    const telemetry = { boot: 1, sequence: 1, baseTimeMs: Date.now(), signalIds: [1, 7], values: [21.5, 3] };
    socket = new PageSocket(manager.deviceUrl, pump, token);
    await welcomed(pump);
    pump.say({ telemetry });
    await delivered(pump);
    expect(await stored('page-pump')).toEqual([6, 6, 1]);
  });

  test('a new boot counts from 1 again', async () => {
    socket.close(4002);
    await eventually('the close', () => socket.closed === 4002);
    Object.assign(pump, { boot: 2, connection: 0, sequence: 0 });
    socket = new PageSocket(manager.deviceUrl, pump, token);
    await welcomed(pump);
    pump.measure(24.5, 6);
    await delivered(pump);
    expect(await stored('page-pump')).toEqual([8, 8, 1]);
    expect(await device('page-pump')).toMatchObject({ boot: 2, connection: 1 });
    socket.close(1000);
  });
});

describe('an update', () => {
  const rover = new PageUnit('page-rover');
  const attempts = async () => (await manager.api('GET', '/v1/devices/page-rover/updates')).body.items as Record<string, unknown>[];

  /** Dials until the update is over: the device restarts in the middle. */
  async function update(version: string, delta: string): Promise<Record<string, unknown> | undefined> {
    await manager.order('/v1/devices/page-rover/update', { release: `page@${version}`, delta, reason: 'test' });
    await eventually(
      () => `the restart: ${rover.firmware.refusal}`,
      () => rover.firmware.version === version || rover.firmware.refusal !== '',
    );
    const socket = new PageSocket(manager.deviceUrl, rover, token);
    await eventually('the end of the attempt', async () => (await attempts())[0]?.isOver === true);
    expect(socket.closed).toBe(undefined);
    return (await attempts())[0];
  }

  test('of the whole image: checked by the page, installed, booted, confirmed', async () => {
    new PageSocket(manager.deviceUrl, rover, token);
    await welcomed(rover);
    await publish(manager, '2.0.0', 1);
    expect(await update('2.0.0', 'never')).toMatchObject({ state: 'updated', way: 'full', lie: '', securityCounter: 1 });
    expect(rover.firmware.came).toEqual(['ROOT', 'TIMESTAMP', 'SNAPSHOT', 'TARGETS', 'HEADER', 'CONTENT']);
    expect(await device('page-rover')).toMatchObject({ firmwareVersion: '2.0.0', imageConfirmed: true });
  });

  test('by a delta, unpacked with the running image', async () => {
    await publish(manager, '3.0.0', 1);
    const built = async () => ((await manager.api('GET', '/v1/releases/page@3.0.0')).body.deltas as unknown[] | undefined)?.length === 1;
    await eventually('the delta', built);
    expect(await update('3.0.0', 'require')).toMatchObject({ state: 'updated', way: 'delta', lie: '' });
    expect(rover.firmware.came.at(-1)).toBe('DELTA');
  });
});

describe('a gateway with sub-devices', () => {
  const gate = new PageUnit('page-gate');
  const units = ['a', 'b', 'c'].map((name) => new PageUnit(`page-gate.${name}`));
  const [first, second, third] = units as [PageUnit, PageUnit, PageUnit];
  let socket: PageSocket;

  test('three attach, enrol, say Hello, and send, each by itself', async () => {
    socket = new PageSocket(manager.deviceUrl, gate, token);
    await welcomed(gate);
    for (const [index, unit] of units.entries()) socket.attach(unit, [1, 200, 65_535][index] as number);
    await welcomed(...units);
    for (const [index, unit] of [gate, ...units].entries()) {
      unit.measure(30 + index, 1);
      unit.happen('sensor.ready', unit.id);
    }
    await delivered(gate, ...units);
    for (const { id } of units) {
      expect(await stored(id)).toEqual([2, 2, 1]);
      expect(await device(id)).toMatchObject({ gatewayId: 'page-gate', presence: 'online', profile: 'page-sensor' });
    }
    const { body } = await manager.api('GET', '/v1/devices?selector=gateway%3Dpage-gate');
    expect(body.total).toBe(3);
    expect((await manager.metrics()).get('channels')).toBe(3);
  });

  test('commands and configurations go to the unit that they are for', async () => {
    await done('page-gate.b', 'flush');
    await manager.order('/v1/devices/page-gate.c/configuration', { set: { limitC: 60 }, reason: 'test' });
    await eventually('the configuration', async () => (await device('page-gate.c')).reportedConfigurationVersion === 1);
    expect([gate, ...units].map(({ flushed, limitC }) => [flushed, limitC])).toEqual([
      [0, 40],
      [0, 40],
      [1, 40],
      [0, 60],
    ]);
  });

  test('one detaches and comes back on another channel; its siblings hear nothing of it', async () => {
    const before = [gate, second, third].map(({ heard }) => heard.length);
    socket.detach(first);
    first.measure(40, 2);
    await eventually('its end', async () => (await device('page-gate.a')).presence === 'late');
    socket.attach(first, 5);
    await welcomed(first);
    await delivered(first);
    expect(await stored('page-gate.a')).toEqual([4, 4, 1]);
    expect([gate, second, third].map(({ heard }) => heard.length)).toEqual(before);
  });

  test('a channel that was never attached, and one that is in use, are refused there; the socket stays', async () => {
    const stray = new PageUnit('page-gate.d');
    socket.attach(stray, 9);
    socket.detach(stray);
    gate.say({ channel: 9, heartbeat: {} });
    socket.attach(third, 65_535);
    await eventually('the refusal', () => third.heard.at(-1)?.type === 'refusal');
    expect(third.heard.at(-1)?.body.code).toBe(22);
    expect([socket.closed, gate.isWelcomed, second.isWelcomed]).toEqual([undefined, true, true]);
    socket.attach(third, 77);
    await welcomed(third);
  });

  test('the socket breaks: all come back with it, and what they had not delivered is there once', async () => {
    socket.cut();
    await eventually('the end of the line', () => socket.closed !== undefined);
    for (const unit of [gate, ...units]) unit.measure(50, 3);
    socket = new PageSocket(manager.deviceUrl, gate, token);
    await welcomed(gate);
    for (const [index, unit] of units.entries()) socket.attach(unit, index + 10);
    await welcomed(...units);
    await delivered(gate, ...units);
    const rows = await Promise.all([gate, ...units].map(({ id }) => stored(id)));
    expect(rows.map(([readings, different]) => [readings, different])).toEqual([
      [4, 4],
      [6, 6],
      [4, 4],
      [4, 4],
    ]);
  });

  test('another gateway takes a unit over: the newer connection wins, the older channel is refused and its socket stays', async () => {
    const other = new PageUnit('page-gate-2');
    const otherSocket = new PageSocket(manager.deviceUrl, other, token);
    await welcomed(other);
    second.lost();
    const heard = second.heard.length;
    // The same unit, wired to two gateways: what the first one says to it still arrives.
    otherSocket.attach(second, 1);
    // The refusal may come right behind the welcome: both are looked for in all that was heard.
    await eventually('the welcome of the second gateway', () => second.heard.slice(heard).some(({ type }) => type === 'welcome'));
    await eventually('superseded', () => second.heard.slice(heard).some(({ type, body }) => type === 'refusal' && body.code === 17));
    expect(await device('page-gate.b')).toMatchObject({ gatewayId: 'page-gate-2', presence: 'online' });
    expect([socket.closed, otherSocket.closed]).toEqual([undefined, undefined]);
    otherSocket.close(1000);
    socket.close(1000);
  });
});
