import { Counter, Gauge, type Registry } from 'prom-client';
import type { Manager } from '#fleet/domain/index.js';

/** Rollouts on the page of metrics: the same buckets that the API and the command line show. */
export function addRolloutMetrics({ rollouts }: Pick<Manager, 'rollouts'>, registry: Registry): void {
  const states: Gauge<string> = new Gauge({
    name: 'seatrial_rollouts',
    help: 'Rollouts by state',
    labelNames: ['state'],
    registers: [registry],
    collect: () => {
      states.reset();
      for (const [state, count] of Object.entries(rollouts.counters.byState)) states.set({ state }, count);
    },
  });
  const buckets: Gauge<string> = new Gauge({
    name: 'seatrial_rollout_devices',
    help: 'Devices of rollouts that are not over, by bucket: each device is in exactly one',
    labelNames: ['rollout', 'bucket'],
    registers: [registry],
    collect: () => {
      buckets.reset();
      for (const [rollout, counts] of Object.entries(rollouts.counters.buckets)) {
        for (const [bucket, count] of Object.entries(counts)) buckets.set({ rollout, bucket }, count);
      }
    },
  });
  const counter = (name: string, help: string, read: () => number) => {
    const metric: Counter = new Counter({
      name: `seatrial_${name}_total`,
      help,
      registers: [registry],
      collect: () => {
        metric.reset();
        metric.inc(read());
      },
    });
  };
  counter('rollout_orders', 'Orders that rollouts made', () => rollouts.counters.ordered);
  counter('rollout_recalls', 'Orders that rollouts took back', () => rollouts.counters.recalled);
  counter('rollout_decisions', 'Times that the gates of a rollout were judged', () => rollouts.counters.decisions);
  counter('rollout_verdicts_bad', 'Verdicts of gates that were bad', () => rollouts.counters.verdictsBad);
  const stopped: Counter<string> = new Counter({
    name: 'seatrial_rollouts_stopped_total',
    help: 'Rollouts that a gate stopped, by what it did',
    labelNames: ['action'],
    registers: [registry],
    collect: () => {
      stopped.reset();
      for (const [action, count] of Object.entries(rollouts.counters.stoppedBy)) stopped.inc({ action }, count);
    },
  });
}
