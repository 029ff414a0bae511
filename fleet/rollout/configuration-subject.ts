import type {
  ConfigurationChange,
  ConfigurationService,
  ConfigurationView,
  DeviceFeed,
  DeviceView,
  RolloutMemberRecord,
} from '#fleet/domain/index.js';
import { assert, isSeatrialError, messageOf } from '#proto/kit/index.js';
import type { SettingValue } from '#proto/profile/index.js';
import type { BeforeFacts, Need, Standing, Subject, SubjectRollout, WayBack } from './subject.ts';

const there: Need = { type: 'there' };
const wants: Need = { type: 'wants', goal: 'subject', release: '' };
/** Something else is wanted of its settings. */
const wantsInstead: Need = { ...wants, isReplaced: true };
const noStanding: Standing = { type: 'none' };
/** What a device's profile can't take: E1706 does not fit, E1707 not known yet. */
const profileCodes: ReadonlySet<string> = new Set(['E1706', 'E1707']);

/** What a configuration that is rolled out needs of the other areas. */
export interface ConfigurationSources {
  readonly configurations: ConfigurationService;
  readonly feed: Pick<DeviceFeed, 'subscribe'>;
}

/** Settings that go to devices as wanted configurations. @see Subject */
export class ConfigurationSubject implements Subject {
  readonly #sources: ConfigurationSources;
  readonly #rollout: SubjectRollout;
  readonly #change: ConfigurationChange;
  /** Of the change: all others are not touched, on no way. */
  readonly #keys: readonly string[];

  constructor(sources: ConfigurationSources, rollout: SubjectRollout) {
    const { subject } = rollout.plan;
    assert(subject.type === 'configuration', 'the plan brings no configuration');
    this.#sources = sources;
    this.#rollout = rollout;
    this.#change = { set: subject.set, text: {}, reset: subject.reset };
    this.#keys = [...Object.keys(subject.set), ...subject.reset];
  }

  refresh(): boolean {
    return false;
  }

  get problem(): string {
    return '';
  }

  judge(device: DeviceView): Need {
    try {
      const { isChange } = this.#sources.configurations.plan(device.id, this.#change);
      if (!isChange && (isApplied(device) || this.#hasOwn(device.id))) return there;
      if (device.status !== 'active') return { type: 'barred', reason: 'notActive', message: `it is ${device.status}` };
      return isChange ? wantsInstead : wants;
    } catch (error) {
      if (!isSeatrialError(error) || !profileCodes.has(error.code)) throw error;
      return { type: 'barred', reason: 'setting', message: messageOf(error) };
    }
  }

  /** It reports the values of this rollout, whatever is wanted of its other settings meanwhile. */
  #hasOwn(deviceId: string): boolean {
    const { settings } = this.#sources.configurations.get(deviceId);
    return settings.every(({ key, reported, drift }) => !this.#keys.includes(key) || (reported !== undefined && !drift));
  }

  before({ id, imageDigest }: DeviceView): BeforeFacts {
    const { settings } = this.#sources.configurations.get(id);
    const held = settings.filter(({ key, desired }) => desired !== undefined && this.#keys.includes(key));
    const beforeSettings = Object.fromEntries(held.map(({ key, desired }) => [key, desired as SettingValue]));
    return { beforeRelease: '', beforeDigest: imageDigest, beforeSettings };
  }

  async order(member: RolloutMemberRecord): Promise<{ readonly attemptId: string; readonly configurationVersion: number }> {
    // What a device refused, or did not answer, is wanted already: without a new version it is not told it again.
    const isAgain = member.tries > 1 && this.#sources.configurations.get(member.deviceId).drift;
    const change = { ...(member.goal === 'back' ? this.#changeBack(member) : this.#change), isAgain };
    const { desiredVersion } = await this.#sources.configurations.change(member.deviceId, change, undefined, this.#rollout.by);
    return { attemptId: '', configurationVersion: desiredVersion };
  }

  /**
   * Told means there when it was ordered, or heard since; from then on it has the time to confirm. Once it was told it stays so (isAttempted): settings
   * that kill a device at once leave nothing to be heard.
   */
  standing(member: RolloutMemberRecord, device: DeviceView | undefined, nowMs: number): Standing {
    const { configurationVersion, orderedAtMs } = member;
    if (configurationVersion === 0) return noStanding;
    if (device === undefined) return recalled('the fleet has no such device any more', nowMs, member.isAttempted);
    const wasOffered = member.isAttempted || device.presence === 'online' || device.lastSeenAtMs > orderedAtMs;
    const { desiredConfigurationVersion: wanted, configurationError } = device;
    if (wanted !== configurationVersion) {
      return recalled(`version ${configurationVersion} was ordered, and ${wanted} is wanted by now`, nowMs, wasOffered);
    }
    if (isApplied(device)) return { type: 'done', atMs: this.#reportedAt(device.id, nowMs) };
    if (device.reportedConfigurationVersion === configurationVersion) {
      const message = `it reports version ${configurationVersion} with other values than those of that version`;
      return { type: 'failed', kind: 'failed', cause: 'lie', message, atMs: this.#reportedAt(device.id, nowMs), wasOffered: true };
    }
    const answeredAtMs = configurationError === '' ? 0 : this.#reportedAt(device.id, nowMs);
    // A refusal names no version: one from before the order is of another.
    if (configurationError !== '' && answeredAtMs >= orderedAtMs) {
      return { type: 'failed', kind: 'rejected', cause: '', message: configurationError, atMs: answeredAtMs, wasOffered: true };
    }
    return this.#waiting(device, wasOffered, orderedAtMs, nowMs);
  }

  /** Also what a device refused is no longer wanted of it then. */
  async recall(member: RolloutMemberRecord, reason: string): Promise<void> {
    const { goal, deviceId, configurationVersion } = member;
    // The way back is never taken back: that would bring the settings again which the device is to lose.
    if (goal === 'back' || configurationVersion === 0) return;
    const { desiredVersion, reportedVersion } = this.#sources.configurations.get(deviceId);
    if (desiredVersion !== configurationVersion || reportedVersion === configurationVersion) return;
    try {
      await this.#sources.configurations.change(deviceId, this.#changeBack(member), desiredVersion, { ...this.#rollout.by, reason });
    } catch (error) {
      // Somebody wants something else by now: that stays.
      if (!isSeatrialError(error) || error.code !== 'E1740') throw error;
    }
  }

  wayBack(before: BeforeFacts, device: DeviceView): WayBack {
    try {
      this.#sources.configurations.plan(device.id, this.#changeBack(before));
      return { type: 'settings' };
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      return { type: 'none', why: messageOf(error) };
    }
  }

  subscribe(listener: (deviceId: string) => void): () => void {
    return this.#sources.feed.subscribe({ changed: listener });
  }

  #waiting(device: DeviceView, wasOffered: boolean, orderedAtMs: number, nowMs: number): Standing {
    const { offerMs, confirmMs } = this.#rollout.plan.deadlines;
    const deadlineAtMs = orderedAtMs + offerMs + (wasOffered ? confirmMs : 0);
    // Who sleeps as planned is not silent.
    if (nowMs < deadlineAtMs || device.presence === 'asleep') {
      return { type: 'open', bucket: 'offered', sinceMs: orderedAtMs, isPastSwitch: false, wasOffered, deadlineAtMs };
    }
    const limitMs = deadlineAtMs - orderedAtMs;
    if (!wasOffered) return recalled(`it was not there to be told in ${limitMs} ms`, nowMs, false);
    const message = `it was told, and has not said in ${limitMs} ms that it runs it`;
    return { type: 'failed', kind: 'silent', cause: 'silent', message, atMs: nowMs, wasOffered };
  }

  #changeBack({ beforeSettings }: Pick<BeforeFacts, 'beforeSettings'>): ConfigurationChange {
    return { set: beforeSettings, text: {}, reset: this.#keys.filter((key) => !Object.hasOwn(beforeSettings, key)) };
  }

  #reportedAt(deviceId: string, nowMs: number): number {
    const view: ConfigurationView = this.#sources.configurations.get(deviceId);
    return view.reportedAtMs || nowMs;
  }
}

function recalled(message: string, atMs: number, wasOffered: boolean): Standing {
  return { type: 'failed', kind: 'recalled', cause: '', message, atMs, wasOffered };
}

/** It reports the version that is wanted, with its values. */
function isApplied({ desiredConfigurationVersion, reportedConfigurationVersion, drift }: DeviceView): boolean {
  return desiredConfigurationVersion > 0 && reportedConfigurationVersion === desiredConfigurationVersion && !drift;
}
