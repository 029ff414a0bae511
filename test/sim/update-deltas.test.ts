/** Deltas from the release to the device that runs it: built, assigned, taken, put together, and what happens when one can't be used. */
import { describe, expect, test } from 'vitest';
import type { AttemptRecord } from '#fleet/domain/index.js';
import { ends, payloadOf, UpdateWorld, type UpdateWorldOptions } from './update-world.ts';

const bytes = 200_000;
const [first, second] = [payloadOf(bytes, 1), payloadOf(bytes, 2)];

/** Lets it go to its end. */
async function updated(run: UpdateWorld, release: string, index: number, delta?: 'prefer' | 'require' | 'never'): Promise<AttemptRecord> {
  const { id } = await run.order(release, index, delta);
  return run.until(id, ends);
}

/** Devices of which the first so many run 1.1.0, and 1.2.0 is published with a delta from it. */
async function prepared(seed: string, options: Partial<UpdateWorldOptions> = {}, updates = 1, payload = second) {
  const run = await UpdateWorld.start({ seed, count: updates + 1, ...options });
  await run.releaseFactory();
  const older = await run.release('1.1.0', first);
  for (let index = 1; index <= updates; index += 1) expect((await updated(run, older, index)).state).toBe('updated');
  const release = await run.release('1.2.0', payload);
  await run.world.runFor(2_000);
  const { releases } = run.manager;
  const delta = releases.deltaFrom(releases.get(release), releases.get(older).digest);
  return { run, older, release, delta };
}

describe('who takes a delta', () => {
  test('what runs its base; another base takes the whole image or is refused, and who wants none gets none', async () => {
    const { run, release, delta } = await prepared('who', {}, 3);
    expect(delta?.bytes).toBeLessThan(bytes / 5);
    const taken = await updated(run, release, 1);
    expect(taken).toMatchObject({ state: 'updated', takesDelta: true, lie: '' });
    expect(taken.choice).toMatch(/^delta: the delta has \d+ bytes in place of \d+: \d+(\.\d)? % less$/);
    expect(taken.storedBytes).toBe(taken.delta?.bytes);
    expect(taken.receivedBytes).toBeLessThan(bytes / 4);
    expect(await updated(run, release, 2, 'require')).toMatchObject({ state: 'updated', takesDelta: true });
    const never = await updated(run, release, 3, 'never');
    expect(never).toMatchObject({ state: 'updated', takesDelta: false, choice: 'whole image: the policy allows no delta' });
    expect(never.receivedBytes).toBeGreaterThan(bytes);
    // From the factory image a delta spares nothing, so none is kept.
    await expect(run.order(release, 4, 'require')).rejects.toMatchObject({ code: 'E2565' });
    await expect(run.order(release, 4, 'require')).rejects.toThrow(/as large as the image/);
    expect(await updated(run, release, 4)).toMatchObject({ state: 'updated', takesDelta: false });
    for (let index = 1; index <= 4; index += 1) {
      expect(run.manager.devices.get(run.id(index))).toMatchObject({ firmwareVersion: '1.2.0', imageConfirmed: true });
    }
  });

  test('from the factory image, once it is a release', async () => {
    const run = await UpdateWorld.start({ seed: 'factory' });
    await run.releaseFactory();
    const release = await run.release('1.1.0', new Uint8Array(bytes));
    await run.world.runFor(2_000);
    expect(await updated(run, release, 1)).toMatchObject({ state: 'updated', takesDelta: true });
  });

  test('one that spares too little is left out, unless it is required', async () => {
    const padded = Buffer.concat([Buffer.from(payloadOf(bytes, 9)).map((byte) => byte ^ 0xff), new Uint8Array(bytes / 20)]);
    const { run, release, delta } = await prepared('gain', {}, 2, padded);
    expect(delta?.bytes).toBeGreaterThan(0.9 * padded.length);
    const whole = await updated(run, release, 1);
    expect(whole).toMatchObject({ state: 'updated', takesDelta: false });
    expect(whole.choice).toMatch(/^whole image: the delta spares [3-5](\.\d)? % of \d+ bytes, 10 % are wanted$/);
    expect(await updated(run, release, 2, 'require')).toMatchObject({ state: 'updated', takesDelta: true });
  });

  test('one that nobody foresaw is built when it is asked for: who prefers it does not wait, who requires it gives the order again', async () => {
    const run = await UpdateWorld.start({ seed: 'demand', count: 3, limits: { deltaBases: 0 } });
    const older = await run.release('1.1.0', first);
    const release = await run.release('1.2.0', second);
    for (const index of [1, 2, 3]) expect((await updated(run, older, index)).state).toBe('updated');
    expect(run.manager.releases.get(release).deltas).toEqual([]);
    const again = expect.stringContaining('give the order again');
    await expect(run.order(release, 1, 'require')).rejects.toMatchObject({ code: 'E2565', next: again });
    const { id } = await run.order(release, 2);
    await run.world.runFor(2_000);
    expect(run.manager.releases.get(release).deltas).toHaveLength(1);
    expect(await updated(run, release, 1, 'require')).toMatchObject({ state: 'updated', takesDelta: true });
    expect((await run.until(id, ends)).state).toBe('updated');
    expect(await updated(run, release, 3)).toMatchObject({ state: 'updated', takesDelta: true });
  });
});

type Prepared = Awaited<ReturnType<typeof prepared>>;

/** What makes a delta unusable between its build and its use. */
const obstacles: Record<
  string,
  { options?: Partial<UpdateWorldOptions>; spoil: (one: Prepared) => Promise<void>; cause: string; why: RegExp }
> = {
  'too little memory': {
    options: { deltaMemoryBytes: 2 * bytes - 1 },
    spoil: async () => undefined,
    cause: 'delta-unusable',
    why: /needs \d+ bytes to work with, 399999 are there/,
  },
  'a file that is gone, and its base with it': {
    spoil: async ({ run, delta, older }) => {
      await run.world.blobs.delete(delta?.digest ?? '');
      await run.world.blobs.delete(run.manager.releases.get(older).fileDigest);
    },
    cause: 'withdrawn',
    why: /^.*delta: withdrawn, the file/,
  },
};

describe.each(Object.entries(obstacles))('a delta that can not be used: %s', (name, { options = {}, spoil, cause, why }) => {
  test('the whole image comes in its place, and the attempt says why', async () => {
    const one = await prepared(`instead ${name}`, options);
    await spoil(one);
    const attempt = await updated(one.run, one.release, 1);
    expect(attempt).toMatchObject({ state: 'updated', cause: '', takesDelta: false });
    expect(attempt.choice).toMatch(/^whole image in place of the delta: /);
    expect(attempt.choice).toMatch(why);
    expect(attempt.steps.filter(({ message }) => why.test(message))).toHaveLength(1);
    expect(attempt.receivedBytes).toBeGreaterThan(bytes);
  });

  test('where it is not allowed the attempt ends, and no byte of the content comes', async () => {
    const one = await prepared(`refused ${name}`, options);
    await spoil(one);
    const attempt = await updated(one.run, one.release, 1, 'require');
    expect(cause === 'withdrawn' ? ['cancelled'] : ['rejected', 'failed']).toContain(attempt.state);
    expect(attempt).toMatchObject({ cause });
    expect(attempt.message).toMatch(why);
    expect(attempt.receivedBytes).toBeLessThan(bytes / 4);
    expect(one.run.manager.devices.get(one.run.id(1))).toMatchObject({ firmwareVersion: '1.1.0', imageConfirmed: true });
  });
});

describe('a delta that is damaged on the disk of the manager', () => {
  const turnBit = ({ run, delta }: Prepared): void => {
    const file = run.world.blobs.peek(delta?.digest ?? '', 0, delta?.bytes ?? 0) as Uint8Array;
    file[file.length - 40] = (file[file.length - 40] ?? 0) ^ 1;
  };
  /** What is told of it, and that it is offered again. */
  async function expectMended({ run, release, delta }: Prepared): Promise<void> {
    const entries = await run.manager.journal.readTimeline({ limit: 1_000 });
    const told = entries.filter(({ kind }) => kind === 'delta.damaged');
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringContaining(`delta of ${release} from ${delta?.baseDigest.slice(0, 12)}`),
    ]);
    expect(run.manager.releases.get(release).deltas).toEqual([expect.objectContaining({ digest: delta?.digest })]);
  }

  test.each<[string, (one: Prepared) => Promise<void> | void]>([
    ['a bit turned', turnBit],
    ['the file gone', ({ run, delta }) => run.world.blobs.delete(delta?.digest ?? '')],
  ])('before it was read: no byte of it leaves, it is built again, and who wants a delta gets that: %s', async (name, spoil) => {
    const one = await prepared(`mended ${name}`, {}, 2);
    await spoil(one);
    expect(await updated(one.run, one.release, 1, 'require')).toMatchObject({ state: 'updated', takesDelta: true });
    expect(await updated(one.run, one.release, 2)).toMatchObject({ state: 'updated', takesDelta: true });
    await expectMended(one);
  });

  test('later: the first device that says so takes what its policy allows, the next one a delta that was built again', async () => {
    const one = await prepared('mended later', {}, 3);
    expect(await updated(one.run, one.release, 1)).toMatchObject({ state: 'updated', takesDelta: true });
    turnBit(one);
    const second = await updated(one.run, one.release, 2);
    expect(second).toMatchObject({ state: 'updated', takesDelta: false });
    expect(second.choice).toMatch(/^whole image in place of the delta: the delta came with digest/);
    expect(await updated(one.run, one.release, 3, 'require')).toMatchObject({ state: 'updated', takesDelta: true });
    await expectMended(one);
  });

  test('later, where a delta is required: the attempt ends, and no byte of the content comes', async () => {
    const one = await prepared('required later', {}, 2);
    expect(await updated(one.run, one.release, 1)).toMatchObject({ state: 'updated', takesDelta: true });
    turnBit(one);
    const second = await updated(one.run, one.release, 2, 'require');
    expect(second).toMatchObject({
      state: 'failed',
      cause: 'content-damaged',
      message: expect.stringContaining('the delta came with digest'),
    });
    expect(second.receivedBytes).toBeLessThan(bytes / 4);
    await one.run.world.runFor(5_000);
    await expectMended(one);
  });
});

describe('a device that is written anew between offer and download', () => {
  async function rewritten(seed: string, policy: 'prefer' | 'require') {
    const { run, release } = await prepared(seed);
    const { id } = await run.order(release, 1, policy);
    expect(run.manager.updates.get(id)).toMatchObject({ state: 'offered', delta: { bytes: expect.any(Number) } });
    run.world.replaceDevice(run.id(1), undefined, 'factory').start();
    return run.until(id, ends);
  }

  test('takes the whole image', async () => {
    const attempt = await rewritten('rewritten', 'prefer');
    expect(attempt).toMatchObject({ state: 'updated', takesDelta: false });
    expect(attempt.choice).toMatch(/in place of the delta: the delta is for another image/);
  });

  test('refuses where that is not allowed', async () => {
    expect(await rewritten('rewritten strictly', 'require')).toMatchObject({ state: 'rejected', cause: 'wrong-base' });
  });
});
