import { exitCodes } from '#proto/kit/index.js';
import { printSteps } from './bulk.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { printObject } from './render.ts';
import type { View } from './view.ts';
import { showList, showObject } from './watch.ts';

const operationView: View = {
  kind: 'OperationList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'ORDER', field: 'summary' },
    { header: 'DEVICES', field: 'devices', as: 'count' },
    { header: 'DONE', field: 'done', as: 'count' },
    { header: 'UNCHANGED', field: 'unchanged', as: 'count' },
    { header: 'FAILED', field: 'failed', as: 'count' },
    { header: 'STARTED', field: 'startedAt', as: 'time' },
    { header: 'BY', field: 'by' },
  ],
};

/** fleet operation list|get|cancel */
export async function run(context: CommandContext): Promise<number> {
  const { input, spec } = context;
  const api = await openApi(context);
  if (spec.path === 'operation list') return showList(context, operationView, () => api.page('/v1/operations', {}));
  const path = `/v1/operations/${encodeURIComponent(input.argument(0))}`;
  if (spec.path === 'operation cancel') {
    await printObject(context, operationView, await api.post(`${path}/cancel`, { reason: input.text('reason') ?? '' }));
    return exitCodes.ok;
  }
  if (!input.flag('steps')) return showObject(context, operationView, () => api.get(path));
  await printSteps(context, api, await api.get(path));
  return exitCodes.ok;
}
