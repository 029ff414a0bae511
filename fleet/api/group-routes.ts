import { z } from 'zod';
import type { GroupView } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';

const tags = ['groups'];
const version = z.literal(apiVersion);
const time = z.string().describe('ISO 8601, UTC');
const reason = z.string().max(500).default('').describe('Why: kept in the audit');
const title = z.string().max(200).describe('What it is for');
const selector = z.string().min(1).max(1_000).describe('CEL, or key=value,…');
const updateBytesPerSecond = z
  .number()
  .int()
  .min(0)
  .max(10_000_000_000)
  .describe('Bytes of images a second to all of its devices together; 0: no budget of its own');
const revision = z.number().int().min(1).optional().describe('Refused when the group stands at another one');
const params = z.object({ id: z.string().min(1).max(63).describe('Name of the group') });

const groupSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('Group'),
    name: z.string(),
    selector: z.string(),
    title: z.string(),
    updateBytesPerSecond: z.number(),
    revision: z.number(),
    uses: z.array(z.string()).describe('Groups that its selector asks'),
    usedBy: z.array(z.string()).describe('Groups whose selectors ask it'),
    createdAt: time,
    createdBy: z.string(),
    changedAt: time,
    changedBy: z.string(),
  })
  .meta({ id: 'Group', description: 'A saved selector' });
const groupListSchema = z
  .object({ apiVersion: version, kind: z.literal('GroupList'), items: z.array(groupSchema), next: z.null() })
  .meta({ id: 'GroupList' });
const previewSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('GroupPreview'),
    name: z.string(),
    selector: z.string(),
    revision: z.number(),
    members: z.number().describe('Devices that match now'),
    names: z.array(z.string()).describe('The first of them, by id'),
    device: z
      .object({
        id: z.string(),
        matches: z.boolean(),
        clauses: z.array(
          z.object({
            clause: z.string(),
            holds: z.boolean().nullable().describe('null when something about the device is not known'),
            measured: z.string(),
          }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'GroupPreview', description: 'Who is in a group now, and why a device is or is not' });

/** Groups: saved selectors. */
export function addGroupRoutes(app: ZodFastify, context: ApiContext): void {
  addGroupReads(app, context);
  addGroupChanges(app, context);
}

function addGroupReads(app: ZodFastify, { manager }: ApiContext): void {
  app.get(
    '/v1/groups',
    { config: { role: 'viewer' }, schema: { tags, summary: 'Groups by name', response: { 200: groupListSchema, ...problems } } },
    async () => ({ apiVersion, kind: 'GroupList' as const, items: manager.groups.list().map(presentGroup), next: null }),
  );
  app.get(
    '/v1/groups/:id',
    { config: { role: 'viewer' }, schema: { tags, summary: 'One group', params, response: { 200: groupSchema, ...problems } } },
    async (request) => presentGroup(manager.groups.get(request.params.id)),
  );
  const previewQuery = z.strictObject({
    device: z.string().max(64).optional().describe('Explain this device'),
    limit: z.coerce.number().int().min(1).max(1_000).default(20).describe('Names at most'),
  });
  app.get(
    '/v1/groups/:id/preview',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Who matches now, and why a device does or does not',
        params,
        querystring: previewQuery,
        response: { 200: previewSchema, ...problems },
      },
    },
    async (request) => {
      const { group, members, names, device } = manager.groups.preview(request.params.id, request.query);
      const { name, selector: text, revision: at } = group;
      const explained = device === undefined ? null : { ...device, clauses: [...device.clauses] };
      return {
        apiVersion,
        kind: 'GroupPreview' as const,
        name,
        selector: text,
        revision: at,
        members,
        names: [...names],
        device: explained,
      };
    },
  );
}

function addGroupChanges(app: ZodFastify, { manager }: ApiContext): void {
  const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/);
  app.post(
    '/v1/groups',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Save a selector under a name',
        body: z.strictObject({ name, selector, title: title.default(''), updateBytesPerSecond: updateBytesPerSecond.default(0), reason }),
        response: { 201: groupSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { reason: why, ...group } = request.body;
      return reply.code(201).send(presentGroup(await manager.groups.create(group, actorOf(request, why))));
    },
  );
  app.post(
    '/v1/groups/:id/set',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Change the selector or the title',
        params,
        body: z.strictObject({
          selector: selector.optional(),
          title: title.optional(),
          updateBytesPerSecond: updateBytesPerSecond.optional(),
          revision,
          reason,
        }),
        response: { 200: groupSchema, ...problems },
      },
    },
    async (request) => {
      const { reason: why, ...change } = request.body;
      return presentGroup(await manager.groups.set(request.params.id, change, actorOf(request, why)));
    },
  );
  app.post(
    '/v1/groups/:id/remove',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Delete a group that no other asks',
        params,
        body: z.strictObject({ revision, reason }),
        response: { 200: groupSchema, ...problems },
      },
    },
    async (request) => {
      const { reason: why, ...options } = request.body;
      return presentGroup(await manager.groups.remove(request.params.id, options, actorOf(request, why)));
    },
  );
}

function presentGroup({ createdAtMs, changedAtMs, uses, usedBy, ...group }: GroupView): z.output<typeof groupSchema> {
  return {
    apiVersion,
    kind: 'Group',
    ...group,
    uses: [...uses],
    usedBy: [...usedBy],
    createdAt: new Date(createdAtMs).toISOString(),
    changedAt: new Date(changedAtMs).toISOString(),
  };
}
