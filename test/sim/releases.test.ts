import { describe, expect, test } from 'vitest';
import { loadShippedProfile } from '#firmware/profiles/index.js';
import { World } from '#fleet/trial/index.js';
import { buildImage } from '#proto/image/index.js';
import { createRelease, eva, imageOf, sha256, stream, upload } from './release-files.ts';

type WorldLimits = ConstructorParameters<typeof World>[0]['limits'];

async function started(limits: WorldLimits = {}): Promise<World> {
  const world = new World({ seed: 'releases', limits });
  await world.startManager();
  return world;
}

async function restart(world: World): Promise<void> {
  world.crashManager();
  await world.startManager();
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
const payload = Buffer.alloc(100_000, 'firmware ');

describe('uploads', () => {
  test('one that broke goes on where it stopped, also over a crash of the manager, whoever gives the same file', async () => {
    const world = await started();
    const file = imageOf('1.0.0', payload);
    const { id } = await world.manager.uploads.begin({ bytes: file.length, sha256: sha256(file) }, eva);
    async function* broken() {
      yield* stream(file.subarray(0, 50_000), 999);
      throw new Error('the way broke');
    }
    expect(await codeOf(world.manager.uploads.write(id, 0, broken()))).toBe('Error: the way broke');
    await restart(world);
    const again = await world.manager.uploads.begin({ bytes: file.length, sha256: sha256(file) }, { ...eva, name: 'max' });
    expect(again).toMatchObject({ id, receivedBytes: 50_000, createdBy: 'eva' });
    expect(await codeOf(world.manager.releases.create({ uploadId: id, notes: '' }, eva))).toBe('E2535');
    const { release, isNew } = await createRelease(world.manager, file);
    expect({ id: release.id, isNew, left: world.manager.uploads.list() }).toEqual({ id: 'fw@1.0.0', isNew: true, left: [] });
  });

  test('another offset than the end, more than announced, two streams at once are refused, and what was there stays', async () => {
    const { manager } = await started();
    const file = imageOf('1.0.0', payload);
    const { id } = await manager.uploads.begin({ bytes: 1_000, sha256: sha256(file) }, eva);
    await manager.uploads.write(id, 0, stream(file.subarray(0, 400)));
    for (const offset of [0, 399, 401]) expect(await codeOf(manager.uploads.write(id, offset, stream(file)))).toBe('E1616');
    expect(await codeOf(manager.uploads.write(id, 400, stream(file.subarray(0, 601))))).toBe('E2533');
    expect(manager.uploads.get(id).receivedBytes).toBe(400);
    const first = manager.uploads.write(id, 400, stream(file.subarray(0, 100)));
    expect(await codeOf(manager.uploads.write(id, 400, stream(file.subarray(0, 100))))).toBe('E2534');
    expect((await first).receivedBytes).toBe(500);
    expect((await manager.uploads.write(id, 500, stream(file.subarray(0, 500)))).receivedBytes).toBe(1_000);
  });

  test('limits: files on their way, their size, the room of the disk; at the limit and one past it', async () => {
    const world = await started({ uploads: 2, imageFileBytes: 1_024 });
    const { uploads } = world.manager;
    const begin = (digit: string, bytes: number) => codeOf(uploads.begin({ bytes, sha256: digit.repeat(64) }, eva));
    expect(await begin('a', 1_025)).toBe('E2531');
    world.blobs.setRoom(1_500);
    expect(await begin('a', 1_024)).toBe('done');
    expect(await begin('b', 477)).toBe('E2536');
    expect(await begin('b', 476)).toBe('done');
    expect(await begin('a', 1_024)).toBe('done');
    expect(await begin('a', 1_023)).toBe('E2539');
    expect(await begin('c', 0)).toBe('E2539');
    expect(await begin('x', 10)).toBe('E2539');
    expect(await begin('c', 1)).toBe('E2532');
    await uploads.discard('b'.repeat(32), eva);
    expect(await begin('c', 1)).toBe('done');
  });

  test('a disk that fills: E1615, nothing half done, and the upload goes on when there is room', async () => {
    const world = await started();
    const file = imageOf('1.0.0', payload);
    const { id } = await world.manager.uploads.begin({ bytes: file.length, sha256: sha256(file) }, eva);
    await world.manager.uploads.write(id, 0, stream(file.subarray(0, 60_000)));
    world.blobs.setRoom(70_000);
    expect(await codeOf(world.manager.uploads.write(id, 60_000, stream(file.subarray(60_000))))).toBe('E1615');
    expect(world.manager.uploads.get(id).receivedBytes).toBe(60_000);
    world.blobs.setRoom(1_000_000);
    expect((await createRelease(world.manager, file)).isNew).toBe(true);
  });

  test('one for which nothing comes is removed after its time, not before; each piece gives it new time', async () => {
    const world = await started({ uploadKeepMs: 10_000 });
    const { uploads } = world.manager;
    const { id } = await uploads.begin({ bytes: 10, sha256: 'a'.repeat(64) }, eva);
    await world.runFor(9_000);
    await uploads.write(id, 0, stream(Buffer.from('x')));
    // Pieces so close together that the store hears of few of them: the next process knows of the last but by a sixteenth of the time.
    for (let offset = 1; offset < 5; offset += 1) {
      await world.runFor(400);
      await uploads.write(id, offset, stream(Buffer.from('x')));
    }
    await restart(world);
    await world.runFor(8_999);
    expect(world.manager.uploads.get(id).receivedBytes).toBe(5);
    await world.runFor(2_001);
    expect(world.manager.uploads.list()).toEqual([]);
    expect(world.blobs.uploads()).toEqual([]);
    const [newest] = await world.manager.journal.readAudit({ limit: 1 });
    expect(newest).toMatchObject({ actor: 'system', action: 'upload.expire', detail: { receivedBytes: 5, bytes: 10 } });
  });
});

describe('releases', () => {
  test('the facts are those of the header, and the pieces are where devices find them', async () => {
    const { manager, blobs } = await started();
    const file = imageOf('1.2.3', payload, { hardwareRevisions: ['A'], securityCounter: 7, minimumVersion: '1.0.0' });
    const { release } = await createRelease(manager, file);
    expect(release).toMatchObject({
      id: 'fw@1.2.3',
      state: 'draft',
      revision: 1,
      fileBytes: file.length,
      contentBytes: 100_000,
      hardwareRevisions: ['A'],
      securityCounter: 7,
      minimumVersion: '1.0.0',
    });
    const piece = async (name: 'header' | 'content') => {
      const { digest, offset, bytes } = manager.releases.pieceOf(release, name);
      return blobs.read(digest, offset, bytes);
    };
    expect(sha256(await piece('header'))).toBe(release.digest);
    expect(Buffer.from(await piece('content')).equals(payload)).toBe(true);
    expect(manager.releases.byDigest(release.digest)?.id).toBe('fw@1.2.3');
    expect(manager.releases.warnings(release)).toEqual(['no device of profile drone was ever seen here']);
  });

  test('a release for a kind of device that was never seen is odd until the first one comes', async () => {
    const world = await started();
    const { release } = await createRelease(world.manager, imageOf('1.0.0', payload));
    expect(world.manager.releases.warnings(release)).toHaveLength(1);
    world.addDevices({ prefix: 'drone', count: 1, profile: loadShippedProfile('drone'), token: await world.createToken(1), rampMs: 1 });
    await world.runFor(60_000);
    expect(world.manager.releases.warnings(release)).toEqual([]);
  });

  test('the same file again is the release that is there; other bytes under its name are refused, also after it was yanked', async () => {
    const world = await started();
    const file = imageOf('1.0.0', payload);
    const made = await createRelease(world.manager, file);
    expect(await createRelease(world.manager, file)).toEqual({ release: made.release, isNew: false });
    // The answer was lost, and the request comes again.
    const uploadId = sha256(file).slice(0, 32);
    expect(await world.manager.releases.create({ uploadId, notes: '' }, eva)).toEqual({ release: made.release, isNew: false });
    expect(await codeOf(createRelease(world.manager, imageOf('1.0.0', Buffer.alloc(9))))).toBe('E2541');
    await world.manager.releases.yank('fw@1.0.0', {}, eva);
    expect(await codeOf(createRelease(world.manager, imageOf('1.0.0', Buffer.alloc(9))))).toBe('E2541');
    expect(world.blobs.list()).toHaveLength(1);
    expect(world.manager.uploads.list()).toEqual([]);
  });

  const good = imageOf('1.0.0', payload);
  const changed = (change: (bytes: Buffer) => Buffer | undefined) => {
    const bytes = Buffer.from(good);
    return change(bytes) ?? bytes;
  };
  const application = Buffer.from('{"id":"x","initial":"a","states":{}}');
  const broken: readonly (readonly [string, string, Buffer])[] = [
    ['no image', 'E1540', Buffer.from('#!/bin/sh\necho hello, I am no image at all\n')],
    ['of a future format', 'E1541', changed((bytes) => void bytes.writeUInt32LE(2, 8))],
    ['cut in its content', 'E1542', good.subarray(0, good.length - 1)],
    ['cut in its header', 'E1542', good.subarray(0, 20)],
    ['longer than it says', 'E1542', Buffer.concat([good, Buffer.alloc(1)])],
    ['with a changed chunk', 'E1544', changed((bytes) => void bytes.writeUInt8(1, good.length - 1))],
    ['with a header that is too large', 'E1545', changed((bytes) => void bytes.writeUInt32LE(294_913, 12))],
    ['with an application that no device loads', 'E1511', withApplication(application)],
  ];
  test.each(broken)('an image %s is refused with %s, and nothing of it stays', async (_name, code, bytes) => {
    const world = await started();
    const { id } = await upload(world.manager, bytes);
    expect(await codeOf(world.manager.releases.create({ uploadId: id, notes: '' }, eva))).toBe(code);
    expect([world.manager.uploads.list(), world.blobs.list(), world.blobs.uploads(), world.manager.releases.list()]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  test('bytes that were changed on the way are E1617, and the next upload begins anew', async () => {
    const { manager } = await started();
    const { id } = await manager.uploads.begin({ bytes: good.length, sha256: sha256(good) }, eva);
    await manager.uploads.write(id, 0, stream(changed((bytes) => void bytes.writeUInt8(1, 70_000))));
    expect(await codeOf(manager.releases.create({ uploadId: id, notes: '' }, eva))).toBe('E1617');
    expect(manager.uploads.list()).toEqual([]);
    expect((await createRelease(manager, good)).isNew).toBe(true);
  });

  test('a crash between the file and its record loses nothing: the upload is whole, and becomes the release', async () => {
    const world = await started();
    const { id, sha256: digest } = await upload(world.manager, good);
    await world.blobs.complete(id, digest);
    await restart(world);
    expect(world.manager.uploads.get(id).receivedBytes).toBe(good.length);
    expect((await createRelease(world.manager, good)).isNew).toBe(true);
    // And files that nothing refers to are swept.
    await world.blobs.put(Buffer.from('left over'));
    await restart(world);
    expect(world.blobs.list().map((file) => file.digest)).toEqual([digest]);
    expect(world.manager.releases.get('fw@1.0.0').revision).toBe(1);
  });

  test('as many as there may be, and one more', async () => {
    const { manager } = await started({ releases: 2 });
    await createRelease(manager, imageOf('1.0.0', payload));
    await createRelease(manager, imageOf('1.10.0', payload));
    expect(await codeOf(createRelease(manager, imageOf('1.9.0', payload)))).toBe('E2542');
    expect(manager.releases.list().map(({ version }) => version)).toEqual(['1.10.0', '1.0.0']);
  });

  test('yank: with a reason, at its revision, once; it stays yanked, and says who and why', async () => {
    const world = await started();
    const { release } = await createRelease(world.manager, good);
    const { releases, journal } = world.manager;
    expect(await codeOf(releases.yank(release.id, {}, { ...eva, reason: ' ' }))).toBe('E2544');
    expect(await codeOf(releases.yank(release.id, { revision: 2 }, eva))).toBe('E2543');
    const yanked = await releases.yank(release.id, { revision: 1 }, eva);
    expect(yanked).toMatchObject({ state: 'yanked', yankedBy: 'eva', yankReason: 'for a test', revision: 2 });
    expect(await releases.yank(release.id, {}, eva)).toEqual(yanked);
    const [newest] = await journal.readAudit({ limit: 1 });
    expect(newest).toMatchObject({ action: 'release.yank', subject: 'release:fw@1.0.0', reason: 'for a test' });
    await restart(world);
    expect(world.manager.releases.get(release.id)).toEqual(yanked);
  });

  test('an unknown one is E2540 with the id that was probably meant', async () => {
    const { manager } = await started();
    await createRelease(manager, good);
    expect(() => manager.releases.get('fw@1.0.1')).toThrow('did you mean fw@1.0.0?');
    expect(manager.releases.find('fw@1.0.1')).toBeUndefined();
  });

  test('a comparison says the facts, the payload and the application that differ', async () => {
    const { manager } = await started();
    await createRelease(manager, good);
    await createRelease(manager, imageOf('1.1.0', payload, { securityCounter: 1 }));
    await createRelease(manager, imageOf('1.2.0', Buffer.concat([payload.subarray(1), Buffer.from('!')])));
    const { header, payload: same, application: states } = await manager.releases.compare('fw@1.0.0', 'fw@1.1.0');
    expect({ same, states }).toEqual({ same: 'same', states: [] });
    expect(header).toEqual([
      { fact: 'version', before: '1.0.0', after: '1.1.0' },
      { fact: 'securityCounter', before: 0, after: 1 },
    ]);
    expect((await manager.releases.compare('fw@1.0.0', 'fw@1.2.0')).payload).toBe('changed');
    expect(await codeOf(manager.releases.compare('fw@1.0.0', 'none@1.0.0'))).toBe('E2540');
  });
});

/** An image whose application is the first bytes of what was its payload: as only a damaged builder makes one. */
function withApplication(json: Buffer): Buffer {
  const facts = {
    name: 'fw',
    version: '1.0.0',
    profiles: ['drone'],
    hardwareRevisions: [],
    securityCounter: 0,
    minimumVersion: '',
    mustPassThrough: false,
  };
  return Buffer.from(buildImage(facts, JSON.parse(json.toString()), new Uint8Array(0)));
}
