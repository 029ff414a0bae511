import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { printList, printObject } from './render.ts';
import type { View } from './view.ts';
import { showList, showObject } from './watch.ts';

const groupView: View = {
  kind: 'GroupList',
  name: 'name',
  columns: [
    { header: 'NAME', field: 'name' },
    { header: 'SELECTOR', field: 'selector' },
    { header: 'REVISION', field: 'revision', as: 'count' },
    { header: 'USED BY', field: 'usedBy' },
    { header: 'BANDWIDTH', field: 'updateBytesPerSecond', as: 'bytes' },
    { header: 'TITLE', field: 'title' },
  ],
};
const clauseView: View = {
  kind: 'SelectorClauseList',
  name: 'clause',
  columns: [
    { header: 'CLAUSE', field: 'clause' },
    { header: 'HOLDS', field: 'holds', as: 'state' },
    { header: 'MEASURED', field: 'measured' },
  ],
};
const memberView: View = { kind: 'DeviceNameList', name: 'id', columns: [{ header: 'ID', field: 'id' }] };

/** fleet group create|list|get|set|delete|preview */
export async function run(context: CommandContext): Promise<number> {
  const { input, spec } = context;
  const name = input.argument(0);
  const path = `/v1/groups/${encodeURIComponent(name)}`;
  const reason = input.text('reason') ?? '';
  const selector = input.text('selector');
  const title = input.text('title');
  const updateBytesPerSecond = input.count('bandwidth', 0, 10_000_000_000);
  const revision = input.count('ifRevision', 1, Number.MAX_SAFE_INTEGER);
  switch (spec.path) {
    case 'group list':
      return showList(context, groupView, async () => (await openApi(context)).page('/v1/groups', {}));
    case 'group get':
      return showObject(context, groupView, async () => (await openApi(context)).get(path));
    case 'group create':
      if (selector === undefined) throw cliError('E2003', { message: 'a group is a selector: --selector is missing' });
      return change(context, '/v1/groups', { name, selector, title, updateBytesPerSecond, reason });
    case 'group set':
      if (selector === undefined && title === undefined && updateBytesPerSecond === undefined)
        throw cliError('E2003', { message: 'neither --selector nor --title nor --bandwidth is given' });
      return change(context, `${path}/set`, { selector, title, updateBytesPerSecond, revision, reason });
    case 'group delete':
      return change(context, `${path}/remove`, { revision, reason });
    default:
      return preview(context, path);
  }
}

/** Says how many devices a changed group has now: its blast radius. */
async function change(context: CommandContext, path: string, body: Item): Promise<number> {
  const api = await openApi(context);
  const group = await api.post(path, body);
  if (!path.endsWith('/remove')) {
    const { members } = await api.get(`/v1/groups/${cellText(group.name)}/preview`, { limit: 1 });
    context.terminal.err(`group ${cellText(group.name)} has ${cellText(members)} devices now\n`);
  }
  await printObject(context, groupView, group);
  return exitCodes.ok;
}

async function preview(context: CommandContext, path: string): Promise<number> {
  const { input, terminal } = context;
  const limit = input.count('limit', 1, 1_000) ?? 20;
  const id = input.text('device');
  const found = await (await openApi(context)).get(`${path}/preview`, { limit, device: id });
  const device = found.device as { readonly matches: boolean; readonly clauses: Item[] } | null;
  if (device === null) {
    const names = found.names as string[];
    terminal.err(`${cellText(found.name)} (${cellText(found.selector)}): ${cellText(found.members)} devices match now\n`);
    await printList(
      context,
      memberView,
      names.map((name) => ({ id: name })),
      { total: Number(found.members) },
    );
    return names.length === 0 ? exitCodes.nothingMatched : exitCodes.ok;
  }
  terminal.err(`${id} ${device.matches ? 'is' : 'is not'} in ${cellText(found.name)} (${cellText(found.selector)})\n`);
  await printList(context, clauseView, device.clauses, { total: device.clauses.length });
  return exitCodes.ok;
}
