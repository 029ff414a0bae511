/** One device or many: what commands that take NAME|SELECTOR share. */
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { confirm } from './confirm.ts';
import { cellText, type Item } from './field-paths.ts';
import { printList } from './render.ts';
import type { View } from './view.ts';

/** Time between two looks at a running operation, ms. */
const lookEveryMs = 250;
/** Devices named before an order to many. */
const shownNames = 5;

/** Whom a command is for. */
export type Target =
  | { readonly type: 'device'; readonly id: string }
  | { readonly type: 'many'; readonly selector: string; readonly all: boolean };

/** A bare word names one device, everything else is a selector; with --all the first argument belongs to what follows. */
export function targetOf(context: CommandContext): { readonly target: Target; readonly words: readonly string[] } {
  const { input } = context;
  const first = input.optionalArgument(0);
  const rest = input.rest(1);
  if (input.flag('all')) return { target: { type: 'many', selector: '', all: true }, words: first === undefined ? rest : [first, ...rest] };
  if (first === undefined)
    throw cliError('E2003', { message: 'neither a device nor a selector is given', next: `fleet ${context.spec.path} --help` });
  if (first.trim() === '') throw cliError('E2003', { message: 'the selector is empty', next: `fleet ${context.spec.path} --all` });
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(first)) return { target: { type: 'many', selector: first, all: false }, words: rest };
  for (const name of ['max', 'rate', 'stopAfter']) {
    if (input.text(name) !== undefined)
      throw cliError('E2003', { message: `"${first}" names one device: --max, --rate and --stop-after go with a selector` });
  }
  return { target: { type: 'device', id: first }, words: rest };
}

/**
 * Gives an order to many devices: plans, tells the blast radius, begins, follows to the end.
 * @param irrevocable consequences to be confirmed first; left out for what can be undone
 * @returns the operation when it is over, undefined when nobody waits for it, and the exit code
 */
export async function orderMany(
  context: CommandContext,
  api: ApiClient,
  target: Extract<Target, { type: 'many' }>,
  order: Readonly<Record<string, unknown>>,
  irrevocable?: readonly string[],
): Promise<{ readonly operation: Item | undefined; readonly code: number }> {
  const { input, terminal } = context;
  const body = {
    order,
    ...(target.all ? { all: true } : { selector: target.selector }),
    max: input.count('max', 1, 10_000) ?? 10,
    ratePerSecond: input.number('rate', 0.01, 1_000) ?? 10,
    stopAfter: input.count('stopAfter', 1, 10_000) ?? 5,
    reason: input.text('reason') ?? '',
  };
  if (input.flag('dryRun')) return { operation: undefined, code: await showPlan(context, await api.post('/v1/operations/plan', body)) };
  if (irrevocable !== undefined) {
    const plan = await api.post('/v1/operations/plan', body);
    await confirm(context, cellText(plan.devices), [`manager: ${api.url}`, radius(plan), ...irrevocable]);
  }
  const begun = await api.post('/v1/operations', body);
  const id = cellText(begun.id);
  terminal.err(`operation ${id}: ${cellText(begun.summary)} on ${count(begun.devices)}, ${cellText(begun.ratePerSecond)} a second\n`);
  if (input.isOff('wait')) return { operation: undefined, code: exitCodes.ok };
  const operation = await follow(context, api, id);
  const why = cellText(operation.message);
  terminal.err(
    `operation ${id} is ${cellText(operation.state)}: ${cellText(operation.done)} done, ${cellText(operation.unchanged)} unchanged, ` +
      `${cellText(operation.failed)} failed of ${cellText(operation.devices)}${why === '' ? '' : `; ${why}`}\n`,
  );
  return { operation, code: operation.state === 'done' && operation.failed === 0 ? exitCodes.ok : exitCodes.failed };
}

/** Prints what came of each device. */
export async function printSteps(context: CommandContext, api: ApiClient, operation: Item): Promise<void> {
  const { items } = await api.pages(`/v1/operations/${cellText(operation.id)}/steps`, {}, 10_000);
  await printList(context, stepView, items, { total: items.length });
}

async function follow(context: CommandContext, api: ApiClient, id: string): Promise<Item> {
  const { terminal } = context;
  let said = -1;
  for (;;) {
    const operation = await api.get(`/v1/operations/${id}`);
    const over = Number(operation.done) + Number(operation.unchanged) + Number(operation.failed);
    if (terminal.errIsTty && over !== said) terminal.err(`\r${over} of ${cellText(operation.devices)}`);
    said = over;
    if (operation.state !== 'running') {
      if (terminal.errIsTty) terminal.err('\r\u001b[K');
      return operation;
    }
    await sleep(lookEveryMs, undefined, { signal: context.signal }).catch(() => undefined);
    if (context.signal.aborted) terminal.err(`\noperation ${id} goes on in the manager: fleet operation cancel ${id}\n`);
    context.signal.throwIfAborted();
  }
}

async function showPlan(context: CommandContext, plan: Item): Promise<number> {
  const problems = plan.problems as Item[];
  const named = plan.names as string[];
  const rows = [
    ...problems.map(({ deviceId, code, message }) => ({ deviceId, outcome: 'failed', code, message, at: null })),
    ...named
      .filter((name) => problems.every(({ deviceId }) => deviceId !== name))
      .map((deviceId) => ({ deviceId, outcome: 'waiting', code: '', message: '', at: null })),
  ];
  context.terminal.err(
    `dry run: ${radius(plan)}; ${cellText(plan.unchanged)} of them stand so already, ${cellText(plan.problemCount)} can't\n`,
  );
  await printList(context, stepView, rows, { total: Number(plan.devices) });
  return plan.problemCount === 0 ? exitCodes.ok : exitCodes.usage;
}

function radius(plan: Item): string {
  const names = plan.names as string[];
  const more = Number(plan.devices) > shownNames ? ', …' : '';
  return `${cellText(plan.summary)}: ${count(plan.devices)} (${names.slice(0, shownNames).join(', ')}${more})`;
}

function count(devices: unknown): string {
  return devices === 1 ? '1 device' : `${cellText(devices)} devices`;
}

/** What came of each device of an operation. */
const stepView: View = {
  kind: 'OperationStepList',
  name: 'deviceId',
  columns: [
    { header: 'DEVICE', field: 'deviceId' },
    { header: 'OUTCOME', field: 'outcome', as: 'state' },
    { header: 'AT', field: 'at', as: 'time' },
    { header: 'CODE', field: 'code' },
    { header: 'MESSAGE', field: 'message' },
  ],
};
