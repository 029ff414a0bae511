/** A device's own clock: it drifts, is set by the fleet, and can be made wrong by faults. Five numbers, changed in place. */
export interface DeviceClock {
  /** Instant of the host's clock when it was set last, ms. */
  setAtMs: number;
  /** What it was set to, ms since 1970-01-01T00:00Z. */
  setWallMs: number;
  /** How much faster than true time it runs, parts per million, -20,000 to 20,000. */
  driftPpm: number;
  /** How far it was ahead of setWallMs when it was set, ms, 0 to 60,000: it runs slower until that is gone, since it must not go back. */
  aheadMs: number;
  /** A fault that puts it off by so much, whatever it is set to, ms; 0 when none. */
  stepMs: number;
}

/** Part of its speed that a clock gives up while it was found ahead: 20 s are gone after 200 s. */
const slewShare = 0.1;
/**
 * A clock that is further ahead is set back at once, ms. No drift does that between two heartbeats: the clock was wrong, or the fleet's is new,
 * and while it slewed the fleet would reject its readings as from the future.
 */
const longestSlewMs = 60_000;
/**
 * After a longer round trip half of it says little, ms: mostly one of the two ways was stalled. What remains sure is that the fleet's time is not
 * before its answer, nor later by more than the whole round trip.
 */
const goodRoundTripMs = 5_000;

/** The device's wall clock, whole ms since 1970-01-01T00:00Z. For instants before it was set, what it would have said had it been right. */
export function deviceWallMs(clock: DeviceClock, nowMs: number): number {
  return Math.floor(clock.setWallMs + runMs(clock, nowMs) + clock.stepMs);
}

/** Sets the clock to the fleet's time, at once; drift goes on from there. A step fault stays on top: it stands for a clock that can't be set. */
export function setDeviceClock(clock: DeviceClock, fleetTimeMs: number, nowMs: number): void {
  clock.setAtMs = nowMs;
  clock.setWallMs = fleetTimeMs;
  clock.aheadMs = 0;
}

/**
 * Brings the clock to the fleet's time without letting it go back: forward at once, back by running a tenth slower until it is right. A clock
 * that is more than 60 s ahead is set back at once.
 * @param fleetTimeMs what the fleet's clock said somewhere in the round trip: half of it ago, and after more than 5 s, as near to the own clock as can be
 * @param roundTripMs from the question to this answer, ms, 0 when nobody asked
 */
export function disciplineClock(clock: DeviceClock, fleetTimeMs: number, roundTripMs: number, nowMs: number): void {
  const ownMs = clock.setWallMs + runMs(clock, nowMs);
  const delayMs = roundTripMs > goodRoundTripMs ? Math.min(Math.max(ownMs - fleetTimeMs, 0), roundTripMs) : roundTripMs / 2;
  setDeviceClock(clock, fleetTimeMs + delayMs, nowMs);
  const aheadMs = ownMs - clock.setWallMs;
  if (aheadMs > 0 && aheadMs <= longestSlewMs) clock.aheadMs = aheadMs;
}

/** Changes the drift from now on without a jump. */
export function setClockDrift(clock: DeviceClock, driftPpm: number, nowMs: number): void {
  const ranMs = (nowMs - clock.setAtMs) * (1 + clock.driftPpm / 1_000_000);
  clock.aheadMs = remainingMs(clock, ranMs);
  clock.setWallMs += ranMs;
  clock.setAtMs = nowMs;
  clock.driftPpm = driftPpm;
}

/** What the clock shows beyond setWallMs, ms. */
function runMs(clock: DeviceClock, nowMs: number): number {
  const ranMs = (nowMs - clock.setAtMs) * (1 + clock.driftPpm / 1_000_000);
  return ranMs + remainingMs(clock, ranMs);
}

/** How far the clock still has to fall back after it ran for so long, ms. */
function remainingMs(clock: DeviceClock, ranMs: number): number {
  return clock.aheadMs === 0 ? 0 : Math.max(0, clock.aheadMs - slewShare * ranMs);
}
