import { checkSettings, type Settings } from '#firmware/logic/index.js';
import type { ResetReasonName } from '#proto/frame/index.js';
import type { DeviceOptions } from './device.ts';

/** The numbers of one device that its parts share: first what flash keeps, then what a reset forgets. */
export class DeviceRecord {
  /** Boots in its life. */
  boot: number;
  /** Durable frames dropped in its life. */
  droppedFrames: number;
  isEnrolled: boolean;
  configurationVersion: number;
  settings: Settings;
  /** Hellos since the boot. */
  connection = 0;
  /** Newest frame of this boot. */
  sequence = 0;
  resetReason: ResetReasonName = 'power-on';
  /** Why the fleet will never have it; empty when it may. */
  refusal = '';

  constructor({ flash, token, kind }: DeviceOptions) {
    this.boot = flash?.boot ?? 0;
    this.droppedFrames = flash?.droppedFrames ?? 0;
    this.isEnrolled = flash?.isEnrolled === true || token === undefined;
    this.configurationVersion = flash?.configurationVersion ?? 0;
    // Settings that the profile does not know any more fall back to its defaults, as a whole: half of a configuration is none.
    const kept = checkSettings(kind.profile.settings, flash?.settings ?? {});
    this.settings = 'settings' in kept ? kept.settings : kind.defaultSettings;
  }

  /** A boot begins. */
  begin(reason: ResetReasonName): void {
    this.boot += 1;
    this.sequence = 0;
    this.connection = 0;
    this.resetReason = reason;
    this.refusal = '';
  }
}
