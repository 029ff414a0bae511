export type { BootRecord, SlotEntry, SlotState } from './boot-record.ts';
export { type BlobRef, ContentBlob, ContentPool, wholeOf } from './content-pool.ts';
export { factoryFlash } from './factory-flash.ts';
export { FirmwareStore } from './firmware-store.ts';
export { Flash, type FlashOptions } from './flash.ts';
export { flashErrors } from './flash-errors.ts';
export { type FlashGeometry, geometryOf, type Region, regions, type SlotIndex } from './flash-geometry.ts';
export { loadFlash, type SavedFlash, saveFlash } from './flash-save.ts';
export { type CutKind, PowerCut } from './power-cut.ts';
export { SlotArea } from './slot-area.ts';
export {
  type AttemptStart,
  allSafetyRules,
  type BootRefusal,
  type BootResult,
  type GivenUp,
  type JobCost,
  type SafetyRules,
  type StoreCause,
  type StoreDone,
  type StoreFacts,
  type StoreFailure,
  type StoreProgress,
} from './store-types.ts';
