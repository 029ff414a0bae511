import type { RolloutMemberRecord } from '#fleet/domain/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { hasOpenTry } from './member-logic.ts';
import { judgeMember } from './member-turn.ts';
import { ordersPerTurn } from './rollout-limits.ts';
import type { Run } from './run.ts';

/**
 * Takes open tries back.
 * @param reach `untold`: only orders that their devices were not told of; `unswitched`: all that are not past the switch of slots. Ways back stay
 * @param isFinal ways back are taken back too: nothing at all is to be offered any more
 */
export async function recallTries(run: Run, reach: 'untold' | 'unswitched', isFinal: boolean, reason: string): Promise<void> {
  const { members, context } = run;
  let batch: Promise<void>[] = [];
  for (let index = 0; index < members.size; index += 1) {
    if (!members.has(index, 'inFlight') && !hasOpenTry(members.recordAt(index))) continue;
    judgeMember(run, index, context.clock.wallMs());
    const { standing } = run.facts;
    const member = members.recordAt(index);
    if (member === undefined || standing.type !== 'open' || run.recalled.get(index) === member.tries) continue;
    if (standing.isPastSwitch || (reach === 'untold' && standing.wasOffered) || (member.goal === 'back' && !isFinal)) continue;
    batch.push(recallOne(run, index, member, reason));
    if (batch.length < ordersPerTurn) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
}

async function recallOne(run: Run, index: number, member: RolloutMemberRecord, reason: string): Promise<void> {
  try {
    await run.subject.recall(member, reason);
    run.recalled.set(index, member.tries);
    run.counters.recalled += 1;
  } catch (error) {
    if (!isSeatrialError(error)) throw error;
    // It is tried again with the next sweep.
    run.context.log.warn('a try of a rollout could not be taken back', {
      rollout: run.name,
      device: member.deviceId,
      error: messageOf(error),
    });
  }
  run.dirty.add(index);
}
