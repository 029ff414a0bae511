import type { Manager } from '#fleet/domain/index.js';
import type { MetricPage } from './metric-page.ts';

/** What hooks do, for /metrics. */
export function addHookMetrics({ hooks }: Pick<Manager, 'hooks'>, page: MetricPage): void {
  page.gauge('hooks_down', 'Hooks whose receiver fails for so long that an alarm was raised', () => hooks.counters.down);
  page.gauge('hook_messages_waiting', 'Messages of hooks that wait', () => hooks.counters.waiting);
  page.gauge('hook_oldest_waiting_seconds', 'Age of the oldest of them', () => hooks.counters.oldestWaitingMs / 1_000);
  page.counter('hook_events', 'Events that a hook wanted, for each hook that did', () => hooks.counters.events);
  page.counters('hook_deliveries', 'Messages delivered, attempts failed, messages dropped', 'outcome', () => {
    const { delivered, failed, dropped } = hooks.counters;
    return { delivered, failed, dropped };
  });
}
