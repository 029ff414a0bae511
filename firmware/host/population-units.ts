import { shippedProfiles } from '#firmware/profiles/index.js';
import type { Profile } from '#proto/profile/index.js';
import { readGiven } from './given-files.ts';
import { fail } from './host-errors.ts';
import { type FileIdentity, readIdentities } from './identity-file.ts';
import { parseMix } from './mix.ts';
import { findProfile } from './named-profile.ts';
import { idsOfCount, idsOfUnits, type PopulationOptions } from './population-logic.ts';
import { unitsOf } from './shard.ts';
import { gatewayIdOf } from './sub-device-kinds.ts';

/**
 * Ids of the units of a population, in the order in which they start, after a look at everything that they are made of: so that what is wrong
 * with a profile, a recording or an identity file is said before anything begins.
 * @throws E2107, E2112, E15xx
 */
export function plannedIds(options: PopulationOptions): readonly string[] {
  const { name, count, firstIndex, recording, identities } = options;
  if (identities !== undefined) return identifiedIds(options, identities);
  if (options.profile === '') throw fail('E2107', { message: 'no --profile is given', next: 'fleet profile list' });
  const profiles = parseMix(options.profile, '--profile').map((part) => findProfile(part.name));
  if (recording === undefined) return idsOfCount(name, firstIndex, count ?? 1);
  return idsOfUnits(name, unitsOf(recording, onlyOne(profiles)), firstIndex, count);
}

/** @throws E2107 since a recording has the signals of one kind of device */
function onlyOne(profiles: readonly Profile[]): Profile {
  const [profile, other] = profiles;
  if (profile === undefined || other !== undefined) {
    throw fail('E2107', { message: `a recording drives devices of one profile, --profile names ${profiles.length}` });
  }
  return profile;
}

function identifiedIds({ profile, recording, count, firstIndex }: PopulationOptions, file: string): readonly string[] {
  if (recording !== undefined) throw fail('E2107', { message: '--identities and --replay do not go together: both name the devices' });
  const listed = readIdentities(readGiven(file, '--identities'), file);
  const ids = new Set(listed.map(({ id }) => id));
  // Sub-devices come with their gateway; the file has their keys.
  const all = listed.filter(({ id }) => !ids.has(gatewayIdOf(id) ?? ''));
  const most = all.length - firstIndex;
  if (most < (count ?? 1)) {
    const wanted = `${count ?? 'some'} after the first ${firstIndex}`;
    throw fail('E2107', {
      message: `${file} has ${all.length} identities, wanted are ${wanted}`,
      next: 'a smaller --count or --first-index',
    });
  }
  const meant = all.slice(firstIndex, count === undefined ? undefined : firstIndex + count);
  const names = profile === '' ? profilesOf(meant, file) : parseMix(profile, '--profile').map((part) => part.name);
  for (const name of names) findProfile(name);
  return meant.map(({ id }) => id);
}

/** @throws E2112 when one has none */
function profilesOf(identities: readonly FileIdentity[], file: string): Iterable<string> {
  const without = identities.find(({ profile }) => profile === undefined);
  if (without !== undefined) {
    const message = `${file}:${without.line} has no profile for ${without.id}, and no --profile is given`;
    throw fail('E2112', { message, at: { file, line: without.line }, next: `--profile, one of ${shippedProfiles().join(', ')}` });
  }
  return new Set(identities.map(({ profile }) => profile ?? ''));
}
