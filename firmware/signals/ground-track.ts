import { chanceAt } from './chance.ts';

/** Where a thing is that goes its ways about a town: a smooth curve through the town by metres gone, so that who goes nowhere stays. */

/** Metres of a degree of latitude, and of longitude at the equator. */
const metresPerDegree = 111_320;

/** The middle of the town and how far it reaches, as parameters of a model: latitudeDeg, longitudeDeg, townM. */
type Town = Readonly<Record<string, number>>;

/** A place by World Geodetic System 1984, deg. */
interface Place {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/**
 * @param key names the thing: each has a curve of its own
 * @param wayM metres gone so far
 * @param off how far beside the truth the place is said to be, m
 */
export function positionAt(key: number, wayM: number, town: Town, off: { readonly northM: number; readonly eastM: number }): Place {
  const { northM, eastM } = onTrack(key, wayM, town.townM as number);
  return placeOf(town, northM + off.northM, eastM + off.eastM);
}

/** A place so many metres from the middle of the town; longitude within -180 and 180. */
export function placeOf(town: Town, northM: number, eastM: number): Place {
  const middleDeg = town.latitudeDeg as number;
  const longitudeDeg = (town.longitudeDeg as number) + eastM / (metresPerDegree * Math.cos((middleDeg * Math.PI) / 180));
  return {
    latitudeDeg: middleDeg + northM / metresPerDegree,
    longitudeDeg: longitudeDeg > 180 ? longitudeDeg - 360 : longitudeDeg < -180 ? longitudeDeg + 360 : longitudeDeg,
  };
}

/**
 * Two circles in each direction with lengths that do not divide each other. One who goes at 1 m/s along the way moves at about 1 m/s on the ground:
 * the radii and rates are such that the mean square of the speed is 1.
 */
function onTrack(key: number, wayM: number, townM: number): { readonly northM: number; readonly eastM: number } {
  const angle = (index: number): number => 2 * Math.PI * chanceAt(key, 1_000 + index);
  const wide = 0.6 * townM;
  const narrow = 0.4 * townM;
  const slow = wayM / townM;
  const quick = (1.618 * wayM) / townM;
  return {
    northM: wide * Math.sin(1.1 * slow + angle(0)) + narrow * Math.sin(1.1 * quick + angle(1)),
    eastM: wide * Math.cos(1.1 * slow + angle(2)) + narrow * Math.cos(1.1 * quick + angle(3)),
  };
}
