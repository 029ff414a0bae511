import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#proto/kit/index.js';
import type { KeptFirmware } from './kept-firmware.ts';
import { PopulationFolder } from './population-folder.ts';
import { createShardHost, type ShardOptions } from './shard.ts';

const kept = {
  boot: 3,
  droppedFrames: 0,
  isEnrolled: true,
  configurationVersion: 0,
  settings: {},
  frames: [],
  replayRows: 0,
  physics: undefined,
  chargeMah: undefined,
};
/** As of a profile whose flash had another size: whole in itself, but not for this device. */
const firmware: KeptFirmware = {
  flash: { regions: [{ extents: [], bad: [], erases: [] }], contents: [] },
  trust: null,
  attempt: null,
};

let root: string;
let options: ShardOptions;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'seatrial-damaged-'));
  const folder = new PopulationFolder(root, 'hall');
  const name = 'flash-1-0.ndjson';
  const devices = [
    { id: 'hall-00001', flash: kept },
    { id: 'hall-00002', flash: { ...kept, firmware } },
    { id: 'hall-00003', flash: kept },
  ];
  options = {
    population: 'hall',
    folder: root,
    seed: 'lab',
    profile: 'thermostat',
    firstIndex: 0,
    ids: devices.map(({ id }) => id),
    urls: ['ws://127.0.0.1:9/device'],
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
    ledger: undefined,
    bootFloor: 0,
    raisesAll: false,
    flashFiles: [{ name, devices: folder.writeFlash(name, devices) }],
    skipsDamaged: false,
    root: undefined,
  };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const events = { onHighestBoot: () => undefined, onLedgerFailed: () => undefined };
const refusal = () =>
  expect.objectContaining({
    code: 'E2103',
    at: { file: join(root, 'hall', 'flash-1-0.ndjson'), line: 2 },
    message: expect.stringMatching(/hall-00002.*it has 1 regions, not 6/),
    next: expect.stringContaining('--skip-damaged'),
  });

test('firmware that does not fit the flash of its device: E2103 with device, file, line, cause and what to do', () => {
  expect(() => createShardHost(options, silentLog, events)).toThrow(refusal());
});

test('skipped, that device runs what the factory wrote with all else that it kept, and the others live on', () => {
  const { host, damages } = createShardHost({ ...options, skipsDamaged: true }, silentLog, events);
  expect(damages).toEqual([refusal()]);
  expect(host.devices.map((device) => device.snapshotFlash())).toMatchObject([{ boot: 3 }, { boot: 3, isEnrolled: true }, { boot: 3 }]);
  expect(host.devices.some((device) => device.snapshotFlash().firmware !== undefined)).toBe(false);
});
