import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { orderMany, printSteps, targetOf } from './bulk.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { printList } from './render.ts';
import type { View } from './view.ts';

/** Time between two looks at an open command, ms. */
const lookEveryMs = 250;
/** A device that is there was told within this time, ms: after it a queued command waits for its device. */
const toldWithinMs = 2_000;
/** Beside the time to answer: the way to the device and back, ms. */
const answerSlackMs = 5_000;

const commandView: View = {
  kind: 'CommandList',
  name: 'id',
  columns: [
    { header: 'ID', field: 'id' },
    { header: 'DEVICE', field: 'deviceId' },
    { header: 'COMMAND', field: 'name' },
    { header: 'STATE', field: 'state', as: 'state' },
    { header: 'CREATED', field: 'createdAt', as: 'time' },
    { header: 'ENDED', field: 'endedAt', as: 'time' },
    { header: 'BY', field: 'by' },
    { header: 'MESSAGE', field: 'message' },
  ],
};

/** fleet device cmd */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const cancelled = input.text('cancel');
  if (cancelled !== undefined) return cancel(context, cancelled);
  if (input.flag('list')) return list(context);
  const { target, words } = targetOf(context);
  const order = orderOf(context, words);
  const api = await openApi(context);
  const { timeoutMs } = order;
  if (target.type === 'many') {
    const { operation, code } = await orderMany(context, api, target, { type: 'command', ...order });
    if (operation === undefined) return code;
    const items = await ended(
      context,
      timeoutMs,
      async () => (await api.pages('/v1/commands', { operation: cellText(operation.id) }, 10_000)).items,
    );
    if (items.length === 0) await printSteps(context, api, operation);
    else await printList(context, commandView, items, { total: items.length });
    return code === exitCodes.ok ? codeOf(items) : code;
  }
  if (input.flag('dryRun')) throw cliError('E2003', { message: '--dry-run goes with a selector' });
  const path = `/v1/devices/${encodeURIComponent(target.id)}/commands`;
  const sent = await api.post(path, { ...order, reason: input.text('reason') ?? '' });
  const items = input.isOff('wait')
    ? [sent]
    : await ended(context, timeoutMs, async () => [await api.get(`/v1/commands/${cellText(sent.id)}`)]);
  await printList(context, commandView, items);
  return codeOf(items);
}

/** Looks until every command is over, or waits for a device that is not there. */
async function ended(context: CommandContext, timeoutMs: number, look: () => Promise<Item[]>): Promise<Item[]> {
  const begunMs = performance.now();
  for (;;) {
    const items = await look();
    const spentMs = performance.now() - begunMs;
    const isWaiting = items.some(({ state }) => state === 'sent' || (state === 'queued' && spentMs < toldWithinMs));
    if (!isWaiting || spentMs > timeoutMs + answerSlackMs) {
      const queued = items.filter(({ state }) => state === 'queued').length;
      if (queued > 0)
        context.terminal.err(
          `${queued} ${queued === 1 ? 'waits' : 'wait'} for the device: fleet device cmd --list shows what came of it\n`,
        );
      return items;
    }
    await sleep(lookEveryMs, undefined, { signal: context.signal }).catch(() => undefined);
    context.signal.throwIfAborted();
  }
}

/** Done and queued are well; no answer is a time-out; anything else has failed. */
function codeOf(items: readonly Item[]): number {
  const states = items.map(({ state }) => state);
  if (states.some((state) => ['unknown', 'refused', 'failed', 'cancelled'].includes(cellText(state)))) return exitCodes.failed;
  return states.some((state) => state === 'unanswered' || state === 'expired' || state === 'sent') ? exitCodes.timedOut : exitCodes.ok;
}

async function list(context: CommandContext): Promise<number> {
  const { input } = context;
  const query = { device: input.optionalArgument(0), state: input.flag('open') ? 'open' : 'all' };
  const api: ApiClient = await openApi(context);
  const { items, next } = await api.pages('/v1/commands', query, input.count('limit', 1, 100_000) ?? 100);
  await printList(context, commandView, items, { next });
  return exitCodes.ok;
}

async function cancel(context: CommandContext, id: string): Promise<number> {
  const api = await openApi(context);
  const path = `/v1/commands/${encodeURIComponent(id)}/cancel`;
  await printList(context, commandView, [await api.post(path, { reason: context.input.text('reason') ?? '' })]);
  return exitCodes.ok;
}

/** COMMAND KEY=VALUE…: numbers and true or false are what they look like; a value in double quotes is always text. */
function orderOf(context: CommandContext, [name, ...pairs]: readonly string[]) {
  const { input } = context;
  if (name === undefined) throw cliError('E2003', { message: 'no command is given', next: 'fleet device cmd DEVICE COMMAND' });
  const entries = pairs.map((pair): [string, string | number | boolean] => {
    const at = pair.indexOf('=');
    if (at < 1) throw cliError('E2003', { message: `"${pair}" is no KEY=VALUE` });
    return [pair.slice(0, at), argumentOf(pair.slice(at + 1))];
  });
  const names = entries.map(([key]) => key);
  const twice = names.find((key, index) => names.indexOf(key) < index);
  if (twice !== undefined) throw cliError('E2003', { message: `argument ${twice} is named twice` });
  return {
    name,
    arguments: Object.fromEntries(entries),
    timeoutMs: input.duration('timeout', 100, 86_400_000) ?? 30_000,
    deadlineMs: input.duration('deadline', 1, 2_592_000_000) ?? 0,
  };
}

function argumentOf(text: string): string | number | boolean {
  if (/^".*"$/s.test(text)) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
