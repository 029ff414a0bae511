/** `fleet sim spawn` of gateways that carry sub-devices, as users run it: they enrol once, are listed with their gateway, and come back. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PopulationReport } from '#firmware/host/index.js';
import { PopulationRig } from './population-rig.ts';

const gateways = 2;
const perGateway = 5;
const units = gateways * (1 + perGateway);

let rig: PopulationRig;
beforeAll(async () => {
  // A use for each unit and none more: who claims twice is refused.
  rig = await PopulationRig.open(units);
  const quick = readFileSync(join(rig.folder, 'quick.yaml'), 'utf8');
  writeFileSync(
    join(rig.folder, 'gate.yaml'),
    `${quick.replace(/^name: .*$/m, 'name: gate')}\nsubDevices: [{ profile: ./quick.yaml, count: ${perGateway} }]\n`,
  );
});
afterAll(() => rig.close());

const spawn = (...args: string[]) =>
  rig.start('sim', 'spawn', 'hall', '--profile', 'gate.yaml', '--count', String(gateways), '--speed', '60', '-o', 'json', ...args);
const list = async (...args: string[]): Promise<string[]> => (await rig.run('device', 'list', ...args)).trim().split('\n');

test('gateways and what they carry enrol, send, stop, and come back as the same devices', async () => {
  const running = spawn('--token-file', 'rooms.token', '--processes', '2');
  await rig.connected(running, 'hall', units);
  expect(await list('gateway=hall-00002', '-o', 'name')).toEqual(
    Array.from({ length: perGateway }, (_, index) => `hall-00002.000${index + 1}`),
  );
  expect((await list('id=hall-00001.0003', '-o', 'wide'))[0]?.split('\t')).toContain('hall-00001');
  await rig.reported(running, 'hall', ({ counters }) => counters.framesAcknowledged > units);
  running.child.kill('SIGINT');
  const first = JSON.parse((await running.ended).stdout) as PopulationReport;
  expect(first).toMatchObject({ devices: units, subDevices: units - gateways });

  const again = spawn();
  await rig.connected(again, 'hall', units);
  again.child.kill('SIGINT');
  const { code, stdout } = await again.ended;
  const second = JSON.parse(stdout) as PopulationReport;
  expect([code, second.counters.refusedForEver, second.framesRestored]).toEqual([0, 0, first.framesKept]);
  const [row] = await rig.rows('SELECT count(*)::INTEGER, count(DISTINCT (device, boot, sequence))::INTEGER FROM events');
  // Each unit boots twice, and each frame is there once.
  expect(row?.[0]).toBeGreaterThanOrEqual(2 * units);
  expect(row?.[1]).toBe(row?.[0]);
});
