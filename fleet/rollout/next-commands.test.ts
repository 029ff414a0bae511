import { describe, expect, test } from 'vitest';
import type { Actor, GateVerdict, RolloutRecord, RolloutState, RolloutVerb } from '#fleet/domain/index.js';
import { rolloutBuckets } from '#fleet/domain/index.js';
import { blastOf } from './blast-logic.ts';
import { explainRollout } from './explain-rollout.ts';
import { judgeGate } from './gate-logic.ts';
import { type NextFacts, nextCommands } from './next-commands.ts';
import { testPlan, testRecord } from './rollout-fixture.ts';
import { canStep, stepRollout } from './rollout-logic.ts';
import { rolloutMachine } from './rollout-machine.ts';
import { viewOf } from './rollout-view.ts';
import { factsOf, gates, noonMs } from './test-gates.ts';
import { approved, checkVerb, promoted, resumed, stepped } from './verb-logic.ts';

const hourMs = 3_600_000;
const admin: Actor = { name: 'olga', role: 'admin', reason: 'because' };
const states = Object.keys(rolloutMachine.config.states ?? {}) as RolloutState[];
const kinds = ['threshold', 'consecutive', 'health', 'signal', 'manual'] as const;

const verdictOf = (kind: (typeof kinds)[number], outcome: GateVerdict['outcome']): GateVerdict => {
  const soaked = { wave: { name: 'first', startedAtMs: noonMs - 3 * hourMs, soakStartedAtMs: noonMs - 2 * hourMs, soakMs: hourMs } };
  return { ...judgeGate(gates[kind], factsOf(soaked)), wave: 'first', outcome };
};

/** One gate of a kind that says one thing, in one state; its limit may be at the end of its range. */
function recordOf(state: RolloutState, kind: (typeof kinds)[number], outcome: GateVerdict['outcome'], isAtMost = false): RolloutRecord {
  const most = { threshold: 100, consecutive: 1_000_000, health: 20 } as const;
  const gate = gates[kind];
  const changed = kind === 'signal' || kind === 'manual' ? undefined : { gate: gate.name, limit: most[kind] };
  const [wave, rest] = testPlan().waves;
  const plan = testPlan({
    waves: [wave, rest].flatMap((one) => (one === undefined ? [] : [{ ...one, gates: one === wave ? [gate] : [] }])),
    approval: { role: 'admin', approvals: 2 },
  });
  const isUnstarted = state === 'draft' || state === 'awaitingApproval' || state === 'scheduled';
  const times = { startedAtMs: noonMs - 3 * hourMs, waveStartedAtMs: noonMs - 3 * hourMs, soakStartedAtMs: noonMs - 2 * hourMs };
  return testRecord({
    plan,
    state,
    ...(isUnstarted ? {} : times),
    resumeTo: state === 'paused' || state === 'halted' ? 'deciding' : '',
    verdicts: [verdictOf(kind, outcome)],
    changes:
      isAtMost && changed !== undefined ? [{ ...changed, atMs: noonMs, by: 'olga', reason: 'why not', text: 'as high as it goes' }] : [],
    steps: [{ atMs: noonMs - hourMs, state, wave: 'first', by: `gate ${gate.name}`, reason: 'why' }],
  });
}

/** Carries out a printed command as the desk would; throws when it is refused. */
function obey(command: string, record: RolloutRecord, facts: NextFacts): void {
  const [, , word = '', name, ...rest] = command.split(' ');
  expect(name).toBe(record.plan.name);
  if (word === 'watch' || word === 'get' || word === 'status') return;
  const verb = word as RolloutVerb;
  checkVerb(record, verb, undefined);
  if (verb === 'approve') approved(record, noonMs, admin);
  else if (verb === 'promote') promoted(record, rest.includes('--full'), noonMs, admin);
  else if (verb === 'resume') resumed(record, raisedBy(rest, record), noonMs, admin);
  else if (verb === 'retry') expect(facts.triable).toBeGreaterThan(0);
  else if (verb === 'rollback') expect(facts.canGoBack).toBe(true);
  else if (verb === 'abort') stepped(record, { type: 'operator.aborted' }, 'abort', noonMs, admin);
}

/** The operator's limit: the highest that the kind of gate can have. */
function raisedBy(rest: readonly string[], { plan }: RolloutRecord): Record<string, number> {
  const [, gate] = /^(.+)=LIMIT$/.exec(rest[rest.indexOf('--raise') + 1] ?? '') ?? [];
  if (gate === undefined) return {};
  const type = plan.waves[0]?.gates.find(({ name }) => name === gate)?.type;
  return { [gate]: type === 'threshold' ? 100 : type === 'health' ? 20 : 1_000_000 };
}

/** All commands about rollouts in what is told, with what follows of them up to the end of the sentence. */
function commandsIn(told: unknown): string[] {
  return JSON.stringify(told).match(/fleet rollout [a-z]+ r-1(?: --[a-z]+(?: [a-z0-9-]+=LIMIT)?)*(?: -m WHY)?/g) ?? [];
}

const cases = states.flatMap((state) =>
  kinds.flatMap((kind) =>
    (['good', 'bad', 'waiting'] as const).flatMap((outcome) => [false, true].map((isAtMost) => ({ state, kind, outcome, isAtMost }))),
  ),
);
const facts: readonly NextFacts[] = [0, 3].flatMap((triable) => [false, true].map((canGoBack) => ({ triable, canGoBack })));
const service = { devices: 0, attempted: 0, away: 0, stumbled: 0, lostMs: 0, rebootMs: 0 };

describe('every command that is told is taken', () => {
  test.each(states)('%s', (state) => {
    for (const one of cases.filter((each) => each.state === state)) {
      const record = recordOf(state, one.kind, one.outcome, one.isAtMost);
      for (const fact of facts) {
        // A retry is of any use in states only that have one.
        const known = { ...fact, triable: canStep(state, { type: 'operator.retried' }) ? fact.triable : 0 };
        const view = viewOf(record, undefined, noonMs);
        const told = [view.verdict, view.verdicts, view.waves, explainRollout({ nowMs: noonMs, view, service, left: '', ...known })];
        for (const command of commandsIn(told)) {
          expect(() => obey(command, record, known), `${JSON.stringify(one)}: ${command}`).not.toThrow();
        }
      }
    }
  });

  test('each state has a next one, and says what is likeliest first', () => {
    const first = states.map((state) => nextCommands(recordOf(state, 'threshold', 'waiting'), { triable: 0, canGoBack: true })[0]);
    expect(first.every((command) => command !== undefined)).toBe(true);
    expect(nextCommands(recordOf('halted', 'threshold', 'bad'), { triable: 0, canGoBack: false })).toEqual([
      'fleet rollout resume r-1 --raise failed=LIMIT -m WHY',
      'fleet rollout abort r-1 -m WHY',
    ]);
    for (const [kind, isAtMost] of [
      ['signal', false],
      ['health', true],
    ] as const) {
      expect(nextCommands(recordOf('halted', kind, 'bad', isAtMost), { triable: 0, canGoBack: false })[0]).toBe(
        'fleet rollout promote r-1 -m WHY',
      );
    }
  });

  test('what undoes a verb is possible after it', () => {
    const eventOf = {
      pause: { type: 'operator.paused' },
      resume: { type: 'operator.resumed', to: 'dispatching' },
      retry: { type: 'operator.retried' },
      start: { type: 'operator.started', isLater: false },
      approve: { type: 'operator.approved', isEnough: false },
    } as const;
    let undone = 0;
    for (const state of states) {
      for (const [verb, event] of Object.entries(eventOf) as [keyof typeof eventOf, (typeof eventOf)[keyof typeof eventOf]][]) {
        const after = stepRollout(recordOf(state, 'threshold', 'waiting'), event, noonMs, { by: 'olga', reason: '' });
        if (after === undefined) continue;
        const { undo } = blastOf(recordOf(state, 'threshold', 'waiting'), undefined, verb);
        if (undo === '') continue;
        undone += 1;
        expect(() => checkVerb(after, undo.split(' ')[2] as RolloutVerb, undefined), `${state} ${verb}: ${undo}`).not.toThrow();
      }
    }
    expect(undone).toBeGreaterThan(10);
  });
});

test('the rollouts of these cases are whole ones', () => {
  expect(Object.keys(viewOf(recordOf('halted', 'health', 'bad'), undefined, noonMs).buckets)).toHaveLength(rolloutBuckets.length);
});
