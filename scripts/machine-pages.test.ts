import { describe, expect, test } from 'vitest';
import { and, not, setup } from 'xstate';
import { machinePages } from './machine-pages.ts';

const lampMachine = setup({
  types: { events: {} as { type: 'button.pressed' } | { type: 'power.lost' } | { type: 'button.held' } },
  guards: { isCharged: () => true, isBroken: () => false },
  actions: { light: () => undefined, darken: () => undefined },
  delays: { dimTimeout: 1_000 },
}).createMachine({
  description: 'A lamp with a timer.',
  initial: 'dark',
  on: { 'power.lost': { target: '.dark' } },
  states: {
    dark: {
      description: 'No light.',
      on: {
        'button.pressed': { target: 'lit.bright', guard: and(['isCharged', not('isBroken')]), actions: 'light' },
        'button.held': { target: 'dark', reenter: true, actions: 'light' },
      },
    },
    lit: {
      initial: 'bright',
      exit: 'darken',
      on: { 'button.held': { target: '.dim' } },
      states: { bright: { after: { dimTimeout: { target: 'dim' } } }, dim: { after: { 50: { target: '#(machine).gone' } } } },
    },
    gone: { type: 'final' },
  },
});

describe('machine page', () => {
  const [path, text] = machinePages([{ folder: 'firmware/machines', exports: { lampMachine, other: 1 } }])[0]!;

  test('is named after the export', () => expect(path).toBe('docs/machines/lamp.md'));

  test.each([
    'A lamp with a timer.',
    '  [*] --> dark\n',
    '    [*] --> lit_bright\n',
    '  state "lit" as lit {\n',
    '  gone --> [*]\n',
    '  _any --> dark: power.lost\n',
    '  dark --> lit: button.pressed [(isCharged and not isBroken)] / light (bright)\n',
    '    lit_bright --> lit_dim: after dimTimeout\n',
    '  lit --> gone: after 50 ms\n',
    '    lit_any --> lit_dim: button.held\n',
    '  dark --> dark: button.held / light\n',
    '| dark | No light. |  |  |\n',
    '| lit |  |  | darken |\n',
    '| dark | button.pressed | (isCharged and not isBroken) | light | lit.bright |\n',
  ])('holds %j', (part) => expect(text).toContain(part));

  test('two machines of one name are refused', () => {
    const door = { folder: 'fleet/monitor', exports: { lampMachine } };
    expect(() => machinePages([door, door])).toThrow('two machines are called lampMachine');
  });
});
