import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCertificate } from './certificate.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.log('skipped: certificates are made with openssl, which is not on the path');

const dashes = '-----';
const dayMs = 86_400_000;
let folder: string;
/** Read when the certificates are there: they are valid from the second in which they were made. */
let nowMs: number;
const file = (name: string): string => join(folder, name);

function make(name: string): void {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-days', '10', '-subj', `/CN=${name}.example`, '-addext', 'subjectAltName=DNS:localhost'];
  spawnSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)]);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-cert-'));
  if (!hasOpenssl) return;
  make('one');
  make('two');
  nowMs = Date.now();
  spawnSync('openssl', ['pkey', '-in', file('one.key'), '-aes128', '-passout', 'pass:secret', '-out', file('encrypted.key')]);
  writeFileSync(file('text'), 'no PEM');
  writeFileSync(file('broken.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  writeFileSync(file('broken.key'), `${dashes}BEGIN PRIVATE KEY${dashes}\nAAAA\n${dashes}END PRIVATE KEY${dashes}\n`);
  const chain = `${readFileSync(file('one.pem'), 'utf8')}${readFileSync(file('broken.pem'), 'utf8')}`;
  writeFileSync(file('broken-chain.pem'), chain);
  writeFileSync(file('large'), 'x'.repeat(1_048_577));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasOpenssl)('a certificate and its key', () => {
  const read = (cert: string, key: string, atMs = nowMs) => readCertificate({ certFile: file(cert), keyFile: file(key) }, atMs);

  test('what it is for and until when', () => {
    const { facts } = read('one.pem', 'one.key');
    expect(facts).toMatchObject({ subject: 'one.example', names: 'DNS:localhost', isSelfSigned: true, file: file('one.pem') });
    expect((facts.expiresAtMs - facts.validFromMs) / dayMs).toBe(10);
  });

  test.each([
    ['missing certificate', 'nowhere', 'one.key', 'E2309', /nowhere: ENOENT/],
    ['missing key', 'one.pem', 'nowhere', 'E2309', /nowhere: ENOENT/],
    ['no certificate', 'text', 'one.key', 'E2310', /no line "BEGIN CERTIFICATE"/],
    ['broken certificate', 'broken.pem', 'one.key', 'E2310', /broken/],
    ['broken chain behind a good certificate', 'broken-chain.pem', 'one.key', 'E2310', /chain in .* is broken/],
    ['one byte past the limit', 'large', 'one.key', 'E2310', /1048577 bytes, the limit is 1048576/],
    ['no key', 'one.pem', 'text', 'E2310', /no line "BEGIN PRIVATE KEY"/],
    ['broken key', 'one.pem', 'broken.key', 'E2310', /broken/],
    ['encrypted key', 'one.pem', 'encrypted.key', 'E2313', /encrypted/],
    ['key of another certificate', 'one.pem', 'two.key', 'E2311', /one\.example/],
  ])('%s', (_name, cert, key, code, message) => {
    expect(() => read(cert, key)).toThrow(expect.objectContaining({ code, exit: 2, message: expect.stringMatching(message) }));
  });

  test('valid from its first to its last second', () => {
    const { validFromMs, expiresAtMs } = read('one.pem', 'one.key').facts;
    read('one.pem', 'one.key', validFromMs);
    read('one.pem', 'one.key', expiresAtMs);
    expect(() => read('one.pem', 'one.key', validFromMs - 1)).toThrow(expect.objectContaining({ code: 'E2312' }));
    expect(() => read('one.pem', 'one.key', expiresAtMs + 1)).toThrow(expect.objectContaining({ code: 'E2312' }));
  });
});
