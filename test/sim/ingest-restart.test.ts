import { expect, test } from 'vitest';
import { columns, deviceId, egtHigh, operator, Plant } from './monitor-plant.ts';

/** Another board takes a device key over, and a device that is gone for good. */

test.each([0, 1, 2, 3, 5, 8])('boots begin at 1 again, %i turns into what the board before sent', async (turns) => {
  const plant = await new Plant().start();
  plant.open(1);
  plant.open(2);
  plant.send(1, 1, 11, 7);
  await plant.advance(200);
  plant.send(1, 2, 12, 7);
  plant.send(2, 1, 21);
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  const restarted = plant.monitor.acquisition.restart(1);
  await plant.advance(400);
  await restarted;
  expect(plant.open(1)).toEqual({ boot: 0, sequence: 0 });
  expect(plant.send(1, 1, 13, 1)).toBe('accepted');
  expect(plant.send(1, 1, 13, 1)).toBe('duplicate');
  await plant.advance(200);
  expect(plant.history.readings(1).map(({ value }) => value)).toEqual([11, 12, 13]);
  expect(plant.history.readings(2)).toHaveLength(1);
  await plant.crash();
  expect(plant.open(1)).toEqual({ boot: 1, sequence: 1 });
  expect(plant.open(2)).toEqual({ boot: 1, sequence: 1 });
});

test('that boots begin again is there after a crash, before anything was sent', async () => {
  const plant = await new Plant().start();
  plant.open(1);
  plant.send(1, 5, 11, 7);
  await plant.advance(200);
  await plant.monitor.acquisition.restart(1);
  await plant.crash();
  expect(plant.open(1)).toEqual({ boot: 0, sequence: 0 });
});

test('a history that stores nothing: nothing has begun anew, then or when it stores again', async () => {
  const plant = await new Plant().start();
  plant.open(1);
  plant.send(1, 5, 11, 7);
  await plant.advance(200);
  plant.history.setFull('disk full');
  await expect(plant.monitor.acquisition.restart(1)).rejects.toMatchObject({ code: 'E1404' });
  await expect(plant.monitor.acquisition.restart(1)).rejects.toMatchObject({ code: 'E1404' });
  expect(plant.open(1)).toEqual({ boot: 7, sequence: 5 });
  plant.history.setFull(undefined);
  await plant.advance(1_000);
  expect(plant.open(1)).toEqual({ boot: 7, sequence: 5 });
  expect(plant.send(1, 6, 12, 7)).toBe('accepted');
  await plant.monitor.acquisition.restart(1);
  expect(plant.open(1)).toEqual({ boot: 0, sequence: 0 });
});

test('all alarms of a device that is gone are closed, with who did it and why; those of others stay', async () => {
  const plant = await new Plant().start();
  await plant.monitor.service.applyRules([egtHigh(), egtHigh({ name: 'egt-low', when: 'egtC > 600' })], operator);
  for (const key of [1, 2]) {
    plant.open(key);
    plant.monitor.acquisition.telemetry(key, 1, 1, columns([1, 10, 652]));
  }
  expect(plant.monitor.service.openAlarmsOf(1)).toBe(2);
  plant.monitor.closeAlarmsOf(1, deviceId(1), { ...operator, reason: 'scrapped' });
  expect(plant.monitor.service.openAlarmsOf(1)).toBe(0);
  expect(plant.monitor.service.openAlarmsOf(2)).toBe(2);
  const closed = plant.monitor.service.alarms({ state: 'all', deviceId: deviceId(1), limit: 10 });
  expect(closed).toMatchObject([
    { state: 'normal', acknowledgedBy: 'ada', note: 'scrapped' },
    { state: 'normal', acknowledgedBy: 'ada' },
  ]);
  plant.monitor.acquisition.telemetry(1, 1, 2, columns([1, 20, 652]));
  expect(plant.monitor.service.openAlarmsOf(1)).toBe(2);
  await plant.advance(1_000);
});
