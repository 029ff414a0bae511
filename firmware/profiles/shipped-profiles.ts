import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { signalModels } from '#firmware/signals/index.js';
import { readBounded } from '#proto/kit/index.js';
import { loadProfile, type Profile, profileError } from '#proto/profile/index.js';
import { closestWord, maximumYamlBytes } from '#proto/yaml/index.js';

/** Names of the profiles that ship, each a YAML file beside this one. */
const names = [
  'autonomous-car',
  'beacon',
  'bike-lock',
  'connected-car',
  'drone',
  'heart-monitor',
  'intrusion-sensor',
  'pill-tracker',
  'smart-meter',
  'soil-sensor',
  'street-lamp',
  'street-light',
  'thermostat',
  'turbofan',
  'wearable',
] as const;
/** Names of the replay maps that ship, each a YAML file in maps/. */
const mapNames = ['cmapss-fd', 'london-smart-meter', 'obd-carobd'] as const;

/** Names of the profiles that ship, by name. */
export function shippedProfiles(): readonly string[] {
  return names;
}

/** Names and paths of the replay maps that ship. */
export function shippedMaps(): readonly { readonly name: string; readonly path: string }[] {
  return mapNames.map((name) => ({ name, path: pathOf(`maps/${name}.yaml`) }));
}

/** A shipped profile, checked against its model. @throws E1504 when there is none of this name */
export function loadShippedProfile(name: string): Profile {
  if (!names.some((known) => known === name)) {
    const meant = closestWord(name, names);
    const hint = meant === undefined ? `; there are ${names.join(', ')}` : `, did you mean "${meant}"?`;
    throw profileError('E1504', { message: `no profile "${name}" ships with Seatrial${hint}` });
  }
  return loadProfile(readFileSync(pathOf(`${name}.yaml`), 'utf8'), `${name}.yaml`, signalModels);
}

/**
 * A profile from a YAML file, checked against its model.
 * @throws E1505 when the file can't be read, E1010 to E1014 for its form, E1501, E1502, E1510 to E1517 for its sense
 */
export function loadProfileFile(path: string): Profile {
  return loadProfile(readProfileText(path), path, signalModels);
}

/** Text of a YAML file of at most 1 MiB. @throws E1505 when it can't be read or is larger */
export function readProfileText(path: string): string {
  return readBounded(path, maximumYamlBytes, (detail) => profileError('E1505', detail)).toString('utf8');
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
