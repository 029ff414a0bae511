import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { planWay, type WayDevice, type WayRelease } from './waypoint-logic.ts';

const device: WayDevice = { version: '1.0.0', profile: 'pump', hardwareRevision: 'a', securityCounter: 1 };

function release(version: string, changes: Partial<WayRelease> = {}): WayRelease {
  return {
    id: `pump@${version}`,
    version,
    profiles: ['pump'],
    hardwareRevisions: [],
    securityCounter: 1,
    minimumVersion: '',
    mustPassThrough: false,
    ...changes,
  };
}

const must = { mustPassThrough: true };

describe('the way to 2.0.0', () => {
  test.each<[string, Partial<WayDevice>, Partial<WayRelease>, WayRelease[], string[]]>([
    ['nothing in between', {}, {}, [], ['2.0.0']],
    ['others in between', {}, {}, [release('1.5.0'), release('3.0.0')], ['2.0.0']],
    ['one to pass through', {}, {}, [release('1.5.0', must)], ['1.5.0', '2.0.0']],
    ['two to pass through', {}, {}, [release('1.7.0', must), release('1.5.0', must)], ['1.5.0', '1.7.0', '2.0.0']],
    ['one to pass through that runs', { version: '1.5.0' }, {}, [release('1.5.0', must)], ['2.0.0']],
    ['one to pass through that is newer', {}, {}, [release('2.1.0', must)], ['2.0.0']],
    ['one to pass through of another profile', {}, {}, [release('1.5.0', { ...must, profiles: ['valve'] })], ['2.0.0']],
    ['one to pass through of another hardware', {}, {}, [release('1.5.0', { ...must, hardwareRevisions: ['b'] })], ['2.0.0']],
    ['one of this hardware', {}, {}, [release('1.5.0', { ...must, hardwareRevisions: ['a', 'b'] })], ['1.5.0', '2.0.0']],
    ['the target itself is one', {}, must, [release('2.0.0', must)], ['2.0.0']],
    ['a minimum that runs', {}, { minimumVersion: '1.0.0' }, [], ['2.0.0']],
    ['a minimum', {}, { minimumVersion: '1.4.0' }, [release('1.4.0'), release('1.6.0')], ['1.4.0', '2.0.0']],
    [
      'a minimum that is not there',
      {},
      { minimumVersion: '1.4.0' },
      [release('1.3.0'), release('1.5.0'), release('1.6.0')],
      ['1.5.0', '2.0.0'],
    ],
    [
      'minima after each other',
      {},
      { minimumVersion: '1.6.0' },
      [release('1.6.0', { minimumVersion: '1.3.0' }), release('1.3.0', { minimumVersion: '1.1.0' }), release('1.1.0'), release('1.2.0')],
      ['1.1.0', '1.3.0', '1.6.0', '2.0.0'],
    ],
    [
      'the shorter way by another version',
      {},
      { minimumVersion: '1.4.0' },
      [release('1.4.0', { minimumVersion: '1.2.0' }), release('1.2.0'), release('1.5.0')],
      ['1.5.0', '2.0.0'],
    ],
    [
      'a stop that is met on the way to the minimum',
      {},
      { minimumVersion: '1.4.0' },
      [release('1.4.0'), release('1.2.0', must)],
      ['1.2.0', '1.4.0', '2.0.0'],
    ],
    ['recovery', { version: '' }, { minimumVersion: '1.4.0' }, [release('1.5.0', must)], ['2.0.0']],
    ['a newer device, of another name', { version: '5.0.0' }, { minimumVersion: '1.4.0' }, [release('1.5.0', must)], ['2.0.0']],
    [
      'a step that would raise the counter beyond the target',
      {},
      { minimumVersion: '1.4.0' },
      [release('1.4.0', { securityCounter: 2 }), release('1.5.0')],
      ['1.5.0', '2.0.0'],
    ],
  ])('%s', (_what, facts, target, published, expected) => {
    const way = planWay({ ...device, ...facts }, release('2.0.0', target), published);
    expect(way).toMatchObject({ type: 'way' });
    expect(way.type === 'way' && way.steps.map(({ version }) => version)).toEqual(expected);
  });

  test.each<[string, Partial<WayDevice>, Partial<WayRelease>, WayRelease[], string, string]>([
    ['another profile', { profile: 'valve' }, {}, [], 'otherProfile', 'release pump@2.0.0 is for pump; the device is of the profile valve'],
    [
      'another hardware',
      {},
      { hardwareRevisions: ['b', 'c'] },
      [],
      'otherHardware',
      'release pump@2.0.0 is for the hardware b, c; the device is a',
    ],
    [
      'a counter below',
      { securityCounter: 2 },
      {},
      [],
      'securityCounter',
      'release pump@2.0.0 has the security counter 1; the device has confirmed 2',
    ],
    [
      'a minimum, and nothing leads there',
      {},
      { minimumVersion: '1.4.0' },
      [release('1.4.0', { minimumVersion: '1.1.0' }), release('2.5.0')],
      'tooOld',
      'the device runs 1.0.0; pump@2.0.0 needs 1.4.0 or newer; no published releases lead there',
    ],
    [
      'a stop that can not be reached',
      {},
      {},
      [release('1.5.0', { ...must, minimumVersion: '1.2.0' })],
      'tooOld',
      'the device runs 1.0.0; pump@1.5.0 must not be jumped over; no published releases lead there',
    ],
    [
      'a stop below the counter of the device',
      { securityCounter: 2 },
      { securityCounter: 2 },
      [release('1.5.0', must)],
      'tooOld',
      'the device runs 1.0.0; pump@1.5.0 must not be jumped over; no published releases lead there',
    ],
  ])('%s', (_what, facts, target, published, reason, message) => {
    expect(planWay({ ...device, ...facts }, release('2.0.0', target), published)).toEqual({ type: 'none', reason, message });
  });
});

test('each step of each way is one that a device takes', () => {
  const version = fc.integer({ min: 1, max: 9 }).map((minor) => `1.${minor}.0`);
  const published = fc
    .uniqueArray(
      fc.record({ version, minimumVersion: fc.oneof(fc.constant(''), version), mustPassThrough: fc.boolean(), securityCounter: fc.nat(2) }),
      { selector: (one) => one.version },
    )
    .map((all) => all.map(({ version: of, ...rest }) => release(of, rest)));
  fc.assert(
    fc.property(published, fc.nat(8), (releases, chosen) => {
      const target = releases[chosen % Math.max(1, releases.length)];
      if (target === undefined) return;
      const way = planWay({ ...device, securityCounter: 0 }, target, releases);
      if (way.type === 'none') return;
      let [running, counter] = ['1.0.0', 0];
      for (const step of way.steps) {
        expect(step.securityCounter).toBeGreaterThanOrEqual(counter);
        if (step.minimumVersion !== '') expect(semver.gte(running, step.minimumVersion)).toBe(true);
        const jumped = releases.filter(
          (one) => one.mustPassThrough && semver.gt(one.version, running) && semver.lt(one.version, step.version),
        );
        expect(jumped).toEqual([]);
        running = step.version;
        counter = Math.max(counter, step.securityCounter);
      }
      expect(way.steps.at(-1)).toBe(target);
    }),
    { numRuns: 500 },
  );
});
