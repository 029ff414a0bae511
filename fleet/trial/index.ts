export { trialErrors } from './trial-errors.ts';
export { World, type WorldDevices, type WorldOptions } from './world.ts';
