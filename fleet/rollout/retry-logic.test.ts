/** Another try for devices that failed, by the verb. */
import { expect, test } from 'vitest';
import { DeskRig, olga, settingsPlan } from './desk-fixture.ts';

const plan = settingsPlan(`waves: [{ name: first, devices: 2 }, { name: all, percent: 100% }]
soak: 10m
gates: [{ type: threshold, name: failed, above: 60%, minimum: 10 }]
retries: { others: 0 }
onBad: halt`);

/** Six pumps of which two refuse, and a rollout that completed. */
async function completed(): Promise<{ readonly rig: DeskRig; readonly bad: readonly string[] }> {
  const rig = await DeskRig.start({ devices: 6 });
  const bad = ['pump-2', 'pump-5'];
  for (const id of bad) (rig.devices.get(id) as { answer: string }).answer = 'refuses';
  await rig.begin(plan);
  await rig.pass(3_600_000, () => rig.view().state === 'completed');
  expect(rig.view()).toMatchObject({ state: 'completed', buckets: { updated: 4, rejected: 2 } });
  return { rig, bad };
}

function mend(rig: DeskRig, bad: readonly string[]): void {
  for (const id of bad) (rig.devices.get(id) as { answer: string }).answer = 'takes';
}

const retry = (rig: DeskRig, call: { key?: string; cause?: string } = {}) => rig.rollouts.retry('r-1', call, olga);

test('a completed rollout offers its last wave again: whoever failed in whichever wave has it, and it completes anew', async () => {
  const { rig, bad } = await completed();
  mend(rig, bad);
  expect(rig.rollouts.explain('r-1').next).toEqual(['fleet rollout retry r-1 -m WHY', 'fleet rollout rollback r-1 -m WHY']);
  expect((await rig.rollouts.blast('r-1', 'retry')).effects).toContain(
    'the rollout: its last wave is offered again, soaks and is judged anew',
  );
  const orders = rig.orders.length;
  const again = await retry(rig, { key: 'k' });
  expect(again).toMatchObject({ state: 'dispatching', wave: 1, endedAtMs: 0, soakStartedAtMs: 0, verdicts: [{ outcome: 'waiting' }] });
  expect(again.steps.at(-1)?.reason).toBe('2 failed devices may try again: test');
  // The same key again is the same change.
  expect((await retry(rig, { key: 'k' })).revision).toBe(again.revision);
  await rig.pass(5_000);
  expect(rig.view().state).toBe('soaking');
  await rig.pass(3_600_000, () => rig.view().state === 'completed');
  expect(rig.view()).toMatchObject({ state: 'completed', buckets: { updated: 6, rejected: 0 }, causes: {} });
  expect(rig.orders.slice(orders).sort()).toEqual([...bad].sort());
  // Each gate of each wave is among the passed ones once.
  expect(rig.view().passed.map(({ wave, gate }) => `${wave} ${gate}`)).toEqual(['first failed', 'all failed']);
  expect(rig.rollouts.recount()).toEqual([]);
  await expect(retry(rig)).rejects.toMatchObject({ code: 'E2704' });
});

test('of one cause, and of nobody when nobody failed by it', async () => {
  const { rig } = await completed();
  await expect(retry(rig, { cause: 'low-battery' })).rejects.toMatchObject({
    code: 'E2704',
    message: /no device of rollout r-1 has failed by low-battery/,
  });
});

test('a retry that can not be stored changes nothing, neither now nor after a restart', async () => {
  const { rig, bad } = await completed();
  mend(rig, bad);
  const before = rig.view();
  rig.isFull = true;
  await expect(retry(rig)).rejects.toMatchObject({ code: 'E1603' });
  expect(rig.view()).toEqual(before);
  rig.isFull = false;
  await rig.pass(60_000);
  expect(rig.view()).toMatchObject({ state: 'completed', buckets: { rejected: 2 } });
  await rig.restart();
  await rig.pass(60_000);
  expect(rig.view()).toMatchObject({ state: 'completed', revision: before.revision, buckets: { rejected: 2 } });
});

test('killed after the rollout is stored and before its members are, it tries them again all the same, once', async () => {
  const { rig, bad } = await completed();
  mend(rig, bad);
  const orders = rig.orders.length;
  const answer = retry(rig);
  // The record of the rollout is the first that is stored: those of the members never are.
  while (!JSON.stringify(rig.stored('rollout').get('r-1')).includes('forgiving')) await Promise.resolve();
  rig.isFull = true;
  await answer;
  expect(rig.stored('rolloutMember').get('r-1/pump-2')).toMatchObject({ outcome: 'rejected' });
  rig.isFull = false;
  await rig.restart();
  await rig.pass(3_600_000, () => rig.view().state === 'completed');
  expect(rig.view()).toMatchObject({ state: 'completed', buckets: { updated: 6 } });
  expect(rig.orders.slice(orders).sort()).toEqual([...bad].sort());
  // What was forgiven is forgotten once the members know of it.
  expect(JSON.stringify(rig.stored('rollout').get('r-1'))).not.toContain('forgiving');
});

test('a wave that soaks or decides is offered again; a halted one stays so, and offers it once it is resumed', async () => {
  const rig = await DeskRig.start({ devices: 6 });
  for (const device of rig.devices.values()) device.answer = 'refuses';
  await rig.begin(plan.replace('minimum: 10', 'minimum: 2'));
  await rig.pass(600_000, () => rig.view().state === 'halted');
  expect(rig.view()).toMatchObject({ state: 'halted', wave: 0, buckets: { rejected: 2 } });
  expect(rig.rollouts.explain('r-1').next.map((line) => line.split(' ')[2])).toEqual(['retry', 'resume', 'abort']);
  for (const device of rig.devices.values()) device.answer = 'takes';
  const orders = rig.orders.length;
  await retry(rig);
  await rig.pass(60_000);
  expect([rig.view().state, rig.orders.length]).toEqual(['halted', orders]);
  await rig.rollouts.resume('r-1', { raise: { failed: 80 } }, olga);
  await rig.pass(5_000);
  expect(rig.view()).toMatchObject({ state: 'soaking', wave: 0, buckets: { soaking: 2 } });
});

test('a rollout that is over counts among those that run once it is tried again', async () => {
  const rig = await DeskRig.start({ devices: 2, limits: { runningRollouts: 1 } });
  (rig.devices.get('pump-1') as { answer: string }).answer = 'refuses';
  await rig.begin(settingsPlan('waves: [{ name: all, percent: 100%, gates: [] }]\nsoak: 1m\nretries: { others: 0 }'));
  await rig.pass(600_000, () => rig.view().state === 'completed');
  await rig.begin(settingsPlan('waves: [{ name: all, percent: 100%, gates: [{ type: manual }] }]', 'r-2'));
  await expect(retry(rig)).rejects.toMatchObject({ code: 'E2705' });
  await rig.rollouts.abort('r-2', {}, olga);
  expect((await retry(rig)).state).toBe('dispatching');
});

test.each(['draft', 'aborted'])('a %s rollout has nobody to try again', async (state) => {
  const rig = await DeskRig.start({ devices: 2 });
  await rig.rollouts.create({ source: plan, file: 'plan.yaml' }, olga);
  if (state === 'aborted') await rig.rollouts.abort('r-1', {}, olga);
  await expect(retry(rig)).rejects.toMatchObject({ code: 'E2704' });
});

test('the same key with another plan, or with another name, is refused', async () => {
  const rig = await DeskRig.start({ devices: 2 });
  const create = (source: string) => rig.rollouts.create({ source, file: 'plan.yaml', key: 'k' }, olga);
  await create(plan);
  expect((await create(plan)).plan.name).toBe('r-1');
  await expect(create(plan.replace('10m', '20m'))).rejects.toMatchObject({ code: 'E2716' });
  await expect(create(plan.replace('r-1', 'r-2'))).rejects.toMatchObject({ code: 'E2716' });
  expect(rig.rollouts.list()).toHaveLength(1);
});
