import { deviceSetup } from './device-setup.ts';

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
      description: 'From reset to the start of the application: the image of the running slot is read and checked.',
      on: {
        'timer.power': { target: 'running' },
        'power.off': { target: 'off', actions: { type: 'rememberReset', params: { reason: 'power-on' } } },
        'power.brownout': { target: 'off', actions: { type: 'rememberReset', params: { reason: 'brownout' } } },
      },
    },
    running: {
      description: 'The application runs.',
      entry: ['startApplication', 'announceReady'],
      exit: ['haltApplication', 'announceLost'],
      on: {
        'device.reset': { target: 'booting', actions: { type: 'boot', params: ({ event }) => ({ reason: event.reason }) } },
        'application.failed': {
          target: 'crashed',
          actions: [
            { type: 'rememberReset', params: ({ event }) => ({ reason: event.reason }) },
            { type: 'awaitReset', params: ({ event }) => ({ afterMs: event.afterMs }) },
          ],
        },
        'power.off': { target: 'off', actions: { type: 'rememberReset', params: { reason: 'power-on' } } },
        'power.brownout': { target: 'off', actions: { type: 'rememberReset', params: { reason: 'brownout' } } },
      },
    },
    crashed: {
      description: 'The application crashed or hangs: nothing runs until the panic handler or the watchdog resets.',
      on: {
        'timer.power': { target: 'booting', actions: { type: 'boot', params: ({ context }) => ({ reason: context.resetReason }) } },
        'power.off': { target: 'off', actions: { type: 'rememberReset', params: { reason: 'power-on' } } },
        'power.brownout': { target: 'off', actions: { type: 'rememberReset', params: { reason: 'brownout' } } },
      },
    },
  },
});
