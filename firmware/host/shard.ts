import { existsSync, readFileSync } from 'node:fs';
import { type DeviceFlash, DeviceKind, type EnrolmentToken, type ReplayOptions } from '#firmware/device/index.js';
import { loadProfileFile, loadShippedProfile, shippedProfiles } from '#firmware/profiles/index.js';
import { openReplay, type Replay, signalModels } from '#firmware/signals/index.js';
import { type Clock, type Log, messageOf, SystemClock } from '#proto/kit/index.js';
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
import { withBootFloor } from './kept-device.ts';
import { PopulationFolder } from './population-folder.ts';
import { idOfUnit, type RecordingOptions } from './population-logic.ts';

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
  /** A device that kept nothing has so many boots behind it. */
  readonly bootFloor: number;
  /** So has every device: boots of the run before may not be known. */
  readonly raisesAll: boolean;
  readonly flashFiles: readonly string[];
}

/** Names of the units of a recording, in its order. @throws E153x */
export function unitsOf(recording: RecordingOptions, profile: Profile): string[] {
  return openRecording(recording, profile).devices.map((device) => device.name);
}

/** A shipped profile by name, or a file by its path. @throws E15xx */
export function findProfile(nameOrPath: string): Profile {
  // A bare word that is no file is a name: its error says which one was meant.
  const isName = shippedProfiles().includes(nameOrPath) || (/^[\w-]+$/.test(nameOrPath) && !existsSync(nameOrPath));
  return isName ? loadShippedProfile(nameOrPath) : loadProfileFile(nameOrPath);
}

/** The devices of a shard, and how many of them had kept something. */
export interface ShardHost {
  readonly host: Host;
  readonly restored: number;
}

/** Builds the host of a shard on real time and sockets. */
export function createShardHost(options: ShardOptions, log: Log, onHighestBoot: (boot: number) => void): ShardHost {
  const profile = findProfile(options.profile);
  const model = signalModels.get(profile.model);
  if (model === undefined) throw fail('E2107', { message: `profile ${profile.name} names the model ${profile.model}, which is not there` });
  const folder = new PopulationFolder(options.folder, options.population);
  const ids = new Set(options.ids);
  const flash = new Map<string, DeviceFlash>();
  for (const kept of folder.readFlash(options.flashFiles)) {
    if (ids.has(kept.id)) flash.set(kept.id, withBootFloor(kept, options.raisesAll ? options.bootFloor : 0).flash);
  }
  const clock = new SystemClock();
  const replayOf = options.recording === undefined ? undefined : replaysOf(options.population, options.recording, profile);
  const host = new Host({
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
    onHighestBoot,
    ...(replayOf === undefined ? {} : { replayOf }),
  });
  return { host, restored: flash.size };
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
  const replay = openRecording(recording, profile);
  const byId = new Map(replay.devices.map((device) => [idOfUnit(population, device.name), device]));
  return (id) => {
    const device = byId.get(id);
    if (device === undefined) return undefined;
    return { cursor: device.open(), signals: replay.signals, everyMs: recording.everyMs ?? replay.everyMs };
  };
}

function openRecording({ file, map }: RecordingOptions, profile: Profile): Replay {
  return openReplay(file, readGiven(map, '--map'), map, profile);
}

/** A text file that an option names. @throws E2107 */
export function readGiven(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fail('E2107', { message: `${option} ${file} can not be read: ${messageOf(error)}`, at: { file }, cause: error });
  }
}
