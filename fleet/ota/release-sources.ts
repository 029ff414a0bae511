import type { AttemptDelta, BlobRange, BlobStore, ReleaseDelta, ReleaseRecord, ReleaseService, TrustDesk } from '#fleet/domain/index.js';
import type { DeltaDesk } from './delta-desk.ts';
import { type DeltaGuard, deltaPrefixBytes } from './delta-guard.ts';
import type { PieceSource, UpdateRelease, UpdateSources } from './update-sources.ts';

/** Releases, their files and what is signed, as updates ask for it. */
export function updateSources(
  releases: Pick<ReleaseService, 'find' | 'pieceOf'>,
  trust: Pick<TrustDesk, 'metadata' | 'assign'>,
  blobs: Pick<BlobStore, 'get' | 'peek' | 'read'>,
  deltas: Pick<DeltaDesk, 'want'>,
  guard: Pick<DeltaGuard, 'source' | 'doubt'>,
): UpdateSources {
  /** A release's record is never changed: a change is another record. */
  const views = new WeakMap<ReleaseRecord, UpdateRelease>();
  return {
    release: (id) => {
      const record = releases.find(id);
      if (record === undefined) return undefined;
      const view = views.get(record) ?? viewOf(record);
      views.set(record, view);
      return view;
    },
    piece: ({ id }, piece, delta) => {
      const record = releases.find(id);
      if (record === undefined) return undefined;
      if (piece === 'delta') return delta && guard.source(record, delta);
      const range = releases.pieceOf(record, piece);
      // A file that was cut short on the disk is as good as gone: its parts can't be read.
      const there = range === undefined ? undefined : blobs.get(range.digest)?.bytes;
      return range === undefined || (there ?? 0) < range.offset + range.bytes ? undefined : sourceOf(blobs, range);
    },
    wantDelta: (releaseId, baseDigest) => deltas.want(releaseId, baseDigest),
    doubtDelta: (releaseId, delta) => guard.doubt(releaseId, delta),
    metadata: (role, version) => trust.metadata(role, version),
    assign: (order) => trust.assign(order),
  };
}

function viewOf(record: ReleaseRecord): UpdateRelease {
  const { id, state, version, digest, headerBytes, contentBytes, profiles, hardwareRevisions, minimumVersion } = record;
  const deltas = record.deltas.map((delta) => assignedOf(record, delta));
  return { id, state, version, digest, headerBytes, contentBytes, profiles, hardwareRevisions, minimumVersion, deltas };
}

/** A delta as it is assigned: its zstd frame is what travels. */
function assignedOf({ headerBytes }: ReleaseRecord, { baseDigest, bytes, frameDigest }: ReleaseDelta): AttemptDelta {
  return { baseDigest, bytes: bytes - deltaPrefixBytes - headerBytes, digest: frameDigest };
}

function sourceOf(blobs: Pick<BlobStore, 'peek' | 'read'>, { digest, offset: from, bytes: totalBytes }: BlobRange): PieceSource {
  return {
    totalBytes,
    peek: (offset, bytes) => blobs.peek(digest, from + offset, bytes),
    read: (offset, bytes) => blobs.read(digest, from + offset, bytes),
  };
}
