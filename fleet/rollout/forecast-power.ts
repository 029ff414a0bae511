/** What each gate of a wave can see, in figures and as a sentence. */
import type { PlanGate } from '#fleet/domain/index.js';
import { devicesToSee, healthGatePower, luckProbability, unseenProbability } from './gate-power.ts';
import { mostLuck } from './threshold-verdict.ts';
import { countOf, countText, numberText, percentText, spanText } from './verdict-text.ts';

/** The wave as its gates see it. */
export interface GateSight {
  /** Devices that are offered it in this wave and those before it: gates look at all of them. */
  readonly attempted: number;
  /** Devices that still wait, and are heard. */
  readonly control: number;
  readonly soakMs: number;
  /** Failures of one device in an hour, 0 to 1. */
  readonly failuresPerDeviceHour: number;
  /** False: nobody has measured it, and the figure is an assumption. */
  readonly isMeasured: boolean;
}

/** A gate with its power. */
export interface GatePower {
  readonly name: string;
  readonly power: string;
  readonly figures: Readonly<Record<string, number>>;
}

/** A share of devices that one may well want to see, percent. */
const rarePercent = 0.5;
/** How sure one wants to be. */
const sure = 0.95;
/** How many times as often devices fail after a bad update, in the figures for the health gate. */
const badRatio = 3;

/** The power of a gate. */
export function powerOf(gate: PlanGate, sight: GateSight): GatePower {
  switch (gate.type) {
    case 'threshold':
      return thresholdPower(gate, sight);
    case 'consecutive':
      return consecutivePower(gate, sight);
    case 'health':
      return healthPower(gate, sight);
    case 'signal':
      return signalPower(gate, sight);
    case 'manual':
      return { name: gate.name, power: `an ${gate.role} lets the next wave begin`, figures: {} };
  }
}

function thresholdPower(gate: Extract<PlanGate, { readonly type: 'threshold' }>, { attempted }: GateSight): GatePower {
  const { name, abovePercent } = gate;
  // Where the waves have fewer devices than its minimum, it judges when all of them were attempted.
  const minimum = Math.max(1, Math.min(gate.minimum, attempted));
  const unseen = unseenProbability(attempted, rarePercent / 100);
  const needed = devicesToSee(rarePercent / 100, sure);
  const stopsAt = failuresToStop(gate, attempted);
  const figures = { devices: attempted, minimum, unseenPercent: 100 * unseen, neededDevices: needed, stopsAt };
  if (attempted === 0) return { name, power: 'no device is offered anything, so it sees nothing', figures };
  const seen = `with ${countOf(attempted, 'device')} a failure of ${percentText(rarePercent)} is unseen in ${wholePercent(unseen)} of cases; ${countText(needed)} are needed for ${wholePercent(sure)}`;
  if (stopsAt > attempted)
    return {
      name,
      power: `${seen}; of so few nothing is above ${percentText(abovePercent)} by more than luck, so it never stops`,
      figures,
    };
  const sharePercent = 100 * shareSeen(attempted, stopsAt);
  const stops = `it stops at ${countText(stopsAt)} of ${countText(attempted)}, which a failure of ${percentText(sharePercent)} reaches in ${wholePercent(sure)} of cases`;
  return { name, power: `${seen}; ${stops}`, figures: { ...figures, seenPercent: sharePercent } };
}

/** The fewest failures of so many attempted devices that are bad; one more than there are devices when none are. */
function failuresToStop({ abovePercent, minimum }: Extract<PlanGate, { readonly type: 'threshold' }>, attempted: number): number {
  let failures = Math.floor((attempted * abovePercent) / 100) + 1;
  if (attempted >= minimum) return failures;
  while (failures <= attempted && luckProbability(failures, attempted, abovePercent / 100) > mostLuck) failures += 1;
  return failures;
}

function consecutivePower({ name, failures }: Extract<PlanGate, { readonly type: 'consecutive' }>, { attempted }: GateSight): GatePower {
  if (attempted < failures) {
    const power = `${countOf(attempted, 'device')} can't fail ${failures} times after each other`;
    return { name, power, figures: { devices: attempted, failures } };
  }
  const half = runProbability(attempted, failures, 0.5);
  const fifth = runProbability(attempted, failures, 0.2);
  const power = `of ${countOf(attempted, 'device')} a failure of 20 % stops it in ${wholePercent(fifth)} of cases, one of 50 % in ${wholePercent(half)}`;
  return { name, power, figures: { devices: attempted, failures, halfPercent: 100 * half, fifthPercent: 100 * fifth } };
}

function healthPower(gate: Extract<PlanGate, { readonly type: 'health' }>, sight: GateSight): GatePower {
  const { name, falseStop, falsePromotion } = gate;
  const { attempted, control, failuresPerDeviceHour, soakMs, isMeasured } = sight;
  const figures = { devices: attempted, control, failuresPerThousandHours: failuresPerDeviceHour * 1_000 };
  if (control === 0) return { name, power: 'no device waits any more, so there is nothing to hold the updated ones against', figures };
  const bounds = { falseStop, falsePromotion };
  const sizes = { devices: attempted, controlDevices: control, failuresPerDeviceHour, soakMs, bounds };
  const bad = healthGatePower({ ...sizes, ratio: badRatio });
  const good = gate.promotion === 'proven' ? healthGatePower({ ...sizes, ratio: 1 }) : undefined;
  const basis = `${numberText(failuresPerDeviceHour * 1_000)} failures in 1,000 device hours${isMeasured ? '' : ' (assumed)'}`;
  const half = bad.medianWorseMs === undefined ? '' : `, half of them within ${spanText(bad.medianWorseMs)}`;
  const stops = `with ${countText(attempted)} updated against ${countText(control)} waiting, at ${basis}, an update that fails ${badRatio} times as often is stopped in ${wholePercent(bad.worse)} of cases within the soak of ${spanText(soakMs)}${half}`;
  const promotes = good === undefined ? '' : `; one that is as good is proven so in ${wholePercent(good.fine)} of cases`;
  const stopped = { stoppedPercent: 100 * bad.worse, falseStopPercent: 100 * falseStop };
  return {
    name,
    power: `${stops}${promotes}; one that is as good is stopped in at most ${percentText(100 * falseStop)} of cases`,
    figures: { ...figures, ...stopped, ...(good === undefined ? {} : { provenPercent: 100 * good.fine }) },
  };
}

function signalPower({ name, minimum }: Extract<PlanGate, { readonly type: 'signal' }>, { attempted, control }: GateSight): GatePower {
  const figures = { devices: attempted, control, minimum };
  const sizes = `${countText(attempted)} updated and ${countText(control)} waiting`;
  const judges = Math.min(attempted, control) >= minimum ? 'it judges' : 'it never judges in this wave';
  return { name, power: `it wants ${countOf(minimum, 'device')} on each side and has ${sizes}: ${judges}`, figures };
}

/** The smallest share of failing devices with which at least `failures` of `devices` fail in 95 of 100 cases, 0 to 1. */
function shareSeen(devices: number, failures: number): number {
  let low = 0;
  let high = 1;
  for (let turn = 0; turn < 40; turn += 1) {
    const middle = (low + high) / 2;
    if (luckProbability(failures, devices, middle) < sure) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of a run of so many failures among the devices, each failing with that share. */
function runProbability(devices: number, failures: number, share: number): number {
  // A first run ends with a device when it and those before it fail, the one before them did not, and there was no run up to that one.
  const ends = share ** failures;
  const until = new Float64Array(devices + 1);
  for (let device = failures; device <= devices; device += 1) {
    const without = device === failures ? 1 : (1 - share) * (1 - (until[device - failures - 1] as number));
    until[device] = (until[device - 1] as number) + ends * without;
  }
  return Math.min(1, until[devices] as number);
}

/** A probability as whole percent; what is not certain never reads as 0 % or 100 %. */
function wholePercent(probability: number): string {
  if (probability > 0.99 && probability < 1) return 'more than 99 %';
  if (probability > 0 && probability < 0.01) return 'less than 1 %';
  return `${Math.round(probability * 100)} %`;
}
