/** Where the members of a rollout were counted when it was over: kept, so that a restart tells the same of it as the day it ended. */
import type { RolloutEndRecord, RolloutRecord } from '#fleet/domain/index.js';
import type { MemberBook } from './member-book.ts';
import { membersPerPage } from './member-pages.ts';
import { isActive } from './rollout-logic.ts';

/** One page of it. */
export function endOf(members: MemberBook, { plan, revision }: Pick<RolloutRecord, 'plan' | 'revision'>, page: number): RolloutEndRecord {
  const from = page * membersPerPage;
  const indexes = Array.from({ length: Math.min(membersPerPage, members.size - from) }, (_, at) => from + at);
  return {
    rollout: plan.name,
    page,
    revision,
    buckets: indexes.map((index) => members.bucketAt(index)),
    flags: indexes.map((index) => members.flagsAt(index)),
    causes: indexes.map((index) => members.causeAt(index) ?? null),
    sincesMs: indexes.map((index) => members.sinceAt(index)),
  };
}

/**
 * Puts members where they were counted at the end.
 * @param ends in any order
 * @returns false when the rollout is not over, or its end is not known as a whole: nothing was changed
 */
export function restoreEnds(
  members: MemberBook,
  record: Pick<RolloutRecord, 'state' | 'revision'>,
  ends: readonly RolloutEndRecord[],
): boolean {
  const known = ends.filter(({ revision }) => revision === record.revision);
  const places = known.reduce((sum, { buckets }) => sum + buckets.length, 0);
  if (isActive(record.state) || known.length === 0 || places !== members.size) return false;
  for (const { page, buckets, flags, causes, sincesMs } of known) {
    for (const [at, bucket] of buckets.entries()) {
      const place = { bucket, isReady: false };
      members.place(page * membersPerPage + at, place, flags[at] as number, causes[at] ?? undefined, sincesMs[at] as number);
    }
  }
  return true;
}
