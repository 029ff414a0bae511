import { describe, expect, test } from 'vitest';
import type { LatestReading } from '#fleet/domain/index.js';
import { type Cohort, cohortMeans, cohortSignals, mostSampledDevices, sampledPerStep } from './cohort-means.ts';
import type { CohortMeans } from './gate-facts.ts';
import { runSteps } from './steps.ts';
import { gates } from './test-gates.ts';

const reading = (signal: string, value: number, atMs = 100): LatestReading => ({ signal, unit: 'C', atMs, value });
const devices = (from: number, count: number, sinceMs = 0): Cohort => ({
  size: count,
  deviceAt: (index) => ({ deviceKey: from + index, sinceMs }),
});
const nobody = devices(0, 0);
const signals = new Set(['tempC', 'noiseDb']);
const meansOf = (...asked: Parameters<typeof cohortMeans>): CohortMeans => runSteps(cohortMeans(...asked));

describe('means of cohorts', () => {
  test('are over the devices that have a reading, as many as behind the rarest mean', () => {
    const latest = (key: number) => {
      if (key === 3) return [];
      const readings = [reading('tempC', key), reading('other', 1_000)];
      return key === 2 ? [...readings, reading('noiseDb', 7)] : readings;
    };
    expect(meansOf({ updated: devices(1, 3), waiting: devices(10, 2) }, signals, latest, 's')).toEqual({
      updated: { tempC: 1.5, noiseDb: 7 },
      waiting: { tempC: 10.5 },
      updatedDevices: 1,
      waitingDevices: 2,
    });
  });

  test('leave out readings from before the device was on its side, and those that are no number', () => {
    const latest = (key: number) => [reading('tempC', key === 1 ? Number.NaN : key, key === 2 ? 99 : 100)];
    expect(meansOf({ updated: devices(1, 3, 100), waiting: nobody }, signals, latest, 's')).toEqual({
      updated: { tempC: 3 },
      waiting: {},
      updatedDevices: 1,
      waitingDevices: 0,
    });
  });

  test.each([mostSampledDevices - 1, mostSampledDevices, mostSampledDevices + 1, 20_000])(
    'of %i devices look at a sample without repetition, the same when asked again',
    (count) => {
      const ask = (seed: string) => {
        const asked: number[] = [];
        const means = meansOf(
          { updated: devices(0, count), waiting: nobody },
          signals,
          (key) => {
            asked.push(key);
            return [reading('tempC', key)];
          },
          seed,
        );
        return { asked, means };
      };
      const first = ask('s');
      expect(first.asked).toHaveLength(Math.min(count, mostSampledDevices));
      expect(new Set(first.asked).size).toBe(first.asked.length);
      expect(ask('s')).toEqual(first);
      // Standard error of the mean of a sample of 1,000: 183 of 20,000; six of them.
      expect(Math.abs((first.means.updated.tempC as number) - (count - 1) / 2)).toBeLessThan(count * 0.055);
      if (count > mostSampledDevices) expect(ask('other').asked).not.toEqual(first.asked);
    },
  );

  test('look at so many devices a step', () => {
    let asked = 0;
    const latest = (key: number) => {
      asked += 1;
      return [reading('tempC', key)];
    };
    const steps = cohortMeans({ updated: devices(0, 2 * sampledPerStep + 1), waiting: devices(0, sampledPerStep) }, signals, latest, 's');
    const perStep: number[] = [];
    for (let isDone = false; !isDone; asked = 0) {
      isDone = steps.next().done === true;
      perStep.push(asked);
    }
    // The end of one cohort and the begin of the other share a step.
    expect(perStep).toEqual([sampledPerStep, sampledPerStep, 1 + sampledPerStep]);
  });

  test('leave out devices that are gone', () => {
    const updated = { size: 3, deviceAt: (index: number) => (index === 1 ? undefined : { deviceKey: index, sinceMs: 0 }) };
    const means = meansOf({ updated, waiting: nobody }, signals, (key) => [reading('tempC', key)], 's');
    expect(means).toMatchObject({ updated: { tempC: 1 }, updatedDevices: 2 });
  });

  test('need the signals of signal gates only', () => {
    expect([...cohortSignals(Object.values(gates))]).toEqual(['tempC']);
    expect([...cohortSignals([gates.manual])]).toEqual([]);
  });
});
