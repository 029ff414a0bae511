import type { ConfigurationChange, DesiredConfigurationRecord, ReportedConfigurationRecord } from '#fleet/domain/index.js';
import type { PublicProfile, SettingDefinition, SettingValue } from '#proto/profile/index.js';
import { closestWord } from '#proto/yaml/index.js';

/** Longest text of a setting, characters: Value of the wire. */
const longestText = 1_024;
/** A configuration must fit one frame of 65,536 bytes with room for what stands around it: keys and texts in UTF-8, bytes. */
const mostBytes = 49_152;

/**
 * Why a wanted configuration does not fit a profile: one sentence a problem, naming key, value and range; empty when it fits.
 * A key that is missing is none: it goes back to the profile's default.
 */
export function configurationProblems(profile: PublicProfile, settings: Readonly<Record<string, SettingValue>>): string[] {
  const problems: string[] = [];
  for (const [key, value] of Object.entries(settings)) {
    const definition = profile.settings.find((setting) => setting.key === key);
    const problem = definition === undefined ? unknownKey(profile, key) : problemOf(definition, value);
    if (problem !== undefined) problems.push(problem);
  }
  const bytes = Buffer.byteLength(JSON.stringify(settings));
  if (bytes > mostBytes) problems.push(`all settings together take ${bytes} bytes, the limit is ${mostBytes}`);
  return problems;
}

function unknownKey(profile: PublicProfile, key: string): string {
  const known = profile.settings.map((setting) => setting.key);
  const near = closestWord(key, known);
  const hint = near === undefined ? '' : `, did you mean ${near}?`;
  return `${key}: profile ${profile.name} has no such setting${hint}${hint === '' ? ',' : ''} it has ${known.length === 0 ? 'none' : known.join(', ')}`;
}

function problemOf(definition: SettingDefinition, value: SettingValue): string | undefined {
  const { key, defaultValue, minimum, maximum } = definition;
  if (typeof value !== typeof defaultValue) {
    return `${key}: ${JSON.stringify(value)} is a ${typeof value}, the setting is a ${typeof defaultValue}`;
  }
  if (typeof value === 'string' && value.length > longestText) {
    return `${key}: the text has ${value.length} characters, the limit is ${longestText}`;
  }
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return `${key}: ${value} is not a finite number`;
  if (minimum !== undefined && value < minimum) return `${key}: ${value} is below ${minimum}, the range is ${range(definition)}`;
  if (maximum !== undefined && value > maximum) return `${key}: ${value} is above ${maximum}, the range is ${range(definition)}`;
  return undefined;
}

function range({ minimum, maximum }: SettingDefinition): string {
  return `${minimum ?? 'any'} to ${maximum ?? 'any'}`;
}

/**
 * The settings after a change, and what is wrong with it: one sentence a problem. Values of the profile's default that are set stay set: the
 * default of a later profile must not change them.
 */
export function changedSettings(
  profile: PublicProfile,
  held: Readonly<Record<string, SettingValue>>,
  { set, text, reset }: ConfigurationChange,
): { readonly settings: Readonly<Record<string, SettingValue>>; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const settings: Record<string, SettingValue> = { ...held, ...set };
  for (const [key, value] of Object.entries(text)) {
    const definition = profile.settings.find((setting) => setting.key === key);
    if (definition === undefined) {
      problems.push(unknownKey(profile, key));
      continue;
    }
    const read = readSetting(definition, value);
    if (read === undefined) problems.push(`${key}: "${value.slice(0, 80)}" is no ${typeof definition.defaultValue}`);
    else settings[key] = read;
  }
  for (const key of reset) {
    if (Object.hasOwn(set, key) || Object.hasOwn(text, key)) problems.push(`${key}: it is both set and reset`);
    else if (profile.settings.every((setting) => setting.key !== key)) problems.push(unknownKey(profile, key));
    delete settings[key];
  }
  return { settings, problems: [...problems, ...configurationProblems(profile, settings)] };
}

/** A value that was written as text; undefined when it is none of the setting's type. */
function readSetting({ defaultValue }: SettingDefinition, text: string): SettingValue | undefined {
  switch (typeof defaultValue) {
    case 'number':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    default:
      return text;
  }
}

/** Whether two sets of settings are equal. */
export function isSameSettings(one: Readonly<Record<string, SettingValue>>, other: Readonly<Record<string, SettingValue>>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key]);
}

/** Whether a device does not run what is wanted: another version, or that version with another value. */
export function hasDrift(
  desired: DesiredConfigurationRecord | undefined,
  reportedVersion: number,
  reported: ReportedConfigurationRecord | undefined,
  profile: PublicProfile | undefined,
): boolean {
  if (desired === undefined) return false;
  if (desired.version !== reportedVersion) return true;
  if (reported === undefined || profile === undefined || reported.version !== reportedVersion) return false;
  return profile.settings.some((setting) => isDrifted(setting, desired.settings[setting.key], reported.settings[setting.key]));
}

/** Whether a reported value is not the wanted one; what was not reported has not drifted. */
export function isDrifted(
  { defaultValue }: SettingDefinition,
  desired: SettingValue | undefined,
  reported: SettingValue | undefined,
): boolean {
  return reported !== undefined && reported !== (desired ?? defaultValue);
}

/** A change in words: "setpointC=21 ecoMode-". */
export function changeSummary({ set, text, reset }: ConfigurationChange): string {
  const pairs = [...Object.entries(set), ...Object.entries(text)].map(([key, value]) => `${key}=${value}`);
  return [...pairs, ...reset.map((key) => `${key}-`)].join(' ');
}
