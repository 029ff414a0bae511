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
export { imageErrors } from './image-errors.ts';
