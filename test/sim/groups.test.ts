import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '#fleet/store/index.js';
import { Harness, operator, Unit } from './gateway-harness.ts';

async function start(options: Parameters<typeof Harness.start>[0] = {}) {
  const harness = await Harness.start(options);
  const north = await harness.token({ labels: { site: 'north' } });
  const south = await harness.token({ labels: { site: 'south' } });
  for (const id of ['a', 'b']) await harness.claim(new Unit(id), north);
  await harness.claim(new Unit('c'), south);
  return { harness, ...harness.registry.services };
}

const group = (name: string, selector: string) => ({ name, title: '', selector });

describe('groups', () => {
  test('who is in it follows the devices, and what asks it follows the group', async () => {
    const { groups, devices } = await start();
    await groups.create(group('north', 'site=north'), operator);
    await groups.create(group('rest', 'group!=north'), operator);
    const ids = (selector: string) => devices.list({ selector, after: '', limit: 10 }).devices.map(({ id }) => id);
    expect([ids('group=north'), ids('inGroup("rest")')]).toEqual([['a', 'b'], ['c']]);
    await devices.label('b', { set: { site: 'south' }, remove: [] }, operator);
    expect([ids('group=north'), ids('group=rest')]).toEqual([['a'], ['b', 'c']]);
    await groups.set('north', { selector: 'id=c' }, operator);
    expect([ids('group=north'), ids('group=rest')]).toEqual([['c'], ['a', 'b']]);
    expect(groups.preview('rest', { limit: 1, device: 'c' })).toMatchObject({
      members: 2,
      names: ['a'],
      device: {
        id: 'c',
        matches: false,
        clauses: [
          { clause: 'group!=north', holds: false, measured: 'inGroup("north") = true' },
          { clause: 'north: id=c', holds: true },
        ],
      },
    });
  });

  test('a change for another revision, a name that exists, one that does not', async () => {
    const { groups } = await start();
    const { revision } = await groups.create(group('north', 'site=north'), operator);
    await groups.set('north', { title: 'the north', revision }, operator);
    await expect(groups.set('north', { title: 'other', revision }, operator)).rejects.toMatchObject({
      code: 'E1732',
      exit: 5,
      message: 'group north stands at revision 2, the change was made for 1',
    });
    await expect(groups.remove('north', { revision }, operator)).rejects.toMatchObject({ code: 'E1732' });
    await expect(groups.create(group('north', 'site=south'), operator)).rejects.toMatchObject({ code: 'E1731', exit: 5 });
    await expect(groups.set('nobody', { title: 'x' }, operator)).rejects.toMatchObject({ code: 'E1730', exit: 3 });
    expect(await groups.set('north', { title: 'the north' }, operator)).toMatchObject({ revision: 2 });
  });

  test('one that another asks can not be deleted; a ring can not be closed', async () => {
    const { groups } = await start();
    await groups.create(group('one', 'site=north'), operator);
    await groups.create(group('two', 'group=one'), operator);
    await expect(groups.remove('one', {}, operator)).rejects.toMatchObject({ code: 'E1735', message: 'group one is asked by two' });
    await expect(groups.set('one', { selector: 'group=two' }, operator)).rejects.toMatchObject({
      code: 'E1733',
      message: 'group one would ask itself: one -> two -> one',
    });
    await expect(groups.set('one', { selector: 'group=three' }, operator)).rejects.toMatchObject({ code: 'E1802' });
    await groups.remove('two', {}, operator);
    expect((await groups.remove('one', {}, operator)).name).toBe('one');
    expect(groups.list()).toEqual([]);
  });

  test.each([
    ['a name of 63', group('n'.repeat(63), 'id=a'), undefined],
    ['a name of 64', group('n'.repeat(64), 'id=a'), 'E1708'],
    ['a name in capitals', group('North', 'id=a'), 'E1708'],
    ['a selector of 1,000', group('n', `id != "${'x'.repeat(992)}"`), undefined],
    ['a selector of 1,001', group('n', `id != "${'x'.repeat(993)}"`), 'E1708'],
    ['no selector', group('n', ''), 'E1708'],
    ['a title of 201', { ...group('n', 'id=a'), title: 't'.repeat(201) }, 'E1708'],
    ['a bare word', group('n', 'north'), 'E1806'],
  ])('%s', async (_name, wanted, code) => {
    const { groups } = await start();
    if (code === undefined) await expect(groups.create(wanted, operator)).resolves.toMatchObject({ revision: 1 });
    else await expect(groups.create(wanted, operator)).rejects.toMatchObject({ code });
  });

  test('why a device is not in a group that asks others: their clauses, behind their names', async () => {
    const { groups } = await start();
    await groups.create(group('north', 'site=north'), operator);
    await groups.create(group('pilots', 'group=north'), operator);
    await groups.create(group('first', 'group=pilots,id=b'), operator);
    const { device } = groups.preview('first', { limit: 1, device: 'c' });
    expect(device?.clauses.map(({ clause, holds }) => [clause, holds])).toEqual([
      ['group=pilots', false],
      ['id=b', false],
      ['pilots: group=north', false],
      ['north: site=north', false],
    ]);
    expect(() => groups.preview('first', { limit: 1, device: 'aa' })).toThrow('there is no device aa, did you mean a?');
    expect(() => groups.get('pilot')).toThrow('there is no group pilot, did you mean pilots?');
  });

  test('as many as there may be, and one more', async () => {
    const { groups } = await start({ registry: { groups: 1 } });
    await groups.create(group('one', 'id=a'), operator);
    await expect(groups.create(group('two', 'id=a'), operator)).rejects.toMatchObject({ code: 'E1734' });
  });

  test('after a crash they are there again, whatever the order of their names; changes are in the audit', async () => {
    const store = createMemoryStore();
    const before = await start({ store });
    await before.groups.create(group('z', 'site=north'), operator);
    await before.groups.create(group('a', 'group=z'), operator);
    await before.groups.set('z', { title: 'zone' }, operator);
    expect((await before.harness.audit()).filter((line) => line.startsWith('group.'))).toEqual([
      'group.create group:z',
      'group.create group:a',
      'group.set group:z',
    ]);
    const { services } = (await Harness.start({ store: store.crash(), clock: before.harness.clock })).registry;
    expect(services.groups.list()).toMatchObject([
      { name: 'a', uses: ['z'] },
      { name: 'z', revision: 2, usedBy: ['a'], title: 'zone' },
    ]);
    expect(services.groups.preview('a', { limit: 10 })).toMatchObject({ members: 2, names: ['a', 'b'] });
  });
});
