import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { storeFailure } from './store-errors.ts';

/** One numbered step of a schema. */
export interface Migration {
  /** From 1, without gaps. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text, hex. */
  readonly checksum: string;
}

/** A step that a database has behind it. */
export interface AppliedMigration {
  readonly number: number;
  readonly checksum: string;
}

/** Steps of a schema from the files NNNN-name.sql in migrations/AREA beside this module. */
export function readMigrations(area: 'state' | 'history' | 'parts'): Migration[] {
  const folder = new URL(`./migrations/${area}/`, import.meta.url);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  return files.map((file) => defineMigration(Number.parseInt(file, 10), file.slice(5, -4), readFileSync(new URL(file, folder), 'utf8')));
}

/** Completes a step with its checksum. */
export function defineMigration(number: number, name: string, sql: string): Migration {
  return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

/**
 * Steps that a database still needs.
 * @param file named in errors
 * @throws E1608 when the database has steps that this program lacks, E1611 when a step behind it has another text now
 */
export function planMigrations(file: string, known: readonly Migration[], applied: readonly AppliedMigration[]): readonly Migration[] {
  const newestKnown = known.length;
  const newestApplied = applied.reduce((newest, { number }) => Math.max(newest, number), 0);
  if (newestApplied > newestKnown) {
    throw storeFailure('E1608', { message: `${file} has schema version ${newestApplied}, this program knows up to ${newestKnown}` });
  }
  for (const { number, checksum } of applied) {
    const migration = known.find((candidate) => candidate.number === number);
    if (migration?.checksum === checksum) continue;
    throw storeFailure('E1611', { message: `migration ${number} of ${file} was applied with another text than this program has` });
  }
  return known.filter(({ number }) => number > newestApplied);
}
