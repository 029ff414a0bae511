import { TokenBucket } from '#proto/kit/index.js';

/**
 * How many failed claims a remote host may make. Claims that prove themselves never ask here: behind one address there may be
 * a whole fleet, and one device with a wrong token must not keep the others out.
 */
export class RemoteLimits {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #perMinute: number;
  readonly #remotes: number;

  /** @param remotes hosts remembered; the one that was quiet longest is forgotten first */
  constructor(perMinute: number, remotes: number) {
    this.#perMinute = perMinute;
    this.#remotes = remotes;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** Counts one failure. Returns 0 within the limit, else the time to wait, ms. */
  fail(remote: string, nowMs: number): number {
    const host = hostOf(remote);
    let bucket = this.#buckets.get(host);
    if (bucket === undefined) bucket = new TokenBucket(this.#perMinute / 60, this.#perMinute, nowMs);
    else this.#buckets.delete(host);
    // The map keeps the order of insertion: the first is the one that was quiet longest.
    this.#buckets.set(host, bucket);
    if (this.#buckets.size > this.#remotes) {
      for (const oldest of this.#buckets.keys()) {
        this.#buckets.delete(oldest);
        break;
      }
    }
    return bucket.take(1, nowMs) ? 0 : Math.max(1_000, bucket.waitMs(1, nowMs));
  }
}

/** The address without its port: "127.0.0.1:51234" is "127.0.0.1". */
export function hostOf(remote: string): string {
  const colon = remote.lastIndexOf(':');
  return colon > 0 ? remote.slice(0, colon) : remote;
}
