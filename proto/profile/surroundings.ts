import type { ApplicationSurroundings } from '#proto/image/index.js';
import type { Profile } from './profile.ts';

/** The names that an application of a device of this profile may use. */
export function surroundingsOf({
  signals,
  actuators,
  settings,
}: Profile): Pick<ApplicationSurroundings, 'signals' | 'actuators' | 'settings'> {
  return {
    signals: signals.map((signal) => signal.name),
    actuators: Object.keys(actuators),
    settings: Object.fromEntries(settings.map(({ key, defaultValue }) => [key, defaultValue])),
  };
}
