/** What the explanations are made of: from the engines as they stand. */
import type { DeviceView, Explanation, RolloutView } from '#fleet/domain/index.js';
import { rateOf } from './dispatch-logic.ts';
import { type DeviceInRollout, explainDevice } from './explain-device.ts';
import { explainRollout } from './explain-rollout.ts';
import { judgeNow } from './member-view.ts';
import { inFlightLimit } from './plan-rules.ts';
import { countTriable } from './retry-logic.ts';
import { isAbove } from './rival-logic.ts';
import type { RolloutContext } from './rollout-context.ts';
import { isGoingBack, isOver, isRunning } from './rollout-logic.ts';
import type { Run } from './run.ts';
import { type ServedDevice, serviceOf } from './service-tally.ts';
import { backWhyOf, canGoBack, leftText } from './way-back-turn.ts';

/** @param run undefined: it has not started */
export function explainRolloutOf(context: RolloutContext, view: RolloutView, run: Run | undefined): Explanation {
  const nowMs = context.clock.wallMs();
  const service = serviceOf(view.sums.devices, run === undefined ? [] : attemptedOf(run), nowMs);
  const left = run !== undefined && isGoingBack(view.state) ? leftText(run) : '';
  const triable = run === undefined ? 0 : countTriable(run, nowMs);
  return explainRollout({ nowMs, view, service, triable, canGoBack: run !== undefined && canGoBack(run), left });
}

function* attemptedOf(run: Run): Iterable<ServedDevice> {
  for (const [, { isAttempted, deviceId, lostMs = 0, rebootMs = 0 }] of run.members.records()) {
    if (!isAttempted) continue;
    const device = run.context.devices.get(deviceId);
    yield { presence: device?.presence, lastSeenAtMs: device?.lastSeenAtMs ?? 0, lostMs, rebootMs };
  }
}

/** @param runs rollouts that have their devices */
export function explainDeviceOf(context: RolloutContext, deviceId: string, runs: readonly Run[]): Explanation {
  const { clock, devices, holds, updates } = context;
  const device = devices.get(deviceId);
  const open = updates.openOf(deviceId);
  const isOurs = open !== undefined && runs.some(({ name }) => name === open.rollout);
  const sorted = [...runs].sort((a, b) => restOf(a) - restOf(b) || (isAbove(a.record, b.record) ? -1 : 1));
  const running = sorted.filter(({ record }) => !isOver(record.state));
  const ended = sorted.filter(({ record, members }) => isOver(record.state) && members.indexOf(deviceId) >= 0);
  const newest = ended.sort((a, b) => b.record.endedAtMs - a.record.endedAtMs).slice(0, 1);
  return explainDevice({
    nowMs: clock.wallMs(),
    deviceId,
    device,
    hold: holds.of(deviceId),
    openAttempt: open === undefined || isOurs ? '' : `attempt ${open.id} (${open.release}, ${open.state})`,
    rollouts: [...running, ...newest].flatMap((run) => placeOf(run, deviceId, device)),
  });
}

/** Rollouts that offer something explain more than those that rest. */
function restOf({ record: { state } }: Run): number {
  return isRunning(state) ? 0 : state === 'paused' ? 1 : state === 'halted' ? 2 : 3;
}

function placeOf(run: Run, deviceId: string, device: DeviceView | undefined): DeviceInRollout[] {
  const { record, members, context } = run;
  const index = members.indexOf(deviceId);
  if (index >= 0) {
    const rule = judgeNow(run, index);
    const sums = { attempted: members.flagged('attempted'), updated: members.flagged('updated') };
    const turn = {
      inFlight: members.flagged('inFlight'),
      inFlightLimit: inFlightLimit(record.plan, members.size),
      perMinute: rateOf(record.plan.dispatch, sums),
    };
    const backWhy = backWhyOf(run, context.clock.wallMs());
    return [{ record, place: { type: 'member', facts: run.facts, rule, kept: members.bucketAt(index), backWhy, ...turn } }];
  }
  if (device === undefined) return [];
  const selector = context.compileSelector(record.plan.selector);
  if (!selector.matches(device)) return [{ record, place: { type: 'notSelected', clauses: selector.explain(device) } }];
  const excluded = record.plan.exclude === '' ? undefined : context.compileSelector(record.plan.exclude);
  if (excluded?.matches(device) === true) return [{ record, place: { type: 'excluded', clauses: excluded.explain(device) } }];
  return [{ record, place: { type: 'tooLate' } }];
}
