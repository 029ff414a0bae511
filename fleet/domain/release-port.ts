import type { TrustPublicKey } from '#proto/trust/index.js';
import type { Actor } from './registry-port.ts';

/** Where a release stands. `yanked`: taken back, nobody gets it any more; it stays so. */
export type ReleaseState = 'draft' | 'published' | 'yanked';

/** What leads from another image to a release: a delta file. Digests are hex. */
export interface ReleaseDelta {
  /** Digest of the image that it starts from. */
  readonly baseDigest: string;
  /** SHA-256 of the delta file: its name in the BlobStore. */
  readonly digest: string;
  readonly bytes: number;
  /** SHA-256 of the zstd frame in it: what is assigned to devices, and travels. */
  readonly frameDigest: string;
}

/** An image that an operator brought. Its facts are those of its header; digests are hex. */
export interface ReleaseRecord {
  /** NAME@VERSION. */
  readonly id: string;
  readonly state: ReleaseState;
  readonly name: string;
  readonly version: string;
  /** Digest of the image: of its header. */
  readonly digest: string;
  /** SHA-256 of the image file: its name in the BlobStore. */
  readonly fileDigest: string;
  readonly fileBytes: number;
  /** The header stands behind 16 bytes, the content behind the header. */
  readonly headerBytes: number;
  readonly contentBytes: number;
  /** Part of the content that is the application; 0: devices keep that of their profile. */
  readonly applicationBytes: number;
  readonly profiles: readonly string[];
  /** Empty: every revision. */
  readonly hardwareRevisions: readonly string[];
  readonly securityCounter: number;
  /** Empty: any. */
  readonly minimumVersion: string;
  readonly mustPassThrough: boolean;
  /** For people, up to 4,000 characters. */
  readonly notes: string;
  /** In the order in which they were built. */
  readonly deltas: readonly ReleaseDelta[];
  /** Wall clock, ms; 0: not yet. */
  readonly createdAtMs: number;
  readonly createdBy: string;
  readonly publishedAtMs: number;
  readonly publishedBy: string;
  readonly yankedAtMs: number;
  readonly yankedBy: string;
  /** Why it was yanked; empty when it was not. */
  readonly yankReason: string;
}

/** A release with what a change must name. */
export interface ReleaseView extends ReleaseRecord {
  /** From 1, growing by one a change. */
  readonly revision: number;
}

/** A range of a file in the BlobStore. */
export interface BlobRange {
  readonly digest: string;
  readonly offset: number;
  readonly bytes: number;
}

/** Targets metadata that waits for signatures, to publish a release. */
export interface SigningRecord {
  readonly releaseId: string;
  /** Of the targets. */
  readonly version: number;
  readonly expiresMs: number;
  /** Paths of yanked releases that leave the targets with it. */
  readonly removed: readonly string[];
  /** The file, with the signatures that are there. */
  readonly metadata: string;
}

/** The same with who signed and who may. */
export interface SigningView extends SigningRecord {
  /** Of targets, by the newest root. */
  readonly keys: readonly TrustPublicKey[];
  /** Distinct keys that have to sign. */
  readonly threshold: number;
  /** Ids of keys whose signatures are there and good. */
  readonly signedBy: readonly string[];
  /** Signatures that are still wanted. */
  readonly missing: number;
  /** Ids of keys that have not signed. */
  readonly mayStillSign: readonly string[];
  /** The manager signs by itself. */
  readonly isDevelopment: boolean;
}

/** A file that is on its way to the manager. */
export interface UploadRecord {
  readonly id: string;
  /** Of the whole file. */
  readonly bytes: number;
  /** SHA-256 of the whole file, hex. */
  readonly sha256: string;
  readonly createdAtMs: number;
  readonly createdBy: string;
  /** When bytes came last, wall clock, ms. */
  readonly changedAtMs: number;
}

/** An upload with how far it is. */
export interface UploadView extends UploadRecord {
  /** The offset of the next byte. */
  readonly receivedBytes: number;
  /** When it is removed unless bytes come, wall clock, ms. */
  readonly expiresAtMs: number;
}

/** Files on their way: they resume at what was received. */
export interface UploadService {
  list(): UploadView[];
  /** Throws E2530. */
  get(id: string): UploadView;
  /**
   * Begins one, or gives the one of the same bytes back: whoever gives the same command again goes on where it stopped.
   * Throws E2531 (too large), E2532 (too many are open), E2536 (the disk has no room for it), E2539 (a field out of its range).
   */
  begin(file: { readonly bytes: number; readonly sha256: string }, by: Actor): Promise<UploadView>;
  /**
   * Adds bytes at the end, as they come. What came before the stream broke stays.
   * Throws E2530, E1616 (another offset), E2533 (more than announced), E2534 (another stream adds to it), E1615.
   */
  write(id: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<UploadView>;
  /** Throws E2530. */
  discard(id: string, by: Actor): Promise<void>;
}

/** What one release has otherwise than another. */
export interface ReleaseComparison {
  readonly from: ReleaseView;
  readonly to: ReleaseView;
  /** Facts of the headers that differ. */
  readonly header: readonly { readonly fact: string; readonly before: unknown; readonly after: unknown }[];
  readonly payload: 'same' | 'changed';
  /** Of the delta from the one to the other; undefined: none is built yet. */
  readonly deltaBytes: number | undefined;
  readonly application: readonly {
    readonly state: string;
    readonly part: string;
    readonly change: 'added' | 'removed' | 'changed';
    readonly before: string;
    readonly after: string;
  }[];
}

/** Releases. Reads do not wait: all records are in memory. */
export interface ReleaseService {
  /** By name, then the newest version first. */
  list(): ReleaseView[];
  /** Throws E2540, with the id that was probably meant. */
  get(id: string): ReleaseView;
  /** undefined: there is none. What a device may be given now is `published`. */
  find(id: string): ReleaseView | undefined;
  /** The release of an image; undefined when there is none. */
  byDigest(imageDigest: string): ReleaseView | undefined;
  /** What is odd but allowed, as things are now: a profile that no device has brought. */
  warnings(release: Pick<ReleaseRecord, 'profiles'>): string[];
  /** Throws E2541 when that release has another file: said before a byte is sent. */
  refuseOther(id: string, fileDigest: string): void;
  /**
   * Makes a release of an upload that is complete. The same file again gives the release that is there.
   * Throws E2530, E2535 (the upload is not complete), E1617, E15xx (no image, of a future format, cut, broken, with an application that no device loads), E2541 (another file has that
   * name and version), E2542 (as many as there may be), E2539.
   */
  create(
    request: { readonly uploadId: string; readonly notes: string },
    by: Actor,
  ): Promise<{ readonly release: ReleaseView; readonly isNew: boolean }>;
  /**
   * Takes it back: nobody is offered it, and who downloads it is told. Nothing happens when it is yanked already.
   * Throws E2540, E2543 (at another revision), E2544 (no reason is given).
   */
  yank(id: string, options: { readonly revision?: number | undefined }, by: Actor): Promise<ReleaseView>;
  /**
   * What has to be signed to publish it; the same until other targets come in between. Throws E2540, E2545 (yanked), E2505, E1555 (as many as targets
   * may name).
   */
  propose(id: string, by: Actor): Promise<SigningView>;
  /**
   * Publishes it: devices may be given it. With development keys the manager signs; else `metadata` brings signatures, as many at a time as there are.
   * Nothing happens when it is published already. Throws E2540, E2543, E2545 (yanked), E2546 (too few signatures: the good ones are kept), E2547 (a
   * signature that is not good), E2504 to E2506, E1555.
   * @param options.metadata what propose() gave, signed
   */
  publish(
    id: string,
    options: { readonly revision?: number | undefined; readonly metadata?: string | undefined },
    by: Actor,
  ): Promise<ReleaseView>;
  /** What a release changes. Throws E2540. */
  compare(fromId: string, toId: string): Promise<ReleaseComparison>;
  /** Where the bytes are that devices ask for. */
  pieceOf(release: ReleaseRecord, piece: 'header' | 'content'): BlobRange;
  /** The delta from a base image; undefined when there is none yet. */
  deltaFrom(release: ReleaseRecord, baseDigest: string): ReleaseDelta | undefined;
}
