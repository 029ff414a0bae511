/** How fast offers go out: a bucket of tokens with a rate that grows with success, as plain data. */
import type { PlanDispatch } from '#fleet/domain/index.js';

/** What is in the bucket, and when that was worked out, ms. */
export interface DispatchTokens {
  readonly tokens: number;
  readonly atMs: number;
}

/** Offers a minute now. @param done devices that were attempted, and those that are updated */
export function rateOf(dispatch: PlanDispatch, done: { readonly attempted: number; readonly updated: number }): number {
  if (dispatch.type === 'constant') return dispatch.perMinute;
  const { basePerMinute, factor, every, mostPerMinute } = dispatch;
  const steps = 'attempted' in every ? Math.floor(done.attempted / every.attempted) : Math.floor(done.updated / every.updated);
  return Math.min(mostPerMinute, basePerMinute * factor ** steps);
}

/** The bucket at a later time. It holds what one second brings, and one token at least, so that a pause does not end in a burst. */
export function refill({ tokens, atMs }: DispatchTokens, perMinute: number, nowMs: number): DispatchTokens {
  const most = Math.max(1, perMinute / 60);
  const grown = tokens + (Math.max(0, nowMs - atMs) * perMinute) / 60_000;
  return { tokens: Math.min(most, grown), atMs: nowMs };
}

/** Time until there is a whole token, ms; 0 when there is one. */
export function waitForToken({ tokens }: DispatchTokens, perMinute: number): number {
  return tokens >= 1 - 1e-9 ? 0 : Math.ceil(((1 - tokens) * 60_000) / perMinute);
}

/**
 * The bucket of bytes at a later time: what was ordered is a debt that the budget pays back, so one image larger than a second's budget is
 * ordered whole, and the next one waits.
 * @param bytesPerSecond above 0
 */
export function refillBytes({ tokens, atMs }: DispatchTokens, bytesPerSecond: number, nowMs: number): DispatchTokens {
  return { tokens: Math.min(bytesPerSecond, tokens + (Math.max(0, nowMs - atMs) * bytesPerSecond) / 1_000), atMs: nowMs };
}

/** Time until the debt of bytes is paid back, ms; 0 when there is none. */
export function waitForBytes({ tokens }: DispatchTokens, bytesPerSecond: number): number {
  return tokens > 0 ? 0 : Math.ceil(((1 - tokens) * 1_000) / bytesPerSecond);
}
