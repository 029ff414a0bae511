export type { FaultLevels, SignalModel } from './signal-model.ts';
