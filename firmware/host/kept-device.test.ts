import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KeptDevice, keptDeviceOf, plainOf, withBootFloor } from './kept-device.ts';

const count = fc.nat(1_000_000);
const frames = fc
  .uniqueArray(fc.record({ boot: fc.integer({ min: 0, max: 5 }), sequence: count, bytes: fc.uint8Array() }), {
    selector: ({ boot, sequence }) => `${boot}.${sequence}`,
  })
  .map((list) => list.sort((one, other) => one.boot - other.boot || one.sequence - other.sequence));
const devices: fc.Arbitrary<KeptDevice> = fc.record({
  id: fc.string(),
  flash: fc.record({
    boot: fc.integer({ min: 5, max: 1_000_000 }),
    droppedFrames: count,
    isEnrolled: fc.boolean(),
    configurationVersion: count,
    settings: fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.oneof(
        fc.boolean(),
        fc.string(),
        fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
      ),
      { noNullPrototype: true },
    ),
    frames,
    replayRows: count,
    physics: fc.option(fc.array(fc.double()), { nil: undefined }),
    chargeMah: fc.option(fc.double({ min: 0, max: 10_000, noNaN: true }), { nil: undefined }),
  }),
});

const throughJson = (device: KeptDevice): unknown => JSON.parse(JSON.stringify(plainOf(device)));

test('what a device keeps comes back as it was, physics bit by bit', () => {
  void fc.assert(
    fc.property(devices, (device) => {
      expect(keptDeviceOf(throughJson(device))).toEqual(device);
    }),
  );
});

const whole: KeptDevice = {
  id: 'a',
  flash: {
    boot: 2,
    droppedFrames: 0,
    isEnrolled: true,
    configurationVersion: 0,
    settings: { target: 20 },
    frames: [
      { boot: 1, sequence: 4, bytes: Uint8Array.of(1, 2, 3) },
      { boot: 2, sequence: 1, bytes: Uint8Array.of(4) },
    ],
    replayRows: 0,
    physics: [Number.POSITIVE_INFINITY, -0, Number.NaN],
    chargeMah: 3,
  },
};

test.each<[string, unknown]>([
  ['null', null],
  ['a list', []],
  ['no id', { flash: whole.flash }],
  ['no flash', { id: 'a' }],
])('%s is no device', (_what, value) => expect(keptDeviceOf(value)).toBeUndefined());

const early = { boot: 1, sequence: 1, bytes: 'AQ==' };
const late = { boot: 1, sequence: 2, bytes: 'AQ==' };

test.each<[string, unknown]>([
  ['boot', -1],
  ['boot', 1.5],
  ['boot', 1],
  ['droppedFrames', '0'],
  ['isEnrolled', 1],
  ['configurationVersion', null],
  ['settings', [1]],
  ['settings', { target: null }],
  ['frames', undefined],
  ['frames', [{ boot: 1, sequence: 1 }]],
  ['frames', [{ boot: 1, sequence: 1, bytes: 'no base64' }]],
  ['frames', [early, late].reverse()],
  ['frames', [early, early]],
  ['frames', [{ ...late, boot: 3 }]],
  ['replayRows', 2 ** 60],
  ['physics', [1, 2]],
  ['physics', 'AAAA'],
  ['chargeMah', 'full'],
])('a device whose %s is %j is none', (key, value) => {
  const plain = throughJson(whole) as { flash: Record<string, unknown> };
  expect(keptDeviceOf(plain)).toEqual(whole);
  expect(keptDeviceOf({ ...plain, flash: { ...plain.flash, [key]: value } })).toBeUndefined();
});

test('a floor lifts the boot, and never lowers it', () => {
  expect(withBootFloor(whole, 1_000).flash).toEqual({ ...whole.flash, boot: 1_000 });
  expect(withBootFloor(whole, 1)).toBe(whole);
});
