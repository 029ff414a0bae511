import { z } from 'zod';
import { defaultApiLimits } from '#fleet/api/index.js';
import { parseYaml } from '#proto/yaml/index.js';

const milliseconds = (low: number, high: number, fallback: number) => z.int().min(low).max(high).default(fallback);
const count = (low: number, high: number, fallback: number) => z.int().min(low).max(high).default(fallback);

/** Limits of a manager: each is refused with a code at one past it. Keys, units and ranges are listed in docs/OPERATING.md. */
const limitsSchema = z.strictObject({
  /** Devices in the registry. */
  devices: count(1, 1_000_000, 200_000),
  /** Open device sockets; 0 takes what the file limit leaves. */
  links: count(0, 1_000_000, 0),
  /** Open files kept for everything that is no device socket. */
  reservedFiles: count(64, 100_000, 1_024),
  /** Handshakes a second that are begun; more are told to come later. */
  handshakesPerSecond: count(1, 1_000_000, 2_000),
  /** Handshakes under way. */
  openHandshakes: count(1, 1_000_000, 4_000),
  answerWithinMs: milliseconds(1_000, 300_000, 20_000),
  heartbeatMs: milliseconds(1_000, 86_400_000, 60_000),
  framesPerSecond: count(1, 1_000_000, 1_000),
  windowFrames: count(1, 65_535, 1_024),
  /** Times that a device over its rate is slowed down, without catching up between, before it is refused. */
  throttles: count(1, 1_000_000, 600),
  channelsPerLink: count(0, 65_535, 4_096),
  /** Bytes that may wait for a device that reads slowly. */
  queuedBytes: count(65_536, 1_073_741_824, 1_048_576),
  clockSkewMs: milliseconds(1_000, 86_400_000, 300_000),
  futureMs: milliseconds(1_000, 86_400_000, 300_000),
  /** Readings that may wait for one commit. */
  stagedReadings: count(8_192, 20_000_000, 2_000_000),
  commitEveryMs: milliseconds(10, 10_000, 200),
  openAlarms: count(1, 1_000_000, 100_000),
  alarmRules: count(1, 10_000, 1_000),
  timelineEntries: count(100, 10_000_000, 100_000),
});

/** Limits of the operator API. */
const apiSchema = z.strictObject({
  /** Names that the Host header may have, without port; left out: any. */
  hostnames: z.array(z.string().min(1).max(253)).min(1).max(64).optional(),
  bodyBytes: count(1_024, 67_108_864, defaultApiLimits.bodyBytes),
  requestsPerSecond: count(1, 100_000, defaultApiLimits.requestsPerSecond),
  requestBurst: count(1, 100_000, defaultApiLimits.requestBurst),
  refusalsPerMinute: count(1, 100_000, defaultApiLimits.refusalsPerMinute),
  pageItems: count(1, 10_000, defaultApiLimits.pageItems),
  streams: count(1, 10_000, defaultApiLimits.streams),
  streamQueuedBytes: count(65_536, 1_073_741_824, defaultApiLimits.streamQueuedBytes),
  streamHeartbeatMs: milliseconds(1_000, 300_000, defaultApiLimits.streamHeartbeatMs),
  queries: count(1, 64, defaultApiLimits.queries),
  queryRows: count(1, 10_000_000, defaultApiLimits.queryRows),
  queryTimeoutMs: milliseconds(100, 3_600_000, defaultApiLimits.queryTimeoutMs),
  requestTimeoutMs: milliseconds(1_000, 600_000, defaultApiLimits.requestTimeoutMs),
});

const configSchema = z.strictObject({
  apiVersion: z.literal('seatrial/v1'),
  kind: z.literal('ManagerConfig'),
  name: z.string().min(1).max(64).optional(),
  /** host:port, several allowed: device sockets and API share each. */
  listen: z.array(z.string().min(1).max(255)).min(1).max(64).optional(),
  dataFolder: z.string().min(1).max(4_096).optional(),
  limits: limitsSchema.optional(),
  api: apiSchema.optional(),
  history: z
    .strictObject({
      memoryLimitMb: count(64, 1_048_576, 2_048),
      threads: count(1, 256, 2),
    })
    .optional(),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).optional(),
});

/** Limits of a manager, complete. */
export type ManagerLimits = z.infer<typeof limitsSchema>;

/** A manager's configuration, complete. */
export interface ManagerConfig {
  readonly name: string;
  readonly listen: readonly string[];
  readonly dataFolder: string;
  readonly limits: ManagerLimits;
  readonly api: z.infer<typeof apiSchema>;
  readonly history: { readonly memoryLimitMb: number; readonly threads: number };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** What the command line says; it wins over the file. */
export interface ConfigOverrides {
  readonly name?: string;
  readonly listen?: readonly string[];
  readonly dataFolder?: string;
  readonly logLevel?: ManagerConfig['logLevel'];
  readonly limits?: Partial<ManagerLimits>;
}

/** The limits that hold when nobody says anything. */
export const defaultLimits: ManagerLimits = limitsSchema.parse({});

/**
 * Puts a configuration together: command line over file over defaults.
 * @param file name and text of a ManagerConfig YAML; undefined for none
 * @throws E10xx with line and column when the file is wrong
 */
export function resolveConfig(
  file: { readonly name: string; readonly text: string } | undefined,
  overrides: ConfigOverrides,
  defaultDataFolder: string,
): ManagerConfig {
  const parsed = file === undefined ? undefined : parseYaml(file.text, configSchema, file.name);
  return {
    name: overrides.name ?? parsed?.name ?? 'fleet',
    listen: overrides.listen ?? parsed?.listen ?? ['127.0.0.1:8470'],
    dataFolder: overrides.dataFolder ?? parsed?.dataFolder ?? defaultDataFolder,
    limits: limitsSchema.parse({ ...parsed?.limits, ...overrides.limits }),
    api: parsed?.api ?? apiSchema.parse({}),
    history: { memoryLimitMb: parsed?.history?.memoryLimitMb ?? 2_048, threads: parsed?.history?.threads ?? 2 },
    logLevel: overrides.logLevel ?? parsed?.log?.level ?? 'info',
  };
}
