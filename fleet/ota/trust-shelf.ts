import type { MetadataRole, Mutation, Store, TrustMetadataRecord } from '#fleet/domain/index.js';
import { assert } from '#proto/kit/index.js';
import { loadTrust, type TrustCache, type TrustStep } from '#proto/trust/index.js';
import type { MadeSet } from './trust-maker.ts';

/** Newest versions of snapshot and targets that are kept, for devices that are in the middle of an update. Roots are all kept. */
const keptVersions = 4;

/** The metadata files of a manager: in memory for devices, in the Store for good. */
export class TrustShelf {
  readonly #files = new Map<string, Uint8Array>();
  readonly #newest = new Map<MetadataRole, number>();

  /** Reads all back; gives the state that they make, undefined when there are none. */
  async start(store: Store, cache: TrustCache): Promise<TrustStep | undefined> {
    for (const { value } of await store.list('trustMetadata')) this.#put(value.role, value.version, Buffer.from(value.text));
    const root = this.get('root', 0)?.bytes;
    if (root === undefined) return undefined;
    const [timestamp, snapshot, targets] = (['timestamp', 'snapshot', 'targets'] as const).map((role) => this.get(role, 0)?.bytes);
    return loadTrust(
      {
        timeMs: 0,
        root,
        ...(timestamp === undefined ? {} : { timestamp }),
        ...(snapshot === undefined ? {} : { snapshot }),
        ...(targets === undefined ? {} : { targets }),
      },
      cache,
    );
  }

  /** A file; version 0: the newest. */
  get(role: MetadataRole, version: number): { readonly version: number; readonly bytes: Uint8Array } | undefined {
    const wanted = version === 0 ? this.#newest.get(role) : version;
    const bytes = wanted === undefined ? undefined : this.#files.get(idOf(role, wanted));
    return bytes === undefined || wanted === undefined ? undefined : { version: wanted, bytes };
  }

  /** What keeps a set in the Store. `isBeginning`: nothing of what was there stays. */
  mutations({ made }: MadeSet, isBeginning: boolean): Mutation[] {
    const puts = made.map(({ role, version, bytes }): Mutation => {
      const value: TrustMetadataRecord = { role, version, text: Buffer.from(bytes).toString('utf8') };
      return { type: 'put', kind: 'trustMetadata', id: idOf(role, version), value };
    });
    const ids = new Set(made.map(({ role, version }) => idOf(role, version)));
    const gone = this.#gone(made, isBeginning).filter((id) => !ids.has(id));
    return [...gone.map((id): Mutation => ({ type: 'delete', kind: 'trustMetadata', id })), ...puts];
  }

  /** Takes a set that is stored. */
  take({ made }: MadeSet, isBeginning: boolean): void {
    for (const id of this.#gone(made, isBeginning)) this.#files.delete(id);
    if (isBeginning) this.#newest.clear();
    for (const { role, version, bytes } of made) this.#put(role, version, bytes);
  }

  #put(role: MetadataRole, version: number, bytes: Uint8Array): void {
    this.#files.set(idOf(role, version), bytes);
    this.#newest.set(role, Math.max(version, this.#newest.get(role) ?? 0));
  }

  #gone(made: MadeSet['made'], isBeginning: boolean): string[] {
    if (isBeginning) return [...this.#files.keys()];
    const newest = new Map(made.map(({ role, version }) => [role, version]));
    return [...this.#files.keys()].filter((id) => {
      const [role, version] = id.split('.');
      assert(role !== undefined && version !== undefined, `no metadata has the id ${id}`);
      const next = newest.get(role as MetadataRole);
      if (next === undefined || role === 'root') return false;
      return Number(version) <= next - (role === 'timestamp' ? 1 : keptVersions);
    });
  }
}

function idOf(role: MetadataRole, version: number): string {
  return `${role}.${version}`;
}
