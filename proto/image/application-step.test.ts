import { expect, test } from 'vitest';
import { isSeatrialError } from '#proto/kit/index.js';
import {
  type ApplicationInputs,
  type ApplicationRecord,
  type ApplicationStep,
  configureApplication,
  loadApplication,
  nextTimer,
  startApplication,
  stepApplication,
} from './index.ts';

const surroundings = { signals: ['roomTempC', 'doorOpen'], actuators: ['heater'], settings: { setpointC: 21, name: 'hall', eco: false } };

const thermostat = {
  id: 'thermostat',
  initial: 'idle',
  context: { starts: 0, holdMs: 5 },
  on: { 'command.stop': [{ target: 'stopped', actions: [{ type: 'report', params: { name: 'stopped' } }] }] },
  states: {
    idle: {
      entry: [
        { type: 'actuate', params: { actuator: 'heater', value: 0 } },
        {
          type: 'watch',
          params: { signal: 'roomTempC', below: { context: 'setpointC' }, hysteresis: 0.5, everyMs: 10_000, event: 'room.cold' },
        },
      ],
      exit: [{ type: 'unwatch', params: { event: 'room.cold' } }],
      on: {
        'room.cold': [
          { guard: { type: 'battery', params: { above: 20 } }, target: 'heating.slow' },
          { actions: [{ type: 'report', params: { name: 'battery.low', values: { room: { signal: 'roomTempC' } } } }] },
        ],
        'configuration.changed': [{ target: 'idle' }],
      },
      after: { '60000': [{ target: 'idle', actions: [{ type: 'report', params: { name: 'still.idle' } }] }] },
    },
    heating: {
      initial: 'slow',
      entry: [
        { type: 'add', params: { key: 'starts', value: 1 } },
        { type: 'actuate', params: { actuator: 'heater', value: { context: 'starts' } } },
      ],
      exit: [{ type: 'set', params: { key: 'holdMs', value: 7 } }],
      on: { 'room.warm': [{ target: 'idle' }] },
      after: { '3600000': [{ target: '#stopped' }] },
      states: {
        slow: { after: { '1000': [{ target: 'fast' }] } },
        fast: {
          always: [{ guard: { type: 'atLeast', params: { left: { context: 'starts' }, right: 3 } }, target: '#idle' }],
          on: { 'door.open': [{ target: 'slow', guard: { type: 'timeOfDay', params: { fromMinute: 1_320, toMinute: 360 } } }] },
        },
      },
    },
    stopped: { meta: { final: 'a person has to look first' }, entry: [{ type: 'stop' }] },
  },
};

const loaded = loadApplication(thermostat, surroundings);
const settings = { setpointC: 21, name: 'hall', eco: false };

function inputs(nowMs = 0, change: Partial<ApplicationInputs> = {}): ApplicationInputs {
  return { nowMs, batteryPercent: 80, minuteOfDay: 720, signal: () => 19.5, ...change };
}

function run(events: readonly (string | [event: string, inputs: Partial<ApplicationInputs>])[]): ApplicationStep {
  let step = startApplication(loaded, settings, inputs());
  for (const event of events) {
    const [name, change] = typeof event === 'string' ? [event, {}] : event;
    step = stepApplication(loaded, step.record, name, inputs(0, change));
  }
  return step;
}

const ways: Readonly<Record<string, readonly string[]>> = {
  idle: [],
  'heating.slow': ['room.cold'],
  'heating.fast': ['room.cold', 'xstate.after.1000.application.heating.slow'],
  stopped: ['command.stop'],
};
const night = { minuteOfDay: 1_380 };
const table: readonly [state: string, event: string, next: string, effects: readonly string[], change?: Partial<ApplicationInputs>][] = [
  ['idle', 'room.cold', 'heating.slow', ['unwatch', 'actuate']],
  ['idle', 'room.cold', 'idle', ['report'], { batteryPercent: 20 }],
  ['idle', 'room.warm', 'idle', []],
  ['idle', 'door.open', 'idle', []],
  ['idle', 'command.stop', 'stopped', ['unwatch', 'report', 'stop']],
  ['idle', 'configuration.changed', 'idle', ['unwatch', 'actuate', 'watch']],
  ['idle', 'xstate.after.60000.application.idle', 'idle', ['unwatch', 'report', 'actuate', 'watch']],
  ['idle', 'xstate.after.1000.application.heating.slow', 'idle', []],
  ['heating.slow', 'room.cold', 'heating.slow', []],
  ['heating.slow', 'room.warm', 'idle', ['actuate', 'watch']],
  ['heating.slow', 'door.open', 'heating.slow', []],
  ['heating.slow', 'command.stop', 'stopped', ['report', 'stop']],
  ['heating.slow', 'configuration.changed', 'heating.slow', []],
  ['heating.slow', 'xstate.after.1000.application.heating.slow', 'heating.fast', []],
  ['heating.slow', 'xstate.after.3600000.application.heating', 'stopped', ['stop']],
  ['heating.fast', 'room.cold', 'heating.fast', []],
  ['heating.fast', 'room.warm', 'idle', ['actuate', 'watch']],
  ['heating.fast', 'door.open', 'heating.fast', []],
  ['heating.fast', 'door.open', 'heating.slow', [], night],
  ['heating.fast', 'door.open', 'heating.slow', [], { minuteOfDay: 359 }],
  ['heating.fast', 'door.open', 'heating.fast', [], { minuteOfDay: 360 }],
  ['heating.fast', 'command.stop', 'stopped', ['report', 'stop']],
  ['heating.fast', 'xstate.after.1000.application.heating.slow', 'heating.fast', []],
  ['stopped', 'room.cold', 'stopped', []],
  ['stopped', 'room.warm', 'stopped', []],
  ['stopped', 'xstate.after.3600000.application.heating', 'stopped', []],
];

test.each(table)('in %s, %s leads to %s', (state, event, next, effects, change) => {
  const before = run(ways[state] ?? []).record;
  expect(before.value).toBe(state);
  const copy = structuredClone(before);
  const step = stepApplication(loaded, before, event, inputs(0, change));
  expect(step.record.value).toBe(next);
  expect(step.effects.map((effect) => effect.type)).toEqual(effects);
  expect(before).toEqual(copy);
});

test('start gives effects with operands resolved from the settings, and timers', () => {
  const step = startApplication(loaded, { ...settings, setpointC: 18 }, inputs(500));
  expect(step.record).toEqual({
    value: 'idle',
    context: { starts: 0, holdMs: 5, setpointC: 18, name: 'hall', eco: false },
    timers: [{ id: 'xstate.after.60000.application.idle', dueMs: 60_500 }],
  });
  expect(step.effects).toEqual([
    { type: 'actuate', actuator: 'heater', value: 0 },
    {
      type: 'watch',
      signal: 'roomTempC',
      above: undefined,
      below: 18,
      hysteresis: 0.5,
      everyMs: 10_000,
      event: 'room.cold',
    },
  ]);
});

test('set and add change the context in the order of the actions', () => {
  const heating = run(['room.cold']);
  expect(heating.effects.at(-1)).toEqual({ type: 'actuate', actuator: 'heater', value: 1 });
  expect(heating.record.context).toMatchObject({ starts: 1, holdMs: 5 });
  expect(run(['room.cold', 'room.warm']).record.context).toMatchObject({ starts: 1, holdMs: 7 });
});

test('timers stand in the order in which they are due and go with their states', () => {
  const heating = run(['room.cold']).record;
  expect(heating.timers).toEqual([
    { id: 'xstate.after.1000.application.heating.slow', dueMs: 1_000 },
    { id: 'xstate.after.3600000.application.heating', dueMs: 3_600_000 },
  ]);
  expect(nextTimer(heating)?.dueMs).toBe(1_000);
  const fast = stepApplication(loaded, heating, 'xstate.after.1000.application.heating.slow', inputs(1_000)).record;
  expect(fast.timers).toEqual([{ id: 'xstate.after.3600000.application.heating', dueMs: 3_600_000 }]);
  expect(stepApplication(loaded, fast, 'command.stop', inputs(2_000)).record.timers).toEqual([]);
});

test('a state that leads to itself starts its delays anew', () => {
  const idle = run([]).record;
  const again = stepApplication(loaded, idle, 'configuration.changed', inputs(30_000)).record;
  expect(again.timers).toEqual([{ id: 'xstate.after.60000.application.idle', dueMs: 90_000 }]);
});

test('a guard without event is asked after the step', () => {
  const cycle = ['room.cold', 'room.warm'];
  const slow = run([...cycle, ...cycle, 'room.cold']);
  expect(slow.record).toMatchObject({ value: 'heating.slow', context: { starts: 3 } });
  const after = stepApplication(loaded, slow.record, 'xstate.after.1000.application.heating.slow', inputs(1_000));
  expect(after.record.value).toBe('idle');
});

test('a record that went through JSON goes on as before', () => {
  const record = JSON.parse(JSON.stringify(run(['room.cold']).record)) as ApplicationRecord;
  expect(JSON.stringify(record).length).toBeLessThan(614);
  expect(stepApplication(loaded, record, 'room.warm', inputs()).record.value).toBe('idle');
});

test('settings change between steps', () => {
  const record = configureApplication(run([]).record, { setpointC: 25 });
  const step = stepApplication(loaded, record, 'configuration.changed', inputs());
  expect(step.effects.at(-1)).toMatchObject({ type: 'watch', below: 25 });
});

test('events that mean nothing give the same record', () => {
  const { record } = run([]);
  expect(stepApplication(loaded, record, 'nobody.knows', inputs())).toEqual({ record, effects: [], isTaken: false });
  expect(stepApplication(loaded, record, 'nobody.knows', inputs()).record).toBe(record);
  expect(stepApplication(loaded, record, 'xstate.stop', inputs()).record).toBe(record);
});

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isSeatrialError(error)) return error.code;
    throw error;
  }
  return 'none';
}

test('guards that keep holding are a fault of the application, not an endless loop', () => {
  const holds = { type: 'above', params: { left: { signal: 'roomTempC' }, right: 0 } };
  const circle = loadApplication(
    {
      id: 'circle',
      initial: 'rest',
      context: {},
      states: {
        rest: { on: { go: [{ target: 'one' }] } },
        one: { always: [{ target: 'two', guard: holds }], on: { stop: [{ target: 'rest' }] } },
        two: { always: [{ target: 'one', guard: holds }] },
      },
    },
    surroundings,
  );
  const { record } = startApplication(circle, settings, inputs());
  expect(faultOf(() => stepApplication(circle, record, 'go', inputs()))).toBe('E1521');
  // The shared parts of the machine are not harmed by a step that failed.
  expect(stepApplication(circle, record, 'go', inputs(0, { signal: () => -1 })).record.value).toBe('one');
});

test('a signal without a sample holds no guard and stops an action', () => {
  const none = { signal: () => Number.NaN };
  const guarded = loadApplication(
    {
      id: 'guarded',
      initial: 'one',
      context: { sum: 1e308 },
      states: {
        one: {
          on: {
            ask: [{ target: 'two', guard: { type: 'above', params: { left: { signal: 'roomTempC' }, right: -1_000 } } }],
            act: [{ actions: [{ type: 'actuate', params: { actuator: 'heater', value: { signal: 'roomTempC' } } }] }],
            grow: [{ actions: [{ type: 'add', params: { key: 'sum', value: { context: 'sum' } } }] }],
          },
        },
        two: { after: { '1': [{ target: 'one' }] } },
      },
    },
    surroundings,
  );
  const { record } = startApplication(guarded, settings, inputs());
  expect(stepApplication(guarded, record, 'ask', inputs(0, none)).record.value).toBe('one');
  expect(faultOf(() => stepApplication(guarded, record, 'act', inputs(0, none)))).toBe('E1520');
  expect(faultOf(() => stepApplication(guarded, record, 'grow', inputs()))).toBe('E1520');
});

test('a time of day may come from settings, and wake is an effect', () => {
  const plan = loadApplication(
    {
      id: 'plan',
      initial: 'waiting',
      context: { fromMinute: 1_320, never: 360 },
      states: {
        waiting: {
          on: {
            ask: [
              {
                target: 'due',
                guard: { type: 'timeOfDay', params: { fromMinute: { context: 'fromMinute' }, toMinute: { context: 'setpointC' } } },
              },
            ],
            idle: [{ target: 'due', guard: { type: 'timeOfDay', params: { fromMinute: 360, toMinute: { context: 'never' } } } }],
          },
        },
        due: { entry: [{ type: 'wake' }], meta: { final: 'shown' } },
      },
    },
    surroundings,
  );
  const { record } = startApplication(plan, settings, inputs());
  for (const [minuteOfDay, state] of [
    [1_319, 'waiting'],
    [1_320, 'due'],
    [20, 'due'],
    [21, 'waiting'],
  ] as const)
    expect([minuteOfDay, stepApplication(plan, record, 'ask', inputs(0, { minuteOfDay })).record.value]).toEqual([minuteOfDay, state]);
  expect(stepApplication(plan, record, 'idle', inputs(0, { minuteOfDay: 360 })).record.value).toBe('waiting');
  expect(stepApplication(plan, record, 'ask', inputs(0, { minuteOfDay: 0 })).effects).toEqual([{ type: 'wake' }]);
});

test('the digest follows from the meaning alone', () => {
  const { states, ...rest } = thermostat;
  expect(loadApplication({ states, ...rest }, surroundings).digest).toBe(loaded.digest);
  expect(loadApplication({ ...thermostat, context: { ...thermostat.context, starts: 1 } }, surroundings).digest).not.toBe(loaded.digest);
});

test('a command brings its arguments; without one it means what the application says', () => {
  const ratio = { argument: 'ratio', otherwise: { context: 'usual' } };
  const loaded = loadApplication(
    {
      id: 'lamp',
      initial: 'on',
      context: { usual: 0.5 },
      on: {
        'command.dim': [
          { guard: { type: 'above', params: { left: ratio, right: 1 } }, actions: [{ type: 'report', params: { name: 'too.much' } }] },
          { actions: [{ type: 'actuate', params: { actuator: 'heater', value: ratio } }] },
        ],
        'command.rest': [{ actions: [{ type: 'actuate', params: { actuator: 'heater', value: 0 } }] }],
      },
      states: { on: { meta: { final: 'This is a test.' } } },
    },
    surroundings,
  );
  expect([...loaded.commandArguments]).toEqual([
    ['command.dim', ['ratio']],
    ['command.rest', []],
  ]);
  const inputs: ApplicationInputs = { nowMs: 0, batteryPercent: 100, minuteOfDay: 0, signal: () => Number.NaN };
  const { record } = startApplication(loaded, {}, inputs);
  const effects = (args?: Record<string, number>) => stepApplication(loaded, record, 'command.dim', inputs, args).effects;
  expect(effects({ ratio: 0.2 })).toEqual([{ type: 'actuate', actuator: 'heater', value: 0.2 }]);
  expect(effects()).toEqual([{ type: 'actuate', actuator: 'heater', value: 0.5 }]);
  expect(effects({ ratio: 2 })).toMatchObject([{ type: 'report', name: 'too.much' }]);
});
