import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FakeTerminal } from './fake-terminal.ts';
import { CaptureWriter, readCapture } from './frame-capture.ts';
import { main } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'seatrial-frames-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const head = { id: 'room-1', profile: 'thermostat', signals: [{ id: 1, name: 'roomTempC', unit: 'Cel' }] };
const goldenFolder = join(import.meta.dirname, '../../test/golden');
const golden = readdirSync(goldenFolder)
  .filter((name) => name.endsWith('.frame'))
  .map((name, index) => {
    // Hex stands left of the bars.
    const hex = [...readFileSync(join(goldenFolder, name), 'utf8').matchAll(/^ *([0-9a-f]+) *\|/gm)].map(([, part]) => part);
    const bytes = Buffer.from(hex.join(''), 'hex');
    return {
      number: index + 1,
      at: new Date(1_767_268_800_000 + index).toISOString(),
      direction: name.startsWith('device') ? ('in' as const) : ('out' as const),
      frameBytes: bytes.length,
      bytes: Buffer.from(bytes).toString('base64'),
      type: name.replace(/^\w+-(\w+).*/, '$1'),
    };
  });
let files = 0;

function written(): string {
  files += 1;
  const file = join(folder, `${files}.frames`);
  const writer = new CaptureWriter(file);
  writer.head(head);
  for (const item of golden) writer.frame(item);
  writer.finish();
  writer.close();
  return file;
}

async function run(...argv: string[]) {
  const terminal = new FakeTerminal();
  const code = await main(['device', 'frames', ...argv], terminal);
  return { code, out: terminal.outText, err: terminal.errText };
}

describe('capture files', () => {
  test('what is written is read back, frame by frame, by its owner alone', () => {
    const file = written();
    const { head: read, frames } = readCapture(file);
    expect(read).toEqual({ device: 'room-1', profile: 'thermostat', signals: head.signals });
    expect(frames.map((frame) => ({ ...frame, bytes: Buffer.from(frame.bytes).toString('base64') }))).toEqual(
      golden.map(({ type: _type, ...frame }) => frame),
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => new CaptureWriter(file)).toThrow(/can't write .*EEXIST/);
  });

  test('one that failed before its head goes away; one that failed later is whole', () => {
    const empty = join(folder, 'empty.frames');
    const nothing = new CaptureWriter(empty);
    nothing.abandon();
    nothing.close();
    expect(readdirSync(folder)).not.toContain('empty.frames');
    const some = new CaptureWriter(empty);
    some.head(head);
    some.frame(golden[0] ?? {});
    some.abandon();
    some.close();
    expect(readCapture(empty).frames).toHaveLength(1);
  });

  test('cut at any byte it is refused', () => {
    const text = readFileSync(written());
    const file = join(folder, 'cut.frames');
    const first = text.indexOf('\n');
    for (let length = 0; length < text.length - 1; length += length < 2_000 ? 1 : 37) {
      writeFileSync(file, text.subarray(0, length));
      expect(() => readCapture(file), `${length} bytes`).toThrow(
        expect.objectContaining({ code: length < first ? 'E2060' : 'E2062', exit: 2 }),
      );
    }
  });

  const lines = () => readFileSync(written(), 'utf8').trimEnd().split('\n');
  const damages: readonly (readonly [string, (all: string[]) => string[], string, string])[] = [
    ['no capture', () => ['a,b', '1,2'], 'E2060', 'does not begin with {"format":"seatrial-frames"'],
    ['another JSON', () => ['{"format":"other"}'], 'E2060', 'does not begin'],
    [
      'a later version',
      (all) => [String(all[0]).replace('"version":1', '"version":2')],
      'E2061',
      'of version 2, this program reads versions 1 to 1',
    ],
    ['no version', (all) => [String(all[0]).replace('"version":1,', ''), ...all.slice(1)], 'E2063', 'line 1'],
    ['no signals', (all) => [String(all[0]).replace('"signals"', '"x"'), ...all.slice(1)], 'E2063', 'line 1'],
    ['a line that is no JSON', (all) => [...all.slice(0, 3), 'oops', ...all.slice(3)], 'E2063', 'line 4'],
    ['a frame without its time', (all) => all.map((line) => line.replace('"at"', '"on"')), 'E2063', 'no time'],
    ['a direction that is none', (all) => all.map((line) => line.replace('"out"', '"up"')), 'E2063', 'not in or out'],
    ['bytes that are no base64', (all) => all.map((line) => line.replace('"bytes":"', '"bytes":"*')), 'E2063', 'no base64'],
    ['a length below the bytes', (all) => all.map((line) => line.replace(/"frameBytes":\d+/, '"frameBytes":1')), 'E2063', 'frameBytes 1'],
    [
      'a frame taken out',
      (all) => all.filter((_, index) => index !== 4),
      'E2063',
      `says ${golden.length} frames, and there are ${golden.length - 1}`,
    ],
    ['something behind its end', (all) => [...all, all[1] ?? ''], 'E2063', 'goes on behind its last line'],
  ];
  test.each(damages)('%s is refused', async (_what, damage, code, message) => {
    const file = join(folder, 'damaged.frames');
    writeFileSync(file, `${damage(lines()).join('\n')}\n`);
    const outcome = await run('--file', file);
    expect([outcome.code, outcome.out, outcome.err]).toEqual([2, '', expect.stringContaining(`error[${code}]`)]);
    expect(outcome.err).toContain(message);
  });
});

describe('fleet device frames --file', () => {
  test('shows all golden frames, decoded, in every format', async () => {
    const file = written();
    const table = await run('--file', file);
    expect(table.code).toBe(0);
    expect(
      table.out
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[2]),
    ).toEqual(golden.map(({ type }) => type));
    expect(table.out).toContain('boot 3 sequence 17: roomTempC 20.5, 300 1, roomTempC 20.25, 300 0');
    const list = JSON.parse((await run('--file', file, '-o', 'json')).out);
    expect(list).toMatchObject({ kind: 'FrameList', items: golden.map(({ number, type }) => ({ number, type, problem: null })) });
    expect((await run('--file', file, '-o', 'ndjson')).out.trimEnd().split('\n')).toHaveLength(golden.length);
    expect((await run('--file', file, '-o', 'name')).out).toBe(golden.map(({ number }) => `${number}\n`).join(''));
    expect((await run('--file', file, '-o', 'csv')).out.split('\r\n')[0]).toBe('at,direction,type,frameBytes,summary');
  });

  test('--hex shows every byte of every golden frame that is no secret', async () => {
    const file = written();
    const { code, out } = await run('--file', file, '--hex');
    expect(code).toBe(0);
    const blocks = out.split(/^#/m).slice(1);
    expect(blocks).toHaveLength(golden.length);
    for (const [index, block] of blocks.entries()) {
      if (block.includes('…')) continue;
      const hex = block
        .split('\n')
        .slice(1)
        .map((line) => line.slice(8, 56))
        .join('')
        .replaceAll(' ', '');
      expect(hex).toBe(Buffer.from(golden[index]?.bytes ?? '', 'base64').toString('hex'));
    }
    expect(out).toMatch(/0002 {2}22 41 +4 telemetry len = 65 bytes\n {2}0004 {2}08 03 +1 boot varint = 3\n/);
    const [item] = JSON.parse((await run('--file', file, '--hex', '--limit', '1', '--direction', 'in', '-o', 'json')).out).items;
    expect(item.hex[0]).toMatchObject({ offset: 0, field: 14, name: 'updateReport', wireType: 'len' });
  });

  test.each([
    [[], 'neither a device nor --file'],
    [['engine', '--file', 'x'], 'not device engine'],
    [['--file', 'x', '-w'], '--watch does not go with --file'],
    [['--file', 'x', '--save', 'y'], '--save does not go with --file'],
    [['engine', '--for', '1s'], '--for ends a --watch'],
    [['engine', '--hex', '-o', 'csv'], '--hex does not go with -o csv'],
    [['engine', '--limit', '100001'], 'from 1 to 100000'],
    [['--file', 'missing.frames'], 'missing.frames'],
  ])('%j is refused', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });
});
