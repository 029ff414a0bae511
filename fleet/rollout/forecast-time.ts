/** How long waves take: pure figures. All spans in ms. */
import type { AttemptRecord, PlanDispatch, PlanWave, RolloutPlan } from '#fleet/domain/index.js';
import { isOpen, nextOpening, openTime } from './window-logic.ts';

/** How long one device takes from its offer until it is confirmed. */
export interface AttemptTime {
  readonly expectedMs: number;
  /** Of that, until it has all bytes. */
  readonly downloadMs: number;
  /** Earlier updates that it was measured by; 0: it is assumed. */
  readonly measured: number;
  /** With all its deadlines and all its tries. */
  readonly longestMs: number;
}

/** What a device is taken to receive while nothing was measured, bytes a second. */
const assumedBytesPerSecond = 32_768;
/** Install, reboot and confirm while nothing was measured. */
const assumedInstallMs = 120_000;
/** The settings of a device that is there. */
const assumedSettingsMs = 30_000;
/** Newest updates that are looked at. */
const measuredAttempts = 200;
const minuteMs = 60_000;
/** Beyond that the share of open time is as good as the windows one by one. */
const walkedMs = 14 * 86_400_000;

/** @param ended attempts that are over, newest first @param bytes that a device takes on the average */
export function attemptTime(plan: RolloutPlan, ended: readonly AttemptRecord[], bytes: number): AttemptTime {
  const { deadlines, retries } = plan;
  const isRelease = plan.subject.type === 'release';
  const oneMs = deadlines.offerMs + deadlines.confirmMs + (isRelease ? deadlines.downloadMs + deadlines.installMs : 0);
  const longestMs = oneMs * (1 + retries.others) + retries.waitMs * retries.others;
  if (!isRelease) return { expectedMs: assumedSettingsMs, downloadMs: 0, measured: 0, longestMs };
  const done = ended.filter(({ state }) => state === 'updated').slice(0, measuredAttempts);
  const wholeMs = medianOf(done.map(({ steps, endedAtMs }) => endedAtMs - (stepOf(steps, 'offered') ?? endedAtMs)));
  const storingMs = medianOf(done.map(({ steps }) => (stepOf(steps, 'installing') ?? 0) - (stepOf(steps, 'downloading') ?? 0)));
  if (wholeMs > 0) return { expectedMs: wholeMs, downloadMs: Math.min(wholeMs, Math.max(0, storingMs)), measured: done.length, longestMs };
  const downloadMs = Math.round((bytes / assumedBytesPerSecond) * 1_000);
  return { expectedMs: downloadMs + assumedInstallMs, downloadMs, measured: 0, longestMs };
}

/** When a unit was in a state first, ms; undefined: never. */
function stepOf(steps: AttemptRecord['steps'], state: AttemptRecord['state']): number | undefined {
  return steps.find((step) => step.state === state)?.atMs;
}

/** 0 of none. */
function medianOf(spans: readonly number[]): number {
  return spans.toSorted((one, other) => one - other)[Math.floor(spans.length / 2)] ?? 0;
}

/** What one wave has to do. */
export interface WaveWork {
  readonly wave: PlanWave;
  /** Devices that are offered it, from 0. */
  readonly offers: number;
  /** There are devices that can't be offered anything now, which its dispatch waits for. */
  readonly waits: boolean;
  readonly bytes: number;
  /** Attempts that may be open at once. */
  readonly inFlight: number;
  /** Of the plan and of the manager, the smaller one; 0: none. */
  readonly bytesPerSecond: number;
  readonly startMs: number;
}

/** From the start of a wave until its gates decide: likely, and when all deadlines are used up. Nobody knows how long an operator thinks: manual gates take no time. */
export function waveTime(
  plan: RolloutPlan,
  work: WaveWork,
  attempt: AttemptTime,
): { readonly expectedMs: number; readonly longestMs: number } {
  const { wave, offers, inFlight, bytes, bytesPerSecond, startMs } = work;
  const rateMs = dispatchTime(plan.dispatch, offers, attempt.expectedMs);
  const bytesMs = bytesPerSecond === 0 ? 0 : Math.round((bytes / bytesPerSecond) * 1_000);
  const batches = Math.ceil(offers / inFlight);
  const lastOfferMs = Math.max(rateMs, bytesMs, Math.max(0, batches - 1) * attempt.expectedMs);
  const openMs = offers === 0 ? 0 : overWindows(plan, startMs, lastOfferMs) + attempt.expectedMs;
  const holdMs = Math.max(0, ...wave.gates.map((gate) => (gate.type === 'health' ? gate.holdMs : 0)));
  const { longestClosedMinutes, share } = openTime(plan.windows);
  const longestLastMs = Math.max(rateMs, bytesMs, batches * attempt.longestMs) / share + longestClosedMinutes * minuteMs;
  return {
    expectedMs: Math.max(openMs, work.waits ? wave.patienceMs : 0) + wave.soakMs,
    longestMs: Math.round(Math.max(longestLastMs, 0) + wave.patienceMs + wave.soakMs + holdMs),
  };
}

/** From the first offer until so many are out. */
function dispatchTime(dispatch: PlanDispatch, offers: number, attemptMs: number): number {
  if (offers <= 0) return 0;
  if (dispatch.type === 'constant') return Math.round(((offers - 1) / dispatch.perMinute) * minuteMs);
  const { basePerMinute, factor, every, mostPerMinute } = dispatch;
  const step = 'attempted' in every ? every.attempted : every.updated;
  // Where the rate waits for devices that are through, each step waits for the last one of the step before.
  const lagMs = 'attempted' in every ? 0 : attemptMs;
  let rate = Math.min(basePerMinute, mostPerMinute);
  let left = offers - 1;
  let totalMs = 0;
  while (left > step && rate < mostPerMinute) {
    totalMs += (step / rate) * minuteMs + lagMs;
    left -= step;
    rate = Math.min(rate * factor, mostPerMinute);
  }
  return Math.round(totalMs + (left / rate) * minuteMs);
}

/** From a start until windows were open for so long; with nothing to wait for, until one opens. */
function overWindows({ windows, timeZone }: Pick<RolloutPlan, 'windows' | 'timeZone'>, startMs: number, openMs: number): number {
  if (windows.length === 0) return openMs;
  let atMs = nextOpening(windows, timeZone, startMs);
  let left = openMs;
  while (left > 0 && atMs < startMs + walkedMs) {
    if (isOpen(windows, timeZone, atMs)) {
      const partMs = Math.min(left, minuteMs - (atMs % minuteMs));
      left -= partMs;
      atMs += partMs;
    } else atMs = nextOpening(windows, timeZone, atMs);
  }
  return Math.round(atMs - startMs + left / openTime(windows).share);
}
