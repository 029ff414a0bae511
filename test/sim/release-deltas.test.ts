import { describe, expect, test } from 'vitest';
import { World } from '#fleet/trial/index.js';
import { applyDelta, readDelta, readImage } from '#proto/image/index.js';
import { createRandom } from '#proto/kit/index.js';
import { noise } from '../contract/blob-contract.ts';
import { createRelease, eva, imageOf, sha256 } from './release-files.ts';

const first = Buffer.from(noise(60_000));
const payloads = [0, 1, 2, 3, 4].map((version) => Buffer.concat([first, Buffer.from(`version ${version}`)]));

async function started(limits: ConstructorParameters<typeof World>[0]['limits'] = {}): Promise<World> {
  const world = new World({ seed: 'deltas', limits });
  await world.startManager();
  return world;
}

async function publish(world: World, version: number, payload = payloads[version] as Buffer): Promise<void> {
  const { release } = await createRelease(world.manager, imageOf(`1.${version}.0`, payload));
  await world.manager.releases.publish(release.id, {}, eva);
  await world.runFor(1_000);
}

const basesOf = ({ manager }: World, id: string): (string | undefined)[] =>
  manager.releases.get(id).deltas.map(({ baseDigest }) => manager.releases.byDigest(baseDigest)?.id);

describe('deltas of releases', () => {
  test('are built at publishing from the newest of the same name, and make the image whole', async () => {
    const world = await started({ deltaBases: 2 });
    for (const version of [0, 1, 2, 3]) await publish(world, version);
    expect(basesOf(world, 'fw@1.0.0')).toEqual([]);
    expect(basesOf(world, 'fw@1.3.0')).toEqual(['fw@1.2.0', 'fw@1.1.0']);
    const { releases } = world.manager;
    const [target, base] = [releases.get('fw@1.3.0'), releases.get('fw@1.2.0')];
    const delta = releases.deltaFrom(target, base.digest);
    const bytes = await world.blobs.read(delta?.digest ?? '', 0, delta?.bytes ?? 0);
    expect(bytes.length).toBeLessThan(1_000);
    const read = readDelta(bytes);
    expect(sha256(read.frame)).toBe(delta?.frameDigest);
    const baseFile = await world.blobs.read(base.fileDigest, 0, base.fileBytes);
    expect(Buffer.from(applyDelta(readImage(baseFile), read).content).equals(payloads[3] as Buffer)).toBe(true);
    // They survive a crash, and are not built twice.
    world.crashManager();
    await world.startManager();
    await world.runFor(1_000);
    expect(world.manager.releases.get('fw@1.3.0')).toEqual(target);
  });

  test('limits: images at the limit and one byte past it, deltas of one release, deltas that wait', async () => {
    const exact = await started({ deltaImageBytes: payloads[0]?.length ?? 0 });
    for (const version of [0, 1]) await publish(exact, version);
    await publish(exact, 2, Buffer.concat([payloads[2] as Buffer, Buffer.alloc(1)]));
    expect([basesOf(exact, 'fw@1.1.0'), basesOf(exact, 'fw@1.2.0')]).toEqual([['fw@1.0.0'], []]);
    for (const limits of [{ deltasPerRelease: 2 }, { waitingDeltas: 2 }]) {
      const world = await started(limits);
      for (const version of [0, 1, 2, 3]) await publish(world, version);
      expect(basesOf(world, 'fw@1.3.0')).toEqual(['fw@1.2.0', 'fw@1.1.0']);
    }
  });

  test('one that is as large as the image is not kept, and releases of another name get none', async () => {
    const world = await started();
    await publish(world, 0, randomBytes('one'));
    await publish(world, 1, randomBytes('another'));
    expect(basesOf(world, 'fw@1.1.0')).toEqual([]);
    expect(world.blobs.list()).toHaveLength(2);
    const other = imageOf('9.0.0', randomBytes('one'), { name: 'other' });
    await world.manager.releases.publish((await createRelease(world.manager, other)).release.id, {}, eva);
    await world.runFor(1_000);
    expect(basesOf(world, 'other@9.0.0')).toEqual([]);
  });
});

/** Bytes that nothing packs, the same for the same seed. */
function randomBytes(seed: string): Buffer {
  return Buffer.from(createRandom(seed, 'payload', 'bytes').bytes(60_000));
}
