import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveConfig, startManager } from '#fleet/app/index.js';
import { silentLog } from '#proto/kit/index.js';
import { createTrustKey, formatKeyFile, makeRoot, makeTargets, signMetadata } from '#proto/trust/index.js';
import { CliRig, type Outcome } from './cli-rig.ts';

const rig = new CliRig();
const by = { name: 'eva', role: 'admin', reason: 'a test' } as const;

function json(outcome: Outcome): Record<string, unknown> {
  if (outcome.code !== 0) throw new Error(`exit code ${outcome.code}: ${outcome.stderr}`);
  return JSON.parse(outcome.stdout) as Record<string, unknown>;
}

beforeAll(async () => {
  // Not a multiple of the 1 MiB that one request carries.
  writeFileSync(join(rig.folder, 'payload.bin'), Buffer.alloc(5_000_001, 'firmware of a room '));
  const facts = ['--name', 'room', '--version', '1.0.0', '--profile', 'thermostat', '--payload', 'payload.bin'];
  json(await rig.runHere(['image', 'build', ...facts, '--out', 'room.img', '-o', 'json']));
});
afterAll(() => rig.close());

test('an upload that a kill -9 of the manager broke goes on where it stopped when the command is given again; then it is published', async () => {
  const serve = (address: string) => rig.start(['serve', '--listen', address, '--name', 'lab', '--log', 'warn', '-o', 'ndjson']);
  const first = await serve('127.0.0.1:0');
  const [url] = (JSON.parse(first.firstLine) as { urls: [string] }).urls;
  const command = ['release', 'create', 'room.img', '--notes', 'first', '-o', 'json'];
  // Half of it by hand, so that the break stands in the middle on every machine.
  const { sha256, bytes } = await halfOf(url, (JSON.parse(first.firstLine) as { adminToken: string }).adminToken);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await serve(url.replace('http://', ''));
  const again = await rig.run(command);
  expect(again.stderr).toContain(`goes on at byte 2000000 of ${bytes}`);
  expect(json(again)).toMatchObject({ kind: 'Release', id: 'room@1.0.0', state: 'draft', notes: 'first', fileDigest: sha256 });
  const known = await rig.run(['release', 'create', 'room.img', '--publish', '-o', 'json']);
  expect(known.stderr).toContain('nothing was sent');
  expect(json(known)).toMatchObject({ state: 'published' });
  const { items } = json(await rig.runHere(['audit', 'list', '-o', 'json'])) as { items: { action: string }[] };
  expect(items.map(({ action }) => action)).toEqual(expect.arrayContaining(['upload.begin', 'release.create', 'release.publish']));
});

/** Announces the image and sends its first 2,000,000 bytes. */
async function halfOf(url: string, token: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const file = readFileSync(join(rig.folder, 'room.img'));
  const sha256 = createHash('sha256').update(file).digest('hex');
  const call = async (method: string, path: string, type: string, body: string | Uint8Array) => {
    const answer = await fetch(url + path, { method, body, headers: { authorization: `Bearer ${token}`, 'content-type': type } });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as { id: string; receivedBytes: number };
  };
  const { id } = await call('POST', '/v1/uploads', 'application/json', JSON.stringify({ bytes: file.length, sha256 }));
  const part = await call('PATCH', `/v1/uploads/${id}?offset=0`, 'application/octet-stream', file.subarray(0, 2_000_000));
  expect(part.receivedBytes).toBe(2_000_000);
  return { sha256, bytes: file.length };
}

describe('keys of targets that the manager does not have', () => {
  test('holders sign one after the other, by a file and by a command; below the threshold the exit code is 5', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seatrial-signing-'));
    const config = resolveConfig(undefined, { listen: ['127.0.0.1:0'], dataFolder: folder, logLevel: 'silent' }, folder);
    const { manager, urls, adminSecret, stop } = await startManager(config, silentLog);
    try {
      const [rootKey, anna, ben] = [1, 2, 3].map((number) => createTrustKey(Buffer.alloc(32, number))) as [Key, Key, Key];
      const online = manager.trust.onlineKeys(['snapshot', 'timestamp', 'director'], false, by);
      const of = (role: string) => ({ keys: online.filter((key) => key.role === role), threshold: 1 });
      const expiresMs = Date.now() + 300 * 86_400_000;
      const roles = {
        root: { keys: [rootKey], threshold: 1 },
        targets: { keys: [anna, ben], threshold: 2 },
        snapshot: of('snapshot'),
        timestamp: of('timestamp'),
        director: of('director'),
      };
      const root = signMetadata(makeRoot({ version: 1, expiresMs, isDevelopment: false, roles }), [rootKey]);
      await manager.trust.install(root, signMetadata(makeTargets(1, expiresMs, []), [anna, ben]), by);
      writeKey('anna.json', anna);
      writeKey('open.json', anna);
      chmodSync(join(rig.folder, 'open.json'), 0o644);
      const signer = join(rig.folder, 'signer.mjs');
      writeFileSync(signer, signerText(ben));
      const run = (...args: string[]) =>
        rig.runHere([...args, '--url', urls[0] as string, '-o', 'json'], { FLEET_TOKEN: adminSecret as string });
      json(await run('release', 'create', 'room.img'));
      const publish = (...args: string[]) => run('release', 'publish', 'room@1.0.0', ...args);
      expect((await publish('--key', 'open.json')).stderr).toContain('E1551');
      const below = await publish('--key', 'anna.json');
      expect(below.code).toBe(5);
      expect(below.stderr).toContain('E2546');
      expect(below.stderr).toContain(`1 of 2 signatures of targets 2 are there; 1 of the keys ${ben.keyId.slice(0, 16)} is missing`);
      const byCommand = (command: string) => publish('--sign-command', command, '--public-key', ben.publicHex);
      expect((await byCommand('echo no')).stderr).toContain('E1556');
      writeKey('root.json', rootKey);
      expect((await publish('--key', 'root.json')).stderr).toContain('is a key of targets');
      expect(json(await byCommand(`${process.execPath} ${signer}`))).toMatchObject({ state: 'published' });
      expect([...manager.trust.targets().keys()]).toEqual(['room/1.0.0']);
    } finally {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

type Key = ReturnType<typeof createTrustKey>;

function writeKey(name: string, key: Key): void {
  const { keyId, publicHex } = key;
  writeFileSync(join(rig.folder, name), formatKeyFile({ role: 'targets', isDevelopment: false, keyId, publicHex, key }), { mode: 0o600 });
}

/** A program that signs as a device with a key in it would. */
function signerText({ privateHex }: Key): string {
  return `import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
const head = Buffer.from('302e020100300506032b657004220420', 'hex');
const key = createPrivateKey({ key: Buffer.concat([head, Buffer.from('${privateHex}', 'hex')]), format: 'der', type: 'pkcs8' });
console.log(sign(undefined, readFileSync(0), key).toString('hex'));
`;
}
