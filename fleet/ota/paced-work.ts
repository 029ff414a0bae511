import { type Clock, TimerTask } from '#proto/kit/index.js';

/** Work for many devices that comes at one instant: some pieces at once, the others in later turns of the process, so that others have their turn in between. */
export class PacedWork extends TimerTask {
  readonly #clock: Clock;
  readonly #piecesPerTurn: number;
  #waiting: (() => void)[] = [];
  #next = 0;
  /** Done since the timer fired last. */
  #doneInTurn = 0;

  /** @param piecesPerTurn 1 or more: some milliseconds of work */
  constructor(clock: Clock, piecesPerTurn: number) {
    super();
    this.#clock = clock;
    this.#piecesPerTurn = piecesPerTurn;
  }

  /** Takes pieces, behind those that wait. */
  add(pieces: readonly (() => void)[]): void {
    const isIdle = this.#next === this.#waiting.length;
    for (const piece of pieces) this.#waiting.push(piece);
    if (isIdle && this.heapIndex < 0) this.#work();
  }

  /** Does all that waits, now. */
  finish(): void {
    while (this.#next < this.#waiting.length) this.#one();
    this.#clock.cancel(this);
    this.#rest();
  }

  override fire(): void {
    this.#doneInTurn = 0;
    this.#work();
  }

  #work(): void {
    for (; this.#next < this.#waiting.length; this.#doneInTurn += 1) {
      if (this.#doneInTurn >= this.#piecesPerTurn) return this.#clock.schedule(this, this.#clock.nowMs());
      this.#one();
    }
    this.#rest();
  }

  #one(): void {
    const piece = this.#waiting[this.#next] as () => void;
    this.#next += 1;
    piece();
  }

  #rest(): void {
    this.#waiting = [];
    this.#next = 0;
  }
}
