/** Attempts from the order to the end: what operators order, ask and take back, and what time and devices that go do to them. */
import type { Actor, AttemptRecord, DeviceView, HelloFacts, UpdateOrder, UpdateService } from '#fleet/domain/index.js';
import type { AttemptBook } from './attempt-book.ts';
import { deadlinesOf, isOver, judgeDeadline, limitOf } from './attempt-logic.ts';
import { noteAttempt } from './attempt-notes.ts';
import { checkOrderFields, newAttempt } from './attempt-order.ts';
import type { AttemptSteps } from './attempt-steps.ts';
import type { OfferDesk } from './offer-desk.ts';
import { checkUpdateOrder } from './order-check.ts';
import type { UpdateContext } from './update-context.ts';
import { failUpdate } from './update-errors.ts';
import type { UpdateRelease } from './update-sources.ts';

/** A deadline that falls into a planned sleep waits on, ms. */
const sleepLookMs = 60_000;

/** Attempts: orders, questions, ends. */
export class AttemptDesk implements Omit<UpdateService, 'counters' | 'subscribe'> {
  readonly #context: UpdateContext;
  readonly #book: AttemptBook;
  readonly #steps: AttemptSteps;
  readonly #offers: OfferDesk;
  /** Orders with an identifier of their own that are being stored. */
  readonly #ordering = new Map<string, Promise<AttemptRecord>>();

  constructor(context: UpdateContext, book: AttemptBook, steps: AttemptSteps, offers: OfferDesk) {
    this.#context = context;
    this.#book = book;
    this.#steps = steps;
    this.#offers = offers;
  }

  /** Devices learn what their attempts know of their newest boot; once, when the book was read. */
  recallBoots(): void {
    const { devices, recallBoot } = this.#context;
    const seen = new Set<string>();
    for (const record of this.#book.newest()) {
      if (record.hello === undefined || seen.has(record.deviceId)) continue;
      seen.add(record.deviceId);
      const device = devices().get(record.deviceId);
      if (device !== undefined) recallBoot(device.key, knownOf(record, record.hello));
    }
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
    const { clock, journal, limits, sources } = this.#context;
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
    this.#steps.tell(record);
    this.#offers.offerSoon(id);
    return record;
  }

  #sameDevice(deviceId: string, known: AttemptRecord): AttemptRecord {
    if (known.deviceId === deviceId) return known;
    throw failUpdate('E2571', { message: `attempt ${known.id} is of device ${known.deviceId}, not of ${deviceId.slice(0, 80)}` });
  }

  #randomId(): string {
    return Buffer.from(this.#context.randomBytes(8)).toString('hex');
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
    this.#steps.step(record, { type: 'operator.cancelled', atMs: clock.wallMs(), message });
    const detail = { release: record.release, attempt: id, state: record.state };
    const subject = `device:${record.deviceId}`;
    journal.audit({ actor: by.name, action: 'device.update.cancel', subject, reason: by.reason, detail });
    await this.#book.flush();
    this.#offers.tellCancel(this.get(id), message);
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
      const after = this.#steps.step(record, { type: 'release.withdrawn', atMs: this.#context.clock.wallMs(), message });
      if (record.state !== 'queued' && isOver(after.state)) this.#offers.tellCancel(after, message);
    }
  }

  /** A device was removed, revoked or retired: there is nobody to update. */
  gone(deviceId: string, why: string): void {
    const record = this.#book.openOf(deviceId);
    if (record !== undefined) this.#steps.step(record, { type: 'device.gone', atMs: this.#context.clock.wallMs(), message: why });
  }

  /** Counts bytes of parts that were sent in one transfer. */
  noteSent(id: string, bytes: number): void {
    const record = this.#book.get(id);
    if (record !== undefined) this.#book.put({ ...record, sentBytes: record.sentBytes + bytes });
  }

  /** An open attempt's time in its state is over. */
  expire(record: AttemptRecord): void {
    const { clock, devices, limits } = this.#context;
    const device = devices().get(record.deviceId);
    const nowMs = clock.wallMs();
    if (device?.presence === 'asleep' && record.state !== 'queued') {
      // Who sleeps as planned is not silent.
      return this.#book.put({ ...record, deadlineAtMs: nowMs + sleepLookMs });
    }
    const after = this.#steps.step(record, judgeDeadline(record, limitOf(record.state, deadlinesOf(record, limits)), nowMs));
    if (device !== undefined && isOver(after.state)) this.#offers.sendCancel(device.key, record.id, after.message);
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

function checkReason({ reason }: Actor): void {
  if (reason.length <= 500) return;
  throw failUpdate('E2570', { message: `the reason has ${reason.length} characters, the limit is 500` });
}
