import { createHash } from 'node:crypto';
import type { Device } from '#firmware/device/index.js';
import { ContentPool, FirmwareStore, loadFlash } from '#firmware/flash/index.js';
import type { AttemptRecord } from '#fleet/domain/index.js';
import { type Image, imageLimits } from '#proto/image/index.js';
import type { Profile } from '#proto/profile/index.js';

/** What the flash of a device really holds, looked at from outside. */
export interface FlashTruth {
  /** Digest of what runs, hex; empty when nothing boots. */
  readonly digest: string;
  readonly isConfirmed: boolean;
  readonly counter: number;
  /** Digests of the images in its slots that are confirmed. */
  readonly confirmed: readonly string[];
}

/** Watches what must always hold: invariants 1, 2, 3 and 6. It reads the flash itself; what devices and manager say it compares with that. */
export class FaultOracle {
  /** What did not hold. */
  readonly breaks: string[] = [];
  readonly #profile: Profile;
  readonly #images: readonly Image[];
  readonly #pool = new ContentPool();
  readonly #counters = new Map<string, number>();
  readonly #states = new Map<string, string>();
  /** Set while a fault damages both slots: then there is no image to boot, by no fault of the device. */
  isExcused = false;

  constructor(profile: Profile, images: readonly Image[]) {
    this.#profile = profile;
    this.#images = images;
  }

  /** What a device's flash boots, on a copy of it. */
  truthOf(device: Device): FlashTruth {
    const store = this.#storeOf(device);
    if (store === undefined) return { digest: device.kind.factoryImage.digest, isConfirmed: true, counter: 0, confirmed: [] };
    const booted = store.boot();
    const { running, counter, slots } = store.facts();
    const confirmed = slots.flatMap(({ state, digest }) => (state === 'confirmed' ? [digest] : []));
    if (booted.type === 'recovery' || running === undefined) return { digest: '', isConfirmed: false, counter, confirmed };
    this.#verify(device, store);
    return { digest: running.digest, isConfirmed: running.isConfirmed, counter, confirmed };
  }

  /** Looks at the flash of a device. */
  look(device: Device, when: string): FlashTruth {
    const truth = this.truthOf(device);
    if (truth.digest === '' && !this.isExcused) this.note(`invariant 1: ${device.id} has no bootable verified image ${when}`);
    const before = this.#counters.get(device.id) ?? 0;
    this.#counters.set(device.id, truth.counter);
    if (truth.counter < before) this.note(`invariant 3: the counter of ${device.id} went from ${before} down to ${truth.counter} ${when}`);
    const confirmed = this.#images.filter(({ digest }) => truth.confirmed.includes(digest)).map(({ header }) => header.securityCounter);
    if (truth.counter > before && !this.isExcused && !confirmed.includes(truth.counter)) {
      this.note(`invariant 3: the counter of ${device.id} moved to ${truth.counter} ${when}, and no image of it is confirmed`);
    }
    return truth;
  }

  /** Looks at an attempt that the manager may have changed. */
  lookAtAttempt(device: Device, { id, state, digest }: AttemptRecord): void {
    if (this.#states.get(id) === state) return;
    this.#states.set(id, state);
    if (state !== 'updated') return;
    const truth = this.look(device, 'at the end of an attempt');
    if (truth.digest === digest && truth.isConfirmed) return;
    const runs = truth.digest === digest ? 'it, not confirmed' : 'another image';
    this.note(`invariant 6: attempt ${id} is updated, and ${device.id} runs ${runs}`);
  }

  #storeOf(device: Device): FirmwareStore | undefined {
    const { firmware } = device.snapshotFlash();
    if (firmware === undefined) return undefined;
    const blobs = device.firmwareBlobs();
    const flash = loadFlash(this.#profile.flash, firmware.flash, (digest) => {
      const bytes = blobs.get(digest);
      return bytes === undefined ? undefined : this.#pool.intern(bytes);
    });
    return new FirmwareStore(flash, this.#pool);
  }

  #verify(device: Device, store: FirmwareStore): void {
    const image = store.runningImage;
    if (image === undefined) return;
    const content = new Uint8Array(image.contentBytes);
    store.readRunning(0, content);
    const { chunkDigests } = image.header;
    for (const [index, digest] of chunkDigests.entries()) {
      const chunk = content.subarray(index * imageLimits.chunkBytes, (index + 1) * imageLimits.chunkBytes);
      if (createHash('sha256').update(chunk).digest().compare(digest) === 0) continue;
      this.note(`invariant 2: ${device.id} boots ${image.digest.slice(0, 12)}, whose chunk ${index} is not what was signed`);
      return;
    }
  }

  /** Something does not hold. */
  note(what: string): void {
    if (!this.breaks.includes(what)) this.breaks.push(what);
  }
}
