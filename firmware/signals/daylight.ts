import { clamp, polyline, smoothNoise } from './curves.ts';

/** Sun, clouds and daylight at a place, as functions of the instant: two units of one place see one sky. */

const hourMs = 3_600_000;
const dayMs = 86_400_000;
const degree = Math.PI / 180;
/** 1 January 2000, 12:00 UTC: from here the sun's mean longitude and anomaly count. */
const epochMs = Date.UTC(2000, 0, 1, 12);

/**
 * Height of the sun's centre over the horizon, deg, within 0.1 without refraction: the low-precision solar coordinates of the Astronomical
 * Almanac (page C5).
 */
export function sunAltitudeDeg(latitudeDeg: number, longitudeDeg: number, wallMs: number): number {
  const days = (wallMs - epochMs) / dayMs;
  const anomaly = (357.528 + 0.9856003 * days) * degree;
  const meanDeg = 280.46 + 0.9856474 * days;
  const ecliptic = (meanDeg + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * degree;
  const tilt = (23.439 - 4e-7 * days) * degree;
  const declination = Math.asin(Math.sin(tilt) * Math.sin(ecliptic));
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(ecliptic), Math.cos(ecliptic));
  const siderealDeg = 280.46061837 + 360.98564736629 * days;
  const hourAngle = (siderealDeg + longitudeDeg) * degree - ascension;
  const latitude = latitudeDeg * degree;
  const sine = Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle);
  return Math.asin(clamp(sine, -1, 1)) / degree;
}

/**
 * Logarithm of the horizontal illuminance of a clear sky, lx, over the sun's height, deg. Twilight by the American Meteorological Society's
 * glossary (585 to 410 lx at sunset, 3.5 to 2 lx at the end of civil twilight); by day round numbers of a clear sky.
 */
const clearSky = [-18, -3.1, -12, -2.08, -6, 0.43, -0.8, 2.7, 5, 3.66, 10, 4.06, 20, 4.45, 30, 4.66, 45, 4.85, 60, 4.96, 90, 5.03];
/** What a town's own lights give back from the sky, lx. */
const skyGlowLx = 0.05;

/** Cloud cover, 0 (clear) to 1 (overcast): fronts that take days, and clouds that take hours. */
export function cloudCover(latitudeDeg: number, longitudeDeg: number, wallMs: number): number {
  const key = Math.imul(Math.round(latitudeDeg * 100), 73_856_093) ^ Math.imul(Math.round(longitudeDeg * 100), 19_349_663);
  const front = smoothNoise(key, wallMs / (40 * hourMs));
  const cloud = smoothNoise(key ^ 0x5f3759df, wallMs / (2 * hourMs));
  return clamp(0.55 + 0.6 * front + 0.3 * cloud, 0, 1);
}

/** Horizontal illuminance, lx. Clouds take 1 - 0.75 c^3.4 of it (Kasten and Czeplak, Solar Energy 24, 1980: global radiation; used for light too). */
export function daylightLx(latitudeDeg: number, longitudeDeg: number, wallMs: number): number {
  const clearLx = 10 ** polyline(clearSky, sunAltitudeDeg(latitudeDeg, longitudeDeg, wallMs));
  return skyGlowLx + clearLx * (1 - 0.75 * cloudCover(latitudeDeg, longitudeDeg, wallMs) ** 3.4);
}
