export { deviceMachine } from './device-machine.ts';
export type { DeviceEffect, DeviceMachineEvent, EffectRunner } from './device-setup.ts';
