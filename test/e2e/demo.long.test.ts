import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** What a visitor sees first: a bad release stops by itself, whoever took it runs the old image again, and why is said. */

const bin = resolve(import.meta.dirname, '../../fleet/cli/bin.mjs');

test('the demo ends with a rollout that a gate stops and that goes back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-demo-test-'));
  try {
    const args = [bin, 'demo', '--devices', '60', '--for', '10s', '--seed', '1', '-o', 'json'];
    // An exit code other than 0 rejects.
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1_048_576 });
    const summary = JSON.parse(stdout) as Record<string, unknown>;
    expect(summary).toMatchObject({ devices: 60, losses: 0, updated: 10, updateProblem: '', rolloutProblem: '' });
    expect(summary.rolloutTouched).toBe(summary.rolloutBack);
    expect(summary.rollout).toMatch(
      /^stopped by gate health in wave 1 of 3 after \d+ of 60 devices; (\d+) of \1 run the old image again, confirmed$/,
    );
    expect(stderr).toContain('rollout: rollingBack');
    expect(stderr).toMatch(
      /rollout bad-idea: went back, by gate health in wave canary: updated devices crash .* luck explains this in less than 1 of 100/,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 600_000);
