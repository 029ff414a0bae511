import { describe, expect, test } from 'vitest';
import { deriveIdentitySeed, publicKeyOf } from '#firmware/device/index.js';
import { identitySeedOf, readIdentities } from './identity-file.ts';

const keyA = Buffer.alloc(32, 1);
const keyB = Buffer.alloc(32, 2);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const ndjson = (...values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('an identity file', () => {
  const a = { id: 'a-1', privateKey: text(keyA), publicKey: text(publicKeyOf(keyA)), profile: 'thermostat' };

  test('is NDJSON or CSV, with what is not for the simulator left out', () => {
    const wanted = [
      { id: 'a-1', identitySeed: keyA, publicKey: Buffer.from(publicKeyOf(keyA)), profile: 'thermostat' },
      { id: 'b-1', identitySeed: undefined, publicKey: undefined, profile: undefined },
    ];
    const csv = `id,labels,privateKey,publicKey,profile\na-1,"x=1,""y""",${a.privateKey},${a.publicKey},thermostat\r\nb-1,,,,\n`;
    expect(readIdentities(ndjson({ ...a, labels: { site: 'x' } }, { id: 'b-1' }), 'f')).toMatchObject(wanted);
    expect(readIdentities(csv, 'f')).toMatchObject(wanted);
    expect(readIdentities(csv, 'f').map(({ line }) => line)).toEqual([2, 3]);
  });

  test.each([
    ['an id twice', ndjson(a, { id: 'b' }, a), 3, /names a-1 again, line 1 does already/],
    ['no id', ndjson({ privateKey: a.privateKey }), 1, /id undefined/],
    ['a capital letter', ndjson({ id: 'A' }), 1, /the id "A"/],
    ['65 characters', ndjson({ id: 'a'.repeat(65) }), 1, /1 to 64/],
    ['a key too short', ndjson({ id: 'a', privateKey: text(keyA.subarray(1)) }), 1, /privateKey that is not 32 bytes/],
    ['a key that is no base64url', ndjson({ id: 'a', publicKey: '+'.repeat(43) }), 1, /publicKey that is not/],
    ['a line that is no JSON', `${ndjson(a)}{"id"\n`, 2, /is no JSON/],
    ['a line that is an array', `${ndjson(a)}[]\n`, 2, /is no JSON object/],
    ['a CSV without ids', 'name,key\nx,y\n', 1, /no column id/],
    ['a row with a field too few', 'id,profile\na\n', 2, /has 1 fields, the first line names 2/],
  ])('with %s: E2112 with file and line', (_what, source, line, message) => {
    const wanted = { code: 'E2112', at: { file: 'f', line }, message: expect.stringMatching(message) };
    expect(() => readIdentities(source, 'f')).toThrow(expect.objectContaining(wanted));
  });

  test('its public key must be that of the private one, or of the seed', () => {
    const [own] = readIdentities(ndjson(a), 'f');
    expect(own && identitySeedOf(own, 's', 'f')).toEqual(keyA);
    const [derived] = readIdentities(ndjson({ id: 'c', publicKey: text(publicKeyOf(deriveIdentitySeed('s', 'c'))) }), 'f');
    expect(derived && identitySeedOf(derived, 's', 'f')).toBeUndefined();
    expect(() => derived && identitySeedOf(derived, 'other', 'f')).toThrow(expect.objectContaining({ code: 'E2112' }));
    const [wrong] = readIdentities(ndjson({ ...a, privateKey: text(keyB) }), 'f');
    expect(() => wrong && identitySeedOf(wrong, 's', 'f')).toThrow(
      expect.objectContaining({ code: 'E2112', message: expect.stringContaining('its privateKey') }),
    );
  });
});
