/** What a plan would do: pure, from what the fleet is now. Nothing is done, and nothing is kept. */
import type { AttemptRecord, PlanFinding, RolloutForecast, RolloutPlan, WaveForecast } from '#fleet/domain/index.js';
import { fleetFindings } from './fleet-lints.ts';
import { type ForecastMembers, type MemberSources, memberKinds, memberSteps, unfitReasons } from './forecast-members.ts';
import { powerOf } from './forecast-power.ts';
import { type AttemptTime, attemptTime, waveTime } from './forecast-time.ts';
import { type LintedWave, lintPlan, sortFindings } from './plan-lints.ts';
import { inFlightLimit } from './plan-rules.ts';
import { runSteps, type Steps } from './steps.ts';
import { lotOrder, type WaveCandidate, waveSteps } from './wave-planner.ts';

/** What a forecast asks. */
export interface ForecastSources extends MemberSources {
  /** Attempts that are over, newest first; some hundred are enough. */
  readonly endedAttempts: () => readonly AttemptRecord[];
  /** Names of the signals that a device reports; none: nothing was heard of it yet. */
  readonly signalsOf: (deviceKey: number) => readonly string[];
  /** Of the manager, for all updates; 0: none. */
  readonly bytesPerSecond: number;
}

/** Strata that a wave lists. */
const listedStrata = 20;
/** Failures of a device in an hour that are assumed where the fleet shows none: one in 2,000 hours. */
const assumedFailuresPerHour = 0.0005;

/** Counts of one wave. */
interface WaveTally {
  devices: number;
  /** Want it, and are not out. */
  wanting: number;
  ready: number;
  bytes: number;
  comparable: number;
  readonly strata: Map<string, number>;
}

/**
 * The forecast of a plan.
 * @throws E18xx when the plan asks a group that is no more
 */
export function forecastPlan(plan: RolloutPlan, sources: ForecastSources): RolloutForecast {
  return runSteps(forecastSteps(plan, sources));
}

/** The same, in steps. */
export function* forecastSteps(plan: RolloutPlan, sources: ForecastSources): Steps<RolloutForecast> {
  const members = yield* memberSteps(plan, sources);
  yield;
  const order = lotOrder(members.candidates, plan.seed);
  yield;
  const waveOf = yield* waveSteps(members.candidates, members.shares, order);
  yield;
  const { waves: tallies, others } = tally(plan, members, waveOf);
  const devices = members.candidates.length;
  const inFlight = inFlightLimit(plan, devices);
  const bytes = tallies.reduce((sum, wave) => sum + wave.bytes, 0);
  const ready = tallies.reduce((sum, wave) => sum + wave.wanting, 0);
  const attempt = attemptTime(plan, sources.endedAttempts(), ready === 0 ? 0 : bytes / ready);
  const waves = forecastWaves(plan, sources, members, tallies, others, { inFlight, attempt });
  const startMs = Math.max(plan.startAtMs, sources.nowMs);
  const findings = lintPlan({
    plan,
    nowMs: sources.nowMs,
    devices,
    unfit: members.unfit,
    lacking: members.kinds.reduce((sum, kind) => sum + (kind === memberKinds.out ? 0 : 1), 0),
    unfitWhy: members.blockers.find(({ reason }) => unfitReasons.has(reason))?.message ?? '',
    waves,
    silencePercent: members.silence.percent,
    wayBack: {
      devices: members.wayBack.devices,
      missing: members.wayBack.missing.reduce((sum, one) => sum + one.devices, 0),
    },
    inFlight,
    downloadMs: attempt.downloadMs,
    attemptMs: attempt.expectedMs,
    releaseProblem: releaseProblem(plan, sources),
  });
  return {
    plan,
    devices,
    excluded: members.excluded,
    waves: waves.map(({ forecast }) => forecast),
    blockers: members.blockers,
    bytes,
    expectedMs: startMs - sources.nowMs + waves.reduce((sum, { forecast }) => sum + forecast.expectedMs, 0),
    silence: members.silence,
    wayBack: members.wayBack,
    findings: sortFindings([
      ...findings,
      ...fleetFindings(plan, members.devices, sources.signalsOf),
      ...assumptions(plan, attempt, members),
    ]),
  };
}

function tally(
  plan: RolloutPlan,
  { candidates, kinds, comparable, bytes }: ForecastMembers,
  waveOf: Int32Array,
): { readonly waves: readonly WaveTally[]; readonly others: WaveTally } {
  const empty = (): WaveTally => ({ devices: 0, wanting: 0, ready: 0, bytes: 0, comparable: 0, strata: new Map() });
  const waves = plan.waves.map(empty);
  const others = empty();
  for (let index = 0; index < waveOf.length; index += 1) {
    const wave = waves[waveOf[index] as number] ?? others;
    const { stratum } = candidates[index] as WaveCandidate;
    wave.devices += 1;
    if (kinds[index] !== memberKinds.out) wave.wanting += 1;
    if (kinds[index] === memberKinds.ready) wave.ready += 1;
    wave.bytes += bytes[index] as number;
    wave.comparable += comparable[index] as number;
    wave.strata.set(stratum, (wave.strata.get(stratum) ?? 0) + 1);
  }
  return { waves, others };
}

function forecastWaves(
  plan: RolloutPlan,
  sources: ForecastSources,
  members: ForecastMembers,
  tallies: readonly WaveTally[],
  others: WaveTally,
  { inFlight, attempt }: { readonly inFlight: number; readonly attempt: AttemptTime },
): (LintedWave & { readonly forecast: WaveForecast })[] {
  const measured = members.silence.perDayPercent / 100 / 24;
  const failuresPerDeviceHour = measured > 0 ? measured : assumedFailuresPerHour;
  const budgets = [plan.limits.bytesPerSecond, sources.bytesPerSecond].filter((budget) => budget > 0);
  const bytesPerSecond = budgets.length === 0 ? 0 : Math.min(...budgets);
  let attempted = 0;
  let wanting = 0;
  let control = tallies.reduce((sum, wave) => sum + wave.comparable, others.comparable);
  let startMs = Math.max(plan.startAtMs, sources.nowMs);
  return plan.waves.map((wave, index) => {
    const counts = tallies[index] as WaveTally;
    attempted += counts.ready;
    wanting += counts.wanting;
    control -= counts.comparable;
    const blocked = counts.wanting - counts.ready;
    const work = { wave, offers: counts.ready, waits: blocked > 0, bytes: counts.bytes, inFlight, bytesPerSecond, startMs };
    const time = waveTime(plan, work, attempt);
    startMs += time.expectedMs;
    const sight = { attempted, control, soakMs: wave.soakMs, failuresPerDeviceHour, isMeasured: measured > 0 };
    const forecast: WaveForecast = {
      name: wave.name,
      devices: counts.devices,
      strata: [...counts.strata]
        .map(([stratum, devices]) => ({ stratum, devices }))
        .sort((one, other) => other.devices - one.devices || (one.stratum < other.stratum ? -1 : 1))
        .slice(0, listedStrata),
      control,
      bytes: counts.bytes,
      ...time,
      gates: wave.gates.map((gate) => powerOf(gate, sight)),
    };
    return { wave, forecast, wanting, attempted, blocked };
  });
}

function releaseProblem({ subject }: RolloutPlan, sources: ForecastSources): string {
  if (subject.type !== 'release') return '';
  const release = sources.releaseOf(subject.release);
  if (release === undefined) return `there is no release ${subject.release}`;
  return release.state === 'published' ? '' : `release ${release.id} is ${release.state}, not published`;
}

/** What the figures rest on where nothing was measured. */
function assumptions({ subject }: RolloutPlan, { measured }: AttemptTime, { silence, candidates }: ForecastMembers): PlanFinding[] {
  const found: PlanFinding[] = [];
  if (candidates.length === 0) return found;
  if (subject.type === 'release' && measured === 0) {
    const message = 'no earlier update was measured: durations assume 32 KiB/s a device, and two minutes to install, boot and confirm';
    found.push({ level: 'note', rule: 'duration-assumed', message, next: 'after the first wave the forecast knows better' });
  }
  if (silence.perDayPercent === 0) {
    const message = 'no device fell silent in the last day: the figures of health gates assume one failure of a device in 2,000 hours';
    found.push({ level: 'note', rule: 'failures-assumed', message, next: 'read them as an example; the gate itself assumes nothing' });
  }
  return found;
}
