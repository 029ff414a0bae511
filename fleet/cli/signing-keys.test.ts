import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTrustKey, formatKeyFile } from '#proto/trust/index.js';
import { commandSigner, keyOrderOf, signersOf } from './signing-keys.ts';

const key = createTrustKey(Buffer.alloc(32, 7));
const other = createTrustKey(Buffer.alloc(32, 8));
const bytes = Buffer.from('what is to be signed');
const hexOf = (signature: Uint8Array): string => Buffer.from(signature).toString('hex');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-signing-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a command signs; one that does not read all that it is given has signed all the same', () => {
  const { sign, keyId } = commandSigner(`echo ${hexOf(key.sign(bytes))}`, key.publicHex);
  expect(keyId).toBe(key.keyId);
  expect(hexOf(sign(bytes))).toBe(hexOf(key.sign(bytes)));
  const large = Buffer.alloc(1_000_000, 'a');
  expect(hexOf(commandSigner(`echo ${hexOf(key.sign(large))}`, key.publicHex).sign(large))).toBe(hexOf(key.sign(large)));
});

test.each<[string, string, RegExp]>([
  ['that fails', 'echo "no such slot" >&2; exit 3', /it ended with 3: no such slot/],
  ['that is not there', 'no-such-command-at-all', /it ended with 127/],
  ['that is killed', 'kill -9 $$', /it ended with SIGKILL/],
  ['that hangs', 'sleep 2', /it did not end within 200 ms/],
  ['that hangs behind another', 'sleep 2 | cat; true', /it did not end within 200 ms/],
  ['that prints nothing', 'true', /it printed 0 characters, not 128 of hex/],
  ['that prints words', 'echo hello', /it printed 5 characters, not 128 of hex: "hello"/],
  ['that prints for ever', 'yes', /ENOBUFS/],
  ['that prints 64 bytes that are no signature', `echo ${'ab'.repeat(64)}`, /no signature of these bytes by the key/],
  ['that signs with another key', `echo ${hexOf(other.sign(bytes))}`, /no signature of these bytes by the key/],
])('a command %s: E1556', (_what, command, message) => {
  expect(() => commandSigner(command, key.publicHex, command.startsWith('sleep') ? 200 : 60_000).sign(bytes)).toThrow(
    expect.objectContaining({ code: 'E1556', message: expect.stringMatching(message) }),
  );
});

function inputOf(options: Readonly<Record<string, string | readonly string[]>>) {
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? (options[name] as string) : undefined);
  const list = (name: string): readonly string[] => (Array.isArray(options[name]) ? (options[name] as readonly string[]) : []);
  return { text, list, count: () => undefined };
}

test('keys of files and commands come together, each once; a command needs its public key', () => {
  const file = join(folder, 'key.json');
  writeFileSync(file, formatKeyFile({ role: 'root', isDevelopment: false, keyId: key.keyId, publicHex: key.publicHex, key }), {
    mode: 0o600,
  });
  const signCommand = ['box one', 'box two'];
  const signers = signersOf(inputOf({ key: [file], signCommand, publicKey: [key.publicHex, other.publicHex] }));
  expect(signers.map(({ keyId }) => keyId)).toEqual([key.keyId, other.keyId]);
  expect(() => signersOf(inputOf({ signCommand, publicKey: [key.publicHex] }))).toThrow(/belong together: 2 and 1 are given/);
  expect(() => signersOf(inputOf({ signCommand: ['box'], publicKey: ['8a'] }))).toThrow(/--public-key is "8a", not 32 bytes/);
});

test('a place or a new key without any key that signs is refused: development keys would be used', () => {
  expect(() => keyOrderOf(inputOf({ out: folder }))).toThrow(expect.objectContaining({ code: 'E2003' }));
  expect(() => keyOrderOf(inputOf({ newKey: [other.publicHex] }))).toThrow(expect.objectContaining({ code: 'E2003' }));
  expect(keyOrderOf(inputOf({}))).toMatchObject({ signers: [], folder: undefined, newKeys: [], days: 365 });
  const order = keyOrderOf(inputOf({ signCommand: ['box'], publicKey: [key.publicHex], newKey: [other.publicHex], out: folder }));
  expect(order).toMatchObject({ signers: [{ keyId: key.keyId }], folder, newKeys: [other.publicHex] });
});
