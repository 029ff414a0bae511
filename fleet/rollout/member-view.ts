import type { RolloutMemberView, RolloutPlan, RolloutRecord, RolloutService } from '#fleet/domain/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { bucketOf } from './bucket-logic.ts';
import type { BucketRule } from './bucket-rules.ts';
import { stoppedText } from './explain-device.ts';
import { pageOf } from './member-pages.ts';
import { judgeMember } from './member-turn.ts';
import { fail } from './rollout-errors.ts';
import { isActive } from './rollout-logic.ts';
import type { Run } from './run.ts';
import { backWhyOf } from './way-back-turn.ts';

/** A page of members, each with why it is where it is. */
export function membersOf(
  run: Run,
  { plan }: RolloutRecord,
  filter: Parameters<RolloutService['members']>[1],
): ReturnType<RolloutService['members']> {
  const wave = waveNumber(plan, filter.wave);
  const { indexes, total, hasMore } = pageOf(run.members, { bucket: filter.bucket, wave, after: filter.after, limit: filter.limit });
  const members = indexes.map((index) => memberView(run, index));
  return { members, total, next: hasMore ? members.at(-1)?.deviceId : undefined };
}

/** Number of a wave by its name; undefined: none is asked for. Throws E2717. */
export function waveNumber({ name, waves }: RolloutPlan, wanted: string | undefined): number | undefined {
  if (wanted === undefined) return undefined;
  const number = waves.findIndex((wave) => wave.name === wanted);
  if (number >= 0) return number;
  const names = waves.map((wave) => wave.name);
  const meant = closestWord(wanted, names);
  const hint = meant === undefined ? `; its waves: ${names.join(', ')}` : `, did you mean ${meant}?`;
  throw fail('E2717', { message: `rollout ${name} has no wave ${wanted.slice(0, 80)}${hint}` });
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
    why: isNow
      ? `${rule.why(facts)}${stoppedText(record, rule)}${backWhyOf(run, run.context.clock.wallMs())}`
      : `as it stood when the rollout ended: ${member?.message || kept}`,
    attemptId: member?.attemptId ?? '',
    tries: member?.tries ?? 0,
    sinceMs: members.sinceAt(index),
  };
}
