import type { History, Journal, UpkeepStep } from '#fleet/domain/index.js';
import { CallbackTask, type Clock, type Log, SeatrialError, type TaskTracker } from '#proto/kit/index.js';

/** How often history is asked whether something is due, ms. */
const everyMs = 30_000;
/** Between two steps while there is more to do, ms: ingest has the disk and the processor to itself in between. */
const pauseMs = 250;
/** From one forecast to the next, ms: it looks at hundreds of days, and days are what it tells. */
const forecastEveryMs = 3_600_000;
/** A disk that is used up sooner than this is told on the timeline; told again after it was further off than the longer time. */
const warnMs = 7 * 86_400_000;
const calmMs = 8 * 86_400_000;

/** What the keeper needs. */
export interface HistoryKeeperOptions {
  readonly history: Pick<History, 'upkeep' | 'footprint'>;
  readonly journal: Pick<Journal, 'timeline'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
}

/** Lets history keep itself within its bounds, and tells people what they should know of it. */
export class HistoryKeeper {
  readonly #options: HistoryKeeperOptions;
  readonly #timer = new CallbackTask(() => this.#look());
  #underWay: Promise<void> = Promise.resolve();
  #isStopped = true;
  #isFilling = false;
  #forecastDueMs = 0;
  #isDropping = false;

  constructor(options: HistoryKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStopped = false;
    this.#schedule(everyMs);
  }

  /** Resolves when the step that runs is over. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#options.clock.cancel(this.#timer);
    await this.#underWay;
  }

  #schedule(delayMs: number): void {
    const { clock } = this.#options;
    if (!this.#isStopped) clock.schedule(this.#timer, clock.nowMs() + delayMs);
  }

  #look(): void {
    this.#underWay = this.#options.tasks.run('monitor.upkeep', () => this.#step());
  }

  async #step(): Promise<void> {
    const { history, log } = this.#options;
    let step: UpkeepStep | undefined;
    try {
      step = await history.upkeep();
    } catch (error) {
      if (!(error instanceof SeatrialError)) throw error;
      log.error('upkeep of history failed', { code: error.code, reason: error.message });
    }
    if (step !== undefined) this.#tell(step);
    else this.#isDropping = false;
    this.#forecast();
    this.#schedule(step === undefined ? everyMs : pauseMs);
  }

  #tell(step: UpkeepStep): void {
    const { log } = this.#options;
    const { type, what, cause, rows, bytes, elapsedMs } = step;
    log.info(`history: ${type} ${what}`, { cause, rows, bytes, elapsedMs: Math.round(elapsedMs) });
    if (type !== 'dropped' || cause !== 'disk' || this.#isDropping) return;
    // Once a spell: one that lacks much room drops many files.
    this.#isDropping = true;
    const { budgetBytes } = this.#options.history.footprint();
    const message = `history uses up its share of the disk (${budgetBytes} bytes): ${what} was dropped before its time, ${rows} rows`;
    this.#note('history.dropped', message, { what, rows, bytes, budgetBytes });
  }

  #forecast(): void {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs < this.#forecastDueMs) return;
    this.#forecastDueMs = nowMs + forecastEveryMs;
    const { fullInMs, budgetBytes } = this.#options.history.footprint();
    const leftMs = typeof fullInMs === 'number' ? fullInMs : Number.POSITIVE_INFINITY;
    if (leftMs > calmMs) this.#isFilling = false;
    if (leftMs > warnMs || this.#isFilling) return;
    this.#isFilling = true;
    const days = Math.floor(leftMs / 86_400_000);
    const message = `history uses up its share of the disk (${budgetBytes} bytes) in about ${days} days; then the oldest readings go before their time`;
    this.#note('history.filling', message, { days, budgetBytes });
  }

  #note(kind: string, message: string, detail: Readonly<Record<string, string | number>>): void {
    this.#options.log.warn(message);
    this.#options.journal.timeline({ source: 'system', kind, deviceId: '', message, detail });
  }
}
