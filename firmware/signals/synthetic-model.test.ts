import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '#proto/kit/index.js';
import type { SignalShape } from '#proto/profile/index.js';
import { type SignalModel, signalModels } from './index.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 2, 1);
const flat: SignalShape = {
  mean: 5,
  unitSpread: 0,
  swing: 0,
  periodMs: dayMs,
  peakMs: 0,
  wander: 0,
  noise: 0,
  driftPerDay: 0,
  resolution: 0.001,
};

function modelOf(shape: Partial<SignalShape>): SignalModel {
  const signal = { id: 1, unit: 'bar', title: '', minimum: 0, maximum: 10, category: 'technical', durable: true } as const;
  const profile = {
    signals: [
      { ...signal, name: 'pressureBar' },
      { ...signal, id: 2, name: 'recordedBar' },
    ],
    shapes: { pressureBar: { ...flat, ...shape } },
    actuators: { pump: 0 },
  };
  const model = signalModels.get('synthetic')?.forProfile?.(profile);
  if (model === undefined) throw new Error('no synthetic model');
  return model;
}

/** One unit after so many steps of so long. */
function run(model: SignalModel, steps: number, stepMs: number, faults: Record<string, number> = {}, owner = 'a', pump = 0) {
  const random = createRandom('seed', owner, 'physics');
  const state = new Array<number>(model.stateLength).fill(0);
  const levels = new Map(Object.entries(faults));
  model.initialise(state, {}, () => random.float());
  for (let step = 1; step <= steps; step += 1) model.step(state, stepMs, startMs + step * stepMs, [pump], levels, {});
  const outputs = [Number.NaN];
  const truth = [Number.NaN];
  model.read(state, [pump], levels, {}, () => 1, outputs);
  model.readTruth(state, {}, truth);
  return { value: outputs[0] as number, truth: truth[0] as number };
}

test('only shaped signals are given, each with its truth and faults', () => {
  const model = modelOf({});
  expect([model.outputs, model.truth, model.actuators]).toEqual([['pressureBar'], ['truePressureBar'], ['pump']]);
  expect(Object.keys(model.faults)).toEqual(['pressureBar-offset', 'pressureBar-noisy', 'pressureBar-drift']);
});

test.each<[string, Partial<SignalShape>, number, Record<string, number>, number, number]>([
  ['nothing moves', {}, dayMs, {}, 5, 5],
  ['a swing at its peak', { swing: 2, peakMs: dayMs / 4 }, dayMs / 4, {}, 7, 7],
  ['a swing half a period later', { swing: 2, peakMs: dayMs / 4 }, (3 * dayMs) / 4, {}, 3, 3],
  ['a drift of two days', { driftPerDay: 0.5 }, 2 * dayMs, {}, 6, 6],
  ['a noisy sensor of its own', { noise: 0.25 }, dayMs, {}, 5.25, 5],
  ['a coarse sensor', { mean: 5.3, resolution: 0.5 }, dayMs, {}, 5.5, 5.3],
  ['an offset of half severity', {}, dayMs, { 'pressureBar-offset': 0.5 }, 6, 5],
  ['a sensor gone noisy', {}, dayMs, { 'pressureBar-noisy': 1 }, 5.5, 5],
  ['a part that gives way', {}, dayMs, { 'pressureBar-drift': 1 }, 6, 6],
])('%s', (_what, shape, afterMs, faults, value, truth) => {
  const seen = run(modelOf(shape), 1, afterMs, faults);
  expect(seen.value).toBeCloseTo(value, 9);
  expect(seen.truth).toBeCloseTo(truth, 9);
});

test('an actuator is followed to 63 % after its time constant', () => {
  const model = modelOf({ actuator: { name: 'pump', gain: 2, timeConstantMs: 60_000 } });
  expect(run(model, 1, 60_000, {}, 'a', 1).truth).toBeCloseTo(5 + 2 * (1 - Math.exp(-1)), 9);
  expect(run(model, 1, 60_000, {}, 'a', 0).truth).toBeCloseTo(5, 9);
});

test('units differ, and the same unit is the same again', () => {
  const model = modelOf({ unitSpread: 1, wander: 0.5 });
  const values = ['a', 'b', 'c', 'a'].map((owner) => run(model, 1, dayMs, {}, owner).truth);
  expect(new Set(values).size).toBe(3);
  expect(values[3]).toBe(values[0]);
  for (const value of values) expect(Math.abs(value - 5)).toBeLessThanOrEqual(1.5);
});

test('one long step gives what many short ones give, whatever the shape', () => {
  const number = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
  const shapes = fc.record({
    mean: number(-100, 100),
    unitSpread: number(0, 5),
    swing: number(-5, 5),
    periodMs: fc.integer({ min: 1_000, max: 10 * dayMs }),
    wander: number(0, 5),
    driftPerDay: number(-5, 5),
  });
  fc.assert(
    fc.property(shapes, fc.integer({ min: 2, max: 50 }), (shape, steps) => {
      const model = modelOf({ ...shape, actuator: { name: 'pump', gain: 3, timeConstantMs: 3_600_000 } });
      const faults = { 'pressureBar-drift': 0.3 };
      const long = run(model, 1, steps * 100_000, faults, 'a', 0.7);
      expect(run(model, steps, 100_000, faults, 'a', 0.7).truth).toBeCloseTo(long.truth, 6);
    }),
  );
});
