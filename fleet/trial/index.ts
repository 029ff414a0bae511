export { type FaultCell, type FaultReport, faultClaim, proveFaults } from './fault-proof.ts';
export { attackClaim, proveAttacks } from './prove-attacks.ts';
export { trialErrors } from './trial-errors.ts';
export { World, type WorldOptions } from './world.ts';
export type { WorldDevices } from './world-devices.ts';
