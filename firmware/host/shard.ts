import { existsSync, readFileSync } from 'node:fs';
import { type DeviceFlash, DeviceKind, type EnrolmentToken, type ReplayOptions } from '#firmware/device/index.js';
import { loadProfileFile, loadShippedProfile, shippedProfiles } from '#firmware/profiles/index.js';
import { openReplay, type Replay, signalModels } from '#firmware/signals/index.js';
import { type Clock, type Log, messageOf, SystemClock } from '#proto/kit/index.js';
import type { Profile } from '#proto/profile/index.js';
import { Host } from './host.ts';
import { fail } from './host-errors.ts';
import { withBootFloor } from './kept-device.ts';
import { MixAssignment, parseMix } from './mix.ts';
import { PopulationFolder } from './population-folder.ts';
import { idOfUnit, type RecordingOptions } from './population-logic.ts';
import { dialersOf } from './shard-links.ts';
import { gatewayIdOf, subDeviceKindsOf } from './sub-device-kinds.ts';
import type { HostUnit } from './unit-builder.ts';

/** The part of a population that one process runs: plain data, so that it can be sent to the process. */
export interface ShardOptions {
  readonly population: string;
  /** Folder of all populations. */
  readonly folder: string;
  readonly seed: string;
  /** Mix of names of shipped profiles and paths of YAML files. */
  readonly profile: string;
  readonly firstIndex: number;
  readonly ids: readonly string[];
  readonly urls: readonly string[];
  readonly ca: string | undefined;
  readonly token: EnrolmentToken | undefined;
  readonly rampMs: number;
  /** Application time over real time. */
  readonly speed: number;
  /** Mix of none (the network as it is), profile (the preset that the profile names) and names of presets. */
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
  const flash = flashOf(options);
  const clock = new SystemClock();
  const host = new Host({
    units: unitsOfShard(options, clock),
    seed: options.seed,
    token: options.token,
    clock,
    applicationClock: options.speed === 1 ? clock : new SystemClock({ speed: options.speed }),
    log,
    rampMs: options.rampMs,
    bootFloor: options.bootFloor,
    flash,
    collectAfterRamp: true,
    onHighestBoot,
  });
  return { host, restored: flash.size };
}

/** What the devices of a shard had kept, by id. */
function flashOf(options: ShardOptions): Map<string, DeviceFlash> {
  const folder = new PopulationFolder(options.folder, options.population);
  const ids = new Set(options.ids);
  const flash = new Map<string, DeviceFlash>();
  for (const kept of folder.readFlash(options.flashFiles)) {
    if (ids.has(kept.id) || ids.has(gatewayIdOf(kept.id) ?? ''))
      flash.set(kept.id, withBootFloor(kept, options.raisesAll ? options.bootFloor : 0).flash);
  }
  return flash;
}

function unitsOfShard(options: ShardOptions, clock: Clock): HostUnit[] {
  const mix = parseMix(options.profile, '--profile');
  const kinds = new Map(mix.map(({ name }) => [name, kindOf(findProfile(name))]));
  const subDevices = new Map([...kinds].map(([name, kind]) => [name, subDeviceKindsOf(name, kind, (other) => kindOf(findProfile(other)))]));
  const assignment = new MixAssignment(mix, options.seed, 'profile');
  const dialerOf = dialersOf(options, clock);
  const { recording } = options;
  const recorded = kinds.get(mix[0]?.name ?? '')?.profile;
  const replayOf = recording === undefined || recorded === undefined ? undefined : replaysOf(options.population, recording, recorded);
  return options.ids.map((id, offset) => {
    const index = options.firstIndex + offset;
    const name = assignment.of(index);
    const kind = kinds.get(name) as DeviceKind;
    const replay = replayOf?.(id);
    const unit = { id, index, kind, dialer: dialerOf(id, index, kind.profile), subDevices: subDevices.get(name) ?? [] };
    return { ...unit, ...(replay === undefined ? {} : { replay }) };
  });
}

/** @throws E2107 when the profile's model is not there */
function kindOf(profile: Profile): DeviceKind {
  const model = signalModels.get(profile.model);
  if (model === undefined) throw fail('E2107', { message: `profile ${profile.name} names the model ${profile.model}, which is not there` });
  return new DeviceKind(profile, model);
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
