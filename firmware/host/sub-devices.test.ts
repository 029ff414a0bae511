import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '#proto/kit/index.js';
import { PopulationFolder } from './population-folder.ts';
import { createShardHost, type ShardOptions } from './shard.ts';

const folder = mkdtempSync(join(tmpdir(), 'seatrial-sub-devices-'));
const thermostat = readFileSync(join(import.meta.dirname, '../profiles/thermostat.yaml'), 'utf8');
afterAll(() => rmSync(folder, { recursive: true }));

/** A gateway that carries thermostats that ship and lamps of a file beside it. */
function profileFile(name: string, subDevices: string): string {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, `${thermostat.replace(/^name: .*$/m, `name: ${name}`)}\nsubDevices: ${subDevices}\n`);
  return file;
}

const shard = (profile: string, ids: readonly string[]): ShardOptions => ({
  population: 'hall',
  folder,
  seed: 'seed',
  profile,
  firstIndex: 0,
  ids,
  urls: ['ws://127.0.0.1:1/device'],
  ca: undefined,
  token: undefined,
  rampMs: 0,
  speed: 1,
  link: 'none',
  networks: {},
  recording: undefined,
  identities: undefined,
  reportMs: undefined,
  isAligned: false,
  churnPercent: 0,
  skipsDamaged: false,
  root: undefined,
  ledger: undefined,
  bootFloor: 0,
  raisesAll: false,
  flashFiles: [],
});

const build = (options: ShardOptions) =>
  createShardHost(options, silentLog, { onHighestBoot: () => undefined, onLedgerFailed: () => undefined });

test('a gateway brings the devices of its profile: shipped ones by name, own ones by a path from its file', () => {
  profileFile('lamp', '[]');
  const gate = profileFile('gate', '[{ profile: thermostat, count: 2 }, { profile: ./lamp.yaml, count: 1 }]');
  const { host } = build(shard(gate, ['hall-00001', 'hall-00002']));
  expect(host.devices.map(({ id, index, state }) => `${id} ${index} ${state.profile}`)).toEqual([
    'hall-00001 0 gate',
    'hall-00001.0001 0 thermostat',
    'hall-00001.0002 1 thermostat',
    'hall-00001.0003 2 lamp',
    'hall-00002 1 gate',
    'hall-00002.0001 3 thermostat',
    'hall-00002.0002 4 thermostat',
    'hall-00002.0003 5 lamp',
  ]);
  expect(host.report()).toMatchObject({ devices: 8, subDevices: 6 });
});

test('what sub-devices kept comes back with them', () => {
  const gate = join(folder, 'gate.yaml');
  const { host } = build(shard(gate, ['hall-00001']));
  const kept = [...host.kept()].map(({ id, flash }) => ({ id, flash: { ...flash, boot: 7 } }));
  new PopulationFolder(folder, 'hall').writeFlash('flash-1-0.ndjson', kept);
  const again = build({ ...shard(gate, ['hall-00001']), flashFiles: [{ name: 'flash-1-0.ndjson', devices: 4 }] });
  expect(again.restored).toBe(4);
  expect(again.host.devices.map((device) => device.state.boot)).toEqual([7, 7, 7, 7]);
  // A part of the population takes what is its own.
  expect(build({ ...shard(gate, ['hall-00002']), flashFiles: [{ name: 'flash-1-0.ndjson', devices: 4 }] }).restored).toBe(0);
});

test.each([
  ['a sub-device that carries others', '[{ profile: ./gate.yaml, count: 1 }]', 'E2206', /gate is a sub-device and has/],
  ['a profile that does not ship', '[{ profile: thermostt, count: 1 }]', 'E1504', /thermostat/],
  ['a file that is not there', '[{ profile: ./none.yaml, count: 1 }]', 'E1505', /none\.yaml/],
])('%s is refused', (_name, subDevices, code, message) => {
  const file = profileFile('wrong', subDevices);
  expect(() => build(shard(file, ['hall-00001']))).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

test('an id is 64 characters at most', () => {
  const gate = join(folder, 'gate.yaml');
  const name = 'h'.repeat(59);
  expect(build(shard(gate, [name])).host.devices.at(-1)?.id).toBe(`${name}.0003`);
  expect(() => build(shard(gate, [`${name}h`]))).toThrow(expect.objectContaining({ code: 'E2206' }));
});
