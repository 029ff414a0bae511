/** Follows every frame of a world's devices, and says at the end whether history holds what it must: all, once. */
import { expect } from 'vitest';
import type { Device, DeviceHooks } from '#firmware/device/index.js';
import type { SignalModel } from '#firmware/signals/index.js';
import { World } from '#fleet/trial/index.js';
import { createRandom } from '#proto/kit/index.js';
import { networkPreset } from '#proto/link/index.js';
import { defaultFlashPlan, type Profile } from '#proto/profile/index.js';

/** A reading that never comes again: the age of the device. */
export const ageModel: SignalModel = {
  name: 'age',
  outputs: ['ageMs'],
  actuators: [],
  truth: [],
  parameters: {},
  faults: {},
  stateLength: 1,
  initialise: (state) => {
    state[0] = 0;
  },
  step: (state, dtMs) => {
    state[0] = (state[0] ?? 0) + dtMs;
  },
  read: (state, _inputs, _faults, _parameters, _noise, outputs) => {
    outputs[0] = state[0] ?? 0;
  },
  readTruth: () => undefined,
};

/** A device that sends its age every five seconds and an event a minute. */
export const ageProfile: Profile = {
  name: 'age',
  title: 'Age',
  signals: [{ id: 1, name: 'ageMs', unit: 'ms', title: 'Age', minimum: 0, maximum: 1e12, category: 'technical', durable: true }],
  wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
  settings: [],
  commands: [],
  hardwareRevisions: ['a'],
  power: { source: 'mains' },
  linkPreset: 'lab',
  reconnect: { baseMs: 1_000, maximumMs: 32_000, stableMs: 20_000 },
  clockDriftPpm: 20,
  storeBytes: 65_536,
  bootMs: 1_000,
  shapes: {},
  subDevices: [],
  memoryBytes: 262_144,
  watchdogMs: 4_000,
  flash: defaultFlashPlan,
  model: 'age',
  parameters: {},
  actuators: {},
  truth: [],
  factoryImage: {
    version: '1.0.0',
    application: {
      id: 'age',
      initial: 'ageing',
      context: {},
      states: {
        ageing: {
          entry: [
            { type: 'sample', params: { signals: ['ageMs'], everyMs: 5_000 } },
            { type: 'report', params: { name: 'aged', values: { ageMs: { signal: 'ageMs' } } } },
          ],
          after: { '60000': [{ target: 'older' }] },
        },
        older: { after: { '1': [{ target: 'ageing' }] } },
      },
    },
  },
};

interface Account {
  /** Readings of each durable frame that was made and not dropped; 0 for an event. */
  readonly frames: Map<string, number>;
  acknowledged: number;
}

/** See the head of this file. */
export class Ledger {
  /** Frames that the manager said it will never store. */
  rejected = 0;
  readonly #accounts = new Map<string, Account>();
  readonly hooks: DeviceHooks = {
    frameMade: (device, boot, sequence, isDurable, readings) => {
      if (isDurable) this.#of(device).frames.set(`${boot}.${sequence}`, readings);
    },
    frameRejected: (device, boot, sequence) => {
      this.rejected += 1;
      this.#of(device).frames.delete(`${boot}.${sequence}`);
    },
    frameDropped: (device, boot, sequence) => this.#of(device).frames.delete(`${boot}.${sequence}`),
    acknowledged: (device) => {
      this.#of(device).acknowledged += 1;
    },
  };

  #of(device: Device): Account {
    let account = this.#accounts.get(device.id);
    if (account === undefined) {
      account = { frames: new Map(), acknowledged: 0 };
      this.#accounts.set(device.id, account);
    }
    return account;
  }

  /**
   * All devices are back, and everything they made and did not drop is stored once. A device is looked at in a moment when nothing of it is
   * under way: then all it made is acknowledged.
   */
  async verify(world: World): Promise<{ readonly readings: number; readonly events: number }> {
    const { devices, total } = world.manager.devices.list({ selector: '', after: '', limit: 10_000 });
    expect([total, devices.filter((device) => device.presence === 'online').length]).toEqual([world.devices.size, world.devices.size]);
    const waiting = new Map(devices.map((device) => [device.id, device.key]));
    let readings = 0;
    let events = 0;
    for (let turn = 0; turn < 1_000 && waiting.size > 0; turn += 1) {
      for (const [id, key] of waiting) {
        if (world.devices.get(id)?.state.bufferedFrames !== 0) continue;
        waiting.delete(id);
        const stored = this.#verifyDevice(world, id, key);
        readings += stored.readings;
        events += stored.events;
      }
      await world.runFor(97);
    }
    expect([...waiting.keys()], 'devices that have always something left to send').toEqual([]);
    return { readings, events };
  }

  #verifyDevice(world: World, id: string, key: number): { readonly readings: number; readonly events: number } {
    const account = this.#accounts.get(id);
    const frames = [...(account?.frames ?? [])];
    expect(account?.acknowledged, `${id} was acknowledged`).toBeGreaterThan(0);
    const stored = world.history.readings(key);
    expect(stored.length, `readings of ${id}`).toBe(frames.reduce((sum, [, count]) => sum + count, 0));
    const ages = stored.filter((reading) => reading.signal === 'ageMs').map((reading) => reading.value);
    expect(new Set(ages).size, `different readings of ${id}`).toBe(ages.length);
    const names = world.history.events(key).map((event) => `${event.boot}.${event.sequence}`);
    const wanted = frames.filter(([, count]) => count === 0).map(([name]) => name);
    expect(names.sort(), `events of ${id}`).toEqual(wanted.sort());
    return { readings: stored.length, events: names.length };
  }
}

/** What happened in one run. */
export interface StormReport {
  readonly readings: number;
  readonly events: number;
  readonly dropped: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly resent: number;
  readonly hash: string;
}

/** Twenty minutes of cuts, half-open and stalled links, reboots, lost power and crashes of the manager at random instants; then peace. */
export async function runStorm(seed: string): Promise<StormReport> {
  const ledger = new Ledger();
  const world = new World({ seed, hooks: ledger.hooks });
  const random = createRandom(seed, 'storm', 'faults');
  const faults: Record<string, number> = { cut: 0, halfOpen: 0, block: 0, reboot: 0, power: 0, crash: 0 };
  await world.startManager();
  const token = await world.createToken(1_000);
  const network = networkPreset('office-wifi');
  world.addDevices({ prefix: 'age', count: 30, profile: ageProfile, model: ageModel, network, token, rampMs: 10_000 });
  const ids = [...world.devices.keys()];
  const one = (): string => ids[random.integer(0, ids.length - 1)] as string;
  for (let endMs = 20 * 60_000; world.clock.nowMs() < endMs; ) {
    await world.runFor(random.integer(1, 4_000));
    const name = one();
    const fault = random.integer(0, 19);
    if (fault < 7) world.network.cut(name);
    else if (fault < 11) world.network.halfOpen(name, true);
    else if (fault < 15) {
      world.network.block(name, true);
      await world.runFor(random.integer(1, 20_000));
      world.network.block(name, false);
    } else if (fault < 17) world.devices.get(name)?.reboot();
    else if (fault < 19) {
      world.devices.get(name)?.powerOff();
      await world.runFor(random.integer(1, 5_000));
      world.devices.get(name)?.powerOn();
    } else {
      world.crashManager();
      await world.runFor(random.integer(1, 15_000));
      await world.startManager();
    }
    const kind = ['cut', 'halfOpen', 'block', 'reboot', 'power', 'crash'][[7, 11, 15, 17, 19, 20].findIndex((end) => fault < end)] ?? '';
    faults[kind] = (faults[kind] ?? 0) + 1;
  }
  for (const id of ids) {
    world.network.halfOpen(id, false);
    // A burst of loss may stall a link for minutes, also at the end of the ten.
    world.network.setModel(id, networkPreset('lab'));
  }
  await world.runFor(10 * 60_000);
  const { readings, events } = await ledger.verify(world);
  const { framesDropped: dropped, framesResent: resent } = world.counters;
  return { readings, events, dropped, faults, resent, hash: world.traceHash() };
}
