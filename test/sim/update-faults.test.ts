/** Live faults of flash and updates, as fleet sim fault makes them, in a world where devices update: they are made by selector and taken back. */
import { expect, test } from 'vitest';
import { LiveControl, ShardDesk } from '#firmware/host/index.js';
import { networkPreset } from '#proto/link/index.js';
import { ends, payloadOf, UpdateWorld } from './update-world.ts';

/** Three devices of which the first is ordered to update, and the control of their host. */
async function ordered(seed: string) {
  const run = await UpdateWorld.start({ seed, count: 3, network: networkPreset('office-wifi') });
  const { world } = run;
  const lab = networkPreset('lab');
  const links = {
    knows: (id: string) => world.devices.has(id),
    cut: (id: string) => world.network.cut(id),
    halfOpen: (id: string, on: boolean) => world.network.halfOpen(id, on),
    block: (id: string, on: boolean) => world.network.block(id, on),
    setModel: (id: string, other = lab) => world.network.setModel(id, other),
  };
  const desk = new ShardDesk([...world.devices.values()], links, []);
  const live = new LiveControl([{ ask: async (question: never) => desk.answer(question) as never }], seed, world.clock);
  const release = await run.release('1.5.0', payloadOf(200_000, 1));
  const update = async () => (await run.order(release)).id;
  const first = () => live.device(run.id(1));
  const isOff = () => world.devices.get(run.id(1))?.state.power === 'off';
  return { run, world, live, update, first, isOff, selector: `id=${run.id(1)}` };
}

test('flash-cut: the power goes at that operation; undone, the device boots, resumes and is updated', async () => {
  const { run, world, live, update, first, isOff, selector } = await ordered('cut');
  const fault = await live.inject({ fault: 'flash-cut', selector, detail: '500:torn' });
  expect(fault).toMatchObject({ devices: 1, lasts: true, detail: '500:torn' });
  const id = await update();
  expect(await world.runUntil(isOff, 120_000)).toBe(true);
  await world.runFor(60_000);
  expect((await first()).power).toBe('off');
  await live.undo(fault.id);
  expect(await world.runUntil(() => world.devices.get(run.id(1))?.state.link === 'open.welcomed', 60_000)).toBe(true);
  expect(await first()).toMatchObject({ power: 'running', firmwareVersion: '1.0.0', boot: 2, faults: {} });
  expect(run.manager.devices.get(run.id(1))).toMatchObject({ resetReason: 'brownout' });
  expect(await run.until(id, ends)).toMatchObject({ state: 'updated' });
  expect((await live.devices('version=1.5.0,confirmed=true,update=idle', undefined, 10)).items.map((one) => one.id)).toEqual([run.id(1)]);
});

test('flash-cut that is undone before it comes never happens', async () => {
  const { run, live, update, first, selector } = await ordered('not cut');
  const fault = await live.inject({ fault: 'flash-cut', selector, detail: '500' });
  await live.undo(fault.id);
  expect(await run.until(await update(), ends)).toMatchObject({ state: 'updated' });
  // The first boot, and the one into the new image.
  expect((await first()).boot).toBe(2);
});

test('a device that another order holds without power stays without when its flash-cut is undone', async () => {
  const { run, world, live, update, first, isOff, selector } = await ordered('held');
  const cut = await live.inject({ fault: 'flash-cut', selector, detail: '300:before' });
  const id = await update();
  expect(await world.runUntil(isOff, 120_000)).toBe(true);
  const held = await live.inject({ fault: 'power-off', selector });
  await live.undo(cut.id);
  await world.runFor(30_000);
  expect((await first()).power).toBe('off');
  await live.undo(held.id);
  expect(await run.until(id, ends)).toMatchObject({ state: 'updated' });
});

test('silent-death: dark at the reboot into the image; undone, it boots that image and is updated', async () => {
  const { run, world, live, update, first, isOff, selector } = await ordered('dead');
  const fault = await live.inject({ fault: 'silent-death', selector });
  const id = await update();
  expect(await world.runUntil(isOff, 300_000)).toBe(true);
  expect((await live.devices('fault=silent-death,power=off', undefined, 10)).total).toBe(1);
  await world.runFor(60_000);
  expect((await first()).power).toBe('off');
  await live.undo(fault.id);
  expect(await run.until(id, ends)).toMatchObject({ state: 'updated' });
});

test('never-confirm: the trial runs out and the old image is back; undone, the next one is confirmed', async () => {
  const { run, live, update, first, selector } = await ordered('never');
  const fault = await live.inject({ fault: 'never-confirm', selector });
  expect(await run.until(await update(), ends, 3_600_000, 1_000)).toMatchObject({ state: 'rolledBack' });
  expect(await first()).toMatchObject({ firmwareVersion: '1.0.0', isConfirmed: true });
  await live.undo(fault.id);
  expect(await run.until(await update(), ends)).toMatchObject({ state: 'updated' });
});
