import { describe, expect, test } from 'vitest';
import type { SignalModel } from '#firmware/signals/index.js';
import type { Application } from '#proto/image/index.js';
import { VirtualClock } from '#proto/kit/index.js';
import { deviceErrors } from './device-errors.ts';
import { samplingApplication, setUp, startWallMs, toyModel, toyProfile } from './device-fixture.ts';
import { DeviceKind } from './device-kind.ts';

/** Fills the tank to its setting, then drains on command. */
const fillingApplication: Application = {
  id: 'filling',
  initial: 'filling',
  context: { fills: 0 },
  on: { 'configuration.changed': [{ target: 'filling' }] },
  states: {
    filling: {
      entry: [
        { type: 'actuate', params: { actuator: 'pump', value: 1 } },
        { type: 'watch', params: { signal: 'levelL', above: { context: 'limitL' }, everyMs: 1_000, event: 'level.full' } },
      ],
      on: { 'level.full': [{ target: 'full' }] },
    },
    full: {
      entry: [
        { type: 'actuate', params: { actuator: 'pump', value: 0 } },
        { type: 'add', params: { key: 'fills', value: 1 } },
        { type: 'report', params: { name: 'tank.full', values: { levelL: { signal: 'levelL' } } } },
      ],
      on: { 'command.drain': [{ target: 'draining' }] },
    },
    draining: {
      entry: [{ type: 'actuate', params: { actuator: 'pump', value: -1 } }],
      after: { '5000': [{ target: 'filling' }] },
    },
  },
};

/** Steps itself by a delay of so many ms. */
function spinning(delayMs: number): Application {
  const to = (target: string) => ({ after: { [String(delayMs)]: [{ target }] } });
  return { id: 'spinning', initial: 'a', context: {}, states: { a: to('b'), b: to('a') } };
}

const crashing: Application = {
  id: 'crashing',
  initial: 'on',
  context: {},
  states: {
    on: { after: { '2000': [{ target: 'over' }] } },
    over: { entry: [{ type: 'crash', params: { message: 'division by zero' } }], meta: { final: 'crashes' } },
  },
};

describe('application', () => {
  test('actuators move the truth, a watch steps the application on its crossing, a report goes out', () => {
    const { clock, fleet, device } = setUp(toyProfile({}, fillingApplication));
    device.start();
    clock.advanceBy(9_000);
    expect(device.state.application).toBe('filling');
    clock.advanceBy(4_000);
    expect(device.state.application).toBe('full');
    const [, full] = fleet.bodies('event');
    expect(full).toMatchObject({ name: 'tank.full', kind: 2, values: { levelL: 11 } });
    expect(device.truth()).toEqual({ trueLevelL: 11 });
    clock.advanceBy(10_000);
    expect(device.truth()).toEqual({ trueLevelL: 11 });
  });

  test('a watch steps on a crossing only', () => {
    const { clock, device, counters } = setUp(toyProfile({}, fillingApplication));
    device.start();
    clock.advanceBy(100_000);
    expect(counters.applicationSteps).toBe(2);
    expect(device.applicationContext()).toMatchObject({ fills: 1, limitL: 10 });
  });

  test('runs on the application clock, but stamps with the device clock', () => {
    const applicationClock = new VirtualClock(startWallMs);
    const { clock, fleet, device } = setUp(toyProfile(), {}, { applicationClock });
    device.start();
    clock.advanceBy(1_000);
    for (let step = 0; step < 10; step += 1) {
      applicationClock.advanceBy(10_000);
      clock.advanceBy(100);
    }
    const readings = fleet.received.filter((frame) => frame.event === undefined);
    expect(readings).toHaveLength(100);
    expect((readings.at(-1)?.atMs ?? 0) - (readings[0]?.atMs ?? 0)).toBe(900);
  });

  test('frames of several sets carry offsets, and a stop in good order sends what waits', () => {
    const application: Application = {
      ...samplingApplication,
      states: {
        on: {
          entry: [{ type: 'sample', params: { signals: ['levelL'], everyMs: 1_000, perFrame: 4 } }],
          meta: { final: 'samples for ever' },
        },
      },
    };
    const { clock, fleet, device, counters } = setUp(toyProfile({}, application));
    device.start();
    clock.advanceBy(6_600);
    const [frame, ...others] = fleet.received.filter((one) => one.event === undefined);
    expect([frame?.values.length, others.length]).toEqual([4, 0]);
    device.stop();
    expect(fleet.received.filter((one) => one.event === undefined).map((one) => one.values.length)).toEqual([4, 2]);
    expect(fleet.link.closedByDevice).toBe(1_000);
    expect(counters.connected).toBe(0);
    expect(clock.pending).toBeLessThanOrEqual(2);
  });

  test('sensors are clipped to their range', () => {
    const { clock, fleet, device } = setUp(toyProfile({ actuators: { pump: 100 } }));
    device.start();
    clock.advanceBy(5_000);
    expect(fleet.received.at(-1)?.values[0]).toBe(50);
    expect(device.truth().trueLevelL).toBeGreaterThan(400);
  });

  test('100 steps in a second are allowed; one more trips the watchdog', () => {
    const calm = setUp(toyProfile({}, spinning(10)));
    calm.device.start();
    calm.clock.advanceBy(60_000);
    expect(calm.counters).toMatchObject({ crashes: 0, boots: 1 });
    const wild = setUp(toyProfile({}, spinning(9)));
    wild.device.start();
    wild.clock.advanceBy(6_000);
    expect(wild.counters).toMatchObject({ crashes: 1, boots: 2 });
    expect(wild.fleet.bodies('hello').map((hello) => hello.resetReason)).toEqual([1, 4]);
  });

  test('a crash resets the device, and the next boot says why', () => {
    const { clock, fleet, device, counters } = setUp(toyProfile({}, crashing));
    device.start();
    clock.advanceBy(4_000);
    expect(counters.crashes).toBe(1);
    // The cut came before the acknowledgement: the crash is sent again after the reset, under its old number.
    const events = new Map(fleet.bodies('event').map((event) => [`${event.boot}.${event.sequence}`, event]));
    expect([...events.values()].map((event) => [event.name, event.message, event.values])).toEqual([
      ['device.booted', '', { reason: 1 }],
      ['application.crashed', 'division by zero', { reason: 6 }],
      ['device.booted', '', { reason: 6 }],
    ]);
  });

  test('memory is bounded by the profile: one byte past it crashes', () => {
    const allocating = (bytes: number): Application => ({
      ...samplingApplication,
      states: { on: { entry: [{ type: 'allocate', params: { bytes } }], meta: { final: 'allocates' } } },
    });
    for (const memoryBytes of [1_024, 262_144]) {
      const fits = setUp(toyProfile({ memoryBytes }, allocating(memoryBytes)));
      fits.device.start();
      fits.clock.advanceBy(10_000);
      expect(fits.counters.crashes).toBe(0);
      const bursts = setUp(toyProfile({ memoryBytes }, allocating(memoryBytes + 1)));
      bursts.device.start();
      bursts.clock.advanceBy(550);
      expect(bursts.counters.crashes).toBe(1);
    }
  });
});

describe('commands and configuration', () => {
  const command = (commandId: string, name: string) =>
    ({ channel: 0, type: 'command', body: { commandId, name, answerWithinMs: 10_000 } }) as const;

  test('reboot is answered, then done, once an id', () => {
    const { clock, fleet, device } = setUp();
    device.start();
    clock.advanceBy(1_000);
    fleet.say(command('c-1', 'reboot'));
    expect(fleet.bodies('commandResult')).toMatchObject([{ commandId: 'c-1', outcome: 1 }]);
    expect(fleet.link.closedByDevice).toBe(4_002);
    expect(device.state.power).toBe('booting');
    clock.advanceBy(2_000);
    expect(fleet.bodies('hello').map(({ boot, connection, resetReason }) => [boot, connection, resetReason])).toEqual([
      [1, 1, 1],
      [2, 1, 2],
    ]);
    fleet.say(command('c-1', 'reboot'));
    clock.advanceBy(2_000);
    expect(fleet.bodies('commandResult')).toHaveLength(2);
    expect(device.state).toMatchObject({ power: 'running', boot: 2 });
  });

  test('a command that comes twice is done once and answered twice', () => {
    const { clock, fleet, device } = setUp();
    device.start();
    clock.advanceBy(600);
    for (const id of ['a', 'a', 'b']) fleet.say(command(id, 'identify'));
    expect(fleet.bodies('commandResult')).toHaveLength(3);
    expect(fleet.bodies('event').filter((event) => event.name === 'device.identified')).toHaveLength(2);
    for (let index = 0; index < 15; index += 1) fleet.say(command(`x-${index}`, 'nonsense'));
    fleet.say(command('b', 'identify'));
    expect(fleet.bodies('event').filter((event) => event.name === 'device.identified')).toHaveLength(2);
    fleet.say(command('a', 'identify'));
    expect(fleet.bodies('event').filter((event) => event.name === 'device.identified')).toHaveLength(3);
  });

  test("the profile's commands go to the application; others are unknown", () => {
    const { clock, fleet, device } = setUp(toyProfile({}, fillingApplication));
    device.start();
    clock.advanceBy(5_000);
    fleet.say(command('1', 'drain'));
    clock.advanceBy(10_000);
    fleet.say(command('2', 'drain'));
    fleet.say(command('3', 'explode'));
    expect(fleet.bodies('commandResult').map((result) => result.outcome)).toEqual([3, 1, 2]);
    expect(device.state.application).toBe('draining');
    clock.advanceBy(5_000);
    expect(device.state.application).toBe('filling');
  });

  test('a configuration is applied, reported, kept over a power cut, and a bad one changes nothing', () => {
    const { clock, fleet, device } = setUp(toyProfile({}, fillingApplication));
    device.start();
    clock.advanceBy(1_000);
    fleet.say({ channel: 0, type: 'desiredConfiguration', body: { version: 3, settings: { limitL: { number: 20 } } } });
    fleet.say({ channel: 0, type: 'desiredConfiguration', body: { version: 4, settings: { limitL: { number: 51 } } } });
    expect(fleet.bodies('configurationReport')).toMatchObject([
      { version: 3, settings: { limitL: { number: 20 }, title: { text: 'tank' } }, error: '' },
      { version: 3, error: 'limitL: is 51, must be 0 to 50' },
    ]);
    fleet.say({ channel: 0, type: 'desiredConfiguration', body: { version: 3, settings: { limitL: { number: 1 } } } });
    expect(fleet.bodies('configurationReport')[2]).toMatchObject({ version: 3, settings: { limitL: { number: 20 } }, error: '' });
    clock.advanceBy(16_000);
    expect(device.state.application).toBe('filling');
    clock.advanceBy(5_000);
    expect(device.state.application).toBe('full');
    device.powerOff();
    device.powerOn();
    clock.advanceBy(1_000);
    expect(device.applicationContext()).toMatchObject({ limitL: 20 });
    expect(fleet.bodies('hello').at(-1)?.configurationVersion).toBe(3);
  });
});

describe('duty and power', () => {
  const sleeper = { wakePlan: { wakeEveryMs: 60_000, awakeMs: 5_000 } };

  test('a sleeper announces its sleep, samples on, and wakes on its beat', () => {
    const { clock, fleet, device } = setUp(toyProfile(sleeper));
    device.start();
    clock.advanceBy(6_000);
    expect(device.state).toMatchObject({ duty: 'asleep', link: 'disconnected', power: 'running' });
    expect(fleet.link.closedByDevice).toBe(4_001);
    expect(fleet.bodies('sleep')).toHaveLength(1);
    expect(fleet.bodies('sleep')[0]?.wakeInMs).toBeGreaterThan(54_000);
    clock.advanceBy(54_000);
    expect(device.state.bufferedFrames).toBeGreaterThan(50);
    clock.advanceBy(1_000);
    expect(device.state).toMatchObject({ duty: 'awake', link: 'open.welcomed', bufferedFrames: 0 });
    clock.advanceBy(600_000);
    const wakings = fleet.dials.map((dialMs) => dialMs - 500);
    expect(wakings).toEqual(Array.from({ length: 12 }, (_, index) => index * 60_000).slice(0, wakings.length));
    expect(wakings.length).toBe(12);
  });

  test('a watch that the step of another watch ended does not look once more', () => {
    const both: Application = {
      id: 'both',
      initial: 'filling',
      context: {},
      states: {
        filling: {
          entry: [
            { type: 'actuate', params: { actuator: 'pump', value: 1 } },
            { type: 'watch', params: { signal: 'levelL', above: 3.9, event: 'level.high' } },
            { type: 'watch', params: { signal: 'levelL', above: 3.9, event: 'level.wrong' } },
          ],
          exit: [{ type: 'unwatch', params: { event: 'level.wrong' } }],
          on: { 'level.high': [{ target: 'full' }] },
        },
        full: { on: { 'level.wrong': [{ target: 'filling' }] } },
      },
    };
    const { clock, device } = setUp(toyProfile({}, both));
    device.start();
    clock.advanceBy(10_000);
    expect(device.state.application).toBe('full');
  });

  test('the application wakes a sleeper early, and the beat of its plan stays', () => {
    const tank: Application = {
      id: 'tank',
      initial: 'calm',
      context: {},
      states: {
        calm: {
          entry: [
            { type: 'actuate', params: { actuator: 'pump', value: 1 } },
            { type: 'watch', params: { signal: 'levelL', above: 20, event: 'tank.full' } },
          ],
          on: { 'tank.full': [{ target: 'full' }] },
        },
        full: { entry: [{ type: 'report', params: { name: 'full' } }, { type: 'wake' }], meta: { final: 'one report will do' } },
      },
    };
    const { clock, fleet, device } = setUp(toyProfile(sleeper, tank));
    device.start();
    clock.advanceBy(20_500);
    expect([device.state.duty, fleet.bodies('event').map((event) => event.name)]).toEqual(['asleep', ['device.booted']]);
    clock.advanceBy(2_000);
    expect(device.state).toMatchObject({ duty: 'awake', link: 'open.welcomed', bufferedFrames: 0 });
    expect(fleet.bodies('event').map((event) => event.name)).toEqual(['device.booted', 'full']);
    clock.advanceBy(5_000);
    expect(device.state.duty).toBe('asleep');
    clock.advanceBy(60_000);
    expect(fleet.dials.map((dialMs) => dialMs - 500)).toEqual([0, 21_000, 60_000]);
  });

  test('a model may read the charge of the battery', () => {
    const power = { source: 'battery', capacityMah: 10, awakeMa: 6, asleepMa: 0, frameUah: 0 } as const;
    const telling: Application = {
      id: 'telling',
      initial: 'drawing',
      context: {},
      states: {
        drawing: {
          after: {
            '3600000': [
              { target: 'told', actions: [{ type: 'report', params: { name: 'read', values: { charge: { signal: 'levelL' } } } }] },
            ],
          },
        },
        told: { meta: { final: 'once is enough' } },
      },
    };
    const reader: SignalModel = {
      ...toyModel,
      readsCharge: true,
      read: (_state, inputs, _faults, _parameters, _noise, outputs) => {
        outputs[0] = inputs[1] ?? Number.NaN;
      },
    };
    const { clock, fleet, device } = setUp(undefined, { kind: new DeviceKind(toyProfile({ power }, telling), reader) });
    device.start();
    clock.advanceBy(500 + 3_600_000);
    expect(fleet.bodies('event').at(-1)).toMatchObject({ name: 'read', values: { charge: expect.closeTo(0.4, 6) } });
  });

  test('at the end of its waking it waits for acknowledgements, not for ever', () => {
    const { clock, fleet, device } = setUp(toyProfile(sleeper));
    fleet.isAcknowledging = false;
    device.start();
    clock.advanceBy(5_600);
    expect(device.state.duty).toBe('goingToSleep');
    clock.advanceBy(9_800);
    expect(device.state.duty).toBe('goingToSleep');
    clock.advanceBy(200);
    expect(device.state.duty).toBe('asleep');
  });

  test('an empty battery turns the device off, at the instant that its draw says', () => {
    const power = { source: 'battery', capacityMah: 10, awakeMa: 20, asleepMa: 0, frameUah: 0 } as const;
    const { clock, fleet, device } = setUp(toyProfile({ power }));
    device.start();
    clock.advanceBy(500 + 900_000);
    expect(device.state).toMatchObject({ power: 'running', batteryPercent: expect.closeTo(50, 3) });
    clock.advanceBy(900_000 - 1);
    expect(device.state.power).toBe('running');
    clock.advanceBy(1);
    expect(device.state).toMatchObject({ power: 'off', batteryPercent: 0 });
    expect(fleet.received.at(-1)?.event).toBe('battery.empty');
    device.powerOn();
    clock.advanceBy(1_000);
    expect(device.state.power).toBe('running');
    expect(fleet.bodies('hello').map((hello) => hello.resetReason)).toEqual([1, 5]);
  });

  test('frames draw their charge', () => {
    const power = { source: 'battery', capacityMah: 10, awakeMa: 0, asleepMa: 0, frameUah: 100 } as const;
    const { clock, fleet, device } = setUp(toyProfile({ power }));
    device.start();
    clock.advanceBy(10_600);
    expect(device.state.batteryPercent).toBeCloseTo(100 - fleet.received.length, 9);
  });
});

describe('faults', () => {
  test('a fault of the model moves the truth, severity 0 takes it away', () => {
    const { clock, device } = setUp(toyProfile({ actuators: { pump: 1 } }));
    device.start();
    device.inject('leak', 1);
    clock.advanceBy(10_000);
    expect(device.state.faults).toEqual({ leak: 1 });
    expect(device.truth().trueLevelL).toBe(5);
    device.inject('leak', 0);
    clock.advanceBy(10_000);
    expect(device.truth().trueLevelL).toBe(15);
  });

  test('a hang is ended by the watchdog', () => {
    const { clock, fleet, device } = setUp();
    device.start();
    clock.advanceBy(2_000);
    device.inject('hang', 1);
    clock.advanceBy(3_999);
    expect(device.state.power).toBe('crashed');
    clock.advanceBy(1_000);
    expect(fleet.bodies('hello').at(-1)?.resetReason).toBe(3);
  });

  test('unknown faults and severities out of range are refused', () => {
    const { device } = setUp();
    expect(() => device.inject('nonsense', 1)).toThrow(expect.objectContaining({ code: 'E2201', definition: deviceErrors.E2201 }));
    for (const severity of [-0.1, 1.1, Number.NaN]) {
      expect(() => device.inject('leak', severity)).toThrow(expect.objectContaining({ code: 'E2202' }));
    }
  });
});

describe('a recording', () => {
  function rows(count: number) {
    let next = 0;
    return {
      signals: ['levelL', 'noiseV'],
      everyMs: 100,
      cursor: {
        next(values: number[]) {
          if (next === count) return false;
          next += 1;
          values[0] = next;
          values[1] = next / 8;
          return true;
        },
      },
    };
  }

  test('arrives whole, once, unclipped, over cuts and a store that is too small for it', () => {
    const { clock, fleet, device, counters } = setUp(toyProfile({ storeBytes: 1_024 }), { replay: rows(2_000) });
    device.start();
    for (let cut = 0; cut < 40; cut += 1) {
      clock.advanceBy(3_000);
      fleet.isReachable = cut % 4 !== 3;
      fleet.link.break();
    }
    fleet.isReachable = true;
    clock.advanceBy(400_000);
    const readings = new Map(fleet.received.filter((frame) => frame.event === undefined).map((frame) => [frame.sequence, frame.values]));
    expect([...readings.values()]).toEqual(Array.from({ length: 2_000 }, (_, index) => [index + 1, (index + 1) / 8]));
    expect(counters).toMatchObject({ framesDropped: 0, replayRows: 2_000 });
    expect(device.state.isReplayed).toBe(true);
  });

  test('a device that comes back goes on where it was', () => {
    const first = setUp(toyProfile(), { replay: rows(50) });
    first.device.start();
    first.clock.advanceBy(2_550);
    first.device.stop();
    const flash = first.device.snapshotFlash();
    expect(flash.replayRows).toBe(20);
    const second = setUp(toyProfile(), { flash, replay: { ...rows(50), skipRows: flash.replayRows } });
    second.device.start();
    second.clock.advanceBy(10_000);
    const levels = [...first.fleet.received, ...second.fleet.received].flatMap((frame) => frame.values.slice(0, 1));
    expect([...new Set(levels)]).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });
});
