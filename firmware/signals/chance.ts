import { noiseAt } from '#proto/kit/index.js';

/** Chance as a function of (key, number): what happens on a day or in a minute follows from the day or the minute alone. None allocates. */

/** A key for one purpose of a unit. */
export function subKey(key: number, purpose: number): number {
  return (key ^ Math.imul(purpose, 0x85ebca77)) | 0;
}

/** A key drawn from the unit's own stream. */
export function drawKey(chance: () => number): number {
  return Math.floor(chance() * 4_294_967_296) | 0;
}

/** Evenly spread from 0 (with) to 1 (without). */
export function chanceAt(key: number, number: number): number {
  return 0.5 + 0.5 * noiseAt(key, number | 0);
}

const dayMs = 86_400_000;

/** Days since 1970-01-01, whole. */
export function dayOf(wallMs: number): number {
  return Math.floor(wallMs / dayMs);
}

/** True on Saturdays and Sundays, UTC. 1970-01-01 was a Thursday. */
export function isWeekend(day: number): boolean {
  return (((day + 3) % 7) + 7) % 7 >= 5;
}

/** Hour of the day, 0 (with) to 24 (without), UTC. */
export function hourOf(wallMs: number): number {
  return (wallMs - dayOf(wallMs) * dayMs) / 3_600_000;
}
