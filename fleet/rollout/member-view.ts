import type { RolloutMemberView, RolloutRecord, RolloutService } from '#fleet/domain/index.js';
import { bucketOf } from './bucket-logic.ts';
import type { BucketRule } from './bucket-rules.ts';
import { stoppedText } from './explain-device.ts';
import { pageOf } from './member-pages.ts';
import { judgeMember } from './member-turn.ts';
import { isActive } from './rollout-logic.ts';
import type { Run } from './run.ts';

/** A page of members, each with why it is where it is. */
export function membersOf(
  run: Run,
  { plan }: RolloutRecord,
  filter: Parameters<RolloutService['members']>[1],
): ReturnType<RolloutService['members']> {
  const wave = filter.wave === undefined ? undefined : plan.waves.findIndex(({ name }) => name === filter.wave);
  if (wave === -1) return { members: [], total: 0, next: undefined };
  const { indexes, total, hasMore } = pageOf(run.members, { bucket: filter.bucket, wave, after: filter.after, limit: filter.limit });
  const members = indexes.map((index) => memberView(run, index));
  return { members, total, next: hasMore ? members.at(-1)?.deviceId : undefined };
}

/** Looks at a member as it stands now: what was counted at the end of a rollout stays. */
export function judgeNow(run: Run, index: number): BucketRule {
  const nowMs = run.context.clock.wallMs();
  return isActive(run.record.state) ? judgeMember(run, index, nowMs) : bucketOf(run.facts.look(index, nowMs));
}

/** One member as it stands now. */
function memberView(run: Run, index: number): RolloutMemberView {
  const { members, record, facts } = run;
  const kept = members.bucketAt(index);
  const rule = judgeNow(run, index);
  const isNow = rule.bucket === members.bucketAt(index);
  const member = members.recordAt(index);
  return {
    deviceId: members.idAt(index),
    wave: record.plan.waves[members.waveAt(index)]?.name ?? '',
    bucket: members.bucketAt(index),
    why: isNow ? `${rule.why(facts)}${stoppedText(record, rule)}` : `as it stood when the rollout ended: ${member?.message || kept}`,
    attemptId: member?.attemptId ?? '',
    tries: member?.tries ?? 0,
    sinceMs: members.sinceAt(index),
  };
}
