import { hookEventFields } from '#fleet/expr/index.js';
import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { confirm } from './confirm.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { printList, printObject } from './render.ts';
import { checkSecretIsKept, keepSecret } from './secret-sink.ts';
import { readSecret } from './secret-source.ts';
import type { View } from './view.ts';
import { showList, showObject } from './watch.ts';

const hookView: View = {
  kind: 'HookList',
  name: 'name',
  columns: [
    { header: 'NAME', field: 'name' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'WAITING', field: 'waiting', as: 'count' },
    { header: 'DELIVERED', field: 'delivered', as: 'count' },
    { header: 'DROPPED', field: 'dropped', as: 'count' },
    { header: 'ON', field: 'on' },
  ],
  wide: [
    { header: 'URL', field: 'url' },
    { header: 'LAST ANSWER', field: 'answer' },
    { header: 'OLDEST WAITING', field: 'oldestWaitingMs', as: 'duration' },
  ],
};
const deliveryView: View = {
  kind: 'HookDeliveryList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'ATTEMPTS', field: 'attempts', as: 'count' },
    { header: 'ANSWER', field: 'answer' },
    { header: 'CREATED', field: 'createdAt', as: 'time' },
    { header: 'EVENTS', field: 'events', as: 'count' },
    { header: 'SUMMARY', field: 'summary' },
  ],
};
const testView: View = { kind: 'HookTest', name: 'id', columns: [] };
const fieldView: View = {
  kind: 'HookFieldList',
  name: 'name',
  columns: [
    { header: 'NAME', field: 'name' },
    { header: 'TYPE', field: 'type' },
    { header: 'WHAT', field: 'description' },
  ],
};

/** fleet hook create|list|get|test|pause|resume|delete|deliveries|fields */
export async function run(context: CommandContext): Promise<number> {
  const { input, spec } = context;
  const path = `/v1/hooks/${encodeURIComponent(input.argument(0))}`;
  const body = { reason: input.text('reason') ?? '' };
  switch (spec.path) {
    case 'hook create':
      return create(context, body.reason);
    case 'hook list':
      return showList(context, hookView, async () => (await openApi(context)).page('/v1/hooks', {}));
    case 'hook get':
      return showObject(context, hookView, async () => (await openApi(context)).get(path));
    case 'hook test':
      return test(context, path, body);
    case 'hook deliveries': {
      const limit = input.count('limit', 1, 10_000) ?? 100;
      return showList(context, deliveryView, async () => (await openApi(context)).pages(`${path}/deliveries`, {}, limit));
    }
    case 'hook fields': {
      const fields = hookEventFields.map(({ name, type, description }): Item => ({ name, type, description }));
      await printList(context, fieldView, fields, { total: fields.length });
      return exitCodes.ok;
    }
    case 'hook delete':
      return remove(context, path, body);
    default:
      await printObject(context, hookView, await (await openApi(context)).post(`${path}/${spec.path.split(' ')[1]}`, body));
      return exitCodes.ok;
  }
}

async function create(context: CommandContext, reason: string): Promise<number> {
  const { input, terminal } = context;
  const url = input.text('to');
  const on = input.text('on');
  if (url === undefined || on === undefined) throw cliError('E2003', { message: `${url === undefined ? '--to' : '--on'} is missing` });
  const file = input.text('secretFile');
  const secret = file === undefined ? undefined : await readSecret(file, terminal);
  if (secret === undefined) checkSecretIsKept(context);
  else if (input.text('secretOut') !== undefined) throw cliError('E2003', { message: '--secret-file and --secret-out exclude each other' });
  const api = await openApi(context);
  const ask = () => api.post('/v1/hooks', { name: input.argument(0), url, on, secret, reason });
  // A secret that its owner brought is not shown back.
  const { recent, secret: shown, ...hook } = secret === undefined ? await keepSecret(context, ask) : await ask();
  const { entries, wanted, causes } = recent as { entries: number; wanted: number; causes: number };
  terminal.err(`of the newest ${entries} entries of the timeline it would have told of ${wanted}, of ${causes} causes\n`);
  await printObject(context, hookView, secret === undefined && shown !== undefined ? { ...hook, secret: shown } : hook);
  return exitCodes.ok;
}

async function test(context: CommandContext, path: string, body: Item): Promise<number> {
  const outcome = await (await openApi(context)).post(`${path}/test`, body, 330_000);
  await printObject(context, testView, outcome);
  if (outcome.delivered === true) return exitCodes.ok;
  context.terminal.err(`hook ${cellText(outcome.name)}: the receiver did not take it: ${cellText(outcome.answer)}\n`);
  return exitCodes.failed;
}

async function remove(context: CommandContext, path: string, body: Item): Promise<number> {
  const api = await openApi(context);
  const hook = await api.get(path);
  const name = context.input.argument(0);
  await confirm(context, name, [`manager: ${api.url}`, `deletes hook ${name}; ${cellText(hook.waiting)} messages that wait go with it`]);
  await printObject(context, hookView, await api.post(`${path}/remove`, body));
  return exitCodes.ok;
}
