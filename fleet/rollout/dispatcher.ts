/** Orders of a rollout: who is offered something now, within rate, flight and bytes, and the making of the orders once their tries are stored. */
import type { RolloutMemberRecord, RolloutState } from '#fleet/domain/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { rateOf, refill, refillBytes, waitForBytes, waitForToken } from './dispatch-logic.ts';
import { blankMember, withTry } from './member-logic.ts';
import { judgeMember } from './member-turn.ts';
import { inFlightLimit } from './plan-rules.ts';
import { membersPerTurn, ordersPerTurn, refusedOrderMs } from './rollout-limits.ts';
import { isGoingBack, isRunning } from './rollout-logic.ts';
import type { Run } from './run.ts';
import type { BeforeFacts } from './subject.ts';

/** What the choice came to. */
export interface Choice {
  /** When more can be ordered though nothing happens, ms from now; undefined: when something happens. */
  readonly waitMs: number | undefined;
}

/** Gives members that are ready their next try, in the order of wave and lot; the tries are to be stored, then performed. */
export function chooseOrders(run: Run, nowMs: number): Choice {
  const { members, record } = run;
  const { plan } = record;
  const perMinute = rateOf(plan.dispatch, { attempted: members.flagged('attempted'), updated: members.flagged('updated') });
  run.tokens = refill(run.tokens, perMinute, nowMs);
  const room = new Room(run, nowMs);
  // As its window closes, all who waited for their turn are not ready any more at once.
  let looks = membersPerTurn;
  for (let index = members.nextReady(0); index >= 0 && members.waveAt(index) <= record.wave; index = members.nextReady(index + 1)) {
    if (!room.isFree) return { waitMs: room.waitMs };
    const waitMs = waitForToken(run.tokens, perMinute);
    if (waitMs > 0) return { waitMs };
    if (looks === 0) return { waitMs: 0 };
    looks -= 1;
    if (!judgeMember(run, index, nowMs).isReady) continue;
    const { need } = run.facts;
    if (need?.type !== 'wants') continue;
    run.tokens = { ...run.tokens, tokens: run.tokens.tokens - 1 };
    takeOrder(run, index, need, nowMs);
    room.take(need.release, run.facts.device?.imageDigest ?? '');
  }
  return { waitMs: undefined };
}

/** Orders what was chosen and is stored; what may not be ordered any more keeps its try for later. */
export async function performOrders(run: Run): Promise<void> {
  await Promise.all([...run.ordering].map((index) => performOrder(run, index)));
}

async function performOrder(run: Run, index: number): Promise<void> {
  const { clock, log } = run.context;
  const member = run.members.recordAt(index);
  try {
    if (member === undefined || run.waitingVerbs > 0 || !mayOrder(run.record.state, member.goal)) return;
    const { configurationVersion } = await run.subject.order(member);
    run.counters.ordered += 1;
    const now = run.members.recordAt(index) as RolloutMemberRecord;
    run.keep(index, { ...now, configurationVersion, orderedAtMs: clock.wallMs() });
  } catch (error) {
    if (!isSeatrialError(error) || member === undefined) throw error;
    run.subject.refresh();
    const now = run.members.recordAt(index) as RolloutMemberRecord;
    run.keep(index, { ...now, notBeforeMs: clock.wallMs() + refusedOrderMs, message: messageOf(error).slice(0, 500) });
    log.debug('an order of a rollout was refused', {
      rollout: run.name,
      device: member.deviceId,
      code: error.code,
      error: messageOf(error),
    });
  } finally {
    run.ordering.delete(index);
    judgeMember(run, index, clock.wallMs());
  }
}

function mayOrder(state: RolloutState, goal: RolloutMemberRecord['goal']): boolean {
  return goal === 'back' ? isGoingBack(state) : isRunning(state);
}

/** Gives a member its next try; it is to be stored, then performed. */
export function takeOrder(
  run: Run,
  index: number,
  order: { readonly goal: RolloutMemberRecord['goal']; readonly release: string },
  nowMs: number,
): void {
  const { members, record, subject, facts } = run;
  const member = members.recordAt(index) ?? blankMember(run.name, members.idAt(index));
  const before: BeforeFacts = facts.device === undefined ? member : subject.before(facts.device);
  run.keep(index, withTry(member, { name: run.name, number: record.number }, order, before));
  run.ordering.add(index);
  judgeMember(run, index, nowMs);
}

/** Room for further orders: of a turn, in flight, and of the budget of bytes. */
export class Room {
  readonly #run: Run;
  #orders = ordersPerTurn;
  #flight: number;

  constructor(run: Run, nowMs: number) {
    const { members, record } = run;
    this.#run = run;
    this.#flight = inFlightLimit(record.plan, members.size) - members.flagged('inFlight');
    const { bytesPerSecond } = record.plan.limits;
    if (bytesPerSecond > 0) run.byteTokens = refillBytes(run.byteTokens, bytesPerSecond, nowMs);
  }

  get isFree(): boolean {
    return this.#orders > 0 && this.#flight > 0 && this.#bytesWaitMs === 0;
  }

  /** When there is room again by itself. */
  get waitMs(): number | undefined {
    if (this.#orders === 0) return 0;
    return this.#flight > 0 && this.#bytesWaitMs > 0 ? this.#bytesWaitMs : undefined;
  }

  take(release: string, runsDigest: string): void {
    this.#orders -= 1;
    this.#flight -= 1;
    const { plan } = this.#run.record;
    if (plan.limits.bytesPerSecond === 0 || release === '') return;
    const found = this.#run.context.releases.find(release);
    const isDelta = plan.subject.type === 'release' && plan.subject.delta !== 'never';
    const delta = isDelta ? found?.deltas.find(({ baseDigest }) => baseDigest === runsDigest) : undefined;
    const bytes = delta?.bytes ?? found?.contentBytes ?? 0;
    this.#run.byteTokens = { ...this.#run.byteTokens, tokens: this.#run.byteTokens.tokens - bytes };
  }

  get #bytesWaitMs(): number {
    const { bytesPerSecond } = this.#run.record.plan.limits;
    return bytesPerSecond === 0 ? 0 : waitForBytes(this.#run.byteTokens, bytesPerSecond);
  }
}
