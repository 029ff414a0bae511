import { z } from 'zod';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion, deviceSchema } from './api-schemas.ts';
import { presentDevice } from './presenters.ts';

const tags = ['provisioning'];
const reason = z.string().max(500).default('').describe('Why: kept in the audit');
/** A length is told by the registry with the name of the device; this only bounds it. */
const publicKey = z.string().max(200).describe('Ed25519, 32 bytes raw, base64url without padding: 43 characters');
const longestOverlapMs = 31_622_400_000;

const importBody = z.strictObject({
  identities: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(200),
        publicKey,
        profile: z.string().max(200),
        hardwareRevision: z.string().max(200).default(''),
        labels: z.record(z.string().min(1).max(64), z.string().max(256)).default({}),
        status: z.enum(['active', 'pending']).default('active'),
      }),
    )
    .min(1)
    .max(10_000)
    .describe('As many as limits.importIdentities allows, 1,000 by default'),
  dryRun: z.boolean().default(false).describe('Say what would be; nothing is taken'),
  reason,
});

const importedSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('ImportedIdentityList'),
    items: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum(['created', 'unchanged', 'conflict']).describe('unchanged: this key has this identity already'),
        message: z.string().describe('Of a conflict'),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: 'ImportedIdentityList', description: 'One item an identity, in the order of the request' });

const rotateBody = z.strictObject({
  publicKey,
  overlapMs: z
    .number()
    .int()
    .min(0)
    .max(longestOverlapMs)
    .default(0)
    .describe('How long the key before counts as well; a shorter one with the same key ends a rotation earlier'),
  reason,
});

/** Identities and keys that operators bring, and the planned end of a device. */
export function addProvisionRoutes(app: ZodFastify, { manager, schemas }: ApiContext): void {
  app.post(
    '/v1/identities/import',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Take identities, all or none; private keys are never asked for',
        body: importBody,
        response: { 200: importedSchema, ...problems },
      },
    },
    async (request) => {
      const { identities, dryRun, reason: why } = request.body;
      const outcomes = await manager.provisioning.importIdentities(identities, dryRun, actorOf(request, why));
      return { apiVersion, kind: 'ImportedIdentityList' as const, items: outcomes.map((one) => ({ ...one })), next: null };
    },
  );
  app.post(
    '/v1/devices/:id/rotate',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Give a device another key; the one before counts until the overlap is over',
        params: schemas.deviceParams,
        body: rotateBody,
        response: { 200: deviceSchema, ...problems },
      },
    },
    async (request) => {
      const { id } = deviceOf(manager, request.params.id);
      const { publicKey: key, overlapMs, reason: why } = request.body;
      return presentDevice(await manager.provisioning.rotate(id, key, overlapMs, actorOf(request, why)), manager);
    },
  );
  for (const [verb, summary] of [
    ['retire', 'End the life of a device as planned: refused from here on, kept with its history, out of counts and alarms'],
    ['reinstate', 'Take a retirement back'],
  ] as const) {
    app.post(
      `/v1/devices/:id/${verb}`,
      {
        config: { role: 'operator' },
        schema: { tags, summary, params: schemas.deviceParams, body: schemas.reasonOnly, response: { 200: deviceSchema, ...problems } },
      },
      async (request) => {
        const { id } = deviceOf(manager, request.params.id);
        return presentDevice(await manager.devices[verb](id, actorOf(request, request.body.reason)), manager);
      },
    );
  }
}
