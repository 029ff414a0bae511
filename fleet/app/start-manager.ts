import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiOptions, createApi } from '#fleet/api/index.js';
import type { History, Manager, Store } from '#fleet/domain/index.js';
import { openDuckdbHistory, openFolderBlobs, openSqliteStore } from '#fleet/store/index.js';
import {
  createRandom,
  type Log,
  messageOf,
  openFileLimit,
  SystemClock,
  systemRandomBytes,
  systemSeed,
  TaskTracker,
} from '#proto/kit/index.js';
import { closeCodes, createWebSocketAcceptor } from '#proto/link/index.js';
import { fail } from './app-errors.ts';
import { assembleManager, type ManagerParts } from './assemble.ts';
import { CertificateKeeper } from './certificate-keeper.ts';
import type { ManagerConfig } from './config.ts';
import { EventLoopDelay } from './event-loop-delay.ts';
import { createFetchSender } from './fetch-sender.ts';
import { retentionOf } from './history-settings.ts';
import { openKeyFolder } from './key-folder.ts';
import { type Listener, listen, parseAddress } from './listen.ts';
import { createPinoLog } from './pino-log.ts';
import { ProxyTrust } from './proxy-trust.ts';
import { SocketGuard } from './socket-guard.ts';
import { version } from './version.ts';

/** Of the state's record that history was made. */
const historyKey = 'history';

/** A manager that serves. */
export interface RunningManager {
  readonly manager: Manager;
  /** One an address, in the order of the configuration. */
  readonly urls: readonly string[];
  readonly deviceUrls: readonly string[];
  /** Secret of the first admin token, when this start made it. Shown once. */
  readonly adminSecret: string | undefined;
  /** Device sockets that fit. */
  readonly maximumLinks: number;
  /**
   * Reads certificate and key again and shows them to new clients; open connections stay. What cannot be served is logged, and the old one stays.
   * Nothing happens where no TLS is served.
   */
  reloadCertificate(): void;
  /** Takes its leave of devices, writes what waits, closes all. */
  stop(): Promise<void>;
}

/**
 * Starts a manager on real sockets, disk and time.
 * @throws E16xx for its data, E2301 to E2304 for addresses, folder and file limit; nothing stays open then
 */
export async function startManager(config: ManagerConfig, log: Log = createPinoLog(config.logLevel)): Promise<RunningManager> {
  const maximumLinks = linksThatFit(config);
  for (const address of config.listen) parseAddress(address);
  const trust = new ProxyTrust(config.trustProxy ?? []);
  const clock = new SystemClock();
  const keeper = new CertificateKeeper(config.tls, clock, log);
  makeFolder(config.dataFolder);
  const undo: (() => Promise<void>)[] = [];
  try {
    const store = await openSqliteStore({ folder: config.dataFolder, clock, log, yieldTurn });
    undo.push(() => store.close());
    const history = await openHistory(config, store, clock, log);
    undo.push(() => history.close());
    const blobs = openFolderBlobs({ folder: join(config.dataFolder, 'files'), cacheBytes: config.limits.fileCacheBytes });
    undo.push(() => blobs.close());
    const delay = new EventLoopDelay();
    undo.push(async () => delay.stop());
    const startedAtMs = clock.wallMs();
    const assembled = assembleManager({
      clock,
      store,
      history,
      keyring: openKeyFolder(join(config.dataFolder, 'keys')),
      blobs,
      random: createRandom(systemSeed(), config.name, 'manager'),
      randomBytes: systemRandomBytes,
      log,
      tasks: new TaskTracker(),
      ...settingsOf(config),
      yieldTurn,
      sockets: () => ({ ...guard.counters, ...acceptor.counters }),
      facts: () => ({
        version,
        startedAtMs,
        eventLoopDelayMs: delay.longestMs,
        dataFolder: config.dataFolder,
        freeDiskBytes: freeBytes(config.dataFolder),
        ...keeper.facts(),
      }),
    });
    const acceptor = createWebSocketAcceptor({ handler: assembled.handler, maximumLinks, remoteOf: trust.remoteOf.bind(trust) });
    // Half of the reserve is for sockets that are no devices, the other half for the databases.
    const { answerWithinMs, reservedFiles } = config.limits;
    const guard = new SocketGuard(() => maximumLinks - acceptor.linkCount + Math.floor(reservedFiles / 2), answerWithinMs);
    const { listeners, closings } = listenersToClose(undo);
    undo.push(() => acceptor.close(closeCodes.goingAway, 'the manager stops'));
    await assembled.start();
    // Before the acceptor: devices hear from the gateway why, and when to come back.
    undo.push(() => assembled.stop());
    const api = await createApi({ manager: assembled.manager, log, version, ...apiOptions(config, trust) });
    undo.push(() => api.close());
    for (const address of config.listen) {
      const listener = await listen(address, {
        onRequest: api.handleRequest,
        onUpgrade: (request, socket, head) => acceptor.handleUpgrade(request, socket, head),
        guard,
        answerWithinMs,
        certificate: keeper.current,
      });
      listeners.push(listener);
      // Only stops listening: the server is closed when its last device has gone, and devices are told later.
      undo.push(async () => void closings.push(closed(listener)));
    }
    // Its secret is shown this once: it is made when the manager stands, or a used port would take it along.
    const adminSecret = await assembled.bootstrapAdmin();
    return {
      manager: assembled.manager,
      urls: listeners.map(({ url }) => url),
      deviceUrls: listeners.map(({ deviceUrl }) => deviceUrl),
      adminSecret,
      maximumLinks,
      reloadCertificate: () => keeper.reload(listeners),
      stop: () => unwind(undo),
    };
  } catch (error) {
    await unwind(undo);
    throw error;
  }
}

/** What the configuration gives to the parts of a manager. */
function settingsOf(config: ManagerConfig): Pick<ManagerParts, 'limits' | 'hooks'> {
  const { limits, hooks } = config;
  return { limits, hooks: { sender: createFetchSender(), settings: hooks, externalUrl: externalUrlOf(config) } };
}

/** Where people find the manager, as far as its configuration says. */
function externalUrlOf({ hooks, listen: [first = ''], tls }: ManagerConfig): string {
  return (hooks.externalUrl ?? `${tls === undefined ? 'http' : 'https'}://${first}`).replace(/\/+$/, '');
}

/** Lists of what listens and of what is closing, which are seen to at the end. */
function listenersToClose(undo: (() => Promise<void>)[]): { readonly listeners: Listener[]; readonly closings: Promise<void>[] } {
  const listeners: Listener[] = [];
  const closings: Promise<void>[] = [];
  undo.push(async () => {
    for (const { server } of listeners) server.closeAllConnections();
    await Promise.all(closings);
  });
  return { listeners, closings };
}

/** Opens history. Once it was there it must not be missing: a new one in its place would hide that all readings are gone. */
async function openHistory(config: ManagerConfig, store: Store, clock: SystemClock, log: Log): Promise<History> {
  const isKnown = (await store.get('meta', historyKey)) !== undefined;
  const { memoryLimitMb, threads, startEmpty } = config.history;
  const history = await openDuckdbHistory({
    folder: join(config.dataFolder, 'history'),
    clock,
    log,
    memoryLimitMb,
    threads,
    retention: retentionOf(config.history),
    stagingRows: config.limits.stagedReadings,
    yieldTurn,
    missing: isKnown && !startEmpty ? 'refuse' : 'make',
  });
  if (!isKnown) await store.apply([{ type: 'put', kind: 'meta', id: historyKey, value: { value: 'made' } }]);
  return history;
}

function apiOptions(config: ManagerConfig, trust: ProxyTrust): Pick<ApiOptions, 'limits' | 'hostnames' | 'isTrustedProxy'> {
  const { hostnames, ...limits } = config.api;
  return { limits, isTrustedProxy: (address) => trust.isTrusted(address), ...(hostnames === undefined ? {} : { hostnames }) };
}

/** Lets sockets have their turn between two slices of a long write. */
const yieldTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Closes in the reverse order of opening, each once. */
async function unwind(undo: (() => Promise<void>)[]): Promise<void> {
  for (let close = undo.pop(); close !== undefined; close = undo.pop()) await close();
}

/** Stops listening; resolves when the last socket is closed, devices' included. */
function closed({ server }: Listener): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function linksThatFit(config: ManagerConfig): number {
  const files = openFileLimit();
  const fit = files - config.limits.reservedFiles;
  if (fit < 1) {
    throw fail('E2304', { message: `${files} files may be open, and ${config.limits.reservedFiles} are reserved: no device fits` });
  }
  if (config.limits.links > fit) {
    throw fail('E2304', { message: `limits.links is ${config.limits.links}, but of ${files} open files only ${fit} are left for devices` });
  }
  return config.limits.links === 0 ? fit : config.limits.links;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fail('E2303', { message: `can't make the data folder ${folder}: ${messageOf(error)}`, cause: error });
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
