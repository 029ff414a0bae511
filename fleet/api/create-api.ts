import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import swagger from '@fastify/swagger';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Manager } from '#fleet/domain/index.js';
import { AssertionError, type Log, type SeatrialError } from '#proto/kit/index.js';
import { addAlarmRoutes } from './alarm-routes.ts';
import type { ApiContext, ZodFastify } from './api-context.ts';
import { apiError } from './api-errors.ts';
import { type ApiLimits, defaultApiLimits } from './api-limits.ts';
import { addCommandRoutes } from './command-routes.ts';
import { addConditionRoutes } from './condition-routes.ts';
import { addConfigurationRoutes } from './configuration-routes.ts';
import { addDeviceHistoryRoutes } from './device-history-routes.ts';
import { addDeviceRoutes } from './device-routes.ts';
import { addEventRoutes } from './event-routes.ts';
import { addExportRoute } from './export-route.ts';
import { addFrameRoutes } from './frame-routes.ts';
import { Gatekeeper } from './gatekeeper.ts';
import { addGroupRoutes } from './group-routes.ts';
import { addHoldRoutes } from './hold-routes.ts';
import { addHookRoutes } from './hook-routes.ts';
import { LiveStreams } from './live-streams.ts';
import { createMetrics } from './metrics.ts';
import { addOperationRoutes } from './operation-routes.ts';
import { problemOf, problemType, toSeatrialError } from './problem.ts';
import { addProvisionRoutes } from './provision-routes.ts';
import { addReleaseRoutes } from './release-routes.ts';
import { requestSchemas } from './request-schemas.ts';
import { addRolloutRoutes } from './rollout-routes.ts';
import { addSignalRoutes } from './signal-routes.ts';
import { addSystemRoutes } from './system-routes.ts';
import { addTokenRoutes } from './token-routes.ts';
import { addTrustRoutes } from './trust-routes.ts';
import { addUpdateRoutes } from './update-routes.ts';
import { addUploadRoutes } from './upload-routes.ts';

/** Options of an API. */
export interface ApiOptions {
  readonly manager: Manager;
  readonly log: Log;
  /** Version of the program, for OpenAPI. */
  readonly version: string;
  /** Those left out have their defaults. */
  readonly limits?: Partial<ApiLimits>;
  /** Names that the Host header may have, without port; left out: any. */
  readonly hostnames?: readonly string[];
  /** Whether X-Forwarded-For, -Proto and -Host of this address are believed; left out: of none. */
  readonly isTrustedProxy?: (address: string) => boolean;
}

/** The operator API, to be put behind any HTTP server. */
export interface Api {
  /** Answers one request. */
  readonly handleRequest: RequestListener;
  /** Ends live streams, waits for open requests. */
  close(): Promise<void>;
}

/** Builds the API over the manager's ports. It listens nowhere by itself. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const limits: ApiLimits = { ...defaultApiLimits, ...options.limits };
  const { manager, log } = options;
  const app = fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
    ...(options.isTrustedProxy === undefined ? {} : { trustProxy: options.isTrustedProxy }),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const streams = new LiveStreams(limits);
  const gatekeeper = new Gatekeeper(manager.tokens, limits);
  const metrics = createMetrics(manager, {
    streams: () => streams.size,
    streamsCut: () => streams.cut,
    rateLimited: () => gatekeeper.rateLimited,
    unauthorised: () => gatekeeper.unauthorised,
  });
  addAdmission(app, gatekeeper, options.hostnames);
  addAnswers(app, manager.journal, log, metrics);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Seatrial operator API', version: options.version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  const context: ApiContext = { manager, limits, schemas: requestSchemas(limits), streams, metrics, log };
  addDeviceRoutes(app, context);
  addExportRoute(app, context);
  addSignalRoutes(app, context);
  addProvisionRoutes(app, context);
  addTokenRoutes(app, context);
  addAlarmRoutes(app, context);
  addEventRoutes(app, context);
  addCommandRoutes(app, context);
  addConditionRoutes(app, context);
  addConfigurationRoutes(app, context);
  addDeviceHistoryRoutes(app, context);
  addFrameRoutes(app, context);
  addGroupRoutes(app, context);
  addHoldRoutes(app, context);
  addHookRoutes(app, context);
  addOperationRoutes(app, context);
  addReleaseRoutes(app, context);
  addRolloutRoutes(app, context);
  addUploadRoutes(app, context);
  addUpdateRoutes(app, context);
  addSystemRoutes(app, context);
  addTrustRoutes(app, context);
  app.get('/v1/openapi.json', { config: { role: 'anyone' }, schema: { hide: true } }, async () => app.swagger());
  await app.ready();
  return {
    handleRequest: (request: IncomingMessage, response: ServerResponse) => app.routing(request, response),
    close: async () => {
      streams.close();
      await app.close();
    },
  };
}

/** Who may call: host name, token, role, rate, before the body is read. */
function addAdmission(app: ZodFastify, gatekeeper: Gatekeeper, hostnames: readonly string[] | undefined): void {
  app.decorateRequest('holder', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (hostnames !== undefined && !hostnames.includes(request.hostname)) {
      throw apiError('E1910', { message: `host "${request.hostname}" is not one of ${hostnames.join(', ')}` });
    }
    if (request.is404) return;
    const { role } = request.routeOptions.config;
    if (role === undefined) throw new AssertionError(`${request.routeOptions.url} names no role`);
    if (role === 'anyone') return;
    request.holder = gatekeeper.admit(request.headers.authorization, role, request.ip, performance.now());
  });
}

/** Errors as problems, and the count of answers. */
function addAnswers(app: ZodFastify, journal: Manager['journal'], log: Log, metrics: ApiContext['metrics']): void {
  const refuse = (request: FastifyRequest, reply: FastifyReply, error: SeatrialError): FastifyReply => {
    if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1_000));
    if (error.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(error.status).type(problemType).serializer(JSON.stringify).send(problemOf(error, request.id));
  };
  app.setErrorHandler((thrown, request, reply) => {
    const error = toSeatrialError(thrown, request);
    if (error.status >= 500) log.error(error.message, { code: error.code, requestId: request.id, cause: String(error.cause ?? '') });
    if (thrown instanceof AssertionError) {
      // A bug is never survived: the answer goes out, then the process ends.
      setImmediate(() => {
        throw thrown;
      });
    }
    return refuse(request, reply, error);
  });
  app.setNotFoundHandler((request, reply) =>
    refuse(request, reply, apiError('E1907', { message: `no route ${request.method} ${request.url.split('?')[0]}` })),
  );
  // What an operator is told was done is in the audit, whatever happens to the process next.
  app.addHook('onSend', async (request, reply) => {
    if (request.method !== 'GET' && reply.statusCode < 400) await journal.flush();
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.request(request.method, request.routeOptions.url ?? 'none', reply.statusCode);
  });
}
