import { Gauge } from 'prom-client';
import type { Manager } from '#fleet/domain/index.js';
import type { MetricPage } from './metric-page.ts';

/** Rollouts on the page of metrics: the same buckets that the API and the command line show. */
export function addRolloutMetrics({ rollouts }: Pick<Manager, 'rollouts'>, page: MetricPage): void {
  page.gauges('rollouts', 'Rollouts by state', 'state', () => rollouts.counters.byState);
  const buckets: Gauge<string> = new Gauge({
    name: 'seatrial_rollout_devices',
    help: 'Devices of rollouts that are not over, or have devices at work still, by bucket: each device is in exactly one',
    labelNames: ['rollout', 'bucket'],
    registers: [page.registry],
    collect: () => {
      buckets.reset();
      for (const [rollout, counts] of Object.entries(rollouts.counters.buckets)) {
        for (const [bucket, count] of Object.entries(counts)) buckets.set({ rollout, bucket }, count);
      }
    },
  });
  page.counter('rollout_orders', 'Orders that rollouts made', () => rollouts.counters.ordered);
  page.counter('rollout_recalls', 'Orders that rollouts took back', () => rollouts.counters.recalled);
  page.counter('rollout_decisions', 'Times that the gates of a rollout were judged', () => rollouts.counters.decisions);
  page.counter('rollout_verdicts_bad', 'Verdicts of gates that were bad', () => rollouts.counters.verdictsBad);
  page.counters('rollouts_stopped', 'Rollouts that a gate stopped, by what it did', 'action', () => rollouts.counters.stoppedBy);
}
