import { createHash } from 'node:crypto';
import type { ReleaseDelta, ReleaseRecord, ReleaseView } from '#fleet/domain/index.js';
import { type Image, imageHeadBytes, readDelta, readImageHead } from '#proto/image/index.js';
import { messageOf } from '#proto/kit/index.js';
import type { ReleaseContext } from './release-context.ts';
import { compareReleases, rangeOf } from './release-logic.ts';
import type { DeltaOutlook } from './update-sources.ts';

/** Makes a delta file: at once where time is virtual, in another thread where devices are waiting. */
export type DeltaBuilder = (base: Image, target: Image) => Promise<Uint8Array>;

/** The releases, as deltas need them. */
export interface DeltaBook {
  list(): ReleaseView[];
  find(id: string): ReleaseView | undefined;
  byDigest(imageDigest: string): ReleaseView | undefined;
  /** Takes a record into memory as it is stored. */
  know(value: ReleaseRecord, revision: number): void;
}

const coming: DeltaOutlook = { isComing: true, why: 'it is being built' };

/** A delta that is wanted. */
interface Wish {
  readonly releaseId: string;
  readonly baseDigest: string;
}

/** Read at a time of a file. */
const pieceBytes = 262_144;

/**
 * Builds deltas one after the other: to a published release from the newest published ones of its name, and from the releases that devices run, at
 * publishing and when such a device is to be updated. What is not built yet when the manager ends is wanted again at its next start.
 */
export class DeltaDesk {
  readonly #context: ReleaseContext;
  readonly #book: DeltaBook;
  readonly #build: DeltaBuilder;
  readonly #queue: Wish[] = [];
  /** The one under way. */
  #building: readonly Wish[] = [];
  /** As large as the whole image, or larger, or failed: not tried again in this run. */
  readonly #useless = new Set<string>();
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(context: ReleaseContext, book: DeltaBook, build: DeltaBuilder) {
    this.#context = context;
    this.#book = book;
    this.#build = build;
  }

  /** After the releases were read: the newest published one of each name gets what it lacks. */
  start(): void {
    const seen = new Set<string>();
    for (const release of this.#book.list()) {
      if (release.state !== 'published' || seen.has(release.name)) continue;
      seen.add(release.name);
      this.published(release);
    }
  }

  /** Drops what waits; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  /** A release was published: what devices run comes first, by their number, then the newest releases of its name. */
  published(release: ReleaseView): void {
    const running = [...this.#context.devices.images()].sort(([, a], [, b]) => b.devices - a.devices).map(([digest]) => digest);
    const sisters = this.#book.list().filter(({ name, state }) => name === release.name && state === 'published');
    const newest = sisters
      .filter(({ id }) => id !== release.id)
      .sort(compareReleases)
      .slice(0, this.#context.limits.deltaBases);
    for (const baseDigest of [...running, ...newest.map(({ digest }) => digest)]) this.#queueUp(release, baseDigest);
    this.#go();
  }

  /** A device that runs the base is to run the release: a delta that is not there is built, within the limits, for those that come next. */
  want(releaseId: string, baseDigest: string): DeltaOutlook {
    const release = this.#book.find(releaseId);
    if (release?.state !== 'published') return { isComing: false, why: `release ${releaseId} is not published` };
    const outlook = this.#queueUp(release, baseDigest);
    this.#go();
    return outlook;
  }

  /** Takes a delta out of its release: devices are not offered it any more. Throws when the Store can't keep that. */
  async withdraw(releaseId: string, delta: ReleaseDelta): Promise<void> {
    const { serial } = this.#context;
    await serial.run(() => this.#change(releaseId, (deltas) => deltas.filter(({ digest }) => digest !== delta.digest)));
  }

  /** Builds one that was withdrawn; resolves when all that waits is built, or failed. */
  async rebuild(releaseId: string, baseDigest: string): Promise<void> {
    this.want(releaseId, baseDigest);
    await this.#running;
  }

  #queueUp(release: ReleaseView, baseDigest: string): DeltaOutlook {
    const never = (why: string): DeltaOutlook => ({ isComing: false, why });
    const { limits } = this.#context;
    const base = this.#book.byDigest(baseDigest);
    if (base === undefined) return never('no release here is that image, so none can be built');
    if (base.id === release.id || !base.profiles.some((profile) => release.profiles.includes(profile)))
      return never(`none is built from ${base.id}`);
    const bytes = Math.max(base.contentBytes, release.contentBytes);
    if (bytes > limits.deltaImageBytes)
      return never(`none is built for ${bytes} bytes, limits.deltaImageBytes is ${limits.deltaImageBytes}`);
    if (this.#useless.has(wordOf({ releaseId: release.id, baseDigest })))
      return never(`one from ${base.id} is as large as the image, or failed`);
    const waiting = [...this.#building, ...this.#queue].filter(({ releaseId }) => releaseId === release.id);
    if ([...release.deltas, ...waiting].some((one) => one.baseDigest === baseDigest)) return coming;
    const count = release.deltas.length + waiting.length;
    if (count >= limits.deltasPerRelease) return never(`it has ${count} deltas, limits.deltasPerRelease is ${limits.deltasPerRelease}`);
    if (this.#queue.length >= limits.waitingDeltas)
      return never(`${this.#queue.length} wait to be built, limits.waitingDeltas is ${limits.waitingDeltas}`);
    this.#queue.push({ releaseId: release.id, baseDigest });
    return coming;
  }

  #go(): void {
    if (this.#running !== undefined || this.#isStopped || this.#queue.length === 0) return;
    this.#running = this.#context.tasks.run('delta.build', async () => {
      for (let wish = this.#queue.shift(); wish !== undefined && !this.#isStopped; wish = this.#queue.shift()) {
        this.#building = [wish];
        await this.#fulfil(wish);
        this.#building = [];
      }
      this.#running = undefined;
    });
  }

  /** What fails here costs bytes at a transfer, no more: it is logged. */
  async #fulfil(wish: Wish): Promise<void> {
    const { log } = this.#context;
    try {
      await this.#make(wish);
    } catch (error) {
      this.#useless.add(wordOf(wish));
      log.warn('a delta can not be built', { release: wish.releaseId, base: wish.baseDigest, error: messageOf(error) });
    }
  }

  async #make({ releaseId, baseDigest }: Wish): Promise<void> {
    const [target, base] = [this.#book.find(releaseId), this.#book.byDigest(baseDigest)];
    if (target?.state !== 'published' || base === undefined) return;
    const bytes = await this.#build(await this.#read(base), await this.#read(target));
    if (bytes.length >= target.fileBytes) {
      this.#useless.add(wordOf({ releaseId, baseDigest }));
      return;
    }
    const { blobs, serial, log } = this.#context;
    const frameDigest = createHash('sha256').update(readDelta(bytes).frame).digest('hex');
    const { digest } = await blobs.put(bytes);
    const delta: ReleaseDelta = { baseDigest, digest, bytes: bytes.length, frameDigest };
    await serial.run(async () => {
      if (this.#book.find(releaseId)?.state !== 'published') return;
      await this.#change(releaseId, (deltas) => [...deltas, delta]);
      log.info('a delta was built', { release: releaseId, base: base.id, bytes: bytes.length, of: target.fileBytes });
    });
  }

  /** Stores a release with other deltas; inside the line of writes. */
  async #change(releaseId: string, changed: (deltas: readonly ReleaseDelta[]) => readonly ReleaseDelta[]): Promise<void> {
    const now = this.#book.find(releaseId);
    if (now === undefined) return;
    const { revision, ...record } = now;
    const value: ReleaseRecord = { ...record, deltas: changed(record.deltas) };
    await this.#context.store.apply([{ type: 'put', kind: 'release', id: releaseId, value, expectedRevision: revision }]);
    this.#book.know(value, revision + 1);
  }

  /** An image in memory, read piece by piece. */
  async #read(release: ReleaseRecord): Promise<Image> {
    const { blobs } = this.#context;
    const head = await blobs.read(release.fileDigest, 0, Math.min(release.fileBytes, imageHeadBytes));
    const { header, headerBytes, digest } = readImageHead(head, release.fileBytes);
    const { digest: file, offset, bytes } = rangeOf(release, 'content');
    const content = Buffer.alloc(bytes);
    for (let at = 0; at < bytes; at += pieceBytes) {
      content.set(await blobs.read(file, offset + at, Math.min(pieceBytes, bytes - at)), at);
    }
    return { header, headerBytes, digest, content };
  }
}

function wordOf({ releaseId, baseDigest }: Wish): string {
  return `${releaseId} ${baseDigest}`;
}
