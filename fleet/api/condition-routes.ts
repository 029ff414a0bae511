import { z } from 'zod';
import type { Manager } from '#fleet/domain/index.js';
import { compileFields, type FieldTypes } from '#fleet/expr/index.js';
import { type ApiContext, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';

/** What can be waited for beside devices: its fields, and how it is found. */
interface Subject {
  readonly fields: FieldTypes;
  /** undefined while there is none of that name. */
  find(manager: Manager, name: string): { readonly values: Readonly<Record<string, unknown>>; readonly path: string } | undefined;
}

const conditionSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('Condition'),
    exists: z.boolean(),
    holds: z.boolean().describe('False also while the object does not exist, or something about it is not known'),
    path: z.string().describe('Where the object is; empty while it does not exist'),
  })
  .meta({ id: 'Condition', description: 'Whether something holds of an object that may not exist yet' });

/** Conditions on objects by name, for whoever waits: an object that does not exist yet is no error. */
export function addConditionRoutes(app: ZodFastify, { manager }: ApiContext): void {
  const params = z.object({
    noun: z.enum(['device', 'group', 'alarm', 'operation', 'command', 'attempt', 'rollout']),
    id: z.string().min(1).max(200),
  });
  const querystring = z.strictObject({
    for: z.string().min(1).max(1_000).optional().describe('CEL over its fields, for a device any selector; left out: that it exists'),
  });
  app.get(
    '/v1/conditions/:noun/:id',
    {
      config: { role: 'viewer' },
      schema: {
        tags: ['conditions'],
        summary: 'Whether a condition holds of a device, group, alarm (id or DEVICE/RULE), operation, command, attempt or rollout',
        params,
        querystring,
        response: { 200: conditionSchema, ...problems },
      },
    },
    async (request) => {
      const { noun, id } = request.params;
      const found =
        noun === 'device' ? ofDevice(manager, id, request.query.for) : ofSubject(manager, subjects[noun], id, request.query.for);
      return { apiVersion, kind: 'Condition' as const, ...found };
    },
  );
}

function ofDevice(manager: Manager, id: string, condition: string | undefined) {
  const holds = condition === undefined ? manager.devices.get(id) && true : manager.devices.matches(id, condition);
  return { exists: holds !== undefined, holds: holds ?? false, path: holds === undefined ? '' : `/v1/devices/${encodeURIComponent(id)}` };
}

function ofSubject(manager: Manager, subject: Subject, name: string, condition: string | undefined) {
  // Compiled before it is asked for: a wrong condition must not wait for its object.
  const compiled = condition === undefined ? undefined : compileFields(condition, subject.fields);
  const found = subject.find(manager, name);
  if (found === undefined) return { exists: false, holds: false, path: '' };
  return { exists: true, holds: compiled === undefined || compiled.evaluate(found.values) === true, path: found.path };
}

const subjects: Readonly<Record<'group' | 'alarm' | 'operation' | 'command' | 'attempt' | 'rollout', Subject>> = {
  group: {
    fields: { name: 'string', title: 'string', selector: 'string', revision: 'double', members: 'double' },
    find: ({ groups }, name) => {
      const group = groups.list().find((one) => one.name === name);
      if (group === undefined) return undefined;
      return { values: { ...group, members: groups.preview(name, { limit: 1 }).members }, path: `/v1/groups/${encodeURIComponent(name)}` };
    },
  },
  alarm: {
    fields: { id: 'string', rule: 'string', deviceId: 'string', severity: 'string', state: 'string', title: 'string', reason: 'string' },
    find: ({ monitor }, name) => {
      const [deviceId = '', rule] = name.split('/');
      const alarm =
        rule === undefined
          ? monitor.alarm(name)
          : monitor.alarms({ state: 'all', deviceId, limit: 1_000 }).find((one) => one.rule === rule);
      return alarm === undefined ? undefined : { values: { ...alarm }, path: `/v1/alarms/${encodeURIComponent(alarm.id)}` };
    },
  },
  operation: {
    fields: {
      id: 'string',
      action: 'string',
      selector: 'string',
      state: 'string',
      message: 'string',
      devices: 'double',
      done: 'double',
      unchanged: 'double',
      failed: 'double',
    },
    find: ({ operations }, id) => {
      const operation = operations.list().find((one) => one.id === id);
      return operation === undefined ? undefined : { values: { ...operation }, path: `/v1/operations/${encodeURIComponent(id)}` };
    },
  },
  attempt: {
    fields: {
      id: 'string',
      deviceId: 'string',
      release: 'string',
      state: 'string',
      isOver: 'bool',
      cause: 'string',
      message: 'string',
      storedBytes: 'double',
      receivedBytes: 'double',
    },
    find: ({ updates }, id) => {
      const attempt = updates.find(id);
      return attempt === undefined
        ? undefined
        : { values: { ...attempt, isOver: attempt.endedAtMs > 0 }, path: `/v1/attempts/${encodeURIComponent(id)}` };
    },
  },
  rollout: {
    fields: {
      name: 'string',
      state: 'string',
      wave: 'string',
      verdict: 'string',
      devices: 'double',
      attempted: 'double',
      inFlight: 'double',
      updated: 'double',
      failed: 'double',
    },
    find: ({ rollouts }, name) => {
      const rollout = rollouts.list().find(({ plan }) => plan.name === name);
      if (rollout === undefined) return undefined;
      const { state, verdict, sums, plan, wave } = rollout;
      return {
        values: { name, state, wave: plan.waves[wave]?.name ?? '', verdict, ...sums },
        path: `/v1/rollouts/${encodeURIComponent(name)}`,
      };
    },
  },
  command: {
    fields: { id: 'string', deviceId: 'string', name: 'string', state: 'string', message: 'string' },
    find: ({ commands }, id) => {
      const command = commands.list({ limit: 10_000 }).find((one) => one.id === id);
      return command === undefined ? undefined : { values: { ...command }, path: `/v1/commands/${encodeURIComponent(id)}` };
    },
  },
};
