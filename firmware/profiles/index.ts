export { draftProfile, type ProfileDraft } from './profile-draft.ts';
export { profileStarter } from './profile-starter.ts';
export { loadProfileFile, loadShippedProfile, shippedMaps, shippedProfiles } from './shipped-profiles.ts';
export { loadReleaseFile, loadShippedRelease, shippedReleases } from './shipped-releases.ts';
