/** That the watch over rollouts bites: it is fed one wrong thing at a time, and watches managers with one rule less. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { AttemptRecord, RolloutMemberView, RolloutView } from '#fleet/domain/index.js';
import { type OracleSources, RolloutOracle } from './rollout-oracle.ts';
import { RolloutStorm } from './rollout-storm.ts';

const minuteMs = 60_000;
const digests = { old: '0d'.repeat(32), target: '7a'.repeat(32) };

const waves = `waves: [{ name: some, devices: 2 }, { name: all, percent: 100%, gates: [{ type: manual }] }]
soak: 1m
gates: []`;

function planOf(name: string, extra = ''): string {
  return `apiVersion: seatrial/v1
kind: Rollout
name: ${name}
release: "thermostat@1.1.0"
selector: profile=thermostat
retries: { others: 1, wait: 5m }
limits: { inFlight: 2 }
${extra}
${waves}`;
}

/** What a real rollout looked like in the middle: all four devices run the target, two of them in their soak. */
let view: RolloutView;
let members: readonly RolloutMemberView[];
let attempt: AttemptRecord;

beforeAll(async () => {
  const storm = await RolloutStorm.start({ seed: 'oracle', devices: 4 });
  await storm.ship('thermostat/1.1.0');
  await storm.begin(planOf('r-1'));
  await storm.run(20 * minuteMs);
  expect(storm.oracle.breaks).toEqual([]);
  view = storm.rollouts.get('r-1');
  expect(view).toMatchObject({ state: 'deciding', wave: 1, sums: { updated: 4 } });
  members = storm.sources.members('r-1');
  attempt = storm.sources.attemptsOf(members[0]?.deviceId ?? '')[0] as AttemptRecord;
});

/** An oracle over that rollout, with something changed. */
function oracleOf(change: Partial<OracleSources> = {}): RolloutOracle {
  const views = change.views ?? (() => [view]);
  return new RolloutOracle({
    view: (name) => views().find(({ plan }) => plan.name === name),
    nowMs: () => attempt.createdAtMs + minuteMs,
    views: () => [view],
    members: () => members,
    attempt: (id) => (id === attempt.id ? attempt : undefined),
    attemptsOf: () => [],
    recount: () => [],
    truth: () => ({ digest: attempt.digest, isConfirmed: true }),
    settings: () => undefined,
    presence: () => 'online',
    digestOf: () => attempt.digest,
    ...change,
  });
}

const id = () => attempt.deviceId;
const open = (changes: Partial<AttemptRecord> = {}): AttemptRecord => ({ ...attempt, state: 'queued', endedAtMs: 0, ...changes });
const first = (changes: Partial<RolloutMemberView>) => members.map((member, index) => (index === 0 ? { ...member, ...changes } : member));

/** What is wrong, what to feed, and what is to be said. */
const wrongs: readonly [what: string, feed: () => RolloutOracle, said: RegExp][] = [
  [
    'a bucket too many',
    () => looked(oracleOf({ views: () => [{ ...view, buckets: { ...view.buckets, failed: 1 } }] })),
    /5: buckets of r-1 add up to 5, and it has 4/,
  ],
  [
    'a bucket too many in a wave',
    () => looked(oracleOf({ views: () => [{ ...view, waves: view.waves.map((wave) => ({ ...wave, devices: wave.devices + 1 })) }] })),
    /5: buckets of wave some add up to 2, and it has 3/,
  ],
  [
    'more in flight than the limit, as it says itself',
    () => looked(oracleOf({ views: () => [{ ...view, sums: { ...view.sums, inFlight: 3 } }] })),
    /5: r-1 has 3 in flight, the limit is 2/,
  ],
  [
    'more in flight than the limit, as attempts say',
    () => looked(fed(oracleOf(), open({ id: 'a' }), open({ id: 'b', deviceId: 'b' }), open({ id: 'c', deviceId: 'c' }))),
    /5: r-1 has 3 in flight, the limit is 2/,
  ],
  ['a count that is kept wrongly', () => recounted(oracleOf({ recount: () => ['soaking: kept 1, counted 2'] })), /5: kept count: soaking/],
  [
    'a member twice',
    () => recounted(oracleOf({ members: () => [...members, ...members.slice(0, 1)] })),
    /5: r-1 lists 5 members, and 4 diff/,
  ],
  ['a member too few', () => recounted(oracleOf({ members: () => members.slice(1) })), /5: r-1 lists 3 members, and has 4/],
  [
    'a member in another bucket',
    () => recounted(oracleOf({ members: () => first({ bucket: 'failed' }) })),
    /5: r-1 keeps 0 as failed, and 1 are/,
  ],
  [
    'two open attempts of a device',
    () => recounted(fed(oracleOf({ attemptsOf: () => [open(), open({ id: 'b' })] }), attempt)),
    /5: .* has 2 open/,
  ],
  ['an attempt of two devices', () => fed(oracleOf(), attempt, { ...attempt, deviceId: 'b' }), /5: attempt .* is of .* and of b/],
  ['an offer of nobody', () => offered(oracleOf(), 'f'.repeat(16)), /5: .* is offered attempt f+, which is nobody's/],
  ['an offer to another device', () => offered(oracleOf(), attempt.id, 'b'), /5: b is offered attempt .*, which is unit/],
  ['an offer after pause', () => offered(stood('paused'), attempt.id), /5: .* by r-1, which was paused before/],
  ['an offer after halt', () => offered(stood('halted'), attempt.id), /5: .* by r-1, which was halted before/],
  ['an offer again after abort', () => offered(stood('aborted', attempt.id), attempt.id), /5: .* by r-1, which was aborted before/],
  [
    'a way back that nobody asked for',
    () => offered(oracleOf({ attempt: () => ({ ...attempt, release: 'thermostat@1.0.0' }) }), attempt.id),
    /5: .* by r-1, the way back, and that is deciding/,
  ],
  [
    'a way back that is forgotten',
    () => {
      const views = [{ ...view, state: 'rollingBack' as RolloutView['state'] }];
      const oracle = oracleOf({ views: () => views, attempt: () => ({ ...attempt, release: 'thermostat@1.0.0' }) });
      offered(oracle, attempt.id);
      expect(oracle.breaks).toEqual([]);
      views[0] = view;
      oracle.restarted([]);
      return oracle;
    },
    /5: r-1 offered a way back, and is deciding after a restart/,
  ],
  ['an offer out of its window', () => offered(oracleOf({ views: () => [closed()] }), attempt.id), /5: .* out of its window/],
  ['an order out of its window', () => looked(fed(oracleOf({ views: () => [closed()] }), attempt)), /5: r-1 orders .* out of its window/],
  [
    'an order for a held device',
    () => looked(fed(held(), open({ createdAtMs: attempt.createdAtMs + 2 * minuteMs }))),
    /5: .* held or pinned/,
  ],
  ['an offer to a held device', () => offered(heldLong(), attempt.id), /5: .* by r-1, and it is held or pinned/],
  ['an order after pause', () => looked(fed(stood('paused'), attempt)), /5: r-1 orders .*, and was paused before/],
  [
    'an order of a rollout that is not there',
    () => looked(fed(oracleOf(), { ...attempt, rollout: 'r-2' })),
    /5: .* of r-2, which there is not/,
  ],
  [
    'an order for a later wave',
    () => looked(fed(looked(oracleOf({ views: () => [{ ...view, wave: 0 }] })), later())),
    /5: .* of wave 1, and is in/,
  ],
  ['a second try too early', () => looked(fed(oracleOf(), ended('failed', 1), again(4 * minuteMs))), /again: 240000 ms after its failure/],
  [
    'a try beyond the retries',
    () => looked(fed(oracleOf(), ended('failed', 1), ended('failed', 2), again(30 * minuteMs))),
    /again: it failed 2 times by boot-failed, and 1 retries/,
  ],
  [
    'a try after a refusal for good',
    () => looked(fed(oracleOf(), ended('rejected', 1, 'bad-signature'), again(30 * minuteMs))),
    /again: it failed by bad-signature/,
  ],
  ['an order against a better claim', () => looked(fed(looked(rivals()), attempt)), /5: r-1 orders .*, which r-0 has the better claim to/],
  [
    'a revision that a restart lost',
    () => {
      const oracle = oracleOf();
      oracle.answered('pause', { ...view, revision: view.revision + 1 });
      oracle.restarted([]);
      return oracle;
    },
    /5: r-1 was answered at revision \d+, and is at \d+ after a restart/,
  ],
  [
    'an attempt that is proven by nothing',
    () => looked(fed(oracleOf({ truth: () => truth(digests.old) }), attempt)),
    /6: .* updated, and .* runs another/,
  ],
  [
    'one that is not confirmed',
    () => looked(fed(oracleOf({ truth: () => truth(attempt.digest, false) }), attempt)),
    /6: .* runs it, not confirmed/,
  ],
  [
    'a member that runs the old image',
    () => recounted(oracleOf({ truth: () => truth(digests.old) })),
    /6: it counts as (updated|soaking) in r-1/,
  ],
  [
    'settings that the device does not have',
    () => recounted(oracleOf({ views: () => [configured()], settings: () => ({ setpointC: 21 }) })),
    /6: .* counts as .* in r-1, and has setpointC = 21/,
  ],
  ['a silent device that is asleep', () => suspected('asleep'), /7: .* is asleep, and silent in r-1/],
  ['a silent device that is heard', () => suspected('online'), /7: .* is online, and silent in r-1/],
  [
    'a dead device that soaks',
    () => rested(oracleOf({ members: () => first({ bucket: 'soaking' }) }), id()),
    /7: .* is dead for long, and soaking/,
  ],
  [
    'flight that does not end',
    () => rested(oracleOf({ views: () => [{ ...view, sums: { ...view.sums, inFlight: 1 } }] })),
    /5: r-1 says 1 in flight/,
  ],
];

const truth = (digest: string, isConfirmed = true) => ({ digest, isConfirmed });
const closed = (): RolloutView => {
  const minute = Math.floor(attempt.createdAtMs / minuteMs) % 1_440;
  const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: (minute + 10) % 1_440, toMinute: (minute + 20) % 1_440 }];
  return { ...view, plan: { ...view.plan, windows } };
};
const configured = (): RolloutView => ({
  ...view,
  plan: { ...view.plan, subject: { type: 'configuration', set: { setpointC: 19 }, reset: [] } },
});
const ended = (state: AttemptRecord['state'], number: number, cause: AttemptRecord['cause'] = 'boot-failed'): AttemptRecord => ({
  ...attempt,
  id: `${number}`,
  state,
  cause,
  endedAtMs: attempt.createdAtMs,
});
const again = (afterMs: number): AttemptRecord => open({ id: 'again', createdAtMs: attempt.createdAtMs + afterMs });
const later = (): AttemptRecord => open({ id: 'late', deviceId: members.find(({ wave }) => wave === 'all')?.deviceId ?? '' });

test('a device that another rollout takes on as soon as its own is over is no break; one that never had it is', () => {
  const endedAtMs = attempt.createdAtMs + minuteMs - 5_000;
  const over = { views: () => [{ ...view, state: 'completed' as const, endedAtMs }], truth: () => truth(digests.old) };
  const next = { ...attempt, id: 'next', rollout: 'r-2', digest: digests.old };
  const others = members.map(({ deviceId }) => ({ ...next, id: deviceId, deviceId, createdAtMs: endedAtMs, endedAtMs: endedAtMs + 1_000 }));
  expect(recounted(fed(oracleOf(over), ...others)).breaks.join()).not.toMatch(/^invariant 6: it counts/);
  const before = others.map((one) => ({ ...one, createdAtMs: endedAtMs - 1 }));
  expect(recounted(fed(oracleOf(over), ...before)).breaks.join('\n')).toMatch(/6: it counts as (updated|soaking) in r-1/);
});

function looked(oracle: RolloutOracle): RolloutOracle {
  oracle.lookAtChange();
  return oracle;
}

function recounted(oracle: RolloutOracle): RolloutOracle {
  oracle.recount();
  return oracle;
}

function rested(oracle: RolloutOracle, ...dead: string[]): RolloutOracle {
  oracle.lookAtRest(new Set(dead));
  return oracle;
}

function fed(oracle: RolloutOracle, ...records: AttemptRecord[]): RolloutOracle {
  for (const record of records) oracle.attempted(record);
  return oracle;
}

function offered(oracle: RolloutOracle, attemptId: string, deviceId = id()): RolloutOracle {
  oracle.offered(deviceId, attemptId);
  return oracle;
}

/** A verb was answered with this state. @param before an attempt that was offered before it */
function stood(state: RolloutView['state'], before?: string): RolloutOracle {
  const oracle = oracleOf({ views: () => [{ ...view, state }], attempt: () => open({ state: 'downloading' }) });
  if (before !== undefined) {
    oracle.answered('start', view);
    oracle.offered(id(), before);
  }
  oracle.answered('pause', { ...view, state });
  return oracle;
}

function held(): RolloutOracle {
  const oracle = oracleOf();
  oracle.held(id());
  return oracle;
}

/** Held for a second. */
function heldLong(): RolloutOracle {
  let nowMs = 0;
  const oracle = oracleOf({ nowMs: () => nowMs });
  oracle.held(id());
  nowMs = 1_000;
  return oracle;
}

/** An older rollout wants the same devices. */
function rivals(): RolloutOracle {
  const older = { ...view, plan: { ...view.plan, name: 'r-0' }, startedAtMs: view.startedAtMs - 1 };
  return oracleOf({
    views: () => [view, older],
    members: (name) => (name === 'r-0' ? members.map((member) => ({ ...member, bucket: 'pending' as const })) : members),
  });
}

/** Counted as silent for longer than counts may lag. */
function suspected(presence: 'asleep' | 'online'): RolloutOracle {
  let nowMs = 0;
  const oracle = oracleOf({ nowMs: () => nowMs, members: () => first({ bucket: 'silent' }), presence: () => presence });
  oracle.recount();
  nowMs += 16_000;
  oracle.recount();
  return oracle;
}

describe('fed with a wrong record, it says so', () => {
  test.each(wrongs)('%s', (_what, feed, said) => {
    expect(feed().breaks.join('\n')).toMatch(said);
  });

  test('and with right ones it says nothing', () => {
    const oracle = rested(recounted(offered(looked(fed(oracleOf(), attempt)), attempt.id)));
    expect(oracle.breaks).toEqual([]);
  });
});

test('who soaked when a rollout ended, and died later, stays counted as it was', () => {
  const views = () => [{ ...view, endedAtMs: attempt.createdAtMs }];
  expect(rested(oracleOf({ views, members: () => first({ bucket: 'soaking' }) }), id()).breaks.join()).not.toContain('invariant 7');
});

describe('managers with one rule less', () => {
  test('one that takes nothing back: devices are offered it again after an abort', async () => {
    const storm = await RolloutStorm.start({ seed: 'no recall', devices: 6 });
    await storm.ship('thermostat/1.1.0');
    const { manager } = storm.fleet;
    manager.updates.cancel = async (attemptId) => manager.updates.get(attemptId);
    for (const device of storm.world.devices.keys()) storm.slow(device);
    await storm.begin(planOf('r-1'));
    // Who has not answered is asked about before it is told again; who has begun is told again.
    const begun = () => manager.updates.list({ limit: 10 }).filter(({ state }) => state === 'downloading').length;
    expect(await storm.run(minuteMs, () => begun() === 2)).toBe(true);
    await storm.verb('abort', 'r-1');
    for (const device of storm.world.devices.keys()) storm.world.network.cut(device);
    await storm.run(2 * minuteMs);
    expect(storm.oracle.breaks.join('\n')).toMatch(/is offered thermostat@1.1.0 by r-1, which was aborted before/);
  });

  test('one that believes every device to run the target: it counts what is not there', async () => {
    const storm = await RolloutStorm.start({ seed: 'believes', devices: 6 });
    await storm.ship('thermostat/1.1.0');
    const { devices, releases } = storm.fleet.manager;
    const { digest: imageDigest } = releases.get('thermostat@1.1.0');
    const get = devices.get.bind(devices);
    devices.get = (deviceId) => {
      const view = get(deviceId);
      return view === undefined ? undefined : { ...view, imageDigest };
    };
    await storm.begin(planOf('r-1'));
    await storm.run(minuteMs);
    storm.oracle.recount();
    expect(storm.oracle.breaks.join('\n')).toMatch(/invariant 6: it counts as alreadyThere in r-1, and unit-00001 runs another image/);
  });

  test('one that forgets what it answered: it goes on after a pause', async () => {
    const storm = await RolloutStorm.start({ seed: 'forgets', devices: 6 });
    await storm.ship('thermostat/1.1.0');
    await storm.begin(planOf('r-1', 'dispatch: { type: constant, perMinute: 20 }'));
    await storm.run(minuteMs, () => storm.oracle.looks.offers === 1);
    // As if pause had been answered, and nothing followed from it.
    storm.oracle.answered('pause', { ...storm.rollouts.get('r-1'), state: 'paused' });
    await storm.run(2 * minuteMs);
    expect(storm.oracle.breaks.join('\n')).toMatch(/r-1 was paused, and goes on by itself/);
  });
});
