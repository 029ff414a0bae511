import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { openDuckdbHistory, openSqliteStore } from '#fleet/store/index.js';
import { createRandom, SystemClock, silentLog, systemSeed } from '#proto/kit/index.js';

const yieldTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
const child = fileURLToPath(new URL('./store-kill-child.ts', import.meta.url));

/** Starts the child, kills it some ms after its first answer, and returns the newest number that it was answered for. */
async function runAndKill(mode: 'store' | 'history', folder: string, afterMs: number): Promise<number> {
  const process = spawn(globalThis.process.execPath, [child, mode, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  process.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(process, 'close');
  await Promise.race([once(process.stdout, 'data'), ended.then(() => Promise.reject(new Error('the child ended by itself')))]);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  process.kill('SIGKILL');
  const [, signal] = await ended;
  expect(signal).toBe('SIGKILL');
  // A line that the kill tore has no line end: it was not said.
  const lines = said.slice(0, said.lastIndexOf('\n')).split('\n');
  return Math.max(...lines.map(Number));
}

async function inFolder(work: (folder: string, instantMs: () => number) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-kill-'));
  const seed = systemSeed();
  const random = createRandom(seed, 'store-kill', 'instants');
  try {
    await work(folder, () => random.integer(0, 250));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Invariant 4: what a store was answered for is there after each of so many kills at random instants, once. */
export function killStore(kills: number): Promise<void> {
  return inFolder(async (folder, instantMs) => {
    for (let kill = 0; kill < kills; kill += 1) {
      const answered = await runAndKill('store', folder, instantMs());
      const store = await openSqliteStore({ folder, clock: new SystemClock(), yieldTurn, log: silentLog });
      const counter = Number((await store.get('meta', 'counter'))?.value.value);
      const numbers = (await store.list('meta')).filter(({ id }) => id !== 'counter').map(({ value }) => Number(value.value));
      const sequences: number[] = [];
      for (let page = await store.readLog('audit', { after: 0, limit: 10_000 }); page.length > 0; ) {
        for (const { sequence } of page) sequences.push(sequence);
        page = await store.readLog('audit', { after: sequences.at(-1) ?? 0, limit: 10_000 });
      }
      await store.close();
      expect(counter).toBeGreaterThanOrEqual(answered);
      const wanted = Array.from({ length: counter }, (_, index) => index + 1);
      expect(numbers.sort((a, b) => a - b)).toEqual(wanted);
      expect(sequences).toEqual(wanted);
    }
  });
}

/** The same of history. */
export function killHistory(kills: number): Promise<void> {
  return inFolder(async (folder, instantMs) => {
    for (let kill = 0; kill < kills; kill += 1) {
      const answered = await runAndKill('history', folder, instantMs());
      const history = await openDuckdbHistory({
        folder,
        clock: new SystemClock(),
        yieldTurn,
        log: silentLog,
        memoryLimitMb: 256,
        threads: 1,
      });
      const marked = (await history.watermarks())[0]?.sequence ?? 0;
      const sql =
        'SELECT count(*), min(value), max(value), sum(value), (SELECT max(sequence) FROM events), (SELECT count(*) FROM events) FROM raw.reading';
      const { rows } = await history.query(sql, { maxRows: 1, timeoutMs: 30_000 });
      await history.close();
      expect(marked).toBeGreaterThanOrEqual(answered);
      expect(rows).toEqual([[marked, 0, marked - 1, (marked * (marked - 1)) / 2, marked, marked / 250_000]]);
    }
  });
}
