import type { CommandContext } from './command-spec.ts';

/** Resolves at Ctrl-C, after --for, or when `more` aborts: whatever is first. For commands whose end by Ctrl-C is their ordinary end. */
export function untilStopped(context: CommandContext, more?: AbortSignal): Promise<void> {
  const forMs = context.input.duration('for', 0, 366 * 86_400_000);
  const signals = [context.signal, ...(more === undefined ? [] : [more]), ...(forMs === undefined ? [] : [AbortSignal.timeout(forMs)])];
  const signal = AbortSignal.any(signals);
  if (signal.aborted) return Promise.resolve();
  // A timer of its own: AbortSignal.timeout alone does not keep the process alive.
  const { promise, resolve } = Promise.withResolvers<void>();
  const alive = setInterval(() => undefined, 3_600_000);
  signal.addEventListener(
    'abort',
    () => {
      clearInterval(alive);
      resolve();
    },
    { once: true },
  );
  return promise;
}
