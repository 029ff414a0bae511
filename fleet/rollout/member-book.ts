/**
 * The members of one rollout, for up to some 100,000 of them: a column a fact instead of an object a member, and counts that are kept with each change
 * instead of counted. A member has the index in which it was added; added in the order of wave and lot, that is the order of dispatch.
 */
import { type BucketCounts, type RolloutBucket, type RolloutMemberRecord, rolloutBuckets } from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';
import { BitSet } from './bit-set.ts';
import { type MemberFlag, memberFlags } from './member-flags.ts';
import { MemberTallies } from './member-tallies.ts';

const numberOf = Object.fromEntries(rolloutBuckets.map((bucket, index) => [bucket, index])) as Readonly<Record<RolloutBucket, number>>;

/** Where a member is put. */
export interface MemberPlace {
  readonly bucket: RolloutBucket;
  /** It may be ordered something now. */
  readonly isReady: boolean;
}

interface FailureKind {
  readonly bucket: RolloutBucket;
  /** Empty: none was told. */
  readonly cause: string;
}

/** Members that ended badly, of one bucket and cause. */
export interface FailureTally extends FailureKind {
  readonly devices: number;
}

/** Silence of one stratum: attempted members, and the control group. */
export interface StratumSilence {
  readonly stratum: string;
  readonly attempted: number;
  readonly silent: number;
  readonly control: number;
  readonly controlSilent: number;
}

/** @see the head of this file */
export class MemberBook {
  readonly #ids: string[] = [];
  readonly #indexOf = new Map<string, number>();
  readonly #records = new Map<number, RolloutMemberRecord>();
  readonly #strata: string[] = [];
  readonly #stratumOf = new Map<string, number>();
  /** What failed members are counted under; number 0 is that of the others. */
  readonly #causes: FailureKind[] = [{ bucket: 'failed', cause: '' }];
  readonly #causeOf = new Map<string, number>();
  readonly #tallies: MemberTallies;
  #waves: Int8Array;
  #stratum: Uint32Array;
  #buckets: Uint8Array;
  #flags: Uint16Array;
  #cause: Uint8Array;
  #boots: Uint32Array;
  /** By health gate. */
  readonly #health: Uint8Array[];
  #since: Float64Array;
  readonly #ready: BitSet;

  /**
   * @param waves of the plan, 1 to 50
   * @param members for which there is room at once; more may come
   * @param healthGates that count failures of members
   */
  constructor(waves: number, members: number, healthGates = 0) {
    this.#tallies = new MemberTallies(waves);
    this.#waves = new Int8Array(members);
    this.#stratum = new Uint32Array(members);
    this.#buckets = new Uint8Array(members);
    this.#flags = new Uint16Array(members);
    this.#cause = new Uint8Array(members);
    this.#boots = new Uint32Array(members);
    this.#health = Array.from({ length: healthGates }, () => new Uint8Array(members));
    this.#since = new Float64Array(members);
    this.#ready = new BitSet(members);
  }

  /**
   * Adds a member, pending.
   * @param wave index of its wave; -1: no wave takes it
   * @param atMs since when it is there, wall clock
   * @returns its index
   */
  add(deviceId: string, wave: number, stratum: string, atMs: number): number {
    const index = this.#ids.length;
    assert(!this.#indexOf.has(deviceId), `device ${deviceId} is a member already`);
    if (index === this.#buckets.length) this.#grow();
    this.#ids.push(deviceId);
    this.#indexOf.set(deviceId, index);
    this.#waves[index] = wave;
    this.#stratum[index] = this.#stratumNumber(stratum);
    this.#buckets[index] = numberOf.pending;
    this.#since[index] = atMs;
    this.#tallies.addMember(wave, numberOf.pending);
    return index;
  }

  /** Members. */
  get size(): number {
    return this.#ids.length;
  }

  /** -1: the device is no member. */
  indexOf(deviceId: string): number {
    return this.#indexOf.get(deviceId) ?? -1;
  }

  idAt(index: number): string {
    return this.#ids[index] as string;
  }

  /** -1: no wave takes it. */
  waveAt(index: number): number {
    return this.#waves[index] as number;
  }

  /** Number of its stratum, from 0: an index of `strata`. */
  stratumAt(index: number): number {
    return this.#stratum[index] as number;
  }

  /** What members have in common, in the order in which they came. */
  get strata(): readonly string[] {
    return this.#strata;
  }

  bucketAt(index: number): RolloutBucket {
    return rolloutBuckets[this.#buckets[index] as number] as RolloutBucket;
  }

  /** Since when it is in its bucket, wall clock, ms. */
  sinceAt(index: number): number {
    return this.#since[index] as number;
  }

  flagsAt(index: number): number {
    return this.#flags[index] as number;
  }

  has(index: number, flag: MemberFlag): boolean {
    return (this.flagsAt(index) & memberFlags[flag]) !== 0;
  }

  /** What it is counted under; undefined: it has not failed. */
  causeAt(index: number): string | undefined {
    const cause = this.#cause[index] as number;
    return cause === 0 ? undefined : this.#causes[cause]?.cause;
  }

  /** Number of the newest boot that was seen; 0: none. */
  bootAt(index: number): number {
    return this.#boots[index] as number;
  }

  setBoot(index: number, boot: number): void {
    this.#boots[index] = boot;
  }

  /** Failures that a health gate counted. @param gate number of the health gate, from 0 */
  healthFailuresAt(index: number, gate: number): number {
    return this.#health[gate]?.[index] ?? 0;
  }

  setHealthFailures(index: number, gate: number, failures: number): void {
    const column = this.#health[gate];
    assert(column !== undefined, `there is no health gate ${gate}`);
    column[index] = failures;
  }

  /** undefined: nothing was ordered for it yet. */
  recordAt(index: number): RolloutMemberRecord | undefined {
    return this.#records.get(index);
  }

  keep(index: number, record: RolloutMemberRecord): void {
    this.#records.set(index, record);
  }

  /** Members that have a record. */
  get recordCount(): number {
    return this.#records.size;
  }

  /** Indexes of members that something was ordered for, with their records. */
  records(): Iterable<[number, RolloutMemberRecord]> {
    return this.#records;
  }

  /**
   * Puts a member where it belongs; all counts follow.
   * @param flags bits of memberFlags
   * @param cause as causeOf() says
   * @returns whether its bucket is another than before
   */
  place(index: number, { bucket, isReady }: MemberPlace, flags: number, cause: string | undefined, nowMs: number): boolean {
    const before = this.#buckets[index] as number;
    const flagsBefore = this.#flags[index] as number;
    const causeBefore = this.#cause[index] as number;
    const after = numberOf[bucket];
    const causeAfter = cause === undefined ? 0 : this.#causeNumber(bucket, cause);
    this.#ready.set(index, isReady);
    const isSame = before === after && flagsBefore === flags && causeBefore === causeAfter;
    if (isSame) return false;
    const wave = this.waveAt(index);
    const stratum = this.stratumAt(index);
    this.#tallies.count(wave, stratum, before, flagsBefore, causeBefore, -1);
    this.#tallies.count(wave, stratum, after, flags, causeAfter, 1);
    this.#buckets[index] = after;
    this.#flags[index] = flags;
    this.#cause[index] = causeAfter;
    if (before === after) return false;
    this.#since[index] = nowMs;
    return true;
  }

  /** Members that may be ordered something now. */
  get readyCount(): number {
    return this.#ready.count;
  }

  /** The first member from this index on that may be ordered something now; -1: none. */
  nextReady(from: number): number {
    return this.#ready.next(from);
  }

  /**
   * Members by bucket. They add up to devices().
   * @param from, upTo indexes of the first and the last wave; without them all members, also those that no wave takes
   */
  buckets(from = -1, upTo = this.#tallies.waves - 1): BucketCounts {
    const counts: Partial<Record<RolloutBucket, number>> = {};
    for (const [index, bucket] of rolloutBuckets.entries()) counts[bucket] = this.#tallies.inBucket(index, from, upTo);
    return counts as BucketCounts;
  }

  /** Members of these waves in one bucket. */
  inBucket(bucket: RolloutBucket, from = -1, upTo = this.#tallies.waves - 1): number {
    return this.#tallies.inBucket(numberOf[bucket], from, upTo);
  }

  /** Members of these waves. */
  devices(from = -1, upTo = this.#tallies.waves - 1): number {
    return this.#tallies.members(from, upTo);
  }

  /** Members of these waves with a flag. */
  flagged(flag: MemberFlag, from = -1, upTo = this.#tallies.waves - 1): number {
    return this.#tallies.flagged(flag, from, upTo);
  }

  /** Members of these waves whose tries are over without the target, by bucket and cause. */
  failures(from = -1, upTo = this.#tallies.waves - 1): FailureTally[] {
    const all = this.#causes.map((kind, number) => ({ ...kind, devices: number === 0 ? 0 : this.#tallies.ofCause(number, from, upTo) }));
    return all.filter(({ devices }) => devices > 0);
  }

  /** Silence by stratum; strata without attempted members and without control group are left out. */
  silence(): StratumSilence[] {
    return this.#strata.map((stratum, index) => ({ stratum, ...this.#tallies.silenceOf(index) })).filter(isSeen);
  }

  /** Counts everything anew and compares: one line a count that is kept wrongly, at most 20; empty when all agree. */
  recount(): string[] {
    const fresh = new MemberTallies(this.#tallies.waves);
    for (let index = 0; index < this.size; index += 1) {
      const wave = this.waveAt(index);
      fresh.addMember(wave, 0);
      fresh.count(wave, this.stratumAt(index), 0, 0, 0, -1);
      fresh.count(wave, this.stratumAt(index), this.#buckets[index] as number, this.flagsAt(index), this.#cause[index] as number, 1);
    }
    const differences = this.#tallies.differences(fresh);
    let ready = 0;
    for (let index = this.nextReady(0); index >= 0; index = this.nextReady(index + 1)) ready += 1;
    if (ready !== this.readyCount) differences.push(`ready: kept ${this.readyCount}, counted ${ready}`);
    const sum = Object.values(this.buckets()).reduce((all, one) => all + one, 0);
    if (sum !== this.size) differences.push(`all buckets together: ${sum}, members ${this.size}`);
    return differences.slice(0, 20);
  }

  #stratumNumber(stratum: string): number {
    let number = this.#stratumOf.get(stratum);
    if (number === undefined) {
      number = this.#strata.push(stratum) - 1;
      this.#stratumOf.set(stratum, number);
    }
    return number;
  }

  #causeNumber(bucket: RolloutBucket, cause: string): number {
    const key = `${bucket} ${cause}`;
    let number = this.#causeOf.get(key);
    if (number === undefined) {
      number = this.#causes.push({ bucket, cause }) - 1;
      assert(number < 256, `there are more than 255 kinds of failures: ${key}`);
      this.#causeOf.set(key, number);
    }
    return number;
  }

  #grow(): void {
    const room = Math.ceil(this.#buckets.length * 1.25) + 1_024;
    this.#waves = copied(new Int8Array(room), this.#waves);
    this.#stratum = copied(new Uint32Array(room), this.#stratum);
    this.#buckets = copied(new Uint8Array(room), this.#buckets);
    this.#flags = copied(new Uint16Array(room), this.#flags);
    this.#cause = copied(new Uint8Array(room), this.#cause);
    this.#boots = copied(new Uint32Array(room), this.#boots);
    for (const [gate, column] of this.#health.entries()) this.#health[gate] = copied(new Uint8Array(room), column);
    this.#since = copied(new Float64Array(room), this.#since);
    this.#ready.grow(room);
  }
}

function isSeen({ attempted, control }: StratumSilence): boolean {
  return attempted > 0 || control > 0;
}

function copied<T extends { set(from: T): void }>(to: T, from: T): T {
  to.set(from);
  return to;
}
