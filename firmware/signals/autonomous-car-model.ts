import { drawKey } from './chance.ts';
import { bodyTempC, clamp, levelOf, quantise } from './curves.ts';
import { positionAt } from './ground-track.ts';
import { speedShare, steeringDeg, wayMs } from './shuttle-route.ts';
import type { SignalModel } from './signal-model.ts';

/**
 * An automated shuttle on its loop. The application commands how fast it may go; the vehicle follows within seconds, and the place on the loop
 * follows from the time that it went. Sensors, computer and localisation each have a health that faults take; brake, steering and computer have two
 * channels each, as a vehicle needs that must stop safely by itself (ISO 26262 and SAE J3016 call the stop a minimum risk condition).
 */

/** Places in the state. */
const route = 0;
const nowMs = 1;
/** Time on the timetable, ms. */
const progressMs = 2;
/** Share of the timetable's speed that it goes, 0 to 1. */
const pace = 3;
const chargeRatio = 4;
const computeC = 5;
const localisationM = 6;
const lidarHealth = 7;
const cameraHealth = 8;
const coolingHealth = 9;
const climateC = 10;
const stateLength = 11;

/** How fast the vehicle follows its command, how fast the localisation drifts, and how fast the computer warms. */
const followMs = 4_000;
const driftMs = 120_000;
const warmMs = 900_000;
const hourMs = 3_600_000;
/** The computer's power over its cooling, K; three times as much without a fan. */
const computeLiftK = 32;
const batteryKwh = 60;
const kwhPerKm = 0.28;
/** Computer, sensors and air conditioning, kW; and what the depot gives. */
const restKw = 2.2;
const chargerKw = 22;
const bestM = 0.05;

type Parameters = Readonly<Record<string, number>>;

const climateOf = (state: readonly number[]) => ({ meanC: state[climateC] as number, dayC: 4, yearC: 9 });

function isPlugged(inputs: readonly number[]): boolean {
  return (inputs[1] as number) >= 0.5;
}

/** Way gone since it was built, m. */
function odometerM(state: readonly number[], parameters: Parameters): number {
  return ((parameters.cruiseKmh as number) / 3.6) * (wayMs(state[route] as number, state[progressMs] as number) / 1_000);
}

const channels = (level: number): number => (level >= 0.5 ? 1 : 2);

/** See the head of this file. */
export const autonomousCarModel: SignalModel = {
  name: 'autonomous-car',
  outputs: [
    ...['speedKmh', 'steeringDeg', 'latitudeDeg', 'longitudeDeg', 'odometerKm', 'localisationErrorM', 'lidarHealthPercent'],
    ...['cameraHealthPercent', 'computeTempC', 'computeLoadPercent', 'brakeChannelsCount', 'steeringChannelsCount'],
    ...['computeChannelsCount', 'batteryPercent'],
  ],
  actuators: ['pace', 'charger'],
  truth: ['trueLocalisationErrorM', 'lidarHealthRatio', 'cameraHealthRatio', 'coolingHealthRatio'],
  parameters: {
    cruiseKmh: { defaultValue: 30, minimum: 1, maximum: 130, title: 'Cruising speed, km/h' },
    latitudeDeg: { defaultValue: 48.14, minimum: -85, maximum: 85, title: 'Middle of the loop, deg' },
    longitudeDeg: { defaultValue: 11.58, minimum: -180, maximum: 180, title: 'Middle of the loop, deg' },
    townM: { defaultValue: 1_500, minimum: 100, maximum: 30_000, title: 'How far the loop leads from its middle, m' },
    airMeanC: { defaultValue: 10, minimum: -30, maximum: 40, title: 'Mean air temperature, Cel; units differ by 2 K' },
  },
  faults: {
    'lidar-soiled': 'Dirt on the lidar: up to all of its points are lost, and the localisation drifts by up to 1.2 m.',
    'camera-blinded': 'The cameras see nothing, down to no health at full severity.',
    'localisation-drift': 'Satellites and map do not agree: within minutes the place is up to 4 m off.',
    'cooling-weak': 'The fan fails: the computer gets up to three times as warm over the air.',
    'brake-channel-lost': 'From severity 0.5 on one of the two brake channels is lost.',
    'steering-channel-lost': 'From severity 0.5 on one of the two steering channels is lost.',
    'compute-channel-lost': 'From severity 0.5 on one of the two computers is lost; the other carries all.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state.fill(0);
    state[route] = drawKey(chance);
    state[progressMs] = Math.floor(3_600_000 * chance());
    state[chargeRatio] = 0.6 + 0.4 * chance();
    state[climateC] = (parameters.airMeanC as number) + 4 * (chance() - 0.5);
    state[computeC] = (state[climateC] as number) + computeLiftK;
    state[localisationM] = bestM;
    state[lidarHealth] = 1;
    state[cameraHealth] = 1;
    state[coolingHealth] = 1;
  },
  step(state, dtMs, wallMs, inputs, faults, parameters) {
    const beforeKm = odometerM(state, parameters) / 1_000;
    const wanted = isPlugged(inputs) ? 0 : clamp(inputs[0] as number, 0, 1);
    const gap = (state[pace] as number) - wanted;
    const decay = Math.exp(-dtMs / followMs);
    state[progressMs] = (state[progressMs] as number) + wanted * dtMs + gap * followMs * (1 - decay);
    state[pace] = wanted + gap * decay;
    const usedKwh = kwhPerKm * (odometerM(state, parameters) / 1_000 - beforeKm);
    const flowKw = isPlugged(inputs) ? chargerKw - restKw : -restKw;
    state[chargeRatio] = clamp((state[chargeRatio] as number) + ((flowKw * dtMs) / hourMs - usedKwh) / batteryKwh, 0, 1);
    const lidar = levelOf(faults, 'lidar-soiled');
    const cooling = levelOf(faults, 'cooling-weak');
    const errorM = bestM + 4 * levelOf(faults, 'localisation-drift') + 1.2 * lidar;
    state[localisationM] = errorM + ((state[localisationM] as number) - errorM) * Math.exp(-dtMs / driftMs);
    const liftK = computeLiftK * (1 + 2 * cooling);
    state[computeC] = bodyTempC(state[computeC] as number, climateOf(state), liftK, warmMs, dtMs, wallMs);
    state[lidarHealth] = 1 - lidar;
    state[cameraHealth] = 1 - levelOf(faults, 'camera-blinded');
    state[coolingHealth] = 1 - cooling;
    state[nowMs] = wallMs;
  },
  read(state, _inputs, faults, parameters, noise, outputs) {
    const key = state[route] as number;
    const now = state[progressMs] as number;
    const going = state[pace] as number;
    const wayM = odometerM(state, parameters);
    const errorM = state[localisationM] as number;
    const place = positionAt(key, wayM, parameters, { northM: errorM * 0.7, eastM: errorM * 0.7 });
    const kmh = (parameters.cruiseKmh as number) * speedShare(key, now) * going;
    const lost = channels(levelOf(faults, 'compute-channel-lost'));
    outputs[0] = quantise(Math.max(0, kmh < 0.05 ? 0 : kmh + 0.1 * noise(0)), 100);
    outputs[1] = quantise(going < 0.01 ? 0 : steeringDeg(key, now) + 0.2 * noise(1), 10);
    outputs[2] = quantise(place.latitudeDeg, 1e7);
    outputs[3] = quantise(place.longitudeDeg, 1e7);
    outputs[4] = quantise(wayM / 1_000, 1_000);
    outputs[5] = quantise(errorM * (1 + 0.1 * noise(5)), 1_000);
    outputs[6] = quantise(clamp(100 * (state[lidarHealth] as number) - 1 - noise(6), 0, 100), 10);
    outputs[7] = quantise(clamp(100 * (state[cameraHealth] as number) - 1 - noise(7), 0, 100), 10);
    outputs[8] = quantise((state[computeC] as number) + 0.5 * noise(8), 10);
    outputs[9] = quantise(clamp((46 + 12 * going + 3 * noise(9)) * (lost === 1 ? 1.6 : 1), 0, 100), 10);
    outputs[10] = channels(levelOf(faults, 'brake-channel-lost'));
    outputs[11] = channels(levelOf(faults, 'steering-channel-lost'));
    outputs[12] = lost;
    outputs[13] = quantise(100 * (state[chargeRatio] as number), 10);
  },
  readTruth(state, _parameters, truth) {
    truth[0] = state[localisationM] as number;
    truth[1] = state[lidarHealth] as number;
    truth[2] = state[cameraHealth] as number;
    truth[3] = state[coolingHealth] as number;
  },
};
