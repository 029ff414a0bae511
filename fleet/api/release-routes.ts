import { z } from 'zod';
import type { Manager, ReleaseView } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiError } from './api-errors.ts';
import { apiVersion } from './api-schemas.ts';
import {
  comparisonSchema,
  presentRelease,
  presentSigning,
  releaseListSchema,
  releasePresenter,
  releaseSchema,
  signingSchema,
} from './release-schemas.ts';

const tags = ['releases'];
const reason = z.string().max(500).default('').describe('Why: kept in the audit');
const revision = z.number().int().min(1).optional().describe('Refused when the release stands at another one');
const params = z.object({ id: z.string().min(3).max(129).describe('NAME@VERSION') });
/** Names of devices that one side of a comparison lists. */
const sideNames = 20;

/** Releases: images that devices may be given. */
export function addReleaseRoutes(app: ZodFastify, context: ApiContext): void {
  addReleaseReads(app, context);
  addReleaseChanges(app, context);
}

function addReleaseReads(app: ZodFastify, { manager }: ApiContext): void {
  app.get(
    '/v1/releases',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Releases by name, newest version first, with the devices that run each',
        querystring: z.strictObject({
          name: z.string().max(64).optional().describe('Only of this name'),
          state: z.enum(['draft', 'published', 'yanked']).optional(),
        }),
        response: { 200: releaseListSchema, ...problems },
      },
    },
    async (request) => {
      const { name, state } = request.query;
      const found = manager.releases.list().filter((one) => (name ?? one.name) === one.name && (state ?? one.state) === one.state);
      return { apiVersion, kind: 'ReleaseList' as const, items: found.map(releasePresenter(manager)), next: null };
    },
  );
  app.get(
    '/v1/releases/:id',
    { config: { role: 'viewer' }, schema: { tags, summary: 'One release', params, response: { 200: releaseSchema, ...problems } } },
    async (request) => presentRelease(manager, manager.releases.get(request.params.id)),
  );
  app.get(
    '/v1/releases/:id/compare',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'What the release has otherwise than another one, or than what a device runs',
        params,
        querystring: z.strictObject({
          from: z.string().max(129).optional().describe('NAME@VERSION'),
          device: z.string().max(64).optional().describe('What this device runs'),
        }),
        response: { 200: comparisonSchema, ...problems },
      },
    },
    async (request) => {
      const from = fromOf(manager, request.query);
      const { header, application, deltaBytes, payload, ...sides } = await manager.releases.compare(from, request.params.id);
      return {
        apiVersion,
        kind: 'ReleaseComparison' as const,
        from: presentSide(manager, sides.from),
        to: presentSide(manager, sides.to),
        header: [...header],
        payload,
        deltaBytes: deltaBytes ?? null,
        application: [...application],
      };
    },
  );
}

function addReleaseChanges(app: ZodFastify, { manager }: ApiContext): void {
  app.post(
    '/v1/releases',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Make a release of a whole upload; the same file again gives the release that is there, with 200',
        body: z.strictObject({
          upload: z.string().min(1).max(64).describe('Id of the upload'),
          notes: z.string().max(4_000).default('').describe('For people'),
          reason,
        }),
        response: { 200: releaseSchema, 201: releaseSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { upload, notes, reason: why } = request.body;
      const { release, isNew } = await manager.releases.create({ uploadId: upload, notes }, actorOf(request, why));
      return reply.code(isNew ? 201 : 200).send(presentRelease(manager, release));
    },
  );
  app.post(
    '/v1/releases/:id/signing',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'What has to be signed to publish the release, with the signatures that are there',
        params,
        body: z.strictObject({ reason }),
        response: { 200: signingSchema, ...problems },
      },
    },
    async (request) => presentSigning(await manager.releases.propose(request.params.id, actorOf(request, request.body.reason))),
  );
  app.post(
    '/v1/releases/:id/publish',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Publish a release; below the threshold of signatures the answer is E2546, and the good ones are kept',
        params,
        body: z.strictObject({
          metadata: z.string().max(1_048_576).optional().describe('What the signing said, with signatures; not with development keys'),
          revision,
          reason,
        }),
        response: { 200: releaseSchema, ...problems },
      },
    },
    async (request) => {
      const { reason: why, ...options } = request.body;
      return presentRelease(manager, await manager.releases.publish(request.params.id, options, actorOf(request, why)));
    },
  );
  app.post(
    '/v1/releases/:id/yank',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Take a release back, for good: nobody is offered it, and who downloads it is told',
        params,
        body: z.strictObject({ revision, reason }),
        response: { 200: releaseSchema, ...problems },
      },
    },
    async (request) => {
      const { reason: why, ...options } = request.body;
      return presentRelease(manager, await manager.releases.yank(request.params.id, options, actorOf(request, why)));
    },
  );
}

/** @throws E1908, E1943, E1905 unless one of both is given */
function fromOf(manager: Manager, { from, device }: { readonly from?: string | undefined; readonly device?: string | undefined }): string {
  if ((from === undefined) === (device === undefined)) throw apiError('E1905', { message: 'either from or device is to be given' });
  if (from !== undefined) return from;
  const { id, imageDigest, firmwareVersion } = deviceOf(manager, device as string);
  const release = manager.releases.byDigest(imageDigest);
  if (release !== undefined) return release.id;
  const runs = imageDigest === '' ? 'was never connected' : `runs ${firmwareVersion} with the image ${imageDigest.slice(0, 16)}…`;
  throw apiError('E1943', { message: `device ${id} ${runs}: this manager has no release of it` });
}

function presentSide(manager: Manager, { id, state, digest, contentBytes }: ReleaseView): z.output<typeof comparisonSchema>['from'] {
  const { devices, total } = manager.devices.list({ selector: `image == "${digest}"`, after: '', limit: sideNames });
  return { id, state, digest, contentBytes, devices: total, names: devices.map((one) => one.id) };
}
