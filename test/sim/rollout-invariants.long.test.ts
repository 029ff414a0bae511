/** Invariants 5, 6 and 7 of rollouts over whole fleets, on many seeds. */
import { expect, test } from 'vitest';
import { createRandom, systemSeed } from '#proto/kit/index.js';
import { runChaos } from './rollout-chaos.ts';
import { runDying, runLeaking, runLiars, runSleepers } from './rollout-fleets.ts';

const runs = Number(process.env.SEATRIAL_RUNS ?? 60);
const fleetSeeds = Array.from({ length: Math.min(runs, 5) }, (_, run) => `${process.env.SEATRIAL_SEED ?? 'fleet'}-${run}`);

test(`invariants 5, 6, 7: ${runs} seeds of fleets of 40 to 200 devices with two rollouts at once, and everything that goes wrong`, async () => {
  const start = process.env.SEATRIAL_SEED ?? systemSeed();
  console.info(`SEATRIAL_SEED=${start}`);
  const looks: Record<string, number> = {};
  const happened: Record<string, number> = {};
  const failed: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const seed = `${start}-${run}`;
    const devices = createRandom(seed, 'storm', 'size').integer(40, 200);
    try {
      const report = await runChaos(seed, { devices, spanMs: 20 * 60_000 });
      for (const [name, count] of Object.entries(report.looks)) looks[name] = (looks[name] ?? 0) + count;
      for (const [name, count] of Object.entries(report.happened)) happened[name] = (happened[name] ?? 0) + count;
    } catch (error) {
      failed.push(
        `SEATRIAL_SEED=${seed} SEATRIAL_DEVICES=${devices} SEATRIAL_MINUTES=20 npx vitest run test/sim/rollout-invariants.test.ts -t chaos: ${error}`,
      );
      console.info(failed.at(-1));
    }
  }
  console.info(`${runs} runs: ${JSON.stringify({ looks, happened })}`);
  expect(failed).toEqual([]);
});

test.each(fleetSeeds)(
  'seed %s: sleepers with a good release sleep through it unharmed: it completes, and nobody is silent',
  async (seed) => {
    for (const profile of ['soil-sensor', 'beacon'] as const) {
      const { view } = await runSleepers(seed, profile, 40);
      expect([view.state, view.buckets.updated, view.buckets.silent]).toEqual(['completed', 40, 0]);
    }
  },
);

test.each(fleetSeeds)('seed %s: devices that die without a word are silent, and the fleet halts', async (seed) => {
  const { view, offers } = await runDying(seed, 60);
  expect([view.state, view.buckets.silent]).toEqual(['halted', offers]);
  expect(view.steps.at(-1)?.by).toBe('gate silent');
  expect(offers).toBeLessThanOrEqual(24);
});

test.each(fleetSeeds)('seed %s: devices that crash hours after the confirm are seen, and all go back', async (seed) => {
  const { view } = await runLeaking(seed, 60);
  expect([view.state, view.buckets.rolledBack, view.buckets.pending]).toEqual(['rolledBack', 30, 30]);
});

test.each(fleetSeeds)('seed %s: of devices that lie none is updated', async (seed) => {
  const { view } = await runLiars(seed, 60);
  expect([view.state, view.buckets.updated + view.buckets.soaking]).toEqual(['halted', 0]);
  expect(view.causes).toEqual({ lie: view.buckets.failed });
});
