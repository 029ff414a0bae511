import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { KeptKey, Keyring } from '#fleet/domain/index.js';
import { messageOf, SeatrialError, systemRandomBytes } from '#proto/kit/index.js';
import { createTrustKey, failTrust, formatKeyFile, type KeyFile, parseKeyFile } from '#proto/trust/index.js';

/** Bytes of a key file. */
const mostBytes = 65_536;

/**
 * Reads a key file. One with a private half that others than its owner can read is refused.
 * @throws E1550 no key file, E1551 readable by others, E1552 missing or unreadable
 */
export function readKeyFile(file: string): KeyFile {
  let text: string;
  let mode: number;
  try {
    const facts = statSync(file);
    if (!facts.isFile() || facts.size > mostBytes)
      throw failTrust('E1550', { message: `${file}: it is no file of at most ${mostBytes} bytes`, at: { file } });
    mode = facts.mode & 0o777;
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof SeatrialError) throw error;
    throw failTrust('E1552', { message: `${file}: ${messageOf(error)}`, at: { file }, cause: error });
  }
  const key = parseKeyFile(text, file);
  if (key.key !== undefined && process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw failTrust('E1551', {
      message: `${file} has the mode ${mode.toString(8)}, not 600`,
      next: `chmod 600 ${file}, and rotate the key when others had access`,
      at: { file },
    });
  }
  return key;
}

/**
 * Writes a file that only its owner can read; what it says is on disk when this returns, and a file that is there is replaced as a whole.
 * @throws E1552
 */
export function writeOwnFile(file: string, text: string): void {
  const unfinished = join(dirname(file), `.${basename(file)}.unfinished`);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    rmSync(unfinished, { force: true });
    const handle = openSync(unfinished, 'wx', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, file);
  } catch (error) {
    throw failTrust('E1552', { message: `${file} can't be written: ${messageOf(error)}`, at: { file }, cause: error });
  }
}

/** The keys of a manager as files of a folder, one a key. Read once; again when that failed. */
export function openKeyFolder(folder: string): Keyring {
  let kept: Map<string, KeptKey> | undefined;
  const read = (): Map<string, KeptKey> => {
    kept ??= new Map(keyFiles(folder).map((file) => keptOf(readKeyFile(file), file)));
    return kept;
  };
  const fileOf = ({ role, isDevelopment, key: { keyId } }: KeptKey): string =>
    join(folder, `${isDevelopment ? 'development' : 'production'}-${role}-${keyId.slice(0, 16)}.json`);
  return {
    keys: () => [...read().values()],
    create: (role, isDevelopment) => {
      const known = read();
      const one: KeptKey = { role, isDevelopment, key: createTrustKey(systemRandomBytes(32)) };
      const { keyId, publicHex } = one.key;
      writeOwnFile(fileOf(one), formatKeyFile({ role, isDevelopment, keyId, publicHex, key: one.key }));
      known.set(keyId, one);
      return one;
    },
    forget: (keyIds) => {
      for (const keyId of keyIds) {
        const one = read().get(keyId);
        if (one === undefined) continue;
        rmSync(fileOf(one), { force: true });
        read().delete(keyId);
      }
    },
  };
}

function keptOf({ role, isDevelopment, key }: KeyFile, file: string): [string, KeptKey] {
  if (key === undefined) throw failTrust('E1550', { message: `${file}: it has no private key`, at: { file } });
  return [key.keyId, { role, isDevelopment, key }];
}

function keyFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw failTrust('E1552', { message: `${folder}: ${messageOf(error)}`, cause: error });
  }
}
