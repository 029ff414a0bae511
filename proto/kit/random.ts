import { createHash, randomBytes } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Chance is an argument. Each stream follows from (seed, owner, purpose) alone, so one more device or fault does not move the others. */
export interface Random {
  /** 0 to 2^32 - 1. */
  uint32(): number;
  /** 0 (with) to 1 (without), 53 bits. */
  float(): number;
  /** A whole number from low to high, both with; high - low below 2^32. */
  integer(low: number, high: number): number;
  /** Normal distribution with mean 0 and standard deviation 1 (Box and Muller 1958). */
  normal(): number;
  /** length bytes: 0 to 65,536. */
  bytes(length: number): Uint8Array;
}

/** Opens the stream that belongs to (seed, owner, purpose): xoroshiro128+ from 128 bits of SHA-256, since 32-bit seeds collide at 50,000 devices. */
export function createRandom(seed: string, owner: string, purpose: string): Random {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, owner, purpose]))
    .digest();
  const state = [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12)];
  return new GeneratorRandom(xoroshiro128plusFromState(state));
}

/** The machine's own chance, for keys, nonces and tokens of a manager that serves real devices. */
export function systemRandomBytes(length: number): Uint8Array {
  return randomBytes(length);
}

/** A seed for whoever gave none: 16 hex digits. */
export function systemSeed(): string {
  return randomBytes(8).toString('hex');
}

/**
 * Noise as a function of (key, tick): evenly spread over -1 (with) to 1 (without), the same whenever asked, without state.
 * Mixer: the finaliser of MurmurHash3 (Appleby), over both numbers.
 *
 * @param key any 32-bit number that names the stream
 * @param tick any 32-bit number that names the instant
 */
export function noiseAt(key: number, tick: number): number {
  let hash = (key ^ Math.imul(tick, 0x9e3779b1)) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) | 0) / 0x80000000;
}

/** Seeds of noiseAt for one owner and purpose. */
export function noiseKey(seed: string, owner: string, purpose: string): number {
  return createHash('sha256')
    .update(JSON.stringify([seed, owner, purpose]))
    .digest()
    .readInt32LE(0);
}

class GeneratorRandom implements Random {
  readonly #generator: RandomGenerator;
  constructor(generator: RandomGenerator) {
    this.#generator = generator;
  }
  uint32(): number {
    return this.#generator.next() >>> 0;
  }
  float(): number {
    return ((this.uint32() >>> 5) * 67_108_864 + (this.uint32() >>> 6)) / 9_007_199_254_740_992;
  }
  integer(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low + 1));
  }
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    return radius * Math.cos(2 * Math.PI * this.float());
  }
  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index += 1) bytes[index] = this.uint32() & 0xff;
    return bytes;
  }
}
