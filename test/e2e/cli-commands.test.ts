import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '#fleet/cli/index.js';
import { holdCalls } from './cli-hold-calls.ts';
import { closeReceiver, hookWithReceiver } from './cli-hook-receiver.ts';
import { CliRig, type Outcome, until } from './cli-rig.ts';
import { rolloutCalls } from './cli-rollout-calls.ts';

/**
 * Every command as users run it, against a manager with devices: standard output is one JSON document with -o json, whatever the
 * environment, and nothing else.
 */

const rig = new CliRig();
/** Those that people call. */
const paths = commands.filter(({ isHidden }) => isHidden !== true).map(({ path }) => path);
const rules = `apiVersion: seatrial/v1
kind: AlarmRules
rules:
  - name: room-is-measured
    title: The room has a temperature
    severity: low
    when: roomTempC > -100.0
    profiles: [thermostat]
    action: Nothing, this is a test
    respondWithin: 1h
`;

function imageArguments(version: string, out: string): string[] {
  return ['--name', 'room', '--version', version, '--profile', 'thermostat', '--payload', 'rules.yaml', '--out', out];
}

function json(outcome: Outcome): Record<string, unknown> {
  if (outcome.code !== 0) throw new Error(`exit code ${outcome.code}: ${outcome.stderr}`);
  return JSON.parse(outcome.stdout) as Record<string, unknown>;
}

async function jsonOf(...args: string[]): Promise<Record<string, unknown>> {
  return json(await ask([...args, '-o', 'json']));
}

/** Commands that start processes, or have virtual time: they do something to the process that they run in. */
const needProcess = ['serve', 'demo', 'doctor', 'sim spawn', 'sim start', 'prove'];

/** Runs a command, in this process when it can. */
function ask(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const words = args.join(' ');
  return needProcess.some((path) => words.startsWith(path)) ? rig.run(args, environment) : rig.runHere(args, environment);
}

beforeAll(async () => {
  await rig.start(['serve', '--listen', '127.0.0.1:0', '--name', 'lab', '--log', 'warn', '-o', 'ndjson']);
  writeFileSync(join(rig.folder, 'rules.yaml'), rules);
  const thermostat = readFileSync(join(import.meta.dirname, '../../firmware/profiles/thermostat.yaml'), 'utf8');
  writeFileSync(join(rig.folder, 'small.yaml'), thermostat.replace(/^flash: .*$/m, 'flash: { slotBytes: 32768, writeUnitBytes: 1024 }'));
  await jsonOf('alarm', 'rule', 'apply', '-f', 'rules.yaml');
  await jsonOf('image', 'build', ...imageArguments('1.0.0', 'old.img'));
  await jsonOf('image', 'build', ...imageArguments('1.1.0', 'new.img'));
  await jsonOf('release', 'create', 'old.img');
  await jsonOf('release', 'create', 'new.img');
  await jsonOf('provision', 'token', 'create', '--uses', '40', '--token-out', 'rooms.token');
  await jsonOf('provision', 'token', 'create', '--uses', '10', '--pending', '--token-out', 'waiting.token');
  rig.launch([
    'sim',
    'spawn',
    'rooms',
    '--profile',
    'thermostat',
    '--count',
    '6',
    '--seed',
    '1',
    '--speed',
    '100',
    '--token-file',
    'rooms.token',
  ]);
  rig.launch(['sim', 'spawn', 'waiting', '--profile', 'thermostat', '--count', '6', '--seed', '1', '--token-file', 'waiting.token']);
  const online = await until(
    () => ask(['device', 'list', 'presence=online', '-o', 'name']),
    ({ stdout }) => stdout.trim().split('\n').length >= 6,
  );
  expect(online.stdout).toContain('rooms-00006');
  await until(
    () => ask(['provision', 'pending', '-o', 'name']),
    ({ stdout }) => stdout.trim().split('\n').length >= 6,
  );
  const alarms = await until(
    () => ask(['alarm', 'list', '-o', 'name']),
    ({ stdout }) => stdout.trim().split('\n').length >= 2,
  );
  expect(alarms.stdout).not.toBe('');
});

afterAll(() => rig.close());
afterAll(closeReceiver);

/** Arguments and the kind of the answer, by command; n is the number of the environment: what changes something is done to another one. */
const calls: Readonly<Record<string, (n: number) => Promise<readonly [readonly string[], string]>>> = {
  serve: async (n) => [['--listen', '127.0.0.1:0', '--data', `other-${n}`, '--no-context', '--for', '100ms'], 'Serving'],
  demo: async () => [['--devices', '5', '--for', '1s'], 'DemoSummary'],
  doctor: async () => [['--listen', '127.0.0.1:0'], 'CheckList'],
  'signal list': async () => [['rooms-00001'], 'DeviceSignalList'],
  'signal plot': async () => [['rooms-00001', 'roomTempC', '--since', '1d'], 'SignalSeries'],
  'image build': async (n) => [imageArguments('1.0.0', `built-${n}.img`), 'Image'],
  'image list': async () => [[], 'ReleaseSourceList'],
  'image inspect': async () => [['old.img'], 'Image'],
  'release create': async () => [['new.img', '-m', 'test'], 'Release'],
  'release list': async () => [[], 'ReleaseList'],
  'release get': async () => [['room@1.0.0'], 'Release'],
  'release compare': async () => [['room@1.0.0', 'room@1.1.0'], 'ReleaseComparison'],
  'release publish': async () => [['room@1.0.0', '-m', 'test'], 'Release'],
  'release yank': async () => [['room@1.1.0', '-m', 'test'], 'Release'],
  'image verify': async () => [['old.img', 'new.img'], 'ImageCheckList'],
  'image diff': async () => [['old.img', 'new.img'], 'ImageDiff'],
  'key online': async () => [[], 'OnlineKeyList'],
  'key init': async (n) => [['--out', `keys-${n}`, '--threshold', 'root=2/3'], 'KeyFolder'],
  'key sign': async (n) => {
    await ask(['key', 'init', '--out', `sign-${n}`]);
    return [[`sign-${n}/root.json`, '--keys', `sign-${n}`], 'SignedMetadata'];
  },
  'key status': async () => [[], 'KeyStatusList'],
  'key rotate': async () => [['director', '--keys', 'installed', '--context', 'prod'], 'Trust'],
  'key renew': async () => [['targets', '--keys', 'installed', '--context', 'prod'], 'Trust'],
  // Comes before the two above in the list of commands; sent again it changes nothing.
  'key install': async (n) => {
    if (n === 0) await productionManager();
    return [['installed/root.json', '--context', 'prod'], 'Trust'];
  },
  'hook create': async (n) => [[`hook-${n}`, '--to', 'http://127.0.0.1:9/', '--on', 'false', '-m', 'test'], 'Hook'],
  'hook list': async () => [[], 'HookList'],
  'hook get': async () => [[await hookWithReceiver(rig)], 'Hook'],
  'hook test': async () => [[await hookWithReceiver(rig), '-m', 'test'], 'HookTest'],
  'hook pause': async () => [[await hookWithReceiver(rig), '-m', 'test'], 'Hook'],
  'hook resume': async () => [[await hookWithReceiver(rig), '-m', 'test'], 'Hook'],
  'hook delete': async (n) => [[`hook-${n}`, `--confirm=hook-${n}`], 'Hook'],
  'hook deliveries': async () => [[await hookWithReceiver(rig)], 'HookDeliveryList'],
  'hook fields': async () => [[], 'HookFieldList'],
  'image delta': async (n) => [['old.img', 'new.img', '--out', `old-new-${n}.delta`], 'Delta'],
  'prove attacks': async () => [['--only', 'A18'], 'Proof'],
  'prove faults': async () => [['--only', 'B8:idle'], 'Proof'],
  'prove powercut': async () => [['--profile', 'small.yaml'], 'Proof'],
  'profile new': async (n) => [[`own-${n}`], 'ProfileDraft'],
  completion: async () => [['bash'], 'CompletionScript'],
  status: async () => [[], 'Status'],
  events: async () => [['--since', '1h', '--limit', '5'], 'EventList'],
  export: async (n) => [['--parquet', `all-${n}.parquet`, '--from', '1h', '-m', 'test'], 'Export'],
  query: async () => [['SELECT count(*) AS n FROM readings'], 'QueryResult'],
  api: async () => [['GET', '/v1/devices?limit=1'], 'DeviceList'],
  version: async () => [[], 'Version'],
  help: async () => [['exit-codes'], 'Help'],
  'device list': async () => [['presence=online'], 'DeviceList'],
  'device get': async () => [['rooms-00001'], 'Device'],
  'device frames': async () => [['rooms-00001', '--limit', '3', '-m', 'test'], 'FrameList'],
  'device watch': async () => [['rooms-00001', '--for', '500ms'], 'DeviceValues'],
  'device revoke': async (n) => [[`rooms-0000${n + 4}`, `--confirm=rooms-0000${n + 4}`], 'Device'],
  'device retire': async (n) => [['rooms-00006', '-m', 'test', ...(n === 0 ? [] : ['--dry-run'])], 'Device'],
  ...holdCalls(jsonOf),
  'device label': async (n) => [['rooms-00001', `crew=c${n}`, '-m', 'test'], 'Device'],
  'device set': async (n) => [['rooms-00002', `setpointC=${20 + n}`], 'SettingList'],
  'device cmd': async () => [['rooms-00003', 'identify'], 'CommandList'],
  'device update': async (n) => {
    await jsonOf('release', 'publish', 'room@1.0.0');
    return [[`rooms-0000${5 + n}`, '--release', 'room@1.0.0', '-m', 'test'], 'AttemptList'];
  },
  'device updates': async () => [['rooms-00005'], 'AttemptList'],
  'device history': async () => [['rooms-00001', '--limit', '5'], 'EventList'],
  'operation list': async () => [[], 'OperationList'],
  'operation get': async () => [[await slowOperation()], 'Operation'],
  'operation cancel': async () => [[await slowOperation(), '-m', 'test'], 'Operation'],
  'group create': async (n) => [[`made-${n}`, '--selector', 'profile=thermostat'], 'Group'],
  'group list': async () => [[], 'GroupList'],
  'group get': async () => [['made-0'], 'Group'],
  'group set': async (n) => [['made-0', '--title', `title ${n}`, '-m', 'test'], 'Group'],
  'group preview': async () => [['made-0', '--device', 'rooms-00001'], 'SelectorClauseList'],
  'group delete': async (n) => {
    await jsonOf('group', 'create', `gone-${n}`, '--selector', 'group=made-0');
    return [[`gone-${n}`], 'Group'];
  },
  wait: async () => [['device', 'rooms-00001', '--for', 'status=active'], 'Device'],
  'provision token create': async () => [['--uses', '2', '--expires', '1h', '--label', 'line=4'], 'EnrolmentToken'],
  'provision token list': async () => [[], 'EnrolmentTokenList'],
  'provision token revoke': async () => {
    const { id } = await jsonOf('provision', 'token', 'create');
    return [[String(id), `--confirm=${id}`], 'EnrolmentToken'];
  },
  'provision keygen': async (n) => [[`key-${n}`, '--profile', 'thermostat'], ''],
  'provision import': async (n) => [[await identityFile(`line-${n}`), '--dry-run'], 'ImportedIdentityList'],
  'provision rotate': async (n) => {
    const file = await identityFile(`rotated-${n}`);
    await jsonOf('provision', 'import', file);
    const { publicKey } = JSON.parse((await ask(['provision', 'keygen', `next-${n}`, '--profile', 'thermostat'])).stdout) as {
      publicKey: string;
    };
    return [[`rotated-${n}-00001`, '--public-key', publicKey, '-m', 'test'], 'Device'];
  },
  'provision pending': async () => [[], 'DeviceList'],
  'provision approve': async (n) => [[`waiting-0000${n + 1}`, '-m', 'tested'], 'DeviceList'],
  'provision reject': async (n) => [[`waiting-0000${n + 4}`], 'DeviceList'],
  'alarm list': async () => [['--state', 'all'], 'AlarmList'],
  'alarm get': async () => [['1'], 'Alarm'],
  'alarm ack': async (n) => [[String(n + 1), '-m', 'seen'], 'Alarm'],
  'alarm rule apply': async () => [['-f', 'rules.yaml', '-m', 'again'], 'AlarmRulesApplied'],
  'alarm rule list': async () => [[], 'AlarmRuleList'],
  'token create': async (n) => [[`ci-${n}`, '--role', 'viewer', '--expires', '30d'], 'ApiToken'],
  'token list': async () => [[], 'ApiTokenList'],
  'token reset': async (n) => {
    // Made by the call of serve.
    const data = `other-${n}`;
    if (!existsSync(join(rig.folder, data)))
      await jsonOf('serve', '--listen', '127.0.0.1:0', '--data', data, '--no-context', '--for', '1ms');
    return [['--data', data, '-m', 'test'], 'ApiToken'];
  },
  'token revoke': async () => {
    const { id } = await jsonOf('token', 'create', 'short');
    return [[String(id), `--confirm=${id}`], 'ApiToken'];
  },
  'audit list': async () => [['--limit', '3'], 'AuditEntryList'],
  'sim spawn': async (n) => [spawnOf(n), 'PopulationReport'],
  'sim list': async () => [[], 'PopulationList'],
  'sim stop': async (n) => {
    rig.launch(['sim', 'spawn', `brief-${n}`, '--profile', 'thermostat', '--token-file', 'rooms.token']);
    await until(
      () => ask(['sim', 'list']),
      ({ stdout }) => stdout.includes(`brief-${n}\trunning`),
    );
    return [[`brief-${n}`], 'Population'];
  },
  'sim start': async (n) => {
    await briefRun(n);
    return [[`more-${n}`, '--for', '100ms'], 'PopulationReport'];
  },
  'sim devices': async () => [['rooms', '--selector', 'index=0..2'], 'SimulatedDeviceList'],
  'sim fault': async () => [['rooms', 'index=0', 'stuck-sensor', '--signal', 'roomTempC', '--for', '1s'], 'Fault'],
  'sim faults': async (n) => [['rooms', ...(n === 0 ? [] : ['--kinds'])], n === 0 ? 'FaultList' : 'FaultKindList'],
  'sim undo': async () => {
    const { id } = await jsonOf('sim', 'fault', 'rooms', 'index=1', 'partition');
    return [['rooms', String(id)], 'FaultList'];
  },
  'sim check': async (n) => {
    await briefRun(n);
    return [[`ledger-${n}.ndjson`], 'LedgerVerdict'];
  },
  'profile list': async () => [[], 'ProfileList'],
  'profile show': async () => [['turbofan'], 'Profile'],
  'profile validate': async () => [[join(import.meta.dirname, '../../firmware/profiles/thermostat.yaml')], 'ProfileCheckList'],
  'context list': async () => [[], 'ContextList'],
  'context add': async (n) => [[`other-${n}`, '--url', 'http://127.0.0.1:1', '--no-use'], 'Context'],
  'context use': async () => [['lab'], 'Context'],
  ...rolloutCalls(rig, 'id=rooms-00001'),
};

/** Identities with keys; returns the file's name. */
async function identityFile(name: string): Promise<string> {
  await ask(['provision', 'keygen', name, '--count', '2', '--profile', 'thermostat', '--out', `${name}.ndjson`]);
  return `${name}.ndjson`;
}

/** A population that runs for a moment and writes a ledger. */
function spawnOf(n: number): string[] {
  const ledger = ['--ledger', `ledger-${n}.ndjson`];
  return [`more-${n}`, '--profile', 'thermostat', '--count', '2', '--token-file', 'rooms.token', '--for', '1s', ...ledger];
}

/** Lets it run unless it has, and is kept. */
async function briefRun(n: number): Promise<void> {
  if (!existsSync(join(rig.folder, `ledger-${n}.ndjson`))) await jsonOf('sim', 'spawn', ...spawnOf(n));
}

/** The id of an operation that runs until somebody cancels it, as others must not. */
async function slowOperation(): Promise<string> {
  for (const id of (await ask(['operation', 'list', '-o', 'name'])).stdout.trim().split('\n')) {
    await ask(['operation', 'cancel', id]);
  }
  await ask(['device', 'label', 'profile=thermostat', 'slow=yes', '--max', '100', '--rate', '0.01', '--no-wait']);
  const [id = ''] = (await ask(['operation', 'list', '-o', 'name'])).stdout.split('\n');
  return id;
}

/** One whose releases are signed by keys of a folder: a manager with development keys that has published takes no others. */
async function productionManager(): Promise<void> {
  await rig.start(['serve', '--listen', '127.0.0.1:0', '--name', 'prod', '--data', 'prod', '--log', 'warn', '-o', 'ndjson']);
  await jsonOf('context', 'use', 'lab');
  await jsonOf('key', 'init', '--out', 'installed', '--context', 'prod');
}

describe('every command with -o json', () => {
  test('is in the table of this test', () => {
    expect(Object.keys(calls).sort()).toEqual(paths.toSorted());
  });

  const environments: readonly NodeJS.ProcessEnv[] = [{ FORCE_COLOR: '1' }, { CI: 'true', NO_COLOR: '1' }];
  for (const [n, environment] of environments.entries()) {
    const words = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    // Each start of the program costs half a second: most commands start it one time in ten.
    test.each(paths.filter((_path, index) => n === 0 || index % 10 === 0))(`${words.join(' ')} fleet %s`, async (path) => {
      const [args, kind] = (await calls[path]?.(n)) ?? [[], 'no call'];
      const line = [...path.split(' '), ...args, ...(kind === '' ? [] : ['-o', 'json'])];
      const outcome = await (n === 0 ? ask(line, environment) : rig.run(line, environment));
      expect([outcome.code, outcome.code === 0 ? '' : outcome.stderr]).toEqual([0, '']);
      // A stream has one document a line, everything else is one document.
      const document = path === 'device watch' ? (outcome.stdout.split('\n')[0] ?? '') : outcome.stdout;
      // Identities come as the import takes them, in one format only.
      expect(JSON.parse(document)).toMatchObject(kind === '' ? { id: expect.any(String) } : { apiVersion: 'seatrial/v1', kind });
    });
  }
});

describe('formats', () => {
  test('piped tables are cells between tabs, without a header', async () => {
    const { stdout } = await rig.run(['device', 'list', 'id=rooms-00001', '--fields', 'id,presence,profile']);
    expect(stdout).toMatch(/^rooms-00001\t\w+\tthermostat\n$/);
  });

  test('name, csv, ndjson, yaml', async () => {
    const run = async (format: string) => (await ask(['device', 'list', 'id=rooms-00001', '--fields', 'id,status', '-o', format])).stdout;
    expect(await run('name')).toBe('rooms-00001\n');
    expect(await run('csv')).toBe('id,status\r\nrooms-00001,active\r\n');
    expect(JSON.parse(await run('ndjson'))).toEqual({ id: 'rooms-00001', status: 'active' });
    expect(await run('yaml')).toContain('items:\n  - id: rooms-00001\n    status: active\n');
  });

  test('--fields alone lists them, a wrong one is named', async () => {
    expect((await ask(['device', 'get', 'rooms-00001', '--fields'])).stdout.split('\n')).toContain('presence');
    const wrong = await ask(['device', 'get', 'rooms-00001', '--fields', 'colour', '-o', 'json']);
    expect([wrong.code, wrong.stdout, JSON.parse(wrong.stderr)]).toMatchObject([2, '', { code: 'E2008', exit: 2 }]);
  });

  test('--watch prints a change a line', async () => {
    const { code, stdout } = await rig.run(['context', 'list', '--watch', '--for', '600ms', '--every', '250ms', '-o', 'ndjson']);
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ kind: 'Change', change: 'added', item: expect.objectContaining({ name: 'lab' }) }),
    );
  });

  test('live frames are saved and read back without a manager; a viewer sees none', async () => {
    const live = await rig.run([
      'device',
      'frames',
      'rooms-00002',
      '-w',
      '--limit',
      '2',
      '--for',
      '20s',
      '--save',
      'room.frames',
      '-o',
      'ndjson',
    ]);
    expect([live.code, live.stderr]).toEqual([0, '2 frames are in room.frames\n']);
    const frames = live.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const read = await ask(['device', 'frames', '--file', 'room.frames', '-o', 'ndjson'], { FLEET_URL: 'http://127.0.0.1:1' });
    expect(
      read.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(frames);
    await jsonOf('token', 'create', 'looker', '--role', 'viewer', '--token-out', 'looker.token');
    const refused = await ask(['device', 'frames', 'rooms-00002', '--token-file', 'looker.token']);
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('E1903')]);
    const audit = (await jsonOf('audit', 'list', '--limit', '100')).items as Record<string, unknown>[];
    expect(audit.filter(({ action }) => action === 'device.frames').map(({ subject }) => subject)).toContain('device:rooms-00002');
  });

  test('live events come as NDJSON', async () => {
    const events = rig.run(['events', '--since', '1h', '-w', '--for', '1500ms', '-o', 'ndjson']);
    const { code, stdout } = await events;
    expect(code).toBe(0);
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ kind: 'Event', sequence: expect.any(Number) });
  });
});

describe('failures have a code, three lines, and an exit code', () => {
  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [['device', 'lst'], 2, 'E2002'],
    [['device', 'list', '--limt', '3'], 2, 'E2003'],
    [['device', 'list', '--limit', '0'], 2, 'E2003'],
    [['device', 'list', '-o', 'xml'], 2, 'E2003'],
    [['device', 'list', 'nonsense'], 2, 'E1806'],
    [['device', 'get', 'nobody'], 3, 'E1908'],
    [['device', 'revoke', 'rooms-00001'], 2, 'E2009'],
    [['device', 'revoke', 'rooms-00001', '--confirm=rooms-00002'], 1, 'E2010'],
    [['device', 'label', 'site=nowhere', 'crew=blue'], 3, 'E1720'],
    [['device', 'label', 'profile=thermostat', 'crew=blue', '--max', '1'], 2, 'E1721'],
    [['device', 'label', 'rooms-00001', 'crew'], 2, 'E2003'],
    [['device', 'set', 'rooms-00001', 'setpoint=20'], 2, 'E1706'],
    [['device', 'set', 'rooms-00001', 'setpointC=20', '--if-version', '9'], 5, 'E1740'],
    [['device', 'set', 'rooms-00001', 'setpointC=20', 'setpointC-'], 2, 'E2003'],
    [['device', 'label', 'rooms-00001', 'crew=a', 'crew=b'], 2, 'E2003'],
    [['device', 'cmd', 'rooms-00001', 'rebot'], 2, 'E1745'],
    [['device', 'cmd', 'rooms-00001', 'boost', 'minutes=5', 'minutes=6'], 2, 'E2003'],
    [['device', 'cmd', '--list', 'nobody'], 3, 'E1908'],
    [['device', 'update', 'rooms-00001'], 2, 'E2003'],
    [['device', 'update', 'rooms-00001', '--release', 'room@9.9.9', '--wait', '--timeout', '999ms'], 2, 'E2003'],
    [['device', 'update', 'rooms-00001', '--release', 'room@9.9.9', '--timeout', '1s'], 2, 'E2003'],
    [['device', 'update', 'rooms-00001', '--cancel', '--release', 'room@9.9.9'], 2, 'E2003'],
    [['device', 'update', 'rooms-00001', '--cancel', '--wait'], 2, 'E2003'],
    [['device', 'update', 'rooms-00001', '--release', 'room@9.9.9'], 3, 'E2562'],
    [['device', 'updates', 'nobody'], 3, 'E1908'],
    [['release', 'get', 'room@1.0.9'], 3, 'E2540'],
    [['release', 'yank', 'room@1.0.0'], 2, 'E2544'],
    [['release', 'publish', 'room@1.0.0', '--key', 'nowhere.json'], 2, 'E1552'],
    [['release', 'compare', 'room@1.0.0'], 2, 'E2003'],
    [['release', 'compare', 'room@1.0.0', '--device', 'rooms-00001'], 3, 'E1943'],
    [['release', 'create', 'rules.yaml'], 2, 'E1540'],
    [['group', 'get', 'nobody'], 3, 'E1730'],
    [['group', 'create', 'x', '--selector', 'group=nobody'], 2, 'E1802'],
    [['operation', 'get', '999'], 3, 'E1722'],
    [['wait', 'device', 'nobody', '--timeout', '100ms'], 6, 'E2070'],
    [['status', '--url', 'http://127.0.0.1:1'], 4, 'E2016'],
    [['status', '--context', 'nobody'], 3, 'E2006'],
    [['context', 'add', 'lab', '--url', 'http://127.0.0.1:1'], 5, 'E2019'],
    [['context', 'add', 'x', '--url', 'ftp://nowhere'], 2, 'E2003'],
    [['token', 'create', 'lost', '-o', 'name'], 2, 'E2003'],
    [['alarm', 'rule', 'apply', '-f', 'missing.yaml'], 2, 'E2011'],
    [['api', 'GET', '/v1/nothing'], 3, 'E1907'],
    [['help', 'nonsense'], 3, 'E2014'],
    [['sim', 'stop', 'nobody'], 3, 'E2104'],
    [['sim', 'spawn', 'x', '--profile', 'thermostat', '--to', 'http://wrong'], 2, 'E2003'],
    [['profile', 'show', 'missing.yaml'], 2, 'E1505'],
  ];
  test.each(cases)('fleet %j', async (args, exit, code) => {
    // All are refused before they start a process.
    const outcome = await rig.runHere(args);
    expect(outcome.stdout).toBe('');
    const lines = outcome.stderr.trimEnd().split('\n');
    expect([outcome.code, outcome.stderr]).toEqual([exit, expect.stringContaining(`error[${code}] `)]);
    expect(lines.at(-2)).toMatch(/^ {2}why: {2}\S/);
    expect(lines.at(-1)).toMatch(/^ {2}next: \S/);
  });

  test('a manager that does not answer', async () => {
    const outcome = await rig.runHere(['status', '--url', 'http://127.0.0.1:1'], { FLEET_TOKEN: 'none' });
    expect([outcome.code, outcome.stderr]).toEqual([1, expect.stringContaining('error[E2005] no answer from http://127.0.0.1:1')]);
  });

  test('a token that is not accepted, and a role that does not suffice', async () => {
    const wrong = await rig.runHere(['status', '-o', 'json'], { FLEET_TOKEN: 'none' });
    expect([wrong.code, JSON.parse(wrong.stderr)]).toMatchObject([4, { code: 'E1902', exit: 4, requestId: expect.any(String) }]);
    await jsonOf('token', 'create', 'reader', '--role', 'viewer', '--token-out', 'reader.token');
    const lesser = await ask(['token', 'list', '--token-file', 'reader.token', '-o', 'json']);
    expect([lesser.code, JSON.parse(lesser.stderr)]).toMatchObject([4, { code: 'E1903' }]);
  });

  test('a rule file that is wrong is named by line and column', async () => {
    writeFileSync(join(rig.folder, 'wrong.yaml'), rules.replace('low', 'awful'));
    const outcome = await ask(['alarm', 'rule', 'apply', '-f', 'wrong.yaml', '-o', 'json']);
    expect([outcome.code, JSON.parse(outcome.stderr)]).toMatchObject([2, { at: { file: 'wrong.yaml', line: 6 } }]);
  });
});

describe('secrets', () => {
  test('contexts and token files are readable by their owner alone', () => {
    for (const file of ['config/seatrial/contexts.yaml', 'rooms.token']) {
      expect((statSync(join(rig.folder, file)).mode & 0o777).toString(8)).toBe('600');
    }
  });

  test('a token file that others can read is refused', async () => {
    const file = join(rig.folder, 'open.token');
    writeFileSync(file, readFileSync(join(rig.folder, 'rooms.token')), { mode: 0o644 });
    const outcome = await ask(['status', '--token-file', file]);
    expect([outcome.code, outcome.stderr]).toEqual([2, expect.stringContaining('error[E2017]')]);
  });

  test('no list shows a secret', async () => {
    const secret = readFileSync(join(rig.folder, 'rooms.token'), 'utf8').trim().split(':')[1] ?? 'none';
    for (const words of [
      ['provision', 'token', 'list'],
      ['token', 'list'],
      ['context', 'list'],
      ['audit', 'list'],
    ]) {
      const { stdout } = await ask([...words, '-o', 'json']);
      expect(stdout).not.toContain(secret);
      expect(stdout).not.toMatch(/secretDigest|"secret"/);
    }
  });

  test('- reads ids and tokens from standard input', async () => {
    const approved = await rig.run(['provision', 'approve', '-', '-o', 'name'], {}, 'waiting-00003\n');
    expect([approved.code, approved.stdout]).toEqual([0, 'waiting-00003\n']);
  });
});
