import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { type Candidate, complete, type NameKind } from './completion-logic.ts';
import { openApi } from './connection.ts';
import { readContexts } from './context-store.ts';

/** A shell waits for the answer while somebody types: beyond this there is none, ms. */
const answerWithinMs = 300;
const mostNames = 100;

/** fleet __complete: candidates for the word at the cursor, a line each. Never an error: a shell can't show one. */
export async function run(context: CommandContext): Promise<number> {
  const words = context.input.rest(0);
  const { candidates, names, files, prefix } = complete(context.tree, words);
  const current = (words.at(-1) ?? '').slice(prefix.length);
  const found = names === undefined ? [] : await namesStarting(names, current, context).catch(() => []);
  if (files) context.terminal.out(':files\n');
  for (const { word, does } of [...candidates, ...found]) context.terminal.out(`${prefix}${word}\t${does.replaceAll(/\s+/g, ' ')}\n`);
  return exitCodes.ok;
}

async function namesStarting(kind: NameKind, current: string, context: CommandContext): Promise<Candidate[]> {
  if (/[^a-zA-Z0-9._-]/.test(current)) return [];
  return (await namesOf(kind, current, context)).filter(({ word }) => word.startsWith(current)).slice(0, mostNames);
}

async function namesOf(kind: NameKind, current: string, context: CommandContext): Promise<Candidate[]> {
  const { environment } = context.terminal;
  if (kind === 'context') return Object.entries(readContexts(environment).contexts).map(([word, { url }]) => ({ word, does: url }));
  if (kind === 'population' || kind === 'profile') {
    // Loaded only here: it takes a third of the time that there is.
    const host = await import('#firmware/host/index.js');
    const words = kind === 'profile' ? host.shippedProfiles() : host.keptPopulations(host.populationsFolder(environment));
    return words.map((word) => ({ word, does: '' }));
  }
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(answerWithinMs)]);
  const api = await openApi({ ...context, signal });
  if (kind === 'device') {
    const selector = current === '' ? '' : `id.startsWith("${current}")`;
    const { items } = await api.page('/v1/devices', { limit: mostNames, selector: selector || undefined });
    return items.map((item) => ({ word: String(item.id), does: String(item.profile ?? '') }));
  }
  const paths = { group: '/v1/groups', alarm: '/v1/alarms', rollout: '/v1/rollouts', release: '/v1/releases' } as const;
  const { items } = await api.page(paths[kind], kind === 'rollout' ? {} : { limit: mostNames });
  return items.map((item) => ({
    word: String(kind === 'release' ? item.id : (item.name ?? item.id)),
    does: String(item.title ?? item.selector ?? item.state ?? ''),
  }));
}
