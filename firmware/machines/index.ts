export { bootMachine, deviceMachine, updateMachine } from './device-machine.ts';
export type { DeviceEffect, DeviceMachineEvent } from './device-setup.ts';
export { type DeviceStanding, type DeviceStates, DeviceStepper } from './device-stepper.ts';
