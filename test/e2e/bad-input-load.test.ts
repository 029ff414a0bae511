import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { probe, type RawDevice } from './bad-input-device.ts';
import { type Answer, eventually } from './bad-input-manager.ts';
import { BadInputRig, type Case, type Counts, expectEnd, refused, socketsRefused, upgrade } from './bad-input-rig.ts';

/** Issue 2, "Bad input": too much and too slow, sockets that are no devices, and the operators' side, on real sockets against a manager in its own process. What holds after each row stands at BadInputRig. */
const rig = new BadInputRig();

/** Opens a channel for another unit and takes it through its handshake. */
async function attach(owner: RawDevice, unit: RawDevice, channel: number): Promise<void> {
  owner.say({ channel, type: 'attach', body: {} });
  await owner.until('a Challenge on the channel', () => owner.of('challenge', channel).length > 0);
  const answer = (frame: () => void) => {
    unit.frames = owner.frames;
    unit.webSocket = owner.webSocket;
    frame();
  };
  answer(() => unit.claim(rig.token, { channel }));
  await owner.until('the Claim is accepted', () => owner.of('challenge', channel).length > 1);
  answer(() => unit.hello({}, channel));
  await owner.until('Welcome on the channel', () => owner.of('welcome', channel).length > 0);
}

/**
 * One frame more than at once is allowed, until the manager slowed the device down; all are acknowledged. A manager that was kept from working for
 * more than 10 ms amid the burst has a frame's worth of rate again, so it may take more than one; each meets a full bucket, so that one is over.
 */
async function burstUntilThrottled(device: RawDevice): Promise<void> {
  const before = await rig.mistakes();
  for (let burst = 1; burst <= 10; burst += 1) {
    device.burst(101);
    await device.until('all is acknowledged', () => device.acknowledged === burst * 101);
    if ('links_throttled_total' in (await rig.grown(before))) return;
    await sleep(1_100);
  }
  throw new Error('10 bursts of 101 frames, and the device was never slowed down');
}

rig.cases('too much, too slow', [
  {
    name: 'a unit on a channel is faster than its rate: Refusal rate-exceeded on that channel, its siblings stay',
    counts: refused('rate-exceeded'),
    act: async () => {
      const owner = await rig.welcomed();
      await attach(owner, rig.newDevice(), 7);
      for (let sent = 0; sent < 120; sent += 1) owner.say({ channel: 7, type: 'heartbeat', body: {} });
      await owner.until('a refusal on the channel', () => owner.refusals(7).length > 0);
      expect(owner.refusals(7)[0]).toBe('rate-exceeded');
      expect(owner.of('refusal', 7)[0]).toMatchObject({ message: expect.stringMatching(/100 a second and 100 at once/) });
      owner.telemetry();
      await owner.until('the owner is heard', () => owner.acknowledged === 1);
      // The channel was freed, and the rest of the burst is still to be answered.
      await owner.leave();
      return refused('channel-invalid', owner.refusals(7).length - 1);
    },
  },
  {
    name: 'a device is faster than its rate: it is slowed down and loses nothing',
    counts: { links_throttled_total: 1 },
    act: async () => {
      const device = await rig.welcomed();
      await burstUntilThrottled(device);
      expect(device.isWelcomed).toBe(true);
      await device.leave();
    },
  },
  {
    name: 'a device that never slows down: Refusal rate-exceeded, close 4000, with a time to come back',
    counts: { ...refused('rate-exceeded'), links_throttled_total: 3 },
    act: async () => {
      const device = await rig.welcomed();
      for (let sent = 0; sent < 200; sent += 1) device.telemetry();
      await expectEnd(device, 'rate-exceeded', 4_000, /slowed down 3 times/);
      expect(device.of('refusal')[0]?.retryAfterMs).toBeGreaterThanOrEqual(1_000);
    },
  },
  {
    name: 'a slow reader: Refusal slow-reader, cut',
    counts: refused('slow-reader'),
    act: async () => {
      const device = await rig.welcomed();
      device.webSocket?.pause();
      const settingsOf = (text: string) => Object.fromEntries(probe.settings.slice(0, 45).map(({ key }) => [key, text.repeat(1_024)]));
      let orders = 0;
      const before = (await rig.manager.metrics()).get('refused_total{reason="slow-reader"}');
      await eventually('the fleet has enough of it', async () => {
        // What is wanted already is not pushed again.
        orders += 1;
        await rig.manager.order(`/v1/devices/${device.id}/configuration`, { set: settingsOf(orders % 2 === 0 ? 'x' : 'y') });
        return (await rig.manager.metrics()).get('refused_total{reason="slow-reader"}') !== before;
      });
      // It is gone for the fleet, whether or not it ever reads again.
      await eventually('the socket is cut', async () => (await rig.manager.metrics()).get('connections') === 1);
      device.cut();
    },
  },
  rig.mistake('a channel that nobody attached', 'channel-invalid', 4_000, /channel 0/, (device) =>
    device.say({ channel: 0, type: 'attach', body: {} }),
  ),
  {
    name: 'one channel more than a socket may have: Refusal channel-invalid on that channel, its siblings stay',
    counts: refused('channel-invalid'),
    act: async () => {
      const owner = await rig.welcomed();
      await attach(owner, rig.newDevice(), 1);
      await attach(owner, rig.newDevice(), 2);
      owner.say({ channel: 3, type: 'attach', body: {} });
      await owner.until('a refusal on the channel', () => owner.refusals(3).length > 0);
      expect(owner.refusals(3)).toEqual(['channel-invalid']);
      expect(owner.of('refusal', 3)[0]?.message).toMatch(/2 units are attached, the limit is 2/);
      expect(owner.isWelcomed).toBe(true);
      await owner.leave();
    },
  },
]);

/** A row of a socket that never becomes a device. */
function noLink(name: string, counts: Counts, send: (socket: Socket) => void, answer: RegExp): Case {
  return {
    name,
    counts,
    act: async () => {
      const { socket, end } = rig.bare();
      send(socket);
      expect(await end).toMatch(answer);
    },
  };
}

rig.cases('sockets that are no devices', [
  noLink(
    'nothing at all: 408 after answerWithinMs',
    socketsRefused('timeout'),
    () => undefined,
    /^HTTP\/1\.1 408 [\s\S]*E2306[\s\S]*1000 ms/,
  ),
  noLink('half a request', socketsRefused('timeout'), (socket) => socket.write('GET /device HT'), /^HTTP\/1\.1 408 /),
  noLink('no HTTP', socketsRefused('malformed'), (socket) => socket.write('\x16\x03\x01 hello\r\n\r\n'), /^HTTP\/1\.1 400 [\s\S]*E2308/),
  noLink(
    'headers without end',
    socketsRefused('malformed'),
    (socket) => socket.write(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
    /^HTTP\/1\.1 431 [\s\S]*E2307/,
  ),
  noLink('no subprotocol', socketsRefused('protocol'), (socket) => socket.write(upgrade('')), /^HTTP\/1\.1 400 [\s\S]*E1205[\s\S]*next:/),
  noLink(
    'another subprotocol',
    socketsRefused('protocol'),
    (socket) => socket.write(upgrade('Sec-WebSocket-Protocol: seatrial.v2\r\n')),
    /^HTTP\/1\.1 400 [\s\S]*"seatrial\.v2"/,
  ),
  noLink(
    'no WebSocket key',
    socketsRefused('protocol'),
    (socket) => socket.write(upgrade().replace(/Sec-WebSocket-Key.*\r\n/, '')),
    /^HTTP\/1\.1 400 [\s\S]*E1205/,
  ),
  noLink('an upgrade elsewhere', {}, (socket) => socket.write(upgrade(undefined, '/elsewhere')), /^HTTP\/1\.1 404 [\s\S]*E2305/),
  {
    name: 'an upgrade elsewhere, and the line breaks at once: the manager survives',
    counts: {},
    act: async () => {
      for (let time = 0; time < 20; time += 1) {
        const { socket, end } = rig.bare();
        socket.write(upgrade(undefined, '/elsewhere'), () => socket.resetAndDestroy());
        await end;
      }
    },
  },
  {
    name: 'more sockets that say nothing than there is room for: dropped unheard, the neighbour is not harmed',
    counts: {},
    act: async () => {
      // Free links 49, half of the reserve 32: 81 places, and requests of this test take some of them.
      const sockets = Array.from({ length: 99 }, () => rig.bare());
      const ends = await Promise.all(sockets.map(({ end }) => end));
      const dropped = ends.filter((heard) => heard === '').length;
      expect(dropped).toBeGreaterThanOrEqual(18);
      expect(dropped).toBeLessThan(40);
      return { ...socketsRefused('dropped', dropped), ...socketsRefused('timeout', 99 - dropped) };
    },
  },
]);

describe('the operators’ side', () => {
  const wrong = async (answer: { status: number; body: Record<string, unknown> }, status: number, code: string): Promise<undefined> => {
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    for (const key of ['message', 'why', 'next']) expect(String(answer.body[key])).not.toBe('');
  };

  const rows: readonly Case[] = [
    {
      name: 'no token: 401 E1901',
      counts: { api_unauthorised_total: 1 },
      act: async () => wrong(await rig.manager.api('GET', '/v1/devices', undefined, ''), 401, 'E1901'),
    },
    {
      name: 'a wrong token: 401 E1902',
      counts: { api_unauthorised_total: 1 },
      act: async () => wrong(await rig.manager.api('GET', '/v1/devices', undefined, 'nobody'), 401, 'E1902'),
    },
    {
      name: 'a viewer who wants to change something: 403 E1903',
      counts: { api_unauthorised_total: 1 },
      act: async () => {
        const { secret } = await rig.manager.order('/v1/api-tokens', { name: 'eve', role: 'viewer' });
        await wrong(await rig.manager.api('POST', '/v1/devices/steady/revoke', { reason: 'x' }, String(secret)), 403, 'E1903');
      },
    },
    {
      name: 'a selector that is none: 4xx with its place',
      counts: {},
      act: async () => {
        const answer = await rig.manager.api('GET', `/v1/devices?selector=${encodeURIComponent('thermostat')}`);
        expect(answer.status).toBe(400);
        expect(answer.body.code).toMatch(/^E18/);
      },
    },
    {
      name: 'a body larger than its limit: 413 E1906',
      counts: {},
      act: async () => wrong(await rig.manager.api('POST', '/v1/query', { sql: 'x'.repeat(1_100_000) }), 413, 'E1906'),
    },
    {
      name: 'a query that would write: 400 E1606',
      counts: {},
      act: async () => wrong(await rig.manager.api('POST', '/v1/query', { sql: 'DELETE FROM raw.reading' }), 400, 'E1606'),
    },
  ];
  test.each(rows)('$name', (row) => rig.run(row));

  test('one token that asks too often: 429 with Retry-After, other tokens are served', async () => {
    const { secret } = await rig.manager.order('/v1/api-tokens', { name: 'script', role: 'viewer' });
    const before = await rig.mistakes();
    const answers: Answer[] = [];
    const askOften = async () => {
      for (let asked = 0; asked < 50; asked += 1)
        answers.push(await rig.manager.api('GET', '/v1/devices?limit=1', undefined, String(secret)));
    };
    const refused = () => answers.filter(({ status }) => status === 429);
    // Again: a busy machine may answer no faster than a token may ask.
    do await Promise.all(Array.from({ length: 10 }, askOften));
    while (refused().length === 0);
    const late = refused();
    expect(late[0]?.body.code).toBe('E1904');
    expect(Number(late[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await rig.steady.complaint(rig.manager)).toBeUndefined();
    expect(await rig.grown(before)).toEqual({ api_rate_limited_total: late.length });
  });
});
