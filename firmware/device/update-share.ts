import { createHash } from 'node:crypto';
import { type BlobRef, ContentPool, type Flash, factoryFlash, wholeOf } from '#firmware/flash/index.js';
import { applyDelta, type Image, imageLimits } from '#proto/image/index.js';
import { TrustCache } from '#proto/trust/index.js';
import type { DeviceEnvironment } from './device.ts';
import type { DeviceKind } from './device-kind.ts';

/** Deltas whose targets are kept unpacked. */
const mostTargets = 4;

/** What the devices of one host share of updates: contents, verified metadata, factory flashes, unpacked deltas. */
export class UpdateShare {
  readonly pool = new ContentPool();
  readonly trust = new TrustCache();
  readonly #factories = new Map<DeviceKind, Flash>();
  readonly #targets = new Map<string, readonly BlobRef[]>();

  /** The flash of a new device of a kind; fork it before the first write. */
  factoryOf(kind: DeviceKind): Flash {
    let flash = this.#factories.get(kind);
    if (flash === undefined) {
      flash = factoryFlash(kind.profile.flash, kind.factoryImage, this.pool);
      this.#factories.set(kind, flash);
    }
    return flash;
  }

  /** Bytes that came for a digest, kept once for all devices; undefined when they do not have it. */
  verified(bytes: Uint8Array, digest: string): BlobRef | undefined {
    const blob = this.pool.verified(bytes, digest);
    return blob && wholeOf(blob);
  }

  /** Bytes that are checked, kept once for all devices. */
  keep(bytes: Uint8Array, digest?: string): BlobRef {
    return wholeOf(this.pool.intern(bytes, digest));
  }

  /**
   * The chunks of what a delta unpacks to: worked out by the first device that needs it, and checked by each as it writes them.
   * @param baseDigest of the running image, hex
   * @param readBase gives it with its content
   * @param frame of the delta, checked
   * @throws E1544, E1547, E1548 when the delta does not give its target
   */
  chunksOf(
    baseDigest: string,
    readBase: () => Image,
    target: Pick<Image, 'headerBytes' | 'digest'>,
    frame: Uint8Array,
  ): readonly BlobRef[] {
    const key = `${baseDigest} ${createHash('sha256').update(frame).digest('hex')} ${target.digest}`;
    let chunks = this.#targets.get(key);
    if (chunks === undefined) {
      const { content } = applyDelta(readBase(), { baseDigest, targetDigest: target.digest, headerBytes: target.headerBytes, frame });
      const cut: BlobRef[] = [];
      for (let at = 0; at < content.length; at += imageLimits.chunkBytes)
        cut.push(this.keep(content.subarray(at, at + imageLimits.chunkBytes)));
      chunks = cut;
    }
    this.#targets.delete(key);
    this.#targets.set(key, chunks);
    for (const oldest of this.#targets.keys()) {
      if (this.#targets.size <= mostTargets) break;
      this.#targets.delete(oldest);
    }
    return chunks;
  }
}

const shares = new WeakMap<DeviceEnvironment, UpdateShare>();

/** What the devices of an environment share; made when the first of them needs it. */
export function updateShareOf(environment: DeviceEnvironment): UpdateShare {
  let share = shares.get(environment);
  if (share === undefined) {
    share = new UpdateShare();
    shares.set(environment, share);
  }
  return share;
}
