import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeptDevice } from './kept-device.ts';
import type { FlashFile, PopulationFile } from './population-file.ts';
import { type HostFile, keptPopulations, PopulationFolder, populationsFolder } from './population-folder.ts';

const file: PopulationFile = {
  version: 2,
  name: 'hall',
  seed: 'abc',
  profile: 'thermostat',
  firstIndex: 0,
  recording: { file: '/r.csv', map: '/m.yaml' },
  bootCeiling: 1_000,
  run: 2,
  isOpen: false,
  flashFiles: [
    { name: 'flash-2-0.ndjson', devices: 2 },
    { name: 'flash-2-rest.ndjson', devices: 1 },
  ],
  keptDevices: 3,
  identities: null,
  options: {
    count: 3,
    urls: ['ws://127.0.0.1:1/device'],
    caFile: null,
    rampMs: 0,
    speed: 1,
    processes: 1,
    link: 'none',
    linkFile: null,
    reportMs: 10_000,
    isAligned: true,
    churnPercent: 5,
    rowEveryMs: null,
    rootFile: null,
  },
};
const host: HostFile = { pid: 7, controlUrl: 'http://127.0.0.1:1', controlToken: 'secret', startedAtMs: 0 };

function keptDevice(id: string, bytes = 3): KeptDevice {
  const frames = [{ boot: 1, sequence: 1, bytes: new Uint8Array(bytes) }];
  const rest = { droppedFrames: 0, isEnrolled: true, configurationVersion: 0, settings: { place: 'größer' }, replayRows: 0 };
  return { id, flash: { boot: 1, ...rest, frames, physics: [0.5], chargeMah: undefined } };
}

let root: string;
let folder: PopulationFolder;
const path = (name: string): string => join(folder.path, name);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'seatrial-folder-'));
  folder = new PopulationFolder(root, 'hall');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('population.json', () => {
  test('is what was written; none before, none after remove()', () => {
    expect(folder.readPopulation()).toBeUndefined();
    folder.writePopulation(file);
    expect(folder.readPopulation()).toEqual(file);
    expect(keptPopulations(root)).toEqual(['hall']);
    folder.remove();
    expect(keptPopulations(root)).toEqual([]);
    expect(keptPopulations(join(root, 'nowhere'))).toEqual([]);
  });

  test('version 1 is read: without options and counts of lines', () => {
    const { options: _options, identities: _identities, ...old } = file;
    folder.writePopulation(file);
    writeFileSync(path('population.json'), JSON.stringify({ ...old, version: 1, flashFiles: ['flash-2-0.ndjson'] }));
    expect(folder.readPopulation()).toEqual({
      ...file,
      options: null,
      flashFiles: [{ name: 'flash-2-0.ndjson', devices: null }],
    });
  });

  test('version 2 of a program that knew no firmware is read: its devices trust the first root that they are given', () => {
    const { rootFile: _rootFile, ...options } = file.options as NonNullable<PopulationFile['options']>;
    folder.writePopulation(file);
    writeFileSync(path('population.json'), JSON.stringify({ ...file, options }));
    expect(folder.readPopulation()).toEqual(file);
  });

  const text = JSON.stringify(file, null, 2);
  test.each<[string, string, number, RegExp]>([
    ['empty', '', 1, /not JSON/],
    ['cut short', text.slice(0, 90), text.slice(0, 90).split('\n').length, /not JSON/],
    ['null', 'null', 1, /has version undefined/],
    ['of another version', text.replace('"version": 2', '"version": 3'), 1, /version 3, this program reads versions 1 and 2/],
    ['without a seed', text.replace('"seed"', '"sead"'), 1, /no population file of version 2: seed/],
    ['with a boot below 0', text.replace('1000', '-1'), 1, /no population file/],
    ['with flash of another folder', text.replace('flash-2-0', '../flash-2-0'), 1, /no population file/],
    ['with half a recording', text.replace('"map"', '"mop"'), 1, /no population file/],
  ])('%s: E2103 with file and line', (_what, damaged, line, message) => {
    folder.writePopulation(file);
    writeFileSync(path('population.json'), damaged);
    const at = { file: path('population.json'), line };
    expect(() => folder.readPopulation()).toThrow(
      expect.objectContaining({
        code: 'E2103',
        at,
        message: expect.stringMatching(message),
        next: expect.stringContaining('another NAME'),
      }),
    );
  });

  test('without an end: E2103, with how much was read', () => {
    folder.writePopulation(file);
    rmSync(path('population.json'));
    symlinkSync('/dev/zero', path('population.json'));
    const message = `can not be read: ${path('population.json')} has 17825792 bytes or more, the limit is 16777216`;
    expect(() => folder.readPopulation()).toThrow(expect.objectContaining({ code: 'E2103', message: expect.stringContaining(message) }));
    symlinkSync('/dev/zero', path('host-3.json'));
    expect(() => folder.readHost()).toThrow(expect.objectContaining({ code: 'E2103', message: expect.stringContaining('host-3.json') }));
  });

  test('stands under XDG_STATE_HOME, or under the home folder when that is unset or empty', () => {
    expect(populationsFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/seatrial/populations');
    expect(populationsFolder({ XDG_STATE_HOME: '' })).toBe(populationsFolder({}));
    expect(populationsFolder({})).toMatch(/\.local\/state\/seatrial\/populations$/);
  });
});

describe('flash', () => {
  const flash = (name: string, devices: number | null = null): FlashFile => ({ name, devices });
  const read = (...files: (string | FlashFile)[]) => [
    ...folder.readFlash(files.map((one) => (typeof one === 'string' ? flash(one) : one))),
  ];

  test('comes back from all files, also in pieces longer than what is read at a time', () => {
    const many = [keptDevice('a', 400_000), keptDevice('b', 10), keptDevice('c', 800_000)];
    expect(folder.writeFlash('flash-1-0.ndjson', many)).toBe(3);
    expect(folder.writeFlash('flash-1-1.ndjson', [])).toBe(0);
    expect(folder.writeFlash('flash-1-2.ndjson', [keptDevice('d')])).toBe(1);
    expect(read('flash-1-0.ndjson', 'flash-1-1.ndjson', 'flash-1-2.ndjson')).toEqual([...many, keptDevice('d')]);
  });

  test('cut short, changed or missing: E2103 with file and line', () => {
    folder.writeFlash('flash-1-0.ndjson', [keptDevice('a'), keptDevice('b')]);
    const text = readFileSync(path('flash-1-0.ndjson'), 'utf8');
    // As versions before checksums wrote it: so that what is in a line is looked at.
    const bare = text.replaceAll(/,"crc32":"\w+"/g, '');
    const refusal = (line: number | undefined, message: RegExp) => {
      const at = line === undefined ? { file: path('flash-1-0.ndjson') } : { file: path('flash-1-0.ndjson'), line };
      return expect.objectContaining({ code: 'E2103', at, message: expect.stringMatching(message) });
    };
    for (const [damaged, line, message] of [
      [text.slice(0, -1), 2, /cut short/],
      [text.slice(0, -20), 2, /cut short/],
      [bare.replace('{"id":"b"', '{"id":5'), 2, /no kept device/],
      [`\n${text}`, 1, /not JSON/],
      [bare.replace('"boot":1', '"boot":-1'), 1, /no kept device/],
    ] as const) {
      writeFileSync(path('flash-1-0.ndjson'), damaged);
      expect(() => read('flash-1-0.ndjson')).toThrow(refusal(line, message));
    }
    rmSync(path('flash-1-0.ndjson'));
    expect(() => read('flash-1-0.ndjson')).toThrow(refusal(undefined, /missing/));
  });

  test('a changed byte, a line too few and a line without checksum: E2103, or all but these lines', () => {
    folder.writeFlash('flash-1-0.ndjson', [keptDevice('a'), keptDevice('b'), keptDevice('c')]);
    const text = readFileSync(path('flash-1-0.ndjson'), 'utf8');
    const lines = text.split('\n');
    for (const [damaged, line, message, left] of [
      [text.replace('"id":"b"', '"id":"x"'), 2, /checksum [0-9a-f]{8}, [0-9a-f]{8} was written/, ['a', 'c']],
      [text.replace(/,"crc32":"\w+"/, ''), 1, /no checksum/, ['b', 'c']],
      [`${lines[0]}\n${lines[1]}\n`, 3, /3 devices were written, 2 are left/, ['a', 'b']],
      [text.slice(0, -5), 3, /cut short/, ['a', 'b']],
    ] as const) {
      writeFileSync(path('flash-1-0.ndjson'), damaged);
      const at = { file: path('flash-1-0.ndjson'), line };
      expect(() => read(flash('flash-1-0.ndjson', 3))).toThrow(
        expect.objectContaining({ code: 'E2103', at, message: expect.stringMatching(message) }),
      );
      const damage: Error[] = [];
      const rest = [...folder.readFlash([flash('flash-1-0.ndjson', 3)], (error) => damage.push(error))];
      expect(rest.map(({ id }) => id)).toEqual(left);
      expect(damage[0]).toMatchObject({ code: 'E2103', at });
    }
  });

  test('a damaged file that is set aside outlives what nothing refers to', () => {
    folder.writeFlash('flash-1-0.ndjson', [keptDevice('a')]);
    folder.setAside('flash-1-0.ndjson');
    folder.setAside('flash-1-0.ndjson');
    folder.setAside('flash-1-1.ndjson');
    folder.removeFlashBut([]);
    expect(readdirSync(folder.path)).toEqual(['damaged-flash-1-0.ndjson']);
  });

  test('what nothing refers to goes', () => {
    folder.writePopulation(file);
    for (const name of ['flash-1-0.ndjson', 'flash-2-0.ndjson', 'flash-2-rest.ndjson']) folder.writeFlash(name, []);
    writeFileSync(path('flash-2-1.ndjson.new'), 'half');
    folder.removeFlashBut(file.flashFiles);
    expect(readdirSync(folder.path).sort()).toEqual(['flash-2-0.ndjson', 'flash-2-rest.ndjson', 'population.json']);
  });

  test('a write that fails in the middle leaves the old file and nothing beside it', () => {
    folder.writeFlash('flash-1-0.ndjson', [keptDevice('a')]);
    const failing = (function* () {
      yield keptDevice('b');
      throw new Error('no space left');
    })();
    const refusal = expect.objectContaining({ code: 'E2109', message: expect.stringContaining('no space left') });
    expect(() => folder.writeFlash('flash-1-0.ndjson', failing)).toThrow(refusal);
    expect(read('flash-1-0.ndjson')).toEqual([keptDevice('a')]);
    expect(readdirSync(folder.path)).toEqual(['flash-1-0.ndjson']);
  });

  test('a full disk: E2109, the old files whole, and room again', ({ skip }) => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root], { stdio: 'ignore' });
    } catch {
      skip('this user may not mount a small tmpfs, so no disk can be filled');
    }
    try {
      folder.writePopulation(file);
      folder.writeFlash('flash-1-0.ndjson', [keptDevice('a')]);
      const free = () => statfsSync(root).bavail;
      const before = free();
      const refusal = expect.objectContaining({ code: 'E2109', message: expect.stringContaining('ENOSPC') });
      expect(() => folder.writeFlash('flash-2-0.ndjson', [keptDevice('b', 100), keptDevice('c', 2_000_000)])).toThrow(refusal);
      writeFileSync(join(root, 'ballast'), Buffer.alloc(before * statfsSync(root).bsize));
      expect(() => folder.writePopulation({ ...file, run: 3 })).toThrow(refusal);
      expect(() => folder.claimHost(3, host)).toThrow(refusal);
      expect(folder.readPopulation()).toEqual(file);
      expect(read('flash-1-0.ndjson')).toEqual([keptDevice('a')]);
      expect(folder.readHost()).toBeUndefined();
      rmSync(join(root, 'ballast'));
      expect(free()).toBe(before);
      folder.writePopulation({ ...file, run: 3 });
    } finally {
      execFileSync('umount', [root]);
    }
  });
});

describe('claims', () => {
  test('one host has a run; E2101 for the other', () => {
    folder.claimHost(1, host);
    expect(() => folder.claimHost(1, { ...host, controlToken: 'other' })).toThrow(expect.objectContaining({ code: 'E2101' }));
    expect(folder.readHost()).toEqual({ run: 1, host });
    expect(readdirSync(folder.path)).toEqual(['host-1.json']);
    folder.releaseHost(1);
    expect(folder.readHost()).toBeUndefined();
  });

  test('the newest counts, older ones are taken away, damaged ones are none', () => {
    folder.claimHost(9, host);
    folder.claimHost(10, { ...host, pid: 8 });
    expect(folder.readHost()).toMatchObject({ run: 10, host: { pid: 8 } });
    folder.removeClaimsBefore(10);
    expect(readdirSync(folder.path)).toEqual(['host-10.json']);
    for (const damaged of ['', '{}', 'null', '{"pid":7']) {
      writeFileSync(path('host-10.json'), damaged);
      expect(folder.readHost()).toBeUndefined();
    }
  });

  test('the number of the newest run, from whatever file it left', () => {
    expect(folder.newestRun()).toBe(0);
    folder.claimHost(3, host);
    expect(folder.newestRun()).toBe(3);
    folder.writeFlash('flash-12-rest.ndjson', []);
    expect(folder.newestRun()).toBe(12);
  });
});
