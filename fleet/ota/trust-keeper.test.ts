import { describe, expect, test } from 'vitest';
import type { OwnAlarms, TrustDesk } from '#fleet/domain/index.js';
import { createJournal, createMemoryStore, type JournalService, type MemoryStore } from '#fleet/store/index.js';
import { createRandom, isSeatrialError, MemoryLog, silentLog, TaskTracker, VirtualClock } from '#proto/kit/index.js';
import {
  createTrustKey,
  finishRoots,
  initialTrust,
  makeRoot,
  makeTargets,
  type rootFacts,
  signMetadata,
  TrustCache,
  type TrustKey,
  type TrustState,
  type TrustStep,
  type TrustTarget,
  takeAssignment,
  takeRoot,
  takeSnapshot,
  takeTargets,
  takeTimestamp,
} from '#proto/trust/index.js';
import { createMemoryKeyring } from './memory-keyring.ts';
import { TrustKeeper } from './trust-keeper.ts';
import { defaultTerms } from './trust-limits.ts';

const dayMs = 86_400_000;
const by = { name: 'ada', role: 'admin', reason: 'a test' } as const;

class Harness {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 1));
  readonly tasks = new TaskTracker();
  readonly raised = new Map<string, string>();
  readonly alarmLog: string[] = [];
  readonly keys = createRandom('trust', 'manager', 'keys');
  readonly keyring = createMemoryKeyring((length) => this.keys.bytes(length));
  readonly log = new MemoryLog(1_000);
  store: MemoryStore = createMemoryStore();
  readonly terms: typeof defaultTerms;
  journal: JournalService;
  trust: TrustKeeper;

  constructor(terms: Partial<typeof defaultTerms> = {}) {
    this.terms = { ...defaultTerms, ...terms };
    this.journal = this.#journal();
    this.trust = this.#make();
  }

  #journal() {
    const limits = { timelineKeep: 1_000, queue: 1_000 };
    return createJournal({ store: this.store, clock: this.clock, log: silentLog, tracker: this.tasks, limits });
  }

  #make() {
    const alarms: OwnAlarms = {
      set: (rule, condition) => {
        if (condition === undefined) {
          if (this.raised.delete(rule)) this.alarmLog.push(`${this.#day()} cleared ${rule}`);
          return false;
        }
        const isNew = !this.raised.has(rule);
        if (isNew) this.raised.set(rule, condition.reason);
        if (isNew) this.alarmLog.push(`${this.#day()} ${condition.severity} ${rule}`);
        return isNew;
      },
    };
    return new TrustKeeper({
      store: this.store,
      journal: this.journal,
      clock: this.clock,
      log: this.log,
      tasks: this.tasks,
      keyring: this.keyring,
      terms: this.terms,
      alarms: () => alarms,
    });
  }

  #day(): number {
    return Math.round((this.clock.wallMs() - Date.UTC(2026, 0, 1)) / dayMs);
  }

  async start(): Promise<this> {
    await this.journal.start();
    await this.trust.start();
    return this;
  }

  /** The process dies and starts again. */
  async restart(): Promise<void> {
    await this.trust.stop();
    this.store = this.store.crash();
    this.journal = this.#journal();
    this.trust = this.#make();
    await this.start();
  }

  /** Virtual time goes on, event by event; what an event begins is over before the next. */
  async pass(days: number): Promise<void> {
    const untilMs = this.clock.nowMs() + days * dayMs;
    while (this.clock.nowMs() < untilMs) {
      this.clock.advanceTo(Math.min(untilMs, this.clock.nowMs() + dayMs / 4));
      for (let turns = 0; turns < 200 && this.tasks.size > 0; turns += 1) await Promise.resolve();
    }
  }
}

function release(version: string): TrustTarget {
  return {
    path: `pump/${version}`,
    name: 'pump',
    version,
    digest: version.replaceAll('.', '').padEnd(64, '0'),
    headerBytes: 300,
    contentBytes: 1_000,
    profiles: ['pump'],
    hardwareRevisions: [],
    securityCounter: 0,
    minimumVersion: '',
    mustPassThrough: false,
  };
}

/** What a device does in one update, over the files of the desk. */
function update(trust: TrustDesk, state: TrustState, nowMs: number): TrustStep {
  const cache = new TrustCache();
  const file = (role: 'root' | 'timestamp' | 'snapshot' | 'targets', version: number) => trust.metadata(role, version)?.bytes;
  let step: TrustStep = { type: 'ok', state };
  for (let next = file('root', state.root.version + 1); next !== undefined && step.type === 'ok'; ) {
    step = takeRoot(step.state, next, cache);
    next = step.type === 'ok' ? file('root', step.state.root.version + 1) : undefined;
  }
  if (step.type === 'ok') step = finishRoots(step.state, nowMs);
  if (step.type === 'ok') step = takeTimestamp(step.state, file('timestamp', 0) ?? new Uint8Array(0), nowMs, cache);
  const snapshot = step.type === 'ok' ? (step.state.timestamp?.snapshot.version ?? 0) : 0;
  if (step.type === 'ok') step = takeSnapshot(step.state, file('snapshot', snapshot) ?? new Uint8Array(0), nowMs, cache);
  const targets = step.type === 'ok' ? (step.state.snapshot?.targets.version ?? 0) : 0;
  if (step.type === 'ok') step = takeTargets(step.state, file('targets', targets) ?? new Uint8Array(0), nowMs, cache);
  return step;
}

function ok(step: TrustStep): TrustState {
  if (step.type === 'ok') return step.state;
  throw new Error(`${step.cause}: ${step.message}`);
}

function pinned(trust: TrustDesk): TrustState {
  return ok(initialTrust(trust.metadata('root', 0)?.bytes ?? new Uint8Array(0), new TrustCache()));
}

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return isSeatrialError(error) ? error.code : String(error);
  }
  return 'none';
}

async function publish(trust: TrustDesk, ...versions: string[]): Promise<void> {
  const change = { add: versions.map(release), remove: [] };
  await trust.acceptTargets(trust.proposeTargets(change).bytes, change, by);
}

describe('a manager that starts for the first time', () => {
  test('has development keys, and a device that pins its root takes what it publishes', async () => {
    const { trust, clock } = await new Harness().start();
    const device = ok(update(trust, pinned(trust), clock.wallMs()));
    expect([device.root.isDevelopment, device.targets?.targets.size]).toEqual([true, 0]);
    await publish(trust, '1.0.0', '1.1.0');
    const updated = ok(update(trust, device, clock.wallMs()));
    expect([...(updated.targets?.targets.keys() ?? [])]).toEqual(['pump/1.0.0', 'pump/1.1.0']);
    const assignment = trust.assign({ deviceId: 'pump-1', attemptId: 'a-1', target: 'pump/1.1.0', fullAllowed: true });
    const facts = {
      deviceId: 'pump-1',
      attemptId: 'a-1',
      profile: 'pump',
      hardwareRevision: 'A',
      runningDigest: '',
      runningVersion: '1.0.0',
    };
    const taken = takeAssignment(updated, assignment, { ...facts, securityCounter: 0, nowMs: clock.wallMs() });
    expect(taken).toMatchObject({ type: 'ok', target: { path: 'pump/1.1.0' }, assignment: { expiresMs: clock.wallMs() + 7 * dayMs } });
    expect(await codeOf(() => trust.assign({ deviceId: 'pump-1', attemptId: 'a-1', target: 'pump/9.0.0', fullAllowed: true }))).toBe(
      'E2507',
    );
    expect(trust.status()).toMatchObject({ isDevelopment: true, releases: 2, problem: '' });
  });

  test('goes on after kill -9 with the same trust', async () => {
    const harness = await new Harness().start();
    await publish(harness.trust, '1.0.0');
    const device = ok(update(harness.trust, pinned(harness.trust), harness.clock.wallMs()));
    await harness.restart();
    expect(ok(update(harness.trust, device, harness.clock.wallMs())).targets?.targets.size).toBe(1);
    await publish(harness.trust, '1.1.0');
    expect(ok(update(harness.trust, device, harness.clock.wallMs())).targets?.targets.size).toBe(2);
  });
});

describe('a year of virtual time', () => {
  // Fewer signatures than by default, so that a year takes less than a second.
  const slow = { timestampMs: 8 * dayMs, snapshotMs: 30 * dayMs };

  test('snapshot and timestamp are renewed by themselves; root and targets raise alarms 60, 30 and 7 days before they expire', async () => {
    const harness = await new Harness(slow).start();
    const device = pinned(harness.trust);
    for (let day = 0; day < 364; day += 4) {
      await harness.pass(4);
      expect(update(harness.trust, device, harness.clock.wallMs()).type).toBe('ok');
    }
    expect(harness.alarmLog).toEqual([
      '305 low trust-root-expires-60-days',
      '305 low trust-targets-expires-60-days',
      '335 cleared trust-root-expires-60-days',
      '335 medium trust-root-expires-30-days',
      '335 cleared trust-targets-expires-60-days',
      '335 medium trust-targets-expires-30-days',
      '358 cleared trust-root-expires-30-days',
      '358 critical trust-root-expires-7-days',
      '358 cleared trust-targets-expires-30-days',
      '358 critical trust-targets-expires-7-days',
    ]);
    expect(harness.raised.get('trust-root-expires-7-days')).toContain('in 7 days; fleet key renew root');
    await harness.journal.flush();
    expect((await harness.journal.readAudit({ limit: 100 })).filter(({ action }) => action === 'trust.expiry-alarm')).toHaveLength(6);
    await harness.trust.renew('root', by);
    await harness.trust.renew('targets', by);
    expect([...harness.raised.keys()]).toEqual([]);
    await harness.pass(20);
    expect(ok(update(harness.trust, device, harness.clock.wallMs())).root.version).toBe(2);
  });

  test('targets that expired are said to be a problem, and renewing them mends it', async () => {
    const harness = await new Harness(slow).start();
    await harness.pass(10);
    await harness.trust.renew('root', by);
    await harness.pass(356);
    expect(harness.trust.status().problem).toMatch(/^targets 1 expired at .*: devices refuse every update$/);
    await harness.trust.renew('targets', by);
    expect(harness.trust.status().problem).toBe('');
    await harness.trust.renew('root', by);
    expect(update(harness.trust, pinned(harness.trust), harness.clock.wallMs()).type).toBe('ok');
  });

  test('a manager that was off renews when it starts', async () => {
    const harness = await new Harness().start();
    const device = pinned(harness.trust);
    await harness.trust.stop();
    harness.clock.advanceTo(harness.clock.nowMs() + 100 * dayMs);
    expect(update(harness.trust, device, harness.clock.wallMs())).toMatchObject({ cause: 'expired' });
    await harness.restart();
    expect(update(harness.trust, device, harness.clock.wallMs()).type).toBe('ok');
  });
});

describe('changes', () => {
  test('two that come at once wait for each other: the second is told that its version is taken', async () => {
    const { trust } = await new Harness().start();
    const change = (version: string) => ({ add: [release(version)], remove: [] });
    const [first, second] = [trust.proposeTargets(change('1.0.0')), trust.proposeTargets(change('2.0.0'))];
    const outcomes = await Promise.all([
      codeOf(() => trust.acceptTargets(first.bytes, change('1.0.0'), by)),
      codeOf(() => trust.acceptTargets(second.bytes, change('2.0.0'), by)),
    ]);
    expect(outcomes).toEqual(['none', 'E2504']);
    expect([...trust.targets().keys()]).toEqual(['pump/1.0.0']);
  });

  test.each<[string, (trust: TrustDesk) => unknown, string]>([
    ['a version that becomes another image', (trust) => publishDigest(trust, '1.0.0', 'ff'.repeat(32)), 'E2505'],
    ['a release that is not there taken away', (trust) => trust.proposeTargets({ add: [], remove: ['pump/7.0.0'] }), 'E2505'],
    ['other targets than the change makes', (trust) => acceptOther(trust), 'E2505'],
    ['targets of a later version', (trust) => acceptLater(trust), 'E2504'],
    ['what is no metadata', (trust) => trust.acceptTargets(Buffer.from('{}'), { add: [], remove: [] }, by), 'E1554'],
    ['a development root', (trust) => trust.install(trust.metadata('root', 1)?.bytes ?? new Uint8Array(0), undefined, by), 'E2502'],
    ['what is no root', (trust) => trust.install(Buffer.from('{}'), undefined, by), 'E2506'],
  ])('%s: refused', async (_what, work, code) => {
    const { trust } = await new Harness().start();
    await publish(trust, '1.0.0');
    const before = trust.status();
    expect(await codeOf(() => work(trust))).toBe(code);
    expect(trust.status()).toEqual(before);
  });

  test('what the Store can not keep changes nothing', async () => {
    const harness = await new Harness().start();
    const change = { add: [release('1.0.0')], remove: [] };
    const clash = { type: 'put', kind: 'meta', id: 'x', value: { value: 1 }, expectedRevision: 7 } as const;
    expect(await codeOf(() => harness.trust.acceptTargets(harness.trust.proposeTargets(change).bytes, change, by, [clash]))).toBe('E1601');
    expect(harness.trust.targets().size).toBe(0);
    await publish(harness.trust, '1.0.0');
    expect(harness.trust.targets().size).toBe(1);
  });

  test.each(['root', 'targets', 'snapshot', 'timestamp', 'director'] as const)(
    'a new development key for %s reaches devices by the chain of roots',
    async (role) => {
      const harness = await new Harness().start();
      const { trust } = harness;
      await publish(trust, '1.0.0');
      const device = ok(update(trust, pinned(trust), harness.clock.wallMs()));
      const before = trust.status().roles.find((one) => one.role === role)?.keys[0]?.keyId;
      await trust.rotate(role, by);
      expect(trust.status().roles.find((one) => one.role === role)?.keys[0]?.keyId).not.toBe(before);
      expect(harness.keyring.keys()).toHaveLength(5);
      const updated = ok(update(trust, device, harness.clock.wallMs()));
      expect([updated.root.version, updated.targets?.targets.size]).toEqual([2, 1]);
      await harness.restart();
      expect(update(harness.trust, updated, harness.clock.wallMs()).type).toBe('ok');
    },
  );

  async function publishDigest(trust: TrustDesk, version: string, digest: string): Promise<void> {
    const change = { add: [{ ...release(version), digest }], remove: [] };
    await trust.acceptTargets(trust.proposeTargets(change).bytes, change, by);
  }

  async function acceptOther(trust: TrustDesk): Promise<void> {
    const { bytes } = trust.proposeTargets({ add: [release('2.0.0')], remove: [] });
    await trust.acceptTargets(bytes, { add: [release('3.0.0')], remove: [] }, by);
  }

  async function acceptLater(trust: TrustDesk): Promise<void> {
    const bytes = makeTargets(9, Date.UTC(2027, 0, 1), [release('1.0.0')]);
    await trust.acceptTargets(bytes, { add: [], remove: [] }, by);
  }
});

describe('production keys', () => {
  const keyOf = (name: string): TrustKey => createTrustKey(Buffer.from(name.padEnd(32, '.')));
  const offline = { root: [keyOf('root 1'), keyOf('root 2'), keyOf('root 3')], targets: [keyOf('targets')] };

  function rootFor(trust: TrustDesk, version: number, changes: Partial<ReturnType<typeof rootFacts>['roles']> = {}): Uint8Array {
    const online = trust.onlineKeys(['snapshot', 'timestamp', 'director'], false, by);
    const one = (role: string) => ({ keys: online.filter((key) => key.role === role), threshold: 1 });
    const roles = {
      root: { keys: offline.root, threshold: 2 },
      targets: { keys: offline.targets, threshold: 1 },
      snapshot: one('snapshot'),
      timestamp: one('timestamp'),
      director: one('director'),
      ...changes,
    };
    return makeRoot({ version, expiresMs: Date.UTC(2027, 0, 1), isDevelopment: false, roles });
  }
  const empty = signMetadata(makeTargets(1, Date.UTC(2027, 0, 1), []), offline.targets);

  async function production(): Promise<Harness> {
    const harness = await new Harness().start();
    await harness.trust.install(signMetadata(rootFor(harness.trust, 1), offline.root), empty, by);
    return harness;
  }

  test('take the place of development keys; releases are signed elsewhere', async () => {
    const harness = await production();
    const { trust, clock } = harness;
    expect(trust.status()).toMatchObject({ isDevelopment: false, problem: '' });
    expect(trust.status().roles.map(({ role, keys }) => [role, keys.filter(({ isHeldHere }) => isHeldHere).length])).toEqual([
      ['root', 0],
      ['targets', 0],
      ['snapshot', 1],
      ['timestamp', 1],
      ['director', 1],
    ]);
    expect(harness.keyring.keys().some(({ isDevelopment }) => isDevelopment)).toBe(false);
    const change = { add: [release('1.0.0')], remove: [] };
    const { bytes } = trust.proposeTargets(change);
    expect(await codeOf(() => trust.acceptTargets(bytes, change, by))).toBe('E2506');
    expect(await codeOf(() => trust.acceptTargets(signMetadata(bytes, [keyOf('thief')]), change, by))).toBe('E2506');
    await trust.acceptTargets(signMetadata(bytes, offline.targets), change, by);
    expect(ok(update(trust, pinned(trust), clock.wallMs())).targets?.targets.size).toBe(1);
    await harness.restart();
    expect(harness.trust.status()).toMatchObject({ isDevelopment: false, releases: 1 });
  });

  test('are not made by the manager: it can neither rotate nor renew', async () => {
    const { trust } = await production();
    expect(await codeOf(() => trust.rotate('targets', by))).toBe('E2508');
    expect(await codeOf(() => trust.renew('root', by))).toBe('E2508');
    expect(await codeOf(() => trust.renew('targets', by))).toBe('E2508');
  });

  test('are refused while development keys have published, below the threshold, without targets, and with online keys of others', async () => {
    const harness = await new Harness().start();
    const { trust } = harness;
    const root = rootFor(trust, 1);
    const strangers = rootFor(trust, 1, { director: { keys: [keyOf('elsewhere')], threshold: 1 } });
    const [oneKey] = offline.root;
    expect(await codeOf(() => trust.install(signMetadata(root, oneKey === undefined ? [] : [oneKey]), empty, by))).toBe('E2506');
    expect(await codeOf(() => trust.install(signMetadata(root, offline.root), undefined, by))).toBe('E2506');
    expect(await codeOf(() => trust.install(signMetadata(strangers, offline.root), empty, by))).toBe('E2509');
    await publish(trust, '1.0.0');
    expect(await codeOf(() => trust.install(signMetadata(root, offline.root), empty, by))).toBe('E2503');
    expect(trust.isDevelopment).toBe(true);
  });

  test('with the online keys of development in it a root is refused', async () => {
    const { trust, keyring } = await new Harness().start();
    const director = keyring.keys().find(({ role }) => role === 'director')?.key;
    const root = rootFor(trust, 1, { director: { keys: director === undefined ? [] : [director], threshold: 1 } });
    expect(await codeOf(() => trust.install(signMetadata(root, offline.root), empty, by))).toBe('E2509');
  });

  test('are rotated by the next root: of an online role, and of targets with targets signed anew', async () => {
    const { trust, clock } = await production();
    const device = ok(update(trust, pinned(trust), clock.wallMs()));
    const [director] = trust.onlineKeys(['director'], true, by);
    const second = rootFor(trust, 2, { director: { keys: director === undefined ? [] : [director], threshold: 1 } });
    await trust.install(signMetadata(second, offline.root), undefined, by);
    const targets = { keys: [keyOf('targets b')], threshold: 1 };
    const third = signMetadata(rootFor(trust, 3, { targets }), offline.root);
    expect(await codeOf(() => trust.install(third, undefined, by))).toBe('E2506');
    const anew = signMetadata(makeTargets(2, Date.UTC(2027, 0, 1), []), [keyOf('targets b')]);
    await trust.install(third, anew, by);
    expect(ok(update(trust, device, clock.wallMs()))).toMatchObject({ root: { version: 3 }, targets: { version: 2 } });
    const before = trust.status();
    expect(await trust.install(third, undefined, by)).toEqual(before);
  });

  test('that the manager lost are said to be a problem; devices are not told anything wrong', async () => {
    const harness = await production();
    harness.keyring.forget(harness.keyring.keys().map(({ key }) => key.keyId));
    await harness.pass(2);
    expect(harness.trust.status().problem).toContain('E2501: timestamp needs 1 of 1 keys of root 1, the manager holds 0');
    expect(await codeOf(() => harness.trust.onlineKeys(['timestamp'], false, by))).toBe('none');
  });
});
