import semver from 'semver';
import type { BlobRange, ReleaseRecord } from '#fleet/domain/index.js';
import type { ImageHead } from '#proto/image/index.js';

/** What of a release is said by its file. */
export type ReleaseFacts = Pick<
  ReleaseRecord,
  | 'id'
  | 'name'
  | 'version'
  | 'digest'
  | 'fileDigest'
  | 'fileBytes'
  | 'headerBytes'
  | 'contentBytes'
  | 'applicationBytes'
  | 'profiles'
  | 'hardwareRevisions'
  | 'securityCounter'
  | 'minimumVersion'
  | 'mustPassThrough'
>;

/** The facts of an image file. */
export function factsOf(
  { header, headerBytes, digest }: ImageHead,
  file: { readonly digest: string; readonly bytes: number },
): ReleaseFacts {
  const { name, version, applicationBytes, payloadBytes, profiles, hardwareRevisions } = header;
  return {
    id: `${name}@${version}`,
    name,
    version,
    digest,
    fileDigest: file.digest,
    fileBytes: file.bytes,
    headerBytes: headerBytes.length,
    contentBytes: applicationBytes + payloadBytes,
    applicationBytes,
    profiles: [...profiles],
    hardwareRevisions: [...hardwareRevisions],
    securityCounter: header.securityCounter,
    minimumVersion: header.minimumVersion,
    mustPassThrough: header.mustPassThrough,
  };
}

/** What is odd about a release and yet allowed. */
export function warningsOf({ profiles }: Pick<ReleaseFacts, 'profiles'>, knownProfiles: ReadonlySet<string>): string[] {
  const unknown = profiles.filter((profile) => !knownProfiles.has(profile));
  return unknown.map((profile) => `no device of profile ${profile} was ever seen here`);
}

/** By name, then the newest version first. */
export function compareReleases(a: Pick<ReleaseRecord, 'name' | 'version'>, b: Pick<ReleaseRecord, 'name' | 'version'>): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return semver.compareBuild(b.version, a.version);
}

/** Where the bytes are that devices ask for. */
export function rangeOf({ fileDigest, fileBytes, headerBytes, contentBytes }: ReleaseRecord, piece: 'header' | 'content'): BlobRange {
  const contentFrom = fileBytes - contentBytes;
  if (piece === 'content') return { digest: fileDigest, offset: contentFrom, bytes: contentBytes };
  return { digest: fileDigest, offset: contentFrom - headerBytes, bytes: headerBytes };
}
