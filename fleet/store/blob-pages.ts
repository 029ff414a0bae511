/** Pages of files in memory, bounded: the least recently used go first. A page that is on its way is read once for all who ask. */
export class BlobPages {
  readonly #limit: number;
  readonly #held = new Map<string, Uint8Array>();
  readonly #coming = new Map<string, Promise<Uint8Array>>();

  /** @param limit pages, 1 or more */
  constructor(limit: number) {
    this.#limit = limit;
  }

  peek(key: string): Uint8Array | undefined {
    const page = this.#held.get(key);
    if (page === undefined) return undefined;
    // The order of a Map is that of insertion: the newest use stands last.
    this.#held.delete(key);
    this.#held.set(key, page);
    return page;
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
    this.#held.set(key, page);
    for (const [oldest] of this.#held) {
      if (this.#held.size <= this.#limit) break;
      this.#held.delete(oldest);
    }
  }

  /** Forgets the pages whose keys begin so. */
  drop(prefix: string): void {
    for (const key of [...this.#held.keys()]) if (key.startsWith(prefix)) this.#held.delete(key);
  }
}
