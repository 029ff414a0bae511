import type { DuckDBConnection } from '@duckdb/node-api';
import type { LiveState } from '#fleet/domain/index.js';
import type { Engine } from './duckdb-engine.ts';
import type { YieldTurn } from './history-writer.ts';

/** A query sees the state of devices and alarms no older than this when it starts, ms. */
const freshMs = 2_000;

const deviceShape =
  '[{"device":"VARCHAR","profile":"VARCHAR","status":"VARCHAR","presence":"VARCHAR","firmware":"VARCHAR","labels":"MAP(VARCHAR, VARCHAR)","gateway":"VARCHAR","openAlarms":"INTEGER","lastSeenMs":"BIGINT"}]';
const alarmShape =
  '[{"id":"BIGINT","device":"VARCHAR","rule":"VARCHAR","severity":"VARCHAR","state":"VARCHAR","title":"VARCHAR","reason":"VARCHAR","raisedMs":"BIGINT","clearedMs":"BIGINT","acknowledgedMs":"BIGINT","acknowledgedBy":"VARCHAR","note":"VARCHAR"}]';
const insertDevices = `INSERT INTO live.device
  SELECT row.device, row.profile, row.status, row.presence, row.firmware, row.labels, row.gateway, row.openAlarms, make_timestamp_ms(row.lastSeenMs)
  FROM (SELECT unnest(from_json($1::JSON, '${deviceShape}')) AS row)`;
const insertAlarms = `INSERT INTO live.alarm
  SELECT row.id, row.device, row.rule, row.severity, row.state, row.title, row.reason, make_timestamp_ms(row.raisedMs),
    make_timestamp_ms(row.clearedMs), make_timestamp_ms(row.acknowledgedMs), row.acknowledgedBy, row.note
  FROM (SELECT unnest(from_json($1::JSON, '${alarmShape}')) AS row)`;

/** Copies the manager's devices and alarms into tables of the engine before a query that names them: they are not telemetry. */
export class LiveTables {
  readonly #state: LiveState;
  readonly #yieldTurn: YieldTurn;
  #engine: Engine | undefined;
  #atMs = Number.NEGATIVE_INFINITY;
  #underWay: Promise<void> = Promise.resolve();

  constructor(state: LiveState, yieldTurn: YieldTurn) {
    this.#state = state;
    this.#yieldTurn = yieldTurn;
  }

  /** Makes the copy fresh when the text names one of the views. One copy at a time: those who wait for it share it. */
  refresh(engine: Engine, sql: string, nowMs: number): Promise<void> {
    if (!/\b(devices|alarms|live)\b/i.test(sql)) return Promise.resolve();
    this.#underWay = this.#underWay.catch(() => undefined).then(() => this.#copy(engine, nowMs));
    return this.#underWay;
  }

  /** Resolves when no copy runs. */
  idle(): Promise<void> {
    return this.#underWay.catch(() => undefined);
  }

  async #copy(engine: Engine, nowMs: number): Promise<void> {
    if (engine === this.#engine && nowMs - this.#atMs < freshMs) return;
    const connection = await engine.instance.connect();
    try {
      await connection.run('BEGIN TRANSACTION; DELETE FROM live.device; DELETE FROM live.alarm');
      for (const page of this.#state.devices()) await this.#insert(connection, insertDevices, page);
      for (const page of this.#state.alarms()) await this.#insert(connection, insertAlarms, page);
      await connection.run('COMMIT');
    } finally {
      connection.closeSync();
    }
    this.#engine = engine;
    this.#atMs = nowMs;
  }

  async #insert(connection: DuckDBConnection, sql: string, page: readonly unknown[]): Promise<void> {
    await connection.run(sql, [JSON.stringify(page)]);
    await this.#yieldTurn();
  }
}
