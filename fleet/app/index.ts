export { appErrors } from './app-errors.ts';
export { type AssembledManager, assembleManager, type ManagerParts } from './assemble.ts';
export { type ConfigOverrides, type ManagerConfig, resolveConfig } from './config.ts';
export { devicePath } from './listen.ts';
export { defaultLimits, type ManagerLimits } from './manager-limits.ts';
export { createPinoLog } from './pino-log.ts';
export { resetAdminToken } from './reset-admin-token.ts';
export { type RunningManager, startManager } from './start-manager.ts';
export { version } from './version.ts';
