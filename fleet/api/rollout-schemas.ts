import { z } from 'zod';
import type {
  ExplainStep,
  Explanation,
  GateVerdict,
  RolloutForecast,
  RolloutMemberView,
  RolloutView,
  WaveView,
} from '#fleet/domain/index.js';
import { rolloutBuckets } from '#fleet/domain/index.js';
import { apiVersion } from './api-schemas.ts';

const version = z.literal(apiVersion);
const time = z.string().describe('ISO 8601, UTC');
const figures = z.record(z.string(), z.number());
const bucket = z.enum(rolloutBuckets);
const count = z.number().int();

/** Where a device of a rollout can stand. */
export const bucketSchema = bucket.describe('Where a device of a rollout stands: exactly one of these');
const buckets = z.record(bucket, count).describe('Devices by bucket; together they are all of them');
const sums = z
  .object({
    devices: count,
    attempted: count.describe('Devices that an offer was made to'),
    inFlight: count.describe('Attempts that are open'),
    updated: count.describe('Run the target, confirmed'),
    failed: count.describe('Failed, rejected, rolled back by themselves, and silent beyond the control group'),
    failing: count.describe('Failed, and have tries left: neither failed nor updated yet'),
    recovered: count.describe('Failed, and heard again on a signed image'),
  })
  .meta({ id: 'RolloutSums' });
const state = z.enum([
  'draft',
  'awaitingApproval',
  'scheduled',
  'dispatching',
  'soaking',
  'deciding',
  'paused',
  'halted',
  'rollingBack',
  'rolledBack',
  'completed',
  'aborted',
]);
const verdictSchema = z
  .object({
    gate: z.string(),
    wave: z.string(),
    outcome: z.enum(['good', 'bad', 'waiting']),
    summary: z.string().describe('One plain sentence'),
    measured: z.string(),
    limit: z.string(),
    details: figures,
    since: time.nullable(),
  })
  .meta({ id: 'GateVerdict', description: 'What a gate found' });
const waveSchema = z
  .object({
    name: z.string(),
    devices: count,
    state: z.enum(['waiting', 'dispatching', 'soaking', 'deciding', 'passed', 'stopped']),
    buckets,
    sums,
    gates: z.array(verdictSchema),
  })
  .meta({ id: 'RolloutWave' });
const planSchema = z
  .record(z.string(), z.unknown())
  .describe('The plan with all defaults filled in; spans in ms')
  .meta({ id: 'RolloutPlan' });

/** A rollout. */
export const rolloutSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('Rollout'),
    name: z.string(),
    title: z.string(),
    subject: z.string().describe('NAME@VERSION, or the settings'),
    number: count,
    revision: count.describe('What a change must name'),
    state,
    wave: z.string().describe('Name of the wave that runs'),
    verdict: z.string().describe('One plain sentence about how it stands'),
    buckets,
    sums,
    causes: z.record(z.string(), count).describe('Failed devices by cause'),
    waves: z.array(waveSchema),
    passed: z.array(verdictSchema).describe('Verdicts of waves that are through'),
    promoted: z.array(z.string()).describe('Waves that an operator let through though their gates were not good'),
    approvals: z.array(z.object({ by: z.string(), at: time, reason: z.string() })),
    changes: z.array(z.object({ at: time, by: z.string(), reason: z.string(), text: z.string() })).describe('Limits changed meanwhile'),
    steps: z.array(z.object({ at: time, state, wave: z.string(), by: z.string(), reason: z.string() })),
    plan: planSchema,
    source: z.string().describe('The plan as it was given'),
    createdAt: time,
    createdBy: z.string(),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
  })
  .meta({ id: 'Rollout', description: 'A release or a configuration on its way to devices' });
export const rolloutListSchema = z
  .object({ apiVersion: version, kind: z.literal('RolloutList'), items: z.array(rolloutSchema), next: z.null() })
  .meta({ id: 'RolloutList' });

const memberSchema = z
  .object({
    deviceId: z.string(),
    wave: z.string().describe('Empty: no wave takes it'),
    bucket,
    why: z.string(),
    attemptId: z.string(),
    tries: count,
    since: time.nullable(),
  })
  .meta({ id: 'RolloutMember' });
export const memberListSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('RolloutMemberList'),
    items: z.array(memberSchema),
    total: count,
    next: z.string().nullable(),
  })
  .meta({ id: 'RolloutMemberList' });

/** What a verb would reach. */
export const blastSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('BlastRadius'),
    verb: z.string(),
    rollout: z.string(),
    revision: count,
    before: count.describe('Devices that were never offered anything'),
    inside: count.describe('Offered, and not past the switch of slots'),
    past: count.describe('Past the switch: they always finish'),
    updated: count.describe('Run the target, confirmed'),
    effects: z.array(z.string()),
    undo: z.string().describe('The command that undoes it; empty: nothing does'),
  })
  .meta({ id: 'BlastRadius' });

/** What a plan would do. */
export const forecastSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('RolloutForecast'),
    plan: planSchema,
    devices: count,
    excluded: count,
    waves: z.array(
      z.object({
        name: z.string(),
        devices: count,
        strata: z.array(z.object({ stratum: z.string(), devices: count })),
        control: count.describe('Devices that still wait when it soaks'),
        bytes: z.number(),
        expectedMs: z.number(),
        longestMs: z.number(),
        gates: z.array(z.object({ name: z.string(), power: z.string(), figures })),
      }),
    ),
    blockers: z.array(z.object({ reason: z.string(), devices: count, names: z.array(z.string()), message: z.string() })),
    bytes: z.number(),
    expectedMs: z.number(),
    silence: z.object({ devices: count, percent: z.number(), perDayPercent: z.number() }),
    wayBack: z.object({ devices: count, missing: z.array(z.object({ devices: count, why: z.string() })) }),
    findings: z.array(z.object({ level: z.enum(['error', 'warning', 'note']), rule: z.string(), message: z.string(), next: z.string() })),
  })
  .meta({ id: 'RolloutForecast', description: 'What a plan would do; nothing was done' });

/** Two plans compared. */
export const differenceSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('PlanDifferenceList'),
    items: z.array(z.object({ path: z.string(), running: z.string(), given: z.string() })),
    next: z.null(),
  })
  .meta({ id: 'PlanDifferenceList' });

/** An answer to "why". */
export const explanationSchema = z
  .object({
    apiVersion: version,
    kind: z.literal('Explanation'),
    subject: z.string(),
    verdict: z.string(),
    outcomes: z.string(),
    steps: z.array(
      z.object({
        name: z.string(),
        outcome: z.enum(['ok', 'bad', 'waiting', 'notReached']),
        measured: z.string(),
        limit: z.string(),
        setBy: z.string(),
        since: time.nullable(),
        next: z.string(),
        details: figures,
      }),
    ),
    next: z.array(z.string()).describe('Commands'),
  })
  .meta({ id: 'Explanation', description: 'Every gate and condition in the order in which it decided' });

/** A rollout as the API shows it. */
export function presentRollout(view: RolloutView): z.output<typeof rolloutSchema> {
  const { plan, number, revision, state: stands, verdict, buckets: counts, sums: totals, causes, promoted, source, createdBy } = view;
  return {
    apiVersion,
    kind: 'Rollout',
    ...{ name: plan.name, title: plan.title, subject: subjectText(view), number, revision, state: stands },
    wave: plan.waves[view.wave]?.name ?? '',
    ...{ verdict, buckets: counts, sums: totals, causes },
    waves: view.waves.map(presentWave),
    passed: view.passed.map(presentVerdict),
    promoted: [...promoted],
    approvals: view.approvals.map(({ atMs, ...rest }) => ({ ...rest, at: iso(atMs) })),
    changes: view.changes.map(({ atMs, by, reason, text }) => ({ at: iso(atMs), by, reason, text })),
    steps: view.steps.map(({ atMs, ...rest }) => ({ ...rest, at: iso(atMs) })),
    plan: { ...plan },
    ...{ source, createdAt: iso(view.createdAtMs), createdBy },
    startedAt: isoOrNull(view.startedAtMs),
    endedAt: isoOrNull(view.endedAtMs),
  };
}

/** One device of a rollout as the API shows it. */
export function presentMember({ sinceMs, ...member }: RolloutMemberView): z.output<typeof memberSchema> {
  return { ...member, since: isoOrNull(sinceMs) };
}

/** A forecast as the API shows it. */
export function presentForecast(forecast: RolloutForecast): z.output<typeof forecastSchema> {
  const { plan, waves, blockers, silence, wayBack, findings, ...sizes } = forecast;
  return {
    apiVersion,
    kind: 'RolloutForecast',
    plan: { ...plan },
    ...sizes,
    waves: waves.map((wave) => ({
      ...wave,
      strata: [...wave.strata],
      gates: wave.gates.map((gate) => ({ ...gate, figures: { ...gate.figures } })),
    })),
    blockers: blockers.map((blocker) => ({ ...blocker, names: [...blocker.names] })),
    silence,
    wayBack: { devices: wayBack.devices, missing: [...wayBack.missing] },
    findings: [...findings],
  };
}

/** An explanation as the API shows it. */
export function presentExplanation({ steps, next, ...rest }: Explanation): z.output<typeof explanationSchema> {
  const present = ({ sinceMs, details, ...step }: ExplainStep) => ({ ...step, details: { ...details }, since: isoOrNull(sinceMs) });
  return { apiVersion, kind: 'Explanation', ...rest, steps: steps.map(present), next: [...next] };
}

function presentWave({ gates, ...wave }: WaveView): z.output<typeof waveSchema> {
  return { ...wave, gates: gates.map(presentVerdict) };
}

function presentVerdict({ sinceMs, details, ...verdict }: GateVerdict): z.output<typeof verdictSchema> {
  return { ...verdict, details: { ...details }, since: isoOrNull(sinceMs) };
}

function subjectText({ plan: { subject } }: RolloutView): string {
  if (subject.type === 'release') return subject.release;
  const set = Object.entries(subject.set).map(([key, value]) => `${key}=${String(value)}`);
  return [...set, ...subject.reset.map((key) => `${key} to its default`)].join(', ');
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function isoOrNull(atMs: number): string | null {
  return atMs === 0 ? null : iso(atMs);
}
