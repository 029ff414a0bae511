import { describe, expect, test } from 'vitest';
import { allSafetyRules } from '#firmware/flash/index.js';
import { bootMachine, updateMachine } from '#firmware/machines/index.js';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import type { AttemptRecord } from '#fleet/domain/index.js';
import { faultCases } from './fault-cases.ts';
import { proveFaults } from './fault-proof.ts';
import { faultRows } from './fault-rows.ts';
import { faultTitles } from './fault-setting.ts';
import { FaultTrial } from './fault-trial.ts';

const profile = loadShippedProfile('thermostat');
const seed = 'test';

describe('the matrix', () => {
  test('its rows are the states of the machines, the way back, and the ends that the wire knows; its columns the table', () => {
    const states = faultRows.map(({ state }) => state);
    const outer = new Set(states.map((state) => state.split('.')[0]));
    for (const state of Object.keys(updateMachine.states.update?.states ?? {})) expect(outer).toContain(state);
    for (const state of Object.keys(bootMachine.states.power?.states ?? {})) if (state !== 'running') expect(outer).toContain(state);
    for (const end of ['confirmed', 'reverted', 'failed', 'rejected', 'cancelled', 'reverting']) expect(states).toContain(end);
    expect(new Set(faultCases.map(({ fault }) => fault))).toEqual(new Set(Object.keys(faultTitles)));
    expect(Object.keys(faultTitles)).toEqual(Array.from({ length: 22 }, (_, index) => `B${index + 1}`));
  });

  test('a cell that can not exist says why, and every fault has cells that do', () => {
    for (const { fault, senseless } of faultCases) {
      const why = faultRows.map((row) => senseless(row, { seed, profile }));
      expect(why.includes(undefined), fault).toBe(true);
      for (const reason of why) expect(reason === undefined || reason.length > 10).toBe(true);
    }
  });

  test('a cell of each kind of state: each invariant holds and all is over when the fault is gone', async () => {
    for (const only of [
      'B1:installing',
      'B6:downloading.asking:bit-flipped',
      'B7:unconfirmed:restart',
      'B16:idle',
      'B21:checking.asking:retired',
    ]) {
      const report = await proveFaults({ seed, profile, only });
      expect([only, report.problems, report.verdict]).toEqual([only, [], 'passed']);
    }
  });

  test.each([65_536, 16_384])('on slots of %d bytes a download of few parts is caught before it is over', async (slotBytes) => {
    const small = { ...profile, flash: { ...profile.flash, slotBytes } };
    for (const [only, runs] of [
      ['B1:downloading.asking', 3],
      ['B6:idle:reordered', 1],
    ] as const) {
      const report = await proveFaults({ seed, profile: small, only });
      expect([only, report.problems, report.verdict, report.runs]).toEqual([only, [], 'passed', runs]);
    }
  });

  test('the same seed gives the same run', async () => {
    const only = 'B3:downloading.asking';
    const [first, again] = [await proveFaults({ seed, profile, only }), await proveFaults({ seed, profile, only })];
    expect(again).toEqual(first);
  });

  test('cells that are not in it are refused', async () => {
    await expect(proveFaults({ seed, profile, only: 'B23' })).rejects.toMatchObject({ code: 'E2271', exit: 2 });
    await expect(proveFaults({ seed, profile, only: 'B1', state: 'dreaming' })).rejects.toMatchObject({ code: 'E2271' });
  });
});

describe('the proof can fail', () => {
  test.each([
    ['an image that is confirmed at once', { confirm: false }, 'B12:booting.starting', 'expected rolledBack'],
    ['slots that are not verified at boot', { verifyAtBoot: false }, 'B13:confirmed:both-slots', 'invariant 2'],
    ['a record with one copy', { twoCopyRecord: false }, 'B1:installing', 'invariant 1'],
  ])('%s', async (_name, rule, only, what) => {
    const weakened = { safetyRules: { ...allSafetyRules, ...rule } };
    const report = await proveFaults({ seed, profile, only, weakened });
    expect(report.verdict).toBe('failed');
    expect(report.problems.map((problem) => problem.what).join()).toContain(what);
  });

  test('invariant 6: a manager that believes a report', async () => {
    const trial = await FaultTrial.start({ seed, profile }, 'believer', 1);
    await trial.order();
    const believed = { ...trial.attempt, state: 'updated' } as AttemptRecord;
    trial.oracle.lookAtAttempt(trial.device, believed);
    expect(trial.oracle.breaks.join()).toMatch(/invariant 6: attempt .* is updated, and unit-00001 runs another image/);
  });

  test('invariant 3: a counter that goes down', async () => {
    const trial = await FaultTrial.start({ seed, profile }, 'counter', 1);
    await trial.order();
    await trial.until(() => trial.isSettled, 3_600_000);
    trial.oracle.look(trial.device, 'after the update');
    trial.world.devices.set(trial.id, (await FaultTrial.start({ seed, profile }, 'other', 1)).device);
    trial.oracle.look(trial.device, 'afterwards');
    expect(trial.oracle.breaks.join()).toContain('invariant 3: the counter of unit-00001 went from 1 down to 0 afterwards');
  });
});
