import { z } from 'zod';
import type { DeviceView, Manager, ProfileRecord } from '#fleet/domain/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { type ApiContext, deviceOf, problems, type ZodFastify } from './api-context.ts';
import { apiError } from './api-errors.ts';
import { apiVersion } from './api-schemas.ts';
import { deviceSignalListSchema, signalSeriesSchema } from './history-schemas.ts';

/** Where a series begins when nothing is said: a day before its end, ms. */
const usualSpanMs = 86_400_000;

/** Signals of a device: the catalogue, and ranges of readings for lists and plots. */
export function addSignalRoutes(app: ZodFastify, { manager, schemas }: ApiContext): void {
  const tags = ['signals'];
  app.get(
    '/v1/devices/:id/signals',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Signals of a device as its profile defines them, each with its newest reading since the manager started',
        params: schemas.deviceParams,
        response: { 200: deviceSignalListSchema, ...problems },
      },
    },
    async ({ params }) => {
      const device = deviceOf(manager, params.id);
      const latest = new Map(manager.monitor.latest(device.key).map((reading) => [reading.signal, reading]));
      const items = (profileOf(manager, device)?.signals ?? []).map((signal) => {
        const reading = latest.get(signal.name);
        return {
          signal: signal.name,
          unit: signal.unit,
          title: signal.title,
          category: signal.category,
          durable: signal.durable,
          minimum: signal.minimum,
          maximum: signal.maximum,
          at: reading === undefined ? null : iso(reading.atMs),
          value: reading?.value ?? null,
        };
      });
      return { apiVersion, kind: 'DeviceSignalList' as const, id: device.id, profile: device.profile, items, next: null };
    },
  );
  app.get(
    '/v1/devices/:id/signals/:signal',
    {
      config: { role: 'viewer' },
      schema: {
        tags,
        summary: 'Stored readings of one signal: raw, by quarters of an hour, or cut into parts for a plot',
        params: schemas.deviceParams.extend({ signal: z.string().min(1).max(64) }),
        querystring: schemas.signalSeries,
        response: { 200: signalSeriesSchema, ...problems },
      },
    },
    async ({ params, query }) => {
      const device = deviceOf(manager, params.id);
      const signal = signalOf(manager, device, params.signal);
      const toMs = query.to === undefined ? manager.status().nowMs + 1 : Date.parse(query.to);
      const fromMs = query.from === undefined ? toMs - usualSpanMs : Date.parse(query.from);
      if (fromMs >= toMs) throw apiError('E1941', { message: `from ${iso(fromMs)} is not before to ${iso(toMs)}` });
      const { resolution, points: maxPoints } = query;
      const request = { deviceKey: device.key, signal: signal.name, fromMs, toMs, resolution, maxPoints };
      const { points, truncated } = await manager.history.series(request);
      return {
        apiVersion,
        kind: 'SignalSeries' as const,
        id: device.id,
        signal: signal.name,
        unit: signal.unit,
        from: iso(fromMs),
        to: iso(toMs),
        resolution,
        points: points.map(({ atMs, ...point }) => ({ at: iso(atMs), ...point })),
        truncated,
      };
    },
  );
}

/** The signal of a device's profile. @throws E1940 */
function signalOf(manager: Manager, device: DeviceView, name: string): ProfileRecord['definition']['signals'][number] {
  const signals = profileOf(manager, device)?.signals ?? [];
  const signal = signals.find((one) => one.name === name);
  if (signal !== undefined) return signal;
  const names = signals.map((one) => one.name);
  const meant = closestWord(name, names);
  const hint = meant === undefined ? `; it has: ${names.join(', ') || 'none, its profile is not known yet'}` : `, did you mean "${meant}"?`;
  throw apiError('E1940', { message: `${device.id} has no signal "${name}"${hint}`, next: `fleet signal list ${device.id}` });
}

function profileOf(manager: Manager, { profileDigest }: DeviceView): ProfileRecord['definition'] | undefined {
  return manager.devices.listProfiles().find(({ digest }) => digest === profileDigest)?.definition;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
