import { describe, expect, test } from 'vitest';
import type { RolloutRecord } from '#fleet/domain/index.js';
import { bucketOf } from './bucket-logic.ts';
import { type BucketFacts, bucketRules } from './bucket-rules.ts';
import { stages } from './device-stages.ts';
import { type DeviceExplainFacts, type DevicePlace, explainDevice } from './explain-device.ts';
import { judgeGate } from './gate-logic.ts';
import { testDevice, testFacts, testFailure, testHold, testMember, testNowMs, testOpen } from './member-fixture.ts';
import { testPlan, testRecord } from './rollout-fixture.ts';
import { factsOf, gates } from './test-gates.ts';

const plan = testPlan({
  name: 'r-42',
  subject: { type: 'release', release: 'pump@2.0.0', delta: 'prefer' },
  selector: 'profile=pump',
  windows: [{ days: [1, 2, 3, 4, 5], fromMinute: 120, toMinute: 300 }],
  timeZone: 'Europe/Berlin',
  condition: 'battery >= 30.0',
});

function recordOf(changes: Partial<RolloutRecord> = {}): RolloutRecord {
  return testRecord({ plan, state: 'dispatching', startedAtMs: testNowMs - 7_200_000, waveStartedAtMs: testNowMs - 3_600_000, ...changes });
}

function factsWith(changes: Partial<BucketFacts>, record = recordOf(), turn: { inFlight?: number } = {}): DeviceExplainFacts {
  const facts = testFacts(changes);
  const place: DevicePlace = {
    type: 'member',
    facts,
    rule: bucketOf(facts),
    kept: bucketOf(facts).bucket,
    inFlight: turn.inFlight ?? 3,
    inFlightLimit: 10,
    backWhy: '',
    perMinute: 600,
  };
  const device = facts.device === undefined ? undefined : testDevice(facts.device);
  return { nowMs: testNowMs, deviceId: 'pump-1', device, hold: facts.hold, openAttempt: '', rollouts: [{ record, place }] };
}

const away = testDevice({ presence: 'offline', lastSeenAtMs: testNowMs - 7_200_000 });
const done = testMember({ outcome: 'updated', updatedAtMs: testNowMs - 4_000 });
const there = { type: 'there' } as const;
const ended = (outcome: 'failed' | 'rejected' | 'rolledBack', cause: Parameters<typeof testFailure>[0]) =>
  testMember({ outcome, failures: [testFailure(cause)] });
const stop = { atMs: testNowMs, wave: 'first', by: 'alice', reason: 'lunch' };

/** Why, the first next command, and the name of the stage that decided. */
const table: [string, DeviceExplainFacts, string, string, string][] = [
  [
    'its turn',
    factsWith({}),
    'pending in rollout r-42: its turn has not come: 3 of 10 in flight; the rate of 600 a minute, or the budget of bytes',
    'rate and limit',
    'fleet explain rollout r-42',
  ],
  [
    'the limit in flight',
    factsWith({}, recordOf(), { inFlight: 10 }),
    'pending in rollout r-42: its turn has not come: 10 of 10 in flight: the limit is reached',
    'rate and limit',
    'fleet explain rollout r-42',
  ],
  [
    'a paused rollout',
    factsWith({}, recordOf({ state: 'paused', steps: [{ ...stop, state: 'paused' }] })),
    'pending in rollout r-42: the rollout is paused by alice: lunch',
    'rate and limit',
    'fleet explain rollout r-42',
  ],
  [
    'a hold',
    factsWith({ hold: testHold('hold') }),
    'held in rollout r-42: held by eve since 2026-01-01T23:00:00Z: on the bench',
    'hold',
    'fleet device unhold pump-1 -m WHY',
  ],
  [
    'a pin',
    factsWith({ hold: { ...testHold('pin'), untilMs: testNowMs } }),
    'pinned in rollout r-42: pinned to pump@1.0.0 by eve since 2026-01-01T23:00:00Z until 2026-01-02T00:00:00Z: on the bench',
    'hold',
    'fleet device unpin pump-1 -m WHY',
  ],
  [
    'another rollout',
    factsWith({ rival: 'r-9' }),
    'superseded in rollout r-42: rollout r-9 has it: higher priority, or started first',
    'other rollouts',
    'fleet explain rollout r-9',
  ],
  [
    'a newer version',
    factsWith({ need: { type: 'newer', message: 'it runs pump@3.0.0' } }),
    'superseded in rollout r-42: it runs pump@3.0.0',
    'need',
    'fleet explain rollout r-42',
  ],
  [
    'no fit',
    factsWith({ need: { type: 'barred', reason: 'otherProfile', message: 'pump@2.0.0 is for valves' } }),
    'condition not met in rollout r-42: pump@2.0.0 is for valves',
    'compatibility',
    'fleet device get pump-1',
  ],
  [
    'a later wave',
    factsWith({ wave: 'later', waveName: 'rest' }),
    'pending in rollout r-42: its wave rest has not begun: it is 2 of 2',
    'wave',
    'fleet explain rollout r-42',
  ],
  [
    'a later wave of a rollout that went back',
    factsWith({ wave: 'later', waveName: 'rest' }, recordOf({ state: 'rolledBack' })),
    'pending in rollout r-42: the rollout is rolled back',
    'wave',
    'fleet explain rollout r-42',
  ],
  [
    'offline',
    factsWith({ device: away }),
    'offline in rollout r-42: offline since 2026-01-01T22:00:00Z',
    'presence',
    'fleet device get pump-1',
  ],
  [
    'its window',
    factsWith({ windowOpensAtMs: testNowMs + 3_600_000 }),
    'outside its window in rollout r-42: its window opens at 2026-01-02T01:00:00Z, Fri 02:00 in Europe/Berlin, in 1 h',
    'window',
    'fleet explain rollout r-42',
  ],
  [
    'the condition',
    factsWith({ conditionWhy: 'battery >= 30.0: battery = 12' }),
    'condition not met in rollout r-42: battery >= 30.0: battery = 12',
    'condition',
    'fleet device get pump-1',
  ],
  [
    'another update',
    factsWith({ otherAttempt: 'attempt 1f (pump@1.5.0, downloading)' }),
    'deferred in rollout r-42: another update of it is open: attempt 1f (pump@1.5.0, downloading)',
    'other updates',
    'fleet device updates pump-1',
  ],
  [
    'a wait for the next try',
    factsWith({ member: testMember({ failures: [testFailure()], notBeforeMs: testNowMs + 60_000 }) }),
    'deferred in rollout r-42: try 2 waits until 2026-01-02T00:01:00Z after boot-failed (it did not start)',
    'retries',
    'fleet rollout retry r-42 --cause boot-failed -m WHY',
  ],
  [
    'the penalty box',
    factsWith({
      member: testMember({ tries: 3, failures: [testFailure(), testFailure(), testFailure()], notBeforeMs: testNowMs + 60_000 }),
    }),
    'deferred in rollout r-42: try 4 waits until 2026-01-02T00:01:00Z after boot-failed (it did not start), in the penalty box after 3 failures',
    'retries',
    'fleet rollout retry r-42 --cause boot-failed -m WHY',
  ],
  [
    'a download',
    factsWith({ member: testMember(), standing: testOpen('downloading') }),
    'downloading in rollout r-42: downloading pump@2.0.0 since 2026-01-01T23:59:58Z',
    'update',
    'fleet device updates pump-1',
  ],
  [
    'a refused signature',
    factsWith({ member: ended('rejected', 'bad-signature') }),
    'rejected in rollout r-42: signature not valid: bad-signature: it did not start; 1 try, at 2026-01-01T23:59:55Z',
    'update',
    'fleet key status',
  ],
  [
    'a refused image',
    factsWith({ member: ended('rejected', 'wrong-hardware') }),
    'rejected in rollout r-42: not for its hardware: wrong-hardware: it did not start; 1 try, at 2026-01-01T23:59:55Z',
    'update',
    'fleet release get pump@2.0.0',
  ],
  [
    'a failure',
    factsWith({ member: ended('failed', 'flash-full') }),
    'failed in rollout r-42: no room in flash: flash-full: it did not start; 1 try, at 2026-01-01T23:59:55Z',
    'update',
    'fleet rollout retry r-42 --cause flash-full -m WHY',
  ],
  [
    'silence',
    factsWith({ member: testMember(), standing: testOpen('rebooting'), missed: 3, device: away }),
    'silent in rollout r-42: silent: it missed 3 of its wake-ups, the limit is 3; heard last at 2026-01-01T22:00:00Z',
    'silence',
    'fleet device get pump-1',
  ],
  [
    'the gates',
    factsWith({ member: done, need: there }, recordOf({ verdicts: [judgeGate(gates.manual, factsOf())] })),
    'soaking in rollout r-42: runs it, confirmed, since 2026-01-01T23:59:56Z; its wave first is not through its gates; gate go: nobody decided yet: it needs a decision by an operator: it soaks 18 h more, then fleet rollout promote r-42 -m WHY',
    'gates',
    'fleet explain rollout r-42',
  ],
  [
    'the end',
    factsWith({ member: done, need: there, wave: 'through' }),
    'updated in rollout r-42: runs it, confirmed, since 2026-01-01T23:59:56Z; its wave first is through',
    'gates',
    'fleet explain rollout r-42',
  ],
  [
    'it had it',
    factsWith({ need: there }),
    'already there in rollout r-42: ran it, confirmed, before it was offered',
    'need',
    'fleet explain rollout r-42',
  ],
];

describe('why a device of a rollout stands where it does', () => {
  test.each(table)('%s', (_, facts, verdict, deciding, next) => {
    const explanation = explainDevice(facts);
    expect(explanation.verdict).toBe(verdict);
    expect(explanation.steps.findLast(({ outcome }) => outcome !== 'notReached')?.name).toBe(deciding);
    expect(explanation.next[0]).toBe(next);
    const names = explanation.steps.map(({ name }) => name);
    expect(names).toEqual(stages.map(({ name }) => name));
    for (const { name, outcome, measured } of explanation.steps) {
      const order = names.indexOf(name) - names.indexOf(deciding);
      expect([name, outcome === 'notReached', measured === '']).toEqual([name, order > 0, false]);
      if (order < 0) expect([name, outcome]).toEqual([name, 'ok']);
    }
    expect(JSON.stringify(explanation)).not.toMatch(/undefined|NaN|Infinity/);
  });

  test('each rule of the buckets decides at one stage', () => {
    const decided = stages.flatMap(({ rules }) => Object.keys(rules));
    expect(decided.toSorted()).toEqual(
      Object.values(bucketRules)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  test('what was passed before says what it was held against', () => {
    const { steps } = explainDevice(factsWith({}));
    expect(steps.map(({ name, measured, limit }) => `${name}: ${measured} | ${limit}`).slice(0, 12)).toEqual([
      'selection: the plan selects it | profile=pump',
      'need: runs 1.0.0, and is to have pump@2.0.0 | runs pump@2.0.0',
      'hold: neither held nor pinned | neither held nor pinned',
      'other rollouts: no other rollout has a better claim | priority 50, number 1',
      'compatibility: nothing known stands against it | can take pump@2.0.0',
      'wave: its wave first (1 of 2) has begun | wave first (1 of 2) runs',
      'presence: online, heard last at 2026-01-01T23:59Z | online: only who is there is offered anything',
      'window: open | mon, tue, wed, thu, fri 02:00-05:00 in Europe/Berlin',
      'condition: holds | battery >= 30.0',
      'other updates: no other update of it is open | one update of a device at a time',
      'retries: it did not fail | 2 retries after 1 min; 1 d alone after 3 failures',
      'rate and limit: its turn has not come: 3 of 10 in flight; the rate of 600 a minute, or the budget of bytes | 6,000 a minute, 10 in flight',
    ]);
  });

  test('an intermediate version is told', () => {
    const need = { type: 'wants', goal: 'waypoint', release: 'pump@1.5.0' } as const;
    const step = explainDevice(factsWith({ need })).steps.find(({ name }) => name === 'need');
    expect(step?.measured).toBe('runs 1.0.0: it has to pass through pump@1.5.0 first, then pump@2.0.0');
  });

  test('a hold that came after the order touches only what comes later', () => {
    const facts = factsWith({ member: testMember(), standing: testOpen('downloading'), hold: testHold('hold') });
    const { steps, verdict } = explainDevice(facts);
    expect(verdict).toMatch(/^downloading/);
    expect(steps.find(({ name }) => name === 'hold')).toMatchObject({
      outcome: 'ok',
      measured: 'passed when it was ordered at 2026-01-01T23:59Z; the hold that eve set since touches only what comes later',
    });
    expect(steps.find(({ name }) => name === 'window')?.measured).toBe('passed when it was ordered at 2026-01-01T23:59Z');
  });

  test('windows are told in the zone of the device', () => {
    const device = testDevice({ labels: { timezone: 'Asia/Kathmandu' } });
    expect(explainDevice(factsWith({ device, windowOpensAtMs: testNowMs + 60_000 })).verdict).toMatch(
      /, Fri 05:46 in Asia\/Kathmandu, in 1 min$/,
    );
  });

  test('rollouts that do not decide are told after those that do', () => {
    const facts = factsWith({});
    const clauses = [{ clause: 'profile == "valve"', holds: false, measured: 'profile = "pump"' }];
    const other = recordOf({ plan: { ...plan, name: 'r-9', exclude: 'labels.site == "lab"' } });
    const rollouts = [
      ...facts.rollouts,
      { record: other, place: { type: 'notSelected', clauses } },
      { record: other, place: { type: 'excluded', clauses: [{ ...clauses[0], holds: true, clause: 'x', measured: 'y' }] } },
      { record: other, place: { type: 'tooLate' } },
      { record: other, place: facts.rollouts[0]?.place as DevicePlace },
    ] as const;
    const { steps, verdict } = explainDevice({ ...facts, rollouts });
    expect(verdict).toMatch(/^pending in rollout r-42/);
    expect(steps.slice(stages.length).map(({ name, measured }) => `${name} ${measured}`)).toEqual([
      'rollout r-9 does not select it: profile == "valve" (profile = "pump")',
      'rollout r-9 excludes it: x (y)',
      'rollout r-9 has its devices since 2026-01-01T22:00Z, and pump-1 matched only later',
      'rollout r-9 pending: its turn has not come: the rate of offers, or the limit in flight',
    ]);
  });
});

test('of two rollouts that want a device the one that has it decides', () => {
  const facts = factsWith({ rival: 'r-9' });
  const [superseded] = facts.rollouts;
  const [pending] = factsWith({}, recordOf({ plan: { ...plan, name: 'r-9' } })).rollouts;
  const rollouts = [superseded, pending].flatMap((one) => one ?? []);
  const { verdict, steps } = explainDevice({ ...facts, rollouts });
  expect(verdict).toMatch(/^pending in rollout r-9: its turn/);
  expect(steps.at(-1)).toMatchObject({
    name: 'rollout r-42',
    measured: 'superseded: rollout r-9 has it: higher priority, or started first',
  });
});

describe('a device of no rollout', () => {
  const facts: DeviceExplainFacts = {
    nowMs: testNowMs,
    deviceId: 'pump-1',
    device: testDevice(),
    hold: undefined,
    openAttempt: '',
    rollouts: [],
  };
  const clauses = [
    { clause: 'profile == "valve"', holds: false, measured: 'profile = "pump"' },
    { clause: 'presence == "online"', holds: true, measured: 'presence = "online"' },
  ];
  const notSelected = { record: recordOf(), place: { type: 'notSelected', clauses } } as const;

  test.each<[string, Partial<DeviceExplainFacts>, string, string | undefined]>([
    ['none runs', {}, 'no rollout is running', undefined],
    [
      'none selects it',
      { rollouts: [notSelected] },
      'no running rollout selects it: rollout r-42 does not select it: profile == "valve" (profile = "pump")',
      'fleet rollout get r-42',
    ],
    [
      'held',
      { hold: { ...testHold('hold'), untilMs: testNowMs } },
      'no rollout is running; held by eve until 2026-01-02T00:00Z: on the bench',
      'fleet device unhold pump-1 -m WHY',
    ],
    [
      'pinned',
      { hold: testHold('pin') },
      'no rollout is running; pinned to pump@1.0.0 by eve: on the bench',
      'fleet device unpin pump-1 -m WHY',
    ],
    [
      'an update of its own',
      { openAttempt: 'attempt 1f (pump@2.0.0, offered)' },
      'no rollout is running; an update of its own is open: attempt 1f (pump@2.0.0, offered)',
      'fleet device updates pump-1',
    ],
    [
      'retired',
      { device: testDevice({ status: 'retired' }), rollouts: [notSelected] },
      'its status is retired, and only active devices are updated',
      'fleet device get pump-1',
    ],
    ['unknown', { device: undefined }, 'the fleet has no device pump-1', 'fleet device list'],
  ])('%s', (_, changes, verdict, next) => {
    const explanation = explainDevice({ ...facts, ...changes });
    expect(explanation.verdict).toBe(verdict);
    expect(explanation.next[0]).toBe(next);
  });
});

describe('outcomes for a device', () => {
  test.each<[string, DeviceExplainFacts, string]>([
    ['it works', factsWith({}), 'it kept working: runs 1.0.0, confirmed, heard last at 2026-01-01T23:59Z'],
    ['it was gone before', factsWith({ device: away }), "it can't be heard, heard last at 2026-01-01T22:00Z, and was offered nothing"],
    [
      'it is gone',
      factsWith({ device: away, member: testMember(), standing: testOpen('rebooting') }),
      "it can't be heard, heard last at 2026-01-01T22:00Z: 2 device-hours of service lost so far",
    ],
    ['the fleet has it no more', factsWith({ device: undefined, need: undefined }), 'nothing is known of it'],
  ])('%s', (_, facts, expected) => {
    expect(explainDevice(facts).outcomes).toBe(expected);
  });
});
