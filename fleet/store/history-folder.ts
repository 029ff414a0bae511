/**
 * The files of a history: raw readings in files that follow one another, quarters of an hour in a file a month. Dropping what is old is
 * deleting a file, which takes no time and gives the disk its room back; DELETE would leave the file as large as it was. A file that is
 * sealed is never written again, so checkpoints cost what came since the last one and not what is stored. It is over 300 lines since all of
 * it changes one set of files, whose order on the disk is what a kill at any instant leaves behind.
 */
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { assert, type Log } from '#proto/kit/index.js';
import { attachFile, attachSql, checkpointFile, closeEngine, type Engine, openEngine } from './duckdb-engine.ts';
import { buildFile, type DuckdbSettings, historyFailure, historySizes, removeFile } from './duckdb-file.ts';
import { type ActiveFile, closeActive, openActive } from './duckdb-segment.ts';
import { sumSegment } from './duckdb-summing.ts';
import { viewsSql } from './history-views.ts';
import type { YieldTurn } from './history-writer.ts';
import { type Migration, readMigrations } from './migrations.ts';
import { type HistoryFacts, type MonthFacts, monthOf, type SegmentFacts } from './retention-logic.ts';
import { storeFailure } from './store-errors.ts';

/** What a folder is opened with. */
export interface FolderOptions extends DuckdbSettings {
  readonly folder: string;
  readonly log: Log;
  /** make: begins a new history when there is none; refuse: there was one. */
  readonly missing: 'make' | 'refuse';
  /** Wall clock, ms. */
  readonly nowMs: number;
  /** Schema of files of raw readings. */
  readonly migrations: readonly Migration[];
}

type Mutable<Facts> = { -readonly [Key in keyof Facts]: Facts[Key] };
type SegmentFile = Mutable<SegmentFacts> & { readonly path: string; readonly alias: string };
type MonthFile = Mutable<MonthFacts> & { readonly path: string; readonly alias: string };

const segmentName = /^history(?:-(\d{6}))?\.duckdb$/;
const monthName = /^parts-(\d{4}-\d{2})\.duckdb$/;

/** The path of the n-th file of raw readings. The first has the name that the only one had in schema version 1. */
export function segmentPath(folder: string, number: number): string {
  return join(folder, number === 1 ? 'history.duckdb' : `history-${String(number).padStart(6, '0')}.duckdb`);
}

/** An open folder. */
export class HistoryFolder {
  readonly engine: Engine;
  readonly #options: FolderOptions;
  readonly #monthMigrations = readMigrations('parts');
  readonly #segments: SegmentFile[] = [];
  readonly #months: MonthFile[] = [];
  #active: ActiveFile | undefined;

  private constructor(options: FolderOptions, engine: Engine) {
    this.#options = options;
    this.engine = engine;
  }

  /** Opens all files. @throws E1604, E1608, E1609, E1611, E1613 naming the file */
  static async open(options: FolderOptions): Promise<HistoryFolder> {
    const first = segmentPath(options.folder, 1);
    let engine: Engine;
    try {
      engine = await openEngine(options.folder, options);
    } catch (error) {
      throw historyFailure(first, error);
    }
    const opened = new HistoryFolder(options, engine);
    try {
      await opened.#openFiles();
      return opened;
    } catch (error) {
      closeEngine(engine);
      throw historyFailure(first, error);
    }
  }

  /** The file that is written. */
  get active(): ActiveFile {
    assert(this.#active !== undefined, 'the folder is open');
    return this.#active;
  }

  get facts(): HistoryFacts {
    return { segments: this.#segments, months: this.#months };
  }

  /** Counts what a commit wrote, and measures. */
  committed(readings: number, events: number): void {
    const segment = this.#newest();
    segment.readings += readings;
    segment.events += events;
    segment.bytes = bytesOnDisk(segment.path);
  }

  /** Bytes of the log of the file that is written. */
  get walBytes(): number {
    return historySizes(this.active.path).wal;
  }

  /** Begins the next file. No commit may run. Names, marks and the number of the newest batch go along. */
  async seal(nowMs: number): Promise<void> {
    const old = this.#newest();
    const number = old.number + 1;
    await this.#makeSegment(number, nowMs, old.alias);
    closeActive(this.active);
    this.#active = undefined;
    old.sealedMs = nowMs;
    await this.#attachSegment(number);
    await this.#openNewest();
  }

  /** Writes down what is known of a sealed file, with all that its log holds; commits may run. */
  async settle(number: number): Promise<void> {
    const segment = this.#segment(number);
    assert(segment.sealedMs !== undefined, `file ${number} is sealed`);
    const { upkeep } = this.engine;
    const facts = { sealedMs: segment.sealedMs, readings: segment.readings, events: segment.events };
    const rows = Object.entries(facts).map(([name, value]) => `('${name}', ${value})`);
    await upkeep.run(`INSERT INTO ${segment.alias}.raw.fact VALUES ${rows.join(', ')}`);
    await checkpointFile(upkeep, segment.path, segment.alias);
    segment.bytes = bytesOnDisk(segment.path);
  }

  /**
   * Stores the quarters of an hour and the events of a sealed file in its month, in one transaction with the note that it is done: after a
   * kill it is done whole or not at all.
   */
  async sum(number: number, yieldTurn: YieldTurn, stop: () => boolean): Promise<{ readonly parts: number }> {
    const segment = this.#segment(number);
    assert(segment.sealedMs !== undefined && !segment.isSummed, `file ${number} is sealed and not summed`);
    const month = await this.#monthFor(segment.sealedMs);
    const { parts, firstMs } = await sumSegment(this.engine.upkeep, { segment, sealedMs: segment.sealedMs, month, yieldTurn, stop });
    segment.isSummed = true;
    month.parts += parts;
    month.events += segment.events;
    month.rawBytes += segment.bytes;
    month.sealedMs = Math.max(month.sealedMs, segment.sealedMs);
    if (parts > 0) month.firstMs = month.firstMs === 0 ? firstMs : Math.min(month.firstMs, firstMs);
    await this.#showFiles();
    await checkpointFile(this.engine.upkeep, month.path, month.alias);
    month.bytes = bytesOnDisk(month.path);
    return { parts };
  }

  /** Deletes a sealed file. Queries that read it go on until they end. */
  async dropSegment(number: number): Promise<void> {
    const segment = this.#segment(number);
    assert(segment.sealedMs !== undefined, `file ${number} is sealed`);
    this.#segments.splice(this.#segments.indexOf(segment), 1);
    await this.#drop(segment);
  }

  /** Deletes a month of quarters. */
  async dropMonth(name: string): Promise<void> {
    const index = this.#months.findIndex((month) => month.name === name);
    const [month] = this.#months.splice(index, 1);
    assert(month !== undefined, `month ${name} is there`);
    await this.#drop(month);
  }

  /** Writes the log of the newest file into it. */
  async checkpoint(): Promise<void> {
    await this.engine.writer.run(`CHECKPOINT ${this.active.alias}`);
    this.#newest().bytes = bytesOnDisk(this.active.path);
  }

  /** Lets go of all files without writing to them again; never throws. */
  close(): void {
    if (this.#active !== undefined) closeActive(this.#active);
    this.#active = undefined;
    closeEngine(this.engine);
  }

  async #openFiles(): Promise<void> {
    const { folder, missing, nowMs } = this.#options;
    const names = readdirSync(folder);
    for (const name of names) if (/^(history|parts).*\.duckdb\.new$/.test(name)) removeFile(join(folder, name));
    const numbers = names.flatMap((name) => numberOf(name)).sort((a, b) => a - b);
    const months = names.flatMap((name) => monthName.exec(name)?.[1] ?? []).sort();
    for (const name of names) {
      const base = name.slice(0, -4);
      if (/\.duckdb\.wal$/.test(name) && !names.includes(base) && !base.endsWith('.new')) throw gone(join(folder, base));
    }
    if (numbers.length === 0) {
      if (missing === 'refuse' || months.length > 0) throw gone(segmentPath(folder, 1));
      await this.#makeSegment(1, nowMs, undefined);
      numbers.push(1);
    }
    for (const [index, number] of numbers.entries()) {
      if (number !== (numbers[0] as number) + index) throw gone(segmentPath(folder, number - 1));
    }
    for (const number of numbers) await this.#attachSegment(number);
    for (const name of months) await this.#attachMonth(name);
    await this.#settleAll();
    await this.#openNewest();
  }

  /** A kill between two files leaves the older one without its facts. */
  async #settleAll(): Promise<void> {
    for (const [index, segment] of this.#segments.entries()) {
      const next = this.#segments[index + 1];
      if (next === undefined && segment.sealedMs !== undefined) throw gone(segmentPath(this.#options.folder, segment.number + 1));
      if (next === undefined || segment.sealedMs !== undefined) continue;
      segment.sealedMs = next.startedMs;
      await this.settle(segment.number);
    }
  }

  async #makeSegment(number: number, startedMs: number, from: string | undefined): Promise<void> {
    const { folder, log, migrations } = this.#options;
    const path = segmentPath(folder, number);
    const building = await buildFile(path, this.#options, migrations, log);
    const { upkeep } = this.engine;
    await upkeep.run(attachSql(building, 'building'));
    try {
      await upkeep.run(`INSERT INTO building.raw.fact VALUES ('startedMs', ${Math.floor(startedMs)})`);
      if (from !== undefined) await upkeep.run(copyNamesSql(from));
      await upkeep.run('CHECKPOINT building');
    } finally {
      await upkeep.run('DETACH building');
    }
    renameSync(building, path);
  }

  async #attachSegment(number: number): Promise<void> {
    const { folder, log, migrations } = this.#options;
    const path = segmentPath(folder, number);
    const alias = `h${number}`;
    await attachFile(this.engine, path, alias, this.#options, migrations, log);
    const facts = new Map(
      (await this.#read(path, `SELECT name, value FROM ${alias}.raw.fact`)).map(([name, value]) => [name, Number(value)]),
    );
    let readings = facts.get('readings');
    let events = facts.get('events');
    if (readings === undefined || events === undefined) {
      const counts = await this.#read(
        path,
        `SELECT (SELECT count(*) FROM ${alias}.raw.reading), (SELECT count(*) FROM ${alias}.raw.event)`,
      );
      [readings = 0, events = 0] = (counts[0] ?? []).map(Number);
    }
    this.#segments.push({
      number,
      path,
      alias,
      // A file of schema version 1 does not say when it was begun; the file system does.
      startedMs: facts.get('startedMs') ?? Math.min(this.#options.nowMs, statSync(path).birthtimeMs || statSync(path).mtimeMs),
      sealedMs: facts.get('sealedMs'),
      bytes: bytesOnDisk(path),
      readings,
      events,
      isSummed: false,
    });
  }

  async #openNewest(): Promise<void> {
    const { path, alias } = this.#newest();
    this.#active = await openActive(this.engine.writer, path, alias);
    await this.#showFiles();
  }

  async #monthFor(sealedMs: number): Promise<MonthFile> {
    const name = monthOf(sealedMs);
    const known = this.#months.find((month) => month.name === name);
    if (known !== undefined) return known;
    const path = join(this.#options.folder, `parts-${name}.duckdb`);
    renameSync(await buildFile(path, this.#options, this.#monthMigrations, this.#options.log), path);
    const month = await this.#attachMonth(name);
    await this.#showFiles();
    return month;
  }

  async #attachMonth(name: string): Promise<MonthFile> {
    const path = join(this.#options.folder, `parts-${name}.duckdb`);
    const alias = `p${name.replace('-', '_')}`;
    await attachFile(this.engine, path, alias, this.#options, this.#monthMigrations, this.#options.log);
    const done = await this.#read(path, `SELECT segment, sealed_ms, raw_bytes, events, parts, first_ms FROM ${alias}.raw.done`);
    const month: MonthFile = { name, path, alias, bytes: bytesOnDisk(path), parts: 0, events: 0, sealedMs: 0, rawBytes: 0, firstMs: 0 };
    for (const row of done) {
      const [number = 0, sealedMs = 0, rawBytes = 0, events = 0, parts = 0, firstMs = 0] = row.map(Number);
      month.parts += parts;
      month.events += events;
      month.rawBytes += rawBytes;
      month.sealedMs = Math.max(month.sealedMs, sealedMs);
      if (parts > 0) month.firstMs = month.firstMs === 0 ? firstMs : Math.min(month.firstMs, firstMs);
      const segment = this.#segments.find((one) => one.number === number);
      if (segment !== undefined) segment.isSummed = true;
    }
    this.#months.push(month);
    this.#months.sort((a, b) => (a.name < b.name ? -1 : 1));
    return month;
  }

  /** Makes the views over the files as they are now. */
  async #showFiles(): Promise<void> {
    const segments = this.#segments.map(({ alias }) => alias);
    const unsummed = this.#segments.filter(({ isSummed }) => !isSummed);
    const months = this.#months.map(({ alias }) => alias);
    await this.engine.upkeep.run(viewsSql({ segments, unsummed, months }));
  }

  async #drop({ path, alias }: { readonly path: string; readonly alias: string }): Promise<void> {
    await this.#showFiles();
    await this.engine.upkeep.run(`DETACH ${alias}`);
    removeFile(path);
  }

  async #read(path: string, sql: string): Promise<readonly (readonly unknown[])[]> {
    try {
      return (await this.engine.upkeep.runAndReadAll(sql)).getRows();
    } catch (error) {
      throw historyFailure(path, error);
    }
  }

  #newest(): SegmentFile {
    return this.#segments.at(-1) as SegmentFile;
  }

  #segment(number: number): SegmentFile {
    const segment = this.#segments.find((one) => one.number === number);
    assert(segment !== undefined, `file ${number} is there`);
    return segment;
  }
}

/** What the next file of raw readings begins with: all names, the newest mark of each device, the number of the newest batch. */
function copyNamesSql(from: string): string {
  return `
    BEGIN TRANSACTION;
    INSERT INTO building.raw.device SELECT * FROM ${from}.raw.device;
    INSERT INTO building.raw.signal SELECT * FROM ${from}.raw.signal;
    INSERT INTO building.raw.mark
      SELECT device_key, arg_max(boot, batch), arg_max(sequence, batch), (SELECT max(number) FROM ${from}.raw.batch)
      FROM ${from}.raw.mark GROUP BY device_key;
    INSERT INTO building.raw.batch SELECT max(number), 0, 0 FROM ${from}.raw.batch HAVING max(number) IS NOT NULL;
    COMMIT;
  `;
}

function numberOf(name: string): number[] {
  const match = segmentName.exec(name);
  return match === null ? [] : [Number(match[1] ?? 1)];
}

function bytesOnDisk(path: string): number {
  const { file, wal } = historySizes(path);
  return file + wal;
}

function gone(path: string) {
  return storeFailure('E1609', { message: `${path} is gone${existsSync(`${path}.wal`) ? ', and its write-ahead log is there' : ''}` });
}
