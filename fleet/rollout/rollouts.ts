import type {
  Actor,
  AttemptRecord,
  ConfigurationService,
  ReleaseService,
  RolloutRecord,
  RolloutService,
  Store,
  UpdateService,
} from '#fleet/domain/index.js';
import { ConfigurationSubject } from './configuration-subject.ts';
import { ReleaseSubject } from './release-subject.ts';
import { RolloutBook } from './rollout-book.ts';
import type { RolloutContext } from './rollout-context.ts';
import { RolloutDesk } from './rollout-desk.ts';
import type { Subject } from './subject.ts';

/** What rollouts are made of. */
export interface RolloutParts extends Omit<RolloutContext, 'book' | 'subjectOf' | 'yieldTurn'> {
  /** Left out where time is virtual. */
  readonly yieldTurn?: (() => Promise<void>) | undefined;
  readonly store: Store;
  readonly updates: UpdateService;
  readonly releases: ReleaseService;
  readonly configurations: ConfigurationService;
}

/** Rollouts with their life. */
export interface Rollouts {
  readonly service: RolloutService & {
    /** All kept counts and limits of all rollouts, found out anew: one line a difference; empty when all agree. */
    recount(): string[];
  };
  /** What the plan of a rollout lets its devices take together, bytes a second; 0: no budget, or no such rollout. */
  bytesPerSecondOf(rollout: string): number;
  /** Why a device that has not answered the offer of an attempt is not to be told of it now; empty: it may be. */
  whyUntold(attempt: AttemptRecord): string;
  /** Why a device that has not answered the offer of an attempt is not to be told of it now; empty: it may be. */
  whyUntold(attempt: AttemptRecord): string;
  /** After devices and updates: reads rollouts back, and goes on with those that were under way. */
  start(): Promise<void>;
  /** Writes what waits. */
  stop(): Promise<void>;
}

/** Makes the parts and ties them together. */
export function createRollouts(parts: RolloutParts): Rollouts {
  const context: RolloutContext = {
    ...parts,
    yieldTurn: parts.yieldTurn ?? (() => Promise.resolve()),
    book: new RolloutBook(parts.store),
    subjectOf: (record) => subjectOf(parts, record),
  };
  const desk = new RolloutDesk(context);
  return {
    service: desk,
    bytesPerSecondOf: (rollout) => context.book.get(rollout)?.plan.limits.bytesPerSecond ?? 0,
    whyUntold: (attempt) => desk.whyUntold(attempt),
    start: () => desk.open(),
    stop: () => desk.close(),
  };
}

function subjectOf(parts: RolloutParts, { plan, number }: Pick<RolloutRecord, 'plan' | 'number'>): Subject {
  const by: Actor = { name: `rollout ${plan.name}`, role: 'admin', reason: plan.title || `rollout ${plan.name}` };
  const rollout = { name: plan.name, number, plan, by };
  return plan.subject.type === 'release' ? new ReleaseSubject(parts, rollout) : new ConfigurationSubject(parts, rollout);
}
