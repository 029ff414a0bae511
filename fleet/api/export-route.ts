import { z } from 'zod';
import type { ExportRequest } from '#fleet/domain/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiError } from './api-errors.ts';

const types: Readonly<Record<ExportRequest['format'], string>> = {
  parquet: 'application/vnd.apache.parquet',
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};
/** Devices read from the registry in one go. */
const devicePage = 10_000;

/** Telemetry as a file: made whole, then streamed with its length. It may be people's data, so every export is in the audit. */
export function addExportRoute(app: ZodFastify, { manager, schemas, limits }: ApiContext): void {
  app.post(
    '/v1/export',
    {
      config: { role: 'operator' },
      schema: {
        tags: ['history'],
        summary: 'Stored telemetry as Parquet, CSV or NDJSON; x-seatrial-rows has the number of rows',
        body: schemas.export,
        response: { 200: z.any().describe('The file'), ...problems },
      },
    },
    async (request, reply) => {
      const { view, format, from, to, signals, categories, reason } = request.body;
      const fromMs = Date.parse(from);
      const toMs = Date.parse(to);
      if (fromMs >= toMs) throw apiError('E1941', { message: `from ${from} is not before to ${to}` });
      if (view === 'events' && signals.length + categories.length > 0) {
        throw apiError('E1942', { message: 'events belong to no signal and to no category', next: 'leave signals and categories out' });
      }
      if (request.body.selector !== undefined && request.body.devices.length > 0) {
        throw apiError('E1942', { message: 'devices and a selector are given: which of both?', next: 'leave one of them out' });
      }
      const deviceKeys = keysOf(request.body, manager);
      await checkNames(manager, signals, categories);
      const actor = actorOf(request, reason);
      const asked = { view, format, fromMs, toMs, deviceKeys, signals, categories };
      const { rows, bytes, stream } = await manager.history.export({
        ...asked,
        maxRows: limits.exportRows,
        timeoutMs: limits.exportTimeoutMs,
      });
      manager.journal.audit({
        actor: actor.name,
        action: 'history.export',
        subject: `history:${view}`,
        reason,
        detail: {
          format,
          from,
          to,
          rows,
          selector: request.body.selector ?? '',
          devices: deviceKeys === undefined ? 'all' : deviceKeys.length,
          signals: signals.join(','),
          categories: categories.join(','),
        },
      });
      return reply
        .header('content-length', bytes)
        .header('x-seatrial-rows', rows)
        .header('cache-control', 'no-store')
        .type(types[format])
        .send(stream);
    },
  );
}

/** A name that no signal has would give an empty file, which looks like a device that said nothing. @throws E1942 */
async function checkNames(manager: ApiContext['manager'], signals: readonly string[], categories: readonly string[]): Promise<void> {
  if (signals.length + categories.length === 0) return;
  const { rows } = await manager.history.query('SELECT DISTINCT signal, category FROM signals', {
    maxRows: 100_000,
    timeoutMs: 10_000,
    isOwn: true,
  });
  for (const [what, asked, column] of [
    ['signal', signals, 0],
    ['category', categories, 1],
  ] as const) {
    const known = new Set(rows.map((row) => String(row[column])));
    for (const name of asked) {
      if (known.has(name)) continue;
      const meant = closestWord(name, known);
      const hint = meant === undefined ? '' : `, did you mean "${meant}"?`;
      const next = 'fleet query "SELECT DISTINCT signal, category FROM signals"';
      throw apiError('E1942', { message: `no signal of any device has the ${what === 'signal' ? 'name' : what} "${name}"${hint}`, next });
    }
  }
}

/** Keys of the devices that are named or selected; undefined: all. @throws E1908, E1942, E18xx */
function keysOf(
  { selector, devices }: { readonly selector?: string | undefined; readonly devices: readonly string[] },
  manager: ApiContext['manager'],
): number[] | undefined {
  if (devices.length > 0) return devices.map((id) => deviceOf(manager, id).key);
  if (selector === undefined) return undefined;
  const keys: number[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = manager.devices.list({ selector, after, limit: devicePage });
    for (const { key } of page.devices) keys.push(key);
    after = page.next;
  }
  if (keys.length === 0) throw apiError('E1942', { message: `no device matches "${selector}"` });
  return keys;
}
