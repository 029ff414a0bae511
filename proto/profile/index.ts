export type { SettingValue } from '#proto/image/index.js';
export { canonicalProfileBytes, profileDefinitionOf, profileDigest, profileFromDefinition, publicProfileOf } from './definition.ts';
export { factoryImageOf } from './factory-image.ts';
export { defaultFlashPlan, type FlashPlan } from './flash-plan.ts';
export { loadProfile, type ModelOutline, type ModelOutlines } from './load-profile.ts';
export type {
  DataCategory,
  PowerPlan,
  Profile,
  PublicProfile,
  ReconnectPlan,
  SettingDefinition,
  SignalDefinition,
  SignalShape,
  WakePlan,
} from './profile.ts';
export { failProfile as profileError, profileErrors } from './profile-errors.ts';
export { foreignRevision, loadReleaseSource, type ReleaseFlaw, type ReleaseSource, releaseImageOf } from './release-source.ts';
export { surroundingsOf } from './surroundings.ts';
export { nameEnding } from './unit.ts';
