import { chanceAt } from './chance.ts';

/**
 * A shuttle's loop: legs from stop to stop, each with a top speed of its own, and a halt after each. The time that counts is that of the
 * timetable: it stands still while the shuttle stands still between stops. Speed within a leg is a raised cosine, so that the way follows exactly.
 */

const legs = 32;
const legMs = 90_000;
const haltMs = 20_000;
const loopMs = legs * (legMs + haltMs);

/** Top speed of a leg as share of the cruising speed. */
function topShare(route: number, leg: number): number {
  return 0.4 + 0.6 * chanceAt(route, leg);
}

/** Number of the leg in its loop, and time since it began, ms; longer than a leg while halting. */
function legAt(progressMs: number): readonly [leg: number, inLegMs: number] {
  const inLoopMs = progressMs - Math.floor(progressMs / loopMs) * loopMs;
  const leg = Math.min(legs - 1, Math.floor(inLoopMs / (legMs + haltMs)));
  return [leg, inLoopMs - leg * (legMs + haltMs)];
}

/** Speed as share of the cruising speed. */
export function speedShare(route: number, progressMs: number): number {
  const [leg, inLegMs] = legAt(progressMs);
  return inLegMs >= legMs ? 0 : topShare(route, leg) * 0.5 * (1 - Math.cos((2 * Math.PI * inLegMs) / legMs));
}

/** Angle of the front wheels, deg: each leg bends once to one side. */
export function steeringDeg(route: number, progressMs: number): number {
  const [leg, inLegMs] = legAt(progressMs);
  return inLegMs >= legMs ? 0 : 24 * (2 * chanceAt(route, legs + leg) - 1) * Math.sin((Math.PI * inLegMs) / legMs);
}

/** Way gone at the cruising speed for so long, ms: the integral of speedShare. */
export function wayMs(route: number, progressMs: number): number {
  const loops = Math.floor(progressMs / loopMs);
  const [current, inLegMs] = legAt(progressMs);
  let whole = 0;
  let part = 0;
  for (let leg = 0; leg < legs; leg += 1) {
    whole += (topShare(route, leg) * legMs) / 2;
    if (leg === current - 1) part = whole;
  }
  const x = Math.min(inLegMs, legMs);
  part += topShare(route, current) * (x / 2 - (legMs / (4 * Math.PI)) * Math.sin((2 * Math.PI * x) / legMs));
  return loops * whole + part;
}
