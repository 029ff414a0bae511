import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { annotateFrame, type FrameSender, viewFrame, withoutSecrets } from '#proto/frame/index.js';
import { createRandom } from '#proto/kit/index.js';
import { brokenFrames } from './broken-frames.ts';
import { mutate } from './frame-mutation.ts';
import { parseFrame } from './frame-text.ts';

const folder = import.meta.dirname;
const golden = readdirSync(folder)
  .filter((name) => name.endsWith('.frame'))
  .map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const meaning = JSON.parse(text.slice(text.indexOf('\n\n'))) as Record<string, unknown>;
    return { name, sender: name.replace(/-.*/, '') as FrameSender, bytes: parseFrame(text), meaning };
  });
const secretFields = ['nonce', 'signature', 'tokenProof'];

/** The hex of all lines but the last one's, when that says where reading ended. */
function hexOf(lines: ReturnType<typeof annotateFrame>): string {
  return lines.map(({ hex }) => hex).join('');
}

describe.each(golden)('$name', ({ sender, bytes, meaning }) => {
  test('is shown as the .proto files read it, its secrets shortened', () => {
    const { channel, type, body, problem } = viewFrame(bytes, sender);
    const [wanted = '', content] = Object.entries(meaning).find(([key]) => key !== 'channel') ?? [];
    expect([channel, type, problem]).toEqual([meaning.channel ?? 0, wanted, undefined]);
    const { signals, ...rest } = body;
    const shown = Object.entries(content as Record<string, unknown>).map(([key, value]) => {
      if (!secretFields.includes(key)) return [key, value];
      return [key, `${String(value).slice(0, 8)}… (${String(value).length / 2} bytes)`];
    });
    // A profile's signals are its own field; telemetry has none.
    expect(type === 'profileDefinition' ? body : rest).toEqual(Object.fromEntries(shown));
    if (type === 'telemetry') expect(signals).toEqual((body.signalIds as number[]).map(String));
  });

  test('is annotated byte by byte', () => {
    const lines = annotateFrame(bytes, sender);
    const whole = withoutSecrets(bytes, sender);
    for (const { offset, hex, name, field, wireType, value } of lines) {
      expect(whole.subarray(offset, offset + hex.replace('…', '').length / 2)).toEqual(
        Uint8Array.from(Buffer.from(hex.replace('…', ''), 'hex')),
      );
      expect([name, field > 0, wireType, value]).toEqual([
        expect.stringMatching(/^[a-z]\w*$/),
        true,
        expect.any(String),
        expect.anything(),
      ]);
      expect(hex.endsWith('…')).toBe(secretFields.includes(name));
    }
    if (!lines.some(({ hex }) => hex.includes('…'))) expect(hexOf(lines)).toBe(Buffer.from(bytes).toString('hex'));
  });

  test('cut at any byte it never throws, and what is there of a secret stays hidden', () => {
    for (let length = 0; length < bytes.length; length += 1) {
      const piece = bytes.slice(0, length);
      const hidden = withoutSecrets(piece, sender);
      expect(hidden.length).toBe(length);
      const shown = JSON.stringify([viewFrame(hidden, sender), annotateFrame(hidden, sender)]);
      for (const name of secretFields) {
        const secret = Object.values(meaning).flatMap((body) => (body as Record<string, string> | undefined)?.[name] ?? []);
        for (const hex of secret) expect(shown).not.toContain(hex.slice(0, 10));
      }
      expect(viewFrame(piece, sender, undefined, bytes.length).problem).toBe(`only the first ${length} of ${bytes.length} bytes were kept`);
    }
  });
});

test.each(brokenFrames)('$what: the decoder says why, and the hex goes up to the place', ({ direction, hex, gives }) => {
  const bytes = Buffer.from(hex, 'hex');
  const { problem } = viewFrame(bytes, direction);
  expect(problem ?? 'unknown').toContain(gives.replace('invalid ', ''));
  const lines = annotateFrame(bytes, direction);
  if (gives === 'E1101') expect(lines.at(-1)).toMatchObject({ field: 0, value: expect.stringMatching(/^ends here, by byte \d+: /) });
  if (!lines.some((line) => line.hex.includes('…'))) expect(hexOf(lines)).toBe(hex);
});

test('telemetry has the names of the profile; an id that it lacks stands as a number', () => {
  const telemetry = golden.find(({ name }) => name === 'device-telemetry.frame');
  const { body } = viewFrame(telemetry?.bytes ?? new Uint8Array(0), 'device', new Map([[1, 'roomTempC']]));
  expect(body).toMatchObject({ signalIds: [1, 300, 1, 300], signals: ['roomTempC', '300', 'roomTempC', '300'] });
});

test('unknown fields are named by their numbers, of each wire type', () => {
  const good = Buffer.from('3a0d09000000000000f03f9801f001', 'hex');
  expect(viewFrame(good, 'device')).toEqual({ channel: 0, type: 'sleep', body: { wakeInMs: 1, field19: 240 }, problem: undefined });
  const outer = Buffer.from('9801f001a1010100000000000000a5010000803faa0103616263b3010801b401', 'hex');
  expect(viewFrame(outer, 'device')).toEqual({
    channel: 0,
    type: 'unknown',
    body: { field19: 240, field20: 1_065_353_216, field21: '616263', field22: '0801b401' },
    problem: undefined,
  });
  expect(annotateFrame(outer, 'device').map(({ name, wireType }) => `${name} ${wireType}`)).toEqual([
    'field19 varint',
    'field20 i64',
    'field20 i32',
    'field21 len',
    'field22 group',
  ]);
});

test('a key of a map can not reach a prototype', () => {
  const bytes = Buffer.from('2a20080110012a01613a170a095f5f70726f746f5f5f' + '11000000000000f03f', 'hex');
  const { body } = viewFrame(bytes, 'device');
  expect(Object.keys((body.values ?? {}) as object)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('numbers that are none are texts, since JSON has none', () => {
  const bytes = Buffer.from('2211080110012201013208000000000000f87f', 'hex');
  expect(viewFrame(bytes, 'device')).toMatchObject({ body: { values: ['NaN'] }, problem: expect.stringMatching(/^not-finite: /) });
});

test('mutated frames never throw, are annotated without a gap, and name where they break as the decoders find them broken', () => {
  const random = createRandom('mutated views', 'frames', 'mutation');
  let broken = 0;
  for (let index = 0; index < 3_000; index += 1) {
    const source = golden[random.integer(0, golden.length - 1)] as (typeof golden)[number];
    const bytes = mutate(
      source.bytes,
      Array.from({ length: random.integer(1, 6) }, () => random.uint32()),
    );
    const lines = annotateFrame(bytes, source.sender);
    const { problem } = viewFrame(bytes, source.sender);
    const what = Buffer.from(bytes).toString('hex');
    if (!lines.some(({ hex }) => hex.includes('…'))) expect(hexOf(lines), what).toBe(what.slice(0, 131_072));
    expect(withoutSecrets(bytes, source.sender)).toHaveLength(bytes.length);
    if (lines.at(-1)?.field === 0) broken += 1;
    else expect(problem ?? '', what).not.toMatch(/^E1101/);
  }
  expect(broken).toBeGreaterThan(300);
});

test('a frame full of the smallest fields is shown in linear time and with its limit of depth', () => {
  const many = Buffer.alloc(65_536, Buffer.from('5a00', 'hex'));
  expect(annotateFrame(many, 'device')).toHaveLength(32_768);
  const texts = Buffer.concat([Buffer.from('52ffff03', 'hex'), Buffer.alloc(65_532, Buffer.from('3200', 'hex'))]);
  expect(viewFrame(texts, 'device').body.commands).toHaveLength(32_766);
  const groups = Buffer.alloc(1_000, Buffer.from('bb01', 'hex'));
  expect(annotateFrame(groups, 'device').at(-1)?.value).toContain('more than 64 deep');
});
