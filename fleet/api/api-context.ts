import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Actor, ApiTokenRecord, DeviceView, Manager, Role } from '#fleet/domain/index.js';
import { assert, type Log } from '#proto/kit/index.js';
import { apiError } from './api-errors.ts';
import type { ApiLimits } from './api-limits.ts';
import { problemSchema } from './api-schemas.ts';
import type { LiveStreams } from './live-streams.ts';
import type { Metrics } from './metrics.ts';
import type { RequestSchemas } from './request-schemas.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Least role that may call the route; "anyone" needs no token. A route without one is not served. */
    role?: Role | 'anyone';
  }
  interface FastifyRequest {
    /** Who calls; null on routes for anyone. */
    holder: ApiTokenRecord | null;
  }
}

/** Fastify with zod as its types. */
export type ZodFastify = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, Log2Fastify, ZodTypeProvider>;
type Log2Fastify = FastifyInstance['log'];

/** What the routes work with. */
export interface ApiContext {
  readonly manager: Manager;
  readonly limits: ApiLimits;
  readonly schemas: RequestSchemas;
  readonly streams: LiveStreams;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Who does it and why, for the services' audit. */
export function actorOf(request: FastifyRequest, reason: string): Actor {
  assert(request.holder !== null, `${request.routeOptions.url} changes something for anyone`);
  return { name: request.holder.name, role: request.holder.role, reason };
}

/** The device. @throws E1908 */
export function deviceOf(manager: Manager, id: string): DeviceView {
  const device = manager.devices.get(id);
  if (device !== undefined) return device;
  const meant = manager.devices.similarTo(id);
  throw apiError('E1908', { message: `no device "${id}"${meant === undefined ? '' : `, did you mean "${meant}"?`}` });
}

/** Answers that every route may give beside its own. */
export const problems = { '4xx': problemSchema, '5xx': problemSchema } as const;
