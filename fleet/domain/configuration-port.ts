import type { SettingValue } from '#proto/profile/index.js';
import type { Actor } from './registry-port.ts';

/** What a device said that it runs, newest report. */
export interface ReportedConfigurationRecord {
  readonly deviceId: string;
  /** 0: none that the manager wanted. */
  readonly version: number;
  /** All settings as they were. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  /** Why a wanted version was not applied; empty when it was. */
  readonly error: string;
  readonly atMs: number;
}

/** A change of what is wanted; keys that it does not name stay as they are wanted. */
export interface ConfigurationChange {
  readonly set: Readonly<Record<string, SettingValue>>;
  /** As set, with values as text: read by the type that the profile gives the setting. */
  readonly text: Readonly<Record<string, string>>;
  /** Keys that go back to the profile's default. */
  readonly reset: readonly string[];
  /** As a new version, also when nothing else is wanted: the device is told once more. */
  readonly isAgain?: boolean;
}

/** One setting of a device. */
export interface SettingView {
  readonly key: string;
  readonly type: 'number' | 'string' | 'boolean';
  readonly defaultValue: SettingValue;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** undefined: the default is wanted. */
  readonly desired: SettingValue | undefined;
  /** undefined: the device has not told. */
  readonly reported: SettingValue | undefined;
  /** Reported, and not what is wanted. */
  readonly drift: boolean;
}

/** What a device is to run and what it runs. */
export interface ConfigurationView {
  readonly deviceId: string;
  /** 0: nothing was ever wanted. */
  readonly desiredVersion: number;
  readonly reportedVersion: number;
  /** The device does not run what is wanted: another version, or another value. */
  readonly drift: boolean;
  /** Why the device refused; empty when it did not. */
  readonly error: string;
  /** Time of the newest report, ms; 0 when there was none. */
  readonly reportedAtMs: number;
  /** In the order of the profile; empty while the profile is not known. */
  readonly settings: readonly SettingView[];
}

/** Wanted and reported configuration. */
export interface ConfigurationService {
  /** Throws E1702. */
  get(deviceId: string): ConfigurationView;
  /** What a change would lead to; nothing is done. Throws as change(). */
  plan(deviceId: string, change: ConfigurationChange): { readonly isChange: boolean; readonly view: ConfigurationView };
  /**
   * Wants something else, as a new version; nothing happens when it is wanted already. Pushed now, or when the device comes.
   * @param version refused with E1740 when another one is wanted by now
   * Throws E1702, E1706 (does not fit the profile), E1707 (profile not known).
   */
  change(deviceId: string, change: ConfigurationChange, version: number | undefined, by: Actor): Promise<ConfigurationView>;
}
