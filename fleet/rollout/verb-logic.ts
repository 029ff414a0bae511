/** What operators' verbs make of a record: pure, each throws when it can't be. */
import { hash } from 'node:crypto';
import type { Actor, RaisedLimits, RolloutCall, RolloutChange, RolloutRecord, RolloutVerb } from '#fleet/domain/index.js';
import { goOnCommand } from './next-commands.ts';
import { fail } from './rollout-errors.ts';
import { keptChanges } from './rollout-limits.ts';
import { canStep, changeOf, gateNow, hasRole, isLastWave, isRaise, limitOf, limitText, stepRollout } from './rollout-logic.ts';
import type { RolloutEvent } from './rollout-machine.ts';
import { stateTexts } from './rollout-notes.ts';

const reasonCharacters = 500;
const keyCharacters = 64;

/** Throws E2711 when reason or key are out of their ranges. */
export function checkCall(call: RolloutCall, by: Actor): void {
  if (by.reason.length > reasonCharacters) {
    throw fail('E2711', { message: `the reason has ${by.reason.length} characters, the limit is ${reasonCharacters}` });
  }
  const { key } = call;
  if (key === undefined || (key.length > 0 && key.length <= keyCharacters)) return;
  throw fail('E2711', { message: `the idempotency key has ${key.length} characters, its range is 1 to ${keyCharacters}` });
}

/**
 * Whether the change was made by an earlier call of the same key.
 * @param request what is asked for, as requestOf() says
 * Throws E2716 when the key was used for something else.
 */
export function isRepeated({ keys, plan }: RolloutRecord, key: string | undefined, verb: string, request: string): boolean {
  const known = key === undefined ? undefined : keys.find((one) => one.key === key);
  if (known === undefined) return false;
  const used = `the idempotency key ${key} was used for ${known.verb} of rollout ${plan.name}`;
  if (known.verb !== verb) throw fail('E2716', { message: `${used}, not for ${verb}` });
  // Records of older managers do not say what was asked for.
  if (known.request === undefined || known.request === request) return true;
  throw fail('E2716', { message: `${used}, and what was asked for then was something else` });
}

/** Throws E2716 when a key was used to make another rollout. */
export function checkNewKey(records: Iterable<RolloutRecord>, key: string | undefined, name: string): void {
  if (key === undefined) return;
  for (const { keys, plan } of records) {
    if (plan.name === name || !keys.some((one) => one.key === key && one.verb === 'create')) continue;
    throw fail('E2716', { message: `the idempotency key ${key} was used to make rollout ${plan.name}, not ${name}` });
  }
}

/** What a call asks for, beside its verb, as a short digest: tells a repetition from another request with the same key. */
export function requestOf(asked: unknown): string {
  return hash('sha256', JSON.stringify(asked), 'hex').slice(0, 16);
}

/** Throws E2703 unless the record is at the revision that the caller saw. */
export function checkRevision({ revision, plan, steps }: RolloutRecord, call: RolloutCall): void {
  if (call.revision === undefined || call.revision === revision) return;
  const last = steps.at(-1);
  const since = last === undefined ? '' : `; its newest step: ${stateTexts[last.state]} by ${last.by}`;
  throw fail('E2703', {
    message: `rollout ${plan.name} is at revision ${revision}, not ${call.revision}${since}`,
    next: `fleet rollout status ${plan.name}, then decide again`,
  });
}

/** Throws E2704 when an event of an operator means nothing in the state of a rollout. */
export function checkStep({ plan, state }: RolloutRecord, event: RolloutEvent, verb: RolloutVerb): void {
  if (canStep(state, event)) return;
  throw fail('E2704', {
    message: `rollout ${plan.name} is ${stateTexts[state]}: ${verb} is not possible`,
    next: `fleet rollout status ${plan.name}`,
  });
}

/** The record after an event of an operator. Throws E2704. */
export function stepped(record: RolloutRecord, event: RolloutEvent, verb: RolloutVerb, nowMs: number, by: Actor): RolloutRecord {
  checkStep(record, event, verb);
  return stepRollout(record, event, nowMs, { by: by.name, reason: by.reason }) ?? record;
}

/** Throws E2707 while approvals are missing that the plan asks for. */
export function checkApprovals({ plan, state, approvals }: RolloutRecord): void {
  if (state !== 'awaitingApproval') return;
  throw fail('E2707', {
    message: `rollout ${plan.name} has ${approvals.length} of ${plan.approval?.approvals ?? 1} approvals`,
    next: `fleet rollout approve ${plan.name} -m WHY`,
  });
}

/** Events of verbs, as far as states decide about them. */
const eventOf: Readonly<Record<RolloutVerb, RolloutEvent>> = {
  approve: { type: 'operator.approved', isEnough: true },
  start: { type: 'operator.started', isLater: false },
  pause: { type: 'operator.paused' },
  resume: { type: 'operator.resumed', to: 'dispatching' },
  promote: { type: 'operator.promoted', isLast: false },
  retry: { type: 'operator.retried' },
  abort: { type: 'operator.aborted' },
  rollback: { type: 'operator.rolledBack' },
};

/** Throws E2703, E2704 and E2707 as a verb would: what it would reach is not told where it would be refused whatever it says. */
export function checkVerb(record: RolloutRecord, verb: RolloutVerb, seen: number | undefined): void {
  checkRevision(record, { revision: seen });
  if (verb === 'approve') approvalOf(record);
  if (verb === 'start') checkApprovals(record);
  checkStep(record, eventOf[verb], verb);
}

/** What the plan asks for. Throws E2704 when it asks for no approval. */
function approvalOf({ plan }: RolloutRecord): NonNullable<RolloutRecord['plan']['approval']> {
  if (plan.approval !== undefined) return plan.approval;
  throw fail('E2704', { message: `the plan of rollout ${plan.name} asks for no approval`, next: `fleet rollout status ${plan.name}` });
}

/** An approval. Throws E2704, E2708. */
export function approved(record: RolloutRecord, nowMs: number, by: Actor): RolloutRecord {
  const { name } = record.plan;
  const approval = approvalOf(record);
  if (!hasRole(by, approval.role)) throw fail('E2708', { message: `${by.name} is ${by.role}, the plan asks for ${approval.role}` });
  if (record.approvals.some((one) => one.by === by.name)) {
    throw fail('E2704', {
      message: `${by.name} has approved rollout ${name} already: each approval is by another person`,
      next: `fleet rollout status ${name}`,
    });
  }
  const approvals = [...record.approvals, { by: by.name, atMs: nowMs, reason: by.reason }];
  const isEnough = approvals.length >= approval.approvals;
  return { ...stepped(record, { type: 'operator.approved', isEnough }, 'approve', nowMs, by), approvals };
}

/** It goes on where it stopped, with changed limits. Throws E2704, E2709, E2711, E2713. */
export function resumed(record: RolloutRecord, raise: RaisedLimits, nowMs: number, by: Actor): RolloutRecord {
  const to = record.resumeTo === '' ? 'dispatching' : record.resumeTo;
  const after = stepped(record, { type: 'operator.resumed', to }, 'resume', nowMs, by);
  const changes = Object.entries(raise).map(([gate, limit]) => changed(record, gate, limit, nowMs, by));
  if (record.state === 'halted') {
    if (changes.length === 0 && hasLimit(record)) {
      throw fail('E2709', {
        message: `rollout ${record.plan.name} was halted by ${record.steps.at(-1)?.by ?? 'a gate'}, and no limit is changed`,
        next: goOnCommand(record),
      });
    }
    if (by.reason === '') throw fail('E2711', { message: `rollout ${record.plan.name} was halted: going on needs a reason` });
  }
  return { ...after, changes: [...record.changes, ...changes].slice(-keptChanges) };
}

/** Whether a gate that found the wave bad has a limit that could be changed. */
function hasLimit({ plan, wave, verdicts }: RolloutRecord): boolean {
  const bad = verdicts.filter(({ outcome }) => outcome === 'bad').map(({ gate }) => gate);
  return (plan.waves[wave]?.gates ?? []).some((gate) => bad.includes(gate.name) && limitOf(gate) !== undefined);
}

function changed(record: RolloutRecord, name: string, limit: number, atMs: number, by: Actor): RolloutChange {
  const gates = record.plan.waves.flatMap(({ gates }) => gates);
  const gate = gates.find((one) => one.name === name);
  if (gate === undefined) {
    const names = [...new Set(gates.map((one) => one.name))].join(', ');
    throw fail('E2713', {
      message: `the plan of rollout ${record.plan.name} has no gate ${name.slice(0, 80)}; its gates: ${names || 'none'}`,
    });
  }
  const counts = gateNow(gate, changeOf(record, name));
  if (!isRaise(counts, limit)) {
    const now = limitOf(counts);
    const is = now === undefined ? 'has no limit' : `has the limit ${limitText(gate, now)}`;
    throw fail('E2713', { message: `gate ${name} (${gate.type}) ${is}: ${limit} is no higher one that it can have` });
  }
  return { atMs, by: by.name, reason: by.reason, gate: name, limit, text: `${name}: ${limitText(gate, limit)}` };
}

/** The wave that runs, or all that are left, are let through; of a halted one not without a reason. Throws E2704, E2708, E2711. */
export function promoted(record: RolloutRecord, isAll: boolean, nowMs: number, by: Actor): RolloutRecord {
  const waves = isAll ? record.plan.waves.slice(record.wave) : record.plan.waves.slice(record.wave, record.wave + 1);
  for (const gate of waves.flatMap(({ gates }) => gates)) {
    if (gate.type !== 'manual' || hasRole(by, gate.role)) continue;
    throw fail('E2708', { message: `${by.name} is ${by.role}, gate ${gate.name} asks for ${gate.role}` });
  }
  const after = stepped(record, { type: 'operator.promoted', isLast: isLastWave(record) }, 'promote', nowMs, by);
  if (record.state === 'halted' && by.reason === '') {
    throw fail('E2711', { message: `rollout ${record.plan.name} was halted: letting it through needs a reason` });
  }
  const names = waves.map(({ name }) => name);
  const passed = [...record.promoted, ...names.filter((name) => !record.promoted.includes(name))];
  const wave = isAll && after.state === 'dispatching' ? record.plan.waves.length - 1 : after.wave;
  return { ...after, wave, promoted: passed };
}
