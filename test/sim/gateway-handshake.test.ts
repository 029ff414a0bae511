import { describe, expect, test } from 'vitest';
import { closeCodes } from '#proto/link/index.js';
import { profileDefinitionOf, profileDigest } from '#proto/profile/index.js';
import { Harness, operator, sleeper, startWallMs, thermostat, Unit } from './gateway-harness.ts';

describe('handshake', () => {
  test('challenge, claim, challenge with another nonce, hello, welcome, profile, telemetry, acknowledge', async () => {
    const harness = await Harness.start();
    const unit = new Unit('heater-1');
    const link = await harness.claim(unit, await harness.token());
    const [first, second] = link.all('challenge');
    expect(first?.nonce).toHaveLength(32);
    expect(second?.nonce).toHaveLength(32);
    expect(second?.nonce).not.toEqual(first?.nonce);
    expect(first).toMatchObject({ fleetTimeMs: startWallMs, answerWithinMs: 20_000 });
    harness.hello(unit, link);
    expect(link.all('welcome')).toEqual([
      expect.objectContaining({ deviceId: 'heater-1', storedBoot: 0, profileWanted: true, heartbeatMs: 60_000, windowFrames: 1_024 }),
    ]);
    link.say({ channel: 0, type: 'profileDefinition', body: profileDefinitionOf(thermostat) });
    link.telemetry(1, 1);
    expect(harness.acquisition.taken).toEqual([{ deviceKey: 1, boot: 1, sequence: 1, kind: 'telemetry', readings: 1 }]);
    harness.acquisition.committed(1, 1, 1);
    expect(link.all('acknowledge')).toEqual([expect.objectContaining({ boot: 1, sequence: 1 })]);
    expect(link.isOpen).toBe(true);
    expect(harness.gateway.connections.counters).toMatchObject({ connections: 1, sessions: 1, accepted: 1 });
    expect(harness.registry.devices.get('heater-1')).toMatchObject({ presence: 'online', boot: 1, connection: 1 });
    link.drop();
    expect(harness.gateway.connections.counters).toMatchObject({ connections: 0, sessions: 0 });
  });

  test('a known profile is not asked for again, the stored watermark comes in Welcome', async () => {
    const harness = await Harness.start();
    const token = await harness.token();
    await harness.join(new Unit('heater-1'), token);
    const unit = new Unit('heater-2');
    const link = await harness.claim(unit, token);
    harness.acquisition.stored.set(harness.key('heater-2'), { boot: 3, sequence: 9 });
    harness.hello(unit, link);
    expect(link.all('welcome')).toEqual([expect.objectContaining({ profileWanted: false, storedBoot: 3, storedSequence: 9 })]);
    link.say({ channel: 0, type: 'heartbeat', body: { batteryPercent: 50, bufferedBytes: 0, droppedFrames: 4 } });
    expect(harness.registry.devices.get('heater-2')).toMatchObject({ batteryPercent: 50, droppedFrames: 4 });
  });

  test('each heartbeat is answered at once with the time, and with nothing else', async () => {
    const harness = await Harness.start();
    const link = await harness.join(new Unit('heater-1'), await harness.token());
    link.frames.length = 0;
    link.say({ channel: 0, type: 'heartbeat', body: {} });
    harness.acquisition.committed(harness.key('heater-1'), 1, 5);
    await harness.pass(50_000);
    link.say({ channel: 0, type: 'heartbeat', body: {} });
    expect(link.frames).toMatchObject([
      { channel: 0, type: 'time', body: { fleetTimeMs: startWallMs } },
      { channel: 0, type: 'acknowledge', body: { boot: 1, sequence: 5 } },
      { channel: 0, type: 'time', body: { fleetTimeMs: startWallMs + 50_000 } },
    ]);
  });

  test('pending: told to wait and closed with 1000; welcomed after approval', async () => {
    const harness = await Harness.start();
    const unit = new Unit('heater-1');
    const link = await harness.claim(unit, await harness.token({ approve: false }));
    expect(link.all('pending')[0]?.retryAfterMs).toBeGreaterThanOrEqual(15_000);
    expect(link.closedWith).toBe(closeCodes.normal);
    expect(harness.hello(unit).all('pending')).toHaveLength(1);
    await harness.registry.devices.approve(['heater-1'], operator);
    expect(harness.hello(unit).all('welcome')).toHaveLength(1);
  });

  test('a sleeper is asleep after its goodbye and online when it is back', async () => {
    const harness = await Harness.start();
    const unit = new Unit('soil-1');
    unit.profile = sleeper;
    const link = await harness.join(unit, await harness.token());
    link.say({ channel: 0, type: 'sleep', body: { wakeInMs: 600_000 } });
    link.close(closeCodes.sleeping);
    expect(harness.registry.devices.get('soil-1')?.presence).toBe('asleep');
    await harness.pass(600_000 + 31_000);
    expect(harness.registry.devices.get('soil-1')?.presence).toBe('late');
    await harness.pass(3 * 600_000);
    expect(harness.registry.devices.get('soil-1')?.presence).toBe('offline');
    expect(harness.registry.devices.count()).toMatchObject({ offline: 1, total: 1 });
    harness.hello(unit);
    expect(harness.registry.devices.count()).toMatchObject({ online: 1, offline: 0, total: 1 });
  });
});

describe('refusals of the handshake, each with its code, its counter and a closed link', () => {
  async function expectRefused(harness: Harness, link: { refusals(): unknown[]; closedWith: number | undefined }, reason: string) {
    await harness.settle();
    expect(link.refusals()).toEqual([reason]);
    expect(link.closedWith).toBe(closeCodes.refused);
    expect(harness.refused(reason)).toBe(1);
  }

  test('answer-timeout: a socket that opens and says nothing', async () => {
    const harness = await Harness.start();
    const link = harness.open();
    await harness.pass(19_999);
    expect(link.isOpen).toBe(true);
    await harness.pass(1);
    await expectRefused(harness, link, 'answer-timeout');
  });

  test('not-welcomed: telemetry before the handshake', async () => {
    const harness = await Harness.start();
    const link = harness.open();
    link.telemetry(1, 1);
    await expectRefused(harness, link, 'not-welcomed');
  });

  test('frame-malformed', async () => {
    const harness = await Harness.start();
    const link = harness.open();
    link.receive(Uint8Array.of(0xff, 0xff, 0xff));
    await expectRefused(harness, link, 'frame-malformed');
  });

  test('field-invalid', async () => {
    const harness = await Harness.start();
    const link = harness.open();
    link.say({ channel: 0, type: 'claim', body: { deviceId: 'Not allowed' } });
    await expectRefused(harness, link, 'field-invalid');
  });

  test.each([
    ['tooLarge', 'frame-too-large'],
    ['notBinary', 'frame-not-binary'],
    ['protocol', 'frame-malformed'],
  ] as const)('fault %s of the driver', async (fault, reason) => {
    const harness = await Harness.start();
    const link = harness.open();
    harness.gateway.handler.onFault(link, fault);
    await expectRefused(harness, link, reason);
  });

  test('unknown-device', async () => {
    const harness = await Harness.start();
    await expectRefused(harness, harness.hello(new Unit('nobody')), 'unknown-device');
    expect(await harness.audit()).toContain('hello.refused device:nobody unknown-device');
  });

  test('bad-signature: another key, and a proof that was recorded on another connection', async () => {
    const harness = await Harness.start();
    const unit = new Unit('heater-1');
    await harness.join(unit, await harness.token());
    const thief = new Unit('heater-1', 'another key');
    thief.boot = 9;
    await expectRefused(harness, harness.hello(thief), 'bad-signature');
    const recorded = unit.hello(harness.open().nonce(), harness.clock.wallMs());
    const link = harness.open();
    link.say(recorded);
    expect(link.refusals()).toEqual(['bad-signature']);
  });

  test('bad-signature: a second Hello for one nonce', async () => {
    const harness = await Harness.start();
    const unit = new Unit('heater-1');
    const link = await harness.join(unit, await harness.token());
    harness.hello(unit, link);
    await expectRefused(harness, link, 'bad-signature');
  });

  test('clone-suspected: (boot, connection) must grow; audited; the open connection stays', async () => {
    const harness = await Harness.start();
    const unit = new Unit('heater-1');
    unit.boot = 5;
    const open = await harness.join(unit, await harness.token());
    const copy = new Unit('heater-1');
    copy.boot = 5;
    await expectRefused(harness, harness.hello(copy), 'clone-suspected');
    expect(open.isOpen).toBe(true);
    copy.boot = 4;
    copy.connection = 1_000;
    expect(harness.hello(copy).refusals()).toEqual(['clone-suspected']);
    expect((await harness.audit()).filter((line) => line === 'hello.refused device:heater-1 clone-suspected')).toHaveLength(2);
  });

  test('superseded: the newer connection wins, the older is closed and audited', async () => {
    const harness = await Harness.start();
    const unit = new Unit('heater-1');
    const older = await harness.join(unit, await harness.token());
    const newer = harness.hello(unit);
    await expectRefused(harness, older, 'superseded');
    expect(newer.all('welcome')).toHaveLength(1);
    expect(harness.gateway.connections.counters.sessions).toBe(1);
    expect(harness.registry.devices.get('heater-1')?.presence).toBe('online');
    expect(await harness.audit()).toContain('session.refused device:heater-1 superseded');
  });

  test('clock-skew: at the limit and one past it', async () => {
    const harness = await Harness.start();
    const unit = new Unit('heater-1');
    await harness.join(unit, await harness.token());
    for (const [skewMs, answer] of [
      [300_000, []],
      [-300_000, []],
      [300_001, ['clock-skew']],
      [-300_001, ['clock-skew']],
    ] as const) {
      const link = harness.open();
      link.say(unit.hello(link.nonce(), harness.clock.wallMs() + skewMs));
      expect(link.refusals()).toEqual(answer);
      if (answer.length > 0) expect(link.all('refusal')[0]).toMatchObject({ fleetTimeMs: startWallMs, retryAfterMs: 1_000 });
    }
    expect(await harness.audit()).toContain('hello.refused device:heater-1 clock-skew');
  });

  test('revoked at once, and for ever: also after deletion, by name and by key', async () => {
    const harness = await Harness.start();
    const token = await harness.token();
    const unit = new Unit('heater-1');
    const link = await harness.join(unit, token);
    await harness.registry.devices.revoke('heater-1', operator);
    await expectRefused(harness, link, 'revoked');
    expect(harness.hello(unit).refusals()).toEqual(['revoked']);
    await harness.registry.devices.remove('heater-1', operator);
    expect(harness.registry.devices.get('heater-1')).toBeUndefined();
    expect(harness.hello(unit).refusals()).toEqual(['revoked']);
    expect((await harness.claim(unit, token)).refusals()).toEqual(['revoked']);
    expect((await harness.claim(new Unit('heater-1', 'new key'), token)).refusals()).toEqual(['revoked']);
    expect((await harness.claim(new Unit('heater-2', 'heater-1'), token)).refusals()).toEqual(['revoked']);
  });

  test('rejected by an operator', async () => {
    const harness = await Harness.start();
    const unit = new Unit('heater-1');
    await harness.claim(unit, await harness.token({ approve: false }));
    await harness.registry.devices.reject(['heater-1'], operator);
    await expectRefused(harness, harness.hello(unit), 'rejected');
  });

  test('overloaded: open handshakes at the limit and one past it; room again after one ended', async () => {
    const harness = await Harness.start({ gateway: { openHandshakes: 2 } });
    const first = harness.open();
    harness.open();
    await expectRefused(harness, harness.open(), 'overloaded');
    first.drop();
    expect(harness.open().refusals()).toEqual([]);
  });

  test('overloaded: handshakes a second; those turned away get times that are spread out', async () => {
    const harness = await Harness.start({ gateway: { handshakesPerSecond: 10 } });
    const links = Array.from({ length: 40 }, () => harness.open());
    const waits = links.flatMap((link) => link.all('refusal').map((body) => body.retryAfterMs ?? 0));
    expect(waits).toHaveLength(30);
    expect(new Set(waits).size).toBe(30);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000 + 30 * 100);
  });
});

describe('stop', () => {
  test('every device is told to come back later, spread out; open commands end; new links are turned away', async () => {
    const harness = await Harness.start();
    const token = await harness.token();
    const links = [await harness.join(new Unit('heater-1'), token), await harness.join(new Unit('heater-2'), token), harness.open()];
    const answer = harness.gateway.connections.command(1, { name: 'identify', arguments: {}, withinMs: 60_000 });
    const ended = expect(answer).rejects.toMatchObject({ code: 'E1314' });
    await harness.gateway.stop('maintenance');
    await ended;
    for (const link of links) {
      expect(link.refusals()).toEqual(['stopping']);
      expect(link.all('refusal')[0]?.retryAfterMs).toBeGreaterThan(0);
      expect(link.closedWith).toBe(closeCodes.refused);
    }
    expect(harness.open().refusals()).toEqual(['stopping']);
    expect(harness.gateway.connections.counters).toMatchObject({ connections: 0, sessions: 0 });
  });
});

test('a profile that does not fit its digest is refused, as is telemetry before it', async () => {
  const harness = await Harness.start();
  const token = await harness.token();
  const unit = new Unit('heater-1');
  const link = harness.hello(unit, await harness.claim(unit, token));
  link.say({ channel: 0, type: 'profileDefinition', body: profileDefinitionOf({ ...thermostat, title: 'Other' }) });
  expect(link.refusals()).toEqual(['profile-invalid']);
  expect(harness.registry.directory.profileOf(profileDigest(thermostat))).toBeUndefined();
  const again = harness.hello(unit);
  again.telemetry(1, 1);
  expect(again.refusals()).toEqual(['profile-missing']);
  expect(harness.refused('profile-invalid')).toBe(1);
  expect(harness.refused('profile-missing')).toBe(1);
});
