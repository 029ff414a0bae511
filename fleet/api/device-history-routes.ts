import { z } from 'zod';
import type { Manager, TimelineEntry } from '#fleet/domain/index.js';
import { type ApiContext, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion, eventListSchema } from './api-schemas.ts';
import { type EventPlace, type HistoryPlace, readPage } from './history-page.ts';
import { presentEvent } from './presenters.ts';
import { readBack } from './timeline-reader.ts';

/** What happened to one device: the timeline about it, and the events that it told itself. */
export function addDeviceHistoryRoutes(app: ZodFastify, { manager, schemas, limits }: ApiContext): void {
  const query = z.strictObject({
    before: z
      .string()
      .regex(/^\d{0,16}(~\d{1,16}~\d{1,10}~\d{1,10})?$/)
      .optional()
      .describe('`next` of the page before'),
    since: z.iso.datetime({ offset: true }).optional(),
    kinds: z
      .string()
      .max(200)
      .regex(/^[a-z.,-]*$/)
      .optional()
      .describe('Beginnings of event names, joined by commas: command.,device.boot'),
    limit: z.coerce.number().int().min(1).max(limits.pageItems).default(Math.min(100, limits.pageItems)),
  });
  app.get(
    '/v1/devices/:id/history',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['devices'],
        summary: 'What happened to a device, newest first: connections, configuration, commands, labels, alarms, its own events',
        params: schemas.deviceParams,
        querystring: query,
        response: { 200: eventListSchema, ...problems },
      },
    },
    async (request) => {
      const { id } = deviceOf(manager, request.params.id);
      const { limit } = request.query;
      const sinceMs = request.query.since === undefined ? 0 : Date.parse(request.query.since);
      const kinds = request.query.kinds?.split(',').filter((kind) => kind !== '') ?? [];
      const isWanted = (kind: string): boolean => kinds.length === 0 || kinds.some((one) => kind.startsWith(one));
      const place = placeOf(request.query.before);
      const wanted = (entry: TimelineEntry): boolean => entry.deviceId === id && isWanted(entry.kind);
      const { items, next } = await readPage(place, limit, {
        told: (before) => readBack(manager.journal, { before, sinceMs, limit, wanted }),
        events: (before, atLeastMs) => readEvents(manager, id, { before, sinceMs: Math.max(sinceMs, atLeastMs), limit, kinds }),
      });
      return {
        apiVersion,
        kind: 'EventList' as const,
        items: items.map(presentEvent),
        next: next === undefined ? null : textOf(next),
      };
    },
  );
}

async function readEvents(
  manager: Manager,
  id: string,
  options: { before: EventPlace | undefined; sinceMs: number; limit: number; kinds: readonly string[] },
): Promise<{ readonly entry: TimelineEntry; readonly place: EventPlace }[]> {
  const { before, sinceMs, limit, kinds } = options;
  // Ids and numbers are checked before: nothing of a request stands in the statement as it came.
  const below = before === undefined ? '' : `AND (epoch_ms(time), boot, sequence) < (${before.atMs}, ${before.boot}, ${before.sequence})`;
  const ofKinds = kinds.length === 0 ? '' : `AND (${kinds.map((kind) => `starts_with('device.' || kind, '${kind}')`).join(' OR ')})`;
  const sql = `SELECT epoch_ms(time), boot, sequence, kind, name, message FROM events WHERE device = '${id}' ${below}
    ${ofKinds} AND epoch_ms(time) >= ${sinceMs} ORDER BY time DESC, boot DESC, sequence DESC LIMIT ${limit}`;
  const { rows } = await manager.history.query(sql, { maxRows: limit, timeoutMs: 10_000, isOwn: true });
  return rows.map(([time, boot, sequence, kind, name, message]) => {
    const place = { atMs: Number(time), boot: Number(boot), sequence: Number(sequence) };
    const entry: TimelineEntry = {
      sequence: 0,
      atMs: place.atMs,
      source: 'device',
      kind: `device.${String(kind)}`,
      deviceId: id,
      message: [name, message].filter((part) => part !== '').join(': '),
      detail: { boot: place.boot, frame: place.sequence },
    };
    return { entry, place };
  });
}

function placeOf(text = ''): HistoryPlace {
  const [sequence = '', atMs, boot, frame] = text.split('~');
  const event = atMs === undefined ? undefined : { atMs: Number(atMs), boot: Number(boot), sequence: Number(frame) };
  return { sequence: sequence === '' ? undefined : Number(sequence), event };
}

function textOf({ sequence, event }: HistoryPlace): string {
  return `${sequence ?? ''}${event === undefined ? '' : `~${event.atMs}~${event.boot}~${event.sequence}`}`;
}
