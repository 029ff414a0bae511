import type { Climate } from './curves.ts';

/** Where street lights stand: parameters that a controller and its lamps share, so that they see one sky and one weather. */
export const placeParameters = {
  latitudeDeg: { defaultValue: 52, minimum: -66, maximum: 66, title: 'Latitude, deg, north above 0' },
  longitudeDeg: { defaultValue: 0, minimum: -180, maximum: 180, title: 'Longitude, deg, east above 0' },
  outsideMeanC: { defaultValue: 9, minimum: -30, maximum: 40, title: 'Mean outside temperature, Cel' },
  outsideDayC: { defaultValue: 4, minimum: 0, maximum: 20, title: 'Swing of a day around the mean, K' },
  outsideYearC: { defaultValue: 9, minimum: 0, maximum: 30, title: 'Swing of a year around the mean, K' },
};

/** The weather of a unit there, a little off the place's. */
export function climateOf(parameters: Readonly<Record<string, number>>, offsetC: number): Climate {
  const { outsideMeanC = 0, outsideDayC = 0, outsideYearC = 0 } = parameters;
  return { meanC: outsideMeanC + offsetC, dayC: outsideDayC, yearC: outsideYearC };
}
