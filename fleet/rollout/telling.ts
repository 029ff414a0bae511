/** Whether a device may be told of an attempt now: asked at the moment of telling, which may be long after the order was made. */
import type { AttemptRecord } from '#fleet/domain/index.js';
import type { EngineShelf } from './engine-shelf.ts';
import type { RolloutContext } from './rollout-context.ts';
import { isGoingBack, isRunning } from './rollout-logic.ts';
import { isOpen, timeZoneOf } from './window-logic.ts';

/**
 * Why a device that has not answered the offer of an attempt is not to be told of it now.
 * @returns empty: it may be told, as of every attempt that is no rollout's
 */
export function whyUntold(shelf: EngineShelf, context: RolloutContext, { rollout, deviceId, id }: AttemptRecord): string {
  const run = shelf.get(rollout)?.run;
  const member = run?.members.recordAt(run.members.indexOf(deviceId));
  // While it is read back after a restart, nothing is known against it.
  if (run === undefined || member === undefined) return '';
  const { plan, state } = run.record;
  const hold = context.holds.of(deviceId);
  if (hold !== undefined) return `rollout ${rollout}: a ${hold.type} was set before it answered`;
  // The way back is an emergency: it waits for no window.
  if (member.goal === 'back' && member.attemptId === id) return isGoingBack(state) ? '' : `rollout ${rollout} is ${state}`;
  if (!isRunning(state)) return `rollout ${rollout} is ${state}`;
  if (plan.windows.length === 0) return '';
  const zone = timeZoneOf(plan, context.devices.get(deviceId)?.labels ?? {});
  return isOpen(plan.windows, zone, context.clock.wallMs()) ? '' : `rollout ${rollout}: its window closed before it answered`;
}
