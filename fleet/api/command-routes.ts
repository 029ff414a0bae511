import { z } from 'zod';
import type { CommandRecord } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';
import { commandOrder } from './operation-schemas.ts';

const tags = ['commands'];
const time = z.string().describe('ISO 8601, UTC');

const commandSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('Command'),
    id: z.string(),
    number: z.number(),
    deviceId: z.string(),
    name: z.string(),
    arguments: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    state: z.enum(['queued', 'sent', 'done', 'unknown', 'refused', 'failed', 'unanswered', 'expired', 'cancelled']),
    message: z.string(),
    timeoutMs: z.number(),
    createdAt: time,
    deadlineAt: time.describe('The device is not told after this'),
    sentAt: time.nullable().describe('First time that the device was told'),
    endedAt: time.nullable(),
    by: z.string(),
    reason: z.string(),
    operationId: z.string().describe('Empty when it belongs to none'),
  })
  .meta({ id: 'Command', description: 'A command and what came of it' });
const commandListSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('CommandList'),
    items: z.array(commandSchema),
    next: z.string().nullable().describe('Give it as `after` for older ones'),
  })
  .meta({ id: 'CommandList' });

/** Commands that are kept until their devices answer. */
export function addCommandRoutes(app: ZodFastify, { manager, schemas, limits }: ApiContext): void {
  const { commands } = manager;
  const response = { 200: commandSchema, ...problems };
  app.post(
    '/v1/devices/:id/commands',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Send a command: now, or when the device comes before the deadline; the answer does not wait for the device',
        params: schemas.deviceParams,
        body: z.strictObject({ ...commandOrder, reason: z.string().max(500).default('').describe('Why: kept in the audit') }),
        response: { 202: commandSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { reason, ...order } = request.body;
      const { id } = deviceOf(manager, request.params.id);
      return reply.code(202).send(present(await commands.send(id, order, '', actorOf(request, reason))));
    },
  );
  const query = z.strictObject({
    device: z.string().max(64).optional(),
    operation: z.string().max(64).optional(),
    state: z.enum(['open', 'all']).default('all'),
    after: z.coerce.number().int().min(1).optional().describe('Number of the last command of the page before'),
    limit: z.coerce.number().int().min(1).max(limits.pageItems).default(Math.min(100, limits.pageItems)),
  });
  app.get(
    '/v1/commands',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Commands, newest first', querystring: query, response: { 200: commandListSchema, ...problems } },
    },
    async (request) => {
      const { device, operation, state, after, limit } = request.query;
      if (device !== undefined) deviceOf(manager, device);
      const found = commands.list({ deviceId: device, operationId: operation, open: state === 'open', before: after, limit });
      const next = found.length === limit ? String(found.at(-1)?.number) : null;
      return { apiVersion, kind: 'CommandList' as const, items: found.map(present), next };
    },
  );
  app.get(
    '/v1/commands/:id',
    { config: { role: 'viewer' }, schema: { tags, summary: 'One command', params: schemas.idParams, response } },
    async (request) => present(commands.get(request.params.id)),
  );
  app.post(
    '/v1/commands/:id/cancel',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Take a command back before its device was told',
        params: schemas.idParams,
        body: schemas.reasonOnly,
        response,
      },
    },
    async (request) => present(await commands.cancel(request.params.id, actorOf(request, request.body.reason))),
  );
}

function present({ createdAtMs, deadlineAtMs, sentAtMs, endedAtMs, ...command }: CommandRecord): z.output<typeof commandSchema> {
  return {
    apiVersion,
    kind: 'Command',
    ...command,
    arguments: { ...command.arguments },
    createdAt: new Date(createdAtMs).toISOString(),
    deadlineAt: new Date(deadlineAtMs).toISOString(),
    sentAt: sentAtMs === 0 ? null : new Date(sentAtMs).toISOString(),
    endedAt: endedAtMs === 0 ? null : new Date(endedAtMs).toISOString(),
  };
}
