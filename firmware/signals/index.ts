export { outlineRecording, type RecordedColumn, type RecordingOutline } from './recording-outline.ts';
export { openReplay, type Replay, type ReplayCursor, type ReplayDevice, readRecording } from './replay.ts';
export { type ReplayLimits, replayLimits } from './replay-parser.ts';
export type { FaultLevels, SignalModel } from './signal-model.ts';
export { signalModels } from './signal-models.ts';
export { signalsErrors } from './signals-errors.ts';
