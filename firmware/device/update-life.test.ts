import { describe, expect, test } from 'vitest';
import { regions } from '#firmware/flash/index.js';
import { toyProfile } from './device-fixture.ts';
import { createDevice } from './index.ts';
import { hellos, imageOf, levelOnly, offered, runTo, setUpUpdate, walk } from './update-fixture.ts';
import type { VirtualDevice } from './virtual-device.ts';

const sleeper = toyProfile({
  wakePlan: { wakeEveryMs: 3_600_000, awakeMs: 5_000 },
  power: { source: 'battery', capacityMah: 1_000, awakeMa: 1, asleepMa: 0.01, frameUah: 0 },
});

describe('sleepers', () => {
  test('one in the middle of an update stays awake until it is over, then sleeps', () => {
    const rig = offered(imageOf('1.1.0', levelOnly, {}, 900_000), sleeper);
    runTo(rig, 'confirmed', 120_000);
    expect(hellos(rig)).toHaveLength(2);
    rig.clock.advanceBy(60_000);
    expect(rig.device.state.duty).toBe('asleep');
  });

  test('one whose fleet says nothing sleeps in the pauses, and goes on at its next waking', () => {
    const rig = offered(imageOf('1.1.0', levelOnly), sleeper);
    rig.releases.change = () => undefined;
    rig.clock.advanceBy(600_000);
    expect(rig.device.state.duty).toBe('asleep');
    rig.releases.change = (part) => part;
    rig.clock.advanceBy(3_600_000);
    expect(rig.releases.states).toEqual(walk);
  });
});

describe('the battery', () => {
  test('a link that comes and goes does not shorten the wait for a better battery', () => {
    const rig = setUpUpdate(toyProfile({ power: { source: 'battery', capacityMah: 1_000, awakeMa: 0, asleepMa: 0, frameUah: 0 } }));
    const image = imageOf('1.1.0', levelOnly);
    rig.releases.publish([image]);
    rig.device.inject('battery-low', 0.8);
    rig.releases.offer(image);
    for (let count = 0; count < 10; count += 1) {
      rig.clock.advanceBy(70_000);
      rig.fleet.link.break();
    }
    expect(rig.releases.states).toEqual(['checking']);
  });

  test('below 30 % it waits for up to an hour, then refuses', () => {
    const rig = setUpUpdate(toyProfile({ power: { source: 'battery', capacityMah: 1_000, awakeMa: 0, asleepMa: 0, frameUah: 0 } }));
    const { device, releases, clock } = rig;
    const image = imageOf('1.1.0', levelOnly);
    releases.publish([image]);
    device.inject('battery-low', 0.8);
    releases.offer(image);
    clock.advanceBy(3_500_000);
    expect(releases.states).toEqual(['checking']);
    expect(releases.asked).toEqual([]);
    clock.advanceBy(200_000);
    expect(releases.reports.at(-1)).toMatchObject({ state: 'rejected', cause: 'low-battery' });
    releases.offer(image, 'attempt-2');
    clock.advanceBy(60_000);
    device.inject('battery-low', 0);
    runTo(rig, 'confirmed', 1_000_000);
  });
});

describe('flash', () => {
  test('blocks that wear out are replaced while there are spare ones, else the attempt fails and the old image stays', () => {
    const profile = toyProfile();
    const spare = { ...profile, flash: { ...profile.flash, slotBytes: 262_144, spareBlocks: 8 } };
    const good = setUpUpdate(spare);
    const image = imageOf('1.1.0', levelOnly);
    good.device.inject('flash-worn', 0.1);
    good.releases.publish([image]);
    good.releases.offer(image);
    runTo(good, 'confirmed');
    const bad = setUpUpdate(spare);
    bad.device.inject('flash-worn', 1);
    bad.releases.publish([image]);
    bad.releases.offer(image);
    runTo(bad, 'failed');
    expect(bad.releases.reports.at(-1)).toMatchObject({ cause: 'flash-full' });
    bad.device.reboot();
    bad.clock.advanceBy(5_000);
    expect(bad.device.state).toMatchObject({ power: 'running', firmwareVersion: '1.0.0', isConfirmed: true });
  });

  test('records that never can be written end it, and the old image boots', () => {
    const rig = setUpUpdate();
    const image = imageOf('1.1.0', levelOnly);
    rig.device.inject('flash-fail', 1, 'records');
    rig.releases.publish([image]);
    rig.releases.offer(image);
    runTo(rig, 'failed');
    expect(rig.releases.reports.at(-1)).toMatchObject({ cause: 'flash-failed' });
    rig.device.reboot();
    rig.clock.advanceBy(5_000);
    expect(rig.device.state).toMatchObject({ power: 'running', firmwareVersion: '1.0.0' });
  });

  test('details of faults that are none are refused', () => {
    const { device } = setUpUpdate();
    for (const detail of ['0:torn', 'x', '5:half']) expect(() => device.inject('flash-cut', 1, detail)).toThrow(/12:torn/);
    expect(() => device.inject('flash-fail', 1, 'all')).toThrow(/records or slots/);
  });

  test('invariant 2: with both slots damaged nothing boots but the recovery, which takes an update', () => {
    const rig = offered();
    runTo(rig, 'confirmed');
    const { device, clock, releases } = rig;
    // A fixture may look inside: no fault of a device damages both slots at once.
    const { flash } = (device as VirtualDevice).ensureUpdater().worker.store;
    for (const region of [regions.slotA, regions.slotB]) flash.damage(region, 20);
    device.powerOff();
    device.powerOn();
    clock.advanceBy(70_000);
    expect(device.state).toMatchObject({ power: 'recovery', application: undefined, firmwareVersion: '0.0.0-recovery' });
    expect(hellos(rig).at(-1)).toMatchObject({ firmwareVersion: '0.0.0-recovery', resetReason: 9, imageDigest: new Uint8Array(32) });
    const image = imageOf('1.2.0', levelOnly);
    releases.publish([image]);
    releases.offer(image, 'attempt-2');
    runTo(rig, 'confirmed');
    expect(device.state).toMatchObject({ power: 'running', firmwareVersion: '1.2.0', isConfirmed: true });
  });
});

test('a clock that is wrong by years is set by the fleet, and the update goes through', () => {
  const rig = setUpUpdate();
  const { device, clock, fleet, releases } = rig;
  const image = imageOf('1.1.0', levelOnly);
  device.inject('clock-years', 1);
  releases.publish([image]);
  releases.offer(image);
  clock.advanceBy(3_000);
  expect(releases.reports.at(-1)).toMatchObject({ state: 'rejected', cause: 'expired' });
  fleet.link.break();
  clock.advanceBy(70_000);
  releases.offer(image, 'attempt-2');
  runTo(rig, 'confirmed');
});

test('a device that never had an offer holds nothing for updates, and saves nothing', () => {
  const rig = setUpUpdate();
  expect((rig.device as VirtualDevice).updater).toBeUndefined();
  expect(rig.device.snapshotFlash()).not.toHaveProperty('firmware');
  expect(rig.device.firmwareBlobs().size).toBe(0);
});

test('saved firmware whose contents are lost is refused with its code', () => {
  const rig = offered();
  runTo(rig, 'confirmed');
  const flash = rig.device.snapshotFlash();
  rig.device.stop();
  const environment = { ...rig.options.environment };
  expect(() => createDevice({ ...rig.options, environment, flash })).toThrow(expect.objectContaining({ code: 'E2231' }));
});
