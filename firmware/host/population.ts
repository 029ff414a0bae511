import { basename } from 'node:path';
import { isSeatrialError, openFileLimit, type SeatrialError, systemSeed } from '#proto/kit/index.js';
import type { Control } from './control.ts';
import { type GivenFiles, readFiles } from './given-files.ts';
import type { HostReport } from './host.ts';
import { fail } from './host-errors.ts';
import type { LedgerRun } from './ledger-writer.ts';
import { LiveControl } from './live-control.ts';
import { claimRun, nextRun, putBack, readKept } from './population-claim.ts';
import type { PopulationFile } from './population-file.ts';
import { PopulationFolder } from './population-folder.ts';
import { flashFileOf, keptAfter } from './population-keep.ts';
import {
  bootsPerRaise,
  checkOpenFiles,
  checkOptions,
  type PopulationOptions,
  planRun,
  type RunPlan,
  splitEvenly,
  withWholePaths,
} from './population-logic.ts';
import { plannedIds } from './population-units.ts';
import { sumReports } from './report-logic.ts';
import { ShardHandle } from './shard-handle.ts';
import { hostClock } from './wait.ts';

/** A population as it stands: the sum of its processes. */
export interface PopulationReport extends HostReport {
  readonly name: string;
  /** Name of a shipped profile, the absolute path of a file, or a mix of these. */
  readonly profile: string;
  readonly seed: string;
  readonly processes: number;
  /** Processes that ended by themselves: their figures are the newest that they told, or missing. 0 but in the last report. */
  readonly lostProcesses: number;
}

/** How a population ended. */
export interface PopulationEnd {
  /** Figures of all its time. */
  readonly report: PopulationReport;
  /** Why not all of what its devices keep is on disk: E2106 a process was lost, E2109 full disk, E2103; undefined when all is. */
  readonly problem: Error | undefined;
}

/** Runs a population in processes of its own. */
export class Population {
  /** What was damaged and left out, E2103 each; empty without skipDamaged. */
  readonly skipped: Error[] = [];
  readonly #options: PopulationOptions;
  readonly #folder: PopulationFolder;
  readonly #plan: RunPlan;
  readonly #onEnding: () => void;
  readonly #shares: readonly (readonly string[])[];
  #shards: readonly ShardHandle[] = [];
  #file: PopulationFile;
  #claim: Control | undefined;
  #restored = 0;
  #stopping: Promise<PopulationEnd> | undefined;
  /** From the first loss of a process, or the order to stop, nothing more is told. */
  #isEnding = false;
  #live: LiveControl | undefined;
  #last: PopulationReport | undefined;
  #problem: Error | undefined;
  #ledgerProblem: Error | undefined;

  private constructor(
    options: PopulationOptions,
    folder: PopulationFolder,
    plan: RunPlan,
    shares: readonly (readonly string[])[],
    onEnding: () => void,
  ) {
    this.#options = options;
    this.#folder = folder;
    this.#plan = plan;
    this.#file = plan.file;
    this.#shares = shares;
    this.#onEnding = onEnding;
  }

  /**
   * Starts the processes; the ramp goes on afterwards. When that fails nothing has begun, and what is kept is as before.
   * @param onEnding call stop(): somebody asked for it over the control, a process ended by itself, or its boots can not be kept
   * @throws E2101 runs already, E2102 other settings, E2103 damaged, E2105 open files, E2106 no process, E2107 out of range,
   *   E2109 can not be written, E2110 recording cut off, E15xx profile or recording
   */
  static async start(given: PopulationOptions, onEnding: () => void): Promise<Population> {
    checkOptions(given);
    const options = withWholePaths(given, process.cwd());
    const { name, processes } = options;
    const ids = plannedIds(options);
    const shares = splitEvenly(ids, processes);
    checkOpenFiles(ids.length, processes, openFileLimit());
    const files = readFiles(options);
    const folder = new PopulationFolder(options.folder, name);
    const run = await nextRun(folder, options);
    let population: Population | undefined;
    const target = { describe: () => population?.describe() ?? {}, stop: () => population?.askToStop(), live: () => population?.live };
    const claim = await claimRun(folder, run, target);
    let kept: PopulationFile | undefined;
    try {
      kept = readKept(folder, options.fresh);
      if ((kept?.run ?? 0) >= run) throw fail('E2101', { message: `population ${name} was started by another host at this moment` });
      const plan = planRun(options, kept, run, systemSeed);
      population = new Population(options, folder, plan, shares, onEnding);
      folder.removeClaimsBefore(run);
      folder.writePopulation(plan.file);
      if (options.skipDamaged) population.#skipDamaged();
      await population.#open(files, claim);
      return population;
    } catch (error) {
      if (population !== undefined) await population.#abandon();
      putBack(folder, run, kept, population?.bootCeiling);
      await claim.close();
      throw error;
    }
  }

  get seed(): string {
    return this.#file.seed;
  }

  /** No boot of its devices is above. */
  get bootCeiling(): number {
    return this.#file.bootCeiling;
  }

  /** Asks every process. @throws E2106 when one is gone or does not answer */
  async report(): Promise<PopulationReport> {
    this.#last = this.#summarise(await Promise.all(this.#shards.map((shard) => shard.report())), 0);
    return this.#last;
  }

  /** The devices make nothing more and have so many ms to deliver what they have. Returns whether they did. @throws E2106 */
  async drain(withinMs: number): Promise<boolean> {
    const drained = await Promise.all(this.#shards.map((shard) => shard.ask({ type: 'drain', withinMs })));
    return drained.every((isDrained) => isDrained);
  }

  /** Ends the devices in good order and keeps what they keep. Again: the same end. */
  stop(): Promise<PopulationEnd> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** What the control tells. */
  describe(): unknown {
    const { name, profile, urls } = this.#options;
    return { name, profile, pid: process.pid, to: urls, report: this.#last ?? null };
  }

  /** What can be seen and done in it while it runs; undefined until its devices are built, and once they end. */
  get live(): LiveControl | undefined {
    return this.#isEnding ? undefined : this.#live;
  }

  /** Somebody asked over the control. */
  askToStop(): void {
    this.#onEnding();
  }

  /** What is damaged is set aside, and told; the rest comes back. */
  #skipDamaged(): void {
    for (const file of this.#plan.flashFiles) {
      const before = this.skipped.length;
      for (const _ of this.#folder.readFlash([file], (error) => this.skipped.push(error)));
      if (this.skipped.length > before) this.#folder.setAside(file.name);
    }
  }

  /** Firmware that did not fit the flash of its device: the files that it stands in outlive this run. */
  #leaveOut(damages: readonly Error[]): void {
    this.skipped.push(...damages);
    const files = new Set(damages.flatMap((error) => (isSeatrialError(error) ? (error.at?.file ?? []) : [])));
    for (const file of files) this.#folder.setAside(basename(file));
  }

  async #open({ ca, networks, root }: GivenFiles, claim: Control): Promise<void> {
    this.#claim = claim;
    const { name, folder, profile, urls, token, rampMs, speed, link, recording, identities, firstIndex } = this.#options;
    const { reportMs, isAligned, churnPercent } = this.#options;
    const { bootFloor, raisesAll, flashFiles, skipsDamaged } = this.#plan;
    const devices = { population: name, folder, seed: this.#file.seed, profile, identities, recording, token };
    const run = { urls, ca, networks, link, rampMs, speed, reportMs, isAligned, churnPercent };
    const shared = { ...devices, ...run, root, bootFloor, raisesAll, flashFiles, skipsDamaged };
    let index = firstIndex;
    this.#shards = this.#shares.map((ids, part) => {
      const options = { ...shared, firstIndex: index, ids, ledger: this.#ledgerOf(part) };
      index += ids.length;
      return new ShardHandle(options, {
        onBoot: (boot) => this.#raise(boot),
        onLedgerFailed: (error) => this.#ledgerFailed(error),
        onGone: (error) => this.#end(error),
      });
    });
    const starts = await Promise.all(this.#shards.map((shard) => shard.ready));
    this.#restored = starts.reduce((sum, { restored }) => sum + restored, 0);
    this.#leaveOut(starts.flatMap(({ damages }) => damages));
    this.#live = new LiveControl(this.#shards, this.#file.seed, hostClock);
    for (const shard of this.#shards) shard.run();
  }

  /** Keeps the boot ceiling on disk well above what devices use. */
  #raise(boot: number): void {
    if (boot + bootsPerRaise / 2 <= this.#file.bootCeiling || this.#isEnding) return;
    try {
      this.#keep({ ...this.#file, bootCeiling: boot + bootsPerRaise });
    } catch (error) {
      this.#end(error as SeatrialError);
    }
  }

  #ledgerOf(part: number): { readonly file: string; readonly run: LedgerRun } | undefined {
    const { ledgerFile, name } = this.#options;
    return ledgerFile === undefined ? undefined : { file: ledgerFile, run: { population: name, run: this.#file.run, process: part } };
  }

  /** The run ends, since it can not be checked; what its devices keep is whole all the same. */
  #ledgerFailed(problem: Error): void {
    this.#ledgerProblem ??= problem;
    if (!this.#isEnding) this.#onEnding();
  }

  #end(problem: Error): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#problem = problem;
    this.#onEnding();
  }

  #summarise(reports: readonly HostReport[], lostProcesses: number): PopulationReport {
    const { name, profile } = this.#options;
    return { ...sumReports(reports), name, profile, seed: this.#file.seed, processes: this.#shards.length, lostProcesses };
  }

  #keep(file: PopulationFile): void {
    this.#folder.writePopulation(file);
    this.#file = file;
  }

  async #stop(): Promise<PopulationEnd> {
    this.#isEnding = true;
    this.#live?.close();
    const ends = await Promise.all(this.#shards.map((shard, part) => shard.stop(flashFileOf(this.#file.run, part))));
    const lost = ends.filter((end) => end.report?.framesKept == null);
    const report = this.#summarise(
      ends.flatMap((end) => end.report ?? []),
      lost.length,
    );
    let problem = this.#problem ?? ends.find((end) => end.problem !== undefined)?.problem;
    try {
      const { file, shares, restored } = { file: this.#file, shares: this.#shares, restored: this.#restored };
      const { maximumBoot } = report;
      const isWhole = problem === undefined;
      const kept = keptAfter({ folder: this.#folder, plan: this.#plan, file, shares, ends, restored, maximumBoot, isWhole });
      this.#keep(kept.file);
      this.#folder.removeFlashBut(this.#file.flashFiles);
      this.#folder.contents.removeBut(kept.contents);
    } catch (error) {
      problem ??= error as Error;
    }
    this.#folder.releaseHost(this.#file.run);
    await this.#claim?.close();
    return { report, problem: problem ?? this.#ledgerProblem };
  }

  async #abandon(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#shards.map((shard) => shard.kill()));
  }
}
