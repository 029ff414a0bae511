import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { isSeatrialError, type SeatrialError } from '#proto/kit/index.js';
import type { SignalDefinition } from '#proto/profile/index.js';
import { openReplay, type Replay, replayLimits } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'seatrial-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const profile = { name: 'some', signals: ['speedKmh', 'tempC'].map((name, index) => signal(name, index + 1)) };

function signal(name: string, id: number): SignalDefinition {
  return { id, name, unit: '1', title: '', minimum: 0, maximum: 1, category: 'technical', durable: true };
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const map = `
title: test
separator: ","
header: false
columns: 3
units: { column: 1, digits: 2 }
everyMs: 1000
signals:
  - { column: 2, signal: speedKmh }
  - { column: 3, signal: tempC }
`;

function rowsOf(replay: Replay): Record<string, number[][]> {
  const devices: Record<string, number[][]> = {};
  for (const device of replay.devices) {
    const rows: number[][] = [];
    const cursor = device.open();
    for (let values: number[] = []; cursor.next(values); values = []) rows.push(values);
    expect(rows.length).toBe(device.rows);
    expect(cursor.next([])).toBe(false);
    devices[device.name] = rows;
  }
  return devices;
}

test('rows go to the device that their unit names, in order', () => {
  const path = write('units.csv', '1,1.5,2\n2,3,4e0\n1,-5,+6.\n\n10,.5,-0\n');
  const replay = openReplay(path, map, 'map.yaml', profile);
  expect([replay.signals, replay.everyMs]).toEqual([['speedKmh', 'tempC'], 1_000]);
  expect(rowsOf(replay)).toEqual({
    '01': [
      [1.5, 2],
      [-5, 6],
    ],
    '02': [[3, 4]],
    '10': [[0.5, -0]],
  });
});

test('gzip, line ends of Windows, a byte order mark and a missing last line end make no difference', () => {
  const plain = rowsOf(openReplay(write('plain.csv', '1,2,3\n1,4,5\n'), map, 'map.yaml', profile));
  for (const text of ['\ufeff1,2,3\r\n1,4,5\r\n', '1,2,3\n1,4,5'])
    for (const bytes of [Buffer.from(text), gzipSync(text)])
      expect(rowsOf(openReplay(write('other.csv', bytes), map, 'map.yaml', profile))).toEqual(plain);
});

test('columns by name, a trailing separator, a scale, and one device a file of a folder', () => {
  const named = `
title: test
separator: ";"
header: true
trailingSeparator: true
shortRows: skipLast
everyMs: 1
signals:
  - { column: "TEMP ()", signal: tempC, scale: 0.1, offset: -40 }
  - { column: SPEED, signal: speedKmh }
`;
  mkdirSync(join(folder, 'trips'));
  write('trips/b 1.csv', 'SPEED;TEMP ();X\n1;500;0;\n2;510;0\n3;5');
  write('trips/a.csv.gz', gzipSync('TEMP ();SPEED\n400;7\n'));
  write('trips/readme.md', 'no recording');
  const replay = openReplay(join(folder, 'trips'), named, 'map.yaml', profile);
  expect(rowsOf(replay)).toEqual({
    a: [[0, 7]],
    'b-1': [
      [10, 1],
      [11, 2],
    ],
  });
});

function refused(text: string | Uint8Array, mapText = map, limits = replayLimits): SeatrialError {
  try {
    openReplay(write('wrong.csv', text), mapText, 'map.yaml', profile, limits);
  } catch (error) {
    if (isSeatrialError(error)) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const wrongRows: readonly [what: string, text: string | Uint8Array, code: string, line: number | undefined, message: RegExp][] = [
  ['a short row', '1,2,3\n1,2\n', 'E1532', 2, /line 2 has 2 columns, not 3/],
  ['a long row', '1,2,3,4\n', 'E1532', 1, /line 1 has 4 columns, not 3/],
  ['a trailing separator that the map does not know', '1,2,3,\n', 'E1532', 1, /4 columns/],
  ['a word', '1,2,3\n\n1,two,3\n', 'E1533', 3, /line 3, column 2: "two"/],
  ['nothing', '1,,3\n', 'E1533', 1, /""/],
  ['NaN', '1,NaN,3\n', 'E1533', 1, /NaN/],
  ['infinity', '1,1e999,3\n', 'E1533', 1, /1e999/],
  ['a number in hexadecimal', '1,0x10,3\n', 'E1533', 1, /0x10/],
  ['a unit that can not be in an id', 'a b,2,3\n', 'E1536', 1, /"a b"/],
  ['no rows', '\n', 'E1536', undefined, /no rows/],
  ['damaged gzip', Uint8Array.of(0x1f, 0x8b, 1, 2, 3), 'E1530', undefined, /wrong\.csv/],
];

test.each(wrongRows)('%s is refused with its line', (_what, text, code, line, message) => {
  const error = refused(text);
  expect([error.code, error.at?.line]).toEqual([code, line]);
  expect(error.message).toMatch(message);
});

test('a short last row is skipped only when the map says so', () => {
  const skipping = (shortRows: string): string => `${map}shortRows: ${shortRows}\n`;
  const count = (text: string, shortRows: string): number =>
    openReplay(write('short.csv', text), skipping(shortRows), 'map.yaml', profile).devices[0]?.rows ?? 0;
  expect(count('1,2,3\n1,2\n\n', 'skipLast')).toBe(1);
  expect(count('1,2,3\n1,2\n1,4,5\n', 'skip')).toBe(2);
  expect(refused('1,2\n1,2,3\n', skipping('skipLast')).code).toBe('E1532');
  expect(refused('1,2,3,4\n', skipping('skip')).code).toBe('E1532');
});

const wrongMaps: readonly [what: string, text: string, code: string, line: number, message: RegExp][] = [
  ['an unknown signal', map.replace('speedKmh', 'sped'), 'E1535', 9, /no signal "sped"/],
  ['a signal nearly right', map.replace('speedKmh', 'speedKhm'), 'E1535', 9, /did you mean "speedKmh"/],
  ['a signal twice', map.replace('tempC', 'speedKmh'), 'E1535', 10, /twice/],
  ['a column beyond the last', map.replace('column: 3', 'column: 4'), 'E1534', 10, /column 4 of 3/],
  ['a named column without header', map.replace('column: 3', 'column: temp'), 'E1534', 10, /no header line/],
  ['no number of columns', map.replace('columns: 3\n', ''), 'E1535', 2, /how many columns/],
  ['a digit as separator', map.replace('","', '"0"'), 'E1535', 3, /no digit/],
  ['an unknown key', map.replace('everyMs', 'everyS'), 'E1013', 7, /did you mean "everyMs"/],
  ['a period of 0 ms', map.replace('1000', '0'), 'E1012', 7, /everyMs/],
];

test.each(wrongMaps)('a map with %s is refused with its place', (_what, text, code, line, message) => {
  const error = refused('1,2,3\n', text);
  expect([error.code, error.at?.file, error.at?.line]).toEqual([code, 'map.yaml', line]);
  expect(error.message).toMatch(message);
});

test('a column that the header does not have is refused', () => {
  const named = map.replace('header: false\ncolumns: 3', 'header: true').replace('column: 3', 'column: temp');
  expect(refused('unit,speed,other\n1,2,3\n', named)).toMatchObject({ code: 'E1534', message: expect.stringContaining('"temp"') });
  expect(refused('unit,speed\n', named.replace('temp', '3'))).toMatchObject({ code: 'E1534' });
});

test('size, values and devices are bounded at their limits', () => {
  const text = '1,2,3\n2,4,5\n';
  const exact = { fileBytes: text.length, values: 4, devices: 2 };
  expect(openReplay(write('limit.csv', text), map, 'map.yaml', profile, exact).devices).toHaveLength(2);
  for (const less of [{ fileBytes: text.length - 1 }, { values: 3 }, { devices: 1 }])
    for (const bytes of [Buffer.from(text), gzipSync(text)]) expect(refused(bytes, map, { ...exact, ...less }).code).toBe('E1531');
});

test('a file that is not there', () => {
  expect(() => openReplay(join(folder, 'none.csv'), map, 'map.yaml', profile)).toThrow(expect.objectContaining({ code: 'E1530' }));
});

test('a row with a text for a missing value is skipped, any other text is refused', () => {
  const path = write('missing.csv', '1,Null,2\n1,3, Null \n1,4,5\n');
  const withMissing = (texts: string): string => `${map}missing: [${texts}]\n`;
  expect(rowsOf(openReplay(path, withMissing('"n/a", "Null"'), 'map.yaml', profile))).toEqual({ '01': [[4, 5]] });
  expect(() => openReplay(path, withMissing('"null"'), 'map.yaml', profile)).toThrow(
    expect.objectContaining({ code: 'E1533', message: expect.stringContaining('"Null"') }),
  );
  const all = write('all-missing.csv', '1,Null,2\n');
  expect(() => openReplay(all, withMissing('"Null"'), 'map.yaml', profile)).toThrow(expect.objectContaining({ code: 'E1536' }));
  const texts = (count: number): string => Array.from({ length: count }, (_, index) => `t${index}`).join();
  expect(rowsOf(openReplay(write('one.csv', '1,4,5\n'), withMissing(texts(16)), 'map.yaml', profile))).toEqual({ '01': [[4, 5]] });
  expect(() => openReplay(path, withMissing(texts(17)), 'map.yaml', profile)).toThrow(expect.objectContaining({ code: 'E1012' }));
});
