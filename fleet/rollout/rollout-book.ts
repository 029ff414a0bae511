/**
 * Rollouts in the Store: the record of each in memory, with the revision that the next write must name. Each write waits for the one before it, so
 * whoever writes knows what is there. Pages and records of members are read once, at the start, and belong to whoever runs the rollout.
 */
import type { Mutation, RolloutEndRecord, RolloutMemberRecord, RolloutPageRecord, RolloutRecord, Store } from '#fleet/domain/index.js';
import { Serial } from '#proto/kit/index.js';
import { mutationsPerBatch, pagesPerBatch } from './rollout-limits.ts';

/** What the Store has of one rollout. */
export interface KeptRollout {
  readonly record: RolloutRecord;
  readonly pages: readonly RolloutPageRecord[];
  readonly members: readonly RolloutMemberRecord[];
  /** Where its members were counted at its end, in any order. */
  readonly ends: readonly RolloutEndRecord[];
}

/** @see the head of this file */
export class RolloutBook {
  readonly #store: Store;
  readonly #records = new Map<string, RolloutRecord>();
  readonly #revisions = new Map<string, number>();
  readonly #serial = new Serial();
  #nextNumber = 1;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Reads all back, oldest first. */
  async load(): Promise<KeptRollout[]> {
    const [records, pages, members, ends] = await Promise.all([
      this.#store.list('rollout'),
      this.#store.list('rolloutPage'),
      this.#store.list('rolloutMember'),
      this.#store.list('rolloutEnd'),
    ]);
    const pagesOf = Map.groupBy(
      pages.map(({ value }) => value),
      ({ rollout }) => rollout,
    );
    const membersOf = Map.groupBy(
      members.map(({ value }) => value),
      ({ rollout }) => rollout,
    );
    const endsOf = Map.groupBy(
      ends.map(({ value }) => value),
      ({ rollout }) => rollout,
    );
    const kept = records.map(({ id, revision, value }) => {
      this.#records.set(id, value);
      this.#revisions.set(id, revision);
      this.#nextNumber = Math.max(this.#nextNumber, value.number + 1);
      return { record: value, pages: pagesOf.get(id) ?? [], members: membersOf.get(id) ?? [], ends: endsOf.get(id) ?? [] };
    });
    return kept.sort((a, b) => a.record.number - b.record.number);
  }

  /** Number of the next rollout. */
  get nextNumber(): number {
    return this.#nextNumber;
  }

  /** As it was stored last. */
  get(name: string): RolloutRecord | undefined {
    return this.#records.get(name);
  }

  /** Names of all, in the order in which they were made. */
  names(): string[] {
    return [...this.#records.keys()];
  }

  /** Stores a record; resolves when it is there for good. */
  put(record: RolloutRecord): Promise<void> {
    const { name } = record.plan;
    return this.#serial.run(async () => {
      const expectedRevision = this.#revisions.get(name) ?? 0;
      const [revision] = await this.#store.apply([{ type: 'put', kind: 'rollout', id: name, value: record, expectedRevision }]);
      this.#revisions.set(name, revision as number);
      this.#records.set(name, record);
      this.#nextNumber = Math.max(this.#nextNumber, record.number + 1);
    });
  }

  /** Stores pages: before the record says that the rollout has devices. */
  putPages(pages: readonly RolloutPageRecord[]): Promise<void> {
    const puts = pages.map((page): Mutation => ({ type: 'put', kind: 'rolloutPage', id: `${page.rollout}/${page.page}`, value: page }));
    return this.#apply(puts, pagesPerBatch);
  }

  /** Stores where members were counted at the end. */
  putEnds(ends: readonly RolloutEndRecord[]): Promise<void> {
    const puts = ends.map((end): Mutation => ({ type: 'put', kind: 'rolloutEnd', id: `${end.rollout}/${end.page}`, value: end }));
    return this.#apply(puts, pagesPerBatch);
  }

  /** Stores what became of members. */
  putMembers(members: readonly RolloutMemberRecord[]): Promise<void> {
    return this.#apply(members.map((member) => ({ type: 'put', kind: 'rolloutMember', id: memberId(member), value: member })));
  }

  /** Forgets a rollout with all that it has; the record first: what is left without it is found by nobody. */
  forget(name: string, pages: number, memberIds: readonly string[]): Promise<void> {
    this.#records.delete(name);
    this.#revisions.delete(name);
    const rest: Mutation[] = [{ type: 'delete', kind: 'rollout', id: name }];
    for (let page = 0; page < pages; page += 1) {
      // Its end has no more pages than itself.
      rest.push(
        { type: 'delete', kind: 'rolloutPage', id: `${name}/${page}` },
        { type: 'delete', kind: 'rolloutEnd', id: `${name}/${page}` },
      );
    }
    for (const id of memberIds) rest.push({ type: 'delete', kind: 'rolloutMember', id: `${name}/${id}` });
    return this.#apply(rest);
  }

  #apply(mutations: readonly Mutation[], atOnce = mutationsPerBatch): Promise<void> {
    return this.#serial.run(async () => {
      for (let from = 0; from < mutations.length; from += atOnce) {
        await this.#store.apply(mutations.slice(from, from + atOnce));
      }
    });
  }
}

function memberId({ rollout, deviceId }: RolloutMemberRecord): string {
  return `${rollout}/${deviceId}`;
}
