import { expect, test } from 'vitest';
import { cloudCover, daylightLx, sunAltitudeDeg } from './daylight.ts';
import { hourMs, Unit } from './model-fixture.ts';

test.each([
  // Noon of the solstices: 90 - latitude +- 23.44.
  [52, 0, Date.UTC(2026, 5, 21, 12, 2), 61.44],
  [52, 0, Date.UTC(2026, 11, 21, 11, 58), 14.56],
  [-34, 151, Date.UTC(2026, 11, 21, 1, 54), 79.44],
  // Equinox, 20 March 2026, 14:46 UTC: noon on the equator where the sun stands, and its antipode.
  [0, -39.7, Date.UTC(2026, 2, 20, 14, 46), 90],
  [0, 140.3, Date.UTC(2026, 2, 20, 14, 46), -90],
])('the sun at latitude %d, longitude %d', (latitudeDeg, longitudeDeg, wallMs, expectedDeg) => {
  expect(Math.abs(sunAltitudeDeg(latitudeDeg, longitudeDeg, wallMs) - expectedDeg)).toBeLessThan(0.2);
});

test('daylight: never without glow, twilight as in the glossary, less under clouds, one sky a place', () => {
  const seen = { clear: 0, overcast: 0, twilight: 0 };
  for (let hour = 0; hour < 24 * 365; hour += 1 / 4) {
    const wallMs = Date.UTC(2026, 0, 1) + hour * hourMs;
    const altitude = sunAltitudeDeg(52, 0, wallMs);
    const lux = daylightLx(52, 0, wallMs);
    const cover = cloudCover(52, 0, wallMs);
    expect(lux).toBeGreaterThanOrEqual(0.05);
    expect(lux).toBeLessThan(110_000);
    if (altitude < -12) expect(lux).toBeLessThan(0.1);
    if (cover < 0.2) seen.clear += 1;
    if (cover > 0.9) seen.overcast += 1;
    if (cover < 0.1 && Math.abs(altitude + 6) < 0.1) {
      seen.twilight += 1;
      expect(lux).toBeGreaterThan(2);
      expect(lux).toBeLessThan(3.5);
    }
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  expect(seen.overcast).toBeLessThan(24 * 365 * 2);
  expect(cloudCover(52, 0, 1e12)).toBe(cloudCover(52, 0, 1e12));
  expect(daylightLx(52, 0, Date.UTC(2026, 5, 1, 12))).not.toBe(daylightLx(52.5, 0, Date.UTC(2026, 5, 1, 12)));
});

test('street lamp: a new one fades to 70 % in its life, and not while it is off', () => {
  const lamp = new Unit('street-lamp', 'a', { usedTimeH: 0, driverLifeH: 1_000_000, outsideDayC: 0, outsideYearC: 0 });
  const life = lamp.truth().remainingL70H as number;
  expect(life).toBeGreaterThan(55_000);
  lamp.step(1_000 * hourMs);
  expect(lamp.truth().remainingL70H).toBe(life);
  lamp.inputs[0] = 1;
  lamp.step(life * hourMs);
  expect(lamp.truth().lumenMaintenanceRatio).toBeCloseTo(0.7, 6);
  expect(lamp.read()).toMatchObject({ lightLm: Math.round(8_400 * 0.7), levelPercent: 100 });
  // Half the light keeps it cooler, so that it lasts longer than twice.
  const dimmed = new Unit('street-lamp', 'a', { usedTimeH: 0, driverLifeH: 1_000_000, outsideDayC: 0, outsideYearC: 0 });
  dimmed.inputs[0] = 0.5;
  expect(dimmed.step(life * hourMs).truth().lumenMaintenanceRatio).toBeGreaterThan(0.75);
});

test('street lamp: at the end of its driver it goes dark by itself, within a step as at its end', () => {
  const lives = ['a', 'b', 'c', 'd', 'e', 'f'].map((owner) => {
    const long = new Unit('street-lamp', owner, { usedTimeH: 0, driverLifeH: 1_000 });
    const short = new Unit('street-lamp', owner, { usedTimeH: 0, driverLifeH: 1_000 });
    for (const lamp of [long, short]) lamp.inputs[0] = 1;
    long.step(4_000 * hourMs);
    for (let part = 0; part < 400; part += 1) short.step(10 * hourMs);
    for (const [place, value] of long.state.entries()) expect(short.state[place]).toBeCloseTo(value, 5);
    expect(long.truth().driverWearRatio).toBe(1);
    expect(long.read()).toMatchObject({ lightLm: 0, powerW: 0.5, flickerPercent: 0, levelPercent: 100 });
    return long.read().burnTimeH as number;
  });
  // Weibull with shape 3: lives lie around the characteristic life, no two the same.
  expect(new Set(lives).size).toBe(lives.length);
  expect(Math.min(...lives)).toBeGreaterThan(50);
  expect(Math.max(...lives)).toBeLessThan(2_000);
});

test('street lamp: a fouled heat sink makes it hot and age faster', () => {
  const [clean, fouled] = [new Unit('street-lamp', 'a'), new Unit('street-lamp', 'a')];
  fouled.faults.set('heat-sink-fouled', 1);
  for (const lamp of [clean, fouled]) {
    lamp.inputs[0] = 1;
    lamp.step(2_000 * hourMs);
  }
  expect((fouled.read().housingTempC as number) - (clean.read().housingTempC as number)).toBeGreaterThan(25);
  expect(fouled.truth().lumenMaintenanceRatio).toBeLessThan((clean.truth().lumenMaintenanceRatio as number) - 0.005);
  expect(fouled.truth().driverWearRatio).toBeGreaterThan(clean.truth().driverWearRatio as number);
});

test('street light: power follows the level, phases carry a third each, water drains when the leak is mended', () => {
  const cabinet = new Unit('street-light', 'a').step(hourMs);
  const standbyW = cabinet.read().powerW as number;
  cabinet.inputs[0] = 1;
  const full = cabinet.step(hourMs).read();
  cabinet.inputs[0] = 0.5;
  const half = cabinet.step(hourMs).read();
  expect(standbyW).toBeLessThan(45);
  expect(full.powerW).toBeGreaterThan(2_900);
  expect((half.powerW as number) / (full.powerW as number)).toBeCloseTo(0.53, 1);
  expect(full.currentL2A).toBe(full.currentL3A);
  expect((full.currentL2A as number) * (full.voltageL2V as number) * 0.96 * 3 + 12).toBeCloseTo(full.powerW as number, -2);
  cabinet.faults.set('water-ingress', 1);
  expect(cabinet.step(20 * hourMs).truth().trueWaterMm).toBe(120);
  expect(cabinet.read().cabinetHumidityPercent).toBeGreaterThan(96);
  expect(cabinet.read().residualCurrentMa).toBeGreaterThan(100);
  cabinet.faults.clear();
  expect(cabinet.step(12 * hourMs).truth().trueWaterMm).toBe(60);
});
