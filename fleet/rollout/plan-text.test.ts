import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePlan } from './plan-file.ts';
import { planObject, planText } from './plan-text.ts';
import { dayNames } from './plan-words.ts';

const count = (min: number, max: number) => fc.integer({ min, max });
const percent = (least: number, most: number) => count(least * 1e4, most * 1e4).map((part) => `${part / 1e4}%`);
const span = (leastMs: number, mostMs: number) => count(leastMs, mostMs).map((ms) => `${ms}ms`);
const word = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/);
const time = count(0, 1_439).map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16));
const text = fc.string({ maxLength: 60 }).filter((one) => one.trim() === one);
const expression = fc.constantFrom('profile=thermostat', 'labels.site == "a: #\\n\'b" && battery >= 30.0', 'id != ""', 'version=1.2..1.4');
const optional = { requiredKeys: [] as [] };
const onBad = fc.constantFrom('pause', 'halt', 'rollback');

const gates = fc
  .array(
    fc.oneof(
      fc.record(
        {
          type: fc.constant('threshold'),
          of: fc.uniqueArray(fc.constantFrom('failed', 'silent', 'rejected', 'rolledBack'), { minLength: 1 }),
          above: percent(0, 100),
          minimum: count(1, 200_000),
          onBad,
        },
        { requiredKeys: ['type', 'above'] },
      ),
      fc.record({
        type: fc.constant('threshold'),
        of: fc.constant(['failed', 'silent']),
        above: percent(0, 100),
        causes: fc.uniqueArray(fc.constantFrom('lie', 'flash-full', 'boot-failed')),
        absolute: fc.boolean(),
      }),
      fc.record({ type: fc.constant('consecutive'), failures: count(2, 1_000), onBad }, { requiredKeys: ['type'] }),
      fc.record(
        {
          type: fc.constant('health'),
          falseStop: percent(0.01, 50),
          falsePromotion: percent(0.01, 50),
          failures: fc.uniqueArray(fc.constantFrom('crash', 'reboot', 'silence', 'selfTest'), { minLength: 1 }),
          countedFailures: count(1, 3),
          onBad,
        },
        { requiredKeys: ['type'] },
      ),
      fc.record({ type: fc.constant('health'), promotion: fc.constant('proven'), hold: span(60_000, 7_776_000_000) }),
      fc.record({ type: fc.constant('signal'), when: fc.constant('updated.tempC <= waiting.tempC + 2.0'), minimum: count(1, 200_000) }),
      fc.record({ type: fc.constant('manual'), role: fc.constantFrom('operator', 'admin') }),
    ),
    { maxLength: 5 },
  )
  .map((list) => list.map((gate, index) => ({ ...gate, name: `g-${index}` })));

const waves = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.record({ percent: fc.constant(true), atLeast: count(0, 200_000) }, { requiredKeys: ['percent'] }),
        fc.record({ devices: count(1, 200_000) }),
        fc.record({ selector: expression }),
      ),
      fc.record({ soak: span(0, 7_776_000_000), patience: span(0, 31_536_000_000), gates }, optional),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) =>
    list.map(([share, rest], index) => ({
      ...share,
      ...rest,
      ...('percent' in share ? { percent: `${index * 10 + 0.5}%` } : {}),
      name: `w-${index}`,
    })),
  );

const windows = fc.array(
  fc
    .record({ days: fc.uniqueArray(fc.constantFrom(...dayNames), { minLength: 1 }), from: time, to: time })
    .filter(({ from, to }) => from !== to),
  { maxLength: 4 },
);

const file = fc
  .tuple(
    fc.oneof(
      fc.record({ release: fc.constant('a-b@1.2.3-rc.1'), delta: fc.constantFrom('prefer', 'require', 'never') }),
      fc.record({
        configuration: fc.record({
          set: fc.dictionary(
            fc.constantFrom('reportEveryMs', 'ledOn'),
            fc.oneof(
              fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
              fc.boolean(),
              text,
            ),
            { minKeys: 1 },
          ),
          reset: fc.constantFrom([], ['title']),
        }),
      }),
    ),
    fc.record(
      {
        name: word,
        title: text,
        selector: expression,
        exclude: expression,
        seed: word,
        strata: fc.uniqueArray(fc.constantFrom('profile', 'hardware', 'link', 'label:site')),
        membership: fc.constantFrom('static', 'dynamic'),
        waves,
        soak: span(0, 7_776_000_000),
        gates,
        onBad,
        dispatch: fc.oneof(
          fc.record({ type: fc.constant('constant'), perMinute: count(1, 60_000) }),
          fc.record({
            type: fc.constant('exponential'),
            basePerMinute: count(1, 900),
            factor: fc.double({ min: 1.1, max: 5, noNaN: true }),
            every: fc.constantFrom({ attempted: 50 }, { updated: 1 }),
          }),
        ),
        limits: fc.record({ inFlight: count(1, 200_000), bytesPerSecond: count(0, 1e9) }, optional),
        windows,
        timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
        deadlines: fc.record({ offer: span(10_000, 2_592_000_000), confirm: span(10_000, 2_592_000_000) }, optional),
        retries: fc.record(
          { others: count(0, 10), causes: fc.dictionary(fc.constantFrom('flash-full', 'silent'), count(0, 10)), wait: span(0, 1_000_000) },
          optional,
        ),
        penalty: fc.record({ failures: count(1, 100), span: span(0, 1_000_000_000) }, optional),
        condition: expression,
        approval: fc.record({ role: fc.constantFrom('operator', 'admin'), approvals: count(1, 10) }, optional),
        priority: count(0, 100),
        startAt: count(1, 4_000_000_000_000).map((ms) => new Date(ms).toISOString()),
        missedWakeUps: count(1, 100),
      },
      { requiredKeys: ['name', 'selector'] },
    ),
  )
  .map(([subject, rest]) => ({ apiVersion: 'seatrial/v1', kind: 'Rollout', ...subject, ...rest }));

test('a plan that is printed and read again is the same plan, as YAML and as JSON', () => {
  fc.assert(
    fc.property(file, (given) => {
      const plan = parsePlan(JSON.stringify(given), 'given.json');
      expect(parsePlan(planText(plan), 'printed.yaml')).toEqual(plan);
      expect(parsePlan(JSON.stringify(planObject(plan)), 'printed.json')).toEqual(plan);
    }),
    { numRuns: 60 },
  );
});

test('the printed form is the one that people write', () => {
  const plan = parsePlan(
    'apiVersion: seatrial/v1\nkind: Rollout\nname: r-1\nrelease: a@1.0.0\nselector: site=lab\nwaves: [{name: all, percent: 100%, soak: 90m, gates: [{type: threshold, of: [failed], above: 0.5%}]}]\nwindows: [{days: [mon], from: "02:00", to: "05:00"}]\n',
    'r.yaml',
  );
  const printed = planText(plan);
  expect(printed).toContain('  - name: all\n    percent: 100%\n    atLeast: 1\n    soak: 1h30m\n    patience: 7d\n');
  expect(printed).toContain('      - type: threshold\n        name: failed\n        of:\n          - failed\n        above: 0.5%\n');
  expect(printed).toContain('  - days:\n      - mon\n    from: 02:00\n    to: 05:00\n');
});
