import { expect, test } from 'vitest';
import { compareGates, fleetKinds, upperPercent } from './gate-comparison.ts';
import { type FleetEventType, simulateRollout } from './gates/gate-fleet.ts';
import { controlStyles, gateStyles } from './gates/gate-styles.ts';

const runs = 8;

function kindOf(name: string) {
  const kind = fleetKinds.find((one) => one.name === name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
}

/** Stops and broken devices of one kind, by gate. */
function outcomesOf(name: string, styles = gateStyles) {
  const outcomes = compareGates(kindOf(name), 2_000, runs, 'test', styles);
  return Object.fromEntries(outcomes.map(({ gate, stops, brokenMean }) => [gate, { stops, brokenMean }]));
}

test('a history is told in the order of time, the same for the same seed, and no device does a thing twice that is done once', () => {
  for (const kind of fleetKinds) {
    const { events, hours } = simulateRollout(kind, 300, 'one');
    expect(simulateRollout(kind, 300, 'one').events).toEqual(events);
    const seen = new Map<string, number>();
    const steps: Partial<Record<FleetEventType, number>> = {};
    for (const [index, { hour, device, type }] of events.entries()) {
      expect(hour).toBeGreaterThanOrEqual(events[index - 1]?.hour ?? 0);
      expect(hour).toBeLessThan(hours);
      const count = (seen.get(`${device} ${type}`) ?? 0) + 1;
      seen.set(`${device} ${type}`, count);
      if (['offered', 'failed', 'updated', 'timedOut', 'broken'].includes(type)) expect(count).toBe(1);
      if (type === 'updated' || type === 'failed') expect(seen.get(`${device} offered`)).toBe(1);
      steps[type] = (steps[type] ?? 0) + 1;
    }
    expect(steps.offered).toBeGreaterThan(250);
    expect((steps.broken ?? 0) > 0).toBe(kind.isBad);
  }
});

test.each(fleetKinds.filter(({ isBad }) => isBad).map(({ name }) => name))('%s: ours stops it and saves devices', (name) => {
  const { seatrial, timetable } = outcomesOf(name);
  expect(seatrial?.stops).toBeGreaterThanOrEqual(runs - 1);
  expect(timetable?.stops).toBe(0);
  expect(seatrial?.brokenMean).toBeLessThan((timetable?.brokenMean ?? 0) / 2);
});

test('what only the health gate sees goes past all gates on results', () => {
  for (const name of ['crashes', 'leak']) {
    const outcomes = outcomesOf(name);
    expect(outcomes['abort criterion']?.stops).toBe(0);
    expect(outcomes['errors over group, 10 %']?.stops).toBe(0);
  }
});

test('silence without a control group, or with one that is heard anew in each wave, stops an equal firmware in a fleet with outages', () => {
  expect(outcomesOf('silent fleet')['seatrial, `absolute: true`']?.stops).toBe(runs);
  const controls = outcomesOf('silent fleet', controlStyles);
  expect(controls['heard since the wave began']?.stops).toBeGreaterThanOrEqual(2);
  expect(controls['heard since the rollout began']?.stops).toBeLessThanOrEqual(1);
});

test('the upper bound is that of Wilson', () => {
  expect(upperPercent(0, 300)).toBeCloseTo(1.264, 2);
  expect(upperPercent(10, 1_000)).toBeCloseTo(1.83, 1);
});
