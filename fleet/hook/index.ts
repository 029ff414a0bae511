export { hookErrors } from './hook-errors.ts';
export { defaultHookLimits, type HookLimits } from './hook-limits.ts';
export { createHooks } from './hooks.ts';
