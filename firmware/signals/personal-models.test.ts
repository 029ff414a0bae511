import { expect, test } from 'vitest';
import { hourMs, Unit } from './model-fixture.ts';
import { stepsOfDay } from './person.ts';

const minuteMs = 60_000;
const dayMs = 24 * hourMs;

test('wearable: steps grow through the day, begin anew at midnight, and come of walks and runs alone', () => {
  const unit = new Unit('wearable', 'a', { chargeEveryDays: 14 });
  let before = unit.read().stepsCount as number;
  let most = 0;
  const codes = new Set<number>();
  for (let step = 0; step < 5 * 288; step += 1) {
    const row = unit.step(5 * minuteMs).read();
    const steps = row.stepsCount as number;
    codes.add(row.activityCode as number);
    if (new Date(unit.wallMs).getUTCHours() === 0 && new Date(unit.wallMs).getUTCMinutes() < 5) expect(steps).toBe(0);
    else expect(steps).toBeGreaterThanOrEqual(before);
    if ((row.activityCode as number) < 2) expect(row.cadencePerMin).toBe(0);
    else expect(row.cadencePerMin).toBeGreaterThan(70);
    most = Math.max(most, steps);
    before = new Date(unit.wallMs + 5 * minuteMs).getUTCDate() === new Date(unit.wallMs).getUTCDate() ? steps : 0;
  }
  expect([...codes]).toEqual(expect.arrayContaining([0, 1, 2]));
  expect(most).toBeGreaterThan(3_000);
  expect(most).toBeLessThan(60_000);
});

test('wearable: the steps of a day are the sum of its minutes', () => {
  const key = 12_345;
  const midnightMs = Date.UTC(2026, 2, 3);
  let sum = 0;
  for (let minute = 0; minute < 1_440; minute += 1) {
    const gain = stepsOfDay(key, midnightMs + (minute + 0.999) * minuteMs) - stepsOfDay(key, midnightMs + minute * minuteMs);
    expect(gain).toBeGreaterThanOrEqual(0);
    sum += gain / 0.999;
  }
  expect(stepsOfDay(key, midnightMs + dayMs - 1)).toBeCloseTo(sum, 0);
});

test('wearable: people walk as far as people do, and not all days alike', () => {
  const days = Array.from({ length: 200 }, (_, day) => stepsOfDay(12_345 + 977 * (day % 20), (20_501 + day) * dayMs - 1));
  const mean = days.reduce((sum, steps) => sum + steps, 0) / days.length;
  expect(mean).toBeGreaterThan(8_000);
  expect(mean).toBeLessThan(14_000);
  expect(Math.min(...days)).toBeLessThan(7_000);
});

test('wearable: on the charger it is not worn, cools down, sees no heart and takes charge', () => {
  const unit = new Unit('wearable', 'a', { chargeEveryDays: 1 });
  const charged = unit.state[unit.model.harvestPlace as number] as number;
  let coldest = 99;
  let minutes = 0;
  for (let minute = 0; minute < 1_440; minute += 1) {
    const row = unit.step(minuteMs).read();
    expect((row.wornCode as number) + (row.chargingCode as number)).toBe(1);
    expect(row.heartRatePerMin === 0).toBe(row.wornCode === 0);
    minutes += row.chargingCode as number;
    coldest = Math.min(coldest, row.skinTempC as number);
  }
  expect(minutes).toBe(80);
  expect(coldest).toBeLessThan(22.5);
  expect((unit.state[unit.model.harvestPlace as number] as number) - charged).toBeCloseTo((150 * 80) / 60, 6);
  unit.faults.set('charging-forgotten', 1);
  const before = unit.state[unit.model.harvestPlace as number];
  expect(unit.step(10 * dayMs).state[unit.model.harvestPlace as number]).toBe(before);
});

test('wearable: a loose strap follows the steps, a fever warms and quickens, and the truth knows both', () => {
  const [well, loose, ill] = [new Unit('wearable', 'b'), new Unit('wearable', 'b'), new Unit('wearable', 'b')];
  loose.faults.set('loose-strap', 1);
  ill.faults.set('fever', 1);
  for (let step = 0; step < 300; step += 1) {
    const [own, shown, hot] = [well, loose, ill].map((unit) => unit.step(3 * minuteMs).read());
    if (own?.wornCode === 0) continue;
    if ((own?.cadencePerMin as number) > 0) expect(shown?.heartRatePerMin).toBe(Math.round(shown?.cadencePerMin as number));
    expect((hot?.heartRatePerMin as number) - (own?.heartRatePerMin as number)).toBeGreaterThanOrEqual(13);
    expect((hot?.skinTempC as number) - (own?.skinTempC as number)).toBeCloseTo(1.6, 1);
  }
  expect(loose.truth()).toMatchObject({ strapLooseRatio: 1, trueRatePerMin: well.truth().trueRatePerMin });
});

test('pill-tracker: the lid opens once for each dose that is taken, and the pack runs down and is filled up', () => {
  const unit = new Unit('pill-tracker', 'a', { adherencePercent: 100, packDoses: 12 });
  const takenBefore = unit.truth().takenDosesCount as number;
  let openings = 0;
  let wasOpen = 0;
  const left = new Set<number>();
  for (let step = 0; step < 10 * 8_640; step += 1) {
    const row = unit.step(10_000).read();
    if (row.lidCode === 1 && wasOpen === 0) openings += 1;
    wasOpen = row.lidCode as number;
    left.add(row.dosesLeftCount as number);
    if (wasOpen === 1) {
      // Doses are due at 8:00 and 20:00, and nobody is early.
      const hour = new Date(unit.wallMs).getUTCHours();
      expect((hour >= 8 && hour <= 13) || hour >= 20 || hour <= 1).toBe(true);
    }
  }
  expect(Math.abs(openings - 20)).toBeLessThanOrEqual(1);
  expect((unit.truth().takenDosesCount as number) - takenBefore).toBe(openings);
  expect([Math.min(...left), Math.max(...left)]).toEqual([5, 12]);
  expect(unit.truth().missedDosesCount).toBe(0);
});

test('pill-tracker: adherence is what the parameter says, and forgotten doses are counted', () => {
  const unit = new Unit('pill-tracker', 'a', { adherencePercent: 80 });
  const before = unit.truth().takenDosesCount as number;
  unit.step(2_000 * dayMs);
  const { takenDosesCount = 0, missedDosesCount = 0 } = unit.truth();
  expect((takenDosesCount - before) / (takenDosesCount - before + missedDosesCount)).toBeCloseTo(0.8, 1);
  expect(Math.abs(takenDosesCount - before + missedDosesCount - 4_000)).toBeLessThanOrEqual(2);
  unit.faults.set('doses-forgotten', 1);
  unit.step(10 * dayMs);
  expect(Math.abs((unit.truth().missedDosesCount as number) - missedDosesCount - 20)).toBeLessThanOrEqual(1);
});
