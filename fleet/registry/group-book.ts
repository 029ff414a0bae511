import { isDeepStrictEqual } from 'node:util';
import type {
  Actor,
  DeviceService,
  DeviceView,
  GroupPreview,
  GroupRecord,
  GroupSelector,
  GroupService,
  GroupView,
} from '#fleet/domain/index.js';
import { assert, messageOf } from '#proto/kit/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { groupProblem } from './group-logic.ts';
import type { RegistryContext, SelectorGroups } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { checkActor, checkText, checkWhole } from './request-logic.ts';

/** A group in memory. */
interface Held {
  readonly value: GroupRecord;
  readonly revision: number;
  readonly selector: GroupSelector;
}

/** Characters of a group's selector. */
const longestSelector = 1_000;
/** Budget of a group, bytes a second. */
const mostBytesPerSecond = 10_000_000_000;

/** Saved selectors. @see GroupService */
export class GroupBook implements GroupService, SelectorGroups {
  readonly #context: RegistryContext;
  readonly #devices: DeviceService;
  readonly #groups = new Map<string, Held>();

  constructor(context: RegistryContext, devices: DeviceService) {
    this.#context = context;
    this.#devices = devices;
  }

  /** Reads all back. A selector that this version does not understand matches nobody and says so. */
  async load(): Promise<void> {
    const { store, log } = this.#context;
    // Groups of older versions have no budget.
    const stored = (await store.list('group')).map((one) => ({
      ...one,
      value: { ...one.value, updateBytesPerSecond: one.value.updateBytesPerSecond ?? 0 },
    }));
    const waiting = new Map(stored.map((one) => [one.id, one]));
    // A group compiles when those that it asks are there: each round takes what can be taken.
    for (let taken = 1; taken > 0 && waiting.size > 0; ) {
      taken = 0;
      for (const [name, { value, revision }] of waiting) {
        try {
          this.#groups.set(name, { value, revision, selector: this.#context.compileSelector(value.selector) });
        } catch {
          continue;
        }
        waiting.delete(name);
        taken += 1;
      }
    }
    for (const [name, { value, revision }] of waiting) {
      try {
        this.#context.compileSelector(value.selector);
      } catch (error) {
        log.error('a group is not understood and matches nobody', { group: name, error: messageOf(error) });
      }
      this.#groups.set(name, { value, revision, selector: nobody });
    }
  }

  find(name: string): GroupSelector | undefined {
    return this.#groups.get(name)?.selector;
  }

  get names(): readonly string[] {
    return [...this.#groups.keys()];
  }

  budgets(): readonly Pick<GroupRecord, 'name' | 'updateBytesPerSecond'>[] {
    return [...this.#groups.values()].map(({ value }) => value).filter(({ updateBytesPerSecond }) => updateBytesPerSecond > 0);
  }

  list(): GroupView[] {
    return [...this.#groups.keys()].sort().map((name) => this.get(name));
  }

  get(name: string): GroupView {
    const { value, revision, selector } = this.#need(name);
    return { ...value, revision, uses: selector.groups, usedBy: this.#usersOf(name) };
  }

  async create(group: Parameters<GroupService['create']>[0], by: Actor): Promise<GroupView> {
    checkActor(by);
    const { name, title, selector, updateBytesPerSecond = 0 } = group;
    if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(name)) {
      throw failRegistry('E1708', { message: `the group name ${JSON.stringify(name.slice(0, 80))} is not 1 to 63 of a-z 0-9 . _ -` });
    }
    const { serial, clock, limits } = this.#context;
    return serial.run(async () => {
      if (this.#groups.has(name)) throw failRegistry('E1731', { message: `there is a group ${name} already` });
      if (this.#groups.size >= limits.groups) {
        throw failRegistry('E1734', { message: `${this.#groups.size} groups exist, the limit is ${limits.groups}` });
      }
      const nowMs = clock.wallMs();
      const value = {
        name,
        title,
        selector,
        updateBytesPerSecond,
        createdAtMs: nowMs,
        createdBy: by.name,
        changedAtMs: nowMs,
        changedBy: by.name,
      };
      return this.#put(value, 0, 'group.create', by);
    });
  }

  async set(name: string, change: Parameters<GroupService['set']>[1], by: Actor): Promise<GroupView> {
    checkActor(by);
    const { serial, clock } = this.#context;
    return serial.run(async () => {
      const held = this.#needAt(name, change.revision);
      const { title = held.value.title, selector = held.value.selector } = change;
      const { updateBytesPerSecond = held.value.updateBytesPerSecond } = change;
      const wanted = { ...held.value, title, selector, updateBytesPerSecond };
      if (isDeepStrictEqual(wanted, held.value)) return this.get(name);
      const value = { ...wanted, changedAtMs: clock.wallMs(), changedBy: by.name };
      return this.#put(value, held.revision, 'group.set', by);
    });
  }

  async remove(name: string, options: { readonly revision?: number | undefined }, by: Actor): Promise<GroupView> {
    checkActor(by);
    const { serial, store } = this.#context;
    return serial.run(async () => {
      const held = this.#needAt(name, options.revision);
      const view = this.get(name);
      if (view.usedBy.length > 0) throw failRegistry('E1735', { message: `group ${name} is asked by ${view.usedBy.join(', ')}` });
      await store.apply([{ type: 'delete', kind: 'group', id: name, expectedRevision: held.revision }]);
      this.#groups.delete(name);
      this.#journal('group.delete', held.value, by);
      return view;
    });
  }

  preview(name: string, options: { readonly limit: number; readonly device?: string | undefined }): GroupPreview {
    const { selector } = this.#need(name);
    const { devices, total } = this.#devices.list({ selector: `inGroup("${name}")`, after: '', limit: options.limit });
    const names = devices.map(({ id }) => id);
    return { group: this.get(name), members: total, names, device: this.#explained(selector, options.device) };
  }

  #explained(selector: GroupSelector, id: string | undefined): GroupPreview['device'] {
    if (id === undefined) return undefined;
    const view = this.#devices.get(id);
    if (view === undefined) {
      const meant = this.#devices.similarTo(id);
      const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
      throw failRegistry('E1702', { message: `there is no device ${id.slice(0, 80)}${hint}` });
    }
    return { id, matches: selector.matches(view), clauses: [...selector.explain(view), ...this.#explainedOf(selector, view)] };
  }

  /** The clauses of the groups that a selector asks, each behind the name of its group: why that one holds or does not. */
  #explainedOf(selector: GroupSelector, view: DeviceView): ReturnType<GroupSelector['explain']> {
    return selector.groups.flatMap((name) => {
      const asked = this.#need(name).selector;
      const clauses = asked.explain(view).map((clause) => ({ ...clause, clause: `${name}: ${clause.clause}` }));
      return [...clauses, ...this.#explainedOf(asked, view)];
    });
  }

  /** Holds the Serial. Checks a group against all others, stores it and takes it into memory. */
  async #put(value: GroupRecord, expectedRevision: number, action: string, by: Actor): Promise<GroupView> {
    checkText('the title', value.title, 0, 200);
    checkText('the selector', value.selector, 1, longestSelector);
    checkWhole('the budget for updates, bytes a second,', value.updateBytesPerSecond, 0, mostBytesPerSecond);
    const selector = this.#context.compileSelector(value.selector);
    const problem = groupProblem(value.name, selector.groups, (name) => this.#groups.get(name)?.selector.groups ?? [], this.names);
    if (problem !== undefined) throw failRegistry('E1733', { message: problem });
    const [revision] = await this.#context.store.apply([{ type: 'put', kind: 'group', id: value.name, value, expectedRevision }]);
    assert(revision !== undefined, `the store gave group ${value.name} no revision`);
    this.#groups.set(value.name, { value, revision, selector });
    this.#journal(action, value, by);
    return this.get(value.name);
  }

  #journal(action: string, { name, selector }: GroupRecord, by: Actor): void {
    const { journal } = this.#context;
    const detail = { selector: selector.slice(0, 1_000) };
    journal.audit({ actor: by.name, action, subject: `group:${name}`, reason: by.reason, detail });
    journal.timeline({ source: 'operator', kind: action, deviceId: '', message: `${by.name}: ${action} ${name} (${selector})`, detail });
  }

  #usersOf(name: string): string[] {
    const users = [...this.#groups.values()].filter(({ selector }) => selector.groups.includes(name));
    return users.map(({ value }) => value.name).sort();
  }

  #need(name: string): Held {
    const held = this.#groups.get(name);
    if (held !== undefined) return held;
    const meant = closestWord(name, this.#groups.keys());
    const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
    throw failRegistry('E1730', { message: `there is no group ${name.slice(0, 80)}${hint}` });
  }

  #needAt(name: string, revision: number | undefined): Held {
    const held = this.#need(name);
    if (revision === undefined || revision === held.revision) return held;
    throw failRegistry('E1732', { message: `group ${name} stands at revision ${held.revision}, the change was made for ${revision}` });
  }
}

const nobody: GroupSelector = { groups: [], matches: () => false, evaluate: () => false, explain: () => [] };
