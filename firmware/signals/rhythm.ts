import { chanceAt, subKey } from './chance.ts';
import { clamp } from './curves.ts';

/**
 * Episodes of a kind, as functions of the instant. Time is cut into windows; a window holds one episode or none, by chance of its number alone,
 * so that an episode is the same whenever and in whatever order anybody looks.
 */
export interface EpisodeKind {
  /** Number of the kind: its own chance. */
  readonly purpose: number;
  /** Length of a window, ms: at most one episode in each. */
  readonly windowMs: number;
  /** Shortest episode and what chance adds on average (exponential), ms. */
  readonly leastMs: number;
  readonly meanMs: number;
}

const dayMs = 86_400_000;

function chanceOf(kind: EpisodeKind, perDay: number): number {
  return clamp((perDay * kind.windowMs) / dayMs, 0, 1);
}

function lengthMs(key: number, kind: EpisodeKind, window: number): number {
  const drawn = -kind.meanMs * Math.log(1 - chanceAt(subKey(key, kind.purpose + 1), window));
  return Math.min(0.9 * kind.windowMs, kind.leastMs + drawn);
}

function startMs(key: number, kind: EpisodeKind, window: number): number {
  return (window + (1 - lengthMs(key, kind, window) / kind.windowMs) * chanceAt(subKey(key, kind.purpose + 2), window)) * kind.windowMs;
}

/** Time of episodes within the span that ends at wallMs, ms. @param spanMs 0 or more */
export function episodeMs(key: number, kind: EpisodeKind, perDay: number, wallMs: number, spanMs: number): number {
  const chance = chanceOf(kind, perDay);
  let sumMs = 0;
  for (let window = Math.floor((wallMs - spanMs) / kind.windowMs); window <= Math.floor(wallMs / kind.windowMs); window += 1) {
    if (chanceAt(subKey(key, kind.purpose), window) >= chance) continue;
    const fromMs = startMs(key, kind, window);
    sumMs += Math.max(0, Math.min(wallMs, fromMs + lengthMs(key, kind, window)) - Math.max(wallMs - spanMs, fromMs));
  }
  return sumMs;
}

/** Length of the longest episode that ended or goes on within the span that ends at wallMs, as far as it went, ms; 0 when there was none. */
export function longestEpisodeMs(key: number, kind: EpisodeKind, perDay: number, wallMs: number, spanMs: number): number {
  const chance = chanceOf(kind, perDay);
  let longestMs = 0;
  for (let window = Math.floor((wallMs - spanMs) / kind.windowMs); window <= Math.floor(wallMs / kind.windowMs); window += 1) {
    if (chanceAt(subKey(key, kind.purpose), window) >= chance) continue;
    const fromMs = startMs(key, kind, window);
    const untilMs = Math.min(wallMs, fromMs + lengthMs(key, kind, window));
    if (untilMs >= wallMs - spanMs) longestMs = Math.max(longestMs, untilMs - fromMs);
  }
  return longestMs;
}

/** True within an episode. */
export function isEpisode(key: number, kind: EpisodeKind, perDay: number, wallMs: number): boolean {
  const window = Math.floor(wallMs / kind.windowMs);
  if (chanceAt(subKey(key, kind.purpose), window) >= chanceOf(kind, perDay)) return false;
  const fromMs = startMs(key, kind, window);
  return wallMs >= fromMs && wallMs < fromMs + lengthMs(key, kind, window);
}
