/** What requests may carry. Unknown keys are refused. */
import { z } from 'zod';
import { deviceSchema, roleSchema } from './api-schemas.ts';

const deviceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/)
  .describe('1 to 64 of a-z 0-9 . _ -, starting with a letter or digit');
const reason = z.string().max(500).default('').describe('Why: kept in the audit');
const deviceFields = Object.keys(deviceSchema.shape);

/** `a,b` as a set of field names of a device; a wrong name is refused with the list. */
const fields = z
  .string()
  .max(500)
  .transform((text, context) => {
    const names = text.split(',').map((name) => name.trim());
    const wrong = names.find((name) => !deviceFields.includes(name));
    if (wrong !== undefined) {
      context.addIssue({ code: 'custom', message: `"${wrong}" is no field; fields: ${deviceFields.join(', ')}` });
      return z.NEVER;
    }
    return names;
  });

const sequence = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Bodies that make tokens: no limit of the configuration bears on them. */
const tokenSchemas = {
  enrolmentToken: z.strictObject({
    title: z.string().max(200).default(''),
    uses: z.number().int().min(1).max(1_000_000),
    lifetimeMs: z
      .number()
      .int()
      .min(1_000)
      .max(10 * 365 * 86_400_000),
    profiles: z.array(z.string().min(1).max(64)).max(100).default([]),
    approve: z.boolean().default(true),
    reprovision: z.enum(['never', 'migrate', 'reset']).default('never'),
    labels: z.record(z.string().min(1).max(64), z.string().max(200)).default({}),
    reason,
  }),
  apiToken: z.strictObject({
    name: z.string().min(1).max(64),
    role: roleSchema,
    lifetimeMs: z
      .number()
      .int()
      .min(0)
      .max(10 * 365 * 86_400_000)
      .default(0)
      .describe('0: never expires'),
    reason,
  }),
};

/** Queries and bodies by route; page sizes depend on the limits. */
export function requestSchemas(limits: { readonly pageItems: number; readonly queryRows: number; readonly queryTimeoutMs: number }) {
  const limit = z.coerce.number().int().min(1).max(limits.pageItems).default(Math.min(100, limits.pageItems));
  return {
    deviceList: z.strictObject({
      selector: z.string().min(1).max(1_000).optional().describe('CEL, or key=value,…; left out: all devices'),
      after: z.string().max(64).default(''),
      limit,
      fields: fields.optional().describe('Names joined by commas'),
    }),
    deviceGet: z.strictObject({ fields: fields.optional().describe('Names joined by commas') }),
    deviceParams: z.object({ id: deviceId }),
    idParams: z.object({ id: z.string().min(1).max(200) }),
    watch: z.strictObject({ everyMs: z.coerce.number().int().min(250).max(60_000).default(1_000) }),
    reasonOnly: z.strictObject({ reason }),
    deviceIds: z.strictObject({ ids: z.array(deviceId).min(1).max(limits.pageItems), reason }),
    ...tokenSchemas,
    alarmList: z.strictObject({
      state: z.enum(['open', 'all']).default('open'),
      device: deviceId.optional(),
      after: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional()
        .describe('Id of the last alarm of the page before'),
      limit,
    }),
    acknowledge: z.strictObject({ note: z.string().max(500).default('') }),
    alarmRules: z.strictObject({
      file: z.string().max(500).default('rules.yaml').describe('Name for messages about the text'),
      text: z.string().max(1_048_576).describe('The rule file: YAML of kind AlarmRules'),
      reason,
    }),
    eventList: z.strictObject({
      after: sequence.optional().describe('Sequence of the newest event already known'),
      before: sequence.optional().describe('Only events below this sequence; not together with `after`'),
      since: z.iso.datetime({ offset: true }).optional(),
      device: deviceId.optional(),
      source: z.enum(['device', 'alarm', 'operator', 'system']).optional(),
      limit,
    }),
    eventStream: z.strictObject({
      after: sequence.optional().describe('As the header Last-Event-ID, which wins'),
      device: deviceId.optional(),
      source: z.enum(['device', 'alarm', 'operator', 'system']).optional(),
    }),
    signalSeries: z.strictObject({
      from: z.iso.datetime({ offset: true }).optional().describe('First time of the range; left out: a day before its end'),
      to: z.iso.datetime({ offset: true }).optional().describe('End of the range, not part of it; left out: now'),
      resolution: z
        .enum(['raw', '15min', 'auto'])
        .default('auto')
        .describe('raw: each reading; 15min: quarters of an hour by UTC; auto: the range in `points` equal parts'),
      points: z.coerce.number().int().min(1).max(10_000).default(500).describe('Points at most'),
    }),
    export: z.strictObject({
      view: z.enum(['readings', '15min', 'events']).default('readings').describe('15min: quarters of an hour by UTC'),
      format: z.enum(['parquet', 'csv', 'ndjson']).default('parquet'),
      from: z.iso.datetime({ offset: true }).describe('First time of the range, by the clock of the devices'),
      to: z.iso.datetime({ offset: true }).describe('End of the range, not part of it'),
      selector: z.string().min(1).max(1_000).optional().describe('CEL, or key=value,…; left out: all devices'),
      devices: z.array(deviceId).max(1_000).default([]).describe('Ids; empty: all, or those of the selector'),
      signals: z.array(z.string().min(1).max(64)).max(1_000).default([]).describe('Names; empty: all'),
      categories: z.array(z.string().min(1).max(64)).max(100).default([]).describe('Data categories of signals; empty: all'),
      reason,
    }),
    auditList: z.strictObject({ after: sequence.optional(), limit }),
    query: z.strictObject({
      sql: z.string().min(1).max(100_000),
      maxRows: z.number().int().min(1).max(limits.queryRows).default(Math.min(1_000, limits.queryRows)),
      timeoutMs: z.number().int().min(1).max(limits.queryTimeoutMs).default(Math.min(10_000, limits.queryTimeoutMs)),
    }),
  };
}

/** The schemas of one API. */
export type RequestSchemas = ReturnType<typeof requestSchemas>;
