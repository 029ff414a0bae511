import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes, isSeatrialError } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { orderMany, printSteps, targetOf } from './bulk.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { printList } from './render.ts';
import { attemptView } from './update-views.ts';

/** Time between two looks at open attempts, ms. */
const lookEveryMs = 500;
const longestMs = 30 * 86_400_000;

/** fleet device update */
export async function run(context: CommandContext): Promise<number> {
  const { input } = context;
  const { target } = targetOf(context);
  if (input.flag('cancel')) {
    if (target.type === 'many') throw cliError('E2003', { message: '--cancel names one device' });
    if (input.flag('wait')) throw cliError('E2003', { message: '--cancel does not wait: fleet device updates NAME shows what came of it' });
    if (input.text('release') !== undefined || input.text('delta') !== undefined) {
      throw cliError('E2003', { message: '--cancel takes back what is open, whatever its release: --release and --delta are not for it' });
    }
    return cancel(context, await openApi(context), target.id);
  }
  const release = input.text('release');
  if (release === undefined) throw cliError('E2003', { message: 'which release? --release NAME@VERSION', next: 'fleet release list' });
  // Before anything is ordered.
  const patience = patienceOf(context);
  const order = { release, delta: input.text('delta') ?? 'prefer' };
  const api = await openApi(context);
  if (target.type === 'device') {
    if (input.flag('dryRun')) throw cliError('E2003', { message: '--dry-run goes with a selector' });
    const path = `/v1/devices/${encodeURIComponent(target.id)}/update`;
    const attempt = await api.post(path, { ...order, reason: input.text('reason') ?? '' });
    return show(context, async () => [await api.get(`/v1/attempts/${cellText(attempt.id)}`)], exitCodes.ok, patience);
  }
  const { operation, code } = await orderMany(context, api, target, { type: 'update', ...order });
  if (operation === undefined) return code;
  const query = { operation: cellText(operation.id) };
  const look = async () => (await api.pages('/v1/attempts', query, 10_000)).items;
  if ((await look()).length > 0) return show(context, look, code, patience);
  await printSteps(context, api, operation);
  return code;
}

/** How long to wait for the end of attempts, ms; undefined: not at all. */
function patienceOf({ input }: CommandContext): number | undefined {
  const timeoutMs = input.duration('timeout', 1_000, longestMs);
  if (input.flag('wait')) return timeoutMs ?? 1_800_000;
  if (timeoutMs !== undefined) throw cliError('E2003', { message: '--timeout goes with --wait' });
  return undefined;
}

/** Prints attempts: at once, or when they are over. @param code of the orders, when nobody waits */
async function show(context: CommandContext, look: () => Promise<Item[]>, code: number, patienceMs: number | undefined): Promise<number> {
  const { terminal } = context;
  if (patienceMs === undefined) {
    await printList(context, attemptView, await look());
    return code;
  }
  const begunMs = performance.now();
  let said = '';
  const say = (line: string): void => {
    if (line !== said) terminal.err(`${line}\n`);
    said = line;
  };
  let items = await look();
  for (let isThere = true; ; ) {
    const open = items.filter(({ isOver }) => isOver !== true);
    say(isThere ? summary(items) : 'no answer of the manager: it goes on with the attempts when it is back');
    if (open.length === 0 || performance.now() - begunMs > patienceMs) {
      await printList(context, attemptView, items);
      if (open.length > 0) return exitCodes.timedOut;
      return code === exitCodes.ok && items.every(({ state }) => state === 'updated') ? exitCodes.ok : exitCodes.verdictBad;
    }
    await sleep(lookEveryMs, undefined, { signal: context.signal }).catch(() => undefined);
    if (context.signal.aborted) terminal.err('the attempts go on: fleet device updates NAME shows what came of them\n');
    context.signal.throwIfAborted();
    const seen = await answered(look);
    isThere = seen !== undefined;
    items = seen ?? items;
  }
}

/** What a look shows; undefined when no manager answers, as while it starts again. */
async function answered(look: () => Promise<Item[]>): Promise<Item[] | undefined> {
  try {
    return await look();
  } catch (error) {
    if (isSeatrialError(error, 'E2005')) return undefined;
    throw error;
  }
}

/** "3 downloading, 1 updated". */
function summary(items: readonly Item[]): string {
  const counts = new Map<string, number>();
  for (const { state } of items) counts.set(cellText(state), (counts.get(cellText(state)) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}

async function cancel(context: CommandContext, api: ApiClient, deviceId: string): Promise<number> {
  const { items } = await api.pages(`/v1/devices/${encodeURIComponent(deviceId)}/updates`, {}, 1);
  const [newest] = items;
  if (newest === undefined || newest.isOver === true) {
    context.terminal.err(`no update of ${deviceId} is open\n`);
    return exitCodes.nothingMatched;
  }
  const path = `/v1/attempts/${cellText(newest.id)}/cancel`;
  const attempt = await api.post(path, { reason: context.input.text('reason') ?? '' });
  if (attempt.isOver !== true) context.terminal.err(`${deviceId} is told to stop; it says itself where it stands then\n`);
  await printList(context, attemptView, [attempt]);
  return exitCodes.ok;
}
