import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '#proto/kit/index.js';
import { fail } from './host-errors.ts';
import { type KeptDevice, keptDeviceOf, plainOf } from './kept-device.ts';

/** What makes a population the same when it comes back. */
export interface PopulationIdentity {
  readonly name: string;
  /** Keys and all chance of its devices follow from (seed, device id). */
  readonly seed: string;
  readonly profile: string;
  readonly firstIndex: number;
}

/** population.json: the identity and the lowest boot number that a host may start with. */
export interface PopulationFile extends PopulationIdentity {
  readonly version: 1;
  /**
   * Boots of every device are below this number. A host raises it, on disk, before its devices boot: after a kill -9 of the host
   * the numbers skip ahead, but (boot, connection) never goes back, which a manager would take for a clone.
   */
  readonly bootCeiling: number;
  /** Files flash-0.ndjson, flash-1.ndjson, … that hold what the devices kept at the last stop; 0 while a host runs and after it crashed. */
  readonly flashParts: number;
}

/** host.json: how to reach the host that runs a population now. */
export interface HostFile {
  readonly pid: number;
  /** Loopback URL of its control. */
  readonly controlUrl: string;
  /** Bearer token of its control; the file is readable by its owner alone. */
  readonly controlToken: string;
  readonly startedAtMs: number;
}

/** Boot numbers that one run of a host may use before it has to raise the ceiling again. */
export const bootsPerRaise = 1_000;

/** Folder of all populations: $XDG_STATE_HOME/seatrial/populations. */
export function populationsFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_STATE_HOME ?? join(homedir(), '.local', 'state'), 'seatrial', 'populations');
}

/** Names of the populations that are kept, sorted. */
export function keptPopulations(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The files of one population. */
export class PopulationFolder {
  readonly path: string;
  readonly #name: string;

  constructor(folder: string, name: string) {
    this.path = join(folder, name);
    this.#name = name;
  }

  /** @throws E2103 when the file is there and no PopulationFile */
  readPopulation(): PopulationFile | undefined {
    const text = this.#read('population.json');
    if (text === undefined) return undefined;
    const value = this.#parse('population.json', text) as Partial<PopulationFile>;
    const valid =
      value.version === 1 &&
      typeof value.seed === 'string' &&
      typeof value.profile === 'string' &&
      Number.isInteger(value.firstIndex) &&
      Number.isInteger(value.bootCeiling) &&
      Number.isInteger(value.flashParts);
    if (!valid) throw fail('E2103', { message: `${join(this.path, 'population.json')} is no population file of version 1` });
    return value as PopulationFile;
  }

  writePopulation(population: PopulationFile): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    this.#write('population.json', [`${JSON.stringify(population, null, 2)}\n`]);
  }

  /** What the devices kept, one by one, from all parts. @throws E2103 when a part is missing or damaged */
  *readFlash(parts: number): Generator<KeptDevice> {
    for (let part = 0; part < parts; part += 1) {
      const file = `flash-${part}.ndjson`;
      const text = this.#read(file);
      if (text === undefined) throw fail('E2103', { message: `${join(this.path, file)} is missing` });
      if (text !== '' && !text.endsWith('\n')) throw fail('E2103', { message: `${join(this.path, file)} is cut short` });
      const textLines = text.split('\n');
      for (let index = 0; index < textLines.length - 1; index += 1) {
        const what = `${file} line ${index + 1}`;
        const kept = keptDeviceOf(this.#parse(what, textLines[index] as string));
        if (kept === undefined) throw fail('E2103', { message: `${what} of population ${this.#name} is no kept device` });
        yield kept;
      }
    }
  }

  writeFlash(part: number, devices: Iterable<KeptDevice>): void {
    this.#write(`flash-${part}.ndjson`, lines(devices));
  }

  readHost(): HostFile | undefined {
    const text = this.#read('host.json');
    return text === undefined ? undefined : (this.#parse('host.json', text) as HostFile);
  }

  /** @throws E2101 when another host was faster */
  claimHost(host: HostFile): void {
    try {
      writeFileSync(join(this.path, 'host.json'), JSON.stringify(host), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw fail('E2101', { message: `population ${this.#name} was started by another host at this moment`, cause: error });
    }
  }

  removeHost(): void {
    rmSync(join(this.path, 'host.json'), { force: true });
  }

  /** Forgets all. */
  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #read(file: string): string | undefined {
    try {
      return readFileSync(join(this.path, file), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #parse(what: string, text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw fail('E2103', { message: `${what} of population ${this.#name} is not JSON: ${messageOf(error)}`, cause: error });
    }
  }

  /** All of it or the old one: written beside, synced, renamed. */
  #write(file: string, chunks: Iterable<string>): void {
    const target = join(this.path, file);
    const descriptor = openSync(`${target}.new`, 'w', 0o600);
    try {
      for (const chunk of chunks) writeSync(descriptor, chunk);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(`${target}.new`, target);
  }
}

function* lines(devices: Iterable<KeptDevice>): Generator<string> {
  for (const device of devices) yield `${JSON.stringify(plainOf(device))}\n`;
}
