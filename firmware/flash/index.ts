export type { BootRecord, SlotEntry, SlotState } from './boot-record.ts';
export { type BlobRef, ContentBlob, ContentPool, wholeOf } from './content-pool.ts';
export { factoryFlash } from './factory-flash.ts';
export { FirmwareStore } from './firmware-store.ts';
export { Flash, type FlashOptions } from './flash.ts';
export { flashErrors } from './flash-errors.ts';
export { type FlashGeometry, geometryOf, type Region, regions, type SlotIndex } from './flash-geometry.ts';
export { loadFlash, type SavedFlash, saveFlash } from './flash-save.ts';
export { type CutKind, PowerCut } from './power-cut.ts';
export type {
  AttemptStart,
  BootRefusal,
  BootResult,
  GivenUp,
  JobCost,
  SafetyRules,
  StoreCause,
  StoreDone,
  StoreFacts,
  StoreFailure,
  StoreProgress,
} from './store-types.ts';
