import { describe, expect, test } from 'vitest';
import { transition } from 'xstate';
import type { AttemptState } from '#fleet/domain/index.js';
import type { AttemptEvent } from './attempt-event.ts';
import { attempt, deadlines } from './attempt-fixture.ts';
import { attemptMachine, stepAttempt } from './attempt-machine.ts';

const at = { atMs: 100, message: 'so' };
const events = {
  'offer.sent': { type: 'offer.sent', atMs: 100, boot: 9, choice: 'whole image' },
  'unit.checking': { type: 'unit.checking', ...at },
  'unit.downloading': { type: 'unit.downloading', ...at },
  'unit.installing': { type: 'unit.installing', ...at },
  'unit.rebooting': { type: 'unit.rebooting', ...at },
  'unit.unconfirmed': { type: 'unit.unconfirmed', ...at },
  'unit.proved': { type: 'unit.proved', ...at },
  'unit.reverted': { type: 'unit.reverted', cause: 'not-confirmed', ...at },
  'unit.failed': { type: 'unit.failed', cause: 'flash-full', ...at },
  'unit.rejected': { type: 'unit.rejected', cause: 'busy', ...at },
  'unit.cancelled': { type: 'unit.cancelled', cause: 'cancelled', ...at },
  'operator.cancelled': { type: 'operator.cancelled', ...at },
  'release.withdrawn': { type: 'release.withdrawn', ...at },
  'device.gone': { type: 'device.gone', ...at },
  'timer.expired': { type: 'timer.expired', ...at },
} as const satisfies Record<AttemptEvent['type'], AttemptEvent>;

type Ends = Partial<Record<AttemptEvent['type'], AttemptState>>;
const reports: Ends = {
  'unit.checking': 'checking',
  'unit.downloading': 'downloading',
  'unit.installing': 'installing',
  'unit.rebooting': 'rebooting',
  'unit.unconfirmed': 'unconfirmed',
  'unit.proved': 'updated',
  'unit.reverted': 'rolledBack',
  'unit.failed': 'failed',
  'unit.rejected': 'rejected',
  'unit.cancelled': 'cancelled',
  'device.gone': 'cancelled',
  'timer.expired': 'silent',
};
/** Where each event leads; an event that is not named means nothing there. */
const table: Record<AttemptState, Ends> = {
  queued: {
    'offer.sent': 'offered',
    'operator.cancelled': 'cancelled',
    'release.withdrawn': 'cancelled',
    'device.gone': 'cancelled',
    'timer.expired': 'silent',
  },
  offered: { ...reports, 'operator.cancelled': 'cancelled', 'release.withdrawn': 'cancelled' },
  checking: { ...reports, 'operator.cancelled': 'checking' },
  downloading: { ...reports, 'operator.cancelled': 'downloading' },
  installing: { ...reports, 'operator.cancelled': 'installing' },
  rebooting: { ...reports, 'operator.cancelled': 'rebooting' },
  unconfirmed: { ...reports, 'operator.cancelled': 'unconfirmed' },
  updated: {},
  failed: {},
  rejected: {},
  rolledBack: {},
  cancelled: {},
  silent: {},
};

describe('life of an attempt: every state and event', () => {
  const cases = Object.entries(table).flatMap(([state, ends]) =>
    Object.values(events).map((event) => [state as AttemptState, event.type, ends[event.type]] as const),
  );
  test.each(cases)('%s, %s gives %s', (state, type, end) => {
    expect(stepAttempt(attempt({ state }), events[type], deadlines)?.state).toBe(end);
  });

  test.each(cases)('%s, %s: state and facts are those that XState itself gives', (state, type) => {
    for (const sequence of [0, 1]) {
      const { state: _state, ...facts } = attempt({ state, sequence });
      const snapshot = attemptMachine.resolveState({ value: state, context: facts });
      const [next] = transition(attemptMachine, snapshot, events[type]);
      const after = stepAttempt(attempt({ state, sequence }), events[type], deadlines);
      expect(after !== undefined).toBe(snapshot.can(events[type]));
      if (after === undefined) continue;
      expect(after).toEqual({ ...next.context, state: next.value, steps: after.steps, deadlineAtMs: after.deadlineAtMs });
    }
  });

  test('the table names every state and event of the machine', () => {
    expect(Object.keys(attemptMachine.states).sort()).toEqual(Object.keys(table).sort());
    expect([...attemptMachine.events].sort()).toEqual(Object.keys(events).sort());
  });

  test('an offer that the unit has answered is taken back by its word alone', () => {
    const after = stepAttempt(attempt({ state: 'offered', sequence: 1 }), events['operator.cancelled'], deadlines);
    expect(after).toMatchObject({ state: 'offered', isCancelling: true, endedAtMs: 0 });
  });
});

describe('what a step keeps', () => {
  test('an offer keeps boot, delta and choice', () => {
    const delta = { baseDigest: 'aa', bytes: 5, digest: 'bb' };
    const after = stepAttempt(attempt({ state: 'queued', offeredInBoot: 0 }), { ...events['offer.sent'], delta }, deadlines);
    expect(after).toMatchObject({ state: 'offered', offeredInBoot: 9, delta, choice: 'whole image', deadlineAtMs: 5_100 });
    expect(after?.steps).toEqual([{ state: 'offered', atMs: 100, storedBytes: 0, cause: '', message: 'whole image' }]);
  });

  test.each([
    ['unit.checking', 1_100],
    ['unit.downloading', 4_100],
    ['unit.installing', 3_100],
    ['unit.rebooting', 3_100],
    ['unit.unconfirmed', 2_100],
    ['unit.proved', 0],
  ] as const)('%s has its own deadline, at %i', (type, deadlineAtMs) => {
    expect(stepAttempt(attempt(), events[type], deadlines)?.deadlineAtMs).toBe(deadlineAtMs);
  });

  test('progress within a state moves neither its deadline nor its history; what it says for the first time is a step', () => {
    const before = attempt({ state: 'downloading', deadlineAtMs: 77 });
    const silent = { ...events['unit.downloading'], message: '' };
    expect(stepAttempt(before, silent, deadlines)).toMatchObject({ deadlineAtMs: 77, steps: [] });
    const told = stepAttempt(before, events['unit.downloading'], deadlines);
    expect(told).toMatchObject({ deadlineAtMs: 77, steps: [{ state: 'downloading', message: 'so' }] });
    expect(told && stepAttempt(told, events['unit.downloading'], deadlines)?.steps).toHaveLength(1);
  });

  test('an end keeps when, why and what was said', () => {
    const after = stepAttempt(attempt({ state: 'downloading' }), events['unit.failed'], deadlines);
    expect(after).toMatchObject({ state: 'failed', endedAtMs: 100, cause: 'flash-full', message: 'so', deadlineAtMs: 0 });
    expect(after?.steps.at(-1)).toMatchObject({ state: 'failed', cause: 'flash-full', message: 'so' });
    expect(stepAttempt(attempt(), events['release.withdrawn'], deadlines)).toMatchObject({ state: 'cancelled', cause: 'withdrawn' });
  });

  test('the history is bounded: of 100 turns to and fro the first ones and the newest stay', () => {
    let record = attempt();
    for (let turn = 0; turn < 100; turn += 1) {
      const type = turn % 2 === 0 ? 'unit.checking' : 'unit.downloading';
      record = stepAttempt(record, { type, atMs: turn, message: '' }, deadlines) ?? record;
    }
    expect(record.steps).toHaveLength(64);
    expect(record.steps[0]?.atMs).toBe(0);
    expect(record.steps.at(-1)?.atMs).toBe(99);
  });
});
