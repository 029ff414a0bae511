import type { SignalShape } from '#proto/profile/index.js';
import { levelOf, quantise } from './curves.ts';
import { recordingModel } from './recording-model.ts';
import type { FaultLevels, ShapedProfile, SignalModel } from './signal-model.ts';

/**
 * Signals without a physics of their own, for kinds of device that Seatrial has no model of: each is a sum of a mean, a swing by the time of day
 * or any other period, a slow wander, a drift, and the answer to an actuator, as the profile's `shapes` say. All parts are closed forms:
 * a wander is two cosines whose periods have no common multiple within years, with phases of the unit's own.
 */

const dayMs = 86_400_000;
const wanderPeriodsMs = [7.31 * 3_600_000, 41.77 * 3_600_000] as const;
/** Parts of the signal's range: an offset fault, the noise of a noisy sensor, and the drift of a day. */
const offsetShare = 0.2;
const noisyShare = 0.05;
const driftShare = 0.1;

/** Places in the state: the time of the newest step, then five a signal. */
const nowMs = 0;
const unitOffset = 0;
const drifted = 1;
const response = 2;
const firstPhase = 3;
const secondPhase = 4;
const placesPerSignal = 5;

/** One signal, with its place among the outputs and in the state. */
interface Wave extends SignalShape {
  readonly name: string;
  readonly range: number;
  readonly at: number;
  /** Place of its actuator in the inputs; -1 without one. */
  readonly input: number;
}

/** See the head of this file. Without a profile it gives as little as a recording. */
export const syntheticModel: SignalModel = { ...recordingModel, name: 'synthetic', forProfile };

function forProfile({ signals, shapes, actuators }: ShapedProfile): SignalModel {
  const inputs = Object.keys(actuators);
  const waves = signals
    .filter(({ name }) => Object.hasOwn(shapes, name))
    .map((signal, index): Wave => {
      const shape = shapes[signal.name] as SignalShape;
      return {
        ...shape,
        name: signal.name,
        range: signal.maximum - signal.minimum,
        at: 1 + index * placesPerSignal,
        input: shape.actuator === undefined ? -1 : inputs.indexOf(shape.actuator.name),
      };
    });
  return {
    name: 'synthetic',
    outputs: waves.map(({ name }) => name),
    actuators: inputs,
    truth: waves.map(({ name }) => `true${name.slice(0, 1).toUpperCase()}${name.slice(1)}`),
    parameters: {},
    faults: Object.fromEntries(waves.flatMap(faultsOf)),
    stateLength: 1 + waves.length * placesPerSignal,
    initialise(state, _parameters, chance) {
      for (const { at, unitSpread } of waves) {
        state[at + unitOffset] = (2 * chance() - 1) * unitSpread;
        state[at + firstPhase] = 2 * Math.PI * chance();
        state[at + secondPhase] = 2 * Math.PI * chance();
      }
    },
    step(state, dtMs, wallMs, inputs, faults) {
      state[nowMs] = wallMs;
      for (const wave of waves) stepWave(wave, state, dtMs, inputs, faults);
    },
    read(state, _inputs, faults, _parameters, noise, outputs) {
      for (let index = 0; index < waves.length; index += 1) outputs[index] = readWave(waves[index] as Wave, index, state, faults, noise);
    },
    readTruth(state, _parameters, truth) {
      for (let index = 0; index < waves.length; index += 1) truth[index] = trueValue(waves[index] as Wave, state);
    },
  };
}

function faultsOf({ name, range }: Wave): [string, string][] {
  return [
    [`${name}-offset`, `The sensor of ${name} shows up to ${offsetShare * range} too much.`],
    [`${name}-noisy`, `The sensor of ${name} is off by up to ${noisyShare * range} either way, at random.`],
    [`${name}-drift`, `${name} itself rises by up to ${driftShare * range} a day, and stays there.`],
  ];
}

function stepWave(wave: Wave, state: number[], dtMs: number, inputs: readonly number[], faults: FaultLevels): void {
  const { at, name, range, input, actuator, driftPerDay } = wave;
  const rate = driftPerDay + levelOf(faults, `${name}-drift`) * driftShare * range;
  state[at + drifted] = (state[at + drifted] as number) + (rate * dtMs) / dayMs;
  if (actuator === undefined) return;
  const before = state[at + response] as number;
  state[at + response] = before + ((inputs[input] as number) - before) * -Math.expm1(-dtMs / actuator.timeConstantMs);
}

function trueValue(wave: Wave, state: readonly number[]): number {
  const { at, mean, swing, periodMs, peakMs, wander, actuator } = wave;
  const atMs = state[nowMs] as number;
  const around = wander * 0.5 * (slow(atMs, 0, state[at + firstPhase] as number) + slow(atMs, 1, state[at + secondPhase] as number));
  const answer = actuator === undefined ? 0 : actuator.gain * (state[at + response] as number);
  const swung = swing * Math.cos((2 * Math.PI * (atMs - peakMs)) / periodMs);
  return mean + (state[at + unitOffset] as number) + swung + around + (state[at + drifted] as number) + answer;
}

function slow(atMs: number, which: 0 | 1, phase: number): number {
  return Math.cos((2 * Math.PI * atMs) / wanderPeriodsMs[which] + phase);
}

function readWave(wave: Wave, index: number, state: readonly number[], faults: FaultLevels, noise: (index: number) => number): number {
  const { name, range, resolution } = wave;
  const around = wave.noise + levelOf(faults, `${name}-noisy`) * noisyShare * range;
  const off = levelOf(faults, `${name}-offset`) * offsetShare * range;
  return quantise(trueValue(wave, state) + off + around * noise(index), 1 / resolution);
}
