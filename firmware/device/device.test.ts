import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { claimBytes, helloBytes } from '#proto/frame/index.js';
import type { Application } from '#proto/image/index.js';
import { FakeFleet, type Received, setUp, startWallMs, toyProfile } from './device-fixture.ts';
import { deriveIdentitySeed, publicKeyOf } from './identity.ts';
import { createDevice } from './index.ts';

const token = { id: 'token-1', secret: 'secret' };
const nonce = new Uint8Array(32).fill(7);
const names = (received: readonly Received[]) => received.map((frame) => `${frame.boot}.${frame.sequence}`);

function isSignedBy(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array | null | undefined): boolean {
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, bytes, key, signature ?? new Uint8Array(0));
}

describe('handshake', () => {
  test('boots, says hello, is welcomed, sends a boot event and readings', () => {
    const { clock, fleet, device, counters } = setUp();
    device.start();
    clock.advanceBy(5_600);
    expect(device.state).toMatchObject({
      power: 'running',
      link: 'open.welcomed',
      duty: 'awake',
      boot: 1,
      connection: 1,
      bufferedFrames: 0,
    });
    expect(fleet.bodies('hello')).toMatchObject([{ deviceId: 'toy-1', boot: 1, connection: 1, firmwareVersion: '1.0.0' }]);
    expect(fleet.received.map((frame) => frame.event ?? frame.values.length)).toEqual(['device.booted', 2, 2, 2, 2, 2]);
    expect(fleet.received.map((frame) => frame.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(fleet.received[1]?.atMs).toBe(startWallMs + 1_500);
    expect(counters).toMatchObject({ framesSent: 6, framesAcknowledged: 6, readingsSampled: 10, connected: 1 });
  });

  test('claims with its token, then greets, both signed as the protocol says', () => {
    const { clock, fleet, device } = setUp(toyProfile(), { token });
    device.start();
    clock.advanceBy(1_000);
    const publicKey = publicKeyOf(deriveIdentitySeed('test', 'toy-1'));
    const [claim] = fleet.bodies('claim');
    const [hello] = fleet.bodies('hello');
    expect(claim).toMatchObject({ tokenId: 'token-1', deviceId: 'toy-1', profile: 'toy', hardwareRevision: 'a' });
    expect(isSignedBy(publicKey, claimBytes(nonce, publicKey, 'toy-1'), claim?.signature)).toBe(true);
    expect(isSignedBy(publicKey, helloBytes(nonce, 'toy-1', 1, 1), hello?.signature)).toBe(true);
    expect(isSignedBy(publicKey, helloBytes(nonce, 'toy-1', 1, 2), hello?.signature)).toBe(false);
    expect(device.snapshotFlash().isEnrolled).toBe(true);
    fleet.link.break();
    clock.advanceBy(2_000);
    expect(fleet.bodies('claim')).toHaveLength(1);
    expect(fleet.bodies('hello').map((one) => one.connection)).toEqual([1, 2]);
  });

  test('sends its profile first when the fleet wants it', () => {
    const { clock, fleet, device } = setUp();
    fleet.welcome.profileWanted = true;
    device.start();
    clock.advanceBy(1_000);
    expect(fleet.frames.map((frame) => frame.type)).toEqual(['hello', 'profileDefinition', 'event']);
  });

  test('pending: asks again no sooner than it was told', () => {
    const { clock, fleet, device, counters } = setUp(toyProfile(), { token });
    fleet.answer = { channel: 0, type: 'pending', body: { retryAfterMs: 30_000 } };
    device.start();
    clock.advanceBy(20_000);
    expect(device.state.link).toBe('pending');
    expect(fleet.link.closedByDevice).toBe(1_000);
    fleet.answer = undefined;
    clock.advanceBy(12_000);
    expect(fleet.dials).toHaveLength(2);
    expect((fleet.dials[1] ?? 0) - (fleet.dials[0] ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect(device.state.link).toBe('open.welcomed');
    expect(counters.pending).toBe(1);
  });

  test('refused for ever: no more attempts until the next boot', () => {
    const { clock, fleet, device, counters } = setUp();
    fleet.answer = fleet.refuse('revoked', 0);
    device.start();
    clock.advanceBy(86_400_000);
    expect(fleet.dials).toHaveLength(1);
    expect(device.state).toMatchObject({ link: 'refused', refusal: 'revoked: script' });
    expect(counters).toMatchObject({ refused: { revoked: 1 }, refusedForEver: 1 });
    fleet.answer = undefined;
    device.reboot();
    clock.advanceBy(1_000);
    expect(device.state).toMatchObject({ link: 'open.welcomed', refusal: '' });
  });

  test('obeys retryAfter', () => {
    const { clock, fleet, device } = setUp();
    fleet.answer = fleet.refuse('overloaded', 45_000);
    device.start();
    clock.advanceBy(45_000);
    expect(fleet.dials).toHaveLength(1);
    clock.advanceBy(2_000);
    expect(fleet.dials).toHaveLength(2);
  });

  test('a wrong clock is set after a refusal for skew, once', () => {
    const { clock, fleet, device } = setUp();
    fleet.clockErrorMs = 3_600_000;
    fleet.answer = fleet.refuse('clock-skew', 0);
    device.start();
    clock.advanceBy(505);
    fleet.answer = undefined;
    clock.advanceBy(5_000);
    const times = fleet.bodies('hello').map((hello) => (hello.deviceTimeMs ?? 0) - startWallMs);
    expect(times[0]).toBeLessThan(1_000);
    expect(times[1]).toBeGreaterThan(3_600_000);
    expect(device.state.link).toBe('open.welcomed');
  });

  test('a clock that can not be set is refused for ever', () => {
    const { clock, fleet, device, counters } = setUp();
    device.inject('clock-step', 0.5);
    fleet.answer = fleet.refuse('clock-skew', 0);
    device.start();
    clock.advanceBy(60_000);
    expect(device.state.link).toBe('refused');
    expect(counters.refused).toEqual({ 'clock-skew': 2 });
    expect(fleet.bodies('hello').map((hello) => Math.round(((hello.deviceTimeMs ?? 0) - clock.wallMs()) / 3_600_000))).toEqual([12, 12]);
  });

  test('a fleet that says nothing is given up and dialled again', () => {
    const { clock, fleet, device } = setUp();
    fleet.isSpeaking = false;
    device.start();
    clock.advanceBy(30_600);
    expect(fleet.links[0]?.closedByDevice).toBe(1_006);
    clock.advanceBy(2_000);
    expect(fleet.dials.length).toBeGreaterThanOrEqual(2);
  });

  test('frames on a channel that nobody attached are counted and harm nothing', () => {
    const { clock, fleet, device, counters } = setUp();
    device.start();
    clock.advanceBy(1_000);
    fleet.say({ channel: 5, type: 'acknowledge', body: { boot: 1, sequence: 1 } });
    clock.advanceBy(2_000);
    expect(counters).toMatchObject({ malformedFrames: 0, unknownFrames: 1 });
    expect(device.state.link).toBe('open.welcomed');
  });

  test('bytes that are no frame are counted; the device closes with 4003 and comes back', () => {
    const { clock, fleet, device, counters } = setUp();
    device.start();
    clock.advanceBy(1_000);
    const { link } = fleet;
    link.handler.onFrame(link, new Uint8Array([0xff, 0xff, 0xff]));
    expect([link.closedByDevice, device.state.link, counters.malformedFrames]).toEqual([4_003, 'waiting', 1]);
    clock.advanceBy(5_000);
    expect(device.state.link).toBe('open.welcomed');
  });
});

describe('reconnect', () => {
  test('200 devices that lose their link together come back apart, within the ceiling of each attempt', () => {
    const { clock, environment, kind } = setUp();
    const fleets = Array.from({ length: 200 }, (_, index) => {
      const fleet = new FakeFleet(clock);
      fleet.isReachable = false;
      createDevice({ id: `toy-${index}`, index, kind, environment, seed: 'herd', dialer: fleet }).start();
      return fleet;
    });
    clock.advanceBy(200_000);
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const waits = fleets.map((fleet) => (fleet.dials[attempt] ?? 0) - (fleet.dials[attempt - 1] ?? 0) - 1);
      const ceilingMs = 1_000 * 2 ** attempt;
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...waits)).toBeLessThanOrEqual(ceilingMs);
      const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
      expect(Math.abs(mean / ceilingMs - 0.5)).toBeLessThan(0.1);
    }
  });

  test('everything above what is stored is sent again, in order, and nothing is lost', () => {
    const { clock, fleet, device, counters } = setUp();
    device.start();
    clock.advanceBy(3_600);
    expect(fleet.stored).toEqual({ boot: 1, sequence: 4 });
    fleet.isAcknowledging = false;
    clock.advanceBy(3_000);
    fleet.stored = { boot: 1, sequence: 5 };
    fleet.link.break();
    fleet.received.length = 0;
    fleet.isAcknowledging = true;
    clock.advanceBy(4_000);
    const sequences = fleet.received.map((frame) => frame.sequence);
    expect(sequences.slice(0, 2)).toEqual([6, 7]);
    expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, index) => 6 + index));
    expect(counters).toMatchObject({ framesResent: 2, framesDropped: 0, reconnects: 1 });
    expect(device.state.bufferedFrames).toBe(0);
  });

  test('no more frames are under way than the window takes', () => {
    const { clock, fleet, device } = setUp();
    fleet.isAcknowledging = false;
    fleet.welcome.windowFrames = 3;
    device.start();
    clock.advanceBy(10_000);
    expect(names(fleet.received)).toEqual(['1.1', '1.2', '1.3']);
    fleet.acknowledge(1, 2);
    expect(names(fleet.received)).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5']);
  });

  test('the granted rate is kept', () => {
    const { clock, fleet, device } = setUp();
    fleet.isReachable = false;
    device.start();
    clock.advanceBy(100_000);
    const waiting = device.state.bufferedFrames;
    fleet.isReachable = true;
    fleet.welcome.framesPerSecond = 10;
    while (device.state.link !== 'open.welcomed') clock.step();
    const before = fleet.received.length;
    clock.advanceBy(5_000);
    expect(waiting).toBeGreaterThan(90);
    expect(before).toBe(10);
    expect(fleet.received.length).toBeLessThanOrEqual(60);
    expect(fleet.received.length).toBeGreaterThanOrEqual(57);
  });

  test('a link whose queue is full gets nothing until it drains', () => {
    const { clock, fleet, device } = setUp();
    device.start();
    clock.advanceBy(1_000);
    fleet.link.queuedBytes = 65_537;
    clock.advanceBy(5_000);
    expect(fleet.received).toHaveLength(1);
    fleet.link.queuedBytes = 65_536;
    clock.advanceBy(200);
    expect(names(fleet.received)).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5', '1.6']);
  });

  test('a half-open link is cut after two silent heartbeats and ten seconds', () => {
    const { clock, fleet, device, counters } = setUp();
    fleet.welcome.heartbeatMs = 5_000;
    device.start();
    clock.advanceBy(1_000);
    fleet.isAcknowledging = false;
    fleet.isSpeaking = false;
    clock.advanceBy(19_000);
    expect(device.state.link).toBe('open.welcomed');
    clock.advanceBy(1_000);
    expect(counters.silenceCuts).toBe(1);
    expect(fleet.links[0]?.closedByDevice).toBe(1_006);
    fleet.isSpeaking = true;
    fleet.isAcknowledging = true;
    clock.advanceBy(40_000);
    expect(device.state).toMatchObject({ link: 'open.welcomed', bufferedFrames: 0, droppedFrames: 0 });
  });

  test('heartbeats come only when nothing else was sent, and in time', () => {
    const quiet = setUp(toyProfile({}, silent));
    quiet.fleet.welcome.heartbeatMs = 10_000;
    quiet.device.start();
    quiet.clock.advanceBy(60_000);
    expect(quiet.fleet.bodies('heartbeat')).toHaveLength(6);
    expect(quiet.device.state.link).toBe('open.welcomed');
    const busy = setUp();
    busy.fleet.welcome.heartbeatMs = 10_000;
    busy.device.start();
    busy.clock.advanceBy(60_000);
    expect(busy.fleet.bodies('heartbeat')).toEqual([]);
    const onBeat = setUp();
    onBeat.fleet.welcome.heartbeatMs = 1_000;
    onBeat.device.start();
    onBeat.clock.advanceBy(60_000);
    expect(onBeat.fleet.bodies('heartbeat').length).toBeLessThanOrEqual(1);
  });

  test('besides, a heartbeat comes every 15 minutes whatever is said, also over sessions that are shorter', () => {
    const { clock, fleet, device } = setUp();
    device.start();
    clock.advanceBy(899_999);
    expect(fleet.bodies('heartbeat')).toEqual([]);
    clock.advanceBy(1);
    expect(fleet.bodies('heartbeat')).toHaveLength(1);
    clock.advanceBy(7_200_000);
    expect(fleet.bodies('heartbeat')).toHaveLength(9);
    for (let session = 0; session < 12; session += 1) {
      fleet.link.break();
      clock.advanceBy(300_000);
    }
    expect(fleet.bodies('hello')).toHaveLength(13);
    expect(fleet.bodies('heartbeat')).toHaveLength(13);
  });
});

const silent: Application = { id: 'silent', initial: 'on', context: {}, states: { on: { meta: { final: 'does nothing' } } } };

describe('store and forward', () => {
  test('an overflow drops the oldest, counts them exactly and reports them', () => {
    const { clock, fleet, device, counters } = setUp(toyProfile({ storeBytes: 1_024 }));
    fleet.isReachable = false;
    device.start();
    clock.advanceBy(100_000);
    const made = counters.framesMade;
    const { bufferedFrames, droppedFrames } = device.state;
    expect(droppedFrames).toBe(made - bufferedFrames);
    expect(device.state.bufferedBytes).toBeLessThanOrEqual(1_024);
    fleet.isReachable = true;
    clock.advanceBy(130_000);
    expect(fleet.bodies('hello')[0]?.droppedFrames).toBeGreaterThanOrEqual(droppedFrames);
    const reports = fleet.bodies('event').filter((event) => event.name === 'store.overflow');
    const reported = reports.reduce((sum, event) => sum + (event.values?.frames ?? 0), 0);
    expect(reported).toBe(counters.framesDropped);
    expect(counters.framesMade).toBe(new Set(names(fleet.received)).size + counters.framesDropped);
  });

  test('readings that are not durable are sent only while welcomed', () => {
    const { clock, fleet, device, counters } = setUp(toyProfile({}, volatileApplication));
    fleet.isReachable = false;
    device.start();
    clock.advanceBy(10_000);
    expect(device.state.bufferedFrames).toBe(1);
    expect(counters.readingsNotSent).toBe(9);
    fleet.isReachable = true;
    clock.advanceBy(200_000);
    const readings = fleet.received.filter((frame) => frame.event === undefined);
    expect(readings.length).toBe(counters.readingsSampled - counters.readingsNotSent);
    expect(readings.every((frame) => frame.signalIds[0] === 2)).toBe(true);
  });

  test('frames outlive a power cut and a process; the next boot comes after them', () => {
    const first = setUp();
    first.fleet.isAcknowledging = false;
    first.device.start();
    first.clock.advanceBy(2_600);
    first.device.powerOff();
    expect(first.device.state).toMatchObject({ power: 'off', link: 'disconnected', bufferedFrames: 3 });
    const second = setUp(toyProfile(), { flash: first.device.snapshotFlash() });
    second.device.start();
    second.clock.advanceBy(1_600);
    expect(names(second.fleet.received)).toEqual(['1.1', '1.2', '1.3', '2.1', '2.2']);
    expect(second.device.state.boot).toBe(2);
  });

  test('a rejected frame is not sent again', () => {
    const { clock, fleet, device, counters } = setUp();
    fleet.isAcknowledging = false;
    device.start();
    clock.advanceBy(3_600);
    fleet.say({ channel: 0, type: 'reject', body: { boot: 1, sequence: 2, code: 3, message: 'not finite' } });
    fleet.link.break();
    fleet.received.length = 0;
    clock.advanceBy(3_000);
    expect(names(fleet.received).slice(0, 3)).toEqual(['1.1', '1.3', '1.4']);
    expect(counters.framesRejected).toBe(1);
  });
});

const volatileApplication: Application = {
  id: 'volatile',
  initial: 'on',
  context: {},
  states: {
    on: { entry: [{ type: 'sample', params: { signals: ['noiseV'], everyMs: 1_000 } }], meta: { final: 'samples for ever' } },
  },
};
