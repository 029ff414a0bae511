import type { z } from 'zod';
import type { OperationRecord } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';
import {
  operationBody,
  operationListSchema,
  operationPlanSchema,
  operationSchema,
  operationStepListSchema,
  stepQuery,
} from './operation-schemas.ts';

const tags = ['operations'];
/** Names and problems that a plan shows. */
const shownOfPlan = 20;

/** Orders to many devices. */
export function addOperationRoutes(app: ZodFastify, context: ApiContext): void {
  addOperationReads(app, context);
  addOperationOrders(app, context);
}

function addOperationReads(app: ZodFastify, { manager, schemas, limits }: ApiContext): void {
  const { operations } = manager;
  app.get(
    '/v1/operations',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Operations, newest first', response: { 200: operationListSchema, ...problems } },
    },
    async () => ({ apiVersion, kind: 'OperationList' as const, items: operations.list().map(presentOperation), next: null }),
  );
  app.get(
    '/v1/operations/:id',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'One operation', params: schemas.idParams, response: { 200: operationSchema, ...problems } },
    },
    async ({ params }) => presentOperation(operations.get(params.id)),
  );
  app.get(
    '/v1/operations/:id/steps',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'What came of each device, in the order of their turns',
        params: schemas.idParams,
        querystring: stepQuery(limits.pageItems),
        response: { 200: operationStepListSchema, ...problems },
      },
    },
    async ({ params, query }) => {
      const steps = operations.steps(params.id, query.after, query.limit);
      const items = steps.map(({ atMs, ...step }) => ({ ...step, at: atMs === 0 ? null : new Date(atMs).toISOString() }));
      const next = steps.length === query.limit ? String(query.after + steps.length) : null;
      return { apiVersion, kind: 'OperationStepList' as const, items, next };
    },
  );
}

function addOperationOrders(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const { operations } = manager;
  app.post(
    '/v1/operations',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Begin an operation: it runs in the manager, staggered, whether or not the client stays',
        body: operationBody,
        response: { 202: operationSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { reason, ...wanted } = request.body;
      return reply.code(202).send(presentOperation(await operations.start(wanted, actorOf(request, reason))));
    },
  );
  app.post(
    '/v1/operations/plan',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'What the same request to /v1/operations would do; nothing is done',
        body: operationBody,
        response: { 200: operationPlanSchema, ...problems },
      },
    },
    async (request) => {
      const { reason: _, ...wanted } = request.body;
      const plan = operations.plan(wanted);
      return {
        apiVersion,
        kind: 'OperationPlan' as const,
        summary: plan.summary,
        devices: plan.deviceIds.length,
        unchanged: plan.unchanged,
        names: plan.deviceIds.slice(0, shownOfPlan),
        problems: plan.problems.slice(0, shownOfPlan).map(({ deviceId, code, message }) => ({ deviceId, code, message })),
        problemCount: plan.problems.length,
      };
    },
  );
  app.post(
    '/v1/operations/:id/cancel',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'End a running operation before its next device',
        params: schemas.idParams,
        body: schemas.reasonOnly,
        response: { 200: operationSchema, ...problems },
      },
    },
    async (request) => presentOperation(await operations.cancel(request.params.id, actorOf(request, request.body.reason))),
  );
}

function presentOperation({ startedAtMs, endedAtMs, ...operation }: OperationRecord): z.output<typeof operationSchema> {
  return {
    apiVersion,
    kind: 'Operation',
    ...operation,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: endedAtMs === 0 ? null : new Date(endedAtMs).toISOString(),
  };
}
