/** What is odd about a plan, held against the fleet that it would go to. */
import type { PlanFinding, PlanGate, PlanWave, RolloutPlan, WaveForecast } from '#fleet/domain/index.js';
import { retriesOf } from './plan-rules.ts';
import { isSmallControl } from './silence-logic.ts';
import { countOf, countText, percentText, spanText } from './verdict-text.ts';
import { openTime } from './window-logic.ts';

/** One wave with what the forecast found. */
export interface LintedWave {
  readonly wave: PlanWave;
  readonly forecast: Pick<WaveForecast, 'devices' | 'control' | 'gates'>;
  /** Devices of this wave and those before it that want it, and those that are offered it. */
  readonly wanting: number;
  readonly attempted: number;
  /** Devices of this wave that can't be offered anything now. */
  readonly blocked: number;
}

/** What a plan is held against. */
export interface LintFacts {
  readonly plan: RolloutPlan;
  readonly nowMs: number;
  readonly devices: number;
  /** Devices that do not run the subject yet, and those of them that can never take it as they are, with what the most of them lack. */
  readonly lacking: number;
  readonly unfit: number;
  readonly unfitWhy: string;
  readonly waves: readonly LintedWave[];
  readonly silencePercent: number;
  readonly wayBack: { readonly devices: number; readonly missing: number };
  /** Attempts that may be open at once. */
  readonly inFlight: number;
  /** Likely time of one download, and of one attempt; ms. */
  readonly downloadMs: number;
  readonly attemptMs: number;
  /** Empty: it may be given; else what is wrong with it. */
  readonly releaseProblem: string;
}

type Finder = (facts: LintFacts) => PlanFinding[];
type Level = PlanFinding['level'];

/** All findings, in no order. */
export function lintPlan(facts: LintFacts): PlanFinding[] {
  return finders.flatMap((finder) => finder(facts));
}

/** Errors first, then warnings, then notes. */
export function sortFindings(found: readonly PlanFinding[]): PlanFinding[] {
  const levels: readonly Level[] = ['error', 'warning', 'note'];
  return levels.flatMap((level) => found.filter((finding) => finding.level === level));
}

function finding(level: Level, rule: string, message: string, next: string): PlanFinding {
  return { level, rule, message, next };
}

const finders: readonly Finder[] = [
  ({ releaseProblem }) =>
    releaseProblem === ''
      ? []
      : [finding('error', 'release-not-published', releaseProblem, 'fleet release list; fleet release publish NAME@VERSION')],
  ({ plan, devices }) =>
    devices > 0
      ? []
      : [finding('error', 'no-devices', 'no active device is named by the selector', `fleet device list '${plan.selector}'`)],
  nobodyFits,
  emptyWaves,
  ({ plan, waves, devices }) => {
    const taken = waves.reduce((sum, { forecast }) => sum + forecast.devices, 0);
    if (taken >= devices || plan.waves.length === 0) return [];
    const message = `the waves take ${countText(taken)} of ${countOf(devices, 'device')}; the others are never offered it`;
    return [finding('note', 'last-wave-below-whole', message, 'add a last wave with percent: 100%, if they are all meant')];
  },
  ({ waves, devices }) => {
    const [first] = waves;
    if (first === undefined || waves.length < 2 || devices < 100 || first.forecast.devices * 10 <= devices) return [];
    const message = `the first wave ${first.wave.name} has ${countText(first.forecast.devices)} of ${countOf(devices, 'device')}: all of them have what is wrong before any gate judges`;
    return [finding('warning', 'first-wave-large', message, 'begin with 1 %, and at least 5 devices')];
  },
  ({ waves }) => waves.flatMap((wave, index) => gateFindings(wave, index === waves.length - 1)),
  thresholdsOfSilence,
  ({ waves }) => waves.flatMap(healthFindings),
  waysBack,
  windowFindings,
  timeFindings,
  hangFindings,
  rateFindings,
  selectorFindings,
];

/** The rule of a plan that no device can take: it is refused at its start. */
export const nobodyRule = 'nobody-can-take-it';

function nobodyFits({ plan, lacking, unfit, unfitWhy }: LintFacts): PlanFinding[] {
  if (unfit === 0 || unfit < lacking) return [];
  const message = `none of the ${countOf(lacking, 'device')} that lack it can take it: ${unfitWhy}`;
  if (plan.membership === 'dynamic') {
    return [finding('warning', nobodyRule, `${message}; it waits for devices that join`, 'see the blockers of this forecast')];
  }
  return [finding('error', nobodyRule, message, 'see the blockers of this forecast; another selector, another release, or other settings')];
}

function emptyWaves({ waves, devices }: LintFacts): PlanFinding[] {
  if (devices === 0) return [];
  return waves
    .filter(({ forecast }) => forecast.devices === 0)
    .map(({ wave }) =>
      finding(
        'warning',
        'wave-empty',
        `wave ${wave.name} has no devices: those before it have them all`,
        'take it out, or make the waves before it smaller',
      ),
    );
}

/** Gates that have too few devices to judge by. */
function gateFindings({ wave, attempted, wanting, forecast }: LintedWave, isLast: boolean): PlanFinding[] {
  const found: PlanFinding[] = [];
  if (wave.gates.length === 0 && !isLast) {
    const message = `wave ${wave.name} has no gate: the next one begins after its soak whatever happened`;
    found.push(finding('warning', 'wave-without-gate', message, 'leave gates out to have the usual ones, or add one of type: threshold'));
  }
  if (forecast.devices === 0) return found;
  for (const gate of wave.gates) {
    if (gate.type === 'threshold') {
      const stopsAt = forecast.gates.find(({ name }) => name === gate.name)?.figures.stopsAt ?? 1;
      found.push(...thresholdFindings(gate, { wave: wave.name, attempted, wanting, stopsAt }));
    }
    if (gate.type === 'consecutive' && attempted < gate.failures) {
      const message = `gate ${gate.name} of wave ${wave.name} wants ${gate.failures} failures after each other, of ${countOf(attempted, 'device')}`;
      found.push(finding('warning', 'threshold-cannot-trip', message, 'lower failures, or make the wave larger'));
    } else if (gate.type === 'signal' && Math.min(attempted, forecast.control) < gate.minimum) {
      const message = `gate ${gate.name} of wave ${wave.name} wants ${countOf(gate.minimum, 'device')} on each side, and has ${countText(attempted)} updated and ${countText(forecast.control)} waiting: it never judges`;
      found.push(finding('warning', 'wave-below-sample', message, 'lower its minimum, or make the wave larger'));
    }
  }
  return found;
}

function thresholdFindings(
  { name, abovePercent, minimum }: Extract<PlanGate, { readonly type: 'threshold' }>,
  {
    wave,
    attempted,
    wanting,
    stopsAt,
  }: { readonly wave: string; readonly attempted: number; readonly wanting: number; readonly stopsAt: number },
): PlanFinding[] {
  const where = `gate ${name} of wave ${wave}`;
  if (abovePercent >= 100) {
    return [finding('error', 'threshold-cannot-trip', `${where} stops above ${percentText(abovePercent)}: nothing is`, 'lower above')];
  }
  const fewest = Math.min(minimum, wanting);
  if (attempted < fewest) {
    const message = `${where} judges from ${countOf(fewest, 'device')} on, and ${countText(attempted)} can be offered anything now: it can't trip`;
    return [finding('warning', 'threshold-cannot-trip', message, `lower its minimum to ${Math.max(1, attempted)}, or see who is blocked`)];
  }
  if (wanting < minimum) {
    const stops =
      stopsAt > attempted ? 'never stops: luck explains all of so few' : `stops at ${countText(stopsAt)} of ${countText(attempted)}`;
    const message = `${where} has ${countText(wanting)} of the ${countOf(minimum, 'device')} of its minimum: it judges once all of them were attempted, and ${stops}`;
    return [finding('note', 'wave-below-sample', message, 'make the wave larger, or add a gate of type: consecutive')];
  }
  return [];
}

/** Thresholds that the fleet's own silence trips. */
function thresholdsOfSilence({ waves, silencePercent }: LintFacts): PlanFinding[] {
  const found: PlanFinding[] = [];
  for (const { wave } of waves) {
    for (const gate of wave.gates) {
      if (gate.type !== 'threshold' || !gate.of.includes('silent') || !gate.absolute || gate.abovePercent > silencePercent) continue;
      const message = `gate ${gate.name} of wave ${wave.name} stops above ${percentText(gate.abovePercent)} with silence as it is, and ${percentText(silencePercent)} of this fleet are silent without any update`;
      found.push(
        finding('warning', 'threshold-below-silence', message, 'take absolute out, so that the excess over waiting devices counts'),
      );
    }
  }
  return found;
}

function healthFindings({ wave, forecast, attempted }: LintedWave): PlanFinding[] {
  const found: PlanFinding[] = [];
  for (const gate of wave.gates) {
    if (gate.type !== 'health' || attempted === 0) continue;
    const where = `gate ${gate.name} of wave ${wave.name}`;
    if (forecast.control === 0) {
      const isProof = gate.promotion === 'proven';
      const message = `${where} has no control group: no device waits any more when it soaks${isProof ? ', so it never proves anything' : ''}`;
      found.push(
        finding(
          isProof ? 'warning' : 'note',
          'no-control-group',
          message,
          'keep devices back in a later wave, or use promotion: soak here',
        ),
      );
      continue;
    }
    const stopped = forecast.gates.find(({ name }) => name === gate.name)?.figures.stoppedPercent ?? 100;
    if (stopped >= 50) continue;
    const sees = `sees three times as many failures in ${stopped < 1 ? 'less than 1 %' : percentText(stopped)} of cases within the soak of ${spanText(wave.soakMs)}`;
    if (isSmallControl(forecast.control, attempted)) {
      const sizes = `${countOf(forecast.control, 'device')} that wait against ${countText(attempted)} updated ones`;
      found.push(finding('note', 'small-control-group', `${where} has ${sizes}: it ${sees}`, 'keep more devices back in a later wave'));
      continue;
    }
    const message = `${where} ${sees}`;
    found.push(
      finding('note', 'soak-short-for-health', message, 'soak longer, or make the wave larger; the larger waves after it see more'),
    );
  }
  return found;
}

function waysBack({ plan, wayBack, devices }: LintFacts): PlanFinding[] {
  const gates = plan.waves.flatMap((wave) => wave.gates.filter((gate) => gate.type !== 'manual' && gate.onBad === 'rollback'));
  if (gates.length === 0 || devices === 0 || wayBack.missing === 0) return [];
  const names = [...new Set(gates.map(({ name }) => name))].join(', ');
  if (wayBack.devices === 0) {
    const message = `${names}: onBad is rollback, and no device has a way back: a bad verdict halts`;
    return [finding('warning', 'no-way-back', message, 'publish what they run now, or write onBad: halt')];
  }
  const message = `${names}: onBad is rollback, and ${countOf(wayBack.missing, 'device')} have no way back: they stay on what they run then`;
  return [finding('warning', 'no-way-back', message, 'see the way back in this forecast for the reasons')];
}

function windowFindings({ plan, waves, downloadMs }: LintFacts): PlanFinding[] {
  if (plan.windows.length === 0) return [];
  const found: PlanFinding[] = [];
  const { longestMinutes, longestClosedMinutes } = openTime(plan.windows);
  if (longestMinutes * 60_000 < downloadMs) {
    const message = `windows are open for ${spanText(longestMinutes * 60_000)} at most, and a download takes about ${spanText(downloadMs)}: it goes on after they close`;
    found.push(finding('warning', 'window-below-download', message, 'widen the windows, or build deltas: fleet image delta'));
  }
  for (const { wave } of waves) {
    if (wave.patienceMs >= longestClosedMinutes * 60_000) continue;
    const message = `wave ${wave.name} waits ${spanText(wave.patienceMs)} for devices outside their window, and windows stay closed for up to ${spanText(longestClosedMinutes * 60_000)}: it may end before one was offered anything`;
    found.push(finding('warning', 'patience-below-window', message, `write patience: ${Math.ceil(longestClosedMinutes / 60)}h or more`));
  }
  return found;
}

function timeFindings({ plan, nowMs, downloadMs }: LintFacts): PlanFinding[] {
  const found: PlanFinding[] = [];
  if (plan.startAtMs !== 0 && plan.startAtMs < nowMs) {
    const message = `startAt ${new Date(plan.startAtMs).toISOString()} is past: it starts at once`;
    found.push(finding('warning', 'start-in-past', message, 'write a later time, or leave startAt out'));
  }
  if (plan.subject.type === 'release' && plan.deadlines.downloadMs < downloadMs) {
    const message = `a download takes about ${spanText(downloadMs)}, and deadlines.download is ${spanText(plan.deadlines.downloadMs)}`;
    found.push(finding('warning', 'deadline-below-download', message, 'raise deadlines.download, or build deltas'));
  }
  if (plan.missedWakeUps === 1) {
    const message = 'one missed wake-up makes a device silent: a single lost frame does that';
    found.push(finding('note', 'silence-at-once', message, 'write missedWakeUps: 3'));
  }
  return found;
}

/** What hangs and still speaks is no failure before its deadlines say so: with short soaks that is most of the time of a wave. */
function hangFindings({ plan }: LintFacts): PlanFinding[] {
  const { installMs, confirmMs } = plan.deadlines;
  const sighted = plan.waves.filter(({ gates }) => gates.some((gate) => gate.type === 'threshold' && gate.of.includes('silent')));
  const [shortest] = sighted.toSorted((a, b) => a.soakMs - b.soakMs);
  if (plan.subject.type !== 'release' || shortest === undefined) return [];
  const tries = 1 + retriesOf(plan, 'silent');
  const seenMs = tries * (installMs + confirmMs) + (tries - 1) * plan.retries.waitMs;
  if (seenMs <= shortest.soakMs) return [];
  const gate = shortest.gates.find(({ type }) => type === 'threshold')?.name ?? '';
  const message =
    `gate ${gate} of wave ${shortest.name} can't see a device that hangs at its reboot or on trial, and still speaks, before its deadlines: ` +
    `install ${spanText(installMs)}, confirm ${spanText(confirmMs)}, ${countOf(tries, 'try', 'tries')}, ${spanText(seenMs)} at most; the wave waits that long for it`;
  return [finding('note', 'hang-seen-late', message, 'lower deadlines.install and deadlines.confirm, or retries.causes: {silent: 0}')];
}

/** Limits that never bind. */
function rateFindings({ plan, inFlight, devices, attemptMs }: LintFacts): PlanFinding[] {
  if (devices === 0) return [];
  const found: PlanFinding[] = [];
  if (plan.limits.inFlight > 0 && inFlight >= devices) {
    const message = `limits.inFlight is ${countText(inFlight)}, and the rollout has ${countOf(devices, 'device')}: it limits nothing`;
    found.push(finding('note', 'in-flight-without-effect', message, 'leave it out for ten per 1,000 devices, and at least ten'));
  }
  const most = plan.dispatch.type === 'constant' ? plan.dispatch.perMinute : plan.dispatch.mostPerMinute;
  const byLimit = (inFlight * 60_000) / Math.max(1, attemptMs);
  if (plan.dispatch.type === 'exponential' && plan.dispatch.basePerMinute > byLimit) {
    const message = `${countText(inFlight)} attempts at once of about ${spanText(attemptMs)} are ${countText(byLimit)} offers a minute: a rate from ${countText(plan.dispatch.basePerMinute)} to ${countText(most)} has no effect`;
    found.push(finding('note', 'rate-without-effect', message, 'raise limits.inFlight, or begin with a lower basePerMinute'));
  }
  return found;
}

/** Selectors that say something else than they seem to. */
function selectorFindings({ plan }: LintFacts): PlanFinding[] {
  const found: PlanFinding[] = [];
  const texts = [plan.selector, plan.exclude, ...plan.waves.map(({ share }) => (share.type === 'selector' ? share.selector : ''))];
  const moment = texts.map((text) => /\b(presence|battery|openAlarms|drift)\b/.exec(text)?.[1]).find((name) => name !== undefined);
  if (moment !== undefined) {
    const message = `${moment} changes from moment to moment: who takes part, and in which wave, is settled by what it is at the start`;
    found.push(finding('note', 'selector-of-a-moment', message, 'write it as condition: to hold devices back as long as it does not hold'));
  }
  if (plan.membership === 'dynamic' && /^\s*id\s*(==|=|in\b)/.test(plan.selector)) {
    const message = 'membership is dynamic, and the selector names devices one by one: none can join';
    found.push(finding('note', 'dynamic-without-effect', message, 'write membership: static'));
  }
  if (plan.membership === 'dynamic' && plan.approval !== undefined) {
    const message = 'membership is dynamic: the approval covers devices that nobody has seen yet';
    found.push(finding('note', 'dynamic-with-approval', message, 'write membership: static, if the approval is meant for these devices'));
  }
  return found;
}
