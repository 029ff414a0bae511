import { describe, expect, test } from 'vitest';
import { GroupCommit, type WriteGroup } from './group-commit.ts';
import type { EncodedMutation } from './store-batch.ts';

const mutation: EncodedMutation = { type: 'delete', kind: 'meta', id: 'a', expected: -1 };
const batch = (size: number) => Array.from({ length: size }, () => mutation);

function harness(limits = { waitingMutations: 10, groupMutations: 4 }) {
  const groups: number[][] = [];
  const turns: (() => void)[] = [];
  const write: WriteGroup = (batches) => {
    groups.push(batches.map(({ length }) => length));
    return batches.map((written) => ({ revisions: written.map(() => 1) }));
  };
  const group = new GroupCommit((flush) => turns.push(flush), write, limits);
  return { group, groups, turns };
}

describe('group commit', () => {
  test('writes the calls of a turn together, in groups up to the limit, one group a turn', async () => {
    const { group, groups, turns } = harness();
    const calls = [1, 3, 1, 2, 2].map((size) => group.submit(batch(size)));
    expect(turns.length).toBe(1);
    while (turns.length > 0) turns.shift()?.();
    expect(groups).toEqual([[1, 3], [1, 2], [2]]);
    expect((await Promise.all(calls)).map(({ length }) => length)).toEqual([1, 3, 1, 2, 2]);
  });

  test('a batch above the limit of a group goes alone', async () => {
    const { group, groups } = harness();
    const calls = [1, 9].map((size) => group.submit(batch(size)));
    group.flush();
    await Promise.all(calls);
    expect(groups).toEqual([[1], [9]]);
  });

  test('takes waiting changes up to its limit, refuses one more, and takes it after a flush', async () => {
    const { group } = harness();
    const calls = [group.submit(batch(9)), group.submit(batch(1))];
    await expect(group.submit(batch(1))).rejects.toMatchObject({ code: 'E1610', retryAfterMs: 1_000 });
    group.flush();
    await Promise.all(calls);
    const next = group.submit(batch(1));
    group.flush();
    expect(await next).toEqual([1]);
  });

  test('with a sync, calls settle when it ends, and what comes meanwhile is the next group', async () => {
    const written: number[] = [];
    const syncs: { resolve: () => void; reject: (error: Error) => void }[] = [];
    const turns: (() => void)[] = [];
    const group = new GroupCommit(
      (flush) => turns.push(flush),
      (batches) => {
        written.push(batches.length);
        return batches.map(() => ({ revisions: [] }));
      },
      { waitingMutations: 10, groupMutations: 4 },
      () => new Promise<void>((resolve, reject) => syncs.push({ resolve, reject })),
    );
    const turn = async () => {
      for (const run of turns.splice(0)) run();
      await new Promise((resolve) => setImmediate(resolve));
    };
    const settled: string[] = [];
    const listen = (name: string, call: Promise<unknown>) =>
      void call.then(
        () => settled.push(name),
        (error: Error) => settled.push(`${name} ${error.message}`),
      );
    listen('a', group.submit(batch(1)));
    await turn();
    listen('b', group.submit(batch(1)));
    listen('c', group.submit(batch(1)));
    await turn();
    expect([written, settled]).toEqual([[1], []]);
    syncs[0]?.resolve();
    await turn();
    await turn();
    expect([written, settled]).toEqual([[1, 2], ['a']]);
    syncs[1]?.reject(new Error('disk'));
    await turn();
    expect(settled).toEqual(['a', 'b disk', 'c disk']);
    listen('d', group.submit(batch(1)));
    const drained = group.drain();
    await turn();
    syncs[2]?.resolve();
    await drained;
    expect([written, settled.at(-1)]).toEqual([[1, 2, 1], 'd']);
  });

  test('a write that throws fails its whole group and no other', async () => {
    let failing = true;
    const group = new GroupCommit(
      () => undefined,
      (batches) => {
        if (failing) throw new Error('full');
        return batches.map(() => ({ revisions: [] }));
      },
      { waitingMutations: 10, groupMutations: 4 },
    );
    const calls = [group.submit(batch(1)), group.submit(batch(1))];
    group.flush();
    await expect(calls[0]).rejects.toThrow('full');
    await expect(calls[1]).rejects.toThrow('full');
    failing = false;
    const next = group.submit(batch(1));
    group.flush();
    expect(await next).toEqual([]);
  });
});
