export { appErrors } from './app-errors.ts';
export { type AssembledManager, assembleManager, type ManagerParts } from './assemble.ts';
export { type ConfigOverrides, defaultLimits, type ManagerConfig, type ManagerLimits, resolveConfig } from './config.ts';
export { openFileLimit } from './file-limit.ts';
export { devicePath } from './listen.ts';
export { createPinoLog } from './pino-log.ts';
export { type RunningManager, startManager } from './start-manager.ts';
export { version } from './version.ts';
