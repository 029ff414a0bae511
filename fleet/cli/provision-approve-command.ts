import type { CommandContext } from './command-spec.ts';
import { decide } from './pending-decision.ts';

/** fleet provision approve */
export function run(context: CommandContext): Promise<number> {
  return decide(context, 'approve');
}
