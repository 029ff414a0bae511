import { expect, test } from 'vitest';
import { matchesSelector, parseDeviceSelector, type SelectableDevice, takeShare } from './device-selector.ts';

const device: SelectableDevice = {
  id: 'hall-00007',
  index: 6,
  profile: 'thermostat',
  power: 'running',
  duty: 'awake',
  connected: true,
  firmwareVersion: '1.2.0',
  isConfirmed: false,
  update: 'downloading.asking',
  faults: { partition: 1, 'stuck-sensor.roomTempC': 1 },
};

test.each([
  ['id=hall-00007', true],
  ['id!=hall-00007', false],
  ['index=6', true],
  ['index=0..6', true],
  ['index=7..9', false],
  ['index!=7..9', true],
  [' profile = thermostat , power!=off ', true],
  ['profile=thermostat,power=off', false],
  ['connected=true,duty=awake', true],
  ['connected=false', false],
  ['version=1.2.0,confirmed=false', true],
  ['version!=1.2.0', false],
  ['confirmed=true', false],
  ['update=downloading', true],
  ['update=downloading.asking', true],
  ['update=download', false],
  ['fault=partition', true],
  ['fault=stuck-sensor', true],
  ['fault!=partition', false],
  ['fault=power-off', false],
])('%s: %s', (text, expected) => expect(matchesSelector(parseDeviceSelector(text).parts, device)).toBe(expected));

test.each([
  ['', 'the selector is empty'],
  ['  ', 'the selector is empty'],
  ['hall-00007', '"hall-00007" is neither key=value nor key!=value'],
  ['id=a,', '"" is neither'],
  ['id==a b', 'is neither'],
  ['idx=1', 'there is no key idx, did you mean id?; there are id, index'],
  ['prfile=a', 'did you mean profile?'],
  ['index=-1', 'not a number from 0 on'],
  ['index=5..3', 'not a number from 0 on'],
  ['index=123456789', 'not a number from 0 on'],
  ['connected=yes', 'connected is true or false, not "yes"'],
  ['confirmed=1', 'confirmed is true or false, not "1"'],
  ['share=0%', 'is not one share'],
  ['share=101%', 'is not one share'],
  ['share=5', 'is not one share'],
  ['share!=5%', 'is not one share'],
  ['share=5%,share=6%', 'is not one share'],
  [`id=${'a'.repeat(1_998)}`, 'the selector has 2001 characters, the limit is 2000'],
])('refused: %s', (text, message) => {
  expect(() => parseDeviceSelector(text)).toThrow(
    expect.objectContaining({ code: 'E2124', exit: 2, message: expect.stringContaining(message) }),
  );
});

test('a share is exact, at least one, the same for the same seed, and keeps the order', () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => `hall-${index}`);
  const five = takeShare(ids, 5, 'seed');
  expect(five.length).toBe(50);
  expect(takeShare(ids, 5, 'seed')).toEqual(five);
  expect(takeShare(ids, 5, 'other')).not.toEqual(five);
  expect(five).toEqual(ids.filter((id) => five.includes(id)));
  // More of the same, not others.
  expect(takeShare(ids, 10, 'seed')).toEqual(expect.arrayContaining([...five]));
  expect(takeShare(ids, 0.01, 'seed').length).toBe(1);
  expect(takeShare([], 5, 'seed')).toEqual([]);
  expect(takeShare(ids, undefined, 'seed')).toBe(ids);
});
