/** Attempts and transfers on virtual time with a memory store and units that say what a test wants: for tests that look at every frame. */
import type { Actor, AttemptRecord, DeviceView, PieceDemand, UpdateFact, UpdateFrame, UpdateOrder } from '#fleet/domain/index.js';
import { createUpdates, defaultUpdateLimits } from '#fleet/ota/index.js';
import { createJournal, createMemoryStore, type JournalService, type MemoryStore } from '#fleet/store/index.js';
import { absentCauses, pieces } from '#proto/frame/index.js';
import { createRandom, errorsOf, MemoryLog, TaskTracker, VirtualClock } from '#proto/kit/index.js';

type Updates = ReturnType<typeof createUpdates>;
type Context = Parameters<typeof createUpdates>[0];
type Release = NonNullable<ReturnType<Context['sources']['release']>>;
type BodyOf<Type extends UpdateFrame['type']> = Extract<UpdateFrame, { type: Type }>['body'];

const fail = errorsOf({ E1603: { title: 'no room', why: 'a test says so', next: 'nothing', exit: 1, status: 507 } });

/** Digests of the image that runs, of the target, and of neither. */
export const digests = { old: '0d'.repeat(32), target: '7a'.repeat(32), other: 'ee'.repeat(32) } as const;
export const operator: Actor = { name: 'olga', role: 'operator', reason: 'test' };
export const order: UpdateOrder = { release: 'thermostat@1.1.0', delta: 'prefer' };
/** Parts of the content: three whole ones and a rest. */
const contentBytes = 3 * 32_768 + 100;

/** One unit as the fleet sees it. */
export class RigUnit {
  readonly id: string;
  readonly key: number;
  view: DeviceView;
  isConnected = false;
  queuedBytes = 0;
  /** What it was sent. */
  readonly frames: UpdateFrame[] = [];
  readonly #rig: UpdateRig;
  #sequence = 0;

  constructor(rig: UpdateRig, id: string, key: number) {
    this.#rig = rig;
    this.id = id;
    this.key = key;
    this.view = { ...blankView, id, key };
  }

  /** Says Hello in a boot; the image is the old one, confirmed, when nothing else is said. */
  async connect(
    boot = this.view.boot,
    hello: Partial<Pick<DeviceView, 'imageDigest' | 'imageConfirmed' | 'resetReason'>> = {},
  ): Promise<void> {
    const image = { imageDigest: digests.old, imageConfirmed: true, resetReason: 'power-on', ...hello };
    this.view = { ...this.view, ...image, boot, presence: 'online' };
    this.isConnected = true;
    this.#rig.updates.desk.opened(this.view);
    await this.#rig.settle();
  }

  /** Its link breaks. */
  drop(presence: DeviceView['presence'] = 'offline'): void {
    this.isConnected = false;
    this.view = { ...this.view, presence };
    this.#rig.updates.desk.closed(this.key);
  }

  /** Reports; the sequence grows by itself. */
  async report(state: UpdateFact['state'], changes: Partial<UpdateFact> = {}): Promise<void> {
    this.#rig.updates.desk.report(this.key, this.fact(state, changes));
    await this.#rig.pass(250);
  }

  /** What it would report next. */
  fact(state: UpdateFact['state'], changes: Partial<UpdateFact> = {}): UpdateFact {
    const { boot, imageDigest, imageConfirmed } = this.view;
    this.#sequence = changes.sequence ?? this.#sequence + 1;
    return {
      attemptId: this.offers.at(-1)?.attemptId ?? '',
      sequence: this.#sequence,
      state,
      cause: undefined,
      message: '',
      timeMs: 0,
      storedBytes: 0,
      receivedBytes: 0,
      takesDelta: false,
      boot,
      runningDigest: imageDigest,
      isConfirmed: imageConfirmed,
      securityCounter: 2,
      trustedTimeMs: 0,
      rootVersion: 1,
      timestampVersion: 1,
      snapshotVersion: 1,
      targetsVersion: 1,
      ...changes,
    };
  }

  /** Asks for parts. */
  async ask(piece: PieceDemand['piece'], offset = 0, credit = 16, changes: Partial<PieceDemand> = {}): Promise<void> {
    const demand = { attemptId: this.offers.at(-1)?.attemptId ?? '', piece, version: 0, offset, credit, ...changes };
    this.#rig.updates.desk.demand(this.key, demand);
    await this.#rig.settle();
  }

  all<Type extends UpdateFrame['type']>(type: Type): BodyOf<Type>[] {
    return this.frames.flatMap((frame) => (frame.type === type ? [frame.body as BodyOf<Type>] : []));
  }
  get offers() {
    return this.all('updateOffer');
  }
  get cancels() {
    return this.all('updateCancel');
  }
  /** Offsets of parts that came, with the piece. */
  get parts(): string[] {
    return this.all('piecePart').map(({ piece, offset }) => `${pieces.nameOf(piece)} ${offset}`);
  }
  /** Causes of what did not come. */
  get absent(): (string | undefined)[] {
    return this.all('pieceAbsent').map(({ cause }) => absentCauses.nameOf(cause));
  }
  get acknowledged(): (number | null | undefined)[] {
    return this.all('updateReportAcknowledge').map(({ sequence }) => sequence);
  }
}

/** What a test may set. */
export interface RigOptions {
  readonly limits?: Partial<typeof defaultUpdateLimits>;
  /** Reads of pieces wait for the disk. */
  readonly isSlowDisk?: boolean;
  readonly budgets?: readonly { readonly name: string; readonly updateBytesPerSecond: number }[];
  /** Bytes a second of rollouts, by their names. */
  readonly rolloutBudgets?: Readonly<Record<string, number>>;
  /** Whether a device is in a group. */
  readonly isMember?: (deviceId: string, group: string) => boolean;
}

/** Attempts, transfers, and units. */
export class UpdateRig {
  readonly clock = new VirtualClock(1_767_225_600_000);
  readonly units = new Map<number, RigUnit>();
  readonly log = new MemoryLog();
  readonly confirmed: number[] = [];
  /** Deltas that were asked for. */
  readonly wanted: string[] = [];
  /** Deltas that units said to be no good. */
  readonly doubted: string[] = [];
  readonly releases = new Map<string, Release>([['thermostat@1.1.0', release]]);
  store: MemoryStore = createMemoryStore();
  /** What rollouts say of units that have not answered: why they are not to be told. */
  whyUntold: (attempt: AttemptRecord) => string = () => '';
  /** Nothing can be stored. */
  isDiskFull = false;
  tasks = new TaskTracker();
  journal!: JournalService;
  updates!: Updates;
  readonly #options: RigOptions;
  #starts = 0;

  private constructor(options: RigOptions) {
    this.#options = options;
  }

  static async start(options: RigOptions = {}): Promise<UpdateRig> {
    const rig = new UpdateRig(options);
    await rig.restart();
    return rig;
  }

  /** A manager on what the store holds. */
  async restart(): Promise<void> {
    const { clock, log } = this;
    this.#starts += 1;
    this.tasks = new TaskTracker();
    this.journal = createJournal({ store: this.store, clock, log, limits: { timelineKeep: 10_000 } });
    await this.journal.start();
    const random = createRandom('rig', `start ${this.#starts}`, 'test');
    const unit = (key: number) => this.units.get(key);
    const { limits, budgets = [], rolloutBudgets = {}, isMember } = this.#options;
    const start = this.#starts;
    const { store } = this;
    this.updates = createUpdates({
      store: {
        get: (kind, id) => store.get(kind, id),
        list: (kind) => store.list(kind),
        readLog: (log, query) => store.readLog(log, query),
        problem: () => store.problem(),
        close: () => store.close(),
        apply: async (batch) => {
          if (this.isDiskFull) throw fail('E1603', { message: 'the disk is full' });
          return store.apply(batch);
        },
      },
      journal: this.journal,
      clock,
      log,
      tasks: this.tasks,
      random,
      randomBytes: (length) => random.bytes(length),
      limits: { ...defaultUpdateLimits, ...limits },
      sources: this.#sources(),
      connections: () => ({
        isConnected: (key) => unit(key)?.isConnected === true,
        queuedBytes: (key) => unit(key)?.queuedBytes ?? 0,
        sendUpdate: (key, frame) => {
          // What a manager that died still does reaches nobody.
          if (unit(key)?.isConnected !== true || start !== this.#starts) return false;
          unit(key)?.frames.push(frame);
          return true;
        },
      }),
      devices: () => ({
        get: (id) => this.unit(id)?.view,
        similarTo: () => undefined,
        matches: (id, selector) => isMember?.(id, selector.replace('group=', '')) ?? false,
      }),
      groups: () => ({ budgets: () => budgets }),
      rolloutBytesPerSecond: (rollout) => rolloutBudgets[rollout] ?? 0,
      whyUntold: (attempt) => this.whyUntold(attempt),
      deviceOf: (key) => unit(key)?.view,
      confirmImage: (key) => this.confirmed.push(key),
      recallBoot: () => undefined,
    });
    await this.updates.start();
  }

  /** kill -9: what was not stored is gone, all links break. */
  async crash(): Promise<void> {
    this.store = this.store.crash();
    for (const unit of this.units.values()) unit.isConnected = false;
    await this.restart();
  }

  /** A new unit, which is not connected. */
  add(id = 'engine-1'): RigUnit {
    const unit = new RigUnit(this, id, this.units.size + 1);
    this.units.set(unit.key, unit);
    return unit;
  }

  unit(id: string): RigUnit | undefined {
    return [...this.units.values()].find((one) => one.id === id);
  }

  /** Orders the update of a unit. */
  async order(unit: RigUnit, changes: Partial<UpdateOrder> = {}): Promise<AttemptRecord> {
    const record = await this.updates.service.order(unit.id, { ...order, ...changes }, '', operator);
    await this.settle();
    return record;
  }

  /** The attempt as it stands. */
  attempt(id: string): AttemptRecord {
    return this.updates.service.get(id);
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 30 || (this.tasks.size > 0 && turn < 1_000); turn += 1) await Promise.resolve();
  }

  async pass(spanMs: number): Promise<void> {
    const toMs = this.clock.nowMs() + spanMs;
    while (this.clock.step(toMs)) await this.settle();
    this.clock.advanceTo(toMs);
    await this.settle();
  }

  /** Kinds of the timeline, oldest first. */
  async timeline(): Promise<string[]> {
    return (await this.journal.readTimeline({ limit: 10_000 })).map(({ kind }) => kind);
  }

  #sources(): Context['sources'] {
    const { isSlowDisk = false } = this.#options;
    const of = (bytes: Uint8Array) => ({
      totalBytes: bytes.length,
      peek: (offset: number, length: number) => (isSlowDisk ? undefined : bytes.subarray(offset, offset + length)),
      read: async (offset: number, length: number) => {
        if (isSlowDisk) await new Promise<void>((resolve) => this.clock.setTimeout(resolve, 10));
        return bytes.subarray(offset, offset + length);
      },
    });
    const content = Uint8Array.from({ length: contentBytes }, (_, index) => index % 251);
    return {
      release: (id) => this.releases.get(id),
      piece: (_, piece, delta) => {
        if (piece === 'delta') return of(content.subarray(0, delta?.bytes ?? 0));
        return of(piece === 'header' ? content.subarray(0, release.headerBytes) : content);
      },
      wantDelta: (releaseId, baseDigest) => {
        this.wanted.push(`${releaseId} ${baseDigest}`);
        return { isComing: true, why: 'it is being built' };
      },
      doubtDelta: (releaseId, { digest }) => {
        this.doubted.push(`${releaseId} ${digest}`);
      },
      metadata: (role, version) => (version > 1 ? undefined : { version: 1, bytes: Buffer.from(role) }),
      assign: (assignment) => Buffer.from(JSON.stringify(assignment)),
    };
  }
}

export const release: Release = {
  id: 'thermostat@1.1.0',
  state: 'published',
  version: '1.1.0',
  digest: digests.target,
  headerBytes: 300,
  contentBytes,
  profiles: ['thermostat'],
  hardwareRevisions: [],
  minimumVersion: '',
  deltas: [],
};

const blankView: DeviceView = {
  id: '',
  key: 0,
  publicKey: '',
  keySinceMs: 0,
  keyUsedAtMs: 0,
  previousPublicKey: '',
  previousKeyUntilMs: 0,
  profile: 'thermostat',
  profileDigest: '',
  hardwareRevision: 'B',
  status: 'active',
  labels: {},
  tokenId: '',
  gatewayId: '',
  enrolledAtMs: 0,
  boot: 4,
  connection: 1,
  firmwareVersion: '1.0.0',
  imageDigest: digests.old,
  imageConfirmed: true,
  resetReason: 'power-on',
  lastConnectedAtMs: 0,
  lastSeenAtMs: 0,
  droppedFrames: 0,
  batteryPercent: 100,
  reportedConfigurationVersion: 0,
  presence: 'offline',
  openAlarms: 0,
  clockSkewMs: undefined,
  desiredConfigurationVersion: 0,
  drift: false,
  configurationError: '',
};
