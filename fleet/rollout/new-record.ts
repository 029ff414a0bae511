import type { Actor, RolloutPlan, RolloutRecord } from '#fleet/domain/index.js';

/** What a new rollout has in common with all others. */
const blank = {
  revision: 1,
  resumeTo: '',
  wave: 0,
  waveStartedAtMs: 0,
  soakStartedAtMs: 0,
  approvals: [],
  changes: [],
  keys: [],
  verdicts: [],
  passed: [],
  promoted: [],
  evidence: {},
  startedAtMs: 0,
  endedAtMs: 0,
} as const;

/** The record of a rollout that was just made. @param source the file of its plan, as it was given */
export function newRecord(plan: RolloutPlan, source: string, number: number, nowMs: number, by: Actor): RolloutRecord {
  const state = plan.approval === undefined ? 'draft' : 'awaitingApproval';
  const step = { atMs: nowMs, state, wave: '', by: by.name, reason: by.reason } as const;
  return { ...blank, plan, source, number, state, steps: [step], createdAtMs: nowMs, createdBy: by.name };
}
