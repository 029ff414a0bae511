/** What devices say of their supply and link: as the fleet knows it, selects by it, and keeps it. */
import { expect, test } from 'vitest';
import { createMemoryStore } from '#fleet/store/index.js';
import { Harness, operator, Unit } from './gateway-harness.ts';
import { ProfileRun } from './profile-run.ts';

const minuteMs = 60_000;

test('from Hello and Heartbeat, told to who listens when it changes, kept over a restart; unknown where nothing is said', async () => {
  const store = createMemoryStore();
  const harness = await Harness.start({ store });
  const token = await harness.token();
  const quiet = new Unit('a');
  const link = await harness.join(quiet, token);
  const view = () => harness.registry.devices.get('a');
  const ids = (selector: string) => harness.registry.devices.list({ selector, after: '', limit: 10 }).devices.map(({ id }) => id);
  link.say({ channel: 0, type: 'heartbeat', body: { batteryPercent: 50 } });
  expect([view()?.charging, view()?.link]).toEqual([undefined, undefined]);
  expect([ids('charging=true'), ids('charging=false'), ids('link=wifi')]).toEqual([[], [], []]);
  const changed: string[] = [];
  harness.registry.feed.subscribe({ changed: (id) => void changed.push(id) });
  for (const supply of [2, 2, 1]) link.say({ channel: 0, type: 'heartbeat', body: { batteryPercent: 50, supply } });
  expect([view()?.charging, changed]).toEqual([false, ['a', 'a']]);
  const hello = quiet.hello(harness.open().nonce(), harness.clock.wallMs());
  const again = harness.open();
  const signed = quiet.hello(again.nonce(), harness.clock.wallMs());
  again.say({ ...signed, body: { ...signed.body, link: 3 } });
  expect(hello.body.link).toBeUndefined();
  expect([view()?.link, ids('link=cellular'), ids('charging=false')]).toEqual(['cellular', ['a'], ['a']]);
  await harness.registry.flush();
  const later = await Harness.start({ store: store.crash(), clock: harness.clock });
  expect(later.registry.devices.get('a')).toMatchObject({ charging: false, link: 'cellular' });
});

test('a newer kind of link, or of supply, is not known: no word of it is taken for another one', async () => {
  const harness = await Harness.start();
  const unit = new Unit('a');
  const link = await harness.claim(unit, await harness.token());
  // A number that this version's types do not have.
  const later = 9 as number as never;
  const hello = unit.hello(link.nonce(), harness.clock.wallMs());
  link.say({ ...hello, body: { ...hello.body, link: later } });
  link.say({ channel: 0, type: 'heartbeat', body: { batteryPercent: 50, supply: later } });
  const { charging, link: kind, presence } = harness.registry.devices.get('a') ?? {};
  expect([charging, kind, presence]).toEqual([undefined, undefined, 'online']);
});

test.each([
  ['thermostat', true, 'wifi'],
  ['soil-sensor', false, 'low-power'],
] as const)('a whole %s says so', async (profile, charging, link) => {
  const run = await ProfileRun.start(profile, Date.UTC(2026, 5, 1), 'facts');
  const id = `${profile}-00001`;
  await run.world.runUntil(() => run.world.manager.devices.get(id)?.charging !== undefined, 12 * 60 * minuteMs);
  expect(run.world.manager.devices.get(id)).toMatchObject({ charging, link });
  await run.world.ask(({ holds }) => holds.set(id, { type: 'hold', untilMs: 0 }, operator));
  const found = run.world.manager.devices.list({ selector: `charging=${charging},link=${link},held=true`, after: '', limit: 10 });
  expect(found.total).toBe(1);
});
