import { randomUUID } from 'node:crypto';
import { exitCodes, isSeatrialError } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { confirm } from './confirm.ts';
import { openApi } from './connection.ts';
import { cellText, type Item, valueAt } from './field-paths.ts';
import { printObject } from './render.ts';
import { readPlan } from './rollout-plan-input.ts';
import { blastView, forecastView, rolloutView } from './rollout-views.ts';

/** Verbs that can't be taken back: they ask first. */
const asking: readonly string[] = ['abort', 'rollback'];
/** Verbs that stop something: they must not be refused because the rollout went on meanwhile. */
const stops: readonly string[] = ['pause', 'abort', 'rollback'];
/** How often a verb goes out at most when the rollout takes steps meanwhile. */
const mostSends = 5;

/** fleet rollout plan|create|approve|start|pause|resume|promote|retry|abort|rollback */
export async function run(context: CommandContext): Promise<number> {
  const verb = context.spec.path.split(' ')[1] ?? '';
  const api = await openApi(context);
  if (verb === 'plan') return plan(context, api);
  if (verb === 'create') return create(context, api);
  return act(context, api, verb);
}

async function plan(context: CommandContext, api: ApiClient): Promise<number> {
  const forecast = await api.post('/v1/rollouts/plan', await readPlan(context), 120_000);
  await printObject(context, forecastView, forecast);
  const errors = (forecast.findings as Item[]).filter(({ level }) => level === 'error').length;
  if (errors === 0) return exitCodes.ok;
  context.terminal.err(`${errors === 1 ? '1 finding is an error' : `${errors} findings are errors`}: the plan can't be started as it is\n`);
  return exitCodes.usage;
}

async function create(context: CommandContext, api: ApiClient): Promise<number> {
  const { input, terminal } = context;
  const reason = input.text('reason') ?? '';
  const plan = await readPlan(context);
  for (const line of forecastLines(await api.post('/v1/rollouts/plan', plan, 120_000))) terminal.err(`${line}\n`);
  const made = await api.postOnce('/v1/rollouts', { ...plan, reason }, randomUUID());
  const name = cellText(made.name);
  const isToApprove = made.state === 'awaitingApproval';
  terminal.err(`rollout ${name} ${isToApprove ? 'waits for its approval' : 'is a draft'}\n`);
  if (!input.flag('start')) {
    terminal.err(`next: fleet rollout ${isToApprove ? 'approve' : 'start'} ${name}\n`);
    await printChanged(context, made);
    return exitCodes.ok;
  }
  const radius = await radiusOf(api, `/v1/rollouts/${encodeURIComponent(name)}`, 'start');
  for (const line of radius.lines) terminal.err(`${line}\n`);
  const body = { reason, revision: made.revision };
  const started = await api.postOnce(`/v1/rollouts/${encodeURIComponent(name)}/start`, body, randomUUID());
  await printChanged(context, started, radius);
  return exitCodes.ok;
}

/** What a plan would reach, in short. */
function forecastLines(forecast: Item): string[] {
  const count = (value: unknown): string => Number(value).toLocaleString('en');
  const waves = (forecast.waves as Item[]).map(({ name, devices }) => `${count(devices)} in ${cellText(name)}`).join(', ');
  // Devices that are not active take no part: they are not among those that the line begins with.
  const barring = (forecast.blockers as Item[]).filter((blocker) => blocker.reason !== 'notActive');
  const blocked = barring.reduce((sum, { devices }) => sum + Number(devices), 0);
  const findings = (forecast.findings as Item[]).filter(({ level }) => level !== 'note');
  return [
    `${count(forecast.devices)} devices: ${waves}; ${count(blocked)} of them can't be offered it now; ${count(valueAt(forecast, 'wayBack.devices'))} have a way back`,
    ...findings.map(({ level, message, next }) => `${cellText(level)}: ${cellText(message)}${next === '' ? '' : `; ${cellText(next)}`}`),
  ];
}

async function act(context: CommandContext, api: ApiClient, verb: string): Promise<number> {
  const { input, terminal } = context;
  const name = input.argument(0);
  const path = `/v1/rollouts/${encodeURIComponent(name)}`;
  const revision = input.count('revision', 1, Number.MAX_SAFE_INTEGER);
  const body = bodyOf(context, verb);
  if (input.flag('dryRun')) {
    await printObject(context, blastView, await api.get(`${path}/blast`, { verb, revision }));
    return exitCodes.ok;
  }
  const radius = await radiusOf(api, path, verb, revision);
  const mustAsk = asking.includes(verb) || input.flag('full');
  if (mustAsk) await confirm(context, name, [`manager: ${api.url}`, ...radius.lines]);
  else for (const line of radius.lines) terminal.err(`${line}\n`);
  // Who was shown what all waves reach, and said yes to that, did not say yes to something else.
  const isStrict = revision !== undefined || (verb === 'promote' && mustAsk && input.text('confirm') === undefined);
  const { rollout, shown } = await sendVerb(context, api, { path, verb, body, radius, isStrict });
  await printChanged(context, rollout, shown);
  if (shown.undo !== '') terminal.err(`undo: ${shown.undo}\n`);
  return exitCodes.ok;
}

/** What a verb is sent with beside the revision. @throws E2003 */
function bodyOf({ input }: CommandContext, verb: string): Readonly<Record<string, unknown>> {
  const reason = input.text('reason') ?? '';
  const cause = input.text('cause');
  if (verb === 'resume') return { reason, raise: raisedOf(input.list('raise')) };
  if (verb === 'promote') return { reason, all: input.flag('full') };
  return verb === 'retry' && cause !== undefined ? { reason, cause } : { reason };
}

/**
 * Sends a verb with the revision that was shown. A rollout takes steps by itself: when it did in between, what the verb reaches now is shown, and it
 * goes out again, so many times at most; a stop then goes out whatever the revision is, for it must not come too late. Strict: refused at once.
 */
async function sendVerb(
  { terminal }: CommandContext,
  api: ApiClient,
  {
    path,
    verb,
    body,
    radius,
    isStrict,
  }: {
    readonly path: string;
    readonly verb: string;
    readonly body: Readonly<Record<string, unknown>>;
    readonly radius: Radius;
    readonly isStrict: boolean;
  },
): Promise<{ readonly rollout: Item; readonly shown: Radius }> {
  const key = randomUUID();
  let shown = radius;
  for (let tries = 1; ; tries += 1) {
    const isUnconditional = !isStrict && tries === mostSends && stops.includes(verb);
    try {
      const sent = isUnconditional ? body : { ...body, revision: shown.revision };
      return { rollout: await api.postOnce(`${path}/${verb}`, sent, key), shown };
    } catch (error) {
      if (isStrict || tries === mostSends || !isSeatrialError(error) || error.code !== 'E2703') throw error;
    }
    const now = await radiusOf(api, path, verb);
    const isSame = now.lines.join() === shown.lines.join();
    terminal.err(`it took a step meanwhile and is at revision ${now.revision}${isSame ? ': it reaches the same devices' : ''}\n`);
    if (!isSame) for (const line of now.lines) terminal.err(`${line}\n`);
    shown = now;
  }
}

/** The rollout after a change: a program that asks for no format gets how it stands and whom it reached, and not the whole of some hundred lines. */
async function printChanged(context: CommandContext, rollout: Item, radius?: Radius): Promise<void> {
  const { input, terminal, format } = context;
  const isWhole = format !== 'table' || terminal.outIsTty || input.text('fields') !== undefined || input.isBare('fields');
  if (isWhole) return printObject(context, rolloutView, rollout);
  const { apiVersion, name, state, revision, wave, verdict, sums } = rollout;
  const reached = radius === undefined ? {} : { reached: radius.reached, undo: radius.undo };
  return printObject(context, rolloutView, { apiVersion, kind: 'RolloutStatus', name, state, revision, wave, verdict, sums, ...reached });
}

/** What a verb would reach. */
interface Radius {
  readonly lines: readonly string[];
  readonly revision: number;
  /** Devices before, in and past the switch of slots, and those that run the new. */
  readonly reached: Item;
  /** The command that undoes it; empty: nothing does. */
  readonly undo: string;
}

/** @param seen the revision that it must be at */
async function radiusOf(api: ApiClient, path: string, verb: string, seen?: number): Promise<Radius> {
  const radius = await api.get(`${path}/blast`, { verb, revision: seen });
  const count = (key: string): string => Number(radius[key]).toLocaleString('en');
  const lines = [
    `${verb} ${cellText(radius.rollout)}: ${count('before')} devices were not offered it, ${count('inside')} are at it before the switch of slots, ` +
      `${count('past')} are past the switch, ${count('updated')} run the new`,
    ...(radius.effects as string[]).map((line) => `  ${line}`),
  ];
  const { before, inside, past, updated } = radius;
  return { lines, revision: Number(radius.revision), reached: { before, inside, past, updated }, undo: cellText(radius.undo) };
}

/** "failed=4%" -> {failed: 4}. */
function raisedOf(given: readonly string[]): Record<string, number> {
  const raised: Record<string, number> = {};
  for (const text of given) {
    const [, gate, limit] = /^([^=]+)=(\d+(?:\.\d+)?)\s*%?$/.exec(text) ?? [];
    if (gate === undefined || limit === undefined)
      throw cliError('E2003', { message: `--raise ${text} is not GATE=LIMIT, as in failed=4% or in-a-row=5` });
    if (Object.hasOwn(raised, gate)) throw cliError('E2003', { message: `--raise names gate ${gate} twice` });
    raised[gate] = Number(limit);
  }
  return raised;
}
