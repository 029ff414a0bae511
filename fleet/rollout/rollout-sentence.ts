import type { BucketCounts, GateVerdict, RolloutRecord, RolloutStep, RolloutSums } from '#fleet/domain/index.js';
import { isLastWave } from './rollout-logic.ts';
import { causesText, countOf, countText, momentText, spanText } from './verdict-text.ts';

/** What the sentence about a rollout is made of: parts of a RolloutView. */
export interface SentenceFacts {
  readonly nowMs: number;
  readonly record: RolloutRecord;
  /** Of the whole rollout; before the start all are 0. */
  readonly buckets: BucketCounts;
  readonly sums: RolloutSums;
  /** Devices that still run the subject. */
  readonly left: number;
  /** Failed ones by cause. */
  readonly causes: Readonly<Record<string, number>>;
  /** Of the wave that runs. */
  readonly wave: { readonly devices: number; readonly taken: number; readonly sums: RolloutSums };
  /** Devices of the whole rollout that another one has. */
  readonly taken: number;
}

/** How a rollout stands, in one plain sentence with measured values. */
export function rolloutSentence(facts: SentenceFacts): string {
  const { record, buckets, nowMs } = facts;
  const { plan, state } = record;
  switch (state) {
    case 'draft':
      return 'a draft: nothing was offered to any device';
    case 'awaitingApproval':
      return `waits for approval: ${approvalText(record)}`;
    case 'scheduled':
      return `starts by itself at ${momentText(plan.startAtMs)}, in ${spanText(plan.startAtMs - nowMs)}`;
    case 'dispatching':
      return `${waveText(record)} is being offered: ${progressText(facts)}`;
    case 'soaking': {
      const leftMs = record.soakStartedAtMs + (plan.waves[record.wave]?.soakMs ?? 0) - nowMs;
      return `${waveText(record)} soaks ${spanText(leftMs)} more: ${progressText(facts)}`;
    }
    case 'deciding': {
      const open = openGate(record.verdicts);
      if (open === undefined && plan.membership === 'dynamic' && isLastWave(record)) {
        return `${waveText(record)} stays open for devices that join, until fleet rollout promote ${plan.name} --full: ${progressText(facts)}`;
      }
      return open === undefined
        ? `${waveText(record)} is decided: ${progressText(facts)}`
        : `${waveText(record)} waits for gate ${open.gate}: ${open.summary}`;
    }
    case 'paused':
      return `paused ${stopText(record)}`;
    case 'halted':
      return `halted ${stopText(record)}`;
    case 'rollingBack':
      return `goes back, ${stopText(record)}; ${backText(facts)}`;
    case 'rolledBack':
      return `went back, ${stopText(record)}; ${backText(facts)}`;
    case 'completed':
      return `completed in ${spanText(record.endedAtMs - record.startedAtMs)}: ${endText(facts)}`;
    case 'aborted':
      return `aborted ${stopText(record)}${facts.sums.attempted === 0 ? '; no device was offered it' : `; ${countText(buckets.updated + buckets.soaking)} devices run it`}`;
  }
}

/** "1 of 2 approvals by an admin". */
export function approvalText({ plan, approvals }: RolloutRecord): string {
  if (plan.approval === undefined) return 'none is needed';
  return `${approvals.length} of ${countOf(plan.approval.approvals, 'approval')} by ${plan.approval.role === 'admin' ? 'an admin' : 'an operator'}`;
}

/** "wave canary (1 of 4)". */
export function waveText({ plan, wave }: RolloutRecord): string {
  return `wave ${plan.waves[wave]?.name ?? ''} (${wave + 1} of ${plan.waves.length})`;
}

/** The step that stopped a rollout, or sent it back. */
export function stopOf({ state, steps }: RolloutRecord): RolloutStep | undefined {
  const isBack = state === 'rolledBack';
  return steps.findLast((step) => step.state === state || (isBack && step.state === 'rollingBack' && step.by !== 'system'));
}

/** The gate that a wave waits for: the first that is bad, else the first that is not good. */
export function openGate(verdicts: readonly GateVerdict[]): GateVerdict | undefined {
  return verdicts.find(({ outcome }) => outcome === 'bad') ?? verdicts.find(({ outcome }) => outcome === 'waiting');
}

function stopText(record: RolloutRecord): string {
  const step =
    record.state === 'rolledBack' ? (record.steps.findLast(({ state }) => state === 'rollingBack') ?? stopOf(record)) : stopOf(record);
  if (step === undefined) return '';
  const where = step.wave === '' ? '' : ` in wave ${step.wave}`;
  return `by ${step.by}${where}${step.reason === '' ? '' : `: ${step.reason}`}`;
}

function progressText({ record, wave }: SentenceFacts): string {
  const { attempted, updated, failed, failing, inFlight } = wave.sums;
  const again = failing === 0 ? '' : `, ${countText(failing)} failed and have tries left`;
  return `${countText(attempted)} of ${countText(wave.devices)} attempted, ${countText(updated)} updated, ${countText(failed)} failed${again}, ${countText(inFlight)} in flight${wave.taken === 0 ? '' : `, ${takenText(wave.taken, record.takers)} for as long as that wants them`}`;
}

/** "9 left to rollout r-2". */
export function takenText(devices: number, takers: readonly string[] = []): string {
  const who = takers.length === 0 ? 'another rollout' : `rollout${takers.length === 1 ? '' : 's'} ${takers.join(', ')}`;
  return `${countText(devices)} left to ${who}`;
}

function backText({ buckets, left }: SentenceFacts): string {
  return `${countOf(buckets.rolledBack, 'device')} back on what they ran before, ${countText(left)} still run it`;
}

function endText({ record, sums, causes, buckets, taken }: SentenceFacts): string {
  const failed = sums.failed === 0 ? 'none failed' : `${countText(sums.failed)} failed (${causesText(new Map(Object.entries(causes)))})`;
  const left = taken === 0 ? '' : `; ${takenText(taken, record.takers)}`;
  const others = buckets.superseded - taken;
  const other = others <= 0 ? '' : `; ${countText(others)} superseded: something newer runs there, or other settings are wanted`;
  return `${countText(sums.updated)} of ${countOf(sums.devices, 'device')} updated, ${failed}${left}${other}`;
}
