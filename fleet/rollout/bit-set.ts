/** Which numbers from 0 on are in: one bit each, with the count kept and the next one found 32 at a time. */
export class BitSet {
  #words: Uint32Array;
  #count = 0;

  /** @param size one past the greatest number */
  constructor(size: number) {
    this.#words = new Uint32Array(Math.ceil(size / 32));
  }

  get count(): number {
    return this.#count;
  }

  set(number: number, isIn: boolean): void {
    const place = number >>> 5;
    const bit = 1 << (number & 31);
    const word = this.#words[place] as number;
    if (isIn === ((word & bit) !== 0)) return;
    this.#words[place] = word ^ bit;
    this.#count += isIn ? 1 : -1;
  }

  /** The first that is in, from this one on; -1: none. */
  next(from: number): number {
    let place = from >>> 5;
    if (place >= this.#words.length) return -1;
    let word = (this.#words[place] as number) & (-1 << (from & 31));
    while (word === 0) {
      place += 1;
      if (place >= this.#words.length) return -1;
      word = this.#words[place] as number;
    }
    return place * 32 + 31 - Math.clz32(word & -word);
  }

  /** Makes room. @param size at least what it is now */
  grow(size: number): void {
    const before = this.#words;
    this.#words = new Uint32Array(Math.ceil(size / 32));
    this.#words.set(before);
  }
}
