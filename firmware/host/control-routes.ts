import { z } from 'zod';
import { fail } from './host-errors.ts';
import { type FaultRequest, type LiveControl, mostFaults } from './live-control.ts';

/** What a host lets others do. */
export interface ControlTarget {
  /** GET /v1/host */
  describe(): unknown;
  /** POST /v1/stop: answers 202, then the host ends as after Ctrl-C. */
  stop(): void;
  /** Undefined until the devices are built, and once they end. */
  live(): LiveControl | undefined;
}

/** A request that came with the right token. */
export interface ControlRequest {
  readonly method: string;
  readonly url: URL;
  /** JSON text; empty without a body. */
  readonly body: string;
}

/** What is sent back. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One method and path. */
interface Route {
  readonly method: string;
  /** A last part of `:id` takes any. */
  readonly path: string;
  answer(target: ControlTarget, request: ControlRequest, id: string): Promise<ControlAnswer> | ControlAnswer;
}

const name = z.string().min(1).max(100);
const faultRequest = z.strictObject({
  fault: name,
  selector: z.string().max(2_000).optional(),
  all: z.boolean().optional(),
  max: z.int().min(1).max(10_000_000).optional(),
  severity: z.number().gt(0).max(1).optional(),
  signal: name.optional(),
  network: name.optional(),
  detail: name.optional(),
  forMs: z.int().min(1).max(2_147_483_647).optional(),
}) satisfies z.ZodType<FaultRequest>;
const devicesQuery = z.strictObject({
  selector: z.string().max(2_000).optional(),
  after: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
const nothing = z.strictObject({});

const routes: readonly Route[] = [
  { method: 'GET', path: '/v1/host', answer: (target) => ok(target.describe()) },
  {
    method: 'POST',
    path: '/v1/stop',
    answer: (target, request) => {
      if (request.body !== '') bodyOf(nothing, request);
      target.stop();
      return { status: 202, body: { stopping: true } };
    },
  },
  {
    method: 'GET',
    path: '/v1/devices',
    answer: async (target, request) => {
      const { selector, after, limit } = queryOf(devicesQuery, request);
      return ok(await liveOf(target).devices(selector, after, limit));
    },
  },
  { method: 'GET', path: '/v1/devices/:id', answer: async (target, _request, id) => ok(await liveOf(target).device(id)) },
  { method: 'GET', path: '/v1/fault-kinds', answer: async (target) => ok({ items: [...(await liveOf(target).kinds()).values()] }) },
  { method: 'GET', path: '/v1/faults', answer: (target) => ok({ items: liveOf(target).faults, limit: mostFaults }) },
  {
    method: 'POST',
    path: '/v1/faults',
    answer: async (target, request) => {
      const live = liveOf(target);
      return { status: 201, body: await live.inject(bodyOf(faultRequest, request)) };
    },
  },
  { method: 'DELETE', path: '/v1/faults/:id', answer: async (target, _request, id) => ok(await liveOf(target).undo(id)) },
];

/** Answers a request. @throws E2120, E2122, E2124 to E2130 */
export async function answerControl(target: ControlTarget, request: ControlRequest): Promise<ControlAnswer> {
  const { method, url } = request;
  const at = url.pathname.lastIndexOf('/');
  const pattern = `${url.pathname.slice(0, at)}/:id`;
  const fitting = routes.filter(({ path }) => path === url.pathname || path === pattern);
  const exact = fitting.filter(({ path }) => path === url.pathname);
  const route = (exact.length > 0 ? exact : fitting).find((one) => one.method === method);
  if (route === undefined) {
    const known = routes.map((one) => `${one.method} ${one.path}`).join(', ');
    throw fail('E2122', { message: `no ${method} ${url.pathname}; there are ${known}` });
  }
  if (route.path !== '/v1/devices') queryOf(nothing, request);
  return route.answer(target, request, decoded(url.pathname.slice(at + 1)));
}

function ok(body: unknown): ControlAnswer {
  return { status: 200, body };
}

function liveOf(target: ControlTarget): LiveControl {
  const live = target.live();
  if (live === undefined) throw fail('E2130', { message: 'the devices of this host are not there yet, or no more' });
  return live;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw fail('E2120', { message: `"${part}" in the path is not encoded as a URL wants it` });
  }
}

function queryOf<Schema extends z.ZodType>(schema: Schema, { url }: ControlRequest): z.infer<Schema> {
  return checked(schema, Object.fromEntries(url.searchParams), 'query');
}

function bodyOf<Schema extends z.ZodType>(schema: Schema, { body }: ControlRequest): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw fail('E2120', { message: `the body is no JSON: ${String(error).slice(0, 200)}`, cause: error });
  }
  return checked(schema, value, 'body');
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw fail('E2120', { message: `${where}${path === '' ? '' : ` ${path}`}: ${issue?.message ?? 'not as it must be'}` });
}
