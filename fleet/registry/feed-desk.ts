import type { DeviceEventRow, DeviceFeed, DeviceListener, DeviceRecord, Presence, PresentDevice } from '#fleet/domain/index.js';

/** Tells listeners what happens to devices. It is on hot paths: with nobody listening a call is one comparison, and no call makes an object. */
export class FeedDesk implements DeviceFeed {
  readonly #missedOf: (deviceId: string) => number;
  /** Another array for each change: who leaves while it is told disturbs nobody. Each in an object of its own: the same one twice is two. */
  #listeners: readonly { readonly listener: DeviceListener }[] = [];
  readonly #before = { boot: 0 };

  constructor(missedOf: (deviceId: string) => number) {
    this.#missedOf = missedOf;
  }

  subscribe(listener: DeviceListener): () => void {
    const one = { listener };
    this.#listeners = [...this.#listeners, one];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== one);
    };
  }

  missedWakeUps(deviceId: string): number {
    return this.#missedOf(deviceId);
  }

  opened(device: DeviceRecord, bootBefore: number): void {
    if (this.#listeners.length === 0) return;
    this.#before.boot = bootBefore;
    for (const { listener } of this.#listeners) listener.opened?.(device, this.#before);
  }

  presence(device: PresentDevice, before: Presence): void {
    for (const { listener } of this.#listeners) listener.presence?.(device, before);
  }

  changed(deviceId: string): void {
    for (const { listener } of this.#listeners) listener.changed?.(deviceId);
  }

  removed(deviceId: string): void {
    for (const { listener } of this.#listeners) listener.removed?.(deviceId);
  }

  /** @param deviceId undefined: the device is gone meanwhile */
  event(deviceId: string | undefined, event: Pick<DeviceEventRow, 'kind' | 'name' | 'boot'>): void {
    if (deviceId === undefined) return;
    for (const { listener } of this.#listeners) listener.event?.(deviceId, event);
  }
}
