import { expect, test } from 'vitest';
import type { Application } from './application.ts';
import { diffApplications } from './application-diff.ts';

const before: Application = {
  id: 'room',
  initial: 'idle',
  context: { limit: 20 },
  states: {
    idle: {
      description: 'Waits.',
      entry: [{ type: 'sample', params: { signals: ['roomTempC'], everyMs: 60_000 } }],
      on: {
        'room.cold': [
          { target: 'heating', guard: { type: 'below', params: { left: { signal: 'roomTempC' }, right: { context: 'limit' } } } },
        ],
      },
    },
    heating: { after: { '1000': [{ target: 'idle' }] } },
  },
};

function changed(change: (copy: { -readonly [Key in keyof Application]: Application[Key] }) => void): Application {
  const copy = structuredClone(before);
  change(copy);
  return copy;
}

test('the same does not differ, nor does another description or order of keys', () => {
  const { states, ...rest } = before;
  const other: Application = { states: { ...states, idle: { ...states.idle, description: 'Another.' } }, ...rest };
  expect(diffApplications(before, other)).toEqual([]);
});

test('a guard, the sampling, the context and a delay that changed are told with both sides', () => {
  const after = changed((copy) => {
    copy.context = { limit: 22 };
    copy.states = {
      idle: {
        entry: [{ type: 'sample', params: { signals: ['roomTempC'], everyMs: 30_000 } }],
        on: { 'room.cold': [{ target: 'heating', guard: { type: 'below', params: { left: { signal: 'roomTempC' }, right: 5 } } }] },
      },
      heating: { after: { '2000': [{ target: 'idle' }] } },
    };
  });
  expect(diffApplications(before, after)).toEqual([
    { state: '', part: 'context.limit', change: 'changed', before: '20', after: '22' },
    {
      state: 'idle',
      part: 'samples',
      change: 'changed',
      before: 'sample roomTempC every 60000 ms',
      after: 'sample roomTempC every 30000 ms',
    },
    {
      state: 'idle',
      part: 'on room.cold',
      change: 'changed',
      before: '[signal roomTempC below limit] -> heating',
      after: '[signal roomTempC below 5] -> heating',
    },
    { state: 'heating', part: 'after 1000', change: 'removed', before: '-> idle', after: '' },
    { state: 'heating', part: 'after 2000', change: 'added', before: '', after: '-> idle' },
  ]);
});

test('a state that came is one change, and so is one that went', () => {
  const after = changed((copy) => {
    copy.states = { ...copy.states, fault: { on: { reset: [{ target: 'idle' }] } } };
  });
  const came = { state: 'fault', part: 'state', change: 'added' as const, before: '', after: 'there' };
  expect(diffApplications(before, after)).toEqual([came]);
  expect(diffApplications(after, before)).toEqual([{ ...came, change: 'removed', before: 'there', after: '' }]);
});

test('against an image without an application everything is new', () => {
  expect(diffApplications(undefined, before).map(({ state, part }) => `${state} ${part}`.trim())).toEqual([
    'id',
    'initial',
    'context.limit',
    'idle state',
    'heating state',
  ]);
});

/** One of everything; `change` numbers what is changed in a copy. */
const rich: Application = {
  id: 'rich',
  initial: 'a',
  context: { count: 1, text: '1', flag: true },
  on: {
    'command.go': [{ actions: [{ type: 'set', params: { key: 'count', value: { argument: 'to', otherwise: { context: 'count' } } } }] }],
  },
  states: {
    a: {
      initial: 'inner',
      states: { inner: { exit: [{ type: 'stop', params: { signals: ['x'] } }, { type: 'stop' }] } },
      entry: [
        { type: 'sample', params: { signals: ['x', 'y'], everyMs: 1_000, perFrame: 2 } },
        { type: 'watch', params: { signal: 'x', above: { context: 'count' }, hysteresis: 1, everyMs: 5, event: 'x.high' } },
        { type: 'unwatch', params: { event: 'x.low' } },
        { type: 'actuate', params: { actuator: 'pump', value: { signal: 'x' } } },
        { type: 'report', params: { name: 'told', message: 'm', values: { x: { signal: 'x' }, n: 2 } } },
        { type: 'add', params: { key: 'count', value: 3 } },
        { type: 'allocate', params: { bytes: 4 } },
        { type: 'draw', params: { mah: 5 } },
        { type: 'wake' },
        { type: 'crash', params: { message: 'over' } },
        { type: 'set', params: { key: 'text', value: 'two' } },
      ],
      after: { '10': [{ target: 'b', guard: { type: 'battery', params: { above: 6 } } }] },
    },
    b: {
      always: [
        { target: 'a', guard: { type: 'timeOfDay', params: { fromMinute: 7, toMinute: { context: 'count' } } } },
        { target: 'a.inner', guard: { type: 'equals', params: { left: { signal: 'x' }, right: 8 } } },
      ],
    },
  },
};

/** Every text, number, flag, key and list entry below a value, each as a function that changes it in a copy. */
function changesOf(value: unknown, path: readonly (string | number)[] = []): ((copy: unknown) => void)[] {
  const parentIn = (copy: unknown): Record<string | number, unknown> =>
    path.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string | number, unknown>)[key], copy) as Record<string, unknown>;
  const key = path.at(-1) ?? '';
  const put = (other: unknown) => (copy: unknown) => {
    parentIn(copy)[key] = other;
  };
  // Another kind of guard with the same parameters; other actions have other ones.
  if (key === 'type') return value === 'equals' ? [put('above')] : [];
  // Elsewhere the schema knows the kind.
  const isContext = path[0] === 'context';
  if (typeof value === 'string') return [put(`${value}z`)];
  if (typeof value === 'number') return isContext ? [put(value + 1), put(String(value))] : [put(value + 1)];
  if (typeof value === 'boolean') return isContext ? [put(!value), put(String(value))] : [put(!value)];
  const inner = Object.entries(value as object).flatMap(([name, part]) =>
    changesOf(part, [...path, Array.isArray(value) ? Number(name) : name]),
  );
  if (path.length === 0 || Array.isArray(value)) return inner;
  return 'context' in (value as object) && Object.keys(value as object).length === 1
    ? [...inner, put({ signal: (value as { context: string }).context })]
    : inner;
}

test('whatever value is changed anywhere is told', () => {
  const changes = changesOf(rich);
  expect(changes.length).toBeGreaterThan(40);
  for (const [index, change] of changes.entries()) {
    const copy = structuredClone(rich);
    change(copy);
    expect(diffApplications(rich, copy), `change ${index}: ${JSON.stringify(copy)}`).not.toEqual([]);
  }
});
