import { buildImage } from '#proto/image/index.js';
import type { Profile } from './profile.ts';

/**
 * The image file that a new device of a profile runs: its application alone, for all of its hardware revisions, with security counter 0.
 * One profile gives one digest everywhere.
 * @throws E1543 when a fact of the profile is out of the range of image headers
 */
export function factoryImageOf({ name, hardwareRevisions, factoryImage: { version, application } }: Profile): Uint8Array {
  return buildImage(
    { name, version, profiles: [name], hardwareRevisions, securityCounter: 0, minimumVersion: '', mustPassThrough: false },
    application,
    new Uint8Array(0),
  );
}
