import { describe, expect, test } from 'vitest';
import { transferRules } from '#firmware/logic/index.js';
import { pieces } from '#proto/frame/index.js';
import { setUp, toyProfile } from './device-fixture.ts';
import { digestOf, FakeReleases, hellos, imageOf, levelOnly, offered, type Rig, runTo, setUpUpdate, walk } from './update-fixture.ts';

const isPiece = (part: { piece?: number | null }, name: Parameters<typeof pieces.codeOf>[0]) => part.piece === pieces.codeOf(name);

describe('an update', () => {
  test('invariant 6: goes from the offer to confirmed, and the new application runs', () => {
    const rig = offered(imageOf('1.1.0', levelOnly, { securityCounter: 3 }));
    const { releases, clock, fleet, device, image } = rig;
    clock.advanceBy(60_000);
    expect(releases.states).toEqual(walk);
    expect(releases.asked.map(({ piece }) => piece)).toEqual(['root', 'root', 'timestamp', 'snapshot', 'targets', 'header', 'content']);
    expect(releases.reports.at(-1)).toMatchObject({
      running: image.digest,
      isConfirmed: true,
      securityCounter: 3,
      storedBytes: image.content.length,
    });
    const [first, second] = hellos(rig);
    expect(first).toMatchObject({ firmwareVersion: '1.0.0', imageConfirmed: true });
    expect(second).toMatchObject({ firmwareVersion: '1.1.0', imageConfirmed: false, resetReason: 7 });
    expect(digestOf(second)).toBe(image.digest);
    const readings = fleet.received.filter(({ event, boot }) => event === undefined && boot === 2);
    expect(new Set(readings.flatMap(({ signalIds }) => signalIds))).toEqual(new Set([1]));
    device.reboot();
    clock.advanceBy(5_000);
    expect(hellos(rig).at(-1)).toMatchObject({ firmwareVersion: '1.1.0', imageConfirmed: true });
    expect(device.state).toMatchObject({ firmwareVersion: '1.1.0', isConfirmed: true, update: 'idle' });
  });

  test('an image without an application keeps that of the profile; settings stay over the update', () => {
    const rig = setUpUpdate();
    const { fleet, releases, clock, device } = rig;
    fleet.say({ channel: 0, type: 'desiredConfiguration', body: { version: 3, settings: { limitL: { number: 20 } } } });
    const image = imageOf('1.1.0');
    releases.publish([image]);
    releases.offer(image);
    clock.advanceBy(60_000);
    expect(releases.states).toEqual(walk);
    expect(device.applicationContext()).toMatchObject({ limitL: 20 });
    const readings = fleet.received.filter(({ event, boot }) => event === undefined && boot === 2);
    expect(new Set(readings.flatMap(({ signalIds }) => signalIds))).toEqual(new Set([1, 2]));
  });

  test('a delta is put together from the running image; the second device of a process takes what the first one worked out', () => {
    const rig = setUpUpdate();
    const { releases, clock, kind } = rig;
    const first = imageOf('1.1.0', levelOnly);
    const second = imageOf('1.2.0', levelOnly);
    releases.publish([first, second]);
    releases.offer(first);
    runTo(rig, 'confirmed');
    releases.asked.length = 0;
    releases.offer(second, 'attempt-2', { ...releases.deltaFrom(first, second), fullAllowed: false });
    runTo(rig, 'confirmed');
    clock.advanceBy(1_000);
    expect(releases.asked.map(({ piece }) => piece)).toEqual(['root', 'timestamp', 'header', 'delta']);
    expect(releases.reports.at(-1)).toMatchObject({ takesDelta: true, running: second.digest });
    expect(releases.reports.at(-1)?.storedBytes).toBeLessThan(10_000);
    expect(kind.factoryImage.digest).not.toBe(first.digest);
  });

  test('a delta that came in part when the device restarts comes anew, and the report says why', () => {
    const rig = setUpUpdate();
    const { releases, clock, device } = rig;
    const first = imageOf('1.1.0', levelOnly);
    const second = imageOf('1.2.0', levelOnly);
    releases.publish([first, second]);
    releases.offer(first);
    runTo(rig, 'confirmed');
    releases.everyMs = 500;
    releases.offer(second, 'attempt-2', { ...releases.deltaFrom(first, second), fullAllowed: false });
    runTo(rig, 'downloading');
    expect(releases.reports.at(-1)).toMatchObject({ state: 'downloading', message: '' });
    const before = releases.reports.length;
    clock.advanceBy(100);
    device.powerOff();
    device.powerOn();
    runTo(rig, 'confirmed');
    const told = releases.reports.slice(before).filter(({ state, message }) => state === 'downloading' && message !== '');
    expect(told).toEqual([expect.objectContaining({ takesDelta: true, message: expect.stringContaining('the delta comes anew') })]);
    expect(releases.asked.filter(({ piece }) => piece === 'delta').map(({ offset }) => offset)).toEqual([0, 0]);
    expect(releases.reports.at(-1)).toMatchObject({ takesDelta: true, running: second.digest });
  });

  test('a delta for another base is refused before anything is written, and the whole image is not taken in silence', () => {
    const rig = setUpUpdate();
    const { releases, clock } = rig;
    const [base, image] = [imageOf('1.0.5', levelOnly), imageOf('1.1.0', levelOnly)];
    releases.publish([image]);
    releases.offer(image, 'attempt-1', { ...releases.deltaFrom(base, image), fullAllowed: false });
    clock.advanceBy(10_000);
    expect(releases.reports.at(-1)).toMatchObject({ state: 'rejected', cause: 'wrong-base' });
    expect(releases.asked.map(({ piece }) => piece)).not.toContain('content');
    releases.offer(image, 'attempt-2', { ...releases.deltaFrom(base, image), fullAllowed: true });
    runTo(rig, 'confirmed');
    expect(releases.reports.at(-1)).toMatchObject({ takesDelta: false });
    expect(releases.reports.find(({ attemptId, state }) => attemptId === 'attempt-2' && state === 'downloading')?.message).toMatch(
      /another image/,
    );
  });

  describe('a delta that can not be used', () => {
    const spoilt = { damaged: 'content-damaged', none: 'delta-unusable', gone: 'withdrawn' } as const;

    /** Offers a delta from the image that runs, whose frame is damaged on its way, is signed but no delta, or is gone. */
    function offerSpoilt(rig: ReturnType<typeof setUpUpdate>, how: keyof typeof spoilt, fullAllowed: boolean) {
      const { releases } = rig;
      const [first, second] = [imageOf('1.1.0', levelOnly), imageOf('1.2.0', levelOnly)];
      releases.publish([first, second]);
      releases.offer(first);
      runTo(rig, 'confirmed');
      releases.asked.length = 0;
      const base = how === 'none' ? imageOf('1.1.0', levelOnly, { name: 'other' }, 40_000) : first;
      const { delta } = releases.deltaFrom(base, second);
      releases.change = (part) => {
        if (pieces.nameOf('piece' in part ? (part.piece as number) : 0) !== 'delta' || how === 'none') return part;
        if (how === 'damaged') return { ...part, bytes: Buffer.alloc((part as { bytes: Uint8Array }).bytes.length, 1) };
        releases.absent('delta', 'withdrawn');
        return undefined;
      };
      releases.offer(second, 'attempt-2', { delta: { ...delta, baseDigest: first.digest } as NonNullable<typeof delta>, fullAllowed });
      return second;
    }

    test.each(Object.keys(spoilt) as (keyof typeof spoilt)[])('%s: the whole image comes in its place, and the report says why', (how) => {
      const rig = setUpUpdate();
      const second = offerSpoilt(rig, how, true);
      runTo(rig, 'confirmed');
      const { releases } = rig;
      expect(releases.reports.at(-1)).toMatchObject({ takesDelta: false, running: second.digest, storedBytes: second.content.length });
      const said = releases.reports.filter(({ attemptId, state }) => attemptId === 'attempt-2' && state === 'downloading');
      expect(said[0]).toMatchObject({ takesDelta: true, message: '' });
      // Those of the progress say it as well: each takes the place of the one before.
      const instead = said.filter(({ takesDelta }) => !takesDelta);
      expect(new Set(instead.map(({ message }) => message)).size).toBe(1);
      expect(instead[0]?.message).not.toBe('');
      expect(releases.asked.map(({ piece }) => piece).slice(-2)).toEqual(['delta', 'content']);
    });

    test.each(Object.keys(spoilt) as (keyof typeof spoilt)[])('%s, and the whole image is not allowed: the attempt ends', (how) => {
      const rig = setUpUpdate();
      offerSpoilt(rig, how, false);
      rig.clock.advanceBy(60_000);
      expect(rig.releases.reports.at(-1)).toMatchObject({ attemptId: 'attempt-2', cause: spoilt[how] });
      expect(rig.releases.asked.map(({ piece }) => piece)).not.toContain('content');
    });

    test('a reset in the whole image does not bring the delta back', () => {
      const rig = setUpUpdate();
      rig.releases.everyMs = 50;
      const second = offerSpoilt(rig, 'none', true);
      for (let ms = 0; ms < 60_000 && !rig.releases.asked.some(({ piece }) => piece === 'content'); ms += 10) rig.clock.advanceBy(10);
      rig.clock.advanceBy(100);
      rig.releases.asked.length = 0;
      rig.device.reboot();
      runTo(rig, 'confirmed');
      expect(rig.releases.asked.map(({ piece }) => piece)).not.toContain('delta');
      expect(rig.releases.reports.at(-1)).toMatchObject({ takesDelta: false, running: second.digest });
    });
  });

  test('the same offer again is the same attempt; another one is busy; after the end the report comes again', () => {
    const rig = offered();
    const { releases, clock, image } = rig;
    clock.advanceBy(3);
    releases.offer(image);
    releases.offer(image, 'attempt-2');
    clock.advanceBy(3);
    expect(releases.reports.at(-1)).toMatchObject({ attemptId: 'attempt-2', state: 'rejected', cause: 'busy' });
    runTo(rig, 'confirmed');
    const count = releases.reports.length;
    releases.offer(image);
    clock.advanceBy(5_000);
    expect(releases.reports.slice(count)).toMatchObject([{ attemptId: 'attempt-1', state: 'confirmed' }]);
  });

  test('an assignment that expired before it was looked at is taken as it is offered again', () => {
    const { releases, clock } = setUpUpdate();
    const image = imageOf('1.1.0', levelOnly);
    releases.publish([image]);
    const { change } = releases;
    releases.change = () => undefined;
    releases.offer(image, 'attempt-1', { expiresMs: clock.wallMs() + 60_000 });
    clock.advanceBy(120_000);
    releases.offer(image, 'attempt-1', { expiresMs: clock.wallMs() + 300_000 });
    releases.change = change;
    clock.advanceBy(200_000);
    expect(releases.states.at(-1)).toBe('confirmed');
  });

  test('a report is sent again after each welcome until it is acknowledged', () => {
    const rig = offered();
    const { releases, clock, fleet } = rig;
    releases.isAcknowledging = false;
    clock.advanceBy(60_000);
    const last = releases.reports.at(-1);
    expect(last?.state).toBe('confirmed');
    fleet.link.break();
    clock.advanceBy(70_000);
    expect(releases.reports.at(-1)).toEqual(last);
    const count = releases.reports.length;
    releases.isAcknowledging = true;
    fleet.link.break();
    clock.advanceBy(70_000);
    fleet.link.break();
    clock.advanceBy(70_000);
    expect(releases.reports.length).toBe(count + 1);
  });

  test('what waits is bounded: at most eight parts are asked for, and progress is told every five seconds', () => {
    const rig = offered(imageOf('1.1.0', levelOnly, {}, 1_500_000));
    const { releases, clock } = rig;
    clock.advanceBy(120_000);
    expect(releases.states).toEqual(walk);
    const content = releases.asked.filter(({ piece }) => piece === 'content');
    expect(Math.max(...content.map(({ credit }) => credit))).toBe(transferRules.creditParts);
    expect(content.map(({ offset }) => offset / transferRules.partBytes)).toEqual([0, 8, 16, 24, 32, 40]);
    const told = releases.reports.filter(({ state }) => state === 'downloading');
    expect(told.length).toBeGreaterThan(3);
    expect(told.map(({ storedBytes }) => storedBytes)).toEqual(told.map(({ storedBytes }) => storedBytes).sort((a, b) => a - b));
  });
});

describe('what does not fit is refused at the earliest step', () => {
  const cases: readonly [name: string, changes: Parameters<typeof imageOf>[2], cause: string][] = [
    ['another profile', { profiles: ['pump'] }, 'wrong-hardware'],
    ['another revision', { hardwareRevisions: ['z'] }, 'wrong-hardware'],
    ['a version that it can not come from', { minimumVersion: '1.0.1' }, 'version-too-old'],
  ];
  test.each(cases)('%s', (_name, changes, cause) => {
    const { releases, clock } = offered(imageOf('1.1.0', levelOnly, changes));
    clock.advanceBy(10_000);
    expect(releases.reports.at(-1)).toMatchObject({ state: 'rejected', cause });
    expect(releases.asked.map(({ piece }) => piece)).not.toContain('header');
  });

  test('the image that runs', () => {
    const rig = offered();
    runTo(rig, 'confirmed');
    rig.releases.offer(rig.image, 'attempt-2');
    runTo(rig, 'rejected');
    expect(rig.releases.reports.at(-1)).toMatchObject({ attemptId: 'attempt-2', cause: 'already-running' });
  });

  test('invariant 3: an image below the confirmed security counter', () => {
    const rig = setUpUpdate();
    const { releases } = rig;
    const [high, low] = [imageOf('1.1.0', levelOnly, { securityCounter: 5 }), imageOf('1.2.0', levelOnly, { securityCounter: 4 })];
    releases.publish([high, low]);
    releases.offer(high);
    runTo(rig, 'confirmed');
    releases.offer(low, 'attempt-2');
    runTo(rig, 'rejected');
    expect(releases.reports.at(-1)).toMatchObject({ cause: 'rollback', securityCounter: 5 });
  });

  test('an image larger than a slot', () => {
    const { releases, clock } = offered(imageOf('1.1.0', levelOnly, {}, 2_200_000));
    clock.advanceBy(10_000);
    expect(releases.reports.at(-1)).toMatchObject({ state: 'rejected', cause: 'too-large' });
  });

  test('metadata that expired while the device was off', () => {
    const rig = setUpUpdate();
    const image = imageOf('1.1.0', levelOnly);
    rig.releases.publish([image], 60_000);
    rig.clock.advanceBy(120_000);
    rig.releases.offer(image);
    rig.clock.advanceBy(5_000);
    expect(rig.releases.reports.at(-1)).toMatchObject({ state: 'rejected', cause: 'expired' });
  });

  test('an older set of metadata, also after a reboot', () => {
    const rig = setUpUpdate();
    const { releases, clock, device } = rig;
    const image = imageOf('1.1.0', levelOnly);
    releases.publish([image]);
    const old = new Map(releases.pieces);
    releases.publish([image]);
    releases.offer(image);
    runTo(rig, 'confirmed');
    for (const [name, bytes] of old) releases.pieces.set(name, bytes);
    device.powerOff();
    device.powerOn();
    clock.advanceBy(70_000);
    releases.offer(image, 'attempt-2');
    runTo(rig, 'rejected');
    expect(releases.reports.at(-1)).toMatchObject({ cause: 'rollback' });
  });

  test('a root that is not the one which the factory gave', () => {
    const other = new FakeReleases(setUp().fleet, 'other');
    const root = other.pieces.get('root 1') as Uint8Array;
    const rig = setUpUpdate(toyProfile(), { root });
    const image = imageOf('1.1.0', levelOnly);
    rig.releases.publish([image]);
    rig.releases.offer(image);
    rig.clock.advanceBy(5_000);
    expect(rig.releases.reports.at(-1)).toMatchObject({ state: 'rejected', cause: 'bad-signature' });
  });

  test('a factory root that is none', () => {
    const rig = setUpUpdate(toyProfile(), { root: new Uint8Array(10) });
    expect(() => rig.releases.offer(imageOf('1.1.0'))).toThrow(expect.objectContaining({ code: 'E2207' }));
  });
});

describe('parts', () => {
  /** Changes parts of the content before they go out. */
  const tamper = (
    rig: Rig,
    change: (part: { offset?: number | null; bytes?: Uint8Array | null; totalBytes?: number | null }) => object | undefined,
  ) => {
    rig.releases.change = (part) => (isPiece(part, 'content') ? change(part) : part);
  };
  const flipped = (bytes: Uint8Array | null | undefined) => {
    const copy = Uint8Array.from(bytes ?? []);
    copy[7] = (copy[7] ?? 0) ^ 1;
    return copy;
  };

  test('invariant 2: a chunk with one bit turned is never written, and asked for again', () => {
    const rig = offered();
    let turned = 0;
    tamper(rig, (part) => (part.offset === transferRules.partBytes && turned++ < 2 ? { ...part, bytes: flipped(part.bytes) } : part));
    runTo(rig, 'confirmed');
    expect(rig.counters.updatePartsDamaged).toBe(2);
  });

  test('a chunk that never comes with its digest ends it', () => {
    const rig = offered();
    tamper(rig, (part) => ({ ...part, bytes: flipped(part.bytes) }));
    runTo(rig, 'failed');
    expect(rig.releases.reports.at(-1)).toMatchObject({ cause: 'content-damaged' });
    expect(rig.counters.updatePartsDamaged).toBe(transferRules.damages + 1);
  });

  test('more bytes than were signed end it', () => {
    const rig = offered();
    tamper(rig, (part) => ({ ...part, totalBytes: (part.totalBytes ?? 0) + 1 }));
    runTo(rig, 'rejected');
    expect(rig.releases.reports.at(-1)).toMatchObject({ cause: 'endless-data' });
  });

  test('parts that come twice, too late or unasked are dropped and counted', () => {
    const rig = offered();
    const { fleet, clock } = rig;
    const seen: object[] = [];
    tamper(rig, (part) => {
      seen.push(part);
      return part;
    });
    runTo(rig, 'installing');
    const dropped = rig.counters.updatePartsDropped;
    for (const part of seen) fleet.say({ channel: 0, type: 'piecePart', body: part });
    for (const part of seen) fleet.say({ channel: 0, type: 'piecePart', body: { ...part, attemptId: 'attempt-0' } });
    expect(rig.counters.updatePartsDropped).toBe(dropped + 2 * seen.length);
    clock.advanceBy(60_000);
    expect(rig.releases.states).toEqual(walk);
  });

  test('bytes that nobody asked for end it when they are too many', () => {
    const rig = offered(imageOf('1.1.0', levelOnly, {}, 1_000_000));
    runTo(rig, 'downloading');
    const part = {
      attemptId: 'attempt-1',
      piece: pieces.codeOf('targets'),
      version: 9,
      offset: 0,
      totalBytes: 40_000,
      bytes: new Uint8Array(32_768),
    };
    for (let count = 0; count < 70; count += 1) rig.fleet.say({ channel: 0, type: 'piecePart', body: part });
    expect(rig.releases.reports.at(-1)).toMatchObject({ state: 'rejected', cause: 'extraneous-data' });
  });

  test('parts in another order: what comes too early is asked for again', () => {
    const rig = offered(imageOf('1.1.0', levelOnly, {}, 300_000));
    let lost = 0;
    tamper(rig, (part) => (part.offset === 2 * transferRules.partBytes && lost++ === 0 ? undefined : part));
    rig.clock.advanceBy(900_000);
    expect(rig.releases.states).toEqual(walk);
    expect(rig.counters.updateRetries).toBe(1);
  });

  test('a server that falls silent is asked again with longer and longer waits, and given up', () => {
    const rig = offered();
    const asked: number[] = [];
    rig.releases.change = (part) => (isPiece(part, 'header') ? undefined : part);
    const { push } = rig.releases.asked;
    rig.releases.asked.push = (...all) => {
      if (all[0]?.piece === 'header') asked.push(rig.clock.nowMs());
      return push.apply(rig.releases.asked, all);
    };
    runTo(rig, 'failed', 3_600_000);
    expect(rig.releases.reports.at(-1)).toMatchObject({ cause: 'unavailable' });
    expect(asked.length).toBe(transferRules.silences + 1);
    const waits = asked.slice(1).map((ms, index) => ms - (asked[index] as number) - transferRules.patienceMs);
    for (const [index, ms] of waits.entries()) {
      const ceilingMs = Math.min(transferRules.longestWaitMs, transferRules.firstWaitMs * 2 ** index);
      expect(ms).toBeGreaterThanOrEqual(ceilingMs / 2);
      expect(ms).toBeLessThanOrEqual(ceilingMs + 10);
    }
  });

  test('a trickle is slow retrieval', () => {
    const profile = toyProfile();
    const rig = offered(imageOf('1.1.0', levelOnly, {}, 300_000), { ...profile, flash: { ...profile.flash, speedFloorBytesPerS: 4_000 } });
    runTo(rig, 'checking');
    rig.releases.everyMs = 9_000;
    runTo(rig, 'failed', 3_600_000);
    expect(rig.releases.reports.at(-1)).toMatchObject({ cause: 'slow-retrieval' });
  });

  test('busy: the fleet is asked again when it said, not before', () => {
    const rig = offered();
    let isBusy = true;
    rig.releases.change = (part) => {
      if (!isPiece(part, 'content') || !isBusy) return part;
      isBusy = false;
      rig.releases.absent('content', 'busy', 120_000);
      return undefined;
    };
    rig.clock.advanceBy(100_000);
    expect(rig.releases.states).toEqual(['checking', 'downloading']);
    rig.clock.advanceBy(60_000);
    expect(rig.releases.states).toEqual(walk);
  });

  test('a release that is withdrawn in the middle', () => {
    const rig = offered();
    rig.releases.change = (part) => {
      if (!isPiece(part, 'content')) return part;
      rig.releases.absent('content', 'withdrawn');
      return undefined;
    };
    runTo(rig, 'failed');
    expect(rig.releases.reports.at(-1)).toMatchObject({ cause: 'withdrawn' });
  });
});
