import { expect, test } from 'vitest';
import type { DeviceView } from '#fleet/domain/index.js';
import { forecastPlan } from './forecast.ts';
import { megabyteRelease, testFleet, testSources } from './forecast-fixture.ts';
import { parsePlan } from './plan-file.ts';

const head = 'apiVersion: seatrial/v1\nkind: Rollout\nname: r-1\nrelease: pump@2.0.0\n';
const usual = 'selector: profile=pump\n';
const threshold = '{type: threshold, above: 5%}';
const waves = (...list: string[]) => `${usual}waves:\n${list.map((one) => `  - {${one}}\n`).join('')}`;

/** Findings of a plan for 400 devices that are all there, without those about what was assumed. */
function lint(text: string, change: Partial<Parameters<typeof testSources>[1]> = {}, fleet: DeviceView[] = testFleet(400)) {
  return forecastPlan(parsePlan(head + text, 'r.yaml'), testSources(fleet, change)).findings.filter(
    ({ rule }) => !rule.endsWith('-assumed'),
  );
}

const half = testFleet(20, (index) => ({ presence: index < 12 ? 'offline' : 'online' }));
const silent = { missedWakeUps: (id: string) => (id < 'pump-00040' ? 3 : 0) };
const noWay = testSources([]).subject;

test.each<[string, string, string, RegExp, Parameters<typeof testSources>[1]?, DeviceView[]?]>([
  ['release-not-published', 'error', usual, /there is no release pump@2\.0\.0/, { releaseOf: () => undefined }],
  ['release-not-published', 'error', usual, /is yanked, not published/, { releaseOf: () => megabyteRelease({ state: 'yanked' }) }],
  ['no-devices', 'error', usual, /no active device/, {}, []],
  ['threshold-cannot-trip', 'error', `${usual}gates: [{type: threshold, above: 100%}]`, /stops above 100 %: nothing is/],
  [
    'threshold-cannot-trip',
    'warning',
    `${waves('name: a, percent: 100%')}gates: [${threshold}]`,
    /from 10 devices on, and 8 can be offered/,
    {},
    half,
  ],
  [
    'threshold-cannot-trip',
    'warning',
    waves('name: a, devices: 2, gates: [{type: consecutive}]', 'name: b, percent: 100%'),
    /3 failures after each other, of 2 devices/,
  ],
  [
    'wave-below-sample',
    'note',
    waves(`name: a, devices: 5, gates: [${threshold}]`, 'name: b, percent: 100%'),
    /has 5 of the 10 devices.* stops at 3 of 5$/,
  ],
  [
    'wave-below-sample',
    'warning',
    waves('name: a, devices: 5, gates: [{type: signal, when: updated.a > 1.0}]', 'name: b, percent: 100%'),
    /wants 20 devices on each side, and has 5 updated and 395 waiting/,
  ],
  ['wave-empty', 'warning', waves('name: a, percent: 100%', 'name: b, devices: 5'), /wave b has no devices/],
  ['wave-without-gate', 'warning', waves('name: a, devices: 5, gates: []', 'name: b, percent: 100%'), /wave a has no gate/],
  ['first-wave-large', 'warning', waves('name: a, percent: 50%', 'name: b, percent: 100%'), /has 200 of 400 devices/],
  ['last-wave-below-whole', 'note', waves('name: a, percent: 50%'), /take 200 of 400 devices/],
  [
    'threshold-below-silence',
    'warning',
    `${usual}gates: [{type: threshold, of: [silent], above: 5%, absolute: true}]`,
    /above 5 % .* and 10 % of this fleet/,
    silent,
  ],
  ['no-control-group', 'note', usual, /wave all has no control group/],
  [
    'small-control-group',
    'note',
    waves('name: a, percent: 98%', 'name: b, percent: 100%'),
    /gate health of wave a has 8 devices that wait against 392 updated ones: it sees three times as many failures in .* of cases/,
  ],
  ['no-control-group', 'warning', `${usual}gates: [{type: health, promotion: proven}]`, /never proves anything/],
  [
    'soak-short-for-health',
    'note',
    usual,
    /wave canary sees three times as many failures in (less than )?\S+ % of cases within the soak of 1 d/,
  ],
  [
    'no-way-back',
    'warning',
    `${usual}onBad: rollback`,
    /no device has a way back: a bad verdict halts/,
    { subject: { ...noWay, wayBack: () => ({ type: 'none', why: 'x' }) } },
  ],
  [
    'window-below-download',
    'warning',
    `${usual}windows: [{from: "02:00", to: "02:05"}]`,
    /open for 5 min at most.* about 8 min 28 s/,
    { releaseOf: () => megabyteRelease({ contentBytes: 16_650_000 }) },
  ],
  [
    'patience-below-window',
    'warning',
    `${usual}windows: [{days: [sat], from: "02:00", to: "05:00"}]`,
    /wave canary waits 1 h .* closed for up to 6 d 21 h/,
  ],
  ['deadline-below-download', 'warning', `${usual}deadlines: {download: 10s}`, /about 31 s, and deadlines.download is 10 s/],
  [
    'hang-seen-late',
    'note',
    `${usual}soak: 10m\nretries: {others: 1, wait: 5m}\ndeadlines: {install: 20m, confirm: 5m}`,
    /gate failed of wave canary can't see .* before its deadlines: install 20 min, confirm 5 min, 2 tries, 55 min at most/,
  ],
  [
    'nobody-can-take-it',
    'error',
    usual,
    /^none of the 400 devices that lack it can take it: it is for the hardware b$/,
    { subject: { ...noWay, judge: () => ({ type: 'barred', reason: 'otherHardware', message: 'it is for the hardware b' }) } },
  ],
  [
    'nobody-can-take-it',
    'warning',
    `${usual}membership: dynamic`,
    /can take it: .*; it waits for devices that join$/,
    { subject: { ...noWay, judge: () => ({ type: 'barred', reason: 'setting', message: 'setpointC: out of range' }) } },
  ],
  ['start-in-past', 'warning', `${usual}startAt: 2020-01-01T00:00:00Z`, /2020-01-01T00:00:00\.000Z is past/],
  ['silence-at-once', 'note', `${usual}missedWakeUps: 1`, /a single lost frame/],
  ['in-flight-without-effect', 'note', `${usual}limits: {inFlight: 400}`, /is 400, and the rollout has 400 devices/],
  [
    'rate-without-effect',
    'note',
    `${usual}dispatch: {type: exponential, basePerMinute: 100, every: {updated: 9}}`,
    /4 offers a minute: a rate from 100 to 1,000/,
  ],
  ['selector-of-a-moment', 'note', 'selector: profile=pump,presence=online\n', /presence changes from moment to moment/],
  ['dynamic-without-effect', 'note', 'selector: id == "pump-00001"\nmembership: dynamic\n', /none can join/],
  ['dynamic-with-approval', 'note', `${usual}membership: dynamic\napproval: {}\n`, /nobody has seen yet/],
])('%s, %s', (rule, level, text, message, change = {}, fleet = testFleet(400)) => {
  const found = lint(text, change, fleet).filter((one) => one.rule === rule && one.level === level);
  expect(found.map((one) => one.message).join('\n')).toMatch(message);
  expect(found.every(({ next }) => next !== '')).toBe(true);
});

test('a sound plan for a large fleet has only notes about its last wave and what was assumed', () => {
  const rest = 'waves:\n  - {name: first, devices: 400}\n  - {name: rest, percent: 100%}\n';
  const found = lint(`${usual}${rest}`, { missedWakeUps: (id) => (id < 'pump-01000' ? 3 : 0) }, testFleet(10_000));
  expect(found.map(({ rule, level }) => [rule, level])).toEqual([['no-control-group', 'note']]);
});

test('errors come first, then warnings, then notes', () => {
  const levels = lint(`${usual}gates: [{type: threshold, above: 100%}, {type: health}]\nstartAt: 2020-01-01T00:00:00Z`).map(
    ({ level }) => level,
  );
  expect(levels).toEqual(
    levels.toSorted((one, other) => ['error', 'warning', 'note'].indexOf(one) - ['error', 'warning', 'note'].indexOf(other)),
  );
  expect(new Set(levels).size).toBe(3);
});
