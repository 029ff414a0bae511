export type {
  Application,
  ApplicationState,
  ApplicationTransition,
  HardwareAction,
  HardwareGuard,
  Operand,
  SettingValue,
} from './application.ts';
export { diffApplications } from './application-diff.ts';
export { type ApplicationSurroundings, checkApplicationForm, type LoadedApplication, loadApplication } from './application-loader.ts';
export {
  type ApplicationEffect,
  type ApplicationInputs,
  type ApplicationRecord,
  type ApplicationStep,
  type ApplicationTimer,
  type CommandArguments,
  nextTimer,
} from './application-record.ts';
export { configureApplication, startApplication, stepApplication } from './application-step.ts';
export { canonicalJson } from './canonical-json.ts';
export { chooseDelta, type DeltaChoice, type DeltaPolicy, type DeltaQuestion } from './delta-choice.ts';
export { applyDelta, buildDelta, buildDeltaApart, readDelta } from './delta-file.ts';
export { failImage as imageError, imageErrors } from './image-errors.ts';
export {
  applicationOf,
  buildImage,
  chunkOf,
  type Image,
  type ImageHead,
  imageHeadBytes,
  parseImageHeader,
  readImage,
  readImageHead,
  verifyChunk,
  verifyContent,
} from './image-file.ts';
export { type ImageFacts, type ImageHeader, imageLimits, misfitOf } from './image-header.ts';
