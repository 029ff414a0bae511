import { describe, expect, test } from 'vitest';
import type { HookAnswer } from '#fleet/domain/index.js';
import { SeatrialError } from '#proto/kit/index.js';
import { admin, deviceOf, expectedSignature, HookRig } from './hook-rig.ts';

const alarms = 'source == "alarm"';
const refusing = (status: number, retryAfterMs?: number) => (): HookAnswer => ({ type: 'answered', status, retryAfterMs });
const accepting = refusing(200);

describe('what a hook tells', () => {
  test('an alarm is one message after the gathering time, signed, and its end resolves it', async () => {
    const rig = await HookRig.start();
    const { secret } = await rig.hooks.service.create({ name: 'oncall', url: 'https://pager.example/in', on: alarms }, admin);
    rig.devices.set('engine-001', deviceOf('engine-001', { site: 'north', 'floor-no': '3' }));
    rig.raise('7', 'engine-001', 'egt-high');
    await rig.runFor(9_900);
    expect(rig.got).toEqual([]);
    await rig.runFor(200);
    const [first] = rig.got;
    expect(first?.request.url).toBe('https://pager.example/in');
    expect(first?.request.headers['webhook-signature']).toBe(expectedSignature(secret, first as NonNullable<typeof first>));
    expect(Number(first?.request.headers['webhook-timestamp'])).toBe(Math.floor((Date.UTC(2026, 0, 1) + 10_000) / 1_000));
    expect(first?.body).toMatchObject({
      status: 'firing',
      receiver: 'oncall',
      groupKey: '{}/{hook="oncall"}:{cause="alarm/egt-high"}',
      truncatedAlerts: 0,
      commonLabels: { alertname: 'egt-high', severity: 'high', device: 'engine-001', label_site: 'north', label_floor_no: '3' },
      commonAnnotations: { summary: 'egt-high: x > 1', count: '1', devices: 'engine-001', selector: 'openAlarms > 0' },
      alerts: [{ status: 'firing', startsAt: '2026-01-01T00:00:00.000Z', endsAt: '0001-01-01T00:00:00Z' }],
    });
    rig.clear('7');
    await rig.runFor(60_000);
    expect(rig.got).toHaveLength(2);
    expect(rig.got[1]?.body).toMatchObject({ status: 'resolved', groupKey: first?.body.groupKey });
    expect(rig.got[1]?.body.alerts[0]).toMatchObject({ status: 'resolved', fingerprint: first?.body.alerts[0]?.fingerprint });
    expect(rig.hooks.service.get('oncall')).toMatchObject({ state: 'ok', waiting: 0, delivered: 2, dropped: 0, answer: '200' });
  });

  test('an outage of 40,000 devices is one message; those that come back leave the group firing until the last', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    for (let index = 0; index < 40_000; index += 1) rig.raise(String(index), `d-${index}`, 'no-power', 'critical');
    await rig.runFor(60_000);
    expect(rig.got).toHaveLength(1);
    const { body, request } = rig.got[0] as (typeof rig.got)[0];
    expect(body).toMatchObject({ status: 'firing', truncatedAlerts: 39_980 });
    expect(body.alerts).toHaveLength(20);
    expect(body.commonAnnotations).toMatchObject({ count: '40000', summary: 'no-power: 40000 devices: d-0, d-1, d-2 and 39997 more' });
    expect(body.commonAnnotations.command).toContain("rule = 'no-power'");
    expect(request.body.length).toBeLessThan(65_536);
    for (let index = 1; index < 40_000; index += 1) rig.clear(String(index));
    await rig.runFor(60_000);
    expect(rig.got[1]?.body).toMatchObject({ status: 'firing', commonAnnotations: { count: '39999' } });
    rig.clear('0');
    await rig.runFor(60_000);
    expect(rig.got[2]?.body.status).toBe('resolved');
    expect(rig.got).toHaveLength(3);
  });

  test('devices of an outage that the timeline counted and did not name are counted here too', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', "source == 'device' && kind == 'device.offline' || kind == 'device.pending'");
    for (let index = 0; index < 100; index += 1)
      rig.journal.timeline({ source: 'device', kind: 'device.offline', deviceId: `d-${index}`, message: '', detail: {} });
    rig.happen('presence.summary', '', { offline: 39_900, late: 3 });
    await rig.runFor(60_000);
    expect(rig.got[0]?.body).toMatchObject({
      truncatedAlerts: 39_980,
      commonAnnotations: { count: '40000', selector: 'presence=offline' },
    });
    expect(rig.got[0]?.body.commonAnnotations.summary).toMatch(/^device.offline: 40000 devices.*: d-0, d-1, d-2 and 39997 more$/);
    // The minute of the message that named them is over.
    rig.happen('presence.summary', '', { offline: 1 });
    await rig.runFor(60_000);
    expect(rig.got[1]?.body).toMatchObject({ truncatedAlerts: 0, commonAnnotations: { count: '1', summary: '1 more device is offline' } });
    rig.happen('presence.summary', '', { offline: 7, online: 9 });
    await rig.runFor(60_000);
    expect(rig.got[2]?.body.commonAnnotations).toMatchObject({ count: '7', summary: 'device.offline: 7 devices' });
    expect(rig.got).toHaveLength(3);
  });

  test('one message a cause and minute, also across a restart', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    for (let second = 0; second < 600; second += 1) {
      rig.raise(String(second), `d-${second % 7}`, second % 2 === 0 ? 'even' : 'odd');
      if (second === 300) {
        await rig.hooks.stop();
        await rig.journal.close();
        await rig.restart();
      }
      await rig.runFor(1_000);
    }
    for (const rule of ['even', 'odd']) {
      const times = rig.got.filter(({ body }) => body.groupKey.includes(`/${rule}`)).map(({ atMs }) => atMs);
      expect(times.length).toBeGreaterThanOrEqual(9);
      const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] as number));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60_000);
    }
  });

  test('conditions choose by fields of the event and of its device; what is not known matches nothing', async () => {
    const rig = await HookRig.start({ hooks: 8 });
    rig.devices.set('a', deviceOf('a', { site: 'north' }, 'drone'));
    const conditions = {
      north: 'labels.site == "north"',
      pending: "kind in ['device.pending', 'history.filling']",
      drones: 'profile == "drone" && firmware >= version("1.2")',
      high: 'priority >= 3',
      south: 'labels.site == "south"',
    };
    for (const [name, on] of Object.entries(conditions)) await rig.hook(name, on);
    rig.raise('1', 'a', 'weak', 'low');
    rig.raise('2', 'gone', 'strong', 'critical');
    rig.happen('device.pending', 'a');
    rig.happen('history.filling');
    await rig.runFor(60_000);
    const told = Object.keys(conditions).map((name) => [
      name,
      rig.got.filter(({ body }) => body.receiver === name).map(({ body }) => body.groupKey.split('cause=')[1]?.replaceAll(/["}]/g, '')),
    ]);
    expect(Object.fromEntries(told)).toEqual({
      north: ['alarm/weak', 'device.pending'],
      pending: ['device.pending', 'history.filling'],
      drones: ['alarm/weak', 'device.pending'],
      high: ['alarm/strong', 'history.filling'],
      south: [],
    });
  });

  test('more causes than a hook may gather become one message', async () => {
    const rig = await HookRig.start({ causes: 3 });
    await rig.hook('all', 'true');
    for (let index = 0; index < 10; index += 1) rig.happen(`kind.${index}`, `d-${index}`);
    await rig.runFor(20_000);
    expect(rig.got.map(({ body }) => body.commonAnnotations.count)).toEqual(['1', '1', '1', '7', ...rig.got.slice(4).map(() => '1')]);
  });
});

describe('delivery', () => {
  test('a receiver that is down gets everything later, in the order of first attempts, and is an alarm meanwhile', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    rig.answer = refusing(500);
    rig.raise('1', 'a', 'one');
    await rig.runFor(200_000);
    rig.raise('2', 'b', 'two');
    expect(rig.raised.size).toBe(0);
    await rig.runFor(600_000);
    expect(rig.raised.get('hook-down.oncall')).toMatchObject({ severity: 'high', reason: expect.stringContaining('the last with 500') });
    expect(rig.hooks.service.get('oncall')).toMatchObject({ state: 'down', waiting: 2, delivered: 0 });
    const attempts = rig.got.length;
    expect(attempts).toBeLessThan(15);
    rig.answer = accepting;
    await rig.runFor(900_000);
    expect(rig.hooks.service.get('oncall')).toMatchObject({ state: 'ok', waiting: 0, delivered: 2 });
    expect(rig.raised.size).toBe(0);
    expect(new Set(rig.got.map(({ id }) => id)).size).toBe(2);
    expect(rig.hooks.service.deliveries('oncall', { limit: 10 }).map(({ cause, state }) => [cause, state])).toEqual([
      ['alarm/two', 'delivered'],
      ['alarm/one', 'delivered'],
    ]);
  });

  test('one message that a receiver never takes keeps no other back', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    rig.answer = ({ body }) => (body.groupKey.includes('poison') ? refusing(400)() : accepting());
    rig.raise('1', 'a', 'poison');
    rig.raise('2', 'a', 'good');
    await rig.runFor(60_000);
    const states = rig.hooks.service.deliveries('oncall', { limit: 10 }).map(({ cause, state }) => [cause, state]);
    expect(states).toEqual([
      ['alarm/good', 'delivered'],
      ['alarm/poison', 'waiting'],
    ]);
    expect(rig.raised.size).toBe(0);
  });

  test('Retry-After counts, up to the longest time', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    rig.answer = refusing(503, 120_000);
    rig.raise('1', 'a', 'one');
    await rig.runFor(400_000);
    const gaps = rig.got.slice(1).map(({ atMs }, index) => atMs - (rig.got[index]?.atMs ?? 0));
    expect(gaps.every((gap) => gap >= 120_000)).toBe(true);
    rig.answer = refusing(503, 1e12);
    await rig.runFor(1_000_000);
    const before = rig.got.length;
    rig.answer = accepting;
    await rig.runFor(900_100);
    expect(rig.got.length).toBe(before + 1);
  });

  test('what is too old is given up after one more attempt, counted and told; the alarm of the hook is no reason for a message of its own', async () => {
    const rig = await HookRig.start({ giveUpMs: 3_600_000 });
    await rig.hook('oncall', 'true');
    await rig.hook('second', 'kind == "hook.dropped"');
    await rig.runFor(61_000);
    rig.answer = ({ body }) => (body.receiver === 'oncall' ? refusing(500)() : accepting());
    rig.happen('device.pending', 'a');
    await rig.runFor(2 * 3_600_000);
    const { waiting, dropped } = rig.hooks.service.get('oncall');
    expect([waiting, dropped > 0]).toEqual([0, true]);
    expect(rig.got.some(({ body }) => body.receiver === 'second' && body.groupKey.includes('hook.dropped'))).toBe(true);
    expect(rig.got.some(({ body }) => body.receiver === 'oncall' && body.groupKey.includes('hook.dropped'))).toBe(false);
    expect(rig.hooks.service.counters.dropped).toBe(dropped);
  });

  test('two hooks that are down and want everything come to rest', async () => {
    const rig = await HookRig.start({ giveUpMs: 600_000 });
    rig.answer = refusing(500);
    for (const name of ['one', 'two']) await rig.hook(name, 'true');
    rig.happen('device.pending', 'a');
    await rig.runFor(3_600_000);
    const { entries } = { entries: await rig.journal.readTimeline({ limit: 1_000 }) };
    const told = entries.filter(({ kind }) => kind === 'hook.dropped').length;
    // Each tells of the other's losses; a loss is at least giveUpMs after its reason, so there are some in an hour, not thousands.
    expect(told).toBeLessThan(40);
  });

  test('more than may wait: the oldest of the hook that has most go first, at the limit none', async () => {
    const rig = await HookRig.start({ waitingMessages: 5, gatherMs: 100, everyMs: 1_000 });
    rig.answer = () => undefined;
    await rig.hook('few', 'kind == "kind.0"');
    await rig.hook('many', 'kind.startsWith("kind.") && kind != "kind.0"');
    for (let index = 0; index < 5; index += 1) rig.happen(`kind.${index}`, 'a');
    await rig.runFor(2_000);
    expect(rig.hooks.service.counters).toMatchObject({ waiting: 5, dropped: 0 });
    rig.happen('kind.5', 'a');
    await rig.runFor(5_000);
    expect(rig.hooks.service.counters).toMatchObject({ waiting: 5, dropped: 1 });
    const oldest = rig.hooks.service.deliveries('many', { limit: 10 }).at(-1);
    expect(oldest).toMatchObject({ cause: 'kind.1', state: 'dropped', body: '' });
    expect(rig.hooks.service.get('few')).toMatchObject({ waiting: 1, dropped: 0 });
    const told = (await rig.journal.readTimeline({ limit: 100 })).filter(({ kind }) => kind === 'hook.dropped');
    expect(told).toMatchObject([{ detail: { hook: 'many', count: 1 } }]);
  });

  test('pause keeps, resume sends; a test goes out all the same', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    await rig.hooks.service.pause('oncall', true, admin);
    rig.raise('1', 'a', 'one');
    await rig.runFor(600_000);
    expect(rig.got).toEqual([]);
    expect(rig.hooks.service.get('oncall')).toMatchObject({ state: 'paused', waiting: 1 });
    const outcome = rig.hooks.service.test('oncall', admin);
    await rig.runFor(1_000);
    await expect(outcome).resolves.toMatchObject({ delivered: true, answer: '200', elapsedMs: 50 });
    expect(rig.got).toHaveLength(1);
    const { endsAt, startsAt } = rig.got[0]?.body.alerts[0] ?? {};
    expect(rig.got[0]?.body).toMatchObject({ status: 'resolved', alerts: [{ status: 'resolved' }] });
    expect(endsAt).toBe(startsAt);
    await rig.hooks.service.pause('oncall', false, admin);
    await rig.runFor(1_000);
    expect(rig.got).toHaveLength(2);
    await rig.hooks.service.remove('oncall', admin);
    rig.raise('2', 'a', 'two');
    await rig.runFor(60_000);
    expect(rig.got).toHaveLength(2);
    expect(await rig.store.list('hookMessage')).toEqual([]);
    const actions = (await rig.journal.readAudit({ limit: 10 })).map(({ action }) => action);
    expect(actions).toEqual(['hook.create', 'hook.pause', 'hook.test', 'hook.resume', 'hook.delete']);
  });
});

describe('kill -9', () => {
  test('between the answer and its note: the same message once more, by the same id', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    rig.raise('1', 'a', 'one');
    await rig.runFor(10_010);
    expect(rig.got).toHaveLength(1);
    rig.kill();
    await rig.restart();
    await rig.runFor(1_000);
    expect(rig.got).toHaveLength(2);
    expect(rig.got[1]?.id).toBe(rig.got[0]?.id);
    expect(rig.got[1]?.request.body).toBe(rig.got[0]?.request.body);
    rig.kill();
    await rig.restart();
    await rig.runFor(600_000);
    expect(rig.got).toHaveLength(2);
  });

  test.each([500, 3_000, 9_990])('%d ms after the event: what stood in the timeline is told, once', async (afterMs) => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    rig.raise('1', 'a', 'one');
    if (afterMs < 1_000) await rig.journal.flush();
    await rig.runFor(afterMs);
    rig.kill();
    await rig.restart();
    rig.raise('2', 'b', 'one');
    await rig.runFor(600_000);
    expect(rig.got.map(({ body }) => body.commonAnnotations.devices)).toEqual(['a, b']);
  });

  test('of two causes the one that was told is not told again', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    rig.raise('1', 'a', 'one');
    await rig.runFor(8_000);
    rig.raise('2', 'a', 'two');
    await rig.runFor(4_000);
    rig.raise('3', 'a', 'two');
    await rig.runFor(1_500);
    rig.kill();
    await rig.restart();
    await rig.runFor(600_000);
    expect(rig.got.map(({ body }) => [body.groupKey.includes('/one'), body.commonAnnotations.summary])).toHaveLength(2);
    expect(rig.hooks.service.deliveries('oncall', { limit: 10 }).map(({ events }) => events)).toEqual([2, 1]);
  });

  test('a wall clock that jumps gives nothing up and sends nothing twice', async () => {
    const rig = await HookRig.start();
    await rig.hook('oncall', alarms);
    rig.answer = refusing(500);
    rig.raise('1', 'a', 'one');
    await rig.runFor(20_000);
    const { store } = rig;
    const [stored] = await store.list('hookMessage');
    // As if the clock had been set back by ten years when it was made.
    const value = { ...(stored as NonNullable<typeof stored>).value, createdAtMs: Date.UTC(2016, 0, 1) };
    await store.apply([{ type: 'put', kind: 'hookMessage', id: value.id, value }]);
    rig.kill();
    rig.answer = accepting;
    await rig.restart();
    await rig.runFor(1_000);
    expect(rig.hooks.service.get('oncall')).toMatchObject({ waiting: 0, delivered: 1, dropped: 0 });
  });
});

describe('refused', () => {
  const wrong: [string, { name?: string; url?: string; on?: string; secret?: string }, string, string][] = [
    ['a name with a space', { name: 'on call' }, 'E2604', 'is not 1 to 63'],
    ['a URL that is none', { url: 'pager' }, 'E2604', 'is no URL'],
    ['another protocol', { url: 'file:///etc/passwd' }, 'E2604', 'is not http:// or https://'],
    ['a password in the URL', { url: 'https://ana:secret@pager.example/' }, 'E2604', 'user name or a password'],
    ['a URL that is too long', { url: `https://pager.example/${'x'.repeat(2_000)}` }, 'E2604', 'its range is 1 to 2000'],
    ['a field that is none', { on: 'knd == "alarm.raised"' }, 'E1802', 'did you mean "kind"?'],
    ['broken CEL', { on: 'kind = "alarm.raised"' }, 'E1801', 'to compare, write =='],
    ['no condition', { on: 'message' }, 'E1803', 'must give true or false'],
    ['a version as text', { on: 'firmware > "1.4"' }, 'E1804', 'version("1.4")'],
    ['a secret without its prefix', { secret: Buffer.alloc(32).toString('base64') }, 'E2605', 'is not whsec_'],
    ['a short secret', { secret: `whsec_${Buffer.alloc(23).toString('base64')}` }, 'E2605', '23 bytes, its range is 24 to 64'],
    ['a long secret', { secret: `whsec_${Buffer.alloc(65).toString('base64')}` }, 'E2605', '65 bytes'],
  ];
  test.each(wrong)('%s', async (_what, change, code, message) => {
    const rig = await HookRig.start();
    const hook = { name: 'oncall', url: 'https://pager.example/in', on: alarms, ...change };
    await expect(rig.hooks.service.create(hook, admin)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(rig.hooks.service.list()).toEqual([]);
    await expect(rig.store.list('hook')).resolves.toEqual([]);
  });

  test('a name that is taken, one hook too many, one that is not there', async () => {
    const rig = await HookRig.start({ hooks: 2 });
    await rig.hook('one', alarms);
    await expect(rig.hook('one', alarms)).rejects.toMatchObject({ code: 'E2602', exit: 5 });
    await rig.hook('two', alarms);
    await expect(rig.hook('three', alarms)).rejects.toMatchObject({ code: 'E2603', message: '2 hooks exist, the limit is 2' });
    expect(() => rig.hooks.service.get('onee')).toThrow('did you mean one?');
    await expect(rig.hooks.service.pause('four', true, admin)).rejects.toMatchObject({ code: 'E2601', exit: 3 });
  });

  test('more tests than may be under way', async () => {
    const rig = await HookRig.start({ requests: 2 });
    await rig.hook('one', alarms);
    rig.answer = () => undefined;
    void rig.hooks.service.test('one', admin);
    void rig.hooks.service.test('one', admin);
    expect(() => rig.hooks.service.test('one', admin)).toThrow('2 tests are under way');
  });

  test('a hook that this version does not understand hears nothing and says so', async () => {
    const rig = await HookRig.start();
    await rig.hook('one', alarms);
    const [stored] = await rig.store.list('hook');
    const value = { ...(stored as NonNullable<typeof stored>).value, on: 'unknownField == 1' };
    await rig.store.apply([{ type: 'put', kind: 'hook', id: 'one', value }]);
    rig.kill();
    await rig.restart();
    rig.raise('1', 'a', 'one');
    await rig.runFor(60_000);
    expect(rig.got).toEqual([]);
    expect(rig.log.lines.some(({ text }) => text.includes('not understood'))).toBe(true);
  });
});

describe('a store that fails', () => {
  const full = new SeatrialError('E1603', { title: '', why: '', next: '', exit: 1, status: 507 }, { message: 'the disk is full' });

  test('makes no hook; messages wait for it and are sent once they are stored', async () => {
    const rig = await HookRig.start();
    const apply = rig.store.apply.bind(rig.store);
    rig.store.apply = () => Promise.reject(full);
    await expect(rig.hook('oncall', alarms)).rejects.toMatchObject({ code: 'E1603' });
    expect(rig.hooks.service.list()).toEqual([]);
    rig.store.apply = apply;
    await rig.hook('oncall', alarms);
    rig.store.apply = () => Promise.reject(full);
    rig.raise('1', 'a', 'one');
    await rig.runFor(60_000);
    expect(rig.got).toEqual([]);
    expect(rig.hooks.service.get('oncall')).toMatchObject({ waiting: 1 });
    rig.store.apply = apply;
    await rig.runFor(2_000);
    expect(rig.got).toHaveLength(1);
  });
});

test('more hooks than requests: never more under way than allowed, and each has its turn', async () => {
  const rig = await HookRig.start({ requests: 2 });
  let most = 0;
  for (let index = 0; index < 6; index += 1) await rig.hook(`h${index}`, 'kind == "kind.a"');
  let underWay = 0;
  rig.answer = () => {
    underWay += 1;
    most = Math.max(most, underWay);
    rig.clock.setTimeout(() => {
      underWay -= 1;
    }, 49);
    return accepting();
  };
  rig.happen('kind.a', 'x');
  await rig.runFor(20_000);
  expect(rig.got).toHaveLength(6);
  expect(most).toBe(2);
});
