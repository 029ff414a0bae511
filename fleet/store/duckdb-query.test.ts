import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { History } from '#fleet/domain/index.js';
import { SystemClock, silentLog } from '#proto/kit/index.js';
import { openDuckdbHistory } from './duckdb-history.ts';

const folder = mkdtempSync(join(tmpdir(), 'seatrial-query-'));
const secretFile = join(folder, 'secret.csv');
const outFile = join(folder, 'out.csv');
const options = { maxRows: 1_000, timeoutMs: 30_000 };
let history: History;

beforeAll(async () => {
  writeFileSync(secretFile, 'a,b\n1,2\n');
  history = await openDuckdbHistory({
    folder,
    clock: new SystemClock(),
    log: silentLog,
    memoryLimitMb: 128,
    threads: 1,
    yieldTurn: () => new Promise((resolve) => setImmediate(resolve)),
  });
  history.defineProfile('d', 'turbofan', [{ id: 1, name: 'egtC', unit: 'Cel', category: 'technical' }]);
  for (let key = 1; key <= 3; key += 1) {
    history.defineDevice(key, `engine-00${key}`, 'd');
    history.appendReadings(key, 'd', { count: 3, signalIds: [1, 1, 1], atMs: [0, 1_500, 86_400_000], values: [key, 2, 3] });
  }
  await history.commit();
});

afterAll(async () => {
  await history.close();
  rmSync(folder, { recursive: true, force: true });
});

const query = (sql: string) => history.query(sql, options);
const outcome = (sql: string, limits = options) =>
  history.query(sql, limits).then(
    ({ rows }) => rows,
    (error: { code?: string }) => error.code ?? error,
  );

describe('queries that are answered', () => {
  test.each([
    [
      "SELECT device, signal, unit, time, value FROM readings WHERE device = 'engine-002' ORDER BY time LIMIT 2",
      [
        ['engine-002', 'egtC', 'Cel', '1970-01-01T00:00:00.000Z', 2],
        ['engine-002', 'egtC', 'Cel', '1970-01-01T00:00:01.500Z', 2],
      ],
    ],
    ['SELECT device, profile FROM devices ORDER BY device LIMIT 1', [['engine-001', 'turbofan']]],
    ['FROM signals', [['turbofan', 'egtC', 'Cel', 'technical', 1, 'd']]],
    ['SELECT count(*) FROM readings;', [[9]]],
    ['WITH top AS (SELECT max(value) AS most FROM readings GROUP BY device) SELECT sum(most) FROM top', [[9]]],
    ['VALUES (1), (2)', [[1], [2]]],
    ['SELECT sum(i) FROM range(10) AS t(i)', [[45]]],
    [
      "PIVOT (SELECT device, signal, value FROM readings) ON signal IN ('egtC') USING max(value) ORDER BY device LIMIT 1",
      [['engine-001', 3]],
    ],
    ['SELECT unnest([1, 2])', [[1], [2]]],
    [
      "SELECT time_bucket(INTERVAL '1 day', time) AS day, count(*) FROM readings GROUP BY day ORDER BY day",
      [
        ['1970-01-01T00:00:00.000Z', 6],
        ['1970-01-02T00:00:00.000Z', 3],
      ],
    ],
  ])('%s', async (sql, rows) => {
    expect(await outcome(sql)).toEqual(rows);
  });

  test.each(['DESCRIBE readings', 'SHOW TABLES', 'SUMMARIZE readings', 'EXPLAIN SELECT * FROM readings', ' explain\nFROM events'])(
    '%s',
    async (sql) => {
      expect((await query(sql)).rows.length).toBeGreaterThan(0);
    },
  );

  test('values are what JSON can say', async () => {
    const { columns, rows } = await query(`
      SELECT NULL AS nothing, true AS yes, 9007199254740991::BIGINT AS safe, 9007199254740992::BIGINT AS big, 1.25::DECIMAL(9, 2) AS exact,
        'nan'::DOUBLE AS none, '-infinity'::DOUBLE AS lowest, [1, NULL] AS list, {'a': TIMESTAMP '2024-01-02 03:04:05.000006', 'b': [2]} AS both,
        MAP {'k': 1} AS map, DATE '2024-02-29' AS day, TIMESTAMPTZ '2024-01-01 00:00:00+01' AS zoned, 'infinity'::TIMESTAMP AS never, INTERVAL '90 minutes' AS span,
        '550e8400-e29b-41d4-a716-446655440000'::UUID AS id, 170141183460469231731687303715884105727::HUGEINT AS huge`);
    expect(Object.fromEntries(columns.map(({ name }, index) => [name, rows[0]?.[index]]))).toEqual({
      nothing: null,
      yes: true,
      safe: 9_007_199_254_740_991,
      big: '9007199254740992',
      exact: 1.25,
      none: 'NaN',
      lowest: '-Infinity',
      list: '[1,null]',
      both: '{"a":"2024-01-02T03:04:05.000006Z","b":[2]}',
      map: '[{"key":"k","value":1}]',
      day: '2024-02-29',
      zoned: '2023-12-31T23:00:00.000Z',
      never: 'infinity',
      span: '01:30:00',
      id: '550e8400-e29b-41d4-a716-446655440000',
      huge: '170141183460469231731687303715884105727',
    });
    expect(columns[2]).toEqual({ name: 'safe', type: 'BIGINT' });
  });

  test('maxRows cuts at the limit and says so', async () => {
    const run = async (maxRows: number) => {
      const { rows, truncated } = await history.query('SELECT * FROM range(5000)', { ...options, maxRows });
      return [rows.length, truncated];
    };
    expect(await run(1)).toEqual([1, true]);
    expect(await run(2_048)).toEqual([2_048, true]);
    expect(await run(4_999)).toEqual([4_999, true]);
    expect(await run(5_000)).toEqual([5_000, false]);
    expect(await run(5_001)).toEqual([5_000, false]);
  });
});

describe('queries that are refused with E1606', () => {
  test.each([
    '',
    '   ',
    '-- nothing',
    'selec 1',
    'SELECT * FROM nowhere',
    'SELECT 1; SELECT 2',
    'SELECT 1; DELETE FROM raw.reading',
    'DELETE FROM raw.reading',
    'INSERT INTO raw.reading VALUES (1, 1, now(), 1)',
    'UPDATE raw.reading SET value = 0',
    'DROP VIEW readings',
    'CREATE TABLE x (a INT)',
    'CREATE TEMP TABLE x AS SELECT 1',
    'CREATE OR REPLACE MACRO f() AS 1',
    'ALTER TABLE raw.reading ADD COLUMN x INT',
    'TRUNCATE raw.reading',
    'BEGIN',
    'COMMIT',
    'ROLLBACK',
    'CHECKPOINT',
    'FORCE CHECKPOINT',
    'VACUUM',
    'PRAGMA database_list',
    'PRAGMA enable_profiling',
    'CALL enable_logging()',
    "SET memory_limit = '10GB'",
    'RESET threads',
    'SET VARIABLE x = 1',
    'LOAD json',
    'INSTALL httpfs',
    `ATTACH '${join(folder, 'x.db')}'`,
    'DETACH history',
    'USE memory',
    `EXPORT DATABASE '${join(folder, 'export')}'`,
    `COPY raw.reading TO '${outFile}'`,
    `COPY (SELECT 1) TO '${outFile}'`,
    `COPY raw.reading FROM '${secretFile}'`,
    'PREPARE p AS SELECT 1',
    'EXECUTE p',
    'SELECT ?',
    'SELECT $1',
    'EXPLAIN ANALYZE SELECT 1',
    'EXPLAIN ANALYZE DELETE FROM raw.reading',
    'EXPLAIN DELETE FROM raw.reading',
    'EXPLAIN EXPLAIN SELECT 1',
    '/* a */ EXPLAIN ANALYZE FROM enable_logging()',
    'MERGE INTO raw.device USING raw.device AS other ON true WHEN MATCHED THEN DELETE',
    `SELECT * FROM '${secretFile}'`,
    `SELECT * FROM read_csv('${secretFile}')`,
    `SELECT * FROM read_text('${secretFile}')`,
    `SELECT * FROM read_blob('${secretFile}')`,
    `SELECT * FROM sniff_csv('${secretFile}')`,
    `SELECT * FROM glob('${folder}/*')`,
    "SELECT * FROM read_parquet('https://127.0.0.1:1/x.parquet')",
    'FROM checkpoint()',
    'FROM force_checkpoint()',
    'FROM enable_logging()',
    'FROM "enable_logging"()',
    'FROM system.main.enable_logging()',
    'FROM enable_profiling()',
    'FROM disable_logging()',
    'FROM duckdb_settings()',
    "FROM query('FROM enable_logging()')",
    "FROM query_table('readings')",
    "FROM json_execute_serialized_sql(json_serialize_sql('FROM enable_logging()'))",
    'WITH a AS (FROM enable_logging()) SELECT * FROM a',
    'SELECT (SELECT count(*) FROM enable_logging())',
    'SELECT 1 UNION ALL SELECT count(*) FROM enable_logging()',
    'SELECT 1 WHERE EXISTS (FROM checkpoint())',
    'SUMMARIZE FROM enable_logging()',
    "SELECT write_log('x')",
    'SELECT "WRITE_LOG"(\'x\')',
    "SELECT upper(write_log('x'))",
    'SELECT sleep_ms(100000)',
    'SELECT pg_sleep(100)',
    "SELECT nextval('x')",
  ])('%s', async (sql) => {
    expect(await outcome(sql)).toBe('E1606');
  });

  test('a view that is none: which one was meant, or which there are', async () => {
    await expect(query('SELECT * FROM reading')).rejects.toThrow('there is no view reading, did you mean readings?');
    await expect(query('SELECT * FROM nowhere')).rejects.toThrow(
      'there is no view nowhere; there are readings, readings_15min, events, devices, signals, alarms',
    );
  });

  test('more than 100,000 characters, and not 100,000', async () => {
    const padded = (length: number) => 'SELECT 1'.padEnd(length);
    expect(await outcome(padded(100_000))).toEqual([[1]]);
    expect(await outcome(padded(100_001))).toBe('E1606');
  });

  test('one that needs more memory than it may use, and the next one works', async () => {
    expect(await outcome("SELECT list(a::VARCHAR || repeat('x', 200)) FROM range(30000000) AS t(a)")).toBe('E1606');
    expect(await outcome('SELECT 1')).toEqual([[1]]);
  });
});

describe('limits', () => {
  test('nothing that was refused has changed anything', async () => {
    expect(await outcome('SELECT count(*), sum(value) FROM readings')).toEqual([[9, 21]]);
    expect(existsSync(outFile)).toBe(false);
    history.appendReadings(1, 'd', { count: 1, signalIds: [1], atMs: [1], values: [1] });
    history.discard();
    await history.commit();
  });

  test.each(['SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7', 'FROM range(1000000000000)'])(
    'out of time: %s',
    async (sql) => {
      expect(await outcome(sql, { maxRows: 1_000_000_000, timeoutMs: 200 })).toBe('E1607');
      expect(await outcome('SELECT 1')).toEqual([[1]]);
    },
  );

  test('18 queries at once are taken, the 19th is refused with E1610', async () => {
    const slow = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7';
    const outcomes = Array.from({ length: 19 }, () => outcome(slow, { maxRows: 1, timeoutMs: 60 }));
    const codes = await Promise.all(outcomes);
    expect(codes.slice(0, 18).every((code) => code === 'E1607')).toBe(true);
    expect(codes[18]).toBe('E1610');
  });

  test('a plot and a short read of the manager’s own do not wait behind the queries of people', async () => {
    const slow = 'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7';
    let ended = 0;
    const people = Array.from({ length: 4 }, () => outcome(slow, { maxRows: 1, timeoutMs: 2_000 }).then(() => (ended += 1)));
    const request = { deviceKey: 1, signal: 'egtC', fromMs: 0, toMs: 2_000, resolution: 'raw', maxPoints: 10 } as const;
    expect((await history.series(request)).points).toHaveLength(2);
    expect((await history.query('SELECT 1', { ...options, isOwn: true })).rows).toEqual([[1]]);
    expect(ended).toBe(0);
    await Promise.all(people);
  });

  test('a query that runs when history closes ends, and closing does not wait for it', async () => {
    const slow = outcome('SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7');
    await outcome('SELECT 1');
    await history.close();
    expect(await slow).toBe('E1604');
    expect(await outcome('SELECT 1')).toBe('E1604');
  });
});
