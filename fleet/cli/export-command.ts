import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, messageOf } from '#proto/kit/index.js';
import type { ApiClient } from './api-client.ts';
import { cliError } from './cli-errors.ts';
import type { CommandContext } from './command-spec.ts';
import { openApi } from './connection.ts';
import { formatBytes, parseDuration } from './duration.ts';
import type { Item } from './field-paths.ts';
import { toYaml } from './render.ts';

const dayMs = 86_400_000;
const formats = ['parquet', 'csv', 'ndjson'] as const;
/** The manager makes the file before its answer begins; a little more than it may take. */
const answerWithinMs = 660_000;

/** One file to fetch. */
interface Part {
  readonly file: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** fleet export */
export async function run(context: CommandContext): Promise<number> {
  const { input, terminal } = context;
  const given = formats.filter((format) => input.text(format) !== undefined);
  const [format] = given;
  if (format === undefined || given.length > 1) {
    throw cliError('E2003', {
      message: `one of ${formats.map((name) => `--${name} PATH`).join(', ')} is needed, ${given.length} are given`,
    });
  }
  const path = input.text(format) as string;
  if (path === '-' || path === '')
    throw cliError('E2003', { message: `--${format} is "${path}", not a file: it is there whole or not at all` });
  const isFolder = path.endsWith('/') || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (input.flag('resume') && !isFolder) throw cliError('E2003', { message: '--resume is for a folder' });
  const { fromMs, toMs } = rangeOf(context, isFolder);
  const view = input.text('view') ?? 'readings';
  const parts = isFolder ? partsOf(path, `${view}-`, format, fromMs, toMs) : [{ file: path, fromMs, toMs }];
  const todo = parts.filter(({ file }) => !(input.flag('resume') && existsSync(file)));
  for (const { file } of todo) if (existsSync(file)) throw cliError('E2090', { message: `${file} is there already` });
  const selector = input.text('selector');
  const asked = {
    view,
    format,
    devices: input.list('device'),
    signals: input.list('signal'),
    categories: input.list('category'),
    reason: input.text('reason') ?? '',
    ...(selector === undefined ? {} : { selector }),
  };
  const api = await openApi(context);
  if (isFolder) makeFolder(path);
  const files: { file: string; from: string; to: string; rows: number; bytes: number }[] = [];
  for (const part of todo) {
    const body = { ...asked, from: iso(part.fromMs), to: iso(part.toMs) };
    const { rows, bytes } = await fetchFile(api, body, part.file);
    files.push({ file: part.file, from: body.from, to: body.to, rows, bytes });
    if (isFolder) terminal.err(`${part.file}: ${rows} rows\n`);
  }
  await tell(context, { view, format, from: iso(fromMs), to: iso(toMs), files, skipped: parts.length - todo.length });
  return exitCodes.ok;
}

/** Fetches one file beside its place and moves it in whole. */
async function fetchFile(api: ApiClient, body: unknown, file: string): Promise<{ rows: number; bytes: number }> {
  const partial = `${file}.part`;
  let handle: FileHandle;
  try {
    handle = await open(partial, 'w', 0o600);
  } catch (error) {
    throw cliError('E2090', { message: `can't write ${partial}: ${messageOf(error)}`, cause: error });
  }
  let isWhole = false;
  try {
    const answer = await api.download('/v1/export', body, answerWithinMs);
    const bytes = await writeBody(api, answer, handle, partial);
    await handle.sync();
    await handle.close();
    await rename(partial, file);
    isWhole = true;
    return { rows: Number(answer.headers.get('x-seatrial-rows')), bytes };
  } finally {
    if (!isWhole) {
      await handle.close().catch(() => undefined);
      rmSync(partial, { force: true });
    }
  }
}

async function writeBody(api: ApiClient, answer: Response, handle: FileHandle, partial: string): Promise<number> {
  const expected = Number(answer.headers.get('content-length') ?? Number.NaN);
  const reader = answer.body?.getReader();
  let bytes = 0;
  for (;;) {
    let chunk: Awaited<ReturnType<NonNullable<typeof reader>['read']>> | undefined;
    try {
      chunk = await reader?.read();
    } catch (error) {
      throw cliError('E2005', { message: `the answer of ${api.url} broke off after ${bytes} bytes: ${messageOf(error)}`, cause: error });
    }
    if (chunk === undefined || chunk.done) break;
    try {
      await handle.writeFile(chunk.value);
    } catch (error) {
      await reader?.cancel().catch(() => undefined);
      throw cliError('E2090', { message: `can't write ${partial} after ${bytes} bytes: ${messageOf(error)}`, cause: error });
    }
    bytes += chunk.value.length;
  }
  if (bytes !== expected) throw cliError('E2005', { message: `${api.url} sent ${bytes} bytes of ${expected}` });
  return bytes;
}

/**
 * The time that is asked for. Into a folder ages count whole days by UTC, and the end is the begin of today unless it is told: today's file would
 * not have all of its day, and --resume would never come back to it.
 * @throws E2003
 */
function rangeOf({ input }: CommandContext, isFolder: boolean): { readonly fromMs: number; readonly toMs: number } {
  const nowMs = Date.now();
  const read = (name: 'from' | 'to') => readTime(input.text(name), `--${name}`, nowMs, isFolder);
  const toMs = Math.min(read('to') ?? (isFolder ? dayOf(nowMs) : nowMs), isFolder ? nowMs : Number.POSITIVE_INFINITY);
  const fromMs = read('from') ?? toMs - dayMs;
  if (fromMs < toMs) return { fromMs, toMs };
  const hint = isFolder ? '; into a folder go whole days by UTC, today with --to and a time' : '';
  throw cliError('E2003', { message: `--from ${iso(fromMs)} is not before --to ${iso(toMs)}${hint}` });
}

/** Makes the folder, not those above it. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    throw cliError('E2090', { message: `can't make the folder ${path}: ${messageOf(error)}`, cause: error });
  }
}

/** One a day by UTC. A file that has a part of its day is named by that part, so that it is never taken for the whole. */
function partsOf(path: string, prefix: string, format: string, fromMs: number, toMs: number): Part[] {
  const parts: Part[] = [];
  for (let startMs = fromMs; startMs < toMs; ) {
    const endMs = Math.min(toMs, dayOf(startMs) + dayMs);
    const clock = (ms: number): string => iso(ms).slice(11, 19).replaceAll(':', '');
    const part = endMs - startMs === dayMs ? '' : `T${clock(startMs)}-${clock(endMs)}Z`;
    parts.push({ file: join(path, `${prefix}${iso(startMs).slice(0, 10)}${part}.${format}`), fromMs: startMs, toMs: endMs });
    startMs = endMs;
  }
  if (parts.length > 3_650) throw cliError('E2003', { message: `the range has ${parts.length} days, 3650 at most` });
  return parts;
}

/** 2026-01-05T10:00:00+01:00, 2026-01-05 (by UTC), or an age such as 7d, by whole days or not; undefined when left out. @throws E2003 */
function readTime(text: string | undefined, flag: string, nowMs: number, byDay: boolean): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) {
    const atMs = Date.parse(text);
    if (!Number.isNaN(atMs)) return atMs;
  }
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text)) {
    throw cliError('E2003', {
      message: `${flag} is "${text}", not a time with its zone (2026-01-05T10:00:00Z), a day (2026-01-05) or an age (7d)`,
    });
  }
  const atMs = nowMs - parseDuration(text, flag);
  return byDay ? dayOf(atMs) : atMs;
}

async function tell(
  context: CommandContext,
  summary: { readonly files: readonly { rows: number; bytes: number; file: string }[] } & Item,
): Promise<void> {
  const { terminal, format } = context;
  const { files } = summary;
  const total = { rows: sum(files.map(({ rows }) => rows)), bytes: sum(files.map(({ bytes }) => bytes)) };
  const whole = { apiVersion: 'seatrial/v1', kind: 'Export', ...summary, ...total };
  if (format === 'json') terminal.out(`${JSON.stringify(whole, null, 2)}\n`);
  else if (format === 'yaml') terminal.out(await toYaml(whole));
  else if (format === 'ndjson') terminal.out(files.map((file) => `${JSON.stringify(file)}\n`).join(''));
  else if (format === 'name') terminal.out(files.map(({ file }) => `${file}\n`).join(''));
  else if (format === 'csv')
    terminal.out(['file,rows,bytes', ...files.map(({ file, rows, bytes }) => `${file},${rows},${bytes}`)].join('\r\n').concat('\r\n'));
  else {
    const skipped = Number(summary.skipped) > 0 ? `, ${String(summary.skipped)} days were there` : '';
    const from = `${String(summary.from)} to ${String(summary.to)}`;
    terminal.out(`${total.rows} rows, ${formatBytes(total.bytes)} in ${files.length} files${skipped}; ${from}\n`);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Begin of the day, UTC. */
function dayOf(ms: number): number {
  return dayMs * Math.floor(ms / dayMs);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
