/**
 * Are updated devices worse than those that wait? A mixture e-process on failures (Johari, Pekelis, Walsh, "Always Valid Inference"; counts
 * with changing rates: Lindon and Malek, arXiv 2011.03567). When both kinds fail alike, the next failure hits an updated device with the
 * probability of their share of the devices at risk, whatever the common rate is and however it changes. So every failure multiplies the
 * evidence for each ratio by a likelihood ratio, and by Ville's inequality evidence of 1/α comes with probability α at most, for ever, however
 * often one looks.
 */

/** How many times as often updated devices fail: the ratios whose likelihood is followed. Growing; those of the tests are among them. */
const ratios = [
  0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.25, 1.35, 1.5, 1.65, 1.8, 2, 2.25, 2.5, 3, 3.5, 4, 5, 6, 8,
  10, 14, 20, 30,
] as const;

/** Alternatives of the question "is it worse?". */
const worse = indicesOf(1.25, 1.5, 2, 3, 5, 10);
/** Alternatives of the question "is it good enough?". */
const fine = indicesOf(0.5, 0.8, 1, 1.2);
const equal = ratios.indexOf(1);
/** From here on an update counts as bad: what promotion has to rule out. */
const bad = ratios.indexOf(1.5);

/** The bounds that a plan states. */
export interface CanaryBounds {
  /** Largest probability of ever stopping an update that is as good as what it replaces, 0.0001 to 0.5. */
  readonly falseStop: number;
  /** Largest probability of ever promoting an update with a ratio of 1.5 or more, 0.0001 to 0.5. */
  readonly falsePromotion: number;
}

/** What the evidence says now. */
export interface CanaryVerdict {
  readonly type: 'worse' | 'fine' | 'open';
  /** Evidence against "equal": 1/falseStop stops. */
  readonly worseEvidence: number;
  /** Evidence against "1.5 times as often or more": 1/falsePromotion promotes. */
  readonly fineEvidence: number;
}

/** How many times as often updated devices fail, as far as the evidence goes. */
export interface RatioRange {
  /** Ratios that are not ruled out, whenever one looks: a confidence sequence. Its ends are among the ratios that are followed, 0.1 to 30. */
  readonly lowest: number;
  readonly highest: number;
  /** The ratio with the greatest likelihood; 1 before the first failure. */
  readonly likeliest: number;
}

/** The evidence of one comparison; strata add to the same, each failure with the share of its own stratum. */
export class CanaryEvidence {
  /** Log-likelihood by ratio. */
  readonly #log: Float64Array;
  #updatedFailures = 0;
  #waitingFailures = 0;

  /** @param saved what save() gave */
  constructor(saved?: readonly number[]) {
    this.#log = new Float64Array(ratios.length);
    if (saved === undefined) return;
    this.#updatedFailures = saved[0] ?? 0;
    this.#waitingFailures = saved[1] ?? 0;
    this.#log.set(saved.slice(2, 2 + ratios.length));
  }

  /** Failures that counted, of updated devices and of those that wait. */
  get failures(): { readonly updated: number; readonly waiting: number } {
    return { updated: this.#updatedFailures, waiting: this.#waitingFailures };
  }

  /**
   * Counts a failure. It tells nothing when its stratum has devices of one kind only.
   *
   * Devices differ: a few lemons make most failures. So a device's second failure is judged among those that have failed once too, and so on:
   * whoever is there is a lemon alike on both sides (Prentice, Williams, Peterson, "On the regression analysis of multivariate failure time
   * data"). Judged among all, equal firmware is stopped twice as often as stated. HealthWatch counts who is at risk.
   * @param updatedAtRisk updated devices of the stratum that have failed as often as this one had, this one included when it is one
   * @param waitingAtRisk the same of those that wait
   */
  add(isUpdated: boolean, updatedAtRisk: number, waitingAtRisk: number): void {
    this.addMany(isUpdated ? 1 : 0, isUpdated ? 0 : 1, updatedAtRisk, waitingAtRisk);
  }

  /**
   * Counts failures among the same devices at risk, as add does one after the other. A forecast takes them back by negative numbers.
   */
  addMany(updatedFailures: number, waitingFailures: number, updatedAtRisk: number, waitingAtRisk: number): void {
    if (updatedAtRisk <= 0 || waitingAtRisk <= 0) return;
    this.#updatedFailures += updatedFailures;
    this.#waitingFailures += waitingFailures;
    for (let index = 0; index < ratios.length; index += 1) {
      const ratio = ratios[index] as number;
      const share = Math.log(ratio * updatedAtRisk + waitingAtRisk);
      const ofUpdated = updatedFailures * (Math.log(ratio * updatedAtRisk) - share);
      this.#log[index] = (this.#log[index] as number) + ofUpdated + waitingFailures * (Math.log(waitingAtRisk) - share);
    }
  }

  /** What follows from all failures so far. */
  verdict({ falseStop, falsePromotion }: CanaryBounds): CanaryVerdict {
    const worseEvidence = this.#evidence(worse, equal);
    const fineEvidence = this.#evidence(fine, bad);
    const isWorse = worseEvidence >= 1 / falseStop;
    const isFine = !isWorse && fineEvidence >= 1 / falsePromotion;
    return { type: isWorse ? 'worse' : isFine ? 'fine' : 'open', worseEvidence, fineEvidence };
  }

  /**
   * What the ratio can be.
   * @param miss largest probability that the range ever misses the truth, 0.0001 to 0.5
   */
  range(miss: number): RatioRange {
    const left = ratios.filter((_, index) => this.#evidence(everyRatio, index) < 1 / miss);
    let likeliest = equal;
    for (let index = 0; index < ratios.length; index += 1) {
      if ((this.#log[index] as number) > (this.#log[likeliest] as number)) likeliest = index;
    }
    return { lowest: left[0] ?? 1, highest: left.at(-1) ?? 1, likeliest: ratios[likeliest] as number };
  }

  /** All of it as plain numbers. */
  save(): number[] {
    return [this.#updatedFailures, this.#waitingFailures, ...this.#log];
  }

  /** Mean of the likelihood ratios of the alternatives to the null: an e-value. */
  #evidence(alternatives: readonly number[], base: number): number {
    const under = this.#log[base] as number;
    let sum = 0;
    for (const index of alternatives) sum += Math.exp((this.#log[index] as number) - under);
    return sum / alternatives.length;
  }
}

const everyRatio = ratios.map((_, index) => index);

function indicesOf(...wanted: readonly (typeof ratios)[number][]): readonly number[] {
  return wanted.map((ratio) => ratios.indexOf(ratio));
}
