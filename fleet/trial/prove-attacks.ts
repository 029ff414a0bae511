import {
  type AttackCase,
  type AttackId,
  type AttackSetting,
  attackTitles,
  deviceAttacks,
  ProofLedger,
  type ProofPart,
  type ProofReport,
  proofError,
} from '#firmware/prove/index.js';
import { identityCases } from './attack-identity-cases.ts';
import { updateCases } from './attack-update-cases.ts';

/** What is proven. */
export interface AttackOrder extends AttackSetting {
  /** Only this attack ("A7") or this case of it ("A7.2"). */
  readonly only?: string;
}

/** One case with what came of it. */
export interface AttackRow {
  /** "A7.2": what --only takes. */
  readonly name: string;
  readonly attack: AttackId;
  /** What the attack is called. */
  readonly title: string;
  readonly injected: string;
  readonly expected: string;
  /** What the device or the manager did. */
  readonly did: string;
  readonly verdict: 'held' | 'missed';
  readonly misses: readonly string[];
}

/** The table of attacks, each judged. */
export interface AttackReport extends ProofReport {
  readonly rows: readonly AttackRow[];
}

/** What is proven, and what is not. */
export const attackClaim =
  "Proven here: Seatrial's own device, with its trust, flash and boot, and its manager, against the attacks A1 to A21. Not proven: any other device, boot loader or manager.";

/** All cases by their names, in the order of the table: those that a device stands, then those of the manager. */
function attackCases(): ReadonlyMap<string, AttackCase> {
  const all = [...deviceAttacks, ...updateCases, ...identityCases];
  const named = new Map<string, AttackCase>();
  for (const attack of Object.keys(attackTitles)) {
    const cases = all.filter((one) => one.attack === attack);
    cases.forEach((one, index) => void named.set(`${attack}.${index + 1}`, one));
  }
  return named;
}

/**
 * Attacks a virtual device and a manager, each case from the seed, on virtual time of its own.
 * @throws E2271 when `only` names no case
 */
export async function proveAttacks(order: AttackOrder): Promise<AttackReport> {
  const { seed, profile, only } = order;
  const chosen = [...attackCases()].filter(([name, { attack }]) => only === undefined || only === name || only === attack);
  if (chosen.length === 0) throw proofError('E2271', { message: `there is no attack ${only}: A1 to A21, or a case such as A7.2` });
  const ledger = new ProofLedger(only === undefined ? Object.keys(attackTitles) : [...new Set(chosen.map(([, { attack }]) => attack))]);
  const rows: AttackRow[] = [];
  for (const [name, one] of chosen) {
    const { attack, injected, expected } = one;
    const { did, misses } = await one.run({ seed: `${seed}/${name}`, profile });
    ledger.reach(attack);
    for (const miss of misses) ledger.problem(name, miss);
    const verdict = misses.length === 0 ? 'held' : 'missed';
    rows.push({ name, attack, title: attackTitles[attack], injected, expected, did, verdict, misses });
  }
  return { ...ledger.report({ proof: 'attacks', claim: attackClaim, seed, parts: partsOf(rows) }, only !== undefined), rows };
}

function partsOf(rows: readonly AttackRow[]): ProofPart[] {
  return (Object.keys(attackTitles) as AttackId[]).flatMap((attack) => {
    const own = rows.filter((row) => row.attack === attack);
    if (own.length === 0) return [];
    const outcomes: Record<string, number> = {};
    for (const { verdict } of own) outcomes[verdict] = (outcomes[verdict] ?? 0) + 1;
    return [{ part: attack, cases: own.length, outcomes, title: attackTitles[attack] }];
  });
}
