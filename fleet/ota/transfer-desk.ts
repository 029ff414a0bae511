/**
 * Parts for units that ask. A unit gets what its open attempt assigns to it and nothing else; as many parts as it gave credit for, in turn with all
 * others, within the budgets, and never more than a link takes away.
 */
import type { AttemptRecord, DeviceRecord, PieceDemand } from '#fleet/domain/index.js';
import { type AbsentCauseName, absentCauses, type PieceName, pieces } from '#proto/frame/index.js';
import { isSeatrialError, messageOf, TimerTask } from '#proto/kit/index.js';
import { isOver } from './attempt-logic.ts';
import type { BandwidthPlan } from './bandwidth-plan.ts';
import { PlaceQueue, type WaitingDemand } from './place-queue.ts';
import { TransferSlots } from './transfer-slots.ts';
import { type Budget, TurnOrder } from './turn-order.ts';
import type { UpdateContext } from './update-context.ts';
import type { PieceSource } from './update-sources.ts';

/** Length of a part, bytes; the last one of a piece is what is left. */
const partBytes = 32_768;
/** Parts that one turn of the process sends, however many units ask in it: some milliseconds, and no more memory than the links take away. */
const partsPerTurn = 32;
/** Parts that a unit gets in one turn of its own where no budget counts them: they leave in one write. */
const partsAtOnce = 4;
/** A link that is full is looked at again after this time, ms. */
const fullLinkMs = 50;
/** A unit that has a place, asks for nothing and says nothing of what came gives it up, ms. */
const idleMs = 60_000;
/** Requests that wait for a place, for each place there is. */
const waitingPerPlace = 64;
/** After a disk that failed, ms. */
const failedReadRetryMs = 10_000;

/** Counters of transfers. */
export interface TransferCounters {
  bytesSent: number;
  partsSent: number;
  busy: number;
  throttled: number;
  refused: number;
}

/** What one unit takes now. Its timer ends a transfer that nobody goes on with, or looks again at a link that was full. */
class Transfer extends TimerTask {
  readonly deviceKey: number;
  readonly attemptId: string;
  budgets: readonly Budget[] = [];
  piece: PieceName = 'header';
  version = 0;
  source: PieceSource;
  offset = 0;
  /** Parts that it may still get. */
  credit = 0;
  /** In the order of turns, or its part is being read. */
  isUnderWay = false;
  /** Grows with each request: what was read for an older one is dropped. */
  request = 0;
  sentBytes = 0;
  readonly #onTimer: (transfer: Transfer) => void;

  constructor(deviceKey: number, attemptId: string, source: PieceSource, onTimer: (transfer: Transfer) => void) {
    super();
    this.deviceKey = deviceKey;
    this.attemptId = attemptId;
    this.source = source;
    this.#onTimer = onTimer;
  }

  get nextBytes(): number {
    return Math.min(partBytes, this.source.totalBytes - this.offset);
  }

  override fire(): void {
    this.#onTimer(this);
  }
}

/** What the desk asks of attempts. */
export interface TransferAttempts {
  find(id: string): AttemptRecord | undefined;
  noteSent(id: string, bytes: number): void;
}

/** Serves pieces. */
export class TransferDesk extends TimerTask {
  readonly counters: TransferCounters = { bytesSent: 0, partsSent: 0, busy: 0, throttled: 0, refused: 0 };
  readonly #context: UpdateContext;
  readonly #attempts: TransferAttempts;
  readonly #plan: BandwidthPlan;
  readonly #slots: TransferSlots;
  readonly #waiting: PlaceQueue;
  readonly #turns = new TurnOrder<Transfer>();
  readonly #transfers = new Map<number, Transfer>();
  /** The same by attempt: asked with every look at one. */
  readonly #ofAttempt = new Map<string, Transfer>();
  /** No budget has room for who is next. */
  #isThrottled = false;
  /** Sent since its timer fired last. */
  #partsInTurn = 0;

  constructor(context: UpdateContext, attempts: TransferAttempts, plan: BandwidthPlan) {
    super();
    this.#context = context;
    this.#attempts = attempts;
    this.#plan = plan;
    const { clock, limits, random } = context;
    this.#slots = new TransferSlots(limits.openTransfers, random);
    const onLate = (late: WaitingDemand) => this.#sendBusy(late.deviceKey, late.demand);
    this.#waiting = new PlaceQueue(clock, limits.openTransfers * waitingPerPlace, onLate);
  }

  /** Devices that take an image. */
  get open(): number {
    return this.#slots.size;
  }

  /** A unit asks for parts. */
  demand(deviceKey: number, demand: PieceDemand): void {
    this.#take(deviceKey, demand);
    this.#pump();
  }

  #take(deviceKey: number, demand: PieceDemand): void {
    const device = this.#context.deviceOf(deviceKey);
    const attempt = this.#attempts.find(demand.attemptId);
    if (device === undefined || attempt?.deviceId !== device.id || attempt.state === 'queued' || isOver(attempt.state)) {
      return this.#refuse(deviceKey, demand, 'not-assigned', `attempt ${demand.attemptId} is not this unit's, or it is over`);
    }
    const found = this.#find(attempt, demand);
    if ('cause' in found) return this.#refuse(deviceKey, demand, found.cause, found.message);
    const { source, version } = found;
    if (demand.offset >= source.totalBytes) {
      const message = `the piece has ${source.totalBytes} bytes, there is nothing from ${demand.offset} on`;
      return this.#refuse(deviceKey, demand, 'not-assigned', message);
    }
    if (isBulk(demand.piece) && !this.#slots.take(attempt.id, this.#context.clock.nowMs())) {
      if (!this.#waiting.add(deviceKey, demand)) this.#sendBusy(deviceKey, demand);
      return;
    }
    this.#begin(this.#transferOf(device, attempt, source), demand, source, version);
  }

  /** The unit is gone: what it was to get is forgotten. */
  closed(deviceKey: number): void {
    this.#waiting.remove(deviceKey);
    const transfer = this.#transfers.get(deviceKey);
    if (transfer === undefined) return;
    this.#end(transfer, false);
    this.#pump();
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
    const device = this.#context.devices().get(deviceId);
    const transfer = device === undefined ? undefined : this.#transfers.get(device.key);
    if (device !== undefined && !hasAll) this.#waiting.remove(device.key);
    if (transfer?.attemptId === id) this.#end(transfer, hasAll);
    this.#slots.free(id, this.#context.clock.nowMs(), hasAll);
    this.#pump();
  }

  /** Ends everything. */
  stop(): void {
    this.#waiting.stop();
    for (const transfer of [...this.#transfers.values()]) this.#end(transfer, false);
    this.#context.clock.cancel(this);
  }

  /** It is the turn of those that wait. */
  override fire(): void {
    this.#partsInTurn = 0;
    this.#pump();
  }

  #find(
    attempt: AttemptRecord,
    { piece, version }: PieceDemand,
  ): { readonly source: PieceSource; readonly version: number } | { readonly cause: AbsentCauseName; readonly message: string } {
    const { sources } = this.#context;
    if (piece === 'root' || piece === 'timestamp' || piece === 'snapshot' || piece === 'targets') {
      const metadata = sources.metadata(piece, version);
      if (metadata !== undefined) return { source: sourceOf(metadata.bytes), version: metadata.version };
      return { cause: 'no-such-version', message: `there is no ${piece} metadata of version ${version}` };
    }
    const release = sources.release(attempt.release);
    if (release?.state !== 'published') {
      return { cause: 'withdrawn', message: `release ${attempt.release} is ${release?.state ?? 'gone'}` };
    }
    if (!isAssigned(attempt, piece)) {
      return {
        cause: 'not-assigned',
        message: `attempt ${attempt.id} does not assign ${piece === 'delta' ? 'a delta' : 'the whole image'}`,
      };
    }
    const source = sources.piece(release, piece, attempt.delta);
    if (source !== undefined) return { source, version: 0 };
    return { cause: 'withdrawn', message: `the file of ${attempt.release} is gone` };
  }

  #transferOf(device: DeviceRecord, attempt: AttemptRecord, source: PieceSource): Transfer {
    const open = this.#transfers.get(device.key);
    if (open?.attemptId === attempt.id) return open;
    if (open !== undefined) this.#end(open, false);
    const transfer = new Transfer(device.key, attempt.id, source, (one) => this.#onTimer(one));
    transfer.budgets = this.#plan.budgetsOf(device.id, attempt.rollout, this.#context.clock.nowMs());
    this.#transfers.set(device.key, transfer);
    this.#ofAttempt.set(attempt.id, transfer);
    return transfer;
  }

  /** A newer request takes the place of what is left of the one before; its place in the order of turns stays. */
  #begin(transfer: Transfer, { piece, offset, credit }: PieceDemand, source: PieceSource, version: number): void {
    const { clock } = this.#context;
    clock.cancel(transfer);
    transfer.request += 1;
    transfer.piece = piece;
    transfer.source = source;
    transfer.version = version;
    transfer.offset = offset;
    transfer.credit = credit;
    this.#queue(transfer);
  }

  #queue(transfer: Transfer): void {
    const { clock } = this.#context;
    if (transfer.isUnderWay) return;
    if (this.#isFull(transfer)) return clock.schedule(transfer, clock.nowMs() + fullLinkMs);
    transfer.isUnderWay = true;
    this.#turns.add(transfer);
  }

  /** A link that takes no more would cut its unit off, and with a gateway all of its units. */
  #isFull({ deviceKey }: Transfer): boolean {
    const { connections, limits } = this.#context;
    return connections().queuedBytes(deviceKey) > limits.updateQueuedBytes;
  }

  #pump(): void {
    const { clock } = this.#context;
    // It has done its share of this turn of the process, whoever asked, and goes on by its timer.
    if (this.heapIndex >= 0 && this.dueMs <= clock.nowMs()) return;
    for (; this.#partsInTurn < partsPerTurn; this.#partsInTurn += 1) {
      this.#admit();
      const nowMs = clock.nowMs();
      const next = this.#turns.take(nowMs, (transfer) => this.#transfers.get(transfer.deviceKey) === transfer);
      if (next === undefined) return clock.cancel(this);
      if ('waitMs' in next) {
        if (!this.#isThrottled) this.counters.throttled += 1;
        this.#isThrottled = true;
        return clock.schedule(this, nowMs + next.waitMs);
      }
      this.#isThrottled = false;
      next.item.isUnderWay = false;
      if (this.#isFull(next.item)) clock.schedule(next.item, nowMs + fullLinkMs);
      else this.#sendSome(next.item);
    }
    if (this.#turns.size > 0 || (this.#waiting.size > 0 && this.#slots.hasRoom)) clock.schedule(this, clock.nowMs());
  }

  /** Places that are free go to those that wait. */
  #admit(): void {
    while (this.#waiting.size > 0 && this.#slots.hasRoom) {
      const next = this.#waiting.take();
      if (next !== undefined) this.#take(next.deviceKey, next.demand);
    }
  }

  /** What it gets in its turn. */
  #sendSome(transfer: Transfer): void {
    const most = transfer.budgets.length === 0 ? partsAtOnce : 1;
    for (let sent = 1; ; sent += 1) {
      const bytes = transfer.source.peek(transfer.offset, transfer.nextBytes);
      if (bytes === undefined) return this.#readNext(transfer);
      if (!this.#sendPart(transfer, bytes)) return;
      if (sent >= most || this.#isFull(transfer)) return this.#queue(transfer);
      this.#partsInTurn += 1;
    }
  }

  #readNext(transfer: Transfer): void {
    const { source, offset, nextBytes, request } = transfer;
    transfer.isUnderWay = true;
    void this.#context.tasks.run('ota.read', async () => {
      try {
        const read = await source.read(offset, nextBytes);
        transfer.isUnderWay = false;
        if (this.#transfers.get(transfer.deviceKey) !== transfer) return;
        // A newer request came meanwhile: its own part has its turn.
        if (transfer.request !== request || this.#sendPart(transfer, read)) this.#queue(transfer);
      } catch (error) {
        transfer.isUnderWay = false;
        if (!isSeatrialError(error)) throw error;
        this.#failRead(transfer, messageOf(error));
      }
      this.#pump();
    });
  }

  #failRead(transfer: Transfer, message: string): void {
    this.#context.log.error(`a part of an image can't be read: ${message}`, { attempt: transfer.attemptId, offset: transfer.offset });
    const { deviceKey, attemptId, piece, version } = transfer;
    this.#end(transfer, false);
    this.#sendAbsent(deviceKey, { attemptId, piece, version }, 'busy', message, failedReadRetryMs);
  }

  /** True when it may get more. */
  #sendPart(transfer: Transfer, bytes: Uint8Array): boolean {
    const { attemptId, deviceKey, offset, piece, source, version } = transfer;
    const totalBytes = source.totalBytes;
    const body = { attemptId, piece: pieces.codeOf(piece), version, offset, totalBytes, bytes };
    if (!this.#context.connections().sendUpdate(deviceKey, { type: 'piecePart', body })) {
      this.#end(transfer, false);
      return false;
    }
    transfer.offset += bytes.length;
    transfer.sentBytes += bytes.length;
    transfer.credit -= 1;
    this.counters.partsSent += 1;
    this.counters.bytesSent += bytes.length;
    if (transfer.offset >= totalBytes) {
      transfer.credit = 0;
      if (isBulk(piece)) this.#noteSent(transfer);
    }
    if (transfer.credit > 0) return true;
    this.#context.clock.schedule(transfer, this.#context.clock.nowMs() + idleMs);
    return false;
  }

  #noteSent(transfer: Transfer): void {
    if (transfer.sentBytes > 0) this.#attempts.noteSent(transfer.attemptId, transfer.sentBytes);
    transfer.sentBytes = 0;
  }

  /** Its link was full, or nobody goes on with it. */
  #onTimer(transfer: Transfer): void {
    if (this.#transfers.get(transfer.deviceKey) !== transfer) return;
    if (transfer.credit === 0) this.#end(transfer, false);
    else this.#queue(transfer);
    this.#pump();
  }

  #end(transfer: Transfer, isWhole: boolean): void {
    const { clock } = this.#context;
    clock.cancel(transfer);
    if (this.#transfers.get(transfer.deviceKey) === transfer) this.#transfers.delete(transfer.deviceKey);
    if (this.#ofAttempt.get(transfer.attemptId) === transfer) this.#ofAttempt.delete(transfer.attemptId);
    this.#slots.free(transfer.attemptId, clock.nowMs(), isWhole);
    this.#noteSent(transfer);
  }

  #sendBusy(deviceKey: number, demand: PieceDemand): void {
    const { clock, limits } = this.#context;
    this.counters.busy += 1;
    const message = `${this.#slots.size} devices take an image, the limit is ${limits.openTransfers}`;
    this.#sendAbsent(deviceKey, demand, 'busy', message, this.#slots.retryAfterMs(clock.nowMs()));
  }

  #refuse(deviceKey: number, demand: PieceDemand, cause: AbsentCauseName, message: string): void {
    // A root that is not there is how a unit learns that it has the newest.
    if (cause !== 'no-such-version') this.counters.refused += 1;
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

/** Pieces that take a place: metadata and headers are small. */
function isBulk(piece: PieceName): boolean {
  return piece === 'content' || piece === 'delta';
}

function isAssigned({ delta, deltaPolicy }: AttemptRecord, piece: PieceName): boolean {
  if (piece === 'delta') return delta !== undefined;
  return piece === 'header' || deltaPolicy !== 'require';
}

/** Bytes that are in memory, as a source. */
function sourceOf(bytes: Uint8Array): PieceSource {
  const peek = (offset: number, length: number) => bytes.subarray(offset, offset + length);
  return { totalBytes: bytes.length, peek, read: async (offset, length) => peek(offset, length) };
}
