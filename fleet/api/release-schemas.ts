import { z } from 'zod';
import type { Manager, ReleaseView, SigningView } from '#fleet/domain/index.js';
import { apiVersion } from './api-schemas.ts';

const version = z.literal(apiVersion);
const timeOrNever = z.string().nullable().describe('ISO 8601, UTC; null: not yet');

/** A release. */
export const releaseSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('Release'),
    id: z.string().describe('NAME@VERSION'),
    state: z.enum(['draft', 'published', 'yanked']),
    name: z.string(),
    version: z.string(),
    digest: z.string().describe('Of the image: SHA-256 of its header, hex'),
    fileDigest: z.string().describe('SHA-256 of the image file, hex'),
    fileBytes: z.number(),
    headerBytes: z.number(),
    contentBytes: z.number(),
    applicationBytes: z.number().describe('0: devices keep the application of their profile'),
    profiles: z.array(z.string()),
    hardwareRevisions: z.array(z.string()).describe('Empty: every revision'),
    securityCounter: z.number(),
    minimumVersion: z.string().describe('Devices on an older version may not install it; empty: any'),
    mustPassThrough: z.boolean().describe('No device may go past it to a newer one'),
    notes: z.string(),
    warnings: z.array(z.string()).describe('What is odd but allowed, as things are now'),
    deltas: z
      .array(z.object({ baseDigest: z.string(), base: z.string().nullable(), digest: z.string(), bytes: z.number() }))
      .describe('From which images devices may take less than all; base is the release of that image, null when there is none'),
    devices: z.number().describe('Devices that run it'),
    confirmedDevices: z.number().describe('Of these, devices that have confirmed it'),
    revision: z.number(),
    createdAt: z.string().describe('ISO 8601, UTC'),
    createdBy: z.string(),
    publishedAt: timeOrNever,
    publishedBy: z.string(),
    yankedAt: timeOrNever,
    yankedBy: z.string(),
    yankReason: z.string(),
  })
  .meta({ id: 'Release', description: 'An image that an operator brought, and how many devices run it' });
export const releaseListSchema = z
  .object({ apiVersion: version, kind: z.literal('ReleaseList'), items: z.array(releaseSchema), next: z.null() })
  .meta({ id: 'ReleaseList' });

/** What has to be signed. */
export const signingSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('ReleaseSigning'),
    release: z.string(),
    version: z.number().describe('Of the targets metadata'),
    expiresAt: z.string().describe('ISO 8601, UTC'),
    removed: z.array(z.string()).describe('Yanked releases, NAME/VERSION, that leave the targets with it'),
    metadata: z.string().describe('The file as it is now: canonical JSON with the signatures that are there'),
    threshold: z.number().describe('Distinct keys that have to sign'),
    missing: z.number().describe('Signatures that are still wanted'),
    keys: z.array(z.object({ keyId: z.string(), public: z.string().describe('Ed25519, hex'), signed: z.boolean() })),
    development: z.boolean().describe('The manager signs by itself'),
  })
  .meta({ id: 'ReleaseSigning', description: 'Targets metadata that waits for signatures' });

/** A signing as an object of the API. */
export function presentSigning(signing: SigningView): z.output<typeof signingSchema> {
  const { releaseId, version: number, expiresMs, removed, metadata, threshold, missing, keys, signedBy, isDevelopment } = signing;
  return {
    apiVersion,
    kind: 'ReleaseSigning',
    release: releaseId,
    version: number,
    expiresAt: new Date(expiresMs).toISOString(),
    removed: [...removed],
    metadata,
    threshold,
    missing,
    keys: keys.map(({ keyId, publicHex }) => ({ keyId, public: publicHex, signed: signedBy.includes(keyId) })),
    development: isDevelopment,
  };
}

const sideSchema = z.object({
  id: z.string(),
  state: z.string(),
  digest: z.string(),
  contentBytes: z.number(),
  devices: z.number().describe('Devices that run it'),
  names: z.array(z.string()).describe('The first 20 of them'),
});
/** What one release has otherwise than another. */
export const comparisonSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('ReleaseComparison'),
    from: sideSchema,
    to: sideSchema,
    header: z.array(z.object({ fact: z.string(), before: z.unknown(), after: z.unknown() })),
    payload: z.enum(['same', 'changed']),
    deltaBytes: z.number().nullable().describe('null: no delta is built yet'),
    application: z.array(
      z.object({
        state: z.string(),
        part: z.string(),
        change: z.enum(['added', 'removed', 'changed']),
        before: z.string(),
        after: z.string(),
      }),
    ),
  })
  .meta({ id: 'ReleaseComparison', description: 'What one release has otherwise than another, and which devices run which' });

/** A release as an object of the API. */
export function presentRelease(manager: Manager, release: ReleaseView): z.output<typeof releaseSchema> {
  return releasePresenter(manager)(release);
}

/** Presents many: the devices are counted once. */
export function releasePresenter(manager: Manager): (release: ReleaseView) => z.output<typeof releaseSchema> {
  const running = manager.devices.images();
  const time = (atMs: number): string | null => (atMs === 0 ? null : new Date(atMs).toISOString());
  return ({ createdAtMs, publishedAtMs, yankedAtMs, ...release }) => {
    const { devices, confirmed } = running.get(release.digest) ?? { devices: 0, confirmed: 0 };
    return {
      apiVersion,
      kind: 'Release',
      ...release,
      profiles: [...release.profiles],
      hardwareRevisions: [...release.hardwareRevisions],
      warnings: manager.releases.warnings(release),
      deltas: release.deltas.map((delta) => ({ ...delta, base: manager.releases.byDigest(delta.baseDigest)?.id ?? null })),
      devices,
      confirmedDevices: confirmed,
      createdAt: new Date(createdAtMs).toISOString(),
      publishedAt: time(publishedAtMs),
      yankedAt: time(yankedAtMs),
    };
  };
}
