import type {
  Actor,
  BlobRange,
  ReleaseComparison,
  ReleaseDelta,
  ReleaseRecord,
  ReleaseService,
  ReleaseView,
  SigningView,
  TrustDesk,
  UploadRecord,
} from '#fleet/domain/index.js';
import { type ImageHead, imageHeadBytes, readImageHead, verifyChunk } from '#proto/image/index.js';
import { assert, isSeatrialError } from '#proto/kit/index.js';
import { closestWord } from '#proto/yaml/index.js';
import { PublishDesk } from './publish-desk.ts';
import { applicationAt, compareFiles } from './release-comparison.ts';
import { checkActor, checkText, type ReleaseContext } from './release-context.ts';
import { failRelease } from './release-errors.ts';
import { compareReleases, factsOf, rangeOf, warningsOf } from './release-logic.ts';
import type { UploadDesk } from './upload-desk.ts';

/** A release in memory. */
interface Held {
  readonly value: ReleaseRecord;
  readonly revision: number;
  /** The same for those who ask, as one object until it changes: each request for parts asks. */
  readonly view: ReleaseView;
}

/** Releases with their files. @see ReleaseService */
export class ReleaseBook implements ReleaseService {
  readonly #context: ReleaseContext;
  readonly #uploads: UploadDesk;
  readonly #publish: PublishDesk;
  readonly #held = new Map<string, Held>();
  readonly #byDigest = new Map<string, string>();

  constructor(context: ReleaseContext, uploads: UploadDesk, trust: TrustDesk) {
    this.#context = context;
    this.#uploads = uploads;
    this.#publish = new PublishDesk(context, this, trust);
  }

  /** Reads all back, after the uploads; files that nothing refers to are removed, lost ones are named in the log. */
  async load(): Promise<void> {
    const { store, blobs, log } = this.#context;
    for (const { value, revision } of await store.list('release')) this.know(value, revision);
    const wanted = new Set(this.#uploads.digests);
    for (const { value } of this.#held.values()) {
      wanted.add(value.fileDigest);
      for (const { digest } of value.deltas) wanted.add(digest);
      if (blobs.get(value.fileDigest) === undefined)
        log.error('the file of a release is missing', { release: value.id, file: value.fileDigest });
    }
    await this.#publish.load();
    for (const { digest } of blobs.list()) if (!wanted.has(digest)) await blobs.delete(digest);
  }

  list(): ReleaseView[] {
    return [...this.#held.values()].map(viewOf).sort(compareReleases);
  }

  get(id: string): ReleaseView {
    return viewOf(this.#need(id));
  }

  find(id: string): ReleaseView | undefined {
    const held = this.#held.get(id);
    return held && viewOf(held);
  }

  byDigest(imageDigest: string): ReleaseView | undefined {
    const id = this.#byDigest.get(imageDigest);
    return id === undefined ? undefined : this.find(id);
  }

  warnings(release: Pick<ReleaseRecord, 'profiles'>): string[] {
    return warningsOf(release, new Set(this.#context.devices.listProfiles().map(({ definition }) => definition.name)));
  }

  refuseOther(id: string, fileDigest: string): void {
    const known = this.#held.get(id)?.value;
    if (known === undefined || known.fileDigest === fileDigest) return;
    throw failRelease('E2541', {
      message: `${id} is ${known.state} with the file ${known.fileDigest.slice(0, 16)}…, this one is ${fileDigest.slice(0, 16)}…`,
    });
  }

  async create(
    { uploadId, notes }: { readonly uploadId: string; readonly notes: string },
    by: Actor,
  ): Promise<{ readonly release: ReleaseView; readonly isNew: boolean }> {
    checkActor(by);
    checkText('the notes', notes, 0, 4_000);
    // Asked again since the answer was lost: an upload is called by the beginning of its digest.
    const made = this.list().find(({ fileDigest }) => uploadId.length === 32 && fileDigest.startsWith(uploadId));
    if (made !== undefined && !this.#uploads.has(uploadId)) return { release: made, isNew: false };
    return this.#uploads.hold(uploadId, async (upload) => {
      const { receivedBytes } = this.#uploads.get(uploadId);
      if (receivedBytes < upload.bytes) {
        throw failRelease('E2535', { message: `of ${upload.bytes} bytes ${receivedBytes} are there` });
      }
      const head = await this.#check(upload);
      return this.#context.serial.run(() => this.#add(upload, head, notes, by));
    });
  }

  async yank(id: string, { revision }: { readonly revision?: number | undefined }, by: Actor): Promise<ReleaseView> {
    checkActor(by);
    const { serial, clock } = this.#context;
    return serial.run(async () => {
      const held = this.needAt(id, revision);
      if (held.value.state === 'yanked') return viewOf(held);
      if (by.reason.trim() === '') throw failRelease('E2544', { message: `release ${id} is to be yanked, and no reason is given` });
      const value: ReleaseRecord = { ...held.value, state: 'yanked', yankedAtMs: clock.wallMs(), yankedBy: by.name, yankReason: by.reason };
      await this.#publish.storeYanked(value, held.revision, by);
      this.journal('release.yank', value, by, { was: held.value.state });
      this.#context.onYanked(id);
      return this.get(id);
    });
  }

  propose(id: string, by: Actor): Promise<SigningView> {
    return this.#publish.propose(id, by);
  }

  publish(...args: Parameters<ReleaseService['publish']>): Promise<ReleaseView> {
    return this.#publish.publish(...args);
  }

  async compare(fromId: string, toId: string): Promise<ReleaseComparison> {
    return compareFiles(this.#context.blobs, this.get(fromId), this.get(toId));
  }

  pieceOf(release: ReleaseRecord, piece: 'header' | 'content'): BlobRange {
    return rangeOf(release, piece);
  }

  deltaFrom({ deltas }: ReleaseRecord, baseDigest: string): ReleaseDelta | undefined {
    return deltas.find((delta) => delta.baseDigest === baseDigest);
  }

  /** Holds the Serial. @throws E2540, E2543 */
  needAt(id: string, revision: number | undefined): Held {
    const held = this.#need(id);
    if (revision === undefined || revision === held.revision) return held;
    throw failRelease('E2543', { message: `release ${id} stands at revision ${held.revision}, the change was made for ${revision}` });
  }

  /** Says who did what to a release. */
  journal(action: string, { id, digest }: ReleaseRecord, by: Actor, more: Readonly<Record<string, string | number>>): void {
    const { journal } = this.#context;
    const detail = { digest, ...more };
    journal.audit({ actor: by.name, action, subject: `release:${id}`, reason: by.reason, detail });
    const why = by.reason === '' ? '' : `: ${by.reason}`;
    journal.timeline({ source: 'operator', kind: action, deviceId: '', message: `${by.name}: ${action} ${id}${why}`, detail });
  }

  /** Makes the upload a file and looks at all of it. What is no good image is dropped. */
  async #check(upload: UploadRecord): Promise<ImageHead> {
    const { blobs, serial } = this.#context;
    try {
      const file = blobs.get(upload.sha256) ?? (await blobs.complete(upload.id, upload.sha256));
      const head = readImageHead(await blobs.read(file.digest, 0, Math.min(file.bytes, imageHeadBytes)), file.bytes);
      for (let index = 0; index < head.header.chunkDigests.length; index += 1) {
        const from = head.contentFrom + index * head.header.chunkBytes;
        verifyChunk(head.header, index, await blobs.read(file.digest, from, Math.min(head.header.chunkBytes, file.bytes - from)));
      }
      await applicationAt(blobs, { digest: file.digest, offset: head.contentFrom, bytes: head.header.applicationBytes });
      return head;
    } catch (error) {
      // E1617: other bytes; E15xx: no good image. All else may be better the next time.
      if (isSeatrialError(error) && (error.code === 'E1617' || error.code.startsWith('E15'))) {
        await this.#uploads.drop(upload.id);
        await serial.run(async () => {
          if (!this.#isUsed(upload.sha256)) await blobs.delete(upload.sha256);
        });
      }
      throw error;
    }
  }

  /** Holds the Serial. */
  async #add(
    upload: UploadRecord,
    head: ImageHead,
    notes: string,
    by: Actor,
  ): Promise<{ readonly release: ReleaseView; readonly isNew: boolean }> {
    const { store, clock, limits } = this.#context;
    const facts = factsOf(head, { digest: upload.sha256, bytes: upload.bytes });
    const known = this.#held.get(facts.id);
    if (known !== undefined) {
      await this.#uploads.dropInSerial(upload.id);
      if (!this.#isUsed(upload.sha256)) await this.#context.blobs.delete(upload.sha256);
      this.refuseOther(facts.id, upload.sha256);
      return { release: viewOf(known), isNew: false };
    }
    if (this.#held.size >= limits.releases) {
      throw failRelease('E2542', { message: `${this.#held.size} releases exist, the limit is ${limits.releases}` });
    }
    const value: ReleaseRecord = {
      ...facts,
      state: 'draft',
      notes,
      deltas: [],
      createdAtMs: clock.wallMs(),
      createdBy: by.name,
      publishedAtMs: 0,
      publishedBy: '',
      yankedAtMs: 0,
      yankedBy: '',
      yankReason: '',
    };
    const [revision] = await store.apply([
      { type: 'put', kind: 'release', id: facts.id, value, expectedRevision: 0 },
      this.#uploads.removal(upload.id),
    ]);
    assert(revision !== undefined, `the store gave release ${facts.id} no revision`);
    this.#uploads.forget(upload.id);
    this.know(value, revision);
    this.journal('release.create', value, by, { bytes: value.fileBytes });
    return { release: this.get(facts.id), isNew: true };
  }

  #isUsed(fileDigest: string): boolean {
    return [...this.#held.values()].some(({ value }) => value.fileDigest === fileDigest);
  }

  /** Takes a record into memory as it is stored. */
  know(value: ReleaseRecord, revision: number): void {
    this.#held.set(value.id, { value, revision, view: { ...value, revision } });
    this.#byDigest.set(value.digest, value.id);
  }

  #need(id: string): Held {
    const held = this.#held.get(id);
    if (held !== undefined) return held;
    const meant = closestWord(id, this.#held.keys());
    const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
    throw failRelease('E2540', { message: `there is no release ${id.slice(0, 140)}${hint}` });
  }
}

function viewOf({ view }: Held): ReleaseView {
  return view;
}
