export { type CanaryTrial, runCanaryTrial } from './canary-trial.ts';
