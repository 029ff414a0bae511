import { expect, test } from 'vitest';
import { noiseAt } from '#proto/kit/index.js';
import { hourMs, Unit } from './model-fixture.ts';

const minuteMs = 60_000;

test('intrusion-sensor: people move by day, sleep by night, and are out on working days', () => {
  const motion = { night: 0, evening: 0, office: 0, weekend: 0 };
  const atHome = { office: 0, weekend: 0 };
  for (const owner of ['a', 'b', 'c', 'd', 'e']) {
    const unit = new Unit('intrusion-sensor', owner);
    for (let day = 0; day < 14; day += 1) {
      for (let part = 0; part < 24 * 60; part += 5) {
        unit.step(5 * minuteMs);
        const at = new Date(unit.wallMs);
        const isWeekend = [0, 6].includes(at.getUTCDay());
        const isOffice = at.getUTCHours() >= 10 && at.getUTCHours() < 15;
        const { motionCode = Number.NaN } = unit.read();
        if (at.getUTCHours() >= 2 && at.getUTCHours() < 5) motion.night += motionCode;
        if (at.getUTCHours() >= 20 && at.getUTCHours() < 22) motion.evening += motionCode;
        if (!isOffice) continue;
        motion[isWeekend ? 'weekend' : 'office'] += motionCode;
        atHome[isWeekend ? 'weekend' : 'office'] += unit.truth().personPresentRatio as number;
      }
    }
  }
  expect(atHome.office).toBe(0);
  expect(motion.office).toBe(0);
  expect(atHome.weekend).toBeGreaterThan(0.4 * 5 * 4 * 60);
  expect(motion.weekend).toBeGreaterThan(100);
  expect(motion.evening).toBeGreaterThan(10 * motion.night);
  expect(motion.night).toBeGreaterThan(0);
});

test('intrusion-sensor: the door opens when they leave and come back, and at no other time', () => {
  const unit = new Unit('intrusion-sensor', 'a');
  const opened: number[] = [];
  // Monday.
  unit.step(18 * hourMs);
  for (let second = 0; second < 24 * 3_600; second += 5) {
    if (unit.step(5_000).read().contactCode === 1) opened.push(new Date(unit.wallMs).getUTCHours());
    expect(unit.truth().doorOpenRatio).toBe(unit.read().contactCode);
  }
  expect(opened.length).toBe(10);
  expect(new Set(opened).size).toBe(2);
  expect(Math.min(...opened)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...opened)).toBeLessThan(20);
});

test('intrusion-sensor: a siren sounds and pulls the cell down, an empty cell shows', () => {
  const unit = new Unit('intrusion-sensor', 'a').step(1);
  const quiet = unit.read();
  unit.inputs[0] = 1;
  expect(unit.read().sirenLevelDb).toBe(95);
  expect(unit.read().batteryV).toBeCloseTo((quiet.batteryV as number) - 0.12, 6);
  unit.inputs[1] = 0.05;
  expect(unit.read().batteryV).toBeLessThan(2.6);
});

test('beacon: ten times as far is 10 n dB less', () => {
  const near = new Unit('beacon', 'a', { siteM: 2 });
  const far = new Unit('beacon', 'a', { siteM: 200 });
  for (const unit of [near, far]) unit.inputs[0] = 1;
  for (const unit of [near, far]) unit.step(hourMs);
  const ratio = (far.truth().trueDistanceM as number) / (near.truth().trueDistanceM as number);
  const difference = (near.read().rssiDbm as number) - (far.read().rssiDbm as number);
  expect(Math.abs(difference - 24 * Math.log10(ratio))).toBeLessThanOrEqual(1);
  expect(ratio).toBeGreaterThan(3);
});

test('beacon: power, share heard and distance go together over days; a silent one is not heard', () => {
  const unit = new Unit('beacon', 'b', { siteM: 400 });
  unit.inputs[0] = 1;
  const near: number[] = [];
  const far: number[] = [];
  for (let part = 0; part < 1_000; part += 1) {
    const row = unit.step(7 * minuteMs).read((index) => noiseAt(index, part));
    expect(row.rssiDbm).toBeGreaterThanOrEqual(-97);
    expect(row.rssiDbm).toBeLessThan(-30);
    const metres = unit.truth().trueDistanceM as number;
    if (metres < 20) near.push(row.heardPercent as number);
    if (metres > 250) far.push(row.heardPercent as number);
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect([near.length > 20, far.length > 20]).toEqual([true, true]);
  expect(mean(near)).toBeGreaterThan(95);
  expect(mean(far)).toBeLessThan(70);
  unit.inputs[0] = 0;
  const sent = unit.read().advertisementsCount;
  expect(unit.step(hourMs).read()).toMatchObject({ advertisementsCount: sent, heardPercent: 0, rssiDbm: -97 });
  unit.inputs[0] = 1;
  expect((unit.step(hourMs).read().advertisementsCount as number) - (sent as number)).toBe(3_600);
});

test('beacon: the cell gives less voltage when it is cold, and when it is nearly empty', () => {
  const warm = new Unit('beacon', 'a', { siteMeanC: 35 }).step(1);
  const cold = new Unit('beacon', 'a', { siteMeanC: -20 }).step(1);
  expect((warm.read().batteryV as number) - (cold.read().batteryV as number)).toBeGreaterThan(0.1);
  warm.inputs[1] = 0.05;
  expect(warm.read().batteryV).toBeLessThan(2.5);
});
