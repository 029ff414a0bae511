import semver, { type SemVer } from 'semver';

const pattern = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(-[0-9A-Za-z.-]{1,32})?(\+[0-9A-Za-z.-]{1,64})?$/;
/** Versions of a fleet are few, so they are read once. */
const mostRead = 1_000;
const read = new Map<string, VersionValue | undefined>();

/** A version as CEL's type `version`: ordered after Semantic Versioning 2.0.0, so 1.10 is above 1.4. */
export class VersionValue {
  readonly parsed: SemVer;
  /** How many of major, minor and patch were written: 1 to 3. */
  readonly places: number;
  constructor(parsed: SemVer, places: number) {
    this.parsed = parsed;
    this.places = places;
  }
}

/** Reads "2", "1.4", "1.4.2", "1.4.0-rc.1", with or without v before it; what is left out is 0. undefined for anything else. */
export function readVersion(text: string): VersionValue | undefined {
  if (read.has(text)) return read.get(text);
  const match = text.length <= 120 ? pattern.exec(text) : null;
  let value: VersionValue | undefined;
  if (match !== null) {
    const [, major, minor, patch, before = '', build = ''] = match;
    const parsed = semver.parse(`${Number(major)}.${Number(minor ?? 0)}.${Number(patch ?? 0)}${before}${build}`);
    if (parsed !== null) value = new VersionValue(parsed, patch !== undefined ? 3 : minor !== undefined ? 2 : 1);
  }
  if (read.size >= mostRead) read.clear();
  if (text.length <= 120) read.set(text, value);
  return value;
}

/** Below 0 when left comes before right, 0 when they rank the same (build metadata does not count), above 0 otherwise. */
export function compareVersions(left: VersionValue, right: VersionValue): number {
  return left.parsed.compare(right.parsed);
}

/**
 * The first version that no longer belongs to what was written: 1.4 ends before 1.5.0-0, 2 before 3.0.0-0, as in semver's hyphen ranges.
 * undefined when all three places were written: then it is itself the last.
 */
export function endOf(version: VersionValue): string | undefined {
  const { major, minor, prerelease } = version.parsed;
  if (version.places === 3 || prerelease.length > 0) return undefined;
  return version.places === 2 ? `${major}.${minor + 1}.0-0` : `${major + 1}.0.0-0`;
}
