import { expect, test } from 'vitest';
import type { RolloutState } from '#fleet/domain/index.js';
import { testRecord } from './rollout-fixture.ts';
import { canStep, stepRollout } from './rollout-logic.ts';
import type { RolloutEvent } from './rollout-machine.ts';

const events: readonly (readonly [name: string, event: RolloutEvent])[] = [
  ['approved, one lacking', { type: 'operator.approved', isEnough: false }],
  ['approved', { type: 'operator.approved', isEnough: true }],
  ['started', { type: 'operator.started', isLater: false }],
  ['started for later', { type: 'operator.started', isLater: true }],
  ['struck', { type: 'clock.struck' }],
  ['dispatched', { type: 'wave.dispatched' }],
  ['soaked', { type: 'soak.over' }],
  ['good', { type: 'gates.good', isLast: false }],
  ['good, last', { type: 'gates.good', isLast: true }],
  ['bad: pause', { type: 'gate.bad', action: 'pause' }],
  ['bad: halt', { type: 'gate.bad', action: 'halt' }],
  ['bad: rollback', { type: 'gate.bad', action: 'rollback' }],
  ['paused', { type: 'operator.paused' }],
  ['resumed', { type: 'operator.resumed', to: 'soaking' }],
  ['promoted', { type: 'operator.promoted', isLast: false }],
  ['promoted, last', { type: 'operator.promoted', isLast: true }],
  ['tried again', { type: 'operator.retried' }],
  ['aborted', { type: 'operator.aborted' }],
  ['rolled back', { type: 'operator.rolledBack' }],
  ['way back over', { type: 'wayBack.over' }],
];

/** What each event leads to from each state; what is not named means nothing there. */
const running = {
  'tried again': 'dispatching',
  'bad: pause': 'paused',
  'bad: halt': 'halted',
  'bad: rollback': 'rollingBack',
  paused: 'paused',
  aborted: 'aborted',
  'rolled back': 'rollingBack',
} as const;
const unstarted = { started: 'dispatching', 'started for later': 'scheduled', aborted: 'aborted' } as const;
const stopped = {
  resumed: 'soaking',
  promoted: 'dispatching',
  'promoted, last': 'dispatching',
  aborted: 'aborted',
  'rolled back': 'rollingBack',
} as const;
const through = { promoted: 'dispatching', 'promoted, last': 'completed' } as const;
const table: Readonly<Record<RolloutState, Readonly<Record<string, RolloutState>>>> = {
  draft: unstarted,
  awaitingApproval: { 'approved, one lacking': 'awaitingApproval', approved: 'draft', aborted: 'aborted' },
  scheduled: { ...unstarted, struck: 'dispatching' },
  dispatching: { ...running, dispatched: 'soaking', promoted: 'dispatching', 'promoted, last': 'dispatching' },
  soaking: { ...running, ...through, soaked: 'deciding' },
  deciding: { ...running, ...through, good: 'dispatching', 'good, last': 'completed' },
  paused: { ...stopped, 'tried again': 'paused' },
  halted: { ...stopped, 'tried again': 'halted' },
  rollingBack: { 'way back over': 'rolledBack', 'tried again': 'rollingBack', aborted: 'aborted' },
  rolledBack: { 'tried again': 'rollingBack', aborted: 'aborted' },
  completed: { 'tried again': 'dispatching', 'rolled back': 'rollingBack' },
  aborted: {},
};

test.each(Object.keys(table) as RolloutState[])('from %s each event leads where it must, or nowhere', (state) => {
  for (const [name, event] of events) {
    const after = stepRollout(testRecord({ state }), event, 5_000, { by: 'olga', reason: 'why' });
    expect([name, after?.state]).toEqual([name, table[state][name]]);
    expect(canStep(state, event)).toBe(after !== undefined);
    if (after === undefined) continue;
    expect(after.revision).toBe(2);
    expect(after.steps.at(-1)).toMatchObject({ atMs: 5_000, state: after.state, by: 'olga', reason: 'why' });
    expect(after.endedAtMs).toBe(after.state === 'completed' || after.state === 'aborted' ? 5_000 : 0);
  }
});
