import { expect, test } from 'vitest';
import { systemSeed } from '#proto/kit/index.js';
import { runStorm } from './world-ledger.ts';

const storms = 100;

test(`invariant 4: ${storms} seeds of cuts, half-open and stalled links, reboots, lost power and crashes lose and double nothing`, async () => {
  const start = process.env.SEATRIAL_SEED ?? systemSeed();
  console.info(`SEATRIAL_SEED=${start}`);
  let readings = 0;
  for (let storm = 0; storm < storms; storm += 1) {
    const seed = `${start}-${storm}`;
    const report = await runStorm(seed).catch((error: unknown) => {
      throw new Error(`storm ${seed}`, { cause: error });
    });
    expect([seed, report.dropped]).toEqual([seed, 0]);
    readings += report.readings;
  }
  console.info(`${storms} storms: ${readings} readings`);
});
