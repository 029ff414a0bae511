import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GateVerdict, PlanGate, RolloutChange } from '#fleet/domain/index.js';
import type { GateFacts } from './gate-facts.ts';
import { judgeGate } from './gate-logic.ts';
import { HealthWatch } from './health-gate.ts';
import { afterSoak, factsOf, gates, noonMs } from './test-gates.ts';

const hourMs = 3_600_000;
const raised = (gate: string, limit: number): RolloutChange => ({ atMs: noonMs, by: 'alice', reason: 'known', gate, limit, text: '' });
const sums = (attempted: number, failures: GateFacts['sums']['failures'] = [], devices = 1_000, left = 9_000) => ({
  attempted,
  failures,
  failing: 0,
  devices,
  left,
});

/** outcome and the words of a verdict. */
function said(gate: PlanGate, facts: GateFacts): string {
  const { outcome, summary } = judgeGate(gate, facts);
  return `${outcome}: ${summary}`;
}

describe('thresholds', () => {
  const thirtyOne = [
    { bucket: 'failed', cause: 'content-damaged', devices: 24 },
    { bucket: 'failed', cause: 'silent', devices: 7 },
  ] as const;

  test.each<[string, Partial<typeof gates.threshold>, Partial<GateFacts>, string]>([
    [
      'above, at any time',
      {},
      { sums: sums(1_000, thirtyOne) },
      'bad: failed, refused, rolled back or silent 3.1 % of 1,000 attempted, more than 2 % (31: 24 verify failed, 7 no boot report)',
    ],
    [
      'at the limit',
      { of: ['failed'] },
      { sums: sums(1_550, thirtyOne) },
      'waiting: failed 2 % of 1,550 attempted, at most 2 % (31: 24 verify failed, 7 no boot report); it soaks 18 h more',
    ],
    [
      'above by a hair',
      { of: ['failed'] },
      { sums: sums(1_549, thirtyOne) },
      'bad: failed 2.001 % of 1,549 attempted, more than 2 % (31: 24 verify failed, 7 no boot report)',
    ],
    [
      'a set that it does not count',
      { of: ['rejected'] },
      { sums: sums(1_000, thirtyOne) },
      'waiting: refused 0 % of 1,000 attempted, at most 2 %; it soaks 18 h more',
    ],
    [
      'a cause that it counts',
      { of: ['failed'], causes: ['content-damaged'] },
      { sums: sums(1_000, thirtyOne) },
      'bad: failed 2.4 % of 1,000 attempted, more than 2 % (24 verify failed)',
    ],
    [
      'a raised limit',
      { of: ['failed'] },
      { sums: sums(1_000, thirtyOne), change: raised('failed', 4) },
      'waiting: failed 3.1 % of 1,000 attempted, at most 4 % that alice set (31: 24 verify failed, 7 no boot report); it soaks 18 h more',
    ],
    [
      'below its minimum',
      { of: ['failed'] },
      { sums: sums(9, [{ bucket: 'failed', cause: '', devices: 9 }]) },
      'waiting: failed 100 % of 9 attempted, more than 2 % (9 without a cause); fewer than the 10 devices that it judges by, it soaks 18 h more',
    ],
    [
      'a wave that is smaller than its minimum, all attempted',
      { of: ['failed'] },
      { sums: sums(5, [{ bucket: 'failed', cause: 'boot-failed', devices: 1 }], 5) },
      'waiting: failed 20 % of 5 attempted, more than 2 % (1 did not boot); of so few luck explains that in 9.6 of 100 cases; it soaks 18 h more',
    ],
    [
      'the same, and more than luck',
      { of: ['failed'] },
      { sums: sums(5, [{ bucket: 'failed', cause: 'boot-failed', devices: 2 }], 5) },
      'bad: failed 40 % of 5 attempted, more than 2 % (2 did not boot)',
    ],
  ])('%s', (_, gate, facts, expected) => {
    expect(said({ ...gates.threshold, ...gate }, factsOf(facts))).toBe(expected);
  });

  test.each<[string, Partial<GateFacts>, string]>([
    ['within the limit', { sums: sums(1_000) }, 'good: failed 0 % of 1,000 attempted, at most 2 %'],
    [
      'too few, and all well',
      { sums: sums(4, [], 5) },
      'good: failed 0 % of 4 attempted, at most 2 %; fewer than the 5 devices that it judges by',
    ],
    [
      'too few, and not well',
      { sums: sums(4, [{ bucket: 'failed', cause: '', devices: 1 }], 5) },
      'waiting: failed 25 % of 4 attempted, more than 2 % (1 without a cause); fewer than the 5 devices that it judges by, so an operator decides: fleet rollout promote r-42 -m WHY',
    ],
    [
      'nobody could be offered it',
      { sums: sums(0, [], 5) },
      'waiting: failed 0 % of 0 attempted, at most 2 %; fewer than the 5 devices that it judges by, so an operator decides: fleet rollout promote r-42 -m WHY',
    ],
    [
      'nobody wanted it',
      { sums: sums(0, [], 0) },
      'good: failed 0 % of 0 attempted, at most 2 %; fewer than the 1 device that it judges by',
    ],
  ])('after the soak: %s', (_, facts, expected) => {
    expect(said({ ...gates.threshold, of: ['failed'] }, afterSoak(factsOf(facts)))).toBe(expected);
  });

  test.each<[string, number, number, number, RegExp]>([
    ['could make it bad', 1_000, 600, 1_000, /^waiting: .*; 600 devices failed and have tries left: if they end so it is 60 %$/],
    ['could not make it bad', 1_000, 20, 1_000, /^good: /],
    ['one of five, as luck explains', 5, 1, 5, /^good: /],
    ['five of five', 5, 5, 5, /^waiting: .*5 devices failed and have tries left/],
    ['of too few', 4, 4, 5, /^waiting: .*an operator decides/],
  ])('who failed and has tries left: %s', (_, attempted, failing, devices, expected) => {
    const facts = afterSoak(factsOf({ sums: { ...sums(attempted, [], devices), failing } }));
    expect(said({ ...gates.threshold, of: ['failed'] }, facts)).toMatch(expected);
    expect(judgeGate({ ...gates.threshold, of: ['silent'] }, facts).outcome).toBe('good');
  });

  const silent = (
    attempted: number,
    count: number,
    control: number,
    controlSilent: number,
    lastControlShare?: number,
  ): Partial<GateFacts> => ({
    sums: sums(attempted),
    silence: { strata: [{ attempted, silent: count, control, controlSilent }], lastControlShare },
  });

  test.each<[string, Partial<GateFacts>, Partial<typeof gates.threshold>, string]>([
    [
      'as silent as the others',
      silent(1_000, 50, 200, 10),
      {},
      'waiting: silent 0 % of 1,000 attempted, at most 2 % (50 silent, 0 more than the 5 % of the 200 that wait); it soaks 18 h more',
    ],
    [
      'more silent',
      silent(1_000, 80, 200, 10),
      {},
      'bad: silent 3 % of 1,000 attempted, more than 2 % (80 silent, 30 more than the 5 % of the 200 that wait)',
    ],
    ['as it is', silent(1_000, 50, 200, 10), { absolute: true }, 'bad: silent 5 % of 1,000 attempted, more than 2 % (50 silent)'],
    [
      'no control group left',
      silent(1_000, 80, 3, 0, 0.05),
      {},
      'bad: silent 3 % of 1,000 attempted, more than 2 % (80 silent, 30 more than the 5 % of the last that waited, as no control group is left)',
    ],
    [
      'there never was one',
      silent(1_000, 80, 0, 0),
      {},
      'bad: silent 8 % of 1,000 attempted, more than 2 % (80 silent, all counted, as there was no control group)',
    ],
  ])('silence: %s', (_, facts, gate, expected) => {
    expect(said({ ...gates.threshold, of: ['silent'], ...gate }, factsOf(facts))).toBe(expected);
  });

  test('the share of the control group is noted for when it is gone', () => {
    expect(judgeGate(gates.threshold, factsOf(silent(1_000, 50, 200, 10))).details.controlSilentPercent).toBe(5);
    expect(judgeGate(gates.threshold, factsOf(silent(1_000, 50, 3, 1, 0.05))).details).not.toHaveProperty('controlSilentPercent');
  });
});

describe('failures after each other', () => {
  const good = { isGood: true, cause: '' };
  const bad = (cause: string) => ({ isGood: false, cause });

  test.each([
    ['nothing ended', [], 'waiting: 0 failures after each other, it stops at 3 in a row; it soaks 18 h more'],
    [
      'three of one cause',
      [good, bad('boot-failed'), bad('boot-failed'), bad('boot-failed')],
      'bad: 3 failures after each other of one cause: did not boot, and it stops at 3 in a row',
    ],
    [
      'two of one cause',
      [bad('boot-failed'), bad('boot-failed')],
      'waiting: 2 failures after each other of one cause: did not boot, it stops at 3 in a row; it soaks 18 h more',
    ],
    [
      'of two causes',
      [bad('boot-failed'), bad('silent'), bad('boot-failed')],
      'waiting: 1 failure after each other of one cause: did not boot, it stops at 3 in a row; it soaks 18 h more',
    ],
    [
      'a good one last',
      [bad('silent'), bad('silent'), bad('silent'), good],
      'waiting: 0 failures after each other, it stops at 3 in a row; it soaks 18 h more',
    ],
  ])('%s', (_, ends, expected) => {
    expect(said(gates.consecutive, factsOf({ ends }))).toBe(expected);
  });

  test('a raised limit', () => {
    const ends = Array.from({ length: 4 }, () => bad('silent'));
    expect(judgeGate(gates.consecutive, factsOf({ ends, change: raised('in-a-row', 5) })).outcome).toBe('waiting');
    expect(judgeGate(gates.consecutive, factsOf({ ends, change: raised('in-a-row', 4) })).outcome).toBe('bad');
    expect(judgeGate(gates.consecutive, afterSoak(factsOf({ ends, change: raised('in-a-row', 5) }))).outcome).toBe('good');
  });
});

/** A watch over so many devices, with so many failures of each side. */
function watched(updated: number, waiting: number, updatedFailures: number, waitingFailures: number): HealthWatch {
  const watch = new HealthWatch(1, 3);
  for (let index = 0; index < updated; index += 1) watch.enter(0, 'updated', 0);
  for (let index = 0; index < waiting; index += 1) watch.enter(0, 'waiting', 0);
  for (let index = 0; index < Math.max(updatedFailures, waitingFailures); index += 1) {
    if (index < updatedFailures) watch.fail(0, 'updated', 0, 'crash');
    if (index < waitingFailures) watch.fail(0, 'waiting', 0, 'crash');
  }
  return watch;
}

describe('health', () => {
  const worse = watched(200, 200, 38, 14);

  test('worse: plain words, with what luck explains', () => {
    expect(said(gates.health, factsOf({ health: worse }))).toBe(
      'bad: updated devices crash 2.8 times as often as the 200 still waiting: 38 against 14 in 6 h; luck explains this in less than 1 of 100 cases',
    );
  });

  test.each<[string, HealthWatch, string]>([
    [
      'none yet',
      watched(200, 200, 0, 0),
      'waiting: no failure among 200 updated devices beside the 200 still waiting: 0 against 0 in 6 h; it stops when luck explains it in less than 1 of 100 cases; it soaks 18 h more',
    ],
    [
      'only updated ones',
      watched(200, 200, 2, 0),
      'waiting: updated devices crash and none of the 200 still waiting did: 2 against 0 in 6 h; it stops when luck explains it in less than 1 of 100 cases; it soaks 18 h more',
    ],
    [
      'only waiting ones',
      watched(200, 200, 0, 2),
      'waiting: no updated device crashed, and some of the 200 still waiting did: 0 against 2 in 6 h; it stops when luck explains it in less than 1 of 100 cases; it soaks 18 h more',
    ],
    [
      'as often',
      watched(200, 200, 9, 9),
      'waiting: updated devices crash as often as the 200 still waiting: 9 against 9 in 6 h; it stops when luck explains it in less than 1 of 100 cases; it soaks 18 h more',
    ],
  ])('during the soak: %s', (_, health, expected) => {
    expect(said(gates.health, factsOf({ health }))).toBe(expected);
  });

  test.each<[string, Partial<typeof gates.health>, Partial<GateFacts>, number, string]>([
    [
      'held for proof',
      {},
      { health: watched(200, 200, 2, 2) },
      hourMs,
      'waiting: [^;]+; [^;]+; held up to 23 h more until 1.5 times as often is ruled out but for 1 of 20 cases$',
    ],
    [
      'held with nobody to compare',
      {},
      { health: watched(200, 0, 0, 0) },
      hourMs,
      "waiting: .*; no device that waits can be heard, so it can't see whether updated ones fail more often; held up to .* of 20 cases$",
    ],
    [
      'held long enough',
      {},
      { health: watched(200, 200, 2, 2) },
      24 * hourMs,
      'waiting: .*; not proven good in the 1 d it was held: an operator decides: fleet rollout promote r-42 -m WHY$',
    ],
    ['proven', {}, { health: watched(1_000, 1_000, 100, 160) }, 0, 'good: .*; 1.5 times as often is ruled out but for 1 of 20 cases$'],
    ['soak', { promotion: 'soak' }, { health: watched(200, 200, 2, 2) }, 0, 'good: .*; the soak was enough$'],
    [
      'nobody waits any more',
      {},
      { health: watched(200, 0, 0, 0), sums: sums(200, [], 200, 0) },
      0,
      "good: .*; no device waits any more, so it can't see whether updated ones fail more often; the soak is enough$",
    ],
  ])('after the soak: %s', (_, gate, facts, pastMs, expected) => {
    expect(said({ ...gates.health, ...gate }, afterSoak(factsOf(facts), pastMs))).toMatch(new RegExp(`^${expected}`));
  });

  test.each<[number, number, string]>([
    [200, 0, "; no device that waits can be heard, so it can't see whether updated ones fail more often; the soak was enough"],
    [200, 1, '; only 1 device waits, so it sees little of whether updated ones fail more often; the soak was enough'],
    [20, 9, '; only 9 devices wait, so it sees little of whether updated ones fail more often; the soak was enough'],
    [20, 10, 'cases; the soak was enough'],
    [1_000, 49, '; only 49 devices wait, so it sees little of whether updated ones fail more often; the soak was enough'],
    [1_000, 50, 'cases; the soak was enough'],
  ])('a comparison of %i with %i that wait says what it can see', (updated, waiting, expected) => {
    const gate = { ...gates.health, promotion: 'soak' } as const;
    const facts = factsOf({ health: watched(updated, waiting, 0, 0) });
    expect(said(gate, afterSoak(facts)).endsWith(expected)).toBe(true);
    // It says so while there is time to keep some back, and leaves nothing out where it stops.
    expect(said(gate, facts).includes('updated ones fail more often')).toBe(expected.startsWith(';'));
  });

  test('a limit that was raised: bad only when all ratios up to it are ruled out, good after the soak', () => {
    expect(said(gates.health, factsOf({ health: worse, change: raised('health', 3) }))).toMatch(
      /^waiting: .*up to 3 times as often that alice set passes/,
    );
    expect(judgeGate(gates.health, afterSoak(factsOf({ health: worse, change: raised('health', 3) }))).outcome).toBe('good');
    const tenfold = watched(2_000, 2_000, 200, 20);
    expect(said(gates.health, factsOf({ health: tenfold, change: raised('health', 3) }))).toMatch(
      /^bad: .*, more than the 3 times as often that alice set; luck explains this in less than 1 of 100 cases$/,
    );
  });

  test('the evidence is among the details only', () => {
    const { details, summary } = judgeGate(gates.health, factsOf({ health: worse }));
    expect(details).toMatchObject({ updatedFailures: 38, waitingFailures: 14, 'updated.crash': 38 });
    expect(details.worseEvidence).toBeGreaterThan(100);
    expect(summary).not.toMatch(/evidence|e-value/);
  });
});

describe('signals', () => {
  const means = (tempC: number | undefined, updatedDevices = 20) => ({
    updated: tempC === undefined ? ({} as Record<string, number>) : { tempC },
    waiting: { tempC: 40 },
    updatedDevices,
    waitingDevices: 180,
  });
  const cohorts = 'means of 20 updated and 180 waiting devices';

  test.each<[string, GateFacts, string]>([
    [
      'holds',
      afterSoak(factsOf({ means: means(41) })),
      `good: updated.tempC 41 <= waiting.tempC 40 + 2.0, ${cohorts}: updated.tempC <= waiting.tempC + 2.0 holds`,
    ],
    [
      'does not',
      afterSoak(factsOf({ means: means(43) })),
      `bad: updated.tempC 43 <= waiting.tempC 40 + 2.0, ${cohorts}: updated.tempC <= waiting.tempC + 2.0 does not hold`,
    ],
    [
      'not during the soak',
      factsOf({ means: means(43) }),
      `waiting: updated.tempC 43 <= waiting.tempC 40 + 2.0, ${cohorts}: updated.tempC <= waiting.tempC + 2.0 does not hold so far; it soaks 18 h more`,
    ],
    [
      'unknown',
      afterSoak(factsOf({ means: means(undefined) })),
      `waiting: updated.tempC unknown <= waiting.tempC 40 + 2.0, ${cohorts}: not everything that updated.tempC <= waiting.tempC + 2.0 needs is known; an operator decides: fleet rollout promote r-42 -m WHY`,
    ],
    [
      'too few',
      afterSoak(factsOf({ means: means(50, 4) })),
      'waiting: updated.tempC 50 <= waiting.tempC 40 + 2.0, means of 4 updated and 180 waiting devices: fewer than the 5 of each that it needs for updated.tempC <= waiting.tempC + 2.0; an operator decides: fleet rollout promote r-42 -m WHY',
    ],
  ])('%s', (_, facts, expected) => {
    expect(said(gates.signal, facts)).toBe(expected);
  });

  test('a condition over updated devices alone needs none that wait', () => {
    const gate = { ...gates.signal, when: 'updated.tempC < 45.0' };
    expect(judgeGate(gate, afterSoak(factsOf({ means: { ...means(41), waiting: {}, waitingDevices: 0 } }))).outcome).toBe('good');
  });
});

describe('by hand', () => {
  test.each<[string, GateFacts, string]>([
    [
      'during the soak',
      factsOf(),
      'waiting: nobody decided yet: it needs a decision by an operator: it soaks 18 h more, then fleet rollout promote r-42 -m WHY',
    ],
    [
      'afterwards',
      afterSoak(factsOf()),
      'waiting: nobody decided yet: it needs a decision by an operator: fleet rollout promote r-42 -m WHY',
    ],
    [
      'let through',
      factsOf({ promotion: { by: 'alice', reason: 'looks well', atMs: noonMs } }),
      'good: let through by alice at 2026-01-01T12:00Z, as a decision by an operator was needed: looks well',
    ],
  ])('%s', (_, facts, expected) => {
    expect(said(gates.manual, facts)).toBe(expected);
  });
});

describe('every gate', () => {
  const failure = fc.record({
    bucket: fc.constantFrom('failed' as const, 'rejected' as const, 'rolledBack' as const),
    cause: fc.constantFrom('', 'silent', 'boot-failed', 'bad-signature'),
    devices: fc.nat(20),
  });
  const stratum = fc.record({ attempted: fc.nat(40), silent: fc.nat(40), control: fc.nat(40), controlSilent: fc.nat(40) });
  const anyFacts = fc
    .record({
      attempted: fc.nat(60),
      devices: fc.nat(60),
      left: fc.nat(5),
      failures: fc.array(failure, { maxLength: 4 }),
      strata: fc.array(stratum, { maxLength: 3 }),
      ends: fc.array(fc.record({ isGood: fc.boolean(), cause: fc.constantFrom('silent', 'boot-failed') }), { maxLength: 8 }),
      crashes: fc.tuple(fc.nat(40), fc.nat(40)),
      tempC: fc.option(fc.double({ min: -50, max: 90, noNaN: true }), { nil: undefined }),
      cohort: fc.nat(12),
      pastMs: fc.integer({ min: -30 * hourMs, max: 50 * hourMs }),
      limit: fc.option(fc.double({ min: 1, max: 40, noNaN: true }), { nil: undefined }),
    })
    .map((any): GateFacts => {
      const updated: Record<string, number> = any.tempC === undefined ? {} : { tempC: any.tempC };
      return afterSoak(
        factsOf({
          sums: { attempted: any.attempted, devices: any.devices, left: any.left, failures: any.failures, failing: 0 },
          silence: { strata: any.strata, lastControlShare: undefined },
          ends: any.ends,
          health: watched(40, 40, ...any.crashes),
          means: { updated, waiting: { tempC: 20 }, updatedDevices: any.cohort, waitingDevices: 12 - any.cohort },
          change: any.limit === undefined ? undefined : raised('any', any.limit),
        }),
        any.pastMs,
      );
    });
  const anyGate = fc.constantFrom<PlanGate>(...Object.values(gates), { ...gates.threshold, absolute: true });

  test('is never bad below its minimum, never good before the soak is over, and says what it measured and its limit', () => {
    fc.assert(
      fc.property(anyGate, anyFacts, (gate, facts) => {
        const verdict = judgeGate(gate, facts);
        if (gate.type === 'threshold' && facts.sums.attempted < Math.min(gate.minimum, facts.sums.devices))
          expect(verdict.outcome).not.toBe('bad');
        if (gate.type === 'signal' && (facts.means?.updatedDevices ?? 0) < gate.minimum) expect(verdict.outcome).not.toBe('bad');
        if (facts.nowMs < facts.wave.soakStartedAtMs + facts.wave.soakMs) expect(verdict.outcome).not.toBe('good');
        expect(verdict.summary).toContain(verdict.measured);
        expect(verdict.summary).toContain(verdict.limit);
        expect(verdict.measured).not.toBe('');
        expect(verdict.limit).not.toBe('');
        for (const value of Object.values(verdict.details)) expect(Number.isFinite(value)).toBe(true);
        expect(verdict.summary).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 500 },
    );
  });

  test('a verdict stands since its outcome changed', () => {
    const before: GateVerdict = { ...judgeGate(gates.manual, factsOf()), sinceMs: 5 };
    expect(judgeGate(gates.manual, factsOf({ before })).sinceMs).toBe(5);
    expect(judgeGate(gates.manual, factsOf({ before: { ...before, wave: 'other' } })).sinceMs).toBe(noonMs);
    const promotion = { by: 'alice', reason: 'x', atMs: 1 };
    expect(judgeGate(gates.manual, factsOf({ before, promotion })).sinceMs).toBe(noonMs);
  });

  test('before the dispatch is over it says so', () => {
    const wave = { name: 'canary', startedAtMs: noonMs, soakStartedAtMs: 0, soakMs: 0 };
    expect(said(gates.threshold, factsOf({ wave }))).toMatch(/^waiting: .*; its wave is still being offered it$/);
  });
});
