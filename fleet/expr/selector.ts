import type { DeviceView, SelectorClause } from '#fleet/domain/index.js';
import { type Condition, compileCondition, mostCharacters, parseExpression, type VariableType } from './cel.ts';
import { ExpressionSource } from './expression-source.ts';
import { type GroupCall, maskGroupCalls, type SelectorGroup, type SelectorGroups } from './group-calls.ts';
import { fieldsByName, fieldTypes, type SelectorField } from './selector-fields.ts';
import { type ShorthandPart, shorthandParts } from './shorthand.ts';
import { conjunctsOf } from './syntax-check.ts';
import { VersionValue } from './version-value.ts';

/** Which devices are meant. */
export interface Selector {
  /** As it was written. */
  readonly text: string;
  /** The CEL it stands for: the same text when it was CEL. "true" for every device. */
  readonly cel: string;
  /** Names of the groups that it asks, each once. */
  readonly groups: readonly string[];
  /** False also when it can not be told, because something about the device is not known. */
  matches(view: DeviceView): boolean;
  /** As matches, with undefined when it can not be told. */
  evaluate(view: DeviceView): boolean | undefined;
  /** Each part that must hold, with what it found. */
  explain(view: DeviceView): SelectorClause[];
}

/** How a selector is read. */
export interface SelectorOptions {
  /** The empty text means every device: for lists, whose caller was asked for all. False when left out: E1806. */
  readonly allowAll?: boolean;
  /** What inGroup("name") and group=name may name; nothing when left out. */
  readonly groups?: SelectorGroups<DeviceView>;
}

const noGroups: SelectorGroups<DeviceView> = { find: () => undefined, names: [] };

/**
 * Compiles a selector: CEL over the names of selectorFields (`profile == "thermostat" && battery < 20 && firmware < version("1.10")`),
 * or short: `profile=thermostat,site!=north,version=1.2..1.4,group=pilots`.
 *
 * @throws E1801 to E1807
 */
export function compileSelector(text: string, options: SelectorOptions = {}): Selector {
  if (options.allowAll === true && text.trim() === '') {
    return { text, cel: 'true', groups: [], matches: () => true, evaluate: () => true, explain: () => [] };
  }
  const source = new ExpressionSource(text, 'selector');
  if (text.length > mostCharacters) throw source.error('E1805', `${text.length} characters of at most ${mostCharacters}`, mostCharacters);
  const parts = shorthandParts(source);
  const cel = parts?.map((part) => part.cel).join(' && ') ?? text;
  const whole = new Clause(cel, text, options.groups ?? noGroups);
  return {
    text,
    cel,
    groups: whole.groupNames,
    matches: (view) => whole.evaluate(view) === true,
    evaluate: (view) => whole.evaluate(view),
    explain: (view) => clausesOf(whole, parts, options.groups ?? noGroups).map((clause) => clause.explain(view)),
  };
}

/** A condition over a device, with the groups it asks. */
class Clause {
  readonly text: string;
  readonly #condition: Condition;
  readonly #fields: readonly SelectorField[];
  readonly #calls: readonly GroupCall[];
  readonly #groups: SelectorGroups<DeviceView>;
  readonly #values: Record<string, unknown> = {};
  readonly cel: string;

  constructor(cel: string, text: string, groups: SelectorGroups<DeviceView>) {
    const source = new ExpressionSource(cel, 'selector');
    const masked = cel.includes('inGroup') ? maskGroupCalls(source, parseExpression(source).ast, groups) : { text: cel, calls: [] };
    const types = masked.calls.length === 0 ? fieldTypes : new Map<string, VariableType>(fieldTypes);
    if (types !== fieldTypes) for (const { variable } of masked.calls) (types as Map<string, VariableType>).set(variable, 'bool');
    this.text = text;
    this.cel = cel;
    this.#condition = compileCondition(masked.text, 'selector', types, cel);
    this.#fields = [...new Set(this.#condition.names.map((use) => use.name))].flatMap((name) => fieldsByName.get(name) ?? []);
    this.#calls = masked.calls;
    this.#groups = groups;
  }

  get groupNames(): string[] {
    return this.#calls.map(({ name }) => name);
  }

  evaluate(view: DeviceView): boolean | undefined {
    for (const field of this.#fields) this.#values[field.name] = field.read(view);
    // Asked at each evaluation: a group may have changed since this was compiled.
    for (const { name, variable } of this.#calls) this.#values[variable] = this.#groupOf(name)?.evaluate(view);
    return this.#condition.evaluate(this.#values);
  }

  explain(view: DeviceView): SelectorClause {
    const holds = this.evaluate(view) ?? null;
    const fields = this.#fields.map((field) => `${field.name} = ${measuredText(field.read(view))}`);
    const groups = this.#calls.map(({ name }) => `inGroup("${name}") = ${measuredText(this.#groupOf(name)?.evaluate(view))}`);
    return { clause: this.text, holds, measured: [...fields, ...groups].join(', ') };
  }

  /** The parts of its top that && joins; itself alone when it has none, or when a part does not stand for itself. */
  split(): Clause[] {
    const source = new ExpressionSource(this.cel, 'selector');
    try {
      return conjunctsOf(parseExpression(source).ast).map(({ start, end }) => {
        const part = this.cel.slice(start, end);
        return new Clause(part, part, this.#groups);
      });
    } catch {
      // Brackets at the edge of a part belong to no node of the tree, so such a part can't be cut out.
      return [this];
    }
  }

  #groupOf(name: string): SelectorGroup<DeviceView> | undefined {
    return this.#groups.find(name);
  }
}

function clausesOf(whole: Clause, parts: readonly ShorthandPart[] | undefined, groups: SelectorGroups<DeviceView>): Clause[] {
  return parts === undefined ? whole.split() : parts.map(({ cel, text }) => new Clause(cel, text, groups));
}

/** A value for a person: text in quotes, versions as they are written. */
function measuredText(value: unknown): string {
  if (value === undefined) return 'unknown';
  return value instanceof VersionValue ? value.parsed.version : JSON.stringify(value);
}
