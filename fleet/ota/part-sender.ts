/**
 * Sends the parts of transfers: in turn, within the budgets, never more than a link takes away, and some milliseconds of it in one turn of the process.
 * Who may take what is for the desk to say.
 */
import { pieces } from '#proto/frame/index.js';
import { isSeatrialError, messageOf, TimerTask } from '#proto/kit/index.js';
import type { Transfer } from './transfer.ts';
import { TurnOrder } from './turn-order.ts';
import type { UpdateContext } from './update-context.ts';

/** Parts that one turn of the process sends, however many units ask in it: some milliseconds, and no more memory than the links take away. */
const partsPerTurn = 32;
/** Parts that a unit gets in one turn of its own where no budget counts them: they leave in one write, and a write of eight costs less a byte than two of four. */
const partsAtOnce = 8;
/** A link that is full is looked at again after this time, ms. */
const fullLinkMs = 50;

/** Whose transfers these are. */
export interface PartSenderOwner {
  /** Places that are free go to those that wait: they may ask for turns inside this call. */
  admit(): void;
  /** True when admit() would find somebody. */
  readonly canAdmit: boolean;
  /** All that the unit gave credit for is sent, or the end of the piece. */
  onServed(transfer: Transfer): void;
  /** The unit is not connected any more. */
  onGone(transfer: Transfer): void;
  /** The disk failed. */
  onUnreadable(transfer: Transfer, message: string): void;
}

/** The order of parts of all transfers. */
export class PartSender extends TimerTask {
  readonly counters = { bytesSent: 0, partsSent: 0, throttled: 0 };
  readonly #context: UpdateContext;
  readonly #owner: PartSenderOwner;
  readonly #turns = new TurnOrder<Transfer>();
  /** No budget has room for who is next. */
  #isThrottled = false;
  /** Sent since its timer fired last. */
  #partsInTurn = 0;

  constructor(context: UpdateContext, owner: PartSenderOwner) {
    super();
    this.#context = context;
    this.#owner = owner;
  }

  /** Puts a transfer with credit into the order of turns, or has it look again later when its link is full. It keeps the place that it has. */
  queue(transfer: Transfer): void {
    const { clock } = this.#context;
    if (transfer.isUnderWay) return;
    if (this.#isFull(transfer)) return clock.schedule(transfer, clock.nowMs() + fullLinkMs);
    transfer.isUnderWay = true;
    this.#turns.add(transfer);
  }

  /** Sends what may be sent now. */
  pump(): void {
    const { clock } = this.#context;
    // It has done its share of this turn of the process, whoever asked, and goes on by its timer.
    if (this.heapIndex >= 0 && this.dueMs <= clock.nowMs()) return;
    for (; this.#partsInTurn < partsPerTurn; this.#partsInTurn += 1) {
      this.#owner.admit();
      const nowMs = clock.nowMs();
      const next = this.#turns.take(nowMs, isLive);
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
    if (this.#turns.size > 0 || this.#owner.canAdmit) clock.schedule(this, clock.nowMs());
  }

  /** It is the turn of those that wait. */
  override fire(): void {
    this.#partsInTurn = 0;
    this.pump();
  }

  /** Sends nothing any more by itself. */
  stop(): void {
    this.#context.clock.cancel(this);
  }

  /** A link that takes no more would cut its unit off, and with a gateway all of its units. */
  #isFull({ deviceKey }: Transfer): boolean {
    const { connections, limits } = this.#context;
    return connections().queuedBytes(deviceKey) > limits.updateQueuedBytes;
  }

  /** What it gets in its turn. */
  #sendSome(transfer: Transfer): void {
    const most = transfer.budgets.length === 0 ? partsAtOnce : 1;
    for (let sent = 1; ; sent += 1) {
      const bytes = transfer.source.peek(transfer.offset, transfer.nextBytes);
      if (bytes === undefined) return this.#readNext(transfer);
      if (!this.#sendPart(transfer, bytes)) return;
      if (sent >= most || this.#isFull(transfer)) return this.queue(transfer);
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
        if (transfer.isEnded) return;
        // A newer request came meanwhile: its own part has its turn.
        if (transfer.request !== request || this.#sendPart(transfer, read)) this.queue(transfer);
      } catch (error) {
        transfer.isUnderWay = false;
        if (!isSeatrialError(error)) throw error;
        this.#context.log.error(`a part of an image can't be read: ${messageOf(error)}`, { attempt: transfer.attemptId, offset });
        if (!transfer.isEnded) this.#owner.onUnreadable(transfer, messageOf(error));
      }
      this.pump();
    });
  }

  /** True when it may get more. */
  #sendPart(transfer: Transfer, bytes: Uint8Array): boolean {
    const { attemptId, deviceKey, offset, piece, source, version } = transfer;
    const { totalBytes } = source;
    const body = { attemptId, piece: pieces.codeOf(piece), version, offset, totalBytes, bytes };
    if (!this.#context.connections().sendUpdate(deviceKey, { type: 'piecePart', body })) {
      this.#owner.onGone(transfer);
      return false;
    }
    transfer.offset += bytes.length;
    transfer.sentBytes += bytes.length;
    transfer.credit = transfer.offset >= totalBytes ? 0 : transfer.credit - 1;
    this.counters.partsSent += 1;
    this.counters.bytesSent += bytes.length;
    if (transfer.credit > 0) return true;
    this.#owner.onServed(transfer);
    return false;
  }
}

function isLive({ isEnded }: Transfer): boolean {
  return !isEnded;
}
