import type { DeviceStatus, Presence, Presenceful } from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';
import { closestWord } from '#proto/yaml/index.js';
import type { DeviceState } from './device-state.ts';
import type { DeviceKeys } from './key-logic.ts';
import { failRegistry } from './registry-errors.ts';

/** Ids on either side of a mistyped one that are compared with it: a large fleet must not be held up by a slip. */
const similarWithin = 2_000;

/** All devices in memory, with their indexes and the counts by presence and status; a device is found by the key before its current one, too. */
export class DeviceTable {
  readonly #byId = new Map<string, DeviceState>();
  readonly #byPublicKey = new Map<string, DeviceState>();
  readonly #byKey: (DeviceState | undefined)[] = [];
  /** All ids; the first #sortedCount are in order, what came since is sorted in when somebody lists. */
  readonly #ids: string[] = [];
  #sortedCount = 0;
  readonly #counts: Record<Presenceful, number> = {
    online: 0,
    late: 0,
    asleep: 0,
    offline: 0,
    never: 0,
    pending: 0,
    revoked: 0,
    rejected: 0,
    retired: 0,
    total: 0,
  };

  get size(): number {
    return this.#byId.size;
  }

  get counts(): Readonly<Record<Presenceful, number>> {
    return this.#counts;
  }

  byId(id: string): DeviceState | undefined {
    return this.#byId.get(id);
  }

  byKey(key: number): DeviceState | undefined {
    return this.#byKey[key];
  }

  byPublicKey(publicKey: string): DeviceState | undefined {
    return this.#byPublicKey.get(publicKey);
  }

  values(): IterableIterator<DeviceState> {
    return this.#byId.values();
  }

  add(device: DeviceState): void {
    assert(!this.#byId.has(device.id) && !this.#byPublicKey.has(device.publicKey), `device ${device.id} is in the table already`);
    assert(this.#byKey[device.key] === undefined, `device key ${device.key} is given twice`);
    this.#byId.set(device.id, device);
    this.#byPublicKey.set(device.publicKey, device);
    if (device.previousPublicKey !== '') this.#byPublicKey.set(device.previousPublicKey, device);
    // Without holes the array stays a flat one.
    while (this.#byKey.length < device.key) this.#byKey.push(undefined);
    this.#byKey[device.key] = device;
    this.#ids.push(device.id);
    this.#count(device, 1);
  }

  remove(device: DeviceState): void {
    assert(this.#byId.delete(device.id), `device ${device.id} is not in the table`);
    this.#byPublicKey.delete(device.publicKey);
    this.#byPublicKey.delete(device.previousPublicKey);
    this.#byKey[device.key] = undefined;
    const ids = this.sortedIds();
    this.#ids.splice(firstAfter(ids, device.id) - 1, 1);
    this.#sortedCount = this.#ids.length;
    this.#count(device, -1);
  }

  /** Gives the device other keys. */
  setKeys(device: DeviceState, keys: DeviceKeys): void {
    this.#byPublicKey.delete(device.publicKey);
    this.#byPublicKey.delete(device.previousPublicKey);
    Object.assign(device, keys);
    this.#byPublicKey.set(device.publicKey, device);
    if (device.previousPublicKey !== '') this.#byPublicKey.set(device.previousPublicKey, device);
  }

  setStatus(device: DeviceState, status: DeviceStatus): void {
    this.#count(device, -1);
    device.status = status;
    this.#count(device, 1);
  }

  setPresence(device: DeviceState, presence: Presence): void {
    this.#count(device, -1);
    device.presence = presence;
    this.#count(device, 1);
  }

  #count(device: DeviceState, change: 1 | -1): void {
    this.#counts[bucketOf(device.status, device.presence)] += change;
    if (device.status !== 'retired') this.#counts.total += change;
  }

  /** All ids in order. Sorting a sorted run with a short tail is one merge. */
  sortedIds(): readonly string[] {
    if (this.#sortedCount !== this.#ids.length) {
      this.#ids.sort();
      this.#sortedCount = this.#ids.length;
    }
    return this.#ids;
  }

  /** The id that a mistyped one probably meant, among the 4,000 next to where it would stand; undefined when none is near. */
  similarTo(id: string): string | undefined {
    const ids = this.sortedIds();
    const at = firstAfter(ids, id);
    return closestWord(id, ids.slice(Math.max(0, at - similarWithin), at + similarWithin));
  }
}

/** The device. @throws E1702, with the id that was probably meant */
export function needDevice(devices: DeviceTable, id: string): DeviceState {
  const device = devices.byId(id);
  if (device !== undefined) return device;
  const meant = devices.similarTo(id);
  const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
  throw failRegistry('E1702', { message: `there is no device ${id.slice(0, 80)}${hint}` });
}

/** Index of the first id behind `after`. */
export function firstAfter(sortedIds: readonly string[], after: string): number {
  let low = 0;
  let high = sortedIds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sortedIds[middle] as string) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every device is in exactly one bucket: presence counts only for those that are active. */
function bucketOf(status: DeviceStatus, presence: Presence): Presenceful {
  return status === 'active' ? presence : status;
}
