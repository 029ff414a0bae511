/** The views that queries see, over the files that are attached. docs/OPERATING.md and `fleet query --help` tell them. */
import { partMs } from '#fleet/domain/index.js';

/** What queries may read. */
export const viewNames = ['readings', 'readings_15min', 'events', 'devices', 'signals', 'alarms'] as const;

/** Files by their names in the engine. */
export interface ViewFiles {
  /** All files of raw readings, oldest first; the last one is written. */
  readonly segments: readonly string[];
  /** Those of them that no month has yet, with their numbers. */
  readonly unsummed: readonly { readonly alias: string; readonly number: number }[];
  /** Months of quarters, oldest first. */
  readonly months: readonly string[];
}

/** Tables in memory that hold what the manager knows besides history, as of a moment ago. */
export const liveTablesSql = `
  CREATE SCHEMA raw;
  CREATE SCHEMA live;
  CREATE TABLE live.device (
    device VARCHAR, profile VARCHAR, status VARCHAR, presence VARCHAR, firmware VARCHAR, labels MAP(VARCHAR, VARCHAR),
    gateway VARCHAR, open_alarms INTEGER, last_seen TIMESTAMP_MS
  );
  CREATE TABLE live.alarm (
    id BIGINT, device VARCHAR, rule VARCHAR, severity VARCHAR, state VARCHAR, title VARCHAR, reason VARCHAR,
    raised TIMESTAMP_MS, cleared TIMESTAMP_MS, acknowledged TIMESTAMP_MS, acknowledged_by VARCHAR, note VARCHAR
  );
`;

/** Start of the quarter of an hour that a time falls into. */
export const partStartSql = (time: string): string => `make_timestamp_ms(${partMs} * CAST(floor(epoch_ms(${time}) / ${partMs}) AS BIGINT))`;

/** Statements that make all views anew. A device that nobody named shows as "key-N". */
export function viewsSql({ segments, unsummed, months }: ViewFiles): string {
  const active = segments.at(-1) as string;
  // Between the commit of a sum and new views, the note of the sum keeps a query from seeing both.
  const waiting = (table: string) =>
    unsummed.map(({ alias, number }) => {
      const isDone = alias === active || months.length === 0 ? '' : ` WHERE ${number} NOT IN (SELECT segment FROM raw.done)`;
      return `SELECT * FROM ${alias}.raw.${table}${isDone}`;
    });
  const all = (files: readonly string[], table: string) => files.map((file) => `SELECT * FROM ${file}.raw.${table}`);
  const none = (table: string) => `SELECT * FROM ${active}.raw.${table} WHERE false`;
  const together = (parts: readonly string[], table: string) => (parts.length === 0 ? none(table) : parts.join(' UNION ALL '));
  const noPart = `SELECT 0::UINTEGER AS device_key, 0::UINTEGER AS signal_key, make_timestamp_ms(0) AS start, 0::UBIGINT AS count,
    0::DOUBLE AS sum, 0::DOUBLE AS minimum, 0::DOUBLE AS maximum WHERE false`;
  return `
    CREATE OR REPLACE VIEW raw.device AS SELECT * FROM ${active}.raw.device;
    CREATE OR REPLACE VIEW raw.signal AS SELECT * FROM ${active}.raw.signal;
    CREATE OR REPLACE VIEW raw.mark AS SELECT * FROM ${active}.raw.mark;
    CREATE OR REPLACE VIEW raw.batch AS SELECT * FROM ${active}.raw.batch;
    ${months.length === 0 ? '' : `CREATE OR REPLACE VIEW raw.done AS ${all(months, 'done').join(' UNION ALL ')};`}
    CREATE OR REPLACE VIEW raw.reading AS ${together(all(segments, 'reading'), 'reading')};
    CREATE OR REPLACE VIEW raw.unsummed AS ${together(waiting('reading'), 'reading')};
    CREATE OR REPLACE VIEW raw.event AS ${together([...all(months, 'event'), ...waiting('event')], 'event')};
    CREATE OR REPLACE VIEW raw.part AS ${months.length === 0 ? noPart : all(months, 'part').join(' UNION ALL ')};
    CREATE OR REPLACE VIEW readings AS
      SELECT coalesce(device.id, 'key-' || reading.device_key) AS device, signal.name AS signal, signal.unit AS unit, reading.time AS time, reading.value AS value
      FROM raw.reading AS reading
      LEFT JOIN raw.device AS device ON device.key = reading.device_key
      LEFT JOIN raw.signal AS signal ON signal.key = reading.signal_key;
    CREATE OR REPLACE VIEW raw.quarter AS
      SELECT device_key, signal_key, start, sum(count)::BIGINT AS count, min(minimum) AS minimum,
        least(max(maximum), greatest(min(minimum), sum(sum) / sum(count))) AS mean, max(maximum) AS maximum
      FROM (
        SELECT * FROM raw.part UNION ALL
        SELECT device_key, signal_key, ${partStartSql('time')}, 1, value, value, value FROM raw.unsummed WHERE isfinite(value)
      ) GROUP BY device_key, signal_key, start;
    CREATE OR REPLACE VIEW readings_15min AS
      SELECT coalesce(device.id, 'key-' || quarter.device_key) AS device, signal.name AS signal, signal.unit AS unit, quarter.start AS time,
        quarter.count AS count, quarter.minimum AS minimum, quarter.mean AS mean, quarter.maximum AS maximum
      FROM raw.quarter AS quarter
      LEFT JOIN raw.device AS device ON device.key = quarter.device_key
      LEFT JOIN raw.signal AS signal ON signal.key = quarter.signal_key;
    CREATE OR REPLACE VIEW events AS
      SELECT coalesce(device.id, 'key-' || event.device_key) AS device, event.kind AS kind, event.name AS name, event.message AS message,
        event.time AS time, event.boot AS boot, event.sequence AS sequence, event.detail AS detail
      FROM raw.event AS event LEFT JOIN raw.device AS device ON device.key = event.device_key;
    CREATE OR REPLACE VIEW signals AS SELECT profile, name AS signal, unit, category, id, digest FROM raw.signal;
    CREATE OR REPLACE VIEW devices AS
      SELECT device, profile, status, presence, firmware, labels, gateway, open_alarms, last_seen FROM live.device UNION ALL
      SELECT device.id, profile.profile, NULL, NULL, NULL, NULL, NULL, NULL, NULL
      FROM raw.device AS device
      LEFT JOIN (SELECT digest, max(profile) AS profile FROM raw.signal GROUP BY digest) AS profile ON profile.digest = device.digest
      WHERE device.id NOT IN (SELECT device FROM live.device);
    CREATE OR REPLACE VIEW alarms AS SELECT * FROM live.alarm;
  `;
}
