import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '#fleet/cli/index.js';
import type { History } from '#fleet/domain/index.js';
import { openDuckdbHistory } from '#fleet/store/index.js';
import { SystemClock, silentLog } from '#proto/kit/index.js';

/** The views that help and handbook name are those that queries see, column by column. */

const folder = mkdtempSync(join(tmpdir(), 'seatrial-views-'));
let history: History;

beforeAll(async () => {
  const yieldTurn = (): Promise<void> => new Promise((done) => setImmediate(done));
  history = await openDuckdbHistory({ folder, clock: new SystemClock(), log: silentLog, memoryLimitMb: 128, threads: 1, yieldTurn });
});

afterAll(async () => {
  await history.close();
  rmSync(folder, { recursive: true, force: true });
});

async function viewsThere(): Promise<string[]> {
  const sql = `SELECT table_name || '(' || string_agg(column_name, ', ' ORDER BY ordinal_position) || ')'
    FROM information_schema.columns
    WHERE table_schema = 'main' AND table_catalog = 'memory' GROUP BY table_name`;
  const { rows } = await history.query(sql, { maxRows: 100, timeoutMs: 30_000 });
  return rows.map(([text]) => String(text)).sort();
}

function viewsNamed(text: string): string[] {
  return [...new Set(text.match(/\b(readings|readings_15min|events|devices|signals|alarms)\([a-z_, ]+\)/g))].sort();
}

test('fleet query --help', async () => {
  expect(viewsNamed(commands.find(({ path }) => path === 'query')?.details ?? '')).toEqual(await viewsThere());
});

test('docs/OPERATING.md', async () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/OPERATING.md'), 'utf8');
  expect(viewsNamed(page)).toEqual(await viewsThere());
});
