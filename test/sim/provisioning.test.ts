import { describe, expect, test } from 'vitest';
import type { ImportedIdentity } from '#fleet/domain/index.js';
import { createMemoryStore } from '#fleet/store/index.js';
import { Harness, operator, startWallMs, thermostat, Unit } from './gateway-harness.ts';

const keyText = (unit: Unit): string => Buffer.from(unit.publicKey).toString('base64url');
const identityOf = (unit: Unit, more: Partial<ImportedIdentity> = {}): ImportedIdentity => ({
  id: unit.id,
  publicKey: keyText(unit),
  profile: 'thermostat',
  hardwareRevision: 'B',
  labels: {},
  status: 'active',
  ...more,
});
const outcomesOf = (outcomes: readonly { readonly outcome: string }[]): string[] => outcomes.map(({ outcome }) => outcome);

/** The same device after its key was changed: boots go on. */
function rekeyed(unit: Unit, seed: string): Unit {
  const other = new Unit(unit.id, seed);
  other.boot = unit.boot;
  other.connection = unit.connection;
  return other;
}

describe('import', () => {
  test('an imported device says Hello without a token; labels, status and revision are its own', async () => {
    const harness = await Harness.start();
    const { provisioning, devices } = harness.registry;
    const identities = [identityOf(new Unit('a'), { labels: { site: 'north' } }), identityOf(new Unit('b'), { status: 'pending' })];
    expect(outcomesOf(await provisioning.importIdentities(identities, true, operator))).toEqual(['created', 'created']);
    expect(devices.count().total).toBe(0);
    expect(outcomesOf(await provisioning.importIdentities(identities, false, operator))).toEqual(['created', 'created']);
    expect(devices.get('a')).toMatchObject({ status: 'active', labels: { site: 'north' }, tokenId: '', hardwareRevision: 'B', key: 1 });
    expect(harness.hello(new Unit('a')).all('welcome')).toHaveLength(1);
    expect(harness.hello(new Unit('b')).all('pending')).toHaveLength(1);
    expect(await harness.audit()).toEqual(expect.arrayContaining(['device.import device:a', 'device.import device:b']));
  });

  test('again is unchanged, and so is what stands twice in one request', async () => {
    const harness = await Harness.start();
    const { provisioning, devices } = harness.registry;
    const a = identityOf(new Unit('a'));
    expect(outcomesOf(await provisioning.importIdentities([a, a], false, operator))).toEqual(['created', 'unchanged']);
    expect(outcomesOf(await provisioning.importIdentities([a, identityOf(new Unit('b'))], false, operator))).toEqual([
      'unchanged',
      'created',
    ]);
    expect(devices.count().total).toBe(2);
  });

  test.each<[string, ImportedIdentity[], RegExp]>([
    ['another key for a known name', [identityOf(new Unit('a', 'other'))], /^1 of 1 identities conflict: a: another key holds/],
    ['the key of another name', [identityOf(new Unit('x', 'a'))], /x: the key is that of device a/],
    ['another key for a name of the same request', [identityOf(new Unit('x')), identityOf(new Unit('x', 'y'))], /1 of 2 .*x: another key/],
    ['a key twice in the same request', [identityOf(new Unit('x')), identityOf(new Unit('y', 'x'))], /y: the key is that of device x/],
    ['a revoked name', [identityOf(new Unit('gone', 'other'))], /gone: the identity gone is revoked/],
    ['a revoked key', [identityOf(new Unit('new', 'gone'))], /new: the key is revoked/],
  ])('%s: nothing of the request is taken', async (_name, identities, message) => {
    const harness = await Harness.start();
    const { provisioning, devices } = harness.registry;
    await provisioning.importIdentities([identityOf(new Unit('a')), identityOf(new Unit('gone'))], false, operator);
    await devices.revoke('gone', operator);
    const request = [identityOf(new Unit('fresh')), ...identities];
    expect(outcomesOf(await provisioning.importIdentities(request, true, operator))).toContain('conflict');
    const refused = provisioning.importIdentities(identities, false, operator);
    await expect(refused).rejects.toMatchObject({ code: 'E1750', exit: 5, message: expect.stringMatching(message) });
    await expect(provisioning.importIdentities(request, false, operator)).rejects.toMatchObject({ code: 'E1750' });
    expect(devices.get('fresh')).toBeUndefined();
  });

  test.each([
    [{ publicKey: Buffer.alloc(31).toString('base64url') }, /31 bytes of base64url, not 32/],
    [{ publicKey: Buffer.alloc(33).toString('base64url') }, /33 bytes/],
    [{ publicKey: `${Buffer.alloc(32).toString('base64url')}=` }, /no Ed25519 key/],
    [{ publicKey: Buffer.alloc(32).toString('hex') }, /48 bytes/],
    [{ id: 'A' }, /"A" is no identity/],
    [{ profile: '' }, /the profile of a has 0 characters/],
    [{ labels: { BAD: 'x' } }, /label "BAD"/],
  ])('%j is refused', async (more, message) => {
    const { registry } = await Harness.start();
    const refused = registry.provisioning.importIdentities([identityOf(new Unit('a'), more)], true, operator);
    await expect(refused).rejects.toMatchObject({ code: 'E1708', message: expect.stringMatching(message) });
  });

  test('a request at its limit and one past it; devices at theirs and one past it', async () => {
    const harness = await Harness.start({ registry: { importIdentities: 3, devices: 4 } });
    const { provisioning } = harness.registry;
    const some = (...ids: string[]) => ids.map((id) => identityOf(new Unit(id)));
    await provisioning.importIdentities(some('a', 'b', 'c'), false, operator);
    await expect(provisioning.importIdentities(some('a', 'b', 'c', 'd'), false, operator)).rejects.toMatchObject({ code: 'E1708' });
    await expect(provisioning.importIdentities(some('d', 'e'), false, operator)).rejects.toMatchObject({ code: 'E1701' });
    expect(outcomesOf(await provisioning.importIdentities(some('c', 'd'), false, operator))).toEqual(['unchanged', 'created']);
  });

  test('a store that is full: nothing is taken, and all is when there is room', async () => {
    const store = createMemoryStore();
    const { registry } = await Harness.start({ store });
    store.setFull(true);
    await expect(registry.provisioning.importIdentities([identityOf(new Unit('a'))], false, operator)).rejects.toMatchObject({
      code: 'E1603',
    });
    expect(registry.devices.get('a')).toBeUndefined();
    store.setFull(false);
    expect(outcomesOf(await registry.provisioning.importIdentities([identityOf(new Unit('a'))], false, operator))).toEqual(['created']);
  });
});

describe('rotation', () => {
  async function rotated(overlapMs: number) {
    const harness = await Harness.start();
    const old = new Unit('a');
    const link = await harness.join(old, await harness.token());
    const fresh = rekeyed(old, 'second');
    await harness.registry.provisioning.rotate('a', keyText(fresh), overlapMs, operator);
    return { harness, old, fresh, link };
  }

  test('both keys count during the overlap, whether or not the new one was used; then the new one alone', async () => {
    const { harness, old, fresh, link } = await rotated(60_000);
    expect(harness.registry.devices.get('a')).toMatchObject({ keyUsedAtMs: 0, previousKeyUntilMs: startWallMs + 60_000 });
    link.drop();
    expect(harness.hello(old).all('welcome')).toHaveLength(1);
    fresh.connection = old.connection;
    expect(harness.hello(fresh).all('welcome')).toHaveLength(1);
    expect(harness.registry.devices.get('a')).toMatchObject({ keyUsedAtMs: startWallMs });
    old.connection = fresh.connection;
    await harness.pass(59_999);
    expect(harness.hello(old).all('welcome')).toHaveLength(1);
    fresh.connection = old.connection;
    expect(harness.hello(fresh).all('welcome')).toHaveLength(1);
    old.connection = fresh.connection;
    await harness.pass(1);
    const late = harness.hello(old);
    expect(late.refusals()).toEqual(['bad-signature']);
    expect(late.all('refusal')[0]).toMatchObject({
      retryAfterMs: 0,
      message: expect.stringMatching(/^the key of a was replaced at 2026-01-01.*, 0 ms ago$/),
    });
    expect(await harness.audit()).toEqual(expect.arrayContaining(['device.rotate device:a', 'hello.refused device:a bad-signature']));
    fresh.connection = old.connection;
    expect(harness.hello(fresh).all('welcome')).toHaveLength(1);
  });

  test('a session of the old key ends with the overlap, and is told to come with the new one', async () => {
    const { harness, link } = await rotated(60_000);
    await harness.pass(59_000);
    expect(link.isOpen).toBe(true);
    await harness.pass(6_000);
    expect(link.refusals()).toEqual(['bad-signature']);
    expect(link.all('refusal')[0]?.retryAfterMs).toBeGreaterThan(0);
    expect(link.isOpen).toBe(false);
  });

  test('a session of the new key does not end with the overlap', async () => {
    const { harness, fresh, link } = await rotated(60_000);
    link.drop();
    const newer = harness.hello(fresh);
    await harness.pass(65_000);
    expect(newer.refusals()).toEqual([]);
  });

  test('without an overlap the old key counts no more', async () => {
    const { harness, old, link } = await rotated(0);
    link.drop();
    expect(harness.hello(old).refusals()).toEqual(['bad-signature']);
  });

  test('again with the same key: a shorter overlap ends it earlier, a longer one changes nothing', async () => {
    const { harness, fresh } = await rotated(60_000);
    const rotate = (overlapMs: number) => harness.registry.provisioning.rotate('a', keyText(fresh), overlapMs, operator);
    expect((await rotate(90_000)).previousKeyUntilMs).toBe(startWallMs + 60_000);
    expect((await rotate(10_000)).previousKeyUntilMs).toBe(startWallMs + 10_000);
    expect((await harness.audit()).filter((line) => line.startsWith('device.rotate'))).toHaveLength(2);
  });

  test('back to the key before, while its overlap runs; not after it', async () => {
    const { harness, old, link } = await rotated(60_000);
    const back = () => harness.registry.provisioning.rotate('a', keyText(old), 60_000, operator);
    expect((await back()).publicKey).toBe(keyText(old));
    await harness.pass(70_000);
    expect(link.refusals()).toEqual([]);
    const third = new Unit('a', 'third');
    await harness.registry.provisioning.rotate('a', keyText(third), 0, operator);
    await expect(back()).rejects.toMatchObject({ code: 'E1751', exit: 5 });
  });

  test('a key that was replaced is nobody else’s, and after the next rotation it is revoked; both after a restart', async () => {
    const { harness, old } = await rotated(60_000);
    const { provisioning } = harness.registry;
    await provisioning.importIdentities([identityOf(new Unit('b'))], false, operator);
    await expect(provisioning.rotate('b', keyText(old), 0, operator)).rejects.toMatchObject({ code: 'E1751' });
    await provisioning.rotate('a', keyText(new Unit('a', 'third')), 60_000, operator);
    await harness.registry.flush();
    const again = await Harness.start({ store: harness.store, clock: harness.clock });
    const refused = again.registry.provisioning.rotate('b', keyText(old), 0, operator);
    await expect(refused).rejects.toMatchObject({ code: 'E1751', message: 'the new key is revoked for ever' });
    const second = again.registry.provisioning.rotate('b', keyText(new Unit('a', 'second')), 0, operator);
    await expect(second).rejects.toMatchObject({ code: 'E1751', message: 'the new key is that of device a' });
    expect((await again.claim(new Unit('c', 'a'), await again.token())).refusals()).toEqual(['revoked']);
  });

  test('revoked means both keys', async () => {
    const { harness, old } = await rotated(60_000);
    await harness.registry.devices.revoke('a', operator);
    await harness.registry.devices.remove('a', operator);
    const token = await harness.token();
    expect((await harness.claim(new Unit('b', 'a'), token)).refusals()).toEqual(['revoked']);
    expect((await harness.claim(new Unit('b', 'second'), token)).refusals()).toEqual(['revoked']);
    expect(harness.hello(old).refusals()).toEqual(['revoked']);
  });

  test('whom it is refused for', async () => {
    const harness = await Harness.start();
    const { provisioning, devices } = harness.registry;
    const key = keyText(new Unit('x'));
    await expect(provisioning.rotate('nobody', key, 0, operator)).rejects.toMatchObject({ code: 'E1702' });
    await provisioning.importIdentities([identityOf(new Unit('a'))], false, operator);
    await expect(provisioning.rotate('a', 'short', 0, operator)).rejects.toMatchObject({ code: 'E1708' });
    await expect(provisioning.rotate('a', key, 31_622_400_001, operator)).rejects.toMatchObject({ code: 'E1708' });
    await devices.retire('a', operator);
    await expect(provisioning.rotate('a', key, 0, operator)).rejects.toMatchObject({ code: 'E1705' });
  });
});

describe('a known name claimed by another key', () => {
  async function known(reprovision: 'never' | 'migrate' | 'reset', ageMs = 60_000) {
    const harness = await Harness.start();
    const old = new Unit('a');
    old.boot = 7;
    const link = await harness.join(old, await harness.token({ labels: { site: 'north' } }));
    await harness.pass(ageMs);
    const token = await harness.token({ reprovision, labels: { site: 'south' } });
    return { harness, old, link, token, key: harness.key('a') };
  }

  test('never, as is the default: refused', async () => {
    const { harness, token } = await known('never');
    const link = await harness.claim(new Unit('a', 'other'), token);
    expect(link.refusals()).toEqual(['identity-taken']);
    expect(link.all('refusal')[0]?.message).toMatch(/never gives a known device another key/);
  });

  test('migrate: the record goes on with the new key, boots begin again, the old key is refused', async () => {
    const { harness, old, link, token, key } = await known('migrate');
    harness.acquisition.stored.set(key, { boot: 7, sequence: 3 });
    const fresh = new Unit('a', 'other');
    const claimed = await harness.claim(fresh, token);
    expect(claimed.refusals()).toEqual([]);
    expect(link.refusals()).toEqual(['superseded']);
    const welcome = harness.hello(fresh, claimed).all('welcome')[0];
    expect(welcome).toMatchObject({ deviceId: 'a' });
    expect([welcome?.storedBoot ?? 0, welcome?.storedSequence ?? 0]).toEqual([0, 0]);
    expect(harness.registry.devices.get('a')).toMatchObject({ key, labels: { site: 'north' }, publicKey: keyText(fresh), boot: 1 });
    expect(harness.hello(old).refusals()).toEqual(['bad-signature']);
    expect(harness.registry.devices.count()).toMatchObject({ total: 1, online: 1 });
    expect(await harness.audit()).toContain('device.migrate device:a');
  });

  test('reset: a new device has the name, the history of the old one another', async () => {
    const { harness, old, token, key } = await known('reset');
    await harness.registry.devices.configure('a', { setpointC: 21 }, operator);
    const fresh = new Unit('a', 'other');
    const claimed = await harness.claim(fresh, token);
    harness.hello(fresh, claimed);
    const device = harness.registry.devices.get('a');
    expect(device).toMatchObject({ labels: { site: 'south' }, publicKey: keyText(fresh), boot: 1 });
    expect(device?.key).toBeGreaterThan(key);
    expect(claimed.all('desiredConfiguration')).toEqual([]);
    expect(harness.defined.at(-2)).toMatch(new RegExp(`^${key} a~${key} `));
    expect(harness.closed).toEqual(['a']);
    expect(harness.hello(old).refusals()).toEqual(['bad-signature']);
    expect(harness.registry.devices.count().total).toBe(1);
    expect(await harness.audit()).toContain('device.reset device:a');
  });

  test.each(['migrate', 'reset'] as const)('%s: of two claims at once, and soon after, exactly one wins', async (how) => {
    const { harness, token } = await known(how);
    const units = ['x', 'y'].map((seed) => new Unit('a', seed));
    const links = units.map((unit) => {
      const link = harness.open();
      link.say(unit.claim(link.nonce(), token));
      return link;
    });
    await harness.settle();
    expect(links.map((link) => link.refusals())).toEqual([[], ['identity-taken']]);
    expect(links[1]?.all('refusal')[0]?.retryAfterMs).toBe(60_000);
    await harness.pass(59_999);
    expect((await harness.claim(units[1] as Unit, token)).refusals()).toEqual(['identity-taken']);
    expect((await harness.claim(units[0] as Unit, token)).refusals()).toEqual([]);
    expect(harness.registry.devices.listTokens().at(-1)).toMatchObject({ used: 1, reprovision: how });
    await harness.pass(1);
    expect((await harness.claim(units[1] as Unit, token)).refusals()).toEqual([]);
  });

  test('a history or a store that stores nothing: refused for now, the old key still counts', async () => {
    const { harness, old, token } = await known('migrate');
    harness.acquisition.verdict = 'unavailable';
    expect((await harness.claim(new Unit('a', 'other'), token)).refusals()).toEqual(['storage-unavailable']);
    expect(harness.hello(old).all('welcome')).toHaveLength(1);
  });

  test('all of it is there after a restart', async () => {
    const { harness, old, token } = await known('migrate');
    const fresh = new Unit('a', 'other');
    await harness.claim(fresh, token);
    const again = await Harness.start({ store: harness.store, clock: harness.clock });
    expect(again.hello(fresh).all('welcome')).toHaveLength(1);
    expect(again.hello(old).refusals()).toEqual(['bad-signature']);
  });
});

describe('retirement', () => {
  test('refused and out of counts and alarms, kept with name, key and history; reversible', async () => {
    const harness = await Harness.start();
    const unit = new Unit('a');
    const token = await harness.token();
    const link = await harness.join(unit, token);
    expect(await harness.registry.devices.retire('a', operator)).toMatchObject({ status: 'retired', publicKey: keyText(unit) });
    expect(link.refusals()).toEqual(['revoked']);
    expect(harness.closed).toEqual(['a']);
    expect(harness.registry.devices.count()).toMatchObject({ retired: 1, total: 0, online: 0, offline: 0 });
    expect(harness.hello(unit).refusals()).toEqual(['revoked']);
    expect((await harness.claim(unit, token)).refusals()).toEqual(['revoked']);
    expect((await harness.claim(new Unit('a', 'other'), token)).refusals()).toEqual(['identity-taken']);
    await expect(harness.registry.devices.approve(['a'], operator)).rejects.toMatchObject({ code: 'E1705' });
    expect(await harness.registry.devices.reinstate('a', operator)).toMatchObject({ status: 'active' });
    expect(harness.hello(unit).all('welcome')).toHaveLength(1);
    expect(await harness.audit()).toEqual(expect.arrayContaining(['device.retire device:a', 'device.reinstate device:a']));
    await expect(harness.registry.devices.reinstate('nobody', operator)).rejects.toMatchObject({ code: 'E1702' });
  });

  test('what is revoked is not retired, what is retired can be revoked', async () => {
    const harness = await Harness.start();
    const { devices, provisioning } = harness.registry;
    await provisioning.importIdentities([identityOf(new Unit('a')), identityOf(new Unit('b'))], false, operator);
    await devices.revoke('a', operator);
    await expect(devices.retire('a', operator)).rejects.toMatchObject({ code: 'E1705' });
    await devices.retire('b', operator);
    expect(await devices.revoke('b', operator)).toMatchObject({ status: 'revoked' });
    expect(devices.count()).toMatchObject({ revoked: 2, retired: 0, total: 2 });
  });
});

test('devices and tokens of older data get what they lack', async () => {
  const store = createMemoryStore();
  const before = await Harness.start({ store });
  await before.join(new Unit('a'), await before.token());
  await before.registry.flush();
  const [device] = await store.list('device');
  const [token] = await store.list('enrolmentToken');
  const { keySinceMs: _since, keyUsedAtMs: _used, previousPublicKey: _key, previousKeyUntilMs: _until, ...oldDevice } = device?.value ?? {};
  const { reprovision: _policy, ...oldToken } = token?.value ?? {};
  await store.apply([
    { type: 'put', kind: 'device', id: 'a', value: oldDevice as NonNullable<typeof device>['value'] },
    { type: 'put', kind: 'enrolmentToken', id: token?.id ?? '', value: oldToken as NonNullable<typeof token>['value'] },
  ]);
  const after = await Harness.start({ store });
  expect(after.registry.devices.get('a')).toMatchObject({
    keySinceMs: startWallMs,
    keyUsedAtMs: 0,
    previousPublicKey: '',
    previousKeyUntilMs: 0,
  });
  expect(after.registry.devices.listTokens()).toMatchObject([{ reprovision: 'never' }]);
  expect(thermostat.name).toBe(after.registry.devices.get('a')?.profile);
});
