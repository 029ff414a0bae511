/** Rollouts as users type them, over devices in another process: every verb with its exit codes, conflicts, keys, and what the explanations say. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './bad-input-manager.ts';
import { CliRig, type Outcome } from './cli-rig.ts';

const rig = new CliRig();
const devices = 4;
let url = '';

afterAll(() => rig.close(), 60_000);

const here = (...args: string[]): Promise<Outcome> => rig.runHere(args);
const file = (name: string, content: string | Uint8Array): void => writeFileSync(join(rig.folder, name), content);

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const outcome = await here(...args, '-o', 'json');
  if (outcome.code !== 0) throw new Error(`fleet ${args.join(' ')} ended with ${outcome.code}: ${outcome.stderr}`);
  return JSON.parse(outcome.stdout) as Record<string, unknown>;
}

/** Writes NAME.yaml. */
function plan(name: string, release: string, more = ''): string {
  const text = `apiVersion: seatrial/v1
kind: Rollout
name: ${name}
release: "thermostat@${release}"
selector: profile=thermostat
waves: [{ name: one, devices: 1, soak: 0s }, { name: all, percent: 100%, soak: 0s }]
gates: [{ type: threshold, name: failed, above: 20%, minimum: 1, onBad: halt }]
retries: { others: 0 }
${more}`;
  file(`${name}.yaml`, text);
  return `${name}.yaml`;
}

/** A draft of release 1.1.0 that nobody starts. */
async function draft(name: string, more?: string): Promise<string> {
  await json('rollout', 'create', '-f', plan(name, '1.1.0', more));
  return name;
}

async function publish(version: string): Promise<void> {
  file('payload', randomBytes(2_000));
  const facts = ['--name', 'thermostat', '--version', version, '--profile', 'thermostat', '--payload', 'payload'];
  await json('image', 'build', ...facts, '--out', `${version}.img`);
  await json('release', 'create', `${version}.img`, '--publish');
}

/** A code and its exit code, of a command that is refused with nothing on standard output. */
async function refused(...args: string[]): Promise<[number | null, string]> {
  const { code, stdout, stderr } = await here(...args);
  expect([args.join(' '), stdout]).toEqual([args.join(' '), '']);
  return [code, /^error\[(E\d+)\] /m.exec(stderr)?.[1] ?? stderr];
}

/** As a program calls the API. */
async function post(path: string, body: object, key: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const token = readFileSync(join(rig.folder, 'operator.token'), 'utf8').trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function audited(action: string, subject: string): Promise<number> {
  const { items } = await json('audit', 'list', '--limit', '500');
  return (items as Record<string, unknown>[]).filter((entry) => entry.action === action && entry.subject === subject).length;
}

beforeAll(async () => {
  const profile = readFileSync(join(import.meta.dirname, '../../firmware/profiles/thermostat.yaml'), 'utf8');
  file('quick.yaml', `${profile.replace(/^bootMs: .*$/m, 'bootMs: 100')}\nreconnect: { baseMs: 100, maximumMs: 500, stableMs: 0 }\n`);
  const { firstLine } = await rig.start(['serve', '--listen', '127.0.0.1:0', '--name', 'lab', '--log', 'warn', '-o', 'ndjson']);
  url = (JSON.parse(firstLine) as { urls: [string] }).urls[0];
  await json('provision', 'token', 'create', '--uses', '10', '--token-out', 'rooms.token');
  rig.launch([
    'sim',
    'spawn',
    'rooms',
    '--profile',
    'quick.yaml',
    '--count',
    String(devices),
    '--seed',
    '1',
    '--token-file',
    'rooms.token',
  ]);
  await json('token', 'create', 'olga', '--role', 'operator', '--token-out', 'operator.token');
  await json('token', 'create', 'vera', '--role', 'viewer', '--token-out', 'viewer.token');
  await publish('1.1.0');
  await publish('1.2.0');
  // A list that matches nobody is exit code 3: the status says 0.
  const online = async () => ((await json('status')).devices as { readonly online: number }).online;
  await eventually('all are online', async () => (await online()) === devices, 60_000);
}, 120_000);

describe('a plan', () => {
  test('says what it would do, in words and as a document', async () => {
    const told = await here('rollout', 'plan', '-f', plan('planned', '1.1.0'));
    expect([told.code, told.stderr]).toEqual([0, '']);
    expect(told.stdout).toMatch(/^devices\t4$/m);
    expect(told.stdout).toMatch(/with 1 device a failure of 0.5 % is unseen in more than 99 % of cases; 598 are needed for 95 %/);
    expect(await json('rollout', 'plan', '-f', 'planned.yaml')).toMatchObject({
      kind: 'RolloutForecast',
      devices,
      waves: [
        { name: 'one', devices: 1 },
        { name: 'all', devices: 3 },
      ],
    });
    expect(await refused('rollout', 'get', 'planned')).toEqual([3, 'E2701']);
  });

  test('that is wrong is refused with its place, by every command that takes one', async () => {
    file('wrong.yaml', readFileSync(join(rig.folder, plan('right', '1.1.0')), 'utf8').replace('selector:', 'selektor:'));
    await draft('compared');
    for (const args of [['plan'], ['create'], ['diff', 'compared']]) {
      const { code, stdout, stderr } = await here('rollout', ...args, '-f', 'wrong.yaml', '-o', 'json');
      expect([args, code, stdout]).toEqual([args, 2, '']);
      expect(JSON.parse(stderr)).toMatchObject({ exit: 2, at: { file: 'wrong.yaml', line: 5, column: 1 } });
      const said = await here('rollout', ...args, '-f', 'wrong.yaml');
      expect(said.stderr).toContain('wrong.yaml:5:1');
    }
    expect(await refused('rollout', 'create', '-f', 'nowhere.yaml')).toEqual([2, 'E2011']);
    expect(await refused('rollout', 'plan')).toEqual([2, 'E2003']);
  });

  test('of a release that is not there is told with exit code 2, and can not start', async () => {
    const told = await here('rollout', 'plan', '-f', plan('absent', '9.9.9'), '-o', 'json');
    expect(told.code).toBe(2);
    const { findings } = JSON.parse(told.stdout) as { findings: { level: string }[] };
    expect(findings.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(told.stderr).toContain('1 finding is an error:');
    await json('rollout', 'create', '-f', 'absent.yaml');
    expect(await refused('rollout', 'start', 'absent')).toEqual([2, 'E2714']);
  });

  test('is compared: the same is 0, another 1, with the key that differs', async () => {
    await draft('kept');
    expect((await here('rollout', 'diff', 'kept', '-f', 'kept.yaml')).code).toBe(0);
    plan('kept', '1.1.0', 'priority: 80');
    const other = await here('rollout', 'diff', 'kept', '-f', 'kept.yaml', '-o', 'json');
    expect([other.code, JSON.parse(other.stdout)]).toMatchObject([1, { items: [{ path: 'priority', running: '50', given: '80' }] }]);
    expect((await here('rollout', 'get', 'kept', '--plan')).stdout).not.toContain('priority');
  });
});

test('a name that nobody knows is 3, with the one that was meant', async () => {
  await draft('known');
  const verbs = ['approve', 'start', 'pause', 'resume', 'promote', 'retry', 'get', 'watch', 'status', 'abort', 'rollback'];
  for (const verb of verbs) expect([verb, await refused('rollout', verb, 'knwon')]).toEqual([verb, [3, 'E2701']]);
  expect(await refused('explain', 'rollout', 'knwon')).toEqual([3, 'E2701']);
  expect(await refused('explain', 'device', 'nobody')).toEqual([3, 'E1908']);
  expect((await here('rollout', 'status', 'knwon')).stderr).toContain('did you mean known?');
});

describe('conflicts', () => {
  test('a name that is taken, a state that does not fit, a revision that is over: 5, and nothing is changed', async () => {
    await draft('taken');
    expect(await refused('rollout', 'create', '-f', 'taken.yaml')).toEqual([5, 'E2702']);
    expect(await refused('rollout', 'pause', 'taken')).toEqual([5, 'E2704']);
    expect(await refused('rollout', 'pause', 'taken', '--dry-run')).toEqual([5, 'E2704']);
    expect(await refused('rollout', 'start', 'taken', '--dry-run', '--revision', '7')).toEqual([5, 'E2703']);
    expect(await refused('rollout', 'get', 'taken', '--members', '--wave', 'none')).toEqual([3, 'E2717']);
    // A shell gets no names where the manager takes too long: then it asks again, as here.
    const completes = async (...words: string[]) => (await here('__complete', '--', ...words)).stdout !== '';
    await eventually('names of releases', () => completes('release', 'get', 'thermostat@'));
    await eventually('names of waves', () => completes('rollout', 'get', 'taken', '--wave', ''));
    expect(await refused('rollout', 'start', 'taken', '--revision', '7')).toEqual([5, 'E2703']);
    expect(await json('rollout', 'status', 'taken')).toMatchObject({ kind: 'RolloutStatus', state: 'draft', revision: 1 });
  });

  test('what can not be taken back asks first; a viewer may look and not act', async () => {
    await draft('asked');
    expect(await refused('rollout', 'abort', 'asked')).toEqual([2, 'E2009']);
    expect(await refused('rollout', 'abort', 'asked', '--confirm=other')).toEqual([1, 'E2010']);
    expect(await refused('rollout', 'promote', 'asked', '--full')).toEqual([5, 'E2704']);
    expect(await refused('rollout', 'start', 'asked', '--token-file', 'viewer.token')).toEqual([4, 'E1903']);
    expect((await here('rollout', 'get', 'asked', '--token-file', 'viewer.token')).code).toBe(0);
    expect(await json('rollout', 'abort', 'asked', '--dry-run')).toMatchObject({ kind: 'BlastRadius', verb: 'abort' });
    expect(await json('rollout', 'status', 'asked')).toMatchObject({ state: 'draft' });
  });

  test('approvals: not started without them, each by another person', async () => {
    await draft('approved', 'approval: { role: admin, approvals: 2 }');
    expect(await refused('rollout', 'start', 'approved')).toEqual([5, 'E2707']);
    expect(await refused('rollout', 'approve', 'approved', '--token-file', 'operator.token')).toEqual([4, 'E2708']);
    expect(await json('rollout', 'approve', 'approved', '-m', 'tested')).toMatchObject({ state: 'awaitingApproval' });
    expect(await refused('rollout', 'approve', 'approved')).toEqual([5, 'E2704']);
    await json('token', 'create', 'anna', '--role', 'admin', '--token-out', 'second.token');
    expect(await json('rollout', 'approve', 'approved', '--token-file', 'second.token')).toMatchObject({ state: 'draft' });
  });

  test('the same key twice is once; the same key for something else is refused', async () => {
    const text = readFileSync(join(rig.folder, plan('keyed', '1.1.0')), 'utf8');
    const made = await post('/v1/rollouts', { text, reason: 'first' }, 'key-1');
    const again = await post('/v1/rollouts', { text, reason: 'first' }, 'key-1');
    expect([made.status, again.status, again.body.number]).toEqual([201, 201, made.body.number]);
    expect(await audited('rollout.create', 'rollout:keyed')).toBe(1);
    const aborted = await post('/v1/rollouts/keyed/abort', { reason: 'enough' }, 'key-2');
    const repeated = await post('/v1/rollouts/keyed/abort', { reason: 'enough' }, 'key-2');
    expect([aborted.status, repeated.status, repeated.body.revision]).toEqual([200, 200, aborted.body.revision]);
    expect(await audited('rollout.abort', 'rollout:keyed')).toBe(1);
    expect(await post('/v1/rollouts/keyed/pause', {}, 'key-2')).toMatchObject({ status: 409, body: { code: 'E2716' } });
    expect((await here('rollout', 'status', 'keyed')).code).toBe(7);
  });
});

test('a rollout from its plan to completed, with one device held until it may go on; then back again', async () => {
  expect((await here('device', 'hold', 'rooms-00004', '-m', 'on the bench', '--until', '7d')).code).toBe(0);
  expect(await refused('device', 'update', 'rooms-00004', '--release', 'thermostat@1.1.0')).toEqual([5, 'E2572']);
  const begun = await here('rollout', 'create', '-f', plan('up', '1.1.0'), '--start', '-m', 'new year', '-o', 'json');
  expect([begun.code, JSON.parse(begun.stdout)]).toMatchObject([0, { kind: 'Rollout', name: 'up', sums: { devices } }]);
  expect(begun.stderr).toMatch(/start up: /);
  expect(await refused('rollout', 'status', 'up', '--wait', '--timeout', '1ms')).toEqual([6, 'E2070']);

  await eventually('all but one', async () => {
    const { sums, buckets } = await json('rollout', 'get', 'up');
    return (sums as { updated: number }).updated === devices - 1 && (buckets as { held: number }).held === 1;
  });
  expect(await json('rollout', 'get', 'up', '--members', '--bucket', 'held')).toMatchObject({
    kind: 'RolloutMemberList',
    total: 1,
    items: [{ deviceId: 'rooms-00004', bucket: 'held', why: expect.stringContaining('on the bench') }],
  });
  const why = await here('explain', 'device', 'rooms-00004');
  expect([why.code, why.stdout]).toEqual([0, expect.stringContaining('fleet device unhold rooms-00004')]);
  expect((await here('rollout', 'pause', 'up', '-m', 'a look')).stderr).toContain('undo: fleet rollout resume up');
  expect((await here('rollout', 'status', 'up')).code).toBe(0);
  expect(await json('rollout', 'resume', 'up')).toMatchObject({ state: 'dispatching' });
  expect((await here('device', 'unhold', 'rooms-00004', '-m', 'done')).code).toBe(0);

  const end = await here('rollout', 'status', 'up', '--wait', '--timeout', '60s');
  expect([end.code, end.stdout]).toEqual([0, expect.stringMatching(/^up completed: /)]);
  expect(await json('rollout', 'get', 'up')).toMatchObject({ state: 'completed', buckets: { updated: devices }, sums: { inFlight: 0 } });
  expect((await here('rollout', 'get', 'up', '--members', '-o', 'name')).stdout.trim().split('\n')).toHaveLength(devices);
  const tree = await here('rollout', 'watch', 'up', '-o', 'ndjson');
  expect([tree.code, JSON.parse(tree.stdout)]).toMatchObject([0, { state: 'completed' }]);
  expect((await here('rollout', 'list')).stdout).toMatch(/^up\tcompleted\t/m);
  expect(await json('explain', 'rollout', 'up', '--details')).toMatchObject({ kind: 'Explanation', subject: 'rollout up' });
  expect(await refused('rollout', 'retry', 'up', '-m', 'again')).toEqual([5, 'E2704']);

  // Nobody brought the image of the factory here: there is nothing to go back to. From 1.2.0 there is.
  expect(await refused('rollout', 'rollback', 'up', '--confirm=up')).toEqual([5, 'E2712']);
  await json('rollout', 'create', '-f', plan('further', '1.2.0'), '--start');
  expect((await here('rollout', 'status', 'further', '--wait', '--timeout', '60s')).code).toBe(0);
  const back = await here('rollout', 'rollback', 'further', '--confirm=further', '-m', 'drains batteries');
  expect([back.code, back.stderr]).toEqual([0, expect.stringContaining('updated: are offered what they ran before')]);
  expect((await here('rollout', 'status', 'further', '--wait', '--timeout', '60s')).code).toBe(7);
  expect(await json('rollout', 'get', 'further')).toMatchObject({ state: 'rolledBack', buckets: { rolledBack: devices } });
  expect((await here('device', 'list', 'version=1.1.0', '-o', 'name')).stdout.trim().split('\n')).toHaveLength(devices);
}, 180_000);

test('pins, manual gates, a halt: what stops says why, and goes on by a decision only', async () => {
  expect((await here('device', 'pin', 'rooms-00003', '-m', 'certified')).code).toBe(0);
  const gates =
    'waves: [{ name: one, selector: id=rooms-00001, soak: 0s, gates: [{ type: manual }] }, { name: all, percent: 100%, soak: 0s, patience: 0s }]';
  const text = readFileSync(join(rig.folder, plan('stepwise', '1.2.0')), 'utf8').replace(/^waves: .*$/m, gates);
  file('stepwise.yaml', text);
  await json('rollout', 'create', '-f', 'stepwise.yaml', '--start');
  await eventually('it waits for somebody', async () => (await json('rollout', 'status', 'stepwise')).state === 'deciding');
  const waiting = await here('explain', 'rollout', 'stepwise');
  expect(waiting.stdout).toContain('fleet rollout promote stepwise');
  const { items } = await json('rollout', 'get', 'stepwise', '--members');
  const untouched = (items as Record<string, unknown>[]).filter(({ tries }) => tries === 0).map(({ deviceId }) => String(deviceId));
  for (const id of untouched) {
    await json('sim', 'fault', 'rooms', `id=${id}`, 'flash-fail', '--severity', '1', '--for', '1h');
  }
  expect(await json('rollout', 'promote', 'stepwise', '-m', 'looked at')).toMatchObject({ kind: 'Rollout' });
  const end = await here('rollout', 'status', 'stepwise', '--wait', '--timeout', '90s');
  expect([end.code, end.stdout]).toEqual([7, expect.stringMatching(/^stepwise halted: /)]);
  const why = await json('explain', 'rollout', 'stepwise');
  expect((why.next as string[]).join('\n')).toContain('fleet rollout resume stepwise --raise failed=');
  expect(await refused('rollout', 'resume', 'stepwise', '-m', 'on')).toEqual([5, 'E2709']);
  expect(await refused('rollout', 'resume', 'stepwise', '--raise', 'failed', '-m', 'on')).toEqual([2, 'E2003']);
  expect(await refused('rollout', 'resume', 'stepwise', '--raise', 'nothing=50%', '-m', 'on')).toEqual([2, 'E2713']);
  expect(await json('rollout', 'get', 'stepwise', '--members', '--bucket', 'pinned')).toMatchObject({
    items: [{ deviceId: 'rooms-00003', why: expect.stringContaining('certified') }],
  });
  await json('sim', 'undo', 'rooms', '--all');
  // In this order: resumed with nobody left to try, its last wave is through and the rollout has ended.
  expect(await json('rollout', 'retry', 'stepwise', '-m', 'flash is back')).toMatchObject({ kind: 'Rollout' });
  expect(await json('rollout', 'resume', 'stepwise', '--raise', 'failed=100%', '-m', 'flash was cut by us')).toMatchObject({
    kind: 'Rollout',
  });
  expect((await here('device', 'unpin', 'rooms-00003', '-m', 'certificate ended')).code).toBe(0);
  const updated = async () => ((await json('rollout', 'get', 'stepwise')).sums as { updated: number }).updated;
  await eventually('all run it', async () => (await updated()) === devices);
}, 180_000);
