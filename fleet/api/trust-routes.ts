import { z } from 'zod';
import type { TrustStatus } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, problems, type ZodFastify } from './api-context.ts';
import { apiError } from './api-errors.ts';
import { apiVersion } from './api-schemas.ts';

const tags = ['trust'];
const reason = z.string().max(500).default('').describe('Why: kept in the audit');
const role = z.enum(['root', 'targets', 'snapshot', 'timestamp', 'director']);
const onlineRole = z.enum(['snapshot', 'timestamp', 'director']);
const metadataRole = z.enum(['root', 'targets', 'snapshot', 'timestamp']);
const keyId = z.string().length(64).describe('SHA-256 of the canonical key, hex');
const time = z.string().describe('RFC 3339');

const trustSchema = z.strictObject({
  apiVersion: z.literal(apiVersion),
  kind: z.literal('Trust'),
  keys: z.enum(['development', 'production']).describe('Which keys sign: those the manager made for trying out, or the user’s'),
  releases: z.number().int().describe('Releases in the targets'),
  problem: z.string().describe('Why nothing can be signed, or devices refuse it; empty when all is well'),
  roles: z.array(
    z.strictObject({
      role,
      version: z.number().int().describe('Of its metadata; 0 for the director, who has none'),
      expiresAt: time.nullable(),
      daysLeft: z.number().int().nullable(),
      threshold: z.number().int().describe('Distinct keys that have to sign'),
      keyIds: z.array(keyId),
      heldHere: z.number().int().describe('Of these keys, how many the manager holds'),
      next: z.string().describe('Next command; empty when there is none'),
    }),
  ),
});

const metadataSchema = z.strictObject({
  apiVersion: z.literal(apiVersion),
  kind: z.literal('TrustMetadata'),
  role: metadataRole,
  version: z.number().int(),
  text: z.string().describe('The file, to the byte'),
});

const onlineKeysSchema = z.strictObject({
  apiVersion: z.literal(apiVersion),
  kind: z.literal('OnlineKeyList'),
  items: z.array(z.strictObject({ role: onlineRole, keyId, public: z.string().length(64).describe('Ed25519, hex') })),
  next: z.null(),
});

/** Trust: metadata, where it stands, and its keys. */
export function addTrustRoutes(app: ZodFastify, context: ApiContext): void {
  addTrustReads(app, context);
  addTrustChanges(app, context);
}

function addTrustReads(app: ZodFastify, { manager }: ApiContext): void {
  app.get(
    '/v1/trust',
    { config: { role: 'viewer' }, schema: { tags, summary: 'Keys and expiries of updates', response: { 200: trustSchema, ...problems } } },
    async () => presentTrust(manager.trust.status(), manager.status().nowMs),
  );
  app.get(
    '/v1/trust/metadata/:role',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'A metadata file as devices get it',
        params: z.object({ role: metadataRole }),
        querystring: z.strictObject({ version: z.coerce.number().int().min(0).max(4_294_967_295).default(0).describe('0: the newest') }),
        response: { 200: metadataSchema, ...problems },
      },
    },
    async (request) => {
      const { version } = request.query;
      const found = manager.trust.metadata(request.params.role, version);
      if (found === undefined) throw apiError('E1907', { message: `there is no ${request.params.role} ${version} (any more)` });
      const text = Buffer.from(found.bytes).toString('utf8');
      return { apiVersion, kind: 'TrustMetadata' as const, role: request.params.role, version: found.version, text };
    },
  );
}

function addTrustChanges(app: ZodFastify, { manager }: ApiContext): void {
  const answer = { 200: trustSchema, ...problems };
  app.post(
    '/v1/trust/online-keys',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Public halves of the keys that the manager keeps for a production root; made when there are none',
        body: z.strictObject({
          roles: z.array(onlineRole).min(1).max(3),
          isNew: z.boolean().default(false).describe('Make others than those that are there'),
          reason,
        }),
        response: { 200: onlineKeysSchema, ...problems },
      },
    },
    async (request) => {
      const { roles, isNew } = request.body;
      const keys = manager.trust.onlineKeys(roles, isNew, actorOf(request, request.body.reason));
      const items = keys.map((key) => ({ role: key.role, keyId: key.keyId, public: key.publicHex }));
      return { apiVersion, kind: 'OnlineKeyList' as const, items, next: null };
    },
  );
  app.post(
    '/v1/trust/root',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Take a signed production root, with targets where their keys are new',
        body: z.strictObject({ root: z.string().min(2).max(65_536), targets: z.string().min(2).max(1_048_576).optional(), reason }),
        response: answer,
      },
    },
    async (request) => {
      const { root, targets } = request.body;
      const bytes = targets === undefined ? undefined : Buffer.from(targets);
      const status = await manager.trust.install(Buffer.from(root), bytes, actorOf(request, request.body.reason));
      return presentTrust(status, manager.status().nowMs);
    },
  );
  app.post(
    '/v1/trust/rotate',
    {
      config: { role: 'admin' },
      schema: { tags, summary: 'Replace a development key', body: z.strictObject({ role, reason }), response: answer },
    },
    async (request) => {
      const status = await manager.trust.rotate(request.body.role, actorOf(request, request.body.reason));
      return presentTrust(status, manager.status().nowMs);
    },
  );
  app.post(
    '/v1/trust/renew',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Sign root or targets for another term: by development keys, or targets as they were signed elsewhere',
        body: z.strictObject({ role: z.enum(['root', 'targets']), targets: z.string().min(2).max(1_048_576).optional(), reason }),
        response: answer,
      },
    },
    async (request) => {
      const { targets } = request.body;
      const by = actorOf(request, request.body.reason);
      if (targets === undefined) return presentTrust(await manager.trust.renew(request.body.role, by), manager.status().nowMs);
      await manager.trust.acceptTargets(Buffer.from(targets), { add: [], remove: [] }, by);
      return presentTrust(manager.trust.status(), manager.status().nowMs);
    },
  );
}

function presentTrust({ isDevelopment, releases, problem, roles }: TrustStatus, nowMs: number): z.infer<typeof trustSchema> {
  return {
    apiVersion,
    kind: 'Trust',
    keys: isDevelopment ? 'development' : 'production',
    releases,
    problem,
    roles: roles.map(({ role: name, version, expiresAtMs, threshold, keys, next }) => ({
      role: name,
      version,
      expiresAt: expiresAtMs === 0 ? null : new Date(expiresAtMs).toISOString(),
      daysLeft: expiresAtMs === 0 ? null : Math.floor((expiresAtMs - nowMs) / 86_400_000),
      threshold,
      keyIds: keys.map((key) => key.keyId),
      heldHere: keys.filter(({ isHeldHere }) => isHeldHere).length,
      next,
    })),
  };
}
