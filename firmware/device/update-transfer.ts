import type { BlobRef } from '#firmware/flash/index.js';
import { busyWaitMs, requestPatienceMs, retryWaitMs, transferRules } from '#firmware/logic/index.js';
import { absentCauses, type PieceName, pieces, type UpdateCauseName } from '#proto/frame/index.js';
import { createRandom, type Random } from '#proto/kit/index.js';
import type { Body } from './connection-owner.ts';
import { PieceFetch, type WantedPiece } from './piece-fetch.ts';
import type { UpdateOwner } from './update-owner.ts';
import type { UpdateShare } from './update-share.ts';

/** Who a transfer works for. */
export interface TransferHost {
  readonly attemptId: string;
  /** Takes a chunk of the content for the slot. False when it does not have its digest. */
  chunkCame(index: number, bytes: Uint8Array): boolean;
  /** True when so many more chunks may be kept for the flash. */
  mayAsk(): boolean;
  /** A piece that is not the content is whole. */
  pieceCame(wanted: WantedPiece, bytes: Uint8Array): void;
  /** True when the absence was no failure: it means something. */
  pieceAbsent(wanted: WantedPiece, cause: NonNullable<ReturnType<typeof absentCauses.nameOf>>, message: string): void;
  end(cause: UpdateCauseName, message: string): void;
}

/** Pieces whose parts are whole and whose speed is watched. */
const longPieces: ReadonlySet<PieceName> = new Set(['content', 'delta']);

/** Pulls the pieces of one attempt, one after the other, part by part with credit. Made for an attempt and dropped with it. */
export class UpdateTransfer {
  readonly #owner: UpdateOwner;
  readonly #share: UpdateShare;
  readonly #host: TransferHost;
  #fetch: PieceFetch | undefined;
  /** Parts of a piece that is not the content. */
  #parts: BlobRef[] = [];
  #notBeforeMs = 0;
  #damages = 0;
  #droppedBytes = 0;
  #retries = 0;
  /** Since when the fleet has said nothing but that it is busy, ms of the clock. */
  #busySinceMs: number | undefined;
  #busyAnswers = 0;

  constructor(owner: UpdateOwner, share: UpdateShare, host: TransferHost) {
    this.#owner = owner;
    this.#share = share;
    this.#host = host;
  }

  /** What is fetched; undefined when nothing is. */
  get wanted(): WantedPiece | undefined {
    return this.#fetch?.wanted;
  }

  /** Earliest time to ask again, ms of the clock. */
  get notBeforeMs(): number {
    return this.#notBeforeMs;
  }

  /** Begins with a piece. @param offset where: parts before it are there already */
  begin(wanted: WantedPiece, offset = 0): void {
    this.#fetch = new PieceFetch(wanted, offset);
    this.#parts = [];
  }

  /** Waits before the next question. */
  waitFor(ms: number): void {
    this.#notBeforeMs = this.#owner.nowMs() + ms;
    this.pause();
    this.#owner.send({ type: 'ota.paused' });
  }

  /** Asks for what is missing, or says that it has to wait. */
  ask(): void {
    const fetch = this.#fetch;
    const owner = this.#owner;
    const nowMs = owner.nowMs();
    if (fetch === undefined || fetch.isComplete || fetch.credit > 0) return;
    if (!owner.isWelcomed || nowMs < this.#notBeforeMs) {
      owner.send({ type: 'ota.paused' });
      return;
    }
    if (fetch.wanted.piece === 'content' && !this.#host.mayAsk()) {
      owner.deadlines.disarm('update');
      return;
    }
    const { environment } = owner.options;
    owner.say(environment.dialect.pieceRequest({ attemptId: this.#host.attemptId, ...fetch.ask(nowMs) }));
    environment.counters.updateRequests += 1;
    this.#armPatience(fetch, nowMs);
  }

  /** Nothing is awaited any more. */
  pause(): void {
    this.#fetch?.pause(this.#owner.nowMs());
  }

  /** Goes on from another place: what stood behind it is wanted again. */
  seek(offset: number): void {
    this.#fetch?.seek(offset);
  }

  /** Nothing came for as long as a request may take. */
  silence(): void {
    const fetch = this.#fetch;
    if (fetch === undefined) return;
    if (this.#isSlow(fetch)) return;
    fetch.silences += 1;
    this.#owner.options.environment.counters.updateRetries += 1;
    const waitMs = retryWaitMs(fetch.silences, this.#chance());
    if (waitMs === undefined) {
      this.#host.end('unavailable', `${fetch.wanted.piece} did not come, asked ${fetch.silences} times from byte ${fetch.offset} on`);
    } else this.waitFor(waitMs);
  }

  /** A part came. */
  takePart(body: Body<'piecePart'>): void {
    const fetch = this.#fetch;
    const { counters } = this.#owner.options.environment;
    const bytes = body.bytes ?? new Uint8Array(0);
    counters.updatePartsReceived += 1;
    counters.updateBytesReceived += bytes.length;
    if (fetch === undefined || !isOf(fetch, body)) {
      this.#drop(bytes.length);
      return;
    }
    const { offset } = fetch;
    const nowMs = this.#owner.nowMs();
    const verdict = fetch.take({ offset: body.offset ?? 0, totalBytes: body.totalBytes ?? 0, bytes: bytes.length }, nowMs);
    if (verdict.type === 'refuse') this.#host.end(verdict.cause, `${fetch.wanted.piece}: ${verdict.message}`);
    else if (verdict.type === 'drop') this.#drop(bytes.length);
    else {
      this.#busySinceMs = undefined;
      this.#busyAnswers = 0;
      this.#keep(fetch, offset, bytes, nowMs);
    }
  }

  /** The fleet has no such piece, or none now. */
  takeAbsent(body: Body<'pieceAbsent'>): void {
    const fetch = this.#fetch;
    const cause = absentCauses.nameOf(body.cause);
    if (fetch === undefined || !isOf(fetch, body) || cause === undefined) return;
    fetch.silences = 0;
    if ((body.retryAfterMs ?? 0) > 0) this.#busy(fetch, body.retryAfterMs ?? 0);
    else this.#host.pieceAbsent(fetch.wanted, cause, body.message ?? '');
  }

  /** The fleet asks to come later: as it wishes, with jitter, and not for ever. */
  #busy({ wanted }: PieceFetch, retryAfterMs: number): void {
    const nowMs = this.#owner.nowMs();
    this.#busySinceMs ??= nowMs;
    const busyMs = nowMs - this.#busySinceMs;
    this.#busyAnswers += 1;
    if (busyMs >= transferRules.busyMs) {
      this.#host.end('unavailable', `${wanted.piece}: the fleet was busy for ${busyMs} ms, the limit is ${transferRules.busyMs}`);
    } else this.waitFor(busyWaitMs(retryAfterMs, this.#busyAnswers, this.#chance()));
  }

  /** A stream of chance for one wait. */
  #chance(): Random {
    const { options, record } = this.#owner;
    this.#retries += 1;
    return createRandom(options.seed, options.id, `update ${record.boot} ${this.#host.attemptId} ${this.#retries}`);
  }

  #keep(fetch: PieceFetch, offset: number, bytes: Uint8Array, nowMs: number): void {
    if (fetch.wanted.piece === 'content') {
      if (!this.#host.chunkCame(offset / transferRules.partBytes, bytes)) {
        this.#damaged(fetch, offset);
        return;
      }
    } else this.#parts.push(this.#share.keep(bytes));
    if (this.#isSlow(fetch)) return;
    if (fetch.isComplete) {
      this.#owner.deadlines.disarm('update');
      if (fetch.wanted.piece !== 'content') this.#finish(fetch);
    } else if (fetch.credit === 0) this.ask();
    else this.#armPatience(fetch, nowMs);
  }

  #finish({ wanted }: PieceFetch): void {
    const parts = this.#parts;
    this.#parts = [];
    this.#fetch = undefined;
    this.#host.pieceCame(
      wanted,
      parts.length === 1 ? (parts[0] as BlobRef).blob.bytes : Buffer.concat(parts.map(({ blob }) => blob.bytes)),
    );
  }

  #damaged(fetch: PieceFetch, offset: number): void {
    this.#owner.options.environment.counters.updatePartsDamaged += 1;
    this.#damages += 1;
    const { damages, partBytes } = transferRules;
    if (this.#damages > damages) {
      this.#host.end('content-damaged', `chunk ${offset / partBytes} came ${this.#damages} times without its digest, ${damages} are borne`);
      return;
    }
    fetch.seek(offset);
    this.ask();
  }

  #drop(bytes: number): void {
    const { counters } = this.#owner.options.environment;
    counters.updatePartsDropped += 1;
    this.#droppedBytes += bytes;
    const limit = transferRules.droppedBytes + (this.#fetch?.wanted.bytes ?? 0);
    if (this.#droppedBytes > limit) {
      this.#host.end('extraneous-data', `${this.#droppedBytes} bytes came that were not asked for, the limit is ${limit}`);
    }
  }

  #isSlow(fetch: PieceFetch): boolean {
    const plan = this.#owner.options.kind.profile.flash;
    if (!longPieces.has(fetch.wanted.piece) || fetch.speed(plan, this.#owner.nowMs()) !== 'slow') return false;
    this.#host.end(
      'slow-retrieval',
      `${fetch.wanted.piece} came at less than ${plan.speedFloorBytesPerS} bytes/s for ${plan.speedWindowMs} ms, up to byte ${fetch.offset}`,
    );
    return true;
  }

  #armPatience({ awaited }: PieceFetch, nowMs: number): void {
    const { flash } = this.#owner.options.kind.profile;
    this.#owner.deadlines.arm('update', nowMs + requestPatienceMs(flash, awaited));
  }
}

/** True when a part or an absence is of the piece that is fetched. */
function isOf(fetch: PieceFetch, body: { readonly piece?: number | null; readonly version?: number | null }): boolean {
  const { piece, version } = fetch.wanted;
  return pieces.nameOf(body.piece) === piece && fetch.isVersion(version, body.version ?? 0);
}
