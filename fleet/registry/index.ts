export { makeAdminToken } from './admin-token.ts';
export { createRegistry, type Registry } from './registry.ts';
export type { RegistryParts } from './registry-context.ts';
export { registryErrors } from './registry-errors.ts';
export { defaultRegistryLimits, type RegistryLimits } from './registry-limits.ts';
