import {
  type AwaitedAnswer,
  type CamePart,
  type PartVerdict,
  partVerdict,
  type SpeedPlan,
  speedVerdict,
  transferRules,
} from '#firmware/logic/index.js';
import type { PieceName } from '#proto/frame/index.js';

/** A piece that is wanted. */
export interface WantedPiece {
  readonly piece: PieceName;
  /** Of metadata; 0: the newest, and for what is no metadata. */
  readonly version: number;
  /** Its length when that was signed, else the most that it may have. */
  readonly bytes: number;
  readonly isExact: boolean;
}

/** What a request says. */
export interface PieceQuestion {
  readonly piece: PieceName;
  readonly version: number;
  readonly offset: number;
  readonly credit: number;
}

/** How far one piece came: where the next part starts, what was asked for, how fast it is. Decides by firmware/logic and sends nothing itself. */
export class PieceFetch {
  readonly wanted: WantedPiece;
  /** Length of the piece, once a part said it. */
  totalBytes: number;
  /** Requests in a row that nothing came of. */
  silences = 0;
  #offset: number;
  #credit = 0;
  #version = 0;
  #windowBytes = 0;
  #windowAwaitedMs = 0;
  #awaitedSinceMs = 0;

  /** @param offset where it begins: parts before it are there already */
  constructor(wanted: WantedPiece, offset = 0) {
    this.wanted = wanted;
    this.totalBytes = wanted.isExact ? wanted.bytes : 0;
    this.#offset = offset;
  }

  /** Where the next part starts. */
  get offset(): number {
    return this.#offset;
  }

  /** Parts that were asked for and did not come. */
  get credit(): number {
    return this.#credit;
  }

  get isComplete(): boolean {
    return this.totalBytes > 0 && this.#offset >= this.totalBytes;
  }

  /** What is awaited next. Of root and timestamp nothing signed says a length before they come. */
  get awaited(): AwaitedAnswer {
    const { piece, bytes } = this.wanted;
    const isLengthKnown = this.totalBytes > 0 || (piece !== 'root' && piece !== 'timestamp');
    return { bytes: (this.totalBytes || bytes) - this.#offset, isLengthKnown, silences: this.silences };
  }

  /** Asks from the first part that is not there. */
  ask(nowMs: number): PieceQuestion {
    const { partBytes, creditParts } = transferRules;
    const parts = this.totalBytes === 0 ? creditParts : Math.ceil((this.totalBytes - this.#offset) / partBytes);
    this.#credit = Math.max(1, Math.min(creditParts, parts));
    this.#awaitedSinceMs = nowMs;
    return { piece: this.wanted.piece, version: this.wanted.version, offset: this.#offset, credit: this.#credit };
  }

  /** Nothing more is awaited of what was asked for. */
  pause(nowMs: number): void {
    if (this.#credit > 0) this.#countTime(nowMs);
    this.#credit = 0;
  }

  /** True when a part of that version belongs to the piece. Of the newest the first part says which version that is. */
  isVersion(wanted: number, came: number): boolean {
    if (wanted !== 0 || this.#offset === 0) this.#version = wanted === 0 ? came : wanted;
    return came === this.#version;
  }

  /** Goes back: parts from there on are wanted again. */
  seek(offset: number): void {
    this.#offset = offset;
    this.#credit = 0;
  }

  /** Judges a part, and counts it when it is taken. */
  take(came: CamePart, nowMs: number): PartVerdict {
    const bytes = this.totalBytes || this.wanted.bytes;
    const isExact = this.totalBytes > 0;
    const verdict = partVerdict({ offset: this.#offset, bytes, isExact, credit: this.#credit }, came);
    if (verdict.type !== 'take') return verdict;
    this.totalBytes = came.totalBytes;
    this.#offset += came.bytes;
    this.#credit -= 1;
    this.silences = 0;
    this.#countTime(nowMs);
    this.#windowBytes += came.bytes;
    return verdict;
  }

  /** Judges the speed; a window that was fast enough is followed by a new one. */
  speed(plan: SpeedPlan, nowMs: number): 'open' | 'fast' | 'slow' {
    if (this.#credit > 0) this.#countTime(nowMs);
    const verdict = speedVerdict(plan, this.#windowBytes, this.#windowAwaitedMs);
    if (verdict === 'fast') {
      this.#windowBytes = 0;
      this.#windowAwaitedMs = 0;
    }
    return verdict;
  }

  #countTime(nowMs: number): void {
    this.#windowAwaitedMs += nowMs - this.#awaitedSinceMs;
    this.#awaitedSinceMs = nowMs;
  }
}
