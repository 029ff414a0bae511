export { loadProfileFile, loadShippedProfile, shippedMaps, shippedProfiles } from './shipped-profiles.ts';
