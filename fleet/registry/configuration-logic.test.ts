import { describe, expect, test } from 'vitest';
import type { PublicProfile } from '#proto/profile/index.js';
import { changedSettings, hasDrift } from './configuration-logic.ts';

const profile: PublicProfile = {
  name: 'thermostat',
  title: 'Thermostat',
  signals: [],
  wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
  settings: [
    { key: 'ecoMode', defaultValue: false },
    { key: 'label', defaultValue: '' },
    { key: 'setpointC', defaultValue: 20, minimum: 5, maximum: 30 },
  ],
  commands: [],
};
const change = (text: Record<string, string>, reset: string[] = [], set = {}) => ({ set, text, reset });

describe('a change of settings', () => {
  test('what it names changes, the rest stays; text is read by the type of the setting', () => {
    const held = { setpointC: 18, label: 'a' };
    expect(changedSettings(profile, held, change({ setpointC: '21.5', ecoMode: 'true', label: '007' }))).toEqual({
      settings: { setpointC: 21.5, ecoMode: true, label: '007' },
      problems: [],
    });
    expect(changedSettings(profile, held, change({}, ['setpointC'])).settings).toEqual({ label: 'a' });
  });

  test.each([
    ['setpointC', '5', undefined],
    ['setpointC', '30', undefined],
    ['setpointC', '4.9', 'setpointC: 4.9 is below 5, the range is 5 to 30'],
    ['setpointC', '30.1', 'setpointC: 30.1 is above 30, the range is 5 to 30'],
    ['setpointC', 'warm', 'setpointC: "warm" is no number'],
    ['setpointC', '0x10', 'setpointC: "0x10" is no number'],
    ['setpointC', '', 'setpointC: "" is no number'],
    ['ecoMode', 'yes', 'ecoMode: "yes" is no boolean'],
    ['setpoint', '20', 'setpoint: profile thermostat has no such setting, did you mean setpointC? it has ecoMode, label, setpointC'],
    ['x', '20', 'x: profile thermostat has no such setting, it has ecoMode, label, setpointC'],
  ])('%s=%s', (key, value, problem) => {
    expect(changedSettings(profile, {}, change({ [key]: value })).problems).toEqual(problem === undefined ? [] : [problem]);
  });

  test.each([
    ['a value of another type', change({}, [], { ecoMode: 1 }), 'ecoMode: 1 is a number, the setting is a boolean'],
    ['a reset of nothing', change({}, ['ecomode']), 'did you mean ecoMode?'],
    ['set and reset', change({ ecoMode: 'true' }, ['ecoMode']), 'ecoMode: it is both set and reset'],
  ])('%s', (_name, wanted, problem) => {
    expect(changedSettings(profile, {}, wanted).problems).toEqual([expect.stringContaining(problem)]);
  });
});

describe('drift', () => {
  const desired = { deviceId: 'a', version: 2, settings: { setpointC: 21 } };
  const reported = (version: number, settings: Record<string, number | boolean>) => ({
    deviceId: 'a',
    version,
    settings,
    error: '',
    atMs: 1,
  });

  test.each([
    ['nothing is wanted', undefined, 0, undefined, false],
    ['another version', desired, 1, undefined, true],
    ['the version, no values told', desired, 2, undefined, false],
    ['the version and the values', desired, 2, reported(2, { setpointC: 21, ecoMode: false }), false],
    ['the version with another value', desired, 2, reported(2, { setpointC: 25, ecoMode: false }), true],
    ['the version, and no default', desired, 2, reported(2, { setpointC: 21, ecoMode: true }), true],
    ['a report of an older version', desired, 2, reported(1, { setpointC: 25 }), false],
  ])('%s', (_name, wanted, version, told, expected) => {
    expect(hasDrift(wanted, version, told, profile)).toBe(expected);
  });
});
