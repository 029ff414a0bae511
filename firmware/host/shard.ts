import { type DeviceFlash, DeviceKind, type EnrolmentToken, type ReplayOptions } from '#firmware/device/index.js';
import { openReplay, type Replay, type SignalModel, signalModels } from '#firmware/signals/index.js';
import { type Clock, type Log, type SeatrialError, SystemClock } from '#proto/kit/index.js';
import type { Profile } from '#proto/profile/index.js';
import { maximumYamlBytes } from '#proto/yaml/index.js';
import { damagesOf } from './damaged-firmware.ts';
import { readGiven } from './given-files.ts';
import { Host } from './host.ts';
import { fail } from './host-errors.ts';
import { type FileIdentity, identitySeedOf, readIdentities } from './identity-file.ts';
import { withBootFloor } from './kept-device.ts';
import { type LedgerRun, LedgerWriter } from './ledger-writer.ts';
import { MixAssignment, parseMix } from './mix.ts';
import { findProfile } from './named-profile.ts';
import type { Networks } from './network-file.ts';
import type { FlashFile } from './population-file.ts';
import { PopulationFolder } from './population-folder.ts';
import { idOfUnit, type RecordingOptions } from './population-logic.ts';
import { type DialerOf, linksOf } from './shard-links.ts';
import { ShardDesk } from './shard-questions.ts';
import { gatewayIdOf, subDeviceKindsOf } from './sub-device-kinds.ts';
import type { HostUnit } from './unit-builder.ts';

/** The part of a population that one process runs: plain data, so that it can be sent to the process. */
export interface ShardOptions {
  readonly population: string;
  /** Folder of all populations. */
  readonly folder: string;
  readonly seed: string;
  /** Mix of names of shipped profiles and paths of YAML files; empty when the identity file has them. */
  readonly profile: string;
  readonly firstIndex: number;
  readonly ids: readonly string[];
  readonly urls: readonly string[];
  readonly ca: string | undefined;
  readonly token: EnrolmentToken | undefined;
  readonly rampMs: number;
  /** Application time over real time. */
  readonly speed: number;
  /** Mix of none (the network as it is), profile (the preset that the profile names), presets and `networks`. */
  readonly link: string;
  /** Networks of the user's own. */
  readonly networks: Networks;
  readonly recording: RecordingOptions | undefined;
  /** Path of the file with ids and keys. */
  readonly identities: string | undefined;
  readonly reportMs: number | undefined;
  readonly isAligned: boolean;
  readonly churnPercent: number;
  /** Where every durable frame is written down, and what this part of the run is called there. */
  readonly ledger: { readonly file: string; readonly run: LedgerRun } | undefined;
  /** A device that kept nothing has so many boots behind it. */
  readonly bootFloor: number;
  /** So has every device: boots of the run before may not be known. */
  readonly raisesAll: boolean;
  readonly flashFiles: readonly FlashFile[];
  /** What is damaged in them is left out. */
  readonly skipsDamaged: boolean;
  /** TUF root that all devices trust from the factory on. */
  readonly root: Uint8Array | undefined;
}

/** Names of the units of a recording, in its order. @throws E153x */
export function unitsOf(recording: RecordingOptions, profile: Profile): string[] {
  return openRecording(recording, profile).devices.map((device) => device.name);
}

/** The devices of a shard, and how many of them had kept something. */
export interface ShardHost {
  readonly host: Host;
  readonly restored: number;
  /** E2103 for each device whose firmware does not fit its flash; empty unless what is damaged is to be skipped. */
  readonly damages: readonly Error[];
  /** Answers questions about the devices, and makes faults in them. */
  readonly desk: ShardDesk;
  readonly ledger: LedgerWriter | undefined;
}

/** Hears of a shard what it was not asked for. */
export interface ShardEvents {
  /** A device reached this boot number first. */
  onHighestBoot(boot: number): void;
  onLedgerFailed(error: SeatrialError): void;
}

/** Builds the host of a shard on real time and sockets. @throws E2103 a device's firmware is damaged, unless that is to be skipped */
export function createShardHost(options: ShardOptions, log: Log, events: ShardEvents): ShardHost {
  const folder = new PopulationFolder(options.folder, options.population);
  const flash = flashOf(options, folder);
  const clock = new SystemClock();
  const { seed, reportMs, isAligned, identities: file } = options;
  const identities = file === undefined ? undefined : identitiesOf(file);
  const identitySeedOfId = (id: string): Uint8Array | undefined => {
    const identity = identities?.get(id);
    return identity && identitySeedOf(identity, seed, file ?? '');
  };
  const links = linksOf(options, clock);
  const units = unitsOfShard(options, identities, links.dialerOf);
  const ledger = ledgerOf(options, flash, clock, events);
  const damaged = new Map<string, unknown>();
  const host = new Host({
    units,
    seed,
    token: options.token,
    clock,
    applicationClock: options.speed === 1 ? clock : new SystemClock({ speed: options.speed }),
    log,
    rampMs: options.rampMs,
    bootFloor: options.bootFloor,
    flash,
    contentOf: (digest) => folder.contents.read(digest),
    onDamagedFirmware: (id, error) => damaged.set(id, error),
    collectAfterRamp: true,
    onHighestBoot: (boot) => events.onHighestBoot(boot),
    ledger,
    ...(options.root === undefined ? {} : { root: options.root }),
    ...(identities === undefined ? {} : { identitySeedOf: identitySeedOfId }),
    ...(reportMs === undefined ? {} : { report: { everyMs: reportMs, isAligned } }),
    ...(options.churnPercent === 0 ? {} : { churn: { percentPerMinute: options.churnPercent, name: options.ids[0] ?? '' } }),
  });
  const damages = damagesOf(folder, options.flashFiles, damaged);
  const [first] = damages;
  if (first !== undefined && !options.skipsDamaged) throw first;
  return { host, restored: flash.size, damages, desk: new ShardDesk(host.devices, links.faults, modelsOf(units)), ledger };
}

/** @throws E2131 */
function ledgerOf(
  { ledger }: ShardOptions,
  flash: ReadonlyMap<string, DeviceFlash>,
  clock: Clock,
  events: ShardEvents,
): LedgerWriter | undefined {
  if (ledger === undefined) return undefined;
  const writer = new LedgerWriter(ledger.file, ledger.run, clock, (error) => events.onLedgerFailed(error));
  for (const [id, { frames }] of flash) writer.restore(id, frames);
  return writer;
}

/** What the devices of a shard had kept, by id. */
function flashOf(options: ShardOptions, folder: PopulationFolder): Map<string, DeviceFlash> {
  const ids = new Set(options.ids);
  const flash = new Map<string, DeviceFlash>();
  const onDamage = options.skipsDamaged ? () => undefined : undefined;
  for (const kept of folder.readFlash(options.flashFiles, onDamage)) {
    if (!ids.has(kept.id) && !ids.has(gatewayIdOf(kept.id) ?? '')) continue;
    flash.set(kept.id, withBootFloor(kept, options.raisesAll ? options.bootFloor : 0).flash);
  }
  return flash;
}

function unitsOfShard(options: ShardOptions, identities: Identities | undefined, dialerOf: DialerOf): HostUnit[] {
  const { seed, firstIndex, recording } = options;
  const assignment = options.profile === '' ? undefined : new MixAssignment(parseMix(options.profile, '--profile'), seed, 'profile');
  const kinds = new Map<string, Pick<HostUnit, 'kind' | 'subDevices'>>();
  const kindsOf = (name: string): Pick<HostUnit, 'kind' | 'subDevices'> => {
    const known = kinds.get(name);
    if (known !== undefined) return known;
    const kind = kindOf(findProfile(name));
    const loaded = { kind, subDevices: subDeviceKindsOf(name, kind, (other) => kindOf(findProfile(other))) };
    kinds.set(name, loaded);
    return loaded;
  };
  const replayOf = recording === undefined ? () => undefined : replaysOf(options.population, recording, findProfile(options.profile));
  return options.ids.map((id, offset) => {
    const index = firstIndex + offset;
    const unit = kindsOf(assignment?.of(index) ?? identities?.get(id)?.profile ?? '');
    const replay = replayOf(id);
    return { ...unit, id, index, dialer: dialerOf(id, index, unit.kind.profile), ...(replay === undefined ? {} : { replay }) };
  });
}

/** The signal models of the devices, each once. */
function modelsOf(units: readonly HostUnit[]): Set<SignalModel> {
  return new Set(units.flatMap((unit) => [unit.kind.model, ...(unit.subDevices ?? []).map(({ kind }) => kind.model)]));
}

/** Identities of a file by their id. */
type Identities = ReadonlyMap<string, FileIdentity>;

function identitiesOf(file: string): Identities {
  return new Map(readIdentities(readGiven(file, '--identities'), file).map((identity) => [identity.id, identity]));
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
  return openReplay(file, readGiven(map, '--map', maximumYamlBytes), map, profile);
}
