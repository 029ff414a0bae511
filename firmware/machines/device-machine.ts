import { deviceSetup } from './device-setup.ts';
import { dutyRegion } from './duty-region.ts';
import { linkRegion } from './link-region.ts';
import { powerRegion } from './power-region.ts';

/**
 * The life of one device: power, link and duty side by side. It decides by firmware/logic and emits effects; deadlines are armed by the
 * effect runner and come back as timer.* events, so that a waiting device holds no timer objects of XState.
 */
export const deviceMachine = deviceSetup.createMachine({
  id: 'device',
  type: 'parallel',
  context: ({ input }) => ({
    runner: input.runner,
    reconnect: input.reconnect,
    isEnrolled: input.isEnrolled,
    attempt: 0,
    floorMs: 0,
    isResynced: false,
    resetReason: 'power-on',
  }),
  states: { power: powerRegion, link: linkRegion, duty: dutyRegion },
});
