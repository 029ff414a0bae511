interface HeldPage {
  readonly bytes: Uint8Array;
  /** Number of its newest use. */
  used: number;
}

/** Pages of files in memory, bounded: the least recently used go first. A page that is on its way is read once for all who ask. */
export class BlobPages {
  readonly #limit: number;
  readonly #held = new Map<string, HeldPage>();
  readonly #coming = new Map<string, Promise<Uint8Array>>();

  #uses = 0;

  /** @param limit pages, 1 or more */
  constructor(limit: number) {
    this.#limit = limit;
  }

  peek(key: string): Uint8Array | undefined {
    const page = this.#held.get(key);
    if (page === undefined) return undefined;
    this.#uses += 1;
    page.used = this.#uses;
    return page.bytes;
  }

  get(key: string, load: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const held = this.peek(key);
    if (held !== undefined) return Promise.resolve(held);
    let coming = this.#coming.get(key);
    if (coming === undefined) {
      coming = load()
        .then((page) => {
          this.hold(key, page);
          return page;
        })
        .finally(() => this.#coming.delete(key));
      this.#coming.set(key, coming);
    }
    return coming;
  }

  /** Keeps one, at most a page long. */
  hold(key: string, page: Uint8Array): void {
    this.#uses += 1;
    this.#held.set(key, { bytes: page, used: this.#uses });
    while (this.#held.size > this.#limit) this.#dropOldest();
  }

  /** A page is read from the disk before another one goes: a look at all of them is little beside it, and every use is cheap. */
  #dropOldest(): void {
    let oldest = '';
    let leastUsed = Number.POSITIVE_INFINITY;
    for (const [key, { used }] of this.#held) {
      if (used >= leastUsed) continue;
      oldest = key;
      leastUsed = used;
    }
    this.#held.delete(oldest);
  }

  /** Forgets the pages whose keys begin so. */
  drop(prefix: string): void {
    for (const key of [...this.#held.keys()]) if (key.startsWith(prefix)) this.#held.delete(key);
  }
}
