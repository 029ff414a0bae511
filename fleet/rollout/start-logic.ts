/** The devices of a rollout: chosen when it starts. */
import type { RolloutPageRecord, RolloutRecord } from '#fleet/domain/index.js';
import { pageLayingSteps } from './member-pages.ts';
import { candidateSteps, type RolloutContext } from './rollout-context.ts';
import { fail } from './rollout-errors.ts';
import type { Steps } from './steps.ts';
import { stratumOf } from './strata-logic.ts';
import { lotOf, lotOrder, type WaveCandidate, waveSteps } from './wave-planner.ts';
import { WaveShares } from './wave-shares.ts';

/** Its devices in waves, as pages. Throws E2706, E2710, E18xx. */
export function* pageSteps(
  context: Pick<RolloutContext, 'devices' | 'compileSelector' | 'limits'>,
  { plan }: RolloutRecord,
): Steps<RolloutPageRecord[]> {
  const { rolloutDevices } = context.limits;
  const candidates: WaveCandidate[] = [];
  const shares = new WaveShares(plan, context.compileSelector);
  yield* candidateSteps(context, plan, (device) => {
    if (candidates.length >= rolloutDevices) {
      throw fail('E2706', { message: `the selector of rollout ${plan.name} names more than ${rolloutDevices} devices` });
    }
    candidates.push({ id: device.id, stratum: stratumOf(device, plan.strata), lot: lotOf(plan.seed, device.id) });
    shares.look(device);
  });
  if (candidates.length === 0) {
    const exclude = plan.exclude === '' ? '' : ` without ${plan.exclude}`;
    throw fail('E2710', { message: `no active device fits ${plan.selector}${exclude}` });
  }
  yield;
  const order = lotOrder(candidates, plan.seed);
  yield;
  const waves = yield* waveSteps(candidates, shares.all, order);
  yield;
  return yield* pageLayingSteps(plan.name, candidates, waves, plan.seed, 0, order);
}
