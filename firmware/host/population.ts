/**
 * The life of a population: claim, start, figures, end. Over 300 lines since each step must undo what the steps before it did when it fails.
 */

import { openFileLimit, type SeatrialError, systemRandomBytes, systemSeed } from '#proto/kit/index.js';
import type { Profile } from '#proto/profile/index.js';
import { askHost, type Control, openControl } from './control.ts';
import type { HostReport } from './host.ts';
import { fail } from './host-errors.ts';
import { type KeptDevice, withBootFloor } from './kept-device.ts';
import { parseMix } from './mix.ts';
import { type PopulationFile, PopulationFolder } from './population-folder.ts';
import {
  bootsPerRaise,
  checkOpenFiles,
  checkOptions,
  idsOfCount,
  idsOfUnits,
  type PopulationOptions,
  planRun,
  type RunPlan,
  splitEvenly,
  withWholePaths,
} from './population-logic.ts';
import { sumReports } from './report-logic.ts';
import { findProfile, readGiven, unitsOf } from './shard.ts';
import { type ShardEnd, ShardHandle } from './shard-handle.ts';
import { gatewayIdOf } from './sub-device-kinds.ts';
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
  #last: PopulationReport | undefined;
  #problem: Error | undefined;

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
    const { name, count, firstIndex, recording, processes } = options;
    const profiles = parseMix(given.profile, '--profile').map((part) => findProfile(part.name));
    const ids =
      recording === undefined
        ? idsOfCount(name, firstIndex, count ?? 1)
        : idsOfUnits(name, unitsOf(recording, onlyOne(profiles)), firstIndex, count);
    const shares = splitEvenly(ids, processes);
    checkOpenFiles(ids.length, processes, openFileLimit());
    const certificate = options.caFile === undefined ? undefined : readGiven(options.caFile, '--ca');
    const folder = new PopulationFolder(options.folder, name);
    const run = await nextRun(folder, options);
    let population: Population | undefined;
    const claim = await claimRun(folder, run, () => population);
    let kept: PopulationFile | undefined;
    try {
      kept = readKept(folder, options.fresh);
      if ((kept?.run ?? 0) >= run) throw fail('E2101', { message: `population ${name} was started by another host at this moment` });
      const plan = planRun(options, kept, run, systemSeed);
      population = new Population(options, folder, plan, shares, onEnding);
      folder.removeClaimsBefore(run);
      folder.writePopulation(plan.file);
      await population.#open(certificate, claim);
      return population;
    } catch (error) {
      if (population !== undefined) await population.#abandon();
      putBack(folder, run, kept, population);
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

  /** Somebody asked over the control. */
  askToStop(): void {
    this.#onEnding();
  }

  async #open(certificate: string | undefined, claim: Control): Promise<void> {
    this.#claim = claim;
    const { name, folder, profile, urls, token, rampMs, speed, link, recording, firstIndex } = this.#options;
    const { bootFloor, raisesAll, flashFiles } = this.#plan;
    const shared = {
      population: name,
      folder,
      seed: this.#file.seed,
      profile,
      urls,
      ca: certificate,
      token,
      rampMs,
      speed,
      link,
      recording,
    };
    let index = firstIndex;
    this.#shards = this.#shares.map((ids) => {
      const options = { ...shared, firstIndex: index, ids, bootFloor, raisesAll, flashFiles };
      index += ids.length;
      return new ShardHandle(options, { onBoot: (boot) => this.#raise(boot), onGone: (error) => this.#end(error) });
    });
    const restored = await Promise.all(this.#shards.map((shard) => shard.ready));
    this.#restored = restored.reduce((sum, count) => sum + count, 0);
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
    const ends = await Promise.all(this.#shards.map((shard, part) => shard.stop(this.#flashFile(part))));
    const lost = ends.filter((end) => end.report?.framesKept == null);
    const report = this.#summarise(
      ends.flatMap((end) => end.report ?? []),
      lost.length,
    );
    let problem = this.#problem ?? ends.find((end) => end.problem !== undefined)?.problem;
    try {
      this.#keepFlash(ends, report, problem === undefined);
    } catch (error) {
      problem ??= error as Error;
    }
    this.#folder.releaseHost(this.#file.run);
    await this.#claim?.close();
    return { report, problem };
  }

  /** Points population.json at what was written: by the processes, and for devices that did not run or were lost, what was there before. */
  #keepFlash(ends: readonly ShardEnd[], report: PopulationReport, isWhole: boolean): void {
    const parts = ends.flatMap((end, part) => (end.problem === undefined ? [part] : []));
    const written = parts.map((part) => this.#flashFile(part));
    let keptDevices = parts.reduce((sum, part) => sum + (ends[part]?.report?.devices ?? 0), 0);
    const flashFiles = [...written];
    if (parts.length < ends.length || this.#restored < this.#plan.keptDevices) {
      const covered = new Set(parts.flatMap((part) => this.#shares[part] as readonly string[]));
      const rest = `flash-${this.#file.run}-rest.ndjson`;
      keptDevices += this.#folder.writeFlash(rest, this.#older(covered));
      flashFiles.unshift(rest);
    }
    const bootCeiling = Math.max(this.#file.bootCeiling, report.maximumBoot);
    this.#keep({ ...this.#file, bootCeiling, isOpen: !isWhole, flashFiles, keptDevices });
    this.#folder.removeFlashBut(flashFiles);
  }

  /** What devices outside of `covered` kept before this run, each once. */
  *#older(covered: ReadonlySet<string>): Generator<KeptDevice> {
    // Later files count: none of a device twice means from the last file to the first.
    const seen = new Set(covered);
    const floor = this.#plan.raisesAll ? this.#plan.bootFloor : 0;
    for (const file of [...this.#plan.flashFiles].reverse()) {
      for (const kept of this.#folder.readFlash([file])) {
        if (seen.has(kept.id) || covered.has(gatewayIdOf(kept.id) ?? '')) continue;
        seen.add(kept.id);
        yield withBootFloor(kept, floor);
      }
    }
  }

  #flashFile(part: number): string {
    return `flash-${this.#file.run}-${part}.ndjson`;
  }

  async #abandon(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#shards.map((shard) => shard.kill()));
  }
}

/** @throws E2107 since a recording has the signals of one kind of device */
function onlyOne(profiles: readonly Profile[]): Profile {
  const [profile, other] = profiles;
  if (profile === undefined || other !== undefined) {
    throw fail('E2107', { message: `a recording drives devices of one profile, --profile names ${profiles.length}` });
  }
  return profile;
}

/** Nothing has begun: what is kept is as it was, but for the numbers that were given away. */
function putBack(folder: PopulationFolder, run: number, kept: PopulationFile | undefined, population: Population | undefined): void {
  try {
    if (kept !== undefined && kept.run < run) {
      folder.writePopulation({ ...kept, run, bootCeiling: Math.max(kept.bootCeiling, population?.bootCeiling ?? 0) });
    }
  } catch {
    // On a full disk the run could not write either, and its numbers were not used.
  }
  folder.releaseHost(run);
  if (kept === undefined && population !== undefined) folder.remove();
}

/** Number of the next run. @throws E2101 when a host is there, E2103 */
async function nextRun(folder: PopulationFolder, { name, fresh }: PopulationOptions): Promise<number> {
  const kept = readKept(folder, fresh);
  const claimed = folder.readHost();
  if (claimed !== undefined && (await askHost(claimed.host)).type !== 'gone') {
    const { pid, startedAtMs } = claimed.host;
    throw fail('E2101', { message: `population ${name} runs in process ${pid} since ${new Date(startedAtMs).toISOString()}` });
  }
  return Math.max(kept?.run ?? 0, folder.newestRun()) + 1;
}

/** @throws E2103 damaged, unless all is to be new anyway */
function readKept(folder: PopulationFolder, fresh: boolean): PopulationFile | undefined {
  try {
    return folder.readPopulation();
  } catch (error) {
    if (!fresh) throw error;
    return undefined;
  }
}

/** The control listens before the claim is there: whoever finds the claim and nobody listening knows that its host was killed. */
async function claimRun(folder: PopulationFolder, run: number, population: () => Population | undefined): Promise<Control> {
  const controlToken = Buffer.from(systemRandomBytes(24)).toString('base64url');
  const target = { describe: () => population()?.describe() ?? {}, stop: () => population()?.askToStop() };
  const control = await openControl(target, controlToken);
  try {
    folder.claimHost(run, { pid: process.pid, controlUrl: control.url, controlToken, startedAtMs: hostClock.wallMs() });
    return control;
  } catch (error) {
    await control.close();
    throw error;
  }
}
