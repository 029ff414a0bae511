import type { PieceDemand } from '#fleet/domain/index.js';
import type { PieceName } from '#proto/frame/index.js';
import { TimerTask } from '#proto/kit/index.js';
import type { Budget } from './turn-order.ts';
import type { PieceSource } from './update-sources.ts';

/** Length of a part, bytes; the last one of a piece is what is left. */
const partBytes = 32_768;

/** What one unit takes now. Its timer ends a transfer that nobody goes on with, or looks again at a link that was full. */
export class Transfer extends TimerTask {
  readonly deviceKey: number;
  readonly attemptId: string;
  readonly budgets: readonly Budget[];
  piece: PieceName = 'header';
  version = 0;
  source: PieceSource;
  offset = 0;
  /** Parts that it may still get. */
  credit = 0;
  /** In the order of turns, or its part is being read. */
  isUnderWay = false;
  /** Its unit is gone, its attempt is over, or another one took its place: nothing is sent any more. */
  isEnded = false;
  /** Grows with each request: what was read for an older one is dropped. */
  request = 0;
  /** Bytes that the book does not know of yet. */
  sentBytes = 0;
  readonly #onTimer: (transfer: Transfer) => void;

  constructor(
    unit: { readonly deviceKey: number; readonly attemptId: string; readonly budgets: readonly Budget[] },
    source: PieceSource,
    onTimer: (transfer: Transfer) => void,
  ) {
    super();
    this.deviceKey = unit.deviceKey;
    this.attemptId = unit.attemptId;
    this.budgets = unit.budgets;
    this.source = source;
    this.#onTimer = onTimer;
  }

  /** Bytes of the next part. */
  get nextBytes(): number {
    return Math.min(partBytes, this.source.totalBytes - this.offset);
  }

  /** A newer request takes the place of what is left of the one before. */
  begin({ piece, offset, credit }: PieceDemand, source: PieceSource, version: number): void {
    this.request += 1;
    this.piece = piece;
    this.source = source;
    this.version = version;
    this.offset = offset;
    this.credit = credit;
  }

  override fire(): void {
    this.#onTimer(this);
  }
}
