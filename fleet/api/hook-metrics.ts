import { Counter, Gauge, type Registry } from 'prom-client';
import type { Manager } from '#fleet/domain/index.js';

/** What hooks do, for /metrics. */
export function addHookMetrics({ hooks }: Pick<Manager, 'hooks'>, registry: Registry): void {
  const gauge = (name: string, help: string, read: () => number) => {
    const metric: Gauge = new Gauge({ name: `seatrial_${name}`, help, registers: [registry], collect: () => metric.set(read()) });
  };
  gauge('hooks_down', 'Hooks whose receiver fails for so long that an alarm was raised', () => hooks.counters.down);
  gauge('hook_messages_waiting', 'Messages of hooks that wait', () => hooks.counters.waiting);
  gauge('hook_oldest_waiting_seconds', 'Age of the oldest of them', () => hooks.counters.oldestWaitingMs / 1_000);
  const events: Counter = new Counter({
    name: 'seatrial_hook_events_total',
    help: 'Events that a hook wanted, for each hook that did',
    registers: [registry],
    collect: () => {
      events.reset();
      events.inc(hooks.counters.events);
    },
  });
  const deliveries: Counter<string> = new Counter({
    name: 'seatrial_hook_deliveries_total',
    help: 'Messages delivered, attempts failed, messages dropped',
    labelNames: ['outcome'],
    registers: [registry],
    collect: () => {
      deliveries.reset();
      const { delivered, failed, dropped } = hooks.counters;
      for (const [outcome, count] of Object.entries({ delivered, failed, dropped })) deliveries.inc({ outcome }, count);
    },
  });
}
