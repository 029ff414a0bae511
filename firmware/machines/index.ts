export { bootMachine, deviceMachine, updateMachine } from './device-machine.ts';
export type { DeviceEffect, DeviceMachineEvent, EffectRunner } from './device-setup.ts';
