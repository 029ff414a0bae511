import { type DeviceMachineContext, type DeviceMachineInput, deviceSetup } from './device-setup.ts';
import { dutyRegion } from './duty-region.ts';
import { linkRegion } from './link-region.ts';
import { powerRegion } from './power-region.ts';
import { updateRegion } from './update-region.ts';

function context({ input }: { readonly input: DeviceMachineInput }): DeviceMachineContext {
  const { runner, reconnect, isEnrolled } = input;
  return { runner, reconnect, isEnrolled, attempt: 0, floorMs: 0, isResynced: false, resetReason: 'power-on' };
}

/**
 * The life of one device: power, link, duty and update side by side. It decides by firmware/logic and emits effects; deadlines are armed by the
 * effect runner and come back as timer.* events, so that a waiting device holds no timer objects of XState.
 */
export const deviceMachine = deviceSetup.createMachine({
  id: 'device',
  type: 'parallel',
  context,
  states: { power: powerRegion, link: linkRegion, duty: dutyRegion, update: updateRegion },
});

/** The power region alone, for its page in the documentation. */
export const bootMachine = deviceSetup.createMachine({ id: 'device', type: 'parallel', context, states: { power: powerRegion } });

/** The update region alone, for its page in the documentation. */
export const updateMachine = deviceSetup.createMachine({ id: 'device', type: 'parallel', context, states: { update: updateRegion } });
