import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSeatrialError } from '#proto/kit/index.js';
import { openKeyFolder, readKeyFile, writeOwnFile } from './key-folder.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'seatrial-keys-')), 'keys');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return isSeatrialError(error) ? `${error.code} ${error.message}` : String(error);
  }
  return 'none';
}

describe('the keys of a manager in its data folder', () => {
  test('are there again for the next process, each in a file that only its owner reads', () => {
    const first = openKeyFolder(folder);
    expect(first.keys()).toEqual([]);
    const root = first.create('root', true);
    const director = first.create('director', false);
    const files = readdirSync(folder);
    expect(files).toEqual([
      `development-root-${root.key.keyId.slice(0, 16)}.json`,
      `production-director-${director.key.keyId.slice(0, 16)}.json`,
    ]);
    for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    const again = openKeyFolder(folder).keys();
    expect(again.map(({ role, isDevelopment, key }) => [role, isDevelopment, key.keyId])).toEqual([
      ['root', true, root.key.keyId],
      ['director', false, director.key.keyId],
    ]);
    expect(Buffer.compare(again[0]?.key.sign(Buffer.from('x')) ?? Buffer.alloc(0), root.key.sign(Buffer.from('x')))).toBe(0);
  });

  test('are forgotten with their files', () => {
    const keyring = openKeyFolder(folder);
    keyring.forget([keyring.create('root', true).key.keyId, 'unknown']);
    expect([keyring.keys(), readdirSync(folder)]).toEqual([[], []]);
  });

  test('that others can read are refused, until that is mended', () => {
    const keyring = openKeyFolder(folder);
    keyring.create('root', true);
    const [file = ''] = readdirSync(folder);
    chmodSync(join(folder, file), 0o640);
    const next = openKeyFolder(folder);
    expect(codeOf(() => next.keys())).toMatch(/^E1551 .* has the mode 640, not 600$/);
    chmodSync(join(folder, file), 0o600);
    expect(next.keys()).toHaveLength(1);
  });

  test('a file of the public half alone may be read by all; one that is no key file is refused without its text', () => {
    const keyring = openKeyFolder(folder);
    keyring.create('root', true);
    const file = join(folder, readdirSync(folder)[0] ?? '');
    const json = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const secret = String(json.private);
    const write = (name: string, changes: Record<string, unknown>): string => {
      writeOwnFile(join(folder, '..', name), JSON.stringify({ ...json, ...changes }));
      return join(folder, '..', name);
    };
    const open = write('public', { private: undefined });
    chmodSync(open, 0o644);
    expect(readKeyFile(open).key).toBeUndefined();
    const rows: [changes: Record<string, unknown>, message: RegExp][] = [
      [{ format: 'other' }, /format is not seatrial-key/],
      [{ version: 2 }, /version 2/],
      [{ role: 'king' }, /role "king"/],
      [{ public: 'xx' }, /public key is not 32 bytes/],
      [{ keyId: '00' }, /key id is not that of its public key/],
      [{ private: secret.slice(1) }, /private key is not 32 bytes/],
      [{ private: '00'.repeat(32) }, /private key does not belong/],
    ];
    for (const [changes, message] of rows) {
      const said = codeOf(() => readKeyFile(write('broken', changes)));
      expect(said).toMatch(/^E1550 /);
      expect(said).toMatch(message);
      expect(said).not.toContain(secret.slice(1));
    }
    writeFileSync(join(folder, '..', 'text'), `{"private":"${secret}"`, { mode: 0o600 });
    expect(codeOf(() => readKeyFile(join(folder, '..', 'text')))).toMatch(/^E1550 .*: it is no JSON$/);
    expect(codeOf(() => readKeyFile(join(folder, 'missing')))).toMatch(/^E1552 /);
    expect(codeOf(() => readKeyFile(folder))).toMatch(/^E1550 /);
    expect(codeOf(() => writeOwnFile(join(file, 'below'), 'x'))).toMatch(/^E1552 /);
  });
});
