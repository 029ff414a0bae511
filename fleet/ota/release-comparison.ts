import type { BlobRange, BlobStore, ReleaseComparison, ReleaseRecord, ReleaseView } from '#fleet/domain/index.js';
import { type Application, applicationOf, checkApplicationForm, diffApplications, imageError } from '#proto/image/index.js';
import { rangeOf } from './release-logic.ts';

const facts = ['name', 'version', 'profiles', 'hardwareRevisions', 'securityCounter', 'minimumVersion', 'mustPassThrough'] as const;
/** Of the JSON of an application at its limits, and more. */
const applicationBytes = 2_097_152;
/** Read at a time of each file. */
const pieceBytes = 262_144;

/** Holds the files of two releases against each other, piece by piece. @throws E1618 when a file is missing */
export async function compareFiles(blobs: BlobStore, from: ReleaseView, to: ReleaseView): Promise<ReleaseComparison> {
  const [before, after] = [await applicationAt(blobs, jsonOf(from)), await applicationAt(blobs, jsonOf(to))];
  return {
    from,
    to,
    header: facts
      .filter((fact) => JSON.stringify(from[fact]) !== JSON.stringify(to[fact]))
      .map((fact) => ({ fact, before: from[fact], after: to[fact] })),
    payload: (await isSamePayload(blobs, from, to)) ? 'same' : 'changed',
    deltaBytes: to.deltas.find(({ baseDigest }) => baseDigest === from.digest)?.bytes,
    application: diffApplications(before, after),
  };
}

/**
 * The application of an image whose content begins there; undefined when it has none.
 * @throws E1510 to E1516 when no device loads it, E1543 when it is no JSON
 */
export async function applicationAt(blobs: BlobStore, { digest, offset, bytes }: BlobRange): Promise<Application | undefined> {
  if (bytes === 0) return undefined;
  if (bytes > applicationBytes) {
    throw imageError('E1510', { message: `the JSON of its application has ${bytes} bytes, the limit is ${applicationBytes}` });
  }
  const content = await blobs.read(digest, offset, bytes);
  return checkApplicationForm(applicationOf({ header: { applicationBytes: bytes }, content }));
}

async function isSamePayload(blobs: BlobStore, from: ReleaseRecord, to: ReleaseRecord): Promise<boolean> {
  const bytes = payloadBytes(from);
  if (bytes !== payloadBytes(to)) return false;
  for (let done = 0; done < bytes; done += pieceBytes) {
    const length = Math.min(pieceBytes, bytes - done);
    const piece = (release: ReleaseRecord): Promise<Uint8Array> => blobs.read(release.fileDigest, release.fileBytes - bytes + done, length);
    if (Buffer.compare(await piece(from), await piece(to)) !== 0) return false;
  }
  return true;
}

/** Where the JSON of its application is. */
function jsonOf(release: ReleaseRecord): BlobRange {
  return { ...rangeOf(release, 'content'), bytes: release.applicationBytes };
}

function payloadBytes({ contentBytes, applicationBytes }: ReleaseRecord): number {
  return contentBytes - applicationBytes;
}
