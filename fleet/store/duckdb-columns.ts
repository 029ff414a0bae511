import { type DuckDBAppender, DuckDBDataChunk, type DuckDBType } from '@duckdb/node-api';
import { assert } from '#proto/kit/index.js';

/** A column of numbers as DuckDB lays them out. */
export type NumberColumn = Uint32Array | BigInt64Array | BigUint64Array | Float64Array;

/** Rows of one chunk: DuckDB's vector size. */
export const chunkRows = 2_048;

/**
 * The buffer behind a vector of the library. Its fields are private there, but setItem() makes an object or a big integer of every value;
 * filling the buffer by set() is ten times as fast. The constructor below checks that it is what we think, so another version of the
 * library is found out at start and not in the data.
 */
interface VectorBuffer {
  readonly items: NumberColumn;
  flush(): void;
}

/** Appends rows from typed arrays through one chunk that is used again and again. */
export class ColumnAppender {
  readonly appender: DuckDBAppender;
  readonly #chunk: DuckDBDataChunk;
  readonly #vectors: VectorBuffer[];

  /** @param types of the table's columns, numbers without NULL */
  constructor(appender: DuckDBAppender, types: readonly DuckDBType[]) {
    this.appender = appender;
    this.#chunk = DuckDBDataChunk.create(types, chunkRows);
    this.#vectors = types.map((type, index) => {
      const vector = this.#chunk.getColumnVector(index) as unknown as VectorBuffer;
      assert(ArrayBuffer.isView(vector.items) && vector.items.length === chunkRows, `the buffer of a ${type} vector is not where it was`);
      return vector;
    });
  }

  /** Appends count rows (1 to 2,048) of the columns, from a row on. */
  append(columns: readonly NumberColumn[], from: number, count: number): void {
    if (this.#chunk.rowCount !== count) this.#chunk.rowCount = count;
    for (const [index, vector] of this.#vectors.entries()) {
      const column = columns[index] as NumberColumn;
      copyRows(column.subarray(from, from + count), vector.items);
      vector.flush();
    }
    this.appender.appendDataChunk(this.#chunk);
  }
}

/** Both sides have the same element type, or set() throws. */
function copyRows(from: NumberColumn, to: NumberColumn): void {
  (to as Float64Array).set(from as Float64Array);
}
