import { describe, expect, test } from 'vitest';
import { toyModel, toyProfile } from './device-fixture.ts';
import { DeviceKind } from './device-kind.ts';
import { createDevice } from './index.ts';
import { digestOf, hellos, imageOf, levelOnly, offered, runTo, setUpUpdate, walk } from './update-fixture.ts';

describe('breaks', () => {
  test('a link at the floor of the speed brings a header that takes a minute: it is asked for once', () => {
    const hardwareRevisions = Array.from({ length: 64 }, (_, index) => `${index}`.padStart(32, 'r'));
    const image = imageOf('1.1.0', levelOnly, { hardwareRevisions: ['a', ...hardwareRevisions.slice(1)] });
    const speedFloorBytesPerS = 50;
    expect(image.headerBytes.length / speedFloorBytesPerS).toBeGreaterThan(40);
    const toy = toyProfile();
    const rig = offered(image, { ...toy, flash: { ...toy.flash, speedFloorBytesPerS } });
    const { releases } = rig;
    const headerMs = (1_000 * (image.headerBytes.length - 1)) / speedFloorBytesPerS;
    Object.defineProperty(releases, 'everyMs', { get: () => (releases.asked.at(-1)?.piece === 'header' ? headerMs : 1) });
    runTo(rig, 'downloading');
    expect(releases.states.at(-1)).toBe('downloading');
    expect(releases.asked.filter(({ piece }) => piece === 'header')).toHaveLength(1);
  });

  test('after a break of the link it goes on from the first part that it has not', () => {
    const rig = offered(imageOf('1.1.0', levelOnly, {}, 1_000_000));
    const { releases, fleet, clock } = rig;
    runTo(rig, 'downloading');
    clock.advanceBy(6_000);
    fleet.link.break();
    const before = releases.asked.length;
    clock.advanceBy(200_000);
    expect(releases.states).toEqual(walk);
    const [first] = releases.asked.slice(before);
    expect(first).toMatchObject({ piece: 'content' });
    expect(first?.offset).toBeGreaterThan(0);
  });

  test('invariant 1: power that goes at any time of a download leaves the old image, and the download goes on from what is whole', () => {
    for (const afterMs of [3, 40, 120, 900, 2_345, 4_000]) {
      const rig = offered(imageOf('1.1.0', levelOnly, {}, 400_000));
      const { device, clock, releases } = rig;
      clock.advanceBy(afterMs);
      device.powerOff();
      clock.advanceBy(1_000);
      device.powerOn();
      clock.advanceBy(2_000);
      const states = releases.states.slice(0, releases.states.indexOf('installing'));
      expect(states.every((state) => ['checking', 'downloading'].includes(state))).toBe(true);
      expect(hellos(rig).at(-1)).toMatchObject({ firmwareVersion: '1.0.0', imageConfirmed: true });
      clock.advanceBy(200_000);
      expect(releases.states.at(-1)).toBe('confirmed');
    }
  });

  test.each(['before', 'torn', 'after'])(
    'invariant 1: a cut %s an operation, at many of them: the device always comes back and ends well',
    (kind) => {
      for (let operation = 1; operation < 700; operation += 61) {
        const rig = setUpUpdate();
        const { device, clock, releases } = rig;
        const image = imageOf('1.1.0', levelOnly);
        device.inject('flash-cut', 1, `${operation}:${kind}`);
        releases.publish([image]);
        releases.offer(image);
        clock.advanceBy(30_000);
        if (device.state.power === 'off') {
          device.powerOn();
          clock.advanceBy(200_000);
        }
        expect(releases.states.at(-1)).toBe('confirmed');
        expect(device.state).toMatchObject({ power: 'running', firmwareVersion: '1.1.0', isConfirmed: true });
      }
    },
  );

  test('slots that are damaged lead to recovery, and an update leads out of it', () => {
    const rig = setUpUpdate();
    const { device, clock, releases } = rig;
    device.inject('flash-rot', 1);
    device.reboot();
    clock.advanceBy(20_000);
    expect(device.state).toMatchObject({ power: 'recovery', firmwareVersion: '0.0.0-recovery' });
    const image = imageOf('1.1.0', levelOnly);
    releases.publish([image]);
    releases.offer(image);
    clock.advanceBy(60_000);
    expect(device.state).toMatchObject({ power: 'running', firmwareVersion: '1.1.0', isConfirmed: true });
  });

  test('flash that fails from the middle of a job on fails afterwards too', () => {
    const rig = offered(imageOf('1.1.0', levelOnly, {}, 300_000));
    runTo(rig, 'downloading');
    rig.clock.advanceBy(10);
    rig.device.inject('flash-fail', 1, 'slots');
    rig.clock.advanceBy(200_000);
    expect(rig.releases.reports.at(-1)).toMatchObject({ state: 'failed' });
  });

  test('a slot whose mark could not be taken back is given up when it boots, and the next attempt goes through', () => {
    const rig = offered();
    const { device, clock, releases, image } = rig;
    runTo(rig, 'rebooting');
    device.inject('flash-fail', 1, 'records');
    clock.advanceBy(60_000);
    expect(releases.states.at(-1)).toBe('failed');
    device.inject('flash-fail', 0);
    device.reboot();
    clock.advanceBy(60_000);
    expect(hellos(rig).at(-1)).toMatchObject({ firmwareVersion: '1.0.0', imageConfirmed: true });
    expect(device.state).toMatchObject({ update: 'idle', power: 'running', isConfirmed: true });
    releases.offer(image, 'attempt-2');
    runTo(rig, 'confirmed');
  });

  test.each(['checking', 'downloading', 'installing'])(
    'a cancel while %s: the old image stays, and the next attempt goes through',
    (state) => {
      const rig = offered(imageOf('1.1.0', levelOnly, {}, 300_000));
      const { releases, clock, image } = rig;
      runTo(rig, state);
      releases.cancel();
      clock.advanceBy(5_000);
      expect(releases.reports.at(-1)).toMatchObject({ state: 'cancelled', cause: 'cancelled' });
      expect(rig.device.state).toMatchObject({ firmwareVersion: '1.0.0', update: 'idle' });
      releases.offer(image, 'attempt-2');
      runTo(rig, 'confirmed');
    },
  );

  test.each(['rebooting', 'unconfirmed'])('a cancel while %s comes too late', (state) => {
    const rig = offered();
    runTo(rig, state);
    rig.releases.cancel();
    runTo(rig, 'confirmed');
  });

  test('a device that was off until its assignment expired goes on by the one that is signed for the same attempt anew', () => {
    const rig = setUpUpdate();
    const image = imageOf('1.1.0', levelOnly, {}, 900_000);
    rig.releases.publish([image]);
    rig.releases.offer(image, 'attempt-1', { expiresMs: rig.clock.wallMs() + 86_400_000 });
    runTo(rig, 'downloading');
    rig.clock.advanceBy(2_000);
    rig.device.powerOff();
    rig.clock.advanceBy(2 * 86_400_000);
    rig.device.powerOn();
    const { length } = hellos(rig);
    for (let ms = 0; ms < 100_000 && hellos(rig).length === length; ms += 1) rig.clock.advanceBy(1);
    rig.clock.advanceBy(2);
    rig.releases.offer(image);
    runTo(rig, 'confirmed');
    expect(new Set(rig.releases.reports.map(({ attemptId }) => attemptId))).toEqual(new Set(['attempt-1']));
  });

  test('a cancel of an attempt that it knows nothing of, or no more, is answered: the fleet waits for a word', () => {
    const { releases, device } = setUpUpdate(toyProfile());
    releases.cancel('attempt-9');
    expect(releases.reports).toMatchObject([
      { attemptId: 'attempt-9', sequence: 1, state: 'cancelled', cause: 'cancelled', message: 'this attempt is not known here' },
    ]);
    expect(device.state).toMatchObject({ update: 'idle', firmwareVersion: '1.0.0' });
  });

  test('a cancel of another attempt than the one under way does not touch that one', () => {
    const rig = offered();
    runTo(rig, 'downloading');
    rig.releases.cancel('attempt-9');
    runTo(rig, 'confirmed');
  });

  test('a device that comes back from its saved flash goes on in the middle', () => {
    const rig = offered(imageOf('1.1.0', levelOnly, {}, 600_000));
    const { device, clock, releases, options } = rig;
    runTo(rig, 'downloading');
    clock.advanceBy(6_000);
    const flash = structuredClone(JSON.parse(JSON.stringify(device.snapshotFlash())) as ReturnType<typeof device.snapshotFlash>);
    const blobs = device.firmwareBlobs();
    device.stop();
    const environment = { ...options.environment };
    const kind = new DeviceKind(toyProfile(), toyModel);
    const again = createDevice({ ...options, environment, kind, flash: { ...flash, frames: [] }, blobs: (digest) => blobs.get(digest) });
    releases.asked.length = 0;
    again.start();
    clock.advanceBy(200_000);
    expect(releases.states).toEqual(walk);
    const content = releases.asked.find(({ piece }) => piece === 'content');
    expect(content?.offset).toBeGreaterThan(0);
    expect(again.state).toMatchObject({ firmwareVersion: '1.1.0', isConfirmed: true });
  });
});

test('a device that is stopped between two checks of metadata comes back, and only contents that it names are looked for', () => {
  const rig = offered(imageOf('1.1.0', levelOnly, {}, 600_000));
  const { device, clock, releases, options } = rig;
  runTo(rig, 'downloading');
  const flash = JSON.parse(JSON.stringify(device.snapshotFlash())) as ReturnType<typeof device.snapshotFlash>;
  // Here all answers come at one instant: what a stop between them leaves is made by hand.
  const files = flash.firmware?.trust?.files as Record<string, string>;
  delete files.snapshot;
  delete files.targets;
  expect(Object.keys(files)).toEqual(['root', 'timestamp']);
  const saved = device.firmwareBlobs();
  device.stop();
  const looked: string[] = [];
  const blobs = (digest: string) => {
    looked.push(digest);
    return saved.get(digest);
  };
  const kind = new DeviceKind(toyProfile(), toyModel);
  const again = createDevice({ ...options, environment: { ...options.environment }, kind, flash: { ...flash, frames: [] }, blobs });
  expect(looked.filter((digest) => !saved.has(digest))).toEqual([]);
  again.start();
  clock.advanceBy(200_000);
  expect(releases.states.at(-1)).toBe('confirmed');
  expect(again.state).toMatchObject({ firmwareVersion: '1.1.0', isConfirmed: true });
});

describe('a trial', () => {
  test.each([100, 400])(
    'invariant 6: time that runs out after %i ms, while the confirm is being written, takes nothing back',
    (confirmWithinMs) => {
      const { flash, ...profile } = toyProfile();
      const rig = offered(imageOf('1.1.0', levelOnly), { ...profile, flash: { ...flash, confirmWithinMs } });
      runTo(rig, 'confirmed');
      rig.clock.advanceBy(60_000);
      expect(rig.releases.states).toEqual(walk);
      expect(rig.device.state).toMatchObject({ firmwareVersion: '1.1.0', isConfirmed: true });
    },
  );

  test('a second session while the confirm is being written does not confirm twice', () => {
    const { flash, ...profile } = toyProfile({ reconnect: { baseMs: 1, maximumMs: 64_000, stableMs: 20_000 } });
    // Large blocks are slow to erase.
    const rig = offered(imageOf('1.1.0', levelOnly), { ...profile, flash: { ...flash, slotBytes: 262_144, eraseBlockBytes: 65_536 } });
    runTo(rig, 'unconfirmed');
    for (let ms = 0; ms < 10_000 && rig.fleet.bodies('hello').length < 3; ms += 5) {
      rig.clock.advanceBy(5);
      if (rig.fleet.bodies('hello').length === 2) rig.fleet.link.break();
    }
    expect([rig.fleet.bodies('hello').length, rig.device.state.isConfirmed]).toEqual([3, false]);
    rig.clock.advanceBy(60_000);
    expect(rig.environment.counters).toMatchObject({ updatesConfirmed: 1 });
    expect(rig.releases.reports.filter(({ state }) => state === 'confirmed')).toHaveLength(1);
  });

  test('invariant 6: an image that crashes before it is confirmed is tried as often as the profile says, then the old one is back', () => {
    const crashing = {
      ...levelOnly,
      states: { on: { entry: [{ type: 'crash' as const, params: { message: 'logic error' } }], meta: { final: 'crashes' } } },
    };
    const rig = offered(imageOf('1.1.0', crashing, { securityCounter: 4 }));
    runTo(rig, 'reverted');
    expect(rig.releases.reports.at(-1)).toMatchObject({
      cause: 'application-failed',
      running: rig.kind.factoryImage.digest,
      isConfirmed: true,
      securityCounter: 0,
    });
    expect(hellos(rig).at(-1)).toMatchObject({ firmwareVersion: '1.0.0', resetReason: 8, imageConfirmed: true });
    expect(rig.counters.crashes).toBe(rig.kind.profile.flash.bootAttempts);
  });

  test('an application that does not fit the profile counts as a failed boot', () => {
    const alien = {
      ...levelOnly,
      states: { on: { entry: [{ type: 'sample' as const, params: { signals: ['altitudeM'], everyMs: 1_000 } }], meta: { final: 'x' } } },
    };
    const rig = offered(imageOf('1.1.0', alien));
    runTo(rig, 'reverted');
    expect(rig.releases.reports.at(-1)).toMatchObject({ cause: 'boot-failed' });
    expect(rig.device.state).toMatchObject({ power: 'running', firmwareVersion: '1.0.0' });
  });

  test('a device that is not welcomed in time goes back, and says so when it is', () => {
    const rig = offered();
    const { fleet, clock, kind } = rig;
    runTo(rig, 'rebooting');
    fleet.isReachable = false;
    clock.advanceBy(kind.profile.flash.confirmWithinMs + 30_000);
    expect(rig.device.state).toMatchObject({ firmwareVersion: '1.0.0', isConfirmed: true });
    fleet.isReachable = true;
    clock.advanceBy(200_000);
    expect(rig.releases.reports.at(-1)).toMatchObject({ state: 'reverted', cause: 'not-confirmed' });
  });

  test('one that never confirms goes back; the same image may be tried again', () => {
    const rig = offered();
    rig.device.inject('never-confirm', 1);
    runTo(rig, 'reverted', 2_000_000);
    expect(rig.releases.reports.at(-1)).toMatchObject({ cause: 'not-confirmed' });
    expect(rig.device.state.faults).toMatchObject({ 'never-confirm': 1 });
    rig.device.inject('never-confirm', 0);
    rig.releases.offer(rig.image, 'attempt-2');
    runTo(rig, 'confirmed');
  });

  test('a liar says that it is confirmed, and its Hello says otherwise', () => {
    const rig = offered();
    rig.device.inject('lie', 1);
    runTo(rig, 'confirmed');
    expect(rig.releases.reports.at(-1)).toMatchObject({ running: rig.image.digest, isConfirmed: true });
    expect(digestOf(hellos(rig).at(-1))).toBe(rig.kind.factoryImage.digest);
  });

  test('a device that dies at the reboot is never heard of again', () => {
    const rig = offered();
    rig.device.inject('silent-death', 1);
    runTo(rig, 'rebooting');
    rig.clock.advanceBy(3_600_000);
    expect(rig.releases.states.at(-1)).toBe('rebooting');
    expect(rig.device.state.power).toBe('off');
  });
});
