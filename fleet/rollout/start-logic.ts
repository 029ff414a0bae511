/** The devices of a rollout: chosen when it starts, or when they come later. */
import type { RolloutPageRecord, RolloutPlan, RolloutRecord } from '#fleet/domain/index.js';
import { layPages } from './member-pages.ts';
import { candidatesOf, type RolloutContext } from './rollout-context.ts';
import { fail } from './rollout-errors.ts';
import { stratumOf } from './strata-logic.ts';
import { planWaves, type WaveCandidate, type WaveShare } from './wave-planner.ts';

/** Its devices in waves, as pages. Throws E2706, E2710, E18xx. */
export function choosePages(
  context: Pick<RolloutContext, 'devices' | 'compileSelector' | 'limits'>,
  { plan }: RolloutRecord,
): RolloutPageRecord[] {
  const { rolloutDevices } = context.limits;
  const candidates: WaveCandidate[] = [];
  for (const device of candidatesOf(context, plan)) {
    candidates.push({ id: device.id, stratum: stratumOf(device, plan.strata) });
    if (candidates.length <= rolloutDevices) continue;
    throw fail('E2706', { message: `the selector of rollout ${plan.name} names more than ${rolloutDevices} devices` });
  }
  if (candidates.length === 0) {
    const exclude = plan.exclude === '' ? '' : ` without ${plan.exclude}`;
    throw fail('E2710', { message: `no active device fits ${plan.selector}${exclude}` });
  }
  return layPages(plan.name, candidates, planWaves(candidates, sharesOf(context, plan), plan.seed), plan.seed);
}

function sharesOf({ devices, compileSelector }: Pick<RolloutContext, 'devices' | 'compileSelector'>, plan: RolloutPlan): WaveShare[] {
  return plan.waves.map(({ share }) => {
    if (share.type !== 'selector') return share;
    const selector = compileSelector(share.selector);
    return {
      type: 'chosen',
      isChosen: (id) => {
        const device = devices.get(id);
        return device !== undefined && selector.matches(device);
      },
    };
  });
}
