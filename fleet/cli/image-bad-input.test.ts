/** Image files that are not what they should be: each command names the fault by its code, and ends with its exit code. */
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Application, buildImage, imageLimits } from '#proto/image/index.js';
import { FakeTerminal } from './fake-terminal.ts';
import { main } from './program.ts';

let folder = '';
const at = (name: string): string => join(folder, name);

async function image(...args: string[]): Promise<{ code: number; out: Record<string, unknown>; err: string }> {
  const terminal = new FakeTerminal();
  const code = await main(['image', ...args, '-o', 'json'], terminal);
  return { code, out: JSON.parse(terminal.outText || '{}') as Record<string, unknown>, err: terminal.errText };
}

const facts = {
  name: 'room',
  version: '1.0.0',
  profiles: ['thermostat'],
  hardwareRevisions: ['A'],
  securityCounter: 0,
  minimumVersion: '',
  mustPassThrough: false,
};
const sampling = (signal: string): Application => ({
  id: 'room',
  initial: 'on',
  context: {},
  states: {
    on: { entry: [{ type: 'sample', params: { signals: [signal], everyMs: 1_000 } }], meta: { final: 'samples for ever' } },
  },
});
/** As another program may write it: its digests are right, its application is not. */
const foreign = (application: unknown): Uint8Array => buildImage(facts, application as Application, new Uint8Array(0));
const changed = (bytes: Uint8Array, index: number, value: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[index] = value;
  return copy;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-bad-image-'));
  writeFileSync(at('good.img'), foreign(sampling('roomTempC')));
  await image('delta', at('good.img'), at('good.img'), '--out', at('good.delta'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const good = (): Uint8Array => readFileSync(at('good.img'));
const cases: readonly [what: string, make: () => Uint8Array, code: string][] = [
  ['is empty', () => new Uint8Array(0), 'E1540'],
  ['is something else', () => Buffer.from('#!/bin/sh\n'), 'E1540'],
  ['is a delta', () => readFileSync(at('good.delta')), 'E1540'],
  ['has a format of the future', () => changed(good(), 8, 2), 'E1541'],
  ['is cut in its prefix', () => good().subarray(0, 11), 'E1542'],
  ['is cut in its header', () => good().subarray(0, 50), 'E1542'],
  ['is cut in its content', () => good().subarray(0, -1), 'E1542'],
  ['is too long', () => Buffer.concat([good(), Buffer.from('x')]), 'E1542'],
  ['has a header of noise', () => changed(good(), 17, 0xff), 'E1543'],
  ['has a changed content', () => changed(good(), good().length - 9, 0), 'E1544'],
  ['says a header of gigabytes', () => changed(good(), 15, 0x7f), 'E1545'],
  ['has an application that is a number', () => foreign(5), 'E1511'],
  ['has an application of nothing', () => foreign(null), 'E1510'],
  ['has an application without states', () => foreign({ id: 'x', initial: 'on', context: {} }), 'E1511'],
  ['has an unknown action', () => foreign(JSON.parse(JSON.stringify(sampling('roomTempC')).replace('sample', 'explode'))), 'E1511'],
  ['samples what the hardware has not', () => foreign(sampling('moonTempC')), 'E1512'],
  ['has a state without a way out', () => foreign({ ...sampling('roomTempC'), states: { on: {} } }), 'E1515'],
];

test.each(cases)('an image that %s', async (_what, make, code) => {
  const file = at('bad.img');
  writeFileSync(file, make());
  const verified = await image('verify', file, at('good.img'));
  expect(verified).toMatchObject({ code: 2, out: { items: [{ result: 'failed', error: { code } }, { result: 'ok' }] } });
  for (const args of [
    ['inspect', file],
    ['diff', at('good.img'), file],
    ['diff', file, at('good.img')],
  ])
    expect(await image(...args), args[0]).toMatchObject({ code: 2, err: expect.stringContaining(`"code":"${code}"`) });
  // A delta is about bytes: what an application means is not asked.
  if (code.startsWith('E154')) {
    const delta = await image('delta', at('good.img'), file, '--out', at('none.delta'));
    expect(delta).toMatchObject({ code: 2, err: expect.stringContaining(`"code":"${code}"`) });
    expect(existsSync(at('none.delta'))).toBe(false);
  }
});

test('inspect shows the header of an image whose content is damaged', async () => {
  writeFileSync(at('bad.img'), changed(good(), good().length - 9, 0));
  expect(await image('inspect', at('bad.img'))).toMatchObject({ code: 2, out: { version: '1.0.0', content: 'E1544', application: null } });
  expect(await image('inspect', at('good.img'))).toMatchObject({ code: 0, out: { content: 'ok', application: { id: 'room' } } });
});

test.each<[string, readonly string[], number, RegExp]>([
  ['this hardware', ['--profile', 'thermostat', '--hardware', 'A'], 0, /^$/],
  ['any revision', ['--profile', 'thermostat'], 0, /^$/],
  ['another revision', ['--profile', 'thermostat', '--hardware', 'B'], 2, /"code":"E1549".*revisions A of thermostat, not B/],
  ['another profile', ['--profile', 'beacon'], 2, /"code":"E1549".*fits thermostat, not beacon/],
  ['a revision that the profile has not', ['--profile', 'thermostat', '--hardware', 'C'], 2, /"code":"E2003".*A, B/],
  ['a revision of nothing', ['--hardware', 'A'], 2, /"code":"E2003".*without --profile/],
  ['an unknown profile', ['--profile', 'thermostt'], 3, /"code":"E1504"/],
])('verify for %s', async (_what, args, code, message) => {
  expect(await image('verify', at('good.img'), ...args)).toMatchObject({ code, err: expect.stringMatching(message) });
});

test('a file that is not there, a folder, and one that no image can be', async () => {
  writeFileSync(at('vast.img'), '');
  truncateSync(at('vast.img'), imageLimits.contentBytes + imageLimits.headerBytes + 17);
  for (const file of [at('nowhere.img'), folder, at('vast.img')]) {
    expect(await image('inspect', file)).toMatchObject({ code: 2, err: expect.stringContaining('"code":"E2011"') });
    expect(await image('build', '--release', 'beacon/1.1.1', '--payload', file, '--out', at('none.img'))).toMatchObject({ code: 2 });
  }
  expect(existsSync(at('none.img'))).toBe(false);
});

test('a payload past the limit of a content is refused before it is read', async () => {
  writeFileSync(at('vast.bin'), '');
  truncateSync(at('vast.bin'), imageLimits.contentBytes + 1);
  const args = ['--name', 'vast', '--version', '1.0.0', '--profile', 'drone', '--payload', at('vast.bin'), '--out', at('none.img')];
  expect(await image('build', ...args)).toMatchObject({ code: 2, err: expect.stringContaining('"code":"E1545"') });
});
