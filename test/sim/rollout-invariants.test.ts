/** Invariants 5, 6 and 7 of rollouts over whole fleets on seeds; that each check bites is shown in rollout-oracle.test.ts. */
import { describe, expect, test } from 'vitest';
import { runChaos } from './rollout-chaos.ts';
import { runDying, runLiars } from './rollout-fleets.ts';

/** One; sixty are in rollout-invariants.long.test.ts. */
const seeds = [process.env.SEATRIAL_SEED ?? '1'];
const size = { devices: Number(process.env.SEATRIAL_DEVICES ?? 30), spanMs: Number(process.env.SEATRIAL_MINUTES ?? 12) * 60_000 };

describe('chaos', () => {
  test.each(seeds)(
    'seed %s: two rollouts, lost, late and repeated reports, kills, verbs, devices that lie, die and are held',
    async (seed) => {
      const report = await runChaos(seed, size);
      console.info(`chaos ${seed}: ${JSON.stringify(report)}`);
      expect(report.looks.offers).toBeGreaterThan(5);
    },
  );
});

test('devices that die without a word are silent, and the fleet halts', async () => {
  const { view, offers } = await runDying('dying', 40);
  expect([view.state, view.buckets.silent, view.steps.at(-1)?.by]).toEqual(['halted', offers, 'gate silent']);
  expect(offers).toBeLessThanOrEqual(16);
});

test('of devices that report success and run the old image none is updated', async () => {
  const { view } = await runLiars('liars', 40);
  expect([view.state, view.buckets.updated + view.buckets.soaking, view.causes]).toEqual(['halted', 0, { lie: view.buckets.failed }]);
});
