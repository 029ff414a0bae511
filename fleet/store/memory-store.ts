import type { DocumentKind, Documents, LogName, Logs, Mutation, Store, Stored } from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';
import { type BatchOutcome, GroupCommit } from './group-commit.ts';
import { assertLogLimit, checkRevision, type EncodedMutation, encodeBatch } from './store-batch.ts';
import { storeFailure } from './store-errors.ts';

/** A Store in memory, for simulations and tests: commits on a microtask, so a run is the same every time. */
export interface MemoryStore extends Store {
  /**
   * Kills the process that used it, so to speak: what was not committed is gone, and this object never answers again (its open calls
   * never settle, as those of a killed process). Returns the store as the next process finds it.
   */
  crash(): MemoryStore;
  /** While set, apply() rejects with E1603. */
  setFull(full: boolean): void;
}

/** Opens an empty one. */
export function createMemoryStore(): MemoryStore {
  return new MemoryStoreDriver({ documents: new Map(), logs: { audit: [], timeline: [] }, full: false });
}

interface StoredBody {
  readonly revision: number;
  readonly body: string;
}

interface LogLine {
  readonly sequence: number;
  readonly body: string;
}

/** What survives a crash. */
interface Disk {
  readonly documents: Map<DocumentKind, Map<string, StoredBody>>;
  readonly logs: Record<LogName, LogLine[]>;
  full: boolean;
}

const never = new Promise<never>(() => undefined);

class MemoryStoreDriver implements MemoryStore {
  readonly #disk: Disk;
  readonly #group = new GroupCommit(queueMicrotask, (batches) => this.#writeGroup(batches));
  #state: 'open' | 'closed' | 'crashed' = 'open';

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  async get<Kind extends DocumentKind>(kind: Kind, id: string): Promise<Stored<Kind> | undefined> {
    await this.#enter();
    const stored = this.#disk.documents.get(kind)?.get(id);
    return stored && decode(kind, id, stored);
  }

  async list<Kind extends DocumentKind>(kind: Kind): Promise<Stored<Kind>[]> {
    await this.#enter();
    const documents = [...(this.#disk.documents.get(kind) ?? [])];
    documents.sort(([a], [b]) => (a < b ? -1 : 1));
    return documents.map(([id, stored]) => decode(kind, id, stored));
  }

  async apply(batch: readonly Mutation[]): Promise<number[]> {
    // Encoded and queued inside the call: the order of commits is the order of calls.
    if (this.#state === 'open') return this.#group.submit(encodeBatch(batch));
    await this.#enter();
    return [];
  }

  async readLog<Name extends LogName>(
    log: Name,
    options: { readonly after?: number; readonly before?: number; readonly limit: number },
  ): Promise<Logs[Name][]> {
    assertLogLimit(options.limit);
    await this.#enter();
    const lines = this.#disk.logs[log];
    const end = options.before === undefined ? lines.length : firstAfter(lines, options.before - 1);
    const start = options.after === undefined ? Math.max(0, end - options.limit) : firstAfter(lines, options.after);
    return lines.slice(start, Math.min(end, start + options.limit)).map(({ body }) => JSON.parse(body) as Logs[Name]);
  }

  problem(): undefined {
    return undefined;
  }

  async close(): Promise<void> {
    if (this.#state === 'crashed') await never;
    this.#group.flush();
    this.#state = 'closed';
  }

  crash(): MemoryStore {
    this.#state = 'crashed';
    this.#group.halt();
    return new MemoryStoreDriver(this.#disk);
  }

  setFull(full: boolean): void {
    this.#disk.full = full;
  }

  async #enter(): Promise<void> {
    if (this.#state === 'crashed') await never;
    if (this.#state === 'closed') throw storeFailure('E1612', { message: 'the store was closed before this call' });
  }

  #writeGroup(batches: readonly (readonly EncodedMutation[])[]): BatchOutcome[] {
    if (this.#disk.full) throw storeFailure('E1603', { message: 'the memory store was set full' });
    return batches.map((batch) => writeBatch(this.#disk, batch));
  }
}

/** All of a batch or nothing: what was done before the failing mutation is undone, newest first. */
function writeBatch(disk: Disk, batch: readonly EncodedMutation[]): BatchOutcome {
  const undo: (() => void)[] = [];
  try {
    return { revisions: batch.map((mutation) => writeMutation(disk, mutation, undo)) };
  } catch (error) {
    for (const step of undo.reverse()) step();
    return { error };
  }
}

function writeMutation(disk: Disk, mutation: EncodedMutation, undo: (() => void)[]): number {
  if (mutation.type === 'append' || mutation.type === 'trim') {
    writeLog(disk, mutation, undo);
    return 0;
  }
  const { kind, id } = mutation;
  let documents = disk.documents.get(kind);
  if (documents === undefined) {
    documents = new Map();
    disk.documents.set(kind, documents);
  }
  const held = documents;
  const previous = held.get(id);
  checkRevision(kind, id, mutation.expected, previous?.revision ?? 0);
  undo.push(() => (previous === undefined ? held.delete(id) : held.set(id, previous)));
  if (mutation.type === 'delete') {
    held.delete(id);
    return 0;
  }
  const revision = (previous?.revision ?? 0) + 1;
  held.set(id, { revision, body: mutation.body });
  return revision;
}

function writeLog(disk: Disk, mutation: EncodedMutation & { type: 'append' | 'trim' }, undo: (() => void)[]): void {
  const lines = disk.logs[mutation.log];
  if (mutation.type === 'append') {
    const newest = lines.at(-1)?.sequence ?? 0;
    assert(mutation.sequence > newest, `entry ${mutation.sequence} of the ${mutation.log} is not newer than ${newest}`);
    lines.push({ sequence: mutation.sequence, body: mutation.body });
    undo.push(() => lines.pop());
    return;
  }
  disk.logs[mutation.log] = lines.slice(-mutation.keep);
  undo.push(() => {
    disk.logs[mutation.log] = lines;
  });
}

function firstAfter(lines: readonly LogLine[], sequence: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as LogLine).sequence > sequence) high = middle;
    else low = middle + 1;
  }
  return low;
}

function decode<Kind extends DocumentKind>(_kind: Kind, id: string, stored: StoredBody): Stored<Kind> {
  return { id, revision: stored.revision, value: JSON.parse(stored.body) as Documents[Kind] };
}
