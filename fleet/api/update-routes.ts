import { z } from 'zod';
import type { AttemptRecord } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';
import { wayOf } from './attempt-way.ts';
import { updateOrder } from './operation-schemas.ts';

const tags = ['updates'];
const time = z.string().describe('ISO 8601, UTC');
const state = z.enum([
  'queued',
  'offered',
  'checking',
  'downloading',
  'installing',
  'rebooting',
  'unconfirmed',
  'updated',
  'failed',
  'rejected',
  'rolledBack',
  'cancelled',
  'silent',
]);

const attemptSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('Attempt'),
    id: z.string(),
    number: z.number(),
    deviceId: z.string(),
    release: z.string().describe('NAME@VERSION'),
    state,
    isOver: z.boolean(),
    cause: z.string().describe('What the device names as the cause; empty when there is none'),
    message: z.string(),
    lie: z.string().describe('What the device reported and its Hello denies; empty when nothing'),
    digest: z.string().describe('Of the image'),
    contentBytes: z.number(),
    way: z.enum(['unknown', 'full', 'delta']).describe('What the device takes; unknown until it has chosen'),
    choice: z.string().describe('Why it was offered a delta, or the whole image'),
    deltaBytes: z.number().nullable().describe('Of the delta that was offered; null: none'),
    storedBytes: z.number().describe('Bytes of content or delta that the device has checked and stored'),
    receivedBytes: z.number().describe('Bytes of parts that reached the device'),
    sentBytes: z.number().describe('Bytes of parts that the manager sent'),
    fromVersion: z.string(),
    fromDigest: z.string(),
    securityCounter: z.number().nullable().describe('What the device had confirmed when it last reported; null: it did not'),
    isCancelling: z.boolean().describe('The device is told to stop'),
    steps: z.array(
      z.object({
        state,
        at: time,
        tookMs: z.number().nullable().describe('Time in this state; null: it is the last one'),
        storedBytes: z.number(),
        cause: z.string(),
        message: z.string(),
      }),
    ),
    deadlineAt: time.nullable().describe('When it ends as silent unless the device goes on; null when it is over'),
    createdAt: time,
    endedAt: time.nullable(),
    by: z.string(),
    reason: z.string(),
    operationId: z.string().describe('Empty when it belongs to none'),
    rollout: z.string().describe('Empty when it belongs to none'),
  })
  .meta({ id: 'Attempt', description: 'One try of one device at one release' });
const attemptListSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('AttemptList'),
    items: z.array(attemptSchema),
    next: z.string().nullable().describe('Give it as `after` for older ones'),
  })
  .meta({ id: 'AttemptList' });

/** Updates of devices: attempts, from the order to the end. */
export function addUpdateRoutes(app: ZodFastify, context: ApiContext): void {
  addAttemptReads(app, context);
  addUpdateOrders(app, context);
}

function addAttemptReads(app: ZodFastify, { manager, schemas, limits }: ApiContext): void {
  const { updates } = manager;
  const page = {
    after: z.coerce.number().int().min(1).optional().describe('Number of the last attempt of the page before'),
    limit: z.coerce.number().int().min(1).max(limits.pageItems).default(Math.min(100, limits.pageItems)),
  };
  const rollout = z.string().max(63).optional().describe('Of this rollout alone');
  const answer = (found: AttemptRecord[], limit: number): z.output<typeof attemptListSchema> => {
    const next = found.length === limit ? String(found.at(-1)?.number) : null;
    return { apiVersion, kind: 'AttemptList', items: found.map(presentAttempt), next };
  };
  app.get(
    '/v1/devices/:id/updates',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Attempts of a device, newest first',
        params: schemas.deviceParams,
        querystring: z.strictObject({ ...page, rollout }),
        response: { 200: attemptListSchema, ...problems },
      },
    },
    async ({ params, query }) => {
      const { id } = deviceOf(manager, params.id);
      return answer(updates.list({ deviceId: id, rollout: query.rollout, before: query.after, limit: query.limit }), query.limit);
    },
  );
  const query = z.strictObject({
    ...page,
    release: z.string().max(129).optional(),
    operation: z.string().max(64).optional(),
    rollout,
    state: z.enum(['open', 'all']).default('all'),
  });
  app.get(
    '/v1/attempts',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Attempts, newest first', querystring: query, response: { 200: attemptListSchema, ...problems } },
    },
    async (request) => {
      const { release, operation, rollout, state: which, after, limit } = request.query;
      const filter = { release, operationId: operation, rollout, open: which === 'open', before: after, limit };
      return answer(updates.list(filter), limit);
    },
  );
  app.get(
    '/v1/attempts/:id',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'One attempt', params: schemas.idParams, response: { 200: attemptSchema, ...problems } },
    },
    async ({ params }) => presentAttempt(updates.get(params.id)),
  );
}

function addUpdateOrders(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const { updates } = manager;
  app.post(
    '/v1/devices/:id/update',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Order an update: offered at once, or when the device comes; the answer does not wait for the device',
        params: schemas.deviceParams,
        body: z.strictObject({ ...updateOrder, reason: z.string().max(500).default('').describe('Why: kept in the audit') }),
        response: { 202: attemptSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { reason, ...order } = request.body;
      const { id } = deviceOf(manager, request.params.id);
      return reply.code(202).send(presentAttempt(await updates.order(id, order, '', actorOf(request, reason))));
    },
  );
  app.post(
    '/v1/attempts/:id/cancel',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Take an attempt back: past the switch of slots the device goes on',
        params: schemas.idParams,
        body: schemas.reasonOnly,
        response: { 200: attemptSchema, ...problems },
      },
    },
    async (request) => presentAttempt(await updates.cancel(request.params.id, actorOf(request, request.body.reason))),
  );
}

function presentAttempt(attempt: AttemptRecord): z.output<typeof attemptSchema> {
  const { steps, delta, securityCounter, deadlineAtMs, createdAtMs, endedAtMs } = attempt;
  const { id, number, deviceId, release, state: stands, cause, message, lie, digest, contentBytes, choice } = attempt;
  const { storedBytes, receivedBytes, sentBytes, fromVersion, fromDigest, isCancelling, by, reason, operationId, rollout } = attempt;
  return {
    apiVersion,
    kind: 'Attempt',
    ...{ id, number, deviceId, release, state: stands, isOver: endedAtMs > 0, cause, message, lie, digest, contentBytes },
    way: wayOf(attempt),
    choice,
    deltaBytes: delta?.bytes ?? null,
    ...{ storedBytes, receivedBytes, sentBytes, fromVersion, fromDigest },
    securityCounter: securityCounter < 0 ? null : securityCounter,
    isCancelling,
    steps: steps.map(({ atMs, ...step }, index) => {
      const next = steps[index + 1]?.atMs;
      return { ...step, at: new Date(atMs).toISOString(), tookMs: next === undefined ? null : next - atMs };
    }),
    deadlineAt: deadlineAtMs === 0 ? null : new Date(deadlineAtMs).toISOString(),
    createdAt: new Date(createdAtMs).toISOString(),
    endedAt: endedAtMs === 0 ? null : new Date(endedAtMs).toISOString(),
    ...{ by, reason, operationId, rollout },
  };
}
