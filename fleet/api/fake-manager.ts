/** A manager in memory for the tests of the API: answers the ports with what it was given, and remembers what it was told. */
import { Readable } from 'node:stream';
import type {
  AlarmRecord,
  AlarmRuleRecord,
  ApiTokenRecord,
  AuditEntry,
  DeviceView,
  EnrolmentTokenRecord,
  KeptFrame,
  Manager,
  ProfileRecord,
  TimelineEntry,
} from '#fleet/domain/index.js';
import { errorsOf } from '#proto/kit/index.js';
import { fakeHolds } from './fake-holds.ts';
import { fakeCommands, fakeConfiguration, fakeGroups, fakeHooks, fakeOperations } from './fake-orders.ts';
import { fakeReleases, fakeUploads } from './fake-releases.ts';
import { fakeRollouts } from './fake-rollouts.ts';
import { fakeTrust } from './fake-trust.ts';
import { fakeUpdates } from './fake-updates.ts';

const fail = errorsOf({
  E1799: { title: 'no such thing', why: 'a test asked for it', next: 'fix the test', exit: 3, status: 404 },
});

/** The manager, and handles for a test. */
export interface FakeManager {
  readonly manager: Manager;
  readonly audit: AuditEntry[];
  readonly timeline: TimelineEntry[];
  /** Appends to the timeline and tells subscribers. */
  publish(entry: Partial<TimelineEntry>): void;
  state: {
    ready: boolean;
    queries: Promise<void> | undefined;
    values: number;
    readings: number;
    /** Tells a frame to whoever follows. */
    frame: ((frame: KeptFrame) => void) | undefined;
  };
}

const fakeProfile: ProfileRecord['definition'] = {
  name: 'turbofan',
  title: 'Turbofan',
  signals: [
    { id: 1, name: 'egtC', unit: 'Cel', title: 'Exhaust gas', minimum: 0, maximum: 1_000, category: 'technical', durable: true },
    { id: 2, name: 'n1Rpm', unit: '/min', title: 'Fan speed', minimum: 0, maximum: 9_000, category: 'technical', durable: false },
  ],
  wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
  settings: [],
  commands: [],
};

/** Secrets of the three tokens. */
export const fakeSecrets = { viewer: 'secret-viewer', operator: 'secret-operator', admin: 'secret-admin' } as const;

function fakeDevice(id: string, key: number): DeviceView {
  return {
    id,
    key,
    publicKey: 'cHVibGlj',
    keySinceMs: 1_700_000_000_000,
    keyUsedAtMs: 0,
    previousPublicKey: '',
    previousKeyUntilMs: 0,
    profile: 'turbofan',
    profileDigest: 'ab'.repeat(32),
    hardwareRevision: 'A',
    status: 'active',
    labels: { site: 'north' },
    tokenId: 'token-1',
    gatewayId: '',
    enrolledAtMs: 1_700_000_000_000,
    boot: 1,
    connection: 2,
    firmwareVersion: '1.0.0',
    imageDigest: 'cd'.repeat(32),
    imageConfirmed: true,
    resetReason: 'power-on',
    lastConnectedAtMs: 1_700_000_001_000,
    lastSeenAtMs: 0,
    droppedFrames: 0,
    batteryPercent: 100,
    reportedConfigurationVersion: 0,
    presence: 'online',
    openAlarms: 0,
    clockSkewMs: undefined,
    desiredConfigurationVersion: 0,
    drift: false,
    configurationError: '',
  };
}

const alarm: AlarmRecord = {
  id: '7',
  rule: 'egt-high',
  ruleVersion: 1,
  deviceId: 'engine-001',
  severity: 'high',
  title: 'EGT high',
  state: 'unacknowledged',
  raisedAtMs: 1_700_000_002_000,
  clearedAtMs: 0,
  acknowledgedAtMs: 0,
  acknowledgedBy: '',
  note: '',
  reason: 'egtC 652.1 > 640',
  values: { egtC: 652.1 },
};

const rule: AlarmRuleRecord = {
  name: 'egt-high',
  title: 'EGT high',
  severity: 'high',
  when: 'egtC > 640.0',
  holdMs: 0,
  clearHoldMs: 0,
  profiles: [],
  action: 'inspect',
  respondWithinMs: 3_600_000,
  version: 1,
};

/** @param count devices engine-001, engine-002, … */
export function createFakeManager(count = 3): FakeManager {
  const devices = new Map<string, DeviceView>();
  for (let index = 1; index <= count; index += 1) {
    const id = `engine-${String(index).padStart(3, '0')}`;
    devices.set(id, fakeDevice(id, index));
  }
  const audit: AuditEntry[] = [];
  const timeline: TimelineEntry[] = [];
  const listeners = new Set<(entry: TimelineEntry) => void>();
  const state: FakeManager['state'] = { ready: true, queries: undefined, values: 1, readings: 20_631, frame: undefined };
  const journal = fakeJournal(audit, timeline, listeners, (entry) => publish(entry));
  const publish: FakeManager['publish'] = (entry) => {
    const full: TimelineEntry = {
      source: 'device',
      kind: 'device.connected',
      deviceId: 'engine-001',
      message: 'connected',
      detail: {},
      ...entry,
      sequence: timeline.length + 1,
      atMs: 1_700_000_000_000 + timeline.length,
    };
    timeline.push(full);
    for (const listener of listeners) listener(full);
  };
  const manager: Manager = {
    journal,
    updates: fakeUpdates(),
    devices: fakeDevices(devices, journal),
    provisioning: fakeProvisioning(devices),
    tokens: fakeTokens(),
    operations: fakeOperations(),
    holds: fakeHolds(),
    groups: fakeGroups(),
    hooks: fakeHooks(),
    rollouts: fakeRollouts(),
    configuration: fakeConfiguration(),
    commands: fakeCommands(),
    releases: fakeReleases(),
    uploads: fakeUploads(),
    monitor: fakeMonitor(state),
    connections: fakeConnections(),
    frames: fakeFrames(state),
    trust: fakeTrust(),
    history: fakeHistory(state),
    status: () => ({
      version: '0.1.0',
      startedAtMs: 1_700_000_000_000,
      nowMs: Date.now(),
      ready: state.ready,
      reasons: state.ready ? [] : ['history: disk full'],
      eventLoopDelayMs: 1,
      dataFolder: 'data',
      freeDiskBytes: 1_000,
    }),
  };
  return { manager, audit, timeline, publish, state };
}

/** Answers with one of each kind. */
function fakeHistory(state: FakeManager['state']): Manager['history'] {
  return {
    query: async (sql, { maxRows }) => {
      await state.queries;
      return {
        columns: [{ name: 'n', type: 'BIGINT' }],
        rows: sql.includes('FROM events') ? [] : sql.includes('FROM signals') ? [['egtC', 'technical']] : [['20631']].slice(0, maxRows),
        truncated: false,
        elapsedMs: 1,
      };
    },
    series: async ({ fromMs }) => ({
      points: [{ atMs: fromMs, value: 651.5, minimum: 650, maximum: 653, count: 2 }],
      truncated: false,
    }),
    export: async () => ({ rows: 2, bytes: 9, stream: Readable.from([Buffer.from('PAR1-PAR1')]) }),
    footprint: () => ({
      rawBytes: 8,
      partsBytes: 2,
      budgetBytes: 1_000,
      rawReadings: 5,
      parts: 1,
      oldestRawMs: 1_700_000_000_000,
      oldestPartMs: 0,
      fullInMs: 86_400_000,
      dropped: { age: { readings: 1, parts: 2, events: 3, bytes: 4 }, disk: { readings: 0, parts: 0, events: 0, bytes: 0 } },
    }),
    health: () => ({ writable: true, reason: '', bytes: 10, committedReadings: 5, committedEvents: 1 }),
  };
}

function fakeJournal(
  audit: AuditEntry[],
  timeline: TimelineEntry[],
  listeners: Set<(entry: TimelineEntry) => void>,
  publish: (entry: Partial<TimelineEntry>) => void,
): Manager['journal'] {
  return {
    audit: (entry) => void audit.push({ ...entry, sequence: audit.length + 1, atMs: 1 }),
    timeline: (entry) => publish(entry),
    readAudit: async ({ after, limit }) =>
      after === undefined ? audit.slice(-limit) : audit.filter(({ sequence }) => sequence > after).slice(0, limit),
    readTimeline: async ({ after, before = Number.POSITIVE_INFINITY, limit }) =>
      after === undefined
        ? timeline.filter(({ sequence }) => sequence < before).slice(-limit)
        : timeline.filter(({ sequence }) => sequence > after).slice(0, limit),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    flush: async () => undefined,
  };
}

function fakeDevices(devices: Map<string, DeviceView>, journal: Manager['journal']): Manager['devices'] {
  const change = async (id: string, patch: Partial<DeviceView>, action: string, by: { name: string; reason: string }) => {
    const device = devices.get(id);
    if (device === undefined) throw fail('E1799', { message: `no device ${id}` });
    const changed = { ...device, ...patch };
    devices.set(id, changed);
    journal.audit({ actor: by.name, action, subject: `device:${id}`, reason: by.reason, detail: {} });
    return changed;
  };
  const token: EnrolmentTokenRecord = {
    id: 'token-1',
    secretDigest: 'never shown',
    title: 'line 1',
    uses: 10,
    used: 3,
    expiresAtMs: 1_800_000_000_000,
    profiles: [],
    approve: true,
    reprovision: 'never',
    labels: {},
    createdAtMs: 1_700_000_000_000,
    createdBy: 'root',
    revoked: false,
  };
  return {
    get: (id) => devices.get(id),
    similarTo: (id) => [...devices.keys()].find((known) => known.startsWith(id)),
    list: ({ selector, after, limit }) => {
      if (selector === 'nonsense') throw fail('E1799', { message: 'the selector is no selector' });
      const all = [...devices.values()].filter(({ id }) => id > after);
      const page = all.slice(0, limit);
      return { devices: page, total: devices.size, next: all.length > limit ? page.at(-1)?.id : undefined };
    },
    matches: (id) => devices.has(id) || undefined,
    listProfiles: () => [{ digest: 'ab'.repeat(32), definition: fakeProfile, firstSeenAtMs: 1_700_000_000_000 }],
    count: () => ({ online: 3, late: 0, asleep: 0, offline: 0, never: 0, pending: 0, revoked: 0, rejected: 0, retired: 0, total: 3 }),
    images: () => new Map([['cd'.repeat(32), { devices: devices.size, confirmed: devices.size }]]),
    approve: (ids, by) => Promise.all(ids.map((id) => change(id, { status: 'active' }, 'device.approve', by))),
    reject: (ids, by) => Promise.all(ids.map((id) => change(id, { status: 'rejected' }, 'device.reject', by))),
    revoke: (id, by) => change(id, { status: 'revoked' }, 'device.revoke', by),
    retire: (id, by) => change(id, { status: 'retired' }, 'device.retire', by),
    reinstate: (id, by) => change(id, { status: 'active' }, 'device.reinstate', by),
    label: async (id, { set }, by) => change(id, { labels: set }, 'device.label', by),
    remove: async (id, by) => {
      await change(id, {}, 'device.remove', by);
      devices.delete(id);
    },
    configure: async () => ({ version: 2 }),
    createToken: async (request, by) => ({ token: { ...token, ...request, createdBy: by.name }, secret: 'abc' }),
    listTokens: () => [token],
    revokeToken: async (id) => {
      if (id !== token.id) throw fail('E1799', { message: `no token ${id}` });
      return { ...token, revoked: true };
    },
  };
}

function fakeProvisioning(devices: Map<string, DeviceView>): Manager['provisioning'] {
  return {
    importIdentities: async (identities) =>
      identities.map(({ id }) => ({ id, outcome: devices.has(id) ? 'unchanged' : 'created', message: '' })),
    rotate: async (id, publicKey, overlapMs) => ({ ...(devices.get(id) as DeviceView), publicKey, previousKeyUntilMs: 1 + overlapMs }),
  };
}

function fakeTokens(): Manager['tokens'] {
  const records = new Map<string, ApiTokenRecord>();
  for (const role of ['viewer', 'operator', 'admin'] as const) {
    records.set(fakeSecrets[role], { id: role, secretDigest: 'never shown', name: `the ${role}`, role, createdAtMs: 1, expiresAtMs: 0 });
  }
  return {
    authenticate: (secret) => records.get(secret),
    create: async ({ name, role }) => ({
      token: { id: 'new', secretDigest: 'never shown', name, role, createdAtMs: 1, expiresAtMs: 0 },
      secret: 'fresh',
    }),
    list: () => [...records.values()],
    revoke: async (id) => {
      const found = [...records].find(([, record]) => record.id === id);
      if (found === undefined) throw fail('E1799', { message: `no token ${id}` });
      records.delete(found[0]);
    },
  };
}

function fakeMonitor(state: FakeManager['state']): Manager['monitor'] {
  return {
    latest: () => [{ signal: 'egtC', unit: 'Cel', atMs: 1_700_000_000_000, value: state.values }],
    alarms: () => [alarm],
    alarm: (id) => (id === alarm.id ? alarm : undefined),
    acknowledge: async (_id, note, by) => ({ ...alarm, state: 'acknowledged', note, acknowledgedBy: by.name, acknowledgedAtMs: 2 }),
    rules: () => [rule],
    parseRules: (text, file) => {
      if (text === 'broken') throw fail('E1799', { message: 'wrong rule', at: { file, line: 3, column: 7 } });
      return [rule];
    },
    applyRules: async (rules) => ({ created: rules.length, changed: 0, unchanged: 0 }),
    openAlarmsOf: () => 0,
    // A copy, as the monitor gives it.
    get counters() {
      return {
        readings: state.readings,
        frames: 5,
        events: 1,
        duplicates: 2,
        commits: 3,
        failedCommits: 0,
        alarmsRaised: 1,
        openAlarms: 1,
        alarmsOverLimit: 0,
        lastCommitMs: 12,
        ruleFailures: 0,
      };
    },
  };
}

/** The frame that the fake has of each device. */
export const fakeFrame: KeptFrame = {
  number: 41,
  direction: 'in',
  atMs: 1_700_000_000_000,
  frameBytes: 5_000,
  bytes: Uint8Array.from([0x32, 0]),
  view: { channel: 0, type: 'heartbeat', body: { batteryPercent: 87.5 }, problem: 'only the first 2 of 5000 bytes were kept' },
};

function fakeFrames(state: FakeManager['state']): Manager['frames'] {
  return {
    read: async (key, { limit, before }) => {
      if (key === 3) throw fail('E1799', { message: 'no frame is kept' });
      return { frames: before === undefined ? [fakeFrame] : [], hasMore: limit === 1 };
    },
    follow: (_key, _direction, take) => {
      state.frame = take;
      return () => {
        state.frame = undefined;
      };
    },
  };
}

function fakeConnections(): Manager['connections'] {
  return {
    isConnected: () => true,
    deliver: () => undefined,
    disconnect: () => undefined,
    pushConfiguration: () => undefined,
    sendUpdate: () => false,
    queuedBytes: () => 0,
    channelsOfGateways: () => [50, 3, 1_000, 4_096],
    command: async (_key, { name }) => ({ outcome: name === 'reboot' ? 'done' : 'unknown', message: '' }),
    counters: {
      connections: 3,
      sessions: 3,
      accepted: 3,
      refused: { 'clone-suspected': 4, 'clock-skew': 1 },
      framesReceived: 10,
      framesSent: 9,
      bytesReceived: 100,
      bytesSent: 90,
      duplicates: 0,
      rejected: 0,
      throttled: 0,
      unknownFrames: 0,
      unknownFields: 0,
    },
  };
}
