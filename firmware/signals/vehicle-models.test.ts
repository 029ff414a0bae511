import { expect, test } from 'vitest';
import { hourMs, Unit } from './model-fixture.ts';

const minuteMs = 60_000;
const metresPerDegree = 111_320;

/** Metres between two places. */
function apartM(one: Record<string, number>, other: Record<string, number>, latitude: string, longitude: string): number {
  const north = ((one[latitude] as number) - (other[latitude] as number)) * metresPerDegree;
  const middle = Math.cos(((one[latitude] as number) * Math.PI) / 180);
  return Math.hypot(north, ((one[longitude] as number) - (other[longitude] as number)) * metresPerDegree * middle);
}

const truthApartM = (one: Record<string, number>, other: Record<string, number>): number =>
  apartM(one, other, 'trueLatitudeDeg', 'trueLongitudeDeg');

test('bike-lock: a locked bicycle stays; an open one moves only under a rider, at about the speed of the ride', () => {
  const locked = new Unit('bike-lock', 'a');
  locked.inputs[0] = 1;
  const start = locked.truth();
  for (let day = 0; day < 5; day += 1) {
    locked.step(24 * hourMs);
    expect(locked.truth()).toEqual(start);
  }
  const open = new Unit('bike-lock', 'a');
  let [asked, ridden] = [0, 0];
  for (let minute = 0; minute < 1_440; minute += 1) {
    const before = { truth: open.truth(), row: open.read() };
    open.step(minuteMs);
    const metres = truthApartM(before.truth, open.truth());
    const row = open.read();
    if (before.row.riderCode === 1 && row.riderCode === 1) {
      asked += 1;
      ridden += metres;
      expect(row.speedKmh).toBe(14);
      expect(row.accelerationMps2).toBeGreaterThan(1.2);
    } else if (before.row.riderCode === 0 && row.riderCode === 0) expect([metres, row.speedKmh]).toEqual([0, 0]);
  }
  expect(asked).toBeGreaterThan(15);
  const metresAMinute = ridden / asked;
  expect(metresAMinute).toBeGreaterThan((14_000 / 60) * 0.5);
  expect(metresAMinute).toBeLessThan((14_000 / 60) * 1.5);
});

test('bike-lock: a stolen one travels while it is locked, and its way is not a ride', () => {
  const unit = new Unit('bike-lock', 'b');
  unit.inputs[0] = 1;
  const { riddenKm } = unit.step(1).read();
  unit.faults.set('theft', 1);
  unit.step(hourMs);
  expect(unit.truth().stolenKm).toBeCloseTo(32.4, 6);
  expect(unit.read()).toMatchObject({ riddenKm, boltCode: 1, speedKmh: 32.4 });
});

test('bike-lock: a jammed bolt stays shut, a poor position is off by less than it says', () => {
  const unit = new Unit('bike-lock', 'c');
  unit.faults.set('bolt-jammed', 1).set('position-poor', 1);
  let worst = 0;
  for (let part = 0; part < 300; part += 1) {
    const row = unit.step(7 * minuteMs).read();
    expect(row.boltCode).toBe(2);
    const truth = unit.truth();
    const errorM = apartM(
      { latitudeDeg: truth.trueLatitudeDeg as number, longitudeDeg: truth.trueLongitudeDeg as number },
      row,
      'latitudeDeg',
      'longitudeDeg',
    );
    expect(errorM).toBeLessThan(300 * Math.SQRT2 + 1);
    worst = Math.max(worst, errorM);
  }
  expect(worst).toBeGreaterThan(150);
});

test('autonomous-car: the odometer is the integral of the speed, and the place moves with it', () => {
  const unit = new Unit('autonomous-car', 'a');
  unit.inputs[0] = 1;
  unit.step(minuteMs);
  const before = unit.read();
  let [km, halts, ground] = [0, 0, 0];
  for (let second = 0; second < 1_800; second += 1) {
    const row = unit.step(500).read();
    km += (row.speedKmh as number) / 3_600;
    if (row.speedKmh === 0) halts += 1;
    const next = unit.step(500).read();
    ground += apartM(row, next, 'latitudeDeg', 'longitudeDeg') * 2;
  }
  const after = unit.read();
  const way = (after.odometerKm as number) - (before.odometerKm as number);
  expect(Math.abs(km - way)).toBeLessThan(0.02 * way);
  expect(way).toBeGreaterThan(2.5);
  expect(halts).toBeGreaterThan(200);
  expect(ground / 1_000).toBeGreaterThan(0.4 * way);
  expect(ground / 1_000).toBeLessThan(1.6 * way);
});

test('autonomous-car: told to halt, it halts within half a minute and keeps its place on the timetable', () => {
  const unit = new Unit('autonomous-car', 'b');
  unit.inputs[0] = 1;
  unit.step(30 * minuteMs);
  unit.inputs[0] = 0;
  unit.step(30_000);
  const stopped = unit.read();
  expect(stopped.speedKmh).toBeLessThan(0.1);
  expect(unit.step(hourMs).read()).toMatchObject({ speedKmh: 0, odometerKm: stopped.odometerKm });
  expect(unit.read().batteryPercent).toBeLessThan(stopped.batteryPercent as number);
  unit.inputs[1] = 1;
  expect(unit.step(5 * hourMs).read().batteryPercent).toBe(100);
});

test('autonomous-car: without its fan the computer gets hot, without its map the place drifts away and comes back', () => {
  const unit = new Unit('autonomous-car', 'c').step(hourMs);
  const { computeTempC = 0 } = unit.read();
  unit.faults.set('cooling-weak', 1).set('localisation-drift', 1);
  const row = unit.step(2 * hourMs).read();
  expect((row.computeTempC as number) - computeTempC).toBeGreaterThan(55);
  expect(row.localisationErrorM).toBeCloseTo(4.05, 2);
  expect(unit.truth()).toMatchObject({ coolingHealthRatio: 0, trueLocalisationErrorM: expect.closeTo(4.05, 2) });
  unit.faults.clear();
  expect(unit.step(hourMs).read().localisationErrorM).toBeCloseTo(0.05, 3);
});

/** A drone that hovers at 50 m over the pad. */
function hovering(owner: string): Unit {
  const unit = new Unit('drone', owner).step(hourMs);
  unit.inputs[0] = 1;
  unit.inputs[1] = 50;
  return unit.step(minuteMs);
}

test('drone: the pack lasts for its flight time; then it falls, at the very instant, however long the step', () => {
  const unit = hovering('a');
  expect(unit.read()).toMatchObject({ heightM: 50, groundSpeedMps: 0 });
  expect(unit.read().motor1CurrentA).toBeCloseTo(11, 6);
  expect(unit.step(28 * minuteMs).read().heightM).toBe(50);
  const fallen = unit.step(70_000);
  expect(fallen.truth().trueHeightM).toBeLessThan(0.1);
  expect(fallen.read()).toMatchObject({ batteryPercent: 0, motor1CurrentA: 0, vibrationMmPerS: 0 });
  // With its motors told to turn it does not charge.
  expect(fallen.step(hourMs).read().batteryPercent).toBe(0);
  fallen.inputs[0] = 0;
  expect(fallen.step(hourMs / 2).read().batteryPercent).toBe(50);
});

test('drone: around the route the speed is that of its ground track, and home is home', () => {
  const unit = hovering('b');
  unit.inputs[2] = 1;
  unit.step(5 * minuteMs);
  for (let second = 0; second < 60; second += 1) {
    const before = unit.read();
    const after = unit.step(1_000).read();
    const metres = apartM(before, after, 'latitudeDeg', 'longitudeDeg');
    expect(Math.abs(metres - (after.groundSpeedMps as number))).toBeLessThan(0.5);
  }
  expect(unit.truth().trueDistanceM).toBeCloseTo(400, 0);
  unit.inputs[2] = 0;
  expect(unit.step(5 * minuteMs).truth().trueDistanceM).toBeLessThan(1);
});

test('drone: one that came down on its route is carried home, and charges from then on', () => {
  const unit = hovering('c');
  unit.inputs[2] = 1;
  unit.step(10 * minuteMs);
  unit.inputs.fill(0, 0, 3);
  const low = unit.read().batteryPercent as number;
  // 400 m fall to 5 m in 44 minutes.
  expect(unit.step(43 * minuteMs).read().batteryPercent).toBe(low);
  expect(unit.step(10 * minuteMs).read().batteryPercent).toBeGreaterThan(low + 10);
});

test('drone: a bearing wears with flight only, and shows in vibration and in one motor', () => {
  const unit = hovering('d');
  const fresh = unit.read();
  unit.faults.set('bearing-wear', 1);
  unit.inputs.fill(0, 0, 3);
  expect(unit.step(5 * hourMs).truth().bearingWearRatio).toBe(0);
  unit.inputs[0] = 1;
  unit.inputs[1] = 50;
  const worn = unit.step(20 * minuteMs);
  expect(worn.truth().bearingWearRatio).toBeCloseTo(1 / 6, 6);
  expect(worn.read().vibrationMmPerS).toBeGreaterThan((fresh.vibrationMmPerS as number) + 0.2);
  expect(worn.read().motor3CurrentA).toBeGreaterThan(worn.read().motor4CurrentA as number);
});
