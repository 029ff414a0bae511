import { z } from 'zod';
import type { HookMessageRecord, HookView } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';

const tags = ['hooks'];
const version = z.literal(apiVersion);
const time = z.string().describe('ISO 8601, UTC');
const reason = z.string().max(500).default('').describe('Why: kept in the audit');
const params = z.object({ id: z.string().min(1).max(63).describe('Name of the hook') });
const act = z.strictObject({ reason });

const hookSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('Hook'),
    name: z.string(),
    url: z.string().describe('Receiver of the messages'),
    on: z.string().describe('CEL: the events that it wants'),
    state: z.enum(['ok', 'failing', 'down', 'paused']).describe('down: it fails for so long that an alarm was raised'),
    delivered: z.number().describe('Messages that the receiver took'),
    dropped: z.number().describe('Messages that were given up'),
    waiting: z.number().describe('Messages that wait'),
    oldestWaitingMs: z.number().describe('Age of the oldest of them, ms'),
    answer: z.string().describe('Answer to the newest attempt since the start of the manager'),
    createdAt: time,
    createdBy: z.string(),
  })
  .meta({ id: 'Hook', description: 'Where what happens leaves the manager' });
const createdSchema = hookSchema
  .extend({
    secret: z.string().describe('Key of the signatures, shown this once'),
    recent: z
      .object({ entries: z.number(), wanted: z.number(), causes: z.number() })
      .describe('Of the newest entries of the timeline: how many it would have told of, and of how many causes'),
  })
  .meta({ id: 'HookWithSecret' });
const hookListSchema = z
  .object({ apiVersion: version, kind: z.literal('HookList'), items: z.array(hookSchema), next: z.null() })
  .meta({ id: 'HookList' });
const testSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('HookTest'),
    name: z.string(),
    id: z.string(),
    delivered: z.boolean(),
    answer: z.string().describe('Status, or why there was no answer'),
    elapsedMs: z.number(),
  })
  .meta({ id: 'HookTest', description: 'How a test message went' });
const deliverySchema = z
  .object({
    id: z.string().describe('webhook-id of every attempt'),
    cause: z.string(),
    events: z.number().describe('Events that it tells of'),
    summary: z.string(),
    state: z.enum(['waiting', 'delivered', 'dropped']),
    attempts: z.number(),
    answer: z.string().describe('Status of the last attempt, or why there was none'),
    createdAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'HookDelivery' });
const deliveryListSchema = z
  .object({ apiVersion: version, kind: z.literal('HookDeliveryList'), items: z.array(deliverySchema), next: z.string().nullable() })
  .meta({ id: 'HookDeliveryList' });

/** Hooks: an admin makes and deletes them, operators see, test and pause them. */
export function addHookRoutes(app: ZodFastify, context: ApiContext): void {
  addHookReads(app, context);
  addHookLife(app, context);
  addHookActs(app, context);
}

function addHookReads(app: ZodFastify, { manager, limits }: ApiContext): void {
  app.get(
    '/v1/hooks',
    { config: { role: 'operator' }, schema: { tags, summary: 'Hooks by name', response: { 200: hookListSchema, ...problems } } },
    async () => ({ apiVersion, kind: 'HookList' as const, items: manager.hooks.list().map(presentHook), next: null }),
  );
  app.get(
    '/v1/hooks/:id',
    { config: { role: 'operator' }, schema: { tags, summary: 'One hook', params, response: { 200: hookSchema, ...problems } } },
    async (request) => presentHook(manager.hooks.get(request.params.id)),
  );
  const querystring = z.strictObject({
    after: z.string().max(64).optional().describe('Goes on behind this one, to older ones'),
    limit: z.coerce.number().int().min(1).max(limits.pageItems).default(Math.min(100, limits.pageItems)),
  });
  app.get(
    '/v1/hooks/:id/deliveries',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Messages of a hook, newest first',
        params,
        querystring,
        response: { 200: deliveryListSchema, ...problems },
      },
    },
    async (request) => {
      const { after: before, limit } = request.query;
      const items = manager.hooks.deliveries(request.params.id, { before, limit }).map(presentDelivery);
      const next = items.length === limit ? (items.at(-1)?.id ?? null) : null;
      return { apiVersion, kind: 'HookDeliveryList' as const, items, next };
    },
  );
}

function addHookLife(app: ZodFastify, { manager }: ApiContext): void {
  const body = z.strictObject({
    name: z.string().max(200).describe('1 to 63 of a-z 0-9 . _ -'),
    url: z.string().max(4_000).describe('http:// or https://'),
    on: z.string().min(1).max(4_000).describe('CEL over an event'),
    secret: z.string().max(200).optional().describe('whsec_ and base64 of 24 to 64 bytes; one is made when left out'),
    reason,
  });
  app.post(
    '/v1/hooks',
    {
      config: { role: 'admin' },
      schema: { tags, summary: 'Make a hook; the secret is in this answer alone', body, response: { 201: createdSchema, ...problems } },
    },
    async (request, reply) => {
      const { reason: why, ...wanted } = request.body;
      const { hook, secret, recent } = await manager.hooks.create(wanted, actorOf(request, why));
      return reply.code(201).send({ ...presentHook(hook), secret, recent });
    },
  );
  app.post(
    '/v1/hooks/:id/remove',
    {
      config: { role: 'admin' },
      schema: { tags, summary: 'Delete a hook and what waits for it', params, body: act, response: { 200: hookSchema, ...problems } },
    },
    async (request) => presentHook(await manager.hooks.remove(request.params.id, actorOf(request, request.body.reason))),
  );
}

function addHookActs(app: ZodFastify, { manager }: ApiContext): void {
  app.post(
    '/v1/hooks/:id/test',
    {
      config: { role: 'operator' },
      schema: { tags, summary: 'Send one message now and say how it went', params, body: act, response: { 200: testSchema, ...problems } },
    },
    async (request) => {
      const { id: name } = request.params;
      const test = await manager.hooks.test(name, actorOf(request, request.body.reason));
      return { apiVersion, kind: 'HookTest' as const, name, ...test };
    },
  );
  for (const [verb, isPaused, summary] of [
    ['pause', true, 'Send nothing; messages are gathered and wait'],
    ['resume', false, 'Send again, first what waits'],
  ] as const) {
    app.post(
      `/v1/hooks/:id/${verb}`,
      { config: { role: 'operator' }, schema: { tags, summary, params, body: act, response: { 200: hookSchema, ...problems } } },
      async (request) => presentHook(await manager.hooks.pause(request.params.id, isPaused, actorOf(request, request.body.reason))),
    );
  }
}

function presentHook(view: HookView): z.output<typeof hookSchema> {
  const { createdAtMs, afterSequence: _after, isPaused: _paused, ...hook } = view;
  return { apiVersion, kind: 'Hook', ...hook, createdAt: new Date(createdAtMs).toISOString() };
}

function presentDelivery(record: HookMessageRecord): z.output<typeof deliverySchema> {
  const { id, cause, events, summary, state, attempts, answer, createdAtMs, endedAtMs } = record;
  const endedAt = endedAtMs === 0 ? null : new Date(endedAtMs).toISOString();
  return { id, cause, events, summary, state, attempts, answer, createdAt: new Date(createdAtMs).toISOString(), endedAt };
}
