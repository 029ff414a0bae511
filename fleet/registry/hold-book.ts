import type { Actor, HoldRecord, HoldService, Mutation } from '#fleet/domain/index.js';
import { messageOf, TimerTask } from '#proto/kit/index.js';
import type { DeviceState } from './device-state.ts';
import { needDevice } from './device-table.ts';
import type { RegistryContext } from './registry-context.ts';
import { failRegistry } from './registry-errors.ts';
import { checkActor, checkWhole } from './request-logic.ts';

/** Longest time that a hold may be given in advance, ms; without an end it lasts until it is taken back. */
const longestHoldMs = 36_525 * 86_400_000;
/** Holds that one write ends. */
const mostPerBatch = 500;

/** The hold that counts at a time: an end that has come counts, whether or not it was stored yet. */
function heldAt(held: HoldRecord | undefined, nowMs: number): HoldRecord | undefined {
  return held === undefined || (held.untilMs !== 0 && held.untilMs <= nowMs) ? undefined : held;
}

/** What a hold says, for a person: "held by olga until 2026-12-01T00:00:00.000Z: broken door". */
function holdInWords({ type, release, by, reason, untilMs }: HoldRecord): string {
  const what = type === 'hold' ? 'held' : `pinned${release === '' ? '' : ` to ${release}`}`;
  const until = untilMs === 0 ? '' : ` until ${new Date(untilMs).toISOString()}`;
  return `${what} by ${by}${until}${reason === '' ? '' : `: ${reason}`}`;
}

/** Devices that are left alone. One that comes to its end is taken away by itself; its device's removal takes it along. @see HoldService */
export class HoldBook extends TimerTask implements HoldService {
  readonly #context: RegistryContext;

  constructor(context: RegistryContext) {
    super();
    this.#context = context;
  }

  /** Reads all back; what came to its end meanwhile goes at once. */
  async load(): Promise<void> {
    const { store, state, clock } = this.#context;
    for (const { id, revision, value } of await store.list('hold')) state.holds.set(id, { value, revision });
    if (state.holds.size > 0) clock.schedule(this, clock.nowMs());
  }

  stop(): void {
    this.#context.clock.cancel(this);
  }

  of(deviceId: string): HoldRecord | undefined {
    const { state, clock } = this.#context;
    return heldAt(state.holds.get(deviceId)?.value, clock.wallMs());
  }

  list(): HoldRecord[] {
    const { state, clock } = this.#context;
    const nowMs = clock.wallMs();
    const holds = [...state.holds.values()].flatMap(({ value }) => heldAt(value, nowMs) ?? []);
    return holds.sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
  }

  async set(deviceId: string, hold: Parameters<HoldService['set']>[1], by: Actor): Promise<HoldRecord> {
    checkActor(by);
    const { serial, clock } = this.#context;
    return serial.run(async () => {
      const device = needDevice(this.#context.state.devices, deviceId);
      const nowMs = clock.wallMs();
      if (hold.untilMs !== 0) checkWhole('the end of the hold, ms from now,', hold.untilMs - nowMs, 1, longestHoldMs);
      const record = {
        deviceId,
        type: hold.type,
        release: hold.type === 'pin' ? device.firmwareVersion : '',
        untilMs: hold.untilMs,
        by: by.name,
        reason: by.reason,
        atMs: nowMs,
      };
      await this.#put(record);
      this.#note(`device.${hold.type}`, hold.type === 'hold' ? 'device.held' : 'device.pinned', record, by, holdInWords(record));
      return record;
    });
  }

  async clear(deviceId: string, type: HoldRecord['type'], by: Actor): Promise<HoldRecord> {
    checkActor(by);
    const { serial, state, store } = this.#context;
    return serial.run(async () => {
      needDevice(state.devices, deviceId);
      const record = this.of(deviceId);
      if (record?.type !== type) {
        const stands = record === undefined ? 'neither held nor pinned' : holdInWords(record);
        throw failRegistry('E1753', { message: `device ${deviceId} is ${stands}` });
      }
      await store.apply([{ type: 'delete', kind: 'hold', id: deviceId }]);
      state.holds.delete(deviceId);
      this.#noteRelease(record, by, `released by ${by.name}, was ${holdInWords(record)}`);
      return record;
    });
  }

  /** Some holds have come to their end. */
  override fire(): void {
    void this.#context.tasks.run('registry.holds', () => this.#context.serial.run(() => this.#expire()));
  }

  /** Holds the Serial. */
  async #put(record: HoldRecord): Promise<void> {
    const { state, store, limits } = this.#context;
    if (!state.holds.has(record.deviceId) && state.holds.size >= limits.holds) {
      throw failRegistry('E1752', { message: `${state.holds.size} devices are held or pinned, the limit is ${limits.holds}` });
    }
    const [revision] = await store.apply([{ type: 'put', kind: 'hold', id: record.deviceId, value: record }]);
    state.holds.set(record.deviceId, { value: record, revision: revision as number });
    if (record.untilMs !== 0) this.#arm(record.untilMs);
  }

  #arm(untilMs: number): void {
    const { clock } = this.#context;
    const dueMs = clock.nowMs() + Math.max(0, untilMs - clock.wallMs());
    if (this.heapIndex < 0 || dueMs < this.dueMs) clock.schedule(this, dueMs);
  }

  /** Holds the Serial. */
  async #expire(): Promise<void> {
    const { state, store, clock, limits, log } = this.#context;
    const nowMs = clock.wallMs();
    const over: HoldRecord[] = [];
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { value } of state.holds.values()) {
      if (value.untilMs === 0) continue;
      if (value.untilMs <= nowMs && over.length < mostPerBatch) over.push(value);
      else nextMs = Math.min(nextMs, value.untilMs);
    }
    try {
      if (over.length > 0) await store.apply(over.map(({ deviceId }): Mutation => ({ type: 'delete', kind: 'hold', id: deviceId })));
    } catch (error) {
      // It counts no more, whatever the store says.
      log.error('holds that are over could not be taken away and will be tried again', { error: messageOf(error) });
      clock.schedule(this, clock.nowMs() + limits.storeRetryMs);
      return;
    }
    for (const record of over) {
      state.holds.delete(record.deviceId);
      const by: Actor = { name: 'system', role: 'admin', reason: 'its time is over' };
      this.#noteRelease(record, by, `released, its time is over: was ${holdInWords(record)}`);
    }
    if (nextMs !== Number.POSITIVE_INFINITY) this.#arm(nextMs);
  }

  #noteRelease(record: HoldRecord, by: Actor, words: string): void {
    this.#note(record.type === 'hold' ? 'device.unhold' : 'device.unpin', 'device.released', record, by, words);
  }

  #note(action: string, kind: string, { deviceId, type, release, untilMs }: HoldRecord, by: Actor, words: string): void {
    const { journal, feed } = this.#context;
    const detail = { type, ...(release === '' ? {} : { release }), ...(untilMs === 0 ? {} : { until: new Date(untilMs).toISOString() }) };
    journal.audit({ actor: by.name, action, subject: `device:${deviceId}`, reason: by.reason, detail });
    const source = by.name === 'system' ? 'system' : 'operator';
    journal.timeline({ source, kind, deviceId, message: `${deviceId} is ${words}`.slice(0, 500), detail });
    feed.changed(deviceId);
  }
}

/** The view's part of it, where there is one. */
export function holdOf({ state, clock }: RegistryContext, { id }: DeviceState): HoldRecord | undefined {
  return state.holds.size === 0 ? undefined : heldAt(state.holds.get(id)?.value, clock.wallMs());
}
