import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '#fleet/store/index.js';
import { Harness, operator, Unit } from './gateway-harness.ts';

const change = (text: Record<string, string>, reset: string[] = []) => ({ set: {}, text, reset });

async function start(store = createMemoryStore()) {
  const harness = await Harness.start({ store });
  const token = await harness.token();
  const unit = new Unit('a');
  const link = await harness.join(unit, token);
  const report = async (version: number, settings: Record<string, number | boolean>, error = '') => {
    const wire = Object.entries(settings).map(([key, value]) => [key, typeof value === 'number' ? { number: value } : { flag: value }]);
    link.say({ channel: 0, type: 'configurationReport', body: { version, settings: Object.fromEntries(wire), error } });
    await harness.settle();
  };
  return { harness, token, unit, link, report, store, ...harness.registry.services };
}

async function timeline(harness: Harness): Promise<string[]> {
  return (await harness.journal.readTimeline({ limit: 1_000 }))
    .filter(({ kind }) => kind.startsWith('configuration.'))
    .map(({ message }) => message);
}

describe('wanted and reported', () => {
  test('a change is pushed, drifts until the device reports it, and drifts again when a value is another', async () => {
    const { harness, link, report, configuration, devices } = await start();
    const matching = () => devices.list({ selector: 'drift=true', after: '', limit: 10 }).total;
    expect(await configuration.change('a', change({ setpointC: '21' }), undefined, operator)).toMatchObject({
      desiredVersion: 1,
      drift: true,
    });
    expect(link.all('desiredConfiguration')).toMatchObject([{ version: 1, settings: { setpointC: { number: 21 } } }]);
    expect(matching()).toBe(1);
    await report(1, { setpointC: 21, ecoMode: false });
    expect(configuration.get('a')).toMatchObject({ desiredVersion: 1, reportedVersion: 1, drift: false });
    expect(matching()).toBe(0);
    await report(1, { setpointC: 25, ecoMode: false });
    expect(configuration.get('a')).toMatchObject({
      drift: true,
      settings: [
        { key: 'ecoMode', desired: undefined, reported: false, drift: false },
        { key: 'setpointC', desired: 21, reported: 25, drift: true, minimum: 5, maximum: 30 },
      ],
    });
    expect([matching(), devices.get('a')?.drift]).toEqual([1, true]);
    expect(await timeline(harness)).toEqual(['a runs configuration 1']);
  });

  test('wanted once more it is no new version; a reset goes back to the default', async () => {
    const { link, configuration } = await start();
    await configuration.change('a', change({ setpointC: '21', ecoMode: 'true' }), undefined, operator);
    expect((await configuration.change('a', change({ setpointC: '21.0' }), undefined, operator)).desiredVersion).toBe(1);
    expect((await configuration.change('a', change({}, ['setpointC']), undefined, operator)).desiredVersion).toBe(2);
    expect(link.all('desiredConfiguration').map(({ settings }) => Object.keys(settings ?? {}))).toEqual([
      ['setpointC', 'ecoMode'],
      ['ecoMode'],
    ]);
  });

  test('a version that is not wanted any more, a wrong value, a profile that nobody knows', async () => {
    const { harness, token, configuration } = await start();
    await configuration.change('a', change({ setpointC: '21' }), 0, operator);
    await expect(configuration.change('a', change({ setpointC: '22' }), 0, operator)).rejects.toMatchObject({
      code: 'E1740',
      exit: 5,
      message: 'a is to run version 1, the change was made for 0',
    });
    await expect(configuration.change('a', change({ setpoint: '22' }), undefined, operator)).rejects.toMatchObject({
      code: 'E1706',
      exit: 2,
      message: expect.stringContaining('did you mean setpointC?'),
    });
    await harness.claim(new Unit('new'), token);
    await expect(configuration.change('new', change({ setpointC: '22' }), undefined, operator)).rejects.toMatchObject({ code: 'E1707' });
    await expect(configuration.change('nobody', change({}), undefined, operator)).rejects.toMatchObject({ code: 'E1702' });
    expect(() => configuration.plan('a', change({ ecoMode: 'perhaps' }))).toThrow(expect.objectContaining({ code: 'E1706' }));
    expect(configuration.plan('a', change({ ecoMode: 'true' }))).toMatchObject({ isChange: true, view: { desiredVersion: 2 } });
    expect(configuration.get('a').desiredVersion).toBe(1);
  });

  test('what a device refuses is shown with its reason, and told once', async () => {
    const { harness, report, configuration, devices } = await start();
    await configuration.change('a', change({ setpointC: '21' }), undefined, operator);
    await report(0, { setpointC: 20 }, 'setpointC: the sensor is missing');
    await report(0, { setpointC: 20 }, 'setpointC: the sensor is missing');
    expect(configuration.get('a')).toMatchObject({ drift: true, reportedVersion: 0, error: 'setpointC: the sensor is missing' });
    expect(devices.get('a')).toMatchObject({ configurationError: 'setpointC: the sensor is missing', drift: true });
    expect(await timeline(harness)).toEqual(['a refused configuration 1 and stays at 0: setpointC: the sensor is missing']);
  });

  test('a refusal in the same words is a new one: it answers what is wanted now', async () => {
    const { harness, report, configuration } = await start();
    const changed: string[] = [];
    harness.registry.feed.subscribe({ changed: (deviceId) => changed.push(deviceId) });
    await configuration.change('a', change({ setpointC: '21' }), undefined, operator);
    await report(0, { setpointC: 20 }, 'the sensor is missing');
    const first = configuration.get('a').reportedAtMs;
    await configuration.change('a', change({ setpointC: '22' }), undefined, operator);
    await harness.pass(5_000);
    changed.length = 0;
    await report(0, { setpointC: 20 }, 'the sensor is missing');
    expect(configuration.get('a').reportedAtMs).toBe(first + 5_000);
    expect(changed).toEqual(['a']);
  });

  test('after a crash all is as before, and a device that comes back gets what is wanted', async () => {
    const { harness, unit, report, configuration, store } = await start();
    await configuration.change('a', change({ setpointC: '21' }), undefined, operator);
    await report(1, { setpointC: 21, ecoMode: true });
    await harness.pass(2_000);
    await configuration.change('a', change({ setpointC: '22' }), undefined, operator);
    const after = await Harness.start({ store: store.crash(), clock: harness.clock });
    expect(after.registry.services.configuration.get('a')).toEqual(configuration.get('a'));
    expect(after.registry.services.configuration.get('a')).toMatchObject({ desiredVersion: 2, reportedVersion: 1, drift: true });
    const link = after.hello(unit);
    expect(link.all('desiredConfiguration')).toMatchObject([{ version: 2, settings: { setpointC: { number: 22 } } }]);
  });

  test('a report with what the profile does not have keeps only what it has; a removed device leaves nothing', async () => {
    const { harness, report, configuration, devices, store } = await start();
    await report(0, { setpointC: 20, other: 1 });
    await harness.pass(2_000);
    expect((await store.list('reportedConfiguration')).map(({ value }) => value.settings)).toEqual([{ setpointC: 20 }]);
    await configuration.change('a', change({ setpointC: '21' }), undefined, operator);
    await report(1, { setpointC: 21 });
    await devices.remove('a', operator);
    await harness.pass(5_000);
    expect([await store.list('reportedConfiguration'), await store.list('desiredConfiguration')]).toEqual([[], []]);
  });
});

test('an order to many: one that does not fit keeps the whole from beginning', async () => {
  const { harness, token, operations, configuration } = await start();
  await harness.join(new Unit('b'), token);
  const order = { type: 'configure', ...change({ setpointC: '21' }) } as const;
  const request = { order, selector: 'profile=thermostat', all: false, max: 10, ratePerSecond: 100, stopAfter: 1 };
  const wrong = { ...request, order: { ...order, text: { setpointC: '99' } } };
  await expect(operations.start(wrong, operator)).rejects.toMatchObject({
    code: 'E1706',
    message: 'a: setpointC: 99 is above 30, the range is 5 to 30 (and 1 more device)',
  });
  const { id } = await operations.start(request, operator);
  await harness.pass(1_000);
  expect(operations.steps(id, 0, 10)).toMatchObject([{ outcome: 'done', message: 'wants version 1' }, { outcome: 'done' }]);
  expect(configuration.get('b').desiredVersion).toBe(1);
});
