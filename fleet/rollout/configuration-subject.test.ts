import { describe, expect, test } from 'vitest';
import type {
  ConfigurationChange,
  ConfigurationService,
  ConfigurationView,
  DeviceListener,
  DeviceView,
  RolloutMemberRecord,
} from '#fleet/domain/index.js';
import { errorsOf } from '#proto/kit/index.js';
import type { SettingValue } from '#proto/profile/index.js';
import { ConfigurationSubject } from './configuration-subject.ts';
import { testDevice, testMember, testNowMs } from './member-fixture.ts';
import { testRollout } from './subject-fixture.ts';

const entry = { title: 'a test says so', why: 'a test', next: 'nothing', exit: 5, status: 409 };
const fail = errorsOf({ E1702: entry, E1706: entry, E1707: entry, E1740: entry });
type Settings = Record<string, SettingValue>;

/** One device whose profile has the settings setpointC and ecoMode, and the configurations that it is to run. */
class Bench implements ConfigurationService {
  profile: readonly string[] | undefined = ['setpointC', 'ecoMode'];
  desired: { version: number; settings: Settings } | undefined;
  reported = { version: 0, isOther: false, error: '', atMs: 0 };
  presence: DeviceView['presence'] = 'online';
  status: DeviceView['status'] = 'active';
  lastSeenAtMs = testNowMs;
  readonly changes: { change: ConfigurationChange; reason: string }[] = [];
  readonly listeners = new Set<DeviceListener>();
  readonly subject: ConfigurationSubject;

  constructor(set: Settings = { setpointC: 21 }, reset: string[] = []) {
    const feed = {
      subscribe: (listener: DeviceListener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
    };
    this.subject = new ConfigurationSubject({ configurations: this, feed }, testRollout({ type: 'configuration', set, reset }));
  }

  get device(): DeviceView {
    const { desired, reported, presence, status, lastSeenAtMs } = this;
    const drift = desired !== undefined && (desired.version !== reported.version || reported.isOther);
    const versions = { desiredConfigurationVersion: desired?.version ?? 0, reportedConfigurationVersion: reported.version };
    return testDevice({ presence, status, lastSeenAtMs, drift, configurationError: reported.error, ...versions });
  }

  get(): ConfigurationView {
    const { desired, reported } = this;
    const settings = (this.profile ?? []).map((key) => ({
      ...{ key, type: 'number' as const, defaultValue: 0, minimum: undefined, maximum: undefined },
      ...{ desired: desired?.settings[key], reported: undefined, drift: false },
    }));
    const versions = { desiredVersion: desired?.version ?? 0, reportedVersion: reported.version };
    return { deviceId: 'pump-1', ...versions, drift: this.device.drift, error: reported.error, reportedAtMs: reported.atMs, settings };
  }

  plan(_deviceId: string, change: ConfigurationChange): { isChange: boolean; view: ConfigurationView } {
    return { isChange: JSON.stringify(this.#after(change)) !== JSON.stringify(this.desired?.settings), view: this.get() };
  }

  async change(_deviceId: string, change: ConfigurationChange, version: number | undefined, by: { reason: string }) {
    if (version !== undefined && version !== this.desired?.version) throw fail('E1740', { message: 'another is wanted' });
    if (change.isAgain === true || this.plan('', change).isChange)
      this.desired = { version: (this.desired?.version ?? 0) + 1, settings: this.#after(change) };
    this.changes.push({ change, reason: by.reason });
    return this.get();
  }

  /** Orders as the engine does, at a time. */
  async order(changes: Partial<RolloutMemberRecord> = {}, orderedAtMs = testNowMs): Promise<RolloutMemberRecord> {
    const before = this.subject.before(this.device);
    const member = testMember({ release: '', isAttempted: false, ...before, ...changes });
    return { ...member, ...(await this.subject.order(member)), orderedAtMs };
  }

  report(version: number, changes: { isOther?: boolean; error?: string; atMs?: number } = {}): void {
    this.reported = { version, isOther: false, error: '', atMs: testNowMs + 5, ...changes };
  }

  #after({ set, reset }: ConfigurationChange): Settings {
    if (this.profile === undefined) throw fail('E1707', { message: 'it has not shown its profile' });
    const wrong = [...Object.keys(set), ...reset].find((key) => !this.profile?.includes(key));
    if (wrong !== undefined) throw fail('E1706', { message: `${wrong}: no such setting` });
    const all = { ...this.desired?.settings, ...set };
    return Object.fromEntries(Object.entries(all).filter(([key]) => !reset.includes(key)));
  }
}

const standing = (bench: Bench, member: RolloutMemberRecord, nowMs = testNowMs + 10) => bench.subject.standing(member, bench.device, nowMs);

describe('what a device needs of a configuration', () => {
  test('it wants it until it runs it', async () => {
    const bench = new Bench();
    expect(bench.subject.judge(bench.device)).toEqual({ type: 'wants', goal: 'subject', release: '', isReplaced: true });
    await bench.order();
    expect(bench.subject.judge(bench.device)).toEqual({ type: 'wants', goal: 'subject', release: '' });
    bench.report(1);
    expect(bench.subject.judge(bench.device)).toEqual({ type: 'there' });
    bench.report(1, { isOther: true });
    expect(bench.subject.judge(bench.device)).toMatchObject({ type: 'wants' });
    expect(bench.subject.refresh()).toBe(false);
  });

  test.each<[string, (bench: Bench) => void, string, string]>([
    ['a profile without the setting', (bench) => Object.assign(bench, { profile: ['ecoMode'] }), 'setting', 'setpointC: no such setting'],
    ['a profile that is not known yet', (bench) => Object.assign(bench, { profile: undefined }), 'setting', 'it has not shown its profile'],
    ['a retired device', (bench) => Object.assign(bench, { status: 'retired' }), 'notActive', 'it is retired'],
  ])('%s', (_what, prepare, reason, message) => {
    const bench = new Bench();
    prepare(bench);
    expect(bench.subject.judge(bench.device)).toEqual({ type: 'barred', reason, message });
  });
});

describe('where an order of a configuration stands', () => {
  test('no order yet', () => {
    const bench = new Bench();
    expect(standing(bench, testMember({ configurationVersion: 0 }))).toEqual({ type: 'none' });
  });

  test('the same order again is the same version', async () => {
    const bench = new Bench();
    const [first, again] = [await bench.order(), await bench.order()];
    expect([first.configurationVersion, again.configurationVersion, first.attemptId]).toEqual([1, 1, '']);
  });

  test('a later try tells it anew what it refused, or did not answer, and leaves alone what it runs', async () => {
    const bench = new Bench();
    await bench.order();
    bench.report(0, { error: 'out of range' });
    expect((await bench.order({ tries: 2 })).configurationVersion).toBe(2);
    bench.report(2);
    expect((await bench.order({ tries: 3 })).configurationVersion).toBe(2);
  });

  test('it is open until its device says that it runs it', async () => {
    const bench = new Bench();
    const member = await bench.order();
    const deadlineAtMs = testNowMs + 300_000;
    const open = { type: 'open', bucket: 'offered', sinceMs: testNowMs, isPastSwitch: false, wasOffered: true, deadlineAtMs };
    expect(standing(bench, member)).toEqual(open);
    expect(standing(bench, member, deadlineAtMs - 1)).toEqual(open);
    bench.report(1);
    expect(standing(bench, member, deadlineAtMs)).toEqual({ type: 'done', atMs: testNowMs + 5 });
  });

  test.each<[string, (bench: Bench) => void, number, unknown]>([
    ['told, and no answer in time', () => {}, 300_000, { kind: 'silent', cause: 'silent', wasOffered: true }],
    ['asleep when its time is over', (bench) => Object.assign(bench, { presence: 'asleep' }), 300_000, { type: 'open' }],
    [
      'not there to be told',
      (bench) => Object.assign(bench, { presence: 'offline', lastSeenAtMs: testNowMs - 1 }),
      60_000,
      { kind: 'recalled', wasOffered: false, message: 'it was not there to be told in 60000 ms' },
    ],
    [
      'told, then away',
      (bench) => Object.assign(bench, { presence: 'offline', lastSeenAtMs: testNowMs + 1 }),
      60_000,
      { type: 'open', wasOffered: true },
    ],
    ['refused', (bench) => bench.report(0, { error: 'no sensor' }), 10, { kind: 'rejected', message: 'no sensor', atMs: testNowMs + 5 }],
    ['another was refused before', (bench) => bench.report(0, { error: 'no sensor', atMs: testNowMs - 1 }), 10, { type: 'open' }],
    ['a report of other values', (bench) => bench.report(1, { isOther: true }), 10, { kind: 'failed', cause: 'lie' }],
    [
      'somebody wants something else',
      (bench) => Object.assign(bench, { desired: { version: 2, settings: {} } }),
      10,
      { kind: 'recalled', message: 'version 1 was ordered, and 2 is wanted by now' },
    ],
  ])('%s', async (_what, happen, afterMs, expected) => {
    const bench = new Bench();
    const member = await bench.order();
    happen(bench);
    expect(standing(bench, member, testNowMs + afterMs)).toMatchObject(expected as object);
  });

  test('settings that kill a device at once make it silent', async () => {
    const bench = new Bench();
    const member = await bench.order();
    expect(standing(bench, member)).toMatchObject({ wasOffered: true });
    Object.assign(bench, { presence: 'offline', lastSeenAtMs: testNowMs - 1 });
    expect(standing(bench, { ...member, isAttempted: true }, testNowMs + 300_000)).toMatchObject({ kind: 'silent' });
  });

  test('a device that is forgotten', async () => {
    const bench = new Bench();
    const member = await bench.order();
    expect(bench.subject.standing(member, undefined, testNowMs)).toMatchObject({ type: 'failed', kind: 'recalled' });
  });

  test('who listens hears of reports', () => {
    const bench = new Bench();
    const heard: string[] = [];
    const stop = bench.subject.subscribe((deviceId) => heard.push(deviceId));
    for (const { changed } of bench.listeners) changed?.('pump-1');
    stop();
    expect([heard, bench.listeners.size]).toEqual([['pump-1'], 0]);
  });
});

describe('the way back of settings', () => {
  test('brings those keys back that the plan changes, and no others', async () => {
    const bench = new Bench({ setpointC: 21 }, ['ecoMode']);
    bench.desired = { version: 4, settings: { ecoMode: true, other: 1 } };
    const member = await bench.order();
    expect([member.beforeSettings, bench.desired.settings]).toEqual([{ ecoMode: true }, { other: 1, setpointC: 21 }]);
    expect(bench.subject.wayBack(member, bench.device)).toEqual({ type: 'settings' });
    bench.desired = { version: 6, settings: { ...bench.desired.settings, other: 2 } };
    const back = await bench.order({ ...member, goal: 'back', tries: 2 });
    expect([back.configurationVersion, bench.desired.settings]).toEqual([7, { other: 2, ecoMode: true }]);
  });

  test('there is none when the profile does not take them any more', async () => {
    const bench = new Bench();
    const member = await bench.order();
    bench.profile = [];
    expect(bench.subject.wayBack(member, bench.device)).toEqual({ type: 'none', why: 'setpointC: no such setting' });
  });

  test.each<[string, Partial<RolloutMemberRecord>, (bench: Bench) => void, boolean]>([
    ['not applied yet', {}, () => {}, true],
    ['refused', {}, (bench) => bench.report(0, { error: 'no sensor' }), true],
    ['applied', {}, (bench) => bench.report(1), false],
    ['something else is wanted', {}, (bench) => Object.assign(bench, { desired: { version: 2, settings: {} } }), false],
    ['the way back', { goal: 'back' }, () => {}, false],
    ['no order', { configurationVersion: 0 }, () => {}, false],
  ])('a try that is taken back: %s', async (_what, changes, happen, isTaken) => {
    const bench = new Bench();
    const member = { ...(await bench.order()), ...changes };
    happen(bench);
    await bench.subject.recall(member, 'halted');
    expect(bench.changes.slice(1)).toEqual(isTaken ? [{ change: { set: {}, text: {}, reset: ['setpointC'] }, reason: 'halted' }] : []);
    if (isTaken) expect(standing(bench, member)).toMatchObject({ type: 'failed', kind: 'recalled' });
  });
});
