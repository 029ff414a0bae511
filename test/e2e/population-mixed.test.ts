import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMixedPopulation } from './mixed-population.ts';
import { PopulationRig } from './population-rig.ts';

/** The whole of it at a small size; population-mixed.long.test.ts has 10,000. */
const devices = 60;

let rig: PopulationRig;
beforeAll(async () => {
  rig = await PopulationRig.open(devices);
});
afterAll(() => rig.close());

test('mixed devices are stopped, started and faulted, and every frame is stored once', async () => {
  const faults = [['share=10%', 'partition']];
  const [one, two] = await checkMixedPopulation(rig, { devices, processes: 2, rampMs: 500, report: '2s', more: [], runMs: 3_000, faults });
  expect(one).toMatchObject({ devices, started: devices });
  expect(two?.counters.readingsSampled).toBe(0);
});
