import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSeatrialError, type SeatrialError } from '#proto/kit/index.js';
import { loadApplication, startApplication, stepApplication } from './index.ts';

const surroundings = { signals: ['roomTempC', 'doorOpen'], actuators: ['heater'], settings: { setpointC: 21, name: 'hall' } };

/** An application of two states, with parts put over them. */
function application(parts: { readonly one?: object; readonly two?: object; readonly root?: object }): unknown {
  return {
    id: 'some',
    initial: 'one',
    context: { count: 0, label: 'a', flag: false },
    states: {
      one: { on: { go: [{ target: 'two' }] }, ...parts.one },
      two: { on: { back: [{ target: 'one' }] }, ...parts.two },
    },
    ...parts.root,
  };
}

function refused(value: unknown): SeatrialError {
  try {
    loadApplication(value, { ...surroundings, file: 'app.json' });
  } catch (error) {
    if (isSeatrialError(error)) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const entry = (...actions: unknown[]): unknown => application({ one: { entry: actions } });
const guard = (value: unknown): unknown => application({ one: { on: { go: [{ target: 'two', guard: value }] } } });
const watch = (params: object): unknown => entry({ type: 'watch', params: { signal: 'roomTempC', event: 'go', ...params } });

const accepted: readonly [what: string, value: unknown][] = [
  ['two states', application({})],
  [
    'all actions',
    entry(
      { type: 'sample', params: { signals: ['roomTempC', 'doorOpen'], everyMs: 1, perFrame: 2_048 } },
      { type: 'stop' },
      { type: 'stop', params: { signals: ['roomTempC'] } },
      { type: 'watch', params: { signal: 'roomTempC', above: { context: 'count' }, hysteresis: 0, everyMs: 31_536_000_000, event: 'go' } },
      { type: 'unwatch', params: { event: 'go' } },
      { type: 'actuate', params: { actuator: 'heater', value: { signal: 'roomTempC' } } },
      {
        type: 'report',
        params: { name: 'room.cold', message: 'x', values: { room: { signal: 'roomTempC' }, wanted: { context: 'setpointC' } } },
      },
      { type: 'set', params: { key: 'label', value: 'b' } },
      { type: 'set', params: { key: 'flag', value: true } },
      { type: 'add', params: { key: 'count', value: { context: 'count' } } },
      { type: 'allocate', params: { bytes: 1 } },
      { type: 'draw', params: { mah: 0.5 } },
      { type: 'crash', params: { message: 'no' } },
    ),
  ],
  ['a final state that says why', application({ two: { on: {}, meta: { final: 'sold' } } })],
  ['a way out by the parent', application({ root: { on: { reset: [{ target: 'one' }] } }, two: { on: {} } })],
  ['a delay of 1 ms', application({ two: { after: { '1': [{ target: 'one' }] } } })],
  ['a delay of a year', application({ two: { after: { '31536000000': [{ target: 'one' }] } } })],
  [
    'a guarded circle',
    application({ one: { always: [{ target: 'two', guard: { type: 'below', params: { left: { signal: 'roomTempC' }, right: 1 } } }] } }),
  ],
  ['a time of day over midnight', guard({ type: 'timeOfDay', params: { fromMinute: 1_320, toMinute: 0 } })],
  ['256 states', wide(256)],
  ['states nested 8 deep', nested(8)],
  ['64 context keys', application({ root: { context: keys(64) } })],
  ['32 actions', entry(...Array(32).fill({ type: 'stop' }))],
  ['an id of 64 characters', application({ root: { id: 'x'.repeat(64) } })],
];

test.each(accepted)('%s: accepted', (_what, value) => {
  const loaded = loadApplication(value, surroundings);
  expect(loaded.digest).toMatch(/^[0-9a-f]{64}$/);
});

const refusals: readonly [what: string, value: unknown, code: string, message: RegExp][] = [
  ['nothing', undefined, 'E1510', /undefined is not allowed/],
  ['null', application({ one: { entry: null } }), 'E1510', /states\.one\.entry: null/],
  ['a function', application({ one: { entry: () => 1 } }), 'E1510', /function/],
  ['NaN', application({ root: { context: { count: Number.NaN } } }), 'E1510', /context\.count: NaN/],
  ['a date', application({ root: { context: { count: new Date(0) } } }), 'E1510', /plain object/],
  ['a getter', Object.defineProperty({}, 'id', { enumerable: true, get: () => 'x' }), 'E1510', /plain data/],
  ['a key __proto__', JSON.parse('{"__proto__": {"x": 1}}'), 'E1510', /reserved/],
  ['a cycle', cyclic(), 'E1510', /deeper than 64/],
  ['20,001 values', application({ root: { context: Array(20_001).fill(1) } }), 'E1510', /20000 values/],
  ['too many characters', application({ one: { description: 'x'.repeat(262_145) } }), 'E1510', /262144 characters/],
  ['257 states', wide(257), 'E1510', /257 states, the limit is 256/],
  ['states nested 9 deep', nested(9), 'E1510', /9 deep, the limit is 8/],
  ['65 context keys', application({ root: { context: keys(65) } }), 'E1511', /context: at most 64 keys/],
  ['33 actions', entry(...Array(33).fill({ type: 'stop' })), 'E1511', /states\.one\.entry/],
  ['an id of 65 characters', application({ root: { id: 'x'.repeat(65) } }), 'E1511', /id/],
  ['an unknown key', application({ one: { entery: [] } }), 'E1511', /states\.one: unknown key "entery", did you mean "entry"/],
  ['invoke', application({ one: { invoke: { src: 'x' } } }), 'E1511', /unknown key "invoke"/],
  ['a type', application({ one: { type: 'parallel' } }), 'E1511', /unknown key "type"/],
  ['an unknown action', entry({ type: 'smaple', params: {} }), 'E1511', /states\.one\.entry\[0\]\.type/],
  ['an action by name alone', entry('stop'), 'E1511', /states\.one\.entry\[0\]/],
  ['an unknown parameter', entry({ type: 'draw', params: { mah: 1, mAh: 1 } }), 'E1511', /did you mean "mah"/],
  ['an unknown guard', guard({ type: 'never' }), 'E1511', /guard\.type/],
  ['a bare target', application({ one: { on: { go: 'two' } } }), 'E1511', /states\.one\.on\.go: expected array/],
  ['a delay of 0 ms', application({ one: { after: { '0': [{ target: 'two' }] } } }), 'E1511', /whole number of ms/],
  ['a delay of 1.5 ms', application({ one: { after: { '1.5': [{ target: 'two' }] } } }), 'E1511', /whole number of ms/],
  ['a named delay', application({ one: { after: { soon: [{ target: 'two' }] } } }), 'E1511', /whole number of ms/],
  ['a delay over a year', application({ one: { after: { '31536000001': [{ target: 'two' }] } } }), 'E1511', /at most 31536000000/],
  ['an event with capitals', application({ one: { on: { GO: [{ target: 'two' }] } } }), 'E1511', /dot\.case/],
  ['an event for all', application({ one: { on: { '*': [{ target: 'two' }] } } }), 'E1511', /dot\.case/],
  ['an event of XState', application({ one: { on: { 'xstate.done': [{ target: 'two' }] } } }), 'E1511', /dot\.case/],
  ['an event of 65 characters', application({ one: { on: { [`a${'b'.repeat(64)}`]: [{ target: 'two' }] } } }), 'E1511', /dot\.case/],
  ['a state called constructor', application({ root: { states: { constructor: {} } } }), 'E1511', /reserved/],
  ['a state with a dot', application({ root: { states: { 'a.b': {} } } }), 'E1511', /camelCase/],
  ['a period of 0 ms', entry({ type: 'sample', params: { signals: ['roomTempC'], everyMs: 0 } }), 'E1511', /everyMs/],
  ['no signals', entry({ type: 'sample', params: { signals: [], everyMs: 1 } }), 'E1511', /signals/],
  ['a signal twice', entry({ type: 'sample', params: { signals: ['roomTempC', 'roomTempC'], everyMs: 1 } }), 'E1511', /twice/],
  [
    '4,098 readings a frame',
    entry({ type: 'sample', params: { signals: ['roomTempC', 'doorOpen'], everyMs: 1, perFrame: 2_049 } }),
    'E1511',
    /4098 readings a frame, the limit is 4096/,
  ],
  ['a watch without limit', watch({}), 'E1511', /either `above` or `below`/],
  ['a watch with two limits', watch({ above: 1, below: 0 }), 'E1511', /either `above` or `below`/],
  ['less than no hysteresis', watch({ above: 1, hysteresis: -1 }), 'E1511', /hysteresis/],
  [
    'a span of day by a key that is not there',
    guard({ type: 'timeOfDay', params: { fromMinute: { context: 'dusk' }, toMinute: 5 } }),
    'E1512',
    /dusk/,
  ],
  ['an empty span of day', guard({ type: 'timeOfDay', params: { fromMinute: 5, toMinute: 5 } }), 'E1511', /the same/],
  ['no initial state below', application({ two: { states: { in: {} } } }), 'E1511', /no initial one/],
  ['an initial state without states', application({ two: { initial: 'in' } }), 'E1511', /no states/],
  ['no states at all', application({ root: { states: {} } }), 'E1511', /no states/],
  [
    'an unknown sampled signal',
    entry({ type: 'sample', params: { signals: ['roomTemp'], everyMs: 1 } }),
    'E1512',
    /did you mean "roomTempC"/,
  ],
  ['an unknown stopped signal', entry({ type: 'stop', params: { signals: ['other'] } }), 'E1512', /no signal "other"/],
  ['an unknown watched signal', watch({ signal: 'roomTemp', above: 1 }), 'E1512', /did you mean "roomTempC"/],
  ['an unknown actuator', entry({ type: 'actuate', params: { actuator: 'heter', value: 1 } }), 'E1512', /did you mean "heater"/],
  ['an unknown context key', entry({ type: 'add', params: { key: 'cuont', value: 1 } }), 'E1512', /did you mean "count"/],
  ['an unknown operand', guard({ type: 'above', params: { left: { context: 'nothing' }, right: 1 } }), 'E1512', /nothing/],
  [
    'an argument outside of a command',
    entry({ type: 'actuate', params: { actuator: 'heater', value: { argument: 'ratio', otherwise: 1 } } }),
    'E1512',
    /entry\[0\]\.params\.value\.argument: only a transition on command\.NAME/,
  ],
  [
    'an argument in a guard of another event',
    guard({ type: 'above', params: { left: { argument: 'a', otherwise: 1 }, right: 1 } }),
    'E1512',
    /only/,
  ],
  [
    'an argument without what it is otherwise',
    application({ one: { on: { 'command.go': [{ actions: [{ type: 'set', params: { key: 'count', value: { argument: 'a' } } }] }] } } }),
    'E1511',
    /value/,
  ],
  [
    'an argument that is otherwise nothing',
    application({
      one: {
        on: {
          'command.go': [
            {
              target: 'two',
              actions: [{ type: 'add', params: { key: 'count', value: { argument: 'a', otherwise: { context: 'cuont' } } } }],
            },
          ],
        },
      },
    }),
    'E1512',
    /otherwise.*did you mean "count"/,
  ],
  ['a text as a number', guard({ type: 'above', params: { left: { context: 'label' }, right: 1 } }), 'E1512', /text/],
  ['a text setting as a number', guard({ type: 'above', params: { left: { context: 'name' }, right: 1 } }), 'E1512', /text/],
  ['a number into a text', entry({ type: 'set', params: { key: 'label', value: 1 } }), 'E1512', /string and can't take a number/],
  ['adding to a flag', entry({ type: 'add', params: { key: 'flag', value: 1 } }), 'E1512', /boolean/],
  ['changing a setting', entry({ type: 'set', params: { key: 'setpointC', value: 1 } }), 'E1512', /only the fleet/],
  [
    'a context key of another kind than its setting',
    application({ root: { context: { setpointC: 'warm' } } }),
    'E1512',
    /setting of this name is a number/,
  ],
  [
    'an unknown target',
    application({ one: { on: { go: [{ target: 'tow' }] } } }),
    'E1513',
    /states\.one\.on\.go\[0\]\.target: .*next to it are one, two/,
  ],
  ['the root as a target', application({ one: { on: { go: [{ target: '#' }] } } }), 'E1513', /"#"/],
  ['an unknown initial state', application({ root: { initial: 'zero' } }), 'E1513', /initial: .*"zero"/],
  ['an unknown initial state below', application({ two: { initial: 'x', states: { in: {} } } }), 'E1513', /states\.two\.initial/],
  ['a state that nothing leads to', application({ one: { on: { go: [{ target: 'one' }] } } }), 'E1514', /"two" can never be reached/],
  [
    'a transition behind one that is always taken',
    application({ one: { on: { go: [{ target: 'two' }, { target: 'two' }] } } }),
    'E1514',
    /go\[1\]: is never taken/,
  ],
  ['no way out', application({ two: { on: {} } }), 'E1515', /"two" has no way out/],
  ['only a way to itself', application({ two: { on: { back: [{ target: 'two' }] } } }), 'E1515', /"two" has no way out/],
  ['final and yet a way out', application({ two: { meta: { final: 'x' } } }), 'E1515', /has a way out/],
  [
    'states within a final state',
    application({ two: { meta: { final: 'x' }, initial: 'in', states: { in: {} } } }),
    'E1515',
    /only a state without states/,
  ],
  [
    'a circle',
    application({ one: { always: [{ target: 'two' }] }, two: { always: [{ target: 'one' }] } }),
    'E1516',
    /comes back to itself/,
  ],
  [
    'a circle by guards that hold',
    application({
      one: { always: [{ target: 'two', guard: { type: 'equals', params: { left: 1, right: 1 } } }] },
      two: { always: [{ target: 'one' }] },
    }),
    'E1516',
    /comes back to itself/,
  ],
  [
    'a circle in place',
    application({ one: { always: [{ actions: [{ type: 'add', params: { key: 'count', value: 1 } }] }] } }),
    'E1516',
    /comes back to itself/,
  ],
  ['a watch that nobody hears', watch({ above: 1, event: 'room.hot' }), 'E1517', /no state takes the event "room\.hot"/],
  ['an unwatch of nothing', entry({ type: 'unwatch', params: { event: 'go' } }), 'E1517', /nothing watches/],
];

test.each(refusals)('%s: refused', (_what, value, code, message) => {
  const error = refused(value);
  expect(error.message).toMatch(message);
  expect([error.code, error.at]).toEqual([code, code === 'E1510' ? error.at : { file: 'app.json' }]);
});

test('several problems are counted', () => {
  expect(refused(entry({ type: 'add', params: { key: 'a', value: { context: 'b' } } })).message).toMatch(/and 1 more problem/);
});

test('random JSON never gets through to XState: it is refused with a code, or runs', () => {
  const word = fc.constantFrom(
    'one',
    'two',
    'go',
    'roomTempC',
    'heater',
    'count',
    'sample',
    'above',
    '#one',
    'xstate.init',
    '__proto__',
    'invoke',
    '5',
  );
  const leaf = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
  const part = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  const inputs = { nowMs: 0, batteryPercent: 50, minuteOfDay: 0, signal: () => 1 };
  let through = 0;
  fc.assert(
    fc.property(fc.record({ one: fc.dictionary(key, part, { maxKeys: 2 }), root: fc.dictionary(key, part, { maxKeys: 1 }) }), (parts) => {
      try {
        const loaded = loadApplication(application(parts), surroundings);
        through += 1;
        const { record } = startApplication(loaded, surroundings.settings, inputs);
        stepApplication(loaded, record, 'go', inputs);
      } catch (error) {
        if (!isSeatrialError(error)) throw error;
      }
    }),
    { numRuns: 3_000 },
  );
  expect(through).toBeGreaterThan(0);
});

const key = fc.constantFrom(
  ...['on', 'after', 'always', 'entry', 'exit', 'states', 'initial', 'target', 'guard', 'actions', 'type', 'params', 'meta', 'final'],
  ...['go', 'one', 'two', '5', 'invoke', 'description', 'left', 'right', 'signals', 'everyMs', 'context', 'id', 'toString'],
);

function wide(count: number): unknown {
  const states: Record<string, unknown> = {};
  for (let index = 0; index < count; index += 1) states[`s${index}`] = { on: { go: [{ target: `s${(index + 1) % count}` }] } };
  return { id: 'wide', initial: 's0', context: {}, states };
}

function nested(depth: number): unknown {
  let state: object = {};
  for (let level = 1; level < depth; level += 1) state = { initial: 'in', states: { in: state } };
  return {
    id: 'nested',
    initial: 'out',
    context: {},
    on: { go: [{ target: 'other' }] },
    states: { out: state, other: { on: { back: [{ target: 'out' }] } } },
  };
}

function keys(count: number): Record<string, number> {
  return { ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index])) };
}

function cyclic(): unknown {
  const value: { self?: unknown } = {};
  value.self = value;
  return value;
}
