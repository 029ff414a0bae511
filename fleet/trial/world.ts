import {
  createDevice,
  type Device,
  DeviceCounters,
  type DeviceEnvironment,
  type DeviceHooks,
  seatrialDialect,
  type WeakenedRules,
} from '#firmware/device/index.js';
import { type AssembledManager, assembleManager, defaultLimits, type ManagerLimits } from '#fleet/app/index.js';
import type { Actor, HookSender, Keyring, Manager } from '#fleet/domain/index.js';
import { createMemoryKeyring } from '#fleet/ota/index.js';
import {
  createMemoryBlobs,
  createMemoryHistory,
  createMemoryStore,
  type MemoryBlobs,
  type MemoryHistory,
  type MemoryStore,
} from '#fleet/store/index.js';
import { assert, createRandom, MemoryLog, TaskTracker, VirtualClock } from '#proto/kit/index.js';
import { createMemoryNetwork, type LinkHandler, type MemoryNetwork } from '#proto/link/index.js';
import { AmbientGuard } from './ambient.ts';
import { TraceHash } from './trace-hash.ts';
import { type LinkTap, tracedHandler } from './traced-handler.ts';
import { fail } from './trial-errors.ts';
import { buildWorldDevices, type WorldDevices } from './world-devices.ts';

/** Turns of the microtask queue that the manager's handlers may take after one event. */
const settleTurns = 1_000;
/** Events at one instant: more than every timer of the largest world at once. */
const eventsPerInstant = 1_000_000;

/** Free on the disk of a manager that has none: never low. */
const freeDiskBytes = 2 ** 40;

/** What a world follows from. */
export interface WorldOptions {
  readonly seed: string;
  /** Wall clock at the start, ms since 1970-01-01T00:00Z; 2026-01-01 when left out. */
  readonly startWallMs?: number;
  readonly limits?: Partial<ManagerLimits>;
  /** Takes what hooks send; left out: nobody answers. */
  readonly hookSender?: HookSender;
  /** Told of every frame that devices make, drop, and hear acknowledged. */
  readonly hooks?: DeviceHooks;
  /** Rules that its devices lack: in tests that show that a proof notices. */
  readonly weakened?: WeakenedRules;
}

/**
 * A manager and its devices in one process on one virtual clock: the same seed gives the same trace. The clock fires one event, then the
 * world settles: virtual time stands until no handler of the manager is open.
 */
export class World {
  readonly clock: VirtualClock;
  readonly network: MemoryNetwork;
  readonly counters = new DeviceCounters();
  readonly log = new MemoryLog(10_000);
  readonly devices = new Map<string, Device>();
  /** What happens to frames on the links of devices, by their names, on top of what the network does. */
  readonly taps = new Map<string, LinkTap>();
  readonly trace = new TraceHash();
  readonly #seed: string;
  readonly #limits: ManagerLimits;
  readonly #guard: AmbientGuard;
  readonly #handler: LinkHandler;
  readonly #environment: DeviceEnvironment;
  #store: MemoryStore = createMemoryStore();
  #history: MemoryHistory;
  readonly #keyring: Keyring;
  #blobs: MemoryBlobs = createMemoryBlobs();
  #tasks = new TaskTracker();
  #assembled: AssembledManager | undefined;
  readonly #hookSender: HookSender;
  #starts = 0;

  constructor(options: WorldOptions) {
    this.#seed = options.seed;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.clock = new VirtualClock(options.startWallMs ?? Date.UTC(2026, 0, 1));
    this.#hookSender = options.hookSender ?? this.#nobody();
    this.#history = createMemoryHistory({ clock: this.clock });
    // A stream of its own, so that keys move no other secret.
    const keys = createRandom(options.seed, 'manager', 'trust keys');
    this.#keyring = createMemoryKeyring((length) => keys.bytes(length));
    this.#guard = new AmbientGuard(options.seed, () => this.clock.wallMs());
    this.#handler = tracedHandler(this.trace, this.clock, this.taps, () => this.#assembled?.handler);
    this.network = createMemoryNetwork({ clock: this.clock, seed: options.seed, handler: undefined });
    this.#environment = {
      clock: this.clock,
      applicationClock: this.clock,
      counters: this.counters,
      log: this.log,
      dialect: seatrialDialect,
      ...(options.hooks === undefined ? {} : { hooks: options.hooks }),
      ...(options.weakened === undefined ? {} : { weakened: options.weakened }),
    };
  }

  /** The manager that runs. */
  get manager(): Manager {
    assert(this.#assembled !== undefined, 'no manager runs');
    return this.#assembled.manager;
  }

  /** True while a manager runs. */
  get isManaged(): boolean {
    return this.#assembled !== undefined;
  }

  /** Committed telemetry. */
  get history(): MemoryHistory {
    return this.#history;
  }

  /** Files of images. */
  get blobs(): MemoryBlobs {
    return this.#blobs;
  }

  /** How often something in the process drew from Math.random while virtual time ran. */
  get ambientDraws(): number {
    return this.#guard.draws;
  }

  /** Starts the manager on what the store holds. */
  async startManager(): Promise<void> {
    assert(this.#assembled === undefined, 'a manager runs already');
    this.#starts += 1;
    const random = createRandom(this.#seed, `manager ${this.#starts}`, 'random');
    const secrets = createRandom(this.#seed, `manager ${this.#starts}`, 'secrets');
    const startedAtMs = this.clock.wallMs();
    this.#tasks = new TaskTracker();
    const assembled = assembleManager({
      clock: this.clock,
      store: this.#store,
      history: this.#history,
      keyring: this.#keyring,
      blobs: this.#blobs,
      random,
      randomBytes: (length) => secrets.bytes(length),
      log: this.log,
      tasks: this.#tasks,
      limits: this.#limits,
      hooks: { sender: this.#hookSender, externalUrl: 'http://world.example' },
      facts: () => ({ version: 'world', startedAtMs, eventLoopDelayMs: 0, dataFolder: '', freeDiskBytes }),
    });
    await this.#held(() => assembled.start());
    this.#assembled = assembled;
    this.network.listen(this.#handler);
  }

  /** The manager's process dies: what it had not committed is gone, links break, nobody listens until startManager(). */
  crashManager(): void {
    assert(this.#assembled !== undefined, 'no manager runs');
    this.#assembled = undefined;
    this.network.listen(undefined);
    this.network.cutAll();
    this.#store = this.#store.crash();
    this.#history = this.#history.crash();
    this.#blobs = this.#blobs.crash();
    this.#tasks = new TaskTracker();
  }

  /** Asks the running manager for something that it answers without time passing. */
  ask<Result>(work: (manager: Manager) => Promise<Result>): Promise<Result> {
    return this.#held(() => work(this.manager));
  }

  /** A token of the running manager, as devices take it. */
  async createToken(uses: number): Promise<string> {
    const actor: Actor = { name: 'world', role: 'admin', reason: 'trial' };
    const request = { title: 'world', uses, lifetimeMs: 365 * 86_400_000, profiles: [], approve: true, labels: {} };
    const { token, secret } = await this.#held(() => this.manager.devices.createToken(request, actor));
    return secret.includes(':') ? secret : `${token.id}:${secret}`;
  }

  /** Adds devices and gives them power over the ramp. */
  addDevices(options: WorldDevices): void {
    const dialerOf = (name: string) => this.network.dialer(name, options.network);
    for (const { device, atMs } of buildWorldDevices(options, { environment: this.#environment, seed: this.#seed, dialerOf })) {
      this.devices.set(device.id, device);
      this.clock.setTimeout(() => device.start(), atMs);
    }
  }

  /**
   * Puts another unit of the same identity in the place of a device: it has what the flash of that one holds now, and no power yet.
   * @param identitySeed of its key from now on, 32 bytes; undefined: the key that it came with
   * @param firmware `factory`: its slots are written as at the factory, over whatever they held
   */
  replaceDevice(id: string, identitySeed: Uint8Array | undefined, firmware: 'kept' | 'factory' = 'kept'): Device {
    const before = this.devices.get(id);
    assert(before !== undefined, `there is no device ${id}`);
    before.powerOff();
    const { index, kind } = before;
    const blobs = before.firmwareBlobs();
    const device = createDevice({
      id,
      index,
      kind,
      environment: this.#environment,
      seed: this.#seed,
      dialer: this.network.dialer(id),
      ...(identitySeed === undefined ? {} : { identitySeed }),
      flash: firmware === 'kept' ? before.snapshotFlash() : { ...before.snapshotFlash(), firmware: undefined },
      blobs: (digest) => blobs.get(digest),
    });
    this.devices.set(id, device);
    return device;
  }

  /**
   * Lets virtual time run.
   * @throws E2401 when the manager does not settle, E2402 when something set a global timer, E2403 when time does not move on
   */
  async runFor(spanMs: number): Promise<void> {
    await this.runUntil(() => false, spanMs);
  }

  /**
   * Lets virtual time run until something holds; it is asked after each event.
   * @param spanMs the most that it may take
   * @returns whether it holds; then time stands where it began to
   * @throws E2401, E2402, E2403 as runFor()
   */
  runUntil(holds: () => boolean, spanMs: number): Promise<boolean> {
    const untilMs = this.clock.nowMs() + spanMs;
    return this.#held(async () => {
      if (holds()) return true;
      for (let instantMs = this.clock.nowMs(), events = 0; this.clock.step(untilMs); events += 1) {
        if (this.#tasks.size > 0) await this.#settle();
        if (holds()) return true;
        if (this.clock.nowMs() !== instantMs) events = 0;
        else if (events > eventsPerInstant) throw fail('E2403', { message: `more than ${eventsPerInstant} events at ${instantMs} ms` });
        instantMs = this.clock.nowMs();
      }
      this.clock.advanceTo(untilMs);
      await this.#settle();
      return holds();
    });
  }

  /** The trace so far with the state of chance, as hex: equal for equal runs. */
  traceHash(): string {
    return this.trace.digest();
  }

  /** There is no network in a world: every request fails, a turn of the clock later. */
  #nobody(): HookSender {
    return {
      send: (_request, done) => {
        const handle = this.clock.setTimeout(() => done({ type: 'failed', reason: 'nobody answers in this world' }), 0);
        return () => this.clock.clearTimeout(handle);
      },
    };
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < settleTurns; turn += 1) {
      await undefined;
      // Asked anew: when the manager dies meanwhile, what it had open stays open for ever.
      if (this.#tasks.size === 0) return;
    }
    throw fail('E2401', {
      message: `after ${settleTurns} turns still open: ${this.#tasks.names().slice(0, 5).join(', ')} at ${this.clock.nowMs()} ms`,
    });
  }

  async #held<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#guard.hold();
    try {
      return await work();
    } finally {
      this.#guard.release();
    }
  }
}
