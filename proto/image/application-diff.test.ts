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
      part: 'entry',
      change: 'changed',
      before: 'sample {"everyMs":60000,"signals":["roomTempC"]}',
      after: 'sample {"everyMs":30000,"signals":["roomTempC"]}',
    },
    {
      state: 'idle',
      part: 'on room.cold',
      change: 'changed',
      before: '[roomTempC below limit] -> heating',
      after: '[roomTempC below 5] -> heating',
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
    'initial',
    'context.limit',
    'idle state',
    'heating state',
  ]);
});
