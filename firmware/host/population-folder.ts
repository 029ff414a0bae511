import { linkSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { ContentShelf } from './content-shelf.ts';
import { flashLineOf, keptOfLine, LineDamage, linesOf } from './flash-lines.ts';
import { fail } from './host-errors.ts';
import { isCount, isRecord, type KeptDevice } from './kept-device.ts';
import { contentsOf } from './kept-firmware.ts';
import { type FlashFile, type PopulationFile, populationFileOf } from './population-file.ts';
import { codeOf, readIfThere, writeWhole } from './whole-file.ts';

/** host-<run>.json: how to reach the host that runs a population now. */
export interface HostFile {
  readonly pid: number;
  /** Loopback URL of its control. It listens before this file is there and until after it is gone. */
  readonly controlUrl: string;
  /** Bearer token of its control; the file is readable by its owner alone. */
  readonly controlToken: string;
  readonly startedAtMs: number;
}

const populationFile = 'population.json';
/** Bytes of a file about the population or its host: they have some hundred. */
const mostStateBytes = 16_777_216;

/** Folder of all populations: $XDG_STATE_HOME/seatrial/populations. */
export function populationsFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'seatrial', 'populations');
}

/** Names of the populations that are kept, sorted. */
export function keptPopulations(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** The files of one population. Writing is all or nothing: E2109 and the old file, or the new one. */
export class PopulationFolder {
  readonly path: string;
  /** Contents of firmware that lines of flash files name. */
  readonly contents: ContentShelf;
  readonly #name: string;

  constructor(folder: string, name: string) {
    this.path = join(folder, name);
    this.contents = new ContentShelf(this.path);
    this.#name = name;
  }

  /** @throws E2103 when the file is there and no PopulationFile */
  readPopulation(): PopulationFile | undefined {
    let value: unknown;
    try {
      const text = this.#read(populationFile);
      if (text === undefined) return undefined;
      value = JSON.parse(text);
    } catch (error) {
      const line = Number(/\(line (\d+) column \d+\)/.exec(messageOf(error))?.[1] ?? 1);
      const what = error instanceof SyntaxError ? 'is not JSON' : 'can not be read';
      throw this.damaged(populationFile, line, `${what}: ${messageOf(error)}`, error);
    }
    const read = populationFileOf(value);
    if ('problem' in read) throw this.damaged(populationFile, 1, read.problem);
    return read;
  }

  /** @throws E2109 */
  writePopulation(population: PopulationFile): void {
    this.#write(populationFile, [`${JSON.stringify(population, null, 2)}\n`]);
  }

  /**
   * What the devices kept, one by one, a device of two files twice.
   * @param onDamage takes each E2103 and lets the reading go on: after a damaged line with the next one; a device whose firmware is damaged or
   * missing comes without it
   * @throws E2103 with file and line when a file is missing or damaged, or a content that a line names, without onDamage
   */
  *readFlash(files: readonly FlashFile[], onDamage?: (error: Error) => void): Generator<KeptDevice> {
    const refuse = (error: Error): void => {
      if (onDamage === undefined) throw error;
      onDamage(error);
    };
    for (const { name, devices } of files) {
      let line = 0;
      try {
        for (const text of linesOf(this.#open(name))) {
          line += 1;
          const kept = this.#keptOf(name, text, line, devices !== null, refuse);
          if (kept !== undefined) yield this.#withWholeFirmware(name, kept, line, refuse);
        }
        if (devices !== null && line !== devices)
          throw new LineDamage(line + 1, `is not there: ${devices} devices were written, ${line} are left`);
      } catch (error) {
        refuse(error instanceof LineDamage ? this.damaged(name, error.line, error.message, error.cause) : (error as Error));
      }
    }
  }

  #keptOf(file: string, text: string, line: number, wantsChecksum: boolean, refuse: (error: Error) => void): KeptDevice | undefined {
    try {
      return keptOfLine(text, line, wantsChecksum);
    } catch (error) {
      if (!(error instanceof LineDamage)) throw error;
      refuse(this.damaged(file, line, error.message, error.cause));
      return undefined;
    }
  }

  /** Where each device of a flash file stands; lines that are damaged are passed over. */
  *placesIn({ name, devices }: FlashFile): Generator<{ readonly id: string; readonly file: string; readonly line: number }> {
    let line = 0;
    for (const text of linesOf(this.#open(name))) {
      line += 1;
      const kept = this.#keptOf(name, text, line, devices !== null, () => undefined);
      if (kept !== undefined) yield { id: kept.id, file: name, line };
    }
  }

  #withWholeFirmware(file: string, kept: KeptDevice, line: number, refuse: (error: Error) => void): KeptDevice {
    const { firmware, ...flash } = kept.flash;
    const problem = firmware && this.contents.problemOf(contentsOf(firmware));
    if (problem === undefined) return kept;
    refuse(this.damaged(file, line, `names a content of the firmware of ${kept.id}, and ${problem.path} ${problem.what}`));
    return { id: kept.id, flash };
  }

  /** Returns how many devices that were. @throws E2109 */
  writeFlash(file: string, devices: Iterable<KeptDevice>): number {
    let count = 0;
    this.#write(
      file,
      (function* () {
        for (const device of devices) {
          count += 1;
          yield flashLineOf(device);
        }
      })(),
    );
    return count;
  }

  /** Puts a second name, damaged-<file>, on a flash file, so that it outlives the runs that go on without it. */
  setAside(file: string): void {
    try {
      linkSync(join(this.path, file), join(this.path, `damaged-${file}`));
    } catch (error) {
      // A missing file has nothing to keep, and one that was set aside by an earlier try is kept.
      if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw this.#unwritable(`damaged-${file}`, error);
    }
  }

  /** Takes away flash files that nothing refers to any more, and what a kill left half written. */
  removeFlashBut(files: readonly FlashFile[]): void {
    for (const file of this.#files()) {
      if (/^flash-.*\.ndjson$/.test(file) ? !files.some(({ name }) => name === file) : file.endsWith('.new')) this.#remove(file);
    }
  }

  /** Highest number of a run that left a file here, 0 when none did. */
  newestRun(): number {
    const runs = this.#files().map((file) => Number(/^(?:host|flash)-(\d+)[-.]/.exec(file)?.[1] ?? 0));
    return Math.max(0, ...runs);
  }

  /** The newest claim and its run. A damaged one is as good as none: without its address nobody can be asked. */
  readHost(): { readonly run: number; readonly host: HostFile } | undefined {
    for (const run of this.#claims().sort((one, other) => other - one)) {
      try {
        const host = JSON.parse(this.#read(hostFile(run)) ?? 'null') as unknown;
        if (isHostFile(host)) return { run, host };
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw this.damaged(hostFile(run), 1, `can not be read: ${messageOf(error)}`, error);
      }
    }
    return undefined;
  }

  /**
   * Claims the population for a run: whoever makes host-<run>.json first has it. Run numbers never come back, so a claim that is late by
   * a whole run of another host shows as such in population.json.
   * @throws E2101 when another host was faster, E2109
   */
  claimHost(run: number, host: HostFile): void {
    const own = join(this.path, `${hostFile(run)}.${host.pid}-${host.controlToken}.new`);
    try {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
      writeFileSync(own, JSON.stringify(host), { mode: 0o600 });
      // With its content at once: nobody ever reads half a claim.
      linkSync(own, join(this.path, hostFile(run)));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw this.#unwritable(hostFile(run), error);
      throw fail('E2101', { message: `population ${this.#name} was started by another host at this moment`, cause: error });
    } finally {
      rmSync(own, { force: true });
    }
  }

  releaseHost(run: number): void {
    this.#remove(hostFile(run));
  }

  /** Takes away the claims of hosts that were killed. */
  removeClaimsBefore(run: number): void {
    for (const old of this.#claims()) if (old < run) this.#remove(hostFile(old));
  }

  /** Forgets all. */
  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #claims(): number[] {
    return this.#files().flatMap((file) => {
      const run = /^host-(\d+)\.json$/.exec(file)?.[1];
      return run === undefined ? [] : [Number(run)];
    });
  }

  #files(): string[] {
    try {
      return readdirSync(this.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  #remove(file: string): void {
    rmSync(join(this.path, file), { force: true });
  }

  #read(file: string): string | undefined {
    return readIfThere(join(this.path, file), mostStateBytes)?.toString('utf8');
  }

  #open(file: string): number {
    try {
      return openSync(join(this.path, file), 'r');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      const path = join(this.path, file);
      throw fail('E2103', { message: `${path} is missing, ${populationFile} of population ${this.#name} names it`, at: { file: path } });
    }
  }

  /** E2103 for a line of a file of this folder. @param what goes on after the name of the population */
  damaged(file: string, line: number, what: string, cause?: unknown): Error {
    const path = join(this.path, file);
    const message = `${path}:${line} of population ${this.#name} ${what}`;
    // Without this file nobody knows who the devices are, so that nothing of it can be skipped.
    const other = path.endsWith(populationFile) ? { next: 'put the file back, or fleet sim spawn with another NAME' } : {};
    return fail('E2103', { message, at: { file: path, line }, cause, ...other });
  }

  #unwritable(file: string, cause: unknown): Error {
    const path = join(this.path, file);
    return fail('E2109', { message: `${path} of population ${this.#name}: ${messageOf(cause)}`, at: { file: path }, cause });
  }

  #write(file: string, chunks: Iterable<string>): void {
    try {
      writeWhole(join(this.path, file), chunks);
    } catch (error) {
      if (isSeatrialError(error)) throw error;
      throw this.#unwritable(file, error);
    }
  }
}

function hostFile(run: number): string {
  return `host-${run}.json`;
}

function isHostFile(value: unknown): value is HostFile {
  return isRecord(value) && isCount(value.pid) && typeof value.controlUrl === 'string' && typeof value.controlToken === 'string';
}
