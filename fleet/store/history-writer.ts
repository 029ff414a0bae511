import { DuckDBTimestampMillisecondsValue } from '@duckdb/node-api';
import { chunkRows } from './duckdb-columns.ts';
import type { ActiveFile } from './duckdb-segment.ts';
import type { DeviceRow, SignalRow } from './history-dictionary.ts';
import type { HistoryBatch, Mark } from './history-stage.ts';

/** Resolves in the next turn of the event loop. */
export type YieldTurn = () => Promise<void>;

/** Chunks appended before sockets get their turn: 32,768 rows, 2 ms and, where a row group fills up, 20 ms. */
const chunksATurn = 16;
/**
 * Turns that one batch gives away at most. Under overload each turn brings more rows than a small slice takes away: a batch that grew large
 * is written in larger slices, or it would keep those that wait for it for seconds.
 */
const mostTurns = 12;
/** Rows appended value by value before sockets get their turn. */
const rowsATurn = 1_000;

/** Names that are not stored yet. */
export interface NewNames {
  readonly devices: ReadonlyMap<number, DeviceRow>;
  readonly signals: ReadonlyMap<number, SignalRow>;
}

/**
 * Writes one batch with its names, its marks and its row in raw.batch, in one explicit transaction: without that the appender commits by
 * itself every 204,800 rows, and a kill in between would leave rows whose marks are missing.
 *
 * @param beforeCommit called last before COMMIT, for tests of failures
 */
export async function writeBatch(
  file: ActiveFile,
  number: number,
  batch: HistoryBatch,
  names: NewNames,
  yieldTurn: YieldTurn,
  beforeCommit: () => void,
): Promise<void> {
  await file.writer.run('BEGIN TRANSACTION');
  await writeReadings(file, batch, yieldTurn);
  await writeEvents(file, batch, yieldTurn);
  await writeNames(file, names, yieldTurn);
  await writeMarks(file, number, batch.marks, yieldTurn);
  file.batches.appendUBigInt(BigInt(number));
  file.batches.appendUInteger(batch.readings.count);
  file.batches.appendUInteger(batch.events.length);
  file.batches.endRow();
  file.batches.flushSync();
  beforeCommit();
  await file.writer.run('COMMIT');
}

/** Replaces all marks by the newest of each device, and the batches by the newest one. */
export async function thinMarks(file: ActiveFile, number: number, marks: ReadonlyMap<number, Mark>, yieldTurn: YieldTurn): Promise<void> {
  await file.writer.run('BEGIN TRANSACTION');
  await file.writer.run(`DELETE FROM ${file.alias}.raw.mark`);
  await file.writer.run(`DELETE FROM ${file.alias}.raw.batch WHERE number < ${number}`);
  await writeMarks(file, number, marks, yieldTurn);
  await file.writer.run('COMMIT');
}

/**
 * Takes back the batch that is newer than the last acknowledged one, if there is one: its commit failed for whoever waited, yet the engine
 * found it in its write-ahead log. Its senders were told that it is lost and send it again, so it would be there twice.
 * Readings and events are only ever appended by one batch at a time, so a batch is the newest rows of its table.
 */
export async function undoUnacknowledged(file: ActiveFile, acknowledged: number): Promise<boolean> {
  const found = await file.writer.runAndReadAll(
    `SELECT number, readings, events FROM ${file.alias}.raw.batch WHERE number > ${acknowledged}`,
  );
  const row = found.getRows()[0];
  if (row === undefined) return false;
  const [number, readings, events] = row;
  await file.writer.run('BEGIN TRANSACTION');
  await file.writer.run(
    `DELETE FROM ${file.alias}.raw.reading WHERE rowid > (SELECT max(rowid) FROM ${file.alias}.raw.reading) - ${readings}`,
  );
  await file.writer.run(`DELETE FROM ${file.alias}.raw.event WHERE rowid > (SELECT max(rowid) FROM ${file.alias}.raw.event) - ${events}`);
  await file.writer.run(`DELETE FROM ${file.alias}.raw.mark WHERE batch = ${number}`);
  await file.writer.run(`DELETE FROM ${file.alias}.raw.batch WHERE number = ${number}`);
  await file.writer.run('COMMIT');
  return true;
}

async function writeReadings(file: ActiveFile, batch: HistoryBatch, yieldTurn: YieldTurn): Promise<void> {
  const { count, deviceKeys, signalKeys, atHalves, values } = batch.readings;
  const times = new BigInt64Array(atHalves.buffer, atHalves.byteOffset, atHalves.length / 2);
  const columns = [deviceKeys, signalKeys, times, values];
  const slice = Math.max(chunksATurn, Math.ceil(count / chunkRows / mostTurns));
  let chunks = 0;
  for (let row = 0; row < count; row += chunkRows) {
    file.readings.append(columns, row, Math.min(chunkRows, count - row));
    chunks += 1;
    if (chunks % slice === 0) await yieldTurn();
  }
  file.readings.appender.flushSync();
}

async function writeEvents(file: ActiveFile, batch: HistoryBatch, yieldTurn: YieldTurn): Promise<void> {
  const { events } = file;
  for (const [index, event] of batch.events.entries()) {
    events.appendUInteger(event.deviceKey);
    events.appendUInteger(event.boot);
    events.appendUInteger(event.sequence);
    events.appendTimestampMilliseconds(new DuckDBTimestampMillisecondsValue(BigInt(event.atMs)));
    events.appendVarchar(event.kind);
    events.appendVarchar(event.name);
    events.appendVarchar(event.message);
    events.appendVarchar(JSON.stringify(event.values));
    events.endRow();
    if (index % rowsATurn === rowsATurn - 1) await yieldTurn();
  }
  events.flushSync();
}

async function writeNames(file: ActiveFile, names: NewNames, yieldTurn: YieldTurn): Promise<void> {
  if (names.devices.size > 0) await deleteKeys(file, 'device', [...names.devices.keys()]);
  if (names.signals.size > 0) await deleteKeys(file, 'signal', [...names.signals.keys()]);
  let rows = 0;
  for (const { key, id, digest } of names.devices.values()) {
    file.devices.appendUInteger(key);
    file.devices.appendVarchar(id);
    file.devices.appendVarchar(digest);
    file.devices.endRow();
    rows += 1;
    if (rows % rowsATurn === 0) await yieldTurn();
  }
  for (const { key, digest, profile, id, name, unit, category } of names.signals.values()) {
    file.signals.appendUInteger(key);
    file.signals.appendVarchar(digest);
    file.signals.appendVarchar(profile);
    file.signals.appendUInteger(id);
    file.signals.appendVarchar(name);
    file.signals.appendVarchar(unit);
    file.signals.appendVarchar(category);
    file.signals.endRow();
    rows += 1;
    if (rows % rowsATurn === 0) await yieldTurn();
  }
  file.devices.flushSync();
  file.signals.flushSync();
}

/** A name that changes replaces its row. */
async function deleteKeys(file: ActiveFile, table: string, keys: readonly number[]): Promise<void> {
  const page = 5_000;
  for (let start = 0; start < keys.length; start += page) {
    await file.writer.run(`DELETE FROM ${file.alias}.raw.${table} WHERE key IN (${keys.slice(start, start + page).join(',')})`);
  }
}

async function writeMarks(file: ActiveFile, number: number, marks: ReadonlyMap<number, Mark>, yieldTurn: YieldTurn): Promise<void> {
  const count = marks.size;
  const deviceKeys = new Uint32Array(count);
  const boots = new Uint32Array(count);
  const sequences = new Uint32Array(count);
  const batches = new BigUint64Array(count).fill(BigInt(number));
  let row = 0;
  for (const [deviceKey, { boot, sequence }] of marks) {
    deviceKeys[row] = deviceKey;
    boots[row] = boot;
    sequences[row] = sequence;
    row += 1;
  }
  const columns = [deviceKeys, boots, sequences, batches];
  for (let start = 0; start < count; start += chunkRows) {
    file.marks.append(columns, start, Math.min(chunkRows, count - start));
    if ((start / chunkRows) % chunksATurn === chunksATurn - 1) await yieldTurn();
  }
  file.marks.appender.flushSync();
}
