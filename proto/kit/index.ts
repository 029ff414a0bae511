export { readBounded } from './bounded-file.ts';
export { CallbackTask, type Clock, type TimeoutHandle, TimerTask } from './clock.ts';
export {
  AssertionError,
  assert,
  type ErrorDefinition,
  type ErrorDetail,
  type ErrorTable,
  errorsOf,
  exitCodes,
  isSeatrialError,
  messageOf,
  SeatrialError,
} from './errors.ts';
export { type Log, type LogFields, type LogLine, MemoryLog, silentLog } from './log.ts';
export { openFileLimit } from './open-file-limit.ts';
export { createRandom, noiseAt, noiseKey, type Random, systemRandomBytes, systemSeed } from './random.ts';
export { Serial } from './serial.ts';
export { SystemClock, type SystemClockOptions } from './system-clock.ts';
export { TaskTracker } from './task-tracker.ts';
export { TokenBucket } from './token-bucket.ts';
export { VirtualClock } from './virtual-clock.ts';
