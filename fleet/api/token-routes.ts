import { type ApiContext, actorOf, problems, type ZodFastify } from './api-context.ts';
import { apiTokenListSchema, apiTokenSchema, apiVersion, enrolmentTokenListSchema, enrolmentTokenSchema } from './api-schemas.ts';
import { presentApiToken, presentEnrolmentToken } from './presenters.ts';

/** Enrolment tokens of devices, and bearer tokens of the API. */
export function addTokenRoutes(app: ZodFastify, context: ApiContext): void {
  addEnrolmentTokens(app, context);
  addApiTokens(app, context);
}

function addEnrolmentTokens(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const tags = ['enrolment tokens'];
  app.get(
    '/v1/enrolment-tokens',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Enrolment tokens, without their secrets', response: { 200: enrolmentTokenListSchema, ...problems } },
    },
    async () => ({
      apiVersion,
      kind: 'EnrolmentTokenList' as const,
      items: manager.devices.listTokens().map((record) => presentEnrolmentToken(record)),
      next: null,
    }),
  );
  app.post(
    '/v1/enrolment-tokens',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Create a token; the answer alone has its secret',
        body: schemas.enrolmentToken,
        response: { 201: enrolmentTokenSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { reason, ...wanted } = request.body;
      const { token, secret } = await manager.devices.createToken(wanted, actorOf(request, reason));
      return reply.code(201).send(presentEnrolmentToken(token, secret));
    },
  );
  app.post(
    '/v1/enrolment-tokens/:id/revoke',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Revoke a token; devices that it let in stay',
        params: schemas.idParams,
        body: schemas.reasonOnly,
        response: { 200: enrolmentTokenSchema, ...problems },
      },
    },
    async (request) => {
      const record = await manager.devices.revokeToken(request.params.id, actorOf(request, request.body.reason));
      return presentEnrolmentToken(record);
    },
  );
}

function addApiTokens(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const tags = ['api tokens'];
  app.get(
    '/v1/api-tokens',
    {
      config: { role: 'admin' },
      schema: { tags, summary: 'Tokens of the API, without their secrets', response: { 200: apiTokenListSchema, ...problems } },
    },
    async () => ({
      apiVersion,
      kind: 'ApiTokenList' as const,
      items: manager.tokens.list().map((record) => presentApiToken(record)),
      next: null,
    }),
  );
  app.post(
    '/v1/api-tokens',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Create a token; the answer alone has its secret',
        body: schemas.apiToken,
        response: { 201: apiTokenSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { reason, ...wanted } = request.body;
      const { token, secret } = await manager.tokens.create(wanted, actorOf(request, reason));
      return reply.code(201).send(presentApiToken(token, secret));
    },
  );
  app.post(
    '/v1/api-tokens/:id/revoke',
    {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Revoke a token at once',
        params: schemas.idParams,
        body: schemas.reasonOnly,
        response: { 200: apiTokenSchema, ...problems },
      },
    },
    async (request) => {
      const record = manager.tokens.list().find(({ id }) => id === request.params.id);
      await manager.tokens.revoke(request.params.id, actorOf(request, request.body.reason));
      // revoke() throws when there is none, so the record was found.
      if (record === undefined) throw new TypeError(`revoked token ${request.params.id} was not listed`);
      return presentApiToken(record);
    },
  );
}
