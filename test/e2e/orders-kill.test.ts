/** kill -9 of a manager in the middle of an operation and with commands that wait: what was done is known, and what waits is told, once. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { endAll, eventually, ManagerProcess } from './bad-input-manager.ts';
import { PageSocket, PageUnit } from './protocol-only-device.ts';

afterAll(endAll);

const keyOf = (): string => String(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x);

test('an operation is interrupted with what it did, given again it does the rest; a command that waited is done once', async () => {
  let manager = await ManagerProcess.start();
  const { adminToken, folder } = manager;
  const restart = async (): Promise<void> => {
    await manager.stop('SIGKILL');
    manager = await ManagerProcess.start({ folder, adminToken });
  };
  const get = async (path: string) => (await manager.api('GET', path)).body;

  // A pump enrols and leaves; then it is told to do something.
  const pump = new PageUnit('kill-pump');
  const socket = new PageSocket(manager.deviceUrl, pump, await manager.enrolmentToken());
  await eventually('the welcome', () => pump.isWelcomed);
  pump.measure(20, 1);
  await eventually('the acknowledgement', () => pump.kept.length === 0);
  socket.close(1000);
  await eventually('it is gone', async () => (await manager.metrics()).get('sessions') === 0);
  const { id } = await manager.order('/v1/devices/kill-pump/commands', { name: 'flush', deadlineMs: 3_600_000, reason: 'kill' });

  const ids = Array.from({ length: 40 }, (_, index) => `still-${String(index).padStart(2, '0')}`);
  await manager.order('/v1/identities/import', {
    identities: ids.map((one) => ({ id: one, publicKey: keyOf(), profile: 'thermostat' })),
    reason: 'kill',
  });
  const order = { order: { type: 'label', set: { crew: 'blue' }, remove: [] }, selector: 'profile=thermostat', max: 100 };
  const { id: operation } = await manager.order('/v1/operations', { ...order, ratePerSecond: 3 });
  // What is shown as done is stored a moment later, and before the next one's turn: of four shown, three are.
  await eventually('some are done', async () => Number((await get(`/v1/operations/${String(operation)}`)).done) >= 4);
  await restart();

  const broken = await get(`/v1/operations/${String(operation)}`);
  const labelled = async () => Number((await get('/v1/devices?selector=crew%3Dblue&limit=1')).total);
  expect(broken).toMatchObject({ state: 'interrupted', devices: 40, failed: 0 });
  expect(Number(broken.done)).toBeGreaterThanOrEqual(3);
  expect(Number(broken.done)).toBeLessThan(40);
  // The one whose turn it was may have been done without a note of it, no other.
  expect([0, 1]).toContain((await labelled()) - Number(broken.done));
  const before = await labelled();
  const { id: again } = await manager.order('/v1/operations', { ...order, ratePerSecond: 1_000 });
  await eventually('the rest is done', async () => (await get(`/v1/operations/${String(again)}`)).state === 'done');
  expect(await get(`/v1/operations/${String(again)}`)).toMatchObject({ unchanged: before, done: 40 - before, failed: 0 });

  // The pump comes back to the manager that was started again, and is told at once.
  const command = `/v1/commands/${String(id)}`;
  expect(await get(command)).toMatchObject({ state: 'queued', sentAt: null });
  const later = new PageSocket(manager.deviceUrl, pump, '');
  await eventually('it is done', async () => (await get(command)).state === 'done');
  expect(pump.flushed).toBe(1);
  later.close(1000);

  // What is over stays over: nobody is told again after one more death.
  await restart();
  new PageSocket(manager.deviceUrl, pump, '');
  await eventually('the welcome', () => pump.isWelcomed);
  expect(await get(command)).toMatchObject({ state: 'done' });
  expect(pump.flushed).toBe(1);
  await manager.stop();
});
