import {
  type CommandSpec,
  type CommandTree,
  fieldOptions,
  type OptionSpec,
  outputOptions,
  remoteOptions,
  watchOptions,
} from './command-spec.ts';

/** One word that may stand where the cursor is. */
export interface Candidate {
  readonly word: string;
  /** One line for shells that show it; may be empty. */
  readonly does: string;
}

/** Names that only a manager, or this machine, knows. */
export type NameKind = 'device' | 'group' | 'alarm' | 'context' | 'population' | 'profile' | 'rollout' | 'release' | 'hook' | RolloutPart;

/** Names within a rollout: its waves, its gates, and why devices of it failed. */
export type RolloutPart = 'wave' | 'gate' | 'cause';

/** What can stand at the cursor. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Names to be looked up beside the candidates. */
  readonly names: NameKind | undefined;
  /** The first argument of the command: whose parts they are. */
  readonly of: string;
  /** The shell completes files. */
  readonly files: boolean;
  /** What stands before the candidates in the word at the cursor: "--output=". */
  readonly prefix: string;
}

const nothing: Completion = { candidates: [], names: undefined, of: '', files: false, prefix: '' };

/** Nouns whose first argument is a name, by the words before the verb. */
const namesOfNoun: Readonly<Record<string, NameKind>> = {
  device: 'device',
  group: 'group',
  alarm: 'alarm',
  context: 'context',
  sim: 'population',
  profile: 'profile',
  provision: 'device',
  signal: 'device',
  rollout: 'rollout',
  release: 'release',
  hook: 'hook',
};

/** Placeholders that mean a name wherever they stand. */
const namesOfPlaceholder: Readonly<Record<string, NameKind>> = {
  device: 'device',
  devices: 'device',
  selector: 'device',
  profile: 'profile',
  group: 'group',
  alarm: 'alarm',
  rollout: 'rollout',
  release: 'release',
};

/** Options of rollouts whose values are names within the rollout. */
const partsOfRollout: Readonly<Record<string, RolloutPart>> = { '--wave': 'wave', '--raise': 'gate', '--cause': 'cause' };

/** Verbs whose name is a new one. */
const makingVerbs = new Set(['create', 'new', 'add', 'spawn']);

/**
 * What may stand at the cursor.
 * @param words after the program; the last one is at the cursor and may be empty
 */
export function complete(tree: CommandTree, words: readonly string[]): Completion {
  const current = words.at(-1) ?? '';
  const { spec, path, rest } = commandOf(tree, words.slice(0, -1));
  if (spec === undefined) return rest.length > 0 ? nothing : { ...nothing, candidates: startingWith(current, nextWords(tree, path)) };
  const options = optionsOf(spec);
  const { pending, positional, isOver } = readWords(rest, options);
  if (pending !== undefined) return valuesOf(pending, spec, { current, prefix: '', of: positional[0] ?? '' });
  const inline = isOver ? null : /^(--[a-z-]+=)(.*)$/.exec(current);
  if (inline !== null) {
    const [, flag = '', value = ''] = inline;
    const option = options.find((one) => longFlag(one) === flag.slice(0, -1));
    return option === undefined ? nothing : valuesOf(option, spec, { current: value, prefix: flag, of: positional[0] ?? '' });
  }
  if (current.startsWith('-') && !isOver) {
    const all = [
      ...options.map((option) => ({ word: longFlag(option), does: option.does })),
      { word: '--help', does: 'this command in detail' },
    ];
    return { ...nothing, candidates: startingWith(current, all) };
  }
  return argumentAt(spec, positional, current);
}

/** Words from which a command is found: options before its name are passed over. */
function commandOf(tree: CommandTree, words: readonly string[]): { spec: CommandSpec | undefined; path: string; rest: readonly string[] } {
  let path = '';
  for (const [index, word] of words.entries()) {
    const wanted = join(path, word);
    const noun = Object.entries(tree.nouns).find(
      ([name, { plural }]) => name === wanted || (join(path, plural) === wanted && parentOf(name) === path),
    );
    const next = noun?.[0] ?? wanted;
    const spec = tree.commands.find((one) => one.path === next);
    if (spec !== undefined) return { spec, path: next, rest: words.slice(index + 1) };
    if (noun === undefined && !tree.commands.some((one) => one.path.startsWith(`${next} `)))
      return { spec: undefined, path, rest: words.slice(index) };
    path = next;
  }
  return { spec: undefined, path, rest: [] };
}

/** Nouns and verbs that follow a path. */
function nextWords(tree: CommandTree, path: string): Candidate[] {
  const found = new Map<string, string>();
  for (const spec of tree.commands) {
    if (spec.isHidden === true || (path !== '' && !spec.path.startsWith(`${path} `))) continue;
    const [word = '', ...more] = spec.path.slice(path === '' ? 0 : path.length + 1).split(' ');
    if (!found.has(word)) found.set(word, more.length === 0 ? spec.summary : (tree.nouns[join(path, word)]?.about ?? ''));
  }
  return Array.from(found, ([word, does]) => ({ word, does }));
}

function optionsOf(spec: CommandSpec): readonly OptionSpec[] {
  const printing = spec.output === 'none' ? [] : outputOptions;
  const shaping = spec.output === 'list' || spec.output === 'object' ? [...fieldOptions, ...watchOptions] : [];
  return [...(spec.options ?? []), ...printing, ...shaping, ...(spec.remote ? remoteOptions : [])];
}

/** What the words before the cursor leave open: an option that wants its value, or the arguments given. */
function readWords(
  words: readonly string[],
  options: readonly OptionSpec[],
): { pending: OptionSpec | undefined; positional: readonly string[]; isOver: boolean } {
  let pending: OptionSpec | undefined;
  const positional: string[] = [];
  let isOver = false;
  for (const word of words) {
    if (pending !== undefined) pending = undefined;
    else if (isOver || !word.startsWith('-') || word === '-') positional.push(word);
    else if (word === '--') isOver = true;
    else if (!word.includes('=')) pending = options.find((option) => takesValue(option) && flagsOf(option).includes(word));
  }
  return { pending, positional, isOver };
}

function valuesOf(
  option: OptionSpec,
  spec: CommandSpec,
  { current, prefix, of }: { readonly current: string; readonly prefix: string; readonly of: string },
): Completion {
  const choices = option.choices ?? [];
  if (choices.length > 0)
    return {
      ...nothing,
      prefix,
      candidates: startingWith(
        current,
        choices.map((word) => ({ word, does: '' })),
      ),
    };
  const placeholder = /<([^>]+)>/.exec(option.flags)?.[1] ?? '';
  if (longFlag(option) === '--context') return { ...nothing, prefix, names: 'context' };
  if (/^(file|folder|path)$/.test(placeholder)) return { ...nothing, prefix, files: true };
  const own = nounOf(spec) === 'rollout' ? partsOfRollout[longFlag(option)] : undefined;
  const names = own ?? namesOfPlaceholder[placeholder] ?? (longFlag(option) === '--confirm' ? namesOfNoun[nounOf(spec)] : undefined);
  return { ...nothing, prefix, names, of };
}

function argumentAt(spec: CommandSpec, before: readonly string[], current: string): Completion {
  const position = before.length;
  const all = spec.arguments ?? [];
  const last = all.at(-1);
  const argument = all[position] ?? (last?.syntax.includes('...') === true ? last : undefined);
  if (argument === undefined) return nothing;
  if (argument.choices !== undefined) {
    return {
      ...nothing,
      candidates: startingWith(
        current,
        argument.choices.map((word) => ({ word, does: '' })),
      ),
    };
  }
  const placeholder = argument.syntax.replaceAll(/[<>[\].]/g, '');
  if (/^(file|files|folder)$/.test(placeholder)) return { ...nothing, files: true };
  if (Object.hasOwn(namesOfPlaceholder, placeholder)) return { ...nothing, names: namesOfPlaceholder[placeholder] };
  const verb = spec.path.split(' ').at(-1) ?? '';
  if (!/^(name|id)$/.test(placeholder) || makingVerbs.has(verb)) return nothing;
  // "explain rollout NAME": the noun is an argument of its own.
  const noun = all[0]?.syntax === '<noun>' ? (before[0] ?? '') : nounOf(spec);
  return { ...nothing, names: namesOfNoun[noun] };
}

function startingWith(current: string, all: readonly Candidate[]): Candidate[] {
  return all.filter(({ word }) => word.startsWith(current));
}

function nounOf(spec: CommandSpec): string {
  return parentOf(spec.path);
}

function parentOf(path: string): string {
  return path.split(' ').slice(0, -1).join(' ');
}

function join(path: string, word: string): string {
  return path === '' ? word : `${path} ${word}`;
}

/** "-w, --watch" -> ["-w", "--watch"]. */
function flagsOf(option: OptionSpec): string[] {
  return option.flags.split(/[ ,]+/).filter((word) => word.startsWith('-'));
}

function longFlag(option: OptionSpec): string {
  return flagsOf(option).at(-1) ?? '';
}

function takesValue(option: OptionSpec): boolean {
  return option.flags.includes('<');
}
