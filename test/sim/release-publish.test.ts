import { describe, expect, test } from 'vitest';
import type { ReleaseView } from '#fleet/domain/index.js';
import { World } from '#fleet/trial/index.js';
import { createTrustKey, makeRoot, makeTargets, signMetadata, type TrustKey } from '#proto/trust/index.js';
import { createRelease, eva, imageOf } from './release-files.ts';

const dayMs = 86_400_000;
const payload = Buffer.alloc(50_000, 'firmware ');
const keyOf = (number: number): TrustKey => createTrustKey(Buffer.alloc(32, number));
const targetsKeys = [keyOf(1), keyOf(2), keyOf(3)] as const;
const stranger = keyOf(9);

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: Error) => error.message,
  );
const pathsOf = ({ manager }: World): string[] => [...manager.trust.targets().keys()];

async function started(): Promise<World> {
  const world = new World({ seed: 'publish' });
  await world.startManager();
  return world;
}

/** A manager whose root and targets keys are elsewhere: two of three targets keys have to sign. */
async function inProduction(): Promise<World> {
  const world = await started();
  const { trust } = world.manager;
  const rootKey = keyOf(7);
  const online = trust.onlineKeys(['snapshot', 'timestamp', 'director'], false, eva);
  const ofRole = (role: string) => ({ keys: online.filter((key) => key.role === role), threshold: 1 });
  const expiresMs = world.clock.wallMs() + 300 * dayMs;
  const roles = {
    root: { keys: [rootKey], threshold: 1 },
    targets: { keys: targetsKeys, threshold: 2 },
    snapshot: ofRole('snapshot'),
    timestamp: ofRole('timestamp'),
    director: ofRole('director'),
  };
  const root = signMetadata(makeRoot({ version: 1, expiresMs, isDevelopment: false, roles }), [rootKey]);
  await trust.install(root, signMetadata(makeTargets(1, expiresMs, []), targetsKeys.slice(0, 2)), eva);
  return world;
}

async function drafted(world: World, version: string): Promise<ReleaseView> {
  return (await createRelease(world.manager, imageOf(version, payload))).release;
}

async function signedBy({ manager }: World, id: string, keys: readonly TrustKey[]): Promise<string> {
  const { metadata } = await manager.releases.propose(id, eva);
  return Buffer.from(signMetadata(Buffer.from(metadata), keys)).toString('utf8');
}

describe('publishing with development keys', () => {
  test('a draft becomes published in the targets that devices read, at its revision, once', async () => {
    const world = await started();
    const { id, digest } = await drafted(world, '1.0.0');
    const { releases, trust } = world.manager;
    expect(await codeOf(releases.publish(id, { revision: 9 }, eva))).toBe('E2543');
    const published = await releases.publish(id, { revision: 1 }, eva);
    expect(published).toMatchObject({ state: 'published', publishedBy: 'eva', revision: 2 });
    expect(trust.targets().get('fw/1.0.0')?.digest).toBe(digest);
    expect(await releases.publish(id, {}, eva)).toEqual(published);
    world.crashManager();
    await world.startManager();
    expect(world.manager.releases.get(id)).toEqual(published);
    expect(pathsOf(world)).toEqual(['fw/1.0.0']);
  });

  test('a yanked one leaves the targets with the same write, and is not published again', async () => {
    const world = await started();
    for (const version of ['1.0.0', '1.1.0']) await world.manager.releases.publish((await drafted(world, version)).id, {}, eva);
    await world.manager.releases.yank('fw@1.0.0', {}, eva);
    expect(pathsOf(world)).toEqual(['fw/1.1.0']);
    expect(await codeOf(world.manager.releases.publish('fw@1.0.0', {}, eva))).toBe('E2545');
    expect(await codeOf(world.manager.releases.propose('fw@1.0.0', eva))).toBe('E2545');
  });
});

describe('publishing with keys elsewhere', () => {
  test('below the threshold it says how many of which keys are missing, and keeps what is good, over a crash too', async () => {
    const world = await inProduction();
    const { id } = await drafted(world, '1.0.0');
    const ids = targetsKeys.map(({ keyId }) => keyId.slice(0, 16));
    expect(await messageOf(world.manager.releases.publish(id, {}, eva))).toMatch(
      /^0 of 2 signatures of targets 2 are there; 2 of the keys /,
    );
    const first = await signedBy(world, id, [targetsKeys[1]]);
    const missing = await messageOf(world.manager.releases.publish(id, { metadata: first }, eva));
    expect(missing).toContain('1 of 2 signatures of targets 2 are there; 1 of the keys ');
    for (const [index, keyId] of ids.entries()) expect(missing.includes(keyId)).toBe(index !== 1);
    // The same key again does not count twice.
    expect(await codeOf(world.manager.releases.publish(id, { metadata: first }, eva))).toBe('E2546');
    expect(world.manager.releases.get(id).state).toBe('draft');
    world.crashManager();
    await world.startManager();
    await world.runFor(1_000);
    expect(await world.manager.releases.propose(id, eva)).toMatchObject({ threshold: 2, missing: 1, signedBy: [targetsKeys[1].keyId] });
    const published = await world.manager.releases.publish(id, { metadata: await signedBy(world, id, [targetsKeys[0]]) }, eva);
    expect(published.state).toBe('published');
    expect(pathsOf(world)).toEqual(['fw/1.0.0']);
  });

  test('a signature of a stranger, one of other bytes, and one of other targets are refused, and nothing is kept', async () => {
    const world = await inProduction();
    const { id } = await drafted(world, '1.0.0');
    const { releases } = world.manager;
    const good = await signedBy(world, id, targetsKeys.slice(0, 2));
    const wrong = [
      await signedBy(world, id, [stranger]),
      good.replace(/"sig":"../, '"sig":"00'),
      good.replace('"version":2', '"version":3'),
      good.replace('fw/1.0.0', 'fw/6.6.6'),
      '{}',
      'no JSON',
    ];
    for (const metadata of wrong) expect(await codeOf(releases.publish(id, { metadata }, eva))).toBe('E2547');
    expect((await releases.propose(id, eva)).signedBy).toEqual([]);
    expect((await releases.publish(id, { metadata: good }, eva)).state).toBe('published');
  });

  test('other targets that came in between make the signatures void; what was yanked leaves with the next', async () => {
    const world = await inProduction();
    const { releases } = world.manager;
    const [a, b] = [await drafted(world, '1.0.0'), await drafted(world, '1.1.0')];
    const late = await signedBy(world, b.id, targetsKeys);
    await releases.publish(a.id, { metadata: await signedBy(world, a.id, targetsKeys) }, eva);
    expect(await codeOf(releases.publish(b.id, { metadata: late }, eva))).toBe('E2547');
    await releases.yank(a.id, {}, eva);
    expect(releases.get(a.id).state).toBe('yanked');
    expect(pathsOf(world)).toEqual(['fw/1.0.0']);
    expect((await releases.propose(b.id, eva)).removed).toEqual(['fw/1.0.0']);
    await releases.publish(b.id, { metadata: await signedBy(world, b.id, targetsKeys) }, eva);
    expect(pathsOf(world)).toEqual(['fw/1.1.0']);
  });
});
