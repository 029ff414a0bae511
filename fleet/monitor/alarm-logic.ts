/** How the condition of one rule stands on one device. Holding times are measured in the times of the device's readings. */
export interface ConditionState {
  /** pending: true, not yet for holdMs. clearing: to be cleared, not yet for clearHoldMs. */
  readonly phase: 'normal' | 'pending' | 'active' | 'clearing';
  /** Time of the reading that began a pending or clearing phase, ms. */
  readonly sinceMs: number;
}

/** Holding times of a rule. */
export interface HoldTimes {
  readonly holdMs: number;
  readonly clearHoldMs: number;
}

/** What one evaluation says. undefined: can not be told, which changes nothing. */
export interface ConditionReading {
  readonly when: boolean | undefined;
  readonly clear: boolean | undefined;
  /** Time of the reading, ms. */
  readonly atMs: number;
}

/** The condition after a reading, and whether it was raised or cleared by it. */
export interface ConditionStep {
  readonly state: ConditionState;
  readonly effect: 'none' | 'raise' | 'clear';
}

export const normalCondition: ConditionState = { phase: 'normal', sinceMs: 0 };
const activeCondition: ConditionState = { phase: 'active', sinceMs: 0 };

/** One reading. While `when` holds nothing is cleared, whatever `clear` says: a rule whose two halves overlap does not flap. */
export function stepCondition(state: ConditionState, reading: ConditionReading, hold: HoldTimes): ConditionStep {
  const { when, clear, atMs } = reading;
  switch (state.phase) {
    case 'normal':
    case 'pending': {
      if (when === undefined) return { state, effect: 'none' };
      if (!when) return { state: normalCondition, effect: 'none' };
      const sinceMs = state.phase === 'pending' ? state.sinceMs : atMs;
      if (atMs - sinceMs >= hold.holdMs) return { state: activeCondition, effect: 'raise' };
      return { state: { phase: 'pending', sinceMs }, effect: 'none' };
    }
    case 'active':
    case 'clearing': {
      if (when === undefined || clear === undefined) return { state, effect: 'none' };
      if (when || !clear) return { state: activeCondition, effect: 'none' };
      const sinceMs = state.phase === 'clearing' ? state.sinceMs : atMs;
      if (atMs - sinceMs >= hold.clearHoldMs) return { state: normalCondition, effect: 'clear' };
      return { state: { phase: 'clearing', sinceMs }, effect: 'none' };
    }
  }
}
