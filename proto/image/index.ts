export type {
  Application,
  ApplicationState,
  ApplicationTransition,
  HardwareAction,
  HardwareGuard,
  Operand,
  SettingValue,
} from './application.ts';
export { type ApplicationSurroundings, type LoadedApplication, loadApplication } from './application-loader.ts';
export {
  type ApplicationEffect,
  type ApplicationInputs,
  type ApplicationRecord,
  type ApplicationStep,
  type ApplicationTimer,
  nextTimer,
} from './application-record.ts';
export { configureApplication, startApplication, stepApplication } from './application-step.ts';
export { applyDelta, buildDelta, type Delta, readDelta } from './delta-file.ts';
export { imageErrors } from './image-errors.ts';
export {
  applicationOf,
  buildImage,
  chunkOf,
  type Image,
  isChunk,
  parseImageHeader,
  readImage,
  verifyContent,
} from './image-file.ts';
export { type ImageFacts, type ImageHeader, imageLimits } from './image-header.ts';
