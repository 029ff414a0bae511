import { type BootResult, type ContentPool, type FirmwareStore, SlotArea } from '#firmware/flash/index.js';
import type { Image } from '#proto/image/index.js';

/** Images of a proof by what they are called in it. */
export type NamedImages = Readonly<Record<string, Image>>;

/** What a device may be found in after a cut. */
export interface Allowed {
  /** Names of images that may run on trial, and confirmed. */
  readonly trial: readonly string[];
  readonly confirmed: readonly string[];
  /** The security counter is at least, and at most. */
  readonly counter: readonly [number, number];
  /** No image is left that could boot. */
  readonly recovery?: boolean;
}

/** What a boot came to: its class, and what is wrong with it. */
export interface Finding {
  readonly outcome: string;
  readonly problem: string | undefined;
}

/**
 * Judges a boot by itself: it knows the images and reads the flash, and does not ask the device whether it is well. So it sees it when a safety rule
 * is off.
 */
export class BootOracle {
  readonly #images: NamedImages;
  readonly #names: ReadonlyMap<string, string>;
  readonly #pool: ContentPool;
  #boots = 0;
  /** Filled and compared within one call. */
  #content = new Uint8Array(0);

  constructor(images: NamedImages, pool: ContentPool) {
    this.#images = images;
    this.#names = new Map(Object.entries(images).map(([name, { digest }]) => [digest, name]));
    this.#pool = pool;
  }

  /** Judges the boot that a device has just made. */
  judge(store: FirmwareStore, boot: BootResult, allowed: Allowed): Finding {
    const { counter } = store.facts();
    const [least, most] = allowed.counter;
    if (counter < least || counter > most)
      return { outcome: 'wrong counter', problem: `the security counter is ${counter}, not ${least} to ${most}` };
    if (boot.type === 'recovery') {
      return {
        outcome: allowed.recovery === true ? 'recovery' : 'brick',
        problem: allowed.recovery === true ? undefined : 'no bootable verified image is left',
      };
    }
    const { digest, header } = boot.image;
    const name = this.#names.get(digest);
    if (name === undefined) return { outcome: 'unknown image', problem: `it runs ${digest.slice(0, 16)}…, which nobody installed` };
    const outcome = boot.isTrial ? `${name} on trial` : `${name} confirmed`;
    if (!this.#isWhole(store, boot.slot, name))
      return { outcome: 'unverified image', problem: `it runs ${name}, whose content is not whole` };
    if (header.securityCounter < counter)
      return {
        outcome: 'below the counter',
        problem: `it runs ${name} with security counter ${header.securityCounter}, ${counter} was confirmed`,
      };
    const names = boot.isTrial ? allowed.trial : allowed.confirmed;
    return { outcome, problem: names.includes(name) ? undefined : `it runs ${outcome}, which can not be here` };
  }

  #isWhole(store: FirmwareStore, slot: 0 | 1, name: string): boolean {
    const image = this.#images[name] as Image;
    const area = new SlotArea(store.flash, slot, this.#pool);
    const header = area.verify(image.digest);
    if (header === undefined) return false;
    this.#boots += 1;
    // Digests are remembered for what stayed by reference; now and then every byte is compared.
    if (this.#boots % 64 !== 0) return true;
    if (this.#content.length !== header.contentBytes) this.#content = new Uint8Array(header.contentBytes);
    area.readContent(header, 0, this.#content);
    return Buffer.compare(this.#content, image.content) === 0;
  }
}
