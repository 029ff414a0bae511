/**
 * Orders of operators, offers to units, and what units report of them. What a unit is told was stored before, and what it reports is acknowledged
 * when it is stored: so a manager that was killed goes on with the same attempts.
 */
import type {
  Actor,
  AttemptRecord,
  DeviceRecord,
  DeviceView,
  HelloFacts,
  UpdateFact,
  UpdateOrder,
  UpdateService,
} from '#fleet/domain/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import { AttemptBook } from './attempt-book.ts';
import type { AttemptEvent } from './attempt-event.ts';
import { deadlinesOf, isOver, isSameImage, judgeDeadline, judgeHello, judgeReport, limitOf } from './attempt-logic.ts';
import { stepAttempt } from './attempt-machine.ts';
import { noteAttempt } from './attempt-notes.ts';
import { checkOrderFields, newAttempt } from './attempt-order.ts';
import { isTaken, withLateReport, withReport } from './attempt-report.ts';
import { chooseOffer } from './delta-choice.ts';
import { checkUpdateOrder } from './order-check.ts';
import { PacedWork } from './paced-work.ts';
import type { UpdateContext } from './update-context.ts';
import { failUpdate } from './update-errors.ts';
import type { UpdateRelease } from './update-sources.ts';

/** A deadline that falls into a planned sleep waits on, ms. */
const sleepLookMs = 60_000;
/** Offers that one turn of the process signs. */
const offersPerTurn = 64;
const zeroDigest = '0'.repeat(64);

/** Counters of the desk. */
export interface OfferCounters {
  readonly ended: Record<string, number>;
  reports: number;
  duplicateReports: number;
  strayReports: number;
  lies: number;
}

/** Attempts: from the order to the end. */
export class OfferDesk implements Omit<UpdateService, 'counters'> {
  readonly counters: OfferCounters = { ended: {}, reports: 0, duplicateReports: 0, strayReports: 0, lies: 0 };
  readonly #context: UpdateContext;
  readonly #book: AttemptBook;
  /** Attempts whose first offer is being stored. */
  readonly #offering = new Set<string>();
  readonly #offers: PacedWork;
  readonly #onMoved: (record: AttemptRecord) => void;
  /** Orders with an identifier of their own that are being stored. */
  readonly #ordering = new Map<string, Promise<AttemptRecord>>();
  readonly #listeners = new Set<(record: AttemptRecord) => void>();

  /** @param onMoved an attempt is in another state: its transfer may end */
  constructor(context: UpdateContext, onMoved: (record: AttemptRecord) => void) {
    this.#context = context;
    this.#onMoved = onMoved;
    this.#book = new AttemptBook(context, (record) => this.#expire(record));
    this.#offers = new PacedWork(context.clock, offersPerTurn);
  }

  async start(): Promise<void> {
    await this.#book.start();
    const { devices, recallBoot } = this.#context;
    const seen = new Set<string>();
    for (const record of this.#book.newest()) {
      if (record.hello === undefined || seen.has(record.deviceId)) continue;
      seen.add(record.deviceId);
      const device = devices().get(record.deviceId);
      if (device !== undefined) recallBoot(device.key, knownOf(record, record.hello));
    }
  }

  stop(): Promise<void> {
    return this.#book.stop();
  }

  /** Open attempts by state. */
  openByState(): Readonly<Record<string, number>> {
    return this.#book.openByState();
  }

  check(deviceId: string, order: UpdateOrder): 'change' | 'unchanged' {
    const device = this.#device(deviceId);
    const verdict = checkUpdateOrder(device, this.#context.sources, order);
    if (verdict === 'unchanged') return verdict;
    if (this.#book.isTaken(deviceId)) throw this.#busy(deviceId);
    return verdict;
  }

  async order(deviceId: string, order: UpdateOrder, operationId: string, by: Actor): Promise<AttemptRecord> {
    checkReason(by);
    checkOrderFields(order);
    const { attemptId } = order;
    if (attemptId === undefined) return this.#orderNew(deviceId, order, this.#randomId(), operationId, by);
    const known = this.#ordering.get(attemptId) ?? this.#book.get(attemptId);
    if (known !== undefined) return this.#sameDevice(deviceId, await known);
    const ordering = this.#orderNew(deviceId, order, attemptId, operationId, by);
    this.#ordering.set(attemptId, ordering);
    try {
      return await ordering;
    } finally {
      this.#ordering.delete(attemptId);
    }
  }

  async #orderNew(deviceId: string, order: UpdateOrder, id: string, operationId: string, by: Actor): Promise<AttemptRecord> {
    const { clock, journal, limits, sources, tasks } = this.#context;
    if (this.check(deviceId, order) === 'unchanged') {
      throw failUpdate('E2566', {
        message: `device ${deviceId} runs ${order.release} already, confirmed`,
        next: `fleet device get ${deviceId}`,
      });
    }
    const device = this.#device(deviceId);
    const release = sources.release(order.release) as UpdateRelease;
    const number = this.#book.nextNumber;
    const record = newAttempt({ id, number, device, release, order, operationId, by, nowMs: clock.wallMs(), limits });
    await this.#book.add(record);
    const operation = operationId === '' ? {} : { operation: operationId };
    const detail = { release: release.id, attempt: id, ...operation, ...(record.rollout === '' ? {} : { rollout: record.rollout }) };
    journal.audit({ actor: by.name, action: 'device.update', subject: `device:${deviceId}`, reason: by.reason, detail });
    noteAttempt(journal, record, `${by.name}: ${deviceId} is to run ${release.id}`);
    this.#tell(record);
    void tasks.run('ota.offer', () => this.#offerFirst(id));
    return record;
  }

  #sameDevice(deviceId: string, known: AttemptRecord): AttemptRecord {
    if (known.deviceId === deviceId) return known;
    throw failUpdate('E2571', { message: `attempt ${known.id} is of device ${known.deviceId}, not of ${deviceId.slice(0, 80)}` });
  }

  #randomId(): string {
    return Buffer.from(this.#context.randomBytes(8)).toString('hex');
  }

  subscribe(listener: (record: AttemptRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Tells the listeners how an attempt stands now. */
  #tell(record: AttemptRecord): void {
    if (this.#listeners.size === 0) return;
    const now = this.#book.get(record.id) ?? record;
    for (const listener of this.#listeners) listener(now);
  }

  get(id: string): AttemptRecord {
    const record = this.#book.get(id);
    if (record === undefined) throw failUpdate('E2568', { message: `there is no attempt ${id.slice(0, 80)}` });
    return record;
  }

  /** An attempt, or undefined. */
  find(id: string): AttemptRecord | undefined {
    return this.#book.get(id);
  }

  openOf(deviceId: string): AttemptRecord | undefined {
    return this.#book.openOf(deviceId);
  }

  list(filter: Parameters<UpdateService['list']>[0]): AttemptRecord[] {
    return this.#book.list(filter);
  }

  async cancel(id: string, by: Actor): Promise<AttemptRecord> {
    checkReason(by);
    const record = this.get(id);
    if (isOver(record.state)) throw failUpdate('E2569', { message: `attempt ${id} is ${record.state}` });
    const { clock, journal } = this.#context;
    const why = by.reason === '' ? '' : `: ${by.reason}`;
    const message = `taken back by ${by.name}${why}`.slice(0, 500);
    this.#step(record, { type: 'operator.cancelled', atMs: clock.wallMs(), message });
    const detail = { release: record.release, attempt: id, state: record.state };
    const subject = `device:${record.deviceId}`;
    journal.audit({ actor: by.name, action: 'device.update.cancel', subject, reason: by.reason, detail });
    await this.#book.flush();
    this.#tellCancel(this.get(id), message);
    return this.get(id);
  }

  securityCounterOf(deviceId: string): number | undefined {
    for (const { securityCounter } of this.#book.newest(deviceId)) {
      if (securityCounter >= 0) return securityCounter;
    }
    return undefined;
  }

  /** A release was yanked: nobody is offered it any more; who takes it now is told when it asks for the next part. */
  withdrawn(releaseId: string): void {
    for (const record of [...this.#book.newest()]) {
      if (record.release !== releaseId || isOver(record.state)) continue;
      const message = `release ${releaseId} was yanked`;
      const after = this.#step(record, { type: 'release.withdrawn', atMs: this.#context.clock.wallMs(), message });
      if (record.state !== 'queued' && isOver(after.state)) this.#tellCancel(after, message);
    }
  }

  /** A device was removed, revoked or retired: there is nobody to update. */
  gone(deviceId: string, why: string): void {
    const record = this.#book.openOf(deviceId);
    if (record !== undefined) this.#step(record, { type: 'device.gone', atMs: this.#context.clock.wallMs(), message: why });
  }

  /** A unit was welcomed: what it runs may prove its attempt; else it is offered, or told to stop. */
  opened(device: DeviceRecord): void {
    const record = this.#book.openOf(device.id);
    if (record === undefined) return;
    const hello = helloOf(device);
    const event = judgeHello(record, hello, this.#context.clock.wallMs());
    if (record.offeredInBoot > 0) this.#book.put({ ...record, hello });
    const known = this.get(record.id);
    const after = event === undefined ? known : this.#step(known, event);
    // Its first offer goes out once it is stored.
    if (isOver(after.state) || this.#offering.has(after.id)) return;
    if (after.state === 'queued') void this.#context.tasks.run('ota.offer', () => this.#offerFirst(after.id));
    else if (after.isCancelling) this.#tellCancel(after, 'taken back');
    else this.#offerAgain(after, device.key);
  }

  /** A unit says where it stands. */
  report(deviceKey: number, fact: UpdateFact): void {
    const device = this.#context.deviceOf(deviceKey);
    const record = this.#book.get(fact.attemptId);
    if (device === undefined) return;
    if (record === undefined || record.deviceId !== device.id || record.state === 'queued') return this.#takeStray(deviceKey, fact);
    if (isTaken(record, fact)) {
      this.counters.duplicateReports += 1;
      return this.#book.whenStored(() => this.#acknowledge(deviceKey, fact));
    }
    if (isOver(record.state)) {
      this.counters.strayReports += 1;
      this.#book.put(withLateReport(record, fact, this.#context.clock.wallMs()), () => this.#acknowledge(deviceKey, fact));
      if (isUnderWay(fact)) this.#sendCancel(deviceKey, fact.attemptId, `the attempt is ${record.state}`);
      this.#tell(record);
      return;
    }
    this.counters.reports += 1;
    const hello = helloOf(device);
    const { event, lie } = judgeReport(record, fact, hello, this.#context.clock.wallMs());
    if (lie !== '') this.counters.lies += 1;
    this.#book.put(withReport(record, fact, lie), () => this.#acknowledge(deviceKey, fact));
    if (event === undefined) return;
    const after = this.#step(this.get(record.id), event);
    if (after.state === 'updated' && !isSameImage(device, record.digest)) this.#context.confirmImage(deviceKey);
  }

  /** Counts bytes of parts that were sent in one transfer. */
  noteSent(id: string, bytes: number): void {
    const record = this.#book.get(id);
    if (record !== undefined) this.#book.put({ ...record, sentBytes: record.sentBytes + bytes });
  }

  /** An attempt that nobody knows, or that was never offered: nobody waits for the report, so the unit may forget it. */
  #takeStray(deviceKey: number, fact: UpdateFact): void {
    this.counters.strayReports += 1;
    this.#acknowledge(deviceKey, fact);
    if (isUnderWay(fact)) this.#sendCancel(deviceKey, fact.attemptId, 'the fleet knows of no such attempt of this unit');
  }

  #acknowledge(deviceKey: number, { attemptId, sequence }: UpdateFact): void {
    this.#context.connections().sendUpdate(deviceKey, { type: 'updateReportAcknowledge', body: { attemptId, sequence } });
  }

  #tellCancel({ deviceId, id }: AttemptRecord, message: string): void {
    const device = this.#context.devices().get(deviceId);
    if (device !== undefined) this.#sendCancel(device.key, id, message);
  }

  #sendCancel(deviceKey: number, attemptId: string, message: string): void {
    this.#context.connections().sendUpdate(deviceKey, { type: 'updateCancel', body: { attemptId, message } });
  }

  /** The first offer: what it says is stored before it is said. */
  async #offerFirst(id: string): Promise<void> {
    const record = this.#book.get(id);
    if (record?.state !== 'queued' || this.#offering.has(id)) return;
    const { clock, connections, devices, sources } = this.#context;
    const device = devices().get(record.deviceId);
    if (device === undefined || !connections().isConnected(device.key)) return;
    const atMs = clock.wallMs();
    const release = sources.release(record.release);
    if (release?.state !== 'published') {
      const message = `release ${record.release} is ${release?.state ?? 'gone'}`;
      return void this.#step(record, { type: 'release.withdrawn', atMs, message });
    }
    const isLacking = !release.deltas.some(({ baseDigest }) => baseDigest === device.imageDigest);
    // Nobody waits for it: it is there for those that come next.
    if (isLacking && record.deltaPolicy !== 'never') sources.wantDelta(release.id, device.imageDigest);
    const choice = chooseOffer(release, device.imageDigest, record.deltaPolicy);
    if (choice === undefined) {
      const message = `a delta was required, and there is none from ${device.imageDigest.slice(0, 12)}, which it runs now`;
      return void this.#step(record, { type: 'operator.cancelled', atMs, message });
    }
    const { delta, why } = choice;
    this.#offering.add(id);
    try {
      const event = { type: 'offer.sent', atMs, boot: device.boot, choice: why, ...(delta === undefined ? {} : { delta }) } as const;
      const offered = this.#step(record, event);
      await this.#book.flush();
      this.#offers.add([() => this.#offerStored(id, offered.state, device.key)]);
    } finally {
      this.#offering.delete(id);
    }
  }

  /** The first offer, when it is still to be made. */
  #offerStored(id: string, state: AttemptRecord['state'], deviceKey: number): void {
    const now = this.#book.get(id);
    if (now !== undefined && now.state === state && now.isCancelling === false) this.#offerAgain(now, deviceKey);
  }

  /** The same offer again, freshly signed. */
  #offerAgain(record: AttemptRecord, deviceKey: number): void {
    const { connections, log, sources } = this.#context;
    try {
      const assignment = sources.assign({
        deviceId: record.deviceId,
        attemptId: record.id,
        target: record.release.replace('@', '/'),
        ...(record.delta === undefined ? {} : { delta: record.delta }),
        fullAllowed: record.deltaPolicy !== 'require',
      });
      connections().sendUpdate(deviceKey, { type: 'updateOffer', body: { attemptId: record.id, assignment } });
    } catch (error) {
      if (!isSeatrialError(error)) throw error;
      // It stays offered: the next Welcome tries again, and the deadline ends it.
      log.error(`an update can't be offered: ${messageOf(error)}`, { code: error.code, device: record.deviceId, attempt: record.id });
    }
  }

  #expire(record: AttemptRecord): void {
    const { clock, devices, limits } = this.#context;
    const device = devices().get(record.deviceId);
    const nowMs = clock.wallMs();
    if (device?.presence === 'asleep' && record.state !== 'queued') {
      // Who sleeps as planned is not silent.
      return this.#book.put({ ...record, deadlineAtMs: nowMs + sleepLookMs });
    }
    const after = this.#step(record, judgeDeadline(record, limitOf(record.state, deadlinesOf(record, limits)), nowMs));
    if (device !== undefined && isOver(after.state)) this.#sendCancel(device.key, record.id, after.message);
  }

  /** Steps an attempt, keeps and tells what came of it. */
  #step(record: AttemptRecord, event: AttemptEvent): AttemptRecord {
    const after = stepAttempt(record, event, this.#context.limits);
    if (after === undefined) return record;
    this.#book.put(after);
    if (after.state === record.state) {
      if (after.steps !== record.steps || after.isCancelling !== record.isCancelling) this.#tell(after);
      return after;
    }
    if (isOver(after.state)) this.counters.ended[after.state] = (this.counters.ended[after.state] ?? 0) + 1;
    this.#onMoved(after);
    noteAttempt(this.#context.journal, after);
    this.#tell(after);
    return after;
  }

  #busy(deviceId: string): Error {
    const open = this.#book.openOf(deviceId);
    const what = open === undefined ? 'another order' : `attempt ${open.id} (${open.release}, ${open.state})`;
    return failUpdate('E2566', { message: `device ${deviceId} has ${what} open` });
  }

  #device(id: string): DeviceView {
    const devices = this.#context.devices();
    const device = devices.get(id);
    if (device !== undefined) return device;
    const near = devices.similarTo(id);
    throw failUpdate('E2560', { message: `there is no device ${id.slice(0, 80)}${near === undefined ? '' : `; did you mean ${near}?`}` });
  }
}

/** What an attempt knows of the boot that its device's newest Hello told of. */
function knownOf(record: AttemptRecord, hello: HelloFacts): Parameters<UpdateContext['recallBoot']>[1] {
  const { digest, fromDigest, fromVersion, release, state } = record;
  const isTarget = hello.imageDigest === digest;
  return {
    ...hello,
    imageConfirmed: hello.imageConfirmed || (isTarget && state === 'updated'),
    firmwareVersion: isTarget ? release.split('@')[1] : hello.imageDigest === fromDigest ? fromVersion : undefined,
  };
}

function helloOf({ boot, imageDigest, imageConfirmed, resetReason }: DeviceRecord): HelloFacts {
  return { boot, imageDigest: imageDigest === '' ? zeroDigest : imageDigest, imageConfirmed, resetReason };
}

/** True while the unit works on the attempt. */
function isUnderWay({ state }: UpdateFact): boolean {
  return state === 'checking' || state === 'downloading' || state === 'installing';
}

function checkReason({ reason }: Actor): void {
  if (reason.length <= 500) return;
  throw failUpdate('E2570', { message: `the reason has ${reason.length} characters, the limit is 500` });
}
