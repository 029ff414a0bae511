export { createOta } from './ota.ts';
export { releaseErrors } from './release-errors.ts';
export { defaultReleaseLimits, largestImageFileBytes } from './release-limits.ts';
