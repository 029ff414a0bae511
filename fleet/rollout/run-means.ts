import { type Cohort, cohortMeans, cohortSignals } from './cohort-means.ts';
import type { CohortMeans } from './gate-facts.ts';
import { isRunning, waveOf } from './rollout-logic.ts';
import type { Run } from './run.ts';
import type { Steps } from './steps.ts';

/** Works out the means of a rollout's cohorts, a part a turn: those before stay until the new ones are whole. */
export class RunMeans {
  readonly #run: Run;
  #steps: Steps<CohortMeans | undefined> | undefined;

  constructor(run: Run) {
    this.#run = run;
  }

  /** Parts are left to do. */
  get isBusy(): boolean {
    return this.#steps !== undefined;
  }

  /** Works them out anew, for the wave that runs now. */
  begin(): void {
    this.#steps = isRunning(this.#run.record.state) ? meansOf(this.#run) : undefined;
    if (this.#steps === undefined) this.#run.means = undefined;
  }

  /** Another wave runs, or its soak is over: means from before say nothing of the devices that its gates ask for. */
  restart(): void {
    this.#run.means = undefined;
    this.begin();
  }

  /** Does one part. */
  go(): void {
    const step = this.#steps?.next();
    if (step?.done !== true) return;
    this.#run.means = step.value;
    this.#steps = undefined;
  }
}

/** Means of the signals that the gates of the wave ask for; undefined: they ask for none. */
function* meansOf(run: Run): Steps<CohortMeans | undefined> {
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
  return yield* cohortMeans(cohorts, signals, (deviceKey) => context.monitor.latest(deviceKey), record.plan.seed);
}
