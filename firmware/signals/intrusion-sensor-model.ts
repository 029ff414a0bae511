import { chanceAt, dayOf, drawKey, hourOf, isWeekend, subKey } from './chance.ts';
import { levelOf, outsideTempC, polyline, quantise } from './curves.ts';
import type { SignalModel } from './signal-model.ts';

/**
 * A passive infrared detector with a door contact in a home. Nobody steps the household: who is at home, which minute has somebody before the
 * lens and when the door stands open follow from (home, day, minute). Motion of a minute holds the output for that minute, as the retrigger
 * time of such detectors does.
 */

/** Places in the state. */
const home = 0;
const nowMs = 1;
const roomC = 2;
const isBurglar = 3;
const leaveHour = 4;
const backHour = 5;
const noiseDbm = 6;
const stateLength = 7;

/** Share of the minutes with motion before the lens while people are at home, by hour of the day. */
const motionByHour = [0, 0.02, 5.5, 0.01, 6.5, 0.5, 9, 0.35, 12, 0.4, 17, 0.55, 20, 0.5, 22.5, 0.25, 23.5, 0.04, 24, 0.02];
/** The door stands open for so long, ms. */
const doorOpenMs = 25_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Hours of the day at which the household leaves and comes back; on two weekends of three it stays at home. */
function timesOf(state: readonly number[], day: number): { readonly leave: number; readonly back: number } | undefined {
  const key = subKey(state[home] as number, 1);
  if (isWeekend(day) && chanceAt(key, 3 * day) < 0.67) return undefined;
  const late = 0.8 * (chanceAt(key, 3 * day + 1) - 0.5);
  return { leave: (state[leaveHour] as number) + late, back: (state[backHour] as number) + 1.4 * (chanceAt(key, 3 * day + 2) - 0.5) };
}

/** True while somebody of the household is at home. */
function isAtHome(state: readonly number[], wallMs: number): boolean {
  const times = timesOf(state, dayOf(wallMs));
  const hour = hourOf(wallMs);
  return times === undefined || hour < times.leave || hour >= times.back;
}

/** True while the household's own people have the door open: when they leave and when they come back. */
function isDoorOpen(state: readonly number[], wallMs: number): boolean {
  const times = timesOf(state, dayOf(wallMs));
  if (times === undefined) return false;
  const sinceMidnightMs = wallMs - dayOf(wallMs) * dayMs;
  return [times.leave, times.back].some((hour) => sinceMidnightMs >= hour * hourMs && sinceMidnightMs < hour * hourMs + doorOpenMs);
}

function moves(state: readonly number[], wallMs: number, level: number): boolean {
  const minute = Math.floor(wallMs / minuteMs);
  const key = subKey(state[home] as number, 2);
  if (level > 0 && chanceAt(subKey(key, 1), minute) < 0.9 * level) return true;
  return isAtHome(state, wallMs) && chanceAt(key, minute) < polyline(motionByHour, hourOf(wallMs));
}

/** A burglar comes through the door: at full severity it stands open from then on. */
function burglarOpens(state: readonly number[]): boolean {
  return (state[isBurglar] as number) >= 0.5;
}

/** See the head of this file. */
export const intrusionSensorModel: SignalModel = {
  name: 'intrusion-sensor',
  outputs: ['motionCode', 'contactCode', 'tamperCode', 'radioNoiseDbm', 'sirenLevelDb', 'roomTempC', 'batteryV'],
  actuators: ['siren'],
  readsCharge: true,
  truth: ['personPresentRatio', 'intruderRatio', 'doorOpenRatio', 'jammerDbm'],
  parameters: {
    leaveHour: { defaultValue: 7.5, minimum: 3, maximum: 11, title: 'Hour at which the household leaves, h UTC; units differ by 1 h' },
    backHour: { defaultValue: 17.5, minimum: 13, maximum: 22, title: 'Hour at which it comes back, h UTC; units differ by 1 h' },
    roomMeanC: { defaultValue: 20, minimum: 0, maximum: 35, title: 'Mean room temperature, Cel; units differ by 2 K' },
  },
  faults: {
    intruder: 'Somebody who should not be there moves before the lens in up to 90 % of the minutes; from severity 0.5 on the door is open.',
    'pir-masked': 'The lens is covered: the detector misses motion, all of it at full severity.',
    'magnet-lost': 'From severity 0.5 on the magnet is off the door: the contact shows an open one.',
    'cover-open': 'From severity 0.5 on the cover of the sensor is open.',
    'radio-jamming': 'Somebody jams the radio: the noise on its channel rises by up to 60 dB.',
    'pir-false-alarm': 'Sun and draught on the lens: up to 20 % of the minutes show motion that is none.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state[home] = drawKey(chance);
    state[nowMs] = 0;
    state[roomC] = (parameters.roomMeanC as number) + 4 * (chance() - 0.5);
    state[leaveHour] = (parameters.leaveHour as number) + 2 * (chance() - 0.5);
    state[backHour] = (parameters.backHour as number) + 2 * (chance() - 0.5);
    state[isBurglar] = 0;
    state[noiseDbm] = -108;
  },
  step(state, _dtMs, wallMs, _inputs, faults) {
    state[nowMs] = wallMs;
    state[isBurglar] = levelOf(faults, 'intruder');
    state[noiseDbm] = -108 + 60 * levelOf(faults, 'radio-jamming');
  },
  read(state, inputs, faults, _parameters, noise, outputs) {
    const now = state[nowMs] as number;
    const minute = Math.floor(now / minuteMs);
    const key = subKey(state[home] as number, 3);
    const isSeen = moves(state, now, state[isBurglar] as number) && chanceAt(key, minute) >= levelOf(faults, 'pir-masked');
    const isFalse = chanceAt(subKey(key, 1), minute) < 0.2 * levelOf(faults, 'pir-false-alarm');
    const isOpen = isDoorOpen(state, now) || burglarOpens(state) || levelOf(faults, 'magnet-lost') >= 0.5;
    const isSounding = (inputs[0] as number) >= 0.5;
    const charge = inputs[1] ?? 1;
    outputs[0] = isSeen || isFalse ? 1 : 0;
    outputs[1] = isOpen ? 1 : 0;
    outputs[2] = levelOf(faults, 'cover-open') >= 0.5 ? 1 : 0;
    outputs[3] = quantise((state[noiseDbm] as number) + 2 * noise(3), 1);
    outputs[4] = isSounding ? 95 : 0;
    outputs[5] = quantise(outsideTempC(state[roomC] as number, 1.2, 1.5, now) + 0.1 * noise(5), 10);
    // A lithium cell (CR123A) holds its voltage nearly to the end; the siren's current pulls it down.
    outputs[6] = quantise(
      polyline([0, 2, 0.05, 2.5, 0.15, 2.8, 0.6, 2.95, 1, 3.05], charge) - (isSounding ? 0.12 : 0) + 0.005 * noise(6),
      100,
    );
  },
  readTruth(state, _parameters, truth) {
    const now = state[nowMs] as number;
    truth[0] = isAtHome(state, now) ? 1 : 0;
    truth[1] = state[isBurglar] as number;
    truth[2] = isDoorOpen(state, now) || burglarOpens(state) ? 1 : 0;
    truth[3] = state[noiseDbm] as number;
  },
};
