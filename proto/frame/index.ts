export { channelBytes, FleetFrameHead, onChannel } from './channel-envelope.ts';
export type { DecodeCounters, DeviceFrame, FleetFrame, InvalidFrame, TelemetryFrame } from './frame.ts';
export { DeviceFrameDecoder, decodeFleetFrame, encodeDeviceFrame, encodeFleetFrame } from './frame-codec.ts';
export { frameErrors } from './frame-errors.ts';
export { type FormattedFrame, formatFrame } from './frame-format.ts';
export { clipText, frameLimits } from './frame-limits.ts';
export {
  type AbsentCauseName,
  absentCauses,
  type CommandOutcomeName,
  commandOutcomes,
  type DataCategoryName,
  dataCategories,
  type EventKindName,
  eventKinds,
  type LinkKindName,
  linkKinds,
  NameTable,
  type PieceName,
  pieces,
  type RefusalReason,
  type RejectReason,
  type ResetReasonName,
  refusalCodeOf,
  refusalReasonOf,
  refusalReasonOfError,
  refusalReasons,
  rejectReasons,
  resetReasons,
  supplies,
  type UpdateCauseName,
  type UpdateStateName,
  updateCauses,
  updateStates,
} from './frame-names.ts';
export type { FrameSender } from './frame-tree.ts';
export { annotateFrame, type FrameHexLine, type FrameView, viewFrame, withoutSecrets } from './frame-view.ts';
export { encodePartHead } from './part-encoder.ts';
export { claimBytes, helloBytes } from './signed-bytes.ts';
export { encodeAcknowledge, encodeTelemetry } from './telemetry-encoder.ts';
