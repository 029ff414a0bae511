import { describe, expect, test } from 'vitest';
import type { DeviceHooks } from './device.ts';
import { deviceErrors } from './device-errors.ts';
import { setUp, toyProfile } from './device-fixture.ts';

const battery = { power: { source: 'battery', capacityMah: 100, awakeMa: 10, asleepMa: 1, frameUah: 0 } } as const;

describe('faults of the device itself', () => {
  test('a stuck sensor says what it said; the truth goes on, and shows again when it is freed', () => {
    const { clock, fleet, device, kind } = setUp();
    device.start();
    clock.advanceBy(10_500);
    kind.values.fill(0);
    device.inject('stuck-sensor', 1, 'levelL');
    expect(device.state.faults).toEqual({ 'stuck-sensor.levelL': 1 });
    fleet.received.length = 0;
    const before = device.truth().trueLevelL;
    clock.advanceBy(60_000);
    const stuck = fleet.received.flatMap(({ signalIds, values }) => values.filter((_, index) => signalIds[index] === 1));
    expect(stuck.length).toBeGreaterThan(3);
    expect(new Set(stuck).size).toBe(1);
    expect(device.truth().trueLevelL).toBe(before);
    device.inject('stuck-sensor', 0, 'levelL');
    expect(device.state.faults).toEqual({});
  });

  test('a low battery takes charge and gives it back; flash keeps the whole charge', () => {
    const { clock, device } = setUp(toyProfile(battery));
    device.start();
    clock.advanceBy(3_600_500);
    expect(device.state.batteryPercent).toBeCloseTo(90, 2);
    device.inject('battery-low', 0.95);
    expect(device.state).toMatchObject({ batteryPercent: 5, faults: { 'battery-low': 0.95 } });
    expect(device.snapshotFlash().chargeMah).toBeCloseTo(90, 2);
    device.inject('battery-low', 0.5);
    expect(device.state.batteryPercent).toBeCloseTo(50, 5);
    device.inject('battery-low', 0);
    expect(device.state.batteryPercent).toBeCloseTo(90, 2);
    expect(device.state.faults).toEqual({});
  });

  test('an empty battery turns it off; with its charge it comes back, unless its power was cut meanwhile', () => {
    const { clock, device } = setUp(toyProfile(battery));
    device.start();
    clock.advanceBy(2_000);
    for (const isCut of [false, true]) {
      device.inject('battery-low', 1);
      clock.advanceBy(10);
      expect(device.state.power).toBe('off');
      if (isCut) device.powerOff();
      device.inject('battery-low', 0);
      clock.advanceBy(2_000);
      expect(device.state.power).toBe(isCut ? 'off' : 'running');
    }
    device.powerOn();
    clock.advanceBy(2_000);
    expect(device.state.power).toBe('running');
  });

  test('a clock that ran too fast has its own drift again', () => {
    const { clock, device } = setUp(toyProfile({ clockDriftPpm: 20 }));
    device.start();
    const drift = (device as unknown as { clock: { driftPpm: number } }).clock;
    const own = drift.driftPpm;
    device.inject('clock-drift', 0.5);
    clock.advanceBy(1_000);
    expect([drift.driftPpm, device.state.faults]).toEqual([10_000, { 'clock-drift': 0.5 }]);
    device.inject('clock-drift', 0);
    expect([drift.driftPpm, device.state.faults]).toEqual([own, {}]);
  });

  test.each(['powerOff', 'brownout'])('%s: off until it gets power, also when it was cut before its start', (way) => {
    const { clock, device } = setUp();
    device.powerOff();
    device.start();
    clock.advanceBy(5_000);
    expect(device.state).toMatchObject({ power: 'off', boot: 0 });
    device.powerOn();
    clock.advanceBy(5_000);
    expect(device.state).toMatchObject({ power: 'running', boot: 1 });
    if (way === 'brownout') device.inject('brownout', 1);
    else device.powerOff();
    clock.advanceBy(5_000);
    expect(device.state.power).toBe('off');
    device.powerOn();
    clock.advanceBy(5_000);
    expect(device.state).toMatchObject({ power: 'running', boot: 2 });
  });

  test('held off, it stays off whoever gives it power, and comes back when it had some', () => {
    const { clock, device } = setUp();
    device.holdOff(true);
    device.start();
    device.powerOn();
    clock.advanceBy(5_000);
    expect(device.state).toMatchObject({ power: 'off', boot: 0 });
    device.holdOff(false);
    clock.advanceBy(5_000);
    expect(device.state).toMatchObject({ power: 'running', boot: 1 });
    device.holdOff(true);
    device.powerOff();
    device.holdOff(false);
    clock.advanceBy(5_000);
    expect(device.state.power).toBe('off');
    device.powerOn();
    clock.advanceBy(5_000);
    expect(device.state).toMatchObject({ power: 'running', boot: 2 });
  });

  test('quiesced, it delivers what it has and makes nothing more', () => {
    const { clock, fleet, device } = setUp();
    device.start();
    clock.advanceBy(10_500);
    device.quiesce();
    clock.advanceBy(100);
    const received = fleet.received.length;
    clock.advanceBy(60_000);
    expect(fleet.received.length).toBe(received);
    expect(device.state).toMatchObject({ link: 'open.welcomed', bufferedFrames: 0, application: undefined });
  });

  test.each([
    ['leek', undefined, 'E2201', 'no fault leek in toy, did you mean leak?; there are clock-step,'],
    ['stuck-sensor', undefined, 'E2205', 'stuck-sensor needs a signal; there are levelL'],
    ['stuck-sensor', 'levelM', 'E2205', 'toy has no signal levelM that can stick, did you mean levelL?; there are levelL'],
    ['battery-low', undefined, 'E2205', 'toy runs on mains: it has no battery'],
  ] as const)('%s %s: %s', (fault, signal, code, message) => {
    const { device } = setUp();
    device.start();
    const definition = deviceErrors[code];
    const expected = expect.objectContaining({ code, definition, message: expect.stringContaining(message) });
    expect(() => device.inject(fault, 1, signal)).toThrow(expected);
    expect(device.state.faults).toEqual({});
  });
});

test('hooks follow a frame from its readings to its end', () => {
  const told: unknown[][] = [];
  const hooks: DeviceHooks = {
    frameMade: (_device, ...rest) => told.push(['made', ...rest.map((value) => (value instanceof Uint32Array ? [...value] : value))]),
    frameSent: (_device, ...rest) => told.push(['sent', ...rest]),
    frameRejected: (_device, ...rest) => told.push(['rejected', ...rest]),
    acknowledged: (_device, ...rest) => told.push(['acknowledged', ...rest]),
  };
  const { clock, fleet, device } = setUp(undefined, {}, { hooks });
  device.start();
  fleet.isAcknowledging = false;
  clock.advanceBy(600);
  expect(told).toEqual([
    ['made', 1, 1, true, 0, clock.wallMs() - 100, undefined, undefined],
    ['sent', 1, 1],
  ]);
  told.length = 0;
  fleet.link.break();
  clock.advanceBy(5_000);
  expect(told).toContainEqual(['sent', 1, 1]);
  expect(told).toContainEqual(['made', 1, 2, true, 2, expect.any(Number), [1, 2], undefined]);
  fleet.say({ channel: 0, type: 'reject', body: { boot: 1, sequence: 1, code: 1, message: '' } });
  fleet.acknowledge(1, 2);
  expect(told.slice(-2)).toEqual([
    ['rejected', 1, 1],
    ['acknowledged', 1, 2],
  ]);
});
