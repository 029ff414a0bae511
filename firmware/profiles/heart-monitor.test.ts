import { expect, test } from 'vitest';
import { Running, timer } from './application-fixture.ts';
import { loadShippedProfile } from './index.ts';

const healthy = { rhythmCode: 0, leadOhm: 550, sensedMv: 8, batteryV: 2.7 };
const watching = 'watch episode.began, watch battery.low';
const unwatching = 'unwatch episode.began, unwatch battery.low';

test('heart-monitor: an episode is told, wakes the radio when it may, and ends', () => {
  const heart = new Running(loadShippedProfile('heart-monitor'), healthy);
  expect(heart.text()).toBe(`monitoring: pacingPerMin=45, sample, sample, ${watching}`);
  expect(heart.send('episode.began', { rhythmCode: 1 })).toBe(
    `episode.following: ${unwatching}, sample, watch episode.ended, report episode.began, wake`,
  );
  expect(heart.send('episode.ended', { rhythmCode: 0 })).toMatch(/^monitoring: unwatch episode\.ended, report episode\.ended/);
  const quiet = new Running(loadShippedProfile('heart-monitor'), healthy, { wakeOnEpisodes: false });
  expect(quiet.send('episode.began', { rhythmCode: 4 })).not.toMatch(/wake/);
});

test.each([
  ['a whole one', {}, `monitoring: pacingPerMin=45, sample, sample, ${watching}`],
  ['a broken one', { leadOhm: 3_000 }, /^monitoring: report lead\.impedance\.high, wake/],
  ['a breached one', { leadOhm: 200 }, /^monitoring: report lead\.impedance\.low, wake/],
  ['one that senses little', { sensedMv: 0.4 }, /^monitoring: report lead\.sensing\.low, wake/],
])('heart-monitor: the lead is checked at night: %s', (_title, lead, expected) => {
  const heart = new Running(loadShippedProfile('heart-monitor'), healthy);
  heart.minuteOfDay = 179;
  expect(heart.send(timer(3_600_000, 'monitoring'))).toMatch(/^monitoring/);
  heart.minuteOfDay = 180;
  expect(heart.send(timer(3_600_000, 'monitoring'), lead)).toBe(`leadCheck: ${unwatching}, report lead.measured`);
  const after = heart.send(timer(5_000, 'leadCheck'));
  if (typeof expected === 'string') expect(after).toBe(expected);
  else expect(after).toMatch(expected);
});

test('heart-monitor: replacement is due, then the service ends; a new configuration begins anew', () => {
  const heart = new Running(loadShippedProfile('heart-monitor'), healthy);
  expect(heart.send('battery.low', { batteryV: 2.49 })).toBe(
    `replacementDue.watching: ${unwatching}, pacingPerMin=45, sample, report battery.replacement.due, wake, watch battery.spent`,
  );
  expect(heart.send('battery.spent', { batteryV: 2.39 })).toBe(
    'replacementDue.spent: unwatch battery.spent, stop, report battery.end.of.service, wake',
  );
  expect(heart.send('command.interrogate')).toBe('replacementDue.spent: report interrogation, wake');
  expect(heart.send('configuration.changed', healthy)).toMatch(/^monitoring/);
});
