/** What every proof hands back: one shape for the command line, so that each proof only adds its own figures. */
export interface ProofReport {
  /** 'powercut', 'attacks', 'faults'. */
  readonly proof: string;
  /** passed: no problem, and every state that the proof lists was reached. */
  readonly verdict: 'passed' | 'failed';
  /** What was proven, and what was not: first line of the output. */
  readonly claim: string;
  /** The same seed gives the same cases. */
  readonly seed: string;
  /** Figures by part of the proof. */
  readonly parts: readonly ProofPart[];
  /** States that the proof lists, and how often each was reached. */
  readonly states: readonly { readonly state: string; readonly reached: number }[];
  /** All of them counted; 20 are told, of those that say the same three. */
  readonly problemCount: number;
  readonly problems: readonly ProofProblem[];
}

/** One part of a proof: a phase, an attack, a fault. */
export interface ProofPart {
  readonly part: string;
  readonly cases: number;
  /** How often each outcome was seen. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Further figures of this part. */
  readonly [figure: string]: unknown;
}

/** A case that did not go as it must. */
export interface ProofProblem {
  /** Name of the case: `--only` repeats it. */
  readonly case: string;
  readonly what: string;
}

/** Most problems that are told, and most that say the same. */
const told = 20;
const toldAlike = 3;

/** Collects what a proof finds. */
export class ProofLedger {
  readonly #states = new Map<string, number>();
  readonly #problems: ProofProblem[] = [];
  #problemCount = 0;

  /** @param states that the proof must reach */
  constructor(states: readonly string[]) {
    for (const state of states) this.#states.set(state, 0);
  }

  /** A listed state was reached; others are not counted. */
  reach(state: string): void {
    const times = this.#states.get(state);
    if (times !== undefined) this.#states.set(state, times + 1);
  }

  /** A case went wrong. */
  problem(name: string, what: string): void {
    this.#problemCount += 1;
    const alike = this.#problems.filter((problem) => problem.what === what).length;
    if (this.#problems.length < told && alike < toldAlike) this.#problems.push({ case: name, what });
  }

  /** The report; `isPartial` when only some cases were run: then no state is missed. */
  report(head: Pick<ProofReport, 'proof' | 'claim' | 'seed' | 'parts'>, isPartial: boolean): ProofReport {
    const states = [...this.#states].map(([state, reached]) => ({ state, reached }));
    const isReached = isPartial || states.every(({ reached }) => reached > 0);
    const verdict = this.#problemCount === 0 && isReached ? 'passed' : 'failed';
    return { ...head, verdict, states, problemCount: this.#problemCount, problems: this.#problems };
  }
}
