/**
 * Publishes releases: makes the targets metadata that lists exactly the published ones, collects signatures of it, and lets the trust desk take it
 * when there are enough. With development keys the manager signs by itself.
 */
import type {
  Actor,
  Mutation,
  ReleaseRecord,
  ReleaseView,
  SigningRecord,
  SigningView,
  TargetsChange,
  TrustDesk,
} from '#fleet/domain/index.js';
import { assert, messageOf } from '#proto/kit/index.js';
import { initialTrust, rootFacts, TrustCache, type TrustPublicKey, type TrustTarget } from '#proto/trust/index.js';
import { checkActor, type ReleaseContext } from './release-context.ts';
import { failRelease } from './release-errors.ts';
import { addSignatures, signersOf } from './signatures-logic.ts';

/** The releases, as publishing needs them. */
export interface PublishedBook {
  list(): ReleaseView[];
  get(id: string): ReleaseView;
  /** Throws E2540, E2543. */
  needAt(id: string, revision: number | undefined): { readonly value: ReleaseRecord; readonly revision: number };
  /** Takes a record into memory as it is stored. */
  know(value: ReleaseRecord, revision: number): void;
  journal(action: string, release: ReleaseRecord, by: Actor, more: Readonly<Record<string, string | number>>): void;
}

/** Lets releases be signed. */
export class PublishDesk {
  readonly #context: ReleaseContext;
  readonly #book: PublishedBook;
  readonly #trust: TrustDesk;
  /** What waits for signatures, by release. */
  readonly #signings = new Map<string, SigningRecord>();

  constructor(context: ReleaseContext, book: PublishedBook, trust: TrustDesk) {
    this.#context = context;
    this.#book = book;
    this.#trust = trust;
  }

  async load(): Promise<void> {
    for (const { value } of await this.#context.store.list('signing')) this.#signings.set(value.releaseId, value);
  }

  /** @see ReleaseService */
  propose(id: string, by: Actor): Promise<SigningView> {
    checkActor(by);
    return this.#context.serial.run(async () => {
      const { value } = this.#book.needAt(id, undefined);
      refuseYanked(value);
      const signing = this.#current(value) ?? this.#next(value);
      if (this.#signings.get(id) !== signing) await this.#keep(signing);
      return this.#view(signing);
    });
  }

  /** @see ReleaseService */
  publish(
    id: string,
    { revision, metadata }: { readonly revision?: number | undefined; readonly metadata?: string | undefined },
    by: Actor,
  ): Promise<ReleaseView> {
    checkActor(by);
    const { serial, clock } = this.#context;
    return serial.run(async () => {
      const held = this.#book.needAt(id, revision);
      if (held.value.state === 'published') return this.#book.get(id);
      refuseYanked(held.value);
      const change = this.#changeFor(held.value);
      const signed = this.#trust.isDevelopment ? this.#trust.proposeTargets(change).bytes : await this.#signed(held.value, metadata);
      const value: ReleaseRecord = { ...held.value, state: 'published', publishedAtMs: clock.wallMs(), publishedBy: by.name };
      const also: Mutation[] = [{ type: 'put', kind: 'release', id, value, expectedRevision: held.revision }];
      if (this.#signings.has(id)) also.push({ type: 'delete', kind: 'signing', id });
      await this.#trust.acceptTargets(signed, change, by, also);
      this.#signings.delete(id);
      this.#book.know(value, held.revision + 1);
      this.#book.journal('release.publish', value, by, { targets: this.#trust.metadata('targets', 0)?.version ?? 0 });
      this.#context.onPublished(this.#book.get(id));
      return this.#book.get(id);
    });
  }

  /** Holds the Serial: stores a yanked release; with development keys it also leaves the targets, else with the next that is signed. */
  async storeYanked(value: ReleaseRecord, expectedRevision: number, by: Actor): Promise<void> {
    const put: Mutation = { type: 'put', kind: 'release', id: value.id, value, expectedRevision };
    const batch: Mutation[] = this.#signings.has(value.id) ? [put, { type: 'delete', kind: 'signing', id: value.id }] : [put];
    const path = pathOf(value);
    if (this.#trust.isDevelopment && this.#trust.targets().has(path)) {
      const change: TargetsChange = { add: [], remove: [path] };
      await this.#trust.acceptTargets(this.#trust.proposeTargets(change).bytes, change, by, batch);
    } else await this.#context.store.apply(batch);
    this.#signings.delete(value.id);
    this.#book.know(value, expectedRevision + 1);
  }

  /** Metadata with enough signatures. @throws E2546 while there are too few: those that are good are kept; E2547 for one that is not */
  async #signed(release: ReleaseRecord, metadata: string | undefined): Promise<Uint8Array> {
    const before = this.#current(release) ?? this.#next(release);
    const keys = this.#keys();
    let text = before.metadata;
    if (metadata !== undefined) {
      try {
        text = addSignatures(before.metadata, metadata, keys);
      } catch (error) {
        throw failRelease('E2547', { message: messageOf(error), cause: error });
      }
    }
    const signing = { ...before, metadata: text };
    const { signedBy, threshold, missing, mayStillSign } = this.#view(signing);
    if (missing === 0) return Buffer.from(text);
    if (this.#signings.get(release.id)?.metadata !== text) await this.#keep(signing);
    const who = mayStillSign.map((keyId) => keyId.slice(0, 16)).join(', ');
    throw failRelease('E2546', {
      message: `${signedBy.length} of ${threshold} signatures of targets ${signing.version} are there; ${missing} of the keys ${who} ${missing === 1 ? 'is' : 'are'} missing`,
      next: `fleet release publish ${release.id} --key FILE with ${missing === 1 ? 'one of them' : 'them'}`,
    });
  }

  /** What was proposed for the release, unless other targets came in between. */
  #current(release: ReleaseRecord): SigningRecord | undefined {
    const signing = this.#signings.get(release.id);
    if (signing === undefined || signing.version !== this.#trust.proposeTargets(this.#changeFor(release)).version) return undefined;
    return signing.removed.join() === this.#changeFor(release).remove.join() ? signing : undefined;
  }

  #next(release: ReleaseRecord): SigningRecord {
    const change = this.#changeFor(release);
    const { bytes, version, expiresMs } = this.#trust.proposeTargets(change);
    return { releaseId: release.id, version, expiresMs, removed: change.remove, metadata: Buffer.from(bytes).toString('utf8') };
  }

  /** The targets name exactly the published releases: what was yanked since leaves them. */
  #changeFor(release: ReleaseRecord): TargetsChange {
    const published = new Set(
      this.#book
        .list()
        .filter(({ state }) => state === 'published')
        .map(pathOf),
    );
    const remove = [...this.#trust.targets().keys()].filter((path) => !published.has(path)).sort();
    return { add: published.has(pathOf(release)) ? [] : [targetOf(release)], remove };
  }

  async #keep(signing: SigningRecord): Promise<void> {
    await this.#context.store.apply([{ type: 'put', kind: 'signing', id: signing.releaseId, value: signing }]);
    this.#signings.set(signing.releaseId, signing);
  }

  #view(signing: SigningRecord): SigningView {
    const { threshold } = this.#trust.proposeTargets({ add: [], remove: [] });
    const keys = this.#keys();
    const signedBy = signersOf(signing.metadata, keys);
    const mayStillSign = keys.map(({ keyId }) => keyId).filter((keyId) => !signedBy.includes(keyId));
    return {
      ...signing,
      keys,
      threshold,
      signedBy,
      missing: Math.max(0, threshold - signedBy.length),
      mayStillSign,
      isDevelopment: this.#trust.isDevelopment,
    };
  }

  /** Keys of targets, by the newest root. */
  #keys(): readonly TrustPublicKey[] {
    const root = this.#trust.metadata('root', 0);
    assert(root !== undefined, 'the trust desk has no root');
    const step = initialTrust(root.bytes, new TrustCache());
    assert(step.type === 'ok', 'the root of the trust desk is none');
    return rootFacts(step.state.root).roles.targets.keys;
  }
}

function refuseYanked({ id, state, yankReason }: ReleaseRecord): void {
  if (state === 'yanked') throw failRelease('E2545', { message: `${id} was yanked: ${yankReason}` });
}

/** Of a release in the targets. */
function pathOf({ name, version }: Pick<ReleaseRecord, 'name' | 'version'>): string {
  return `${name}/${version}`;
}

function targetOf(release: ReleaseRecord): TrustTarget {
  const {
    name,
    version,
    digest,
    headerBytes,
    contentBytes,
    profiles,
    hardwareRevisions,
    securityCounter,
    minimumVersion,
    mustPassThrough,
  } = release;
  return {
    path: pathOf(release),
    name,
    version,
    digest,
    headerBytes,
    contentBytes,
    profiles,
    hardwareRevisions,
    securityCounter,
    minimumVersion,
    mustPassThrough,
  };
}
