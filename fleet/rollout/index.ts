export { type CanaryTrial, runCanaryTrial } from './canary-trial.ts';
export { planErrors } from './plan-errors.ts';
export { rolloutErrors } from './rollout-errors.ts';
export { rolloutMachine } from './rollout-machine.ts';
