import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openReplay, type Replay } from '#firmware/signals/index.js';
import { loadShippedProfile, shippedMaps } from './index.ts';

function rowsOf(replay: Replay): Record<string, number[][]> {
  const devices: Record<string, number[][]> = {};
  for (const device of replay.devices) {
    const rows: number[][] = [];
    const cursor = device.open();
    for (let values: number[] = []; cursor.next(values); values = []) rows.push(values);
    devices[device.name] = rows;
  }
  return devices;
}

const data = process.env.SEATRIAL_DATA ?? resolve(import.meta.dirname, '../../../shared/data');
const hasData = ['cmapss', 'obd-carobd', 'smart-meter'].every((name) => existsSync(join(data, name)));
if (!hasData)
  console.warn(`REAL DATA IS MISSING: ${data} lacks cmapss, obd-carobd or smart-meter; set SEATRIAL_DATA to test the shipped maps on them`);

function shippedMap(name: string): string {
  const found = shippedMaps().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no map ${name}`);
  return readFileSync(found.path, 'utf8');
}

test.skipIf(!hasData)('C-MAPSS FD001: 100 engines, 20,631 rows, every value as in the file', () => {
  const path = join(data, 'cmapss/train_FD001.txt.gz');
  const replay = openReplay(path, shippedMap('cmapss-fd'), 'cmapss-fd.yaml', loadShippedProfile('turbofan'));
  const lines = gunzipSync(readFileSync(path)).toString('latin1').trim().split('\n');
  const expected: Record<string, number[][]> = {};
  for (const line of lines) {
    const [unit = '', ...values] = line.trim().split(' ');
    const rows = expected[unit.padStart(3, '0')] ?? [];
    expected[unit.padStart(3, '0')] = rows;
    rows.push(values.map(Number));
  }
  expect([replay.devices.length, lines.length, replay.signals.length]).toEqual([100, 20_631, 25]);
  expect(rowsOf(replay)).toEqual(expected);
});

test.skipIf(!hasData)('C-MAPSS: all training files fit the map', () => {
  const counts = ['FD002', 'FD003', 'FD004'].map((name) => {
    const replay = openReplay(join(data, `cmapss/train_${name}.txt.gz`), shippedMap('cmapss-fd'), 'map', loadShippedProfile('turbofan'));
    return [replay.devices.length, replay.devices.reduce((sum, device) => sum + device.rows, 0)];
  });
  expect(counts).toEqual([
    [260, 53_759],
    [100, 24_720],
    [249, 61_249],
  ]);
});

test.skipIf(!hasData)('carOBD: 33 trips, every value as in the file and within the signal', () => {
  const profile = loadShippedProfile('connected-car');
  const replay = openReplay(join(data, 'obd-carobd'), shippedMap('obd-carobd'), 'obd-carobd.yaml', profile);
  expect([replay.devices.length, replay.signals.length]).toEqual([33, 27]);
  const devices = rowsOf(replay);
  const text = gunzipSync(readFileSync(join(data, 'obd-carobd/drive1.csv.gz'))).toString('latin1');
  const expected = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',').slice(0, 27).map(Number));
  expect(devices.drive1).toEqual(expected);
  const outside: string[] = [];
  for (const [index, name] of replay.signals.entries()) {
    const { minimum = 0, maximum = 0 } = profile.signals.find((candidate) => candidate.name === name) ?? {};
    for (const rows of Object.values(devices))
      for (const row of rows)
        if (!((row[index] as number) >= minimum && (row[index] as number) <= maximum)) outside.push(`${name} ${row[index]}`);
  }
  expect(outside).toEqual([]);
});

test.skipIf(!hasData)('Low Carbon London: one household, every half hour but the one without a value', () => {
  const profile = loadShippedProfile('smart-meter');
  const path = join(data, 'smart-meter/MAC000002.csv.gz');
  const replay = openReplay(path, shippedMap('london-smart-meter'), 'london-smart-meter.yaml', profile);
  const lines = gunzipSync(readFileSync(path)).toString('latin1').trim().split('\n').slice(1);
  const expected = lines.map((line) => line.split(',')[2]?.trim() ?? '').filter((value) => value !== 'Null');
  expect([lines.length, expected.length]).toEqual([24_158, 24_157]);
  expect(rowsOf(replay)).toEqual({ MAC000002: expected.map((value) => [Number(value), Number(value) * 2_000]) });
});
