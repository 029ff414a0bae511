import { cliError } from './cli-errors.ts';
import { keyBytes, keyOf, publicKeyOf } from './device-keys.ts';

/** Most identities of one file. */
export const mostIdentities = 100_000;

/** One identity of a file, as the manager takes it: its private key, if the file has one, stays behind. */
export interface FileIdentity {
  /** In the file, from 1. */
  readonly line: number;
  readonly id: string;
  readonly publicKey: string;
  readonly profile: string;
  readonly hardwareRevision: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: 'active' | 'pending';
}

type Row = Readonly<Record<string, unknown>>;

const fields = ['id', 'publicKey', 'privateKey', 'profile', 'hardwareRevision', 'labels', 'status'];

/**
 * Reads identities: NDJSON with an object a line, or CSV whose first line names the columns. `id`, `profile`, and `publicKey` or `privateKey` are
 * needed (32 bytes, base64url); `hardwareRevision`, `labels` (an object; in CSV columns label.KEY) and `status` may be left out.
 * @param file for messages
 * @param fallbackProfile of those that name none
 * @param most identities that the file may have
 * @throws E2050 with file and line
 */
export function readIdentityFile(
  text: string,
  file: string,
  fallbackProfile: string | undefined,
  most: number = mostIdentities,
): FileIdentity[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const isJson = text.trimStart().startsWith('{');
  const columns = isJson ? [] : columnsOf(lines[0] ?? '', file);
  const identities: FileIdentity[] = [];
  for (const [index, source] of lines.entries()) {
    const line = index + 1;
    if (source.trim() === '' || (!isJson && index === 0)) continue;
    if (identities.length === most) throw wrong(file, line, `is one more than ${most} identities: split the file`);
    const row = isJson ? objectOf(source, file, line) : rowOf(source, columns, file, line);
    identities.push(identityOf(row, file, line, fallbackProfile));
  }
  if (identities.length === 0) throw wrong(file, 1, 'and all that follows name no identity');
  return identities;
}

function identityOf(row: Row, file: string, line: number, fallbackProfile: string | undefined): FileIdentity {
  const text = (name: string): string => {
    const value = row[name] ?? '';
    if (typeof value !== 'string') throw wrong(file, line, `has a ${name} that is no text`);
    return value;
  };
  const unknown = Object.keys(row).find((name) => !fields.includes(name));
  if (unknown !== undefined) throw wrong(file, line, `has the unknown field ${JSON.stringify(unknown)}; fields: ${fields.join(', ')}`);
  const id = text('id');
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id)) {
    throw wrong(file, line, `has the id ${JSON.stringify(id)}: 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit`);
  }
  const profile = text('profile') || fallbackProfile || '';
  if (profile === '') throw wrong(file, line, 'names no profile, and there is no --profile');
  const status = text('status') || 'active';
  if (status !== 'active' && status !== 'pending') throw wrong(file, line, `has the status "${status}": active or pending`);
  const publicKey = publicKeyIn(text('publicKey'), text('privateKey'), file, line);
  return { line, id, publicKey, profile, hardwareRevision: text('hardwareRevision'), labels: labelsOf(row.labels, file, line), status };
}

function publicKeyIn(publicText: string, privateText: string, file: string, line: number): string {
  const bytesOf = (name: string, text: string): Buffer => {
    const key = keyOf(text);
    if (key !== undefined) return key;
    const count = Buffer.from(text, 'base64url').length;
    throw wrong(file, line, `has a ${name} of ${count} bytes in base64url, a key has ${keyBytes}`);
  };
  if (privateText === '') {
    if (publicText === '') throw wrong(file, line, 'has no publicKey');
    return bytesOf('publicKey', publicText).toString('base64url');
  }
  const derived = publicKeyOf(bytesOf('privateKey', privateText));
  if (publicText !== '' && bytesOf('publicKey', publicText).toString('base64url') !== derived) {
    throw wrong(file, line, 'has a publicKey that is not that of its privateKey');
  }
  return derived;
}

function labelsOf(value: unknown, file: string, line: number): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong(file, line, 'has labels that are no object');
  const entries = Object.entries(value).map(([key, label]): [string, string] => {
    if (typeof label !== 'string') throw wrong(file, line, `has a label ${JSON.stringify(key)} that is no text`);
    return [key, label];
  });
  return Object.fromEntries(entries);
}

function objectOf(source: string, file: string, line: number): Row {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    throw wrong(file, line, 'is no JSON', error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(file, line, 'is no JSON object');
  return value as Row;
}

function columnsOf(source: string, file: string): string[] {
  const columns = csvCells(source);
  const known = [...fields.filter((name) => name !== 'labels'), 'label.KEY'];
  const unknown = columns.find((name) => !known.includes(name) && !name.startsWith('label.'));
  if (!columns.includes('id') || unknown !== undefined) {
    const what = columns.includes('id') ? `names the unknown column ${JSON.stringify(unknown)}` : 'names no column id';
    throw wrong(file, 1, `is no JSON, and as the first line of a CSV it ${what}; columns: ${known.join(', ')}`);
  }
  return columns;
}

function rowOf(source: string, columns: readonly string[], file: string, line: number): Row {
  const cells = csvCells(source);
  if (cells.length !== columns.length) throw wrong(file, line, `has ${cells.length} cells, the first line names ${columns.length}`);
  const named = columns.map((column, index): [string, string] => [column, cells[index] as string]);
  const labels = named
    .filter(([column, cell]) => column.startsWith('label.') && cell !== '')
    .map(([column, cell]) => [column.slice(6), cell]);
  return { ...Object.fromEntries(named.filter(([column]) => !column.startsWith('label.'))), labels: Object.fromEntries(labels) };
}

/** Cells of a line of CSV (RFC 4180); a quoted cell stays on its line. */
function csvCells(source: string): string[] {
  const cells = source.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return Array.from(cells, ([, quoted, plain]) => (quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"')));
}

function wrong(file: string, line: number, what: string, cause?: unknown): Error {
  return cliError('E2050', { message: `line ${line} ${what}`, at: { file, line }, cause });
}
