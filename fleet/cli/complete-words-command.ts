import { exitCodes } from '#proto/kit/index.js';
import type { CommandContext } from './command-spec.ts';
import { type Candidate, complete, type NameKind, type RolloutPart } from './completion-logic.ts';
import { openApi } from './connection.ts';
import { readContexts } from './context-store.ts';
import { cellText, type Item, valueAt } from './field-paths.ts';

/** A shell waits for the answer while somebody types: beyond this there is none, ms. */
const answerWithinMs = 300;
const mostNames = 100;

/** fleet __complete: candidates for the word at the cursor, a line each. Never an error: a shell can't show one. */
export async function run(context: CommandContext): Promise<number> {
  const words = context.input.rest(0);
  const { candidates, names, of, files, prefix } = complete(context.tree, words);
  const current = (words.at(-1) ?? '').slice(prefix.length);
  const found = names === undefined ? [] : await namesStarting(names, current, of, context).catch(() => []);
  if (files) context.terminal.out(':files\n');
  for (const { word, does } of [...candidates, ...found]) context.terminal.out(`${prefix}${word}\t${does.replaceAll(/\s+/g, ' ')}\n`);
  return exitCodes.ok;
}

async function namesStarting(kind: NameKind, current: string, of: string, context: CommandContext): Promise<Candidate[]> {
  // Of all names only those of releases have an "@".
  if (/[^a-zA-Z0-9._-]/.test(kind === 'release' ? current.replace('@', '') : current)) return [];
  return (await namesOf(kind, current, of, context)).filter(({ word }) => word.startsWith(current)).slice(0, mostNames);
}

async function namesOf(kind: NameKind, current: string, of: string, context: CommandContext): Promise<Candidate[]> {
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
  if (kind === 'wave' || kind === 'gate' || kind === 'cause') return partsOf(kind, await api.get(`/v1/rollouts/${encodeURIComponent(of)}`));
  const { path, query } = lists[kind];
  const { items } = await api.page(path, query);
  return items.map((item) => ({
    word: String(kind === 'release' ? item.id : (item.name ?? item.id)),
    does: [item.title, item.selector, item.subject, item.state, item.url]
      .filter((text) => typeof text === 'string' && text !== '')
      .join(', '),
  }));
}

/** Where lists of names are. Those that are short as a whole take no limit. */
const lists = {
  group: { path: '/v1/groups', query: { limit: mostNames } },
  alarm: { path: '/v1/alarms', query: { limit: mostNames } },
  rollout: { path: '/v1/rollouts', query: {} },
  release: { path: '/v1/releases', query: {} },
  hook: { path: '/v1/hooks', query: {} },
} as const;

/** Names within a rollout. */
function partsOf(kind: RolloutPart, rollout: Item): Candidate[] {
  if (kind === 'cause')
    return Object.entries((rollout.causes ?? {}) as Item).map(([word, count]) => ({ word, does: `${String(count)} devices` }));
  const waves = valueAt(rollout, 'plan.waves') as Item[];
  if (kind === 'wave') return waves.map(({ name }) => ({ word: cellText(name), does: '' }));
  const gates = waves.flatMap((wave) => wave.gates as Item[]);
  const words = gates.filter(({ type }) => type !== 'manual' && type !== 'signal').map(({ name }) => `${cellText(name)}=`);
  return [...new Set(words)].map((word) => ({ word, does: 'its new limit' }));
}
