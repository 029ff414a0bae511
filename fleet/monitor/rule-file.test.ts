import { describe, expect, test } from 'vitest';
import { isSeatrialError, type SeatrialError } from '#proto/kit/index.js';
import { parseRuleFile } from './rule-file.ts';

const rule = {
  name: 'egt-high',
  title: 'Exhaust gas too hot',
  severity: 'high',
  when: 'egtC > 640',
  clearWhen: 'egtC < 630',
  hold: '30s',
  clearHold: '1.5m',
  profiles: '[turbofan]',
  action: 'Reduce thrust',
  respondWithin: '10m',
};

/** A file of one rule with changes; undefined leaves a key out. */
function file(changes: Partial<Record<string, string | undefined>> = {}): string {
  const entries = Object.entries({ ...rule, ...changes }).filter(([, value]) => value !== undefined);
  const [first, ...others] = entries.map(([key, value]) => `${key}: ${value}`);
  return `apiVersion: seatrial/v1\nkind: AlarmRules\nrules:\n  - ${first}\n${others.map((line) => `    ${line}\n`).join('')}`;
}

describe('rule files', () => {
  test('are read, spans of time in ms', () => {
    expect(parseRuleFile(file(), 'rules.yaml')).toEqual([
      {
        name: 'egt-high',
        title: 'Exhaust gas too hot',
        severity: 'high',
        when: 'egtC > 640',
        clearWhen: 'egtC < 630',
        holdMs: 30_000,
        clearHoldMs: 90_000,
        profiles: ['turbofan'],
        action: 'Reduce thrust',
        respondWithinMs: 600_000,
      },
    ]);
  });

  test('leave out what has a default', () => {
    const text = file({ hold: undefined, clearHold: undefined, clearWhen: undefined, profiles: undefined, respondWithin: '500' });
    expect(parseRuleFile(text, 'rules.yaml')).toMatchObject([{ holdMs: 0, clearHoldMs: 0, profiles: [], respondWithinMs: 500 }]);
    expect(parseRuleFile(text, 'rules.yaml')[0]).not.toHaveProperty('clearWhen');
  });

  const wrong: [string, string, string, RegExp, number][] = [
    ['without an action', file({ action: undefined }), 'E1012', /action/, 4],
    ['with an empty action', file({ action: '""' }), 'E1012', /needs an action/, 12],
    ['without a time to respond', file({ respondWithin: undefined }), 'E1012', /respondWithin/, 4],
    ['with no time to respond', file({ respondWithin: '0' }), 'E1012', /time to respond/, 13],
    ['with an unknown key', file({ holds: '30s' }), 'E1013', /did you mean "hold"/, 14],
    ['with a span without a unit', file({ hold: '"30"' }), 'E1012', /30s/, 9],
    ['with a wrong severity', file({ severity: 'urgent' }), 'E1012', /severity/, 6],
    ['with a condition that is no CEL', file({ when: 'egtC >' }), 'E1801', /when of rule egt-high:1:7/, 7],
    ['with a clearing condition that is no CEL', file({ clearWhen: 'egtC < "a"' }), 'E1803', /clearWhen of rule egt-high/, 8],
    ['with a name given twice', `${file()}${file().split('rules:\n')[1]}`, 'E1808', /egt-high is there twice/, 14],
  ];
  test.each(wrong)('%s are refused with the place', (_what, text, code, message, line) => {
    let error: unknown;
    try {
      parseRuleFile(text, 'rules.yaml');
    } catch (thrown) {
      error = thrown;
    }
    expect(isSeatrialError(error, code), String(error)).toBe(true);
    expect((error as SeatrialError).message).toMatch(message);
    expect((error as SeatrialError).at).toMatchObject({ file: 'rules.yaml', line });
  });
});
