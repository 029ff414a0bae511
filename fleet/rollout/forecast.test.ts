import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttemptRecord, DeviceView } from '#fleet/domain/index.js';
import { forecastPlan } from './forecast.ts';
import { megabyteRelease, testFleet, testSources } from './forecast-fixture.ts';
import { testHold, testNowMs } from './member-fixture.ts';
import { parsePlan } from './plan-file.ts';

const head = 'apiVersion: seatrial/v1\nkind: Rollout\nname: r-1\n';
const plan = (rest = '', subject = 'release: pump@2.0.0') => parsePlan(`${head}${subject}\nselector: profile=pump\n${rest}`, 'r.yaml');
const hour = 3_600_000;
const day = 86_400_000;

test('waves with counts, strata, control group, bytes and time', () => {
  const fleet = testFleet(1_000, (index) => ({ hardwareRevision: index < 900 ? 'a' : 'b' }));
  const { devices, excluded, waves, bytes, expectedMs, blockers } = forecastPlan(plan('strata: [hardware]'), testSources(fleet));
  expect({ devices, excluded, blockers }).toEqual({ devices: 1_000, excluded: 0, blockers: [] });
  expect(waves.map(({ name, devices, control, bytes }) => [name, devices, control, bytes])).toEqual([
    ['canary', 10, 990, 10_000_000],
    ['early', 40, 950, 40_000_000],
    ['quarter', 200, 750, 200_000_000],
    ['all', 750, 0, 750_000_000],
  ]);
  expect(waves[0]?.strata).toEqual([
    { stratum: 'a', devices: 9 },
    { stratum: 'b', devices: 1 },
  ]);
  expect(bytes).toBe(1e9);
  expect(expectedMs).toBe(waves.reduce((sum, wave) => sum + wave.expectedMs, 0));
  // Ten at once, of 1,000,000 bytes at 32 KiB/s and two minutes each: the whole wave goes at once, then it soaks.
  expect(waves[0]?.expectedMs).toBe(540 + 30_518 + 120_000 + day);
  expect(waves.every((wave) => wave.longestMs > wave.expectedMs)).toBe(true);
});

test('blockers by name, at most ten each; what is there already takes no part in the waves to come', () => {
  const fleet = testFleet(100, (index) => ({
    presence: index < 20 ? 'offline' : index === 20 ? 'asleep' : 'online',
    batteryPercent: index < 70 ? 100 : 5,
    imageDigest: index < 95 ? '10' : '20',
    status: index === 99 ? 'retired' : 'active',
  }));
  const sources = testSources(fleet, {
    holdOf: (id) => (id === 'pump-00030' ? testHold('hold') : id === 'pump-00031' ? testHold('pin') : undefined),
    rivalOver: (id) => (id === 'pump-00032' ? 'r-0' : ''),
    busyWith: (id) => (id === 'pump-00033' ? 'attempt 1f (pump@1.5.0, downloading)' : ''),
  });
  const forecast = forecastPlan(plan('exclude: id=pump-00040\ncondition: battery >= 30.0'), sources);
  const found = Object.fromEntries(forecast.blockers.map(({ reason, devices, names }) => [reason, [devices, names[0], names.length]]));
  expect(found).toEqual({
    conditionNotMet: [25, 'pump-00070', 10],
    offline: [20, 'pump-00000', 10],
    alreadyThere: [4, 'pump-00095', 4],
    held: [1, 'pump-00030', 1],
    pinned: [1, 'pump-00031', 1],
    superseded: [1, 'pump-00032', 1],
    deferred: [1, 'pump-00033', 1],
    notActive: [1, 'pump-00099', 1],
  });
  expect(forecast.blockers.map(({ devices }) => devices)).toEqual([25, 20, 4, 1, 1, 1, 1, 1]);
  expect(forecast).toMatchObject({ devices: 98, excluded: 1, bytes: 93e6 });
});

test('a device that is barred is named under its reason, with why', () => {
  const sources = testSources(testFleet(3));
  const judge = () => ({ type: 'barred', reason: 'otherHardware', message: 'release pump@2.0.0 is for the hardware b' }) as const;
  const { blockers } = forecastPlan(plan(), { ...sources, subject: { ...sources.subject, judge } });
  expect(blockers).toEqual([
    {
      reason: 'otherHardware',
      devices: 3,
      names: ['pump-00000', 'pump-00001', 'pump-00002'],
      message: 'release pump@2.0.0 is for the hardware b',
    },
  ]);
});

test('a delta that is lacking is asked for once a kind of device', () => {
  const sources = testSources(testFleet(40, (index) => ({ hardwareRevision: index < 20 ? 'a' : 'b' })));
  let asked = 0;
  const judge = () => {
    asked += 1;
    return { type: 'barred', reason: 'noDelta', message: 'there is no delta yet' } as const;
  };
  const { blockers } = forecastPlan(plan('delta: require'), { ...sources, subject: { ...sources.subject, judge } });
  expect(blockers).toMatchObject([{ reason: 'noDelta', devices: 40 }]);
  expect(asked).toBe(2);
});

test('the same wave is drawn again, and a selector goes first', () => {
  const rest = 'waves: [{name: lab, selector: labels.site == "lab"}, {name: rest, percent: 100%}]';
  const fleet = testFleet(50, (index) => ({ labels: { site: index % 10 === 0 ? 'lab' : 'field' } }));
  const { waves } = forecastPlan(plan(rest), testSources(fleet));
  expect(waves.map(({ devices }) => devices)).toEqual([5, 45]);
});

describe('bytes', () => {
  const delta = { baseDigest: '10', digest: 'd', bytes: 100_000, frameDigest: 'f' };
  const bytesOf = (policy: string, fleet: DeviceView[], release = megabyteRelease({ deltas: [delta] })) =>
    forecastPlan(plan(`delta: ${policy}`), testSources(fleet, { releaseOf: () => release })).bytes;

  test.each([
    ['prefer', 101_000],
    ['require', 101_000],
    ['never', 1_000_000],
  ])('%s: %d', (policy, bytes) => {
    expect(bytesOf(policy, testFleet(1))).toBe(bytes);
  });

  test('what another image runs on gets the whole one, and a delta that spares little is none', () => {
    expect(
      bytesOf(
        'prefer',
        testFleet(1, () => ({ imageDigest: '11' })),
      ),
    ).toBe(1_000_000);
    expect(bytesOf('prefer', testFleet(1), megabyteRelease({ deltas: [{ ...delta, bytes: 950_000 }] }))).toBe(1_000_000);
  });

  test('a release to pass through comes on top', () => {
    const waypoint = megabyteRelease({ id: 'pump@1.5.0', digest: '15', headerBytes: 0, contentBytes: 500_000 });
    const sources = testSources(testFleet(1), { releaseOf: (id) => (id === 'pump@1.5.0' ? waypoint : megabyteRelease()) });
    const judge = () => ({ type: 'wants', goal: 'waypoint', release: 'pump@1.5.0' }) as const;
    expect(forecastPlan(plan(), { ...sources, subject: { ...sources.subject, judge } }).bytes).toBe(1_500_000);
  });

  test('a configuration has none', () => {
    const forecast = forecastPlan(plan('', 'configuration: {set: {ledOn: true}}'), testSources(testFleet(20)));
    expect(forecast).toMatchObject({ bytes: 0, devices: 20 });
  });
});

describe('time', () => {
  const waves = 'waves: [{name: all, percent: 100%, soak: 0s, gates: []}]\n';
  const expected = (rest: string, count = 100, changes = {}) =>
    forecastPlan(plan(waves + rest), testSources(testFleet(count), changes)).waves[0]?.expectedMs;
  const attempt = (offered: number, ended: number): AttemptRecord =>
    // The forecast reads no more of an attempt than these.
    ({ state: 'updated', endedAtMs: ended, steps: [{ state: 'offered', atMs: offered }] }) as unknown as AttemptRecord;
  const oneMs = 150_518;

  test('ten at once', () => {
    expect(expected('')).toBe(10 * oneMs);
    expect(expected('limits: {inFlight: 100}')).toBe(5_940 + oneMs);
  });

  test('the rate of offers', () => {
    expect(expected('limits: {inFlight: 100}\ndispatch: {type: constant, perMinute: 1}')).toBe(99 * 60_000 + oneMs);
    // 10 in the first minute, then 20, 40, and the last 29 of 80 a minute.
    const growing = 'dispatch: {type: exponential, basePerMinute: 10, every: {attempted: 10}, mostPerMinute: 20}';
    expect(expected(`limits: {inFlight: 100}\n${growing}`)).toBe(60_000 + (89 / 20) * 60_000 + oneMs);
  });

  test('bandwidth: of the plan or of the manager, whichever is less', () => {
    expect(expected('limits: {inFlight: 100, bytesPerSecond: 100000}')).toBe(1_000_000 + oneMs);
    expect(expected('limits: {inFlight: 100, bytesPerSecond: 100000}', 100, { bytesPerSecond: 50_000 })).toBe(2_000_000 + oneMs);
  });

  test('earlier updates tell how long one takes: the median', () => {
    const endedAttempts = () => [attempt(0, 90_000), attempt(0, 10_000), attempt(5_000, 65_000)];
    expect(expected('limits: {inFlight: 100}', 100, { endedAttempts })).toBe(5_940 + 60_000);
    const { findings } = forecastPlan(plan(), testSources(testFleet(20), { endedAttempts }));
    expect(findings.map(({ rule }) => rule)).not.toContain('duration-assumed');
  });

  test('windows: what does not fit into one goes on in the next', () => {
    // It is midnight; one hour is open each day from two o'clock on, and 100 offers of one a minute need 99 minutes.
    const windows = 'windows: [{from: "02:00", to: "03:00"}]\n';
    const rate = 'limits: {inFlight: 100}\ndispatch: {type: constant, perMinute: 1}\n';
    expect(expected(windows + rate)).toBe(day + 2 * hour + 39 * 60_000 + oneMs);
  });

  test('devices that are away are waited for', () => {
    const fleet = testFleet(10, (index) => ({ presence: index === 0 ? 'offline' : 'online' }));
    const { waves: found } = forecastPlan(plan(waves), testSources(fleet));
    expect(found[0]?.expectedMs).toBe(7 * day);
  });

  test('a start in the future counts', () => {
    const at = new Date(testNowMs + day).toISOString();
    const later = forecastPlan(plan(`${waves}startAt: ${at}`), testSources(testFleet(1)));
    expect(later.expectedMs).toBe(day + oneMs);
  });
});

test('silence without any update: now, and in the last day', () => {
  const fleet = testFleet(200, (index) => ({
    presence: index < 10 ? 'offline' : index === 10 ? 'never' : 'online',
    lastSeenAtMs: testNowMs - (index < 4 ? hour : 3 * day),
  }));
  const missedWakeUps = (id: string) => (id === 'pump-00010' ? Number.POSITIVE_INFINITY : id < 'pump-00010' ? 3 : 2);
  const { silence } = forecastPlan(plan(), testSources(fleet, { missedWakeUps }));
  // Who was never heard can't fall silent.
  expect(silence).toEqual({ devices: 10, percent: 5.025, perDayPercent: 2.01 });
});

test('the way back: for how many, and why not for the others', () => {
  const sources = testSources(testFleet(30, (index) => ({ imageDigest: index === 29 ? '20' : '10' })));
  const wayBack = ({ id }: DeviceView) =>
    id < 'pump-00010' ? ({ type: 'none', why: 'what it runs was never published' } as const) : ({ type: 'settings' } as const);
  const subject = { ...sources.subject, wayBack: (_before: unknown, device: DeviceView) => wayBack(device) };
  const forecast = forecastPlan(plan('onBad: rollback'), { ...sources, subject });
  expect(forecast.wayBack).toEqual({ devices: 19, missing: [{ devices: 10, why: 'what it runs was never published' }] });
  expect(forecast.findings.find(({ rule }) => rule === 'no-way-back')?.message).toMatch(/10 devices have no way back/);
});

test('the power of the gates, as sentences', () => {
  const rest = 'waves: [{name: first, devices: 52, soak: 6h}, {name: rest, percent: 100%}]';
  const powers = forecastPlan(plan(rest), testSources(testFleet(400))).waves.map(({ gates }) => gates.map(({ power }) => power));
  expect(powers[0]?.[0]).toBe(
    'with 52 devices a failure of 0.5 % is unseen in 77 % of cases; 598 are needed for 95 %; it stops at 3 of 52, which a failure of 11.6 % reaches in 95 % of cases',
  );
  expect(powers[0]?.[1]).toMatch(
    /^with 52 updated against 348 waiting, at 0\.5 failures in 1,000 device hours \(assumed\), an update that fails 3 times as often is stopped in less than 1 % of cases within the soak of 6 h/,
  );
  expect(powers[0]?.[2]).toBe('of 52 devices a failure of 20 % stops it in 28 % of cases, one of 50 % in 99 %');
  expect(powers[1]?.[1]).toMatch(/nothing to hold the updated ones against/);
});

test('any fleet: waves and those that no wave takes are all devices, and nothing is endless', () => {
  const presence = fc.constantFrom('online', 'late', 'asleep', 'offline', 'never') as fc.Arbitrary<DeviceView['presence']>;
  const fleets = fc.array(fc.record({ presence, imageDigest: fc.constantFrom('10', '11', '20') }), { maxLength: 60 });
  const shares = fc.constantFrom(
    '{name: a, percent: 10%, atLeast: 3}, {name: b, percent: 50%}',
    '{name: a, devices: 7}, {name: b, percent: 100%}',
    '{name: a, selector: presence=online}, {name: b, devices: 5}',
  );
  fc.assert(
    fc.property(fleets, shares, fc.constantFrom('', 'windows: [{days: [sat], from: "23:00", to: "01:00"}]'), (devices, waves, windows) => {
      const fleet = testFleet(devices.length, (index) => devices[index] ?? {});
      const forecast = forecastPlan(plan(`waves: [${waves}]\n${windows}`), testSources(fleet));
      const taken = forecast.waves.reduce((sum, wave) => sum + wave.devices, 0);
      expect(taken).toBeLessThanOrEqual(forecast.devices);
      expect(forecast.waves.map((wave) => wave.strata.reduce((sum, one) => sum + one.devices, 0))).toEqual(
        forecast.waves.map((wave) => wave.devices),
      );
      for (const wave of forecast.waves) {
        expect(Number.isFinite(wave.expectedMs) && Number.isFinite(wave.longestMs)).toBe(true);
        expect(wave.expectedMs).toBeLessThanOrEqual(wave.longestMs);
        expect(wave.control).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 60 },
  );
});
