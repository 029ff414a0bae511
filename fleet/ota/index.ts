export { createMemoryKeyring } from './memory-keyring.ts';
export { createOta } from './ota.ts';
export { releaseErrors } from './release-errors.ts';
export { defaultReleaseLimits, largestImageFileBytes } from './release-limits.ts';
export { trustDeskErrors } from './trust-desk-errors.ts';
export { defaultTerms } from './trust-limits.ts';
