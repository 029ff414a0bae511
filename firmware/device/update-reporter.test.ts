import { expect, test } from 'vitest';
import { requestPatienceMs, transferRules } from '#firmware/logic/index.js';
import { imageOf, levelOnly, offered, runTo } from './update-fixture.ts';

/** Sequences of the reports as they came. */
const sequencesOf = ({ releases }: ReturnType<typeof offered>) => releases.reports.map(({ sequence }) => sequence);

/** Swallows the parts of a content. */
const withoutContent: ReturnType<typeof offered>['releases']['change'] = (part) => ((part.totalBytes ?? 0) > 300_000 ? undefined : part);

test('each report is said once in a session', () => {
  const rig = offered(imageOf('1.1.0', levelOnly, {}, 400_000));
  runTo(rig, 'confirmed');
  expect(rig.releases.reports.length).toBeGreaterThan(5);
  expect(new Set(sequencesOf(rig)).size).toBe(rig.releases.reports.length);
});

test('one that was not acknowledged is said again in the next session', () => {
  const rig = offered(imageOf('1.1.0', levelOnly, {}, 400_000));
  rig.releases.isAcknowledging = false;
  rig.releases.change = withoutContent;
  runTo(rig, 'downloading');
  const newest = rig.releases.reports.at(-1);
  rig.fleet.link.break();
  rig.clock.advanceBy(3_000);
  expect(rig.releases.reports.slice(-2)).toEqual([newest, newest]);
});

test('a fleet that does not acknowledge is reminded when the device asks again, not before its patience is over', () => {
  const rig = offered(imageOf('1.1.0', levelOnly, {}, 400_000));
  const patienceMs = requestPatienceMs(rig.kind.profile.flash, { bytes: transferRules.partBytes, isLengthKnown: true, silences: 0 });
  rig.releases.isAcknowledging = false;
  rig.releases.change = withoutContent;
  runTo(rig, 'downloading');
  rig.clock.advanceBy(100);
  const { length } = rig.releases.reports;
  const asked = rig.releases.asked.length;
  rig.clock.advanceBy(patienceMs - 1_000);
  expect([rig.releases.reports.length, rig.releases.asked.length]).toEqual([length, asked]);
  rig.clock.advanceBy(3_000);
  expect(rig.releases.asked.length).toBeGreaterThan(asked);
  expect(rig.releases.reports.slice(length)).toEqual([rig.releases.reports[length - 1]]);
});

test('progress is told while contents come; of the end the next report tells', () => {
  const rig = offered(imageOf('1.1.0', levelOnly, {}, 150_000));
  rig.releases.everyMs = transferRules.reportEveryMs + 1_000;
  runTo(rig, 'installing');
  const stored = rig.releases.reports.filter(({ state }) => state === 'downloading').map(({ storedBytes }) => storedBytes);
  expect(stored).toEqual([0, 1, 2, 3, 4].map((chunks) => chunks * 32_768));
  expect(rig.releases.reports.at(-1)).toMatchObject({ storedBytes: rig.image.content.length });
});
