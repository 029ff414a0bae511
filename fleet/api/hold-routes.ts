import { z } from 'zod';
import type { HoldRecord } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';
import { holdEnd } from './operation-schemas.ts';
import { presentHold } from './presenters.ts';

const tags = ['devices'];
const time = z.string().describe('ISO 8601, UTC');

const holdSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('Hold'),
    deviceId: z.string(),
    type: z.enum(['hold', 'pin']),
    release: z.string().describe('Version that it is pinned to; empty for a hold, and where none is known'),
    until: time.nullable().describe('When it ends by itself; null: when it is taken back'),
    by: z.string(),
    reason: z.string(),
    at: time,
  })
  .meta({ id: 'Hold', description: 'A device that is left alone' });
const holdListSchema = z
  .object({ apiVersion: z.literal(apiVersion), kind: z.literal('HoldList'), items: z.array(holdSchema), next: z.null() })
  .meta({ id: 'HoldList' });

const verbs = [
  ['hold', 'hold', 'Leave a device alone: nothing new goes to it'],
  ['pin', 'pin', 'Leave a device at what it runs'],
] as const;
const undoing = [
  ['unhold', 'hold', 'Take a hold back'],
  ['unpin', 'pin', 'Take a pin back'],
] as const;

/** Holds and pins. */
export function addHoldRoutes(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const { holds } = manager;
  app.get(
    '/v1/holds',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Devices that are held or pinned, by id', response: { 200: holdListSchema, ...problems } },
    },
    async () => ({ apiVersion, kind: 'HoldList' as const, items: holds.list().map(present), next: null }),
  );
  const params = schemas.deviceParams;
  const response = { 200: holdSchema, ...problems };
  const body = z.strictObject({ ...holdEnd, reason: z.string().max(500).default('').describe('Why: kept in the audit') });
  for (const [verb, type, summary] of verbs) {
    app.post(
      `/v1/devices/:id/${verb}`,
      { config: { role: 'operator' }, schema: { tags, summary, params, body, response } },
      async (request) => {
        const { id } = deviceOf(manager, request.params.id);
        const { untilMs, reason } = request.body;
        return present(await holds.set(id, { type, untilMs }, actorOf(request, reason)));
      },
    );
  }
  for (const [verb, type, summary] of undoing) {
    app.post(
      `/v1/devices/:id/${verb}`,
      { config: { role: 'operator' }, schema: { tags, summary, params, body: schemas.reasonOnly, response } },
      async (request) => {
        const { id } = deviceOf(manager, request.params.id);
        return present(await holds.clear(id, type, actorOf(request, request.body.reason)));
      },
    );
  }
}

function present(record: HoldRecord): z.output<typeof holdSchema> {
  return { apiVersion, kind: 'Hold', deviceId: record.deviceId, ...presentHold(record) };
}
