import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawDevice, SteadyDevice } from './bad-input-device.ts';
import { endAll, ManagerProcess } from './bad-input-manager.ts';
import { CliRig } from './cli-rig.ts';

/**
 * Issue 2, "Bad input": files and words that a user gives to the program. Each is refused with its code, file:line:column where there is a file, why and next,
 * and with exit code 2; a running manager keeps what it had.
 */

const profiles = resolve(import.meta.dirname, '../../firmware/profiles');
const rig = new CliRig();
const steady = new SteadyDevice('steady');
let manager: ManagerProcess;
const remote: string[] = [];

/** A shipped file with one thing changed. */
function changed(name: string, from: string | RegExp, to: string): string {
  const text = readFileSync(join(profiles, name), 'utf8');
  const other = text.replace(from, to);
  if (other === text) throw new Error(`${name} has no ${from}`);
  return other;
}

const rules = (more: string) => `apiVersion: seatrial/v1\nkind: AlarmRules\nrules:\n  - name: hot\n    title: It is hot\n${more}`;
const config = (more: string) => `apiVersion: seatrial/v1\nkind: ManagerConfig\n${more}`;
const rows = (change: (rows: string[]) => void): string => {
  const lines = [1, 2].flatMap((unit) => [1, 2, 3].map((cycle) => `${unit} ${cycle}${' 1.5'.repeat(24)}`));
  change(lines);
  return lines.map((line) => `${line}\n`).join('');
};

const files: Readonly<Record<string, string>> = {
  'syntax.yaml': 'a: [1,\n',
  'unit.yaml': changed('thermostat.yaml', 'unit: Cel', 'unit: Celcius'),
  'model.yaml': changed('thermostat.yaml', /^model: .*/m, 'model: nothing'),
  'state.yaml': changed('thermostat.yaml', 'everyMs: 60000', 'everyMs: 0'),
  'good-map.yaml': readFileSync(join(profiles, 'maps/cmapss-fd.yaml'), 'utf8'),
  'name-map.yaml': changed('maps/cmapss-fd.yaml', 'flightCycles', 'flightCyclez'),
  'column-map.yaml': changed('maps/cmapss-fd.yaml', 'column: 26', 'column: 27'),
  'good.txt': rows(() => undefined),
  'word.txt': rows((lines) => {
    lines[3] = lines[3]?.replace('1.5', 'abc') ?? '';
  }),
  'short.txt': rows((lines) => {
    lines[4] = '2 2 1.5';
  }),
  'empty.txt': '',
  'broken.gz': '\x1f\x8bnothing',
  'limit.yaml': config('limits:\n  devices: 0\n'),
  'key.yaml': config('limits:\n  devises: 5\n'),
  'severity.yaml': rules('    severity: awful\n    when: a > 1\n    action: Look\n    respondWithin: 1h\n'),
  'expression.yaml': rules('    severity: low\n    when: roomTempC >\n    action: Look\n    respondWithin: 1h\n'),
};

const replay = (file: string, map: string) => ['sim', 'spawn', 'x', '--profile', 'turbofan', '--replay', file, '--map', map, '--for', '5s'];
const onManager = (...words: string[]) => [...words, '--url'];

/** What is given to the program, the code it is refused with, and what the message names. */
const table: readonly (readonly [string, readonly string[], string, RegExp])[] = [
  ['a profile that is no YAML', ['profile', 'validate', 'syntax.yaml'], 'E1011', /syntax\.yaml:2:1: /],
  [
    'a profile with a unit that is none',
    ['profile', 'validate', 'unit.yaml'],
    'E1012',
    /unit\.yaml:\d+:\d+: signals\[0\]\.unit: .*"Celcius"/,
  ],
  ['a profile with a model that is none', ['profile', 'validate', 'model.yaml'], 'E1502', /model\.yaml:\d+:\d+: model: .*"nothing"/],
  [
    'a profile whose application is out of range',
    ['profile', 'validate', 'state.yaml'],
    'E1511',
    /state\.yaml:\d+:\d+: .*everyMs: .*>=1, found 0/,
  ],
  ['a map with a signal that is none', replay('good.txt', 'name-map.yaml'), 'E1535', /name-map\.yaml:\d+:\d+: .*"flightCyclez"/],
  ['a map with a column too far', replay('good.txt', 'column-map.yaml'), 'E1534', /column-map\.yaml:\d+:\d+: .*column 27 of 26/],
  ['a CSV with a word for a number', replay('word.txt', 'good-map.yaml'), 'E1533', /word\.txt:4: line 4, column 3: "abc"/],
  ['a CSV with a short row', replay('short.txt', 'good-map.yaml'), 'E1532', /short\.txt:5: line 5 has 3 columns, not 26/],
  ['a CSV without rows', replay('empty.txt', 'good-map.yaml'), 'E1536', /empty\.txt holds no rows/],
  ['a CSV that is a damaged gzip', replay('broken.gz', 'good-map.yaml'), 'E1530', /broken\.gz: /],
  ['a configuration out of range', ['serve', '--config', 'limit.yaml'], 'E1012', /limit\.yaml:4:12: limits\.devices: .*>=1, found 0/],
  ['a configuration with an unknown key', ['serve', '--config', 'key.yaml'], 'E1013', /key\.yaml:4:3: .*did you mean "devices"/],
  ['a rule with a severity that is none', onManager('alarm', 'rule', 'apply', '-f', 'severity.yaml'), 'E1012', /severity\.yaml:6:15: /],
  ['a rule with half an expression', onManager('alarm', 'rule', 'apply', '-f', 'expression.yaml'), 'E1801', /expression\.yaml:7:\d+/],
  ['a selector that is a bare word', onManager('device', 'list', 'thermostat'), 'E1806', /"thermostat"/],
  ['a selector with a field that is none', onManager('device', 'list', 'colour == "red"'), 'E1802', /colour/],
  ['a selector with half an expression', onManager('device', 'list', 'profile =='), 'E1801', /profile ==/],
];

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(rig.folder, name), text, name.endsWith('.gz') ? 'latin1' : 'utf8');
  manager = await ManagerProcess.start();
  remote.push(manager.url);
  await steady.begin(manager, await manager.enrolmentToken());
});

afterAll(async () => {
  steady.end();
  await endAll();
  await rig.close();
});

describe('files and words', () => {
  test.each(table)('%s', async (_name, words, code, message) => {
    const environment = {
      FLEET_TOKEN: manager.adminToken,
      FLEET_ENROLMENT_TOKEN: 'token:secret',
    };
    const args = words.at(-1) === '--url' ? [...words, ...remote] : words;
    const to = words[0] === 'sim' ? ['--to', manager.deviceUrl] : words[0] === 'serve' ? ['--listen', '127.0.0.1:0'] : [];
    const outcome = await rig.run([...args, ...to], environment);
    // An expression is shown with a caret below it, between the message and why.
    const said = outcome.stderr.slice(outcome.stderr.lastIndexOf('error[')).trimEnd();
    expect(said.slice(0, 12)).toBe(`error[${code}]`);
    expect(said).toMatch(message);
    expect(said.split('\n').slice(-2)).toEqual([expect.stringMatching(/^ {2}why: {2}\S/), expect.stringMatching(/^ {2}next: \S/)]);
    expect(outcome.code).toBe(2);
  });

  test('the manager keeps its rules, and its device noticed nothing', async () => {
    expect((await manager.api('GET', '/v1/alarm-rules')).body.items).toEqual([]);
    expect(await steady.complaint(manager)).toBeUndefined();
    const late = new RawDevice('late');
    await late.enrol(manager, await manager.enrolmentToken());
    expect(late.isWelcomed).toBe(true);
    expect((await manager.stop()).code).toBe(0);
  });
});
