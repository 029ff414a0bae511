import { deviceSetup } from './device-setup.ts';

/** What every state with power hears of the supply. */
const supply = {
  'power.off': { target: '#device.power.off', actions: { type: 'rememberReset', params: { reason: 'power-on' } } },
  'power.brownout': { target: '#device.power.off', actions: { type: 'rememberReset', params: { reason: 'brownout' } } },
} as const;

/** Supply and boot: which part of the device has power, and why it started. */
export const powerRegion = deviceSetup.createStateConfig({
  initial: 'off',
  states: {
    off: {
      description: 'No supply. Flash keeps its content, everything else is gone.',
      entry: 'disarmPower',
      on: { 'power.on': { target: 'booting', actions: { type: 'boot', params: ({ context }) => ({ reason: context.resetReason }) } } },
    },
    booting: {
      description: 'From reset to the start of the application.',
      initial: 'readingRecord',
      on: supply,
      states: {
        readingRecord: {
          description: 'The newest good copy of the boot-control record says which slot is next and how many attempts it has.',
          on: { 'timer.power': { target: 'verifying' } },
        },
        verifying: {
          description:
            'The image of that slot is checked as a whole; one that is not whole or too often tried gives way to the other slot.',
          entry: 'verifyImage',
          on: { 'boot.verified': { target: 'starting' }, 'boot.refused': { target: '#device.power.recovery' } },
        },
        starting: {
          description: 'The verified image starts.',
          entry: 'startImage',
          on: { 'timer.power': { target: '#device.power.running' } },
        },
      },
    },
    running: {
      description: 'The application runs.',
      entry: ['startApplication', 'announceReady'],
      exit: ['haltApplication', 'announceLost'],
      on: {
        ...supply,
        'device.reset': { target: 'booting', actions: { type: 'boot', params: ({ event }) => ({ reason: event.reason }) } },
        'application.failed': {
          target: 'crashed',
          actions: [
            { type: 'rememberReset', params: ({ event }) => ({ reason: event.reason }) },
            { type: 'awaitReset', params: ({ event }) => ({ afterMs: event.afterMs }) },
          ],
        },
      },
    },
    crashed: {
      description: 'The application crashed or hangs: nothing runs until the panic handler or the watchdog resets.',
      on: {
        ...supply,
        'timer.power': { target: 'booting', actions: { type: 'boot', params: ({ context }) => ({ reason: context.resetReason }) } },
      },
    },
    recovery: {
      description: 'No slot holds an image that may boot: no application, but the link and updates work.',
      entry: ['startRecovery', 'announceReady'],
      exit: ['haltApplication', 'announceLost'],
      on: {
        ...supply,
        'device.reset': { target: 'booting', actions: { type: 'boot', params: ({ event }) => ({ reason: event.reason }) } },
      },
    },
  },
});
