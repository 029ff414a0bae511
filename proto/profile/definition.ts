import { createHash } from 'node:crypto';
import { seatrial } from '#proto/gen/index.js';
import type { SettingValue } from '#proto/image/index.js';
import { assert } from '#proto/kit/index.js';
import { checkValue, pathText } from '#proto/yaml/index.js';
import type { Profile, PublicProfile, SettingDefinition, SignalDefinition } from './profile.ts';
import { failProfile } from './profile-errors.ts';
import { dataCategories, profileLimits } from './profile-limits.ts';
import { publicRuleBreaks } from './public-rules.ts';
import { publicProfileSchema } from './public-schema.ts';

type Definition = seatrial.v1.ProfileDefinition.$Properties;
const { ProfileDefinition } = seatrial.v1;

/** The public half of a profile, in canonical order: signals by id, settings by key, commands by name (by UTF-16 code units). */
export function publicProfileOf(profile: Profile | PublicProfile): PublicProfile {
  const { name, title, signals, wakePlan, settings, commands } = profile;
  return {
    name,
    title,
    signals: [...signals].sort((left, right) => left.id - right.id),
    wakePlan: { wakeEveryMs: wakePlan.wakeEveryMs, awakeMs: wakePlan.awakeMs },
    settings: [...settings].sort((left, right) => compareText(left.key, right.key)),
    commands: [...commands].sort(compareText),
  };
}

/**
 * The protobuf properties of ProfileDefinition in canonical form (PROTOCOL.md, "Profiles"): what has its default is left out, but the wake
 * plan and the value of a setting are always there. Minus zero counts as zero.
 */
export function profileDefinitionOf(profile: PublicProfile): Definition {
  const { name, title, signals, wakePlan, settings, commands } = publicProfileOf(profile);
  return withoutDefaults({
    name,
    title,
    signals: signals.map(signalProperties),
    wakePlan: withoutDefaults({ wakeEveryMs: wakePlan.wakeEveryMs, awakeMs: wakePlan.awakeMs }),
    settings: settings.map(settingProperties),
    commands: [...commands],
  });
}

/** The bytes whose SHA-256 names the profile on the wire. */
export function canonicalProfileBytes(profile: PublicProfile): Uint8Array {
  return ProfileDefinition.encode(profileDefinitionOf(profile)).finish();
}

/** SHA-256 of the canonical bytes, 64 hex digits. */
export function profileDigest(profile: PublicProfile): string {
  return createHash('sha256').update(canonicalProfileBytes(profile)).digest('hex');
}

/**
 * Reads a decoded ProfileDefinition of a device, within the limits of profile.proto. The order of signals, settings and commands is made
 * canonical, so compare profileDigest of the result with the digest that the device showed.
 * @throws E1503
 */
export function profileFromDefinition(body: Definition): PublicProfile {
  if ((body.signals?.length ?? 0) > profileLimits.signals)
    throw failProfile('E1503', { message: `${body.signals?.length} signals, the limit is ${profileLimits.signals}` });
  const plain = {
    name: body.name ?? '',
    title: body.title ?? '',
    signals: (body.signals ?? []).map(plainSignal),
    wakePlan: { wakeEveryMs: body.wakePlan?.wakeEveryMs ?? 0, awakeMs: body.wakePlan?.awakeMs ?? 0 },
    settings: (body.settings ?? []).map(plainSetting),
    commands: [...(body.commands ?? [])],
  };
  const checked = checkValue(publicProfileSchema, plain);
  const problems = 'problems' in checked ? checked.problems : publicRuleBreaks(checked.value);
  const [first] = problems;
  if (first !== undefined) throw failProfile('E1503', { message: `${pathText(first.path, 'the definition')}: ${first.message}` });
  assert('value' in checked, 'no problem means a value');
  const profile = publicProfileOf(checked.value);
  const bytes = canonicalProfileBytes(profile).byteLength;
  if (bytes > profileLimits.definitionBytes)
    throw failProfile('E1503', { message: `the definition has ${bytes} bytes, the limit is ${profileLimits.definitionBytes}` });
  return profile;
}

function signalProperties(signal: SignalDefinition): seatrial.v1.SignalDefinition.$Properties {
  const { id, name, unit, title, minimum, maximum, category, durable } = signal;
  return withoutDefaults({ id, name, unit, title, minimum, maximum, category: dataCategories.indexOf(category) + 1, durable });
}

function settingProperties({ key, defaultValue, minimum, maximum }: SettingDefinition): seatrial.v1.SettingDefinition.$Properties {
  return { key, defaultValue: valueProperties(defaultValue), ...withoutDefaults({ minimum, maximum }) };
}

function valueProperties(value: SettingValue): seatrial.v1.Value.$Properties {
  if (typeof value === 'number') return { number: plusZero(value) };
  return typeof value === 'string' ? { text: value } : { flag: value };
}

function plainSignal(signal: seatrial.v1.SignalDefinition.$Properties): unknown {
  return {
    id: signal.id ?? 0,
    name: signal.name ?? '',
    unit: signal.unit ?? '',
    title: signal.title ?? '',
    minimum: plusZero(signal.minimum ?? 0),
    maximum: plusZero(signal.maximum ?? 0),
    category: dataCategories[(signal.category ?? 0) - 1],
    durable: signal.durable ?? false,
  };
}

function plainSetting(setting: seatrial.v1.SettingDefinition.$Properties): unknown {
  const { number, text, flag } = setting.defaultValue ?? {};
  const defaultValue = typeof number === 'number' ? plusZero(number) : (text ?? flag ?? undefined);
  const limits = { minimum: plusZero(setting.minimum ?? 0), maximum: plusZero(setting.maximum ?? 0) };
  const hasLimits = typeof defaultValue === 'number' || limits.minimum !== 0 || limits.maximum !== 0;
  return { key: setting.key ?? '', defaultValue, ...(hasLimits ? limits : {}) };
}

/** protobufjs writes whatever is there, also defaults: the canonical form has none. */
function withoutDefaults<Part extends object>(part: Part): { [Key in keyof Part]?: Exclude<Part[Key], undefined> } {
  const kept: { [Key in keyof Part]?: Exclude<Part[Key], undefined> } = {};
  for (const key in part) {
    const value = part[key];
    const isDefault = value === undefined || value === 0 || value === '' || value === false || (Array.isArray(value) && value.length === 0);
    if (!isDefault) kept[key] = value as Exclude<Part[typeof key], undefined>;
  }
  return kept;
}

/** Adding 0 turns minus zero into zero and changes nothing else. */
function plusZero(value: number): number {
  return value + 0;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
