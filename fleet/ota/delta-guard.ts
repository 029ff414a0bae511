import { createHash } from 'node:crypto';
import type { AttemptDelta, ReleaseDelta, ReleaseRecord } from '#fleet/domain/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import type { ReleaseContext } from './release-context.ts';
import { failRelease } from './release-errors.ts';
import type { PieceSource } from './update-sources.ts';

/** In front of the header in a delta file, bytes. */
export const deltaPrefixBytes = 48;
/** Read at a time of a file. */
const pieceBytes = 262_144;
/** Devices that say that a delta is no good have its file read again this often at most, ms. */
const doubtEveryMs = 60_000;

/** The releases and the builder, as the guard needs them. */
export interface DeltaKeeper {
  find(id: string): ReleaseRecord | undefined;
  /** Takes a delta out of its release. */
  withdraw(releaseId: string, delta: ReleaseDelta): Promise<void>;
  /** Builds it again; resolves when that is over, whether it went well or not. */
  rebuild(releaseId: string, baseDigest: string): Promise<void>;
}

/**
 * Gives out the files of deltas: each is read whole against its digest before its first byte leaves in a run of the manager, and again when a device says
 * that what came is no good. A damaged one is taken from its release, said in log and timeline, and built anew; who asks for it meanwhile is told to
 * come again.
 */
export class DeltaGuard {
  readonly #context: ReleaseContext;
  readonly #keeper: DeltaKeeper;
  /** Digests of files that were read and are whole. */
  readonly #whole = new Set<string>();
  readonly #reading = new Map<string, Promise<boolean>>();
  /** Digests of frames that are built again: the same images give the same frame. */
  readonly #mending = new Set<string>();
  readonly #doubtedAtMs = new Map<string, number>();

  constructor(context: ReleaseContext, keeper: DeltaKeeper) {
    this.#context = context;
    this.#keeper = keeper;
  }

  /** The frame of an assigned delta, behind prefix and header of its file; undefined: there is none any more. */
  source(release: ReleaseRecord, assigned: AttemptDelta): PieceSource | undefined {
    const { blobs } = this.#context;
    const delta = deltaOf(release, assigned);
    if (delta === undefined) return this.#mending.has(assigned.digest) ? mendedSoon(release, assigned) : undefined;
    const from = deltaPrefixBytes + release.headerBytes;
    return {
      totalBytes: delta.bytes - from,
      peek: (offset, bytes) => (this.#whole.has(delta.digest) ? blobs.peek(delta.digest, from + offset, bytes) : undefined),
      read: async (offset, bytes) => {
        if (!(await this.#isWhole(release.id, delta))) throw damage(release.id, delta.baseDigest);
        return blobs.read(delta.digest, from + offset, bytes);
      },
    };
  }

  /** A device says that this delta is no good: its file is read again, soon. */
  doubt(releaseId: string, assigned: AttemptDelta): void {
    const { clock, tasks, log } = this.#context;
    const release = this.#keeper.find(releaseId);
    const delta = release && deltaOf(release, assigned);
    if (delta === undefined || clock.nowMs() - (this.#doubtedAtMs.get(delta.digest) ?? Number.NEGATIVE_INFINITY) < doubtEveryMs) return;
    this.#doubtedAtMs.set(delta.digest, clock.nowMs());
    this.#whole.delete(delta.digest);
    void tasks.run('delta.check', async () => {
      try {
        await this.#isWhole(releaseId, delta);
      } catch (error) {
        if (!isSeatrialError(error)) throw error;
        log.error(`a damaged delta can't be taken back: ${error.message}`, { code: error.code, release: releaseId });
      }
    });
  }

  /** Read once, however many ask. Throws when a damaged one can't be taken back. */
  #isWhole(releaseId: string, delta: ReleaseDelta): boolean | Promise<boolean> {
    if (this.#whole.has(delta.digest)) return true;
    const known = this.#reading.get(delta.digest);
    if (known !== undefined) return known;
    const reading = this.#check(releaseId, delta).finally(() => this.#reading.delete(delta.digest));
    this.#reading.set(delta.digest, reading);
    return reading;
  }

  async #check(releaseId: string, delta: ReleaseDelta): Promise<boolean> {
    const found = await this.#digestOf(delta);
    if (found === delta.digest) {
      this.#whole.add(delta.digest);
      return true;
    }
    await this.#mend(releaseId, delta, found);
    return false;
  }

  /** What is wrong with the file, or its digest. */
  async #digestOf({ digest, bytes }: ReleaseDelta): Promise<string> {
    const { blobs } = this.#context;
    const there = blobs.get(digest)?.bytes;
    if (there === undefined) return 'no file';
    if (there !== bytes) return `${there} bytes`;
    const hash = createHash('sha256');
    try {
      for (let at = 0; at < bytes; at += pieceBytes) hash.update(await blobs.read(digest, at, Math.min(pieceBytes, bytes - at)));
    } catch (error) {
      // Cut short while the manager runs, or on a bad place of the disk: another file may stand on a good one.
      if (isSeatrialError(error)) return error.message;
      throw error;
    }
    return hash.digest('hex');
  }

  async #mend(releaseId: string, delta: ReleaseDelta, found: string): Promise<void> {
    const { blobs, journal, log, tasks } = this.#context;
    const { baseDigest, digest, frameDigest } = delta;
    const what = `the delta of ${releaseId} from ${baseDigest.slice(0, 12)} is damaged on the disk of the manager`;
    const message = `${what}: found is ${found}, wanted ${digest} of ${delta.bytes} bytes; it is taken back and built again`;
    log.error(message, { release: releaseId, base: baseDigest, file: digest, found });
    journal.timeline({ source: 'system', kind: 'delta.damaged', deviceId: '', message, detail: { release: releaseId, base: baseDigest } });
    this.#mending.add(frameDigest);
    try {
      await this.#keeper.withdraw(releaseId, delta);
      // Under its digest the new one is kept.
      await blobs.delete(digest);
    } catch (error) {
      this.#mending.delete(frameDigest);
      throw error;
    }
    void tasks.run('delta.mend', async () => {
      await this.#keeper.rebuild(releaseId, baseDigest);
      this.#mending.delete(frameDigest);
    });
  }
}

function deltaOf({ deltas }: ReleaseRecord, assigned: AttemptDelta): ReleaseDelta | undefined {
  return deltas.find(({ frameDigest }) => frameDigest === assigned.digest);
}

function damage(releaseId: string, baseDigest: string): Error {
  return failRelease('E2548', { message: `the delta of ${releaseId} from ${baseDigest.slice(0, 12)} was damaged` });
}

/** What is being built is not there yet. */
function mendedSoon({ id }: ReleaseRecord, { bytes, baseDigest }: AttemptDelta): PieceSource {
  return { totalBytes: bytes, peek: () => undefined, read: () => Promise.reject(damage(id, baseDigest)) };
}
