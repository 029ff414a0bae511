/**
 * Alarm rules at work. For a device without alarms a reading costs one evaluation of each rule that uses its signal, and nothing more:
 * only what is pending, raised or not yet acknowledged has an entry.
 */
import type { AlarmRecord, AlarmRuleRecord } from '#fleet/domain/index.js';
import { compileRule, type SignalCondition } from '#fleet/expr/index.js';
import type { PublicProfile } from '#proto/profile/index.js';
import type { AlarmBook } from './alarm-book.ts';
import { type ConditionState, normalCondition, stepCondition } from './alarm-logic.ts';

/** A rule on one device that is not all normal. */
interface RuleEntry {
  condition: ConditionState;
  /** Its alarm, while that is not normal. */
  alarmId: string | undefined;
  /** The limit of open alarms kept it from being raised: counted once. */
  overLimit: boolean;
}

/** A rule, compiled. */
export interface ActiveRule {
  readonly record: AlarmRuleRecord;
  readonly when: SignalCondition;
  readonly clearWhen: SignalCondition | undefined;
  /** By device key. */
  readonly entries: Map<number, RuleEntry>;
}

/** A rule for one profile. */
export interface RuleBinding {
  readonly rule: ActiveRule;
  /** Places of the signals of `when` and of `clearWhen` among the profile's. */
  readonly whenPlaces: Int32Array;
  readonly clearPlaces: Int32Array;
  /** Instant of LatestReadings for which it is due. */
  instant: number;
}

/** Compiles a rule's conditions. Throws E1801 to E1805. */
export function compileAlarmRule(record: AlarmRuleRecord, signals: readonly string[] | undefined): ActiveRule {
  const { name, when, clearWhen } = record;
  return {
    record,
    when: compileRule(when, signals, `when of rule ${name}`),
    clearWhen: clearWhen === undefined ? undefined : compileRule(clearWhen, signals, `clearWhen of rule ${name}`),
    entries: new Map(),
  };
}

/** The rules in force. */
export class AlarmRules {
  readonly counters = { ruleFailures: 0 };
  readonly #book: AlarmBook;
  readonly #rules = new Map<string, ActiveRule>();
  readonly #deviceIds: string[] = [];
  /** Alarms read back at the start whose device has not opened yet, by device. */
  readonly #restored = new Map<string, AlarmRecord[]>();

  constructor(book: AlarmBook) {
    this.#book = book;
  }

  /** Takes stored rules, and the open alarms of the book. */
  start(records: Iterable<AlarmRuleRecord>): void {
    for (const record of records) this.#rules.set(record.name, compileAlarmRule(record, undefined));
    for (const alarm of this.#book.open()) {
      const list = this.#restored.get(alarm.deviceId);
      if (list === undefined) this.#restored.set(alarm.deviceId, [alarm]);
      else list.push(alarm);
    }
  }

  /** By name. */
  records(): AlarmRuleRecord[] {
    return [...this.#rules.values()].map((rule) => rule.record).sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  get(name: string): AlarmRuleRecord | undefined {
    return this.#rules.get(name)?.record;
  }

  get size(): number {
    return this.#rules.size;
  }

  /** Names a device; its alarms from before the start get their conditions back. */
  open(deviceKey: number, deviceId: string): void {
    this.#deviceIds[deviceKey] = deviceId;
    if (this.#restored.size === 0) return;
    for (const alarm of this.#restored.get(deviceId) ?? []) {
      const isActive = alarm.state !== 'returnedUnacknowledged';
      const condition: ConditionState = isActive ? { phase: 'active', sinceMs: 0 } : normalCondition;
      const newest = this.#book.get(alarm.id);
      if (newest === undefined || newest.state === 'normal') continue;
      this.#rules.get(alarm.rule)?.entries.set(deviceKey, { condition, alarmId: alarm.id, overLimit: false });
    }
    this.#restored.delete(deviceId);
  }

  /** The device does not count any more: what is pending or raised for it is forgotten. */
  forget(deviceKey: number, deviceId: string): void {
    for (const { entries } of this.#rules.values()) entries.delete(deviceKey);
    this.#restored.delete(deviceId);
  }

  /** Rules by the place of each signal that they use; a rule is for a profile that it names (or for any) and that has all its signals. */
  bind(profile: PublicProfile): (RuleBinding[] | undefined)[] {
    const bindings: (RuleBinding[] | undefined)[] = new Array(profile.signals.length).fill(undefined);
    const placeOf = new Map(profile.signals.map((signal, place) => [signal.name, place]));
    for (const rule of this.#rules.values()) {
      const { profiles } = rule.record;
      if (profiles.length > 0 && !profiles.includes(profile.name)) continue;
      const whenPlaces = rule.when.signals.map((signal) => placeOf.get(signal) ?? -1);
      const clearPlaces = (rule.clearWhen?.signals ?? []).map((signal) => placeOf.get(signal) ?? -1);
      const places = new Set([...whenPlaces, ...clearPlaces]);
      if (places.has(-1)) continue;
      const binding: RuleBinding = {
        rule,
        whenPlaces: Int32Array.from(whenPlaces),
        clearPlaces: Int32Array.from(clearPlaces),
        instant: -1,
      };
      for (const place of places) {
        const list = bindings[place];
        if (list === undefined) bindings[place] = [binding];
        else list.push(binding);
      }
    }
    return bindings;
  }

  /** One rule after readings of one instant. */
  evaluate(binding: RuleBinding, deviceKey: number, atMs: number, latest: Float64Array, profile: PublicProfile): void {
    const { rule } = binding;
    const when = rule.when.evaluate(latest, binding.whenPlaces);
    const entry = rule.entries.size === 0 ? undefined : rule.entries.get(deviceKey);
    if (entry === undefined && when === false) return;
    if (when === undefined && !isMissing(latest, binding.whenPlaces)) this.counters.ruleFailures += 1;
    if (entry === undefined && when === undefined) return;
    this.#step(
      binding,
      deviceKey,
      entry ?? { condition: normalCondition, alarmId: undefined, overLimit: false },
      when,
      atMs,
      latest,
      profile,
    );
  }

  /**
   * Puts rules in force. Alarms of a rule that changed are looked at again with the latest readings: what the new rule does not call true
   * is cleared.
   *
   * @param standing latest readings and their binding under the new rules, of a device; undefined when it was not read in this run
   */
  replace(
    rules: readonly ActiveRule[],
    standing: (
      deviceKey: number,
      rule: ActiveRule,
    ) => { readonly binding: RuleBinding | undefined; readonly latest: Float64Array; readonly profile: PublicProfile } | undefined,
    rebind: () => void,
  ): void {
    const replaced = rules.map((rule) => ({ rule, old: this.#rules.get(rule.record.name) }));
    for (const { rule } of replaced) this.#rules.set(rule.record.name, rule);
    rebind();
    for (const { rule, old } of replaced) {
      for (const [deviceKey, entry] of old?.entries ?? []) {
        // What was only pending begins again under the new rule.
        if (entry.alarmId === undefined) continue;
        rule.entries.set(deviceKey, entry);
        const found = standing(deviceKey, rule);
        if (found === undefined) continue;
        const when = found.binding && rule.when.evaluate(found.latest, found.binding.whenPlaces);
        if (when === true) continue;
        this.#clear(rule, deviceKey, entry, newestTime(found.latest, found.profile));
      }
    }
  }

  #step(
    binding: RuleBinding,
    deviceKey: number,
    entry: RuleEntry,
    when: boolean | undefined,
    atMs: number,
    latest: Float64Array,
    profile: PublicProfile,
  ): void {
    const { rule } = binding;
    const clear =
      rule.clearWhen === undefined ? (when === undefined ? undefined : !when) : rule.clearWhen.evaluate(latest, binding.clearPlaces);
    const before = entry.condition;
    const { state, effect } = stepCondition(before, { when, clear, atMs }, rule.record);
    entry.condition = state;
    if (when === false) entry.overLimit = false;
    if (effect === 'raise' && !this.#raise(binding, deviceKey, entry, atMs, latest, profile)) entry.condition = before;
    if (effect === 'clear') this.#clear(rule, deviceKey, entry, atMs);
    else this.#keep(rule, deviceKey, entry);
  }

  #raise(binding: RuleBinding, deviceKey: number, entry: RuleEntry, atMs: number, latest: Float64Array, profile: PublicProfile): boolean {
    const { record, when } = binding.rule;
    const reason = when.explain(latest, binding.whenPlaces);
    const values: Record<string, number> = {};
    for (const place of new Set([...binding.whenPlaces, ...binding.clearPlaces])) {
      const value = latest[place] as number;
      if (!Number.isNaN(value)) values[profile.signals[place]?.name as string] = value;
    }
    if (entry.alarmId !== undefined && (this.#book.get(entry.alarmId)?.state ?? 'normal') !== 'normal') {
      this.#book.step(entry.alarmId, { type: 'condition.raised', atMs, reason, values });
      return true;
    }
    const { name, version, severity, title } = record;
    const deviceId = this.#deviceIds[deviceKey] as string;
    const alarm = this.#book.create({ rule: name, ruleVersion: version, deviceId, severity, title, raisedAtMs: atMs, reason, values });
    if (alarm === undefined) {
      if (!entry.overLimit) this.#book.counters.alarmsOverLimit += 1;
      entry.overLimit = true;
      return false;
    }
    entry.alarmId = alarm.id;
    entry.overLimit = false;
    return true;
  }

  #clear(rule: ActiveRule, deviceKey: number, entry: RuleEntry, atMs: number): void {
    entry.condition = normalCondition;
    if (entry.alarmId !== undefined) this.#book.step(entry.alarmId, { type: 'condition.cleared', atMs });
    this.#keep(rule, deviceKey, entry);
  }

  /** Drops an entry that is all normal. A condition that the limit kept back stays, so that it is counted once. */
  #keep(rule: ActiveRule, deviceKey: number, entry: RuleEntry): void {
    if (entry.alarmId !== undefined) {
      const state = this.#book.get(entry.alarmId)?.state ?? 'normal';
      if (state === 'normal') entry.alarmId = undefined;
    }
    if (entry.condition.phase === 'normal' && entry.alarmId === undefined && !entry.overLimit) rule.entries.delete(deviceKey);
    else rule.entries.set(deviceKey, entry);
  }
}

function isMissing(latest: Float64Array, places: Int32Array): boolean {
  return places.some((place) => Number.isNaN(latest[place] as number));
}

function newestTime(latest: Float64Array, profile: PublicProfile): number {
  return latest.subarray(profile.signals.length).reduce((newest, atMs) => Math.max(newest, atMs), 0);
}
