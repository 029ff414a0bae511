import { SystemClock } from '#proto/kit/index.js';

/** The machine's time, for waiting on processes and other hosts. */
export const hostClock = new SystemClock();

/** Resolves after so many ms. */
export function waitMs(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    hostClock.setTimeout(resolve, delayMs);
  });
}

/** The promise's value, or undefined after so many ms; no timer stays behind. */
export async function within<Value>(promise: Promise<Value>, limitMs: number): Promise<Value | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = hostClock.setTimeout(() => late.resolve(undefined), limitMs);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    hostClock.clearTimeout(timer);
  }
}
