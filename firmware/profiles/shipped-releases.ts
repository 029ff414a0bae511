import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadReleaseSource, type Profile, profileError, type ReleaseSource } from '#proto/profile/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { loadShippedProfile, readProfileText } from './shipped-profiles.ts';

/** Sources of releases that ship, each releases/NAME/VERSION.yaml beside this file, by growing version. */
const references = [
  'beacon/1.1.0',
  'beacon/1.1.1',
  'smart-meter/1.1.0',
  'smart-meter/1.1.1',
  'thermostat/1.1.0',
  'thermostat/1.2.0',
  'thermostat/1.2.1',
] as const;

/** The releases that ship, as NAME/VERSION. */
export function shippedReleases(): readonly string[] {
  return references;
}

/** The source of a release that ships. @throws E1506 when there is none of this name and version */
export function loadShippedRelease(reference: string): ReleaseSource {
  if (!references.some((known) => known === reference)) {
    const meant = closestWord(reference, references);
    const hint = meant === undefined ? `; there are ${references.join(', ')}` : `, did you mean "${meant}"?`;
    throw profileError('E1506', { message: `no release "${reference}" ships with Seatrial${hint}` });
  }
  const path = fileURLToPath(new URL(`releases/${reference}.yaml`, import.meta.url));
  return loadReleaseSource(readFileSync(path, 'utf8'), `${reference}.yaml`, loadShippedProfile);
}

/**
 * The source of a release from a YAML file; what it names as profiles are shipped ones, or files.
 * @throws E1505 when the file can't be read, E1010 to E1014 for its form, E1504 to E1517 for its profiles and its application
 */
export function loadReleaseFile(path: string, findProfile: (nameOrPath: string) => Profile): ReleaseSource {
  return loadReleaseSource(readProfileText(path), path, findProfile);
}
