/**
 * An implant with one lead at a heart: rhythm, activity, the lead's electrical state, and its cell over years. Simplified for the test of fleets,
 * not of hearts: rates and episodes are drawn, no electrogram is made, and nothing here is fit for a medical judgement. Over 200 lines since a
 * rhythm, a lead and a cell meet in what the implant senses.
 */

import { chanceAt, drawKey, subKey } from './chance.ts';
import { clamp, levelOf, polyline, quantise, smoothNoise } from './curves.ts';
import { activityAt, circadian, sinusPerMin } from './person.ts';
import { type EpisodeKind, episodeMs, isEpisode, longestEpisodeMs } from './rhythm.ts';
import type { FaultLevels, SignalModel } from './signal-model.ts';

/** Places in the state. */
const personKey = 0;
const nowMs = 1;
const restingPerMin = 2;
const variabilityScale = 3;
const leadOhm = 4;
const leadAgeDays = 5;
const waveMv = 6;
/** Insulation lost, 0 to 1: grows while the fault lasts. */
const breach = 7;
const fracture = 8;
/** Share of the cell's charge that was used before the simulation, and that pacing and faults took beside the electronics since. */
const usedRatio = 9;
const lostRatio = 10;
/** Share of beats that this heart needs paced, over the years. */
const pacedRatio = 11;
/** When a lasting fibrillation began, ms since 1970; 0 while there is none. */
const fibrillationSinceMs = 12;
/** Severity of the faults of the heart itself, which truth must know. */
const fibrillationLevel = 13;
const pausesLevel = 14;
const stateLength = 15;

type Parameters = Readonly<Record<string, number>>;

const dayMs = 86_400_000;
const minuteMs = 60_000;

const fibrillation: EpisodeKind = { purpose: 20, windowMs: dayMs / 2, leastMs: 120_000, meanMs: 2_400_000 };
const tachycardia: EpisodeKind = { purpose: 30, windowMs: dayMs / 4, leastMs: 20_000, meanMs: 90_000 };
const bradycardia: EpisodeKind = { purpose: 40, windowMs: dayMs / 4, leastMs: 60_000, meanMs: 240_000 };
const pause: EpisodeKind = { purpose: 50, windowMs: dayMs / 24, leastMs: 3_000, meanMs: 1_200 };

/** Who has such an implant does not run, but walks fast. */
const mostActivity = 0.6;

/** Rhythms, as the wire has them. */
const rhythm = { sinus: 0, fibrillation: 1, bradycardia: 2, tachycardia: 3, pause: 4 } as const;

/** Time in which an insulation breach of severity 1 is complete, and in which a premature depletion empties the cell, days. */
const breachDays = 30;
const depletionDays = 60;
/** Impedance that a broken conductor shows: the end of the scale, Ohm. */
const openOhm = 3_000;
/** Capacity, mAh, and the charge of one paced beat into 500 Ohm, mAh: 2.5 V for 0.4 ms. */
const cellMah = 1_000;
const beatMah = (2.5 / 500) * 0.0004 * (1_000 / 3_600);
/** Waves below this are missed, mV. */
const sensedMv = 1.2;

/** True rhythm and rate before any pacing. */
function intrinsic(state: readonly number[], parameters: Parameters): { readonly code: number; readonly perMin: number } {
  const key = state[personKey] as number;
  const wallMs = state[nowMs] as number;
  const { afPerDay = 0, tachyPerDay = 0, bradyPerDay = 0, ageYears = 0 } = parameters;
  const sinus = sinusPerMin(key, wallMs, state[restingPerMin] as number, ageYears, mostActivity);
  if (isEpisode(key, tachycardia, tachyPerDay, wallMs))
    return { code: rhythm.tachycardia, perMin: 168 + 8 * smoothNoise(subKey(key, 6), wallMs / minuteMs) };
  if ((state[fibrillationSinceMs] as number) > 0 || isEpisode(key, fibrillation, afPerDay, wallMs)) {
    const quick = 25 + 25 * (state[fibrillationLevel] as number) + 14 * smoothNoise(subKey(key, 7), wallMs / 20_000);
    return { code: rhythm.fibrillation, perMin: Math.min(145, sinus * 1.1 + quick) };
  }
  if (isEpisode(key, bradycardia, bradyPerDay, wallMs))
    return { code: rhythm.bradycardia, perMin: 37 + 4 * smoothNoise(subKey(key, 8), wallMs / minuteMs) };
  return { code: rhythm.sinus, perMin: sinus };
}

/** Longest gap without a beat of the heart's own that ended within the last minute, ms; 0 when there was none. */
function gapMs(state: readonly number[], parameters: Parameters): number {
  const key = state[personKey] as number;
  const wallMs = state[nowMs] as number;
  const minute = Math.floor(wallMs / minuteMs);
  const isLong = chanceAt(subKey(key, 9), minute) < 0.5 * (state[pausesLevel] as number);
  const faultMs = isLong ? 4_000 + 4_000 * chanceAt(subKey(key, 10), minute) : 0;
  return Math.max(faultMs, longestEpisodeMs(key, pause, parameters.pausesPerDay as number, wallMs, minuteMs));
}

/** The lead: what it measures now, and what of the heart it hides. */
function leadOf(state: readonly number[], faults: FaultLevels) {
  const minute = Math.floor((state[nowMs] as number) / minuteMs);
  const key = state[personKey] as number;
  const age = state[leadAgeDays] as number;
  // Lower in the first weeks, then up for months, then a slow creep: the form of published courses, the numbers are ours.
  const matured = 1 - 0.18 * (age / 10) * Math.exp(1 - age / 10) + 0.12 * (1 - Math.exp(-age / 60)) + 0.01 * (age / 365);
  const broken = state[fracture] as number;
  // A fracture opens and closes with movement: by chance of the minute, always when it is complete.
  const isOpen = chanceAt(subKey(key, 11), minute) < broken;
  const lost = state[breach] as number;
  const ohm = isOpen ? openOhm : (state[leadOhm] as number) * Math.min(1.6, matured) * (1 + 0.3 * broken) * (1 - 0.65 * lost);
  const drift = 0.5 * smoothNoise(subKey(key, 12), (state[nowMs] as number) / dayMs);
  const mv = isOpen ? 0.3 : ((state[waveMv] as number) + drift) * (1 - 0.5 * lost) * (1 - 0.95 * levelOf(faults, 'sensing-loss'));
  return { ohm, mv: Math.max(0.1, mv), isOpen, isNoisy: broken > 0 && !isOpen && chanceAt(subKey(key, 13), minute) < 0.5 * broken };
}

/** What the implant believes: rate, variability and longest interval in, rhythm out. */
function classify(perMin: number, variabilityMs: number, longestMs: number): number {
  if (longestMs >= 3_000) return rhythm.pause;
  if (perMin >= 150) return rhythm.tachycardia;
  if (variabilityMs >= 90) return rhythm.fibrillation;
  return perMin < 45 ? rhythm.bradycardia : rhythm.sinus;
}

function cellRatio(state: readonly number[], charge: number): number {
  return clamp(charge * (1 - (state[usedRatio] as number)) - (state[lostRatio] as number), 0, 1);
}

/** Days of pacing into the breached lead, each worth what a whole one would take: the integral of 1 / (1 - 0.65 b) over a breach that grows evenly. */
function effectiveDays(days: number, from: number, to: number, perDay: number): number {
  if (to <= from || perDay <= 0) return days / (1 - 0.65 * from);
  const growing = Math.min(days, (to - from) / perDay);
  const reached = from + growing * perDay;
  return Math.log((1 - 0.65 * from) / (1 - 0.65 * reached)) / (0.65 * perDay) + (days - growing) / (1 - 0.65 * reached);
}

/** See the head of this file. */
export const heartMonitorModel: SignalModel = {
  name: 'heart-monitor',
  outputs: [
    ...['heartRatePerMin', 'variabilityMs', 'longestIntervalMs', 'rhythmCode', 'activityPercent', 'pacedPercent', 'fibrillationPercent'],
    ...['bodyTempC', 'leadOhm', 'sensedMv', 'batteryV'],
  ],
  actuators: ['pacingPerMin'],
  readsCharge: true,
  truth: ['trueRhythmCode', 'trueRatePerMin', 'leadFractureRatio', 'leadBreachRatio', 'pacingTookRatio'],
  parameters: {
    ageYears: { defaultValue: 68, minimum: 18, maximum: 100, title: 'Age of the person, years' },
    restingPerMin: { defaultValue: 62, minimum: 40, maximum: 90, title: 'Resting heart rate, 1/min; people differ by 8' },
    afPerDay: { defaultValue: 0.4, minimum: 0, maximum: 2, title: 'Episodes of atrial fibrillation a day' },
    tachyPerDay: { defaultValue: 0.1, minimum: 0, maximum: 4, title: 'Episodes of tachycardia a day' },
    bradyPerDay: { defaultValue: 0.3, minimum: 0, maximum: 4, title: 'Episodes of bradycardia a day' },
    pausesPerDay: { defaultValue: 0.5, minimum: 0, maximum: 24, title: 'Pauses of 3 s and more a day' },
    leadAgeDays: { defaultValue: 1_500, minimum: 0, maximum: 7_300, title: 'Leads begin so many days after implantation at most, days' },
    usedPercent: { defaultValue: 60, minimum: 0, maximum: 90, title: 'Cells begin with so much of their charge used at most, %' },
  },
  faults: {
    'lead-fracture':
      'The conductor breaks: impedance jumps to the end of the scale, at severity 1 always; beats are missed, noise is taken for beats.',
    'insulation-breach':
      'The insulation fails within 30 days at severity 1: impedance falls by up to 65 %, sensing by half, pacing takes more charge.',
    'sensing-loss': 'The tip has moved: the sensed wave is up to 95 % smaller, and beats are missed.',
    'premature-depletion': 'The cell loses its charge, all of it within 60 days at severity 1.',
    'atrial-fibrillation': 'The atria fibrillate from now on, the faster the higher the severity.',
    'long-pauses': 'The heart pauses for 4 to 8 s, every other minute at severity 1.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state[personKey] = drawKey(chance);
    state[restingPerMin] = (parameters.restingPerMin as number) + 16 * (chance() - 0.5);
    state[variabilityScale] = 0.7 + 0.6 * chance();
    state[leadOhm] = 450 + 200 * chance();
    state[leadAgeDays] = (parameters.leadAgeDays as number) * chance();
    state[waveMv] = 6 + 6 * chance();
    state[usedRatio] = ((parameters.usedPercent as number) / 100) * chance();
    state[pacedRatio] = 0.3 * chance();
    for (const place of [nowMs, breach, fracture, lostRatio, fibrillationSinceMs, fibrillationLevel, pausesLevel]) state[place] = 0;
  },
  step(state, dtMs, wallMs, inputs, faults) {
    const days = dtMs / dayMs;
    state[nowMs] = wallMs;
    state[leadAgeDays] = (state[leadAgeDays] as number) + days;
    state[fracture] = levelOf(faults, 'lead-fracture');
    state[fibrillationLevel] = levelOf(faults, 'atrial-fibrillation');
    state[pausesLevel] = levelOf(faults, 'long-pauses');
    if (state[fibrillationLevel] === 0) state[fibrillationSinceMs] = 0;
    else if (state[fibrillationSinceMs] === 0) state[fibrillationSinceMs] = wallMs - dtMs;
    const breached = levelOf(faults, 'insulation-breach');
    // Without the fault the lead has been replaced.
    const before = breached === 0 ? 0 : Math.min(breached, state[breach] as number);
    const perDay = breached / breachDays;
    state[breach] = Math.min(breached, before + days * perDay);
    const beats = (inputs[0] as number) > 0 ? (state[pacedRatio] as number) * (inputs[0] as number) * 1_440 : 0;
    const pacing = (beats * beatMah * effectiveDays(days, before, breached, perDay) * 500) / ((state[leadOhm] as number) * cellMah);
    const depletion = (levelOf(faults, 'premature-depletion') * days) / depletionDays;
    state[lostRatio] = Math.min(1, (state[lostRatio] as number) + pacing + depletion);
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const key = state[personKey] as number;
    const wallMs = state[nowMs] as number;
    const own = intrinsic(state, parameters);
    const lead = leadOf(state, faults);
    const pacing = lead.isOpen ? 0 : Math.max(0, inputs[0] as number);
    const isPaced = pacing > own.perMin;
    const truePerMin = Math.max(own.perMin, pacing);
    const missed = lead.mv < sensedMv ? clamp((sensedMv - lead.mv) / sensedMv, 0, 1) : 0;
    const falsePerMin = lead.isNoisy ? 120 : 0;
    const perMin = clamp(truePerMin * (1 - missed) + falsePerMin + 1.5 * noise(0), 0, 250);
    const still =
      own.code === rhythm.fibrillation ? 130 + 25 * noise(1) : (22 + 8 * circadian(key, wallMs, 3)) * (62 / Math.max(45, own.perMin));
    const variability = isPaced ? 2 : still * (own.code === rhythm.sinus ? (state[variabilityScale] as number) : 1);
    const shownVariability = Math.max(1, variability + 2 * noise(1) + (falsePerMin > 0 || missed > 0.2 ? 80 : 0));
    const gap = Math.max(gapMs(state, parameters), missed > 0.7 ? 4_000 : 0);
    // A pacemaker fills a gap after its escape interval.
    const filled = pacing > 0 && missed === 0 ? Math.min(gap, 60_000 / pacing) : gap;
    const longest = Math.max(filled, 60_000 / Math.max(20, perMin) + 1.5 * shownVariability);
    outputs[0] = quantise(perMin, 1);
    outputs[1] = quantise(shownVariability, 1);
    outputs[2] = quantise(Math.min(longest, 10_000), 1);
    outputs[3] = classify(perMin, shownVariability, longest);
    outputs[4] = quantise(clamp(100 * activityAt(key, wallMs) + noise(4), 0, 100), 1);
    outputs[5] = quantise(isPaced ? 100 * clamp(2 * (1 - own.perMin / pacing), 0.2, 1) : 0, 1);
    outputs[6] = quantise(burdenPercent(state, parameters), 10);
    outputs[7] = quantise(36.85 + 0.35 * circadian(key, wallMs, 17.5) + 0.5 * activityAt(key, wallMs) + 0.03 * noise(7), 100);
    outputs[8] = quantise(lead.ohm * (1 + 0.01 * noise(8)), 1);
    outputs[9] = quantise(lead.mv * (1 + 0.03 * noise(9)), 100);
    outputs[10] = quantise(polyline(cellVolts, cellRatio(state, inputs[1] as number)), 1_000);
  },
  readTruth(state, parameters, truth) {
    const own = intrinsic(state, parameters);
    truth[0] = gapMs(state, parameters) > 0 ? rhythm.pause : own.code;
    truth[1] = own.perMin;
    truth[2] = state[fracture] as number;
    truth[3] = state[breach] as number;
    truth[4] = state[lostRatio] as number;
  },
};

/**
 * Voltage of a lithium-iodine cell over the share of its charge that is left: evenly from 2.8 V to 2.4 V at a tenth, then steeply down (Bronzino,
 * Medical Devices and Systems, 2006).
 */
const cellVolts = [0, 1.8, 0.03, 2.1, 0.06, 2.28, 0.1, 2.4, 1, 2.8];

/** Share of the last 24 hours in atrial fibrillation, %. */
function burdenPercent(state: readonly number[], parameters: Parameters): number {
  const key = state[personKey] as number;
  const wallMs = state[nowMs] as number;
  const since = state[fibrillationSinceMs] as number;
  const lastingMs = since === 0 ? 0 : Math.min(dayMs, wallMs - since);
  const earlierMs = episodeMs(key, fibrillation, parameters.afPerDay as number, wallMs - lastingMs, dayMs - lastingMs);
  return (100 * (lastingMs + earlierMs)) / dayMs;
}
