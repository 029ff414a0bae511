import { chanceAt, dayOf, drawKey, subKey } from './chance.ts';
import { clamp, dayRate, levelOf, polyline, quantise, warmestOfDayMs, warmestOfYearMs, yearRate } from './curves.ts';
import { sunAltitudeDeg } from './daylight.ts';
import type { SignalModel } from './signal-model.ts';

/**
 * A probe in the root zone of a field. The zone is one bucket: rain fills it at an instant, evapotranspiration takes in proportion to what plants
 * can reach, what is above field capacity drains; both are linear, so between rains the water follows one exponential above field capacity
 * and one below. Temperature at depth is the damped wave of the surface (van Wijk and de Vries, 1963), bulk conductivity follows
 * water and salt (form of Rhoades et al., 1976).
 */

/** Places in the state. */
const water = 0;
const nowMs = 1;
const field = 2;
const harvested = 3;
const siteC = 4;
const salt = 5;
const leak = 6;
const probeContact = 7;
const stateLength = 8;

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Water above field capacity that is gone after so long falls to 37 %, ms. */
const drainMs = 1.5 * dayMs;
/** Water that a broken irrigation pipe brings in a day, mm. */
const leakMmPerDay = 18;

type Parameters = Readonly<Record<string, number>>;

/** Rain of a day: its instant, ms since 1970, and its amount, mm; 0 on a dry day. */
function rainOf(state: readonly number[], parameters: Parameters, day: number): readonly [atMs: number, mm: number] {
  const key = subKey(state[field] as number, 1);
  if (chanceAt(key, 3 * day) >= (parameters.rainDayPercent as number) / 100) return [0, 0];
  const mm = Math.min(60, -(parameters.rainMm as number) * Math.log(1 - 0.999 * chanceAt(key, 3 * day + 1)));
  return [day * dayMs + Math.floor(chanceAt(key, 3 * day + 2) * dayMs), mm];
}

/** Share of the clear sky's light that comes through in an hour. */
function clearness(state: readonly number[], parameters: Parameters, hour: number): number {
  const isWet = rainOf(state, parameters, Math.floor(hour / 24))[1] > 0;
  return (isWet ? 0.2 : 0.65) + 0.35 * chanceAt(subKey(state[field] as number, 2), hour) * (isWet ? 0.5 : 1);
}

/** Current of the panel in an hour, mA: by the sun's height in its middle. */
function panelMa(state: readonly number[], parameters: Parameters, hour: number, dirt: number): number {
  const altitudeDeg = sunAltitudeDeg(parameters.latitudeDeg as number, 0, (hour + 0.5) * hourMs);
  if (altitudeDeg <= 0) return 0;
  return (parameters.panelMa as number) * Math.sin((altitudeDeg * Math.PI) / 180) * clearness(state, parameters, hour) * (1 - 0.95 * dirt);
}

/** Water after a span without rain and with the evapotranspiration of one day, as share of the volume. Exact on both sides of field capacity. */
function waterAfter(start: number, spanMs: number, parameters: Parameters, wallMs: number, leakMm: number): number {
  const depthMm = parameters.rootDepthMm as number;
  const capacity = (parameters.fieldCapacityPercent as number) / 100;
  const wilting = (parameters.wiltingPercent as number) / 100;
  const season = 0.55 + 0.45 * Math.cos(yearRate * (dayOf(wallMs) * dayMs - warmestOfYearMs));
  const taken = ((parameters.evapotranspirationMmPerDay as number) * season) / depthMm / dayMs / (capacity - wilting);
  const given = leakMm / depthMm / dayMs;
  let value = start;
  let leftMs = spanMs;
  for (let piece = 0; piece < 3 && leftMs > 0; piece += 1) {
    const isAbove = value > capacity || (value === capacity && given > taken * (capacity - wilting));
    const rate = taken + (isAbove ? 1 / drainMs : 0);
    const steady = (taken * wilting + (isAbove ? capacity / drainMs : 0) + given) / rate;
    const crosses = (value - capacity) * (steady - capacity) < 0;
    const untilMs = crosses ? Math.log((value - steady) / (capacity - steady)) / rate : Number.POSITIVE_INFINITY;
    const pieceMs = Math.min(leftMs, untilMs);
    value = untilMs <= leftMs ? capacity : steady + (value - steady) * Math.exp(-rate * pieceMs);
    leftMs -= pieceMs;
  }
  return Math.min(value, (parameters.saturationPercent as number) / 100);
}

/** Temperature of the soil at the probe's depth, Cel. */
function soilC(state: readonly number[], parameters: Parameters, wallMs: number): number {
  const depthM = (parameters.probeDepthMm as number) / 1_000;
  const wave = (amplitudeC: number, rate: number, warmestMs: number): number => {
    // The rate is per ms, the diffusivity per s.
    const dampingM = Math.sqrt((2 * (parameters.diffusivityMm2PerS as number) * 1e-6) / (rate * 1_000));
    return amplitudeC * Math.exp(-depthM / dampingM) * Math.cos(rate * (wallMs - warmestMs) - depthM / dampingM);
  };
  const day = wave(parameters.surfaceDayC as number, dayRate, warmestOfDayMs);
  return (state[siteC] as number) + day + wave(parameters.surfaceYearC as number, yearRate, warmestOfYearMs);
}

/** See the head of this file. */
export const soilSensorModel: SignalModel = {
  name: 'soil-sensor',
  outputs: ['soilMoisturePercent', 'soilTempC', 'conductivityUsPerCm', 'solarMa', 'batteryV'],
  actuators: [],
  readsCharge: true,
  harvestPlace: harvested,
  truth: ['trueMoisturePercent', 'leakMmPerDay', 'probeContactRatio', 'harvestedMah'],
  parameters: {
    fieldCapacityPercent: { defaultValue: 30, minimum: 21, maximum: 40, title: 'Water that the soil holds against gravity, % of volume' },
    wiltingPercent: { defaultValue: 12, minimum: 1, maximum: 20, title: 'Water that plants can not reach, % of volume' },
    saturationPercent: { defaultValue: 45, minimum: 41, maximum: 80, title: 'Water in all pores, % of volume' },
    rootDepthMm: { defaultValue: 400, minimum: 50, maximum: 3_000, title: 'Depth of the root zone, mm' },
    evapotranspirationMmPerDay: {
      defaultValue: 4.5,
      minimum: 0.1,
      maximum: 15,
      title: 'Evapotranspiration at midsummer and field capacity, mm/d',
    },
    rainDayPercent: { defaultValue: 35, minimum: 0, maximum: 100, title: 'Days with rain, %' },
    rainMm: { defaultValue: 6, minimum: 0, maximum: 50, title: 'Mean rain of such a day, mm' },
    probeDepthMm: { defaultValue: 200, minimum: 10, maximum: 2_000, title: 'Depth of the probe, mm' },
    diffusivityMm2PerS: { defaultValue: 0.5, minimum: 0.1, maximum: 1.5, title: 'Thermal diffusivity of the soil, mm2/s' },
    surfaceMeanC: { defaultValue: 11, minimum: -20, maximum: 40, title: 'Mean temperature of the surface, Cel; units differ by 1.5 K' },
    surfaceDayC: { defaultValue: 7, minimum: 0, maximum: 25, title: 'Swing of a day at the surface, K' },
    surfaceYearC: { defaultValue: 9, minimum: 0, maximum: 30, title: 'Swing of a year at the surface, K' },
    latitudeDeg: { defaultValue: 52, minimum: -66, maximum: 66, title: 'Latitude, deg' },
    panelMa: { defaultValue: 80, minimum: 0, maximum: 2_000, title: 'Current of the solar panel under the full sun, mA' },
  },
  faults: {
    'probe-air-gap': 'The soil has shrunk from the probe: it shows up to 60 % less water and conductivity.',
    'moisture-drift': 'The probe shows up to 8 points too much water.',
    'irrigation-leak': `A broken pipe: up to ${leakMmPerDay} mm of water a day too much.`,
    'panel-dirty': 'Dust on the panel: it gives up to 95 % less current.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    const wilting = parameters.wiltingPercent as number;
    state[field] = drawKey(chance);
    state[water] = (wilting + (0.4 + 0.5 * chance()) * ((parameters.fieldCapacityPercent as number) - wilting)) / 100;
    state[nowMs] = 0;
    state[harvested] = 0;
    state[siteC] = (parameters.surfaceMeanC as number) + 3 * (chance() - 0.5);
    state[salt] = 1_500 + 2_000 * chance();
    state[leak] = 0;
    state[probeContact] = 1;
  },
  step(state, dtMs, wallMs, _inputs, faults, parameters) {
    const leakMm = leakMmPerDay * levelOf(faults, 'irrigation-leak');
    const dirt = levelOf(faults, 'panel-dirty');
    const saturation = (parameters.saturationPercent as number) / 100;
    let atMs = wallMs - dtMs;
    while (atMs < wallMs) {
      const day = dayOf(atMs);
      const [rainMs, rainMm] = rainOf(state, parameters, day);
      const isBefore = rainMm > 0 && rainMs > atMs && rainMs <= wallMs;
      const endMs = isBefore ? rainMs : Math.min(wallMs, (day + 1) * dayMs);
      state[water] = waterAfter(state[water] as number, endMs - atMs, parameters, atMs, leakMm);
      if (isBefore) state[water] = Math.min(saturation, (state[water] as number) + rainMm / (parameters.rootDepthMm as number));
      atMs = endMs;
    }
    atMs = wallMs - dtMs;
    while (atMs < wallMs) {
      const hour = Math.floor(atMs / hourMs);
      const endMs = Math.min(wallMs, (hour + 1) * hourMs);
      state[harvested] = (state[harvested] as number) + (panelMa(state, parameters, hour, dirt) * (endMs - atMs)) / hourMs;
      atMs = endMs;
    }
    state[leak] = leakMm;
    state[probeContact] = 1 - 0.6 * levelOf(faults, 'probe-air-gap');
    state[nowMs] = wallMs;
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const now = state[nowMs] as number;
    const volume = state[water] as number;
    const contact = 1 - 0.6 * levelOf(faults, 'probe-air-gap');
    const temperature = soilC(state, parameters, now);
    const pore = (state[salt] as number) * (1 + 0.019 * (temperature - 25));
    const bulk = pore * volume * Math.max(0.02, 1.3 * volume - 0.1) + 60;
    const solar = panelMa(state, parameters, Math.floor(now / hourMs), levelOf(faults, 'panel-dirty'));
    outputs[0] = quantise(clamp(100 * volume * contact + 8 * levelOf(faults, 'moisture-drift') + 0.2 * noise(0), 0, 100), 10);
    outputs[1] = quantise(temperature + 0.1 * noise(1), 16);
    outputs[2] = quantise(Math.max(0, bulk * contact * (1 + 0.02 * noise(2))), 1);
    outputs[3] = quantise(solar, 10);
    // A lithium-ion cell; the charger lifts it a little.
    const open = polyline([0, 3, 0.05, 3.4, 0.2, 3.6, 0.5, 3.72, 0.8, 3.95, 1, 4.15], inputs[0] ?? 1);
    outputs[4] = quantise(open + (solar > 0 ? 0.02 : 0) + 0.005 * noise(4), 100);
  },
  readTruth(state, _parameters, truth) {
    truth[0] = 100 * (state[water] as number);
    truth[1] = state[leak] as number;
    truth[2] = state[probeContact] as number;
    truth[3] = state[harvested] as number;
  },
};
