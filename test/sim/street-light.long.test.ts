import { test } from 'vitest';
import { ProfileRun } from './profile-run.ts';
import { expectDay, winterNoonMs } from './street-light-day.ts';

test('street-light with its 50 lamps: off by day, lit at dusk, dimmed by night, off at dawn; commands and resets', async () => {
  await expectDay(await ProfileRun.start('street-light', winterNoonMs), 50);
});
