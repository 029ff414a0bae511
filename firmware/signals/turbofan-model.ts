import { clamp, fraction, levelOf, outsideTempC, polyline, quantise } from './curves.ts';
import type { SignalModel } from './signal-model.ts';

/**
 * A two-spool turbofan through flights: idle, take-off, climb, cruise, descent, idle. All that it shows follows from thrust, air and wear.
 * Wear grows as in Saxena, Goebel, Simon, Eklund, "Damage Propagation Modeling for Aircraft Engine Run-to-Failure Simulation", PHM08:
 * wear(n) = d + exp(a n^b) - 1 over n flight cycles, with a such that the unit fails (wear 1) at the end of its own life.
 */

/** Places in the state. */
const flownMs = 0;
/** Flight cycles that its wear counts: run ahead of the flown ones with the fault compressor-wear. */
const wornCycles = 1;
const lifeCycles = 2;
const initialWear = 3;
const wearExponent = 4;
/** Where in a flight it began, flights. */
const startFlight = 5;
const egtOffsetC = 6;
const n2OffsetPercent = 7;
const vibrationScale = 8;
/** Oil lost, 0 (full) to 1 (empty). */
const oilLost = 9;
const egtDriftC = 10;
/** What a stuck EGT sensor shows, 0 while it is not stuck. */
const stuckEgtC = 11;
const seaLevelTempC = 12;
/** Flights before the simulation began. */
const pastCycles = 13;
const stateLength = 14;

/** Throttle as N1 in percent, and altitude in m, over the fraction of a flight. */
const throttle = [0, 24, 0.07, 24, 0.08, 97, 0.11, 97, 0.12, 91, 0.27, 90, 0.3, 86, 0.75, 85, 0.77, 36, 0.91, 34, 0.93, 24, 1, 24];
const altitude = [0, 0, 0.085, 0, 0.11, 450, 0.28, 10_700, 0.75, 10_700, 0.92, 0, 1, 0];
/** Fraction of the flight at which each phase ends; the number of the phase is its code. */
const phaseEnds = [0.075, 0.11, 0.28, 0.75, 0.92];
/** EGT that wear 1 adds at take-off, K. */
const wornEgtC = 80;
/** Take-off EGT of a new engine on a day of 15 Cel, and the red line, Cel. */
const newTakeOffEgtC = 860;
const redLineEgtC = newTakeOffEgtC + wornEgtC;
/** Time a full leak takes to lose all oil, and a full drift to add 100 K, flight cycles. */
const leakCycles = 12;
const driftCycles = 50;

/** Wear at an age: 0 new, 1 at the end of life; held at 1.5. */
function wearOf(state: readonly number[]): number {
  const start = state[initialWear] as number;
  const life = state[lifeCycles] as number;
  const age = (state[wornCycles] as number) / life;
  // a n^b with a = ln(2 - d) / life^b: exactly 1 at the end of life.
  return Math.min(1.5, start + Math.exp(Math.log(2 - start) * age ** (state[wearExponent] as number)) - 1);
}

function flightOf(state: readonly number[], cycleMs: number): number {
  return (state[startFlight] as number) + (state[flownMs] as number) / cycleMs;
}

function phaseOf(position: number): number {
  for (let phase = 0; phase < phaseEnds.length; phase += 1) if (position < (phaseEnds[phase] as number)) return phase;
  return 0;
}

/** EGT without sensor faults, Cel. */
function trueEgtC(state: readonly number[], cycleMs: number): number {
  const position = fraction(flightOf(state, cycleMs));
  const n1 = polyline(throttle, position);
  const airTempC = (state[seaLevelTempC] as number) - 0.0065 * polyline(altitude, position);
  return egtAt(state, n1, airTempC, wearOf(state));
}

function egtAt(state: readonly number[], n1: number, airTempC: number, wear: number): number {
  const power = (n1 / 97) ** 2.2;
  return 360 + (newTakeOffEgtC - 360) * power + 0.9 * power * (airTempC - 15) + wornEgtC * wear * power + (state[egtOffsetC] as number);
}

/** See the head of this file. */
export const turbofanModel: SignalModel = {
  name: 'turbofan',
  outputs: [
    ...['egtC', 'n1Percent', 'n2Percent', 'oilPressureKpa', 'oilTempC', 'vibrationN1MmPerS', 'vibrationN2MmPerS', 'fuelFlowKgPerS'],
    ...['thrustKn', 'altitudeM', 'outsideAirTempC', 'flightPhaseCode', 'flightCycles'],
  ],
  actuators: [],
  truth: ['wearRatio', 'remainingLifeCycles', 'egtMarginC'],
  parameters: {
    cycleMs: {
      defaultValue: 5_400_000,
      minimum: 60_000,
      maximum: 86_400_000,
      title: 'Length of one flight with its time on the ground, ms',
    },
    lifeCycles: { defaultValue: 220, minimum: 10, maximum: 100_000, title: 'Mean life of a unit, flight cycles; units differ by 30 %' },
    usedLifePercent: { defaultValue: 85, minimum: 0, maximum: 100, title: 'Units begin at an age from 0 to so many percent of their life' },
    airTempC: { defaultValue: 15, minimum: -40, maximum: 45, title: 'Mean air temperature at sea level, Cel' },
  },
  faults: {
    'compressor-wear': 'The compressor wears up to 20 times faster: EGT, fuel flow, N2 and N2 vibration rise from flight to flight.',
    'oil-leak': 'Oil is lost within 12 flights at full severity: oil pressure falls, oil temperature rises.',
    'vibration-imbalance': 'The fan is out of balance: N1 vibration up to five times as high.',
    'sensor-stuck-egt': 'The EGT sensor keeps showing what it showed when the fault came.',
    'sensor-drift': 'The EGT sensor shows more and more, up to 100 K in 50 flights at full severity.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state[lifeCycles] = (parameters.lifeCycles as number) * (0.7 + 0.6 * chance());
    state[initialWear] = 0.02 * chance();
    state[wearExponent] = 1.4 + 0.4 * chance();
    state[wornCycles] = ((parameters.usedLifePercent as number) / 100) * chance() * (state[lifeCycles] as number);
    state[pastCycles] = Math.floor(state[wornCycles] as number);
    state[startFlight] = chance();
    state[egtOffsetC] = 12 * (chance() - 0.5);
    state[n2OffsetPercent] = 0.8 * (chance() - 0.5);
    state[vibrationScale] = 0.8 + 0.4 * chance();
    state[flownMs] = 0;
    state[oilLost] = 0;
    state[egtDriftC] = 0;
    state[stuckEgtC] = 0;
    state[seaLevelTempC] = parameters.airTempC as number;
  },
  step(state, dtMs, wallMs, _inputs, faults, parameters) {
    const cycleMs = parameters.cycleMs as number;
    const cycles = dtMs / cycleMs;
    const stuck = levelOf(faults, 'sensor-stuck-egt');
    if (stuck === 0) state[stuckEgtC] = 0;
    // What it shows from now on is what it showed at the beginning of the first step with the fault.
    else if (state[stuckEgtC] === 0) state[stuckEgtC] = trueEgtC(state, cycleMs) + (state[egtDriftC] as number);
    const drift = levelOf(faults, 'sensor-drift');
    state[egtDriftC] = drift === 0 ? 0 : Math.min(100, (state[egtDriftC] as number) + (drift * 100 * cycles) / driftCycles);
    state[flownMs] = (state[flownMs] as number) + dtMs;
    state[wornCycles] = (state[wornCycles] as number) + cycles * (1 + 19 * levelOf(faults, 'compressor-wear'));
    const leak = levelOf(faults, 'oil-leak');
    // Without the fault it has been repaired and filled up.
    state[oilLost] = leak === 0 ? 0 : Math.min(1, (state[oilLost] as number) + (leak * cycles) / leakCycles);
    state[seaLevelTempC] = outsideTempC(parameters.airTempC as number, 4, 8, wallMs);
  },
  read(state, _inputs, faults, parameters, noise, outputs) {
    const cycleMs = parameters.cycleMs as number;
    const flight = flightOf(state, cycleMs);
    const position = fraction(flight);
    const n1 = polyline(throttle, position);
    const heightM = polyline(altitude, position);
    const airTempC = (state[seaLevelTempC] as number) - 0.0065 * heightM;
    // Density of the international standard atmosphere over that at sea level.
    const density = (1 - 2.25577e-5 * heightM) ** 4.256;
    const wear = wearOf(state);
    const power = (n1 / 97) ** 3;
    const oil = state[oilLost] as number;
    const n2 = 52 + 0.47 * n1 + 0.9 * wear * power + (state[n2OffsetPercent] as number);
    const stuck = state[stuckEgtC] === 0 ? 0 : levelOf(faults, 'sensor-stuck-egt');
    const shownEgtC = egtAt(state, n1, airTempC, wear) + (state[egtDriftC] as number) + 1.5 * noise(0);
    const oilTempC = 62 + 48 * (n2 / 100) ** 2 + 45 * oil + 6 * wear;
    outputs[0] = quantise(shownEgtC + stuck * ((state[stuckEgtC] as number) - shownEgtC), 10);
    outputs[1] = quantise(n1 + 0.05 * noise(1), 100);
    outputs[2] = quantise(n2 + 0.05 * noise(2), 100);
    outputs[3] = quantise((120 + 330 * (n2 / 100)) * (1 - 0.85 * oil) - 0.8 * (oilTempC - 90) + 3 * noise(3), 10);
    outputs[4] = quantise(oilTempC + 0.4 * noise(4), 10);
    const imbalance = 1 + 4 * levelOf(faults, 'vibration-imbalance');
    const scale = state[vibrationScale] as number;
    outputs[5] = quantise(scale * (0.3 + 2.4 * (n1 / 100) ** 2 * imbalance) + 0.1 * noise(5), 100);
    outputs[6] = quantise(scale * (0.3 + 1.7 * (n2 / 100) ** 2 * (1 + 0.8 * wear)) + 0.1 * noise(6), 100);
    outputs[7] = quantise(clamp((0.09 + 1.15 * power * density ** 0.7) * (1 + 0.06 * wear) + 0.004 * noise(7), 0, 10), 1_000);
    outputs[8] = quantise(120 * power * density ** 0.8 + 0.1 * noise(8), 100);
    outputs[9] = quantise(heightM + 2 * noise(9), 1);
    outputs[10] = quantise(airTempC + 0.3 * noise(10), 10);
    outputs[11] = phaseOf(position);
    outputs[12] = (state[pastCycles] as number) + Math.floor(flight) + 1;
  },
  readTruth(state, _parameters, truth) {
    const wear = wearOf(state);
    truth[0] = wear;
    truth[1] = Math.max(0, (state[lifeCycles] as number) - (state[wornCycles] as number));
    truth[2] = redLineEgtC - egtAt(state, 97, 15, wear);
  },
};
