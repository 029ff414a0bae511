export {
  type AssignedDelta,
  type Assignment,
  type AssignmentAccepted,
  type DeviceFacts,
  takeAssignment,
  takeHeader,
} from './assignment.ts';
export { formatKeyFile, type KeyFile, parseKeyFile } from './key-file.ts';
export {
  makeAssignment,
  makeRoot,
  makeSnapshot,
  makeTargets,
  makeTimestamp,
  type RoleKeys,
  type RootFacts,
  rootFacts,
  signMetadata,
} from './metadata-maker.ts';
export { TrustCache, type TrustCacheLimits } from './trust-cache.ts';
export { failTrust, trustErrors } from './trust-errors.ts';
export { createTrustKey, type TrustKey, type TrustPublicKey, type TrustSigner, trustPublicKey } from './trust-key.ts';
export {
  type HeldRoot,
  type TrustAdvance,
  type TrustCause,
  type TrustRefusal,
  type TrustRole,
  type TrustState,
  type TrustStep,
  type TrustTarget,
  trustLimits,
  trustRoles,
} from './trust-state.ts';
export {
  finishRoots,
  heldSnapshot,
  heldTargets,
  initialTrust,
  loadTrust,
  type SavedTrust,
  saveTrust,
  takeRoot,
  takeSnapshot,
  takeTargets,
  takeTimestamp,
} from './trust-steps.ts';
