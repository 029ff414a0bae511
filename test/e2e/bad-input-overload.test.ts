import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeviceKind } from '#firmware/device/index.js';
import { findProfile, Host, signalModels } from '#firmware/host/index.js';
import type { SignalModel } from '#firmware/signals/index.js';
import { SystemClock, silentLog } from '#proto/kit/index.js';
import { createWebSocketDialer } from '#proto/link/index.js';
import { RawDevice, SteadyDevice } from './bad-input-device.ts';
import { endAll, eventually, ManagerProcess } from './bad-input-manager.ts';

/** Issue 2, "Bad input": more than the manager can take, with real devices that heed what they are told. */

const hosts: Host[] = [];
let steady: SteadyDevice;
beforeEach(() => {
  steady = new SteadyDevice('steady');
});
afterEach(async () => {
  steady.end();
  for (const host of hosts.splice(0)) host.stop();
  await endAll();
});

/** Real thermostats in this process; their application runs ten times as fast. */
async function startDevices(manager: ManagerProcess, prefix: string, count: number, token: string): Promise<Host> {
  const profile = findProfile('thermostat');
  const [id = '', secret = ''] = token.split(':');
  const clock = new SystemClock();
  const dialer = createWebSocketDialer({ url: manager.deviceUrl, handshakeTimeoutMs: 10_000 });
  const kind = new DeviceKind(profile, signalModels.get(profile.model) as SignalModel);
  const host = new Host({
    units: Array.from({ length: count }, (_, index) => ({ id: `${prefix}-${index + 1}`, index, kind, dialer })),
    seed: prefix,
    token: { id, secret },
    clock,
    applicationClock: new SystemClock({ speed: 10 }),
    log: silentLog,
    rampMs: 0,
    bootFloor: 0,
    flash: new Map(),
    collectAfterRamp: false,
  });
  hosts.push(host);
  await host.start();
  return host;
}

/** All that the devices had acknowledged is in history once. */
async function expectNothingLost(manager: ManagerProcess, group: readonly Host[]): Promise<void> {
  for (const { counters } of group) expect([counters.framesDropped, counters.framesRejected, counters.malformedFrames]).toEqual([0, 0, 0]);
  const acknowledged = group.reduce((sum, { counters }) => sum + counters.framesAcknowledged, 0);
  const [row] = await manager.query(
    "SELECT count(*) - count(DISTINCT (device, signal, time)), count(DISTINCT (device, time)) FROM readings WHERE device <> 'steady'",
  );
  const [[events] = []] = await manager.query("SELECT count(*) FROM events WHERE device <> 'steady'");
  expect(Number(row?.[0])).toBe(0);
  expect(acknowledged).toBeGreaterThan(0);
  // A frame has at least one time of its own, or is an event.
  expect(Number(row?.[1]) + Number(events)).toBeGreaterThanOrEqual(acknowledged);
  expect(await steady.complaint(manager)).toBeUndefined();
}

test('500 devices at once on 50 handshakes a second: refused with a time to come back, all come in, nothing is lost', async () => {
  const manager = await ManagerProcess.start({ limits: { handshakesPerSecond: 50 } });
  const token = await manager.enrolmentToken();
  await steady.begin(manager, token);
  const host = await startDevices(manager, 'herd', 500, token);
  await eventually('all are welcomed', () => host.counters.connected === 500, 60_000);
  const { refused } = host.counters;
  expect(Object.keys(refused)).toEqual(['overloaded']);
  expect(refused.overloaded).toBeGreaterThan(100);
  const metrics = await manager.metrics();
  expect(metrics.get('refused_total{reason="overloaded"}')).toBe(refused.overloaded);
  expect([metrics.get('sessions'), metrics.get('sessions_accepted_total')]).toEqual([501, 501]);
  // Who is told when to come is let in then: nobody is sent away often.
  expect(refused.overloaded).toBeLessThan(1_500);
  await sleep(1_000);
  await expectNothingLost(manager, [host]);
  const { code } = await manager.stop();
  expect(code).toBe(0);
  await eventually('all devices were told', () => host.counters.refused.stopping === 500);
  expect(steady.refusals()).toEqual(['stopping']);
});

test('more devices than files: 503 with Retry-After, devices wait and come in when others leave', async () => {
  const manager = await ManagerProcess.start({ openFiles: 1_200, limits: { reservedFiles: 1_100 } });
  expect(manager.maximumLinks).toBe(100);
  const token = await manager.enrolmentToken();
  await steady.begin(manager, token);
  const first = await startDevices(manager, 'first', 99, token);
  await eventually('the places are taken', () => first.counters.connected === 99);
  const second = await startDevices(manager, 'second', 60, token);
  await eventually('the second group was turned away', () => second.counters.dials >= 60);
  const told = await upgradeAnswer(manager);
  expect(told).toMatch(
    /^HTTP\/1\.1 503 [\s\S]*Retry-After: 5\r\n[\s\S]*error\[E1204\] 100 links are open, the limit is 100\n {2}why: {2}\S.*\n {2}next: \S/,
  );
  expect([first.counters.connected, second.counters.connected]).toEqual([99, 0]);
  // Told to wait 5 s, they wait: one dial each by now.
  await sleep(2_000);
  expect(second.counters.dials).toBe(60);
  const full = (await manager.metrics()).get('sockets_refused_total{why="full"}');
  expect(full).toBe(61);
  expect(await steady.complaint(manager)).toBeUndefined();
  first.stop();
  await eventually('the second group comes in', () => second.counters.connected === 60, 30_000);
  await expectNothingLost(manager, [first, second]);
  expect((await manager.stop()).code).toBe(0);
});

test('more sockets than files, which say nothing: the databases keep theirs, and the manager stops in good order', async () => {
  const manager = await ManagerProcess.start({ openFiles: 1_200, limits: { reservedFiles: 1_100 } });
  await steady.begin(manager, await manager.enrolmentToken());
  const { hostname, port } = new URL(manager.url);
  const sockets = Array.from({ length: 1_500 }, () => connect(Number(port), hostname).on('error', () => undefined));
  await eventually('some were dropped', async () => (await manager.metrics()).get('sockets_refused_total{why="dropped"}') !== 0);
  expect(await steady.complaint(manager)).toBeUndefined();
  // A device still finds its place when they are gone, without any of them having said a word.
  for (const socket of sockets) socket.destroy();
  const device = new RawDevice('late');
  await eventually('a device comes in', async () => {
    await device.enrol(manager, await manager.enrolmentToken());
    return device.isWelcomed;
  });
  expect((await manager.stop()).code).toBe(0);
});

test('no files for a single device: E2304 at start', async () => {
  const ending = await ManagerProcess.startAndEnd({ openFiles: 1_000 });
  expect(JSON.parse(ending.stderr.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    code: 'E2304',
    message: '1000 files may be open, and 1024 are reserved: no device fits',
    hint: expect.stringContaining('ulimit -n'),
  });
  expect(ending.code).toBe(1);
});

/** What a WebSocket handshake by hand is answered. */
function upgradeAnswer(manager: ManagerProcess): Promise<string> {
  const { hostname, port } = new URL(manager.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    'GET /device HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: seatrial.v1\r\n\r\n',
  );
  let heard = '';
  socket.on('data', (text) => {
    heard += text;
  });
  return new Promise((done) => socket.on('close', () => done(heard)));
}
