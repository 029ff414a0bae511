/** Releases and devices in a world: what a test of updates begins with. */
import { createHash } from 'node:crypto';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import type { Actor, AttemptRecord, Manager } from '#fleet/domain/index.js';
import { World, type WorldOptions } from '#fleet/trial/index.js';
import { buildImage } from '#proto/image/index.js';
import type { NetworkModel } from '#proto/link/index.js';
import { factoryImageOf } from '#proto/profile/index.js';

export const operator: Actor = { name: 'olga', role: 'admin', reason: 'test' };

/** A payload that can be told from any other; a later one differs in a few places, as builds of one program do. */
export function payloadOf(bytes: number, edition: number): Uint8Array {
  const payload = new Uint8Array(bytes);
  for (let at = 0, word = 0; at < bytes; at += 32, word += 1) {
    createHash('sha256')
      .update(`block ${word} ${word % 40 === 7 ? edition : 0}`)
      .digest()
      .copy(payload, at);
  }
  return payload;
}

/** What a world of updates follows from. */
export interface UpdateWorldOptions {
  readonly seed: string;
  readonly profile?: string;
  readonly count?: number;
  readonly network?: NetworkModel;
  readonly limits?: WorldOptions['limits'];
  /** Wall clock at its start, ms. */
  readonly startWallMs?: number;
  /** What its devices can work a delta out of; that of the profile when left out. */
  readonly deltaMemoryBytes?: number;
}

/** A world with devices of one profile. */
export class UpdateWorld {
  readonly world: World;
  readonly profile: string;

  private constructor(world: World, profile: string) {
    this.world = world;
    this.profile = profile;
  }

  static async start({
    seed,
    profile = 'thermostat',
    count = 1,
    network,
    limits,
    startWallMs,
    deltaMemoryBytes,
  }: UpdateWorldOptions): Promise<UpdateWorld> {
    const world = new World({ seed, ...(limits === undefined ? {} : { limits }), ...(startWallMs === undefined ? {} : { startWallMs }) });
    await world.startManager();
    const token = await world.createToken(count);
    const shipped = loadShippedProfile(profile);
    const flash = { ...shipped.flash, ...(deltaMemoryBytes === undefined ? {} : { deltaMemoryBytes }) };
    world.addDevices({
      prefix: 'unit',
      count,
      profile: { ...shipped, flash },
      token,
      rampMs: 0,
      ...(network === undefined ? {} : { network }),
    });
    await world.runFor(20_000);
    return new UpdateWorld(world, profile);
  }

  /** Brings an image to the manager. */
  async release(version: string, payload: Uint8Array): Promise<string> {
    const facts = {
      name: this.profile,
      version,
      profiles: [this.profile],
      hardwareRevisions: [],
      securityCounter: 0,
      minimumVersion: '',
      mustPassThrough: false,
    };
    return this.publish(buildImage(facts, undefined, payload));
  }

  /** Brings what the devices run from the factory. */
  releaseFactory(): Promise<string> {
    return this.publish(factoryImageOf(loadShippedProfile(this.profile)));
  }

  /** Brings an image file. */
  async publish(file: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(file).digest('hex');
    return this.world.ask(async ({ uploads, releases }) => {
      const { id } = await uploads.begin({ bytes: file.length, sha256 }, operator);
      await uploads.write(id, 0, oneBlock(file));
      const { release } = await releases.create({ uploadId: id, notes: '' }, operator);
      await releases.publish(release.id, {}, operator);
      return release.id;
    });
  }

  /** Orders the update of a device. */
  order(release: string, index = 1, delta: 'prefer' | 'require' | 'never' = 'prefer'): Promise<AttemptRecord> {
    return this.world.ask(({ updates }) => updates.order(this.id(index), { release, delta }, '', operator));
  }

  id(index: number): string {
    return `unit-${String(index).padStart(5, '0')}`;
  }

  get manager(): Manager {
    return this.world.manager;
  }

  /** Lets time pass until the attempt is in one of these states, or stays out of them for the time. */
  async until(id: string, states: readonly AttemptRecord['state'][], spanMs = 600_000, stepMs = 100): Promise<AttemptRecord> {
    for (let atMs = 0; atMs < spanMs && !states.includes(this.manager.updates.get(id).state); atMs += stepMs)
      await this.world.runFor(stepMs);
    return this.manager.updates.get(id);
  }
}

/** Ends of attempts. */
export const ends: readonly AttemptRecord['state'][] = ['updated', 'failed', 'rejected', 'rolledBack', 'cancelled', 'silent'];

async function* oneBlock(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
