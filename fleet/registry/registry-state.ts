import type {
  ApiTokenRecord,
  DesiredConfigurationRecord,
  DeviceRecord,
  EnrolmentTokenRecord,
  HoldRecord,
  ProfileRecord,
  ReportedConfigurationRecord,
  RevocationRecord,
  Store,
} from '#fleet/domain/index.js';
import { hasDrift } from './configuration-logic.ts';
import { DeviceState } from './device-state.ts';
import { DeviceTable } from './device-table.ts';

/** A document in memory with its revision in the store. */
export interface Held<Value> {
  readonly value: Value;
  readonly revision: number;
}

/** Texts that are kept once; a fleet has some tens of digests and versions. */
const mostSharedTexts = 10_000;
/** Where the next device key is kept. */
export const nextKeyId = 'registry.nextDeviceKey';

/** All that the registry knows, in memory. Only code that holds the Serial changes what is stored. */
export class RegistryState {
  readonly devices = new DeviceTable();
  readonly enrolmentTokens = new Map<string, Held<EnrolmentTokenRecord>>();
  readonly operatorTokens = new Map<string, Held<ApiTokenRecord>>();
  /** Ids of RevocationRecord: "device:" id and "key:" public key. */
  readonly revocations = new Set<string>();
  readonly profiles = new Map<string, ProfileRecord>();
  readonly holds = new Map<string, Held<HoldRecord>>();
  readonly desired = new Map<string, Held<DesiredConfigurationRecord>>();
  readonly reported = new Map<string, ReportedConfigurationRecord>();
  nextDeviceKey = 1;
  readonly #texts = new Map<string, string>();

  /** The one copy of a text that many devices share: digests, versions. */
  shared(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size < mostSharedTexts) this.#texts.set(text, text);
    return text;
  }

  /** Reads everything back. */
  async load(store: Store): Promise<void> {
    for (const { id, revision, value } of await store.list('enrolmentToken')) {
      // Tokens of older data lack it.
      this.enrolmentTokens.set(id, { value: { ...value, reprovision: value.reprovision ?? 'never' }, revision });
    }
    for (const { id, revision, value } of await store.list('apiToken')) this.operatorTokens.set(id, { value, revision });
    for (const { id } of await store.list('revocation')) this.revocations.add(id);
    for (const { id, value } of await store.list('profile')) this.profiles.set(id, value);
    for (const { id, revision, value } of await store.list('desiredConfiguration')) this.desired.set(id, { value, revision });
    for (const { id, value } of await store.list('reportedConfiguration')) this.reported.set(id, value);
    const next = await store.get('meta', nextKeyId);
    this.nextDeviceKey = Number(next?.value.value ?? 1);
    for (const { revision, value } of await store.list('device')) {
      const device = new DeviceState(this.#withSharedTexts(value), revision);
      device.wakeEveryMs = this.profiles.get(device.profileDigest)?.definition.wakePlan.wakeEveryMs ?? 0;
      this.judgeDrift(device);
      this.devices.add(device);
      this.nextDeviceKey = Math.max(this.nextDeviceKey, device.key + 1);
    }
  }

  #withSharedTexts(record: DeviceRecord): DeviceRecord {
    return {
      ...record,
      profile: this.shared(record.profile),
      profileDigest: this.shared(record.profileDigest),
      hardwareRevision: this.shared(record.hardwareRevision),
      labels: this.#sharedLabels(record),
      tokenId: this.shared(record.tokenId),
      // Records of before there were sub-devices do not have it.
      gatewayId: this.shared(record.gatewayId ?? ''),
      firmwareVersion: this.shared(record.firmwareVersion),
      imageDigest: this.shared(record.imageDigest),
      resetReason: this.shared(record.resetReason),
    };
  }

  /** Something about the wanted or the reported configuration changed. */
  judgeDrift(device: DeviceState): void {
    const profile = this.profiles.get(device.profileDigest)?.definition;
    const reported = this.reported.get(device.id);
    device.drift = hasDrift(this.desired.get(device.id)?.value, device.reportedConfigurationVersion, reported, profile);
  }

  /** The token's own labels, when the device still has just these: one object for all devices of a token. */
  #sharedLabels({ labels, tokenId }: DeviceRecord): DeviceRecord['labels'] {
    const given = this.enrolmentTokens.get(tokenId)?.value.labels;
    return given !== undefined && isSameLabels(given, labels) ? given : labels;
  }

  isIdRevoked(deviceId: string): boolean {
    return this.revocations.has(revokedId(deviceId));
  }

  isKeyRevoked(publicKey: string): boolean {
    return this.revocations.has(revokedKey(publicKey));
  }
}

/** Id of the revocation of an identity. */
export function revokedId(deviceId: string): RevocationRecord['id'] {
  return `device:${deviceId}`;
}

/** Id of the revocation of a key. */
export function revokedKey(publicKey: string): RevocationRecord['id'] {
  return `key:${publicKey}`;
}

/** Whether two sets of labels are equal. */
export function isSameLabels(one: DeviceRecord['labels'], other: DeviceRecord['labels']): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
