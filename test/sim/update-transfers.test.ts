/** Parts of pieces for units that ask: who gets what, in which order, how fast. */
import { describe, expect, test } from 'vitest';
import { absentCauses } from '#proto/frame/index.js';
import { digests, operator, type RigOptions, type RigUnit, release, UpdateRig } from './update-rig.ts';

const part = 32_768;
const delta = { baseDigest: digests.old, bytes: 40_000, digest: 'dd'.repeat(32) };

/** So many units that were offered the release. */
async function offered(count: number, options: RigOptions = {}, changes: Partial<typeof release> = {}) {
  const rig = await UpdateRig.start(options);
  rig.releases.set(release.id, { ...release, ...changes });
  const units: RigUnit[] = [];
  for (let index = 0; index < count; index += 1) {
    const unit = rig.add(`engine-${index + 1}`);
    await unit.connect();
    await rig.order(unit);
    units.push(unit);
  }
  const [unit] = units as [RigUnit];
  return { rig, units, unit };
}

describe('pieces', () => {
  test.each(['root', 'timestamp', 'snapshot', 'targets'] as const)('%s, the newest; behind it there is none', async (role) => {
    const { unit } = await offered(1);
    await unit.ask(role);
    await unit.ask(role, 0, 1, { version: 2 });
    expect(unit.all('piecePart')).toMatchObject([{ version: 1, offset: 0, totalBytes: role.length, bytes: Buffer.from(role) }]);
    expect(unit.absent).toEqual(['no-such-version']);
  });

  test('content comes part by part, the last one what is left; what is asked from an offset begins there', async () => {
    const { unit } = await offered(1);
    await unit.ask('content');
    expect(unit.parts).toEqual([0, 1, 2, 3].map((index) => `content ${index * part}`));
    expect(unit.all('piecePart').map(({ bytes }) => bytes?.length)).toEqual([part, part, part, 100]);
    expect(unit.all('piecePart')[1]?.bytes?.[0]).toBe(part % 251);
    await unit.ask('content', 2 * part);
    expect(unit.parts.slice(4)).toEqual([`content ${2 * part}`, `content ${3 * part}`]);
  });

  test('never more parts than the unit gave credit for; a newer request takes the place of the one before', async () => {
    const { rig, unit } = await offered(1);
    await unit.ask('content', 0, 2);
    await rig.pass(10_000);
    expect(unit.parts).toEqual(['content 0', `content ${part}`]);
    await unit.ask('content', 3 * part, 1);
    expect(unit.parts.at(-1)).toBe(`content ${3 * part}`);
  });

  test('a read that was under way when a newer request came is dropped', async () => {
    const { rig, unit } = await offered(1, { isSlowDisk: true });
    await unit.ask('content', 0, 1);
    await unit.ask('content', 2 * part, 1);
    await rig.pass(100);
    expect(unit.parts).toEqual([`content ${2 * part}`]);
  });

  test('from behind the end there is nothing', async () => {
    const { unit } = await offered(1);
    await unit.ask('content', 4 * part);
    expect(unit.absent).toEqual(['not-assigned']);
  });

  test('a delta that is assigned; the whole image only when it may be taken instead', async () => {
    const { rig, unit } = await offered(1, {}, { deltas: [delta] });
    await unit.ask('delta');
    await unit.ask('content', 0, 1);
    expect(unit.parts).toEqual(['delta 0', `delta ${part}`, 'content 0']);
    const strict = rig.add('strict');
    await strict.connect();
    await rig.order(strict, { delta: 'require' });
    await strict.ask('content');
    expect(strict.absent).toEqual(['not-assigned']);
    const plain = rig.add('plain');
    await plain.connect();
    await rig.order(plain, { delta: 'never' });
    await plain.ask('delta');
    expect(plain.absent).toEqual(['not-assigned']);
  });
});

describe('who gets nothing (A19, A18)', () => {
  test('a unit without an attempt, with another unit’s, or with one that is over', async () => {
    const { rig, unit, units } = await offered(2);
    const stranger = rig.add('stranger');
    await stranger.connect();
    const attemptId = unit.offers[0]?.attemptId ?? '';
    await stranger.ask('content', 0, 1, { attemptId });
    await (units[1] as RigUnit).ask('content', 0, 1, { attemptId });
    await unit.report('rejected');
    await unit.ask('content');
    for (const one of [stranger, units[1] as RigUnit, unit]) {
      expect([one.parts, one.absent]).toEqual([[], ['not-assigned']]);
    }
    expect(rig.updates.service.counters()).toMatchObject({ refused: 3, bytesSent: 0 });
  });

  test('a release that is yanked in the download: no further part, WITHDRAWN, and the attempt ends as taken back', async () => {
    const { rig, unit } = await offered(1);
    await unit.report('downloading');
    await unit.ask('content', 0, 1);
    rig.releases.set(release.id, { ...release, state: 'yanked' });
    rig.updates.withdrawn(release.id);
    await unit.ask('content', part, 1);
    expect(unit.absent).toEqual(['withdrawn']);
    await unit.report('failed', { cause: 'withdrawn' });
    expect(rig.updates.service.list({ limit: 1 })[0]).toMatchObject({ state: 'cancelled', cause: 'withdrawn', sentBytes: part });
  });

  test('a unit whose attempt is taken back or whose link breaks gets no part that waited', async () => {
    const { rig, units } = await offered(2, { isSlowDisk: true });
    const [one, other] = units as [RigUnit, RigUnit];
    for (const unit of units) await unit.ask('content');
    rig.updates.deviceGone(one.id, 'removed');
    other.drop();
    await rig.pass(1_000);
    expect([one.parts, other.parts]).toEqual([[], []]);
    expect(rig.updates.service.counters().transfersOpen).toBe(0);
  });
});

describe('many at once', () => {
  test('one part a turn: all get on alike', async () => {
    const { rig, units } = await offered(3, { isSlowDisk: true });
    for (const unit of units) await unit.ask('content');
    await rig.pass(21);
    expect(units.map(({ parts }) => parts.length)).toEqual([2, 2, 2]);
    await rig.pass(100);
    expect(units.map(({ parts }) => parts.length)).toEqual([4, 4, 4]);
  });

  test('at the limit of transfers one takes the image, one past it is told when to come again, and comes in then', async () => {
    const { rig, units } = await offered(3, { limits: { openTransfers: 2 } });
    for (const unit of units) await unit.ask('content', 0, 1);
    const [one, , third] = units as [RigUnit, RigUnit, RigUnit];
    expect(rig.updates.service.counters()).toMatchObject({ transfersOpen: 2, busy: 0 });
    await rig.pass(20_000);
    expect(rig.updates.service.counters()).toMatchObject({ transfersOpen: 2, busy: 1 });
    const [absent] = third.all('pieceAbsent');
    expect(absentCauses.nameOf(absent?.cause)).toBe('busy');
    expect(absent?.retryAfterMs).toBeGreaterThanOrEqual(500);
    await third.ask('header');
    expect(third.parts).toEqual(['header 0']);
    await one.ask('content');
    await one.report('installing');
    await rig.pass(absent?.retryAfterMs ?? 0);
    await third.ask('content');
    expect(third.parts).toHaveLength(5);
  });

  test('who waits for a place gets the one that becomes free, in the order in which they asked; who leaves is passed over', async () => {
    const { rig, units } = await offered(4, { limits: { openTransfers: 1 } });
    for (const unit of units) await unit.ask('content', 0, 1);
    const [one, two, three, four] = units as [RigUnit, RigUnit, RigUnit, RigUnit];
    expect(units.map(({ parts }) => parts.length)).toEqual([1, 0, 0, 0]);
    await rig.pass(15_000);
    rig.updates.desk.closed(two.key);
    await one.ask('content', 32_768, 3);
    await rig.pass(10);
    expect(units.map(({ parts }) => parts.length)).toEqual([4, 0, 0, 0]);
    await one.report('installing');
    expect(units.map(({ parts }) => parts.length)).toEqual([4, 0, 1, 0]);
    await rig.pass(5_000);
    expect(four.all('pieceAbsent')).toHaveLength(1);
    expect(three.all('pieceAbsent')).toHaveLength(0);
    expect(rig.updates.service.counters()).toMatchObject({ transfersOpen: 1, busy: 1 });
  });

  test('of those who wait for a place there are 64 a place; one past that is told at once', async () => {
    const { rig, units } = await offered(66, { limits: { openTransfers: 1 } });
    await rig.pass(1);
    for (const unit of units) await unit.ask('content', 0, 1);
    expect(units.flatMap((unit) => unit.all('pieceAbsent'))).toHaveLength(1);
    expect(units.at(-1)?.all('pieceAbsent')).toHaveLength(1);
    expect(rig.updates.service.counters().busy).toBe(1);
  });

  test('the times of those who wait are spread', async () => {
    const { rig, units } = await offered(40, { limits: { openTransfers: 1 } });
    for (const unit of units) await unit.ask('content', 0, 1);
    await rig.pass(20_000);
    const waits = units.flatMap((unit) => unit.all('pieceAbsent').map(({ retryAfterMs }) => retryAfterMs ?? 0));
    expect(waits).toHaveLength(39);
    expect(new Set(waits).size).toBeGreaterThan(30);
    expect(Math.max(...waits)).toBeGreaterThan(20 * Math.min(...waits));
  });

  test('who has a place and asks for nothing gives it up after a minute', async () => {
    const { rig, unit } = await offered(1);
    await unit.ask('content', 0, 1);
    await rig.pass(59_000);
    expect(rig.updates.service.counters().transfersOpen).toBe(1);
    await rig.pass(2_000);
    expect(rig.updates.service.counters().transfersOpen).toBe(0);
  });

  test('who was sent all keeps its place until it says that it has it, or leaves, or is silent for a minute', async () => {
    const { rig, units } = await offered(4, { limits: { openTransfers: 2 } });
    const [one, two, three, four] = units as [RigUnit, RigUnit, RigUnit, RigUnit];
    await one.ask('content');
    await two.ask('content');
    await rig.pass(1_000);
    await three.ask('content');
    expect(units.map(({ parts }) => parts.length)).toEqual([4, 4, 0, 0]);
    // A chunk came damaged.
    await one.ask('content', part, 1);
    expect(one.parts.at(-1)).toBe(`content ${part}`);
    await one.report('downloading', { storedBytes: 100 });
    expect(three.parts).toHaveLength(0);
    await one.report('installing');
    expect(three.parts).toHaveLength(4);
    three.drop();
    await four.ask('content');
    expect(four.parts).toHaveLength(4);
    await rig.pass(61_000);
    expect(rig.updates.service.counters().transfersOpen).toBe(0);
  });

  test('a unit gets four parts in its turn, one where a budget counts them', async () => {
    const order = async (options: RigOptions) => {
      const { rig, units } = await offered(10, options);
      // The parts of this turn of the process are used up.
      for (const unit of units.slice(0, 8)) await unit.ask('content');
      const turns: string[] = [];
      for (const [index, unit] of units.slice(8).entries()) {
        await unit.ask('content');
        expect(unit.parts).toEqual([]);
        const push = (...frames: RigUnit['frames']) => turns.push(...frames.map(() => `${index}`));
        Object.defineProperty(unit.frames, 'push', { value: push });
      }
      await rig.pass(100);
      return turns.join('');
    };
    expect(await order({})).toBe('00001111');
    expect(await order({ limits: { updateBytesPerSecond: 1_000_000_000 } })).toBe('01010101');
  });

  test('places that become free when the parts of a turn are used up go to those that wait', async () => {
    const { rig, units } = await offered(16, { limits: { openTransfers: 8 } });
    for (const unit of units) await unit.ask('content');
    expect(units.map(({ parts }) => parts.length)).toEqual(units.map((_, index) => (index < 8 ? 4 : 0)));
    for (const unit of units.slice(0, 8)) rig.updates.desk.report(unit.key, unit.fact('installing'));
    await rig.pass(1);
    expect(units.map(({ parts }) => parts.length)).toEqual(units.map(() => 4));
  });

  test('while many move, of what one goes through within a second only the newest is written, and only then it is told', async () => {
    const { rig, units } = await offered(64);
    await rig.pass(2_000);
    const before = (await rig.store.list('attempt')).map(({ revision }) => revision);
    for (const state of ['checking', 'downloading', 'installing'] as const) {
      for (const unit of units) rig.updates.desk.report(unit.key, unit.fact(state));
      await rig.pass(250);
    }
    expect(units.map(({ acknowledged }) => acknowledged.length)).toEqual(units.map(() => 0));
    await rig.pass(500);
    const after = await rig.store.list('attempt');
    expect(after.map(({ revision }, index) => revision - (before[index] ?? 0))).toEqual(units.map(() => 1));
    expect(after.every(({ value }) => value.state === 'installing' && value.steps.length === 5)).toBe(true);
    expect(units.map(({ acknowledged }) => acknowledged.at(-1))).toEqual(units.map(() => 3));
  });

  test('a link that takes nothing away gets nothing more until it does', async () => {
    const { rig, unit, units } = await offered(2);
    unit.queuedBytes = 524_289;
    await unit.ask('content');
    await (units[1] as RigUnit).ask('content');
    await rig.pass(5_000);
    expect([unit.parts.length, units[1]?.parts.length]).toEqual([0, 4]);
    unit.queuedBytes = 524_288;
    await rig.pass(100);
    expect(unit.parts).toHaveLength(4);
  });

  test('what was sent is counted, and stored with the attempt', async () => {
    const { rig, unit } = await offered(1);
    await unit.ask('header');
    await unit.ask('content');
    const { id } = rig.updates.service.list({ limit: 1 })[0] ?? { id: '' };
    expect(rig.updates.service.counters()).toMatchObject({ partsSent: 5, bytesSent: 300 + release.contentBytes });
    await rig.pass(250);
    expect((await rig.store.get('attempt', id))?.value.sentBytes).toBe(300 + release.contentBytes);
  });

  test('what was sent is known while the transfer goes on, and is not written for it', async () => {
    const { rig, unit } = await offered(1);
    await rig.pass(1_000);
    await unit.ask('content', 0, 2);
    const { service } = rig.updates;
    const { id, sentBytes } = service.list({ limit: 1 })[0] ?? { id: '', sentBytes: 0 };
    const found = [sentBytes, service.get(id).sentBytes, service.find(id)?.sentBytes, service.openOf(unit.id)?.sentBytes];
    expect(found).toEqual([2 * part, 2 * part, 2 * part, 2 * part]);
    await rig.pass(1_000);
    expect((await rig.store.get('attempt', id))?.value.sentBytes).toBe(0);
    await unit.ask('content', 2 * part, 16);
    await rig.pass(1_000);
    expect(service.get(id).sentBytes).toBe(release.contentBytes);
    expect((await rig.store.get('attempt', id))?.value.sentBytes).toBe(release.contentBytes);
  });
});

describe('bandwidth', () => {
  /** Bytes that each unit had after a time; all ask again and again. */
  async function bytesAfter(spanMs: number, count: number, options: RigOptions): Promise<{ rig: UpdateRig; bytes: number[] }> {
    const { rig, units } = await offered(count, options);
    for (let atMs = 0; atMs < spanMs; atMs += 1_000) {
      for (const unit of units) {
        const last = unit.all('piecePart').length;
        if (last % 4 === 0) await unit.ask('content');
      }
      await rig.pass(1_000);
    }
    return { rig, bytes: units.map((unit) => unit.all('piecePart').reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0)) };
  }

  test('the budget of the manager is kept, and shared alike', async () => {
    const rate = 100_000;
    const { rig, bytes } = await bytesAfter(60_000, 4, { limits: { updateBytesPerSecond: rate } });
    const total = bytes.reduce((sum, one) => sum + one, 0);
    expect(total).toBeLessThanOrEqual(60 * rate + 65_536);
    expect(total).toBeGreaterThan(0.9 * 60 * rate);
    expect(Math.max(...bytes) - Math.min(...bytes)).toBeLessThanOrEqual(release.contentBytes + part);
    expect(rig.updates.service.counters().throttled).toBeGreaterThan(0);
  });

  test('a group has its own budget, and holds up nobody else', async () => {
    const { bytes } = await bytesAfter(60_000, 4, {
      limits: { updateBytesPerSecond: 1_000_000 },
      budgets: [{ name: 'metered', updateBytesPerSecond: 10_000 }],
      isMember: (id) => id === 'engine-1' || id === 'engine-2',
    });
    const [one = 0, two = 0, three = 0, four = 0] = bytes;
    expect(one + two).toBeLessThanOrEqual(60 * 10_000 + 65_536);
    expect(one + two).toBeGreaterThan(0.8 * 60 * 10_000);
    expect(Math.min(three, four)).toBeGreaterThan(10 * Math.max(one, two));
  });

  test('a part that is cancelled before its turn costs nothing', async () => {
    const { rig, units } = await offered(2, { limits: { updateBytesPerSecond: 65_536 } });
    const [one, other] = units as [RigUnit, RigUnit];
    await one.ask('content');
    await other.ask('content');
    await rig.updates.service.cancel(one.offers[0]?.attemptId ?? '', operator);
    await one.report('cancelled');
    await rig.pass(10_000);
    expect(other.parts).toHaveLength(4);
    expect(one.parts.length).toBeLessThan(4);
  });
});
