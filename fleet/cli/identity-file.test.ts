import { expect, test } from 'vitest';
import { newKeyPair } from './device-keys.ts';
import { mostIdentities, readIdentityFile } from './identity-file.ts';

const one = newKeyPair();
const two = newKeyPair();
const line = (more: object = {}) => JSON.stringify({ id: 'a', publicKey: one.publicKey, profile: 'thermostat', ...more });
const read = (text: string, profile?: string) => readIdentityFile(text, 'line4', profile);

test('NDJSON: with what is left out, and the private key left behind', () => {
  const text = `\uFEFF${line({ privateKey: one.privateKey, labels: { site: 'north' }, hardwareRevision: 'B', status: 'pending' })}\n\n${line({ id: 'b', publicKey: undefined, privateKey: two.privateKey })}\r\n`;
  expect(read(text)).toEqual([
    {
      line: 1,
      id: 'a',
      publicKey: one.publicKey,
      profile: 'thermostat',
      hardwareRevision: 'B',
      labels: { site: 'north' },
      status: 'pending',
    },
    { line: 3, id: 'b', publicKey: two.publicKey, profile: 'thermostat', hardwareRevision: '', labels: {}, status: 'active' },
  ]);
});

test('CSV: columns in any order, quoted cells, labels by columns, empty ones left out', () => {
  const text = `publicKey,id,label.site,label.crew,privateKey\n${one.publicKey},a,"Hall ""3"", east",,\n${two.publicKey}=,b,,blue,${two.privateKey}\n`;
  expect(read(text, 'beacon')).toMatchObject([
    { line: 2, id: 'a', publicKey: one.publicKey, profile: 'beacon', labels: { site: 'Hall "3", east' } },
    { line: 3, id: 'b', publicKey: two.publicKey, labels: { crew: 'blue' } },
  ]);
});

test.each([
  ['', 1, /no JSON.*names no column id/],
  ['name,key\n', 1, /no column id|unknown column "name"/],
  ['id,publicKey,labels\n', 1, /unknown column "labels"/],
  ['id,publicKey,colour\n', 1, /unknown column "colour"/],
  ['id,publicKey\n', 1, /name no identity/],
  [`id,publicKey\na\n`, 2, /has 1 cells, the first line names 2/],
  [`${line()}\n{"id":`, 2, /is no JSON/],
  [`${line()}\n[]`, 2, /is no JSON object/],
  [line({ colour: 'red' }), 1, /unknown field "colour"/],
  [line({ id: 'A b' }), 1, /has the id "A b"/],
  [line({ id: 7 }), 1, /id that is no text/],
  [line({ profile: '' }), 1, /names no profile/],
  [line({ publicKey: '' }), 1, /has no publicKey/],
  [line({ publicKey: one.publicKey.slice(0, 42) }), 1, /publicKey of 31 bytes.*has 32/],
  [line({ publicKey: 'not base64url!' }), 1, /publicKey of/],
  [line({ privateKey: two.privateKey }), 1, /not that of its privateKey/],
  [line({ privateKey: 'AAAA' }), 1, /privateKey of 3 bytes/],
  [line({ status: 'revoked' }), 1, /status "revoked"/],
  [line({ labels: ['x'] }), 1, /labels that are no object/],
  [line({ labels: { site: 3 } }), 1, /label "site" that is no text/],
])('%s is refused at line %d', (text, at, message) => {
  const refused = expect.objectContaining({
    code: 'E2050',
    exit: 2,
    message: expect.stringMatching(message),
    at: { file: 'line4', line: at },
  });
  expect(() => read(text)).toThrow(refused);
});

test('as many as may be, and one more', () => {
  const text = `id,publicKey\na,${one.publicKey}\nb,${one.publicKey}\nc,${one.publicKey}`;
  expect(mostIdentities).toBe(100_000);
  expect(readIdentityFile(text, 'line4', 'beacon', 3)).toHaveLength(3);
  const refused = expect.objectContaining({
    code: 'E2050',
    message: expect.stringMatching(/one more than 2/),
    at: { file: 'line4', line: 4 },
  });
  expect(() => readIdentityFile(text, 'line4', 'beacon', 2)).toThrow(refused);
});
