import type { Actor, Mutation, UploadRecord, UploadService, UploadView } from '#fleet/domain/index.js';
import { isSeatrialError, messageOf, TimerTask } from '#proto/kit/index.js';
import { checkActor, type ReleaseContext } from './release-context.ts';
import { failRelease } from './release-errors.ts';

/** Bytes that are written at a time: a socket gives smaller pieces. */
const writeBytes = 262_144;
/** Longest wait between two looks for uploads that expired, ms. */
const longestSweepMs = 3_600_000;

/**
 * Files on their way. An upload is called by the digest that it is to have, so that the same file finds its upload again, whoever sends it and
 * whatever crashed in between.
 */
export class UploadDesk extends TimerTask implements UploadService {
  readonly #context: ReleaseContext;
  readonly #records = new Map<string, UploadRecord>();
  /** Those that a stream adds to now, or that become a release. */
  readonly #busy = new Set<string>();
  /** What the store knows of when bytes came last. */
  readonly #storedAtMs = new Map<string, number>();
  #isStopped = false;

  constructor(context: ReleaseContext) {
    super();
    this.#context = context;
  }

  /** Reads all back; files that no record knows are removed. */
  async load(): Promise<void> {
    const { store, blobs } = this.#context;
    for (const { value } of await store.list('upload')) this.#know(value);
    for (const { id } of blobs.uploads()) if (!this.#records.has(id)) await blobs.discard(id);
    this.#arm();
  }

  stop(): void {
    this.#isStopped = true;
    this.#context.clock.cancel(this);
  }

  /** Digests of files that uploads name: such a file may be complete already. */
  get digests(): ReadonlySet<string> {
    return new Set([...this.#records.values()].map(({ sha256 }) => sha256));
  }

  list(): UploadView[] {
    return [...this.#records.values()].map((record) => this.#view(record)).sort((a, b) => a.createdAtMs - b.createdAtMs);
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  get(id: string): UploadView {
    return this.#view(this.#need(id));
  }

  async begin({ bytes, sha256 }: { readonly bytes: number; readonly sha256: string }, by: Actor): Promise<UploadView> {
    checkActor(by);
    if (!/^[0-9a-f]{64}$/.test(sha256)) {
      throw failRelease('E2539', { message: `sha256 is ${JSON.stringify(sha256.slice(0, 80))}, not 64 of 0-9 a-f` });
    }
    const { limits, serial, clock, store, blobs, journal } = this.#context;
    if (!Number.isInteger(bytes) || bytes < 1) throw failRelease('E2539', { message: `bytes is ${bytes}, it is a whole number from 1 on` });
    if (bytes > limits.imageFileBytes) {
      throw failRelease('E2531', { message: `the file has ${bytes} bytes, the limit is ${limits.imageFileBytes}` });
    }
    const id = sha256.slice(0, 32);
    return serial.run(async () => {
      const known = this.#records.get(id);
      if (known !== undefined && known.sha256 === sha256) {
        if (known.bytes === bytes) return this.#view(known);
        throw failRelease('E2539', { message: `bytes is ${bytes}, the upload of this digest was announced with ${known.bytes}` });
      }
      if (this.#records.size >= limits.uploads) {
        throw failRelease('E2532', { message: `${this.#records.size} uploads are open, the limit is ${limits.uploads}` });
      }
      this.#needRoom(bytes);
      const nowMs = clock.wallMs();
      const value: UploadRecord = { id, bytes, sha256, createdAtMs: nowMs, createdBy: by.name, changedAtMs: nowMs };
      await blobs.discard(id);
      // The file first: a record without one would say that it waits for bytes, and could not take any.
      await blobs.begin(id);
      await store.apply([{ type: 'put', kind: 'upload', id, value }]);
      this.#know(value);
      this.#arm();
      journal.audit({ actor: by.name, action: 'upload.begin', subject: `upload:${id}`, reason: by.reason, detail: { bytes, sha256 } });
      return this.#view(value);
    });
  }

  write(id: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<UploadView> {
    return this.hold(id, async (record) => {
      try {
        await this.#take(record, offset, bytes);
      } finally {
        await this.#touch(record);
      }
      return this.get(id);
    });
  }

  async discard(id: string, by: Actor): Promise<void> {
    checkActor(by);
    await this.hold(id, async () => {
      await this.drop(id);
      this.#context.journal.audit({ actor: by.name, action: 'upload.discard', subject: `upload:${id}`, reason: by.reason, detail: {} });
    });
  }

  /**
   * Does something to an upload that nobody else touches meanwhile.
   * @throws E2530, E2534
   */
  async hold<Result>(id: string, work: (record: UploadRecord) => Promise<Result>): Promise<Result> {
    const record = this.#need(id);
    if (this.#busy.has(id)) throw failRelease('E2534', { message: `another request adds to upload ${id}` });
    this.#busy.add(id);
    try {
      return await work(record);
    } finally {
      this.#busy.delete(id);
    }
  }

  /** What takes the record of an upload away, for the batch that makes it a release. */
  removal(id: string): Mutation {
    return { type: 'delete', kind: 'upload', id };
  }

  /** After that batch was stored. */
  forget(id: string): void {
    this.#records.delete(id);
    this.#storedAtMs.delete(id);
  }

  /** Ends an upload that the caller holds, or that nobody does. */
  async drop(id: string): Promise<void> {
    await this.#context.serial.run(() => this.dropInSerial(id));
  }

  /** drop(), for a caller that holds the Serial. */
  async dropInSerial(id: string): Promise<void> {
    const { store, blobs } = this.#context;
    await store.apply([this.removal(id)]);
    this.forget(id);
    await blobs.discard(id);
  }

  async #take(record: UploadRecord, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const { blobs } = this.#context;
    let at = offset;
    let waiting: Uint8Array[] = [];
    let waitingBytes = 0;
    const write = async (): Promise<void> => {
      const piece = Buffer.concat(waiting);
      waiting = [];
      waitingBytes = 0;
      at = await blobs.append(record.id, at, piece);
    };
    // A wrong offset is refused before anything is read. One that is a file already takes no more.
    if (offset !== record.bytes || blobs.upload(record.id) !== undefined) await write();
    try {
      for await (const piece of bytes) {
        if (at + waitingBytes + piece.length > record.bytes) {
          throw failRelease('E2533', { message: `the file was announced with ${record.bytes} bytes, more came from byte ${offset} on` });
        }
        waiting.push(piece);
        waitingBytes += piece.length;
        if (waitingBytes >= writeBytes) await write();
      }
    } catch (error) {
      // What came before the way broke is good: the next one goes on behind it.
      if (waitingBytes > 0 && !isSeatrialError(error)) await write();
      throw error;
    }
    if (waitingBytes > 0) await write();
  }

  /** Bytes came: it lives on. The store hears of it now and then only, since each write there waits for the disk. */
  async #touch({ id }: UploadRecord): Promise<void> {
    const { store, clock, serial, limits } = this.#context;
    await serial.run(async () => {
      const record = this.#records.get(id);
      if (record === undefined) return;
      const value = { ...record, changedAtMs: clock.wallMs() };
      this.#records.set(id, value);
      if (value.changedAtMs - (this.#storedAtMs.get(id) ?? 0) < limits.uploadKeepMs / 16) return;
      await store.apply([{ type: 'put', kind: 'upload', id, value }]);
      this.#know(value);
    });
  }

  /** Takes a record as it is stored. */
  #know(record: UploadRecord): void {
    this.#records.set(record.id, record);
    this.#storedAtMs.set(record.id, record.changedAtMs);
  }

  #needRoom(bytes: number): void {
    const { blobs } = this.#context;
    const promised = this.list().reduce((sum, upload) => sum + upload.bytes - upload.receivedBytes, 0);
    const free = blobs.freeBytes() - promised;
    if (bytes <= free) return;
    throw failRelease('E2536', {
      message: `the file has ${bytes} bytes, the disk has room for ${Math.max(0, free)} beside the uploads that are open`,
      retryAfterMs: 60_000,
    });
  }

  #view(record: UploadRecord): UploadView {
    const { blobs, limits } = this.#context;
    // Complete already: the manager ended between the file and its release.
    const received = blobs.upload(record.id)?.receivedBytes ?? (blobs.get(record.sha256) === undefined ? 0 : record.bytes);
    return { ...record, receivedBytes: received, expiresAtMs: record.changedAtMs + limits.uploadKeepMs };
  }

  #need(id: string): UploadRecord {
    const record = this.#records.get(id);
    if (record === undefined) throw failRelease('E2530', { message: `there is no upload ${id.slice(0, 80)}` });
    return record;
  }

  /** Looks again when the next one can have expired. */
  #arm(): void {
    const { clock } = this.#context;
    if (this.#isStopped || this.#records.size === 0) return;
    const nextMs = Math.min(...this.list().map(({ expiresAtMs }) => expiresAtMs)) - clock.wallMs();
    clock.schedule(this, clock.nowMs() + Math.min(longestSweepMs, Math.max(1_000, nextMs)));
  }

  override fire(): void {
    const { tasks, clock, log, journal } = this.#context;
    void tasks.run('remove expired uploads', async () => {
      for (const { id, expiresAtMs, receivedBytes, bytes } of this.list()) {
        if (expiresAtMs > clock.wallMs() || this.#busy.has(id)) continue;
        try {
          await this.drop(id);
          journal.audit({
            actor: 'system',
            action: 'upload.expire',
            subject: `upload:${id}`,
            reason: '',
            detail: { receivedBytes, bytes },
          });
        } catch (error) {
          log.warn('an expired upload can not be removed', { upload: id, error: messageOf(error) });
        }
      }
      this.#arm();
    });
  }
}
