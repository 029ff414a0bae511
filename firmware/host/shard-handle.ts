import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import type { SeatrialError } from '#proto/kit/index.js';
import type { HostReport } from './host.ts';
import { fail } from './host-errors.ts';
import type { Askable } from './live-control.ts';
import type { ShardOptions } from './shard.ts';
import { errorOf, type FromShard, type ToShard } from './shard-messages.ts';
import type { ShardAnswers, ShardQuestion } from './shard-questions.ts';
import { within } from './wait.ts';

const reportTimeoutMs = 5_000;
/** Time for thousands of devices to end and to be written, ms. */
const stopTimeoutMs = 60_000;
/** From the last word of a process to its end, ms: its goodbyes take a quarter of a second. */
const leaveTimeoutMs = 5_000;

/** Hears of a process what it was not asked for. */
export interface ShardOwner {
  /** A device reached this boot number first. */
  onBoot(boot: number): void;
  /** Its part of the ledger ended: E2131. */
  onLedgerFailed(error: Error): void;
  /** It ended. */
  onGone(error: SeatrialError): void;
}

/** The devices of a process before they get power. */
export interface ShardStart {
  /** Devices that had kept something. */
  readonly restored: number;
  /** E2103 for each device whose firmware was damaged and left out. */
  readonly damages: readonly Error[];
}

/** How a process ended. */
export interface ShardEnd {
  /** Its last figures: those of all its time, or when it was lost the newest that it told; undefined when it told none. */
  readonly report: HostReport | undefined;
  /** Devices in the file that it wrote. */
  readonly kept: number;
  /** Digests of the contents of firmware that these name. */
  readonly contents: readonly string[];
  /** Why what its devices keep is not on disk; undefined when it is. */
  readonly problem: Error | undefined;
}

/** One process of a population, as its parent sees it. */
export class ShardHandle implements Askable {
  /** When all are built. Rejects with what is wrong with them, or E2106. */
  readonly ready: Promise<ShardStart>;
  readonly #process: ChildProcess;
  readonly #gone: Promise<SeatrialError>;
  #waiting: ((report: HostReport) => void)[] = [];
  readonly #questions = new Map<number, PromiseWithResolvers<ShardAnswers[ShardQuestion['type']]>>();
  #asked = 0;
  #stopped: (end: ShardEnd) => void = () => undefined;
  #last: HostReport | undefined;
  #loss: SeatrialError | undefined;

  constructor(options: ShardOptions, owner: ShardOwner) {
    const entry = new URL(`./shard-process${extname(import.meta.filename)}`, import.meta.url);
    this.#process = fork(entry, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const ready = Promise.withResolvers<ShardStart>();
    const gone = Promise.withResolvers<SeatrialError>();
    this.ready = ready.promise;
    this.#gone = gone.promise;
    this.#process.on('message', (message: FromShard) => {
      if (message.type === 'ready') ready.resolve({ restored: message.restored, damages: message.damages.map(errorOf) });
      else if (message.type === 'boot') owner.onBoot(message.boot);
      else if (message.type === 'report') this.#take(message.report);
      else if (message.type === 'stopped') {
        const { report, kept, contents, problem } = message;
        this.#stopped({ report, kept, contents, problem: problem && errorOf(problem) });
      } else if (message.type === 'ledgerFailed') owner.onLedgerFailed(errorOf(message.problem));
      else if (message.type === 'answered') this.#questions.get(message.number)?.resolve(message.answer);
      else if (message.type === 'unanswered') this.#questions.get(message.number)?.reject(errorOf(message.problem));
      else ready.reject(errorOf(message.problem));
    });
    const end = (how: string): void => {
      if (this.#loss !== undefined) return;
      this.#loss = fail('E2106', { message: `process ${this.#process.pid ?? 'that never was'} of ${options.population} ${how}` });
      ready.reject(this.#loss);
      gone.resolve(this.#loss);
      owner.onGone(this.#loss);
    };
    this.#process.once('exit', (code, signal) => end(`ended with ${signal ?? `exit code ${code}`}`));
    // It could not be started, or its channel broke: in the second case its end follows.
    this.#process.on('error', (error) => {
      if (this.#process.pid === undefined) end(`could not be started: ${error.message}`);
    });
    this.#tell({ type: 'start', options });
  }

  /** Gives the devices power. */
  run(): void {
    this.#tell({ type: 'run' });
  }

  /** @throws E2106 gone, or too busy to answer */
  async report(): Promise<HostReport> {
    if (this.#loss !== undefined) throw this.#loss;
    const { promise, resolve } = Promise.withResolvers<HostReport>();
    this.#waiting.push(resolve);
    this.#tell({ type: 'report' });
    const report = await within(promise, reportTimeoutMs);
    if (report === undefined) throw fail('E2106', { message: `process ${this.#process.pid} did not answer for ${reportTimeoutMs} ms` });
    return report;
  }

  /** @throws E2106 gone, or too busy to answer */
  async ask<Type extends ShardQuestion['type']>(question: Extract<ShardQuestion, { type: Type }>): Promise<ShardAnswers[Type]> {
    if (this.#loss !== undefined) throw this.#loss;
    const waiting = Promise.withResolvers<ShardAnswers[ShardQuestion['type']]>();
    this.#asked += 1;
    const number = this.#asked;
    this.#questions.set(number, waiting);
    this.#tell({ type: 'ask', number, question });
    try {
      const limitMs = reportTimeoutMs + ('withinMs' in question ? question.withinMs : 0);
      const answer = await within(Promise.race([waiting.promise, this.#gone]), limitMs);
      if (answer instanceof Error) throw answer;
      if (answer === undefined) throw fail('E2106', { message: `process ${this.#process.pid} did not answer for ${limitMs} ms` });
      // The process answers each question in its own way.
      return answer as ShardAnswers[Type];
    } finally {
      this.#questions.delete(number);
    }
  }

  /** Ends it and waits until it is gone. */
  async stop(flashFile: string): Promise<ShardEnd> {
    const { promise, resolve } = Promise.withResolvers<ShardEnd>();
    this.#stopped = resolve;
    this.#tell({ type: 'stop', flashFile });
    const end = await within(Promise.race([promise, this.#gone]), stopTimeoutMs);
    if (end !== undefined && !(end instanceof Error)) {
      if ((await within(this.#gone, leaveTimeoutMs)) === undefined) await this.kill();
      return end;
    }
    await this.kill();
    const late = fail('E2106', { message: `process ${this.#process.pid} did not end within ${stopTimeoutMs} ms and was killed` });
    return { report: this.#last && withoutLinks(this.#last), kept: 0, contents: [], problem: end ?? late };
  }

  /** Ends it at once; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#loss !== undefined) return;
    this.#process.kill('SIGKILL');
    await this.#gone;
  }

  #take(report: HostReport): void {
    this.#last = report;
    for (const answer of this.#waiting.splice(0)) answer(report);
  }

  #tell(message: ToShard): void {
    // Its end is told by its exit.
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }
}

/** A process that is gone has no links. */
function withoutLinks(report: HostReport): HostReport {
  return { ...report, counters: { ...report.counters, connected: 0, refused: { ...report.counters.refused } } };
}
