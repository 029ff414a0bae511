export { type CanaryTrial, runCanaryTrial } from './canary-trial.ts';
export { rolloutErrors } from './rollout-errors.ts';
export { rolloutMachine } from './rollout-machine.ts';
