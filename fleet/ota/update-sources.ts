import type { AttemptDelta } from '#fleet/domain/index.js';
import type { Assignment, TrustRole } from '#proto/trust/index.js';

/** A release as updates see it. */
export interface UpdateRelease {
  /** NAME@VERSION. */
  readonly id: string;
  /** Devices are offered published ones alone. */
  readonly state: 'draft' | 'published' | 'yanked';
  readonly version: string;
  /** Of the image's header, hex. */
  readonly digest: string;
  readonly headerBytes: number;
  readonly contentBytes: number;
  readonly profiles: readonly string[];
  /** Empty: every revision. */
  readonly hardwareRevisions: readonly string[];
  /** Empty: any. */
  readonly minimumVersion: string;
  readonly deltas: readonly AttemptDelta[];
}

/** Bytes of a piece, read part by part. */
export interface PieceSource {
  readonly totalBytes: number;
  /** Bytes that are in memory, not to be written to; undefined: read() brings them. offset + bytes is at most totalBytes. */
  peek(offset: number, bytes: number): Uint8Array | undefined;
  /** Throws a SeatrialError when the file is gone or the disk failed. */
  read(offset: number, bytes: number): Promise<Uint8Array>;
}

/** Metadata as a device asks for it. */
export interface MetadataPiece {
  /** From 1. */
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** Whether a delta that was asked for will be there; `why` is for a person. */
export interface DeltaOutlook {
  readonly isComing: boolean;
  readonly why: string;
}

/** What updates ask of releases and trust. */
export interface UpdateSources {
  release(id: string): UpdateRelease | undefined;
  /** A piece of a release's image, or its delta from a base; undefined: there is no such file. */
  piece(release: UpdateRelease, piece: 'header' | 'content' | 'delta', delta: AttemptDelta | undefined): PieceSource | undefined;
  /** Has a delta built that a release lacks; who asks does not wait for it. Within limits, and as often as one likes: it is built once. */
  wantDelta(releaseId: string, baseDigest: string): DeltaOutlook;
  /** A device says that this delta is no good: its file is looked at, and built again when it is damaged. As often as one likes. */
  doubtDelta(releaseId: string, delta: AttemptDelta): void;
  /** @param version 0: the newest */
  metadata(role: Exclude<TrustRole, 'director'>, version: number): MetadataPiece | undefined;
  /** Signs an assignment. Throws a SeatrialError when the manager has no keys, or the release is not in the signed targets. */
  assign(order: Pick<Assignment, 'deviceId' | 'attemptId' | 'target' | 'delta' | 'fullAllowed'>): Uint8Array;
}
