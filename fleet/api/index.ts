export { apiErrors } from './api-errors.ts';
export { type ApiLimits, defaultApiLimits } from './api-limits.ts';
export { type Api, type ApiOptions, createApi } from './create-api.ts';
export type { Problem } from './problem.ts';
