/** Answers of the API about stored history. Times are ISO 8601 in UTC. */
import { z } from 'zod';
import { apiVersion } from './api-schemas.ts';

const time = z.string().describe('ISO 8601, UTC');

export const deviceSignalListSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('DeviceSignalList'),
    id: z.string(),
    profile: z.string(),
    items: z.array(
      z.object({
        signal: z.string(),
        unit: z.string().describe('UCUM'),
        title: z.string(),
        category: z.string(),
        durable: z.boolean().describe('Kept by the device until it is stored'),
        minimum: z.number().describe('What the sensor can show'),
        maximum: z.number(),
        at: time.nullable().describe('Time of the newest reading; null: none since the manager started'),
        value: z.number().nullable(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: 'DeviceSignalList', description: 'Signals of a device with their newest readings' });

export const signalSeriesSchema = z
  .object({
    apiVersion: z.literal(apiVersion),
    kind: z.literal('SignalSeries'),
    id: z.string(),
    signal: z.string(),
    unit: z.string().describe('UCUM'),
    from: time,
    to: time.describe('Not part of the range'),
    resolution: z.enum(['raw', '15min', 'auto']),
    points: z
      .array(
        z.object({
          at: time.describe('Of the reading, or the start of the part'),
          value: z.number().describe('The reading, or the mean of the part'),
          minimum: z.number(),
          maximum: z.number(),
          count: z.number().describe('Readings behind the point'),
        }),
      )
      .describe('By time; a part without readings has no point'),
    truncated: z.boolean().describe('More than `points`: ask again from just after the last one'),
  })
  .meta({ id: 'SignalSeries', description: 'One signal of one device over time' });
