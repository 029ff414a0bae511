import type { AttemptDelta, BlobRange, BlobStore, ReleaseDelta, ReleaseRecord, ReleaseService, TrustDesk } from '#fleet/domain/index.js';
import type { PieceSource, UpdateRelease, UpdateSources } from './update-sources.ts';

/** In front of the header in a delta file, bytes. */
const deltaPrefixBytes = 48;

/** Releases, their files and what is signed, as updates ask for it. */
export function updateSources(
  releases: Pick<ReleaseService, 'find' | 'pieceOf'>,
  trust: Pick<TrustDesk, 'metadata' | 'assign'>,
  blobs: Pick<BlobStore, 'get' | 'peek' | 'read'>,
  wantDelta: UpdateSources['wantDelta'],
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
      const range = piece === 'delta' ? frameOf(record, delta) : releases.pieceOf(record, piece);
      return range === undefined || blobs.get(range.digest) === undefined ? undefined : sourceOf(blobs, range);
    },
    wantDelta,
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

/** Where the frame of an assigned delta stands: behind prefix and header of its file. */
function frameOf({ deltas, headerBytes }: ReleaseRecord, assigned: AttemptDelta | undefined): BlobRange | undefined {
  const delta = deltas.find(({ frameDigest }) => frameDigest === assigned?.digest);
  if (delta === undefined) return undefined;
  const offset = deltaPrefixBytes + headerBytes;
  return { digest: delta.digest, offset, bytes: delta.bytes - offset };
}

function sourceOf(blobs: Pick<BlobStore, 'peek' | 'read'>, { digest, offset: from, bytes: totalBytes }: BlobRange): PieceSource {
  return {
    totalBytes,
    peek: (offset, bytes) => blobs.peek(digest, from + offset, bytes),
    read: (offset, bytes) => blobs.read(digest, from + offset, bytes),
  };
}
