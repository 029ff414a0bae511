import { describe, expect, test } from 'vitest';
import { allSafetyRules, type SafetyRules } from '#firmware/flash/index.js';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { buildImage, readImage } from '#proto/image/index.js';
import type { FlashPlan, Profile } from '#proto/profile/index.js';
import { proofImages, provePowerCut } from './index.ts';
import type { PowerCutOrder } from './power-cut-desk.ts';
import { ProofLedger } from './proof.ts';

const thermostat = loadShippedProfile('thermostat');

/** A flash so small that a sweep takes a second. */
function small(changes: Partial<FlashPlan> = {}): Profile {
  return { ...thermostat, flash: { ...thermostat.flash, slotBytes: 49_152, ...changes } };
}

function prove(profile: Profile, changes: Partial<PowerCutOrder> = {}) {
  return provePowerCut({ plan: profile.flash, ...proofImages(profile, 's'), seed: 's', isFull: false, chains: 40, ...changes });
}

describe('the proof of power cuts', () => {
  test('invariant 1: a bootable verified image is left wherever power is cut, and every listed state is reached', () => {
    const report = prove(small());
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ verdict: 'passed', bricks: 0, problemCount: 0 });
    expect(report.states.filter(({ reached }) => reached === 0)).toEqual([]);
    const [update, revert, next] = report.parts;
    // Every operation, three kinds of cut; more cases come from cuts in the boot after a cut.
    for (const part of [update, revert, next]) expect(part?.cases).toBeGreaterThanOrEqual(3 * Number(part?.operations));
    expect(report.resumed).toBeGreaterThan(report.operations / 8);
  });

  test.each<[string, Partial<FlashPlan>]>([
    ['a microcontroller that writes 8 bytes', { type: 'mcu', eraseBlockBytes: 2_048, writeUnitBytes: 64 }],
    [
      'a NAND whose blocks hold several chunks',
      { type: 'spi-nand', slotBytes: 262_144, eraseBlockBytes: 65_536, writeUnitBytes: 2_048, spareBlocks: 1 },
    ],
    ['a single boot attempt', { bootAttempts: 1 }],
    ['blocks of 512 bytes', { eraseBlockBytes: 512, writeUnitBytes: 512 }],
  ])('passes on %s', (_what, changes) => {
    const report = prove(small(changes), { chains: 10 });
    expect(report.problems).toEqual([]);
    expect(report.verdict).toBe('passed');
  });

  test('passes in full, and the same seed gives the same report', () => {
    const tiny = small({ slotBytes: 16_384, writeUnitBytes: 1_024 });
    const full = prove(tiny, { isFull: true });
    expect(full.verdict).toBe('passed');
    expect(full.resumed).toBeGreaterThan(full.operations * 3);
    expect(prove(tiny, { isFull: true })).toEqual(full);
  });

  test('a chip that writes single bytes is sampled within chunks, which the report says; in full it is not', () => {
    const tiny = small({ type: 'mcu', slotBytes: 40_960, eraseBlockBytes: 2_048, writeUnitBytes: 128 });
    const all = prove(tiny, { chains: 20 });
    expect(all.sweptOperations).toBe(all.operations);
    const sample = prove(tiny, { chains: 20, mostOperations: 50 });
    expect(sample).toMatchObject({ verdict: 'passed', operations: all.operations });
    expect(sample.sweptOperations).toBeLessThan(all.operations);
    expect(sample.cuts).toBeLessThan(all.cuts);
    const only = `update:${Math.floor(Number(all.parts[0]?.operations) / 3)}:torn`;
    expect(prove(tiny, { chains: 20, mostOperations: 50, only }).cuts).toBe(1);
    expect(prove(tiny, { chains: 20, mostOperations: 50, isFull: true }).sweptOperations).toBe(all.operations);
  });

  test('a case on a flash that fails is repeated alone', () => {
    const report = prove(small({ spareBlocks: 2 }), { only: 'worn:0.4' });
    expect(report).toMatchObject({ verdict: 'passed', problemCount: 0 });
    expect(report.parts.map(({ part, cases }) => [part, cases])).toEqual([
      ['update', 0],
      ['revert', 0],
      ['next', 0],
      ['damage', 0],
      ['chain', 0],
      ['worn', 2],
    ]);
  });

  test('of images with one security counter nothing is refused by it, and the way back stays open', () => {
    const { from, to } = proofImages(small(), 's');
    const like = readImage(buildImage({ ...from.header, version: '9.0.0' }, undefined, to.content));
    const report = provePowerCut({ plan: small().flash, from, to: like, seed: 's', isFull: false, chains: 0 });
    expect(report.problems).toEqual([]);
    expect(report.verdict).toBe('passed');
    expect(report.states.map(({ state }) => state)).not.toContain('image below the security counter refused');
  });

  test('images that are no update, that do not fit, and cases that are not there are refused', () => {
    const { flash: plan } = small();
    const { from, to } = proofImages(small(), 's');
    const order = { plan, from, to, seed: 's', isFull: false };
    expect(() => provePowerCut({ ...order, from: to, to: from })).toThrow(/security counter would go from 1 down to 0/);
    expect(() => provePowerCut({ ...order, to: from })).toThrow(/both are the image/);
    expect(() => provePowerCut({ ...order, plan: { ...plan, slotBytes: 16_384 } })).toThrow(/needs \d+ bytes, a slot has 16384/);
    expect(() => provePowerCut({ ...order, plan: { ...plan, enduranceErases: 63 } })).toThrow(/stands 63 erases, the proof needs 64/);
    expect(provePowerCut({ ...order, plan: { ...plan, enduranceErases: 64 }, chains: 64 }).verdict).toBe('passed');
    expect(() => provePowerCut({ ...order, only: 'update:99999:torn' })).toThrow(/no case is called update:99999:torn/);
  });

  test('a state that was not reached fails the proof, unless only one case was wanted', () => {
    const ledger = new ProofLedger(['seen', 'missed']);
    ledger.reach('seen');
    const head = { proof: 'x', claim: '', seed: '', parts: [] };
    expect(ledger.report(head, false)).toMatchObject({ verdict: 'failed', problemCount: 0 });
    expect(ledger.report(head, true).verdict).toBe('passed');
    ledger.reach('missed');
    expect(ledger.report(head, false).verdict).toBe('passed');
  });
});

describe('mutation check: the proof fails when a safety rule is off', () => {
  test.each<[keyof SafetyRules, RegExp]>([
    ['verifyAtBoot', /whose content is not whole/],
    ['counter', /security counter/],
    ['twoCopyRecord', /no bootable verified image is left/],
    ['confirm', /it runs new confirmed, which can not be here/],
    ['journal', /the security counter is 0, not 1 to 1/],
  ])('%s', (rule, what) => {
    const profile = small();
    const report = prove(profile, { rules: { ...allSafetyRules, [rule]: false } });
    expect(report.verdict).toBe('failed');
    expect(report.problems.map((problem) => problem.what).join('\n')).toMatch(what);
    // One case, repeated by its name, fails alone.
    const [first] = report.problems;
    const again = prove(profile, { rules: { ...allSafetyRules, [rule]: false }, only: first?.case ?? '' });
    expect(again.problems).toContainEqual(first);
    expect(prove(profile, { only: first?.case ?? '' }).problems).toEqual([]);
  });
});
