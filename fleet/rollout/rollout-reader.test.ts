/** What is said of a rollout is of now. */
import { expect, test } from 'vitest';
import { DeskRig, olga, settingsPlan } from './desk-fixture.ts';

const plan = settingsPlan(`waves: [{ name: first, devices: 2 }, { name: all, percent: 100% }]
soak: 1h
gates: [{ type: manual }]`);
const minuteMs = 60_000;
const soak = (rig: DeskRig) => rig.rollouts.explain('r-1').steps.find(({ name }) => name === 'wave first: soak');

test('a soak stands still while the rollout does, and its line with it', async () => {
  const rig = await DeskRig.start({ devices: 6 });
  await rig.begin(plan);
  await rig.pass(minuteMs, () => rig.view().state === 'soaking');
  await rig.pass(20 * minuteMs);
  expect(soak(rig)).toMatchObject({ outcome: 'waiting', measured: 'soaked 20 min of 1 h' });
  await rig.rollouts.pause('r-1', {}, olga);
  await rig.pass(5 * 60 * minuteMs);
  expect(soak(rig)).toMatchObject({ outcome: 'waiting', measured: 'soaked 20 min of 1 h when it stopped' });
  await rig.rollouts.resume('r-1', { raise: {} }, olga);
  await rig.pass(30 * minuteMs);
  expect([rig.view().state, soak(rig)?.measured]).toEqual(['soaking', 'soaked 50 min of 1 h']);
  await rig.rollouts.abort('r-1', {}, olga);
  await rig.pass(60 * minuteMs);
  expect(soak(rig)).toMatchObject({ outcome: 'notReached', measured: 'soaked 50 min of 1 h when it stopped' });
});

test('a verdict is as old as the question, also between two turns', async () => {
  const rig = await DeskRig.start({ devices: 6 });
  await rig.begin(plan);
  await rig.pass(minuteMs, () => rig.view().state === 'soaking');
  const summary = () => rig.view().verdicts[0]?.summary ?? '';
  for (let second = 1; second <= 12; second += 1) {
    const startedAtMs = rig.view().soakStartedAtMs;
    await rig.pass(1_000);
    const leftMs = startedAtMs + 60 * minuteMs - rig.clock.wallMs();
    expect(summary()).toContain(`it soaks ${Math.floor(leftMs / minuteMs)} min ${Math.round((leftMs % minuteMs) / 1_000)} s more`);
  }
  // Looking changes nothing.
  expect(rig.view().revision).toBe(rig.view().revision);
});

test('who is retired or removed after the end of a rollout waits for nothing in it any more', async () => {
  const rig = await DeskRig.start({ devices: 6 });
  await rig.begin(plan);
  await rig.pass(minuteMs, () => rig.view().state === 'soaking');
  await rig.rollouts.abort('r-1', {}, olga);
  await rig.pass(minuteMs);
  expect(rig.view().buckets).toMatchObject({ soaking: 2, pending: 4 });
  const [first, second] = rig.rollouts.members('r-1', { bucket: 'pending', limit: 2 }).members.map(({ deviceId }) => deviceId);
  rig.change(first as string, { status: 'retired' });
  rig.remove(second as string);
  expect(rig.view().buckets).toMatchObject({ soaking: 2, pending: 2, conditionNotMet: 1, offline: 1 });
  expect(rig.rollouts.members('r-1', { bucket: 'conditionNotMet', limit: 1 }).members[0]).toMatchObject({
    deviceId: first,
    why: /retired/,
  });
  expect(rig.rollouts.recount()).toEqual([]);
  // What became of a device in it stays.
  const done = rig.rollouts.members('r-1', { bucket: 'soaking', limit: 1 }).members[0]?.deviceId as string;
  rig.change(done, { status: 'retired' });
  expect(rig.view().buckets).toMatchObject({ soaking: 2 });
});
