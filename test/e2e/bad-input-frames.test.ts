import { expect } from 'vitest';
import { probe, type RawDevice } from './bad-input-device.ts';
import { BadInputRig, type Case, expectEnd, refused, upgrade } from './bad-input-rig.ts';

/** Issue 2, "Bad input": frames, telemetry and profiles, on real sockets against a manager in its own process. What holds after each row stands at BadInputRig. */
const rig = new BadInputRig();

/** Upgrades by hand, sends bytes that no WebSocket library would, and resolves with what came after the upgrade. */
async function rawBytes(bytes: readonly number[]): Promise<string> {
  const { socket, end } = rig.bare();
  socket.write(upgrade());
  await new Promise((done) => socket.once('data', done));
  socket.write(Buffer.from(bytes));
  return end;
}

/** The code of the close frame at the end of bytes from the fleet. */
function closeCodeOf(heard: string): number {
  const at = heard.lastIndexOf('\x88');
  return Buffer.from(heard.slice(at + 2, at + 4), 'latin1').readUInt16BE();
}

rig.cases('frames that can not be read', [
  rig.mistake('one byte too large', 'frame-too-large', 1_009, /longer than 65536 bytes/, (device) => device.send(new Uint8Array(65_537))),
  {
    name: 'the largest frame there may be is read: a body that nobody knows',
    counts: { frames_unknown_total: 1 },
    act: async () => {
      const device = await rig.welcomed();
      // Field 1000, length-delimited, and zeros to the last byte.
      device.send(Buffer.concat([Buffer.of(0xc2, 0x3e, 0xfb, 0xff, 0x03), Buffer.alloc(65_531)]));
      device.telemetry();
      await device.until('the next frame is acknowledged', () => device.acknowledged === 1);
      await device.leave();
    },
  },
  {
    name: 'a header that promises 1 GiB: Refusal frame-too-large, close 1009 before a byte of it came',
    counts: refused('frame-too-large'),
    act: async () => {
      const heard = await rawBytes([0x82, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]);
      expect(heard).toContain('longer than 65536 bytes');
      expect(closeCodeOf(heard)).toBe(1_009);
    },
  },
  rig.mistake('truncated', 'frame-malformed', 4_000, /E1101.*bytes can't be read at byte/, (device) =>
    device.send(device.readings(1).subarray(0, -3)),
  ),
  rig.mistake('bytes of chance', 'frame-malformed', 4_000, /E1101/, (device) => device.send(new Uint8Array(100).fill(0xff))),
  rig.mistake('text', 'frame-not-binary', 1_003, /text message/, (device) => device.webSocket?.send('{"temperature": 21}')),
  rig.mistake('65 fragments', 'frame-malformed', 1_008, /more than 64 fragments/, (device) => {
    for (let piece = 1; piece <= 65; piece += 1) device.webSocket?.send(Buffer.of(0), { fin: piece === 65 });
  }),
  {
    name: 'no WebSocket traffic after the upgrade: Refusal frame-malformed, close 1002',
    counts: refused('frame-malformed'),
    act: async () => {
      const heard = await rawBytes([0x83, 0x81, 0, 0, 0, 0, 0]);
      expect(heard).toContain('no WebSocket traffic');
      expect(closeCodeOf(heard)).toBe(1_002);
    },
  },
  {
    name: 'half a frame, then the line breaks: nothing to refuse',
    counts: {},
    act: async () => {
      const { socket, end } = rig.bare();
      socket.write(upgrade());
      await new Promise((done) => socket.once('data', done));
      socket.end(Buffer.of(0x82, 0xfe, 0xff, 0xff, 0, 0));
      await end;
    },
  },
  {
    name: 'an unknown body and an unknown field: ignored and counted, the session goes on',
    counts: { frames_unknown_total: 1, fields_unknown_total: 1 },
    act: async () => {
      const device = await rig.welcomed();
      device.send(Buffer.of(0xc2, 0x3e, 0x00));
      // Heartbeat with field 1000 in it.
      device.send(Buffer.of(0x32, 0x03, 0xc0, 0x3e, 0x01));
      device.telemetry();
      await device.until('the next frame is acknowledged', () => device.acknowledged === 1);
      await device.leave();
    },
  },
  rig.mistake('a field out of its range', 'field-invalid', 4_000, /E1103.*101.*100/, (device) =>
    device.say({ channel: 0, type: 'heartbeat', body: { batteryPercent: 101 } }),
  ),
]);

/** A row of a telemetry frame that is answered with Reject: the session goes on, and the next frame is stored. */
function rejected(name: string, message: RegExp, bytes: (device: RawDevice) => Uint8Array): Case {
  return {
    name: `${name}: Reject, the session goes on`,
    counts: { frames_rejected_total: 1 },
    act: async () => {
      const device = await rig.welcomed();
      device.send(bytes(device));
      await device.until('a Reject', () => device.of('reject').length > 0);
      expect(device.of('reject')[0]?.message).toMatch(message);
      device.sequence = 1;
      device.telemetry();
      await device.until('the next frame is acknowledged', () => device.acknowledged === 2);
      expect((await rig.manager.query(`SELECT count(*) FROM readings WHERE device = '${device.id}'`))[0]?.map(Number)).toEqual([4]);
      await device.leave();
    },
  };
}

rig.cases('telemetry and profiles', [
  rejected('a signal that the profile has not', /signal 3 is not in the profile/, (device) => device.readings(1, { ids: [3] })),
  rejected('a value that is no number', /NaN|finite/i, (device) => device.readings(1, { ids: [1], values: [Number.NaN] })),
  rejected('a reading of next year', /the limit is 300000 ms/, (device) =>
    device.readings(1, { ids: [1], atMs: Date.now() + 31_536_000_000 }),
  ),
  {
    name: 'a boot that is still to come: Reject, and the watermark stays',
    counts: { frames_rejected_total: 1 },
    act: async () => {
      const device = await rig.welcomed();
      device.send(device.readings(9, { boot: 2 }));
      await device.until('a Reject', () => device.of('reject').length > 0);
      device.telemetry();
      await device.until('frame 1 is acknowledged', () => device.acknowledged === 1);
      await device.leave();
    },
  },
  {
    name: 'frames out of sequence: an old one is a duplicate and acknowledged again, a gap is no error',
    counts: { frames_duplicate_total: 1 },
    act: async () => {
      const device = await rig.welcomed();
      device.send(device.readings(5));
      await device.until('frame 5 is acknowledged', () => device.acknowledged === 5);
      device.send(device.readings(3));
      device.send(device.readings(7));
      await device.until('frame 7 is acknowledged', () => device.acknowledged === 7);
      const rows = await rig.manager.query(`SELECT DISTINCT value FROM readings WHERE device = '${device.id}' ORDER BY value`);
      expect(rows).toEqual([[5], [7]]);
      await device.leave();
    },
  },
  {
    name: 'telemetry before the profile that was wanted: Refusal profile-missing, close 4000',
    counts: refused('profile-missing'),
    act: () => strangeProfile((device) => device.telemetry(), 'profile-missing', /before the definition of profile/),
  },
  {
    name: 'a definition with another digest: Refusal profile-invalid, close 4000',
    counts: refused('profile-invalid'),
    act: () => strangeProfile((device) => device.define(), 'profile-invalid', /the definition has the digest [0-9a-f]{64}, Hello said/),
  },
  {
    name: 'a definition that breaks a rule: Refusal profile-invalid, close 4000',
    counts: refused('profile-invalid'),
    act: () =>
      strangeProfile(
        (device) => device.define({ ...probe, signals: [probe.signals[0], probe.signals[0]].flatMap((one) => one ?? []) }),
        'profile-invalid',
        /E\d{4}/,
      ),
  },
]);

/** An enrolled device shows a digest that nobody knows, is asked for the profile, and does something else. */
async function strangeProfile(act: (device: RawDevice) => void, reason: string, message: RegExp): Promise<undefined> {
  const device = await rig.away();
  await device.open(rig.manager);
  device.hello({ profileDigest: new Uint8Array(32).fill(7) });
  await device.until('Welcome', () => device.of('welcome').length > 0);
  expect(device.of('welcome')[0]?.profileWanted).toBe(true);
  act(device);
  await expectEnd(device, reason, 4_000, message);
}
