import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadReleaseFile, loadShippedRelease, shippedReleases } from '#firmware/profiles/index.js';
import type { ReleaseSource } from '#proto/profile/index.js';
import { findProfile, profileFrom } from './named-profile.ts';

/** The source of a release that ships, as NAME/VERSION, or a YAML file by its path. @throws E1506, E15xx */
export function findRelease(referenceOrPath: string): ReleaseSource {
  const isName =
    shippedReleases().includes(referenceOrPath) || (/^[\w-]+(\/[\w.-]+)?$/.test(referenceOrPath) && !existsSync(resolve(referenceOrPath)));
  if (isName && !/\.ya?ml$/.test(referenceOrPath)) return loadShippedRelease(referenceOrPath);
  return loadReleaseFile(referenceOrPath, (profile) => findProfile(profileFrom(resolve(referenceOrPath), profile)));
}
