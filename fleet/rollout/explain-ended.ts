/** A device of a rollout that is over: what was counted at its end stays, whatever the device does since, and nothing waits for anything any more. */
import type { ExplainStep, RolloutBucket, RolloutRecord } from '#fleet/domain/index.js';
import { runsSubject } from './bucket-rules.ts';
import type { MemberFacts } from './device-stages.ts';
import { waitingBuckets } from './member-flags.ts';
import { stopOf } from './rollout-sentence.ts';
import { momentText } from './verdict-text.ts';

/** A member of a rollout that is over, and where it was counted at its end. */
export interface EndedMember extends MemberFacts {
  readonly kept: RolloutBucket;
  /** In words. */
  readonly keptWord: string;
}

const underWay: ReadonlySet<RolloutBucket> = new Set(['offered', 'downloading', 'installing', 'rebooting', 'unconfirmed']);

/** "was aborted by alice at 2026-01-02T00:00Z: wrong file". */
export function abortedText(record: RolloutRecord): string {
  const stop = stopOf(record);
  if (stop === undefined) return `was aborted at ${momentText(record.endedAtMs)}`;
  return `was aborted by ${stop.by} at ${momentText(stop.atMs)}${stop.reason === '' ? '' : `: ${stop.reason}`}`;
}

/** Why a device of an aborted rollout has what it has. */
export function abortedVerdict(member: EndedMember): string {
  return `rollout ${member.record.plan.name} ${abortedText(member.record)}; ${fateText(member)}; ${runsText(member)}`;
}

/** What was counted at the end of a completed rollout, and what came later; undefined: nothing did. */
export function changedSince({ record, kept, keptWord, rule, facts }: EndedMember): string | undefined {
  if (record.state !== 'completed' || kept === rule.bucket) return undefined;
  const { name } = record.plan;
  return `${keptWord} in rollout ${name} when it was completed at ${momentText(record.endedAtMs)}; since then: ${rule.why(facts)}`;
}

/** The abort itself, as what decided; what stood against the device before that is told behind it, and waits no more. */
export function abortedSteps({ record, rule }: MemberFacts, stages: readonly ExplainStep[]): ExplainStep[] {
  const { name } = record.plan;
  const stop = stopOf(record);
  const told = stages.map((step): ExplainStep => {
    const isOpen = underWay.has(rule.bucket) || step.outcome === 'ok' || !(waitingBuckets.has(rule.bucket) || rule.bucket === 'superseded');
    return isOpen ? step : { ...step, outcome: 'notReached', next: '' };
  });
  const abort: ExplainStep = {
    name: 'rollout',
    outcome: 'bad',
    measured: `the rollout ${abortedText(record)}`,
    limit: 'the rollout runs',
    setBy: stop?.by ?? 'system',
    sinceMs: stop?.atMs ?? record.endedAtMs,
    // It stays aborted: what goes on is another rollout, made from its plan.
    next: `fleet rollout get ${name} --plan`,
    details: {},
  };
  return [abort, ...told];
}

function fateText({ facts, rule, kept, keptWord }: EndedMember): string {
  if (underWay.has(rule.bucket)) return `it finishes what it began: ${rule.why(facts)}`;
  const isAttempted = facts.member?.isAttempted === true;
  if (runsSubject(facts)) return isAttempted ? 'it has what was brought, and keeps it' : `it was ${keptWord} then, and has it all the same`;
  const isKnown = kept === rule.bucket || rule.bucket === 'pending' || facts.device === undefined;
  const since = isKnown ? '' : `; since then: ${rule.why(facts)}`;
  if (waitingBuckets.has(kept) || kept === 'superseded') {
    const failed = facts.member?.failures.length === 0 ? 'was offered it and told to stop' : 'was offered it and failed';
    const offered = isAttempted ? failed : 'was offered nothing';
    return `it was ${keptWord} then, ${offered} and is offered nothing by it any more${since}`;
  }
  return kept === rule.bucket ? `${keptWord}: ${rule.why(facts)}` : `it was ${keptWord} then${since}`;
}

function runsText({ device }: EndedMember): string {
  if (device === undefined) return 'the fleet has no such device any more';
  const isAway = device.presence === 'offline' || device.presence === 'never';
  const version = device.firmwareVersion || 'an unknown version';
  const image = device.imageConfirmed ? 'confirmed' : 'on trial';
  return isAway ? `it ran ${version}, ${image}, when it was heard last` : `it runs ${version}, ${image}`;
}
