import { bodyTempC, levelOf, outsideTempC, quantise } from './curves.ts';
import type { FaultLevels, SignalModel } from './signal-model.ts';

/**
 * A room of one heat capacity between a heater and the weather: dT/dt = (outside + lift - T) / timeConstant, where the lift is what the heater
 * would hold the room above outside for ever. The weather swings by day and year, and the solution for a cosine is exact:
 * a cosine delayed and damped by the room (see bodyTempC) plus a difference that dies out exponentially.
 */

/** Places in the state. */
const roomTempC = 0;
/** How much this room's time constant and its heater differ from the profile's. */
const inertia = 1;
const heaterScale = 2;
const climateC = 3;
const sensorErrorC = 4;
const nowMs = 5;
const energyWh = 6;
/** Share of its power that the heater gives. */
const efficiency = 7;
const stateLength = 8;

type Parameters = Readonly<Record<string, number>>;

/** Power that the heater takes from the mains, W. A weak one gives less heat, but takes as much. */
function powerW(inputs: readonly number[], state: readonly number[], parameters: Parameters): number {
  return Math.min(1, Math.max(0, inputs[0] as number)) * (parameters.heaterW as number) * (state[heaterScale] as number);
}

function efficiencyAt(faults: FaultLevels): number {
  return 0.98 * (1 - 0.7 * levelOf(faults, 'heater-weak'));
}

/** See the head of this file. */
export const thermostatModel: SignalModel = {
  name: 'thermostat',
  outputs: ['roomTempC', 'outsideTempC', 'heaterPowerW', 'energyKwh'],
  actuators: ['heater'],
  truth: ['trueRoomTempC', 'heaterEfficiencyRatio'],
  parameters: {
    timeConstantMs: {
      defaultValue: 14_400_000,
      minimum: 60_000,
      maximum: 864_000_000,
      title: 'Time in which a difference falls to 37 %, ms',
    },
    heaterW: { defaultValue: 2_000, minimum: 10, maximum: 100_000, title: 'Power of the heater, W' },
    lossWPerK: { defaultValue: 70, minimum: 1, maximum: 10_000, title: 'Heat that the room loses a kelvin of difference, W/K' },
    outsideMeanC: { defaultValue: 9, minimum: -30, maximum: 40, title: 'Mean outside temperature, Cel' },
    outsideDayC: { defaultValue: 4, minimum: 0, maximum: 20, title: 'Swing of a day around the mean, K' },
    outsideYearC: { defaultValue: 9, minimum: 0, maximum: 30, title: 'Swing of a year around the mean, K' },
  },
  faults: {
    'window-open': 'A window is open: the room loses heat up to ten times faster, and the heater lifts it less.',
    'heater-weak': 'The heater gives up to 70 % less heat, and takes the same power.',
    'sensor-offset': 'The room sensor shows up to 4 K too much.',
  },
  stateLength,
  initialise(state, _parameters, chance) {
    state[inertia] = 0.7 + 0.6 * chance();
    state[heaterScale] = 0.9 + 0.2 * chance();
    state[climateC] = 3 * (chance() - 0.5);
    state[sensorErrorC] = 0.4 * (chance() - 0.5);
    state[roomTempC] = 17 + 6 * chance();
    state[nowMs] = 0;
    state[energyWh] = 0;
    state[efficiency] = 0.98;
  },
  step(state, dtMs, wallMs, inputs, faults, parameters) {
    const open = 1 + 9 * levelOf(faults, 'window-open');
    const timeConstantMs = ((parameters.timeConstantMs as number) * (state[inertia] as number)) / open;
    const power = powerW(inputs, state, parameters);
    state[efficiency] = efficiencyAt(faults);
    const liftC = (power * (state[efficiency] as number)) / ((parameters.lossWPerK as number) * open);
    const climate = {
      meanC: (parameters.outsideMeanC as number) + (state[climateC] as number),
      dayC: parameters.outsideDayC as number,
      yearC: parameters.outsideYearC as number,
    };
    state[roomTempC] = bodyTempC(state[roomTempC] as number, climate, liftC, timeConstantMs, dtMs, wallMs);
    state[energyWh] = (state[energyWh] as number) + (power * dtMs) / 3_600_000;
    state[nowMs] = wallMs;
  },
  read(state, inputs, faults, parameters, noise, outputs) {
    const room = (state[roomTempC] as number) + (state[sensorErrorC] as number) + 4 * levelOf(faults, 'sensor-offset');
    const { outsideMeanC, outsideDayC, outsideYearC } = parameters;
    const mean = (outsideMeanC as number) + (state[climateC] as number);
    outputs[0] = quantise(room + 0.05 * noise(0), 100);
    outputs[1] = quantise(outsideTempC(mean, outsideDayC as number, outsideYearC as number, state[nowMs] as number) + 0.3 * noise(1), 10);
    outputs[2] = quantise(powerW(inputs, state, parameters), 1);
    outputs[3] = quantise((state[energyWh] as number) / 1_000, 1_000);
  },
  readTruth(state, _parameters, truth) {
    truth[0] = state[roomTempC] as number;
    truth[1] = state[efficiency] as number;
  },
};
