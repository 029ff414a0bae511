import type { Session } from './session.ts';

/** Bounds of the frames of one unit. */
export interface RateLimits {
  readonly framesPerSecond: number;
  /** Frames at once. */
  readonly burstFrames: number;
  readonly throttles: number;
}

/** What to do with a frame: take it; take it and stop reading for a while; refuse the unit. */
export type RateVerdict = 'take' | 'slow' | 'refuse';

/** A link that is over its rate is not read for at least this long, ms: shorter pauses cost more than they save. */
const shortestPauseMs = 100;
/** A link that sends on although it is not read owes this many bursts at most. */
const owedBursts = 10;

/**
 * Takes one frame from the unit's bucket. Over the rate, the owner of a link is slowed down: its bytes wait in its own buffers, which is what it would
 * have to do anyway. Refused is whoever was slowed down again and again without catching up, or whose frames come nevertheless. Other channels
 * can't be slowed down without their siblings, so they are refused at once.
 */
export function rateStep(session: Session, limits: RateLimits, nowMs: number): RateVerdict {
  const { framesPerSecond, burstFrames, throttles } = limits;
  let tokens = session.rateTokens + ((nowMs - session.rateFilledMs) * framesPerSecond) / 1_000;
  if (tokens >= burstFrames) {
    tokens = burstFrames;
    session.throttles = 0;
  }
  tokens -= 1;
  session.rateTokens = tokens;
  session.rateFilledMs = nowMs;
  if (tokens >= 0) return 'take';
  if (session.channel !== 0 || tokens < -owedBursts * burstFrames || session.throttles >= throttles) return 'refuse';
  return 'slow';
}

/** How long a link is not read, ms: until what it owes is back, and some more. */
export function pauseMs(session: Session, framesPerSecond: number): number {
  return Math.max(shortestPauseMs, (-session.rateTokens * 1_000) / framesPerSecond);
}
