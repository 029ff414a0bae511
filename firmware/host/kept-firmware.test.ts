import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ContentShelf } from './content-shelf.ts';
import type { KeptDevice } from './kept-device.ts';
import { contentsOf, type KeptFirmware } from './kept-firmware.ts';
import { PopulationFolder } from './population-folder.ts';

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const contents = [...'image', 'root', 'targets'].map((text) => Buffer.from(text.repeat(50)));
const byDigest = new Map(contents.map((bytes) => [digestOf(bytes), bytes]));
const [first = '', second = '', ...others] = [...byDigest.keys()];

/** Firmware that names the first content in its flash and the second one as its root. */
const firmware: KeptFirmware = {
  flash: {
    regions: [{ extents: [[0, 50, 0, 0]], bad: [3], erases: [[1, 16]] }],
    contents: [{ digest: first }, { bytes: Buffer.from('own').toString('base64') }],
  },
  trust: { timeMs: 1_750_000_000_000, files: { root: second } },
  attempt: {
    attemptId: 'u-1',
    assignment: Buffer.from('signed').toString('base64'),
    digest: first,
    isOpen: false,
    trialFailure: null,
    takesDelta: false,
    receivedBytes: 50,
    storedBytes: 50,
    isAcknowledged: false,
    report: {
      attemptId: 'u-1',
      sequence: 7,
      state: 'reverted',
      cause: 'not-confirmed',
      message: '',
      timeMs: 1_750_000_000_000,
      storedBytes: 50,
      receivedBytes: 50,
      takesDelta: false,
      boot: 3,
      runningDigest: first,
      isConfirmed: true,
      securityCounter: 0,
      trustedTimeMs: 1_750_000_000_000,
      rootVersion: 1,
      timestampVersion: 2,
      snapshotVersion: 2,
      targetsVersion: 2,
    },
  },
};

const plainFlash = {
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
const kept: KeptDevice = { id: 'a', flash: { ...plainFlash, firmware } };
const without: KeptDevice = { id: 'b', flash: plainFlash };

let root: string;
let folder: PopulationFolder;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'seatrial-firmware-'));
  folder = new PopulationFolder(root, 'hall');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (devices: readonly KeptDevice[] = [kept, without]) => ({
  name: 'flash-1-0.ndjson',
  devices: folder.writeFlash('flash-1-0.ndjson', devices),
});
/** As another process sees it: nothing is known to be whole. */
const later = (): PopulationFolder => new PopulationFolder(root, 'hall');

test('firmware comes back as it was kept, a device that never had an update without any', () => {
  folder.contents.put(byDigest);
  const file = write();
  const again = later();
  expect([...again.readFlash([file])]).toEqual([kept, without]);
  expect(contentsOf(firmware)).toEqual([first, second]);
  expect(contentsOf(firmware).map((digest) => again.contents.read(digest))).toEqual(contents.slice(0, 2));
  expect(again.contents.read('0'.repeat(64))).toBeUndefined();
});

test('a content that is missing or was changed: E2103 with the line that names it and its file; skipped, the rest of the device stays', () => {
  folder.contents.put(byDigest);
  const file = write();
  const path = join(folder.contents.path, first);
  for (const [damage, what] of [
    [() => writeFileSync(path, 'something else'), `has the digest ${digestOf(Buffer.from('something else'))}`],
    [() => writeFileSync(path, (contents[0] as Buffer).subarray(0, 49)), 'has the digest'],
    [() => rmSync(path), 'is missing'],
    [() => mkdirSync(path), `can not be read: ${path}: EISDIR`],
  ] as const) {
    damage();
    const refusal = expect.objectContaining({
      code: 'E2103',
      at: { file: join(folder.path, file.name), line: 1 },
      message: expect.stringContaining(`${path} ${what}`),
    });
    expect(() => [...later().readFlash([file])]).toThrow(refusal);
    const skipped: Error[] = [];
    expect([...later().readFlash([file], (error) => skipped.push(error))]).toEqual([{ id: 'a', flash: plainFlash }, without]);
    expect(skipped).toEqual([refusal]);
    if (what.startsWith('can not')) rmSync(path, { recursive: true });
    else expect(later().contents.read(first)).toBeUndefined();
  }
  // Whoever has it puts it back.
  later().contents.put(byDigest);
  expect([...later().readFlash([file])]).toEqual([kept, without]);
});

test.each<[string, unknown]>([
  ['no object', 'firmware'],
  ['without a flash', { ...firmware, flash: undefined }],
  ['with a digest that is none', { ...firmware, trust: { timeMs: 0, files: { root: '../../passwd' } } }],
  ['with a content of another folder', { ...firmware, flash: { regions: [], contents: [{ digest: '../population.json' }] } }],
  ['with half an attempt', { ...firmware, attempt: { attemptId: 'u-1' } }],
  ['with a field of a later version', { ...firmware, spare: 1 }],
])('firmware %s: E2103', (_what, value) => {
  const file = write([{ id: 'a', flash: { ...plainFlash, firmware: value as KeptFirmware } }]);
  expect(() => [...later().readFlash([file])]).toThrow(
    expect.objectContaining({ code: 'E2103', message: expect.stringContaining('is no kept device') }),
  );
});

test('contents that no line names are taken away, and what a kill left', () => {
  folder.contents.put(byDigest);
  writeFileSync(join(folder.contents.path, `${first}.77.new`), 'half');
  later().contents.removeBut(new Set([first, second]));
  expect(readdirSync(folder.contents.path).sort()).toEqual([first, second].sort());
  expect(others.length).toBeGreaterThan(0);
  later().contents.removeBut(new Set());
  expect(readdirSync(folder.contents.path)).toEqual([]);
});

test('where nothing is kept there is no folder for it, and nothing to take away', () => {
  folder.contents.put(new Map());
  folder.contents.removeBut(new Set());
  expect(existsSync(folder.contents.path)).toBe(false);
});

test('contents up to the limit of a process, each counted once; one byte more: E2109 before it is written', () => {
  const bytes = contents.slice(0, 2).reduce((sum, { length }) => sum + length, 0);
  const two = new Map([...byDigest].slice(0, 2));
  const shelf = new ContentShelf(root, bytes);
  shelf.put(two);
  shelf.put(two);
  expect(shelf.digests).toEqual([first, second]);
  const tight = new ContentShelf(join(root, 'tight'), bytes - 1);
  expect(() => tight.put(two)).toThrow(expect.objectContaining({ code: 'E2109', message: expect.stringContaining(String(bytes - 1)) }));
  expect(readdirSync(tight.path)).toEqual([first]);
});
