/** Updates of a population of real processes: stopped in the middle, killed in the middle, and every device comes back with an image that runs. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PopulationControl, populationsFolder } from '#firmware/host/index.js';
import { PopulationRig, pause, type Running } from './population-rig.ts';

const count = 50;
/** A thermostat takes seconds to erase and write so much, the slowest of fifty ten times as long: there is a middle to stop in. */
const payloadBytes = 60_000;

let rig: PopulationRig;
beforeAll(async () => {
  rig = await PopulationRig.open(count);
});
afterAll(() => rig.close());

const folder = (): string => populationsFolder({ XDG_STATE_HOME: join(rig.folder, 'state') });
const rooms = (): PopulationControl => new PopulationControl(folder(), 'rooms');

/** Build, publish, update: what a user types. The last one waits for all devices. */
async function update(version: string): Promise<Running> {
  writeFileSync(join(rig.folder, 'payload'), randomBytes(payloadBytes));
  const parts = ['--name', 'thermostat', '--version', version, '--profile', 'thermostat', '--payload', 'payload'];
  await rig.run('image', 'build', ...parts, '--out', `${version}.img`);
  await rig.run('release', 'create', `${version}.img`, '--publish');
  return rig.start(
    ...['device', 'update', 'profile=thermostat', '--release', `thermostat@${version}`, '--max', String(count)],
    ...['--rate', '1000', '--wait', '--timeout', '5m', '-o', 'ndjson'],
  );
}

/** Waits until some devices take an image. */
async function untilDownloading(): Promise<void> {
  while ((await rooms().devices('update=downloading', undefined, 1)).total < 5) await pause(20);
}

/** What the devices kept at the last stop; of one that was never told of an update there is nothing. */
function keptAttempts(): { isOpen: boolean; storedBytes: number }[] {
  const path = join(folder(), 'rooms');
  const file = readdirSync(path).find((name) => name.startsWith('flash-')) ?? '';
  const lines = readFileSync(join(path, file), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(count);
  type Line = { flash: { firmware?: { attempt: { isOpen: boolean; storedBytes: number } } } };
  return lines.flatMap((line) => (JSON.parse(line) as Line).flash.firmware?.attempt ?? []);
}

const startRooms = (): Running => rig.start('sim', 'start', 'rooms', '-o', 'json');
async function stopRooms(running: Running): Promise<void> {
  await rig.run('sim', 'stop', 'rooms', '--timeout', '1m');
  expect(await running.ended).toMatchObject({ code: 0 });
}

test('fifty devices are stopped in the middle of an update, come back, and all are updated; killed in the next one, all boot and are updated', async () => {
  let running = rig.spawn('rooms', '--count', String(count), '--token-file', 'rooms.token');
  await rig.connected(running, 'rooms', count);

  const first = await update('2.0.0');
  await untilDownloading();
  await stopRooms(running);
  expect(keptAttempts().filter(({ isOpen }) => isOpen).length).toBeGreaterThan(0);
  running = startRooms();
  expect(await first.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('updated') });
  expect((await rooms().devices('version=2.0.0,confirmed=true', undefined, 1)).total).toBe(count);
  // Contents are kept once: the factory's image, both headers, the payload in chunks, the metadata.
  await stopRooms(running);
  expect(keptAttempts().map(({ isOpen }) => isOpen)).toEqual(Array.from({ length: count }, () => false));
  expect(readdirSync(join(folder(), 'rooms', 'firmware')).length).toBeLessThan(40);

  running = startRooms();
  await rig.connected(running, 'rooms', count);
  const second = await update('2.1.0');
  await untilDownloading();
  running.child.kill('SIGKILL');
  expect(await running.ended).toMatchObject({ signal: 'SIGKILL' });
  running = startRooms();
  await rig.connected(running, 'rooms', count);
  const { items } = await rooms().devices(undefined, undefined, count);
  // What the flash held at the last stop is what booted, and nothing is broken. The quickest may have the new image by now, and boot again.
  expect(items.filter(({ power }) => power !== 'running' && power !== 'booting')).toEqual([]);
  expect(await second.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('updated') });
  expect((await rooms().devices('version=2.1.0,confirmed=true', undefined, 1)).total).toBe(count);
  await stopRooms(running);
}, 240_000);
