import { z } from 'zod';
import { defaultApiLimits } from '#fleet/api/index.js';
import { defaultGatewayLimits as gateway } from '#fleet/gateway/index.js';
import { defaultTerms, largestImageFileBytes, defaultUpdateLimits as ota, defaultReleaseLimits as releases } from '#fleet/ota/index.js';
import { defaultRegistryLimits as registry } from '#fleet/registry/index.js';
import { defaultRolloutLimits as rollouts } from '#fleet/rollout/index.js';

const milliseconds = (low: number, high: number, fallback: number) => z.int().min(low).max(high).default(fallback);
const count = (low: number, high: number, fallback: number) => z.int().min(low).max(high).default(fallback);

/**
 * Limits of a manager: each is refused with a code at one past it. What each one means stands beside its default (gateway-limits.ts,
 * registry-limits.ts) and, for operators, in docs/LIMITS.md.
 */
export const limitsSchema = z.strictObject({
  /** Open device sockets; 0 takes what the file limit leaves. */
  links: count(0, 1_000_000, 0),
  /** Open files kept for everything that is no device socket. */
  reservedFiles: count(64, 100_000, 1_024),

  handshakesPerSecond: count(1, 1_000_000, gateway.handshakesPerSecond),
  openHandshakes: count(1, 1_000_000, gateway.openHandshakes),
  answerWithinMs: milliseconds(1_000, 300_000, gateway.answerWithinMs),
  heartbeatMs: milliseconds(1_000, 86_400_000, gateway.heartbeatMs),
  framesPerSecond: count(1, 1_000_000, gateway.framesPerSecond),
  windowFrames: count(1, 65_535, gateway.windowFrames),
  throttles: count(1, 1_000_000, gateway.throttles),
  channelsPerLink: count(0, 65_535, gateway.channelsPerLink),
  queuedBytes: count(65_536, 1_073_741_824, gateway.queuedBytes),
  futureMs: milliseconds(1_000, 86_400_000, gateway.futureMs),
  openCommands: count(1, 1_000, gateway.openCommands),
  retryMs: milliseconds(100, 3_600_000, gateway.retryMs),
  storageRetryMs: milliseconds(100, 3_600_000, gateway.storageRetryMs),
  longestRetryMs: milliseconds(1_000, 86_400_000, gateway.longestRetryMs),
  supersededRetryMs: milliseconds(1_000, 86_400_000, gateway.supersededRetryMs),
  frameRingBytes: z.union([z.literal(0), z.int().min(65_536).max(1_073_741_824)]).default(gateway.frameRingBytes),

  devices: count(1, 1_000_000, registry.devices),
  pendingDevices: count(1, 1_000_000, registry.pendingDevices),
  waitingClaims: count(1, 1_000_000, registry.waitingClaims),
  claimsPerBatch: count(1, 10_000, registry.claimsPerBatch),
  enrolmentTokens: count(1, 100_000, registry.enrolmentTokens),
  operatorTokens: count(1, 100_000, registry.operatorTokens),
  queuedCommandsPerDevice: count(1, 16, registry.queuedCommandsPerDevice),
  queuedCommands: count(1, 1_000_000, registry.queuedCommands),
  keptCommands: count(1, 1_000_000, registry.keptCommands),
  holds: count(1, 1_000_000, registry.holds),
  groups: count(1, 10_000, registry.groups),
  operationDevices: count(1, 10_000, registry.operationDevices),
  runningOperations: count(1, 100, registry.runningOperations),
  keptOperations: count(1, 10_000, registry.keptOperations),
  profiles: count(1, 100_000, registry.profiles),
  reprovisionEveryMs: milliseconds(1_000, 86_400_000, registry.reprovisionEveryMs),
  importIdentities: count(1, 10_000, registry.importIdentities),
  clockSkewMs: milliseconds(1_000, 86_400_000, registry.clockSkewMs),
  presenceGraceMs: milliseconds(0, 3_600_000, registry.presenceGraceMs),
  presenceSweepMs: milliseconds(100, 3_600_000, registry.presenceSweepMs),
  presenceEntries: count(1, 100_000, registry.presenceEntries),
  identityStoreMs: milliseconds(1, 60_000, registry.identityStoreMs),
  softStoreMs: milliseconds(1, 600_000, registry.softStoreMs),
  seenStoreMs: milliseconds(1_000, 86_400_000, registry.seenStoreMs),
  devicesPerBatch: count(1, 100_000, registry.devicesPerBatch),
  auditEntriesPerMinute: count(1, 100_000, registry.auditEntriesPerMinute),
  failedClaimsPerMinute: count(1, 1_000_000, registry.failedClaimsPerMinute),
  remotes: count(1, 1_000_000, registry.remotes),
  pendingRetryMs: milliseconds(1_000, 86_400_000, registry.pendingRetryMs),
  storeRetryMs: milliseconds(100, 3_600_000, registry.storeRetryMs),

  uploads: count(1, 1_000, releases.uploads),
  uploadKeepMs: milliseconds(1_000, 2_592_000_000, releases.uploadKeepMs),
  imageFileBytes: count(1_024, largestImageFileBytes, releases.imageFileBytes),
  releases: count(1, 100_000, releases.releases),
  deltaBases: count(0, 100, releases.deltaBases),
  deltasPerRelease: count(0, 100, releases.deltasPerRelease),
  waitingDeltas: count(1, 10_000, releases.waitingDeltas),
  deltaImageBytes: count(0, 268_435_456, releases.deltaImageBytes),
  /** Memory of the parts of images that were read last, for all devices together, bytes. */
  fileCacheBytes: count(262_144, 4_294_967_296, 67_108_864),

  openAttempts: count(1, 1_000_000, ota.openAttempts),
  keptAttempts: count(0, 1_000_000, ota.keptAttempts),
  offerWithinMs: milliseconds(1_000, 31_622_400_000, ota.offerWithinMs),
  checkWithinMs: milliseconds(1_000, 31_622_400_000, ota.checkWithinMs),
  downloadWithinMs: milliseconds(1_000, 31_622_400_000, ota.downloadWithinMs),
  installWithinMs: milliseconds(1_000, 31_622_400_000, ota.installWithinMs),
  confirmWithinMs: milliseconds(1_000, 31_622_400_000, ota.confirmWithinMs),
  openTransfers: count(1, 100_000, ota.openTransfers),
  updateBytesPerSecond: count(0, 100_000_000_000, ota.updateBytesPerSecond),
  updateQueuedBytes: count(32_768, 1_073_741_824, ota.updateQueuedBytes),

  rollouts: count(1, 10_000, rollouts.rollouts),
  runningRollouts: count(1, 1_000, rollouts.runningRollouts),
  rolloutDevices: count(1, 1_000_000, rollouts.rolloutDevices),
  rolloutMembers: count(1, 10_000_000, rollouts.rolloutMembers),

  /** Readings that may wait for one commit. */
  stagedReadings: count(8_192, 20_000_000, 1_000_000),
  commitEveryMs: milliseconds(10, 10_000, 200),
  /** Rows at which a commit does not wait for its time. */
  commitRows: count(1_000, 20_000_000, 200_000),
  /** Alarms that are not normal. */
  openAlarms: count(1, 1_000_000, 100_000),
  /** Newest alarms that are over and still listed. */
  keptAlarms: count(1, 1_000_000, 10_000),
  /** Free on the disk of the data folder below which an alarm is raised, MiB. */
  lowDiskMb: count(1, 1_048_576, 1_024),
  alarmRules: count(1, 10_000, 1_000),
  /** Newest entries of the timeline that are kept. */
  timelineEntries: count(100, 10_000_000, 100_000),
  /** Entries of audit and timeline that may wait to be written, each. */
  journalQueue: count(100, 1_000_000, 10_000),

  /** Terms of what the manager signs: timestamp and snapshot are signed again at half of theirs, root and targets only where it holds the keys. */
  timestampMs: milliseconds(60_000, 31_536_000_000, defaultTerms.timestampMs),
  snapshotMs: milliseconds(60_000, 31_536_000_000, defaultTerms.snapshotMs),
  targetsMs: milliseconds(86_400_000, 315_360_000_000, defaultTerms.targetsMs),
  rootMs: milliseconds(86_400_000, 315_360_000_000, defaultTerms.rootMs),
  assignmentMs: milliseconds(60_000, 31_536_000_000, defaultTerms.assignmentMs),
});

/** Limits of the operator API, and the names that a request's Host may have (any when left out). */
export const apiSchema = z.strictObject({
  hostnames: z.array(z.string().min(1).max(253)).min(1).max(64).optional(),
  bodyBytes: count(1_024, 67_108_864, defaultApiLimits.bodyBytes),
  requestsPerSecond: count(1, 100_000, defaultApiLimits.requestsPerSecond),
  requestBurst: count(1, 100_000, defaultApiLimits.requestBurst),
  refusalsPerMinute: count(1, 100_000, defaultApiLimits.refusalsPerMinute),
  pageItems: count(1, 10_000, defaultApiLimits.pageItems),
  streams: count(1, 10_000, defaultApiLimits.streams),
  streamQueuedBytes: count(65_536, 1_073_741_824, defaultApiLimits.streamQueuedBytes),
  streamHeartbeatMs: milliseconds(1_000, 300_000, defaultApiLimits.streamHeartbeatMs),
  frameAnswerBytes: count(65_536, 67_108_864, defaultApiLimits.frameAnswerBytes),
  queries: count(1, 64, defaultApiLimits.queries),
  queryRows: count(1, 10_000_000, defaultApiLimits.queryRows),
  queryTimeoutMs: milliseconds(100, 3_600_000, defaultApiLimits.queryTimeoutMs),
  exportRows: count(1, 10_000_000_000, defaultApiLimits.exportRows),
  exportTimeoutMs: milliseconds(1_000, 86_400_000, defaultApiLimits.exportTimeoutMs),
  requestTimeoutMs: milliseconds(1_000, 600_000, defaultApiLimits.requestTimeoutMs),
});

/** Limits of a manager, complete. */
export type ManagerLimits = z.infer<typeof limitsSchema>;

/** Limits of the operator API, complete. */
export type ApiSettings = z.infer<typeof apiSchema>;

/** The limits that hold when nobody says anything. */
export const defaultLimits: ManagerLimits = limitsSchema.parse({});
