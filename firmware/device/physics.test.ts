import { expect, test } from 'vitest';
import type { SignalModel } from '#firmware/signals/index.js';
import type { Application } from '#proto/image/index.js';
import { setUp, startWallMs, toyModel, toyProfile } from './device-fixture.ts';
import { DeviceKind } from './device-kind.ts';

test('what a model harvests goes into the battery whenever somebody looks, up to its capacity', () => {
  const model: SignalModel = { ...toyModel, harvestPlace: 0 };
  const power = { source: 'battery', capacityMah: 10, awakeMa: 20, asleepMa: 20, frameUah: 0 } as const;
  const poor = setUp(undefined, { kind: new DeviceKind(toyProfile({ power, actuators: { pump: 0.002 } }), model) });
  poor.device.start();
  // 7.2 mAh an hour come in, 20 go out: 10 mAh last for 46 min and 52 s instead of 30 min.
  poor.clock.advanceBy(1_800_500);
  expect(poor.device.state.batteryPercent).toBeCloseTo(100 - (100 * (20 - 7.2)) / 2 / 10, 1);
  poor.clock.advanceBy(1_005_000);
  expect(poor.device.state.power).toBe('running');
  poor.clock.advanceBy(15_000);
  expect(poor.device.state.power).toBe('off');
  const rich = setUp(undefined, { kind: new DeviceKind(toyProfile({ power, actuators: { pump: 1 } }), model) });
  rich.device.start();
  rich.clock.advanceBy(600_000);
  expect(rich.device.state.batteryPercent).toBeGreaterThan(99.9);
  expect(rich.device.state.batteryPercent).toBeLessThanOrEqual(100);
});

test('the model knows the time before its first reading', () => {
  const model: SignalModel = {
    ...toyModel,
    step: (state, _dtMs, wallMs) => {
      state[0] = (wallMs - startWallMs) / 1_000;
    },
  };
  const watching: Application = {
    id: 'watching',
    initial: 'early',
    context: {},
    states: {
      early: {
        entry: [{ type: 'watch', params: { signal: 'levelL', above: 0.4, event: 'time.known' } }],
        on: { 'time.known': [{ target: 'known' }] },
      },
      known: {
        entry: [{ type: 'report', params: { name: 'level', values: { levelL: { signal: 'levelL' } } } }],
        meta: { final: 'one look will do' },
      },
    },
  };
  const { clock, fleet, device } = setUp(undefined, { kind: new DeviceKind(toyProfile({}, watching), model) });
  device.start();
  clock.advanceBy(600);
  expect(fleet.bodies('event').at(-1)).toMatchObject({ name: 'level', values: expect.anything() });
  expect(device.truth().trueLevelL).toBeCloseTo(0.6, 9);
});
