import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { DeviceView, FrameDirection, KeptFrame, Manager } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';

/** How a frame is told. */
const frameSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('Frame'),
    number: z.number().describe('Among all frames of the manager since it started; grows by time'),
    at: z.string().describe('ISO 8601, UTC: when it came or went'),
    direction: z.enum(['in', 'out']).describe('in from the device, out to it'),
    channel: z.number(),
    type: z.string().describe('Name of the field in DeviceFrame or FleetFrame; "unknown" when this version knows none'),
    frameBytes: z.number().describe('Length on the wire'),
    bytes: z.string().describe('base64: the frame, or its beginning; signatures, proofs and nonces are zeros but for 4 bytes'),
    isCut: z.boolean().describe('Only the beginning was kept'),
    body: z
      .record(z.string(), z.unknown())
      .describe('Fields by name, unknown ones as field17; telemetry has the names of its signals as `signals`'),
    problem: z.string().nullable().describe('What is wrong with it; null when it is good'),
  })
  .meta({ id: 'Frame', description: 'A frame that a device sent or was sent' });

const signals = z.array(z.object({ id: z.number(), name: z.string(), unit: z.string() })).describe('Of the profile that it has now');

const frameListSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('FrameList'),
    id: z.string(),
    profile: z.string(),
    signals,
    items: z.array(frameSchema),
    next: z.null(),
    before: z.number().nullable().describe('Older ones: ask again with this; null when there are none'),
  })
  .meta({ id: 'FrameList', description: 'Frames of a device, oldest first' });

const direction = z.enum(['in', 'out', 'both']).default('both');
const reason = z.string().max(500).default('').describe('Why: kept in the audit');

/** Frames of one device, kept and live. They hold what devices tell about people: only operators may look, and each look is in the audit. */
export function addFrameRoutes(app: ZodFastify, { manager, schemas, streams, limits }: ApiContext): void {
  app.get(
    '/v1/devices/:id/frames',
    {
      config: { role: 'operator' },
      schema: {
        tags: ['devices'],
        summary: 'The newest frames of a device that are kept, oldest of them first; audited',
        params: schemas.deviceParams,
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(limits.pageItems).default(Math.min(100, limits.pageItems)),
          direction,
          before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().describe('Only frames with a smaller number'),
          reason,
        }),
        response: { 200: frameListSchema, ...problems },
      },
    },
    async (request) => {
      const { limit, before } = request.query;
      const device = deviceOf(manager, request.params.id);
      const wanted = { direction: sideOf(request.query.direction), limit, before, maxBytes: limits.frameAnswerBytes };
      const { frames, hasMore } = await manager.frames.read(device.key, wanted);
      auditLook(manager, request, device, { live: false, direction: request.query.direction, frames: frames.length });
      // Nothing is told before the audit has it.
      await manager.journal.flush();
      const oldest = hasMore ? (frames[0]?.number ?? null) : null;
      return {
        apiVersion,
        kind: 'FrameList' as const,
        ...sourceOf(manager, device),
        items: frames.map(presentFrame),
        next: null,
        before: oldest,
      };
    },
  );
  app.get(
    '/v1/devices/:id/frames/stream',
    {
      config: { role: 'operator' },
      schema: {
        tags: ['devices'],
        summary: 'Live frames of a device (server-sent events): one `opened` with the signals of its profile, then a `frame` each; audited',
        params: schemas.deviceParams,
        querystring: z.strictObject({ direction, reason }),
      },
    },
    (request, reply) => {
      const device = deviceOf(manager, request.params.id);
      let take: ((frame: KeptFrame) => void) | undefined;
      // Before the answer begins: a refusal can still be told.
      const unfollow = manager.frames.follow(device.key, sideOf(request.query.direction), (frame) => take?.(frame));
      try {
        const stream = streams.open(request, reply);
        stream.onEnd(unfollow);
        auditLook(manager, request, device, { live: true, direction: request.query.direction });
        stream.send('opened', { apiVersion, kind: 'FrameSource', ...sourceOf(manager, device) });
        take = (frame) => stream.send('frame', presentFrame(frame), frame.number);
      } catch (error) {
        unfollow();
        throw error;
      }
    },
  );
}

function sideOf(wanted: FrameDirection | 'both'): FrameDirection | undefined {
  return wanted === 'both' ? undefined : wanted;
}

function auditLook(
  manager: Manager,
  request: FastifyRequest<{ Querystring: { readonly reason: string } }>,
  { id }: DeviceView,
  detail: Readonly<Record<string, string | number | boolean>>,
): void {
  const { name, reason: why } = actorOf(request, request.query.reason);
  manager.journal.audit({ actor: name, action: 'device.frames', subject: `device:${id}`, reason: why, detail });
}

/** Whose frames they are, and what its signal ids mean. */
function sourceOf(manager: Manager, { id, profile, profileDigest }: DeviceView) {
  const known = manager.devices.listProfiles().find(({ digest }) => digest === profileDigest);
  const named = known?.definition.signals.map((signal) => ({ id: signal.id, name: signal.name, unit: signal.unit }));
  return { id, profile, signals: named ?? [] };
}

function presentFrame({ number, atMs, direction: side, frameBytes, bytes, view }: KeptFrame) {
  return {
    apiVersion,
    kind: 'Frame' as const,
    number,
    at: new Date(atMs).toISOString(),
    direction: side,
    channel: view.channel,
    type: view.type,
    frameBytes,
    bytes: Buffer.from(bytes).toString('base64'),
    isCut: frameBytes > bytes.length,
    body: { ...view.body },
    problem: view.problem ?? null,
  };
}
