import type { PlanGate } from '#fleet/domain/index.js';
import type { GateFacts } from './gate-facts.ts';
import type { KindOfGate } from './verdict-kit.ts';

/** Gates and facts for tests: a wave of 1,000 attempted devices in the middle of its soak, where nothing is wrong. */

/** 2026-01-01T12:00Z. */
export const noonMs = 1_767_268_800_000;
const hourMs = 3_600_000;

/** Facts with the changed ones. */
export function factsOf(changes: Partial<GateFacts> = {}): GateFacts {
  return {
    rollout: 'r-42',
    nowMs: noonMs,
    wave: { name: 'canary', startedAtMs: noonMs - 8 * hourMs, soakStartedAtMs: noonMs - 6 * hourMs, soakMs: 24 * hourMs },
    sums: { devices: 1_000, attempted: 1_000, failures: [], failing: 0, left: 9_000 },
    ends: [],
    silence: { strata: [], lastControlShare: undefined },
    health: undefined,
    healthHours: 6,
    means: undefined,
    promotion: undefined,
    change: undefined,
    before: undefined,
    ...changes,
  };
}

/** The same facts at the end of the soak, or so long after it. */
export function afterSoak(facts: GateFacts, pastMs = 0): GateFacts {
  return { ...facts, nowMs: facts.wave.soakStartedAtMs + facts.wave.soakMs + pastMs };
}

/** A gate of each kind; changed by the caller. */
export const gates: { readonly [Type in PlanGate['type']]: KindOfGate<Type> } = {
  threshold: {
    type: 'threshold',
    name: 'failed',
    of: ['failed', 'rejected', 'rolledBack', 'silent'],
    causes: [],
    abovePercent: 2,
    minimum: 10,
    absolute: false,
    onBad: 'halt',
  },
  consecutive: { type: 'consecutive', name: 'in-a-row', failures: 3, onBad: 'halt' },
  health: {
    type: 'health',
    name: 'health',
    falseStop: 0.01,
    falsePromotion: 0.05,
    failures: ['crash', 'reboot', 'silence', 'selfTest'],
    countedFailures: 3,
    promotion: 'proven',
    holdMs: 24 * hourMs,
    onBad: 'rollback',
  },
  signal: { type: 'signal', name: 'warm', when: 'updated.tempC <= waiting.tempC + 2.0', minimum: 5, onBad: 'pause' },
  manual: { type: 'manual', name: 'go', role: 'operator' },
};
