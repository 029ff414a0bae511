import semver from 'semver';
import { z } from 'zod';
import { defaultFlashPlan, flashSchema } from './flash-plan.ts';
import { linkKindNames, linkPresetNames, profileLimits } from './profile-limits.ts';
import { camelCaseName, plainNumber, profileName, settingShape, signalShape, title, wakePlan } from './public-schema.ts';

const milliseconds = (least: number, most: number): z.ZodNumber => z.number().int().min(least).max(most);

/** The application takes it as the event command.<name>, of 64 characters at most. */
const commandName = camelCaseName.max(56, 'a command name has at most 56 characters');

const reconnect = z.strictObject({
  baseMs: milliseconds(1, 3_600_000),
  maximumMs: milliseconds(1, 86_400_000),
  stableMs: milliseconds(0, 86_400_000),
});

const power = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('mains') }),
  z.strictObject({
    source: z.literal('battery'),
    capacityMah: z.number().min(1).max(1_000_000),
    awakeMa: z.number().min(0).max(100_000),
    asleepMa: z.number().min(0).max(100_000),
    frameUah: z.number().min(0).max(1_000_000),
  }),
]);

const shape = z.strictObject({
  mean: z.number(),
  unitSpread: z.number().min(0).default(0),
  swing: z.number().default(0),
  periodMs: milliseconds(1, 31_536_000_000).default(86_400_000),
  peakMs: milliseconds(0, 31_536_000_000).default(0),
  wander: z.number().min(0).default(0),
  noise: z.number().min(0).default(0),
  driftPerDay: z.number().default(0),
  resolution: z.number().gt(0).default(0.001),
  actuator: z.strictObject({ name: camelCaseName, gain: z.number(), timeConstantMs: milliseconds(1, 31_536_000_000) }).exactOptional(),
});

/** A profile's YAML file. What has a default may be left out. */
export const profileSchema = z.strictObject({
  name: profileName.min(1),
  title: title.min(1),
  hardwareRevisions: z
    .array(z.string().min(1).max(32))
    .min(1)
    .max(32)
    .default(() => ['A']),
  model: z.string().min(1).max(64),
  parameters: z.record(camelCaseName, z.number()).default(() => ({})),
  shapes: z.record(camelCaseName, shape).default(() => ({})),
  signals: z
    .array(z.strictObject({ ...signalShape, durable: z.boolean().default(false) }))
    .min(1)
    .max(profileLimits.signals),
  actuators: z.record(camelCaseName, plainNumber).default(() => ({})),
  settings: z
    .array(z.strictObject(settingShape))
    .max(profileLimits.settings)
    .default(() => []),
  commands: z
    .array(commandName)
    .max(profileLimits.commands)
    .default(() => []),
  wakePlan: wakePlan.default(() => ({ wakeEveryMs: 0, awakeMs: 0 })),
  power: power.default(() => ({ source: 'mains' as const })),
  linkPreset: z.enum(linkPresetNames).default('lab'),
  link: z.strictObject({ kind: z.enum(linkKindNames) }).exactOptional(),
  reconnect: reconnect.default(() => ({ baseMs: 1_000, maximumMs: 128_000, stableMs: 20_000 })),
  clockDriftPpm: z.number().min(0).max(20_000).default(20),
  storeBytes: z.number().int().min(1_024).max(16_777_216).default(65_536),
  memoryBytes: z.number().int().min(1_024).max(1_073_741_824).default(262_144),
  bootMs: milliseconds(0, 3_600_000).default(4_000),
  watchdogMs: milliseconds(1_000, 86_400_000).default(60_000),
  flash: flashSchema.default(defaultFlashPlan),
  subDevices: z
    .array(z.strictObject({ profile: z.string().min(1).max(1_024), count: z.number().int().min(1).max(profileLimits.subDevices) }))
    .max(16)
    .default(() => []),
  factoryImage: z.strictObject({
    version: z
      .string()
      .min(1)
      .max(64)
      .refine((version) => semver.valid(version) === version, 'expected a semantic version like 1.4.0'),
    /** Checked by loadApplication, which knows its sense. */
    application: z.unknown(),
  }),
});
