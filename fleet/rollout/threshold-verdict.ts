import type { ThresholdSet } from '#fleet/domain/index.js';
import type { GateFacts } from './gate-facts.ts';
import { luckProbability } from './gate-power.ts';
import { type SilenceExcess, silenceExcess } from './silence-logic.ts';
import { changedBy, type Judgement, type KindOfGate, promoteCommand, soakOf } from './verdict-kit.ts';
import { causesText, countOf, countText, limitText, numberText, percentAgainst, percentText } from './verdict-text.ts';

type ThresholdGate = KindOfGate<'threshold'>;

const setWords: Readonly<Record<ThresholdSet, string>> = {
  failed: 'failed',
  silent: 'silent',
  rejected: 'refused',
  rolledBack: 'rolled back',
};
const setOrder: readonly ThresholdSet[] = ['failed', 'rejected', 'rolledBack', 'silent'];

/** A wave smaller than the minimum is stopped by what luck explains in one of a hundred cases at most. */
export const mostLuck = 0.01;

/**
 * More than a share of the attempted ended badly. It judges from its minimum on, or, where the waves up to this one have fewer devices, when all of
 * them were attempted: five bricks out of five must not pass because ten were wanted. Of so few it takes what luck can't explain: one failure
 * of twenty is above any small limit, and stopping for it stops one of ten good releases (docs/GATES.md). Below that it is never bad; after the
 * soak it is good when what it has seen is within the limit, and else an operator decides. It waits for devices that failed and have tries left as long as
 * their ends could make it bad: patience and soak of a wave may be shorter than what its retries take.
 */
export function judgeThreshold(gate: ThresholdGate, facts: GateFacts): Judgement {
  const { attempted, devices, failing } = facts.sums;
  const limitPercent = facts.change?.limit ?? gate.abovePercent;
  const silence = gate.of.includes('silent') ? silenceExcess(facts.silence.strata, facts.silence.lastControlShare) : undefined;
  const causes = causesOf(gate, facts);
  const ended = [...causes.values()].reduce((sum, count) => sum + count, 0);
  const silent = silence === undefined ? 0 : gate.absolute ? silence.silent : silence.excess;
  const count = ended + silent;
  const percent = attempted === 0 ? 0 : (100 * count) / attempted;
  const isAbove = percent > limitPercent;
  // Who failed and has tries left may still end badly: that is not bad yet, and not good either.
  const open = gate.of.some((set) => set !== 'silent') ? failing : 0;
  const percentThen = attempted === 0 ? 0 : (100 * (count + open)) / attempted;
  const fewest = Math.max(1, Math.min(gate.minimum, devices));
  const limit = limitText(limitPercent);
  const measured = `${percentAgainst(percent, limitPercent)} of ${countText(attempted)} attempted`;
  const label = wordsOf(gate.of);
  const ofLimit = `${isAbove ? 'more than' : 'at most'} ${limit}${changedBy(facts)}`;
  const judged = {
    measured,
    limit,
    details: {
      attempted,
      devices,
      minimum: fewest,
      count,
      ended,
      failing: open,
      percent,
      abovePercent: limitPercent,
      ...silenceDetails(silence),
    },
  };
  const figures = figuresOf(causes, ended, silence, gate.absolute);
  const summary = `${label} ${measured}, ${ofLimit}${figures}`;
  const soak = soakOf(facts);
  if (attempted < fewest) {
    const few = `${summary}; fewer than the ${countOf(fewest, 'device')} that it judges by`;
    if (!soak.isOver) return { ...judged, outcome: 'waiting', summary: `${few}, ${soak.text}` };
    if (devices > 0 && (attempted === 0 || percentThen > limitPercent)) {
      return { ...judged, outcome: 'waiting', summary: `${few}, so an operator decides: ${promoteCommand(facts)}` };
    }
    return { ...judged, outcome: 'good', summary: few };
  }
  const expected = silence === undefined || gate.absolute ? 0 : silence.expected / attempted;
  const luckOf = (bad: number) =>
    attempted < gate.minimum ? luckProbability(Math.min(attempted, bad), attempted, limitPercent / 100 + expected) : 0;
  const bad = ended + (silence?.silent ?? 0);
  const luck = luckOf(bad);
  if (isAbove && luck <= mostLuck) return { ...judged, outcome: 'bad', summary };
  const soFar = isAbove ? `${summary}; of so few luck explains that in ${numberText(100 * luck)} of 100 cases` : summary;
  if (!soak.isOver) return { ...judged, outcome: 'waiting', summary: `${soFar}; ${soak.text}` };
  if (open > 0 && percentThen > limitPercent && luckOf(bad + open) <= mostLuck) {
    const more = `${countOf(open, 'device')} failed and ${open === 1 ? 'has' : 'have'} tries left: if they end so it is ${percentText(percentThen)}`;
    return { ...judged, outcome: 'waiting', summary: `${soFar}; ${more}` };
  }
  return { ...judged, outcome: 'good', summary: soFar };
}

function causesOf(gate: ThresholdGate, facts: GateFacts): ReadonlyMap<string, number> {
  const causes = new Map<string, number>();
  const wanted: readonly string[] = gate.causes;
  for (const { bucket, cause, devices } of facts.sums.failures) {
    if (!gate.of.includes(bucket) || (wanted.length > 0 && !wanted.includes(cause))) continue;
    causes.set(cause, (causes.get(cause) ?? 0) + devices);
  }
  return causes;
}

/** "failed, refused or silent". */
function wordsOf(sets: readonly ThresholdSet[]): string {
  const words = setOrder.filter((set) => sets.includes(set)).map((set) => setWords[set]);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}

/** " (31: 24 verify failed, 7 no boot report)", and what the silence is held against. */
function figuresOf(causes: ReadonlyMap<string, number>, ended: number, silence: SilenceExcess | undefined, isAbsolute: boolean): string {
  const parts: string[] = [];
  if (ended > 0) parts.push(causes.size === 1 ? causesText(causes) : `${countText(ended)}: ${causesText(causes)}`);
  if (silence !== undefined && silence.silent > 0) parts.push(silenceText(silence, isAbsolute));
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function silenceText(silence: SilenceExcess, isAbsolute: boolean): string {
  const silent = `${countText(silence.silent)} silent`;
  if (isAbsolute) return silent;
  const share = percentText(silence.attempted === 0 ? 0 : (100 * silence.expected) / silence.attempted);
  switch (silence.basis) {
    case 'control':
      return `${silent}, ${numberText(silence.excess)} more than the ${share} of the ${countText(silence.control)} that wait`;
    case 'last':
      return `${silent}, ${numberText(silence.excess)} more than the ${share} of the last that waited, as no control group is left`;
    case 'none':
      return `${silent}, all counted, as there was no control group`;
  }
}

function silenceDetails(silence: SilenceExcess | undefined): Record<string, number> {
  if (silence === undefined) return {};
  const { silent, expected, excess, control, controlSilent, basis } = silence;
  const details: Record<string, number> = {
    silent,
    expectedSilent: expected,
    silentExcess: excess,
    controlDevices: control,
    controlSilent,
  };
  // Read again by lastControlShare(), when no control group is left.
  if (basis === 'control') details.controlSilentPercent = (100 * controlSilent) / control;
  return details;
}
