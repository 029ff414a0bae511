import type { BlobStore, History, Journal, Keyring, Manager, ManagerStatus, SocketCounts, Store } from '#fleet/domain/index.js';
import { compileSelector } from '#fleet/expr/index.js';
import { createGateway } from '#fleet/gateway/index.js';
import { createMonitor } from '#fleet/monitor/index.js';
import { createOta, type Ota, type OtaParts } from '#fleet/ota/index.js';
import { createRegistry, type Registry } from '#fleet/registry/index.js';
import { createJournal } from '#fleet/store/index.js';
import { buildDelta, buildDeltaApart } from '#proto/image/index.js';
import type { Clock, Log, Random, TaskTracker } from '#proto/kit/index.js';
import type { LinkHandler } from '#proto/link/index.js';
import { liveStateOf } from './live-state.ts';
import type { ManagerLimits } from './manager-limits.ts';
import { reasonsAgainst } from './readiness.ts';
import { type HookOptions, wireHooks } from './wire-hooks.ts';
import { wireRollouts } from './wire-rollouts.ts';

/** What a manager is made of: drivers, and the sources of time and chance. */
export interface ManagerParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly history: History;
  /** Private keys for trust: of the data folder, or in memory. */
  readonly keyring: Keyring;
  /** Files of images and deltas. */
  readonly blobs: BlobStore;
  readonly random: Random;
  /** Nonces and secrets. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly limits: ManagerLimits;
  readonly hooks: HookOptions;
  /** What was refused before it became a link; left out where there are no sockets. */
  readonly sockets?: () => SocketCounts;
  /** Lets others have their turn between two slices of something long; left out where time is virtual. */
  readonly yieldTurn?: () => Promise<void>;
  /** Facts of the process for status(): the composition that owns sockets and disk gives them. */
  readonly facts: () => Pick<
    ManagerStatus,
    'version' | 'startedAtMs' | 'eventLoopDelayMs' | 'dataFolder' | 'freeDiskBytes' | 'certificate'
  >;
}

/** A manager without sockets: real ones and simulated ones are the same from here inward. */
export interface AssembledManager {
  readonly manager: Manager;
  /** The fleet's side of every device link. */
  readonly handler: LinkHandler;
  /** Reads the state back; links may come afterwards. */
  start(): Promise<void>;
  /** Makes the first admin token when there is none, and resolves with its secret: call it last, when nothing can fail any more. */
  bootstrapAdmin(): Promise<string | undefined>;
  /** Says goodbye to devices, writes what waits, leaves store and history to their owner. */
  stop(): Promise<void>;
}

/** Wires the areas by their ports. */
export function assembleManager(parts: ManagerParts): AssembledManager {
  const { clock, store, history, log, tasks, limits, random, randomBytes } = parts;
  const journal = journalOf(parts);
  const shared = { store, journal, clock, log, tasks };
  const registry = createRegistry({
    ...shared,
    random,
    randomBytes,
    compileSelector,
    connections: () => gateway.connections,
    updates: () => ota.updates,
    onDeviceGone: (deviceId, why) => ota.deviceGone(deviceId, why),
    openAlarmsOf: (deviceKey) => monitor.service.openAlarmsOf(deviceKey),
    closeAlarmsOf: (deviceKey, deviceId, by) => monitor.closeAlarmsOf(deviceKey, deviceId, by),
    restartDevice: (deviceKey) => monitor.acquisition.restart(deviceKey),
    onDeviceDefined: (key, id, digest) => history.defineDevice(key, id, digest),
    onProfile: (digest, profile) => history.defineProfile(digest, profile.name, profile.signals),
    limits,
  });
  const monitor = createMonitor({
    ...shared,
    history,
    profileOf: (digest) => registry.directory.profileOf(digest),
    deviceOf: (deviceKey) => registry.directory.byKey(deviceKey),
    onEvent: (event) => registry.noteEvent(event),
    freeDiskBytes: () => parts.facts().freeDiskBytes,
    limits: { ...limits, rules: limits.alarmRules },
  });
  const ota = wireOta(parts, shared, registry, {
    connections: () => gateway.connections,
    alarms: () => monitor.ownAlarms,
    rolloutBytesPerSecond: (rollout) => rollouts.bytesPerSecondOf(rollout),
    whyUntold: (attempt) => rollouts.whyUntold(attempt),
  });
  const gateway = createGateway({
    clock,
    directory: registry.directory,
    acquisition: monitor.acquisition,
    updates: ota.desk,
    journal,
    log,
    random,
    randomBytes,
    tasks,
    limits,
    ...(parts.yieldTurn === undefined ? {} : { yieldTurn: parts.yieldTurn }),
  });
  const hooks = wireHooks(parts, { journal, devices: registry.services.devices, monitor });
  const rollouts = wireRollouts(parts, { journal, registry, ota, monitor });
  history.showLive(liveStateOf(registry.services.devices, monitor.service));
  const ready = { value: false };
  return {
    manager: managerOf(parts, { registry, monitor, ota, rollouts, hooks, gateway, journal }, ready),
    handler: gateway.handler,
    start: async () => {
      for (const area of [journal, registry, monitor, ota, rollouts, hooks]) await area.start();
      ready.value = true;
    },
    bootstrapAdmin: async () => (await registry.bootstrapAdmin())?.secret,
    stop: async () => {
      ready.value = false;
      await gateway.stop('the manager stops');
      for (const area of [rollouts, ota, monitor, registry, hooks]) await area.stop();
      await journal.close();
    },
  };
}

/** The parts that a manager's ports are taken from. */
interface Areas {
  readonly registry: ReturnType<typeof createRegistry>;
  readonly monitor: ReturnType<typeof createMonitor>;
  readonly ota: ReturnType<typeof createOta>;
  readonly rollouts: ReturnType<typeof wireRollouts>;
  readonly hooks: ReturnType<typeof wireHooks>;
  readonly gateway: ReturnType<typeof createGateway>;
  readonly journal: Journal;
}

/** The manager by its ports. */
function managerOf(parts: ManagerParts, areas: Areas, ready: { readonly value: boolean }): Manager {
  const { registry, monitor, ota, rollouts, hooks, gateway, journal } = areas;
  return {
    ...registry.services,
    releases: ota.releases,
    uploads: ota.uploads,
    trust: ota.trust,
    updates: ota.updates,
    monitor: monitor.service,
    hooks: hooks.service,
    rollouts: rollouts.service,
    connections: gateway.connections,
    frames: gateway.frames,
    journal,
    history: parts.history,
    ...(parts.sockets === undefined ? {} : { sockets: parts.sockets }),
    status: () => statusOf(parts, ready.value),
  };
}

function wireOta(
  { blobs, keyring, random, randomBytes, limits, yieldTurn }: ManagerParts,
  shared: Pick<OtaParts, 'store' | 'journal' | 'clock' | 'log' | 'tasks'>,
  { directory, services: { devices, groups } }: Registry,
  late: Pick<OtaParts, 'connections' | 'alarms' | 'rolloutBytesPerSecond' | 'whyUntold'>,
): Ota {
  return createOta({
    ...shared,
    ...late,
    blobs,
    keyring,
    random,
    randomBytes,
    limits,
    terms: limits,
    // In virtual time nothing goes on beside it: it is done within the call.
    buildDelta: yieldTurn === undefined ? async (base, target) => buildDelta(base, target) : buildDeltaApart,
    devices,
    groups,
    deviceOf: (deviceKey) => directory.byKey(deviceKey),
    confirmImage: (deviceKey) => directory.noteConfirmed(deviceKey),
    recallBoot: (deviceKey, known) => directory.noteBoot(deviceKey, known),
  });
}

function journalOf({ store, clock, log, tasks, limits }: ManagerParts): ReturnType<typeof createJournal> {
  const { timelineEntries: timelineKeep, journalQueue: queue } = limits;
  return createJournal({ store, clock, log, tracker: tasks, limits: { timelineKeep, queue } });
}

function statusOf({ clock, store, history, facts }: ManagerParts, isStarted: boolean): ManagerStatus {
  const reasons = reasonsAgainst({ isStarted, stateProblem: store.problem(), history: history.health() });
  return { ...facts(), nowMs: clock.wallMs(), ready: reasons.length === 0, reasons };
}
