import {
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  StatementType,
} from '@duckdb/node-api';
import type { QueryResult } from '#fleet/domain/index.js';
import { assert, CallbackTask, type Clock, isSeatrialError, messageOf, type SeatrialError } from '#proto/kit/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { historyFailure } from './duckdb-file.ts';
import { type PlainValue, plainValue } from './duckdb-value.ts';
import { viewNames } from './history-views.ts';
import { checkParsedSql, sqlToParse } from './query-rules.ts';
import { storeFailure } from './store-errors.ts';

const mostWaiting = 16;
/** An interrupt that comes between two steps of a query is forgotten by the engine, so it is repeated. */
const interruptEveryMs = 50;

/** Limits of one query. */
export interface QueryOptions {
  /** 1 or more. */
  readonly maxRows: number;
  /** 1 or more. */
  readonly timeoutMs: number;
  /** A short read of the manager's own, which does not wait behind the statements of people. */
  readonly isOwn?: boolean;
}

/** Runs queries: each on a connection of its own, in a read-only transaction. */
export class QueryRunner {
  readonly #clock: Clock;
  readonly #mostActive: number;
  readonly #active = new Set<RunningQuery>();
  readonly #waiting: (() => void)[] = [];
  readonly #idle: (() => void)[] = [];

  /** @param mostActive queries at once; each takes a thread of Node's pool of four, and commits need one */
  constructor(clock: Clock, mostActive: number) {
    this.#clock = clock;
    this.#mostActive = mostActive;
  }

  /**
   * Runs one statement.
   * @param instanceNow the open file when the query's turn comes; throws E1604 when there is none
   * @throws E1606 refused or wrong, E1607 out of time, E1610 too many wait, E1604 history closed meanwhile
   */
  async run(path: string, instanceNow: () => DuckDBInstance, sql: string, options: QueryOptions): Promise<QueryResult> {
    assert(Number.isInteger(options.maxRows) && options.maxRows >= 1, `maxRows ${options.maxRows}`);
    assert(options.timeoutMs >= 1, `timeoutMs ${options.timeoutMs}`);
    const text = sqlToParse(sql);
    if (this.#active.size >= this.#mostActive) await this.#waitForTurn();
    const query = new RunningQuery(this.#clock, options);
    this.#active.add(query);
    try {
      return await query.run(path, instanceNow(), sql, text);
    } finally {
      this.#active.delete(query);
      this.#waiting.shift()?.();
      if (this.#active.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  /** Stops all queries: the file can only be closed when no connection is left. */
  async stopAll(): Promise<void> {
    for (const query of this.#active) query.stop('closed');
    if (this.#active.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #waitForTurn(): Promise<void> {
    if (this.#waiting.length >= mostWaiting) {
      const message = `${this.#mostActive} queries run and ${this.#waiting.length} wait, ${mostWaiting} may wait`;
      throw storeFailure('E1610', { message, retryAfterMs: 1_000 });
    }
    while (this.#active.size >= this.#mostActive) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

class RunningQuery {
  readonly #clock: Clock;
  readonly #options: QueryOptions;
  readonly #timer: CallbackTask;
  #stopped: 'timeout' | 'closed' | undefined;
  #connection: DuckDBConnection | undefined;

  constructor(clock: Clock, options: QueryOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#timer = new CallbackTask(() => this.stop('timeout'));
  }

  stop(why: 'timeout' | 'closed'): void {
    this.#stopped ??= why;
    this.#connection?.interrupt();
    this.#clock.schedule(this.#timer, this.#clock.nowMs() + interruptEveryMs);
  }

  async run(path: string, instance: DuckDBInstance, sql: string, textToParse: string): Promise<QueryResult> {
    const startMs = this.#clock.nowMs();
    this.#clock.schedule(this.#timer, startMs + this.#options.timeoutMs);
    try {
      this.#connection = await instance.connect();
      await this.#connection.run('BEGIN TRANSACTION READ ONLY');
      const statement = await prepareReadOnly(this.#connection, sql, textToParse);
      const pending = await statement.startStream();
      const result = await pending.getResult();
      const { rows, truncated } = await this.#readRows(result);
      const columns = result.columnNames().map((name, index) => ({ name, type: String(result.columnType(index)) }));
      return { columns, rows, truncated, elapsedMs: Math.round((this.#clock.nowMs() - startMs) * 10) / 10 };
    } catch (error) {
      throw this.#failure(path, error);
    } finally {
      this.#clock.cancel(this.#timer);
      this.#connection?.closeSync();
    }
  }

  async #readRows(result: DuckDBResult): Promise<{ rows: PlainValue[][]; truncated: boolean }> {
    const rows: PlainValue[][] = [];
    for (;;) {
      const chunk = await result.fetchChunk();
      // An interrupted stream ends as if it were complete.
      if (this.#stopped !== undefined) throw new Error('INTERRUPT Error: stopped between two chunks');
      if (chunk === null || chunk.rowCount === 0) return { rows, truncated: false };
      const room = this.#options.maxRows - rows.length;
      if (room === 0) return { rows, truncated: true };
      const taken = Math.min(chunk.rowCount, room);
      for (let row = 0; row < taken; row += 1) rows.push(chunk.getRowValues(row).map(plainValue));
      if (taken < chunk.rowCount) return { rows, truncated: true };
    }
  }

  #failure(path: string, error: unknown): SeatrialError {
    if (isSeatrialError(error)) return error;
    const message = messageOf(error);
    if (this.#stopped === 'closed') return storeFailure('E1604', { message: 'history was closed while the query ran', cause: error });
    if (this.#stopped === 'timeout') {
      return storeFailure('E1607', { message: `the query ran longer than ${this.#options.timeoutMs} ms`, cause: error });
    }
    if (/^(IO|Fatal|FATAL|INTERNAL|Serialization) Error/.test(message)) return historyFailure(path, error);
    if (/^Out of Memory Error/.test(message)) {
      return storeFailure('E1606', {
        message: `the query needs more memory than it may use: ${message}`,
        next: 'Narrow it with WHERE on device and time, or raise the memory limit of history in the configuration.',
        cause: error,
      });
    }
    return storeFailure('E1606', { message: missingTable(message) ?? message, cause: error });
  }
}

/** The engine suggests tables of its own; people look for a view. */
function missingTable(message: string): string | undefined {
  const name = /^Catalog Error: Table with name (\S+) does not exist/.exec(message)?.[1];
  if (name === undefined) return undefined;
  const meant = closestWord(name, viewNames);
  return `there is no view ${name}${meant === undefined ? `; there are ${viewNames.join(', ')}` : `, did you mean ${meant}?`}`;
}

/** The parser's tree and the engine's own statement type decide; the read-only transaction is the net below. */
async function prepareReadOnly(connection: DuckDBConnection, sql: string, textToParse: string): Promise<DuckDBPreparedStatement> {
  const parsed = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [textToParse]);
  checkParsedSql(String(parsed.getRows()[0]?.[0]));
  const extracted = await connection.extractStatements(sql);
  if (extracted.count !== 1) throw storeFailure('E1606', { message: `the query has ${extracted.count} statements, 1 allowed` });
  const statement = await extracted.prepare(0);
  const type = statement.statementType;
  if (type !== StatementType.SELECT && type !== StatementType.EXPLAIN) {
    throw storeFailure('E1606', { message: `a statement of type ${StatementType[type]} is not allowed` });
  }
  if (statement.parameterCount > 0)
    throw storeFailure('E1606', { message: `the query has ${statement.parameterCount} parameters, none allowed` });
  return statement;
}
