import type { CommandContext } from './command-spec.ts';
import { decide } from './pending-decision.ts';

/** fleet provision reject */
export function run(context: CommandContext): Promise<number> {
  return decide(context, 'reject');
}
