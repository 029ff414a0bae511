import { z } from 'zod';
import { parseYaml } from '#proto/yaml/index.js';
import type { CertificateFiles } from './certificate.ts';
import { type HistorySettings, historySchema } from './history-settings.ts';
import { type HookSettings, hookSchema } from './hook-settings.ts';
import { type ApiSettings, apiSchema, limitsSchema, type ManagerLimits } from './manager-limits.ts';

const configSchema = z.strictObject({
  apiVersion: z.literal('seatrial/v1'),
  kind: z.literal('ManagerConfig'),
  name: z.string().min(1).max(64).optional(),
  /** host:port, several allowed: device sockets and API share each. */
  listen: z.array(z.string().min(1).max(255)).min(1).max(64).optional(),
  dataFolder: z.string().min(1).max(4_096).optional(),
  /** PEM files of the certificate and its key: API and devices are served over TLS then, on every address. */
  tls: z.strictObject({ certFile: z.string().min(1).max(4_096), keyFile: z.string().min(1).max(4_096) }).optional(),
  /** Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: 10.0.0.7, 10.0.0.0/8, loopback. */
  trustProxy: z.array(z.string().min(1).max(64)).max(64).optional(),
  limits: limitsSchema.optional(),
  api: apiSchema.optional(),
  history: historySchema.optional(),
  hooks: hookSchema.optional(),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).optional(),
});

/** A manager's configuration, complete. */
export interface ManagerConfig {
  readonly name: string;
  readonly listen: readonly string[];
  readonly dataFolder: string;
  /** Undefined: plain HTTP and WebSocket. */
  readonly tls?: CertificateFiles | undefined;
  /** Proxies whose forwarded addresses are believed; none when left out. */
  readonly trustProxy?: readonly string[];
  readonly limits: ManagerLimits;
  readonly api: ApiSettings;
  readonly history: HistorySettings;
  readonly hooks: HookSettings;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** What the command line says; it wins over the file. */
export interface ConfigOverrides {
  readonly name?: string;
  readonly listen?: readonly string[];
  readonly dataFolder?: string;
  readonly tls?: CertificateFiles;
  readonly trustProxy?: readonly string[];
  readonly logLevel?: ManagerConfig['logLevel'];
  readonly limits?: Partial<ManagerLimits>;
}

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
    tls: overrides.tls ?? parsed?.tls,
    trustProxy: overrides.trustProxy ?? parsed?.trustProxy ?? [],
    limits: limitsSchema.parse({ ...parsed?.limits, ...overrides.limits }),
    api: parsed?.api ?? apiSchema.parse({}),
    history: parsed?.history ?? historySchema.parse({}),
    hooks: parsed?.hooks ?? hookSchema.parse({}),
    logLevel: overrides.logLevel ?? parsed?.log?.level ?? 'info',
  };
}
