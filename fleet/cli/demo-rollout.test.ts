import { describe, expect, test } from 'vitest';
import { findProfile } from '#firmware/host/index.js';
import { applicationOf, readImage } from '#proto/image/index.js';
import { badImageOf, type DemoRolloutEnd, judgeDemoRollout } from './demo-rollout.ts';

const steps = [
  { state: 'dispatching', by: 'admin' },
  { state: 'rollingBack', by: 'gate health' },
  { state: 'rolledBack', by: 'system' },
];
const device = (id: string, firmwareVersion = '1.0.0') => ({ id, firmwareVersion, imageConfirmed: true, presence: 'online' });
const good: DemoRolloutEnd = {
  rollout: { state: 'rolledBack', steps, waves: [{ state: 'stopped' }, { state: 'waiting' }] },
  before: new Map([
    ['a', '1.0.0'],
    ['b', '1.1.0'],
    ['c', '1.0.0'],
  ]),
  touched: [device('a'), device('b', '1.1.0')],
};

describe('the rollout of the demo', () => {
  test('is well when a gate stopped it and all that took it run what they ran before', () => {
    expect(judgeDemoRollout(good)).toEqual({
      outcome: 'stopped by gate health in wave 1 of 2 after 2 of 3 devices; 2 of 2 run the old image again, confirmed',
      touched: 2,
      back: 2,
      problem: '',
    });
  });

  test.each<readonly [string, Partial<DemoRolloutEnd>, string]>([
    [
      'it went through',
      { rollout: { ...good.rollout, state: 'completed', steps: steps.slice(0, 1) } },
      'no gate stopped it; it is completed',
    ],
    ['it halts only', { rollout: { ...good.rollout, state: 'halted' } }, 'it is halted'],
    ['an operator stopped it', { rollout: { ...good.rollout, steps: [{ state: 'rollingBack', by: 'admin' }] } }, 'no gate stopped it'],
    ['a device runs the bad one', { touched: [device('a', '1.2.0')] }, 'a runs 1.2.0, online'],
    ['a device runs the old one on trial', { touched: [{ ...device('a'), imageConfirmed: false }] }, 'a runs 1.0.0, online'],
    ['a device is gone', { touched: [{ ...device('a'), presence: 'offline' }] }, 'a runs 1.0.0, offline'],
    ['nobody took it', { touched: [] }, 'no device was offered it'],
    ['everybody took it', { touched: [device('a'), device('b', '1.1.0'), device('c')] }, 'every device was offered it'],
  ])('goes wrong: %s', (_what, change, problem) => {
    expect(judgeDemoRollout({ ...good, ...change }).problem).toBe(problem);
  });

  test('the bad release is that of the factory with a crash, the same bytes each time', () => {
    const profile = findProfile('turbofan');
    const bytes = badImageOf(profile);
    expect(badImageOf(profile)).toEqual(bytes);
    const image = readImage(bytes);
    expect(image.header).toMatchObject({ name: 'turbofan', version: '1.2.0', hardwareRevisions: profile.hardwareRevisions });
    const text = JSON.stringify(applicationOf(image));
    expect(text.match(/"type":"crash"/g)).toHaveLength(1);
    expect(text).toContain('"5400000":[{"actions":[{"params":{"message":"minute 90 in a table of 90 minutes"},"type":"crash"}]}]');
  });
});
