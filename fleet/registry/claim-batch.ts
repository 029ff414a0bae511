import type { DeviceRecord, EnrolmentTokenRecord, Mutation } from '#fleet/domain/index.js';
import { DeviceState, recordOf } from './device-state.ts';
import { droppedKey, keysOf, rotatedKeys } from './key-logic.ts';
import { newDevice } from './new-device.ts';
import { refuseForNow } from './refusals.ts';
import type { RegistryContext } from './registry-context.ts';
import { nextKeyId, revokedKey } from './registry-state.ts';

/** A claim that changes something. */
export interface TakenClaim {
  readonly id: string;
  readonly publicKey: string;
  readonly profile: string;
  readonly hardwareRevision: string;
  readonly gatewayId: string;
  readonly status: 'active' | 'pending';
  readonly token: EnrolmentTokenRecord;
}

/** A known name that gets another key. */
interface Renewal {
  readonly how: 'migrate' | 'reset';
  readonly device: DeviceState;
  readonly record: DeviceRecord;
  /** Key before the one before: it is forgotten here, so it is revoked. */
  readonly dropped: string | undefined;
}

/** What the claims of one write change before it is stored; apply() stores it and takes it into memory. */
export class ClaimBatch {
  readonly byId = new Map<string, DeviceRecord>();
  readonly byPublicKey = new Map<string, DeviceRecord>();
  readonly tokens = new Map<string, EnrolmentTokenRecord>();
  readonly #context: RegistryContext;
  readonly #added: DeviceRecord[] = [];
  readonly #renewals: Renewal[] = [];
  #nextDeviceKey: number;
  /** Devices more that wait for approval. */
  pending = 0;

  constructor(context: RegistryContext) {
    this.#context = context;
    this.#nextDeviceKey = context.state.nextDeviceKey;
  }

  get isEmpty(): boolean {
    return this.byId.size === 0;
  }

  /** Devices more. */
  get added(): number {
    return this.#added.length;
  }

  /** A name that nobody has. */
  enrol(claim: TakenClaim): void {
    const record = this.#newRecord(claim);
    this.#added.push(record);
    this.#take(record, claim);
  }

  /** The device of that name goes on with another key. It may be another board, so its boots may begin at 1 again. */
  migrate(claim: TakenClaim, device: DeviceState): void {
    const { state, clock } = this.#context;
    const keys = rotatedKeys(device, claim.publicKey, 0, clock.wallMs());
    const record: DeviceRecord = {
      ...recordOf(device),
      ...keys,
      profile: state.shared(claim.profile),
      hardwareRevision: state.shared(claim.hardwareRevision),
      status: claim.status,
      tokenId: claim.token.id,
      gatewayId: claim.gatewayId,
      boot: 0,
      connection: 0,
    };
    this.#renewals.push({ how: 'migrate', device, record, dropped: droppedKey(device, keys) });
    this.#take(record, claim);
  }

  /** Another device takes the name; the keys of the old one never come back. */
  reset(claim: TakenClaim, device: DeviceState): void {
    const keys = rotatedKeys(device, claim.publicKey, 0, this.#context.clock.wallMs());
    const record: DeviceRecord = { ...this.#newRecord(claim), ...keys };
    this.#renewals.push({ how: 'reset', device, record, dropped: droppedKey(device, keys) });
    this.#take(record, claim);
  }

  /** Stores all, then takes it into memory. Rejects with E16xx; nothing of it has changed then. */
  async apply(): Promise<void> {
    const { state, store, restartDevice, connections } = this.#context;
    const retryMs = this.#context.limits.pendingRetryMs;
    for (const { how, device } of this.#renewals) {
      const refusal = refuseForNow('superseded', `${device.id} is provisioned anew with another key`, retryMs);
      connections().disconnect(device.key, refusal);
      // Before the key is stored: when only this much is done, the old unit has lost nothing that it was told is stored.
      if (how === 'migrate') await restartDevice(device.key);
    }
    const tokens = [...this.tokens.values()];
    const revisions = await store.apply(this.#mutations(tokens));
    let next = 0;
    for (const record of this.#added) state.devices.add(new DeviceState(record, revisions[next++] as number));
    for (const renewal of this.#renewals) this.#renew(renewal, revisions[next++] as number);
    for (const value of tokens) state.enrolmentTokens.set(value.id, { value, revision: revisions[next++] as number });
    state.nextDeviceKey = this.#nextDeviceKey;
    for (const record of this.#added) this.#tellAdded(record);
    for (const { how, device, record } of this.#renewals) this.#tellRenewed(how, device, record);
    for (const { how, device } of this.#renewals) if (how === 'reset') this.#context.feed.removed(device.id);
    for (const id of this.byId.keys()) this.#context.feed.changed(id);
  }

  #mutations(tokens: readonly EnrolmentTokenRecord[]): Mutation[] {
    const { state, clock } = this.#context;
    const dropped = this.#renewals.flatMap((renewal) => renewal.dropped ?? []).map(revokedKey);
    const revocation = { atMs: clock.wallMs(), by: 'system', reason: 'replaced twice' };
    return [
      ...this.#added.map((value): Mutation => ({ type: 'put', kind: 'device', id: value.id, value, expectedRevision: 0 })),
      ...this.#renewals.map(({ record: value }): Mutation => ({ type: 'put', kind: 'device', id: value.id, value })),
      ...tokens.map((value): Mutation => {
        const expectedRevision = state.enrolmentTokens.get(value.id)?.revision ?? 0;
        return { type: 'put', kind: 'enrolmentToken', id: value.id, value, expectedRevision };
      }),
      { type: 'put', kind: 'meta', id: nextKeyId, value: { value: this.#nextDeviceKey } },
      ...dropped.map((id): Mutation => ({ type: 'put', kind: 'revocation', id, value: { id, ...revocation } })),
      ...this.#renewals
        .filter(({ how, device }) => how === 'reset' && state.desired.has(device.id))
        .map(({ device }): Mutation => ({ type: 'delete', kind: 'desiredConfiguration', id: device.id })),
      ...this.#renewals
        .filter(({ how, device }) => how === 'reset' && state.holds.has(device.id))
        .map(({ device }): Mutation => ({ type: 'delete', kind: 'hold', id: device.id })),
    ];
  }

  #renew({ how, device, record, dropped }: Renewal, revision: number): void {
    const { state, onDeviceDefined, onDeviceGone, closeAlarmsOf } = this.#context;
    onDeviceGone(device.id, how === 'migrate' ? 'the device goes on as another unit' : 'another device has the name');
    if (dropped !== undefined) state.revocations.add(revokedKey(dropped));
    if (how === 'migrate') {
      state.devices.setKeys(device, keysOf(record));
      state.devices.setStatus(device, record.status);
      const { profile, hardwareRevision, tokenId, gatewayId, boot, connection } = record;
      Object.assign(device, { profile, hardwareRevision, tokenId, gatewayId, boot, connection, revision, usesPreviousKey: false });
      return;
    }
    state.devices.remove(device);
    state.devices.add(new DeviceState(record, revision));
    state.desired.delete(device.id);
    state.holds.delete(device.id);
    closeAlarmsOf(device.key, device.id, { name: 'system', role: 'admin', reason: 'another device has the name' });
    // A name that no device can have: what the old one sent is no longer found under the name of the new one.
    if (device.profileDigest !== '') onDeviceDefined(device.key, `${device.id}~${device.key}`, device.profileDigest);
  }

  #newRecord({ token, ...claim }: TakenClaim): DeviceRecord {
    const { state, clock } = this.#context;
    const key = this.#nextDeviceKey;
    this.#nextDeviceKey += 1;
    return newDevice({
      ...claim,
      key,
      profile: state.shared(claim.profile),
      hardwareRevision: state.shared(claim.hardwareRevision),
      labels: token.labels,
      tokenId: token.id,
      enrolledAtMs: clock.wallMs(),
    });
  }

  #take(record: DeviceRecord, { token, status }: TakenClaim): void {
    this.byId.set(record.id, record);
    this.byPublicKey.set(record.publicKey, record);
    this.tokens.set(token.id, { ...token, used: token.used + 1 });
    if (status === 'pending') this.pending += 1;
  }

  #tellAdded(record: DeviceRecord): void {
    const isPending = record.status === 'pending';
    const kind = isPending ? 'device.pending' : 'device.enrolled';
    const message = isPending ? `${record.id} (${record.profile}) waits for approval` : `${record.id} (${record.profile}) was enrolled`;
    this.#tell(record, 'device.enrol', kind, message, {});
  }

  #tellRenewed(how: 'migrate' | 'reset', before: DeviceState, record: DeviceRecord): void {
    const what = how === 'migrate' ? 'goes on with another key' : 'is another device from here on';
    const message = `${record.id} (${record.profile}) ${what}${record.status === 'pending' ? ' and waits for approval' : ''}`;
    const detail = {
      before: before.publicKey,
      after: record.publicKey,
      ...(how === 'reset' ? { formerName: `${record.id}~${before.key}` } : {}),
    };
    this.#tell(record, `device.${how}`, how === 'migrate' ? 'device.migrated' : 'device.reset', message, detail);
  }

  #tell(record: DeviceRecord, action: string, kind: string, message: string, more: Readonly<Record<string, string>>): void {
    const { journal } = this.#context;
    const { id, tokenId, profile, status } = record;
    const detail = { token: tokenId, profile, status, ...more };
    journal.audit({ actor: `device:${id}`, action, subject: `device:${id}`, reason: `enrolment token ${tokenId}`, detail });
    journal.timeline({ source: 'device', kind, deviceId: id, message, detail });
  }
}
