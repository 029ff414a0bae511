import { bodyTempC, type Climate, clamp, levelOf, quantise } from './curves.ts';
import { daylightLx } from './daylight.ts';
import type { FaultLevels, SignalModel } from './signal-model.ts';
import { climateOf, placeParameters } from './street-place.ts';

/**
 * An LED luminaire with its driver and a photocell. Light fades as IES TM-21 projects LM-80 measurements, B exp(-a t), with a rate that follows
 * the temperature by Arrhenius; the driver's electrolytic capacitors age twice as fast every 10 K, until the driver's own life is over.
 */

/** Places in the state. */
const housingTempC = 0;
/** Hours of light; hours weighted by temperature, for the LEDs and for the driver, h. */
const burnedH = 1;
const wornH = 2;
const driverWornH = 3;
/** Life of this driver, weighted hours. */
const driverLifeH = 4;
/** B of TM-21, and a, 1/h. */
const startRatio = 5;
const fadePerH = 6;
const wattScale = 7;
const voltageOffsetV = 8;
const climateC = 9;
const sensorScale = 10;
const energyWh = 11;
const nowMs = 12;
/** What a stuck photocell shows, lx; 0 while it is not stuck. */
const stuckLx = 13;
const stateLength = 14;

type Parameters = Readonly<Record<string, number>>;

/** Housing over outside at full power, K, and the time in which it warms to 63 %, ms. */
const fullLiftC = 27;
const warmingMs = 40 * 60_000;
/** Activation energy of the LED's fading over Boltzmann's constant, K: 0.4 eV. */
const fadingK = 0.4 / 8.617e-5;
/** Least dim level that the driver holds. */
const leastLevel = 0.1;
const standbyW = 0.5;

/** What the lamp does with its actuator and faults: constant within a step. */
interface Operation {
  /** Level that the driver was told, 0 to 1. */
  readonly told: number;
  /** Light and power over those of a new lamp at full level. */
  readonly light: number;
  readonly powerW: number;
  /** Housing over outside, K. */
  readonly liftC: number;
}

function operationOf(state: readonly number[], inputs: readonly number[], faults: FaultLevels, parameters: Parameters): Operation {
  const wanted = clamp(inputs[0] as number, 0, 1);
  const told = wanted === 0 ? 0 : Math.max(leastLevel, wanted);
  const level = Math.max(told, levelOf(faults, 'day-burner'));
  const isWorn = (state[driverWornH] as number) >= (state[driverLifeH] as number);
  const driver = isWorn ? 0 : 1 - levelOf(faults, 'driver-failure');
  const string = 1 - levelOf(faults, 'lamp-dark');
  const share = level === 0 ? 0 : driver;
  // A driver takes some power for itself: an open LED string leaves it a tenth.
  const drawn = share * (0.05 + 0.95 * level) * (0.1 + 0.9 * string);
  const fullW = (parameters.lampW as number) * (state[wattScale] as number);
  const fouled = 1 + 1.2 * levelOf(faults, 'heat-sink-fouled');
  return { told, light: share * level * string, powerW: standbyW + fullW * drawn, liftC: fullLiftC * drawn * fouled };
}

/** How much faster than at full level, clean and in the mean of its climate the LEDs fade and the driver ages. */
function agingOf(operation: Operation, meanC: number): { readonly fading: number; readonly driver: number } {
  const usualK = 273.15 + meanC + fullLiftC;
  const hotK = 273.15 + meanC + operation.liftC;
  return { fading: Math.exp(fadingK * (1 / usualK - 1 / hotK)), driver: 2 ** ((hotK - usualK) / 10) };
}

function advance(state: number[], dtMs: number, wallMs: number, operation: Operation, climate: Climate): void {
  const hours = operation.light > 0 ? dtMs / 3_600_000 : 0;
  const aging = agingOf(operation, climate.meanC);
  state[burnedH] = (state[burnedH] as number) + hours;
  state[wornH] = (state[wornH] as number) + hours * aging.fading;
  state[driverWornH] = (state[driverWornH] as number) + hours * aging.driver;
  state[energyWh] = (state[energyWh] as number) + (operation.powerW * dtMs) / 3_600_000;
  state[housingTempC] = bodyTempC(state[housingTempC] as number, climate, operation.liftC, warmingMs, dtMs, wallMs);
}

function maintenanceOf(state: readonly number[]): number {
  return (state[startRatio] as number) * Math.exp(-(state[fadePerH] as number) * (state[wornH] as number));
}

function skyLx(parameters: Parameters, wallMs: number): number {
  return daylightLx(parameters.latitudeDeg as number, parameters.longitudeDeg as number, wallMs);
}

/** See the head of this file. */
export const streetLampModel: SignalModel = {
  name: 'street-lamp',
  outputs: [
    ...['levelPercent', 'powerW', 'supplyVoltageV', 'supplyCurrentA', 'powerFactorRatio', 'housingTempC', 'lightLm', 'flickerPercent'],
    ...['burnTimeH', 'energyKwh', 'ambientLx'],
  ],
  actuators: ['lampLevel'],
  truth: ['lumenMaintenanceRatio', 'remainingL70H', 'driverWearRatio', 'trueAmbientLx'],
  parameters: {
    lampW: { defaultValue: 60, minimum: 1, maximum: 2_000, title: 'Power at full level, W; units differ by 4 %' },
    newLightLm: { defaultValue: 8_400, minimum: 10, maximum: 500_000, title: 'Light of a new lamp at full level, lm' },
    fadingLifeH: {
      defaultValue: 70_000,
      minimum: 1_000,
      maximum: 1_000_000,
      title: 'Hours to 70 % of the light (L70); units differ by 15 %',
    },
    driverLifeH: {
      defaultValue: 100_000,
      minimum: 1_000,
      maximum: 1_000_000,
      title: 'Characteristic life of the driver, h (Weibull, shape 3)',
    },
    usedTimeH: { defaultValue: 20_000, minimum: 0, maximum: 100_000, title: 'Units begin with so many hours of light at most, h' },
    ...placeParameters,
  },
  faults: {
    'driver-failure': 'The driver gives less and less; at severity 1 the lamp is dark and takes standby power only.',
    'lamp-dark': 'The LED string opens: less light, at severity 1 none, while the driver goes on taking a tenth of its power.',
    'day-burner': 'The relay is welded: the lamp burns at a level up to full, whatever it is told, also by day.',
    flicker: 'The driver ripples: the light flickers by up to 70 %.',
    'heat-sink-fouled': 'The heat sink is dirty: the housing gets up to 2.2 times as far over outside, LEDs and driver age faster.',
    'photocell-stuck': 'The photocell keeps showing what it showed when the fault came.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    const used = (parameters.usedTimeH as number) * chance();
    state[burnedH] = used;
    state[wornH] = used * (0.8 + 0.4 * chance());
    state[driverWornH] = used * (0.8 + 0.4 * chance());
    // A Weibull life, given that the driver lives still.
    const scale = parameters.driverLifeH as number;
    state[driverLifeH] = scale * Math.cbrt(((state[driverWornH] as number) / scale) ** 3 - Math.log(1 - chance()));
    state[startRatio] = 0.99 + 0.02 * chance();
    state[fadePerH] = Math.log(1 / 0.7) / ((parameters.fadingLifeH as number) * (0.85 + 0.3 * chance()));
    state[wattScale] = 0.96 + 0.08 * chance();
    state[voltageOffsetV] = 8 * (chance() - 0.5);
    state[climateC] = 1.5 * (chance() - 0.5);
    state[sensorScale] = 0.9 + 0.2 * chance();
    state[housingTempC] = parameters.outsideMeanC as number;
    state[energyWh] = used * (parameters.lampW as number) * 0.7;
    state[nowMs] = 0;
    state[stuckLx] = 0;
  },
  step(state, dtMs, wallMs, inputs, faults, parameters) {
    if (levelOf(faults, 'photocell-stuck') === 0) state[stuckLx] = 0;
    else if (state[stuckLx] === 0) state[stuckLx] = skyLx(parameters, wallMs - dtMs);
    const climate = climateOf(parameters, state[climateC] as number);
    const operation = operationOf(state, inputs, faults, parameters);
    const wear = agingOf(operation, climate.meanC).driver;
    const leftMs =
      operation.light > 0
        ? (((state[driverLifeH] as number) - (state[driverWornH] as number)) / wear) * 3_600_000
        : Number.POSITIVE_INFINITY;
    if (leftMs < dtMs) {
      // The driver's life ends within the step: until then it burns, afterwards it is dark.
      advance(state, leftMs, wallMs - dtMs + leftMs, operation, climate);
      state[driverWornH] = state[driverLifeH] as number;
      advance(state, dtMs - leftMs, wallMs, operationOf(state, inputs, faults, parameters), climate);
    } else advance(state, dtMs, wallMs, operation, climate);
    state[nowMs] = wallMs;
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const operation = operationOf(state, inputs, faults, parameters);
    const ripple = operation.light > 0 ? levelOf(faults, 'flicker') : 0;
    const voltage = 230 + (state[voltageOffsetV] as number) + 1.2 * noise(2);
    // The input filter's reactive current weighs more at low power.
    const load = operation.powerW / (parameters.lampW as number);
    const factor = clamp(0.98 * (load / (load + 0.03)), 0.05, 0.98);
    const shownLx = stateLx(state, faults, skyLx(parameters, state[nowMs] as number)) * (state[sensorScale] as number);
    const light = (parameters.newLightLm as number) * maintenanceOf(state) * operation.light;
    outputs[0] = quantise(100 * operation.told, 1);
    outputs[1] = quantise(operation.powerW * (1 + 0.005 * noise(1)), 10);
    outputs[2] = quantise(voltage, 10);
    outputs[3] = quantise(operation.powerW / (voltage * factor), 1_000);
    outputs[4] = quantise(factor, 100);
    outputs[5] = quantise((state[housingTempC] as number) + 0.3 * noise(5), 10);
    outputs[6] = quantise(Math.max(0, light * (1 + 0.01 * noise(6) + 0.35 * ripple * noise(8))), 1);
    outputs[7] = quantise(operation.light > 0 ? 2 + 68 * ripple + 0.5 * noise(7) : 0, 10);
    outputs[8] = quantise(state[burnedH] as number, 10);
    outputs[9] = quantise((state[energyWh] as number) / 1_000, 1_000);
    outputs[10] = quantise(shownLx * (1 + 0.02 * noise(10)), 100);
  },
  readTruth(state, parameters, truth) {
    truth[0] = maintenanceOf(state);
    truth[1] = Math.max(0, Math.log((state[startRatio] as number) / 0.7) / (state[fadePerH] as number) - (state[wornH] as number));
    truth[2] = Math.min(1, (state[driverWornH] as number) / (state[driverLifeH] as number));
    truth[3] = skyLx(parameters, state[nowMs] as number);
  },
};

/** What the photocell takes for the sky. */
function stateLx(state: readonly number[], faults: FaultLevels, trueLx: number): number {
  const stuck = state[stuckLx] as number;
  return stuck === 0 ? trueLx : trueLx + (stuck - trueLx) * levelOf(faults, 'photocell-stuck');
}
