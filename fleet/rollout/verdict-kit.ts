import type { GateVerdict, PlanGate } from '#fleet/domain/index.js';
import type { GateFacts } from './gate-facts.ts';
import { spanText } from './verdict-text.ts';

/** A gate of one kind. */
export type KindOfGate<Type extends PlanGate['type']> = Extract<PlanGate, { readonly type: Type }>;

/** What a gate found, before it is known since when. */
export type Judgement = Omit<GateVerdict, 'gate' | 'wave' | 'sinceMs'>;

/** How far the soak of a wave is. */
export interface SoakState {
  readonly isOver: boolean;
  /** Ms since its end; below 0: it is not over. -Infinity: it has not begun. */
  readonly pastMs: number;
  /** "soaks 3 h more", "devices are still being offered it"; when it is over: "the soak is over". */
  readonly text: string;
}

/** How far the soak is. */
export function soakOf({ nowMs, wave }: GateFacts): SoakState {
  if (wave.soakStartedAtMs === 0) return { isOver: false, pastMs: Number.NEGATIVE_INFINITY, text: 'its wave is still being offered it' };
  const pastMs = nowMs - wave.soakStartedAtMs - wave.soakMs;
  return { isOver: pastMs >= 0, pastMs, text: pastMs >= 0 ? 'the soak is over' : `it soaks ${spanText(-pastMs)} more` };
}

/** The command that lets a wave through. */
export function promoteCommand({ rollout }: Pick<GateFacts, 'rollout'>): string {
  return `fleet rollout promote ${rollout} -m WHY`;
}

/** Who set a limit that an operator changed: "than the 4 % that alice set". Empty when it is the plan's. */
export function changedBy({ change }: GateFacts): string {
  return change === undefined ? '' : ` that ${change.by} set`;
}
