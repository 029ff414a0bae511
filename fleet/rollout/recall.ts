import type { RolloutMemberRecord } from '#fleet/domain/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { hasOpenTry } from './member-logic.ts';
import { isStale, judgeMember } from './member-turn.ts';
import { membersPerTurn, ordersPerTurn } from './rollout-limits.ts';
import type { Run } from './run.ts';

/**
 * Takes open tries back.
 * @param reach `untold`: only orders that their devices were not told of; `unswitched`: all that are not past the switch of slots. Ways back stay
 * @param isFinal ways back are taken back too: nothing at all is to be offered any more
 * @returns false when some could not be taken back: it is to be tried again
 */
export async function recallTries(run: Run, reach: 'untold' | 'unswitched', isFinal: boolean, reason: string): Promise<boolean> {
  const { members, context } = run;
  let isDone = true;
  const finish = async (batch: readonly Promise<boolean>[]): Promise<void> => {
    if ((await Promise.all(batch)).includes(false)) isDone = false;
  };
  let batch: Promise<boolean>[] = [];
  let judged = 0;
  for (const [index, before] of [...members.records()]) {
    if (!hasOpenTry(before) || run.recalled.get(index) === before.tries) continue;
    if (judged > 0 && judged % membersPerTurn === 0) await context.yieldTurn();
    judged += 1;
    judgeMember(run, index, context.clock.wallMs());
    const { standing } = run.facts;
    const member = members.recordAt(index);
    if (member === undefined || standing.type !== 'open') continue;
    if (standing.isPastSwitch || (reach === 'untold' && standing.wasOffered) || (member.goal === 'back' && !isFinal)) continue;
    batch.push(recallOne(run, index, member, reason));
    if (batch.length < ordersPerTurn) continue;
    await finish(batch);
    batch = [];
  }
  await finish(batch);
  return isDone;
}

/** Takes orders back that their devices were not told of and are not to be told now; they are made again when they may be. */
export async function recallStale(run: Run): Promise<void> {
  const { members, context, stale } = run;
  for (const index of [...stale].slice(0, ordersPerTurn)) {
    judgeMember(run, index, context.clock.wallMs());
    stale.delete(index);
    const member = members.recordAt(index);
    if (member === undefined || !isStale(run.facts) || run.recalled.get(index) === member.tries) continue;
    await recallOne(run, index, member, `rollout ${run.name}: held, or out of its window, before it was told`);
  }
}

async function recallOne(run: Run, index: number, member: RolloutMemberRecord, reason: string): Promise<boolean> {
  try {
    await run.subject.recall(member, reason);
    run.recalled.set(index, member.tries);
    run.counters.recalled += 1;
    return true;
  } catch (error) {
    if (!isSeatrialError(error)) throw error;
    // It is tried again with the next sweep.
    run.context.log.warn('a try of a rollout could not be taken back', {
      rollout: run.name,
      device: member.deviceId,
      error: messageOf(error),
    });
    return false;
  } finally {
    run.dirty.add(index);
  }
}
