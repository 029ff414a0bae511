import { expect, test } from 'vitest';
import { systemSeed } from '#proto/kit/index.js';
import { runGatewayStorm } from './gateway-world.ts';

const storms = 8;

test(`invariants 4 and 8: ${storms} storms over 20 gateways with 50 units each lose and double nothing, and give the same trace again`, async () => {
  const start = process.env.SEATRIAL_SEED ?? systemSeed();
  console.info(`SEATRIAL_SEED=${start}`);
  for (let storm = 0; storm < storms; storm += 1) {
    const seed = `${start}-${storm}`;
    const report = await runGatewayStorm(seed, 20, 80).catch((error: unknown) => {
      throw new Error(`storm ${seed}`, { cause: error });
    });
    expect([seed, report.dropped]).toEqual([seed, 0]);
    if (storm === 0) expect(await runGatewayStorm(seed, 20, 80)).toEqual(report);
    console.info(`storm ${seed}: ${JSON.stringify(report)}`);
  }
});
