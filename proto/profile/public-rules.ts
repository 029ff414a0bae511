import type { PublicProfile, SettingDefinition } from './profile.ts';
import { commonCommands } from './profile-limits.ts';

/** One rule that a public profile breaks. */
export interface RuleBreak {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What must agree within a public profile, whether it comes from a file or from the wire. */
export function publicRuleBreaks(profile: PublicProfile): RuleBreak[] {
  const breaks: RuleBreak[] = [];
  const add = (path: readonly (string | number)[], message: string): void => void breaks.push({ path, message });
  const ids = new Set<number>();
  const names = new Set<string>();
  for (const [index, signal] of profile.signals.entries()) {
    if (ids.has(signal.id)) add(['signals', index, 'id'], `signal id ${signal.id} comes twice`);
    if (names.has(signal.name)) add(['signals', index, 'name'], `signal "${signal.name}" comes twice`);
    ids.add(signal.id);
    names.add(signal.name);
    if (signal.minimum >= signal.maximum)
      add(['signals', index, 'maximum'], `the maximum ${signal.maximum} is not above the minimum ${signal.minimum}`);
  }
  const keys = new Set<string>();
  for (const [index, setting] of profile.settings.entries()) {
    if (keys.has(setting.key)) add(['settings', index, 'key'], `setting "${setting.key}" comes twice`);
    keys.add(setting.key);
    const message = settingBreak(setting);
    if (message !== undefined) add(['settings', index, 'defaultValue'], message);
  }
  for (const [index, command] of profile.commands.entries()) {
    if (commonCommands.includes(command)) add(['commands', index], `every device knows "${command}": it is not the profile's`);
    if (profile.commands.indexOf(command) !== index) add(['commands', index], `command "${command}" comes twice`);
  }
  const { wakeEveryMs, awakeMs } = profile.wakePlan;
  if (wakeEveryMs === 0 && awakeMs !== 0) add(['wakePlan', 'awakeMs'], `awakeMs is ${awakeMs}, but a unit that is always on has 0`);
  if (wakeEveryMs > 0 && (awakeMs < 1 || awakeMs >= wakeEveryMs))
    add(['wakePlan', 'awakeMs'], `awakeMs is ${awakeMs}, not within 1 and wakeEveryMs ${wakeEveryMs}`);
  return breaks;
}

function settingBreak({ defaultValue, minimum, maximum }: SettingDefinition): string | undefined {
  if (typeof defaultValue !== 'number')
    return minimum === undefined && maximum === undefined ? undefined : `only a number has a minimum and a maximum`;
  if (minimum === undefined || maximum === undefined) return 'a number needs a minimum and a maximum';
  if (minimum >= maximum) return `the maximum ${maximum} is not above the minimum ${minimum}`;
  if (defaultValue < minimum || defaultValue > maximum) return `the default ${defaultValue} is not within ${minimum} and ${maximum}`;
  return undefined;
}
