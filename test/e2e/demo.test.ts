import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CliRig } from './cli-rig.ts';

const rig = new CliRig();
afterAll(() => rig.close());

test('the demo moves data, loses none of it, and leaves no folder behind', async () => {
  const temporary = join(rig.folder, 'temporary');
  mkdirSync(temporary);
  // One device less than its rollout needs: that one takes half a minute and has a test of its own (demo.long.test.ts).
  const words = ['demo', '--devices', '19', '--for', '8s', '--seed', '1', '-o', 'json'];
  const { code, stdout, stderr } = await rig.run(words, { TMPDIR: temporary, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const summary = JSON.parse(stdout) as Record<string, unknown>;
  expect(summary).toMatchObject({ kind: 'DemoSummary', devices: 19, losses: 0, seed: '1' });
  expect(summary).toMatchObject({ rollout: 'none: 19 devices are too few to compare, 20 are needed', rolloutProblem: '' });
  expect(Number(summary.frames)).toBeGreaterThan(20);
  expect(Number(summary.readings)).toBeGreaterThan(20);
  expect(readdirSync(temporary)).toEqual([]);
});
