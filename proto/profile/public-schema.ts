import { z } from 'zod';
import { dataCategories, profileLimits } from './profile-limits.ts';
import { isUnit } from './unit.ts';

/** The forms that the YAML file and the definition on the wire share. */

const notMinusZero = (value: number): boolean => !Object.is(value, -0);
/** Minus zero has two encodings in canonical bytes, so there is none. */
export const plainNumber = z.number().refine(notMinusZero, 'minus zero is not allowed');

export const profileName = z.string().regex(/^[a-z0-9-]{1,64}$/, 'a profile name is 1 to 64 of a-z 0-9 -');
export const camelCaseName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,63}$/, 'a name is camelCase: 1 to 64 letters and digits, starting with a small letter')
  .refine((name) => !(name in Object.prototype), 'this name is reserved');
/** On the wire; profiles that Seatrial loads are stricter. */
const wireCommandName = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'a command name is 1 to 64 of a-z A-Z 0-9 . _ -');
export const title = z.string().max(200);

export const signalShape = {
  id: z.number().int().min(1).max(65_535),
  name: camelCaseName,
  unit: z.string().refine(isUnit, 'expected a UCUM unit of 1 to 32 characters, for example Cel, %, km/h, {rpm} or 1'),
  title,
  minimum: plainNumber,
  maximum: plainNumber,
  category: z.enum(dataCategories),
};

export const settingShape = {
  key: camelCaseName,
  defaultValue: z.union([plainNumber, z.string().max(1_024), z.boolean()]),
  minimum: plainNumber.exactOptional(),
  maximum: plainNumber.exactOptional(),
};

const wakeEveryMs = z.number().int().min(0).max(profileLimits.wakeEveryMs);
export const wakePlan = z.strictObject({ wakeEveryMs, awakeMs: wakeEveryMs });

/** A public profile as it comes from the wire. */
export const publicProfileSchema = z.strictObject({
  name: profileName,
  title,
  signals: z
    .array(z.strictObject({ ...signalShape, durable: z.boolean() }))
    .min(1)
    .max(profileLimits.signals),
  wakePlan,
  settings: z.array(z.strictObject(settingShape)).max(profileLimits.settings),
  commands: z.array(wireCommandName).max(profileLimits.commands),
});
