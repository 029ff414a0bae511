import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type TrustChecks, trustChecks } from '#firmware/device/index.js';
import type { SafetyRules } from '#firmware/flash/index.js';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { TrustCache, type TrustCause, type TrustRole, type TrustState, type TrustStep } from '#proto/trust/index.js';
import { deviceAttacks } from './attack-cases.ts';

const allSafetyRules: SafetyRules = { verifyAtBoot: true, counter: true, twoCopyRecord: true, confirm: true, journal: true };
const profile = loadShippedProfile('thermostat');
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const signedOf = (bytes: Uint8Array) =>
  (JSON.parse(Buffer.from(bytes).toString()) as { signed: { deviceId: string; attemptId: string; target: string; version: number } })
    .signed;

/** Asks again in another way when a check refused for this cause: the rule behind it is off. */
function unless<Result extends { readonly type: 'ok' } | { readonly type: 'refused'; readonly cause: TrustCause }>(
  result: Result,
  causes: readonly TrustCause[],
  again: () => Result,
): Result {
  return result.type === 'refused' && causes.includes(result.cause) ? again() : result;
}

/** The state with no threshold for a role: everybody may sign, and so may nobody. */
function withoutRule(state: TrustState, role: TrustRole, threshold: number): TrustState {
  const { root } = state;
  const rule = { ...root.rules[role], threshold };
  return { ...state, root: { ...root, rules: { ...root.rules, [role]: rule } } };
}

/** What was taken, trusted by the root that is held. */
function underRoot(step: TrustStep, { root }: TrustState): TrustStep {
  return step.type === 'ok' ? { ...step, state: { ...step.state, root } } : step;
}

const { takeTimestamp, takeSnapshot, takeTargets, takeAssignment, takeHeader, finishRoots } = trustChecks;
const fresh = (): TrustCache => new TrustCache();
const ageless = (state: TrustState): TrustState => ({ ...state, timeMs: 0 });

/** Rules of trust, each with the checks of a device that lacks it, and the cases that must notice. */
type Mutation = readonly [rule: string, checks: Partial<TrustChecks>, cases: readonly string[], safety: Partial<SafetyRules>];

const mutations: readonly Mutation[] = [
  [
    'expiry',
    {
      finishRoots: (state, nowMs) => unless(finishRoots(state, nowMs), ['expired'], () => finishRoots(ageless(state), 0)),
      takeTimestamp: (state, bytes, nowMs, cache) =>
        unless(takeTimestamp(state, bytes, nowMs, cache), ['expired'], () => takeTimestamp(ageless(state), bytes, 0, cache)),
      takeSnapshot: (state, bytes, nowMs, cache) =>
        unless(takeSnapshot(state, bytes, nowMs, cache), ['expired'], () => takeSnapshot(ageless(state), bytes, 0, cache)),
      takeTargets: (state, bytes, nowMs, cache) =>
        unless(takeTargets(state, bytes, nowMs, cache), ['expired'], () => takeTargets(ageless(state), bytes, 0, cache)),
    },
    ['A3.1', 'A3.2', 'A4.1'],
    {},
  ],
  [
    'expiry of the assignment',
    {
      takeAssignment: (state, bytes, facts) =>
        unless(takeAssignment(state, bytes, facts), ['expired'], () => takeAssignment(ageless(state), bytes, { ...facts, nowMs: 0 })),
    },
    ['A4.2'],
    {},
  ],
  ['time that never goes back', { takeAssignment: (state, bytes, facts) => takeAssignment(ageless(state), bytes, facts) }, ['A4.3'], {}],
  [
    'rollback of the timestamp',
    {
      takeTimestamp: ({ root, timeMs, ...held }, bytes, nowMs, cache) =>
        unless(takeTimestamp({ root, timeMs, ...held }, bytes, nowMs, cache), ['rollback'], () =>
          takeTimestamp({ root, timeMs }, bytes, nowMs, cache),
        ),
    },
    ['A2.5', 'A2.6', 'A5.1'],
    {},
  ],
  [
    'rollback of the targets',
    {
      takeSnapshot: (state, bytes, nowMs, cache) => {
        const { snapshot: _, ...rest } = state;
        return unless(takeSnapshot(state, bytes, nowMs, cache), ['rollback'], () => takeSnapshot(rest, bytes, nowMs, cache));
      },
    },
    ['A2.3'],
    {},
  ],
  [
    'recovery from fast-forward',
    {
      finishRoots: (state, nowMs) => {
        const step = finishRoots(state, nowMs);
        return step.type === 'ok' ? { ...step, state } : step;
      },
    },
    ['A5.1'],
    {},
  ],
  [
    'security counter',
    { takeAssignment: (state, bytes, facts) => takeAssignment(state, bytes, { ...facts, securityCounter: 0 }) },
    ['A2.1', 'A2.2'],
    { counter: false },
  ],
  ['the check at each boot', {}, ['A16.2', 'A16.4'], { verifyAtBoot: false }],
  [
    'mix and match',
    {
      takeTargets: (state, bytes, nowMs, cache) =>
        unless(takeTargets(state, bytes, nowMs, cache), ['mix-and-match'], () => {
          const { snapshot } = state;
          if (snapshot === undefined) return takeTargets(state, bytes, nowMs, cache);
          const targets = { version: signedOf(bytes).version, bytes: bytes.length, digest: digestOf(bytes) };
          return takeTargets({ ...state, snapshot: { ...snapshot, targets } }, bytes, nowMs, cache);
        }),
    },
    ['A6.1'],
    {},
  ],
  [
    'signatures of the targets',
    {
      takeTargets: (state, bytes, nowMs, cache) =>
        unless(takeTargets(state, bytes, nowMs, cache), ['bad-signature', 'below-threshold', 'modified'], () =>
          underRoot(takeTargets(withoutRule(state, 'targets', 0), bytes, nowMs, fresh()), state),
        ),
    },
    ['A1.1', 'A1.2', 'A15.1', 'A17.1', 'A17.3'],
    {},
  ],
  [
    'threshold of the targets',
    {
      takeTargets: (state, bytes, nowMs, cache) =>
        unless(takeTargets(state, bytes, nowMs, cache), ['below-threshold'], () =>
          underRoot(takeTargets(withoutRule(state, 'targets', 1), bytes, nowMs, fresh()), state),
        ),
    },
    ['A17.1', 'A17.3'],
    {},
  ],
  [
    'signature of the assignment',
    {
      takeAssignment: (state, bytes, facts) =>
        unless(takeAssignment(state, bytes, facts), ['bad-signature', 'modified'], () =>
          takeAssignment(withoutRule(state, 'director', 0), bytes, facts),
        ),
    },
    ['A1.6', 'A15.4'],
    {},
  ],
  [
    'the device and the attempt that an assignment is for',
    {
      takeAssignment: (state, bytes, facts) => {
        const { deviceId, attemptId } = signedOf(bytes);
        return takeAssignment(state, bytes, { ...facts, deviceId, attemptId });
      },
    },
    ['A18.1', 'A18.2'],
    {},
  ],
  [
    'the hardware that an image is for',
    {
      takeAssignment: (state, bytes, facts) => {
        const target = state.targets?.targets.get(signedOf(bytes).target);
        const [name = facts.profile] = target?.profiles ?? [];
        const [hardwareRevision = facts.hardwareRevision] = target?.hardwareRevisions ?? [];
        return takeAssignment(state, bytes, { ...facts, profile: name, hardwareRevision });
      },
    },
    ['A13.1', 'A13.2'],
    {},
  ],
  [
    'digest of the header',
    { takeHeader: (target, bytes) => takeHeader({ ...target, digest: digestOf(bytes), headerBytes: bytes.length }, bytes) },
    ['A15.5'],
    {},
  ],
];

/** A device case by its name. */
function caseOf(name: string) {
  const [attack, number] = name.split('.');
  const found = deviceAttacks.filter((one) => one.attack === attack)[Number(number) - 1];
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

describe.each([...mutations])('without the rule: %s', (_rule, checks, cases, safety) => {
  test.each(cases)('%s misses', async (name) => {
    const one = caseOf(name);
    const weakened = { trustChecks: { ...trustChecks, ...checks }, safetyRules: { ...allSafetyRules, ...safety } };
    expect((await one.run({ seed: 'mutation', profile, weakened })).misses).not.toEqual([]);
  });
});

test('rules that are handed over whole change nothing', async () => {
  const weakened = { trustChecks: { ...trustChecks }, safetyRules: allSafetyRules };
  expect((await caseOf('A17.1').run({ seed: 'mutation', profile, weakened })).misses).toEqual([]);
});
