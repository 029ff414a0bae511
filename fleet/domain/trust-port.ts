import type { AssignedDelta, TrustKey, TrustPublicKey, TrustRole, TrustTarget } from '#proto/trust/index.js';
import type { MetadataRole } from './records.ts';
import type { Actor } from './registry-port.ts';
import type { Mutation } from './store.ts';

/** Roles whose keys a manager uses by itself. */
export type OnlineRole = 'snapshot' | 'timestamp' | 'director';

/** A private key that the manager keeps. */
export interface KeptKey {
  readonly role: TrustRole;
  /** True for one that a manager made for trying out. */
  readonly isDevelopment: boolean;
  readonly key: TrustKey;
}

/** Where the manager keeps its private keys: the data folder, or memory in a world. What it says is done is done for good. */
export interface Keyring {
  /** Throws E1550 to E1552 for a key that can't be used. */
  keys(): readonly KeptKey[];
  /** Makes a key and keeps it. */
  create(role: TrustRole, isDevelopment: boolean): KeptKey;
  /** Forgets keys that nobody needs any more. */
  forget(keyIds: readonly string[]): void;
}

/** A change of what is published. */
export interface TargetsChange {
  readonly add: readonly TrustTarget[];
  /** Paths, NAME/VERSION. */
  readonly remove: readonly string[];
}

/** The next targets metadata, to be signed by whoever holds the targets keys. */
export interface TargetsProposal {
  readonly version: number;
  readonly expiresMs: number;
  /** Unsigned. */
  readonly bytes: Uint8Array;
  /** Keys that may sign, and how many have to. */
  readonly keyIds: readonly string[];
  readonly threshold: number;
  /** The manager holds the keys itself: acceptTargets takes the unsigned bytes. */
  readonly isDevelopment: boolean;
}

/** What a device is told to install. */
export interface AssignmentOrder {
  readonly deviceId: string;
  readonly attemptId: string;
  /** A published release, NAME/VERSION. */
  readonly target: string;
  readonly delta?: AssignedDelta;
  /** False: the device must not take the whole image in place of the delta. */
  readonly fullAllowed: boolean;
}

/** Where one role stands. */
export interface RoleStatus {
  readonly role: TrustRole;
  /** Of its metadata; 0 for the director, who has none. */
  readonly version: number;
  /** Wall clock, ms; 0 for the director. */
  readonly expiresAtMs: number;
  readonly threshold: number;
  readonly keys: readonly { readonly keyId: string; readonly isHeldHere: boolean }[];
  /** What to do next about it; empty when nothing. */
  readonly next: string;
}

/** Where trust stands. */
export interface TrustStatus {
  readonly isDevelopment: boolean;
  readonly roles: readonly RoleStatus[];
  /** Releases in the targets. */
  readonly releases: number;
  /** Why nothing can be signed now; empty when all is well. */
  readonly problem: string;
}

/** Keeps signed metadata, renews what its online keys sign, and lets releases and assignments be signed. */
export interface TrustDesk {
  readonly isDevelopment: boolean;
  /** A metadata file; version 0: the newest. undefined when there is none (any more). */
  metadata(role: MetadataRole, version: number): { readonly version: number; readonly bytes: Uint8Array } | undefined;
  /** What is published, by path. */
  targets(): ReadonlyMap<string, TrustTarget>;
  /** Throws E2505 when the change can't be. */
  proposeTargets(change: TargetsChange): TargetsProposal;
  /**
   * Takes the signed proposal: targets, and a snapshot and a timestamp of them, are stored together with `also`, all or nothing.
   * Throws E2504 when other targets came in between, E2505 when they are not what the change makes, E2506 when devices would refuse them, E2501,
   * E16xx.
   */
  acceptTargets(bytes: Uint8Array, change: TargetsChange, by: Actor, also?: readonly Mutation[]): Promise<void>;
  /** Signs an assignment. Throws E2501 without the key, E2507 for a target that is not published. */
  assign(order: AssignmentOrder): Uint8Array;
  status(): TrustStatus;
  /** Public halves of production keys for these roles, made anew where `isNew`, or where there are none yet. */
  onlineKeys(roles: readonly OnlineRole[], isNew: boolean, by: Actor): readonly (TrustPublicKey & { readonly role: OnlineRole })[];
  /**
   * Takes a production root: the first one in place of the development keys, as long as nothing is published by them, or the next one. The
   * one that is there already changes nothing.
   * @param targets signed by its targets keys; left out: those that are there
   * @throws E2502 for development keys, E2503 when releases are published by them, E2509 for online keys that are not the manager's, E2506 when
   *     devices would refuse it
   */
  install(root: Uint8Array, targets: Uint8Array | undefined, by: Actor): Promise<TrustStatus>;
  /** Replaces the key of a role, by the development keys that the manager holds. Throws E2508 in production. */
  rotate(role: TrustRole, by: Actor): Promise<TrustStatus>;
  /** Signs root or targets again for another term, by the development keys. Throws E2508 in production. */
  renew(role: 'root' | 'targets', by: Actor): Promise<TrustStatus>;
}

/** Alarms of the manager itself, by the name of their rule: raised while there is a condition, cleared without. set() says whether one was raised. */
export interface OwnAlarms {
  set(
    rule: string,
    condition:
      | {
          readonly severity: 'low' | 'medium' | 'high' | 'critical';
          readonly title: string;
          readonly reason: string;
          readonly values: Readonly<Record<string, number>>;
        }
      | undefined,
  ): boolean;
}
