import { readFileSync } from 'node:fs';
import { DeviceKind, type EnrolmentToken, type ReplayOptions } from '#firmware/device/index.js';
import { loadProfileFile, loadShippedProfile, shippedProfiles } from '#firmware/profiles/index.js';
import { openReplay, signalModels } from '#firmware/signals/index.js';
import { type Clock, type Log, SystemClock } from '#proto/kit/index.js';
import {
  createBridge,
  createMemoryNetwork,
  createWebSocketDialer,
  type Dialer,
  type MemoryNetwork,
  networkPreset,
} from '#proto/link/index.js';
import type { Profile } from '#proto/profile/index.js';
import { Host } from './host.ts';
import { fail } from './host-errors.ts';
import { PopulationFolder } from './population-folder.ts';

/** Recorded data that drives a population: one device a unit of the recording. */
export interface RecordingOptions {
  /** CSV, gzip or not. */
  readonly file: string;
  /** Map file, YAML. */
  readonly map: string;
  /** A row every so many ms of application time, 1 to 86,400,000; the map's own when undefined. */
  readonly everyMs: number | undefined;
}

/** The part of a population that one process runs: plain data, so that it can be sent to the process. */
export interface ShardOptions {
  readonly population: string;
  /** Folder of all populations. */
  readonly folder: string;
  readonly seed: string;
  /** Name of a shipped profile, or path of a YAML file. */
  readonly profile: string;
  readonly firstIndex: number;
  readonly ids: readonly string[];
  readonly urls: readonly string[];
  readonly ca: string | undefined;
  readonly token: EnrolmentToken | undefined;
  readonly rampMs: number;
  /** Application time over real time. */
  readonly speed: number;
  /** none: the network as it is; profile: the preset that the profile names; or a preset's name. */
  readonly link: string;
  readonly recording: RecordingOptions | undefined;
  readonly bootFloor: number;
  readonly flashParts: number;
}

/** Names every device of a recording, in the order of the recording. */
export function idsOfRecording(population: string, recording: RecordingOptions, profile: Profile): string[] {
  return openReplay(recording.file, readFileSync(recording.map, 'utf8'), recording.map, profile).devices.map(
    (device) => `${population}-${device.name.toLowerCase()}`,
  );
}

/** Ids of a population without a recording: NAME-00001 and on. */
export function idsOfCount(population: string, firstIndex: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${population}-${String(firstIndex + index + 1).padStart(5, '0')}`);
}

/** A shipped profile by name, or a file by its path. @throws E15xx */
export function findProfile(nameOrPath: string): Profile {
  return shippedProfiles().includes(nameOrPath) ? loadShippedProfile(nameOrPath) : loadProfileFile(nameOrPath);
}

/** Builds the host of a shard on real time and sockets. */
export function createShardHost(options: ShardOptions, log: Log): Host {
  const profile = findProfile(options.profile);
  const model = signalModels.get(profile.model);
  if (model === undefined) throw fail('E2107', { message: `profile ${profile.name} names the model ${profile.model}, which is not there` });
  const folder = new PopulationFolder(options.folder, options.population);
  const ids = new Set(options.ids);
  const flash = new Map([...folder.readFlash(options.flashParts)].filter((kept) => ids.has(kept.id)).map((kept) => [kept.id, kept.flash]));
  const clock = new SystemClock();
  const replayOf = options.recording === undefined ? undefined : replaysOf(options.population, options.recording, profile);
  return new Host({
    kind: new DeviceKind(profile, model),
    ids: options.ids,
    firstIndex: options.firstIndex,
    seed: options.seed,
    token: options.token,
    dialerOf: dialersOf(options, profile, clock),
    clock,
    applicationClock: options.speed === 1 ? clock : new SystemClock({ speed: options.speed }),
    log,
    rampMs: options.rampMs,
    bootFloor: options.bootFloor,
    flash,
    collectAfterRamp: true,
    ...(replayOf === undefined ? {} : { replayOf }),
  });
}

/** Real sockets, spread over the addresses; behind a network in memory when the devices are to have one. */
function dialersOf(options: ShardOptions, profile: Profile, clock: Clock): (id: string, index: number) => Dialer {
  const ca = options.ca === undefined ? {} : { ca: options.ca };
  const sockets = options.urls.map((url) => createWebSocketDialer({ url, handshakeTimeoutMs: 30_000, ...ca }));
  if (options.link === 'none') return (_id, index) => sockets[index % sockets.length] as Dialer;
  const model = networkPreset(options.link === 'profile' ? profile.linkPreset : options.link);
  const networks = sockets.map((dialer) => createMemoryNetwork({ clock, seed: options.seed, handler: createBridge(dialer, clock) }));
  return (id, index) => (networks[index % networks.length] as MemoryNetwork).dialer(id, model);
}

function replaysOf(population: string, recording: RecordingOptions, profile: Profile): (id: string) => ReplayOptions | undefined {
  const replay = openReplay(recording.file, readFileSync(recording.map, 'utf8'), recording.map, profile);
  const byId = new Map(replay.devices.map((device) => [`${population}-${device.name.toLowerCase()}`, device]));
  return (id) => {
    const device = byId.get(id);
    if (device === undefined) return undefined;
    return { cursor: device.open(), signals: replay.signals, everyMs: recording.everyMs ?? replay.everyMs };
  };
}
