import { bodyTempC, clamp, levelOf, outsideTempC, quantise } from './curves.ts';
import { daylightLx, sunAltitudeDeg } from './daylight.ts';
import type { FaultLevels, SignalModel } from './signal-model.ts';
import { climateOf, placeParameters } from './street-place.ts';

/**
 * The cabinet of a street light controller: three phases that feed its lamps, a photocell, an astronomical clock, a door, and a floor that
 * should be dry. What the lamps take follows from the level that the controller tells all of them.
 */

/** Places in the state. */
const cabinetTempC = 0;
const energyWh = 1;
/** Water in the cabinet, mm. */
const waterMm = 2;
const climateC = 3;
const wattScale = 4;
const voltageOffsetV = 5;
const sensorScale = 6;
const humidityOffset = 7;
const nowMs = 8;
/** What a stuck photocell shows, lx; 0 while it is not stuck. */
const stuckLx = 9;
/** Share of its lamps that get no supply or are dead. */
const deadRatio = 10;
const stateLength = 11;

type Parameters = Readonly<Record<string, number>>;

const phases = ['L1', 'L2', 'L3'] as const;
/** Own power, W, which L1 gives. */
const controllerW = 12;
/** Cabinet over outside, K, from its own electronics, and the time in which it follows to 63 %, ms. */
const liftC = 7;
const cabinetMs = 2 * 3_600_000;
/** Drivers stop below this, V. */
const leastDriverV = 160;
/** Water rises by so much an hour at severity 1, mm, to the brim; without the fault it drains. */
const risingMmPerH = 10;
const brimMm = 120;
const drainingMmPerH = 5;

/** Voltage of each phase, V, before noise. */
function phaseV(state: readonly number[], faults: FaultLevels, phase: number): number {
  const sagging = 1 - 0.25 * levelOf(faults, 'supply-sag');
  const lost = phase === 1 ? 1 - levelOf(faults, 'phase-loss') : 1;
  return (230 + (state[voltageOffsetV] as number)) * sagging * lost;
}

/** Power of each phase, W: a third of the lamps each, drivers at constant power while they have voltage. */
function phaseW(state: readonly number[], inputs: readonly number[], faults: FaultLevels, parameters: Parameters, phase: number): number {
  const told = clamp(inputs[0] as number, 0, 1);
  const level = told === 0 ? 0 : Math.max(0.1, told);
  const hasSupply = phaseV(state, faults, phase) >= leastDriverV;
  const lamps = ((parameters.lamps as number) / phases.length) * (1 - levelOf(faults, 'lamps-out'));
  const lampW = level === 0 ? 0.5 : 0.5 + (parameters.lampW as number) * (state[wattScale] as number) * (0.05 + 0.95 * level);
  return (phase === 0 ? controllerW : 0) + (hasSupply ? lamps * lampW : 0);
}

function totalW(state: readonly number[], inputs: readonly number[], faults: FaultLevels, parameters: Parameters): number {
  return phases.reduce((sum, _name, phase) => sum + phaseW(state, inputs, faults, parameters, phase), 0);
}

function skyLx(parameters: Parameters, wallMs: number): number {
  return daylightLx(parameters.latitudeDeg as number, parameters.longitudeDeg as number, wallMs);
}

/** Saturation pressure of water vapour, kPa (Magnus form, WMO guide 8). */
function saturationKpa(tempC: number): number {
  return 0.6112 * Math.exp((17.62 * tempC) / (243.12 + tempC));
}

/** Relative humidity in the cabinet, %: the air outside, warmed, and what water on the floor gives to it. */
function humidityPercent(state: readonly number[], parameters: Parameters): number {
  const { meanC, dayC, yearC } = climateOf(parameters, state[climateC] as number);
  const outsideC = outsideTempC(meanC, dayC, yearC, state[nowMs] as number);
  const outside = 78 + (state[humidityOffset] as number);
  const dry = clamp((outside * saturationKpa(outsideC)) / saturationKpa(state[cabinetTempC] as number), 5, 100);
  const wet = 1 - Math.exp(-(state[waterMm] as number) / 5);
  return dry + (97 - dry) * wet;
}

/** See the head of this file. */
export const streetLightModel: SignalModel = {
  name: 'street-light',
  outputs: [
    ...['ambientLx', 'sunAltitudeDeg', 'levelPercent', 'voltageL1V', 'voltageL2V', 'voltageL3V', 'currentL1A', 'currentL2A', 'currentL3A'],
    ...['powerW', 'energyKwh', 'residualCurrentMa', 'cabinetTempC', 'cabinetHumidityPercent', 'waterMm', 'doorCode'],
  ],
  actuators: ['lampLevel'],
  truth: ['trueAmbientLx', 'trueWaterMm', 'deadLampsRatio'],
  parameters: {
    lamps: { defaultValue: 50, minimum: 0, maximum: 4_096, title: 'Lamps that it feeds, a third on each phase' },
    lampW: { defaultValue: 60, minimum: 1, maximum: 2_000, title: 'Power of a lamp at full level, W' },
    ...placeParameters,
  },
  faults: {
    'photocell-stuck': 'The photocell keeps showing what it showed when the fault came.',
    'phase-loss': 'Phase L2 loses its voltage; below 160 V its lamps go out.',
    'supply-sag': 'All phases sag by up to 25 %.',
    'lamps-out': 'Up to all lamps are dead: a blown fuse, a cut cable.',
    'water-ingress': 'Water rises in the cabinet, 10 mm an hour at severity 1, up to 120 mm; current leaks to earth.',
    'door-open': 'The door stands open.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state[climateC] = 1.5 * (chance() - 0.5);
    state[wattScale] = 0.98 + 0.04 * chance();
    state[voltageOffsetV] = 8 * (chance() - 0.5);
    state[sensorScale] = 0.9 + 0.2 * chance();
    state[humidityOffset] = 10 * (chance() - 0.5);
    state[cabinetTempC] = (parameters.outsideMeanC as number) + liftC;
    state[energyWh] = 1_000_000 * chance();
    state[waterMm] = 0;
    state[nowMs] = 0;
    state[stuckLx] = 0;
    state[deadRatio] = 0;
  },
  step(state, dtMs, wallMs, inputs, faults, parameters) {
    if (levelOf(faults, 'photocell-stuck') === 0) state[stuckLx] = 0;
    else if (state[stuckLx] === 0) state[stuckLx] = skyLx(parameters, wallMs - dtMs);
    const hours = dtMs / 3_600_000;
    const ingress = levelOf(faults, 'water-ingress');
    const water = (state[waterMm] as number) + hours * (ingress > 0 ? risingMmPerH * ingress : -drainingMmPerH);
    state[waterMm] = clamp(water, 0, brimMm);
    state[energyWh] = (state[energyWh] as number) + totalW(state, inputs, faults, parameters) * hours;
    const open = 1 + 4 * levelOf(faults, 'door-open');
    const climate = climateOf(parameters, state[climateC] as number);
    state[cabinetTempC] = bodyTempC(state[cabinetTempC] as number, climate, liftC / open, cabinetMs / open, dtMs, wallMs);
    const fed = phases.filter((_name, phase) => phaseV(state, faults, phase) >= leastDriverV).length;
    state[deadRatio] = 1 - (fed / phases.length) * (1 - levelOf(faults, 'lamps-out'));
    state[nowMs] = wallMs;
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const trueLx = skyLx(parameters, state[nowMs] as number);
    const stuck = state[stuckLx] as number;
    const seenLx = stuck === 0 ? trueLx : trueLx + (stuck - trueLx) * levelOf(faults, 'photocell-stuck');
    outputs[0] = quantise(seenLx * (state[sensorScale] as number) * (1 + 0.02 * noise(0)), 100);
    outputs[1] = quantise(sunAltitudeDeg(parameters.latitudeDeg as number, parameters.longitudeDeg as number, state[nowMs] as number), 100);
    outputs[2] = quantise(100 * clamp(inputs[0] as number, 0, 1), 1);
    let powerW = 0;
    for (let phase = 0; phase < phases.length; phase += 1) {
      const voltage = Math.max(0, phaseV(state, faults, phase) * (1 + 0.006 * noise(3 + phase)));
      const watts = phaseW(state, inputs, faults, parameters, phase);
      outputs[3 + phase] = quantise(voltage, 10);
      outputs[6 + phase] = quantise(voltage < 1 ? 0 : watts / (0.96 * voltage), 100);
      powerW += watts;
    }
    outputs[9] = quantise(powerW * (1 + 0.002 * noise(9)), 1);
    outputs[10] = quantise((state[energyWh] as number) / 1_000, 100);
    outputs[11] = quantise(Math.max(0, 2 + 0.9 * (state[waterMm] as number) + 0.3 * noise(11)), 10);
    outputs[12] = quantise((state[cabinetTempC] as number) + 0.2 * noise(12), 10);
    outputs[13] = quantise(clamp(humidityPercent(state, parameters) + noise(13), 0, 100), 10);
    outputs[14] = quantise(state[waterMm] as number, 1);
    outputs[15] = levelOf(faults, 'door-open') > 0 ? 1 : 0;
  },
  readTruth(state, parameters, truth) {
    truth[0] = skyLx(parameters, state[nowMs] as number);
    truth[1] = state[waterMm] as number;
    truth[2] = state[deadRatio] as number;
  },
};
