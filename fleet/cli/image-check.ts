import { findProfile, shippedProfiles } from '#firmware/host/index.js';
import {
  type Application,
  applicationOf,
  checkApplicationForm,
  type Image,
  imageError,
  loadApplication,
  misfitOf,
} from '#proto/image/index.js';
import { type Profile, surroundingsOf } from '#proto/profile/index.js';

/**
 * The application of an image, checked as strictly as devices do it: its form, and its names against each profile that the image fits and that
 * ships. Against a profile of the user's own it is checked when that is given.
 * @throws E1510 to E1517, E1543 when it is no JSON
 */
export function checkedApplication(image: Image, file: string, own?: Profile): Application | undefined {
  const value = applicationOf(image, file);
  if (value === undefined) return undefined;
  const application = checkApplicationForm(value, { file });
  const shipped = image.header.profiles.filter((name) => name !== own?.name && shippedProfiles().includes(name)).map(findProfile);
  for (const profile of own === undefined ? shipped : [...shipped, own]) loadApplication(value, { ...surroundingsOf(profile), file });
  return application;
}

/** @throws E1549 when the image is not for this profile, or not for this revision of it */
export function refuseMisfit({ header }: Image, file: string, profile: Profile, hardwareRevision: string | undefined): void {
  const misfit = misfitOf(header, profile.name, hardwareRevision);
  if (misfit !== undefined) throw imageError('E1549', { message: `${file}: ${misfit}`, at: { file } });
}
