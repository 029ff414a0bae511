import type { Actor, AlarmRuleRecord, Journal, Store } from '#fleet/domain/index.js';
import { exprErrors } from '#fleet/expr/index.js';
import { errorsOf } from '#proto/kit/index.js';
import type { PublicProfile } from '#proto/profile/index.js';
import { type ActiveRule, type AlarmRules, compileAlarmRule } from './alarm-rules.ts';
import type { LatestReadings } from './latest-readings.ts';
import { type AlarmRuleDraft, atCondition, checkDraft } from './rule-file.ts';

const fail = errorsOf(exprErrors);

/** What the desk needs. */
export interface RuleDeskOptions {
  readonly store: Store;
  readonly journal: Journal;
  readonly rules: AlarmRules;
  readonly latest: LatestReadings;
  /** Rules at most. */
  readonly mostRules: number;
}

/** Takes rules from operators: checks all, writes all, then puts all in force. */
export class RuleDesk {
  readonly #options: RuleDeskOptions;
  /** Profiles that are stored or were brought in this run, by digest. */
  readonly #stored = new Map<string, PublicProfile>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: RuleDeskOptions) {
    this.#options = options;
  }

  /** Reads rules and known profiles back. */
  async start(): Promise<void> {
    const { store, rules } = this.#options;
    for (const { id, value } of await store.list('profile')) this.#stored.set(id, value.definition);
    rules.start((await store.list('alarmRule')).map((stored) => stored.value));
  }

  /** One call after the other, so that versions count up. */
  apply(
    drafts: readonly AlarmRuleDraft[],
    by: Actor,
  ): Promise<{ readonly created: number; readonly changed: number; readonly unchanged: number }> {
    const result = this.#last.then(() => this.#apply(drafts, by));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #apply(drafts: readonly AlarmRuleDraft[], by: Actor) {
    const { store, rules, mostRules, journal } = this.#options;
    const next: ActiveRule[] = [];
    const names = new Set<string>();
    let created = 0;
    for (const draft of drafts) {
      checkDraft(draft);
      if (names.has(draft.name)) throw fail('E1808', { message: `rule ${draft.name} is there twice` });
      names.add(draft.name);
      const old = rules.get(draft.name);
      const record: AlarmRuleRecord = { ...draft, version: (old?.version ?? 0) + 1 };
      const compiled = compileAlarmRule(record, undefined);
      atCondition(draft, () => this.#checkSignals(compiled));
      if (old === undefined) created += 1;
      if (old === undefined || !isSame(old, record)) next.push(compiled);
    }
    if (rules.size + created > mostRules) {
      throw fail('E1809', { message: `${rules.size} rules are there and ${created} would be new, ${mostRules} allowed` });
    }
    const outcome = { created, changed: next.length - created, unchanged: drafts.length - next.length };
    if (next.length === 0) return outcome;
    await store.apply(next.map(({ record }) => ({ type: 'put', kind: 'alarmRule', id: record.name, value: record })));
    this.#putInForce(next);
    for (const { record } of next) {
      journal.audit({
        actor: by.name,
        action: 'alarm-rule.apply',
        subject: `alarm-rule:${record.name}`,
        reason: by.reason,
        detail: { version: record.version, when: record.when },
      });
    }
    return outcome;
  }

  #putInForce(next: readonly ActiveRule[]): void {
    const { rules, latest } = this.#options;
    rules.replace(
      next,
      (deviceKey, rule) => {
        const values = latest.valuesOf(deviceKey);
        const signals = latest.profileOf(deviceKey);
        if (values === undefined || signals === undefined) return undefined;
        const binding = signals.bindings.flatMap((list) => list ?? []).find((one) => one.rule === rule);
        return { binding, latest: values, profile: signals.definition };
      },
      () => latest.rebind(),
    );
  }

  /**
   * Signals must be known where something is known about them: a rule that names profiles is checked against those of them that devices
   * brought, another one against all that devices brought; before the first device nothing can be said.
   */
  #checkSignals(rule: ActiveRule): void {
    const { profiles } = rule.record;
    const known = [...this.#stored.values(), ...[...this.#options.latest.profiles()].map((profile) => profile.definition)];
    if (profiles.length === 0) {
      if (known.length > 0) compileAlarmRule(rule.record, [...new Set(known.flatMap(signalNames))]);
      return;
    }
    for (const name of profiles) {
      // Revisions of a profile differ in digest: a signal of any of them will do.
      const revisions = known.filter((profile) => profile.name === name);
      if (revisions.length > 0) compileAlarmRule(rule.record, [...new Set(revisions.flatMap(signalNames))]);
    }
  }
}

function signalNames(profile: PublicProfile): string[] {
  return profile.signals.map((signal) => signal.name);
}

function isSame(old: AlarmRuleRecord, draft: AlarmRuleRecord): boolean {
  const comparable = ({ version: _version, ...rest }: AlarmRuleRecord) => JSON.stringify(Object.entries(rest).sort());
  return comparable(old) === comparable(draft);
}
