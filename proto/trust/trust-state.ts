import type { Root } from '@tufjs/models';

/** Roles that sign metadata, and the director, who signs assignments. */
export type TrustRole = 'root' | 'targets' | 'snapshot' | 'timestamp' | 'director';

/** All roles, in the order in which people read them. */
export const trustRoles: readonly TrustRole[] = ['root', 'targets', 'snapshot', 'timestamp', 'director'];

/** Limits of trust, tested at the limit and one past it. */
export const trustLimits = {
  rootBytes: 65_536,
  timestampBytes: 16_384,
  snapshotBytes: 65_536,
  targetsBytes: 1_048_576,
  assignmentBytes: 8_192,
  /** Releases that one targets metadata names. */
  targets: 1_000,
  /** Keys in a root. */
  keys: 64,
  /** Versions are whole numbers from 1; the wire has 32 bits for them. */
  version: 0xffff_ffff,
  /** Roots that a device takes in one update. */
  rootsPerUpdate: 256,
} as const;

/** Why a device refuses: the names of the wire's UpdateCause. */
export type TrustCause =
  | 'bad-signature'
  | 'below-threshold'
  | 'rollback'
  | 'expired'
  | 'mix-and-match'
  | 'modified'
  | 'not-assigned'
  | 'wrong-hardware'
  | 'unknown-format'
  | 'too-large'
  | 'wrong-base'
  | 'version-too-old'
  | 'must-pass-through'
  | 'already-running';

/** A step refused: the state stays as it was. */
export interface TrustRefusal {
  readonly type: 'refused';
  readonly cause: TrustCause;
  /** What was measured against which limit, for a person, at most 500 characters. */
  readonly message: string;
}

/** A step that went well, with the state after it. */
export interface TrustAdvance {
  readonly type: 'ok';
  readonly state: TrustState;
}

/** What a step gives. */
export type TrustStep = TrustAdvance | TrustRefusal;

/** Who has to sign for a role. */
export interface RoleRule {
  /** SHA-256 of the canonical key, hex; each names another key. */
  readonly keyIds: readonly string[];
  /** Distinct keys that have to sign, 1 to keyIds.length. */
  readonly threshold: number;
  /** The same for the same keys with the same threshold. */
  readonly identity: string;
}

/** Metadata that was verified: shared by all who verified the same bytes with the same keys. */
export interface Held {
  /** From 1. */
  readonly version: number;
  readonly expiresMs: number;
  /** As they came; nobody may change them. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, hex. */
  readonly digest: string;
}

/** A root that is trusted. */
export interface HeldRoot extends Held {
  /** True when its keys were made by a manager for trying out. */
  readonly isDevelopment: boolean;
  readonly rules: Readonly<Record<TrustRole, RoleRule>>;
  /** The model with the keys. */
  readonly root: Root;
}

/** Another metadata file, as timestamp and snapshot name it. */
export interface MetadataReference {
  readonly version: number;
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

/** A timestamp that is trusted. */
export interface HeldTimestamp extends Held {
  readonly snapshot: MetadataReference;
  /** RoleRule.identity by which it was verified. */
  readonly signedBy: string;
}

/** A snapshot that is trusted. */
export interface HeldSnapshot extends Held {
  readonly targets: MetadataReference;
  /** Versions of every file that it lists. */
  readonly listed: ReadonlyMap<string, number>;
  readonly signedBy: string;
}

/** A release as targets metadata names it: its image header is the target file. */
export interface TrustTarget {
  /** NAME/VERSION. */
  readonly path: string;
  readonly name: string;
  /** Semantic version. */
  readonly version: string;
  /** The image digest: SHA-256 of the header, hex. */
  readonly digest: string;
  /** 1 to 294,912. */
  readonly headerBytes: number;
  /** 1 to 268,435,456. */
  readonly contentBytes: number;
  readonly profiles: readonly string[];
  /** Empty: every revision. */
  readonly hardwareRevisions: readonly string[];
  readonly securityCounter: number;
  /** Empty: any. */
  readonly minimumVersion: string;
  readonly mustPassThrough: boolean;
}

/** Targets metadata that is trusted. */
export interface HeldTargets extends Held {
  /** By path. */
  readonly targets: ReadonlyMap<string, TrustTarget>;
  readonly signedBy: string;
}

/**
 * What a device trusts. Small: what is in it is shared with all devices that trust the same. Never changed; a step gives the next one.
 * A device keeps a new root at once, the rest when the targets are taken: so a set that does not fit together leaves nothing behind.
 */
export interface TrustState {
  readonly root: HeldRoot;
  readonly timestamp?: HeldTimestamp;
  readonly snapshot?: HeldSnapshot;
  readonly targets?: HeldTargets;
  /**
   * Latest trusted time, wall clock, ms. Only a timestamp that is valid moves it, so that a clock that is wrong by years can't; it never goes
   * back, so that a clock that was set back revives nothing.
   */
  readonly timeMs: number;
}
