import { expect, test } from 'vitest';
import { DeskRig, settingsPlan } from './desk-fixture.ts';

const minuteMs = 60_000;

test('the outcome of a rollout counts crashes, restarts and silence from the loss of the link on, and reboots for updates apart', async () => {
  const rig = await DeskRig.start({ devices: 5 });
  await rig.begin(settingsPlan('waves: [{ name: first, devices: 4, gates: [{ type: manual }] }, { name: all, percent: 100% }]\nsoak: 1d'));
  await rig.pass(minuteMs, () => rig.view().state === 'soaking');
  const outcomes = () => rig.rollouts.explain('r-1').outcomes;
  expect(outcomes()).toBe('4 of 4 attempted devices kept working, no service lost; 1 device not touched');
  const [crashing, updating, silent, sleeping] = rig.rollouts
    .members('r-1', { wave: 'first', limit: 4 })
    .members.map(({ deviceId }) => deviceId);
  for (const id of [crashing, updating]) rig.presence(id as string, 'late');
  rig.presence(silent as string, 'late');
  rig.presence(sleeping as string, 'asleep');
  await rig.pass(30 * minuteMs);
  rig.presence(silent as string, 'offline');
  rig.boot(crashing as string, 'watchdog');
  rig.boot(updating as string, 'update');
  await rig.pass(30 * minuteMs);
  rig.presence(silent as string, 'online');
  rig.boot(sleeping as string, 'power-on');
  // A link that is lost for a moment loses no service that anybody has seen.
  rig.presence(updating as string, 'late');
  await rig.pass(minuteMs);
  rig.presence(updating as string, 'online');
  const text =
    '2 of 4 attempted devices kept working, 2 crashed, restarted or fell silent and work again: 1.5 device-hours of service lost so far and 0.5 device-hours in reboots for updates; 1 device not touched';
  expect(outcomes()).toBe(text);
  expect(rig.rollouts.explainDevice(crashing as string).outcomes).toMatch(/^it works again, after 0.5 device-hours without service: /);
  await rig.pass(minuteMs);
  await rig.restart();
  expect(outcomes()).toBe(text);
});
