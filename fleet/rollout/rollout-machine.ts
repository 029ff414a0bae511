import { setup } from 'xstate';
import type { GateAction } from '#fleet/domain/index.js';

/** What moves a rollout. By source: operators, the clock, its wave, its gates, its way back. */
export type RolloutEvent =
  /** @param isEnough with it the plan's number of approvals is there */
  | { readonly type: 'operator.approved'; readonly isEnough: boolean }
  /** @param isLater its start lies ahead */
  | { readonly type: 'operator.started'; readonly isLater: boolean }
  | { readonly type: 'clock.struck' }
  /** Every device of the wave was offered what it can be offered. */
  | { readonly type: 'wave.dispatched' }
  | { readonly type: 'soak.over' }
  | { readonly type: 'gates.good'; readonly isLast: boolean }
  | { readonly type: 'gate.bad'; readonly action: GateAction }
  | { readonly type: 'operator.paused' }
  | { readonly type: 'operator.resumed'; readonly to: 'dispatching' | 'soaking' | 'deciding' }
  | { readonly type: 'operator.promoted'; readonly isLast: boolean }
  /** Devices that failed may have another try. */
  | { readonly type: 'operator.retried' }
  | { readonly type: 'operator.aborted' }
  | { readonly type: 'operator.rolledBack' }
  /** Nobody is left who can be brought back and is there. */
  | { readonly type: 'wayBack.over' };

type Asked = { readonly event: RolloutEvent };

const badGate = [{ guard: 'asksPause', target: 'paused' }, { guard: 'asksHalt', target: 'halted' }, { target: 'rollingBack' }] as const;
/** What can befall a rollout that runs. */
const running = {
  // Its wave is offered again: who may try again is to have done so before it soaks.
  'operator.retried': { target: 'dispatching', reenter: true },
  'gate.bad': badGate,
  'operator.paused': 'paused',
  'operator.aborted': 'aborted',
  'operator.rolledBack': 'rollingBack',
} as const;
const resumed = [
  { guard: 'toDispatching', target: 'dispatching' },
  { guard: 'toSoaking', target: 'soaking' },
  { target: 'deciding' },
] as const;
const stopped = (itself: 'paused' | 'halted') =>
  ({
    'operator.retried': { target: itself, reenter: true },
    'operator.resumed': resumed,
    'operator.promoted': 'dispatching',
    'operator.aborted': 'aborted',
    'operator.rolledBack': 'rollingBack',
  }) as const;
const unstarted = {
  'operator.started': [{ guard: 'startsLater', target: 'scheduled' }, { target: 'dispatching' }],
  'operator.aborted': 'aborted',
} as const;
const letThrough = [{ guard: 'isLastWave', target: 'completed' }, { target: 'dispatching' }] as const;

/** The life of a rollout. Wave, counts and verdicts are in its record: the machine says what may follow on what. */
export const rolloutMachine = setup({
  types: { events: {} as RolloutEvent },
  guards: {
    asksPause: ({ event }: Asked) => event.type === 'gate.bad' && event.action === 'pause',
    asksHalt: ({ event }: Asked) => event.type === 'gate.bad' && event.action === 'halt',
    toDispatching: ({ event }: Asked) => event.type === 'operator.resumed' && event.to === 'dispatching',
    toSoaking: ({ event }: Asked) => event.type === 'operator.resumed' && event.to === 'soaking',
    startsLater: ({ event }: Asked) => event.type === 'operator.started' && event.isLater,
    isEnough: ({ event }: Asked) => event.type === 'operator.approved' && event.isEnough,
    isLastWave: ({ event }: Asked) => (event.type === 'gates.good' || event.type === 'operator.promoted') && event.isLast,
  },
}).createMachine({
  id: 'rollout',
  initial: 'draft',
  states: {
    draft: { description: 'Made, approved where the plan asks for it; nothing was offered.', on: unstarted },
    awaitingApproval: {
      description: 'Waits for the approvals that its plan asks for.',
      on: {
        'operator.approved': [
          { guard: 'isEnough', target: 'draft' },
          { target: 'awaitingApproval', reenter: true },
        ],
        'operator.aborted': 'aborted',
      },
    },
    scheduled: { description: 'Starts by itself at the time of its plan.', on: { ...unstarted, 'clock.struck': 'dispatching' } },
    dispatching: {
      description: 'The wave that runs is offered, at the rate and within the limits of the plan.',
      on: {
        ...running,
        'wave.dispatched': 'soaking',
        // The last wave is offered to its end all the same.
        'operator.promoted': { target: 'dispatching', reenter: true },
      },
    },
    soaking: {
      description: 'The wave was offered; its devices are watched. Latecomers are still offered.',
      on: { ...running, 'soak.over': 'deciding', 'operator.promoted': letThrough },
    },
    deciding: {
      description: 'The soak is over; each gate must find the wave good before the next one begins.',
      on: { ...running, 'gates.good': letThrough, 'operator.promoted': letThrough },
    },
    paused: { description: 'No new offers; what was started finishes.', on: stopped('paused') },
    halted: {
      description: 'No new offers; devices that have not switched slots were told to stop, the others finish.',
      on: stopped('halted'),
    },
    rollingBack: {
      description: 'As halted, and devices that run the new release or settings are offered the previous ones.',
      on: {
        'wayBack.over': 'rolledBack',
        'operator.retried': { target: 'rollingBack', reenter: true },
        'operator.aborted': 'aborted',
      },
    },
    rolledBack: {
      description: 'Everybody who was there is back; who comes later is still offered the way back.',
      on: { 'operator.retried': 'rollingBack', 'operator.aborted': 'aborted' },
    },
    completed: {
      description: 'All waves are through. Devices that failed may have another try: its last wave is offered again then.',
      on: { 'operator.retried': 'dispatching', 'operator.rolledBack': 'rollingBack' },
    },
    aborted: { description: 'Halted for good.', type: 'final' },
  },
});
