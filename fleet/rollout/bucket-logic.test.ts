import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rolloutBuckets } from '#fleet/domain/index.js';
import { bucketOf } from './bucket-logic.ts';
import { type BucketFacts, type BucketRule, bucketRules } from './bucket-rules.ts';
import { testDevice, testFacts, testFailure, testHold, testMember, testNowMs, testOpen } from './member-fixture.ts';
import { causeOf, flagsOf, type MemberFlag, memberFlags } from './member-flags.ts';
import type { Standing } from './subject.ts';

const there = { type: 'there' } as const;
const wants = { type: 'wants', goal: 'subject', release: 'pump@2.0.0' } as const;
const newer = { type: 'newer', message: 'it runs pump@3.0.0' } as const;
const otherProfile = { type: 'barred', reason: 'otherProfile', message: 'pump@2.0.0 is for valves' } as const;
const unconfirmed = { type: 'barred', reason: 'unconfirmed', message: 'it runs pump@2.0.0 on trial' } as const;
const away = testDevice({ presence: 'offline', lastSeenAtMs: testNowMs - 7_200_000 });
const tried = testMember({ failures: [testFailure()] });
const ended = (outcome: 'updated' | 'alreadyThere' | 'failed' | 'rejected' | 'rolledBack' | 'superseded') =>
  testMember({ outcome, failures: [testFailure()], updatedAtMs: testNowMs - 4_000 });
const none = { type: 'none' } as const;
const back = testMember({ goal: 'back', tries: 2, release: 'pump@1.0.0' });

const table: [string, Partial<BucketFacts>, BucketRule, RegExp][] = [
  ['nothing in the way', {}, bucketRules.turn, /the rate of offers, or the limit in flight$/],
  ['an order being stored', { isOrdering: true, member: testMember({ isAttempted: false }) }, bucketRules.ordering, /being stored/],
  ['a wave that has not begun', { wave: 'later', device: away }, bucketRules.laterWave, /wave first has not begun/],
  ['no wave', { wave: 'none' }, bucketRules.noWave, /no wave/],
  ['a hold', { hold: testHold('hold'), device: away }, bucketRules.held, /^held by eve since 2026-01-01T23:00:00Z: on the bench$/],
  ['a pin', { hold: testHold('pin') }, bucketRules.pinned, /^pinned to pump@1.0.0 by eve/],
  ['a hold, and it runs the target', { hold: testHold('hold'), need: there }, bucketRules.alreadyThere, /before it was offered/],
  ['a hold, and another rollout', { hold: testHold('hold'), rival: 'r-2' }, bucketRules.held, /held/],
  ['another rollout', { rival: 'r-2', need: otherProfile }, bucketRules.rival, /rollout r-2/],
  ['a newer version', { need: newer, hold: testHold('hold') }, bucketRules.newer, /it runs pump@3.0.0/],
  ['another profile', { need: otherProfile, wave: 'later' }, bucketRules.barred, /for valves/],
  ['the target on trial, by somebody else', { need: unconfirmed }, bucketRules.onTrial, /on trial/],
  ['a device that is gone for good', { need: undefined, device: undefined }, bucketRules.forgotten, /no such device/],
  ['offline', { device: away, windowOpensAtMs: 1 }, bucketRules.offline, /^offline since 2026-01-01T22:00:00Z$/],
  ['offline for long: not silent', { device: away, missed: 50 }, bucketRules.offline, /offline since/],
  ['never heard', { device: testDevice({ presence: 'never' }), missed: Number.POSITIVE_INFINITY }, bucketRules.never, /never/],
  ['a sleeper', { device: testDevice({ presence: 'asleep' }), windowOpensAtMs: 1 }, bucketRules.asleep, /asleep as planned since/],
  ['a late one', { device: testDevice({ presence: 'late' }) }, bucketRules.late, /late: heard last/],
  ['its window', { windowOpensAtMs: testNowMs + 60_000, conditionWhy: 'x' }, bucketRules.outsideWindow, /opens at 2026-01-02T00:01:00Z/],
  ['the condition', { conditionWhy: 'battery = 12, not >= 30', otherAttempt: 'x' }, bucketRules.conditionNotMet, /battery = 12/],
  ['another attempt', { otherAttempt: 'attempt 1 (pump@1.5.0, downloading)' }, bucketRules.otherAttempt, /attempt 1 \(pump@1.5.0/],
  [
    'a wait before the next try',
    { member: { ...tried, notBeforeMs: testNowMs + 1 } },
    bucketRules.notBefore,
    /^try 2 waits until 2026-01-02T00:00:00Z after boot-failed \(it did not start\)$/,
  ],
  ['the wait is over', { member: { ...tried, notBeforeMs: testNowMs } }, bucketRules.turn, /try 2$/],
  ['a recalled try', { member: testMember() }, bucketRules.turn, /try 2$/],
  ['a waypoint that was reached', { member: testMember({ goal: 'waypoint' }) }, bucketRules.turn, /try 2$/],
  [
    'an order that was refused',
    { member: { ...tried, tries: 2, triesOver: 1, message: 'no place', notBeforeMs: testNowMs + 9_000 } },
    bucketRules.notBefore,
    /^its order was refused, and is made again at .*: no place$/,
  ],
  ['offline between two tries', { member: tried, device: away, missed: 2 }, bucketRules.awaited, /missed 2 of its wake-ups of 3/],
  ['dead between two tries', { member: tried, device: away, missed: 3 }, bucketRules.silent, /missed 3 of its wake-ups, the limit is 3/],
  ['dead and held between two tries', { member: tried, hold: testHold('hold'), missed: 3 }, bucketRules.silent, /limit is 3/],
  [
    'an offer',
    { member: testMember(), standing: testOpen('offered') },
    bucketRules.offered,
    /^offered pump@2.0.0 since 2026-01-01T23:59:58Z$/,
  ],
  [
    'a download',
    { member: testMember(), standing: testOpen('downloading'), hold: testHold('hold') },
    bucketRules.downloading,
    /downloading/,
  ],
  ['an installation', { member: testMember(), standing: testOpen('installing'), rival: 'r-2' }, bucketRules.installing, /installing/],
  ['a restart', { member: testMember(), standing: testOpen('rebooting'), device: away, missed: 2 }, bucketRules.rebooting, /rebooting/],
  ['a trial', { member: testMember(), standing: testOpen('unconfirmed'), need: unconfirmed }, bucketRules.unconfirmed, /unconfirmed/],
  [
    'the way back',
    { member: back, standing: testOpen('downloading'), need: there },
    bucketRules.downloading,
    /pump@1.0.0, on its way back/,
  ],
  ['silence under way', { member: testMember(), standing: testOpen('rebooting'), missed: 3 }, bucketRules.silent, /limit is 3/],
  ['an order that waits for the device', { standing: testOpen('offered', false) }, bucketRules.offered, /not told yet$/],
  ['gone before it was told', { standing: testOpen('offered', false), device: away, missed: 9 }, bucketRules.untold, /before it was told/],
  ['a proven update', { member: ended('updated'), need: there }, bucketRules.soaking, /since 2026-01-01T23:59:56Z; its wave first is not/],
  ['the same, its wave through', { member: ended('updated'), need: there, wave: 'through', missed: 9 }, bucketRules.updated, /is through/],
  ['silence in the soak', { member: ended('updated'), need: there, missed: 3 }, bucketRules.silent, /limit is 3/],
  ['an update whose record lags', { member: ended('updated'), need: unconfirmed }, bucketRules.soaking, /not through/],
  [
    'an update that somebody else has on trial anew',
    { member: ended('updated'), need: unconfirmed, otherAttempt: 'attempt a1 (pump@2.0.0, unconfirmed)' },
    bucketRules.onTrial,
    /on trial/,
  ],
  ['an update of a device that is gone', { member: ended('updated'), need: undefined, device: undefined }, bucketRules.soaking, /runs it/],
  [
    'settings, and somebody wants others since',
    { member: ended('updated'), need: { ...wants, isReplaced: true } },
    bucketRules.replaced,
    /somebody wants other values/,
  ],
  [
    'settings that it had, of a device that was not heard since the manager was killed: what is kept of it is older than its proof',
    {
      member: testMember({ outcome: 'updated', configurationVersion: 3, updatedAtMs: testNowMs - 1_000 }),
      need: wants,
      device: testDevice({ reportedConfigurationVersion: 2, lastConnectedAtMs: testNowMs - 60_000 }),
    },
    bucketRules.soaking,
    /runs it/,
  ],
  [
    'settings that it lost: it came back without them',
    {
      member: testMember({ outcome: 'updated', configurationVersion: 3, updatedAtMs: testNowMs - 60_000 }),
      need: wants,
      device: testDevice({ reportedConfigurationVersion: 2, lastConnectedAtMs: testNowMs - 1_000 }),
    },
    bucketRules.otherImage,
    /runs something else now/,
  ],
  ['an update, and it went back by itself', { member: ended('updated'), need: wants }, bucketRules.otherImage, /runs something else now/],
  ['an update, and then a newer one', { member: ended('updated'), need: newer }, bucketRules.newer, /pump@3.0.0/],
  ['a failed one that runs it after all', { member: ended('failed'), need: there }, bucketRules.soaking, /runs it/],
  ['reached without an offer', { member: testMember({ isAttempted: false }), need: there }, bucketRules.alreadyThere, /before/],
  ['it had it', { member: ended('alreadyThere') }, bucketRules.alreadyThere, /before/],
  [
    'a failure',
    { member: ended('failed'), device: away },
    bucketRules.failed,
    /^boot-failed: it did not start; 1 try, at 2026-01-01T23:59:55Z$/,
  ],
  [
    'silence as its end',
    { member: testMember({ outcome: 'failed', failures: [testFailure('silent')] }) },
    bucketRules.silentEnd,
    /^silent: /,
  ],
  ['a refusal', { member: ended('rejected'), hold: testHold('hold') }, bucketRules.rejected, /boot-failed/],
  ['a trial that went back', { member: ended('rolledBack') }, bucketRules.wentBack, /boot-failed/],
  ['an end by something newer', { member: ended('superseded') }, bucketRules.leftBehind, /newer/],
  ['brought back', { member: { ...back, outcome: 'rolledBack' }, need: wants }, bucketRules.broughtBack, /given back pump@1.0.0/],
  ['back by itself', { member: back, need: wants }, bucketRules.broughtBack, /given back/],
  ['a way back that waits', { member: { ...back, notBeforeMs: testNowMs + 1 }, need: there }, bucketRules.notBefore, /^its way back waits/],
  ['a way back that was recalled', { member: { ...back, updatedAtMs: 1 }, need: there }, bucketRules.soaking, /runs it/],
  ['a way back that failed', { member: { ...ended('failed'), goal: 'back' }, need: there }, bucketRules.failed, /boot-failed/],
];

describe('the bucket of a member', () => {
  test.each(table)('%s', (_what, changes, rule, why) => {
    const facts = testFacts(changes);
    expect(bucketOf(facts).name).toBe(rule.name);
    expect(bucketOf(facts).why(facts)).toMatch(why);
  });

  test('each rule and each bucket is in the table, and names differ', () => {
    const rules = Object.values<BucketRule>(bucketRules);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.filter((rule) => !table.some(([, , expected]) => expected === rule)).map(({ name }) => name)).toEqual([]);
    expect(rolloutBuckets.filter((bucket) => !rules.some((rule) => rule.bucket === bucket))).toEqual([]);
  });

  test('only who is there, free and not in any other hands may be ordered something; each has one rule and a reason', () => {
    const drawn = fc.record({
      nowMs: fc.constant(testNowMs),
      member: fc.constantFrom(undefined, testMember(), tried, back, ended('updated'), ended('failed'), ended('superseded')),
      standing: fc.constantFrom<Standing>(none, testOpen('offered', false), testOpen('rebooting')),
      isOrdering: fc.boolean(),
      device: fc.constantFrom(testDevice(), away, testDevice({ presence: 'asleep' })),
      need: fc.constantFrom(there, wants, newer, otherProfile, unconfirmed, undefined),
      hold: fc.constantFrom(undefined, testHold('hold'), testHold('pin')),
      rival: fc.constantFrom('', 'r-2'),
      wave: fc.constantFrom<BucketFacts['wave']>('none', 'later', 'begun', 'through'),
      waveName: fc.constant('first'),
      windowOpensAtMs: fc.constantFrom(0, testNowMs + 1),
      conditionWhy: fc.constantFrom('', 'battery = 12'),
      otherAttempt: fc.constantFrom('', 'attempt 1'),
      missed: fc.constantFrom(0, 3),
      missedLimit: fc.constant(3),
      isOnStep: fc.boolean(),
      observedSinceMs: fc.constantFrom(0, testNowMs),
    });
    const facts: fc.Arbitrary<BucketFacts> = drawn.map((one) => ({ ...one, isConditionMet: one.conditionWhy === '' }));
    fc.assert(
      fc.property(facts, (one) => {
        const rule = bucketOf(one);
        expect(rule.why(one)).not.toBe('');
        const flags = flagsOf(one, rule, 0);
        if ((flags & memberFlags.updated) !== 0) expect(one.member?.isAttempted).toBe(true);
        if ((flags & memberFlags.control) !== 0) expect(flags & (memberFlags.attempted | memberFlags.inFlight)).toBe(0);
        expect(causeOf(one, rule) === undefined).toBe((flags & memberFlags.failed) === 0);
        if (!rule.isReady) return;
        expect([one.standing.type, one.isOrdering, one.device?.presence, one.need?.type]).toEqual(['none', false, 'online', 'wants']);
        expect([one.hold, one.rival, one.otherAttempt, one.conditionWhy, one.windowOpensAtMs]).toEqual([undefined, '', '', '', 0]);
        expect(one.member?.outcome ?? '').toBe('');
        expect(['begun', 'through']).toContain(one.wave);
      }),
      { numRuns: 2_000 },
    );
  });

  test('the window and the condition are found out only when they decide', () => {
    const asked: string[] = [];
    const facts = {
      ...testFacts({ device: away }),
      get windowOpensAtMs() {
        asked.push('window');
        return 0;
      },
      get isConditionMet() {
        asked.push('condition');
        return true;
      },
    };
    expect(bucketOf(facts).name).toBe('offline');
    expect(asked).toEqual([]);
  });
});

describe('the flags of a member', () => {
  test.each<[string, Partial<BucketFacts>, MemberFlag[]]>([
    ['who waits', {}, ['control', 'heard']],
    ['who waits and fell silent', { missed: 3, device: away }, ['control', 'heard', 'silent']],
    ['who was gone before', { missed: 3, device: away, observedSinceMs: testNowMs }, ['silent']],
    ['who was never heard', { missed: Number.POSITIVE_INFINITY, device: testDevice({ presence: 'never', lastSeenAtMs: 0 }) }, ['silent']],
    ['who is held', { hold: testHold('hold') }, ['control', 'heard']],
    ['who had it', { need: there }, ['heard']],
    ['whom another rollout has', { rival: 'r-2' }, ['heard', 'taken']],
    ['whose order is being stored', { isOrdering: true }, ['heard', 'inFlight']],
    ['an offer', { member: testMember(), standing: testOpen('offered') }, ['attempted', 'heard', 'inFlight']],
    ['a restart', { member: testMember(), standing: testOpen('rebooting') }, ['attempted', 'heard', 'inFlight', 'pastSwitch']],
    ['between two tries', { member: tried }, ['attempted', 'failing', 'heard']],
    ['at a step between', { member: tried, isOnStep: true }, ['attempted', 'failing', 'heard', 'left']],
    [
      'at a step between, its way back recalled',
      { member: testMember({ ...back, triesOver: 1 }), isOnStep: true },
      ['attempted', 'heard', 'left'],
    ],
    ['soaking', { member: ended('updated'), need: there }, ['attempted', 'heard', 'updated']],
    ['silent in the soak', { member: ended('updated'), need: there, missed: 3 }, ['attempted', 'heard', 'silent', 'updated']],
    ['on its way back', { member: back, need: there, standing: testOpen('downloading') }, ['attempted', 'heard', 'inFlight']],
    ['failed, and dead', { member: ended('failed'), device: away, missed: 3 }, ['attempted', 'failed', 'heard']],
    ['failed, and heard again', { member: ended('failed') }, ['attempted', 'failed', 'heard', 'recovered']],
    [
      'failed, and heard on an image that is not confirmed',
      { member: ended('failed'), device: testDevice({ imageConfirmed: false }) },
      ['attempted', 'failed', 'heard'],
    ],
    ['brought back', { member: { ...back, outcome: 'rolledBack' } }, ['attempted', 'heard']],
  ])('%s', (_what, changes, expected) => {
    const facts = testFacts(changes);
    const flags = flagsOf(facts, bucketOf(facts), 0);
    const names = Object.entries(memberFlags).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : name));
    expect(names.sort()).toEqual(expected);
  });

  test('who was heard once stays so', () => {
    const facts = testFacts({ device: away, observedSinceMs: testNowMs });
    expect(flagsOf(facts, bucketOf(facts), memberFlags.heard) & memberFlags.control).not.toBe(0);
  });
});
