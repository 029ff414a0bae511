import { expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { proofImages, provePowerCut } from './index.ts';

test('the proof of power cuts passes on an image of 1 MiB of a shipped profile, every operation and kind of cut', () => {
  const profile = loadShippedProfile('thermostat');
  const report = provePowerCut({ plan: profile.flash, ...proofImages(profile, 'long'), seed: 'long', isFull: false });
  console.log(JSON.stringify({ ...report, problems: report.problems.slice(0, 3) }, undefined, 1));
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({ verdict: 'passed', bricks: 0, problemCount: 0 });
});
