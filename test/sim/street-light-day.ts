/** A winter's day of a street light. */
import { expect } from 'vitest';
import { hourMs, type ProfileRun } from './profile-run.ts';

export const winterNoonMs = Date.UTC(2026, 0, 15, 12);

/** Value of the reading at or before the time, by hours from the start. */
function levelAt(run: ProfileRun, hours: number): number {
  return run.readings('levelPercent').findLast((reading) => reading.atMs <= winterNoonMs + hours * hourMs)?.value ?? Number.NaN;
}

/**
 * Off by day, lit at dusk, dimmed by night, off at dawn; a reset ends nothing.
 * @param run that began at winterNoonMs
 * @param lamps whose energy it counts
 */
export async function expectDay(run: ProfileRun, lamps: number): Promise<void> {
  await run.world.runFor(24 * hourMs);
  // Sunset is at 16:15, sunrise at 8:05; the plan dims from 23:00 to 5:00.
  expect([2, 8, 10.5, 12, 16.5, 18, 22].map((hours) => levelAt(run, hours))).toEqual([0, 100, 100, 50, 50, 100, 0]);
  expect(run.device.state).toMatchObject({ application: 'automatic.day', link: 'open.welcomed', bufferedFrames: 0 });
  expect(run.events()).toEqual(['device.booted']);
  const energy = run.readings('energyKwh').map(({ value }) => value);
  // 16 hours of night, 6 of them at half level.
  expect((energy.at(-1) ?? 0) - (energy[0] ?? 0)).toBeGreaterThan(0.7 * lamps);
  expect((energy.at(-1) ?? 0) - (energy[0] ?? 0)).toBeLessThan(1.1 * lamps);
  await run.verifyLife(hourMs);
}
