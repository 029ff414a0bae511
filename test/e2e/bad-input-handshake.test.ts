import { expect } from 'vitest';
import { RawDevice } from './bad-input-device.ts';
import { BadInputRig, type Case, expectEnd, refused } from './bad-input-rig.ts';

/** Issue 2, "Bad input": handshakes, on real sockets against a manager in its own process. What holds after each row stands at BadInputRig. */
const rig = new BadInputRig();

/** A row of a handshake: nothing was welcomed before. */
function handshake(name: string, reason: string, message: RegExp, act: (device: RawDevice) => Promise<void>): Case {
  return {
    name: `${name}: Refusal ${reason}, close 4000`,
    counts: refused(reason),
    act: async () => {
      const device = rig.newDevice();
      await act(device);
      await expectEnd(device, reason, 4_000, message);
    },
  };
}

/** A row of an enrolled device that comes back. */
function comeback(name: string, reason: string, message: RegExp, act: (device: RawDevice) => Promise<unknown>): Case {
  return {
    name: `${name}: Refusal ${reason}, close 4000`,
    counts: refused(reason),
    act: async () => {
      const device = await rig.away();
      await act(device);
      await expectEnd(device, reason, 4_000, message);
    },
  };
}

rig.cases('handshakes', [
  handshake('telemetry before the handshake', 'not-welcomed', /while the unit is challenged/, async (device) => {
    await device.open(rig.manager);
    device.telemetry();
  }),
  handshake('a socket that opens and says nothing', 'answer-timeout', /within 1000 ms/, (device) => device.open(rig.manager)),
  handshake('a wrong enrolment token', 'token-invalid', /is unknown, or the proof does not fit/, async (device) => {
    await device.open(rig.manager);
    device.claim(`${rig.token}x`);
  }),
  handshake('an expired token', 'token-expired', /ms/, async (device) => {
    const brief = await rig.manager.enrolmentToken({ lifetimeMs: 1_000 });
    await new Promise((done) => setTimeout(done, 1_100));
    await device.open(rig.manager);
    device.claim(brief);
  }),
  handshake('a token without uses left', 'token-used-up', /1/, async (device) => {
    const single = await rig.manager.enrolmentToken({ uses: 1 });
    const first = rig.newDevice();
    await first.enrol(rig.manager, single);
    await first.leave();
    await device.open(rig.manager);
    device.claim(single);
  }),
  handshake('a profile that the token does not allow', 'profile-not-allowed', /lets in thermostat, not probe/, async (device) => {
    const strict = await rig.manager.enrolmentToken({ profiles: ['thermostat'] });
    await device.open(rig.manager);
    device.claim(strict);
  }),
  handshake('a claim with a bad signature', 'bad-signature', /signature/, async (device) => {
    await device.open(rig.manager);
    device.claim(rig.token, { isForged: true });
  }),
  handshake('an unknown device', 'unknown-device', /no device bad-\d+ is enrolled/, async (device) => {
    await device.reconnect(rig.manager);
  }),
  handshake('a second answer to one Challenge', 'bad-signature', /no Challenge is open/, async (device) => {
    await device.enrol(rig.manager, rig.token);
    device.hello();
  }),
  {
    name: 'the identity of somebody else with a key of its own: Refusal identity-taken, close 4000',
    counts: refused('identity-taken'),
    act: async () => {
      const thief = new RawDevice('steady', 'another key');
      await thief.open(rig.manager);
      thief.claim(rig.token);
      await expectEnd(thief, 'identity-taken', 4_000, /another key holds the identity steady/);
    },
  },
  comeback('a Hello with a bad signature', 'bad-signature', /does not fit the nonce/, (device) =>
    device.reconnect(rig.manager, { isForged: true }),
  ),
  comeback('a Hello out of sequence (a clone)', 'clone-suspected', /\(boot 1, connection 1\) is not above \(1, 1\)/, (device) =>
    device.reconnect(rig.manager, { connection: 1 }),
  ),
  comeback('a clock that is off', 'clock-skew', /300000 ms/, (device) =>
    device.reconnect(rig.manager, { deviceTimeMs: Date.now() - 400_000 }),
  ),
  comeback('a revoked device', 'revoked', /was revoked by an operator/, async (device) => {
    await rig.manager.order(`/v1/devices/${device.id}/revoke`, { reason: 'stolen' });
    await device.reconnect(rig.manager);
  }),
  comeback('a revoked key under a new name, with a good token', 'revoked', /revoked for ever/, async (device) => {
    await rig.manager.order(`/v1/devices/${device.id}/revoke`, { reason: 'stolen' });
    const id = `renamed-${device.id}`;
    const again = Object.assign(device, { id });
    await again.open(rig.manager);
    again.claim(rig.token);
  }),
  {
    name: 'a device that is revoked while it is connected: Refusal revoked, close 4000',
    counts: refused('revoked'),
    act: async () => {
      const device = await rig.welcomed();
      await rig.manager.order(`/v1/devices/${device.id}/revoke`, { reason: 'stolen' });
      await expectEnd(device, 'revoked', 4_000, /revoked/);
    },
  },
  {
    name: 'a second connection of one identity: the older one gets Refusal superseded, close 4000',
    counts: refused('superseded'),
    act: async () => {
      const older = await rig.welcomed();
      const newer = new RawDevice(older.id);
      newer.connection = older.connection;
      await newer.reconnect(rig.manager);
      expect(newer.isWelcomed).toBe(true);
      await expectEnd(older, 'superseded', 4_000, /a newer connection of bad-\d+ came from 127\.0\.0\.1/);
      await newer.leave();
    },
  },
]);
