import { rolloutBuckets } from '#fleet/domain/index.js';
import { type MemberFlag, memberFlags } from './member-flags.ts';

const bucketCount = rolloutBuckets.length;
const silentNumber = rolloutBuckets.indexOf('silent');
const flagNames = Object.keys(memberFlags) as MemberFlag[];
const flagCount = flagNames.length;
const width = bucketCount + flagCount;
/** Columns of a stratum: attempted, silent, control, controlSilent. */
const stratumWidth = 4;
const controlSilent = memberFlags.control | memberFlags.silent;

/** Kept counts of a rollout's members: by wave and bucket, by wave and flag, by wave and cause, and of silence by stratum. */
export class MemberTallies {
  readonly waves: number;
  /** A row a wave, and one before them for members that no wave takes. */
  readonly #rows: Int32Array;
  /** By number of the cause, then by row. */
  readonly #causes: Int32Array[] = [];
  #strata = new Int32Array(16 * stratumWidth);

  constructor(waves: number) {
    this.waves = waves;
    this.#rows = new Int32Array((waves + 1) * width);
  }

  /** A member without flags and cause. */
  addMember(wave: number, bucket: number): void {
    this.#change((wave + 1) * width + bucket, 1);
  }

  /** Adds or takes away one member. */
  count(wave: number, stratum: number, bucket: number, flags: number, cause: number, change: 1 | -1): void {
    const row = (wave + 1) * width;
    this.#change(row + bucket, change);
    for (let rest = flags; rest !== 0; rest &= rest - 1) this.#change(row + bucketCount + 31 - Math.clz32(rest & -rest), change);
    if (cause !== 0) this.#changeCause(cause, wave, change);
    if ((flags & (memberFlags.attempted | memberFlags.control)) === 0) return;
    const from = stratum * stratumWidth;
    if (from >= this.#strata.length) this.#growStrata(from);
    const isAttempted = (flags & memberFlags.attempted) !== 0;
    if (isAttempted) this.#changeStratum(from, change);
    if (isAttempted && bucket === silentNumber) this.#changeStratum(from + 1, change);
    if ((flags & memberFlags.control) !== 0) this.#changeStratum(from + 2, change);
    if ((flags & controlSilent) === controlSilent) this.#changeStratum(from + 3, change);
  }

  inBucket(bucket: number, from: number, upTo: number): number {
    return this.#sum(bucket, from, upTo);
  }

  flagged(flag: MemberFlag, from: number, upTo: number): number {
    return this.#sum(bucketCount + 31 - Math.clz32(memberFlags[flag]), from, upTo);
  }

  members(from: number, upTo: number): number {
    let sum = 0;
    for (let bucket = 0; bucket < bucketCount; bucket += 1) sum += this.#sum(bucket, from, upTo);
    return sum;
  }

  ofCause(cause: number, from: number, upTo: number): number {
    let sum = 0;
    for (let wave = from; wave <= upTo; wave += 1) sum += this.#causes[cause]?.[wave + 1] ?? 0;
    return sum;
  }

  silenceOf(stratum: number): { attempted: number; silent: number; control: number; controlSilent: number } {
    const [attempted = 0, silent = 0, control = 0, lost = 0] = this.#strata.subarray(stratum * stratumWidth, (stratum + 1) * stratumWidth);
    return { attempted, silent, control, controlSilent: lost };
  }

  /** Where these counts are others than counted ones: one line each. */
  differences(counted: MemberTallies): string[] {
    const found: string[] = [];
    for (let wave = -1; wave < this.waves; wave += 1) {
      for (let column = 0; column < width; column += 1) {
        const name = column < bucketCount ? rolloutBuckets[column] : flagNames[column - bucketCount];
        note(found, `wave ${wave} ${name}`, this.#sum(column, wave, wave), counted.#sum(column, wave, wave));
      }
      const causes = Math.max(this.#causes.length, counted.#causes.length);
      for (let cause = 1; cause < causes; cause += 1) {
        note(found, `wave ${wave} cause ${cause}`, this.ofCause(cause, wave, wave), counted.ofCause(cause, wave, wave));
      }
    }
    const cells = Math.max(this.#strata.length, counted.#strata.length);
    for (let cell = 0; cell < cells; cell += 1) {
      const place = `stratum ${Math.floor(cell / stratumWidth)} column ${cell % stratumWidth}`;
      note(found, place, this.#strata[cell] ?? 0, counted.#strata[cell] ?? 0);
    }
    return found;
  }

  #sum(column: number, from: number, upTo: number): number {
    let sum = 0;
    for (let wave = from; wave <= upTo; wave += 1) sum += this.#rows[(wave + 1) * width + column] as number;
    return sum;
  }

  #change(place: number, change: number): void {
    this.#rows[place] = (this.#rows[place] as number) + change;
  }

  #changeStratum(place: number, change: number): void {
    this.#strata[place] = (this.#strata[place] as number) + change;
  }

  #changeCause(cause: number, wave: number, change: number): void {
    while (this.#causes.length <= cause) this.#causes.push(new Int32Array(this.waves + 1));
    const row = this.#causes[cause] as Int32Array;
    row[wave + 1] = (row[wave + 1] as number) + change;
  }

  #growStrata(needed: number): void {
    const before = this.#strata;
    this.#strata = new Int32Array(Math.max(before.length * 2, needed + stratumWidth));
    this.#strata.set(before);
  }
}

function note(found: string[], place: string, kept: number, counted: number): void {
  if (kept !== counted) found.push(`${place}: kept ${kept}, counted ${counted}`);
}
