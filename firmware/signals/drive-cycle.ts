import { noiseAt } from '#proto/kit/index.js';
import { clamp, fraction } from './curves.ts';

/**
 * How a car is driven: trips of driveMs and stops of parkMs by turns. Within a trip the speed goes smoothly from knot to knot, each knot a
 * function of (driver, trip, knot), so that the speed at any instant follows from the time alone.
 */

/** Time from knot to knot, ms. */
const knotMs = 40_000;
/** A knot below this is a red light. */
const stopShare = 0.2;

/** Trips since the beginning, with the part of the current one. */
export function tripOf(elapsedMs: number, driveMs: number, parkMs: number): number {
  return elapsedMs / (driveMs + parkMs);
}

/** Time since the engine started, ms; negative while the car is parked: minus the time since it stopped. */
export function engineMs(elapsedMs: number, driveMs: number, parkMs: number): number {
  const inTripMs = fraction(tripOf(elapsedMs, driveMs, parkMs)) * (driveMs + parkMs);
  return inTripMs < driveMs ? inTripMs : driveMs - inTripMs;
}

/** Time that the engine ran from 0 to elapsedMs, ms. */
export function engineTotalMs(elapsedMs: number, driveMs: number, parkMs: number): number {
  const trips = Math.floor(tripOf(elapsedMs, driveMs, parkMs));
  return trips * driveMs + Math.min(driveMs, elapsedMs - trips * (driveMs + parkMs));
}

/** Speed, km/h, at a time since the engine's start. */
export function speedKmh(key: number, trip: number, sinceStartMs: number, driveMs: number): number {
  const knot = Math.floor(sinceStartMs / knotMs);
  const from = knotKmh(key, trip, knot, driveMs);
  const to = knotKmh(key, trip, knot + 1, driveMs);
  const x = sinceStartMs / knotMs - knot;
  return from + (to - from) * x * x * (3 - 2 * x);
}

/** Acceleration, m/s2, at a time since the engine's start: the derivative of speedKmh. */
export function accelerationMps2(key: number, trip: number, sinceStartMs: number, driveMs: number): number {
  const knot = Math.floor(sinceStartMs / knotMs);
  const from = knotKmh(key, trip, knot, driveMs);
  const to = knotKmh(key, trip, knot + 1, driveMs);
  const x = sinceStartMs / knotMs - knot;
  return ((to - from) * 6 * x * (1 - x)) / 3.6 / (knotMs / 1_000);
}

function knotKmh(key: number, trip: number, knot: number, driveMs: number): number {
  // A trip begins and ends at rest.
  if (knot <= 0 || (knot + 1) * knotMs > driveMs) return 0;
  const share = 0.5 + 0.5 * noiseAt(key, (Math.imul(trip, 65_536) + knot) | 0);
  if (share < stopShare) return 0;
  // Every third trip or so leads over fast roads.
  const topKmh = noiseAt(key ^ 0x5f3759df, trip | 0) > 0.3 ? 115 : 62;
  return clamp(18 + (topKmh - 18) * ((share - stopShare) / (1 - stopShare)), 0, topKmh);
}
