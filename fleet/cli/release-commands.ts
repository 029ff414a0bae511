import { exitCodes } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { applicationChangeView } from './image-views.ts';
import { releaseComparisonView, releaseView } from './release-views.ts';
import { printList, printObject } from './render.ts';
import { showList, showObject } from './watch.ts';

/** fleet release list|get|yank|compare */
export async function run(context: CommandContext): Promise<number> {
  const { input, spec } = context;
  const path = `/v1/releases/${encodeURIComponent(input.argument(0))}`;
  switch (spec.path) {
    case 'release list': {
      const query = { name: input.text('name'), state: input.text('state') };
      return showList(context, releaseView, async () => (await openApi(context)).page('/v1/releases', query));
    }
    case 'release get':
      return showObject(context, releaseView, async () => (await openApi(context)).get(path));
    case 'release yank':
      return yank(context, path);
    default:
      return compare(context);
  }
}

async function yank(context: CommandContext, path: string): Promise<number> {
  const { input, terminal } = context;
  const revision = input.count('ifRevision', 1, Number.MAX_SAFE_INTEGER);
  const release = await (await openApi(context)).post(`${path}/yank`, { revision, reason: input.text('reason') ?? '' });
  terminal.err(`${cellText(release.id)} is taken back; ${cellText(release.devices)} devices run it and keep it\n`);
  await printObject(context, releaseView, release);
  return exitCodes.ok;
}

async function compare(context: CommandContext): Promise<number> {
  const { input, terminal, format } = context;
  const [first, second, device] = [input.argument(0), input.optionalArgument(1), input.text('device')];
  if ((second === undefined) === (device === undefined)) {
    throw cliError('E2003', { message: 'a release is compared with a second one, or with --device', next: 'fleet release compare --help' });
  }
  const query = second === undefined ? { device } : { from: first };
  const found = await (await openApi(context)).get(`/v1/releases/${encodeURIComponent(second ?? first)}/compare`, query);
  if (format !== 'table' || !terminal.outIsTty || input.text('fields') !== undefined) {
    await printObject(context, releaseComparisonView, found);
    return exitCodes.ok;
  }
  const { application, ...summary } = found;
  await printObject(context, releaseComparisonView, summary);
  terminal.out('\n');
  await printList(context, applicationChangeView, application as Item[]);
  return exitCodes.ok;
}
