import type { RolloutForecast, RolloutPlan, RolloutRecord } from '#fleet/domain/index.js';
import { type ForecastSources, forecastSteps } from './forecast.ts';
import { busyWith, rivalOf } from './rival-logic.ts';
import { allDevices, type RolloutContext } from './rollout-context.ts';
import type { Run } from './run.ts';
import { runInTurns } from './steps.ts';

/** Attempts that are over that a forecast learns from. */
const learnedAttempts = 500;

/**
 * What a plan would do to the fleet as it is now.
 * @param runs rollouts that are there
 */
export function forecastOf(context: RolloutContext, plan: RolloutPlan, runs: () => Iterable<Run>): Promise<RolloutForecast> {
  const { clock, releases, holds, feed, updates, monitor, compileSelector, subjectOf, bytesPerSecond } = context;
  const nowMs = clock.wallMs();
  // As if it was started now, behind all others.
  const record: Pick<RolloutRecord, 'plan' | 'startedAtMs' | 'number'> = { plan, startedAtMs: nowMs, number: Number.MAX_SAFE_INTEGER };
  const sources: ForecastSources = {
    nowMs,
    devices: () => allDevices(context),
    compileSelector,
    subject: subjectOf(record),
    releaseOf: (id) => releases.find(id),
    holdOf: (deviceId) => holds.of(deviceId),
    missedWakeUps: (deviceId) => feed.missedWakeUps(deviceId),
    rivalOver: (deviceId) => rivalOf(deviceId, record, runs()),
    busyWith: (deviceId) => {
      const open = updates.openOf(deviceId);
      return open === undefined ? busyWith(deviceId, record, runs()) : `attempt ${open.id} (${open.release}, ${open.state})`;
    },
    endedAttempts: () => updates.list({ limit: learnedAttempts }).filter(({ endedAtMs }) => endedAtMs > 0),
    signalsOf: (deviceKey) => monitor.latest(deviceKey).map(({ signal }) => signal),
    bytesPerSecond,
  };
  return runInTurns(forecastSteps(plan, sources), context.yieldTurn);
}
