import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { RolloutCall, RolloutVerb, RolloutView } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';
import {
  blastSchema,
  bucketSchema,
  differenceSchema,
  explanationSchema,
  forecastSchema,
  memberListSchema,
  presentExplanation,
  presentForecast,
  presentMember,
  presentRollout,
  rolloutListSchema,
  rolloutSchema,
} from './rollout-schemas.ts';

const tags = ['rollouts'];
const params = z.object({ id: z.string().min(1).max(63).describe('Name of the rollout') });
const reason = z.string().max(500).default('').describe('Why: kept in the audit');
const headers = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('The same key again gives the first answer again, and nothing is done twice'),
});
const revision = z.number().int().min(1).optional().describe('As it was seen: refused when it is another by now');
const planText = {
  text: z.string().min(1).max(262_144).describe('The plan, YAML'),
  file: z.string().min(1).max(1_000).default('plan').describe('Its name, for messages'),
};
const act = z.strictObject({ reason, revision });

/** Rollouts: operators act, viewers look. */
export function addRolloutRoutes(app: ZodFastify, context: ApiContext): void {
  addReads(app, context);
  addMembers(app, context);
  addPlans(app, context);
  addVerbs(app, context);
  addExplanations(app, context);
}

function addReads(app: ZodFastify, { manager }: ApiContext): void {
  app.get(
    '/v1/rollouts',
    { config: { role: 'viewer' }, schema: { tags, summary: 'Rollouts, newest first', response: { 200: rolloutListSchema, ...problems } } },
    async () => ({ apiVersion, kind: 'RolloutList' as const, items: manager.rollouts.list().map(presentRollout), next: null }),
  );
  app.get(
    '/v1/rollouts/:id',
    { config: { role: 'viewer' }, schema: { tags, summary: 'One rollout', params, response: { 200: rolloutSchema, ...problems } } },
    async (request) => presentRollout(manager.rollouts.get(request.params.id)),
  );
}

function addMembers(app: ZodFastify, { manager, limits }: ApiContext): void {
  const querystring = z.strictObject({
    bucket: bucketSchema.optional(),
    wave: z.string().max(40).optional(),
    after: z.string().max(64).optional().describe('Id of the last device of the page before'),
    limit: z.coerce.number().int().min(1).max(limits.pageItems).default(Math.min(100, limits.pageItems)),
  });
  app.get(
    '/v1/rollouts/:id/members',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Its devices by id, each with its bucket and why',
        params,
        querystring,
        response: { 200: memberListSchema, ...problems },
      },
    },
    async (request) => {
      const { members, total, next } = manager.rollouts.members(request.params.id, request.query);
      return { apiVersion, kind: 'RolloutMemberList' as const, items: members.map(presentMember), total, next: next ?? null };
    },
  );
}

function addPlans(app: ZodFastify, { manager }: ApiContext): void {
  const { rollouts } = manager;
  const body = z.strictObject(planText);
  app.post(
    '/v1/rollouts/plan',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'What a plan would do; nothing is done', body, response: { 200: forecastSchema, ...problems } },
    },
    async (request) => presentForecast(await rollouts.forecast(rollouts.parse(request.body.text, request.body.file))),
  );
  app.post(
    '/v1/rollouts',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Make a rollout out of a plan: a draft until it is started',
        headers,
        body: z.strictObject({ ...planText, reason }),
        response: { 201: rolloutSchema, ...problems },
      },
    },
    async (request, reply) => {
      const { text, file, reason: why } = request.body;
      const view = await rollouts.create({ source: text, file, ...callOf(request, undefined) }, actorOf(request, why));
      return reply.code(201).send(presentRollout(view));
    },
  );
  app.post(
    '/v1/rollouts/:id/diff',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Where a plan differs from the one that runs',
        params,
        body,
        response: { 200: differenceSchema, ...problems },
      },
    },
    async (request) => {
      const items = rollouts.diff(request.params.id, rollouts.parse(request.body.text, request.body.file));
      return { apiVersion, kind: 'PlanDifferenceList' as const, items, next: null };
    },
  );
}

const plainVerbs = {
  approve: 'Approve: the plan says which role, and how many approvals it needs',
  start: 'Start it',
  pause: 'No new offers; what was started finishes',
  abort: 'End it: no new offers, and devices that have not switched slots are recalled',
  rollback: 'Halt, and offer what ran before to the devices that run the new',
} as const;

function addVerbs(app: ZodFastify, { manager: { rollouts } }: ApiContext): void {
  for (const [verb, summary] of Object.entries(plainVerbs) as [keyof typeof plainVerbs, string][]) {
    addVerb(app, verb, summary, act, (name, call, body, request) => rollouts[verb](name, call, actorOf(request, body.reason)));
  }
  const raise = z
    .record(z.string().max(64), z.number().min(0).max(10_000))
    .default({})
    .describe('New limits of gates by their names: percent of a threshold, or failures after each other');
  const resume = 'Go on; a halted one wants a reason and a raised limit';
  addVerb(app, 'resume', resume, act.extend({ raise }), (name, call, body, request) =>
    rollouts.resume(name, { ...call, raise: body.raise }, actorOf(request, body.reason)),
  );
  const all = z.boolean().default(false).describe('All waves that are left');
  const promote = 'Let the wave through though its gates are not good; one that turns bad still stops it';
  addVerb(app, 'promote', promote, act.extend({ all }), (name, call, body, request) =>
    rollouts.promote(name, { ...call, all: body.all }, actorOf(request, body.reason)),
  );
  const cause = z.string().max(64).optional().describe('Only those that failed by this cause');
  addVerb(app, 'retry', 'Give failed devices another try', act.extend({ cause }), (name, call, body, request) =>
    rollouts.retry(name, { ...call, cause: body.cause }, actorOf(request, body.reason)),
  );
  const verb = z.enum(['approve', 'start', 'pause', 'resume', 'promote', 'retry', 'abort', 'rollback']);
  app.get(
    '/v1/rollouts/:id/blast',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'What a verb would reach',
        params,
        querystring: z.strictObject({
          verb,
          revision: z.coerce.number().int().min(1).optional().describe('As it was seen: refused when it is another by now'),
        }),
        response: { 200: blastSchema, ...problems },
      },
    },
    async (request) => {
      const radius = await rollouts.blast(request.params.id, request.query.verb, request.query.revision);
      return { apiVersion, kind: 'BlastRadius' as const, ...radius, effects: [...radius.effects] };
    },
  );
}

function addVerb<Body extends typeof act>(
  app: ZodFastify,
  verb: RolloutVerb,
  summary: string,
  body: Body,
  work: (name: string, call: RolloutCall, body: z.output<Body>, request: FastifyRequest) => Promise<RolloutView>,
): void {
  app.post(
    `/v1/rollouts/:id/${verb}`,
    { config: { role: 'operator' }, schema: { tags, summary, params, headers, body, response: { 200: rolloutSchema, ...problems } } },
    async (request) => {
      const given = body.parse(request.body) as z.output<Body>;
      return presentRollout(await work(params.parse(request.params).id, callOf(request, given.revision), given, request));
    },
  );
}

function addExplanations(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const response = { 200: explanationSchema, ...problems };
  app.get(
    '/v1/rollouts/:id/explain',
    { config: { role: 'viewer' }, schema: { tags, summary: 'Why it stands where it stands', params, response } },
    async (request) => presentExplanation(manager.rollouts.explain(request.params.id)),
  );
  app.get(
    '/v1/devices/:id/explain',
    {
      config: { role: 'viewer' },
      schema: { tags: ['devices'], summary: 'Why it is or is not being updated', params: schemas.deviceParams, response },
    },
    async (request) => presentExplanation(manager.rollouts.explainDevice(deviceOf(manager, request.params.id).id)),
  );
}

function callOf(request: FastifyRequest, seen: number | undefined): RolloutCall {
  const key = request.headers['idempotency-key'];
  return { revision: seen, key: typeof key === 'string' ? key : undefined };
}
