import { storeFailure } from './store-errors.ts';

const longestSqlCharacters = 100_000;

/** Functions in FROM that only compute. All others are refused: the engine has some that write logs, profiles or checkpoints. */
const allowedTableFunctions = new Set([
  'generate_series',
  'generate_subscripts',
  'json_each',
  'json_tree',
  'range',
  'repeat',
  'repeat_row',
  'summary',
  'unnest',
]);

/** Functions in expressions that do something beside computing, or wait. */
const refusedFunctions = new Set([
  'write_log',
  'nextval',
  'currval',
  'setseed',
  'sleep_ms',
  'pg_sleep',
  'getenv',
  'json_execute_serialized_sql',
]);

/** What the engine's parser makes of a text (json_serialize_sql). */
interface SerializedSql {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly statements?: readonly unknown[];
}

/**
 * The text to hand to the parser. EXPLAIN of a query is judged by the query; with ANALYZE it is not one and the parser refuses it.
 * @throws E1606 when it is empty or longer than 100,000 characters
 */
export function sqlToParse(sql: string): string {
  if (sql.length > longestSqlCharacters) {
    throw storeFailure('E1606', { message: `the query has ${sql.length} characters, ${longestSqlCharacters} allowed` });
  }
  if (sql.trim() === '') throw storeFailure('E1606', { message: 'the query is empty' });
  return sql.replace(/^\s*explain\s+/i, '');
}

/**
 * Checks the parser's tree: one statement, a query, and nothing in it that reaches beyond the tables.
 * @throws E1606 saying what is refused
 */
export function checkParsedSql(serialized: string): void {
  const parsed = JSON.parse(serialized) as SerializedSql;
  if (parsed.error) {
    if (parsed.error_type === 'parser') throw storeFailure('E1606', { message: `the query can not be parsed: ${parsed.error_message}` });
    throw storeFailure('E1606', {
      message:
        'only one SELECT, WITH, FROM, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN is allowed, and PIVOT with its values listed (ON signal IN (…))',
    });
  }
  const count = parsed.statements?.length ?? 0;
  if (count !== 1) throw storeFailure('E1606', { message: `the query has ${count} statements, 1 allowed` });
  checkNode(parsed.statements);
}

function checkNode(node: unknown): void {
  if (Array.isArray(node)) {
    for (const item of node) checkNode(item);
    return;
  }
  if (node === null || typeof node !== 'object') return;
  const fields = node as Record<string, unknown>;
  if (fields.type === 'TABLE_FUNCTION') {
    const name = functionName(fields.function);
    if (!allowedTableFunctions.has(name)) throw storeFailure('E1606', { message: `the function ${name}() is not allowed in FROM` });
  }
  if (fields.type === 'BASE_TABLE') checkTable(fields);
  const name = functionName(fields);
  if (refusedFunctions.has(name)) throw storeFailure('E1606', { message: `the function ${name}() is not allowed` });
  for (const value of Object.values(fields)) checkNode(value);
}

/** A table that is none is looked for as a file, and the engine may read those of history's folder. */
function checkTable(fields: Record<string, unknown>): void {
  for (const part of [fields.catalog_name, fields.schema_name, fields.table_name]) {
    if (/[/\\.:]/.test(String(part ?? ''))) throw storeFailure('E1606', { message: `${String(part)} is no table, and files are not read` });
  }
}

function functionName(node: unknown): string {
  if (node === null || typeof node !== 'object' || !('function_name' in node)) return '';
  return String(node.function_name).toLowerCase();
}
