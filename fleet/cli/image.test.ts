import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeTerminal } from './fake-terminal.ts';
import { main } from './program.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-image-'));
  writeFileSync(at('room.yaml'), application(21));
  writeFileSync(at('room-warm.yaml'), application(25));
  writeFileSync(
    at('payload.bin'),
    Uint8Array.from({ length: 200_000 }, (_, index) => (index * 31) & 0xff),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function at(name: string): string {
  return join(folder, name);
}

function application(limitC: number): string {
  return `id: room
initial: watching
context: {}
states:
  watching:
    entry:
      - { type: sample, params: { signals: [roomTempC], everyMs: 60000 } }
      - { type: watch, params: { signal: roomTempC, above: ${limitC}, everyMs: 10000, event: room.warm } }
    on:
      room.warm:
        - { target: warm, actions: [{ type: report, params: { name: room.warm } }] }
  warm:
    after:
      "60000":
        - { target: watching }
`;
}

interface Sizes {
  readonly contentBytes: number;
}

async function image(...args: string[]): Promise<{ code: number; out: Record<string, unknown>; err: string }> {
  const terminal = new FakeTerminal();
  const code = await main(['image', ...args, '-o', 'json'], terminal);
  return { code, out: JSON.parse(terminal.outText || '{}') as Record<string, unknown>, err: terminal.errText };
}

function build(out: string, version: string, ...more: string[]) {
  return image('build', '--name', 'room', '--version', version, '--profile', 'thermostat', '--out', at(out), ...more);
}

describe('fleet image', () => {
  test('build, inspect, verify: an application and a payload, the same bytes every time', async () => {
    const more = ['--application', at('room.yaml'), '--payload', at('payload.bin'), '--counter', '2', '--hardware', 'A'];
    const built = await build('a.img', '1.0.0', ...more);
    expect(built).toMatchObject({
      code: 0,
      out: {
        name: 'room',
        version: '1.0.0',
        profiles: ['thermostat'],
        hardwareRevisions: ['A'],
        securityCounter: 2,
        payloadBytes: 200_000,
      },
    });
    expect(built.out.application).toEqual({ id: 'room', states: ['warm', 'watching'] });
    await build('again.img', '1.0.0', ...more);
    expect(Buffer.compare(readFileSync(at('a.img')), readFileSync(at('again.img')))).toBe(0);
    expect((await image('inspect', at('a.img'))).out.digest).toBe(built.out.digest);
    expect(await image('verify', at('a.img'))).toMatchObject({ code: 0, out: { items: [{ result: 'ok', digest: built.out.digest }] } });
  });

  test('diff says what changes, delta how little it takes', async () => {
    await build('old.img', '1.0.0', '--application', at('room.yaml'), '--payload', at('payload.bin'));
    await build('new.img', '1.1.0', '--application', at('room-warm.yaml'), '--payload', at('payload.bin'));
    const { out } = await image('diff', at('old.img'), at('new.img'));
    expect(out).toMatchObject({ payload: 'same', header: [{ fact: 'version', before: '1.0.0', after: '1.1.0' }] });
    expect(out.application).toMatchObject([{ state: 'watching', part: 'entry', change: 'changed' }]);
    const delta = await image('delta', at('old.img'), at('new.img'), '--out', at('old-new.delta'));
    expect(delta).toMatchObject({ code: 0, out: { deltaBytes: out.deltaBytes } });
    expect(delta.out.share).toBeLessThan(0.02);
    expect(delta.out).toMatchObject({ choice: 'delta', workBytes: (out.from as Sizes).contentBytes + (out.to as Sizes).contentBytes });
  });

  test('a delta that devices have no memory for, or that is larger than the image, is said to be none', async () => {
    const build = (release: string) => image('build', '--release', release, '--out', at(release.replace('/', '-')), '--force');
    for (const release of ['beacon/1.1.0', 'beacon/1.1.1', 'thermostat/1.1.0']) await build(release);
    const delta = (to: string, ...more: string[]) => image('delta', at('beacon-1.1.0'), at(to), '--out', at('b.delta'), '--force', ...more);
    expect(await delta('beacon-1.1.1', '--profile', 'beacon')).toMatchObject({
      code: 0,
      out: { choice: 'full', reason: expect.stringContaining('the device works with 0') },
      err: expect.stringContaining('offer the image'),
    });
    expect(await delta('beacon-1.1.1', '--profile', 'thermostat')).toMatchObject({
      code: 2,
      err: expect.stringContaining('"code":"E1549"'),
    });
    writeFileSync(
      at('noise.bin'),
      Uint8Array.from({ length: 500 }, (_, index) => (index * index * 2_654_435_761) >>> 13),
    );
    await image('build', '--factory', 'beacon', '--out', at('f.img'), '--force');
    await image('build', '--name', 'n', '--version', '9.0.0', '--profile', 'beacon', '--payload', at('noise.bin'), '--out', at('n.img'));
    expect(await delta('n.img')).toMatchObject({ code: 0, out: { choice: 'full', reason: expect.stringContaining('are wanted') } });
  });

  test('a changed image is named, and the others are still checked', async () => {
    await build('good.img', '1.0.0', '--payload', at('payload.bin'));
    copyFileSync(at('good.img'), at('bad.img'));
    const bytes = readFileSync(at('bad.img'));
    bytes[100_000] = (bytes[100_000] as number) ^ 1;
    writeFileSync(at('bad.img'), bytes);
    const { code, out, err } = await image('verify', at('bad.img'), at('good.img'));
    expect(code).toBe(2);
    expect(out.items).toMatchObject([{ result: 'failed', error: { code: 'E1544' } }, { result: 'ok' }]);
    expect(err).toContain('chunk 3 of 7');
  });

  test.each<[string, readonly string[], number, RegExp]>([
    ['neither application nor payload', [], 2, /neither --application nor --payload/],
    ['a payload that is not there', ['--payload', 'nowhere.bin'], 2, /nowhere.bin/],
    ['an unknown profile', ['--payload', 'payload.bin', '--profile', 'thermstat'], 3, /did you mean \\"thermostat\\"/],
    ['hardware that is not there', ['--payload', 'payload.bin', '--hardware', 'Z'], 2, /--hardware is Z/],
    ['a counter past its limit', ['--payload', 'payload.bin', '--counter', '4294967296'], 2, /0 to 4294967295/],
    ['a minimum above the version', ['--payload', 'payload.bin', '--minimum-version', '2.0.0'], 2, /not below/],
  ])('build with %s is refused, and nothing is written', async (_what, more, code, message) => {
    const args = more.map((word) => (word === 'payload.bin' ? at(word) : word));
    const built = await build('refused.img', '1.0.0', ...args);
    expect(built.code).toBe(code);
    expect(built.err).toMatch(message);
    expect((await image('inspect', at('refused.img'))).code).toBe(2);
  });

  test('an application with an unknown signal is refused by line and column', async () => {
    writeFileSync(at('wrong.yaml'), application(21).replace('signals: [roomTempC]', 'signals: [romTempC]'));
    const built = await build('wrong.img', '1.0.0', '--application', at('wrong.yaml'));
    expect(built.code).toBe(2);
    expect(built.err).toMatch(/"line":7,/);
  });

  test('the factory image of a profile; whatever it says already is refused beside it', async () => {
    const built = await image('build', '--factory', 'thermostat', '--out', at('factory.img'));
    const facts = { name: 'thermostat', version: '1.0.0', profiles: ['thermostat'], hardwareRevisions: ['A', 'B'], securityCounter: 0 };
    expect(built).toMatchObject({ code: 0, out: { ...facts, payloadBytes: 0, application: { id: 'thermostat' } } });
    for (const [option, value] of [['--name', 'x'], ['--hardware', 'A'], ['--must-pass-through'], ['--minimum-version', '0.1.0']]) {
      const words = [option, value].filter((word) => word !== undefined);
      const refused = await image('build', '--factory', 'thermostat', '--out', at('none.img'), ...words);
      expect(refused).toMatchObject({ code: 2, err: expect.stringContaining(`${option} stands beside --factory`) });
    }
  });

  test('a release is built of its source, one that ships or a file; the source says all but the payload', async () => {
    const list = (await image('list')).out as { items: { reference: string; flaw: string }[] };
    expect(list.items).toContainEqual(expect.objectContaining({ reference: 'thermostat/1.2.0', flaw: 'logic-error' }));
    const built = await image('build', '--release', 'thermostat/1.2.0', '--payload', at('payload.bin'), '--out', at('release.img'));
    expect(built).toMatchObject({ code: 0, out: { name: 'thermostat', version: '1.2.0', payloadBytes: 200_000 } });
    writeFileSync(
      at('own.yaml'),
      `name: own\nversion: 2.0.0\nprofiles: [thermostat]\ntitle: Own\nminimumVersion: 1.5.0\nmustPassThrough: true\napplication:\n${application(21).replaceAll(/^/gm, '  ').trimEnd()}\n`,
    );
    const own = await image('build', '--release', at('own.yaml'), '--out', at('own.img'));
    expect(own).toMatchObject({ code: 0, out: { name: 'own', minimumVersion: '1.5.0', mustPassThrough: true } });
    writeFileSync(at('own.yaml'), readFileSync(at('own.yaml'), 'utf8').replace('[roomTempC]', '[romTempC]'));
    const refused = await image('build', '--release', at('own.yaml'), '--out', at('none.img'));
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/"code":"E1512".*"line":14,/) });
    writeFileSync(
      at('own.yaml'),
      'name: own\nversion: 2.0.0\nprofiles: [thermostat]\ntitle: Own\nhardwareRevisions: [A, Z]\napplication: 5\n',
    );
    expect(await image('build', '--release', at('own.yaml'), '--out', at('none.img'))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/"code":"E1501".*"line":5,/),
    });
    const beside = await image('build', '--release', 'thermostat/1.2.0', '--version', '3.0.0', '--out', at('none.img'));
    expect(beside).toMatchObject({ code: 2, err: expect.stringContaining('--version stands beside --release') });
    expect(await image('build', '--release', 'thermostat/1.3.0', '--out', at('none.img'))).toMatchObject({
      code: 3,
      err: expect.stringContaining('did you mean'),
    });
  });

  test('what is there is written over by --force alone', async () => {
    await build('there.img', '1.0.0', '--payload', at('payload.bin'));
    expect(await build('there.img', '1.0.1', '--payload', at('payload.bin'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('--force'),
    });
    expect((await build('there.img', '1.0.1', '--payload', at('payload.bin'), '--force')).out.version).toBe('1.0.1');
  });
});
