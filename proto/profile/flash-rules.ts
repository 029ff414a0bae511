import type { z } from 'zod';
import { flashPlanOf, type flashSchema } from './flash-plan.ts';
import type { RuleBreak } from './public-rules.ts';

/** Blocks of one slot at most: what a device counts the wear of. */
const slotBlocks = 65_536;

/** What contradicts itself in a flash. */
export function flashBreaks(flash: z.infer<typeof flashSchema>): RuleBreak[] {
  const { slotBytes, eraseBlockBytes, writeUnitBytes } = flashPlanOf(flash);
  const breaks: RuleBreak[] = [];
  if (slotBytes % eraseBlockBytes !== 0)
    breaks.push({
      path: ['flash', 'slotBytes'],
      message: `a slot of ${slotBytes} bytes is no multiple of its erase blocks of ${eraseBlockBytes}`,
    });
  if (slotBytes / eraseBlockBytes < 2 || slotBytes / eraseBlockBytes > slotBlocks)
    breaks.push({
      path: ['flash', 'slotBytes'],
      message: `a slot has ${Math.floor(slotBytes / eraseBlockBytes)} erase blocks, not 2 to ${slotBlocks}`,
    });
  if (writeUnitBytes > eraseBlockBytes)
    breaks.push({
      path: ['flash', 'writeUnitBytes'],
      message: `a write unit of ${writeUnitBytes} bytes is larger than an erase block of ${eraseBlockBytes}`,
    });
  return breaks;
}
