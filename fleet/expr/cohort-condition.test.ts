import { describe, expect, test } from 'vitest';
import { type CohortValues, compileCohorts } from './cohort-condition.ts';

const values: CohortValues = {
  updated: { tempC: 43.125, batteryPercent: 80 },
  waiting: { tempC: 40.2 },
  updatedDevices: 20,
  waitingDevices: 180,
};

describe('conditions over cohorts', () => {
  test.each([
    ['updated.tempC <= waiting.tempC + 2.0', false],
    ['updated.tempC <= waiting.tempC + 3', true],
    ['updated.tempC > 40 && updatedDevices >= 20', true],
    ['updatedDevices > 20 || updated.tempC < 50.0', true],
    ['updated.batteryPercent >= waiting.batteryPercent - 5.0', undefined],
    ['updated.noiseDb < 3.0', undefined],
    // What is known decides as far as it goes.
    ['updated.noiseDb < 3.0 || updated.tempC < 50.0', true],
    ['updated.noiseDb < 3.0 && updated.tempC > 50.0', false],
    ['has(updated.noiseDb) || updated.tempC > 1.0', true],
  ] as const)('%s: %s', (text, holds) => {
    expect(compileCohorts(text).evaluate(values)).toBe(holds);
  });

  test('the text is shown with the values behind it', () => {
    const text = 'updated.tempC <= waiting.tempC + 2.0 &&\n  updated.noiseDb < 3.0 && updatedDevices > 5 && "updated.x" != "\\"waiting.y"';
    const condition = compileCohorts(text);
    expect(condition.signals).toEqual(['tempC', 'noiseDb']);
    expect(condition.explain(values)).toBe(
      'updated.tempC 43.125 <= waiting.tempC 40.2 + 2.0 && updated.noiseDb unknown < 3.0 && updatedDevices 20 > 5 && "updated.x" != "\\"waiting.y"',
    );
  });

  test.each([
    ['updated.tempC <= "hot"', 'E1803'],
    ['updated.tempC + waiting.tempC', 'E1803'],
    ['updatd.tempC < 3.0', 'E1802'],
    ['waiting.tempC < 3.0', 'E1802'],
    ['updatedDevices > 3 && "updated.tempC" != ""', 'E1802'],
    ['updated.tempC <', 'E1801'],
  ])('%s is refused: %s', (text, code) => {
    expect(() => compileCohorts(text, 'when of gate warm')).toThrow(expect.objectContaining({ code }));
  });
});
