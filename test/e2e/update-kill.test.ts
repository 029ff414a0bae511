/** Updates over real sockets by the command line: built, published, ordered; kill -9 of the manager in the download; every device gets there. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CliRig, type Outcome, until } from './cli-rig.ts';

const rig = new CliRig();
const devices = 3;
const imageBytes = 300_000;

afterAll(() => rig.close());

function json(outcome: Outcome): Record<string, unknown> {
  if (outcome.code !== 0) throw new Error(`exit code ${outcome.code}: ${outcome.stderr}`);
  return JSON.parse(outcome.stdout) as Record<string, unknown>;
}

const run = async (...args: string[]) => json(await rig.runHere([...args, '-o', 'json']));

test('a manager that is killed in the download goes on with the same attempts', async () => {
  // Slow enough for the kill to fall into the download: 5 s for all.
  const limits = { updateBytesPerSecond: (devices * imageBytes) / 5 };
  writeFileSync(join(rig.folder, 'manager.json'), JSON.stringify({ apiVersion: 'seatrial/v1', kind: 'ManagerConfig', limits }));
  writeFileSync(join(rig.folder, 'payload.bin'), randomBytes(imageBytes));
  const serve = ['serve', '--config', 'manager.json', '--listen', '127.0.0.1:0', '--name', 'lab', '--log', 'warn', '-o', 'ndjson'];
  const first = await rig.start(serve);
  const facts = ['--name', 'room', '--version', '2.0.0', '--profile', 'thermostat', '--payload', 'payload.bin'];
  await run('image', 'build', ...facts, '--out', 'room.img');
  await run('release', 'create', 'room.img');
  await run('release', 'publish', 'room@2.0.0');
  await run('provision', 'token', 'create', '--uses', '10', '--token-out', 'rooms.token');
  const spawn = ['sim', 'spawn', 'rooms', '--profile', 'thermostat', '--count', String(devices), '--seed', '1'];
  rig.launch([...spawn, '--token-file', 'rooms.token']);
  await until(
    () => rig.runHere(['device', 'list', 'presence=online', '-o', 'name']),
    ({ stdout }) => stdout.trim().split('\n').length >= devices,
  );
  const order = ['--release', 'room@2.0.0', '-m', 'test'];
  // Its first line is the end of the attempt: a command that waits outlives the manager.
  const waiting = rig.start(['device', 'update', 'rooms-00001', ...order, '--wait', '-o', 'name']);
  waiting.catch(() => undefined);
  await run('device', 'update', 'profile=thermostat,id!=rooms-00001', '--rate', '100', ...order);
  await until(
    () => rig.runHere(['device', 'updates', 'rooms-00001', '--fields', 'state', '-o', 'csv']),
    ({ stdout }) => stdout.includes('downloading'),
  );
  const before = await run('device', 'updates', 'rooms-00001');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const address = new URL((JSON.parse(first.firstLine) as { urls: [string] }).urls[0]).host;
  await rig.start(serve.map((word) => (word === '127.0.0.1:0' ? address : word)));
  const over = await until(
    () => rig.runHere(['device', 'list', 'version=2.0.0', '-o', 'name']),
    ({ stdout }) =>
      stdout
        .trim()
        .split('\n')
        .filter((line) => line !== '').length >= devices,
    200,
  );
  expect(over.stdout).toContain('rooms-00003');
  for (let index = 1; index <= devices; index += 1) {
    const seen = await until(
      () => rig.runHere(['device', 'updates', `rooms-0000${index}`, '-o', 'json']),
      ({ stdout }) => stdout.includes('"updated"'),
    );
    expect(json(seen).items).toMatchObject([{ state: 'updated', isOver: true, lie: '', release: 'room@2.0.0' }]);
  }
  const { child, firstLine } = await waiting;
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(0);
  expect(firstLine).toMatch(/^[0-9a-f]{16}$/);
  const [item] = before.items as { id: string }[];
  const [after] = (await run('device', 'updates', 'rooms-00001')).items as { id: string }[];
  expect(after?.id).toBe(item?.id);
  expect(await run('device', 'get', 'rooms-00002')).toMatchObject({ firmwareVersion: '2.0.0', imageConfirmed: true, openAttempt: null });
});
