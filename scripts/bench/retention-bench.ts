import { mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { History, UpkeepStep } from '#fleet/domain/index.js';
import { openDuckdbHistory } from '#fleet/store/index.js';
import { type Clock, SystemClock, silentLog, type TimeoutHandle, type TimerTask } from '#proto/kit/index.js';
import type { Bench } from './metric.ts';

/** Seconds that readings come at full speed; SEATRIAL_BENCH_SECONDS=540 comes near a billion readings where the disk holds them. */
const fullSeconds = Number(process.env.SEATRIAL_BENCH_SECONDS ?? 60);
const calmSeconds = 15;
const calmReadingsPerSecond = 250_000;
const devices = 1_000;
const signals = 20;
const rowsAFrame = 10 * signals;
const dayMs = 86_400_000;
/** Days that the whole run stands for: files of a day are dropped from the thirtieth on. */
const simulatedDays = 45;
const commitRows = 200_000;
const digest = 'd'.repeat(64);

/** Timers as they are; the calendar runs as fast as the bench says. */
class CalendarClock implements Clock {
  readonly speed = 1;
  readonly #inner = new SystemClock();
  readonly #startMs = Date.UTC(2026, 0, 5);
  daysASecond = 0;
  #days = 0;
  #atMs = this.#inner.nowMs();

  nowMs(): number {
    return this.#inner.nowMs();
  }

  wallMs(): number {
    const nowMs = this.nowMs();
    this.#days += ((nowMs - this.#atMs) / 1_000) * this.daysASecond;
    this.#atMs = nowMs;
    return Math.floor(this.#startMs + this.#days * dayMs);
  }

  schedule(task: TimerTask, dueMs: number): void {
    this.#inner.schedule(task, dueMs);
  }

  cancel(task: TimerTask): void {
    this.#inner.cancel(task);
  }

  setTimeout(callback: () => void, delayMs: number): TimeoutHandle {
    return this.#inner.setTimeout(callback, delayMs);
  }

  clearTimeout(handle: TimeoutHandle): void {
    this.#inner.clearTimeout(handle);
  }
}

/** Retention under ingest: what summing and deleting cost while readings come, over simulated weeks. */
export const retentionBench: Bench = {
  name: 'retention',
  title: `${simulatedDays} simulated days in ${fullSeconds} s of full ingest, ${devices} devices with ${signals} signals, then ${calmSeconds} s at ${calmReadingsPerSecond} readings/s`,
  async run(tell) {
    const folder = mkdtempSync(join(tmpdir(), 'seatrial-retention-'));
    const clock = new CalendarClock();
    const history = await openDuckdbHistory({
      folder,
      clock,
      log: silentLog,
      memoryLimitMb: 2_048,
      threads: 2,
      yieldTurn,
      retention: { rawMs: 30 * dayMs, partsMs: 400 * dayMs, diskShare: 0.9, diskBytes: 0, freeBytes: 2 ** 30, segmentMs: dayMs },
    });
    try {
      return await measure(history, folder, clock, tell);
    } finally {
      await history.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measure(history: History, folder: string, clock: CalendarClock, tell: (line: string) => void) {
  defineAll(history);
  const steps: UpkeepStep[] = [];
  const keeper = new Keeper(history, steps);
  clock.daysASecond = simulatedDays / fullSeconds;
  const fullMs = performance.now();
  const feeder = new Feeder(history, clock);
  while (performance.now() - fullMs < fullSeconds * 1_000 && roomLeft(folder)) await feeder.batch();
  const fullRate = (feeder.rows * 1_000) / (performance.now() - fullMs);
  tell(`${feeder.rows} readings at ${Math.round(fullRate)}/s, ${steps.filter(({ type }) => type === 'dropped').length} files dropped`);
  const bytesBefore = bytesIn(folder);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  // A file every few seconds: summing and deleting go on while the stalls are measured.
  clock.daysASecond = 0.4;
  const calmRows = feeder.rows;
  const calmMs = performance.now();
  await feeder.paced(calmReadingsPerSecond, calmSeconds * 1_000);
  const calmRate = ((feeder.rows - calmRows) * 1_000) / (performance.now() - calmMs);
  delay.disable();
  tell(`at ${Math.round(calmRate)} readings/s the event loop stalled ${(delay.max / 1e6).toFixed(1)} ms at most`);
  await keeper.stop();
  // What is left gets old at once.
  clock.daysASecond = 0;
  for (let step = await history.upkeep(); step !== undefined; step = await history.upkeep()) steps.push(step);
  const { rawBytes, rawReadings, parts, partsBytes, dropped } = history.footprint();
  const summed = steps.filter(({ type }) => type === 'summed');
  const drops = steps.filter(({ type }) => type === 'dropped');
  const seconds = (list: readonly UpkeepStep[]) => list.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) / 1_000;
  const rows = (list: readonly UpkeepStep[]) => list.reduce((sum, step) => sum + step.rows, 0);
  return [
    { name: 'readings', value: feeder.rows, unit: 'readings' },
    { name: 'fullRate', value: fullRate, unit: 'readings/s' },
    { name: 'bytesAReading', value: rawBytes / Math.max(1, rawReadings), unit: 'bytes' },
    { name: 'summedPerSecond', value: rows(summed) / Math.max(0.001, seconds(summed)), unit: 'readings/s' },
    { name: 'bytesAQuarter', value: partsBytes / Math.max(1, parts), unit: 'bytes' },
    { name: 'droppedReadings', value: dropped.age.readings + dropped.disk.readings, unit: 'readings' },
    { name: 'droppedForRoom', value: dropped.disk.readings, unit: 'readings' },
    { name: 'longestDrop', value: Math.max(0, ...drops.map(({ elapsedMs }) => elapsedMs)), unit: 'ms' },
    {
      name: 'longestSeal',
      value: Math.max(0, ...steps.filter(({ type }) => type === 'sealed').map(({ elapsedMs }) => elapsedMs)),
      unit: 'ms',
    },
    { name: 'bytesOnDisk', value: bytesBefore, unit: 'bytes' },
    { name: 'bytesDeleted', value: dropped.age.bytes + dropped.disk.bytes, unit: 'bytes' },
    { name: 'calmRate', value: calmRate, unit: 'readings/s', limit: { atLeast: 240_000 } },
    { name: 'longestStall', value: delay.max / 1e6, unit: 'ms', limit: { atMost: 100 } },
    { name: 'longestCommit', value: feeder.longestCommitMs, unit: 'ms' },
  ];
}

/** Does what is due all the time, as the manager's keeper does. */
class Keeper {
  #isStopped = false;
  readonly #end: Promise<void>;

  constructor(history: History, steps: UpkeepStep[]) {
    this.#end = this.#run(history, steps);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#end;
  }

  async #run(history: History, steps: UpkeepStep[]): Promise<void> {
    while (!this.#isStopped) {
      const step = await history.upkeep();
      if (step !== undefined) steps.push(step);
      await new Promise((resolve) => setTimeout(resolve, step === undefined ? 100 : 20));
    }
  }
}

/** Readings of all devices in turn: slow waves with noise in the third digit, as sensors give them. */
class Feeder {
  rows = 0;
  longestCommitMs = 0;
  readonly #history: History;
  readonly #clock: Clock;
  readonly #signalIds = Uint16Array.from({ length: rowsAFrame }, (_, index) => (index % signals) + 1);
  readonly #atMs = new Float64Array(rowsAFrame);
  readonly #values = new Float64Array(rowsAFrame);
  #frame = 0;

  constructor(history: History, clock: Clock) {
    this.#history = history;
    this.#clock = clock;
  }

  async batch(): Promise<void> {
    const nowMs = this.#clock.wallMs();
    for (let row = 0; row < commitRows; row += rowsAFrame) this.#append(nowMs);
    await this.#commit();
  }

  async paced(perSecond: number, spanMs: number): Promise<void> {
    const startMs = performance.now();
    const startRows = this.rows;
    let commit = Promise.resolve();
    let committedMs = startMs;
    while (performance.now() - startMs < spanMs) {
      const due = startRows + (perSecond * (performance.now() - startMs)) / 1_000;
      const nowMs = this.#clock.wallMs();
      while (this.rows < due) this.#append(nowMs);
      if (performance.now() - committedMs > 200) {
        committedMs = performance.now();
        await commit;
        commit = this.#commit();
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await commit;
  }

  #append(nowMs: number): void {
    const deviceKey = (this.#frame % devices) + 1;
    for (let row = 0; row < rowsAFrame; row += 1) {
      this.#atMs[row] = nowMs + Math.floor(row / signals);
      this.#values[row] = Math.round(1_000 * (20 + Math.sin(this.#frame / 5_000 + row)) + (this.#frame % 7)) / 1_000;
    }
    this.#history.appendReadings(deviceKey, digest, {
      count: rowsAFrame,
      signalIds: this.#signalIds,
      atMs: this.#atMs,
      values: this.#values,
    });
    this.#frame += 1;
    this.#history.mark(deviceKey, 1, this.#frame);
    this.rows += rowsAFrame;
  }

  async #commit(): Promise<void> {
    const startMs = performance.now();
    await this.#history.commit();
    this.longestCommitMs = Math.max(this.longestCommitMs, performance.now() - startMs);
  }
}

function defineAll(history: History): void {
  const rows = Array.from({ length: signals }, (_, index) => ({
    id: index + 1,
    name: `signal${index + 1}`,
    unit: '1',
    category: 'technical',
  }));
  history.defineProfile(digest, 'bench', rows);
  for (let key = 1; key <= devices; key += 1) history.defineDevice(key, `device-${key}`, digest);
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

function roomLeft(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 4 * 2 ** 30;
}

const yieldTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
