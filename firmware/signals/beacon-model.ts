import { drawKey, subKey } from './chance.ts';
import { clamp, levelOf, outsideTempC, polyline, quantise, smoothNoise } from './curves.ts';
import type { FaultLevels, SignalModel } from './signal-model.ts';

/**
 * A Bluetooth beacon on a thing that is carried about a site, heard by the site's gateway, which also is its way to the fleet. The received
 * power follows from the distance (log-distance path loss, Rappaport, Wireless Communications, 2002, chapter 4), slow shadowing, and fading.
 */

/** Places in the state. */
const key = 0;
const nowMs = 1;
const meanC = 2;
const sent = 3;
const carriedAway = 4;
const stateLength = 5;

/** How fast the thing is carried about and the way is shadowed: time from knot to knot, ms. */
const carryMs = 1_800_000;
const shadowMs = 240_000;
const shadowDb = 4;
const fadingDb = 3;
/** Path loss at 1 m of 2.44 GHz in free space, dB. */
const lossAtOneMetreDb = 40;
/** Below this a gateway hears nothing, dBm. */
const sensitivityDbm = -97;
/** With the fault, the thing is this many times as far away. */
const awayTimes = 12;

type Parameters = Readonly<Record<string, number>>;

function distanceM(state: readonly number[], parameters: Parameters): number {
  const siteM = parameters.siteM as number;
  const way = 0.5 + 0.5 * smoothNoise(subKey(state[key] as number, 1), (state[nowMs] as number) / carryMs);
  return (1 + (siteM - 1) * way * way) * (1 + (awayTimes - 1) * (state[carriedAway] as number));
}

function rssiDbm(state: readonly number[], faults: FaultLevels, parameters: Parameters, fading: number): number {
  const lossDb = lossAtOneMetreDb + 10 * (parameters.pathLossExponent as number) * Math.log10(distanceM(state, parameters));
  const shadow = shadowDb * smoothNoise(subKey(state[key] as number, 2), (state[nowMs] as number) / shadowMs);
  return (parameters.txPowerDbm as number) - lossDb + shadow + fadingDb * fading - 18 * levelOf(faults, 'antenna-detuned');
}

/** Share of the advertisements that the gateway hears: all with 10 dB to spare, none below its sensitivity. */
function heardShare(dbm: number, interference: number): number {
  return clamp((dbm - sensitivityDbm) / 10, 0, 1) * (1 - 0.95 * interference);
}

/** See the head of this file. */
export const beaconModel: SignalModel = {
  name: 'beacon',
  outputs: ['rssiDbm', 'heardPercent', 'advertisementsCount', 'tempC', 'batteryV'],
  actuators: ['advertising'],
  readsCharge: true,
  truth: ['trueDistanceM', 'carriedAwayRatio', 'heardRatio'],
  parameters: {
    siteM: { defaultValue: 40, minimum: 2, maximum: 1_000, title: 'How far the thing is carried from the gateway, m' },
    pathLossExponent: { defaultValue: 2.4, minimum: 1.5, maximum: 6, title: 'How fast the power falls with distance; 2 in free space, 1' },
    txPowerDbm: { defaultValue: 0, minimum: -40, maximum: 10, title: 'Power that is sent, dBm' },
    advertiseMs: { defaultValue: 1_000, minimum: 20, maximum: 10_240, title: 'From one advertisement to the next, ms' },
    siteMeanC: { defaultValue: 16, minimum: -30, maximum: 45, title: 'Mean temperature, Cel; units differ by 3 K' },
  },
  faults: {
    'antenna-detuned': 'Metal at the antenna: up to 18 dB less is received.',
    interference: 'A busy channel: up to 95 % of the advertisements are not heard.',
    'carried-away': `The thing is carried off the site: up to ${awayTimes} times as far from the gateway.`,
    'sensor-offset': 'The thermometer shows up to 6 K too much.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state[key] = drawKey(chance);
    state[nowMs] = 0;
    state[meanC] = (parameters.siteMeanC as number) + 6 * (chance() - 0.5);
    state[sent] = 0;
    state[carriedAway] = 0;
  },
  step(state, dtMs, wallMs, inputs, faults, parameters) {
    state[nowMs] = wallMs;
    state[carriedAway] = levelOf(faults, 'carried-away');
    state[sent] = (state[sent] as number) + (dtMs * clamp(inputs[0] as number, 0, 1)) / (parameters.advertiseMs as number);
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const isOn = (inputs[0] as number) > 0;
    const dbm = rssiDbm(state, faults, parameters, noise(0));
    const temperature = outsideTempC(state[meanC] as number, 3, 7, state[nowMs] as number);
    const heard = isOn ? heardShare(rssiDbm(state, faults, parameters, 0), levelOf(faults, 'interference')) : 0;
    // A coin cell (CR2477) is flat for most of its life, and its inner resistance grows in the cold.
    const open = polyline([0, 2, 0.08, 2.5, 0.2, 2.8, 0.5, 2.92, 1, 3.05], inputs[1] ?? 1);
    outputs[0] = isOn ? quantise(Math.max(sensitivityDbm, dbm), 1) : sensitivityDbm;
    outputs[1] = quantise(clamp(100 * heard + (heard > 0 ? 2 * noise(1) : 0), 0, 100), 10);
    outputs[2] = Math.floor(state[sent] as number);
    outputs[3] = quantise(temperature + 6 * levelOf(faults, 'sensor-offset') + 0.2 * noise(3), 4);
    outputs[4] = quantise(open - 0.004 * Math.max(0, 20 - temperature) + 0.005 * noise(4), 100);
  },
  readTruth(state, parameters, truth) {
    truth[0] = distanceM(state, parameters);
    truth[1] = state[carriedAway] as number;
    truth[2] = heardShare(rssiDbm(state, new Map(), parameters, 0), 0);
  },
};
