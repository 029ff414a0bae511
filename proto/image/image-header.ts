import semver from 'semver';

/** Limits of images, tested at the limit and one past it. */
export const imageLimits = {
  chunkBytes: 32_768,
  /** Application and payload together. */
  contentBytes: 268_435_456,
  /** Header: 8,192 digests of 34 bytes, and the rest. */
  headerBytes: 294_912,
  profiles: 64,
  hardwareRevisions: 64,
} as const;

/** What an image is for. */
export interface ImageFacts {
  /** 1 to 64 of a-z 0-9 -. */
  readonly name: string;
  /** Semantic version, 1 to 64 characters. */
  readonly version: string;
  /** 1 to 64 names. */
  readonly profiles: readonly string[];
  /** At most 64; empty: every revision. */
  readonly hardwareRevisions: readonly string[];
  /** 0 to 4,294,967,295. */
  readonly securityCounter: number;
  /** Semantic version; empty: any. */
  readonly minimumVersion: string;
  readonly mustPassThrough: boolean;
}

/** What a header says. */
export interface ImageHeader extends ImageFacts {
  readonly chunkBytes: number;
  /** 32 bytes each. */
  readonly chunkDigests: readonly Uint8Array[];
  readonly applicationBytes: number;
  readonly payloadBytes: number;
}

/** What is wrong with a header, with the value and its limit; undefined when nothing is. */
export function headerBreak(header: ImageHeader): string | undefined {
  const { name, version, minimumVersion, securityCounter } = header;
  if (!/^[a-z0-9-]{1,64}$/.test(name)) return `name "${name}" is not 1 to 64 of a-z 0-9 -`;
  if (!isVersion(version)) return `version "${version}" is no semantic version like 1.4.0 of 1 to 64 characters`;
  if (minimumVersion !== '' && !isVersion(minimumVersion)) return `minimum version "${minimumVersion}" is no semantic version like 1.4.0`;
  if (minimumVersion !== '' && semver.gte(minimumVersion, version)) {
    return `minimum version ${minimumVersion} is not below the version ${version}`;
  }
  if (!(Number.isInteger(securityCounter) && securityCounter >= 0 && securityCounter <= 0xffff_ffff)) {
    return `security counter ${securityCounter} is not a whole number from 0 to 4294967295`;
  }
  return listBreak(header) ?? contentBreak(header);
}

function listBreak({ profiles, hardwareRevisions }: ImageHeader): string | undefined {
  if (profiles.length < 1 || profiles.length > imageLimits.profiles) {
    return `it fits ${profiles.length} profiles, not 1 to ${imageLimits.profiles}`;
  }
  const profile = profiles.find((one) => !/^[a-z0-9-]{1,64}$/.test(one));
  if (profile !== undefined) return `profile "${profile}" is not 1 to 64 of a-z 0-9 -`;
  if (hardwareRevisions.length > imageLimits.hardwareRevisions) {
    return `it fits ${hardwareRevisions.length} hardware revisions, the limit is ${imageLimits.hardwareRevisions}`;
  }
  const revision = hardwareRevisions.find((one) => one.length < 1 || one.length > 32);
  if (revision !== undefined) return `hardware revision "${revision.slice(0, 40)}" is not 1 to 32 characters`;
  const isTwice = (all: readonly string[]): boolean => new Set(all).size !== all.length;
  return isTwice(profiles) || isTwice(hardwareRevisions) ? 'a profile or a hardware revision comes twice' : undefined;
}

function contentBreak({ chunkBytes, chunkDigests, applicationBytes, payloadBytes }: ImageHeader): string | undefined {
  if (chunkBytes !== imageLimits.chunkBytes) return `chunks have ${chunkBytes} bytes, not ${imageLimits.chunkBytes}`;
  const contentBytes = applicationBytes + payloadBytes;
  if (contentBytes < 1 || contentBytes > imageLimits.contentBytes) {
    return `application and payload have ${contentBytes} bytes, not 1 to ${imageLimits.contentBytes}`;
  }
  const chunks = Math.ceil(contentBytes / chunkBytes);
  if (chunkDigests.length !== chunks) return `${chunkDigests.length} digests for ${chunks} chunks`;
  const digest = chunkDigests.findIndex((one) => one.length !== 32);
  return digest < 0 ? undefined : `digest ${digest} has ${chunkDigests[digest]?.length} bytes, not 32`;
}

/** Why an image is not for a kind of hardware; undefined when it is. @param hardwareRevision undefined: only the profile is asked */
export function misfitOf(
  { profiles, hardwareRevisions }: ImageFacts,
  profile: string,
  hardwareRevision: string | undefined,
): string | undefined {
  if (!profiles.includes(profile)) return `it fits ${profiles.join(', ')}, not ${profile}`;
  const fits = hardwareRevision === undefined || hardwareRevisions.length === 0 || hardwareRevisions.includes(hardwareRevision);
  return fits ? undefined : `it fits the hardware revisions ${hardwareRevisions.join(', ')} of ${profile}, not ${hardwareRevision}`;
}

function isVersion(version: string): boolean {
  return version.length <= 64 && semver.valid(version) === version;
}
