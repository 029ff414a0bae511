export type { FaultLevels, SignalModel } from './signal-model.ts';
export { signalModels } from './signal-models.ts';
