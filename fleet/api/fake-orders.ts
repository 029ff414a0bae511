/** Orders, groups and configuration of the fake manager. */
import type { CommandRecord, ConfigurationView, GroupView, HookView, Manager, OperationRecord } from '#fleet/domain/index.js';
import { errorsOf } from '#proto/kit/index.js';

const fail = errorsOf({
  E1799: { title: 'no such thing', why: 'a test asked for it', next: 'fix the test', exit: 3, status: 404 },
});

/** Answers with one of each kind. */
export function fakeOperations(): Manager['operations'] {
  const operation: OperationRecord = {
    id: '1',
    action: 'device.label',
    summary: 'label site=north',
    selector: 'profile=turbofan',
    state: 'running',
    message: '',
    devices: 3,
    done: 1,
    unchanged: 0,
    failed: 0,
    ratePerSecond: 10,
    stopAfter: 5,
    startedAtMs: 1_700_000_000_000,
    endedAtMs: 0,
    by: 'the operator',
    reason: '',
  };
  const need = (id: string) => {
    if (id !== '1') throw fail('E1799', { message: `no operation ${id}` });
    return operation;
  };
  return {
    plan: () => ({ deviceIds: ['engine-001', 'engine-002', 'engine-003'], unchanged: 1, problems: [], summary: operation.summary }),
    start: async ({ selector }, by) => ({ ...operation, selector, by: by.name }),
    get: need,
    list: () => [operation],
    steps: (id, after, limit) => {
      need(id);
      return [{ deviceId: 'engine-001', outcome: 'done' as const, code: '', message: '', atMs: 1 }].slice(after, after + limit);
    },
    cancel: async (id) => ({ ...need(id), state: 'cancelled' }),
  };
}

/** Answers with one of each kind. */
export function fakeGroups(): Manager['groups'] {
  const group: GroupView = {
    name: 'pilots',
    title: '',
    selector: 'site=north',
    updateBytesPerSecond: 0,
    createdAtMs: 1_700_000_000_000,
    createdBy: 'the operator',
    changedAtMs: 1_700_000_000_000,
    changedBy: 'the operator',
    revision: 1,
    uses: [],
    usedBy: [],
  };
  const need = (name: string) => {
    if (name !== group.name) throw fail('E1799', { message: `no group ${name}` });
    return group;
  };
  return {
    list: () => [group],
    budgets: () => [],
    get: need,
    create: async ({ name, title, selector }) => ({ ...group, name, title, selector }),
    set: async (name) => ({ ...need(name), revision: 2 }),
    remove: async (name) => need(name),
    preview: (name, { device }) => ({
      group: need(name),
      members: 3,
      names: ['engine-001'],
      device: device === undefined ? undefined : { id: device, matches: true, clauses: [] },
    }),
  };
}

/** Answers with one of each kind. */
export function fakeConfiguration(): Manager['configuration'] {
  const view = (deviceId: string): ConfigurationView => {
    const setting = { key: 'ecoMode', type: 'boolean', defaultValue: false, minimum: undefined, maximum: undefined } as const;
    const settings = [{ ...setting, desired: true, reported: undefined, drift: false }];
    return { deviceId, desiredVersion: 2, reportedVersion: 1, drift: true, error: '', reportedAtMs: 0, settings };
  };
  return { get: view, plan: (id) => ({ isChange: true, view: view(id) }), change: async (id) => view(id) };
}

/** Answers with one of each kind. */
export function fakeCommands(): Manager['commands'] {
  const command: CommandRecord = {
    id: 'cmd1',
    number: 1,
    deviceId: 'engine-001',
    name: 'reboot',
    arguments: {},
    timeoutMs: 30_000,
    state: 'queued',
    message: '',
    createdAtMs: 1_700_000_000_000,
    deadlineAtMs: 1_700_000_005_000,
    sentAtMs: 0,
    endedAtMs: 0,
    by: 'the operator',
    reason: '',
    operationId: '',
  };
  return {
    check: () => undefined,
    send: async (deviceId, { name }) => ({ ...command, deviceId, name }),
    get: () => command,
    list: () => [command],
    cancel: async () => ({ ...command, state: 'cancelled' }),
  };
}

/** Answers with one of each kind. */
export function fakeHooks(): Manager['hooks'] {
  const hook: HookView = {
    name: 'oncall',
    url: 'https://pager.example/hook',
    on: 'source == "alarm"',
    createdAtMs: 1_700_000_000_000,
    createdBy: 'the admin',
    afterSequence: 0,
    isPaused: false,
    delivered: 3,
    dropped: 0,
    state: 'ok',
    waiting: 1,
    oldestWaitingMs: 1_000,
    answer: '200',
  };
  const need = (name: string) => {
    if (name !== hook.name) throw fail('E1799', { message: `no hook ${name}` });
    return hook;
  };
  const message = { id: '0000000001-aa', hook: 'oncall', cause: 'alarm/egt-high', events: 2, summary: 'EGT high', body: '{}' };
  return {
    list: () => [hook],
    get: need,
    create: async ({ name, url, on }) => ({
      hook: { ...hook, name, url, on },
      secret: 'whsec_fresh',
      recent: { entries: 10, wanted: 2, causes: 1 },
    }),
    test: async (name) => ({ id: `test-${need(name).name}`, delivered: true, answer: '204', elapsedMs: 3 }),
    pause: async (name, isPaused) => ({ ...need(name), isPaused, state: isPaused ? 'paused' : 'ok' }),
    remove: async (name) => need(name),
    deliveries: (name, { limit }) => {
      need(name);
      const over = { ...message, state: 'delivered' as const, attempts: 1, answer: '200', createdAtMs: 1_700_000_000_000, endedAtMs: 1 };
      return [over].slice(0, limit);
    },
    counters: { events: 9, delivered: 3, failed: 1, dropped: 0, down: 0, waiting: 1, oldestWaitingMs: 1_000 },
  };
}
