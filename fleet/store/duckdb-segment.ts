import {
  type DuckDBAppender,
  type DuckDBConnection,
  DOUBLE as doubleType,
  TIMESTAMP_MS as timestampType,
  UBIGINT as ubigintType,
  UINTEGER as uintegerType,
} from '@duckdb/node-api';
import { ColumnAppender } from './duckdb-columns.ts';
import { quietly } from './duckdb-engine.ts';

/** The file that readings are written to, with what a commit writes through. */
export interface ActiveFile {
  readonly path: string;
  /** Its name in the engine. */
  readonly alias: string;
  readonly writer: DuckDBConnection;
  readonly readings: ColumnAppender;
  readonly marks: ColumnAppender;
  readonly events: DuckDBAppender;
  readonly devices: DuckDBAppender;
  readonly signals: DuckDBAppender;
  readonly batches: DuckDBAppender;
}

/** Appenders of an attached file. */
export async function openActive(writer: DuckDBConnection, path: string, alias: string): Promise<ActiveFile> {
  const appenderOf = (table: string) => writer.createAppender(table, 'raw', alias);
  return {
    path,
    alias,
    writer,
    readings: new ColumnAppender(await appenderOf('reading'), [uintegerType, uintegerType, timestampType, doubleType]),
    marks: new ColumnAppender(await appenderOf('mark'), [uintegerType, uintegerType, uintegerType, ubigintType]),
    events: await appenderOf('event'),
    devices: await appenderOf('device'),
    signals: await appenderOf('signal'),
    batches: await appenderOf('batch'),
  };
}

/** Lets go of the appenders; what they hold is dropped. Never throws. */
export function closeActive({ events, devices, signals, batches, readings, marks }: ActiveFile): void {
  for (const appender of [readings.appender, marks.appender, events, devices, signals, batches]) {
    quietly(() => appender.clear());
    quietly(() => appender.closeSync());
  }
}
