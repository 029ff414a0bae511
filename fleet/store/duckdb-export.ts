import { createReadStream, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ExportFile, ExportRequest } from '#fleet/domain/index.js';
import { assert, CallbackTask, type Clock, isSeatrialError, messageOf } from '#proto/kit/index.js';
import type { Engine } from './duckdb-engine.ts';
import { historyFailure } from './duckdb-file.ts';
import { storeFailure } from './store-errors.ts';

/** An interrupt that comes between two steps is forgotten by the engine, so it is repeated. */
const interruptEveryMs = 50;

/**
 * Makes files of telemetry in a folder beside the history, one at a time. The engine writes the file, off the event loop and without holding
 * up commits; then it is opened and unlinked, so whatever becomes of its reader, its room is free again when the stream ends.
 */
export class ExportRunner {
  readonly #folder: string;
  readonly #clock: Clock;
  #running: Promise<unknown> | undefined;
  #connection: DuckDBConnection | undefined;
  #why: 'timeout' | 'closed' | undefined;
  readonly #timer: CallbackTask;

  constructor(historyFolder: string, clock: Clock) {
    this.#folder = join(historyFolder, 'export');
    this.#clock = clock;
    this.#timer = new CallbackTask(() => this.#interrupt('timeout'));
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** @throws E1614, E1607, E1610, E1604 */
  async run(engine: Engine, request: ExportRequest): Promise<ExportFile> {
    if (this.#running !== undefined) {
      throw storeFailure('E1610', { message: 'an export is made already, 1 at a time', retryAfterMs: 5_000 });
    }
    this.#why = undefined;
    const running = this.#make(engine, request);
    this.#running = running.catch(() => undefined);
    try {
      return await running;
    } finally {
      this.#running = undefined;
    }
  }

  /** Stops the one that is made. */
  async stop(): Promise<void> {
    if (this.#running === undefined) return;
    this.#interrupt('closed');
    await this.#running;
  }

  #interrupt(why: 'timeout' | 'closed'): void {
    this.#why ??= why;
    this.#connection?.interrupt();
    this.#clock.schedule(this.#timer, this.#clock.nowMs() + interruptEveryMs);
  }

  async #make(engine: Engine, request: ExportRequest): Promise<ExportFile> {
    const file = join(this.#folder, `export.${request.format}`);
    this.#clock.schedule(this.#timer, this.#clock.nowMs() + request.timeoutMs);
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      for (const left of readdirSync(this.#folder)) rmSync(join(this.#folder, left), { force: true });
      this.#connection = await engine.instance.connect();
      const rows = await this.#countRows(this.#connection, request);
      await this.#connection.run(`COPY (${exportSql(request)}) TO '${file.replaceAll("'", "''")}' (${formatSql(request.format)})`);
      if (this.#why !== undefined) throw new Error('INTERRUPT Error: stopped at its end');
      const { size: bytes } = statSync(file);
      return { rows, bytes, stream: createReadStream('', { fd: openSync(file, 'r'), autoClose: true }) };
    } catch (error) {
      throw this.#failure(file, request, error);
    } finally {
      rmSync(file, { force: true });
      this.#clock.cancel(this.#timer);
      this.#connection?.closeSync();
      this.#connection = undefined;
    }
  }

  async #countRows(connection: DuckDBConnection, request: ExportRequest): Promise<number> {
    const counted = await connection.runAndReadAll(`SELECT count(*) FROM (${exportSql(request)})`);
    const rows = Number(counted.getRows()[0]?.[0]);
    if (rows <= request.maxRows) return rows;
    throw storeFailure('E1614', { message: `the export has ${rows} rows, ${request.maxRows} are allowed in one file` });
  }

  #failure(file: string, request: ExportRequest, error: unknown) {
    if (isSeatrialError(error)) return error;
    if (this.#why === 'closed') return storeFailure('E1604', { message: 'history was closed while the export was made', cause: error });
    if (this.#why === 'timeout') {
      return storeFailure('E1607', { message: `the export took longer than ${request.timeoutMs} ms`, cause: error });
    }
    if (/^Out of Memory Error/.test(messageOf(error))) {
      const message = `the export needs more memory than it may use: ${messageOf(error)}`;
      return storeFailure('E1606', { message, next: 'Narrow the time or the devices.', cause: error });
    }
    return historyFailure(file, error);
  }
}

/** The rows of an export, in the order of their storage. */
function exportSql(request: ExportRequest): string {
  const { view, format, fromMs, toMs } = request;
  assert(Number.isSafeInteger(fromMs) && Number.isSafeInteger(toMs) && fromMs < toMs, `an export from ${fromMs} to ${toMs}`);
  const within = (time: string) =>
    [
      `${time} >= make_timestamp_ms(${fromMs}) AND ${time} < make_timestamp_ms(${toMs})`,
      ...(request.deviceKeys === undefined ? [] : [keysSql(request.deviceKeys)]),
      ...(view === 'events' ? [] : [signalsSql(request)]),
    ].join(' AND ');
  // A timestamp with a zone says that it is UTC; texts say it by their Z.
  const time = (name: string) =>
    format === 'parquet' ? `(row.${name}::TIMESTAMP AT TIME ZONE 'UTC') AS time` : `strftime(row.${name}, '%Y-%m-%dT%H:%M:%S.%gZ') AS time`;
  const device = `coalesce(device.id, 'key-' || row.device_key) AS device`;
  const names = `LEFT JOIN raw.device AS device ON device.key = row.device_key LEFT JOIN raw.signal AS signal ON signal.key = row.signal_key`;
  const signal = 'signal.name AS signal, signal.unit AS unit, signal.category AS category';
  if (view === 'readings') {
    return `SELECT ${device}, ${signal}, ${time('time')}, row.value AS value FROM (SELECT * FROM raw.reading WHERE ${within('time')}) AS row ${names}`;
  }
  if (view === 'events') {
    return `SELECT ${device}, row.kind AS kind, row.name AS name, row.message AS message, ${time('time')}, row.boot AS boot,
      row.sequence AS sequence, row.detail AS detail
      FROM (SELECT * FROM raw.event WHERE ${within('time')}) AS row LEFT JOIN raw.device AS device ON device.key = row.device_key`;
  }
  return `SELECT ${device}, ${signal}, ${time('start')}, row.count AS count, row.minimum AS minimum, row.mean AS mean, row.maximum AS maximum
    FROM (SELECT * FROM raw.quarter WHERE ${within('start')}) AS row ${names}`;
}

function keysSql(keys: readonly number[]): string {
  return keys.length === 0 ? 'false' : `device_key IN (${keys.join(',')})`;
}

function signalsSql({ signals, categories }: ExportRequest): string {
  const texts = (values: readonly string[]) => values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',');
  const wanted = [
    ...(signals.length === 0 ? [] : [`name IN (${texts(signals)})`]),
    ...(categories.length === 0 ? [] : [`category IN (${texts(categories)})`]),
  ];
  return wanted.length === 0 ? 'true' : `signal_key IN (SELECT key FROM raw.signal WHERE ${wanted.join(' AND ')})`;
}

function formatSql(format: ExportRequest['format']): string {
  if (format === 'parquet') return 'FORMAT parquet, COMPRESSION zstd';
  return format === 'csv' ? 'FORMAT csv, HEADER true' : 'FORMAT json';
}
