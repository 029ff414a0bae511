import { deriveIdentitySeed, publicKeyOf } from '#firmware/device/index.js';
import { fail } from './host-errors.ts';
import { isRecord } from './kept-device.ts';
import { profileFrom } from './named-profile.ts';

/** One device of an identity file. */
export interface FileIdentity {
  readonly id: string;
  /** 32 bytes of its Ed25519 private key; undefined when its key follows from the seed. */
  readonly identitySeed: Uint8Array | undefined;
  /** 32 bytes; undefined when the file does not say. */
  readonly publicKey: Uint8Array | undefined;
  /** Name of a shipped profile, or the whole path of a YAML file; undefined when the file does not say. */
  readonly profile: string | undefined;
  /** In the file, from 1. */
  readonly line: number;
}

const mostIdentities = 1_000_000;
const keyBytes = 32;

/**
 * Reads identities: NDJSON with an object a line, or CSV whose first line names the columns. `id` is needed; `privateKey` and `publicKey`
 * (32 bytes each, base64url) and `profile` may be left out; other keys mean nothing here.
 * @param file for messages, and its folder for relative paths of profiles
 * @throws E2112 with file and line
 */
export function readIdentities(text: string, file: string): FileIdentity[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const isJson = text.trimStart().startsWith('{');
  const columns = isJson ? [] : csvFields(lines[0] ?? '');
  if (!isJson && !columns.includes('id')) throw wrong(file, 1, 'is no NDJSON, and as the first line of a CSV it names no column id');
  const identities: FileIdentity[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, source] of lines.entries()) {
    const line = index + 1;
    if (source.trim() === '' || (!isJson && index === 0)) continue;
    const identity = identityOf(isJson ? objectOf(source, file, line) : rowOf(source, columns, file, line), file, line);
    const before = lineOf.get(identity.id);
    if (before !== undefined) throw wrong(file, line, `names ${identity.id} again, line ${before} does already`);
    lineOf.set(identity.id, line);
    if (identities.length === mostIdentities) throw wrong(file, line, `is one more than ${mostIdentities} identities`);
    identities.push(identity);
  }
  return identities;
}

/**
 * The private key of a device: that of the file, or the one that follows from the seed.
 * @throws E2112 when the file's public key belongs to another one
 */
export function identitySeedOf({ id, identitySeed, publicKey, line }: FileIdentity, seed: string, file: string): Uint8Array | undefined {
  if (publicKey === undefined) return identitySeed;
  const own = publicKeyOf(identitySeed ?? deriveIdentitySeed(seed, id));
  if (Buffer.compare(own, publicKey) === 0) return identitySeed;
  const which =
    identitySeed === undefined ? `the key that follows from the seed of the population, and there is no privateKey` : 'its privateKey';
  throw wrong(file, line, `has a publicKey for ${id} that is not that of ${which}`);
}

function identityOf(value: Readonly<Record<string, unknown>>, file: string, line: number): FileIdentity {
  const { id, profile } = value;
  if (typeof id !== 'string' || !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)) {
    throw wrong(file, line, `has the id ${JSON.stringify(id)}: 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit`);
  }
  if (profile !== undefined && typeof profile !== 'string') throw wrong(file, line, 'has a profile that is no text');
  const key = (name: 'privateKey' | 'publicKey'): Uint8Array | undefined => {
    const text = value[name];
    if (text === undefined || text === null || text === '') return undefined;
    const bytes = typeof text === 'string' && /^[\w-]+={0,1}$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
    if (bytes?.length !== keyBytes) throw wrong(file, line, `has a ${name} that is not ${keyBytes} bytes in base64url`);
    return bytes;
  };
  return {
    id,
    identitySeed: key('privateKey'),
    publicKey: key('publicKey'),
    profile: profile === undefined || profile === '' ? undefined : profileFrom(file, profile),
    line,
  };
}

function objectOf(source: string, file: string, line: number): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw wrong(file, line, 'is no JSON', error);
  }
  if (!isRecord(value)) throw wrong(file, line, 'is no JSON object');
  return value;
}

function rowOf(source: string, columns: readonly string[], file: string, line: number): Readonly<Record<string, unknown>> {
  const fields = csvFields(source);
  if (fields.length !== columns.length) throw wrong(file, line, `has ${fields.length} fields, the first line names ${columns.length}`);
  return Object.fromEntries(columns.map((column, index) => [column, fields[index]]));
}

/** Fields of a line of CSV (RFC 4180); a quoted field stays on its line. */
function csvFields(source: string): string[] {
  const fields = source.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return Array.from(fields, ([, quoted, plain]) => (quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"')));
}

function wrong(file: string, line: number, what: string, cause?: unknown): Error {
  return fail('E2112', { message: `${file}:${line} ${what}`, at: { file, line }, cause });
}
