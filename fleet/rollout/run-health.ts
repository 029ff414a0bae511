/**
 * The health gates of one rollout at work: which member is at risk on which side, and what counts as its failure. A device that is away can't
 * fail; one that failed is at risk again after an hour without a failure: what follows within it is the same incident.
 */
import type { HealthFailure, PlanGate, RolloutMemberRecord, RolloutPlan } from '#fleet/domain/index.js';
import { type HealthSide, HealthWatch, incidentQuietMs } from './health-gate.ts';

type HealthPlan = Extract<PlanGate, { readonly type: 'health' }>;

/** Strata that devices may bring that join later; those beyond are compared with nobody. */
const laterStrata = 64;
const sides: readonly (HealthSide | undefined)[] = [undefined, 'waiting', 'updated'];

/** One gate: who stands where. */
class Watched {
  readonly plan: HealthPlan;
  readonly watch: HealthWatch;
  sides: Uint8Array;
  failures: Uint8Array;
  quietUntilMs: Float64Array;

  constructor(plan: HealthPlan, strata: number, members: number, saved: readonly number[] | undefined) {
    this.plan = plan;
    this.watch = new HealthWatch(strata, plan.countedFailures, saved);
    this.sides = new Uint8Array(members);
    this.failures = new Uint8Array(members);
    this.quietUntilMs = new Float64Array(members);
  }
}

/** @see the head of this file */
export class RunHealth {
  readonly #gates = new Map<string, Watched>();
  readonly #strata: number;

  /**
   * @param strata how many there are at the start
   * @param members for which there is room
   * @param evidence of the record
   */
  constructor(plan: RolloutPlan, strata: number, members: number, evidence: Readonly<Record<string, readonly number[]>>) {
    this.#strata = strata + laterStrata;
    for (const gate of plan.waves.flatMap(({ gates }) => gates)) {
      if (gate.type !== 'health' || this.#gates.has(gate.name)) continue;
      this.#gates.set(gate.name, new Watched(gate, this.#strata, members, evidence[gate.name]));
    }
  }

  /** The watch of a gate. */
  watchOf(gate: string): HealthWatch | undefined {
    return this.#gates.get(gate)?.watch;
  }

  /** Takes back what a member's record remembers, before it stands anywhere. */
  restore(index: number, { healthFailures }: RolloutMemberRecord): void {
    for (const [name, gate] of this.#gates) gate.failures[index] = Math.min(255, healthFailures[name] ?? 0);
  }

  /** Makes room for members that joined. */
  grow(members: number): void {
    for (const gate of this.#gates.values()) {
      if (gate.sides.length >= members) continue;
      const room = Math.ceil(members * 1.25);
      gate.sides = copied(new Uint8Array(room), gate.sides);
      gate.failures = copied(new Uint8Array(room), gate.failures);
      gate.quietUntilMs = copied(new Float64Array(room), gate.quietUntilMs);
    }
  }

  /** Puts a member on a side; undefined: it is away, attempted and not confirmed, or in no comparison. */
  place(index: number, stratum: number, side: HealthSide | undefined, nowMs: number): void {
    for (const gate of this.#gates.values()) {
      const wanted = (gate.quietUntilMs[index] as number) > nowMs || stratum >= this.#strata ? 0 : sides.indexOf(side);
      const before = gate.sides[index] as number;
      if (wanted === before) continue;
      const failures = gate.failures[index] as number;
      const left = sides[before];
      if (left !== undefined) gate.watch.leave(stratum, left, failures);
      if (wanted !== 0) gate.watch.enter(stratum, side as HealthSide, failures);
      gate.sides[index] = wanted;
    }
  }

  /**
   * A member failed.
   * @returns failures by gate as the member's record keeps them; undefined: no gate counted it
   */
  fail(index: number, stratum: number, kind: HealthFailure, nowMs: number): Record<string, number> | undefined {
    let isCounted = false;
    for (const gate of this.#gates.values()) {
      if (!gate.plan.failures.includes(kind)) continue;
      const isQuiet = nowMs >= (gate.quietUntilMs[index] as number);
      gate.quietUntilMs[index] = nowMs + incidentQuietMs;
      const side = sides[gate.sides[index] as number];
      const failures = gate.failures[index] as number;
      if (!isQuiet || side === undefined) continue;
      gate.watch.fail(stratum, side, failures, kind);
      const after = failures < gate.plan.countedFailures ? failures + 1 : failures;
      gate.watch.leave(stratum, side, after);
      gate.failures[index] = after;
      gate.sides[index] = 0;
      isCounted ||= after > failures;
    }
    if (!isCounted) return undefined;
    return Object.fromEntries([...this.#gates].map(([name, gate]) => [name, gate.failures[index] as number]));
  }

  /** The evidence of all gates, for the record. */
  save(): Record<string, number[]> {
    return Object.fromEntries([...this.#gates].map(([name, { watch }]) => [name, watch.save()]));
  }

  /** Gates of this kind. */
  get size(): number {
    return this.#gates.size;
  }
}

/** What a boot says: a failure, or undefined when somebody asked for it. @param resetReason in lower case with dashes */
export function failureOfBoot(resetReason: string): HealthFailure | undefined {
  switch (resetReason) {
    case 'crash':
    case 'watchdog':
    case 'app-fault':
    case 'recovery':
      return 'crash';
    case 'power-on':
    case 'brownout':
      return 'reboot';
    default:
      return undefined;
  }
}

/** What an event says. */
export function failureOfEvent({ kind, name }: { readonly kind: string; readonly name: string }): HealthFailure | undefined {
  if (kind === 'crash') return 'crash';
  return name === 'self-test.failed' ? 'selfTest' : undefined;
}

function copied<Numbers extends { set(from: Numbers): void }>(to: Numbers, from: Numbers): Numbers {
  to.set(from);
  return to;
}
