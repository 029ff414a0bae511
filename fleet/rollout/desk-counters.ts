import type { BucketCounts, GateAction, RolloutCounters, RolloutState } from '#fleet/domain/index.js';
import type { EngineShelf } from './engine-shelf.ts';
import type { RolloutBook } from './rollout-book.ts';
import { isOver } from './rollout-logic.ts';

/** What rollouts count: gauges as they stand, the rest since the start of the manager. */
export function countersOf(book: RolloutBook, shelf: EngineShelf): RolloutCounters {
  const byState: Partial<Record<RolloutState, number>> = {};
  const buckets: Record<string, BucketCounts> = {};
  for (const name of book.names()) {
    const state = shelf.get(name)?.run.record.state ?? book.get(name)?.state;
    if (state !== undefined) byState[state] = (byState[state] ?? 0) + 1;
  }
  const sums = { ordered: 0, recalled: 0, decisions: 0, verdictsBad: 0 };
  const stoppedBy: Partial<Record<GateAction, number>> = {};
  for (const { name, record, members, counters } of shelf.runs()) {
    if (!isOver(record.state) || members.flagged('inFlight') > 0) buckets[name] = members.buckets();
    sums.ordered += counters.ordered;
    sums.recalled += counters.recalled;
    sums.decisions += counters.decisions;
    sums.verdictsBad += counters.verdictsBad;
    for (const [action, count] of Object.entries(counters.stoppedBy)) {
      stoppedBy[action as GateAction] = (stoppedBy[action as GateAction] ?? 0) + count;
    }
  }
  return { byState, buckets, ...sums, stoppedBy };
}
