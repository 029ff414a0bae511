import { describe, expect, test } from 'vitest';
import { isSeatrialError, type SeatrialError } from '#proto/kit/index.js';
import { parsePlan } from './plan-file.ts';

const head = 'apiVersion: seatrial/v1\nkind: Rollout\n';
/** Five lines: what is added begins in the sixth. */
const least = `${head}name: r-1\nrelease: thermostat@1.1.0\nselector: profile=thermostat\n`;

test('a plan of five lines has all defaults', () => {
  const failed = {
    type: 'threshold',
    name: 'failed',
    of: ['failed', 'rejected', 'rolledBack', 'silent'],
    causes: [],
    abovePercent: 5,
    minimum: 10,
    absolute: false,
    onBad: 'pause',
  };
  const health = {
    type: 'health',
    name: 'health',
    falseStop: 0.01,
    falsePromotion: 0.05,
    failures: ['crash', 'reboot', 'silence', 'selfTest'],
    countedFailures: 3,
    promotion: 'soak',
    holdMs: 0,
    onBad: 'pause',
  };
  const sameCause = { type: 'consecutive', name: 'same-cause', failures: 3, onBad: 'pause' };
  const usual = { soakMs: 86_400_000, patienceMs: 3_600_000, gates: [failed, health] };
  expect(parsePlan(least, 'r.yaml')).toEqual({
    name: 'r-1',
    title: '',
    subject: { type: 'release', release: 'thermostat@1.1.0', delta: 'prefer' },
    selector: 'profile=thermostat',
    exclude: '',
    seed: 'r-1',
    strata: ['profile', 'hardware', 'link'],
    membership: 'static',
    waves: [
      { name: 'canary', share: { type: 'percent', percent: 1, atLeast: 5 }, ...usual, gates: [failed, health, sameCause] },
      { name: 'early', share: { type: 'percent', percent: 5, atLeast: 1 }, ...usual },
      { name: 'quarter', share: { type: 'percent', percent: 25, atLeast: 1 }, ...usual },
      { name: 'all', share: { type: 'percent', percent: 100, atLeast: 1 }, ...usual, patienceMs: 604_800_000 },
    ],
    dispatch: { type: 'constant', perMinute: 1_000 },
    limits: { inFlight: 0, bytesPerSecond: 0 },
    windows: [],
    timeZone: 'UTC',
    deadlines: { offerMs: 86_400_000, downloadMs: 14_400_000, installMs: 1_800_000, confirmMs: 1_800_000 },
    retries: { byCause: {}, others: 2, waitMs: 900_000 },
    penalty: { failures: 3, ms: 86_400_000 },
    condition: '',
    approval: undefined,
    priority: 50,
    startAtMs: 0,
    missedWakeUps: 3,
  });
});

test('a wave takes soak, gates and what a bad verdict does from the plan', () => {
  const plan = parsePlan(
    `${least}soak: 1h30m\nonBad: halt\ngates:\n  - {type: threshold, of: [rolledBack, silent], above: 2.5%, absolute: true}\nwaves:\n  - {name: a, devices: 3}\n  - {name: b, selector: 'labels.site == "lab"', soak: 2d, patience: 0s, gates: [{type: manual, role: admin}]}\n`,
    'r.yaml',
  );
  expect(plan.waves).toEqual([
    {
      name: 'a',
      share: { type: 'count', count: 3 },
      soakMs: 5_400_000,
      patienceMs: 3_600_000,
      gates: [
        {
          type: 'threshold',
          name: 'rolled-back-silent',
          of: ['rolledBack', 'silent'],
          causes: [],
          abovePercent: 2.5,
          minimum: 10,
          absolute: true,
          onBad: 'halt',
        },
      ],
    },
    {
      name: 'b',
      share: { type: 'selector', selector: 'labels.site == "lab"' },
      soakMs: 172_800_000,
      patienceMs: 0,
      gates: [{ type: 'manual', name: 'manual', role: 'admin' }],
    },
  ]);
});

test('windows: days by number, midnight at the end of a day however it is written', () => {
  const plan = parsePlan(
    `${least}timeZone: Europe/Berlin\nwindows:\n  - {days: [sun, mon], from: "22:00", to: "05:00"}\n  - {from: "20:30", to: "00:00"}\n  - {days: [sat], from: "00:00", to: "24:00"}\n`,
    'r.yaml',
  );
  expect(plan.windows).toEqual([
    { days: [1, 7], fromMinute: 1_320, toMinute: 300 },
    { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1_230, toMinute: 1_440 },
    { days: [6], fromMinute: 0, toMinute: 1_440 },
  ]);
});

const other = least.replace('release: thermostat@1.1.0', 'configuration: {}');
const wave = (text: string) => `${least}waves:\n${text}`;
const gate = (text: string) => `${least}gates:\n  - ${text}\n`;

describe('refused, with the place', () => {
  const wrong: [string, string, string, RegExp, number, number][] = [
    ['an unknown key', `${least}wave: []\n`, 'E1013', /did you mean "waves"/, 6, 1],
    ['an unknown key deep inside', `${least}deadlines: {downlaod: 1h}\n`, 'E1013', /did you mean "download"/, 6, 13],
    ['an unknown key of a gate', gate('{type: threshold, above: 5%, min: 3}'), 'E1013', /unknown key "min"/, 7, 34],
    ['an unknown type of a gate', gate('{type: treshold, above: 5%}'), 'E1012', /gates\[0\]/, 7, 12],
    ['an action that is none', `${least}onBad: rolback\n`, 'E1012', /found "rolback", did you mean "rollback"\?/, 6, 8],
    ['a day by its name', `${least}windows: [{days: [monday], from: "02:00", to: "04:00"}]\n`, 'E1012', /did you mean "mon"\?/, 6, 19],
    ['a kind of strata that is none', `${least}strata: [profil]\n`, 'E1012', /did you mean "profile"\?/, 6, 10],
    ['a city as time zone', `${least}timeZone: Berlin\n`, 'E2753', /did you mean "Europe\/Berlin"\?/, 6, 11],
    ['a time zone, nearly', `${least}timeZone: America/New York\n`, 'E2753', /did you mean "America\/New_York"\?/, 6, 11],
    ['an abbreviation as time zone', `${least}timeZone: CEST\n`, 'E2753', /there is no "CEST"$/, 6, 11],
    [
      'a growing rate without its steps',
      `${least}dispatch: {type: exponential, basePerMinute: 5}\n`,
      'E1012',
      /every: it is missing/,
      6,
      11,
    ],
    ['a span without a unit', `${least}soak: 24\n`, 'E1012', /with its unit/, 6, 7],
    ['a span that is too long', `${least}soak: 91d\n`, 'E1012', /0s to 90d, found "91d"/, 6, 7],
    ['a percent without its sign', gate('{type: threshold, above: 5}'), 'E1012', /with its sign/, 7, 30],
    ['a percent over 100', gate('{type: threshold, above: 101%}'), 'E1012', /0% to 100%, found "101%"/, 7, 30],
    ['an hour that is none', `${least}windows: [{from: "25:00", to: "02:00"}]\n`, 'E1012', /00:00 to 24:00/, 6, 18],
    ['a cause that is none', `${least}retries: {causes: {flash-ful: 3}}\n`, 'E1013', /did you mean "flash-full"/, 6, 20],
    ['two waves of one name', wave('  - {name: a, percent: 1%}\n  - {name: a, percent: 5%}\n'), 'E2750', /"a" is there twice/, 8, 12],
    ['two gates of one name', gate('{type: manual}\n  - {type: manual}'), 'E2750', /gates\[1\]\.name: "manual"/, 8, 5],
    ['waves that do not grow', wave('  - {name: a, percent: 5%}\n  - {name: b, percent: 5%}\n'), 'E2751', /5 % after 5 %/, 8, 24],
    ['a window of no length', `${least}windows: [{from: "02:00", to: "02:00"}]\n`, 'E2752', /in which it begins/, 6, 31],
    ['a whole day that is none', `${least}windows: [{from: "00:00", to: "00:00"}]\n`, 'E2752', /in which it begins/, 6, 31],
    ['a start at the end of a day', `${least}windows: [{from: "24:00", to: "02:00"}]\n`, 'E2752', /24:00/, 6, 18],
    ['an unknown time zone', `${least}timeZone: Europe/Berlni\n`, 'E2753', /Berlni/, 6, 11],
    ['an offset as time zone', `${least}timeZone: "+01:00"\n`, 'E2753', /\+01:00/, 6, 11],
    ['a try after a bad signature', `${least}retries: {causes: {bad-signature: 1}}\n`, 'E2754', /the same the next time/, 6, 35],
    ['no subject', `${head}name: r-1\nselector: profile=thermostat\n`, 'E2755', /neither release nor configuration/, 1, 1],
    ['two subjects', `${least}configuration: {set: {a: 1}}\n`, 'E2755', /a release as well/, 6, 16],
    ['a configuration without a change', other, 'E2755', /sets nothing/, 4, 16],
    ['a release without a version', least.replace('@1.1.0', ''), 'E2756', /not NAME@VERSION/, 4, 10],
    ['a release of half a version', least.replace('@1.1.0', '@1.1'), 'E2756', /whole version/, 4, 10],
    ['a wave of nothing', wave('  - {name: a}\n'), 'E2757', /found none/, 7, 5],
    ['a wave of two kinds', wave('  - {name: a, percent: 1%, devices: 3}\n'), 'E2757', /found percent and devices/, 7, 5],
    ['a least number without percent', wave('  - {name: a, devices: 3, atLeast: 2}\n'), 'E2757', /belongs to percent/, 7, 36],
    ['absolute without silence', gate('{type: threshold, of: [failed], above: 5%, absolute: true}'), 'E2757', /silence is counted/, 7, 58],
    ['causes of silence', gate('{type: threshold, of: [silent], above: 5%, causes: [lie]}'), 'E2757', /no cause/, 7, 56],
    ['a hold that nothing reads', gate('{type: health, hold: 1h}'), 'E2757', /promotion: proven/, 7, 26],
    ['a set that is reset', other.replace('{}', '{set: {a: 1}, reset: [a]}'), 'E2757', /is set as well/, 4, 38],
    ['delta of a configuration', `${other.replace('{}', '{set: {a: 1}}')}delta: never\n`, 'E2757', /only a release/, 6, 8],
    [
      'a rate that can not grow',
      `${least}dispatch: {type: exponential, basePerMinute: 10, every: {attempted: 5}, mostPerMinute: 5}\n`,
      'E2757',
      /below basePerMinute/,
      6,
      88,
    ],
    ['a selector that is no CEL', least.replace('profile=thermostat', 'profile =='), 'E1801', /selector: selector:1:/, 5, 11],
    ['an exclusion of a field that is none', `${least}exclude: profil == "a"\n`, 'E1802', /exclude: .*did you mean "profile"/, 6, 10],
    ['a condition of wrong types', `${least}condition: battery > "30"\n`, 'E1803', /condition: /, 6, 12],
    ['a selector of a wave that is a word', wave('  - {name: a, selector: lab}\n'), 'E1806', /waves\[0\]\.selector/, 7, 25],
    ['a signal that is none', gate('{type: signal, when: updatd.a > 1.0}'), 'E1802', /gates\[0\]\.when: .*did you mean "updated"/, 7, 26],
    ['a group where there is none', `${least}exclude: group=pilots\n`, 'E1802', /pilots/, 6, 10],
  ];
  test.each(wrong)('%s', (_what, text, code, message, line, column) => {
    let error: unknown;
    try {
      parsePlan(text, 'r.yaml');
    } catch (thrown) {
      error = thrown;
    }
    expect(isSeatrialError(error, code), String(error)).toBe(true);
    expect((error as SeatrialError).message).toMatch(message);
    expect((error as SeatrialError).at).toEqual({ file: 'r.yaml', line, column });
  });
});
