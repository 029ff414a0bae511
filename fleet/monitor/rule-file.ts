import { z } from 'zod';
import type { AlarmRuleRecord } from '#fleet/domain/index.js';
import { exprErrors } from '#fleet/expr/index.js';
import { errorsOf, isSeatrialError, SeatrialError } from '#proto/kit/index.js';
import { checkValue, parseYaml, pathText, readYaml } from '#proto/yaml/index.js';
import { compileAlarmRule } from './alarm-rules.ts';

const fail = errorsOf(exprErrors);

/** Longest holding and response time: a week, ms. */
const longestMs = 604_800_000;
const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** A span of time: whole ms, or a number with ms, s, m or h. */
const spanSchema = z
  .union([z.int().min(0), z.string().regex(/^\d{1,9}(\.\d{1,3})?(ms|s|m|h)$/, 'write a span of time as 30s, 500ms, 5m or 1h')], {
    error: 'write a span of time as 30s, 500ms, 5m, 1h, or in whole ms',
  })
  .transform((span) => {
    if (typeof span === 'number') return span;
    const unit = /[a-z]+$/.exec(span)?.[0] as keyof typeof unitMs;
    return Math.round(Number(span.slice(0, -unit.length)) * unitMs[unit]);
  });

const holdSchema = z.int().min(0, 'at least 0 ms').max(longestMs, 'at most 604800000 ms (a week)');
const respondSchema = z.int().min(1, 'an alarm needs a time to respond, 1 ms or more').max(longestMs, 'at most 604800000 ms (a week)');

/** What files and the API have in common. ISA-18.2: what needs no action in time is no alarm. */
const commonFields = {
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case: egt-high')
    .max(64),
  title: z.string().trim().min(1).max(200),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  when: z.string().min(1).max(2_000),
  clearWhen: z.string().min(1).max(2_000).optional(),
  action: z.string().trim().min(1, 'an alarm needs an action: what is the operator to do?').max(1_000),
};
const profilesSchema = z.array(z.string().min(1).max(64)).max(100);

/** One rule of a file. hold and clearHold are 0 when left out. */
const alarmRuleFileSchema = z.strictObject({
  ...commonFields,
  hold: spanSchema.pipe(holdSchema).default(0),
  clearHold: spanSchema.pipe(holdSchema).default(0),
  profiles: profilesSchema.default([]),
  respondWithin: spanSchema.pipe(respondSchema),
});

/** A rule file: YAML of kind AlarmRules. */
const alarmRulesSchema = z.strictObject({
  apiVersion: z.literal('seatrial/v1'),
  kind: z.literal('AlarmRules'),
  rules: z.array(alarmRuleFileSchema).min(1).max(10_000),
});

const recordSchema = z.object({
  ...commonFields,
  holdMs: holdSchema,
  clearHoldMs: holdSchema,
  profiles: profilesSchema,
  respondWithinMs: respondSchema,
});

/** A rule before it has a version. */
export type AlarmRuleDraft = Omit<AlarmRuleRecord, 'version'>;

/** Where a condition of a rule stands in the file that it was read from: beside the drafts, because a place is no part of a rule. */
const placesOf = new WeakMap<AlarmRuleDraft, (key: 'when' | 'clearWhen') => SeatrialError['at']>();

/** Does something with the conditions of a rule. What it throws says where in its file the condition stands, when the rule came from one. */
export function atCondition<Result>(draft: AlarmRuleDraft, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const at = placesOf.get(draft)?.(isSeatrialError(error) && error.message.startsWith('clearWhen') ? 'clearWhen' : 'when');
    if (!isSeatrialError(error) || at === undefined) throw error;
    throw new SeatrialError(error.code, error.definition, { message: error.message, next: error.next, at, cause: error });
  }
}

/**
 * Reads a rule file. Conditions are checked for syntax and types; whether their signals exist is seen when they are applied.
 * @throws E10xx for YAML that does not fit, E18xx for a condition or a name given twice: both with file, line and column
 */
export function parseRuleFile(text: string, file: string): AlarmRuleDraft[] {
  const { rules } = parseYaml(text, alarmRulesSchema, file);
  const places = readYaml(text, file);
  const names = new Set<string>();
  return rules.map(({ hold, clearHold, respondWithin, clearWhen, ...rest }, index) => {
    const base = { ...rest, holdMs: hold, clearHoldMs: clearHold, respondWithinMs: respondWithin };
    const draft = clearWhen === undefined ? base : { ...base, clearWhen };
    if (names.has(draft.name)) {
      throw fail('E1808', { message: `rule ${draft.name} is there twice`, at: places.place(['rules', index, 'name']) });
    }
    names.add(draft.name);
    placesOf.set(draft, (key) => places.place(['rules', index, key]));
    atCondition(draft, () => compileAlarmRule({ ...draft, version: 0 }, undefined));
    return draft;
  });
}

/** Checks a rule that did not come from a file. Throws E1808. */
export function checkDraft(draft: AlarmRuleDraft): void {
  const result = checkValue(recordSchema, draft);
  if (!('problems' in result)) return;
  const [problem] = result.problems;
  if (problem !== undefined) throw fail('E1808', { message: `rule ${String(draft.name)}: ${pathText(problem.path)}: ${problem.message}` });
}
