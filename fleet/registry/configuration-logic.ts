import type { PublicProfile, SettingDefinition, SettingValue } from '#proto/profile/index.js';

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
  const known = profile.settings.map((setting) => setting.key).join(', ');
  return `${key}: profile ${profile.name} has no such setting, it has ${known === '' ? 'none' : known}`;
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
