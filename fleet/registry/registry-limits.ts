/** Bounds and times of the registry. Configuration may replace each. */
export interface RegistryLimits {
  /** Devices in all, pending ones included: 1 to 1,000,000. */
  readonly devices: number;
  /** Devices that wait for approval. */
  readonly pendingDevices: number;
  /** Claims that wait for the store at once. */
  readonly waitingClaims: number;
  /** Claims that one write to the store carries. */
  readonly claimsPerBatch: number;
  readonly enrolmentTokens: number;
  readonly operatorTokens: number;
  /** Open commands of one device; a device remembers its newest 16, so that it does each at most once. */
  readonly queuedCommandsPerDevice: number;
  /** Open commands in all. */
  readonly queuedCommands: number;
  /** Newest commands that are over and still listed. */
  readonly keptCommands: number;
  /** Devices that are held or pinned. */
  readonly holds: number;
  /** Saved selectors. */
  readonly groups: number;
  /** Devices of one operation. */
  readonly operationDevices: number;
  /** Operations that run at once. */
  readonly runningOperations: number;
  /** Newest operations that are kept, running ones included. */
  readonly keptOperations: number;
  /** A device that got another key by a claim is not given yet another one by a claim within this time, ms, 1 or more. */
  readonly reprovisionEveryMs: number;
  /** Identities of one import request. */
  readonly importIdentities: number;
  /** Different profile digests. */
  readonly profiles: number;
  /** Largest difference between a device's clock and ours at Hello, ms. */
  readonly clockSkewMs: number;
  /** The heartbeat that the gateway asks for, ms: presence is judged against it. */
  readonly heartbeatMs: number;
  /** What a network may delay before a unit is late, ms. */
  readonly presenceGraceMs: number;
  /** How often all presences are looked at, ms. */
  readonly presenceSweepMs: number;
  /** Timeline entries about presence within one presenceSweepMs; the rest is one summary. */
  readonly presenceEntries: number;
  /** Longest time until (boot, connection) of a Hello is stored, ms. */
  readonly identityStoreMs: number;
  /** Longest time until other soft state (battery, version, connects) is stored, ms. */
  readonly softStoreMs: number;
  /** A device that only goes on talking is stored this often, ms: lastSeen may be that old after a crash. */
  readonly seenStoreMs: number;
  /** Devices that one soft write carries. */
  readonly devicesPerBatch: number;
  /** Audit entries a minute about one kind of refusal; the rest is counted in one summary. */
  readonly auditEntriesPerMinute: number;
  /** Claims with a wrong token or proof that one remote host may make in a minute before it is told to wait. */
  readonly failedClaimsPerMinute: number;
  /** Remote hosts remembered for that. */
  readonly remotes: number;
  /** What a unit that waits for approval is told, ms. */
  readonly pendingRetryMs: number;
  /** What a unit is told when the store failed or is full of work, ms. */
  readonly storeRetryMs: number;
}

/** Limits that fit one machine with some thousand to 200,000 devices. */
export const defaultRegistryLimits: RegistryLimits = {
  devices: 200_000,
  pendingDevices: 10_000,
  waitingClaims: 10_000,
  claimsPerBatch: 500,
  enrolmentTokens: 1_000,
  operatorTokens: 1_000,
  queuedCommandsPerDevice: 8,
  queuedCommands: 10_000,
  keptCommands: 10_000,
  holds: 200_000,
  groups: 1_000,
  operationDevices: 10_000,
  runningOperations: 8,
  keptOperations: 200,
  reprovisionEveryMs: 60_000,
  importIdentities: 1_000,
  profiles: 1_000,
  clockSkewMs: 300_000,
  heartbeatMs: 60_000,
  presenceGraceMs: 15_000,
  presenceSweepMs: 5_000,
  presenceEntries: 100,
  identityStoreMs: 250,
  softStoreMs: 1_000,
  seenStoreMs: 300_000,
  devicesPerBatch: 2_000,
  auditEntriesPerMinute: 60,
  failedClaimsPerMinute: 30,
  remotes: 10_000,
  pendingRetryMs: 15_000,
  storeRetryMs: 5_000,
};
