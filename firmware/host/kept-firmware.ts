import { z } from 'zod';
import type { DeviceFlash } from '#firmware/device/index.js';

/** Slots, trust and the newest attempt of a device that had an update, as a flash file has them. */
export type KeptFirmware = NonNullable<DeviceFlash['firmware']>;

const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const report = z.strictObject({
  attemptId: z.string(),
  sequence: count,
  state: z.string(),
  cause: z.string().optional(),
  message: z.string(),
  timeMs: z.number(),
  storedBytes: count,
  receivedBytes: count,
  takesDelta: z.boolean(),
  boot: count,
  runningDigest: z.string().regex(/^[0-9a-f]*$/),
  isConfirmed: z.boolean(),
  securityCounter: count,
  trustedTimeMs: z.number(),
  rootVersion: count,
  timestampVersion: count,
  snapshotVersion: count,
  targetsVersion: count,
});
const firmware = z.strictObject({
  // What is in the regions is for the device, which knows its geometry.
  flash: z.strictObject({
    regions: z.array(z.unknown()),
    contents: z.array(z.union([z.strictObject({ digest }), z.strictObject({ bytes: z.base64() })])),
  }),
  trust: z.strictObject({ timeMs: z.number(), files: z.record(z.string(), digest) }).nullable(),
  attempt: z
    .strictObject({
      attemptId: z.string(),
      assignment: z.base64(),
      digest: z.string().regex(/^[0-9a-f]*$/),
      isOpen: z.boolean(),
      trialFailure: z.string().nullable(),
      takesDelta: z.boolean(),
      receivedBytes: count,
      storedBytes: count,
      report: report.nullable(),
      isAcknowledged: z.boolean(),
    })
    .nullable(),
});

/** The firmware of a line; undefined when it is not what a device saves. */
export function keptFirmwareOf(value: unknown): KeptFirmware | undefined {
  const result = firmware.safeParse(value);
  // Names of states and causes, and the regions, are read by the device.
  return result.success ? (result.data as KeptFirmware) : undefined;
}

/** Digests, SHA-256 in hex, of the contents that it names. */
export function contentsOf({ flash, trust }: KeptFirmware): string[] {
  const shared = flash.contents.flatMap((content) => ('digest' in content ? [content.digest] : []));
  return [...shared, ...Object.values(trust?.files ?? {})];
}
