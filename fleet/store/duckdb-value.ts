import {
  DuckDBArrayValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';

/** A value that JSON can say. */
export type PlainValue = null | boolean | number | string;

/** Years 0001 to 9999, ms: what ISO 8601 says with four digits. */
const earliestMs = -62_135_596_800_000n;
const latestMs = 253_402_300_799_999n;

/**
 * A value of a query as the port gives it: times as ISO 8601 in UTC, integers beyond 2^53 and what is not finite as text,
 * lists, structures and maps as JSON text.
 */
export function plainValue(value: DuckDBValue): PlainValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return plainInteger(value);
  const nested = nestedValue(value);
  return nested === undefined ? plainObject(value) : JSON.stringify(nested);
}

type Nested = PlainValue | Nested[] | { [key: string]: Nested };

function nestedValue(value: DuckDBValue): Nested | undefined {
  const inner = (item: DuckDBValue): Nested => nestedValue(item) ?? plainValue(item);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(inner);
  if (value instanceof DuckDBStructValue) return Object.fromEntries(Object.entries(value.entries).map(([key, item]) => [key, inner(item)]));
  if (value instanceof DuckDBMapValue) return value.entries.map(({ key, value: item }) => ({ key: inner(key), value: inner(item) }));
  return undefined;
}

function plainObject(value: Exclude<DuckDBValue, null | boolean | string | number | bigint>): PlainValue {
  if (value instanceof DuckDBTimestampMillisecondsValue) return plainTime(value.millis, 0n, 0) ?? value.toString();
  if (value instanceof DuckDBTimestampSecondsValue) return plainTime(value.seconds * 1_000n, 0n, 0) ?? value.toString();
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return plainTime(floorDivide(value.micros, 1_000n), floorRemainder(value.micros, 1_000n), 3) ?? value.toString();
  }
  if (value instanceof DuckDBTimestampNanosecondsValue) {
    return plainTime(floorDivide(value.nanos, 1_000_000n), floorRemainder(value.nanos, 1_000_000n), 6) ?? value.toString();
  }
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBDecimalValue) return plainDecimal(value.toString());
  return value.toString();
}

/** undefined when it is infinite or beyond four digits of year. Digits below a millisecond only when there are any. */
function plainTime(millis: bigint, rest: bigint, restDigits: number): string | undefined {
  if (millis < earliestMs || millis > latestMs) return undefined;
  const text = new Date(Number(millis)).toISOString();
  return rest === 0n ? text : `${text.slice(0, -1)}${String(rest).padStart(restDigits, '0')}Z`;
}

function plainInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** A number when that loses no digit. */
function plainDecimal(text: string): number | string {
  return text.replace(/^-|\./g, '').length <= 15 ? Number(text) : text;
}

function floorDivide(value: bigint, by: bigint): bigint {
  return (value - floorRemainder(value, by)) / by;
}

function floorRemainder(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by;
}
