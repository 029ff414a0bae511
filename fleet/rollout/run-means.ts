import { type Cohort, cohortMeans, cohortSignals } from './cohort-means.ts';
import type { CohortMeans } from './gate-facts.ts';
import { waveOf } from './rollout-logic.ts';
import type { Run } from './run.ts';

/** Means of the signals that the gates of the wave ask for; undefined: they ask for none. */
export function meansOf(run: Run): CohortMeans | undefined {
  const { record, members, context } = run;
  const signals = cohortSignals(waveOf(record).gates);
  if (signals.size === 0) return undefined;
  const updated: number[] = [];
  const waiting: number[] = [];
  for (let index = 0; index < members.size; index += 1) {
    if (members.has(index, 'updated')) updated.push(index);
    else if (members.has(index, 'control')) waiting.push(index);
  }
  const cohort = (indices: readonly number[], sinceMs: (member: number) => number): Cohort => ({
    size: indices.length,
    deviceAt: (index) => {
      const member = indices[index] as number;
      const device = context.devices.get(members.idAt(member));
      return device && { deviceKey: device.key, sinceMs: sinceMs(member) };
    },
  });
  const cohorts = {
    updated: cohort(updated, (member) => members.recordAt(member)?.updatedAtMs ?? 0),
    waiting: cohort(waiting, () => record.waveStartedAtMs),
  };
  return cohortMeans(cohorts, signals, (deviceKey) => context.monitor.latest(deviceKey), record.plan.seed);
}
