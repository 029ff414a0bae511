import { chanceAt, dayOf, hourOf, subKey } from './chance.ts';
import { smoothNoise } from './curves.ts';

/** How a person lives through the day, as functions of the instant: two reads of one instant see one life. Simplified on purpose: no clinic. */

const dayMs = 86_400_000;
/** Time from one choice of activity to the next, ms. */
const boutMs = 10 * 60_000;

/** The day's number and the hour in it, by the clock of a person who gets up early or late by up to 45 minutes. */
function ownMs(key: number, wallMs: number): number {
  return wallMs + (chanceAt(subKey(key, 1), 0) - 0.5) * 5_400_000;
}

/** True while the person sleeps: 22:45 to 6:45 of the own clock. */
export function isAsleep(key: number, wallMs: number): boolean {
  const hour = hourOf(ownMs(key, wallMs));
  return hour < 6.75 || hour >= 22.75;
}

/** What the person does in one bout: 0 rest to 1 all that the heart can give. */
function boutActivity(key: number, bout: number): number {
  const wallMs = bout * boutMs;
  if (isAsleep(key, wallMs)) return 0;
  const draw = chanceAt(subKey(key, 2), bout);
  const strength = chanceAt(subKey(key, 3), bout);
  // Every tenth day or so the person runs: 18:00 to 18:40 of the own clock.
  const hour = hourOf(ownMs(key, wallMs));
  if (hour >= 18 && hour < 18.67 && chanceAt(subKey(key, 4), dayOf(wallMs)) < 0.15) return 0.65 + 0.2 * strength;
  if (draw < 0.03) return 0.35 + 0.15 * strength;
  if (draw < 0.11) return 0.15 + 0.15 * strength;
  // Housework raises the rate and makes no walk.
  return draw < 0.4 ? 0.07 + 0.07 * strength : 0.04 * strength;
}

/** Activity now, 0 (still) to 1, smooth from bout to bout. */
export function activityAt(key: number, wallMs: number): number {
  const bout = Math.floor(wallMs / boutMs);
  const from = boutActivity(key, bout);
  const part = Math.min(1, (4 * (wallMs - bout * boutMs)) / boutMs);
  // The body follows within a quarter of the bout.
  const before = boutActivity(key, bout - 1);
  return before + (from - before) * part * part * (3 - 2 * part);
}

/** Steps a minute in a bout: a walk from 0.15, a run from 0.6. */
function cadenceOf(activity: number): number {
  if (activity >= 0.6) return 150 + 30 * activity;
  return activity >= 0.15 ? 85 + 80 * (activity - 0.15) : 0;
}

/** Steps a minute now. */
export function cadenceAt(key: number, wallMs: number): number {
  return cadenceOf(boutActivity(key, Math.floor(wallMs / boutMs)));
}

/** Steps since midnight UTC. */
export function stepsOfDay(key: number, wallMs: number): number {
  const last = Math.floor(wallMs / boutMs);
  let steps = 0;
  for (let bout = Math.floor((dayOf(wallMs) * dayMs) / boutMs); bout < last; bout += 1)
    steps += (cadenceOf(boutActivity(key, bout)) * boutMs) / 60_000;
  return steps + (cadenceAt(key, wallMs) * (wallMs - last * boutMs)) / 60_000;
}

/** A cosine of the day, 1 at the hour of the own clock. */
export function circadian(key: number, wallMs: number, peakHour: number): number {
  return Math.cos((2 * Math.PI * (hourOf(ownMs(key, wallMs)) - peakHour)) / 24);
}

/**
 * Sinus rate, 1/min: resting rate, least at 3:00 and most at 15:00, plus the share of the reserve that the activity takes. The greatest rate is
 * 208 - 0.7 age (Tanaka, Monahan, Seals, JACC 37, 2001).
 * @param mostActivity what a person with a weak heart makes of a run, 0 to 1
 */
export function sinusPerMin(key: number, wallMs: number, restingPerMin: number, ageYears: number, mostActivity: number): number {
  const reserve = 208 - 0.7 * ageYears - restingPerMin;
  const resting = restingPerMin + 6 * circadian(key, wallMs, 15) + 3 * smoothNoise(subKey(key, 5), wallMs / 300_000);
  return resting + reserve * Math.min(mostActivity, activityAt(key, wallMs));
}
