import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { hourMs, Unit } from './model-fixture.ts';

const minuteMs = 60_000;
const dayMs = 24 * hourMs;
const slots = 48;

/** A meter with closed relay. */
function meter(owner: string, parameters: Readonly<Record<string, number>> = {}): Unit {
  const unit = new Unit('smart-meter', owner, parameters);
  unit.inputs[0] = 1;
  return unit;
}

test('smart-meter: registers are the sums of what flowed, at both tariffs', () => {
  const unit = meter('a', { plantPeakW: 20_000 });
  unit.step(2 * hourMs);
  const before = unit.read();
  let imported = 0;
  let exported = 0;
  // Power stands still between the ends of runs; five seconds are short enough to miss only a little.
  for (let second = 0; second < 6 * 3_600; second += 5) {
    const kwh = ((unit.read().activePowerW as number) * 5) / 3_600_000;
    if (kwh > 0) imported += kwh;
    else exported -= kwh;
    unit.step(5_000);
  }
  const after = unit.read();
  expect((after.importKwh as number) - (before.importKwh as number)).toBeCloseTo(imported, 1);
  expect((after.exportKwh as number) - (before.exportKwh as number)).toBeCloseTo(exported, 1);
  expect(exported).toBeGreaterThan(0.5);
  expect(after.importLowKwh).toBe(0);
  unit.inputs[1] = 1;
  const low = unit.step(dayMs).read();
  expect((low.importLowKwh as number) - 0).toBeCloseTo((low.importKwh as number) - (after.importKwh as number), 3);
});

test('smart-meter: heating brings the power factor near 1, and the rest of the household moves it', () => {
  const unit = meter('a');
  const rows = Array.from({ length: 576 }, () => unit.step(300_000).read());
  const factors = (isHeating: boolean): number[] =>
    rows
      .filter(({ activePowerW = 0 }) => (isHeating ? activePowerW > 2_500 : activePowerW < 500))
      .map(({ powerFactorRatio = 0 }) => powerFactorRatio);
  expect(Math.min(...factors(true))).toBeGreaterThan(0.97);
  expect(new Set(factors(false)).size).toBeGreaterThan(5);
  expect([Math.min(...factors(false)) > 0.8, Math.max(...factors(false)) < 0.96]).toEqual([true, true]);
});

test('smart-meter: a plant gives in summer at noon, not at night; without one nothing is exported', () => {
  const bare = meter('b').step(200 * dayMs);
  expect(bare.read().exportKwh).toBe(0);
  const summer = meter('b', { plantPeakW: 5_000 });
  summer.step(Date.UTC(2026, 5, 20) - summer.wallMs);
  const winter = meter('b', { plantPeakW: 5_000 });
  winter.step(Date.UTC(2026, 11, 20) - winter.wallMs);
  const given = [summer, winter].map((unit) => {
    const before = unit.read().exportKwh as number;
    return (unit.step(10 * dayMs).read().exportKwh as number) - before;
  });
  expect(given[0]).toBeGreaterThan(60);
  expect(given[1]).toBeLessThan((given[0] as number) / 4);
});

test('smart-meter: what tampering hides stands in the truth', () => {
  const unit = meter('c').step(dayMs);
  expect(unit.truth().unmeteredKwh).toBeCloseTo(0, 9);
  unit.faults.set('magnet-tamper', 1);
  const before = unit.truth().trueImportKwh as number;
  unit.step(10 * dayMs);
  const used = (unit.truth().trueImportKwh as number) - before;
  expect(unit.truth().unmeteredKwh).toBeCloseTo(0.8 * used, 6);
  expect(used).toBeGreaterThan(30);
});

test('smart-meter: a reversed current transformer makes the sum of the phases too small', () => {
  const right = meter('d').step(30 * dayMs);
  const turned = meter('d');
  turned.faults.set('reversed-ct', 1);
  turned.step(30 * dayMs);
  const net = (unit: Unit): number => (unit.read().importKwh as number) - (unit.read().exportKwh as number);
  expect(net(turned)).toBeLessThan(0.9 * net(right));
  expect(turned.truth().trueImportKwh).toBeCloseTo(right.truth().trueImportKwh as number, 6);
});

test('smart-meter: an open relay takes all load away', () => {
  const unit = meter('e').step(dayMs);
  unit.inputs[0] = 0;
  const before = unit.read();
  expect(unit.step(dayMs).read()).toMatchObject({ activePowerW: 0, importKwh: before.importKwh, currentL1A: 0 });
});

/** Mean power by half an hour of the day, W. */
function shapeOf(owners: readonly string[], days: number): number[] {
  const sums = new Array<number>(slots).fill(0);
  for (const owner of owners) {
    const unit = meter(owner);
    unit.step(Date.UTC(2026, 0, 1) - unit.wallMs + 365 * dayMs);
    let before = unit.truth().trueImportKwh as number;
    for (let slot = 0; slot < days * slots; slot += 1) {
      // Every day of a year once, in steps of eight days, so that all weekdays and seasons take part.
      const now = unit.step(30 * minuteMs).truth().trueImportKwh as number;
      sums[slot % slots] = (sums[slot % slots] as number) + (now - before) * 2_000;
      before = now;
      if (slot % slots !== slots - 1) continue;
      before = unit.step(7 * dayMs).truth().trueImportKwh as number;
    }
  }
  return sums.map((sum) => sum / days / owners.length);
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [first, second] = [mean(one), mean(other)];
  let [both, own, its] = [0, 0, 0];
  for (const [index, value] of one.entries()) {
    const off = (other[index] as number) - second;
    both += (value - first) * off;
    own += (value - first) ** 2;
    its += off ** 2;
  }
  return both / Math.sqrt(own * its);
}

const file = join(process.env.SEATRIAL_DATA ?? resolve(import.meta.dirname, '../../../shared/data'), 'smart-meter/MAC000002.csv.gz');
const hasData = existsSync(file);
if (!hasData) console.warn(`REAL DATA IS MISSING: ${file}; set SEATRIAL_DATA to compare the smart meter with a real household`);

test.skipIf(!hasData)('smart-meter: the day has the shape of a household of the Low Carbon London trial', () => {
  const sums = new Array<number>(slots).fill(0);
  const counts = new Array<number>(slots).fill(0);
  for (const line of gunzipSync(readFileSync(file)).toString('latin1').split('\n').slice(1)) {
    const [, time = '', kwh = ''] = line.split(',');
    if (time === '' || !Number.isFinite(Number(kwh))) continue;
    // The half hour that ended at this time.
    const slot = (Number(time.slice(11, 13)) * 2 + Number(time.slice(14, 16)) / 30 + slots - 1) % slots;
    if (!Number.isInteger(slot)) continue;
    sums[slot] = (sums[slot] as number) + Number(kwh) * 2_000;
    counts[slot] = (counts[slot] as number) + 1;
  }
  const real = sums.map((sum, slot) => sum / (counts[slot] as number));
  const modelled = shapeOf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 45);
  const dailyKwh = (shape: readonly number[]): number => shape.reduce((sum, watts) => sum + watts / 2_000, 0);
  const likeness = correlation(real, modelled);
  console.info(
    `smart-meter: ${dailyKwh(real).toFixed(1)} kWh a day in London, ${dailyKwh(modelled).toFixed(1)} modelled, correlation ${likeness.toFixed(2)}`,
  );
  expect(likeness).toBeGreaterThan(0.8);
  expect(dailyKwh(modelled) / dailyKwh(real)).toBeGreaterThan(0.5);
  expect(dailyKwh(modelled) / dailyKwh(real)).toBeLessThan(1.5);
  // Night below half of the mean, evening well above it, in both.
  for (const shape of [real, modelled]) {
    const mean = (dailyKwh(shape) * 1_000) / 24;
    expect(Math.max(...shape.slice(5, 11))).toBeLessThan(0.75 * mean);
    expect(Math.max(...shape.slice(34, 42))).toBeGreaterThan(1.4 * mean);
  }
});

test('soil-sensor: rain fills, plants and gravity empty, between wilting and saturation', () => {
  const unit = new Unit('soil-sensor', 'a', { rainDayPercent: 0 });
  const start = unit.truth().trueMoisturePercent as number;
  const after = unit.step(60 * dayMs).truth().trueMoisturePercent as number;
  expect(after).toBeLessThan(start);
  expect(unit.step(700 * dayMs).truth().trueMoisturePercent).toBeCloseTo(12, 1);
  const wet = new Unit('soil-sensor', 'a', { rainDayPercent: 100, rainMm: 50 });
  let [least, most] = [100, 0];
  for (let hour = 0; hour < 24 * 200; hour += 1) {
    const percent = wet.step(hourMs).truth().trueMoisturePercent as number;
    least = Math.min(least, percent);
    most = Math.max(most, percent);
  }
  expect(most).toBeLessThanOrEqual(45);
  expect(most).toBeGreaterThan(44);
  expect(least).toBeGreaterThan(12);
});

test('soil-sensor: above field capacity the water drains within days', () => {
  const unit = new Unit('soil-sensor', 'a', { rainDayPercent: 0, evapotranspirationMmPerDay: 0.1 });
  unit.state[0] = 0.42;
  const percent = unit.step(1.5 * dayMs).truth().trueMoisturePercent as number;
  expect(percent).toBeGreaterThan(30 + 12 * Math.exp(-1) - 0.1);
  expect(percent).toBeLessThan(30 + 12 * Math.exp(-1) + 0.01);
});

test('soil-sensor: deeper is damped and later', () => {
  const swing = (probeDepthMm: number): readonly [amplitude: number, warmestHour: number] => {
    const unit = new Unit('soil-sensor', 'a', { probeDepthMm, surfaceYearC: 0 });
    unit.step(18 * hourMs);
    let [least, most, warmest] = [100, -100, 0];
    for (let part = 0; part < 144; part += 1) {
      const value = unit.step(10 * minuteMs).read().soilTempC as number;
      least = Math.min(least, value);
      if (value > most) [most, warmest] = [value, (unit.wallMs % dayMs) / hourMs];
    }
    return [(most - least) / 2, warmest];
  };
  const damping = Math.sqrt((2 * 0.5e-6 * 86_400) / (2 * Math.PI));
  for (const depthMm of [50, 100, 200]) {
    const [amplitude, warmest] = swing(depthMm);
    expect(Math.abs(amplitude - 7 * Math.exp(-depthMm / 1_000 / damping))).toBeLessThan(0.15);
    const lateHours = (depthMm / 1_000 / damping / (2 * Math.PI)) * 24;
    expect(Math.abs(((warmest - 15 - lateHours + 36) % 24) - 12)).toBeLessThan(1.2);
  }
});

test('soil-sensor: wet and warm soil conducts better, and the panel gives only by day', () => {
  const dry = new Unit('soil-sensor', 'a', { rainDayPercent: 0 }).step(100 * dayMs);
  const wet = new Unit('soil-sensor', 'a', { rainDayPercent: 100, rainMm: 50 }).step(100 * dayMs);
  expect(wet.read().conductivityUsPerCm).toBeGreaterThan(2 * (dry.read().conductivityUsPerCm as number));
  const unit = new Unit('soil-sensor', 'a');
  for (let hour = 0; hour < 72; hour += 1) {
    const { solarMa } = unit.step(hourMs).read();
    const clock = new Date(unit.wallMs).getUTCHours();
    if (clock >= 19 || clock < 5) expect(solarMa).toBe(0);
    if (clock === 12) expect(solarMa).toBeGreaterThan(1);
  }
  expect(unit.truth().harvestedMah).toBeGreaterThan(50);
});
