/** A rollout as operators see it: from its record and the kept counts of its members. */
import {
  type RolloutBucket,
  type RolloutRecord,
  type RolloutSums,
  type RolloutView,
  rolloutBuckets,
  type WaveView,
} from '#fleet/domain/index.js';
import type { MemberBook } from './member-book.ts';
import { possibleVerdicts, withoutCommand } from './next-commands.ts';
import { isRunning } from './rollout-logic.ts';
import { rolloutSentence } from './rollout-sentence.ts';
import { silenceExcess } from './silence-logic.ts';
import { leftBehind } from './way-back-turn.ts';

const none = Object.fromEntries(rolloutBuckets.map((bucket) => [bucket, 0])) as Record<RolloutBucket, number>;
const noSums: RolloutSums = { devices: 0, attempted: 0, inFlight: 0, updated: 0, failed: 0, failing: 0, recovered: 0 };

/** @param members undefined: it has not started */
export function viewOf(record: RolloutRecord, members: MemberBook | undefined, nowMs: number): RolloutView {
  const buckets = members?.buckets() ?? none;
  const sums = members === undefined ? noSums : sumsOf(members, -1, record.plan.waves.length - 1);
  const told = {
    ...record,
    verdicts: possibleVerdicts(record.verdicts, record.state),
    // Waves that are through: nothing is asked of anybody there.
    passed: record.passed.map((verdict) => ({ ...verdict, summary: withoutCommand(verdict.summary) })),
  };
  const waves = record.plan.waves.map((_, index) => waveViewOf(told, members, index));
  const causes = causesOf(members);
  const wave = waves[record.wave] ?? { devices: 0, taken: 0, sums: noSums };
  const left = members === undefined ? 0 : leftBehind({ members });
  return {
    ...told,
    buckets,
    sums,
    causes,
    waves,
    verdict: rolloutSentence({ nowMs, record, buckets, sums, left, causes, wave, taken: members?.flagged('taken') ?? 0 }),
  };
}

function waveViewOf(record: RolloutRecord, members: MemberBook | undefined, index: number): WaveView {
  const { name } = record.plan.waves[index] as RolloutRecord['plan']['waves'][number];
  const gates = index === record.wave && record.verdicts.length > 0 ? record.verdicts : record.passed.filter(({ wave }) => wave === name);
  return {
    name,
    devices: members?.devices(index, index) ?? 0,
    state: waveStateOf(record, index),
    buckets: members?.buckets(index, index) ?? none,
    taken: members?.flagged('taken', index, index) ?? 0,
    sums: members === undefined ? noSums : sumsOf(members, index, index),
    gates,
  };
}

function waveStateOf({ state, wave, startedAtMs }: RolloutRecord, index: number): WaveView['state'] {
  if (startedAtMs === 0 || index > wave) return 'waiting';
  if (index < wave || state === 'completed') return 'passed';
  return isRunning(state) ? (state as WaveView['state']) : 'stopped';
}

function sumsOf(members: MemberBook, from: number, upTo: number): RolloutSums {
  const updated = members.inBucket('soaking', from, upTo) + members.inBucket('updated', from, upTo);
  const ended = members.inBucket('failed', from, upTo) + members.inBucket('rejected', from, upTo) + wentBack(members, from, upTo);
  // Of the silent ones those count that the waiting devices do not explain.
  const silent = members.inBucket('silent', from, upTo);
  const { excess, silent: all } = silenceExcess(members.silence(), undefined);
  return {
    devices: members.devices(from, upTo),
    attempted: members.flagged('attempted', from, upTo),
    inFlight: members.flagged('inFlight', from, upTo),
    updated,
    failed: ended + (all === 0 ? 0 : Math.round((silent * excess) / all)),
    failing: members.flagged('failing', from, upTo),
    recovered: members.flagged('recovered', from, upTo),
  };
}

/** Went back by itself: those that the rollout brought back have not failed. */
function wentBack(members: MemberBook, from: number, upTo: number): number {
  let sum = 0;
  for (const { bucket, devices } of members.failures(from, upTo)) if (bucket === 'rolledBack') sum += devices;
  return sum;
}

/** Failed members by cause, in whichever bucket they are. */
function causesOf(members: MemberBook | undefined): Record<string, number> {
  const causes: Record<string, number> = {};
  for (const { cause, devices } of members?.failures() ?? []) causes[cause || 'unknown'] = (causes[cause || 'unknown'] ?? 0) + devices;
  return causes;
}
