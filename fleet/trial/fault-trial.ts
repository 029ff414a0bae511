/**
 * One cell of the proof of faults: a real manager with releases, real devices, and the ways into each state. What must always hold is looked at
 * after each boot, at each change of an attempt, and at the end.
 */
import { createHash } from 'node:crypto';
import type { Device, DeviceState } from '#firmware/device/index.js';
import type { Actor, AttemptRecord, AttemptState } from '#fleet/domain/index.js';
import { readImage } from '#proto/image/index.js';
import { createRandom, type Random } from '#proto/kit/index.js';
import { FaultOracle } from './fault-oracle.ts';
import { type ReleaseKey, releasesOf } from './fault-releases.ts';
import type { FaultRow } from './fault-rows.ts';
import type { FaultLimits, FaultSetting } from './fault-setting.ts';
import { World } from './world.ts';

const minuteMs = 60_000;
/** Virtual time in which a device joins, ms. */
const joinMs = 30_000;
/** Virtual time in which a state must be reached, ms. */
const reachMs = 2 * 3_600_000;
/** Ends of attempts. */
const over: ReadonlySet<AttemptState> = new Set(['updated', 'failed', 'rejected', 'rolledBack', 'cancelled', 'silent']);

export const faultActor: Actor = { name: 'operator', role: 'admin', reason: 'proof of faults' };

/** Short ones, so that silence is an outcome within hours. */
const limits = {
  offerWithinMs: 60 * minuteMs,
  checkWithinMs: 30 * minuteMs,
  downloadWithinMs: 60 * minuteMs,
  installWithinMs: 30 * minuteMs,
  confirmWithinMs: 40 * minuteMs,
  openTransfers: 2,
};

/** See the head of this file. */
export class FaultTrial {
  readonly world: World;
  readonly setting: FaultSetting;
  readonly random: Random;
  readonly oracle: FaultOracle;
  /** Ids of attempts, oldest first. */
  readonly attempts: string[] = [];
  /** States of the device that were seen, each change. */
  readonly walk: string[] = [];
  /** Called when a device has started. */
  onBoot: (device: Device) => void = () => undefined;
  /** Most devices that took an image at once. */
  mostTransfers = 0;
  readonly transferLimit = limits.openTransfers;
  #releases = new Map<ReleaseKey, string>();
  readonly #images: ReadonlyMap<ReleaseKey, Uint8Array>;
  /** Of the content of the release that a state is reached with. */
  readonly #chunks: number;

  private constructor(setting: FaultSetting, cell: string, worldLimits: FaultLimits) {
    this.setting = setting;
    this.random = createRandom(setting.seed, 'faults', cell);
    this.#images = releasesOf(setting.profile);
    const images = [...this.#images.values()].map((bytes) => readImage(bytes));
    this.#chunks = readImage(this.#images.get('to') as Uint8Array).header.chunkDigests.length;
    this.oracle = new FaultOracle(setting.profile, images);
    this.world = new World({
      seed: `${setting.seed} ${cell}`,
      limits: { ...limits, ...worldLimits },
      ...(setting.weakened === undefined ? {} : { weakened: setting.weakened }),
      hooks: {
        changed: (device, what) => {
          if (what === 'booted') this.#booted(device);
        },
      },
    });
  }

  /** A manager with its releases, and devices that are in session. */
  static async start(setting: FaultSetting, cell: string, devices: number, more: FaultLimits = {}): Promise<FaultTrial> {
    const trial = new FaultTrial(setting, cell, more);
    const { world } = trial;
    await world.startManager();
    const token = await world.createToken(devices);
    world.addDevices({ prefix: 'unit', count: devices, profile: setting.profile, subDevices: [], token, rampMs: 1_000 });
    for (const key of ['to', 'next', 'after'] as const) await trial.publish(key);
    await world.runFor(joinMs);
    return trial;
  }

  get id(): string {
    return 'unit-00001';
  }

  get device(): Device {
    return this.world.devices.get(this.id) as Device;
  }

  get state(): DeviceState {
    return this.device.state;
  }

  /** NAME@VERSION of a release. */
  release(key: ReleaseKey): string {
    return this.#releases.get(key) as string;
  }

  /** Brings a release to the manager and publishes it. */
  async publish(key: ReleaseKey): Promise<void> {
    const bytes = this.#images.get(key) as Uint8Array;
    const id = await this.world.ask(async ({ uploads, releases }) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const upload = await uploads.begin({ bytes: bytes.length, sha256 }, faultActor);
      await uploads.write(upload.id, 0, once(bytes));
      const { release } = await releases.create({ uploadId: upload.id, notes: '' }, faultActor);
      await releases.publish(release.id, {}, faultActor);
      return release.id;
    });
    this.#releases.set(key, id);
  }

  /** Orders an update of those of the devices that have none under way and run something else; of all when left out. */
  async order(key: ReleaseKey = 'to', ids: Iterable<string> = this.world.devices.keys()): Promise<void> {
    const order = { release: this.release(key), delta: 'never' } as const;
    for (const id of ids) {
      const { updates } = this.world.manager;
      if (updates.openOf(id) !== undefined || updates.check(id, order) === 'unchanged') continue;
      const record = await this.world.ask((manager) => manager.updates.order(id, order, '', faultActor));
      this.attempts.push(record.id);
    }
  }

  /** The newest attempt of the first device; undefined before the first order. */
  get attempt(): AttemptRecord | undefined {
    const [newest] = this.world.manager.updates.list({ deviceId: this.id, limit: 1 });
    return newest;
  }

  run(spanMs: number): Promise<void> {
    return this.until(() => false, spanMs).then(() => undefined);
  }

  /** Lets time run until something holds, and looks at what must always hold. */
  until(holds: () => boolean, spanMs: number): Promise<boolean> {
    let seen = '';
    return this.world.runUntil(() => {
      const { power, update } = this.state;
      const at = `${power} ${update}`;
      const hasCome = power === 'recovery' && this.walk.at(-1)?.startsWith('recovery') !== true;
      if (hasCome && !this.oracle.isExcused) this.oracle.note(`invariant 1: ${this.id} came to recovery`);
      if (at !== seen) this.walk.push(at);
      seen = at;
      this.#watchAttempts();
      return holds();
    }, spanMs);
  }

  /** Brings the device into a state by what happens to devices; false when it did not come there. */
  async reach(row: FaultRow): Promise<boolean> {
    const { state } = row;
    if (row.region === 'end') return this.#reachEnd(state);
    if (state === 'idle') return true;
    if (state === 'recovery') return this.#reachRecovery();
    await this.order();
    if (state === 'reverting') {
      const { bootAttempts } = this.setting.profile.flash;
      let trials = 0;
      this.crashTrials(() => {
        trials += 1;
      });
      const isBack = await this.until(() => trials === bootAttempts && this.state.power === 'booting', reachMs);
      this.onBoot = () => undefined;
      return isBack;
    }
    if (row.region === 'power') return this.#reachBoot(state);
    if (state === 'rebooting') return this.until(() => this.#isSwitched(), reachMs);
    const [outer, inner] = state.split('.');
    const from = inner === 'waiting' ? `${outer}.asking` : state;
    if (!(await this.until(() => this.state.update === from, reachMs))) return false;
    if (outer === 'downloading') {
      // Before the last part of a small image, else it is all there and the state over.
      const parts = Math.min(this.random.integer(1, 4), this.#chunks - 1);
      const { counters } = this.world;
      const from = counters.updatePartsReceived;
      if (!(await this.until(() => counters.updatePartsReceived >= from + parts, reachMs))) return false;
    }
    if (inner !== 'waiting') return this.state.update === state;
    this.world.network.cut(this.id);
    return this.until(() => this.state.update === state, minuteMs);
  }

  /** The fault is gone: the device has power, a link, and nothing is done to it. */
  async makeWell(): Promise<void> {
    for (const [id, device] of this.world.devices) {
      this.world.taps.delete(id);
      this.world.network.block(id, false);
      this.world.network.halfOpen(id, false);
      if (device.state.power === 'off') {
        device.holdOff(false);
        device.powerOff();
        device.powerOn();
      }
    }
  }

  /** Nothing is under way any more: at the device, and as the manager knows it. */
  get isSettled(): boolean {
    const { updates } = this.world.manager;
    return [...this.world.devices].every(([id, { state }]) => {
      const [newest] = updates.list({ deviceId: id, limit: 1 });
      return (isAtPeace(state) || this.#waitsInRecovery(state)) && (newest === undefined || over.has(newest.state));
    });
  }

  /** As far as the manager knows. */
  get isOver(): boolean {
    return this.world.manager.updates.list({ limit: 1_000, open: true }).length === 0;
  }

  /** Where everything stands, for a person. */
  standing(): string {
    const { power, update, link, isConfirmed, firmwareVersion } = this.state;
    const attempt = this.attempt === undefined ? 'no attempt' : `attempt ${this.attempt.state}`;
    return `${power}, update ${update}, link ${link}, ${firmwareVersion} ${isConfirmed ? 'confirmed' : 'on trial'}, ${attempt}`;
  }

  /** Both slots were damaged by the fault: an update is what it waits for. */
  #waitsInRecovery({ power, update, link }: DeviceState): boolean {
    return this.oracle.isExcused && power === 'recovery' && update === 'idle' && link === 'open.welcomed';
  }

  #isSwitched(): boolean {
    const { update, power } = this.state;
    return update === 'rebooting' || (power.startsWith('booting') && this.walk.some((at) => at.endsWith('installing')));
  }

  async #reachBoot(state: string): Promise<boolean> {
    if (state === 'crashed') {
      if (!(await this.until(() => this.state.update === 'unconfirmed', reachMs))) return false;
      this.device.inject('crash', 1);
      return this.until(() => this.state.power === 'crashed', 1_000);
    }
    if (!(await this.until(() => this.#isSwitched() && this.state.power.startsWith('booting'), reachMs))) return false;
    if (state === 'off') {
      this.device.powerOff();
      return this.state.power === 'off';
    }
    return this.until(() => `booting.${this.state.bootStep}` === state, minuteMs);
  }

  async #reachRecovery(): Promise<boolean> {
    this.device.inject('flash-rot', 1);
    this.device.powerOff();
    this.device.powerOn();
    return this.until(() => this.state.power === 'recovery' && this.state.link === 'open.welcomed', reachMs);
  }

  /** Ends as they come: by what makes an attempt end so. */
  async #reachEnd(state: string): Promise<boolean> {
    const { device } = this;
    if (state === 'rejected') await this.publish('large');
    await this.order(state === 'rejected' ? 'large' : 'to', [this.id]);
    if (state === 'reverted') device.inject('never-confirm', 1);
    if (state === 'failed') {
      await this.until(() => this.state.update === 'downloading.asking', reachMs);
      device.inject('flash-fail', 1, 'records');
    }
    if (state === 'cancelled') {
      await this.until(() => this.state.update === 'downloading.asking', reachMs);
      await this.cancel();
    }
    const wanted = { confirmed: 'updated', reverted: 'rolledBack' }[state] ?? state;
    const isThere = await this.until(() => this.attempt?.state === wanted && isAtPeace(this.state), reachMs);
    device.inject('never-confirm', 0);
    device.inject('flash-fail', 0);
    return isThere;
  }

  /** From now on the application crashes in each boot of a trial. @param onTrial told of each */
  crashTrials(onTrial: () => void = () => undefined): void {
    this.onBoot = (device) => {
      if (device.id !== this.id || device.state.isConfirmed) return;
      onTrial();
      this.world.clock.setTimeout(() => device.state.power === 'running' && device.inject('crash', 1), 1);
    };
  }

  /** Takes the newest attempts back that are open. */
  async cancel(): Promise<void> {
    for (const id of this.world.devices.keys()) {
      const open = this.world.manager.updates.openOf(id);
      if (open !== undefined) await this.world.ask(({ updates }) => updates.cancel(open.id, faultActor));
    }
  }

  #booted(device: Device): void {
    const { digest } = this.oracle.look(device, 'after a boot');
    const { firmwareVersion, isConfirmed, power } = device.state;
    // What runs on its last trial does not boot again, and it is whole all the same.
    if (digest === '' && isConfirmed && power !== 'recovery')
      this.oracle.note(`invariant 2: ${device.id} started ${firmwareVersion}, which does not verify`);
    this.onBoot(device);
  }

  #watchAttempts(): void {
    if (this.attempts.length === 0 || !this.world.isManaged) return;
    if (this.world.devices.size > 1) this.mostTransfers = Math.max(this.mostTransfers, this.world.manager.updates.counters().transfersOpen);
    for (const [id, device] of this.world.devices) {
      const [newest] = this.world.manager.updates.list({ deviceId: id, limit: 1 });
      if (newest !== undefined) this.oracle.lookAtAttempt(device, newest);
    }
  }
}

/** In session, with an image that is confirmed, and no update under way. */
function isAtPeace({ power, update, link, isConfirmed, duty }: DeviceState): boolean {
  return power === 'running' && update === 'idle' && isConfirmed && (link === 'open.welcomed' || duty === 'asleep');
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
