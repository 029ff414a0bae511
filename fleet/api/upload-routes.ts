import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { UploadView } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';

const tags = ['releases'];
const time = z.string().describe('ISO 8601, UTC');
const reason = z.string().max(500).default('').describe('Why: kept in the audit');
const params = z.object({ id: z.string().min(1).max(64).describe('Id of the upload') });

const uploadSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('Upload'),
    id: z.string(),
    bytes: z.number().describe('Of the whole file'),
    sha256: z.string().describe('Of the whole file, hex'),
    receivedBytes: z.number().describe('The offset of the next byte'),
    createdAt: time,
    createdBy: z.string(),
    expiresAt: time.describe('Removed then, unless bytes come'),
  })
  .meta({ id: 'Upload', description: 'A file on its way to the manager' });
const uploadListSchema = z
  .object({ apiVersion: z.literal(apiVersion), kind: z.literal('UploadList'), items: z.array(uploadSchema), next: z.null() })
  .meta({ id: 'UploadList' });

/** Files on their way: announced, sent by parts at their end, resumed at their offset. A release is made of a whole one. */
export function addUploadRoutes(app: ZodFastify, { manager }: ApiContext): void {
  // Not read here: the bytes go to the disk as they come.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.get(
    '/v1/uploads',
    { config: { role: 'viewer' }, schema: { tags, summary: 'Uploads that are open', response: { 200: uploadListSchema, ...problems } } },
    async () => ({ apiVersion, kind: 'UploadList' as const, items: manager.uploads.list().map(presentUpload), next: null }),
  );
  app.get(
    '/v1/uploads/:id',
    { config: { role: 'viewer' }, schema: { tags, summary: 'How far an upload is', params, response: { 200: uploadSchema, ...problems } } },
    async (request) => presentUpload(manager.uploads.get(request.params.id)),
  );
  app.post(
    '/v1/uploads',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Announce a file; the same file again gives its open upload back',
        body: z.strictObject({
          bytes: z.number().int().min(1).describe('Of the whole file'),
          sha256: z
            .string()
            .regex(/^[0-9a-f]{64}$/)
            .describe('Of the whole file, hex'),
          release: z.string().max(129).optional().describe('NAME@VERSION that it is to become: refused now when that has another file'),
          reason,
        }),
        response: { 201: uploadSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { reason: why, release, ...file } = request.body;
      if (release !== undefined) manager.releases.refuseOther(release, file.sha256);
      return reply.code(201).send(presentUpload(await manager.uploads.begin(file, actorOf(request, why))));
    },
  );
  app.patch(
    '/v1/uploads/:id',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Add bytes at the end of an upload, as application/octet-stream; what came before a break stays',
        params,
        querystring: z.strictObject({
          offset: z.coerce.number().int().min(0).describe('Where these bytes go: the receivedBytes of the upload'),
        }),
        response: { 200: uploadSchema, ...problems },
      },
    },
    async (request) => {
      const { id } = request.params;
      // Without a body there is nothing to read: the answer says how far the upload is.
      const body = (request.body ?? []) as Readable | [];
      return presentUpload(await manager.uploads.write(id, request.query.offset, toAsync(body)));
    },
  );
  app.post(
    '/v1/uploads/:id/discard',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Drop an upload',
        params,
        body: z.strictObject({ reason }),
        response: { 200: uploadSchema, ...problems },
      },
    },
    async (request) => {
      const upload = manager.uploads.get(request.params.id);
      await manager.uploads.discard(upload.id, actorOf(request, request.body.reason));
      return presentUpload(upload);
    },
  );
}

async function* toAsync(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

function presentUpload({ createdAtMs, changedAtMs: _activity, expiresAtMs, ...upload }: UploadView): z.output<typeof uploadSchema> {
  return {
    apiVersion,
    kind: 'Upload',
    ...upload,
    createdAt: new Date(createdAtMs).toISOString(),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}
