export type { CanaryBounds } from './canary-statistics.ts';
export { type CanaryTrial, runCanaryTrial } from './canary-trial.ts';
export { drawExponential, drawGamma } from './chance.ts';
export { HealthWatch, incidentQuietMs } from './health-gate.ts';
export { planErrors } from './plan-errors.ts';
export { rolloutErrors } from './rollout-errors.ts';
export { rolloutMachine } from './rollout-machine.ts';
export { judgeThreshold } from './threshold-verdict.ts';
