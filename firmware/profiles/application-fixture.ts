/** For tests of this folder: the factory application of a profile, stepped by hand. */

import {
  type ApplicationInputs,
  type ApplicationStep,
  type LoadedApplication,
  loadApplication,
  type SettingValue,
  startApplication,
  stepApplication,
} from '#proto/image/index.js';
import type { Profile } from '#proto/profile/index.js';

/** The factory application of a profile, with its surroundings. */
export class Running {
  readonly #loaded: LoadedApplication;
  readonly signals: Record<string, number> = {};
  step: ApplicationStep;
  /** Time of day, minutes since midnight UTC. */
  minuteOfDay = 0;
  constructor(profile: Profile, signals: Readonly<Record<string, number>>, changed: Readonly<Record<string, SettingValue>> = {}) {
    this.#loaded = loadApplication(profile.factoryImage.application, {
      signals: profile.signals.map((signal) => signal.name),
      actuators: Object.keys(profile.actuators),
      settings: profile.settings.map((setting) => setting.key),
    });
    const settings: Record<string, SettingValue> = {};
    for (const { key, defaultValue } of profile.settings) settings[key] = defaultValue;
    Object.assign(settings, changed);
    for (const { name } of profile.signals) this.signals[name] = 0;
    Object.assign(this.signals, signals);
    this.step = startApplication(this.#loaded, settings, this.#inputs());
  }
  /** The state after the event, with what it did: "idle: actuate heater 0, watch room.cold". */
  send(event: string, signals: Readonly<Record<string, number>> = {}): string {
    Object.assign(this.signals, signals);
    this.step = stepApplication(this.#loaded, this.step.record, event, this.#inputs());
    return this.text();
  }
  text(): string {
    const done = this.step.effects.map((effect) => {
      if (effect.type === 'actuate') return `${effect.actuator}=${effect.value}`;
      if (effect.type === 'report') return `report ${effect.name}`;
      return effect.type === 'watch' || effect.type === 'unwatch' ? `${effect.type} ${effect.event}` : effect.type;
    });
    return `${this.step.record.value}: ${done.join(', ')}`;
  }
  #inputs(): ApplicationInputs {
    return { nowMs: 0, batteryPercent: 100, minuteOfDay: this.minuteOfDay, signal: (name) => this.signals[name] ?? Number.NaN };
  }
}

/** The event of a delay that is due in a state. */
export const timer = (delayMs: number, state: string): string => `xstate.after.${delayMs}.application.${state}`;
