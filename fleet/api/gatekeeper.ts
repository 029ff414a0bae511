import type { ApiTokenRecord, OperatorTokens, Role } from '#fleet/domain/index.js';
import { TokenBucket } from '#proto/kit/index.js';
import { apiError } from './api-errors.ts';
import type { ApiLimits } from './api-limits.ts';

/** Buckets kept at most for tokens and for remote addresses each; the one used longest ago goes first. */
const bucketsKept = 10_000;

const rank: Readonly<Record<Role, number>> = { viewer: 1, operator: 2, admin: 3 };

/** Buckets by name, bounded. */
class BucketShelf {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #ratePerSecond: number;
  readonly #burst: number;

  constructor(ratePerSecond: number, burst: number) {
    this.#ratePerSecond = ratePerSecond;
    this.#burst = burst;
  }

  of(name: string, nowMs: number): TokenBucket {
    const bucket = this.#buckets.get(name) ?? new TokenBucket(this.#ratePerSecond, this.#burst, nowMs);
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > bucketsKept) {
      const oldest = this.#buckets.keys().next().value;
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    return bucket;
  }
}

/** Lets requests in: who holds the token, does the role suffice, and is it not too often. */
export class Gatekeeper {
  readonly #tokens: OperatorTokens;
  readonly #limits: ApiLimits;
  readonly #requests: BucketShelf;
  readonly #refusals: BucketShelf;
  /** Requests refused for their rate since start. */
  rateLimited = 0;
  /** Requests refused for their token or role since start. */
  unauthorised = 0;

  constructor(tokens: OperatorTokens, limits: ApiLimits) {
    this.#tokens = tokens;
    this.#limits = limits;
    this.#requests = new BucketShelf(limits.requestsPerSecond, limits.requestBurst);
    this.#refusals = new BucketShelf(limits.refusalsPerMinute / 60, limits.refusalsPerMinute);
  }

  /**
   * @param authorization the header as it came
   * @param remote address of the other end, without its port
   * @throws E1901 to E1904
   */
  admit(authorization: string | undefined, role: Role, remote: string, nowMs: number): ApiTokenRecord {
    const refusals = this.#refusals.of(remote, nowMs);
    const waitMs = refusals.waitMs(1, nowMs);
    if (waitMs > 0) {
      this.rateLimited += 1;
      const message = `${remote} had more than ${this.#limits.refusalsPerMinute} refused requests in a minute`;
      throw apiError('E1904', { message, retryAfterMs: waitMs });
    }
    const secret = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1];
    const holder = secret === undefined ? undefined : this.#tokens.authenticate(secret);
    if (holder === undefined) {
      refusals.take(1, nowMs);
      this.unauthorised += 1;
      if (authorization === undefined) throw apiError('E1901', { message: 'the request has no Authorization header' });
      throw apiError('E1902', { message: 'the token is unknown, expired or revoked' });
    }
    if (rank[holder.role] < rank[role]) {
      this.unauthorised += 1;
      throw apiError('E1903', { message: `${holder.name} is ${holder.role}, and this needs ${role}` });
    }
    const bucket = this.#requests.of(holder.id, nowMs);
    if (!bucket.take(1, nowMs)) {
      this.rateLimited += 1;
      const message = `${holder.name} sends more than ${this.#limits.requestsPerSecond} requests a second`;
      throw apiError('E1904', { message, retryAfterMs: bucket.waitMs(1, nowMs) });
    }
    return holder;
  }
}
