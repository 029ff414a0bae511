import type { OwnAlarms } from '#fleet/domain/index.js';
import { CallbackTask, type Clock } from '#proto/kit/index.js';

/** From one look to the next, ms. */
const everyMs = 60_000;
const rule = 'free-disk-low';
const mebibyte = 1_048_576;

/** What the watch needs. */
export interface FreeDiskWatchOptions {
  readonly clock: Clock;
  readonly alarms: OwnAlarms;
  /** Free on the disk of the data folder, bytes. */
  readonly freeBytes: () => number;
  /** Below it an alarm is raised; a quarter above it the alarm is over. MiB, 1 or more. */
  readonly lowMb: number;
}

/** Looks at the disk of the data folder once a minute: a manager whose disk is full refuses its devices. */
export class FreeDiskWatch {
  readonly #options: FreeDiskWatchOptions;
  readonly #timer = new CallbackTask(() => this.#look());

  constructor(options: FreeDiskWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#look();
  }

  stop(): void {
    this.#options.clock.cancel(this.#timer);
  }

  #look(): void {
    const { clock, alarms, freeBytes, lowMb } = this.#options;
    const free = Math.floor(freeBytes() / mebibyte);
    if (free < lowMb) {
      const reason = `${free} MiB are free on the disk of the data folder, the limit is ${lowMb} MiB`;
      alarms.set(rule, { severity: 'high', title: 'The disk of the manager runs full', reason, values: { freeMb: free } });
    } else if (free >= lowMb * 1.25) alarms.set(rule, undefined);
    clock.schedule(this.#timer, clock.nowMs() + everyMs);
  }
}
