import { assign, type SnapshotFrom, setup } from 'xstate';
import type { AttemptRecord, AttemptState, AttemptStep } from '#fleet/domain/index.js';
import { createStepScope } from '#proto/machine/index.js';
import type { AttemptEvent } from './attempt-event.ts';
import { attemptSteps, type DeadlineLimits, deadlineOf, deadlinesOf, isOver } from './attempt-logic.ts';

/** An attempt's record without its state: the machine's context. */
export type AttemptFacts = Omit<AttemptRecord, 'state'>;

/** Whether the unit said nothing of the attempt yet. */
function isUntouched({ context }: { readonly context: AttemptFacts }): boolean {
  return context.sequence === 0;
}

const reported = {
  'unit.checking': { target: 'checking' },
  'unit.downloading': { target: 'downloading' },
  'unit.installing': { target: 'installing' },
  'unit.rebooting': { target: 'rebooting' },
  'unit.unconfirmed': { target: 'unconfirmed' },
  'unit.proved': { target: 'updated', actions: 'recordEnd' },
  'unit.reverted': { target: 'rolledBack', actions: 'recordEnd' },
  'unit.failed': { target: 'failed', actions: 'recordEnd' },
  'unit.rejected': { target: 'rejected', actions: 'recordEnd' },
  'unit.cancelled': { target: 'cancelled', actions: 'recordEnd' },
  'device.gone': { target: 'cancelled', actions: 'recordEnd' },
  'timer.expired': { target: 'silent', actions: 'recordEnd' },
} as const;
/** The unit works on it: it is told to stop and says where it stands. */
const working = { ...reported, 'operator.cancelled': { actions: 'recordCancel' } } as const;

/** The life of an attempt. Its deadlines are data in the record: a restart arms them again. */
export const attemptMachine = setup({
  types: { context: {} as AttemptFacts, events: {} as AttemptEvent, input: {} as AttemptFacts },
  guards: { isUntouched },
  actions: {
    recordOffer: assign(({ context, event }) =>
      event.type === 'offer.sent'
        ? { offeredInBoot: event.boot, choice: event.choice, ...(event.delta === undefined ? {} : { delta: event.delta }) }
        : context,
    ),
    recordCancel: assign({ isCancelling: true }),
    recordEnd: assign(({ event }) => ({
      endedAtMs: event.atMs,
      message: 'message' in event ? event.message : '',
      cause: 'cause' in event ? event.cause : event.type === 'release.withdrawn' ? ('withdrawn' as const) : ('' as const),
    })),
  },
}).createMachine({
  id: 'attempt',
  context: ({ input }) => input,
  initial: 'queued',
  states: {
    queued: {
      description: 'Ordered; the unit was not told yet: it is away, or asleep.',
      on: {
        'offer.sent': { target: 'offered', actions: 'recordOffer' },
        'operator.cancelled': { target: 'cancelled', actions: 'recordEnd' },
        'release.withdrawn': { target: 'cancelled', actions: 'recordEnd' },
        'device.gone': { target: 'cancelled', actions: 'recordEnd' },
        'timer.expired': { target: 'silent', actions: 'recordEnd' },
      },
    },
    offered: {
      description: 'The unit was told, and is told again after each Welcome; it has not answered.',
      on: {
        ...reported,
        'operator.cancelled': [{ guard: 'isUntouched', target: 'cancelled', actions: 'recordEnd' }, { actions: 'recordCancel' }],
        'release.withdrawn': { target: 'cancelled', actions: 'recordEnd' },
      },
    },
    checking: { description: 'The unit checks metadata, assignment and header.', on: working },
    downloading: { description: 'The unit takes content or delta.', on: working },
    installing: { description: 'The unit puts the image together and checks it as a whole.', on: working },
    rebooting: { description: 'The unit restarts into the new image.', on: working },
    unconfirmed: { description: 'The unit runs the new image on trial.', on: working },
    updated: { description: 'A boot after the offer runs the target, confirmed.', type: 'final' },
    failed: { description: 'It was tried, and the new image did not run; or the unit said so of what its Hello denies.', type: 'final' },
    rejected: { description: 'The unit refused it.', type: 'final' },
    rolledBack: { description: 'The new image was tried, and the old one runs again.', type: 'final' },
    cancelled: { description: 'Taken back.', type: 'final' },
    silent: { description: 'Nothing was heard of it in time.', type: 'final' },
  },
});

type Snapshot = SnapshotFrom<typeof attemptMachine>;

/** Of each state, but for its context: XState works long on what is the same every time. */
const templates = new Map<AttemptState, Snapshot>();

function snapshotOf(state: AttemptState, context: AttemptFacts): Snapshot {
  let template = templates.get(state);
  if (template === undefined) {
    template = attemptMachine.resolveState({ value: state, context });
    templates.set(state, template);
  }
  return { ...template, context } as Snapshot;
}

/** One serves all attempts: their actions only assign. */
const scope = createStepScope<typeof attemptMachine>(() => undefined);

/**
 * Where the machine leads by transitions that have neither guard nor action, by state and event: most reports of thousands of units are these, and
 * nothing is to be computed for them.
 */
const plainMoves = new Map<string, AttemptState>();
for (const [state, node] of Object.entries(attemptMachine.states)) {
  for (const [type, candidates] of node.transitions) {
    const [only, ...others] = candidates;
    const [target] = only?.target ?? [];
    const isPlain = only?.guard === undefined && only?.actions.length === 0 && others.length === 0 && node.exit.length === 0;
    if (isPlain && target?.entry.length === 0 && target.type === 'atomic') plainMoves.set(`${state} ${type}`, target.key as AttemptState);
  }
}

interface Moved {
  readonly value: AttemptState;
  readonly context: AttemptFacts;
}

function move(state: AttemptState, context: AttemptFacts, event: AttemptEvent): Moved | undefined {
  const value = plainMoves.get(`${state} ${event.type}`);
  if (value !== undefined) return { value, context };
  const snapshot = snapshotOf(state, context);
  const next = attemptMachine.transition(snapshot, event, scope);
  // The same snapshot: nothing was to do, or the event led to where it stands.
  return next === snapshot && !snapshot.can(event) ? undefined : next;
}

/** The record after an event; undefined when the event means nothing in its state. */
export function stepAttempt(record: AttemptRecord, event: AttemptEvent, limits: DeadlineLimits): AttemptRecord | undefined {
  const { state } = record;
  if (isOver(state)) return undefined;
  // The record is its own context: a copy without the state would cost more than the step.
  const next = move(state, record, event);
  if (next === undefined) return undefined;
  const after = next.value;
  // A unit that stays where it is and has something to say changed its way: that is a step as well.
  const said = after === state && event.type === `unit.${state}` && 'message' in event ? event.message : '';
  if (after === state && (said === '' || said === record.steps.at(-1)?.message)) return { ...next.context, state };
  const { cause } = next.context;
  const step: AttemptStep = {
    state: after,
    atMs: event.atMs,
    storedBytes: next.context.storedBytes,
    cause,
    message: 'message' in event ? event.message : next.context.choice,
  };
  const deadlineAtMs = after === state ? record.deadlineAtMs : deadlineOf(after, event.atMs, deadlinesOf(record, limits));
  return { ...next.context, state: after, steps: attemptSteps(record.steps, step), deadlineAtMs };
}
