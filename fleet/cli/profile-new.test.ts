import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeviceKind } from '#firmware/device/index.js';
import { findProfile, openReplay, signalModels } from '#firmware/host/index.js';
import { FakeTerminal } from './fake-terminal.ts';
import { main } from './program.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-profile-new-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function make(...args: string[]): Promise<{ code: number; out: Record<string, unknown>; err: string }> {
  const terminal = new FakeTerminal();
  const code = await main(['profile', 'new', ...args, '-o', 'json'], terminal);
  return { code, out: JSON.parse(terminal.outText || '{}') as Record<string, unknown>, err: terminal.errText };
}

function table(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('the starter is a whole profile that can be run', async () => {
  const file = join(folder, 'pump.yaml');
  expect(await make('pump', '--out', file)).toMatchObject({ code: 0, out: { signals: ['pressureBar', 'motorTempC'] } });
  const profile = findProfile(file);
  const model = signalModels.get(profile.model);
  if (model === undefined) throw new Error('no model');
  expect(new DeviceKind(profile, model).model.outputs).toEqual(['pressureBar', 'motorTempC']);
});

test('a table gives signals with units, ranges that hold all values, and a map by which it drives devices', async () => {
  const rows = Array.from(
    { length: 20 },
    (_, row) => `2026-01-01 00:00:${String(row * 2).padStart(2, '0')},7,${20 + row / 10},${row},x${row}`,
  );
  const file = table('oven.csv', `timestamp,unit,Oven Temp (C),DOOR_COUNT,remark\n${rows.join('\n')}\n`);
  const out = join(folder, 'oven.yaml');
  const made = await make('oven', '--from-csv', file, '--out', out);
  expect(made.err).toContain(`--map`);
  expect(made).toMatchObject({ code: 0, out: { rows: 20, units: 1, everyMs: 2_000, isTimeKnown: true, unknownUnits: 1 } });
  expect(made.out.signals).toMatchObject([
    { name: 'ovenTempC', unit: 'Cel', category: 'environment', column: 'Oven Temp (C)' },
    { name: 'doorCount', unit: '{unknown}', category: 'security', column: 'DOOR_COUNT' },
  ]);
  expect(made.out.skipped).toMatchObject([{ column: 'timestamp' }, { column: 'unit' }, { column: 'remark', why: 'holds no numbers' }]);
  const profile = findProfile(out);
  expect(profile.signals[0]).toMatchObject({ minimum: 19.8, maximum: 22.1 });
  const map = join(folder, 'oven-map.yaml');
  const [device] = openReplay(file, readFileSync(map, 'utf8'), map, profile).devices;
  const values: number[] = [];
  device?.open().next(values);
  expect([device?.name, device?.rows, values]).toEqual(['7', 20, [20, 0]]);
});

test.each([
  ['semicolons', 'a;b\n1;2\n3;4\n', 2],
  ['blanks, no header', '1  2 3\n4 5   6\n', 3],
  ['a comma at the end of each row', 'a,b\n1,2,\n3,4,\n', 2],
  ['a last row that was cut', 'a,b\n1,2\n3,4\n5\n', 2],
  ['two columns of one name', 'a,a\n1,2\n3,4\n', 2],
])('%s are understood', async (_what, text, signals) => {
  const made = await make('any', '--from-csv', table('any.csv', text), '--out', join(folder, 'any.yaml'), '--force');
  expect(made.code).toBe(0);
  expect(made.out.signals).toHaveLength(signals);
});

test.each([
  ['nothing', '', /is empty/],
  ['quotes', 'a,b\n"1",2\n', /line 2 has quotes/],
  ['rows of several widths', 'a,b\n1,2\n1\n3,4\n', /line 3 has 1 columns, not 2/],
  ['no numbers', 'a,b\nx,y\nz,w\n', /no column that can be a signal/],
  ['a hole', 'a,b\nx,1\ny,\n', /line 3 has .*no finite number/],
])('%s are refused', async (_what, text, message) => {
  const made = await make('bad', '--from-csv', table('bad.csv', text), '--out', join(folder, 'bad.yaml'));
  expect(made.code).not.toBe(0);
  expect(made.err).toMatch(message);
});

test('what is there is written over by --force alone', async () => {
  const out = join(folder, 'twice.yaml');
  expect((await make('twice', '--out', out)).code).toBe(0);
  expect(await make('twice', '--out', out)).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
  expect((await make('twice', '--out', out, '--force')).code).toBe(0);
});

test('a name that no profile can have is refused', async () => {
  expect(await make('Big Pump')).toMatchObject({ code: 2, err: expect.stringContaining('a-z 0-9 -') });
});
