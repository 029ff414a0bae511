import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CliRig } from './cli-rig.ts';

/** Provisioning by the program against a manager in its own process. */
describe('provisioning', () => {
  const rig = new CliRig();
  const file = (name: string): string => join(rig.folder, name);
  const lines = (name: string) =>
    readFileSync(file(name), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));

  beforeAll(async () => {
    await rig.start(['serve', '--listen', '127.0.0.1:0', '--log', 'warn', '-o', 'ndjson', '--data', file('fleet')]);
  });
  afterAll(() => rig.close());

  test('keygen, dry run, import, again: created, then unchanged; the file of keys is its owner’s', async () => {
    const made = await rig.runHere(['provision', 'keygen', 'rooms', '--count', '600', '--profile', 'thermostat', '--out', 'rooms.ndjson']);
    expect([made.code, statSync(file('rooms.ndjson')).mode & 0o777]).toEqual([0, 0o600]);
    expect((await rig.runHere(['provision', 'keygen', 'rooms', '--profile', 'x', '--out', 'rooms.ndjson'])).stderr).toContain(
      'error[E2011]',
    );
    const dry = await rig.runHere(['provision', 'import', 'rooms.ndjson', '--dry-run', '-o', 'name']);
    expect([dry.stderr, dry.stdout.split('\n').length]).toEqual([expect.stringContaining('would be 600 created, 0 unchanged'), 601]);
    expect(JSON.parse((await rig.runHere(['device', 'list', '-o', 'json'])).stdout).total).toBe(0);
    const taken = await rig.runHere(['provision', 'import', 'rooms.ndjson', '-m', 'order 4711']);
    expect([taken.code, taken.stderr]).toEqual([0, expect.stringContaining('600 created')]);
    const again = await rig.runHere(['provision', 'import', '-'], {}, readFileSync(file('rooms.ndjson'), 'utf8'));
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('0 created, 600 unchanged')]);
    const audit = await rig.runHere(['audit', 'list', '-o', 'json', '--limit', '1000']);
    expect(audit.stdout).toContain('order 4711');
    expect(audit.stdout).not.toContain(lines('rooms.ndjson')[0].privateKey);
  });

  test('duplicates and conflicts are named with their lines, and nothing is taken: exit code 5', async () => {
    const [known, other] = lines('rooms.ndjson');
    const fresh = JSON.parse((await rig.runHere(['provision', 'keygen', 'fresh', '--profile', 'thermostat'])).stdout);
    const rows = [
      fresh,
      fresh,
      { ...known, privateKey: undefined, publicKey: fresh.publicKey, id: known.id },
      { ...fresh, id: 'twin' },
      { ...other, id: 'thief' },
    ];
    writeFileSync(file('bad.ndjson'), rows.map((row) => JSON.stringify(row)).join('\n'));
    const { code, stderr, stdout } = await rig.runHere(['provision', 'import', 'bad.ndjson']);
    expect(code).toBe(5);
    expect(stderr).toContain('error[E2051]');
    expect(stderr).toMatch(
      /line 3, rooms-00001: line 1 has this key for fresh; line 4, twin: line 1 has this key for fresh; line 5, thief: the key is that of device rooms-00002/,
    );
    expect(stdout.trim().split('\n')).toHaveLength(3);
    expect((await rig.runHere(['device', 'get', 'fresh'])).code).toBe(3);
  });

  test.each([
    ['id,publicKey,profile\nshort,AAAA,thermostat\n', /E2050.*\n?.*publicKey of 3 bytes/],
    ['', /E2050/],
  ])('a wrong file: exit code 2', async (text, message) => {
    const { code, stderr } = await rig.runHere(['provision', 'import', '-'], {}, text);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test('rotate, retire and back, approve by selector', async () => {
    const { publicKey } = JSON.parse((await rig.runHere(['provision', 'keygen', 'rooms-00001', '--profile', 'thermostat'])).stdout);
    const rotated = await rig.runHere([
      'provision',
      'rotate',
      'rooms-00001',
      '--public-key',
      publicKey,
      '--overlap',
      '1h',
      '-m',
      'yearly',
      '-o',
      'json',
    ]);
    expect(JSON.parse(rotated.stdout)).toMatchObject({ publicKey, previousPublicKey: lines('rooms.ndjson')[0].publicKey, keyUsedAt: null });
    const taken = await rig.runHere(['provision', 'rotate', 'rooms-00002', '--public-key', publicKey]);
    expect([taken.code, taken.stderr]).toEqual([5, expect.stringContaining('error[E1751]')]);
    expect((await rig.runHere(['provision', 'rotate', 'rooms-00002', '--public-key', 'AAAA'])).code).toBe(2);
    expect(JSON.parse((await rig.runHere(['device', 'retire', 'rooms-00003', '-m', 'scrapped', '-o', 'json'])).stdout)).toMatchObject({
      status: 'retired',
    });
    const refused = await rig.runHere(['device', 'retire', 'profile=thermostat']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('error[E1721] 600 devices match')]);
    const back = await rig.runHere(['device', 'retire', 'status=retired', '--undo', '-o', 'name']);
    expect([back.code, back.stdout]).toEqual([0, 'rooms-00003\n']);
    const nobody = await rig.runHere(['provision', 'approve', 'profile=thermostat']);
    expect([nobody.code, nobody.stderr]).toEqual([3, expect.stringContaining('among the devices that are pending')]);
    const pending = 'id,publicKey,profile,status\nlate-1,79b5562e8fe654f94078b112e8a98ba7901f853ae69,thermostat,pending\n';
    expect((await rig.runHere(['provision', 'import', '-'], {}, pending)).code).toBe(0);
    const approved = await rig.runHere(['provision', 'approve', 'profile=thermostat', '-o', 'name']);
    expect([approved.code, approved.stdout]).toEqual([0, 'late-1\n']);
  });

  test('token reset: refused while the manager runs, and where there is none', async () => {
    const running = await rig.runHere(['token', 'reset', '--data', 'fleet', '--token-out', 'admin.token']);
    expect([running.code, running.stderr]).toEqual([5, expect.stringContaining('error[E1602]')]);
    const nothing = await rig.runHere(['token', 'reset', '--data', 'elsewhere']);
    expect([nothing.code, nothing.stderr]).toEqual([3, expect.stringContaining('error[E2315]')]);
  });
});

test('token reset while no manager runs: the next start knows the token, and the audit has it', async () => {
  const rig = new CliRig();
  try {
    const serve = ['serve', '--listen', '127.0.0.1:0', '--log', 'warn', '-o', 'ndjson', '--data', 'fleet', '--no-context'];
    const first = await rig.start(serve);
    const ended = new Promise((done) => first.child.once('exit', done));
    first.child.kill('SIGTERM');
    await ended;
    const reset = await rig.runHere(['token', 'reset', '--data', 'fleet', '--token-out', 'admin.token', '-m', 'laptop lost']);
    expect([reset.code, reset.stdout, statSync(join(rig.folder, 'admin.token')).mode & 0o777]).toEqual([
      0,
      expect.not.stringContaining('secret'),
      0o600,
    ]);
    const url = JSON.parse((await rig.start(serve)).firstLine).urls[0];
    const audit = await rig.runHere(['audit', 'list', '--url', url, '--token-file', 'admin.token', '-o', 'json']);
    expect(audit.code).toBe(0);
    expect(JSON.parse(audit.stdout).items).toContainEqual(
      expect.objectContaining({ action: 'operator-token.reset', actor: 'local', reason: 'laptop lost' }),
    );
  } finally {
    await rig.close();
  }
});
