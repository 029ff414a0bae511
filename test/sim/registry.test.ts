import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '#fleet/store/index.js';
import { Harness, operator, thermostat, Unit } from './gateway-harness.ts';

describe('claims', () => {
  test('two claims at once on the last use of a token: exactly one wins', async () => {
    const harness = await Harness.start();
    const token = await harness.token({ uses: 1 });
    const links = [new Unit('a'), new Unit('b')].map((unit) => {
      const link = harness.open();
      link.say(unit.claim(link.nonce(), token));
      return link;
    });
    await harness.settle();
    expect(links.map((link) => link.refusals())).toEqual([[], ['token-used-up']]);
    expect(harness.registry.devices.listTokens()).toMatchObject([{ uses: 1, used: 1 }]);
    expect(harness.registry.devices.count()).toMatchObject({ never: 1, total: 1 });
  });

  test.each([
    ['same name, other key', ['a', 'key 1'], ['a', 'key 2'], ['identity-taken']],
    ['other name, same key', ['a', 'key 1'], ['b', 'key 1'], ['identity-taken']],
    ['same name, same key', ['a', 'key 1'], ['a', 'key 1'], []],
  ])('two claims at once: %s', async (_name, one, other, expected) => {
    const harness = await Harness.start();
    const token = await harness.token({ uses: 10 });
    const links = [one, other]
      .map(([id, key]) => new Unit(id as string, key))
      .map((unit) => {
        const link = harness.open();
        link.say(unit.claim(link.nonce(), token));
        return link;
      });
    await harness.settle();
    expect(links.map((link) => link.refusals())).toEqual([[], expected]);
    expect(harness.registry.devices.listTokens()).toMatchObject([{ used: 1 }]);
  });

  test('claimed again when the answer was lost: no further use, also with a token that is used up, expired or revoked', async () => {
    const harness = await Harness.start();
    const token = await harness.token({ uses: 1, lifetimeMs: 1_000 });
    const unit = new Unit('a');
    await harness.claim(unit, token);
    await harness.registry.devices.revokeToken(token.split(':')[0] as string, operator);
    await harness.pass(5_000);
    const link = await harness.claim(unit, token);
    expect(link.refusals()).toEqual([]);
    expect(link.all('challenge')).toHaveLength(2);
    expect(harness.registry.devices.listTokens()).toMatchObject([{ used: 1 }]);
  });

  test('a token at its expiry and one ms past it', async () => {
    const harness = await Harness.start();
    const token = await harness.token({ lifetimeMs: 1_000 });
    await harness.pass(1_000);
    expect((await harness.claim(new Unit('a'), token)).refusals()).toEqual([]);
    await harness.pass(1);
    expect((await harness.claim(new Unit('b'), token)).refusals()).toEqual(['token-expired']);
  });

  test('a wrong secret, an unknown token, a profile that is not allowed', async () => {
    const harness = await Harness.start();
    const token = await harness.token({ profiles: ['turbofan'] });
    expect((await harness.claim(new Unit('a'), `${token}x`)).refusals()).toEqual(['token-invalid']);
    expect((await harness.claim(new Unit('a'), 'nobody:secret')).refusals()).toEqual(['token-invalid']);
    expect((await harness.claim(new Unit('a'), token)).refusals()).toEqual(['profile-not-allowed']);
    expect(await harness.audit()).toEqual(
      expect.arrayContaining(['claim.refused device:a token-invalid', 'claim.refused device:a profile-not-allowed']),
    );
  });

  test('a replayed claim does not fit the nonce of another connection', async () => {
    const harness = await Harness.start();
    const token = await harness.token();
    const recorded = new Unit('a').claim(harness.open().nonce(), token);
    const link = harness.open();
    link.say(recorded);
    await harness.settle();
    expect(link.refusals()).toEqual(['token-invalid']);
    await harness.claim(new Unit('a'), token);
    const again = harness.open();
    again.say(recorded);
    await harness.settle();
    expect(again.refusals()).toEqual(['token-invalid']);
  });

  test('devices at the limit and one past it', async () => {
    const harness = await Harness.start({ registry: { devices: 2 } });
    const token = await harness.token();
    expect((await harness.claim(new Unit('a'), token)).refusals()).toEqual([]);
    expect((await harness.claim(new Unit('b'), token)).refusals()).toEqual([]);
    expect((await harness.claim(new Unit('c'), token)).refusals()).toEqual(['overloaded']);
  });

  test('claims that wait for the store, at the limit and one past it; more than one batch', async () => {
    const harness = await Harness.start({ registry: { waitingClaims: 5, claimsPerBatch: 2 } });
    const token = await harness.token();
    const links = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => {
      const link = harness.open();
      link.say(new Unit(id).claim(link.nonce(), token));
      return link;
    });
    await harness.settle();
    expect(links.map((link) => link.refusals())).toEqual([[], [], [], [], [], ['overloaded']]);
    expect(['a', 'b', 'c', 'd', 'e'].map((id) => harness.key(id))).toEqual([1, 2, 3, 4, 5]);
    expect(harness.registry.devices.listTokens()).toMatchObject([{ used: 5 }]);
  });

  test('a store that is full: the claim is refused, nothing of it stays, and it works when there is room', async () => {
    const store = createMemoryStore();
    const harness = await Harness.start({ store });
    const token = await harness.token({ uses: 1 });
    store.setFull(true);
    const link = await harness.claim(new Unit('a'), token);
    expect(link.refusals()).toEqual(['storage-unavailable']);
    expect(link.all('refusal')[0]?.retryAfterMs).toBeGreaterThan(0);
    expect(harness.registry.devices.count().total).toBe(0);
    store.setFull(false);
    expect((await harness.claim(new Unit('a'), token)).refusals()).toEqual([]);
  });

  test('failed claims of one remote host: told to wait past the limit; good claims of the same host go on', async () => {
    const harness = await Harness.start({ registry: { failedClaimsPerMinute: 3 } });
    const token = await harness.token();
    const claimFrom = async (remote: string, unit: Unit, text: string) => {
      const link = harness.open(remote);
      link.say(unit.claim(link.nonce(), text));
      await harness.settle();
      return link.refusals();
    };
    for (let count = 0; count < 3; count += 1) expect(await claimFrom(`h:${count}`, new Unit('x'), 'no:no')).toEqual(['token-invalid']);
    expect(await claimFrom('h:9', new Unit('x'), 'no:no')).toEqual(['overloaded']);
    expect(await claimFrom('other:9', new Unit('x'), 'no:no')).toEqual(['token-invalid']);
    expect(await claimFrom('h:10', new Unit('a'), token)).toEqual([]);
    await harness.pass(60_000);
    expect(await claimFrom('h:11', new Unit('x'), 'no:no')).toEqual(['token-invalid']);
  });

  test('a flood of wrong claims: so many audit entries a minute, the rest is one summary', async () => {
    const harness = await Harness.start({ registry: { auditEntriesPerMinute: 5, failedClaimsPerMinute: 1_000 } });
    for (let count = 0; count < 20; count += 1) await harness.claim(new Unit('x'), 'no:no');
    expect((await harness.audit()).filter((line) => line.startsWith('claim.refused'))).toHaveLength(5);
    await harness.pass(60_000);
    const entries = await harness.journal.readAudit({ limit: 100 });
    expect(entries.filter(({ action }) => action === 'audit.summary')).toMatchObject([{ detail: { count: 15 } }]);
  });
});

describe('restart', () => {
  test('a new registry on the same store knows everything', async () => {
    const store = createMemoryStore();
    const before = await Harness.start({ store });
    const admin = await before.registry.bootstrapAdmin();
    const token = await before.token({ uses: 5, labels: { site: 'north' } });
    const unit = new Unit('a');
    await before.join(unit, token);
    await before.claim(new Unit('b'), await before.token({ approve: false }));
    await before.join(new Unit('c'), token);
    await before.registry.devices.revoke('c', operator);
    await before.registry.devices.remove('c', operator);
    await before.registry.devices.configure('a', { setpointC: 25 }, operator);
    await before.pass(2_000);
    const disk = store.crash();

    const after = await Harness.start({ store: disk, clock: before.clock });
    expect(after.registry.devices.get('a')).toMatchObject({
      key: 1,
      boot: 1,
      connection: 1,
      firmwareVersion: '1.0.0',
      labels: { site: 'north' },
    });
    expect(after.registry.devices.count()).toMatchObject({ pending: 1, total: 2 });
    expect(
      after.registry.devices
        .listTokens()
        .map(({ used }) => used)
        .sort(),
    ).toEqual([1, 2]);
    expect(after.registry.operatorTokens.authenticate(admin?.secret ?? '')).toMatchObject({ role: 'admin' });
    expect(await after.registry.bootstrapAdmin()).toBeUndefined();
    expect(after.registry.devices.listProfiles()).toMatchObject([{ definition: { name: 'thermostat' } }]);
    expect(after.defined).toEqual([expect.stringMatching(/^profile /), expect.stringMatching(/^1 a /)]);
    expect((await after.claim(new Unit('c'), token)).refusals()).toEqual(['revoked']);
    const stale = new Unit('a');
    expect(after.hello(stale).refusals()).toEqual(['clone-suspected']);
    const link = after.hello(unit);
    expect(link.all('welcome')).toMatchObject([{ profileWanted: false }]);
    expect(link.all('desiredConfiguration')).toMatchObject([{ version: 1 }]);
    await after.claim(new Unit('d'), token);
    expect(after.key('d'), 'a key is never given twice').toBe(4);
  });

  test('(boot, connection) is stored within 250 ms, heard-of only now and then', async () => {
    const store = createMemoryStore();
    const harness = await Harness.start({ store });
    const link = await harness.join(new Unit('a'), await harness.token());
    expect((await store.get('device', 'a'))?.value.connection).toBe(0);
    await harness.pass(250);
    const stored = await store.get('device', 'a');
    expect(stored?.value.connection).toBe(1);
    for (let sequence = 1; sequence <= 29; sequence += 1) {
      link.telemetry(1, sequence);
      await harness.pass(10_000);
    }
    expect((await store.get('device', 'a'))?.revision).toBe(stored?.revision);
    link.telemetry(1, 30);
    await harness.pass(20_000);
    link.telemetry(1, 31);
    await harness.pass(10_000);
    expect((await store.get('device', 'a'))?.revision).toBe((stored?.revision ?? 0) + 1);
  });

  test('soft state that could not be stored is stored when there is room', async () => {
    const store = createMemoryStore();
    const harness = await Harness.start({ store });
    await harness.join(new Unit('a'), await harness.token());
    store.setFull(true);
    await harness.pass(20_000);
    store.setFull(false);
    await harness.pass(5_000);
    expect((await store.get('device', 'a'))?.value.connection).toBe(1);
    const told = harness.log.lines.filter(({ text }) => text.startsWith('device states'));
    expect(told.map(({ level }) => level)).toEqual(['error', 'info']);
  });
});

describe('operators', () => {
  test('lists by name, in pages, with a selector', async () => {
    const harness = await Harness.start();
    const token = await harness.token({ labels: { site: 'north' } });
    const south = await harness.token({ labels: { site: 'south' } });
    for (const id of ['e', 'a', 'd']) await harness.claim(new Unit(id), token);
    for (const id of ['c', 'b']) await harness.claim(new Unit(id), south);
    const { devices } = harness.registry;
    const page = devices.list({ selector: '', after: '', limit: 2 });
    expect(page).toMatchObject({ devices: [{ id: 'a' }, { id: 'b' }], total: 5, next: 'b' });
    expect(devices.list({ selector: '', after: 'b', limit: 10 })).toMatchObject({
      devices: [{ id: 'c' }, { id: 'd' }, { id: 'e' }],
      next: undefined,
    });
    const north = devices.list({ selector: 'site=north', after: '', limit: 2 });
    expect(north).toMatchObject({ devices: [{ id: 'a' }, { id: 'd' }], total: 3, next: 'd' });
    expect(devices.list({ selector: 'site=north', after: 'd', limit: 2 })).toMatchObject({
      devices: [{ id: 'e' }],
      total: 3,
      next: undefined,
    });
    await devices.remove('b', operator);
    expect(devices.list({ selector: '', after: 'a', limit: 1 })).toMatchObject({ devices: [{ id: 'c' }], total: 4 });
    expect(() => devices.list({ selector: '', after: '', limit: 0 })).toThrow(expect.objectContaining({ code: 'E1708' }));
    expect(() => devices.list({ selector: '', after: '', limit: 10_001 })).toThrow(expect.objectContaining({ code: 'E1708' }));
  });

  test('approve all or none; only what may be approved', async () => {
    const harness = await Harness.start();
    const token = await harness.token({ approve: false });
    for (const id of ['a', 'b', 'c']) await harness.claim(new Unit(id), token);
    const { devices } = harness.registry;
    await devices.revoke('c', operator);
    await expect(devices.approve(['a', 'c'], operator)).rejects.toMatchObject({ code: 'E1705' });
    await expect(devices.approve(['a', 'nobody'], operator)).rejects.toMatchObject({ code: 'E1702' });
    await expect(devices.revoke('aa', operator)).rejects.toMatchObject({ message: 'there is no device aa, did you mean a?' });
    expect([devices.similarTo('aa'), devices.similarTo('nobody')]).toEqual(['a', undefined]);
    expect(devices.count()).toMatchObject({ pending: 2, revoked: 1, total: 3 });
    expect(await devices.approve(['a', 'b'], operator)).toMatchObject([{ status: 'active' }, { status: 'active' }]);
    expect(devices.count()).toMatchObject({ pending: 0, revoked: 1, never: 2, total: 3 });
    expect(await harness.audit()).toEqual(
      expect.arrayContaining(['device.approve device:a', 'device.approve device:b', 'device.revoke device:c']),
    );
  });

  test.each([
    [{ setpointC: 4.9 }, 'setpointC: 4.9 is below 5, the range is 5 to 30'],
    [{ setpointC: 30.1 }, 'setpointC: 30.1 is above 30, the range is 5 to 30'],
    [{ setpointC: 'warm' }, 'setpointC: "warm" is a string, the setting is a number'],
    [{ ecoMode: 1 }, 'ecoMode: 1 is a number, the setting is a boolean'],
    [{ setpoint: 20 }, 'setpoint: profile thermostat has no such setting, did you mean setpointC? it has ecoMode, setpointC'],
  ])('a configuration that does not fit names key, value and range: %j', async (settings, message) => {
    const harness = await Harness.start();
    const link = await harness.join(new Unit('a'), await harness.token());
    await expect(harness.registry.devices.configure('a', settings, operator)).rejects.toMatchObject({ code: 'E1706', message });
    expect(link.all('desiredConfiguration')).toEqual([]);
  });

  test('a configuration before the profile is known', async () => {
    const harness = await Harness.start();
    await harness.claim(new Unit('a'), await harness.token());
    await expect(harness.registry.devices.configure('a', {}, operator)).rejects.toMatchObject({ code: 'E1707' });
  });

  test('configuration versions grow, at the limits of a setting too', async () => {
    const harness = await Harness.start();
    await harness.join(new Unit('a'), await harness.token());
    const { devices } = harness.registry;
    expect(await devices.configure('a', { setpointC: 5 }, operator)).toEqual({ version: 1 });
    expect(await devices.configure('a', { setpointC: 30 }, operator)).toEqual({ version: 2 });
  });

  test('token requests out of range', async () => {
    const harness = await Harness.start();
    await expect(harness.token({ uses: 0 })).rejects.toMatchObject({ code: 'E1708' });
    await expect(harness.token({ uses: 1_000_001 })).rejects.toMatchObject({ code: 'E1708' });
    await expect(harness.token({ lifetimeMs: 999 })).rejects.toMatchObject({ code: 'E1708' });
    await expect(harness.token({ labels: { 'Not ok': '' } })).rejects.toMatchObject({ code: 'E1708' });
    await expect(harness.registry.devices.revokeToken('nobody', operator)).rejects.toMatchObject({ code: 'E1703' });
  });

  test('tokens at their limit and one past it', async () => {
    const harness = await Harness.start({ registry: { enrolmentTokens: 1, operatorTokens: 1 } });
    await harness.token();
    await expect(harness.token()).rejects.toMatchObject({ code: 'E1709' });
    await harness.registry.bootstrapAdmin();
    const request = { name: 'olga', role: 'viewer', lifetimeMs: 0 } as const;
    await expect(harness.registry.operatorTokens.create(request, operator)).rejects.toMatchObject({ code: 'E1709' });
  });

  test('operator tokens: valid until they expire or are revoked; the last admin stays', async () => {
    const harness = await Harness.start();
    const { operatorTokens } = harness.registry;
    const admin = await harness.registry.bootstrapAdmin();
    const { token, secret } = await operatorTokens.create({ name: 'olga', role: 'operator', lifetimeMs: 1_000 }, operator);
    await harness.pass(1_000);
    expect(operatorTokens.authenticate(secret)).toMatchObject({ name: 'olga', role: 'operator' });
    await harness.pass(1);
    expect(operatorTokens.authenticate(secret)).toBeUndefined();
    expect(operatorTokens.authenticate('x'.repeat(100_000))).toBeUndefined();
    const adminId = operatorTokens.authenticate(admin?.secret ?? '')?.id ?? '';
    await expect(operatorTokens.revoke(adminId, operator)).rejects.toMatchObject({ code: 'E1711' });
    await operatorTokens.revoke(token.id, operator);
    await expect(operatorTokens.revoke(token.id, operator)).rejects.toMatchObject({ code: 'E1704' });
    await operatorTokens.create({ name: 'second', role: 'admin', lifetimeMs: 0 }, operator);
    await operatorTokens.revoke(adminId, operator);
    expect(operatorTokens.authenticate(admin?.secret ?? '')).toBeUndefined();
    expect(JSON.stringify(await harness.store.list('apiToken'))).not.toContain(admin?.secret);
  });
});

test('profiles at their limit and one past it', async () => {
  const harness = await Harness.start({ registry: { profiles: 1 } });
  const token = await harness.token();
  await harness.join(new Unit('a'), token);
  const other = new Unit('b');
  other.profile = { ...thermostat, name: 'other' };
  expect((await harness.join(other, token)).refusals()).toEqual(['profile-invalid']);
});

test('presence: many changes at once are so many lines and one summary; the buckets add up', async () => {
  const harness = await Harness.start({ registry: { presenceEntries: 3 } });
  const token = await harness.token();
  for (let index = 0; index < 10; index += 1) await harness.join(new Unit(`d${index}`), token);
  await harness.pass(6_000);
  const lines = (await harness.journal.readTimeline({ limit: 1_000 })).filter(
    ({ kind }) => kind === 'device.online' || kind === 'presence.summary',
  );
  expect(lines.map(({ kind }) => kind)).toEqual(['device.online', 'device.online', 'device.online', 'presence.summary']);
  expect(lines.at(-1)).toMatchObject({ detail: { online: 7 } });
  const { total, ...buckets } = harness.registry.devices.count();
  expect(Object.values(buckets).reduce((sum, count) => sum + count, 0)).toBe(total);
});
