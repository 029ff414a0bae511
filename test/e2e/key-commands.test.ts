/** Production keys that never leave their boxes: rotated and renewed by commands that sign; and roots of others, refused as the user's mistake. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveConfig, startManager } from '#fleet/app/index.js';
import { silentLog } from '#proto/kit/index.js';
import { createTrustKey, makeRoot, makeTargets, signMetadata } from '#proto/trust/index.js';
import { CliRig, type Outcome } from './cli-rig.ts';

const rig = new CliRig();
const by = { name: 'eva', role: 'admin', reason: 'a test' } as const;
const keyOf = (number: number) => createTrustKey(Buffer.alloc(32, number));
const [root, nextRoot, targets, nextTargets, stranger] = [1, 2, 3, 4, 5].map(keyOf) as [Key, Key, Key, Key, Key];
type Key = ReturnType<typeof keyOf>;

let started: Awaited<ReturnType<typeof startManager>>;

function rootText(version: number, online: Parameters<typeof makeRoot>[0]['roles']['root']['keys'][]): Uint8Array {
  const [snapshot, timestamp, director] = online.map((keys) => ({ keys, threshold: 1 }));
  const roles = { root: { keys: [root], threshold: 1 }, targets: { keys: [targets], threshold: 1 }, snapshot, timestamp, director };
  return makeRoot({ version, expiresMs: Date.now() + 86_400_000, isDevelopment: false, roles } as Parameters<typeof makeRoot>[0]);
}

beforeAll(async () => {
  const dataFolder = join(rig.folder, 'data');
  started = await startManager(
    resolveConfig(undefined, { listen: ['127.0.0.1:0'], dataFolder, logLevel: 'silent' }, rig.folder),
    silentLog,
  );
  const { trust } = started.manager;
  const online = trust.onlineKeys(['snapshot', 'timestamp', 'director'], false, by).map((key) => [key]);
  const empty = signMetadata(makeTargets(1, Date.now() + 86_400_000, []), [targets]);
  await trust.install(signMetadata(rootText(1, online), [root]), empty, by);
  for (const [name, key] of Object.entries({ root, nextRoot, targets, nextTargets, stranger }))
    writeFileSync(join(rig.folder, `${name}.mjs`), signerText(key));
});
afterAll(async () => {
  await started.stop();
  await rig.close();
});

const run = (...args: string[]): Promise<Outcome> =>
  rig.runHere([...args, '--url', started.urls[0] as string, '-o', 'json'], { FLEET_TOKEN: started.adminSecret as string });
/** Options by which a box signs. */
const box = (name: string, { publicHex }: Key): string[] => [
  '--sign-command',
  `${process.execPath} ${join(rig.folder, `${name}.mjs`)}`,
  '--public-key',
  publicHex,
];
const roleOf = (name: string) => started.manager.trust.status().roles.find(({ role }) => role === name);

test('director, targets and root are rotated and renewed by commands, without a key on the disk', async () => {
  const before = roleOf('director')?.keys[0]?.keyId;
  expect(await run('key', 'rotate', 'director', ...box('root', root), '-m', 'moved')).toMatchObject({ code: 0 });
  expect(roleOf('director')?.keys[0]?.keyId).not.toBe(before);
  expect(await run('key', 'renew', 'targets', ...box('targets', targets), '--days', '30')).toMatchObject({ code: 0 });
  expect(roleOf('targets')?.version).toBe(2);
  const both = [...box('root', root), ...box('nextTargets', nextTargets)];
  expect(await run('key', 'rotate', 'targets', '--new-key', nextTargets.publicHex, ...both)).toMatchObject({ code: 0 });
  expect(roleOf('targets')?.keys.map(({ keyId }) => keyId)).toEqual([nextTargets.keyId]);
  const roots = [...box('root', root), ...box('nextRoot', nextRoot), '--out', 'kept'];
  expect(await run('key', 'rotate', 'root', '--new-key', nextRoot.publicHex, ...roots)).toMatchObject({ code: 0 });
  expect(roleOf('root')).toMatchObject({ version: 4, keys: [{ keyId: nextRoot.keyId }] });
  expect(JSON.parse(readFileSync(join(rig.folder, 'kept', 'root.json'), 'utf8'))).toMatchObject({ signed: { version: 4 } });
  expect(await run('key', 'renew', 'root', ...box('nextRoot', nextRoot), '--days', '730')).toMatchObject({ code: 0 });
  expect(roleOf('root')?.version).toBe(5);
});

test('a command that fails, prints garbage or has another key changes nothing, nor does a key of no role, or no place for new ones', async () => {
  const before = started.manager.trust.status();
  const by = (command: string) => ['--sign-command', command, '--public-key', nextRoot.publicHex];
  for (const [args, code] of [
    [['key', 'renew', 'root', ...by('exit 4')], 'E1556'],
    [['key', 'renew', 'root', ...by('echo garbage')], 'E1556'],
    [['key', 'renew', 'root', ...by(`${process.execPath} stranger.mjs`)], 'E1556'],
    [['key', 'renew', 'root', ...box('stranger', stranger)], 'E2003'],
    [['key', 'rotate', 'root', ...box('nextRoot', nextRoot)], 'E2003'],
    [['key', 'rotate', 'director', '--new-key', stranger.publicHex, ...box('nextRoot', nextRoot)], 'E2003'],
    [['key', 'rotate', 'director', '--sign-command', 'echo'], 'E2003'],
  ] as const) {
    const outcome = await run(...args);
    expect([outcome.code, outcome.stderr]).toEqual([2, expect.stringContaining(code)]);
  }
  expect(started.manager.trust.status().roles.map(({ version, keys }) => [version, keys])).toEqual(
    before.roles.map(({ version, keys }) => [version, keys]),
  );
});

test('a root of another ceremony is the mistake of whoever gives it: exit code 5, what was measured and what to do', async () => {
  const strangers = [[stranger], [stranger], [stranger]];
  writeFileSync(join(rig.folder, 'foreign.json'), signMetadata(rootText(6, strangers), [root]));
  const { code, stderr } = await run('key', 'install', 'foreign.json');
  expect(code).toBe(5);
  expect(stderr).toContain('E2509');
  expect(stderr).toContain('root 6 wants 1 of 1 keys for snapshot, the manager holds 0 of them');
  expect(stderr).toContain('fleet key online');
  const online = started.manager.trust.onlineKeys(['snapshot', 'timestamp', 'director'], false, by).map((key) => [key]);
  writeFileSync(join(rig.folder, 'thief.json'), signMetadata(rootText(6, online), [stranger]));
  const thief = await run('key', 'install', 'thief.json');
  expect([thief.code, thief.stderr]).toEqual([2, expect.stringContaining('E2506')]);
});

/** A program that signs as a device with a key in it would. */
function signerText({ privateHex }: Key): string {
  return `import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
const head = Buffer.from('302e020100300506032b657004220420', 'hex');
const key = createPrivateKey({ key: Buffer.concat([head, Buffer.from('${privateHex}', 'hex')]), format: 'der', type: 'pkcs8' });
console.log(sign(undefined, readFileSync(0), key).toString('hex'));
`;
}
