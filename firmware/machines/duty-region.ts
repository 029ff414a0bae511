import { deviceSetup } from './device-setup.ts';

/** When the unit can be heard. One that is always on stays awake: planWaking then arms nothing. */
export const dutyRegion = deviceSetup.createStateConfig({
  initial: 'idle',
  states: {
    idle: {
      description: 'Nothing runs that could be awake.',
      entry: 'disarmDuty',
      on: { 'power.ready': { target: 'awake' } },
    },
    awake: {
      description: 'The link may be used.',
      entry: ['planWaking', 'announceAwake'],
      on: {
        'timer.duty': [{ guard: 'isUpdating', actions: 'stayAwake' }, { target: 'goingToSleep' }],
        'power.lost': { target: 'idle' },
      },
    },
    goingToSleep: {
      description: 'The waking is over; what is stored may still be acknowledged.',
      entry: 'awaitDrain',
      on: {
        'outbox.drained': { target: 'asleep' },
        'timer.duty': { target: 'asleep' },
        'power.lost': { target: 'idle' },
      },
    },
    asleep: {
      description: 'The link sleeps until the next waking; the application goes on.',
      entry: ['planSleep', 'announceAsleep'],
      on: { 'timer.duty': { target: 'awake' }, 'application.wake': { target: 'awake' }, 'power.lost': { target: 'idle' } },
    },
  },
});
