import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes, isSeatrialError, messageOf } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { cellText, type Item } from './field-paths.ts';
import { printList, printObject } from './render.ts';
import { readPlan } from './rollout-plan-input.ts';
import { StreamPrinter } from './rollout-stream.ts';
import { differenceView, fittedTree, memberView, planView, rolloutView } from './rollout-views.ts';
import { LiveRegion, showList, showObject, watchEnd } from './watch.ts';

/** States in which nothing happens any more unless an operator does something. */
const ends: readonly string[] = ['completed', 'halted', 'rolledBack', 'aborted'];
/** States with exit code 7. */
const bad: readonly string[] = ['halted', 'rollingBack', 'rolledBack', 'aborted'];
const longestWaitMs = 86_400_000;

/** fleet rollout list|get|watch|status|diff */
export async function run(context: CommandContext): Promise<number> {
  const { input, spec } = context;
  const path = `/v1/rollouts/${encodeURIComponent(input.argument(0))}`;
  switch (spec.path) {
    case 'rollout list':
      return showList(context, rolloutView, async () => (await openApi(context)).page('/v1/rollouts', {}));
    case 'rollout get':
      return get(context, path);
    case 'rollout watch':
      return watch(context, path);
    case 'rollout status':
      return status(context, path);
    default:
      return diff(context, path);
  }
}

async function get(context: CommandContext, path: string): Promise<number> {
  const { input } = context;
  const { bucket, wave } = { bucket: input.text('bucket'), wave: input.text('wave') };
  const ofMembers = input.flag('members') || bucket !== undefined || wave !== undefined;
  const limit = input.count('limit', 1, 100_000);
  if (limit !== undefined && !ofMembers) throw cliError('E2003', { message: '--limit is of devices: it goes with --members' });
  if (input.flag('plan') && ofMembers) throw cliError('E2003', { message: '--plan prints the plan, and no devices' });
  const api = await openApi(context);
  if (ofMembers) return showList(context, memberView, () => api.pages(`${path}/members`, { bucket, wave }, limit ?? 100));
  if (!input.flag('plan')) return showObject(context, rolloutView, () => api.get(path));
  await printPlan(context, cellText((await api.get(path)).source));
  return exitCodes.ok;
}

/** A plan as it was given, or as an object in the other formats. */
async function printPlan(context: CommandContext, source: string): Promise<void> {
  const isAsGiven = (context.format === 'table' || context.format === 'yaml') && context.input.text('fields') === undefined;
  if (isAsGiven && !context.input.isBare('fields')) return context.terminal.out(source.endsWith('\n') ? source : `${source}\n`);
  const { parse } = await import('yaml');
  return printObject(context, planView, parse(source) as Item);
}

async function watch(context: CommandContext, path: string): Promise<number> {
  const { input, terminal, format } = context;
  const api = await openApi(context);
  const everyMs = input.duration('every', 250, 3_600_000) ?? 1_000;
  const end = watchEnd(context);
  const isLive = format === 'table' && terminal.outIsTty;
  const region = new LiveRegion(context);
  const printer = new StreamPrinter(context);
  const reader = new PatientReader(context, api, path);
  while (!end.signal.aborted) {
    const rollout = await reader.read();
    if (rollout === undefined) {
      await sleep(everyMs, undefined, { signal: end.signal }).catch(() => undefined);
      continue;
    }
    const draw = (): boolean => region.draw(fittedTree(rollout, terminal.columns, terminal.rows - 1));
    if (isLive) draw();
    else await printer.print(rollout);
    if (ends.includes(cellText(rollout.state))) {
      if (isLive) await sleep(300).then(draw);
      return codeOf(rollout);
    }
    await sleep(everyMs, undefined, { signal: end.signal }).catch(() => undefined);
  }
  return end.code();
}

async function status(context: CommandContext, path: string): Promise<number> {
  const { input } = context;
  if (input.text('timeout') !== undefined && !input.flag('wait')) throw cliError('E2003', { message: '--timeout goes with --wait' });
  const api = await openApi(context);
  const rollout = input.flag('wait') ? await waitForEnd(context, api, path) : await api.get(path);
  const { apiVersion, name, state, wave, revision, verdict } = rollout;
  const line = { apiVersion, kind: 'RolloutStatus', name, state, wave, revision, verdict };
  if (context.format === 'table' && input.text('fields') === undefined && !input.isBare('fields')) {
    context.terminal.out(`${cellText(line.name)} ${cellText(line.state)}: ${cellText(line.verdict)}\n`);
  } else await printObject(context, rolloutView, line);
  return codeOf(rollout);
}

async function waitForEnd(context: CommandContext, api: ApiClient, path: string): Promise<Item> {
  const { input, signal } = context;
  const timeoutMs = input.duration('timeout', 1, 366 * longestWaitMs) ?? longestWaitMs;
  const begunMs = performance.now();
  const reader = new PatientReader(context, api, path);
  let rollout: Item = {};
  for (;;) {
    rollout = (await reader.read()) ?? rollout;
    if (ends.includes(cellText(rollout.state))) return rollout;
    const leftMs = timeoutMs - (performance.now() - begunMs);
    if (leftMs <= 0) {
      const message = `rollout ${cellText(rollout.name)} is ${cellText(rollout.state)} after ${input.text('timeout') ?? '24h'}: ${cellText(rollout.verdict)}`;
      throw cliError('E2070', { message, next: `fleet explain rollout ${cellText(rollout.name)}` });
    }
    await sleep(Math.min(1_000, leftMs), undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }
}

/** Reads a rollout again and again: a manager that answered once may be away for a while, for it goes on where it was. */
class PatientReader {
  readonly #context: CommandContext;
  readonly #api: ApiClient;
  readonly #path: string;
  #isKnown = false;
  #isAway = false;

  constructor(context: CommandContext, api: ApiClient, path: string) {
    this.#context = context;
    this.#api = api;
    this.#path = path;
  }

  /** undefined: the manager does not answer now. Throws what it answers, and E2005 when it never did. */
  async read(): Promise<Item | undefined> {
    try {
      const rollout = await this.#api.get(this.#path);
      this.#isKnown = true;
      this.#isAway = false;
      return rollout;
    } catch (error) {
      if (!this.#isKnown || !isSeatrialError(error) || error.code !== 'E2005') throw error;
      if (!this.#isAway) this.#context.terminal.err(`${messageOf(error)}; it is asked again\n`);
      this.#isAway = true;
      return undefined;
    }
  }
}

async function diff(context: CommandContext, path: string): Promise<number> {
  const api = await openApi(context);
  const { items } = await api.post(`${path}/diff`, await readPlan(context));
  const differences = items as Item[];
  await printList(context, differenceView, differences, { total: differences.length });
  if (differences.length === 0) context.terminal.err('the plans are the same\n');
  return differences.length === 0 ? exitCodes.ok : exitCodes.failed;
}

function codeOf(rollout: Item): number {
  return bad.includes(cellText(rollout.state)) ? exitCodes.verdictBad : exitCodes.ok;
}
