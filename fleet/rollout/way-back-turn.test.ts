import { expect, test } from 'vitest';
import { DeskRig, olga, settingsPlan } from './desk-fixture.ts';
import { MemberBook } from './member-book.ts';
import { testDevice, testHold, testMember, testNowMs } from './member-fixture.ts';
import { memberFlags } from './member-flags.ts';
import { testPlan } from './rollout-fixture.ts';
import { membersPerTurn } from './rollout-limits.ts';
import type { Run } from './run.ts';
import { chooseWaysBack, leftText } from './way-back-turn.ts';

/** Updated members without anything that a way back would need, but that they are offline. */
function runOf(count: number): { readonly run: Run; readonly looks: number[] } {
  const members = new MemberBook(1, count);
  const looks: number[] = [];
  for (let index = 0; index < count; index += 1) {
    members.add(`pump-${index}`, 0, 'all', 0);
    members.place(index, { bucket: 'updated', isReady: false }, memberFlags.updated, undefined, testNowMs);
  }
  const facts = {
    device: testDevice({ presence: 'offline' }),
    member: testMember(),
    hold: undefined,
    need: { type: 'there' },
    look: (index: number) => {
      looks.push(index);
      return facts;
    },
  };
  const subject = { wayBack: () => ({ type: 'release', release: 'pump@1.0.0' }) };
  const record = { plan: testPlan() };
  // Dispatch asks no more of a run than these.
  const context = { devices: { get: () => facts.device } };
  const back = { at: 0, waiting: 0, away: 0, left: new Map(), seen: new Map() };
  return { run: { context, members, facts, subject, record, back } as unknown as Run, looks };
}

test('of thousands of updated members a turn looks at so many, and the counts are those of all at the end', () => {
  const count = membersPerTurn + 10;
  const { run, looks } = runOf(count);
  expect(chooseWaysBack(run, testNowMs)).toMatchObject({ isWhole: false, waitMs: 0 });
  expect(looks).toHaveLength(membersPerTurn);
  expect(chooseWaysBack(run, testNowMs)).toMatchObject({ isWhole: true, waiting: 0, away: count });
  expect(new Set(looks).size).toBe(count);
  expect(leftText(run)).toBe('1,010 devices still run the new one: 1,010 away (pump-0, pump-1, pump-2 and others)');
  // The next pass begins with the first.
  chooseWaysBack(run, testNowMs);
  expect(looks[count]).toBe(0);
});

test('as many as a turn looks at are done in one', () => {
  const { run } = runOf(membersPerTurn);
  expect(chooseWaysBack(run, testNowMs)).toMatchObject({ isWhole: true, away: membersPerTurn });
});

const hourMs = 3_600_000;
const plan = settingsPlan(`condition: battery >= 50.0
windows: [{ from: "00:00", to: "01:00" }]
waves: [{ name: all, percent: 100%, gates: [] }]
soak: 1m
retries: { others: 0, wait: 5m }`);

/** Five pumps that took settings, and are to lose them again. */
async function updated(): Promise<DeskRig> {
  const rig = await DeskRig.start({ devices: 5 });
  rig.selectors.set('battery >= 50.0', ({ batteryPercent }) => batteryPercent >= 50);
  await rig.begin(plan);
  await rig.pass(hourMs / 2, () => rig.view().state === 'completed');
  expect(rig.view().buckets.updated).toBe(5);
  return rig;
}

const answers = (rig: DeskRig, id: string, answer: 'takes' | 'refuses' | 'says nothing') => {
  (rig.devices.get(id) as { answer: string }).answer = answer;
};
const back = (rig: DeskRig) => rig.rollouts.explain('r-1').steps.find(({ name }) => name === 'way back');

test('neither the window nor the condition of the plan holds up the way back', async () => {
  const rig = await updated();
  await rig.pass(2 * hourMs);
  for (const id of rig.devices.keys()) rig.change(id, { batteryPercent: 9 });
  await rig.rollouts.rollback('r-1', {}, olga);
  await rig.pass(60_000, () => rig.view().state === 'rolledBack');
  expect(rig.view()).toMatchObject({ state: 'rolledBack', buckets: { rolledBack: 5 } });
  expect(back(rig)).toMatchObject({ outcome: 'ok', measured: '5 devices back on what ran before; nobody runs the new one any more' });
  expect([...rig.alarms]).toEqual([]);
});

test('who does not get there is named with what keeps them, until they are back: by retry, or when they come', async () => {
  const rig = await updated();
  rig.presence('pump-1', 'offline');
  rig.holds.set('pump-2', { ...testHold('hold'), deviceId: 'pump-2' });
  answers(rig, 'pump-3', 'refuses');
  await rig.rollouts.rollback('r-1', {}, olga);
  await rig.pass(60_000);
  expect(rig.view().state).toBe('rollingBack');
  expect(rig.view().verdict).toMatch(/2 devices back on what they ran before, 3 still run it$/);
  await rig.pass(hourMs, () => rig.view().state === 'rolledBack');
  const left = '3 devices still run the new one: 1 away (pump-1); 1 failed on the way back, without a cause (pump-3); 1 held (pump-2)';
  expect(rig.view().steps.at(-1)).toMatchObject({ state: 'rolledBack', by: 'system', reason: left });
  expect(back(rig)).toMatchObject({ outcome: 'bad', measured: `2 devices back on what ran before; ${left}` });
  await rig.pass(30_000);
  expect([...rig.alarms]).toEqual([['rollout-halted.r-1', left]]);
  expect(rig.rollouts.explainDevice('pump-1').verdict).toMatch(/its way back: away: heard last at/);
  expect(rig.rollouts.explainDevice('pump-2').verdict).toMatch(/its way back: held by eve: on the bench/);
  expect(rig.rollouts.explainDevice('pump-3').verdict).toMatch(/fleet rollout retry r-1 -m WHY/);

  answers(rig, 'pump-3', 'takes');
  expect(rig.rollouts.explain('r-1').next).toContain('fleet rollout retry r-1 -m WHY');
  expect((await rig.rollouts.retry('r-1', {}, olga)).state).toBe('rollingBack');
  rig.presence('pump-1', 'online');
  rig.holds.clear();
  await rig.pass(hourMs, () => rig.view().state === 'rolledBack');
  expect(rig.view()).toMatchObject({ buckets: { rolledBack: 5 } });
  await rig.pass(30_000);
  expect([...rig.alarms]).toEqual([]);
});

test('a rollback that waits ends after a day, says for whom it waited, and goes on with them when it can', async () => {
  const rig = await updated();
  rig.presence('pump-4', 'asleep');
  await rig.rollouts.rollback('r-1', {}, olga);
  await rig.pass(23 * hourMs);
  expect(rig.view().state).toBe('rollingBack');
  await rig.pass(2 * hourMs);
  expect(rig.view()).toMatchObject({
    state: 'rolledBack',
    steps: expect.arrayContaining([expect.objectContaining({ reason: '1 device still runs the new one: 1 asleep (pump-4)' })]),
  });
  rig.presence('pump-4', 'online');
  await rig.pass(60_000);
  expect(rig.view().buckets.rolledBack).toBe(5);
});
