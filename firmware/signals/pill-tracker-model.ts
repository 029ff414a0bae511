import { chanceAt, dayOf, drawKey, subKey } from './chance.ts';
import { bodyTempC, clamp, levelOf, quantise } from './curves.ts';
import type { SignalModel } from './signal-model.ts';

/** A box of pills whose lid, weight and air are watched, and a person who takes them by and large when they are due. */

/** Places in the state. */
const personKey = 0;
const nowMs = 1;
/** Doses taken in all, of which some before the simulation. */
const takenDoses = 2;
const boxTemp = 3;
const roomOffsetC = 4;
const roomHumidity = 5;
/** Doses missed since the simulation began. */
const missedDoses = 6;
const forgetsLevel = 7;
const sealLevel = 8;
const stateLength = 9;

type Parameters = Readonly<Record<string, number>>;

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Latest that anybody remembers, ms after a dose was due. */
const latestMs = 5 * 3_600_000;
/** The box follows its room to 63 % in this time, ms. */
const boxMs = 3_600_000;
/** Doses left when a new pack is put in. */
const refillDoses = 4;

/** When a dose is due, ms since 1970. */
function dueMs(parameters: Parameters, day: number, dose: number): number {
  return day * dayMs + ((parameters.firstDoseMinute as number) + dose * (parameters.doseEveryMinutes as number)) * minuteMs;
}

/** When a dose is taken, ms since 1970; undefined when it is missed. */
function takenMs(key: number, forgets: number, parameters: Parameters, day: number, dose: number): number | undefined {
  const number = day * 8 + dose;
  const share = ((parameters.adherencePercent as number) / 100) * (1 - forgets);
  if (chanceAt(subKey(key, 70), number) >= share) return undefined;
  const delayMs = -(parameters.delayMinutes as number) * minuteMs * Math.log(1 - chanceAt(subKey(key, 71), number));
  return dueMs(parameters, day, dose) + Math.min(latestMs, minuteMs + delayMs);
}

/** How long the lid stays open for a dose, ms. */
function openMs(key: number, day: number, dose: number): number {
  return 25_000 + 40_000 * chanceAt(subKey(key, 72), day * 8 + dose);
}

/** Doses taken and missed after fromMs and up to untilMs. A dose counts as missed when nobody remembers any more. */
function count(key: number, forgets: number, parameters: Parameters, fromMs: number, untilMs: number): { taken: number; missed: number } {
  const sum = { taken: 0, missed: 0 };
  for (let day = dayOf(fromMs) - 1; day <= dayOf(untilMs); day += 1)
    for (let dose = 0; dose < (parameters.dosesPerDay as number); dose += 1) {
      const atMs = takenMs(key, forgets, parameters, day, dose);
      const decidedMs = atMs ?? dueMs(parameters, day, dose) + latestMs;
      if (decidedMs > fromMs && decidedMs <= untilMs) sum[atMs === undefined ? 'missed' : 'taken'] += 1;
    }
  return sum;
}

function isOpen(state: readonly number[], parameters: Parameters): boolean {
  const key = state[personKey] as number;
  const wallMs = state[nowMs] as number;
  const today = dayOf(wallMs);
  for (let day = today - 1; day <= today; day += 1)
    for (let dose = 0; dose < (parameters.dosesPerDay as number); dose += 1) {
      const atMs = takenMs(key, state[forgetsLevel] as number, parameters, day, dose);
      if (atMs !== undefined && wallMs >= atMs && wallMs < atMs + openMs(key, day, dose)) return true;
    }
  return false;
}

function dosesLeft(state: readonly number[], parameters: Parameters): number {
  const pack = parameters.packDoses as number;
  return pack - ((state[takenDoses] as number) % (pack - refillDoses));
}

/** See the head of this file. */
export const pillTrackerModel: SignalModel = {
  name: 'pill-tracker',
  outputs: ['lidCode', 'dosesLeftCount', 'boxTempC', 'boxHumidityPercent', 'batteryPercent'],
  actuators: [],
  readsCharge: true,
  truth: ['trueLidCode', 'trueDosesLeftCount', 'takenDosesCount', 'missedDosesCount', 'sealBrokenRatio'],
  parameters: {
    dosesPerDay: { defaultValue: 2, minimum: 1, maximum: 4, title: 'Doses a day' },
    firstDoseMinute: { defaultValue: 480, minimum: 0, maximum: 720, title: 'First dose of the day, minutes since midnight UTC' },
    doseEveryMinutes: { defaultValue: 720, minimum: 120, maximum: 720, title: 'From one dose of a day to the next, minutes' },
    adherencePercent: { defaultValue: 92, minimum: 0, maximum: 100, title: 'Doses that are taken, %' },
    delayMinutes: { defaultValue: 20, minimum: 0, maximum: 240, title: 'Mean delay of a dose (exponential, 5 h at most), minutes' },
    packDoses: { defaultValue: 60, minimum: 10, maximum: 1_000, title: 'Doses of a full pack; a new one comes when four are left' },
    roomC: { defaultValue: 21, minimum: 5, maximum: 40, title: 'Mean temperature of the room, Cel; rooms differ by 2' },
  },
  faults: {
    'doses-forgotten': 'The person forgets doses, at severity 1 all of them.',
    'lid-switch-stuck': 'The switch of the lid says closed, whatever the lid does.',
    'scale-drift': 'The scale is off by up to eight doses.',
    'seal-broken': 'The seal leaks: the air in the box gets as humid as the room.',
    'in-the-sun': 'The box stands in the sun: up to 22 K warmer.',
  },
  stateLength,
  initialise(state, parameters, chance) {
    state[personKey] = drawKey(chance);
    state[takenDoses] = Math.floor(chance() * (parameters.packDoses as number));
    state[roomOffsetC] = 4 * (chance() - 0.5);
    state[roomHumidity] = 40 + 25 * chance();
    state[boxTemp] = (parameters.roomC as number) + (state[roomOffsetC] as number);
    for (const place of [nowMs, missedDoses, forgetsLevel, sealLevel]) state[place] = 0;
  },
  step(state, dtMs, wallMs, _inputs, faults, parameters) {
    state[nowMs] = wallMs;
    state[forgetsLevel] = levelOf(faults, 'doses-forgotten');
    state[sealLevel] = levelOf(faults, 'seal-broken');
    const { taken, missed } = count(state[personKey] as number, state[forgetsLevel] as number, parameters, wallMs - dtMs, wallMs);
    state[takenDoses] = (state[takenDoses] as number) + taken;
    state[missedDoses] = (state[missedDoses] as number) + missed;
    const room = { meanC: (parameters.roomC as number) + (state[roomOffsetC] as number), dayC: 1.5, yearC: 2 };
    state[boxTemp] = bodyTempC(state[boxTemp] as number, room, 22 * levelOf(faults, 'in-the-sun'), boxMs, dtMs, wallMs);
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const isStuck = levelOf(faults, 'lid-switch-stuck') > 0;
    const humidity = (state[roomHumidity] as number) * (0.35 + 0.65 * (state[sealLevel] as number));
    outputs[0] = isOpen(state, parameters) && !isStuck ? 1 : 0;
    outputs[1] = Math.max(0, Math.round(dosesLeft(state, parameters) - 8 * levelOf(faults, 'scale-drift')));
    outputs[2] = quantise((state[boxTemp] as number) + 0.1 * noise(2), 10);
    outputs[3] = quantise(clamp(humidity + noise(3), 0, 100), 10);
    outputs[4] = quantise(100 * (inputs[0] as number), 1);
  },
  readTruth(state, parameters, truth) {
    truth[0] = isOpen(state, parameters) ? 1 : 0;
    truth[1] = dosesLeft(state, parameters);
    truth[2] = state[takenDoses] as number;
    truth[3] = state[missedDoses] as number;
    truth[4] = state[sealLevel] as number;
  },
};
