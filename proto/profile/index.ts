export type { SettingValue } from '#proto/image/index.js';
export type {
  DataCategory,
  PowerPlan,
  Profile,
  PublicProfile,
  ReconnectPlan,
  SettingDefinition,
  SignalDefinition,
  WakePlan,
} from './profile.ts';
