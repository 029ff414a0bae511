/** A world with a rollout: what its tests begin with. Counts, limits and the trace are checked as it runs. */
import { loadShippedProfile, loadShippedRelease } from '#firmware/profiles/index.js';
import type { AttemptRecord, RolloutService, RolloutState, RolloutView } from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';
import { releaseImageOf } from '#proto/profile/index.js';
import { operator, UpdateWorld, type UpdateWorldOptions } from './update-world.ts';

/** What a plan of a test is made of. */
export interface TestPlan {
  readonly name?: string;
  readonly release?: string;
  readonly extra?: string;
  readonly perMinute?: number;
  readonly waves?: string;
}

const usualWaves = `waves:
  - { name: canary, devices: 5 }
  - { name: early, percent: 25% }
  - { name: all, percent: 100% }
soak: 10m
gates: [{ type: threshold, name: failed, above: 20%, minimum: 3 }]
onBad: rollback`;

/** @see the head of this file */
export class RolloutWorld {
  readonly fleet: UpdateWorld;

  private constructor(fleet: UpdateWorld) {
    this.fleet = fleet;
  }

  static async start(options: UpdateWorldOptions): Promise<RolloutWorld> {
    const fleet = await UpdateWorld.start(options);
    await fleet.releaseFactory();
    return new RolloutWorld(fleet);
  }

  get rollouts(): RolloutService {
    return this.fleet.manager.rollouts;
  }

  /** Publishes a release that ships. */
  async ship(reference: string): Promise<string> {
    return this.fleet.publish(releaseImageOf(loadShippedRelease(reference), new Uint8Array(0)));
  }

  plan({ name = 'r-1', release, extra = '', perMinute = 600, waves = usualWaves }: TestPlan): string {
    const subject = release === undefined ? '' : `release: "${release}"`;
    return `apiVersion: seatrial/v1
kind: Rollout
name: ${name}
${subject}
selector: profile=${this.fleet.profile}
dispatch: { type: constant, perMinute: ${perMinute} }
${extra}
${waves}`;
  }

  /** Makes a rollout and starts it. */
  async begin(source: string): Promise<RolloutView> {
    return this.fleet.world.ask(async ({ rollouts }) => {
      const { plan } = await rollouts.create({ source, file: 'plan.yaml' }, operator);
      return rollouts.start(plan.name, {}, operator);
    });
  }

  view(name = 'r-1'): RolloutView {
    return this.rollouts.get(name);
  }

  /** Lets time pass until the rollout is in a state, or all of the time is over; counts are checked at every second. */
  async until(state: RolloutState, spanMs: number, name = 'r-1'): Promise<RolloutView> {
    await this.run(spanMs, () => this.view(name).state === state);
    return this.view(name);
  }

  /** Lets time pass until something holds; counts and limits are checked every 1,000 events, and at the end. */
  async run(spanMs: number, holds: () => boolean = () => false): Promise<boolean> {
    let events = 0;
    const isOver = await this.fleet.world.runUntil(() => {
      events += 1;
      if (events % 1_000 === 0) this.check();
      return holds();
    }, spanMs);
    this.check();
    return isOver;
  }

  /** What operators do; counts and limits are checked afterwards. */
  async act<Result>(work: (rollouts: RolloutService) => Promise<Result>): Promise<Result> {
    const result = await this.fleet.world.ask(({ rollouts }) => work(rollouts));
    this.check();
    return result;
  }

  /** The manager's process dies, and another one comes. */
  async restart(): Promise<void> {
    this.fleet.world.crashManager();
    await this.fleet.world.startManager();
    this.check();
  }

  /** Attempts that the rollout made, by device. */
  attempts(name = 'r-1'): Map<string, AttemptRecord[]> {
    const all = this.fleet.manager.updates.list({ rollout: name, limit: 10_000 });
    return Map.groupBy(all, ({ deviceId }) => deviceId);
  }

  /** More devices of the same profile, switched on now. */
  async addDevices(prefix: string, count: number): Promise<void> {
    const { world, profile } = this.fleet;
    const token = await world.createToken(count);
    world.addDevices({ prefix, count, profile: loadShippedProfile(profile), token, rampMs: 0 });
  }

  /** Devices by the version that they run. */
  versions(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { firmwareVersion } of this.fleet.manager.devices.list({ selector: '', after: '', limit: 1_000 }).devices) {
      counts[firmwareVersion] = (counts[firmwareVersion] ?? 0) + 1;
    }
    return counts;
  }

  /** Throws when a kept count is wrong or a limit is passed. */
  check(): void {
    const { rollouts } = this.fleet.manager;
    assert('recount' in rollouts, 'rollouts can be counted anew');
    const differences = (rollouts.recount as () => string[])();
    assert(differences.length === 0, differences.join('; '));
  }
}
