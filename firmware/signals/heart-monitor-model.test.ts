import { expect, test } from 'vitest';
import { hourMs, Unit } from './model-fixture.ts';

const dayMs = 24 * hourMs;
const quiet = { afPerDay: 0, tachyPerDay: 0, bradyPerDay: 0, pausesPerDay: 0 };

/** Mean of an output over whole days, at the given hours. */
function meanOf(unit: Unit, output: string, hours: readonly number[], days: number): number {
  let sum = 0;
  let count = 0;
  for (let step = 0; step < days * 144; step += 1) {
    const row = unit.step(dayMs / 144).read();
    if (!hours.includes(new Date(unit.wallMs).getUTCHours())) continue;
    sum += row[output] as number;
    count += 1;
  }
  return sum / count;
}

test('heart: slower by night than by day, warmer towards the evening, more variable asleep', () => {
  for (const owner of ['a', 'b', 'c']) {
    const mean = (output: string, hours: readonly number[]): number => meanOf(new Unit('heart-monitor', owner, quiet), output, hours, 10);
    expect(mean('heartRatePerMin', [2, 3, 4])).toBeLessThan(mean('heartRatePerMin', [14, 15, 16]) - 8);
    expect(mean('bodyTempC', [5])).toBeLessThan(mean('bodyTempC', [17]) - 0.4);
    expect(mean('variabilityMs', [3])).toBeGreaterThan(mean('variabilityMs', [14]));
    expect(mean('activityPercent', [3])).toBe(0);
  }
});

test('heart: without episodes the implant sees sinus rhythm, with them each is seen and counted', () => {
  const sinus = new Unit('heart-monitor', 'a', quiet);
  const ill = new Unit('heart-monitor', 'a', { afPerDay: 2, tachyPerDay: 4, bradyPerDay: 4, pausesPerDay: 24 });
  const seen = new Map<number, number>();
  let agreed = 0;
  const steps = 20 * 24 * 60;
  for (let step = 0; step < steps; step += 1) {
    expect(sinus.step(60_000).read().rhythmCode).toBe(0);
    const code = ill.step(60_000).read().rhythmCode as number;
    seen.set(code, (seen.get(code) ?? 0) + 1);
    if (code === ill.truth().trueRhythmCode) agreed += 1;
  }
  expect([...seen.keys()].sort()).toEqual([0, 1, 2, 3, 4]);
  expect(agreed / steps).toBeGreaterThan(0.97);
  // A pause an hour, each seen in the minute after it.
  expect(Math.abs((seen.get(4) ?? 0) / (20 * 24) - 1)).toBeLessThan(0.15);
});

test('heart: the burden of fibrillation is its share of the last 24 hours', () => {
  const unit = new Unit('heart-monitor', 'a', { ...quiet, afPerDay: 2 });
  const codes: number[] = [];
  for (let minute = 0; minute < 3 * 1_440; minute += 1) codes.push(unit.step(60_000).truth().trueRhythmCode as number);
  const share = codes.slice(-1_440).filter((code) => code === 1).length / 1_440;
  expect(share).toBeGreaterThan(0);
  expect((unit.read().fibrillationPercent as number) / 100).toBeCloseTo(share, 2);
  unit.faults.set('atrial-fibrillation', 1);
  expect(unit.step(12 * hourMs).read().fibrillationPercent).toBeGreaterThanOrEqual(50);
  expect(unit.step(12 * hourMs).read().fibrillationPercent).toBe(100);
});

test('heart: pacing keeps the rate up, shows in paced beats, and takes charge over the years', () => {
  const own = new Unit('heart-monitor', 'a', { ...quiet, restingPerMin: 40 });
  const paced = new Unit('heart-monitor', 'a', { ...quiet, restingPerMin: 40 });
  paced.inputs[0] = 60;
  let slow = 0;
  for (let step = 0; step < 500; step += 1) {
    if ((own.step(600_000).read().heartRatePerMin as number) < 58) slow += 1;
    const row = paced.step(600_000).read();
    expect(row.heartRatePerMin).toBeGreaterThanOrEqual(60);
    expect((row.pacedPercent as number) > 0).toBe((own.truth().trueRatePerMin as number) < 60);
  }
  expect(slow).toBeGreaterThan(100);
  paced.step(5 * 365 * dayMs);
  own.step(5 * 365 * dayMs);
  expect(own.truth().pacingTookRatio).toBe(0);
  expect(paced.truth().pacingTookRatio).toBeGreaterThan(0.001);
  expect(paced.truth().pacingTookRatio).toBeLessThan(0.2);
  // Into a breached lead each beat takes more.
  const [whole, breached] = [new Unit('heart-monitor', 'a'), new Unit('heart-monitor', 'a')];
  breached.faults.set('insulation-breach', 1);
  for (const unit of [whole, breached]) {
    unit.inputs[0] = 60;
    unit.step(365 * dayMs);
  }
  expect(breached.truth().pacingTookRatio).toBeGreaterThan(2 * (whole.truth().pacingTookRatio as number));
});

test('heart: the cell falls evenly to a tenth of its charge, then steeply; the lead breaches within a month', () => {
  const volts = [1, 0.7, 0.4, 0.1, 0.05, 0].map((charge) => {
    const unit = new Unit('heart-monitor', 'a', { usedPercent: 0 });
    unit.inputs[1] = charge;
    return unit.read().batteryV;
  });
  expect(volts).toEqual([2.8, expect.closeTo(2.667, 3), expect.closeTo(2.533, 3), 2.4, expect.closeTo(2.22, 3), 1.8]);
  const unit = new Unit('heart-monitor', 'b', quiet);
  const before = unit.step(hourMs).read();
  unit.faults.set('insulation-breach', 1);
  expect(unit.step(15 * dayMs).truth().leadBreachRatio).toBeCloseTo(0.5, 9);
  expect(unit.step(40 * dayMs).truth().leadBreachRatio).toBe(1);
  expect(unit.read().leadOhm).toBeLessThan(0.4 * (before.leadOhm as number));
  unit.faults.clear();
  expect(unit.step(hourMs).truth().leadBreachRatio).toBe(0);
});

test('heart: a half broken lead opens now and then, and noise looks like tachycardia', () => {
  const unit = new Unit('heart-monitor', 'a', quiet).step(hourMs);
  unit.faults.set('lead-fracture', 0.5);
  let open = 0;
  let tachycardia = 0;
  for (let minute = 0; minute < 1_000; minute += 1) {
    const row = unit.step(60_000).read();
    if ((row.leadOhm as number) > 2_000) open += 1;
    if (row.rhythmCode === 3) tachycardia += 1;
    expect(unit.truth().trueRhythmCode).toBe(0);
  }
  expect(open / 1_000).toBeCloseTo(0.5, 1);
  expect(tachycardia).toBeGreaterThan(50);
});
