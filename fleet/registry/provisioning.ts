import type { Actor, DeviceView, ImportedIdentity, ImportOutcome, Mutation, ProvisionService } from '#fleet/domain/index.js';
import { DeviceState, recordOf } from './device-state.ts';
import { needDevice } from './device-table.ts';
import { decodeKey, droppedKey, rotatedKeys } from './key-logic.ts';
import { newDevice } from './new-device.ts';
import type { RegistryContext } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { nextKeyId, revokedKey } from './registry-state.ts';
import { checkActor, checkLabels, checkText, checkWhole, longestTokenMs } from './request-logic.ts';

/** Conflicts that a message names; the rest is counted. */
const namedConflicts = 5;

/** What identities conflict with beside the registry: those that stand before them in the same request. */
interface Taken {
  readonly keyById: Map<string, string>;
  readonly idByKey: Map<string, string>;
}

/** Identities and keys that operators bring. @see ProvisionService */
export class Provisioning implements ProvisionService {
  readonly #context: RegistryContext;
  readonly #view: (device: DeviceState) => DeviceView;

  /** @param view a device as the API shows it */
  constructor(context: RegistryContext, view: (device: DeviceState) => DeviceView) {
    this.#context = context;
    this.#view = view;
  }

  async importIdentities(identities: readonly ImportedIdentity[], isDryRun: boolean, by: Actor): Promise<ImportOutcome[]> {
    checkActor(by);
    const { serial, limits } = this.#context;
    checkWhole('the number of identities', identities.length, 1, limits.importIdentities);
    identities.forEach(checkIdentity);
    return serial.run(async () => {
      const outcomes = this.#judgeAll(identities);
      if (isDryRun) return outcomes;
      const conflicts = outcomes.filter(({ outcome }) => outcome === 'conflict');
      if (conflicts.length > 0) throw failRegistry('E1750', { message: conflictMessage(conflicts, identities.length) });
      const created = identities.filter((_, index) => outcomes[index]?.outcome === 'created');
      if (created.length > 0) await this.#create(created, by);
      return outcomes;
    });
  }

  async rotate(id: string, publicKey: string, overlapMs: number, by: Actor): Promise<DeviceView> {
    checkActor(by);
    checkKey('the new key', publicKey);
    checkWhole('the overlap in ms', overlapMs, 0, longestTokenMs);
    const { serial, state, store, clock, journal } = this.#context;
    return serial.run(async () => {
      const device = needDevice(state.devices, id);
      if (device.status !== 'active' && device.status !== 'pending') {
        throw failRegistry('E1705', { message: `device ${id} is ${device.status}, this needs active or pending` });
      }
      const nowMs = clock.wallMs();
      this.#checkNewKey(device, publicKey, nowMs);
      const keys = rotatedKeys(device, publicKey, overlapMs, nowMs);
      if (keys === device) return this.#view(device);
      const dropped = droppedKey(device, keys);
      const mutations: Mutation[] = [{ type: 'put', kind: 'device', id, value: { ...recordOf(device), ...keys } }];
      if (dropped !== undefined) {
        const value = { id: revokedKey(dropped), atMs: nowMs, by: by.name, reason: `replaced twice: ${by.reason}` };
        mutations.push({ type: 'put', kind: 'revocation', id: value.id, value });
      }
      const [revision] = await store.apply(mutations);
      device.revision = revision as number;
      if (dropped !== undefined) state.revocations.add(revokedKey(dropped));
      // A session of the key that was current goes on as one of the key before.
      if (keys.publicKey !== device.publicKey) device.usesPreviousKey = device.connected && keys.publicKey !== device.previousPublicKey;
      state.devices.setKeys(device, keys);
      const detail = { before: keys.previousPublicKey, after: keys.publicKey, untilMs: keys.previousKeyUntilMs };
      journal.audit({ actor: by.name, action: 'device.rotate', subject: `device:${id}`, reason: by.reason, detail });
      const until = new Date(keys.previousKeyUntilMs).toISOString();
      const message = `${by.name}: ${id} has another key; the one before counts until ${until}`;
      journal.timeline({ source: 'operator', kind: 'device.rotate', deviceId: id, message, detail });
      return this.#view(device);
    });
  }

  #checkNewKey(device: DeviceState, publicKey: string, nowMs: number): void {
    const { state } = this.#context;
    if (state.isKeyRevoked(publicKey)) throw failRegistry('E1751', { message: 'the new key is revoked for ever' });
    const holder = state.devices.byPublicKey(publicKey);
    if (holder !== undefined && holder !== device) {
      throw failRegistry('E1751', { message: `the new key is that of device ${holder.id}` });
    }
    if (publicKey === device.previousPublicKey && nowMs >= device.previousKeyUntilMs) {
      throw failRegistry('E1751', { message: `the new key is the one that ${device.id} had before, and its overlap is over` });
    }
  }

  #judgeAll(identities: readonly ImportedIdentity[]): ImportOutcome[] {
    const { state, limits } = this.#context;
    const taken: Taken = { keyById: new Map(), idByKey: new Map() };
    let created = 0;
    let pending = 0;
    const outcomes = identities.map((identity): ImportOutcome => {
      const { id, publicKey, status } = identity;
      const message = this.#conflictOf(identity, taken);
      if (message !== '') return { id, outcome: 'conflict', message };
      const isKnown = state.devices.byId(id) !== undefined || taken.keyById.has(id);
      taken.keyById.set(id, publicKey);
      taken.idByKey.set(publicKey, id);
      if (isKnown) return { id, outcome: 'unchanged', message: '' };
      created += 1;
      if (status === 'pending') pending += 1;
      return { id, outcome: 'created', message: '' };
    });
    const { size, counts } = state.devices;
    if (created > 0 && size + created > limits.devices) {
      throw failRegistry('E1701', { message: `${size} devices and ${created} new ones, the limit is ${limits.devices}` });
    }
    if (pending > 0 && counts.pending + pending > limits.pendingDevices) {
      const message = `${counts.pending} devices wait for approval, with ${pending} more the limit of ${limits.pendingDevices} is passed`;
      throw failRegistry('E1701', { message });
    }
    return outcomes;
  }

  /** Why an identity cannot be taken; empty when it can, or is there already. */
  #conflictOf({ id, publicKey }: ImportedIdentity, taken: Taken): string {
    const { state } = this.#context;
    if (state.isIdRevoked(id)) return `the identity ${id} is revoked for ever`;
    if (state.isKeyRevoked(publicKey)) return 'the key is revoked for ever';
    const key = taken.keyById.get(id) ?? state.devices.byId(id)?.publicKey;
    if (key !== undefined && key !== publicKey) return `another key holds the identity ${id}; fleet provision rotate ${id} changes it`;
    const holderId = taken.idByKey.get(publicKey) ?? state.devices.byPublicKey(publicKey)?.id;
    if (holderId !== undefined && holderId !== id) return `the key is that of device ${holderId}`;
    return '';
  }

  async #create(identities: readonly ImportedIdentity[], by: Actor): Promise<void> {
    const { state, store, clock, journal } = this.#context;
    const enrolledAtMs = clock.wallMs();
    const unique = [...new Map(identities.map((identity) => [identity.id, identity])).values()];
    const records = unique.map(({ profile, hardwareRevision, labels, ...identity }, index) =>
      newDevice({
        ...identity,
        key: state.nextDeviceKey + index,
        profile: state.shared(profile),
        hardwareRevision: state.shared(hardwareRevision),
        labels: { ...labels },
        tokenId: '',
        gatewayId: '',
        enrolledAtMs,
      }),
    );
    const nextDeviceKey = state.nextDeviceKey + records.length;
    const revisions = await store.apply([
      ...records.map((value): Mutation => ({ type: 'put', kind: 'device', id: value.id, value, expectedRevision: 0 })),
      { type: 'put', kind: 'meta', id: nextKeyId, value: { value: nextDeviceKey } },
    ]);
    state.nextDeviceKey = nextDeviceKey;
    for (const [index, record] of records.entries()) {
      state.devices.add(new DeviceState(record, revisions[index] as number));
      this.#context.feed.changed(record.id);
      const detail = { profile: record.profile, status: record.status, key: record.publicKey };
      journal.audit({ actor: by.name, action: 'device.import', subject: `device:${record.id}`, reason: by.reason, detail });
    }
    // One line for all: a factory's import must not push everything else off the timeline.
    const [first] = records;
    const deviceId = records.length === 1 ? (first?.id ?? '') : '';
    const message = `${by.name}: ${records.length} identities imported, ${first?.id}${records.length > 1 ? ` to ${records.at(-1)?.id}` : ''}`;
    journal.timeline({ source: 'operator', kind: 'device.import', deviceId, message, detail: { devices: records.length } });
  }
}

/** Throws E1708 when a field of an identity is out of range. */
function checkIdentity({ id, publicKey, profile, hardwareRevision, labels }: ImportedIdentity): void {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)) {
    throw failRegistry('E1708', {
      message: `"${id.slice(0, 80)}" is no identity: 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit`,
    });
  }
  checkKey(`the key of ${id}`, publicKey);
  checkText(`the profile of ${id}`, profile, 1, 64);
  checkText(`the hardware revision of ${id}`, hardwareRevision, 0, 64);
  checkLabels(labels);
}

/** Throws E1708 unless a key is 32 bytes in base64url. */
function checkKey(name: string, publicKey: string): void {
  if (decodeKey(publicKey) !== undefined) return;
  const bytes = Buffer.from(publicKey, 'base64url').length;
  throw failRegistry('E1708', { message: `${name} is no Ed25519 key: ${bytes} bytes of base64url, not 32 in 43 characters` });
}

function conflictMessage(conflicts: readonly ImportOutcome[], count: number): string {
  const named = conflicts.slice(0, namedConflicts).map(({ id, message }) => `${id}: ${message}`);
  const more = conflicts.length - named.length;
  return `${conflicts.length} of ${count} identities conflict: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
