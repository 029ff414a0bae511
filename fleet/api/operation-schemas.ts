/** Orders to many devices: what requests carry, what answers show. */
import { z } from 'zod';
import { apiVersion } from './api-schemas.ts';

const time = z.string().describe('ISO 8601, UTC');
const reason = z.string().max(500).default('').describe('Why: kept in the audit');
const labelKey = z.string().min(1).max(63);

const labelChange = {
  set: z.record(labelKey, z.string().max(256)).default({}).describe('Labels to set'),
  remove: z.array(labelKey).max(16).default([]).describe('Keys to remove'),
};

/** A change of the wanted configuration. */
export const configurationChange = {
  set: z
    .record(z.string().min(1).max(64), z.union([z.number(), z.string().max(1_024), z.boolean()]))
    .default({})
    .describe('Settings by key'),
  text: z.record(z.string().min(1).max(64), z.string().max(1_024)).default({}).describe('As set, with values as text: read by their type'),
  reset: z.array(z.string().min(1).max(64)).max(64).default([]).describe('Keys that go back to the default'),
};

/** What a device is to do. */
export const commandOrder = {
  name: z.string().min(1).max(64).describe('reboot, identify, or a command of the profile'),
  arguments: z.record(z.string().min(1).max(64), z.union([z.number(), z.string().max(1_024), z.boolean()])).default({}),
  timeoutMs: z.number().int().min(100).max(86_400_000).default(30_000).describe('Time to answer once the device was told'),
  deadlineMs: z.number().int().min(0).max(2_592_000_000).default(0).describe('The device may be told for this time; 0: only now'),
};

/** What a device is to run. */
export const updateOrder = {
  release: z.string().min(3).max(129).describe('NAME@VERSION'),
  delta: z
    .enum(['prefer', 'require', 'never'])
    .default('prefer')
    .describe('Whether a delta is used: when it is worth it, in any case, or not at all'),
};

/** When a hold or pin ends. */
export const holdEnd = {
  untilMs: z.number().int().min(0).default(0).describe('ms since 1970-01-01T00:00Z; 0: until it is taken back'),
};

/** Body that labels one device. */
export const labelBody = z.strictObject({ ...labelChange, reason });

const orderSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('label'), ...labelChange }),
  z.strictObject({ type: z.literal('configure'), ...configurationChange }),
  z.strictObject({ type: z.literal('command'), ...commandOrder }),
  z.strictObject({ type: z.literal('update'), ...updateOrder }),
  z.strictObject({ type: z.literal('approve') }),
  z.strictObject({ type: z.literal('reject') }),
  z.strictObject({ type: z.literal('revoke') }),
  z.strictObject({ type: z.literal('retire') }),
  z.strictObject({ type: z.literal('reinstate') }),
  z.strictObject({ type: z.literal('hold'), ...holdEnd }),
  z.strictObject({ type: z.literal('pin'), ...holdEnd }),
  z.strictObject({ type: z.literal('unhold') }),
  z.strictObject({ type: z.literal('unpin') }),
]);

/** Body that starts or plans an operation. */
export const operationBody = z.strictObject({
  order: orderSchema,
  selector: z.string().max(1_000).default('').describe('CEL, or key=value,…; left out together with `all`'),
  all: z.boolean().default(false).describe('Every device is meant'),
  max: z.number().int().min(1).max(10_000).default(10).describe('Refused when more devices match'),
  ratePerSecond: z.number().min(0.01).max(1_000).default(10).describe('Devices a second on average'),
  stopAfter: z.number().int().min(1).max(10_000).default(5).describe('Ends at this many failures'),
  reason,
});

/** An operation. */
export const operationSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('Operation'),
    id: z.string(),
    action: z.string(),
    state: z.enum(['running', 'done', 'stopped', 'cancelled', 'interrupted']),
    summary: z.string(),
    selector: z.string(),
    message: z.string().describe('Why it ended, when it was not because all was done'),
    devices: z.number(),
    done: z.number(),
    unchanged: z.number(),
    failed: z.number(),
    ratePerSecond: z.number(),
    stopAfter: z.number(),
    startedAt: time,
    endedAt: time.nullable().describe('null while it runs'),
    by: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'Operation', description: 'An order to many devices, staggered by the manager' });
export const operationListSchema = z
  .object({ apiVersion: z.literal(apiVersion), kind: z.literal('OperationList'), items: z.array(operationSchema), next: z.null() })
  .meta({ id: 'OperationList' });

/** What an operation would do. */
export const operationPlanSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('OperationPlan'),
    summary: z.string(),
    devices: z.number(),
    unchanged: z.number().describe('Devices that stand so already'),
    names: z.array(z.string()).describe('The first 20 of them'),
    problems: z.array(z.object({ deviceId: z.string(), code: z.string(), message: z.string() })).describe('The first 20'),
    problemCount: z.number().describe('With one or more, nothing would be begun'),
  })
  .meta({ id: 'OperationPlan' });

export const operationStepListSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('OperationStepList'),
    items: z.array(
      z.object({
        deviceId: z.string(),
        outcome: z.enum(['waiting', 'done', 'unchanged', 'failed']),
        code: z.string(),
        message: z.string(),
        at: time.nullable(),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'OperationStepList' });

/** Query of a page of steps. */
export function stepQuery(pageItems: number) {
  return z.strictObject({
    after: z.coerce.number().int().min(0).max(100_000).default(0).describe('Number of steps already known'),
    limit: z.coerce.number().int().min(1).max(pageItems).default(Math.min(100, pageItems)),
  });
}
