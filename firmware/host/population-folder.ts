/**
 * What a population leaves on disk. Over 300 lines since its three kinds of files share one way of reading, one of writing, and their errors.
 */
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { fail } from './host-errors.ts';
import { isCount, isRecord, type KeptDevice, keptDeviceOf, plainOf } from './kept-device.ts';

/** What makes a population the same when it comes back. */
export interface PopulationIdentity {
  readonly name: string;
  /** Keys and all chance of its devices follow from (seed, device id). */
  readonly seed: string;
  /** Name of a shipped profile, the absolute path of a file, or a mix of these. */
  readonly profile: string;
  readonly firstIndex: number;
  /** Absolute paths of the recording that drives it and of its map; null without one. */
  readonly recording: { readonly file: string; readonly map: string } | null;
}

/** population.json: the identity, and what its newest run left behind. */
export interface PopulationFile extends PopulationIdentity {
  readonly version: 1;
  /**
   * Boots of every device are at or below this number. A host raises it, on disk, before its devices boot: after a kill -9 of the host
   * the numbers skip ahead, but (boot, connection) never goes back, which a manager would take for a clone.
   */
  readonly bootCeiling: number;
  /** Number of the newest run, from 1: it claimed host-<run>.json, and names the files that it keeps. */
  readonly run: number;
  /** True from the start of a run until all of its devices were kept: still true afterwards, it was killed, or some of it. */
  readonly isOpen: boolean;
  /** Files of what devices kept, oldest first: of a device that stands in two, the later one counts. */
  readonly flashFiles: readonly string[];
  /** Devices in these files, each counted once. */
  readonly keptDevices: number;
}

/** host-<run>.json: how to reach the host that runs a population now. */
export interface HostFile {
  readonly pid: number;
  /** Loopback URL of its control. It listens before this file is there and until after it is gone. */
  readonly controlUrl: string;
  /** Bearer token of its control; the file is readable by its owner alone. */
  readonly controlToken: string;
  readonly startedAtMs: number;
}

/** Bytes of a flash file that are read at a time. */
const readBytes = 1_048_576;
const populationFile = 'population.json';

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
  readonly #name: string;

  constructor(folder: string, name: string) {
    this.path = join(folder, name);
    this.#name = name;
  }

  /** @throws E2103 when the file is there and no PopulationFile */
  readPopulation(): PopulationFile | undefined {
    const text = this.#read(populationFile);
    if (text === undefined) return undefined;
    const value = this.#parse(populationFile, text);
    if (isPopulationFile(value)) return value;
    const version = isRecord(value) ? value.version : undefined;
    const what =
      version === 1 ? 'is no population file of version 1' : `has version ${JSON.stringify(version)}, this program reads version 1`;
    throw this.#damaged(populationFile, 1, what);
  }

  /** @throws E2109 */
  writePopulation(population: PopulationFile): void {
    this.#write(populationFile, [`${JSON.stringify(population, null, 2)}\n`]);
  }

  /** What the devices kept, one by one, a device of two files twice. @throws E2103 when a file is missing or damaged */
  *readFlash(files: readonly string[]): Generator<KeptDevice> {
    for (const file of files) {
      let line = 0;
      for (const text of this.#lines(file)) {
        line += 1;
        const kept = keptDeviceOf(this.#parse(file, text, line));
        if (kept === undefined) throw this.#damaged(file, line, 'is no kept device');
        yield kept;
      }
    }
  }

  /** Returns how many devices that were. @throws E2109 */
  writeFlash(file: string, devices: Iterable<KeptDevice>): number {
    let count = 0;
    this.#write(
      file,
      (function* () {
        for (const device of devices) {
          count += 1;
          yield `${JSON.stringify(plainOf(device))}\n`;
        }
      })(),
    );
    return count;
  }

  /** Takes away flash files that nothing refers to any more, and what a kill left half written. */
  removeFlashBut(files: readonly string[]): void {
    for (const file of this.#files()) {
      if (/^flash-.*\.ndjson$/.test(file) ? !files.includes(file) : file.endsWith('.new')) this.#remove(file);
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
        if (!(error instanceof SyntaxError)) throw error;
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
    try {
      return readFileSync(join(this.path, file), 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Piece by piece: what 100,000 devices keep is longer than a string may be. */
  *#lines(file: string): Generator<string> {
    const descriptor = this.#open(file);
    try {
      const buffer = Buffer.allocUnsafe(readBytes);
      let rest: Buffer = Buffer.alloc(0);
      let line = 1;
      for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
        const piece = buffer.subarray(0, length);
        let from = 0;
        for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
          const bytes = piece.subarray(from, end);
          yield (rest.length === 0 ? bytes : Buffer.concat([rest, bytes])).toString('utf8');
          if (rest.length > 0) rest = Buffer.alloc(0);
          from = end + 1;
          line += 1;
        }
        if (from < length) rest = Buffer.concat([rest, piece.subarray(from)]);
      }
      if (rest.length > 0) throw this.#damaged(file, line, 'is cut short');
    } finally {
      closeSync(descriptor);
    }
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

  #parse(file: string, text: string, line?: number): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      const told = Number(/\(line (\d+) column \d+\)/.exec(messageOf(error))?.[1] ?? 1);
      throw this.#damaged(file, line ?? told, `is not JSON: ${messageOf(error)}`, error);
    }
  }

  #damaged(file: string, line: number, what: string, cause?: unknown): Error {
    const path = join(this.path, file);
    return fail('E2103', { message: `${path}:${line} of population ${this.#name} ${what}`, at: { file: path, line }, cause });
  }

  #unwritable(file: string, cause: unknown): Error {
    const path = join(this.path, file);
    return fail('E2109', { message: `${path} of population ${this.#name}: ${messageOf(cause)}`, at: { file: path }, cause });
  }

  /** Written beside, synced, renamed. */
  #write(file: string, chunks: Iterable<string>): void {
    const target = join(this.path, file);
    const beside = `${target}.new`;
    try {
      mkdirSync(this.path, { recursive: true, mode: 0o700 });
      const descriptor = openSync(beside, 'w', 0o600);
      try {
        for (const chunk of chunks) writeAll(descriptor, Buffer.from(chunk));
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(beside, target);
    } catch (error) {
      rmSync(beside, { force: true });
      if (isSeatrialError(error)) throw error;
      throw this.#unwritable(file, error);
    }
  }
}

/** A disk that is nearly full takes a part and says no to the next one. */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
}

function hostFile(run: number): string {
  return `host-${run}.json`;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function isPopulationFile(value: unknown): value is PopulationFile {
  if (!isRecord(value) || value.version !== 1) return false;
  const { recording, flashFiles } = value;
  return (
    ['name', 'seed', 'profile'].every((key) => typeof value[key] === 'string') &&
    ['firstIndex', 'bootCeiling', 'run', 'keptDevices'].every((key) => isCount(value[key])) &&
    typeof value.isOpen === 'boolean' &&
    Array.isArray(flashFiles) &&
    flashFiles.every((file) => typeof file === 'string' && /^flash-[0-9a-z-]+\.ndjson$/.test(file)) &&
    (recording === null || (isRecord(recording) && typeof recording.file === 'string' && typeof recording.map === 'string'))
  );
}

function isHostFile(value: unknown): value is HostFile {
  return isRecord(value) && isCount(value.pid) && typeof value.controlUrl === 'string' && typeof value.controlToken === 'string';
}
