import { z } from 'zod';
import { type UpdateCauseName, updateCauses } from '#proto/frame/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { dayNames, minuteOf, minutePattern, percentOf, percentPattern, shareOf, spanMs, spanPattern, spanText } from './plan-words.ts';

/** Waves of a plan. */
const mostWaves = 50;
/** Gates of a wave. */
const mostGates = 16;
const day = 86_400_000;

const spanForm = 'write a span of time with its unit: 24h, 30m, 1h30m, 7d';

/** A span of time as text, ms behind it. */
function span(leastMs: number, mostMs: number) {
  return z
    .string({ error: spanForm })
    .refine((text) => spanPattern.test(text), spanForm)
    .refine(
      (text) => !spanPattern.test(text) || (spanMs(text) >= leastMs && spanMs(text) <= mostMs),
      `expected ${spanText(leastMs)} to ${spanText(mostMs)}`,
    )
    .transform(spanMs);
}

const percentForm = 'write a percent with its sign: 5%, 0.5%';

function percentShape(least: number, most: number) {
  return z
    .string({ error: percentForm })
    .refine((text) => percentPattern.test(text), percentForm)
    .refine(
      (text) => !percentPattern.test(text) || (percentOf(text) >= least && percentOf(text) <= most),
      `expected ${least}% to ${most}%`,
    );
}

/** Percent as a number: 5 for "5%". */
const percent = (least: number, most: number) => percentShape(least, most).transform(percentOf);
/** A probability, written as percent: 0.05 for "5%". */
const probability = (least: number, most: number) => percentShape(least, most).transform(shareOf);

const timeOfDayForm = 'write a time of the day as "02:00", 00:00 to 24:00';
const timeOfDay = z.string({ error: timeOfDayForm }).regex(minutePattern, timeOfDayForm).transform(minuteOf);

/** Names of waves and gates. */
const partName = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case: first-wave')
  .max(40);

/** CEL or shorthand: compiled once its place is known. */
const expression = z.string().trim().min(1).max(2_000);

const stratumPattern = /^(profile|hardware|link|label:[A-Za-z0-9._-]{1,63})$/;

function stratumText(found: string): string {
  const meant = closestWord(found, ['profile', 'hardware', 'link']);
  return `expected one of profile, hardware, link, label:KEY, found "${found.slice(0, 60)}"${meant === undefined ? '' : `, did you mean "${meant}"?`}`;
}

const causeNames = updateCauses.names;
const onBad = z.enum(['pause', 'halt', 'rollback']);
const role = z.enum(['operator', 'admin']);

/** All bad ends of a device; what a threshold counts when it names none. */
export const thresholdSets = ['failed', 'rejected', 'rolledBack', 'silent'] as const;

const thresholdGate = z.strictObject({
  type: z.literal('threshold'),
  name: partName.optional(),
  of: z
    .array(z.enum(thresholdSets))
    .min(1)
    .max(4)
    .default(() => [...thresholdSets]),
  causes: z
    .array(z.enum([...causeNames, 'lie']))
    .max(40)
    .default(() => []),
  above: percent(0, 100),
  minimum: z.int().min(1).max(200_000).default(10),
  absolute: z.boolean().default(false),
  onBad: onBad.optional(),
});

const consecutiveGate = z.strictObject({
  type: z.literal('consecutive'),
  name: partName.default('same-cause'),
  failures: z.int().min(2).max(1_000).default(3),
  onBad: onBad.optional(),
});

const healthGate = z.strictObject({
  type: z.literal('health'),
  name: partName.default('health'),
  falseStop: probability(0.01, 50).prefault('1%'),
  falsePromotion: probability(0.01, 50).prefault('5%'),
  failures: z
    .array(z.enum(['crash', 'reboot', 'silence', 'selfTest']))
    .min(1)
    .max(4)
    .default(() => ['crash' as const, 'reboot' as const, 'silence' as const, 'selfTest' as const]),
  countedFailures: z.int().min(1).max(3).default(3),
  promotion: z.enum(['proven', 'soak']).default('soak'),
  hold: span(60_000, 90 * day).optional(),
  onBad: onBad.optional(),
});

const signalGate = z.strictObject({
  type: z.literal('signal'),
  name: partName.default('signal'),
  when: expression,
  minimum: z.int().min(1).max(200_000).default(20),
  onBad: onBad.optional(),
});

const manualGate = z.strictObject({
  type: z.literal('manual'),
  name: partName.default('manual'),
  role: role.default('operator'),
});

const gates = z.array(z.discriminatedUnion('type', [thresholdGate, consecutiveGate, healthGate, signalGate, manualGate])).max(mostGates);

/** One gate as the file has it, defaults filled in but those that the plan gives. */
export type GateFile = z.output<typeof gates>[number];

const wave = z.strictObject({
  name: partName,
  percent: percent(0.01, 100).optional(),
  atLeast: z.int().min(0).max(200_000).optional(),
  devices: z.int().min(1).max(200_000).optional(),
  selector: expression.optional(),
  soak: span(0, 90 * day).optional(),
  patience: span(0, 365 * day).optional(),
  gates: gates.optional(),
});

/** One wave as the file has it. */
export type WaveFile = z.output<typeof wave>;

const perMinute = z.number().min(0.1).max(60_000);
const dispatch = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('constant'), perMinute }),
  z.strictObject({
    type: z.literal('exponential'),
    basePerMinute: perMinute,
    factor: z.number().min(1.1).max(5).default(2),
    every: z.strictObject({ attempted: z.int().min(1).max(200_000).optional(), updated: z.int().min(1).max(200_000).optional() }),
    mostPerMinute: perMinute.default(1_000),
  }),
]);

const retryCount = z.int().min(0).max(10).exactOptional();
type RetryCause = UpdateCauseName | 'silent';
/** Every cause, so that a slip of the pen is answered with the cause that was meant; those that are never tried again are told why. */
const retryCauses = z.strictObject(
  Object.fromEntries([...causeNames, 'silent'].map((name) => [name, retryCount])) as Record<RetryCause, typeof retryCount>,
);

/** A plan file: YAML of kind Rollout. */
export const planSchema = z.strictObject({
  apiVersion: z.literal('seatrial/v1'),
  kind: z.literal('Rollout'),
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, '1 to 63 of a-z 0-9 . _ -, starting with a letter or digit'),
  title: z.string().trim().max(200).default(''),
  release: z.string().min(1).max(200).optional(),
  delta: z.enum(['prefer', 'require', 'never']).optional(),
  configuration: z
    .strictObject({
      set: z
        .record(
          z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/, 'a setting is camelCase'),
          z.union([z.number(), z.string().max(1_024), z.boolean()]),
        )
        .default(() => ({})),
      reset: z
        .array(z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/, 'a setting is camelCase'))
        .max(256)
        .default(() => []),
    })
    .optional(),
  selector: expression,
  exclude: z.string().trim().max(2_000).default(''),
  seed: z.string().min(1).max(200).optional(),
  strata: z
    .array(z.string().refine((text) => stratumPattern.test(text), { error: ({ input }) => stratumText(String(input)) }))
    .max(8)
    .default(() => ['profile', 'hardware', 'link']),
  membership: z.enum(['static', 'dynamic']).default('static'),
  waves: z.array(wave).min(1).max(mostWaves).optional(),
  soak: span(0, 90 * day).prefault('24h'),
  gates: gates.optional(),
  onBad: onBad.default('pause'),
  dispatch: dispatch.default({ type: 'constant', perMinute: 1_000 }),
  limits: z
    .strictObject({
      inFlight: z.int().min(1).max(200_000).optional(),
      bytesPerSecond: z.int().min(0).max(1e12).default(0),
    })
    .prefault({}),
  windows: z
    .array(
      z.strictObject({
        days: z
          .array(z.enum(dayNames))
          .min(1)
          .max(7)
          .default(() => [...dayNames]),
        from: timeOfDay,
        to: timeOfDay,
      }),
    )
    .max(50)
    .default(() => []),
  timeZone: z.string().min(1).max(64).default('UTC'),
  deadlines: z
    .strictObject({
      offer: span(10_000, 30 * day).prefault('24h'),
      download: span(10_000, 30 * day).prefault('4h'),
      install: span(10_000, 30 * day).prefault('30m'),
      confirm: span(10_000, 30 * day).prefault('30m'),
    })
    .prefault({}),
  retries: z
    .strictObject({
      others: z.int().min(0).max(10).default(2),
      causes: retryCauses.default({}),
      wait: span(0, 30 * day).prefault('15m'),
    })
    .prefault({}),
  penalty: z.strictObject({ failures: z.int().min(1).max(100).default(3), span: span(0, 365 * day).prefault('24h') }).prefault({}),
  condition: z.string().trim().max(2_000).default(''),
  approval: z.strictObject({ role: role.default('admin'), approvals: z.int().min(1).max(10).default(1) }).optional(),
  priority: z.int().min(0).max(100).default(50),
  startAt: z.iso.datetime({ offset: true, error: 'write a time with its zone: 2026-05-01T02:00:00Z' }).optional(),
  missedWakeUps: z.int().min(1).max(100).default(3),
});

/** A plan file as it was read. */
export type PlanFile = z.output<typeof planSchema>;
