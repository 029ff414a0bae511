import { describe, expect, test } from 'vitest';
import type {
  BucketCounts,
  GateVerdict,
  PlanWave,
  Presence,
  RolloutRecord,
  RolloutState,
  RolloutSums,
  RolloutView,
} from '#fleet/domain/index.js';
import { rolloutBuckets } from '#fleet/domain/index.js';
import { explainRollout, rateText } from './explain-rollout.ts';
import { judgeGate } from './gate-logic.ts';
import { HealthWatch } from './health-gate.ts';
import { nextCommands } from './next-commands.ts';
import { testPlan, testRecord } from './rollout-fixture.ts';
import { canStep } from './rollout-logic.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { serviceOf, serviceText } from './service-tally.ts';
import { factsOf, gates, noonMs } from './test-gates.ts';

const hourMs = 3_600_000;
const buckets = (counts: Partial<BucketCounts> = {}): BucketCounts => ({
  ...(Object.fromEntries(rolloutBuckets.map((bucket) => [bucket, 0])) as BucketCounts),
  ...counts,
});
const sums = (changes: Partial<RolloutSums> = {}): RolloutSums => ({
  devices: 100,
  attempted: 52,
  inFlight: 10,
  updated: 40,
  failed: 2,
  failing: 0,
  recovered: 0,
  ...changes,
});
const canary: PlanWave = {
  name: 'canary',
  share: { type: 'count', count: 100 },
  soakMs: 24 * hourMs,
  patienceMs: hourMs,
  gates: [gates.threshold, gates.health],
};
const plan = testPlan({ name: 'r-42', waves: [canary, { ...canary, name: 'rest', gates: [] }], approval: { role: 'admin', approvals: 2 } });

function recordOf(changes: Partial<RolloutRecord> = {}): RolloutRecord {
  return testRecord({
    plan,
    state: 'dispatching',
    startedAtMs: noonMs - hourMs,
    waveStartedAtMs: noonMs - hourMs,
    approvals: [
      { by: 'ada', atMs: noonMs - 3 * hourMs, reason: 'tried it' },
      { by: 'bob', atMs: noonMs - 2 * hourMs, reason: '' },
    ],
    steps: [{ atMs: noonMs - hourMs, state: 'dispatching', wave: 'canary', by: 'ada', reason: 'go' }],
    createdAtMs: noonMs - 4 * hourMs,
    ...changes,
  });
}

function sentenceOf(record: RolloutRecord): string {
  const facts = { nowMs: noonMs, record, buckets: buckets(), causes: { 'boot-failed': 2 } };
  return rolloutSentence({ ...facts, left: 40, taken: 0, sums: sums({ devices: 1_000 }), wave: { devices: 100, taken: 0, sums: sums() } });
}

function viewOf(record: RolloutRecord): RolloutView {
  const wave = {
    devices: 100,
    taken: 0,
    state: 'dispatching',
    buckets: buckets({ pending: 45, offline: 3 }),
    sums: sums(),
    gates: [],
  } as const;
  return {
    ...record,
    buckets: buckets(),
    sums: sums(),
    causes: {},
    waves: record.plan.waves.map(({ name }) => ({ ...wave, name })),
    verdict: sentenceOf(record),
  };
}

const eventOf = {
  retry: { type: 'operator.retried' },
  resume: { type: 'operator.resumed', to: 'dispatching' },
  promote: { type: 'operator.promoted', isLast: false },
  rollback: { type: 'operator.rolledBack' },
  abort: { type: 'operator.aborted' },
} as const;

const service = { devices: 1_000, attempted: 52, away: 2, stumbled: 0, lostMs: 3 * hourMs, rebootMs: 0 };
const explain = (record: RolloutRecord, triable = 0) =>
  explainRollout({ nowMs: noonMs, view: viewOf(record), service, triable, canGoBack: true, left: '' });
const lines = (record: RolloutRecord) => explain(record).steps.map(({ name, outcome, measured }) => `${outcome} ${name}: ${measured}`);

const failures = [{ bucket: 'failed', cause: 'content-damaged', devices: 31 }] as const;
const bad: GateVerdict = judgeGate(gates.threshold, factsOf({ sums: { devices: 1_000, attempted: 1_000, left: 9, failures, failing: 0 } }));
const waiting: GateVerdict = judgeGate(gates.health, factsOf());
const stop = { atMs: noonMs - 60_000, wave: 'canary', by: 'gate failed', reason: bad.summary } as const;

describe('the sentence about a rollout', () => {
  test.each<[RolloutState, Partial<RolloutRecord>, string]>([
    ['draft', {}, 'a draft: nothing was offered to any device'],
    ['awaitingApproval', { approvals: [] }, 'waits for approval: 0 of 2 approvals by an admin'],
    ['scheduled', { plan: { ...plan, startAtMs: noonMs + 90 * 60_000 } }, 'starts by itself at 2026-01-01T13:30Z, in 1 h 30 min'],
    ['dispatching', {}, 'wave canary (1 of 2) is being offered: 52 of 100 attempted, 40 updated, 2 failed, 10 in flight'],
    [
      'soaking',
      { soakStartedAtMs: noonMs - hourMs },
      'wave canary (1 of 2) soaks 23 h more: 52 of 100 attempted, 40 updated, 2 failed, 10 in flight',
    ],
    ['deciding', { verdicts: [{ ...bad, outcome: 'good' }, waiting] }, `wave canary (1 of 2) waits for gate health: ${waiting.summary}`],
    ['paused', { steps: [{ ...stop, state: 'paused', by: 'ada', reason: 'lunch' }] }, 'paused by ada in wave canary: lunch'],
    ['halted', { steps: [{ ...stop, state: 'halted' }] }, `halted by gate failed in wave canary: ${bad.summary}`],
    [
      'rollingBack',
      { steps: [{ ...stop, state: 'rollingBack' }] },
      `goes back, by gate failed in wave canary: ${bad.summary}; 0 devices back on what they ran before, 40 still run it`,
    ],
    [
      'rolledBack',
      {
        steps: [
          { ...stop, state: 'rollingBack' },
          { ...stop, state: 'rolledBack', by: 'system', reason: '' },
        ],
      },
      `went back, by gate failed in wave canary: ${bad.summary}; 0 devices back on what they ran before, 40 still run it`,
    ],
    ['completed', { endedAtMs: noonMs }, 'completed in 1 h: 40 of 1,000 devices updated, 2 failed (2 did not boot)'],
    [
      'aborted',
      { steps: [{ ...stop, state: 'aborted', by: 'ada', reason: 'wrong file' }] },
      'aborted by ada in wave canary: wrong file; 0 devices run it',
    ],
  ])('%s', (state, changes, expected) => {
    expect(sentenceOf(recordOf({ ...changes, state }))).toBe(expected);
  });
});

describe('why a rollout stands as it does', () => {
  test('while it is offered: in the order in which it decided', () => {
    expect(lines(recordOf())).toEqual([
      'ok approval: 2 of 2 approvals by an admin: ada (tried it), bob',
      'ok start: started by ada at 2026-01-01T11:00Z',
      'waiting wave canary: offer: 52 of 100 devices attempted; 45 whose turn has not come, 3 offline; 10 in flight',
      'notReached wave canary: soak: its offer is not over',
      'notReached wave canary: gate failed: not judged',
      'notReached wave canary: gate health: not judged',
      'notReached wave rest: 100 devices later',
    ]);
  });

  test.each([
    ['rolledBack', 'ok wave canary: gate failed'],
    ['soaking', 'notReached wave canary: gate failed: not judged'],
  ] as const)('%s after it was completed: what its last wave passed', (state, expected) => {
    const passed = [{ ...bad, outcome: 'good' as const }];
    const record = recordOf({ state, soakStartedAtMs: noonMs - hourMs, verdicts: [], passed, steps: [{ ...stop, state }] });
    expect(lines(record).find((line) => line.includes('gate failed'))).toContain(expected);
  });

  test('a bad gate: measured, limit, since when, and what to do', () => {
    const record = recordOf({
      state: 'halted',
      resumeTo: 'soaking',
      soakStartedAtMs: noonMs - hourMs,
      verdicts: [bad, waiting],
      steps: [{ ...stop, state: 'halted' }],
    });
    const { steps, verdict, next, outcomes } = explain(record);
    expect(verdict).toBe(`halted by gate failed in wave canary: ${bad.summary}`);
    expect(steps.find(({ name }) => name === 'wave canary: gate failed')).toEqual({
      name: 'wave canary: gate failed',
      outcome: 'bad',
      measured: bad.summary,
      limit: '2 %',
      setBy: 'plan',
      sinceMs: noonMs,
      next: 'fleet rollout resume r-42 --raise failed=LIMIT -m WHY',
      details: bad.details,
    });
    expect(steps.at(-1)).toMatchObject({
      name: 'halted',
      outcome: 'bad',
      setBy: 'gate failed',
      next: 'fleet rollout rollback r-42 -m WHY',
    });
    expect(next[0]).toBe('fleet rollout rollback r-42 -m WHY');
    expect(outcomes).toBe(
      "50 of 52 attempted devices kept working, 2 can't be heard: 3 device-hours of service lost so far; 948 devices not touched",
    );
  });

  test('a health gate that waits says how far its verdict is', () => {
    const health = { ...waiting, details: { updatedDevices: 200, waitingDevices: 800 } };
    const measured = (promotion: 'proven' | 'soak', evidence: RolloutRecord['evidence']) => {
      const waves = [{ ...canary, gates: [{ ...gates.health, promotion }] }];
      const record = recordOf({
        plan: { ...plan, waves },
        state: 'soaking',
        soakStartedAtMs: noonMs - hourMs,
        verdicts: [health],
        evidence,
      });
      return explain(record).steps.find(({ name }) => name === 'wave canary: gate health')?.measured;
    };
    expect(measured('soak', {})).toBe(`${waiting.summary}; were they 3 times as bad, half of all cases stop within 35 more failures`);
    expect(measured('proven', {})).toMatch(/within 35 more failures, were they as good, half are proven within 183 more failures$/);
    const watch = new HealthWatch(1, 3);
    for (let index = 0; index < 5; index += 1) for (const side of ['updated', 'waiting'] as const) watch.enter(0, side, 0);
    for (let index = 0; index < 3; index += 1) watch.fail(0, 'updated', 0, 'crash');
    expect(measured('proven', { health: watch.save() })).toMatch(
      /stop within \d+ more failures, .* within more than 1,000 failures$|more failures$/,
    );
  });

  test('a limit that an operator set is told with its reason', () => {
    const changes = [{ atMs: noonMs, by: 'alice', reason: 'known flash batch', gate: 'failed', limit: 4, text: 'failed: 4 %' }];
    const { steps } = explain(
      recordOf({ state: 'soaking', soakStartedAtMs: noonMs - hourMs, changes, verdicts: [{ ...bad, outcome: 'waiting' }] }),
    );
    expect(steps.find(({ name }) => name === 'wave canary: gate failed')?.setBy).toBe('alice at 2026-01-01T12:00Z: known flash batch');
  });

  test('waves that are through keep their verdicts; one that was let through says by whom', () => {
    const record = recordOf({
      state: 'dispatching',
      wave: 1,
      passed: [{ ...bad, outcome: 'good' }, waiting],
      promoted: ['canary'],
      steps: [{ atMs: noonMs, state: 'dispatching', wave: 'canary', by: 'ada', reason: 'enough' }],
    });
    expect(lines(record)).toEqual([
      'ok approval: 2 of 2 approvals by an admin: ada (tried it), bob',
      'ok start: started at 2026-01-01T11:00Z',
      'ok wave canary: offer: 52 of 100 devices attempted; 45 whose turn has not come, 3 offline; 10 in flight',
      'ok wave canary: soak: soaked 1 d',
      `ok wave canary: gate failed: ${bad.summary}`,
      `waiting wave canary: gate health: ${waiting.summary}`,
      'ok wave canary: let through: an operator let it through: its gates need not be good',
      'waiting wave rest: offer: 52 of 100 devices attempted; 45 whose turn has not come, 3 offline; 10 in flight',
      'notReached wave rest: soak: its offer is not over',
    ]);
  });

  test.each<[RolloutState, string | undefined]>([
    ['draft', 'start'],
    ['awaitingApproval', 'approve'],
    ['scheduled', 'start'],
    ['dispatching', 'watch'],
    ['soaking', 'watch'],
    ['deciding', 'promote'],
    ['paused', 'resume'],
    ['halted', 'rollback'],
    ['rollingBack', 'watch'],
    ['rolledBack', 'abort'],
    ['completed', 'rollback'],
    ['aborted', 'get'],
  ])('%s: what comes next', (state, verb) => {
    const next = nextCommands(recordOf({ state, verdicts: [waiting] }), { triable: 0, canGoBack: true });
    expect(next[0]?.split(' ')[2]).toBe(verb);
    for (const command of next) expect(command).toMatch(/^fleet rollout [a-z]+ r-42( |$)/);
  });

  test.each<[RolloutState, string[]]>([
    ['deciding', ['retry', 'promote', 'rollback', 'abort']],
    ['paused', ['retry', 'resume', 'rollback', 'abort']],
    ['halted', ['rollback', 'retry', 'resume', 'abort']],
    ['rollingBack', ['watch', 'retry']],
    ['rolledBack', ['retry', 'abort']],
    ['completed', ['retry', 'rollback']],
    ['aborted', ['get']],
  ])(
    '%s, and failed devices could be tried again: retry comes before resume, and every command is one that the state takes',
    (state, verbs) => {
      const record = recordOf({ state, verdicts: [waiting], steps: [{ ...stop, state }] });
      const next = nextCommands(record, { triable: 5, canGoBack: true }).map((command) => command.split(' ')[2] ?? '');
      expect(next).toEqual(verbs);
      for (const verb of next)
        if (verb !== 'watch' && verb !== 'get') expect([verb, canStep(state, eventOf[verb as keyof typeof eventOf])]).toEqual([verb, true]);
      const last = explain(record, 5).steps.at(-1);
      if (state === 'paused' || state === 'halted')
        expect(last?.measured).toMatch(/5 failed devices could be tried again: by retry before resume/);
    },
  );

  test('every state explains itself without a gap', () => {
    for (const state of [
      'draft',
      'awaitingApproval',
      'scheduled',
      'dispatching',
      'soaking',
      'deciding',
      'paused',
      'halted',
      'aborted',
    ] as const) {
      const unstarted = state === 'draft' || state === 'awaitingApproval' || state === 'scheduled';
      const record = recordOf({ state, ...(unstarted ? { startedAtMs: 0, approvals: [] } : {}) });
      const { steps, verdict, outcomes } = explain(record);
      for (const { measured, setBy } of steps) expect([measured, setBy]).not.toContain('');
      expect(`${verdict}${outcomes}${JSON.stringify(steps)}`).not.toMatch(/undefined|NaN|Infinity/);
      // Before the start nobody knows how many devices a wave gets.
      const later = steps.find(({ name }) => name === 'wave rest')?.measured;
      expect(later).toBe(unstarted ? 'its devices are named at the start' : '100 devices later');
    }
  });

  test('rates in words', () => {
    expect(rateText({ type: 'constant', perMinute: 6_000 })).toBe('6,000 a minute');
    expect(rateText({ type: 'exponential', basePerMinute: 10, factor: 2, every: { updated: 100 }, mostPerMinute: 1_000 })).toBe(
      '10 a minute, 2 times as fast every 100 updated, at most 1,000',
    );
  });
});

describe('outcomes', () => {
  const seen = (presence: Presence | undefined, hoursAgo: number, lostMs = 0, rebootMs = 0) => ({
    presence,
    lastSeenAtMs: noonMs - hoursAgo * hourMs,
    lostMs,
    rebootMs,
  });

  test.each([
    [[], '7 devices not touched, no service lost'],
    [
      [seen('online', 0), seen('asleep', 9), seen(undefined, 0)],
      '3 of 3 attempted devices kept working, no service lost; 4 devices not touched',
    ],
    [
      [seen('online', 0), seen('offline', 2), seen('offline', 0.5)],
      "1 of 3 attempted devices kept working, 2 can't be heard: 2.5 device-hours of service lost so far; 4 devices not touched",
    ],
    [
      [seen('online', 0, 0, hourMs / 10), seen('online', 0, hourMs, hourMs / 10), seen('offline', 2, hourMs)],
      "1 of 3 attempted devices kept working, 1 can't be heard, 1 crashed, restarted or fell silent and work again: 4 device-hours of service lost so far and 0.2 device-hours in reboots for updates; 4 devices not touched",
    ],
    [
      [seen('online', 0, 0, hourMs / 10)],
      '1 of 1 attempted device kept working, no service lost but 0.1 device-hours in reboots for updates; 6 devices not touched',
    ],
  ])('%#', (attempted, expected) => {
    expect(serviceText(serviceOf(7, attempted, noonMs))).toBe(expected);
  });

  test('before the start there are no devices to count', () => {
    expect(serviceText(serviceOf(0, [], noonMs))).toBe('no device touched, no service lost');
  });
});
