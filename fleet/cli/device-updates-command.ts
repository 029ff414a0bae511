import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import type { Item } from './field-paths.ts';
import { printList } from './render.ts';
import { attemptStepView, attemptView } from './update-views.ts';

/** fleet device updates */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const api = await openApi(context);
  const device = input.optionalArgument(0);
  const rollout = input.text('rollout');
  const path = device === undefined ? '/v1/attempts' : `/v1/devices/${encodeURIComponent(device)}/updates`;
  const { items, next } = await api.pages(path, rollout === undefined ? {} : { rollout }, input.count('limit', 1, 100_000) ?? 100);
  if (input.flag('steps')) {
    const steps = items.flatMap((item) => (item.steps as Item[]).map((step) => ({ attempt: item.id, release: item.release, ...step })));
    await printList(context, attemptStepView, steps);
  } else await printList(context, attemptView, items, { next });
  return exitCodes.ok;
}
