import { describe, expect, test } from 'vitest';
import type { RolloutEndRecord } from '#fleet/domain/index.js';
import { DeskRig, olga, settingsPlan } from './desk-fixture.ts';
import { MemberBook } from './member-book.ts';
import { endOf, restoreEnds } from './member-ends.ts';
import { memberFlags } from './member-flags.ts';
import { membersPerPage } from './member-pages.ts';

const plan = settingsPlan('waves: [{ name: all, percent: 100%, soak: 0s, gates: [] }]');

/** All of five devices are through, but for one that refused. */
async function ended(devices = 5): Promise<DeskRig> {
  const rig = await DeskRig.start({ devices });
  const [first] = rig.devices.values();
  if (first !== undefined) first.answer = 'refuses';
  await rig.begin(plan);
  await rig.pass(3_600_000, () => rig.view().state === 'completed');
  await rig.pass(60_000);
  expect(rig.view()).toMatchObject({ state: 'completed', buckets: { updated: devices - 1 } });
  return rig;
}

describe('a rollout that is over', () => {
  test('counts the same after a restart, whatever its devices run since', async () => {
    const rig = await ended();
    const before = rig.view();
    for (const [id, device] of rig.devices) {
      device.wanted = { limitV: 230 };
      rig.change(id, { reportedConfigurationVersion: 99, desiredConfigurationVersion: 99 });
    }
    expect(rig.view().buckets).toEqual(before.buckets);
    await rig.restart();
    await rig.pass(3_600_000);
    const after = rig.view();
    expect([after.buckets, after.sums, after.waves]).toEqual([before.buckets, before.sums, before.waves]);
    expect(rig.rollouts.recount()).toEqual([]);
  });

  test('that is tried again is judged anew, and its new end is the one that is kept', async () => {
    const rig = await ended();
    for (const device of rig.devices.values()) device.answer = 'takes';
    await rig.restart();
    await rig.rollouts.retry('r-1', {}, olga);
    await rig.pass(3_600_000, () => rig.view().state === 'completed');
    await rig.pass(60_000);
    expect(rig.view().buckets.updated).toBe(5);
    await rig.restart();
    expect(rig.view().buckets.updated).toBe(5);
  });

  test('whose end could not be stored is judged anew', async () => {
    const rig = await ended();
    for (const key of rig.stored('rolloutEnd').keys()) rig.forget('rolloutEnd', key);
    await rig.restart();
    expect(rig.view().buckets.updated).toBe(4);
  });
});

test('a device that waited at the end and was retired before the restart is counted as such', async () => {
  const rig = await DeskRig.start({ devices: 3 });
  for (const id of rig.devices.keys()) rig.presence(id, 'offline');
  await rig.begin(plan);
  await rig.pass(5_000);
  await rig.rollouts.abort('r-1', {}, olga);
  await rig.pass(60_000);
  expect(rig.view().buckets.offline).toBe(3);
  const [device] = rig.devices.values();
  if (device !== undefined) device.view = { ...device.view, status: 'retired' };
  const ends = () => rig.stored('rolloutEnd').get('r-1/0') as RolloutEndRecord;
  const kept = ends();
  await rig.restart();
  await rig.pass(1_000);
  expect(rig.view().buckets).toMatchObject({ offline: 2, conditionNotMet: 1 });
  expect([kept.buckets, ends().buckets].map((buckets) => buckets.filter((bucket) => bucket === 'offline').length)).toEqual([3, 2]);
});

describe('an end', () => {
  const record = { plan: { name: 'r-1' }, state: 'completed', revision: 7 } as const;
  const bookOf = (members: number): MemberBook => {
    const book = new MemberBook(2, members);
    for (let index = 0; index < members; index += 1) book.add(`pump-${index}`, index % 2, 'pump', 1_000);
    return book;
  };
  const count = membersPerPage + 1;
  const book = bookOf(count);
  for (let index = 0; index < count; index += 1) {
    const isFailed = index % 3 === 0;
    const flags = memberFlags.attempted | (isFailed ? memberFlags.failed : memberFlags.updated);
    book.place(
      index,
      { bucket: isFailed ? 'failed' : 'updated', isReady: false },
      flags,
      isFailed ? 'flash-full' : undefined,
      2_000 + index,
    );
  }
  // As the Store gives it back.
  const ends = [1, 0].map((page) => JSON.parse(JSON.stringify(endOf(book, record as never, page))) as RolloutEndRecord);

  test('puts each member where it was, over several pages', () => {
    const restored = bookOf(count);
    expect(restoreEnds(restored, record, ends)).toBe(true);
    expect([restored.buckets(0, 0), restored.buckets(1, 1), restored.failures()]).toEqual([
      book.buckets(0, 0),
      book.buckets(1, 1),
      book.failures(),
    ]);
    for (const index of [0, 1, membersPerPage]) {
      expect(restored.flagsAt(index)).toBe(book.flagsAt(index));
      expect(restored.sinceAt(index)).toBe(book.sinceAt(index));
    }
    expect(restored.recount()).toEqual([]);
  });

  test.each<[string, Parameters<typeof restoreEnds>[1], readonly RolloutEndRecord[]]>([
    ['of another revision', { ...record, revision: 8 }, ends],
    ['of which a page is missing', record, ends.slice(1)],
    ['that is not there', record, []],
    ['of a rollout that goes on', { ...record, state: 'dispatching' }, ends],
  ])('%s changes nothing', (_what, of, known) => {
    const restored = bookOf(count);
    expect(restoreEnds(restored, of, known)).toBe(false);
    expect(restored.buckets().pending).toBe(count);
  });
});
