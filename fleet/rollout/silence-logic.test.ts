import { describe, expect, test } from 'vitest';
import type { GateVerdict } from '#fleet/domain/index.js';
import type { SilenceStratum } from './gate-facts.ts';
import { lastControlShare, leastControlDevices, silenceExcess } from './silence-logic.ts';

const stratum = (attempted: number, silent: number, control: number, controlSilent: number): SilenceStratum => ({
  attempted,
  silent,
  control,
  controlSilent,
});

describe('silence beyond the control group', () => {
  test.each([
    ['as silent as those that wait', [stratum(100, 5, 200, 10)], undefined, 5, 0, 'control'],
    ['less silent', [stratum(100, 1, 200, 10)], undefined, 5, 0, 'control'],
    ['more silent', [stratum(100, 25, 200, 10)], undefined, 5, 20, 'control'],
    ['each stratum by its own control group', [stratum(100, 50, 100, 50), stratum(100, 10, 100, 0)], undefined, 50, 10, 'control'],
    ['a stratum without control takes the share of all', [stratum(50, 10, 0, 0), stratum(0, 0, 100, 10)], undefined, 5, 5, 'control'],
    ['a control group that is too small: the last share', [stratum(100, 8, leastControlDevices - 1, 9)], 0.03, 3, 5, 'last'],
    ['just large enough', [stratum(100, 8, leastControlDevices, 0)], 0.03, 0, 8, 'control'],
    [
      'a stratum just large enough is judged by its own',
      [stratum(100, 8, leastControlDevices, 0), stratum(0, 0, 90, 50)],
      undefined,
      0,
      8,
      'control',
    ],
    ['one that is too small by all', [stratum(100, 60, leastControlDevices - 1, 0), stratum(0, 0, 91, 50)], undefined, 50, 10, 'control'],
    ['there never was one', [stratum(100, 8, 0, 0)], undefined, 0, 8, 'none'],
    ['nobody at all', [], undefined, 0, 0, 'none'],
  ] as const)('%s', (_, strata, last, expected, excess, basis) => {
    const found = silenceExcess(strata, last);
    expect(found.expected).toBeCloseTo(expected, 9);
    expect(found.excess).toBeCloseTo(excess, 9);
    expect(found.basis).toBe(basis);
  });

  test('the newest verdict that had a control group has the last share', () => {
    const verdict = (details: Record<string, number>): GateVerdict => ({
      gate: 'g',
      wave: 'w',
      outcome: 'good',
      summary: '',
      measured: '',
      limit: '',
      details,
      sinceMs: 0,
    });
    expect(lastControlShare([])).toBeUndefined();
    expect(lastControlShare([verdict({ controlSilentPercent: 7 }), verdict({ controlSilentPercent: 3 }), verdict({ attempted: 3 })])).toBe(
      0.03,
    );
  });
});
