import { assign, setup, transition } from 'xstate';
import type { AlarmRecord } from '#fleet/domain/index.js';

/** What happens to an alarm. Times are ms since 1970-01-01T00:00Z. */
export type AlarmEvent =
  | {
      readonly type: 'condition.raised';
      /** Device's time. */
      readonly atMs: number;
      readonly reason: string;
      readonly values: Readonly<Record<string, number>>;
    }
  /** Device's time. */
  | { readonly type: 'condition.cleared'; readonly atMs: number }
  /** Manager's time. */
  | { readonly type: 'operator.acknowledged'; readonly atMs: number; readonly by: string; readonly note: string };

/** An alarm's record without its state: the machine's context. */
export type AlarmFacts = Omit<AlarmRecord, 'state'>;

/** The life of an alarm after ISA-18.2 (states A to D; shelved, suppressed and out of service are not known yet). */
export const alarmMachine = setup({
  types: { context: {} as AlarmFacts, events: {} as AlarmEvent, input: {} as AlarmFacts },
  actions: {
    recordRaise: assign(({ context, event }) =>
      event.type === 'condition.raised'
        ? {
            raisedAtMs: event.atMs,
            reason: event.reason,
            values: event.values,
            clearedAtMs: 0,
            acknowledgedAtMs: 0,
            acknowledgedBy: '',
            note: '',
          }
        : context,
    ),
    recordClear: assign(({ context, event }) => (event.type === 'condition.cleared' ? { clearedAtMs: event.atMs } : context)),
    recordAcknowledgement: assign(({ context, event }) =>
      event.type === 'operator.acknowledged' ? { acknowledgedAtMs: event.atMs, acknowledgedBy: event.by, note: event.note } : context,
    ),
  },
}).createMachine({
  id: 'alarm',
  context: ({ input }) => input,
  initial: 'normal',
  states: {
    normal: {
      description: 'The condition does not hold and nobody has to look.',
      on: { 'condition.raised': { target: 'unacknowledged', actions: 'recordRaise' } },
    },
    unacknowledged: {
      description: 'The condition holds and nobody has taken notice.',
      on: {
        'operator.acknowledged': { target: 'acknowledged', actions: 'recordAcknowledgement' },
        'condition.cleared': { target: 'returnedUnacknowledged', actions: 'recordClear' },
      },
    },
    acknowledged: {
      description: 'The condition holds and somebody has taken notice.',
      on: { 'condition.cleared': { target: 'normal', actions: 'recordClear' } },
    },
    returnedUnacknowledged: {
      description: 'The condition held, does no longer, and nobody has taken notice.',
      on: {
        'operator.acknowledged': { target: 'normal', actions: 'recordAcknowledgement' },
        'condition.raised': { target: 'unacknowledged', actions: 'recordRaise' },
      },
    },
  },
});

/** The record after an event; undefined when the event means nothing in its state. */
export function stepAlarm(record: AlarmRecord, event: AlarmEvent): AlarmRecord | undefined {
  const { state, ...facts } = record;
  const snapshot = alarmMachine.resolveState({ value: state, context: facts });
  if (!snapshot.can(event)) return undefined;
  const [next] = transition(alarmMachine, snapshot, event);
  return { ...next.context, state: next.value };
}
