import semver from 'semver';
import { z } from 'zod';
import { type Application, buildImage, type ImageFacts, imageLimits, loadApplication } from '#proto/image/index.js';
import { checkValue, type Place, readYaml } from '#proto/yaml/index.js';
import type { Profile } from './profile.ts';
import { failProfile } from './profile-errors.ts';
import { surroundingsOf } from './surroundings.ts';

/** What is wrong with a release on purpose, for trials of fleets: none is none that is known. */
export type ReleaseFlaw = 'none' | 'logic-error' | 'memory-leak' | 'battery-drain';

/** The source of a release: what its YAML file says, checked. An image is built of it. */
export interface ReleaseSource extends ImageFacts {
  /** For people, 1 to 200 characters. */
  readonly title: string;
  /** What it does and what is wrong with it, at most 2,000 characters. */
  readonly notes: string;
  readonly flaw: ReleaseFlaw;
  readonly application: Application;
}

const name = z.string().regex(/^[a-z0-9-]{1,64}$/, 'a name is 1 to 64 of a-z 0-9 -');
const version = z
  .string()
  .max(64)
  .refine((text) => semver.valid(text) === text, 'expected a semantic version like 1.4.0');

const releaseSchema = z.strictObject({
  name,
  version,
  profiles: z.array(z.string().min(1).max(1_024)).min(1).max(imageLimits.profiles),
  title: z.string().min(1).max(200),
  notes: z.string().max(2_000).default(''),
  flaw: z.enum(['none', 'logic-error', 'memory-leak', 'battery-drain']).default('none'),
  hardwareRevisions: z
    .array(z.string().min(1).max(32))
    .max(imageLimits.hardwareRevisions)
    .default(() => []),
  securityCounter: z.number().int().min(0).max(4_294_967_295).default(0),
  minimumVersion: version.or(z.literal('')).default(''),
  mustPassThrough: z.boolean().default(false),
  /** Checked by loadApplication, which knows its sense. */
  application: z.unknown(),
});

/**
 * Loads the source of a release from its YAML text. Its application is checked against each profile that it names.
 * @param profileOf gives a profile by the name, or the path relative to the file, that stands there
 * @throws E1010 to E1014 for its form, E1501 for hardware that no profile has, E1510 to E1517 for its application, with file, line and column; what profileOf throws
 */
export function loadReleaseSource(text: string, file: string, profileOf: (nameOrPath: string) => Profile): ReleaseSource {
  const yaml = readYaml(text, file);
  const checked = checkValue(releaseSchema, yaml.value);
  if ('problems' in checked) throw yaml.failure(checked.problems);
  const profiles = checked.value.profiles.map(profileOf);
  const foreign = foreignRevision(checked.value.hardwareRevisions, profiles);
  if (foreign !== undefined) {
    const path = ['hardwareRevisions', checked.value.hardwareRevisions.indexOf(foreign)];
    throw failProfile('E1501', { message: `hardwareRevisions: no profile of it has the revision "${foreign}"`, at: yaml.place(path) });
  }
  let application: Application | undefined;
  for (const profile of profiles) {
    const place = (path: readonly (string | number)[], part: 'key' | 'value'): Place => yaml.place(['application', ...path], part);
    ({ application } = loadApplication(checked.value.application, { ...surroundingsOf(profile), place }));
  }
  return { ...checked.value, profiles: profiles.map((profile) => profile.name), application: application as Application };
}

/** The first of these hardware revisions that none of the profiles has: an image for it would fit nothing. */
export function foreignRevision(revisions: readonly string[], profiles: readonly Profile[]): string | undefined {
  return revisions.find((revision) => !profiles.some(({ hardwareRevisions }) => hardwareRevisions.includes(revision)));
}

/**
 * The image file of a release: the same source and payload give the same bytes.
 * @throws E1543 when its facts contradict each other, E1545 when the payload is too large
 */
export function releaseImageOf(source: ReleaseSource, payload: Uint8Array): Uint8Array {
  const { title: _title, notes: _notes, flaw: _flaw, application, ...facts } = source;
  return buildImage(facts, application, payload);
}
