export type {
  Application,
  ApplicationState,
  ApplicationTransition,
  HardwareAction,
  HardwareGuard,
  Operand,
  SettingValue,
} from './application.ts';
