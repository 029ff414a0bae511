import { describe, expect, test } from 'vitest';
import type { DeviceView } from '#fleet/domain/index.js';
import type { SelectorGroups } from './group-calls.ts';
import { compileSelector } from './selector.ts';
import { testView } from './test-view.ts';

const members: Record<string, boolean | undefined> = { pilots: true, others: false, unsure: undefined };
const groups: SelectorGroups<DeviceView> = {
  find: (name) => (name in members ? { evaluate: () => members[name] } : undefined),
  names: Object.keys(members),
};
const compile = (text: string) => compileSelector(text, { groups });

describe('groups in selectors', () => {
  test.each([
    ['inGroup("pilots")', true],
    ['group=pilots', true],
    ['group!=pilots', false],
    ['group=others', false],
    ['group=pilots,site=north', true],
    ["inGroup('pilots') && !inGroup('others')", true],
    ['inGroup("unsure")', false],
    ['!inGroup("unsure")', false],
    ['inGroup("unsure") || inGroup("pilots")', true],
    ['[1, 2].exists(n, n == 2) && inGroup( "pilots" )', true],
  ])('%s', (text, expected) => {
    expect(compile(text).matches(testView())).toBe(expected);
  });

  test('the group is asked anew at each evaluation', () => {
    const selector = compile('group=others');
    members.others = true;
    expect(selector.matches(testView())).toBe(true);
    members.others = false;
    expect([selector.matches(testView()), selector.groups]).toEqual([false, ['others']]);
  });

  test.each([
    ['inGroup("pilot")', 'E1802', 'did you mean "pilots"?'],
    ['group=nobody', 'E1802', 'there is no group "nobody"'],
    ['inGroup(id)', 'E1803', 'takes the name of one group in quotes'],
    ['inGroup("pilots", "others")', 'E1803', 'takes the name of one group in quotes'],
    [
      'inGroup("pilots") && batery < 2.0',
      'E1802',
      'selector:1:22: there is no "batery", did you mean "battery"?\n  inGroup("pilots") && batery < 2.0',
    ],
    ['inGroup("pilots") > 2', 'E1803', 'inGroup("pilots") > 2'],
    ['!_group0', 'E1802', 'there is no "_group0"'],
  ])('%s is refused', (text, code, message) => {
    expect(() => compile(text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  test('no group exists where none are given', () => {
    expect(() => compileSelector('group=pilots')).toThrow(expect.objectContaining({ code: 'E1802' }));
  });
});

describe('why a device does not match', () => {
  test('each part of the short form', () => {
    const view = testView({ presence: 'offline', firmwareVersion: '1.10.2' });
    expect(compile('presence=online,site=north,version=1.2..1.4,group!=pilots').explain(view)).toEqual([
      { clause: 'presence=online', holds: false, measured: 'presence = "offline"' },
      { clause: 'site=north', holds: true, measured: 'labels = {"site":"north"}' },
      { clause: 'version=1.2..1.4', holds: false, measured: 'firmware = 1.10.2' },
      { clause: 'group!=pilots', holds: false, measured: 'inGroup("pilots") = true' },
    ]);
  });

  test('each part that && joins', () => {
    const view = testView({ batteryPercent: 12 });
    expect(compile('battery > 20.0 && (confirmed || boot == 1.0) && lastSeenAtMs > 5.0').explain(view)).toEqual([
      { clause: 'battery > 20.0', holds: false, measured: 'battery = 12' },
      { clause: 'confirmed || boot == 1.0', holds: true, measured: 'confirmed = true, boot = 2' },
      { clause: 'lastSeenAtMs > 5.0', holds: null, measured: 'lastSeenAtMs = unknown' },
    ]);
  });

  test('what can not be cut into parts is one', () => {
    const text = '(battery + 1.0) * 2.0 > 20.0 && confirmed';
    expect(compile(text).explain(testView())).toEqual([{ clause: text, holds: true, measured: 'battery = 80, confirmed = true' }]);
  });
});
