/** Devices that are given a root of trust when they are spawned: they update by it and by no other, also after a stop. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTrustKey, makeRoot, signMetadata } from '#proto/trust/index.js';
import { PopulationRig, pause } from './population-rig.ts';

let rig: PopulationRig;
beforeAll(async () => {
  rig = await PopulationRig.open(2);
});
afterAll(() => rig.close());

/** A root of somebody else: good in itself. */
function foreignRoot(): Uint8Array {
  const key = createTrustKey(Buffer.alloc(32, 9));
  const one = { keys: [key], threshold: 1 };
  const roles = { root: one, targets: one, snapshot: one, timestamp: one, director: one };
  return signMetadata(makeRoot({ version: 1, expiresMs: Date.now() + 86_400_000, isDevelopment: false, roles }), [key]);
}

interface Attempt {
  readonly state: string;
  readonly cause: string;
}

/** Orders the update of a device and waits until it is past the checks of what was signed, or over. */
async function attemptOf(device: string): Promise<Attempt> {
  await rig.run('device', 'update', device, '--release', 'thermostat@2.0.0', '-m', 'test');
  for (;;) {
    const { items } = JSON.parse(await rig.run('device', 'updates', device, '-o', 'json')) as { items: [Attempt] };
    if (!['queued', 'offered', 'checking'].includes(items[0].state)) return items[0];
    await pause(50);
  }
}

test('a root that is none, or is not there, is refused before any device is; a foreign root takes no update, that of the manager does', async () => {
  const spawn = (name: string, root: string) => ['sim', 'spawn', name, '--profile', 'quick.yaml', '--count', '1', '--root', root];
  rig.write('broken.json', '{"signed":{}}');
  for (const root of ['broken.json', 'no-such-file.json']) {
    const { code, stderr } = await rig.call(...spawn('none', root), '--for', '1s');
    expect([code, stderr]).toEqual([2, expect.stringContaining('E2107')]);
    expect(stderr).toContain(`--root ${join(rig.folder, root)}`);
  }
  expect(await rig.listed('none')).toBeUndefined();

  await rig.run(
    'image',
    'build',
    '--name',
    'thermostat',
    '--version',
    '2.0.0',
    '--profile',
    'thermostat',
    '--out',
    'two.img',
    '--payload',
    'quick.yaml',
  );
  await rig.run('release', 'create', 'two.img', '--publish');
  const { text } = JSON.parse(await rig.run('api', 'GET', '/v1/trust/metadata/root')) as { text: string };
  rig.write('own.json', text);
  rig.write('foreign.json', foreignRoot());
  const token = ['--token-file', 'rooms.token'];
  const strangers = rig.spawn('strangers', '--count', '1', '--root', 'foreign.json', ...token);
  const friends = rig.spawn('friends', '--count', '1', '--root', 'own.json', ...token);
  await Promise.all([rig.connected(strangers, 'strangers', 1), rig.connected(friends, 'friends', 1)]);
  expect(await attemptOf('friends-00001')).toMatchObject({ cause: '' });
  expect(await attemptOf('strangers-00001')).toMatchObject({ state: 'rejected', cause: 'bad-signature' });

  // Started again without a word of it, they are the same devices.
  await rig.run('sim', 'stop', 'strangers', '--timeout', '1m');
  await strangers.ended;
  await rig.connected(rig.start('sim', 'start', 'strangers', '-o', 'json'), 'strangers', 1);
  expect(await attemptOf('strangers-00001')).toMatchObject({ state: 'rejected', cause: 'bad-signature' });
}, 120_000);
