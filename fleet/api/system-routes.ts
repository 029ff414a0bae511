import { type ApiContext, problems, type ZodFastify } from './api-context.ts';
import { apiError } from './api-errors.ts';
import { apiVersion, healthSchema, queryResultSchema, statusSchema } from './api-schemas.ts';
import { presentStatus } from './presenters.ts';

/** Status, health, metrics, and queries over history. */
export function addSystemRoutes(app: ZodFastify, context: ApiContext): void {
  const { manager, metrics } = context;
  app.get(
    '/v1/status',
    {
      config: { role: 'viewer' },
      schema: { tags: ['status'], summary: 'One screen of facts', response: { 200: statusSchema, ...problems } },
    },
    async () => presentStatus(manager),
  );
  app.get(
    '/healthz',
    { config: { role: 'anyone' }, schema: { tags: ['status'], summary: 'The process answers', response: { 200: healthSchema } } },
    async () => ({ apiVersion, kind: 'Health' as const, ok: true, reasons: [] }),
  );
  app.get(
    '/readyz',
    {
      config: { role: 'anyone' },
      schema: {
        tags: ['status'],
        summary: 'Devices and operators are served; 503 with the reasons when not',
        response: { 200: healthSchema, 503: healthSchema },
      },
    },
    async (_request, reply) => {
      const { ready, reasons } = manager.status();
      return reply.code(ready ? 200 : 503).send({ apiVersion, kind: 'Health', ok: ready, reasons: [...reasons] });
    },
  );
  app.get(
    '/metrics',
    { config: { role: 'viewer' }, schema: { tags: ['status'], summary: 'Prometheus metrics, names seatrial_*' } },
    async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
  );
  addQuery(app, context);
}

function addQuery(app: ZodFastify, { manager, schemas, limits }: ApiContext): void {
  let running = 0;
  app.post(
    '/v1/query',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['history'],
        summary: 'One read-only SQL statement over readings, events, devices, signals',
        body: schemas.query,
        response: { 200: queryResultSchema, ...problems },
      },
    },
    async ({ body }) => {
      if (running >= limits.queries) {
        throw apiError('E1912', { message: `${running} queries run, the limit is ${limits.queries}`, retryAfterMs: 1_000 });
      }
      running += 1;
      try {
        const result = await manager.history.query(body.sql, { maxRows: body.maxRows, timeoutMs: body.timeoutMs });
        const rows = result.rows.map((row) => [...row]);
        const columns = result.columns.map((column) => ({ ...column }));
        return { apiVersion, kind: 'QueryResult' as const, columns, rows, truncated: result.truncated, elapsedMs: result.elapsedMs };
      } finally {
        running -= 1;
      }
    },
  );
}
