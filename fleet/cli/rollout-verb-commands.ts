import { randomUUID } from 'node:crypto';
import { exitCodes } from '#proto/kit/index.js';
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
  context.terminal.err(`${errors} findings are errors: the plan can't be started as it is\n`);
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
    await printObject(context, rolloutView, made);
    return exitCodes.ok;
  }
  await tellRadius(context, api, name, 'start');
  const body = { reason, revision: made.revision };
  await printObject(context, rolloutView, await api.postOnce(`/v1/rollouts/${encodeURIComponent(name)}/start`, body, randomUUID()));
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
  const seen = input.count('revision', 1, Number.MAX_SAFE_INTEGER);
  if (input.flag('dryRun')) {
    await printObject(context, blastView, await api.get(`${path}/blast`, { verb }));
    return exitCodes.ok;
  }
  const lines = await radiusLines(api, path, verb);
  if (asking.includes(verb) || input.flag('full')) await confirm(context, name, [`manager: ${api.url}`, ...lines.text]);
  else for (const line of lines.text) terminal.err(`${line}\n`);
  const body = {
    reason: input.text('reason') ?? '',
    // What was shown is what is acted on: when it is something else by now, the manager refuses.
    revision: seen ?? lines.revision,
    ...(verb === 'resume' ? { raise: raisedOf(input.list('raise')) } : {}),
    ...(verb === 'promote' ? { all: input.flag('full') } : {}),
    ...(verb === 'retry' && input.text('cause') !== undefined ? { cause: input.text('cause') } : {}),
  };
  await printObject(context, rolloutView, await api.postOnce(`${path}/${verb}`, body, randomUUID()));
  if (lines.undo !== '') terminal.err(`undo: ${lines.undo}\n`);
  return exitCodes.ok;
}

async function tellRadius({ terminal }: CommandContext, api: ApiClient, name: string, verb: string): Promise<void> {
  for (const line of (await radiusLines(api, `/v1/rollouts/${encodeURIComponent(name)}`, verb)).text) terminal.err(`${line}\n`);
}

async function radiusLines(api: ApiClient, path: string, verb: string): Promise<{ text: string[]; revision: number; undo: string }> {
  const radius = await api.get(`${path}/blast`, { verb });
  const count = (key: string): string => Number(radius[key]).toLocaleString('en');
  const text = [
    `${verb} ${cellText(radius.rollout)}: ${count('before')} devices before the switch of slots were not offered it, ${count('inside')} are at it, ` +
      `${count('past')} are past the switch, ${count('updated')} run the new`,
    ...(radius.effects as string[]).map((line) => `  ${line}`),
  ];
  return { text, revision: Number(radius.revision), undo: cellText(radius.undo) };
}

/** "failed=4%" -> {failed: 4}. */
function raisedOf(given: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    given.map((text) => {
      const [, gate, limit] = /^([^=]+)=(\d+(?:\.\d+)?)\s*%?$/.exec(text) ?? [];
      if (gate !== undefined && limit !== undefined) return [gate, Number(limit)];
      throw cliError('E2003', { message: `--raise ${text} is not GATE=LIMIT, as in failed=4% or in-a-row=5` });
    }),
  );
}
