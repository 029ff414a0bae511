/**
 * Whole fleets with rollouts in a world, on a seed: lost, late and repeated reports, lossy links, a manager that dies at any instant, operators who do
 * what the state allows and what it does not, devices that lie, die, are held, pinned, revoked and removed. The oracle looks after every event.
 */
import { loadShippedRelease } from '#firmware/profiles/index.js';
import type { AttemptRecord, RolloutService, RolloutVerb } from '#fleet/domain/index.js';
import { createRandom, isSeatrialError, type Random } from '#proto/kit/index.js';
import { networkPreset } from '#proto/link/index.js';
import { releaseImageOf } from '#proto/profile/index.js';
import { flashTruth } from './flash-truth.ts';
import { ReportTap } from './report-tap.ts';
import { type OracleSources, RolloutOracle } from './rollout-oracle.ts';
import { operator, UpdateWorld } from './update-world.ts';

/** Events between two full recounts. */
const recountEvery = 1_000;

/** What a fleet is made of. */
export interface StormOptions {
  readonly seed: string;
  readonly devices: number;
  readonly profile?: string;
}

/** @see the head of this file */
export class RolloutStorm {
  readonly fleet: UpdateWorld;
  readonly oracle: RolloutOracle;
  /** Where its oracle looks. */
  readonly sources: OracleSources;
  readonly random: Random;
  /** What happened, by its name. */
  readonly happened: Record<string, number> = {};
  readonly dead = new Set<string>();
  #isChanged = true;
  #events = 0;
  /** Offers until the manager dies in the middle of one; below 0: it does not. */
  #offersToCrash = -1;
  #isCrashingInOrder = false;
  readonly #names = new Set<string>();
  readonly #digests = new Map<string, string>();

  private constructor(fleet: UpdateWorld, seed: string) {
    this.fleet = fleet;
    this.random = createRandom(seed, 'storm', 'rollouts');
    this.sources = this.#sourcesOf(fleet);
    this.oracle = new RolloutOracle(this.sources);
  }

  static async start({ seed, devices, profile = 'thermostat' }: StormOptions): Promise<RolloutStorm> {
    const fleet = await UpdateWorld.start({ seed, count: devices, profile });
    const storm = new RolloutStorm(fleet, seed);
    await fleet.releaseFactory();
    storm.#tapAll();
    storm.#listen();
    return storm;
  }

  get world(): UpdateWorld['world'] {
    return this.fleet.world;
  }

  get rollouts(): RolloutService {
    return this.fleet.manager.rollouts;
  }

  /** Publishes a release that ships. */
  async ship(reference: string): Promise<void> {
    const id = await this.fleet.publish(releaseImageOf(loadShippedRelease(reference), new Uint8Array(0)));
    this.#digests.set(id, this.fleet.manager.releases.get(id).digest);
  }

  /** Publishes an image of the fleet's profile. */
  async make(version: string, payload: Uint8Array): Promise<void> {
    const id = await this.fleet.release(version, payload);
    this.#digests.set(id, this.fleet.manager.releases.get(id).digest);
  }

  /** Makes a rollout and starts it. */
  async begin(source: string): Promise<void> {
    await this.world.ask(async ({ rollouts }) => {
      const { plan } = await rollouts.create({ source, file: 'plan.yaml' }, operator);
      this.#names.add(plan.name);
      this.oracle.answered('start', await rollouts.start(plan.name, {}, operator));
    });
    this.#look();
  }

  /**
   * Lets time pass, with a look after each event that changed something; also when the manager is away.
   * @param holds of rollouts: asked at first, and after each look
   * @returns whether it holds
   */
  run(spanMs: number, holds: () => boolean = () => false): Promise<boolean> {
    let isAsked = false;
    return this.world.runUntil(() => {
      this.#events += 1;
      if (!this.world.isManaged) return true;
      const isDue = this.#isChanged || !isAsked;
      if (this.#isChanged) this.#look();
      if (this.#events % recountEvery === 0) this.oracle.recount();
      isAsked = true;
      return isDue && holds();
    }, spanMs);
  }

  /** A verb as an operator gives it; what the state does not allow is refused. */
  async verb(verb: RolloutVerb, name: string): Promise<void> {
    this.#count(verb);
    await this.#allow(['E27'], async () => {
      const view = await this.world.ask(({ rollouts }) => {
        const failed = rollouts.get(name).verdicts.filter(({ outcome }) => outcome === 'bad');
        const raise = Object.fromEntries(failed.map(({ gate }) => [gate, this.random.integer(40, 95)]));
        switch (verb) {
          case 'resume':
            return rollouts.resume(name, { raise }, operator);
          case 'promote':
            return rollouts.promote(name, { all: this.random.integer(0, 1) === 1 }, operator);
          case 'retry':
            return rollouts.retry(name, {}, operator);
          default:
            return rollouts[verb](name, {}, operator);
        }
      });
      this.oracle.answered(verb, view);
    });
    this.#look();
  }

  /** A hold or a pin, or its end. */
  async hold(deviceId: string, type: 'hold' | 'pin', isOn: boolean): Promise<void> {
    this.#count(isOn ? type : `un${type}`);
    await this.#allow(['E17'], async () => {
      if (isOn) {
        await this.world.ask(({ holds }) => holds.set(deviceId, { type, untilMs: 0 }, operator));
        this.oracle.held(deviceId);
      } else {
        await this.world.ask(({ holds }) => holds.clear(deviceId, type, operator));
        this.oracle.released(deviceId);
      }
    });
  }

  /** A device is revoked, or forgotten. */
  async lose(deviceId: string, how: 'revoke' | 'remove'): Promise<void> {
    this.#count(how);
    await this.#allow(['E17'], () => this.world.ask(({ devices }) => devices[how](deviceId, operator).then(() => undefined)));
    if (how === 'remove') this.oracle.released(deviceId);
  }

  /** The process dies now; another one comes later. */
  async crash(downMs: number): Promise<void> {
    if (this.world.isManaged) this.world.crashManager();
    this.#count('crash');
    await this.world.runFor(downMs);
    await this.world.startManager();
    this.#listen();
    this.oracle.restarted(this.fleet.manager.updates.list({ limit: 100_000 }));
  }

  /** The process dies in the middle of one of the next offers. */
  crashInOffer(offers: number): void {
    this.#offersToCrash = offers;
  }

  /** The process dies when the next order is stored, and its device is not told yet. */
  crashInOrder(): void {
    this.#isCrashingInOrder = true;
  }

  /** All links are good, and everybody who has not died for good has power. */
  heal(): void {
    this.#offersToCrash = -1;
    for (const [id, device] of this.world.devices) {
      this.world.network.halfOpen(id, false);
      this.world.network.block(id, false);
      this.world.network.setModel(id, networkPreset('lab'));
      this.#tap(id, 0);
      // What was lost is said again with the next session.
      this.world.network.cut(id);
      if (!this.dead.has(id)) device.powerOn();
    }
  }

  /** Notes that something happened. */
  note(what: string): void {
    this.#count(what);
  }

  /** A device's link is so slow that downloads take minutes. */
  slow(deviceId: string): void {
    this.world.network.setModel(deviceId, { ...networkPreset('lab'), bytesPerSecond: 300 });
  }

  /** Reports of a device are lost, late and said twice with this share each, 0 to 0.3. */
  trouble(deviceId: string, share: number): void {
    this.#tap(deviceId, share);
  }

  #sourcesOf(fleet: UpdateWorld): OracleSources {
    const { world } = fleet;
    return {
      nowMs: () => world.clock.wallMs(),
      views: () => this.rollouts.list(),
      view: (name) => (this.#names.has(name) ? this.rollouts.get(name) : undefined),
      members: (name) => this.rollouts.members(name, { limit: 10_000 }).members,
      attempt: (id) => fleet.manager.updates.find(id),
      attemptsOf: (deviceId) => fleet.manager.updates.list({ deviceId, limit: 100 }),
      recount: () => ('recount' in this.rollouts ? (this.rollouts.recount as () => string[])() : ['it can not be counted']),
      truth: (deviceId) => {
        const device = world.devices.get(deviceId);
        return device === undefined ? undefined : flashTruth(device);
      },
      settings: (deviceId) => {
        const view = fleet.manager.devices.get(deviceId);
        const isTold = view !== undefined && view.reportedConfigurationVersion === view.desiredConfigurationVersion;
        return isTold ? world.devices.get(deviceId)?.snapshotFlash().settings : undefined;
      },
      presence: (deviceId) => fleet.manager.devices.get(deviceId)?.presence,
      digestOf: (release) => this.#digests.get(release) ?? '',
    };
  }

  #count(what: string): void {
    this.happened[what] = (this.happened[what] ?? 0) + 1;
  }

  #look(): void {
    this.#isChanged = false;
    this.oracle.lookAtChange();
  }

  #listen(): void {
    const { manager } = this.fleet;
    const isMine = () => this.world.isManaged && this.fleet.manager === manager;
    manager.rollouts.subscribe(() => {
      if (isMine()) this.#isChanged = true;
    });
    manager.updates.subscribe((record: AttemptRecord) => {
      if (!isMine()) return;
      this.#isChanged = true;
      this.oracle.attempted(record);
      if (!this.#isCrashingInOrder || record.state !== 'queued') return;
      this.#isCrashingInOrder = false;
      this.#count('crash in an order');
      this.world.crashManager();
    });
    this.#isChanged = true;
  }

  #tapAll(): void {
    for (const id of this.world.devices.keys()) this.#tap(id, 0);
  }

  #tap(id: string, share: number): void {
    this.world.taps.set(id, new ReportTap(share, this.random, (attemptId) => this.#offered(id, attemptId)));
  }

  /** @returns whether it goes out */
  #offered(deviceId: string, attemptId: string): boolean {
    if (!this.world.isManaged) return false;
    this.#isChanged = true;
    this.oracle.offered(deviceId, attemptId);
    this.#offersToCrash -= 1;
    if (this.#offersToCrash !== 0) return true;
    this.#count('crash in an offer');
    this.world.crashManager();
    return false;
  }

  async #allow(codes: readonly string[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isSeatrialError(error) || !codes.some((code) => error.code.startsWith(code))) throw error;
      this.#count(`refused ${error.code}`);
    }
  }
}
