import type { HealthFailure } from '#fleet/domain/index.js';
import type { GateFacts } from './gate-facts.ts';
import type { HealthWatch } from './health-gate.ts';
import { isSmallControl } from './silence-logic.ts';
import { changedBy, type Judgement, type KindOfGate, promoteCommand, soakOf } from './verdict-kit.ts';
import { countOf, countText, numberText, spanText, timesText } from './verdict-text.ts';

type HealthGate = KindOfGate<'health'>;

/** How a failure is told: of many now, as a thing, of many before. */
const words: Readonly<Record<HealthFailure | 'any', readonly [now: string, thing: string, before: string]>> = {
  crash: ['crash', 'crash', 'crashed'],
  reboot: ['reboot', 'reboot', 'rebooted'],
  silence: ['fall silent', 'silence', 'fell silent'],
  selfTest: ['fail their self-test', 'failed self-test', 'failed their self-test'],
  any: ['fail', 'failure', 'failed'],
};

/** Evidence grows without end; as a number of JSON it has one. */
const mostEvidence = 1e300;

/**
 * Updated devices against those that wait. Bad as soon as luck explains the difference in fewer cases than the plan allows; with a limit that an operator
 * raised, as soon as every ratio up to that limit is ruled out in the same sense. Good after the soak, and where the plan wants proof not
 * before the mirror test gives it, or holdMs have passed and an operator decides.
 */
export function judgeHealth(gate: HealthGate, facts: GateFacts): Judgement {
  const { health, change } = facts;
  const cases = casesText(gate.falseStop);
  const ratio = change?.limit ?? gate.ratio ?? 1;
  const isRaised = ratio > 1;
  const limit = isRaised ? `${numberText(ratio)} times as often` : `1 of ${cases} cases`;
  if (health === undefined) {
    const measured = 'nothing yet';
    return { outcome: 'waiting', summary: `${measured} about the health of updated devices; limit ${limit}`, measured, limit, details: {} };
  }
  const { type, worseEvidence, fineEvidence } = health.verdict(gate);
  const range = health.range(gate.falseStop);
  const { updated, waiting } = health.failures;
  const measured = `${countText(updated)} against ${countText(waiting)} in ${spanText(facts.healthHours * 3_600_000)}`;
  const details = detailsOf(health, {
    worseEvidence: Math.min(mostEvidence, worseEvidence),
    fineEvidence: Math.min(mostEvidence, fineEvidence),
    lowestRatio: range.lowest,
    highestRatio: range.highest,
  });
  const judged = { measured, limit, details };
  const comparison = comparisonOf(gate, health, measured);
  const isBad = isRaised ? range.lowest > ratio : type === 'worse';
  if (isBad) {
    const luck = `luck explains this in less than 1 of ${cases} cases`;
    const summary = isRaised ? `${comparison}, more than the ${limit}${changedBy(facts)}; ${luck}` : `${comparison}; ${luck}`;
    return { ...judged, outcome: 'bad', summary };
  }
  const open = `${comparison}; ${isRaised ? `up to ${limit}${changedBy(facts)} passes` : `it stops when luck explains it in less than ${limit}`}${sightText(health, facts)}`;
  return { ...judged, ...afterSoak(gate, facts, type === 'fine', open) };
}

/** What the comparison can't see, so that nobody takes silence for health; empty: there are enough to compare with. */
function sightText({ devices }: HealthWatch, { sums }: GateFacts): string {
  const { updated, waiting } = devices;
  if (updated === 0 || !isSmallControl(waiting, updated)) return '';
  const what = 'whether updated ones fail more often';
  if (waiting > 0) return `; only ${countOf(waiting, 'device')} ${waiting === 1 ? 'waits' : 'wait'}, so it sees little of ${what}`;
  return `; no device ${sums.left === 0 ? 'waits any more' : 'that waits can be heard'}, so it can't see ${what}`;
}

/** Outcome and words of one that is not bad. */
function afterSoak(gate: HealthGate, facts: GateFacts, isProven: boolean, open: string): Pick<Judgement, 'outcome' | 'summary'> {
  const soak = soakOf(facts);
  if (!soak.isOver) return { outcome: 'waiting', summary: `${open}; ${soak.text}` };
  if (gate.promotion === 'soak') return { outcome: 'good', summary: `${open}; the soak was enough` };
  const proof = `1.5 times as often is ruled out but for 1 of ${casesText(gate.falsePromotion)} cases`;
  if (isProven) return { outcome: 'good', summary: `${open}; ${proof}` };
  // Proof protects those that wait: for the last device nobody needs it, and no more of it can come.
  if (facts.sums.left === 0) return { outcome: 'good', summary: `${open}; the soak is enough` };
  if ((facts.change?.limit ?? gate.ratio ?? 1) > 1)
    return { outcome: 'good', summary: `${open}; under a limit that was raised the soak is enough` };
  const heldMs = gate.holdMs - soak.pastMs;
  if (heldMs > 0) return { outcome: 'waiting', summary: `${open}; held up to ${spanText(heldMs)} more until ${proof}` };
  const summary = `${open}; not proven good in the ${spanText(gate.holdMs)} it was held: an operator decides: ${promoteCommand(facts)}`;
  return { outcome: 'waiting', summary };
}

/** "updated devices crash 2.6 times as often as the 200 still waiting: 31 against 12 in 6 h". */
function comparisonOf(gate: HealthGate, health: HealthWatch, measured: string): string {
  const [now, thing, before] = words[kindOf(gate, health)];
  const { updated, waiting } = health.devices;
  const others = `the ${countText(waiting)} still waiting`;
  const { ratio } = health;
  if (ratio === undefined) return `no ${thing} among ${countOf(updated, 'updated device')} beside ${others}: ${measured}`;
  if (ratio === Number.POSITIVE_INFINITY) return `updated devices ${now} and none of ${others} did: ${measured}`;
  if (ratio === 0) return `no updated device ${before}, and some of ${others} did: ${measured}`;
  return `updated devices ${now} ${timesText(ratio)} ${others}: ${measured}`;
}

/** "100" for a probability of 0.01: in one of so many cases. */
function casesText(probability: number): string {
  return countText(Math.floor(1 / probability + 1e-9));
}

/** The kind when all failures are of one, else any. */
function kindOf(gate: HealthGate, health: HealthWatch): HealthFailure | 'any' {
  const kinds = health.failuresByKind.length === 0 ? gate.failures : health.failuresByKind.map(({ kind }) => kind);
  return kinds.length === 1 ? (kinds[0] ?? 'any') : 'any';
}

function detailsOf(health: HealthWatch, figures: Readonly<Record<string, number>>): Record<string, number> {
  const { updated, waiting } = health.failures;
  const details: Record<string, number> = {
    updatedDevices: health.devices.updated,
    waitingDevices: health.devices.waiting,
    updatedFailures: updated,
    waitingFailures: waiting,
    ...figures,
  };
  // Not a number that JSON has: while only updated ones fail there is no ratio to show.
  if (health.ratio !== undefined && Number.isFinite(health.ratio)) details.ratio = health.ratio;
  for (const { kind, updated: ofUpdated, waiting: ofWaiting } of health.failuresByKind) {
    details[`updated.${kind}`] = ofUpdated;
    details[`waiting.${kind}`] = ofWaiting;
  }
  return details;
}
