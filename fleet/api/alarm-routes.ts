import { type ApiContext, actorOf, problems, type ZodFastify } from './api-context.ts';
import { apiError } from './api-errors.ts';
import { alarmListSchema, alarmRuleListSchema, alarmRulesAppliedSchema, alarmSchema, apiVersion } from './api-schemas.ts';
import { presentAlarm, presentAlarmRule } from './presenters.ts';

/** Alarms and the rules that raise them. */
export function addAlarmRoutes(app: ZodFastify, context: ApiContext): void {
  addAlarms(app, context);
  addRules(app, context);
}

function addAlarms(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const tags = ['alarms'];
  const alarmOf = (id: string) => {
    const alarm = manager.monitor.alarm(id);
    if (alarm === undefined) throw apiError('E1909', { message: `no alarm "${id}"` });
    return alarm;
  };
  app.get(
    '/v1/alarms',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Alarms, newest first', querystring: schemas.alarmList, response: { 200: alarmListSchema, ...problems } },
    },
    async ({ query }) => {
      const alarms = manager.monitor.alarms({
        state: query.state,
        limit: query.limit,
        ...(query.device === undefined ? {} : { deviceId: query.device }),
        ...(query.after === undefined ? {} : { after: query.after }),
      });
      const next = alarms.length === query.limit ? (alarms.at(-1)?.id ?? null) : null;
      return { apiVersion, kind: 'AlarmList' as const, items: alarms.map(presentAlarm), next };
    },
  );
  app.get(
    '/v1/alarms/:id',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'One alarm', params: schemas.idParams, response: { 200: alarmSchema, ...problems } },
    },
    async ({ params }) => presentAlarm(alarmOf(params.id)),
  );
  app.post(
    '/v1/alarms/:id/acknowledge',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Acknowledge with a note',
        params: schemas.idParams,
        body: schemas.acknowledge,
        response: { 200: alarmSchema, ...problems },
      },
    },
    async (request) => {
      const { note } = request.body;
      alarmOf(request.params.id);
      return presentAlarm(await manager.monitor.acknowledge(request.params.id, note, actorOf(request, note)));
    },
  );
}

function addRules(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const tags = ['alarm rules'];
  app.get(
    '/v1/alarm-rules',
    {
      config: { role: 'viewer' },
      schema: { tags, summary: 'Alarm rules', response: { 200: alarmRuleListSchema, ...problems } },
    },
    async () => ({ apiVersion, kind: 'AlarmRuleList' as const, items: manager.monitor.rules().map(presentAlarmRule), next: null }),
  );
  app.post(
    '/v1/alarm-rules',
    {
      config: { role: 'operator' },
      schema: {
        tags,
        summary: 'Check all rules of a file, then apply all; rules that the file does not name stay',
        body: schemas.alarmRules,
        response: { 200: alarmRulesAppliedSchema, ...problems },
      },
    },
    async (request) => {
      const { file, text, reason } = request.body;
      const applied = await manager.monitor.applyRules(manager.monitor.parseRules(text, file), actorOf(request, reason));
      return { apiVersion, kind: 'AlarmRulesApplied' as const, ...applied };
    },
  );
}
