import { createHash, createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimBytes, encodeDeviceFrame, helloBytes } from './index.ts';

/** docs/PROTOCOL.md without white space: what it shows over several lines is found as one. */
const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'PROTOCOL.md'), 'utf8').replaceAll(
  /"[^"]*"|\s|nonce|publickey/g,
  '',
);
const count = (length: number, start: number) => Uint8Array.from({ length }, (_, index) => start + index);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const seed = count(32, 1);
const nonce = count(32, 0xa0);
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
  format: 'der',
  type: 'pkcs8',
});
const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(12));

test('the worked example of docs/PROTOCOL.md is what this code makes: claim', () => {
  const message = claimBytes(nonce, publicKey, 'pump-7');
  expect(hex(message)).toBe(
    `${hex(new TextEncoder().encode('seatrial.v1 claim\n'))}${hex(nonce)}${hex(publicKey)}${hex(new TextEncoder().encode('pump-7'))}`,
  );
  const tokenKey = createHash('sha256').update('correct-horse-battery-staple').digest();
  const tokenProof = new Uint8Array(createHmac('sha256', tokenKey).update(message).digest());
  const signature = new Uint8Array(sign(null, message, privateKey));
  const frame = encodeDeviceFrame({
    channel: 0,
    type: 'claim',
    body: { tokenId: 't-42', tokenProof, deviceId: 'pump-7', publicKey, signature, profile: 'turbofan', hardwareRevision: 'B' },
  });
  for (const bytes of [seed, publicKey, nonce, message.subarray(0, 18), tokenKey, tokenProof, signature, frame])
    expect(page).toContain(hex(bytes));
});

test('the worked example of docs/PROTOCOL.md is what this code makes: hello', () => {
  const message = helloBytes(nonce, 'pump-7', 3, 2);
  expect(hex(message)).toBe(
    `${hex(new TextEncoder().encode('seatrial.v1 hello\n'))}${hex(nonce)}${hex(new TextEncoder().encode('pump-7\n3\n2'))}`,
  );
  expect(page).toContain(hex(message));
  expect(page).toContain(hex(sign(null, message, privateKey)));
});
