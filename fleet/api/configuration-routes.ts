import { z } from 'zod';
import type { ConfigurationView } from '#fleet/domain/index.js';
import { type ApiContext, actorOf, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiVersion } from './api-schemas.ts';
import { configurationChange } from './operation-schemas.ts';

const scalar = z.union([z.number(), z.string(), z.boolean()]);

const configurationSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('Configuration'),
    deviceId: z.string(),
    desiredVersion: z.number().describe('0: nothing was ever wanted'),
    reportedVersion: z.number(),
    drift: z.boolean().describe('The device does not run what is wanted'),
    error: z.string().describe('Why the device refused; empty when it did not'),
    reportedAt: z.string().nullable().describe('ISO 8601, UTC; null: never'),
    settings: z
      .array(
        z.object({
          key: z.string(),
          type: z.enum(['number', 'string', 'boolean']),
          defaultValue: scalar,
          minimum: z.number().nullable(),
          maximum: z.number().nullable(),
          desired: scalar.nullable().describe('null: the default'),
          reported: scalar.nullable().describe('null: not told'),
          drift: z.boolean(),
        }),
      )
      .describe('Empty while the profile is not known'),
  })
  .meta({ id: 'Configuration', description: 'What a device is to run and what it runs' });

/** Wanted and reported configuration of a device. */
export function addConfigurationRoutes(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const tags = ['devices'];
  const params = schemas.deviceParams;
  const response = { 200: configurationSchema, ...problems };
  app.get(
    '/v1/devices/:id/configuration',
    { config: { role: 'viewer' }, schema: { tags, summary: 'Wanted and reported configuration', params, response } },
    async (request) => present(manager.configuration.get(deviceOf(manager, request.params.id).id)),
  );
  const body = z.strictObject({
    ...configurationChange,
    version: z.number().int().min(0).optional().describe('Refused when another version is wanted by now'),
    dryRun: z.boolean().default(false).describe('Check and show; nothing is done'),
    reason: z.string().max(500).default('').describe('Why: kept in the audit'),
  });
  app.post(
    '/v1/devices/:id/configuration',
    { config: { role: 'operator' }, schema: { tags, summary: 'Change some of the wanted settings', params, body, response } },
    async (request) => {
      const { id } = deviceOf(manager, request.params.id);
      const { version, dryRun, reason, ...change } = request.body;
      if (dryRun) return present(manager.configuration.plan(id, change).view);
      return present(await manager.configuration.change(id, change, version, actorOf(request, reason)));
    },
  );
}

function present({ reportedAtMs, settings, ...view }: ConfigurationView): z.output<typeof configurationSchema> {
  return {
    apiVersion,
    kind: 'Configuration',
    ...view,
    reportedAt: reportedAtMs === 0 ? null : new Date(reportedAtMs).toISOString(),
    settings: settings.map(({ minimum, maximum, desired, reported, ...setting }) => ({
      ...setting,
      minimum: minimum ?? null,
      maximum: maximum ?? null,
      desired: desired ?? null,
      reported: reported ?? null,
    })),
  };
}
