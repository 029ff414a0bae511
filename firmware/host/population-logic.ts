import { resolve } from 'node:path';
import type { EnrolmentToken } from '#firmware/device/index.js';
import { fail } from './host-errors.ts';
import { mapMix } from './mix.ts';
import { isProfileName } from './named-profile.ts';
import type { FlashFile, PopulationFile, RunOptions } from './population-file.ts';

/** Recorded data that drives a population: one device a unit of the recording. */
export interface RecordingOptions {
  /** CSV, gzip or not. */
  readonly file: string;
  /** Map file, YAML. */
  readonly map: string;
  /** A row every so many ms of application time, 1 to 86,400,000; the map's own when undefined. */
  readonly everyMs: number | undefined;
}

/** How a population is run. */
export interface PopulationOptions {
  /** 1 to 50 of a-z 0-9 . _ -, starting with a letter or digit. */
  readonly name: string;
  /** Folder of all populations. */
  readonly folder: string;
  /** Kept seed, or a new one, when undefined. */
  readonly seed: string | undefined;
  /** A shipped profile by name, a YAML file by its path, or a mix of these: "thermostat=60%,./own.yaml=40%". */
  readonly profile: string;
  /** Devices, 1 to 1,000,000; when undefined 1, or as many as the recording has. */
  readonly count: number | undefined;
  /** Devices of the numbering, or units of the recording, that are left out before the first; 0 to 10,000,000. */
  readonly firstIndex: number;
  /** ws:// or wss:// addresses of the manager, at least one. */
  readonly urls: readonly string[];
  /** PEM file. */
  readonly caFile: string | undefined;
  readonly token: EnrolmentToken | undefined;
  /** 0 to 86,400,000. */
  readonly rampMs: number;
  /** 0.001 to 1,000,000. */
  readonly speed: number;
  /** 1 to 64, and no more than devices. */
  readonly processes: number;
  /** none: the network as it is; profile: the preset that the profile names; a preset's name; or a mix of these. */
  readonly link: string;
  /** YAML file with networks of the user's own, for `link`. */
  readonly linkFile: string | undefined;
  readonly recording: RecordingOptions | undefined;
  /** CSV or NDJSON file with ids and keys of the devices, whose profile may be in it too. */
  readonly identities: string | undefined;
  /** Sampled signals are reported on this common period, 100 to 86,400,000 ms in the time of the devices; as applications say when undefined. */
  readonly reportMs: number | undefined;
  /** All of them at the same instants of the wall clock, not spread over the period. Only with reportMs, and at speed 1. */
  readonly isAligned: boolean;
  /** Share of the devices that lose power each minute, 0 to 100 percent. */
  readonly churnPercent: number;
  /** NDJSON file that gets a line for every durable frame at its end, after what is in it; undefined for none. */
  readonly ledgerFile: string | undefined;
  /** File with the TUF root that the devices trust from the factory on; undefined: the first one that their fleet gives them. */
  readonly rootFile: string | undefined;
  /** Forget what was kept under this name. */
  readonly fresh: boolean;
  /** Go on without what is damaged of what devices kept: these devices begin with an empty flash, or run what the factory wrote. */
  readonly skipDamaged: boolean;
}

/** Options of a population that is not asked for anything special. */
export const populationDefaults = {
  seed: undefined,
  count: undefined,
  firstIndex: 0,
  caFile: undefined,
  token: undefined,
  rampMs: 0,
  speed: 1,
  processes: 1,
  link: 'none',
  linkFile: undefined,
  recording: undefined,
  identities: undefined,
  reportMs: undefined,
  isAligned: false,
  churnPercent: 0,
  ledgerFile: undefined,
  rootFile: undefined,
  fresh: false,
  skipDamaged: false,
} as const satisfies Partial<PopulationOptions>;

/** Files that a process of devices has open beside the sockets of its devices: its own, and those of links that just end. */
export const reservedFiles = 128;
const mostProcesses = 64;

/** @throws E2107 naming the option, its value and its range */
export function checkOptions(options: PopulationOptions): void {
  const { name, urls } = options;
  if (!/^[a-z0-9][a-z0-9._-]{0,49}$/.test(name)) {
    const wanted = '1 to 50 of a-z 0-9 . _ -, starting with a letter or digit';
    throw fail('E2107', { message: `"${name}" is no name of a population: ${wanted}` });
  }
  if (urls.length === 0) throw fail('E2107', { message: 'no address of a manager is given' });
  inRange('count', options.count ?? 1, 1, 1_000_000, true);
  inRange('first index', options.firstIndex, 0, 10_000_000, true);
  inRange('ramp in ms', options.rampMs, 0, 86_400_000, false);
  inRange('speed', options.speed, 0.001, 1_000_000, false);
  inRange('processes', options.processes, 1, mostProcesses, true);
  if (options.recording?.everyMs !== undefined) inRange('time between rows in ms', options.recording.everyMs, 1, 86_400_000, false);
  if (options.reportMs !== undefined) inRange('report period in ms', options.reportMs, 100, 86_400_000, false);
  inRange('churn in percent a minute', options.churnPercent, 0, 100, false);
  checkTogether(options);
}

/** @throws E2107 for options that do not go together */
function checkTogether({ recording, reportMs, isAligned, speed }: PopulationOptions): void {
  if (recording !== undefined && reportMs !== undefined) {
    throw fail('E2107', {
      message: 'a recording has its own pace: --report and --replay do not go together',
      next: '--row-every for the pace',
    });
  }
  if (isAligned && reportMs === undefined) throw fail('E2107', { message: '--align is for --report, which is not given' });
  if (isAligned && speed !== 1) {
    throw fail('E2107', { message: `--align is about the wall clock, and devices at speed ${speed} have a time of their own` });
  }
}

/** Ids of a population without a recording: NAME-00001 and on. */
export function idsOfCount(population: string, firstIndex: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${population}-${String(firstIndex + index + 1).padStart(5, '0')}`);
}

/** Id of the device that a unit of a recording drives. */
export function idOfUnit(population: string, unit: string): string {
  return `${population}-${unit.toLowerCase()}`;
}

/**
 * Ids of `count` units from firstIndex on, in the order of the recording.
 * @throws E2107 when the recording has fewer, or two units would be one device, or an id is longer than 64 characters
 */
export function idsOfUnits(population: string, units: readonly string[], firstIndex: number, count: number | undefined): string[] {
  const most = units.length - firstIndex;
  if (most < (count ?? 1)) {
    const wanted = `${count ?? 'all'} after the first ${firstIndex}`;
    throw fail('E2107', {
      message: `the recording has ${units.length} units, wanted are ${wanted}`,
      next: 'a smaller --count or --first-index',
    });
  }
  const unitOf = new Map<string, string>();
  for (const unit of units) {
    const id = idOfUnit(population, unit);
    if (id.length > 64)
      throw fail('E2107', { message: `device id ${id} has ${id.length} characters, the limit is 64`, next: 'a shorter name' });
    const other = unitOf.get(id);
    if (other !== undefined) {
      const message = `the units ${other} and ${unit} of the recording would both be device ${id}: ids have no capital letters`;
      throw fail('E2107', { message, next: 'rename one of the units in the recording' });
    }
    unitOf.set(id, unit);
  }
  return [...unitOf.keys()].slice(firstIndex, count === undefined ? undefined : firstIndex + count);
}

/** Shares of the ids in their order, none more than one device larger than another. @throws E2107 more processes than devices */
export function splitEvenly(ids: readonly string[], processes: number): string[][] {
  if (ids.length < processes) throw fail('E2107', { message: `${processes} processes for ${ids.length} devices` });
  const bound = (index: number): number => Math.floor((index * ids.length) / processes);
  return Array.from({ length: processes }, (_, index) => ids.slice(bound(index), bound(index + 1)));
}

/** Each device has a socket. @throws E2105 when they are more than a process may have open */
export function checkOpenFiles(devices: number, processes: number, openFiles: number): void {
  const each = Math.ceil(devices / processes);
  const room = Math.max(0, openFiles - reservedFiles);
  if (each <= room) return;
  const message = `${each} devices in a process, the limit is ${room}: ${openFiles} open files (ulimit -Hn) less ${reservedFiles}`;
  const enough = room === 0 ? Number.POSITIVE_INFINITY : Math.ceil(devices / room);
  const next =
    enough <= mostProcesses ? `--processes ${enough}, fewer devices, or a higher ulimit -Hn` : 'fewer devices, or a higher ulimit -Hn';
  throw fail('E2105', { message, next });
}

/** The profile and the files of a recording whatever folder a later start is made in. */
export function withWholePaths(options: PopulationOptions, workingFolder: string): PopulationOptions {
  const { recording, identities, linkFile, caFile } = options;
  const whole = (path: string | undefined): string | undefined => (path === undefined ? undefined : resolve(workingFolder, path));
  return {
    ...options,
    identities: whole(identities),
    linkFile: whole(linkFile),
    caFile: whole(caFile),
    ledgerFile: whole(options.ledgerFile),
    rootFile: whole(options.rootFile),
    profile:
      options.profile === ''
        ? ''
        : mapMix(options.profile, '--profile', (name) => (isProfileName(name, workingFolder) ? name : resolve(workingFolder, name))),
    recording: recording && { ...recording, file: resolve(workingFolder, recording.file), map: resolve(workingFolder, recording.map) },
  };
}

/** How a run begins. */
export interface RunPlan {
  /** What population.json says while it lasts. */
  readonly file: PopulationFile;
  /** A device that kept nothing has so many boots behind it; after a run that was killed, every device at least. */
  readonly bootFloor: number;
  readonly raisesAll: boolean;
  readonly flashFiles: readonly FlashFile[];
  readonly keptDevices: number;
  /** What is damaged in the flash files is left out. */
  readonly skipsDamaged: boolean;
}

/** Boot numbers that a run may use before it has to raise the ceiling again. */
export const bootsPerRaise = 1_000;

/**
 * The run after what is kept, checked against what is asked for now.
 * @param kept what is there; undefined for a new population
 * @param newSeed for devices that were not there before
 * @throws E2102 other settings, E2110 recording that was killed
 */
export function planRun(options: PopulationOptions, kept: PopulationFile | undefined, run: number, newSeed: () => string): RunPlan {
  const { name, profile, firstIndex, identities = null } = options;
  const recording = options.recording === undefined ? null : { file: options.recording.file, map: options.recording.map };
  const isNew = kept === undefined || options.fresh;
  const seed = options.seed ?? (isNew ? newSeed() : kept.seed);
  if (!isNew) refuseOthers(options, recording, kept);
  // The same seed gives the same keys: the manager knows their boots, --fresh or not.
  const bootFloor = kept?.seed === seed ? kept.bootCeiling : 0;
  const before = isNew ? { flashFiles: [], keptDevices: 0 } : { flashFiles: kept.flashFiles, keptDevices: kept.keptDevices };
  const identity = { version: 2, name, seed, profile, firstIndex, recording, identities, options: runOptionsOf(options) } as const;
  return {
    file: { ...identity, bootCeiling: bootFloor + bootsPerRaise, run, isOpen: true, ...before },
    bootFloor,
    // A device whose newest line is damaged may come from an older one.
    raisesAll: isNew || kept.isOpen || options.skipDamaged,
    ...before,
    skipsDamaged: options.skipDamaged,
  };
}

/** What population.json remembers of the way a population was started. */
function runOptionsOf(options: PopulationOptions): RunOptions {
  const { count = null, urls, caFile = null, rampMs, speed, processes, link, linkFile = null, reportMs = null } = options;
  const { isAligned, churnPercent, recording, rootFile = null } = options;
  const rowEveryMs = recording?.everyMs ?? null;
  return { count, urls, caFile, rampMs, speed, processes, link, linkFile, reportMs, isAligned, churnPercent, rowEveryMs, rootFile };
}

/** The options that bring a stopped population back as it was; without addresses when an older program ran it, which did not note how. */
export function optionsOfKept(folder: string, kept: PopulationFile): PopulationOptions {
  const { name, profile, firstIndex, recording, identities, keptDevices } = kept;
  const identity = { ...populationDefaults, name, folder, profile, firstIndex, identities: identities ?? undefined };
  const replay = (rowEveryMs: number | null) => (recording === null ? undefined : { ...recording, everyMs: rowEveryMs ?? undefined });
  if (kept.options === null) return { ...identity, count: Math.max(1, keptDevices), urls: [], recording: replay(null) };
  const { count, caFile, linkFile, reportMs, rowEveryMs, rootFile, ...rest } = kept.options;
  return {
    ...identity,
    ...rest,
    count: count ?? undefined,
    caFile: caFile ?? undefined,
    linkFile: linkFile ?? undefined,
    reportMs: reportMs ?? undefined,
    rootFile: rootFile ?? undefined,
    recording: replay(rowEveryMs),
  };
}

function refuseOthers(options: PopulationOptions, recording: PopulationFile['recording'], kept: PopulationFile): void {
  const files = (one: PopulationFile['recording']): string => (one === null ? 'none' : `${one.file} with ${one.map}`);
  const differences = [
    options.seed !== undefined && options.seed !== kept.seed ? `seed ${options.seed} (kept: ${kept.seed})` : '',
    options.profile !== kept.profile ? `profile ${options.profile} (kept: ${kept.profile})` : '',
    options.firstIndex !== kept.firstIndex ? `first index ${options.firstIndex} (kept: ${kept.firstIndex})` : '',
    (options.identities ?? null) !== kept.identities
      ? `identities ${options.identities ?? 'none'} (kept: ${kept.identities ?? 'none'})`
      : '',
    files(recording) !== files(kept.recording) ? `recording ${files(recording)} (kept: ${files(kept.recording)})` : '',
  ].filter((text) => text !== '');
  if (differences.length > 0) throw fail('E2102', { message: `population ${options.name}: ${differences.join(', ')}` });
  if (recording !== null && kept.isOpen)
    throw fail('E2110', { message: `run ${kept.run} of population ${options.name} did not end by itself` });
}

function inRange(what: string, value: number, least: number, most: number, isWhole: boolean): void {
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return;
  throw fail('E2107', { message: `${what} is ${value}, must be ${isWhole ? 'a whole number ' : ''}from ${least} to ${most}` });
}
