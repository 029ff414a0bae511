import { chanceAt, dayOf, drawKey, subKey } from './chance.ts';
import { clamp, levelOf, quantise } from './curves.ts';
import { cadenceAt, circadian, isAsleep, sinusPerMin, stepsOfDay } from './person.ts';
import type { SignalModel } from './signal-model.ts';

/** A watch on a wrist: a person's day of sleep, rest, walks and runs, and the habit of taking it off to charge. */

/** Places in the state. */
const personKey = 0;
const nowMs = 1;
const restingPerMin = 2;
const skinOffsetC = 3;
const stepScale = 4;
/** What the charger gave so far, mAh. */
const chargedMah = 5;
/** Severity of the faults that read and truth must share. */
const feverLevel = 6;
const looseLevel = 7;
/** Share of the charging days that the person lets pass. */
const forgetsLevel = 8;
const stateLength = 9;

type Parameters = Readonly<Record<string, number>>;

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** How long it charges, and within which hours it begins, UTC. */
const chargingMs = 80 * 60_000;
const firstHour = 20;
const lastHour = 21.5;
/** Time in which the skin sensor follows to 63 %, ms, and the room that it shows when it lies there. */
const skinMs = 6 * 60_000;
const roomC = 22;

/** What the watch takes the person to be doing, as the wire has it. */
const activity = { sleep: 0, rest: 1, walk: 2, run: 3 } as const;

/** When the day's charging begins, ms since 1970; undefined on a day without. */
function chargingStartMs(key: number, forgets: number, parameters: Parameters, day: number): number | undefined {
  const share = (1 / (parameters.chargeEveryDays as number)) * (1 - forgets);
  if (chanceAt(subKey(key, 60), day) >= share) return undefined;
  return day * dayMs + (firstHour + (lastHour - firstHour) * chanceAt(subKey(key, 61), day)) * hourMs;
}

/** Time on the charger from fromMs to untilMs, ms. */
function pluggedMs(key: number, forgets: number, parameters: Parameters, fromMs: number, untilMs: number): number {
  let sumMs = 0;
  for (let day = dayOf(fromMs); day <= dayOf(untilMs); day += 1) {
    const startMs = chargingStartMs(key, forgets, parameters, day);
    if (startMs !== undefined) sumMs += Math.max(0, Math.min(untilMs, startMs + chargingMs) - Math.max(fromMs, startMs));
  }
  return sumMs;
}

/** Today's charging so far: since when it lies on the charger, and since when it is worn again, ms; undefined before either. */
function chargingOf(state: readonly number[], parameters: Parameters) {
  const wallMs = state[nowMs] as number;
  const startMs = chargingStartMs(state[personKey] as number, state[forgetsLevel] as number, parameters, dayOf(wallMs));
  if (startMs === undefined || wallMs < startMs) return { startMs: undefined, pluggedForMs: undefined, wornForMs: undefined };
  const agoMs = wallMs - startMs;
  return agoMs < chargingMs
    ? { startMs, pluggedForMs: agoMs, wornForMs: undefined }
    : { startMs, pluggedForMs: undefined, wornForMs: agoMs - chargingMs };
}

/** Steps of the day that were made with the watch on. */
function trueSteps(state: readonly number[], parameters: Parameters): number {
  const key = state[personKey] as number;
  const wallMs = state[nowMs] as number;
  const { startMs } = chargingOf(state, parameters);
  const steps = stepsOfDay(key, wallMs);
  return startMs === undefined ? steps : steps - stepsOfDay(key, Math.min(wallMs, startMs + chargingMs)) + stepsOfDay(key, startMs);
}

function trueRate(state: readonly number[], parameters: Parameters): number {
  const { ageYears = 0 } = parameters;
  return (
    sinusPerMin(state[personKey] as number, state[nowMs] as number, state[restingPerMin] as number, ageYears, 1) +
    14 * (state[feverLevel] as number)
  );
}

/** See the head of this file. */
export const wearableModel: SignalModel = {
  name: 'wearable',
  outputs: ['heartRatePerMin', 'stepsCount', 'cadencePerMin', 'activityCode', 'skinTempC', 'wornCode', 'chargingCode', 'batteryPercent'],
  actuators: [],
  readsCharge: true,
  harvestPlace: chargedMah,
  truth: ['trueRatePerMin', 'trueStepsCount', 'feverRatio', 'strapLooseRatio'],
  parameters: {
    ageYears: { defaultValue: 40, minimum: 10, maximum: 100, title: 'Age of the person, years' },
    restingPerMin: { defaultValue: 60, minimum: 40, maximum: 90, title: 'Resting heart rate, 1/min; people differ by 10' },
    chargeEveryDays: { defaultValue: 2, minimum: 1, maximum: 14, title: 'Days from one charging to the next, on average' },
    chargerMa: { defaultValue: 150, minimum: 0, maximum: 2_000, title: 'Current of the charger, mA' },
  },
  faults: {
    'loose-strap': 'The strap is loose: the rate jumps, and follows the steps while walking.',
    'charger-broken': 'The charger gives less, at severity 1 nothing.',
    'charging-forgotten': 'The person lets charging days pass, at severity 1 all of them.',
    'steps-overcounted': 'The counter takes shaking for steps: up to half as many more.',
    fever: 'The person has a fever: skin up to 1.6 K warmer, rate up to 14 a minute higher.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state[personKey] = drawKey(chance);
    state[restingPerMin] = (parameters.restingPerMin as number) + 20 * (chance() - 0.5);
    state[skinOffsetC] = 1.5 * (chance() - 0.5);
    state[stepScale] = 0.97 + 0.06 * chance();
    for (const place of [nowMs, chargedMah, feverLevel, looseLevel, forgetsLevel]) state[place] = 0;
  },
  step(state, dtMs, wallMs, _inputs, faults, parameters) {
    state[nowMs] = wallMs;
    state[feverLevel] = levelOf(faults, 'fever');
    state[looseLevel] = levelOf(faults, 'loose-strap');
    state[forgetsLevel] = levelOf(faults, 'charging-forgotten');
    const plugged = pluggedMs(state[personKey] as number, state[forgetsLevel] as number, parameters, wallMs - dtMs, wallMs);
    const chargerMa = (parameters.chargerMa as number) * (1 - levelOf(faults, 'charger-broken'));
    state[chargedMah] = (state[chargedMah] as number) + (chargerMa * plugged) / hourMs;
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const key = state[personKey] as number;
    const wallMs = state[nowMs] as number;
    const { pluggedForMs, wornForMs } = chargingOf(state, parameters);
    const isWorn = pluggedForMs === undefined;
    const cadence = isWorn ? cadenceAt(key, wallMs) : 0;
    const loose = state[looseLevel] as number;
    const rate = trueRate(state, parameters);
    const shown = rate + loose * (cadence > 0 ? cadence - rate : 0) + (1.5 + 20 * loose) * noise(0);
    const cold =
      pluggedForMs === undefined ? (wornForMs === undefined ? 0 : Math.exp(-wornForMs / skinMs)) : 1 - Math.exp(-pluggedForMs / skinMs);
    const skin = 32.8 + (state[skinOffsetC] as number) + 0.9 * circadian(key, wallMs, 3) + 1.6 * (state[feverLevel] as number);
    const worn = skin - (cadence > 0 ? 1 : 0);
    outputs[0] = isWorn ? quantise(clamp(shown, 25, 240), 1) : 0;
    outputs[1] = Math.floor(trueSteps(state, parameters) * (state[stepScale] as number) * (1 + 0.5 * levelOf(faults, 'steps-overcounted')));
    outputs[2] = quantise(cadence === 0 ? 0 : cadence + 3 * noise(2), 1);
    outputs[3] = cadence >= 140 ? activity.run : cadence > 0 ? activity.walk : isAsleep(key, wallMs) ? activity.sleep : activity.rest;
    outputs[4] = quantise(worn + (roomC - worn) * cold + 0.05 * noise(4), 100);
    outputs[5] = isWorn ? 1 : 0;
    outputs[6] = !isWorn && levelOf(faults, 'charger-broken') < 1 ? 1 : 0;
    outputs[7] = quantise(100 * (inputs[0] as number), 1);
  },
  readTruth(state, parameters, truth) {
    truth[0] = trueRate(state, parameters);
    truth[1] = trueSteps(state, parameters);
    truth[2] = state[feverLevel] as number;
    truth[3] = state[looseLevel] as number;
  },
};
