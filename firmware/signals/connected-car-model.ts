import { clamp, fraction, levelOf, quantise } from './curves.ts';
import { accelerationMps2, engineMs, engineTotalMs, speedKmh, tripOf } from './drive-cycle.ts';
import type { SignalModel } from './signal-model.ts';

/**
 * A petrol car of 1.5 litres as its OBD-II socket shows it: ranges and steps of SAE J1979 mode 01. The driver sets speed and acceleration;
 * gear, engine speed, load, manifold pressure, air flow (speed-density), temperatures and trims follow.
 */

/** Places in the state. */
const elapsedMs = 0;
const driver = 1;
/** Coolant without overheating, Cel. */
const coolantC = 2;
const coolantLost = 3;
const stuckOpen = 4;
const startFuelPercent = 5;
const thirst = 6;
const batteryHealth = 7;
const mafDrift = 8;
const trimPercent = 9;
const airC = 10;
const stateLength = 11;

/** Speeds at which the next gear comes, km/h, and engine speed a km/h in each gear, rpm. */
const shiftKmh = [18, 35, 55, 78];
const gearRpm = [118, 66, 45, 35, 28];
/** Coolant: what the thermostat holds, warming and cooling time constants. */
const openingC = 90;
const warmingMs = 260_000;
const coolingMs = 5_400_000;
/** Petrol in an hour of driving, share of the tank. */
const fuelShareAnHour = 0.11;
const tankLowPercent = 12;
const tankHighPercent = 95;
const litres = 1.496;

const hourMs = 3_600_000;

function targetC(state: readonly number[]): number {
  return openingC - 27 * (state[stuckOpen] as number);
}

/** How warm the engine is, 0 (as the air) to 1 (at its working temperature). */
function warmth(state: readonly number[]): number {
  const air = state[airC] as number;
  return clamp(((state[coolantC] as number) - air) / (openingC - air), 0, 1);
}

/** Coolant after a span: towards the thermostat's temperature while the engine runs, towards the air while it stands. Exact piece by piece. */
function coolantAfter(state: readonly number[], fromMs: number, spanMs: number, driveMs: number, parkMs: number): number {
  const cycleMs = driveMs + parkMs;
  let atMs = fromMs;
  let leftMs = spanMs;
  // What was eight days ago left no trace: whole trips before are skipped.
  const longMs = Math.max(200 * hourMs, 2 * cycleMs);
  if (leftMs > longMs) {
    const skippedMs = Math.floor((leftMs - longMs) / cycleMs) * cycleMs;
    atMs += skippedMs;
    leftMs -= skippedMs;
  }
  let temperature = state[coolantC] as number;
  while (leftMs > 0) {
    const engine = engineMs(atMs, driveMs, parkMs);
    const pieceMs = Math.min(leftMs, Math.max(1e-3, engine >= 0 ? driveMs - engine : parkMs + engine));
    const target = engine >= 0 ? targetC(state) : (state[airC] as number);
    temperature = target + (temperature - target) * Math.exp(-pieceMs / (engine >= 0 ? warmingMs : coolingMs));
    atMs += pieceMs;
    leftMs -= pieceMs;
  }
  return temperature;
}

/** What the leak adds: nothing while a third is lost, then up to 40 K once warm. */
function overheatC(state: readonly number[]): number {
  return 40 * clamp(((state[coolantLost] as number) - 0.3) / 0.7, 0, 1) * warmth(state);
}

function engineRpm(kmh: number, warm: number): number {
  const idleRpm = 720 + 380 * (1 - warm);
  let gear = 0;
  while (gear < shiftKmh.length && kmh >= (shiftKmh[gear] as number)) gear += 1;
  return Math.max(idleRpm, kmh * (gearRpm[gear] as number));
}

function loadShare(kmh: number, acceleration: number): number {
  if (acceleration < -0.25) return 0.06;
  return clamp(0.17 + 0.42 * (kmh / 120) ** 2 + 0.33 * Math.max(0, acceleration), 0, 1);
}

/** See the head of this file. */
export const connectedCarModel: SignalModel = {
  name: 'connected-car',
  outputs: [
    ...['engineRunTimeS', 'engineSpeedRpm', 'vehicleSpeedKmh', 'throttlePercent', 'engineLoadPercent', 'coolantTempC'],
    ...['longTermFuelTrimPercent', 'shortTermFuelTrimPercent', 'intakePressureKpa', 'fuelLevelPercent', 'barometricPressureKpa'],
    ...['intakeAirTempC', 'timingAdvanceDeg', 'catalystTempC', 'controlModuleVoltageV', 'airFlowGPerS'],
  ],
  actuators: [],
  truth: ['coolantSystemHealthRatio', 'batteryHealthRatio'],
  parameters: {
    driveMs: { defaultValue: 1_800_000, minimum: 120_000, maximum: 86_400_000, title: 'Length of a trip, ms' },
    parkMs: { defaultValue: 1_200_000, minimum: 0, maximum: 86_400_000, title: 'Time parked between two trips, ms' },
    airTempC: { defaultValue: 15, minimum: -30, maximum: 45, title: 'Mean air temperature, Cel; units differ by 4 K' },
  },
  faults: {
    'coolant-leak': 'Coolant is lost within two hours of driving at full severity: once a third is gone, the warm engine overheats.',
    'thermostat-stuck-open': 'The thermostat does not close: the coolant stays up to 27 K too cold.',
    'alternator-weak': 'The alternator gives up to 1.9 V too little, and the battery ages.',
    'maf-drift': 'The air flow sensor shows less and less, up to 30 % in four hours of driving; the long-term fuel trim makes up for it.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    const driveMs = parameters.driveMs as number;
    const parkMs = parameters.parkMs as number;
    state[elapsedMs] = chance() * (driveMs + parkMs);
    state[driver] = Math.floor(chance() * 4_294_967_296) | 0;
    state[airC] = (parameters.airTempC as number) + 8 * (chance() - 0.5);
    state[coolantLost] = 0;
    state[stuckOpen] = 0;
    state[startFuelPercent] = tankLowPercent + (tankHighPercent - tankLowPercent) * chance();
    state[thirst] = 0.8 + 0.4 * chance();
    state[batteryHealth] = 0.75 + 0.25 * chance();
    state[mafDrift] = 0;
    state[trimPercent] = 6 * (chance() - 0.5);
    // As if the trip had begun cold.
    state[coolantC] = state[airC];
    state[coolantC] = coolantAfter(state, 0, state[elapsedMs], driveMs, parkMs);
  },
  step(state, dtMs, _wallMs, _inputs, faults, parameters) {
    const driveMs = parameters.driveMs as number;
    const parkMs = parameters.parkMs as number;
    const fromMs = state[elapsedMs] as number;
    const engineHours = (engineTotalMs(fromMs + dtMs, driveMs, parkMs) - engineTotalMs(fromMs, driveMs, parkMs)) / hourMs;
    state[stuckOpen] = levelOf(faults, 'thermostat-stuck-open');
    state[coolantC] = coolantAfter(state, fromMs, dtMs, driveMs, parkMs);
    state[elapsedMs] = fromMs + dtMs;
    const leak = levelOf(faults, 'coolant-leak');
    // Without the fault it has been repaired and filled up.
    state[coolantLost] = leak === 0 ? 0 : Math.min(1, (state[coolantLost] as number) + (leak * engineHours) / 2);
    const drift = levelOf(faults, 'maf-drift');
    state[mafDrift] = drift === 0 ? 0 : Math.min(1, (state[mafDrift] as number) + (drift * engineHours) / 4);
    const weak = levelOf(faults, 'alternator-weak');
    state[batteryHealth] = Math.max(0.2, (state[batteryHealth] as number) - engineHours * (0.000_02 + 0.01 * weak));
  },
  read(state, _inputs, faults, parameters, noise, outputs) {
    const driveMs = parameters.driveMs as number;
    const parkMs = parameters.parkMs as number;
    const now = state[elapsedMs] as number;
    const key = state[driver] as number;
    const sinceStartMs = engineMs(now, driveMs, parkMs);
    const trip = Math.floor(tripOf(now, driveMs, parkMs));
    const isOn = sinceStartMs >= 0;
    const kmh = isOn ? speedKmh(key, trip, sinceStartMs, driveMs) : 0;
    const acceleration = isOn ? accelerationMps2(key, trip, sinceStartMs, driveMs) : 0;
    const warm = warmth(state);
    const rpm = isOn ? engineRpm(kmh, warm) : 0;
    const load = isOn ? loadShare(kmh, acceleration) : 0;
    const air = state[airC] as number;
    const barometricKpa = 100.5 + 0.4 * noise(10);
    const intakeKpa = isOn ? clamp(22 + 76 * load + 0.6 * noise(8), 10, barometricKpa) : barometricKpa;
    const intakeC = air + 6 + 26 * warm * (1 - Math.min(1, kmh / 120)) + 0.4 * noise(11);
    // Speed-density: half a displacement a turn, filled to 85 %, at the density of the manifold's air.
    const flow = ((rpm / 120) * litres * 0.85 * intakeKpa) / (0.287 * (intakeC + 273.15));
    const used = (engineTotalMs(now, driveMs, parkMs) / hourMs) * fuelShareAnHour * (state[thirst] as number);
    const span = tankHighPercent - tankLowPercent;
    const drift = state[mafDrift] as number;
    outputs[0] = isOn ? Math.min(65_535, Math.floor(sinceStartMs / 1_000)) : 0;
    outputs[1] = quantise(isOn ? rpm + 9 * noise(1) : 0, 4);
    outputs[2] = quantise(kmh, 1);
    outputs[3] = quantise(isOn ? clamp(13 + 62 * load ** 1.2 + 0.3 * noise(3), 0, 100) : 16, 2.55);
    outputs[4] = quantise(isOn ? clamp(100 * load + 0.6 * noise(4), 0, 100) : 0, 2.55);
    outputs[5] = quantise((state[coolantC] as number) + overheatC(state) + 0.3 * noise(5), 1);
    outputs[6] = quantise((state[trimPercent] as number) + 22 * drift, 1.28);
    outputs[7] = quantise(isOn ? 2.5 * noise(7) : 0, 1.28);
    outputs[8] = quantise(intakeKpa, 1);
    outputs[9] = quantise(
      tankLowPercent + span * fraction(((state[startFuelPercent] as number) - tankLowPercent) / span - (used * 100) / span),
      2.55,
    );
    outputs[10] = quantise(barometricKpa, 1);
    outputs[11] = quantise(intakeC, 1);
    outputs[12] = quantise(isOn ? clamp(6 + 26 * (1 - load) * Math.min(1, rpm / 2_500) + 0.5 * noise(12), -64, 63.5) : 5, 2);
    outputs[13] = quantise(air + warm * (380 + 330 * load) + 2 * noise(13), 10);
    const charging = 14.15 - 1.9 * levelOf(faults, 'alternator-weak') - 0.15 * load;
    const resting = 12.75 - 0.9 * (1 - (state[batteryHealth] as number));
    outputs[14] = quantise((isOn ? charging : resting) + 0.03 * noise(14), 1_000);
    outputs[15] = quantise(Math.max(0, flow * (1 - 0.3 * drift) * (1 + 0.01 * noise(15))), 100);
  },
  readTruth(state, _parameters, truth) {
    truth[0] = (1 - (state[coolantLost] as number)) * (1 - 0.5 * (state[stuckOpen] as number));
    truth[1] = state[batteryHealth] as number;
  },
};
