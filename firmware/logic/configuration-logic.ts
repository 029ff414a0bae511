import type { SettingDefinition, SettingValue } from '#proto/profile/index.js';

/** Settings by key. */
export type Settings = Readonly<Record<string, SettingValue>>;

/** Longest text of a setting, characters. */
const longestText = 1_024;

/** The settings of a unit that was never told any. */
export function defaultSettings(definitions: readonly SettingDefinition[]): Settings {
  return Object.fromEntries(definitions.map((definition) => [definition.key, definition.defaultValue]));
}

/**
 * Checks what the fleet wants against the profile. All or nothing: either complete settings, keys that are missing at their defaults,
 * or why not, naming the key, the value and what is allowed.
 */
export function checkSettings(
  definitions: readonly SettingDefinition[],
  wanted: Settings,
): { readonly settings: Settings } | { readonly error: string } {
  const settings: Record<string, SettingValue> = { ...defaultSettings(definitions) };
  for (const [key, value] of Object.entries(wanted)) {
    const definition = definitions.find((one) => one.key === key);
    if (definition === undefined)
      return { error: `no setting ${key.slice(0, 64)}; there are ${definitions.map((one) => one.key).join(', ')}`.slice(0, 500) };
    const problem = problemOf(definition, value);
    if (problem !== undefined) return { error: `${key}: ${problem}` };
    settings[key] = value;
  }
  return { settings };
}

function problemOf(definition: SettingDefinition, value: SettingValue): string | undefined {
  if (typeof value !== typeof definition.defaultValue) return `is a ${typeof value}, must be a ${typeof definition.defaultValue}`;
  if (typeof value === 'string' && value.length > longestText) return `has ${value.length} characters, at most ${longestText}`;
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return `is ${value}, must be finite`;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = definition;
  return value < minimum || value > maximum ? `is ${value}, must be ${minimum} to ${maximum}` : undefined;
}
