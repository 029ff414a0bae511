import { expect, test } from 'vitest';
import { noiseAt } from '#proto/kit/index.js';
import { signalModels } from './index.ts';
import { hourMs, moved, Unit } from './model-fixture.ts';

const physical = [...signalModels.values()].filter((model) => model.outputs.length > 0);
const withFaults = physical.flatMap((model) => ['', ...Object.keys(model.faults)].map((fault) => [model.name, fault] as const));

test.each(withFaults)('%s %s: one long step gives what many short ones give', (name, fault) => {
  for (const owner of ['a', 'b', 'c']) {
    const long = new Unit(name, owner);
    const short = new Unit(name, owner);
    if (fault !== '') for (const unit of [long, short]) unit.faults.set(fault, 0.7);
    for (const unit of [long, short]) unit.inputs.fill(0.6);
    long.step(5 * hourMs);
    for (let part = 0; part < 1_000; part += 1) short.step((5 * hourMs) / 1_000);
    for (const [place, value] of long.state.entries()) expect(short.state[place]).toBeCloseTo(value, 6);
  }
});

test.each(withFaults)('%s %s: all is finite, after nothing and after ten years', (name, fault) => {
  const unit = new Unit(name);
  if (fault !== '') unit.faults.set(fault, 1);
  for (const dtMs of [0, 1, 0.25, 10 * 365 * 24 * hourMs]) {
    unit.step(dtMs);
    for (const value of [...Object.values(unit.read()), ...Object.values(unit.truth()), ...unit.state])
      expect(value).toSatisfy(Number.isFinite);
  }
});

test.each(physical.map((model) => model.name))('%s: the same seed gives the same unit, another another', (name) => {
  expect(new Unit(name, 'a').step(hourMs).read()).toEqual(new Unit(name, 'a').step(hourMs).read());
  expect(new Unit(name, 'a').state).not.toEqual(new Unit(name, 'b').state);
});

test.each(physical.map((model) => model.name))('%s: reading changes nothing', (name) => {
  const unit = new Unit(name).step(hourMs);
  const before = [...unit.state];
  unit.read((index) => noiseAt(index, 1));
  unit.truth();
  expect(unit.state).toEqual(before);
});

test.each(withFaults.filter(([, fault]) => fault !== ''))('%s %s moves what it should and nothing else', (name, fault) => {
  const { outputs: allowed, told = 1, mayStay = false, spanHours = 12, looks = 60 } = moved[`${name} ${fault}`] ?? { outputs: [] };
  expect(allowed.length).toBeGreaterThan(0);
  const seen = new Set<string>();
  for (const owner of ['a', 'b', 'c', 'd']) {
    const healthy = new Unit(name, owner);
    const faulty = new Unit(name, owner);
    faulty.faults.set(fault, 1);
    for (const unit of [healthy, faulty]) unit.inputs.fill(told, 0, unit.model.actuators.length);
    for (let part = 0; part < looks; part += 1) {
      const noise = (index: number): number => noiseAt(index, part);
      const expected = healthy.step((spanHours * hourMs) / looks).read(noise);
      for (const [output, value] of Object.entries(faulty.step((spanHours * hourMs) / looks).read(noise)))
        if (value !== expected[output]) seen.add(output);
    }
  }
  expect([...seen].filter((output) => !allowed.includes(output))).toEqual([]);
  expect(seen.size).toBeGreaterThan(0);
  if (!mayStay) expect([...seen].sort()).toEqual([...allowed].sort());
});

test('turbofan: everything moves together with thrust', () => {
  const unit = new Unit('turbofan', 'a', { usedLifePercent: 0 });
  const rows = Array.from({ length: 90 }, () => unit.step(60_000).read());
  const ground = rows.filter((row) => row.flightPhaseCode === 0);
  const takeOff = rows.filter((row) => row.flightPhaseCode === 1);
  const cruise = rows.filter((row) => row.flightPhaseCode === 3);
  expect([ground.length > 0, takeOff.length > 0, cruise.length > 0]).toEqual([true, true, true]);
  for (const name of [
    'egtC',
    'n1Percent',
    'n2Percent',
    'oilPressureKpa',
    'oilTempC',
    'vibrationN1MmPerS',
    'vibrationN2MmPerS',
    'fuelFlowKgPerS',
    'thrustKn',
  ]) {
    const least = Math.min(...takeOff.slice(1).map((row) => row[name] as number));
    const most = Math.max(...ground.slice(0, 3).map((row) => row[name] as number));
    expect([name, least > most]).toEqual([name, true]);
  }
  for (const row of cruise) expect(row.outsideAirTempC).toBeLessThan(-40);
});

test('turbofan: wear ends the life when it should, growing faster towards the end', () => {
  const unit = new Unit('turbofan', 'a', { usedLifePercent: 0 });
  const life = unit.truth().remainingLifeCycles as number;
  const cycleMs = unit.parameters.cycleMs as number;
  const wear = [0.25, 0.25, 0.25, 0.25].map((part) => unit.step(part * life * cycleMs).truth().wearRatio as number);
  const gains = wear.slice(1).map((value, index) => value - (wear[index] as number));
  expect(gains[0]).toBeLessThan(gains[1] as number);
  expect(gains[1]).toBeLessThan(gains[2] as number);
  expect(unit.truth().wearRatio).toBeCloseTo(1, 6);
  expect(unit.truth().remainingLifeCycles).toBeCloseTo(0, 6);
  expect(Math.abs(unit.truth().egtMarginC as number)).toBeLessThan(10);
});

test('turbofan: wear raises EGT at the same thrust, and the cycles count up', () => {
  const fresh = new Unit('turbofan', 'a', { usedLifePercent: 0 }).step(1);
  const worn = new Unit('turbofan', 'a', { usedLifePercent: 0 }).step(200 * 5_400_000 + 1);
  expect(worn.read().n1Percent).toBe(fresh.read().n1Percent);
  expect(worn.read().egtC).toBeGreaterThan(fresh.read().egtC as number);
  expect((worn.read().flightCycles as number) - (fresh.read().flightCycles as number)).toBe(200);
});

test('turbofan: a stuck sensor shows what it showed, and lets go', () => {
  const unit = new Unit('turbofan', 'a').step(hourMs);
  const shown = unit.read().egtC;
  unit.faults.set('sensor-stuck-egt', 1);
  for (let part = 0; part < 20; part += 1) expect(unit.step(hourMs / 10).read().egtC).toBeCloseTo(shown as number, 0);
  unit.faults.delete('sensor-stuck-egt');
  const healthy = new Unit('turbofan', 'a').step(3 * hourMs + 1);
  expect(unit.step(1).read().egtC).toBeCloseTo(healthy.read().egtC as number, 0);
});

test('thermostat: the room warms while the heater is on, and cools towards outside when it is off', () => {
  const unit = new Unit('thermostat', 'a');
  unit.step(12 * hourMs);
  const cold = unit.truth().trueRoomTempC as number;
  unit.inputs[0] = 1;
  const warm = unit.step(2 * hourMs).truth().trueRoomTempC as number;
  expect(warm).toBeGreaterThan(cold + 2);
  expect(unit.read().heaterPowerW).toBeGreaterThan(1_500);
  unit.inputs[0] = 0;
  expect(unit.step(2 * hourMs).truth().trueRoomTempC).toBeLessThan(warm);
  expect(unit.read().heaterPowerW).toBe(0);
  const left = unit.step(30 * 24 * hourMs);
  expect(Math.abs((left.truth().trueRoomTempC as number) - (left.read().outsideTempC as number))).toBeLessThan(5);
});

test('connected car: signals obey each other', () => {
  const unit = new Unit('connected-car', 'a');
  for (let second = 0; second < 3_000; second += 1) {
    const row = unit.step(1_000).read();
    const {
      engineSpeedRpm = 0,
      vehicleSpeedKmh = 0,
      engineLoadPercent = 0,
      intakePressureKpa = 0,
      intakeAirTempC = 0,
      airFlowGPerS = 0,
    } = row;
    if (engineSpeedRpm === 0) {
      expect([vehicleSpeedKmh, engineLoadPercent, airFlowGPerS]).toEqual([0, 0, 0]);
      continue;
    }
    expect(engineSpeedRpm).toBeGreaterThan(700);
    expect(engineSpeedRpm).toBeLessThan(4_500);
    const flow = ((engineSpeedRpm / 120) * 1.496 * 0.85 * intakePressureKpa) / (0.287 * (intakeAirTempC + 273.15));
    expect(Math.abs(airFlowGPerS - flow)).toBeLessThan(0.05 * flow + 0.05);
    expect(intakePressureKpa).toBeGreaterThanOrEqual(22 + 0.75 * engineLoadPercent - 2);
  }
});

test('connected car: a cold engine warms up to its thermostat, fuel falls while driving', () => {
  const unit = new Unit('connected-car', 'a', { driveMs: 7_200_000, parkMs: 72_000_000 });
  let row = unit.read();
  while (row.engineSpeedRpm === 0 || (row.engineRunTimeS as number) > 120) row = unit.step(60_000).read();
  expect(row.coolantTempC).toBeLessThan(60);
  const fuel = row.fuelLevelPercent as number;
  row = unit.step(1_800_000).read();
  expect(row.coolantTempC).toBeGreaterThan(86);
  expect(row.coolantTempC).toBeLessThan(92);
  expect(row.fuelLevelPercent).toBeLessThan(fuel);
});

test('connected car: values stand on the steps of SAE J1979', () => {
  const unit = new Unit('connected-car', 'a');
  const stepsPerUnit = {
    engineSpeedRpm: 4,
    vehicleSpeedKmh: 1,
    throttlePercent: 2.55,
    engineLoadPercent: 2.55,
    coolantTempC: 1,
    timingAdvanceDeg: 2,
    controlModuleVoltageV: 1_000,
    airFlowGPerS: 100,
    longTermFuelTrimPercent: 1.28,
  };
  for (let second = 0; second < 500; second += 1) {
    const row = unit.step(7_000).read((index) => noiseAt(index, second));
    for (const [name, steps] of Object.entries(stepsPerUnit)) {
      const count = (row[name] as number) * steps;
      expect(Math.abs(count - Math.round(count))).toBeLessThan(1e-9);
    }
  }
});
