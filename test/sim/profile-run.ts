/** One device of a shipped profile with a manager in a world: what it sends over hours and days, and how it lives through a reset. */
import { expect } from 'vitest';
import type { Device } from '#firmware/device/index.js';
import { loadShippedProfile, loadShippedRelease } from '#firmware/profiles/index.js';
import { World } from '#fleet/trial/index.js';
import { networkPreset } from '#proto/link/index.js';
import type { Profile } from '#proto/profile/index.js';

export const hourMs = 3_600_000;

/** See the head of this file. */
export class ProfileRun {
  readonly world: World;
  readonly profile: Profile;
  readonly device: Device;

  private constructor(world: World, profile: Profile, device: Device) {
    this.world = world;
    this.profile = profile;
    this.device = device;
  }

  /**
   * A world with one new device of the profile under its own network; it runs its factory application, or that of a shipped release.
   * @param isAlone the units that it carries are not there: for what they have no part in
   */
  static async start(name: string, startWallMs: number, seed = 'profile', release?: string, isAlone = false): Promise<ProfileRun> {
    const shipped = loadShippedProfile(name);
    const profile = release === undefined ? shipped : { ...shipped, factoryImage: loadShippedRelease(release) };
    const world = new World({ seed, startWallMs });
    await world.startManager();
    const network = networkPreset(profile.linkPreset);
    world.addDevices({
      prefix: name,
      count: 1,
      profile,
      network,
      token: await world.createToken(100),
      rampMs: 0,
      ...(isAlone ? { subDevices: [] } : {}),
    });
    const device = world.devices.get(`${name}-00001`);
    if (device === undefined) throw new Error(`the world has no ${name}-00001`);
    return new ProfileRun(world, profile, device);
  }

  /** Key of the device in the history. */
  get key(): number {
    const found = this.world.manager.devices.list({ selector: '', after: '', limit: 100 }).devices;
    return found.find((device) => device.id === this.device.id)?.key ?? -1;
  }

  presence(): string {
    const found = this.world.manager.devices.list({ selector: '', after: '', limit: 100 }).devices;
    return found.find((device) => device.id === this.device.id)?.presence ?? 'unknown';
  }

  /** Stored readings of a signal by time. */
  readings(signal: string): { readonly atMs: number; readonly value: number }[] {
    return this.world.history.readings(this.key).filter((reading) => reading.signal === signal);
  }

  /** The newest stored value of a signal; NaN when there is none. */
  newest(signal: string): number {
    return this.readings(signal).at(-1)?.value ?? Number.NaN;
  }

  /** Names of the stored events, in the order of their commit. */
  events(): string[] {
    return this.world.history.events(this.key).map((event) => event.name);
  }

  /** All that every profile must do: its readings are stored within their ranges, none is dropped, and a reset ends nothing. */
  async verifyLife(awaitMs: number): Promise<void> {
    const { world, device, profile } = this;
    const before = world.history.readings(this.key);
    expect(before.length).toBeGreaterThan(0);
    for (const reading of before) {
      const signal = profile.signals.find((candidate) => candidate.id === reading.signalId);
      expect(reading.value, reading.signal).toBeGreaterThanOrEqual(signal?.minimum ?? Number.NaN);
      expect(reading.value, reading.signal).toBeLessThanOrEqual(signal?.maximum ?? Number.NaN);
    }
    const { boot } = device.state;
    device.reboot();
    await world.runFor(awaitMs);
    expect(device.state).toMatchObject({ boot: boot + 1, power: 'running', droppedFrames: 0, refusal: '' });
    expect(world.history.readings(this.key).length).toBeGreaterThan(before.length);
    expect(this.events().filter((name) => name === 'application.crashed')).toEqual([]);
  }
}
