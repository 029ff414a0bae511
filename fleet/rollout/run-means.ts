import { type CohortDevice, cohortMeans, cohortSignals } from './cohort-means.ts';
import type { CohortMeans } from './gate-facts.ts';
import { waveOf } from './rollout-logic.ts';
import type { Run } from './run.ts';

/** Means of the signals that the gates of the wave ask for; undefined: they ask for none. */
export function meansOf(run: Run): CohortMeans | undefined {
  const { record, members, context } = run;
  const signals = cohortSignals(waveOf(record).gates);
  if (signals.size === 0) return undefined;
  const updated: CohortDevice[] = [];
  const waiting: CohortDevice[] = [];
  for (let index = 0; index < members.size; index += 1) {
    const isUpdated = members.has(index, 'updated');
    if (!isUpdated && !members.has(index, 'control')) continue;
    const device = context.devices.get(members.idAt(index));
    if (device === undefined) continue;
    const sinceMs = isUpdated ? (members.recordAt(index)?.updatedAtMs ?? 0) : record.waveStartedAtMs;
    (isUpdated ? updated : waiting).push({ deviceKey: device.key, sinceMs });
  }
  return cohortMeans({ updated, waiting }, signals, (deviceKey) => context.monitor.latest(deviceKey), record.plan.seed);
}
