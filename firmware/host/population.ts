import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { EnrolmentToken } from '#firmware/device/index.js';
import { SeatrialError, systemRandomBytes, systemSeed } from '#proto/kit/index.js';
import { type Control, openControl } from './control.ts';
import type { HostReport } from './host.ts';
import { fail } from './host-errors.ts';
import { bootsPerRaise, type HostFile, type PopulationFile, PopulationFolder } from './population-folder.ts';
import { sumReports } from './report-logic.ts';
import { findProfile, idsOfCount, idsOfRecording, type RecordingOptions, type ShardOptions } from './shard.ts';
import type { FromShard, ToShard } from './shard-messages.ts';
import { hostClock, within } from './wait.ts';

/** How a population is run. */
export interface PopulationOptions {
  /** 1 to 50 of a-z 0-9 . _ -. */
  readonly name: string;
  /** Folder of all populations. */
  readonly folder: string;
  /** Kept seed, or a new one, when undefined. */
  readonly seed: string | undefined;
  readonly profile: string;
  /** Devices, 1 to 1,000,000; as many as the recording has when undefined. */
  readonly count: number | undefined;
  readonly firstIndex: number;
  /** ws:// or wss:// addresses of the manager. */
  readonly urls: readonly string[];
  /** PEM file. */
  readonly caFile: string | undefined;
  readonly token: EnrolmentToken | undefined;
  readonly rampMs: number;
  readonly speed: number;
  readonly processes: number;
  /** none: the network as it is; profile: the preset that the profile names; or a preset's name. */
  readonly link: string;
  readonly recording: RecordingOptions | undefined;
  /** Forget what was kept under this name. */
  readonly fresh: boolean;
}

/** A population as it stands: the sum of its processes. */
export interface PopulationReport extends HostReport {
  readonly name: string;
  readonly profile: string;
  readonly seed: string;
  readonly processes: number;
}

const reportTimeoutMs = 5_000;
const stopTimeoutMs = 60_000;

/** Runs a population in processes of its own. */
export class Population {
  readonly #options: PopulationOptions;
  readonly #folder: PopulationFolder;
  readonly #shards: Shard[] = [];
  #file: PopulationFile;
  #control: Control | undefined;
  #onStop: (() => void) | undefined;
  #stopping: Promise<PopulationReport> | undefined;
  #ended = false;
  #last: HostReport | undefined;

  private constructor(options: PopulationOptions, folder: PopulationFolder, file: PopulationFile) {
    this.#options = options;
    this.#folder = folder;
    this.#file = file;
  }

  /**
   * Starts the processes; the ramp goes on afterwards.
   * @param onStopAsked somebody asked over the control to stop: call stop()
   * @param onLost a process ended by itself: call stop()
   * @throws E2101 runs already, E2102 other settings, E2103 damaged, E2107 out of range, E15xx profile or recording
   */
  static async start(options: PopulationOptions, onStopAsked: () => void, onLost: (error: SeatrialError) => void): Promise<Population> {
    const profile = findProfile(options.profile);
    const ids =
      options.recording === undefined
        ? idsOfCount(options.name, options.firstIndex, options.count ?? 1)
        : idsOfRecording(options.name, options.recording, profile).slice(
            options.firstIndex,
            options.count === undefined ? undefined : options.firstIndex + options.count,
          );
    if (ids.length < options.processes) throw fail('E2107', { message: `${options.processes} processes for ${ids.length} devices` });
    const folder = new PopulationFolder(options.folder, options.name);
    await refuseRunning(folder, options.name);
    if (options.fresh) folder.remove();
    const kept = folder.readPopulation();
    const file = nextFile(options, kept);
    folder.writePopulation({ ...file, bootCeiling: file.bootCeiling + bootsPerRaise, flashParts: 0 });
    const population = new Population(options, folder, { ...file, bootCeiling: file.bootCeiling + bootsPerRaise, flashParts: 0 });
    try {
      await population.#open(ids, kept?.flashParts ?? 0, kept === undefined ? 0 : file.bootCeiling, onStopAsked, onLost);
    } catch (error) {
      await population.#abandon(kept);
      throw error;
    }
    return population;
  }

  get seed(): string {
    return this.#file.seed;
  }

  /** Resolves when every device was started. */
  async ramped(): Promise<void> {
    await Promise.all(this.#shards.map((shard) => shard.ramped));
  }

  /** Asks every process. Also keeps the boot ceiling on disk above what devices use. */
  async report(): Promise<PopulationReport> {
    const reports = await Promise.all(this.#shards.map((shard) => shard.report()));
    return this.#summarise(reports);
  }

  /** Ends the devices in good order and keeps what they keep. Again: the same end. */
  stop(): Promise<PopulationReport> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #open(
    ids: readonly string[],
    flashParts: number,
    bootFloor: number,
    onStopAsked: () => void,
    onLost: (error: SeatrialError) => void,
  ): Promise<void> {
    const { options, file } = { options: this.#options, file: this.#file };
    this.#onStop = onStopAsked;
    const controlToken = Buffer.from(systemRandomBytes(24)).toString('base64url');
    this.#control = await openControl({ describe: () => this.#describe(), stop: () => this.#onStop?.() }, controlToken);
    this.#folder.claimHost({ pid: process.pid, controlUrl: this.#control.url, controlToken, startedAtMs: hostClock.wallMs() });
    const ca = options.caFile === undefined ? undefined : readFileSync(options.caFile, 'utf8');
    const perShard = Math.ceil(ids.length / options.processes);
    for (let index = 0; index < options.processes; index += 1) {
      const part = ids.slice(index * perShard, (index + 1) * perShard);
      const shard: ShardOptions = {
        population: options.name,
        folder: options.folder,
        seed: file.seed,
        profile: options.profile,
        firstIndex: options.firstIndex + index * perShard,
        ids: part,
        urls: options.urls,
        ca,
        token: options.token,
        rampMs: options.rampMs,
        speed: options.speed,
        link: options.link,
        recording: options.recording,
        bootFloor,
        flashParts,
      };
      this.#shards.push(new Shard(shard, (message) => this.#lose(message, onLost)));
    }
    await Promise.all(this.#shards.map((shard) => shard.started));
  }

  #lose(message: string, onLost: (error: SeatrialError) => void): void {
    if (this.#ended || this.#stopping !== undefined) return;
    onLost(fail('E2106', { message: `population ${this.#options.name}: ${message}` }));
  }

  #summarise(reports: readonly HostReport[]): PopulationReport {
    const sum = sumReports(reports);
    this.#last = sum;
    if (sum.maximumBoot + bootsPerRaise / 2 > this.#file.bootCeiling)
      this.#keep({ ...this.#file, bootCeiling: sum.maximumBoot + bootsPerRaise });
    return { ...sum, name: this.#options.name, profile: this.#options.profile, seed: this.#file.seed, processes: this.#shards.length };
  }

  #describe(): unknown {
    return {
      name: this.#options.name,
      profile: this.#options.profile,
      pid: process.pid,
      to: this.#options.urls,
      report: this.#last ?? null,
    };
  }

  #keep(file: PopulationFile): void {
    this.#file = file;
    this.#folder.writePopulation(file);
  }

  async #stop(): Promise<PopulationReport> {
    const reports = await Promise.all(this.#shards.map((shard, part) => shard.stop(part)));
    this.#ended = true;
    const whole = reports.every((report) => report !== undefined);
    const report = this.#summarise(reports.filter((one) => one !== undefined));
    if (whole)
      this.#keep({ ...this.#file, bootCeiling: Math.max(this.#file.bootCeiling, report.maximumBoot + 1), flashParts: reports.length });
    await this.#control?.close();
    this.#folder.removeHost();
    return report;
  }

  /** Nothing began: things are as before. */
  async #abandon(kept: PopulationFile | undefined): Promise<void> {
    this.#ended = true;
    for (const shard of this.#shards) shard.kill();
    await this.#control?.close();
    this.#folder.removeHost();
    if (kept === undefined) this.#folder.remove();
    else this.#folder.writePopulation({ ...kept, bootCeiling: this.#file.bootCeiling });
  }
}

/** Identity as kept, checked against what is asked for now. */
function nextFile(options: PopulationOptions, kept: PopulationFile | undefined): PopulationFile {
  if (kept === undefined) {
    const { name, profile, firstIndex } = options;
    return { version: 1, name, profile, firstIndex, seed: options.seed ?? systemSeed(), bootCeiling: 0, flashParts: 0 };
  }
  const differences = [
    options.seed !== undefined && options.seed !== kept.seed ? `seed ${options.seed} (kept: ${kept.seed})` : '',
    options.profile !== kept.profile ? `profile ${options.profile} (kept: ${kept.profile})` : '',
    options.firstIndex !== kept.firstIndex ? `first index ${options.firstIndex} (kept: ${kept.firstIndex})` : '',
  ].filter((text) => text !== '');
  if (differences.length > 0) throw fail('E2102', { message: `population ${options.name}: ${differences.join(', ')}` });
  return kept;
}

/** Asks the host of host.json whether it lives; a file that a killed host left is taken away. */
async function refuseRunning(folder: PopulationFolder, name: string): Promise<void> {
  const host = folder.readHost();
  if (host === undefined) return;
  if ((await askHost(host)) !== undefined)
    throw fail('E2101', { message: `population ${name} runs in process ${host.pid} since ${new Date(host.startedAtMs).toISOString()}` });
  folder.removeHost();
}

/** What a running host says of itself; undefined when nobody answers. */
export async function askHost(host: HostFile, path = '/v1/host', method = 'GET'): Promise<unknown> {
  try {
    const response = await fetch(host.controlUrl + path, {
      method,
      headers: { authorization: `Bearer ${host.controlToken}` },
      signal: AbortSignal.timeout(2_000),
    });
    return response.ok ? await response.json() : undefined;
  } catch {
    // Refused, reset or too late: whoever listens there now, it is not this host.
    return undefined;
  }
}

/** One process. */
class Shard {
  readonly started: Promise<void>;
  readonly ramped: Promise<void>;
  readonly #process: ChildProcess;
  #waiting: ((report: HostReport) => void)[] = [];
  #stopped: ((report: HostReport | undefined) => void) | undefined;
  #isGone = false;

  constructor(options: ShardOptions, onGone: (message: string) => void) {
    const entry = new URL(`./shard-process${extname(import.meta.filename)}`, import.meta.url);
    this.#process = fork(entry, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const started = Promise.withResolvers<void>();
    const ramped = Promise.withResolvers<void>();
    this.started = started.promise;
    this.ramped = ramped.promise;
    this.#process.on('message', (message: FromShard) => {
      if (message.type === 'started') started.resolve();
      else if (message.type === 'ramped') ramped.resolve();
      else if (message.type === 'report') for (const answer of this.#waiting.splice(0)) answer(message.report);
      else if (message.type === 'stopped') this.#stopped?.(message.report);
      else started.reject(errorOf(message));
    });
    this.#process.once('exit', (code, signal) => {
      this.#isGone = true;
      const how = `process ${this.#process.pid} ended with ${signal ?? `exit code ${code}`}`;
      started.reject(fail('E2106', { message: how }));
      ramped.resolve();
      this.#stopped?.(undefined);
      onGone(how);
    });
    this.#tell({ type: 'start', options });
  }

  async report(): Promise<HostReport> {
    if (this.#isGone) throw fail('E2106', { message: `process ${this.#process.pid} is gone` });
    const { promise, resolve } = Promise.withResolvers<HostReport>();
    this.#waiting.push(resolve);
    this.#tell({ type: 'report' });
    const report = await within(promise, reportTimeoutMs);
    if (report === undefined) throw fail('E2106', { message: `process ${this.#process.pid} did not answer for ${reportTimeoutMs} ms` });
    return report;
  }

  /** Figures at the end; undefined when the process was gone or did not end in time. */
  async stop(part: number): Promise<HostReport | undefined> {
    if (this.#isGone) return undefined;
    const { promise, resolve } = Promise.withResolvers<HostReport | undefined>();
    this.#stopped = resolve;
    this.#tell({ type: 'stop', part });
    const report = await within(promise, stopTimeoutMs);
    if (report === undefined) this.kill();
    return report;
  }

  kill(): void {
    if (!this.#isGone) this.#process.kill('SIGKILL');
  }

  #tell(message: ToShard): void {
    if (this.#process.connected) this.#process.send(message);
  }
}

function errorOf(message: Extract<FromShard, { type: 'failed' }>): Error {
  if (message.known === undefined) return new Error(message.message);
  const { code, definition, next, at } = message.known;
  return new SeatrialError(code, definition, { message: message.message, next, ...(at === undefined ? {} : { at }) });
}
