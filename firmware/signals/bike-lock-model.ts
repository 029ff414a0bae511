import { chanceAt, dayOf, drawKey, subKey } from './chance.ts';
import { levelOf, outsideTempC, polyline, quantise, smoothNoise } from './curves.ts';
import { positionAt } from './ground-track.ts';
import type { SignalModel } from './signal-model.ts';

/**
 * The lock of a hired bicycle with a position receiver. Riders come at times that follow from (bicycle, day); one who holds a valid code asks
 * the lock to open, and the bicycle moves only while somebody rides and the bolt is open. Its place follows from the way it went.
 */

/** Places in the state. */
const bicycle = 0;
const nowMs = 1;
const riddenM = 2;
const stolenM = 3;
const isCut = 4;
const jam = 5;
const stateLength = 6;

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Windows of a day in which somebody may come: beginning and end, h, and the chance. */
const windows = [
  [7, 9, 0.75],
  [11.5, 13.5, 0.35],
  [15, 16.5, 0.25],
  [16.6, 18.6, 0.75],
  [19.5, 22, 0.4],
] as const;
/** Length of a ride, ms. */
const shortestMs = 480_000;
const longestMs = 1_800_000;
/** Speed of a stolen bicycle on a lorry, m/s. */
const lorryMps = 9;

/** Time within a span in which a rider holds a valid code, ms. Rides do not pass midnight. */
function askedMs(state: readonly number[], fromMs: number, toMs: number): number {
  const key = subKey(state[bicycle] as number, 1);
  let sum = 0;
  for (let day = dayOf(fromMs); day * dayMs < toMs; day += 1) {
    for (const [index, [fromH, toH, chance]] of windows.entries()) {
      const number = (day * windows.length + index) * 3;
      if (chanceAt(key, number) >= chance) continue;
      const lengthMs = shortestMs + (longestMs - shortestMs) * chanceAt(key, number + 1) ** 2;
      const startMs = day * dayMs + fromH * hourMs + chanceAt(key, number + 2) * ((toH - fromH) * hourMs - lengthMs);
      sum += Math.max(0, Math.min(toMs, startMs + lengthMs) - Math.max(fromMs, startMs));
    }
  }
  return sum;
}

function isAsked(state: readonly number[], wallMs: number): boolean {
  return askedMs(state, wallMs, wallMs + 1) > 0;
}

function isOpen(inputs: readonly number[], state: readonly number[]): boolean {
  // A jammed bolt stays shut.
  return (inputs[0] as number) < 0.5 && (state[jam] as number) < 0.5;
}

/** Metres from where it was set up. */
function wayM(state: readonly number[]): number {
  return (state[riddenM] as number) + (state[stolenM] as number);
}

/** See the head of this file. */
export const bikeLockModel: SignalModel = {
  name: 'bike-lock',
  outputs: [
    ...['latitudeDeg', 'longitudeDeg', 'positionErrorM', 'speedKmh', 'boltCode', 'riderCode', 'accelerationMps2', 'tamperCode'],
    ...['riddenKm', 'batteryV'],
  ],
  actuators: ['bolt'],
  readsCharge: true,
  truth: ['trueLatitudeDeg', 'trueLongitudeDeg', 'stolenKm', 'boltJamRatio'],
  parameters: {
    latitudeDeg: { defaultValue: 52.52, minimum: -85, maximum: 85, title: 'Middle of the town, deg' },
    longitudeDeg: { defaultValue: 13.405, minimum: -180, maximum: 180, title: 'Middle of the town, deg' },
    townM: { defaultValue: 3_000, minimum: 100, maximum: 30_000, title: 'How far rides lead from the middle, m' },
    rideKmh: { defaultValue: 14, minimum: 3, maximum: 40, title: 'Mean speed of a ride, km/h' },
    airMeanC: { defaultValue: 10, minimum: -20, maximum: 35, title: 'Mean air temperature, Cel' },
  },
  faults: {
    theft: 'The locked bicycle is carried off on a lorry, at up to 32 km/h.',
    'saw-attack': 'Somebody saws at the bolt: vibration up to 30 m/s2, and from severity 0.5 on the tamper loop is cut.',
    'bolt-jammed': 'From severity 0.5 on the bolt does not move: it stays shut.',
    'position-poor': 'Between high houses: the position is up to 300 m off.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state.fill(0);
    state[bicycle] = drawKey(chance);
    state[riddenM] = chance() * 4 * (parameters.townM as number);
  },
  step(state, dtMs, wallMs, inputs, faults, parameters) {
    state[jam] = levelOf(faults, 'bolt-jammed');
    state[isCut] = levelOf(faults, 'saw-attack');
    const mps = (parameters.rideKmh as number) / 3.6;
    if (isOpen(inputs, state)) add(state, riddenM, (askedMs(state, wallMs - dtMs, wallMs) / 1_000) * mps);
    else add(state, stolenM, (dtMs / 1_000) * lorryMps * levelOf(faults, 'theft'));
    state[nowMs] = wallMs;
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const now = state[nowMs] as number;
    const isRidden = isOpen(inputs, state) && isAsked(state, now);
    const theft = isOpen(inputs, state) ? 0 : levelOf(faults, 'theft');
    const saw = levelOf(faults, 'saw-attack');
    // The error wanders over minutes, as multipath does.
    const errorM = 4 + 296 * levelOf(faults, 'position-poor');
    const key = subKey(state[bicycle] as number, 2);
    const place = positionAt(state[bicycle] as number, wayM(state), parameters, {
      northM: errorM * smoothNoise(key, now / 300_000),
      eastM: errorM * smoothNoise(subKey(key, 1), now / 300_000),
    });
    const speedKmh = isRidden ? (parameters.rideKmh as number) * (1 + 0.3 * noise(3)) : theft * lorryMps * 3.6;
    outputs[0] = quantise(place.latitudeDeg, 1e6);
    outputs[1] = quantise(place.longitudeDeg, 1e6);
    outputs[2] = quantise(errorM * (1 + 0.1 * noise(2)), 10);
    outputs[3] = quantise(speedKmh, 10);
    outputs[4] = (state[jam] as number) >= 0.5 ? 2 : isOpen(inputs, state) ? 0 : 1;
    outputs[5] = isAsked(state, now) ? 1 : 0;
    outputs[6] = quantise((isRidden ? 2.5 : 0.05) + 1.5 * theft + 30 * saw * (0.8 + 0.2 * noise(6)) + 0.05 * Math.abs(noise(7)), 100);
    outputs[7] = saw >= 0.5 ? 1 : 0;
    outputs[8] = quantise((state[riddenM] as number) / 1_000, 100);
    const cold = Math.max(0, 20 - outsideTempC(parameters.airMeanC as number, 4, 9, now));
    outputs[9] = quantise(polyline([0, 4.2, 0.1, 4.9, 0.3, 5.4, 0.7, 5.8, 1, 6.4], inputs[1] ?? 1) - 0.01 * cold + 0.01 * noise(9), 100);
  },
  readTruth(state, parameters, truth) {
    const place = positionAt(state[bicycle] as number, wayM(state), parameters, { northM: 0, eastM: 0 });
    truth[0] = place.latitudeDeg;
    truth[1] = place.longitudeDeg;
    truth[2] = (state[stolenM] as number) / 1_000;
    truth[3] = state[jam] as number;
  },
};

function add(state: number[], place: number, value: number): void {
  state[place] = (state[place] as number) + value;
}
