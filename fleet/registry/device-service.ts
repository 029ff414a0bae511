import type {
  Actor,
  DeviceService,
  DeviceStatus,
  DeviceView,
  EnrolmentTokenRecord,
  LabelChange,
  Mutation,
  Presenceful,
  ProfileRecord,
} from '#fleet/domain/index.js';
import type { SettingValue } from '#proto/profile/index.js';
import type { ConfigurationDesk } from './configuration-desk.ts';
import { changedLabels, labelSummary } from './device-labels.ts';
import { type DeviceState, recordOf } from './device-state.ts';
import { firstAfter, needDevice } from './device-table.ts';
import type { EnrolmentTokens } from './enrolment-tokens.ts';
import { holdOf } from './hold-book.ts';
import type { PresenceKeeper } from './presence-keeper.ts';
import { refuseForGood } from './refusals.ts';
import type { RegistryContext } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { isSameLabels, revokedId, revokedKey } from './registry-state.ts';
import { checkActor, checkWhole } from './request-logic.ts';

/** Most devices of one approve or reject, and of one page. */
const mostAtOnce = 10_000;

/** What operators do with devices. Everything is judged and stored while holding the Serial. */
export class Devices implements DeviceService {
  readonly #context: RegistryContext;
  readonly #tokens: EnrolmentTokens;
  readonly #presence: PresenceKeeper;
  readonly #configurations: ConfigurationDesk;

  constructor(context: RegistryContext, tokens: EnrolmentTokens, presence: PresenceKeeper, configurations: ConfigurationDesk) {
    this.#context = context;
    this.#tokens = tokens;
    this.#presence = presence;
    this.#configurations = configurations;
  }

  get(id: string): DeviceView | undefined {
    const device = this.#context.state.devices.byId(id);
    return device && this.view(device);
  }

  similarTo(id: string): string | undefined {
    return this.#context.state.devices.similarTo(id);
  }

  listProfiles(): ProfileRecord[] {
    return [...this.#context.state.profiles.values()].sort((a, b) =>
      a.definition.name === b.definition.name ? a.firstSeenAtMs - b.firstSeenAtMs : a.definition.name < b.definition.name ? -1 : 1,
    );
  }

  list(options: { readonly selector: string; readonly after: string; readonly limit: number }): {
    readonly devices: DeviceView[];
    readonly total: number;
    readonly next: string | undefined;
  } {
    const { state, compileSelector } = this.#context;
    checkWhole('the limit of a page', options.limit, 1, mostAtOnce);
    const ids = state.devices.sortedIds();
    const start = firstAfter(ids, options.after);
    if (options.selector === '') {
      const page = ids.slice(start, start + options.limit).map((id) => this.view(state.devices.byId(id) as DeviceState));
      return { devices: page, total: ids.length, next: start + options.limit < ids.length ? page.at(-1)?.id : undefined };
    }
    const selector = compileSelector(options.selector);
    const page: DeviceView[] = [];
    let total = 0;
    let hasMore = false;
    for (const [index, id] of ids.entries()) {
      const view = this.view(state.devices.byId(id) as DeviceState);
      if (!selector.matches(view)) continue;
      total += 1;
      if (index < start) continue;
      if (page.length < options.limit) page.push(view);
      else hasMore = true;
    }
    return { devices: page, total, next: hasMore ? page.at(-1)?.id : undefined };
  }

  matches(id: string, selector: string): boolean | undefined {
    const compiled = this.#context.compileSelector(selector);
    const view = this.get(id);
    return view && compiled.matches(view);
  }

  count(): Readonly<Record<Presenceful, number>> {
    return { ...this.#context.state.devices.counts };
  }

  images(): ReadonlyMap<string, { readonly devices: number; readonly confirmed: number }> {
    const images = new Map<string, { devices: number; confirmed: number }>();
    for (const { status, imageDigest, imageConfirmed } of this.#context.state.devices.values()) {
      if (status !== 'active' || imageDigest === '') continue;
      const counts = images.get(imageDigest) ?? { devices: 0, confirmed: 0 };
      counts.devices += 1;
      counts.confirmed += imageConfirmed ? 1 : 0;
      images.set(imageDigest, counts);
    }
    return images;
  }

  approve(ids: readonly string[], by: Actor): Promise<DeviceView[]> {
    return this.#setStatus(ids, 'active', ['pending', 'rejected'], 'device.approve', by);
  }

  reject(ids: readonly string[], by: Actor): Promise<DeviceView[]> {
    return this.#setStatus(ids, 'rejected', ['pending'], 'device.reject', by);
  }

  async revoke(id: string, by: Actor): Promise<DeviceView> {
    checkActor(by);
    const { serial, state, store, connections, clock } = this.#context;
    return serial.run(async () => {
      const device = this.#need(id);
      if (device.status === 'revoked') return this.view(device);
      const revocation = { atMs: clock.wallMs(), by: by.name, reason: by.reason };
      const keys = [device.publicKey, device.previousPublicKey].filter((key) => key !== '');
      const revocationIds = [revokedId(device.id), ...keys.map(revokedKey)];
      const revisions = await store.apply([
        { type: 'put', kind: 'device', id, value: { ...recordOf(device), status: 'revoked' } },
        ...revocationIds.map((key): Mutation => ({ type: 'put', kind: 'revocation', id: key, value: { id: key, ...revocation } })),
      ]);
      device.revision = revisions[0] as number;
      for (const key of revocationIds) state.revocations.add(key);
      state.devices.setStatus(device, 'revoked');
      this.#context.feed.changed(id);
      this.#journal('device.revoke', device.id, by, {});
      this.#context.onDeviceGone(device.id, `the device was revoked by ${by.name}`);
      connections().disconnect(device.key, refuseForGood('revoked', `device ${device.id} was revoked by an operator`));
      return this.view(device);
    });
  }

  async label(id: string, change: LabelChange, by: Actor): Promise<DeviceView> {
    checkActor(by);
    const { serial, store } = this.#context;
    return serial.run(async () => {
      const device = this.#need(id);
      const labels = changedLabels(device.labels, change);
      if (isSameLabels(labels, device.labels)) return this.view(device);
      const [revision] = await store.apply([{ type: 'put', kind: 'device', id, value: { ...recordOf(device), labels } }]);
      device.revision = revision as number;
      device.labels = labels;
      this.#context.feed.changed(id);
      this.#journal('device.label', id, by, { labels: labelSummary(change).slice(0, 1_000) });
      return this.view(device);
    });
  }

  async retire(id: string, by: Actor): Promise<DeviceView> {
    const { connections, closeAlarmsOf, onDeviceGone } = this.#context;
    const [view] = await this.#setStatus([id], 'retired', ['active', 'pending', 'rejected'], 'device.retire', by);
    const { key } = view as DeviceView;
    onDeviceGone(id, `the device was retired by ${by.name}`);
    connections().disconnect(key, refuseForGood('revoked', `device ${id} was retired by an operator`));
    closeAlarmsOf(key, id, by);
    return this.get(id) as DeviceView;
  }

  async reinstate(id: string, by: Actor): Promise<DeviceView> {
    const [view] = await this.#setStatus([id], 'active', ['retired'], 'device.reinstate', by);
    return view as DeviceView;
  }

  async remove(id: string, by: Actor): Promise<void> {
    checkActor(by);
    const { serial, state, store, connections } = this.#context;
    await serial.run(async () => {
      const device = this.#need(id);
      const mutations: Mutation[] = [{ type: 'delete', kind: 'device', id }];
      if (state.reported.has(id)) mutations.push({ type: 'delete', kind: 'reportedConfiguration', id });
      if (state.desired.has(id)) mutations.push({ type: 'delete', kind: 'desiredConfiguration', id });
      if (state.holds.has(id)) mutations.push({ type: 'delete', kind: 'hold', id });
      await store.apply(mutations);
      this.#context.onDeviceGone(id, `the device was removed by ${by.name}`);
      connections().disconnect(device.key, refuseForGood('unknown-device', `device ${device.id} was removed by an operator`));
      state.desired.delete(id);
      state.reported.delete(id);
      state.holds.delete(id);
      state.devices.remove(device);
      this.#context.feed.removed(id);
      this.#journal('device.remove', id, by, { status: device.status, profile: device.profile });
    });
  }

  async configure(id: string, settings: Readonly<Record<string, SettingValue>>, by: Actor): Promise<{ readonly version: number }> {
    return { version: await this.#configurations.replace(id, settings, by) };
  }

  createToken(request: Parameters<DeviceService['createToken']>[0], by: Actor) {
    return this.#tokens.create(request, by);
  }

  listTokens(): EnrolmentTokenRecord[] {
    return this.#tokens.list();
  }

  revokeToken(id: string, by: Actor): Promise<EnrolmentTokenRecord> {
    return this.#tokens.revoke(id, by);
  }

  async #setStatus(
    ids: readonly string[],
    status: DeviceStatus,
    allowed: readonly DeviceStatus[],
    action: string,
    by: Actor,
  ): Promise<DeviceView[]> {
    checkActor(by);
    checkWhole('the number of devices', ids.length, 1, mostAtOnce);
    const { serial, state, store } = this.#context;
    return serial.run(async () => {
      const devices = [...new Set(ids)].map((id) => this.#need(id));
      for (const device of devices) {
        if (device.status === status || allowed.includes(device.status)) continue;
        throw failRegistry('E1705', { message: `device ${device.id} is ${device.status}, this needs ${allowed.join(' or ')}` });
      }
      const changed = devices.filter((device) => device.status !== status);
      if (changed.length > 0) {
        const revisions = await store.apply(
          changed.map((device): Mutation => ({ type: 'put', kind: 'device', id: device.id, value: { ...recordOf(device), status } })),
        );
        for (const [index, device] of changed.entries()) {
          device.revision = revisions[index] as number;
          state.devices.setStatus(device, status);
          this.#context.feed.changed(device.id);
          this.#journal(action, device.id, by, { profile: device.profile });
        }
      }
      return devices.map((device) => this.view(device));
    });
  }

  #need(id: string): DeviceState {
    return needDevice(this.#context.state.devices, id);
  }

  #journal(action: string, deviceId: string, by: Actor, detail: Readonly<Record<string, string | number | boolean>>): void {
    const { journal } = this.#context;
    journal.audit({ actor: by.name, action, subject: `device:${deviceId}`, reason: by.reason, detail });
    journal.timeline({ source: 'operator', kind: action, deviceId, message: `${by.name}: ${action} ${deviceId}`, detail });
  }

  /** A device as the API shows it. */
  view(device: DeviceState): DeviceView {
    const { state } = this.#context;
    this.#presence.refresh(device);
    const hold = holdOf(this.#context, device);
    return {
      ...recordOf(device),
      presence: device.presence,
      openAlarms: this.#context.openAlarmsOf(device.key),
      clockSkewMs: device.clockSkewMs,
      desiredConfigurationVersion: state.desired.get(device.id)?.value.version ?? 0,
      drift: device.drift,
      configurationError: state.reported.get(device.id)?.error ?? '',
      ...(hold === undefined ? {} : { hold }),
    };
  }
}
