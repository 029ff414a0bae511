import { expect, test } from 'vitest';
import { signalModels } from '#firmware/signals/index.js';
import { createRandom, noiseAt } from '#proto/kit/index.js';
import { loadShippedProfile, shippedProfiles } from './index.ts';

const startMs = Date.UTC(2026, 0, 5);
const stepMs = 2_237_000;

/** What the sensors of a unit say over ten days, with a fault at full severity and actuators that are told something else now and then. */
function valuesOf(name: string, fault: string): Map<string, readonly [least: number, most: number]> {
  const profile = loadShippedProfile(name);
  const model = signalModels.get(profile.model);
  if (model === undefined) throw new Error(`no model ${profile.model}`);
  const random = createRandom('ranges', name, fault);
  const state = new Array<number>(model.stateLength).fill(0);
  model.initialise(state, profile.parameters, () => random.float());
  const inputs = [...model.actuators.map((actuator) => profile.actuators[actuator] ?? 0), 1];
  const faults = new Map(fault === '' ? [] : [[fault, 1]]);
  const outputs = model.outputs.map(() => 0);
  const found = new Map<string, readonly [number, number]>();
  for (let part = 1; part <= 386; part += 1) {
    for (const [index] of model.actuators.entries()) if (part % 7 === 0) inputs[index] = random.integer(0, 1);
    inputs[model.actuators.length] = random.float();
    model.step(state, stepMs, startMs + part * stepMs, inputs, faults, profile.parameters);
    model.read(state, inputs, faults, profile.parameters, (index) => noiseAt(index + 1, part), outputs);
    for (const [index, output] of model.outputs.entries()) {
      const value = outputs[index] as number;
      const [least, most] = found.get(output) ?? [value, value];
      found.set(output, [Math.min(least, value), Math.max(most, value)]);
    }
  }
  return found;
}

test.each([...shippedProfiles()])('%s: the model stays within the ranges of the signals, also with each fault', (name) => {
  const profile = loadShippedProfile(name);
  const outside: string[] = [];
  for (const fault of ['', ...Object.keys(signalModels.get(profile.model)?.faults ?? {})]) {
    for (const [output, [least, most]] of valuesOf(name, fault)) {
      const { minimum = 0, maximum = 0 } = profile.signals.find((signal) => signal.name === output) ?? {};
      if (!(least >= minimum && most <= maximum))
        outside.push(`${fault} ${output}: ${least} to ${most}, not within ${minimum} to ${maximum}`);
    }
  }
  expect(outside).toEqual([]);
});
