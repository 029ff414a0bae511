/** The order of the checks, and what is kept when: with checks that say what a test tells them. */
import { expect, test } from 'vitest';
import type { TrustState, TrustStep } from '#proto/trust/index.js';
import { TrustCache, trustLimits } from '#proto/trust/index.js';
import type { TrustChecks } from './trust-checks.ts';
import { type CheckStep, UpdateChecks } from './update-checks.ts';

const none = new Uint8Array(0);
const refused = { type: 'refused', cause: 'expired', message: 'too late' } as const;

/** What is trusted with a root of a version; nothing else of it is looked at. */
const stateOf = (version: number, rest: object = {}): TrustState => ({ root: { version }, timeMs: 0, ...rest }) as unknown as TrustState;
const ok = (state: TrustState): TrustStep => ({ type: 'ok', state });

function setUp(answers: Partial<TrustChecks>, state?: TrustState) {
  const kept: number[] = [];
  const unasked = (): never => {
    throw new Error('this was not to be asked');
  };
  const names = ['initialTrust', 'takeRoot', 'finishRoots', 'takeTimestamp', 'takeSnapshot', 'takeTargets', 'takeAssignment', 'takeHeader'];
  const checks = { ...Object.fromEntries(names.map((name) => [name, unasked])), ...answers } as TrustChecks;
  const around = {
    checks,
    cache: new TrustCache(),
    assignment: () => none,
    facts: () => ({ nowMs: 0 }) as never,
    keepTrust: ({ root }: TrustState) => void kept.push(root.version),
  };
  return { kept, around, updates: new UpdateChecks(around, state) };
}

const piece = (name: 'root' | 'timestamp' | 'snapshot' | 'targets' | 'header', version = 0) => ({
  piece: name,
  version,
  bytes: 0,
  isExact: true,
});
const wantedOf = (step: CheckStep): unknown => (step.type === 'want' ? [step.wanted.piece, step.wanted.version] : step);

test('who has no root asks for any; who has one asks for the next', () => {
  expect(wantedOf(setUp({}).updates.begin())).toEqual(['root', 0]);
  expect(wantedOf(setUp({}, stateOf(4)).updates.begin())).toEqual(['root', 5]);
});

test('a root is kept at once: what comes after it may never come', () => {
  const { kept, updates } = setUp({ takeRoot: (state) => ok(stateOf(state.root.version + 1)) }, stateOf(1));
  expect(wantedOf(updates.take(piece('root', 2), none))).toEqual(['root', 3]);
  expect(kept).toEqual([2]);
  expect(wantedOf(updates.take(piece('root', 3), none))).toEqual(['root', 4]);
  expect(kept).toEqual([2, 3]);
});

test('the first root is the one to begin with, and is kept', () => {
  const { kept, updates } = setUp({ initialTrust: () => ok(stateOf(1)) });
  expect(wantedOf(updates.take(piece('root'), none))).toEqual(['root', 2]);
  expect(kept).toEqual([1]);
});

test('as many roots as may come in one attempt are taken, one more is refused', () => {
  const { updates } = setUp({ takeRoot: (state) => ok(stateOf(state.root.version + 1)) }, stateOf(1));
  let step: CheckStep = updates.begin();
  for (let root = 0; root < trustLimits.rootsPerUpdate; root += 1) step = updates.take(piece('root', root + 2), none);
  expect(step.type).toBe('want');
  expect(updates.take(piece('root', 99), none)).toMatchObject({ type: 'refused', cause: 'endless-data' });
});

test('without a root nothing else is taken, nor is a root that is missing the end of the roots', () => {
  const { updates } = setUp({});
  for (const name of ['timestamp', 'snapshot', 'targets'] as const)
    expect(updates.take(piece(name), none)).toMatchObject({ type: 'refused', cause: 'unavailable' });
  expect(updates.absent(piece('root', 1), 'no-such-version', '')).toMatchObject({ type: 'refused', cause: 'unavailable' });
});

test('a header before an assignment is refused', () => {
  const { updates } = setUp({}, stateOf(1));
  expect(updates.take(piece('header'), none)).toMatchObject({ type: 'refused', cause: 'extraneous-data' });
});

test('no next root ends the roots; another that is missing does not', () => {
  const { updates } = setUp({ finishRoots: ok }, stateOf(3));
  expect(wantedOf(updates.absent(piece('root', 4), 'no-such-version', ''))).toEqual(['timestamp', 0]);
  expect(updates.absent(piece('root', 3), 'no-such-version', 'gone')).toEqual({
    type: 'refused',
    cause: 'unavailable',
    message: 'root 3: no-such-version, gone',
  });
  expect(updates.absent(piece('timestamp', 0), 'no-such-version', '')).toMatchObject({ message: 'timestamp 0: no-such-version' });
});

test.each([
  ['withdrawn', 'withdrawn'],
  ['not-assigned', 'not-assigned'],
  ['no-such-version', 'unavailable'],
] as const)('a piece that is %s: %s', (cause, verdict) => {
  expect(setUp({}, stateOf(1)).updates.absent(piece('header'), cause, '')).toMatchObject({ type: 'refused', cause: verdict });
});

test('what is refused on the way keeps nothing', () => {
  const { kept, updates } = setUp({ finishRoots: () => refused, takeTimestamp: () => refused }, stateOf(1));
  expect(updates.absent(piece('root', 2), 'no-such-version', '')).toEqual(refused);
  expect(updates.take(piece('timestamp'), none)).toEqual(refused);
  expect(kept).toEqual([]);
});

test('the rest is kept when the targets are taken, before the assignment is looked at', () => {
  const { kept, updates } = setUp({ takeTargets: ok, takeAssignment: () => refused as never }, stateOf(1));
  expect(updates.take(piece('targets'), none)).toEqual(refused);
  expect(kept).toEqual([1]);
});
