import type { TimelineEntry } from '#fleet/domain/index.js';
import { type ApiContext, problems, type ZodFastify } from './api-context.ts';
import { apiVersion, auditListSchema, eventListSchema } from './api-schemas.ts';
import type { LiveStream } from './live-streams.ts';
import { presentAudit, presentEvent } from './presenters.ts';
import { readBack } from './timeline-reader.ts';

/** Entries read from the journal in one go while a stream catches up. */
const catchUpPage = 1_000;

/** The merged timeline, as pages and as a live stream, and the audit. */
export function addEventRoutes(app: ZodFastify, context: ApiContext): void {
  addEventList(app, context);
  addEventStream(app, context);
  addAudit(app, context);
}

function addEventList(app: ZodFastify, { manager, schemas }: ApiContext): void {
  app.get(
    '/v1/events',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['events'],
        summary: 'The newest events, oldest of them first; with `after`, those that follow it; with `before`, those below it',
        querystring: schemas.eventList,
        response: { 200: eventListSchema, ...problems },
      },
    },
    async ({ query }) => {
      const { limit, after } = query;
      const sinceMs = query.since === undefined ? 0 : Date.parse(query.since);
      if (after === undefined) {
        const wanted = (entry: TimelineEntry): boolean => isWanted(entry, query);
        const { entries, next } = await readBack(manager.journal, { before: query.before, sinceMs, limit, wanted });
        const items = entries.reverse().map(presentEvent);
        return { apiVersion, kind: 'EventList' as const, items, next: null, before: next === undefined ? null : String(next) };
      }
      const entries = await manager.journal.readTimeline({ limit, after });
      const wanted = entries.filter((entry) => entry.atMs >= sinceMs && isWanted(entry, query));
      const next = entries.length === limit ? String(entries.at(-1)?.sequence ?? '') : null;
      return { apiVersion, kind: 'EventList' as const, items: wanted.map(presentEvent), next };
    },
  );
}

function addEventStream(app: ZodFastify, { manager, schemas, streams, log }: ApiContext): void {
  app.get(
    '/v1/events/stream',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['events'],
        summary: 'Live events (server-sent events); Last-Event-ID resumes after that sequence',
        querystring: schemas.eventStream,
      },
    },
    (request, reply) => {
      const { query } = request;
      const header = Number(request.headers['last-event-id']);
      const after = Number.isSafeInteger(header) && header >= 0 ? header : query.after;
      const stream = streams.open(request, reply);
      follow(manager.journal, stream, after, (entry) => isWanted(entry, query)).catch((error: unknown) => {
        log.warn('a live stream could not catch up', { error: String(error), requestId: request.id });
        stream.send('failed', { message: 'the events before now could not be read; come back with Last-Event-ID' });
      });
    },
  );
}

/** Sends what came after `after`, then what comes, each once and in order. */
async function follow(
  journal: ApiContext['manager']['journal'],
  stream: LiveStream,
  after: number | undefined,
  wanted: (entry: TimelineEntry) => boolean,
): Promise<void> {
  let newest = after ?? 0;
  let waiting: TimelineEntry[] | undefined = after === undefined ? undefined : [];
  const send = (entry: TimelineEntry): void => {
    if (entry.sequence <= newest) return;
    newest = entry.sequence;
    if (wanted(entry)) stream.send('event', presentEvent(entry), entry.sequence);
  };
  stream.onEnd(
    journal.subscribe((entry) => {
      if (waiting === undefined) send(entry);
      else if (waiting.length < catchUpPage) waiting.push(entry);
    }),
  );
  if (waiting === undefined) return;
  await journal.flush();
  while (stream.isOpen) {
    const entries = await journal.readTimeline({ after: newest, limit: catchUpPage });
    for (const entry of entries) send(entry);
    if (entries.length === catchUpPage) continue;
    // More than a page came while reading: what did not fit is read from the journal in the next round.
    const full: boolean = waiting.length === catchUpPage;
    for (const entry of waiting) send(entry);
    waiting = full ? [] : undefined;
    if (waiting === undefined) return;
    await journal.flush();
  }
}

function isWanted(entry: TimelineEntry, filter: { readonly device?: string | undefined; readonly source?: string | undefined }): boolean {
  return (filter.device ?? entry.deviceId) === entry.deviceId && (filter.source ?? entry.source) === entry.source;
}

function addAudit(app: ZodFastify, { manager, schemas }: ApiContext): void {
  app.get(
    '/v1/audit',
    {
      config: { role: 'operator' },
      schema: {
        tags: ['audit'],
        summary: 'Who did what: the newest entries, oldest of them first; with `after`, those that follow it',
        querystring: schemas.auditList,
        response: { 200: auditListSchema, ...problems },
      },
    },
    async ({ query }) => {
      const { after, limit } = query;
      const entries = await manager.journal.readAudit({ limit, ...(after === undefined ? {} : { after }) });
      const next = after !== undefined && entries.length === limit ? String(entries.at(-1)?.sequence ?? '') : null;
      return { apiVersion, kind: 'AuditEntryList' as const, items: entries.map(presentAudit), next };
    },
  );
}
