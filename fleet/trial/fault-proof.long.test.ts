import { expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { proveFaults } from './fault-proof.ts';

test.each(['thermostat', 'beacon'])('every fault in every state of an update of a %s', async (name) => {
  const report = await proveFaults({ seed: 'long', profile: loadShippedProfile(name) });
  for (const { part, cases, outcomes } of report.parts) console.log(part, cases, JSON.stringify(outcomes));
  expect(report.problems).toEqual([]);
  expect(report.cells.filter(({ verdict }) => verdict === 'unreached')).toEqual([]);
  expect(report.verdict).toBe('passed');
});
