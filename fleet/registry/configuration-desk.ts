import type {
  Actor,
  ConfigurationChange,
  ConfigurationService,
  ConfigurationView,
  DesiredConfigurationRecord,
  DeviceDirectory,
  Mutation,
  SettingView,
} from '#fleet/domain/index.js';
import { messageOf, TimerTask } from '#proto/kit/index.js';
import type { PublicProfile, SettingDefinition, SettingValue } from '#proto/profile/index.js';
import { changedSettings, configurationProblems, isDrifted, isSameSettings } from './configuration-logic.ts';
import type { DeviceState } from './device-state.ts';
import { needDevice } from './device-table.ts';
import type { RegistryContext } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { checkActor } from './request-logic.ts';

/**
 * Wanted and reported configuration. What is wanted is stored before it is pushed; reports are stored in batches, since a device tells them again
 * whenever it is asked to apply something.
 */
export class ConfigurationDesk extends TimerTask implements ConfigurationService {
  readonly #context: RegistryContext;
  /** Devices whose newest report waits to be stored. */
  readonly #dirty = new Set<string>();

  constructor(context: RegistryContext) {
    super();
    this.#context = context;
  }

  get(deviceId: string): ConfigurationView {
    return this.#view(this.#need(deviceId), this.#context.state.desired.get(deviceId)?.value);
  }

  plan(deviceId: string, change: ConfigurationChange): { readonly isChange: boolean; readonly view: ConfigurationView } {
    const device = this.#need(deviceId);
    const held = this.#context.state.desired.get(deviceId)?.value;
    const settings = this.#settingsAfter(device, change);
    if (held !== undefined && isSameSettings(settings, held.settings)) return { isChange: false, view: this.#view(device, held) };
    const wanted = { deviceId, version: nextVersion(device, held), settings };
    return { isChange: true, view: this.#view(device, wanted) };
  }

  async change(deviceId: string, change: ConfigurationChange, version: number | undefined, by: Actor): Promise<ConfigurationView> {
    checkActor(by);
    return this.#context.serial.run(async () => {
      const device = this.#need(deviceId);
      const held = this.#context.state.desired.get(deviceId)?.value;
      if (version !== undefined && version !== (held?.version ?? 0)) {
        throw failRegistry('E1740', { message: `${deviceId} is to run version ${held?.version ?? 0}, the change was made for ${version}` });
      }
      const settings = this.#settingsAfter(device, change);
      if (held === undefined || change.isAgain === true || !isSameSettings(settings, held.settings)) await this.#want(device, settings, by);
      return this.get(deviceId);
    });
  }

  /** Wants exactly these settings, as a new version. Resolves with it. */
  async replace(deviceId: string, settings: Readonly<Record<string, SettingValue>>, by: Actor): Promise<number> {
    checkActor(by);
    return this.#context.serial.run(async () => {
      const device = this.#need(deviceId);
      const problems = configurationProblems(this.#profileOf(device), settings);
      if (problems.length > 0) throw failRegistry('E1706', { message: problems.join('; ') });
      return this.#want(device, settings, by);
    });
  }

  /** A device told what it runs. */
  noteReport(device: DeviceState, report: Parameters<DeviceDirectory['noteConfiguration']>[1]): void {
    const { state, clock, journal, limits } = this.#context;
    const known = state.reported.get(device.id);
    const profile = state.profiles.get(device.profileDigest)?.definition;
    const settings = settingsOf(profile, report.settings);
    const { version, error } = report;
    device.reportedConfigurationVersion = version;
    // A refusal answers a version of its own, also when it says the same as the one before.
    const isAnother = known === undefined || known.version !== version || known.error !== error;
    const isNew = isAnother || error !== '' || !isSameSettings(known.settings, settings);
    if (isNew) {
      state.reported.set(device.id, { deviceId: device.id, version, settings, error, atMs: clock.wallMs() });
      this.#dirty.add(device.id);
      if (this.heapIndex < 0) clock.schedule(this, clock.nowMs() + limits.softStoreMs);
    }
    state.judgeDrift(device);
    if (isNew) this.#context.feed.changed(device.id);
    if (known?.version === version && known.error === error) return;
    const desired = state.desired.get(device.id)?.value.version ?? 0;
    journal.timeline({
      source: 'device',
      kind: error === '' ? 'configuration.applied' : 'configuration.refused',
      deviceId: device.id,
      message:
        error === ''
          ? `${device.id} runs configuration ${version}`
          : `${device.id} refused configuration ${desired} and stays at ${version}: ${error}`,
      detail: { version, desired, ...(error === '' ? {} : { error }) },
    });
  }

  override fire(): void {
    void this.#context.tasks.run('registry.reports', () => this.flush());
  }

  /** Stores the reports that wait; what can't be stored is tried again. */
  async flush(): Promise<void> {
    const { clock, serial, limits } = this.#context;
    clock.cancel(this);
    while (this.#dirty.size > 0) {
      const ids = [...this.#dirty].slice(0, limits.devicesPerBatch);
      for (const id of ids) this.#dirty.delete(id);
      if (await serial.run(() => this.#store(ids))) continue;
      for (const id of ids) this.#dirty.add(id);
      clock.schedule(this, clock.nowMs() + limits.storeRetryMs);
      return;
    }
  }

  async #store(ids: readonly string[]): Promise<boolean> {
    const { store, state, log } = this.#context;
    // Who was removed meanwhile has no report any more.
    const records = ids.flatMap((id) => state.reported.get(id) ?? []);
    const batch = records.map((value): Mutation => ({ type: 'put', kind: 'reportedConfiguration', id: value.deviceId, value }));
    try {
      if (batch.length > 0) await store.apply(batch);
      return true;
    } catch (error) {
      log.error('reported configurations could not be stored and will be tried again', { devices: ids.length, error: messageOf(error) });
      return false;
    }
  }

  #settingsAfter(device: DeviceState, change: ConfigurationChange): Readonly<Record<string, SettingValue>> {
    const held = this.#context.state.desired.get(device.id)?.value.settings ?? {};
    const { settings, problems } = changedSettings(this.#profileOf(device), held, change);
    if (problems.length > 0) throw failRegistry('E1706', { message: `${device.id}: ${problems.join('; ')}` });
    return settings;
  }

  /** Holds the Serial. */
  async #want(device: DeviceState, settings: Readonly<Record<string, SettingValue>>, by: Actor): Promise<number> {
    const { state, store, journal, connections } = this.#context;
    const { id } = device;
    const held = state.desired.get(id);
    const version = nextVersion(device, held?.value);
    const value: DesiredConfigurationRecord = { deviceId: id, version, settings: { ...settings } };
    const [revision] = await store.apply([{ type: 'put', kind: 'desiredConfiguration', id, value, expectedRevision: held?.revision ?? 0 }]);
    state.desired.set(id, { value, revision: revision as number });
    state.judgeDrift(device);
    const detail = { version, settings: JSON.stringify(settings).slice(0, 1_000) };
    journal.audit({ actor: by.name, action: 'device.configure', subject: `device:${id}`, reason: by.reason, detail });
    const message = `${by.name}: device.configure ${id}, version ${version}`;
    journal.timeline({ source: 'operator', kind: 'device.configure', deviceId: id, message, detail });
    connections().pushConfiguration(device.key, version, value.settings);
    this.#context.feed.changed(id);
    return version;
  }

  #view(device: DeviceState, desired: DesiredConfigurationRecord | undefined): ConfigurationView {
    const { state } = this.#context;
    const reported = state.reported.get(device.id);
    const settings = (state.profiles.get(device.profileDigest)?.definition.settings ?? []).map((setting) =>
      settingView(setting, desired?.settings[setting.key], reported?.settings[setting.key], desired !== undefined),
    );
    const desiredVersion = desired?.version ?? 0;
    const isOfVersion = reported?.version === device.reportedConfigurationVersion;
    const hasOther = desiredVersion !== device.reportedConfigurationVersion || (isOfVersion && settings.some((one) => one.drift));
    const drift = desired !== undefined && hasOther;
    return {
      deviceId: device.id,
      desiredVersion,
      reportedVersion: device.reportedConfigurationVersion,
      drift,
      error: reported?.error ?? '',
      reportedAtMs: reported?.atMs ?? 0,
      settings,
    };
  }

  #need(id: string): DeviceState {
    return needDevice(this.#context.state.devices, id);
  }

  #profileOf(device: DeviceState): PublicProfile {
    const profile = this.#context.state.profiles.get(device.profileDigest)?.definition;
    if (profile !== undefined) return profile;
    throw failRegistry('E1707', { message: `device ${device.id} has not shown its profile ${device.profile} yet` });
  }
}

/** A device that was enrolled anew may still run a version of its former life: the new one must differ. */
function nextVersion(device: DeviceState, held: DesiredConfigurationRecord | undefined): number {
  return Math.max(held?.version ?? 0, device.reportedConfigurationVersion) + 1;
}

/** What a device reports beside its profile's settings is not kept: it has no bound. */
function settingsOf(
  profile: PublicProfile | undefined,
  settings: Readonly<Record<string, SettingValue>>,
): Readonly<Record<string, SettingValue>> {
  const keys = profile?.settings.map(({ key }) => key).filter((key) => Object.hasOwn(settings, key)) ?? [];
  return Object.fromEntries(keys.map((key) => [key, settings[key] as SettingValue]));
}

function settingView(
  setting: SettingDefinition,
  desired: SettingValue | undefined,
  reported: SettingValue | undefined,
  isWanted: boolean,
): SettingView {
  const { key, defaultValue, minimum, maximum } = setting;
  const type = typeof defaultValue as SettingView['type'];
  return { key, type, defaultValue, minimum, maximum, desired, reported, drift: isWanted && isDrifted(setting, desired, reported) };
}
