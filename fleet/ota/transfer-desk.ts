/**
 * Parts for units that ask: a unit gets what its open attempt assigns to it and nothing else, as many parts as it gave credit for. Images are taken by
 * a bounded number of units at once.
 */
import type { AttemptRecord, DeviceRecord, PieceDemand } from '#fleet/domain/index.js';
import { type AbsentCauseName, absentCauses, pieces } from '#proto/frame/index.js';
import { isOver } from './attempt-logic.ts';
import type { BandwidthPlan } from './bandwidth-plan.ts';
import { PartSender, type PartSenderOwner } from './part-sender.ts';
import { findPiece, isBulk } from './piece-finder.ts';
import { PlaceQueue, type WaitingDemand } from './place-queue.ts';
import { Transfer } from './transfer.ts';
import { TransferSlots } from './transfer-slots.ts';
import type { UpdateContext } from './update-context.ts';
import type { PieceSource } from './update-sources.ts';

/** A unit that has a place, asks for nothing and says nothing of what came gives it up, ms. */
const idleMs = 60_000;
/** Requests that wait for a place, for each place there is. */
const waitingPerPlace = 64;
/** After a disk that failed, ms. */
const failedReadRetryMs = 10_000;

/** Counters of transfers. */
export interface TransferCounters {
  readonly bytesSent: number;
  readonly partsSent: number;
  readonly busy: number;
  readonly throttled: number;
  readonly refused: number;
}

/** What the desk asks of attempts. */
export interface TransferAttempts {
  find(id: string): AttemptRecord | undefined;
  noteSent(id: string, bytes: number): void;
}

/** Serves pieces. */
export class TransferDesk implements PartSenderOwner {
  readonly #answers = { busy: 0, refused: 0 };
  readonly #context: UpdateContext;
  readonly #attempts: TransferAttempts;
  readonly #plan: BandwidthPlan;
  readonly #slots: TransferSlots;
  readonly #waiting: PlaceQueue;
  readonly #sender: PartSender;
  readonly #transfers = new Map<number, Transfer>();
  /** The same by attempt: asked with every look at one. */
  readonly #ofAttempt = new Map<string, Transfer>();
  readonly #onTimer = (transfer: Transfer) => this.#goOn(transfer);

  constructor(context: UpdateContext, attempts: TransferAttempts, plan: BandwidthPlan) {
    this.#context = context;
    this.#attempts = attempts;
    this.#plan = plan;
    const { clock, limits, random } = context;
    this.#slots = new TransferSlots(limits.openTransfers, random);
    const onLate = (late: WaitingDemand) => this.#sendBusy(late.deviceKey, late.demand);
    this.#waiting = new PlaceQueue(clock, limits.openTransfers * waitingPerPlace, onLate);
    this.#sender = new PartSender(context, this);
  }

  get counters(): TransferCounters {
    return { ...this.#sender.counters, ...this.#answers };
  }

  /** Devices that take an image. */
  get open(): number {
    return this.#slots.size;
  }

  /** A unit asks for parts. */
  demand(deviceKey: number, demand: PieceDemand): void {
    this.#take(deviceKey, demand);
    this.#sender.pump();
  }

  #take(deviceKey: number, demand: PieceDemand): void {
    const device = this.#context.deviceOf(deviceKey);
    const attempt = this.#attempts.find(demand.attemptId);
    if (device === undefined || attempt?.deviceId !== device.id || attempt.state === 'queued' || isOver(attempt.state)) {
      return this.#refuse(deviceKey, demand, 'not-assigned', `attempt ${demand.attemptId} is not this unit's, or it is over`);
    }
    const found = findPiece(this.#context.sources, attempt, demand);
    if ('cause' in found) return this.#refuse(deviceKey, demand, found.cause, found.message);
    if (isBulk(demand.piece) && !this.#slots.take(attempt.id, this.#context.clock.nowMs())) {
      if (!this.#waiting.add(deviceKey, demand)) this.#sendBusy(deviceKey, demand);
      return;
    }
    const transfer = this.#transferOf(device, attempt, found.source);
    this.#context.clock.cancel(transfer);
    transfer.begin(demand, found.source, found.version);
    this.#sender.queue(transfer);
  }

  /** The unit is gone: what it was to get is forgotten. */
  closed(deviceKey: number): void {
    this.#waiting.remove(deviceKey);
    const transfer = this.#transfers.get(deviceKey);
    if (transfer === undefined) return;
    this.#end(transfer, false);
    this.#sender.pump();
  }

  /** The attempt with what this transfer has sent so far: the book learns of it when the transfer ends. */
  withSent(record: AttemptRecord): AttemptRecord {
    if (isOver(record.state)) return record;
    const transfer = this.#ofAttempt.get(record.id);
    if (transfer === undefined || transfer.sentBytes === 0) return record;
    return { ...record, sentBytes: record.sentBytes + transfer.sentBytes };
  }

  /**
   * An attempt is in another state: over, or its unit has all of the image. Only then its place is free. What was sent may still lie in the network,
   * so places that were given up with the last byte would bound nothing.
   */
  moved({ id, deviceId, state }: AttemptRecord): void {
    const hasAll = state === 'installing' || state === 'rebooting' || state === 'unconfirmed';
    if (!hasAll && !isOver(state)) return;
    if (!hasAll) {
      const device = this.#context.devices().get(deviceId);
      if (device !== undefined) this.#waiting.remove(device.key);
    }
    const transfer = this.#ofAttempt.get(id);
    if (transfer !== undefined) this.#end(transfer, hasAll);
    this.#slots.free(id, this.#context.clock.nowMs(), hasAll);
    this.#sender.pump();
  }

  /** Ends everything. */
  stop(): void {
    this.#waiting.stop();
    for (const transfer of [...this.#transfers.values()]) this.#end(transfer, false);
    this.#sender.stop();
  }

  get canAdmit(): boolean {
    return this.#waiting.size > 0 && this.#slots.hasRoom;
  }

  admit(): void {
    while (this.canAdmit) {
      const next = this.#waiting.take();
      if (next !== undefined) this.#take(next.deviceKey, next.demand);
    }
  }

  onServed(transfer: Transfer): void {
    const { clock } = this.#context;
    if (isBulk(transfer.piece) && transfer.offset >= transfer.source.totalBytes) this.#noteSent(transfer);
    clock.schedule(transfer, clock.nowMs() + idleMs);
  }

  onGone(transfer: Transfer): void {
    this.#end(transfer, false);
  }

  onUnreadable(transfer: Transfer, message: string): void {
    this.#end(transfer, false);
    this.#sendAbsent(transfer.deviceKey, transfer, 'busy', message, failedReadRetryMs);
  }

  #transferOf(device: DeviceRecord, attempt: AttemptRecord, source: PieceSource): Transfer {
    const open = this.#transfers.get(device.key);
    if (open?.attemptId === attempt.id) return open;
    if (open !== undefined) this.#end(open, false);
    const budgets = this.#plan.budgetsOf(device.id, attempt.rollout, this.#context.clock.nowMs());
    const transfer = new Transfer({ deviceKey: device.key, attemptId: attempt.id, budgets }, source, this.#onTimer);
    this.#transfers.set(device.key, transfer);
    this.#ofAttempt.set(attempt.id, transfer);
    return transfer;
  }

  #noteSent(transfer: Transfer): void {
    if (transfer.sentBytes > 0) this.#attempts.noteSent(transfer.attemptId, transfer.sentBytes);
    transfer.sentBytes = 0;
  }

  /** Its link was full, or nobody goes on with it. */
  #goOn(transfer: Transfer): void {
    if (transfer.isEnded) return;
    if (transfer.credit === 0) this.#end(transfer, false);
    else this.#sender.queue(transfer);
    this.#sender.pump();
  }

  #end(transfer: Transfer, isWhole: boolean): void {
    const { clock } = this.#context;
    transfer.isEnded = true;
    clock.cancel(transfer);
    if (this.#transfers.get(transfer.deviceKey) === transfer) this.#transfers.delete(transfer.deviceKey);
    if (this.#ofAttempt.get(transfer.attemptId) === transfer) this.#ofAttempt.delete(transfer.attemptId);
    this.#slots.free(transfer.attemptId, clock.nowMs(), isWhole);
    this.#noteSent(transfer);
  }

  #sendBusy(deviceKey: number, demand: PieceDemand): void {
    const { clock, limits } = this.#context;
    this.#answers.busy += 1;
    const message = `${this.#slots.size} devices take an image, the limit is ${limits.openTransfers}`;
    this.#sendAbsent(deviceKey, demand, 'busy', message, this.#slots.retryAfterMs(clock.nowMs()));
  }

  #refuse(deviceKey: number, demand: PieceDemand, cause: AbsentCauseName, message: string): void {
    // A root that is not there is how a unit learns that it has the newest.
    if (cause !== 'no-such-version') this.#answers.refused += 1;
    this.#sendAbsent(deviceKey, demand, cause, message, 0);
  }

  #sendAbsent(
    deviceKey: number,
    { attemptId, piece, version }: Pick<PieceDemand, 'attemptId' | 'piece' | 'version'>,
    cause: AbsentCauseName,
    message: string,
    retryAfterMs: number,
  ): void {
    const body = { attemptId, piece: pieces.codeOf(piece), version, cause: absentCauses.codeOf(cause), message, retryAfterMs };
    this.#context.connections().sendUpdate(deviceKey, { type: 'pieceAbsent', body });
  }
}
