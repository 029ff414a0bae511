import { messageOf, TimerTask } from '#proto/kit/index.js';
import { type DeviceState, recordOf } from './device-state.ts';
import type { RegistryContext } from './registry-context.ts';

/**
 * Stores what devices tell in passing, in batches: nothing is written per frame. (boot, connection) of a Hello is stored soon, since after a crash
 * an older pair would be taken again; a device that only goes on talking is stored once in seenStoreMs.
 */
export class SoftWriter extends TimerTask {
  readonly #context: RegistryContext;
  #dirty: DeviceState[] = [];
  #isFailing = false;

  constructor(context: RegistryContext) {
    super();
    this.#context = context;
  }

  /** The device changed; stored within softStoreMs. */
  mark(device: DeviceState): void {
    this.#mark(device, this.#context.limits.softStoreMs);
  }

  /** (boot, connection) changed; stored within identityStoreMs. */
  markIdentity(device: DeviceState): void {
    this.#mark(device, this.#context.limits.identityStoreMs);
  }

  override fire(): void {
    void this.#context.tasks.run('registry.softWrite', () => this.#context.serial.run(() => this.#write()));
  }

  /** Writes all that waits; what can't be written stays and is tried again. */
  async flush(): Promise<void> {
    this.#context.clock.cancel(this);
    while (this.#dirty.length > 0 && !this.#isFailing) await this.#context.serial.run(() => this.#write());
    this.#isFailing = false;
  }

  #mark(device: DeviceState, withinMs: number): void {
    if (!device.isDirty) {
      device.isDirty = true;
      this.#dirty.push(device);
    }
    this.#arm(this.#isFailing ? this.#context.limits.storeRetryMs : withinMs);
  }

  #arm(withinMs: number): void {
    const dueMs = this.#context.clock.nowMs() + withinMs;
    if (this.heapIndex < 0 || dueMs < this.dueMs) this.#context.clock.schedule(this, dueMs);
  }

  async #write(): Promise<void> {
    const { store, state, limits, log } = this.#context;
    const taken = this.#dirty.splice(0, limits.devicesPerBatch);
    // Who was removed meanwhile must not come back by a late write.
    const batch = taken.filter((device) => state.devices.byId(device.id) === device);
    for (const device of taken) device.isDirty = false;
    if (batch.length === 0) return;
    const seen = batch.map((device) => device.lastSeenAtMs);
    try {
      const revisions = await store.apply(batch.map((device) => ({ type: 'put', kind: 'device', id: device.id, value: recordOf(device) })));
      for (const [index, device] of batch.entries()) {
        device.revision = revisions[index] as number;
        device.storedSeenAtMs = seen[index] as number;
      }
      if (this.#isFailing) log.info('device states are stored again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.error('device states could not be stored and will be tried again', { error: messageOf(error) });
      this.#isFailing = true;
      for (const device of batch) this.#mark(device, limits.storeRetryMs);
    }
    if (this.#dirty.length > 0) this.#arm(this.#isFailing ? limits.storeRetryMs : 0);
  }
}
