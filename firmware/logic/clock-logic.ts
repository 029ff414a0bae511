/** A device's own clock: it drifts, is set by the fleet, and can be made wrong by faults. Four numbers, changed in place. */
export interface DeviceClock {
  /** Instant of the host's clock when it was set last, ms. */
  setAtMs: number;
  /** What it was set to, ms since 1970-01-01T00:00Z. */
  setWallMs: number;
  /** How much faster than true time it runs, parts per million, -20,000 to 20,000. */
  driftPpm: number;
  /** A fault that puts it off by so much, whatever it is set to, ms; 0 when none. */
  stepMs: number;
}

/** The device's wall clock, whole ms since 1970-01-01T00:00Z. */
export function deviceWallMs(clock: DeviceClock, nowMs: number): number {
  return Math.floor(clock.setWallMs + (nowMs - clock.setAtMs) * (1 + clock.driftPpm / 1_000_000) + clock.stepMs);
}

/** Sets the clock to the fleet's time; drift goes on from there. A step fault stays on top: it stands for a clock that can't be set. */
export function setDeviceClock(clock: DeviceClock, fleetTimeMs: number, nowMs: number): void {
  clock.setAtMs = nowMs;
  clock.setWallMs = fleetTimeMs;
}

/** Changes the drift from now on without a jump. */
export function setClockDrift(clock: DeviceClock, driftPpm: number, nowMs: number): void {
  clock.setWallMs += (nowMs - clock.setAtMs) * (1 + clock.driftPpm / 1_000_000);
  clock.setAtMs = nowMs;
  clock.driftPpm = driftPpm;
}
