/** Updates of real devices in a world: manager, wire, trust, flash and boot as they are, on virtual time. */
import { describe, expect, test } from 'vitest';
import { networkPreset } from '#proto/link/index.js';
import { ends, operator, payloadOf, UpdateWorld } from './update-world.ts';

const bytes = 300_000;
const working = ['checking', 'downloading', 'installing', 'rebooting', 'unconfirmed'] as const;

/** A world over a line of the office, with a release that is ordered for its first device. */
async function ordered(seed: string, options: Partial<Parameters<typeof UpdateWorld.start>[0]> = {}) {
  const run = await UpdateWorld.start({ seed, network: networkPreset('office-wifi'), ...options });
  const release = await run.release('1.5.0', payloadOf(bytes, 1));
  const { id } = await run.order(release);
  return { run, release, id, device: run.world.devices.get(run.id(1)) };
}

describe('an update in the world', () => {
  test('invariant 6: a device takes the whole image, runs it after its reboot, confirms, and only then is updated', async () => {
    const { run, id } = await ordered('whole');
    const attempt = await run.until(id, ends);
    expect(attempt).toMatchObject({ state: 'updated', cause: '', takesDelta: false, lie: '' });
    const device = run.manager.devices.get(run.id(1));
    expect(device).toMatchObject({ firmwareVersion: '1.5.0', imageDigest: attempt.digest, imageConfirmed: true, resetReason: 'update' });
    expect(device?.boot).toBeGreaterThan(attempt.offeredInBoot);
    expect(attempt.steps.map(({ state }) => state)).toEqual(['queued', 'offered', ...working, 'updated']);
    expect(attempt.sentBytes).toBeGreaterThanOrEqual(bytes);
  });

  test('a download over a line that breaks every few seconds goes on where it stopped', async () => {
    const { run, id } = await ordered('breaks', { network: networkPreset('farm-nbiot') });
    await run.until(id, ['downloading']);
    for (let cut = 0; cut < 12 && run.manager.updates.get(id).state === 'downloading'; cut += 1) {
      await run.world.runFor(8_000);
      run.world.network.cut(run.id(1));
    }
    const attempt = await run.until(id, ends, 4 * 3_600_000, 1_000);
    expect(attempt.state).toBe('updated');
    // Each break costs the parts that were under way, never what was stored.
    expect(attempt.receivedBytes).toBeLessThan(2 * bytes);
  });

  test.each(working)('a manager that is killed in %s goes on with the same attempt', async (state) => {
    const { run, id } = await ordered(`crash in ${state}`);
    expect((await run.until(id, [state], 600_000, 20)).state).toBe(state);
    run.world.crashManager();
    await run.world.runFor(20_000);
    await run.world.startManager();
    expect(await run.until(id, ends)).toMatchObject({ state: 'updated', lie: '' });
    expect(run.manager.updates.list({ limit: 10 })).toHaveLength(1);
  });

  test('invariant 6: what an attempt proved is true of the device after a kill, though its record was not stored yet', async () => {
    const { run, id } = await ordered('late record', { limits: { identityStoreMs: 60_000, softStoreMs: 60_000 } });
    await run.until(id, ['updated'], 600_000, 20);
    // Attempts are written within 0.2 s.
    await run.world.runFor(1_000);
    run.world.crashManager();
    await run.world.startManager();
    const attempt = run.manager.updates.get(id);
    expect(attempt.state).toBe('updated');
    const stands = { firmwareVersion: '1.5.0', imageDigest: attempt.digest, imageConfirmed: true, boot: attempt.hello?.boot };
    expect(run.manager.devices.get(run.id(1))).toMatchObject(stands);
    await run.world.runFor(300_000);
    expect(run.manager.devices.get(run.id(1))).toMatchObject({ ...stands, presence: 'online' });
  });

  test.each(['checking', 'downloading', 'installing'] as const)(
    'taken back in %s: the device keeps its image and says so',
    async (state) => {
      const { run, id } = await ordered(`cancel in ${state}`);
      expect((await run.until(id, [state], 600_000, 20)).state).toBe(state);
      await run.world.ask(({ updates }) => updates.cancel(id, operator));
      const attempt = await run.until(id, ends);
      expect(attempt).toMatchObject({ state: 'cancelled', cause: 'cancelled' });
      await run.world.runFor(120_000);
      expect(run.manager.devices.get(run.id(1))).toMatchObject({ imageDigest: attempt.fromDigest, imageConfirmed: true });
      const again = await run.order(attempt.release);
      expect((await run.until(again.id, ends)).state).toBe('updated');
    },
  );

  test('taken back behind the switch of slots: the device goes on, and is updated', async () => {
    const { run, id } = await ordered('cancel late');
    await run.until(id, ['rebooting'], 600_000, 20);
    await run.world.ask(({ updates }) => updates.cancel(id, operator));
    expect((await run.until(id, ends)).state).toBe('updated');
  });

  test('a reboot in the download: what is stored stays', async () => {
    const { run, id, device } = await ordered('reboot', { network: networkPreset('farm-nbiot') });
    await run.until(id, ['downloading']);
    await run.world.runFor(20_000);
    device?.reboot();
    const attempt = await run.until(id, ends, 4 * 3_600_000, 1_000);
    expect(attempt.state).toBe('updated');
    expect(attempt.receivedBytes).toBeLessThan(2 * bytes);
  });

  test('a release that is yanked in the download: nobody gets the rest of it', async () => {
    const { run, id, release } = await ordered('yank', { network: networkPreset('farm-nbiot') });
    await run.until(id, ['downloading']);
    await run.world.runFor(5_000);
    await run.world.ask(({ releases }) => releases.yank(release, {}, operator));
    const attempt = await run.until(id, ends);
    expect(attempt).toMatchObject({ state: 'cancelled', cause: 'withdrawn' });
    expect(attempt.sentBytes).toBeLessThan(bytes);
  });

  test.each(['remove', 'revoke', 'retire'] as const)(
    'a device that is told to leave (%s) in the download: the attempt is over',
    async (verb) => {
      const { run, id } = await ordered(`leave by ${verb}`, { network: networkPreset('farm-nbiot') });
      await run.until(id, ['downloading']);
      await run.world.ask(async ({ devices }) => void (await devices[verb](run.id(1), operator)));
      expect(run.manager.updates.get(id)).toMatchObject({ state: 'cancelled' });
      await run.world.runFor(600_000);
      expect(run.manager.updates.counters().transfersOpen).toBe(0);
    },
  );

  test('a sleeper is offered it at its next waking, and gets there', async () => {
    const run = await UpdateWorld.start({ seed: 'sleeper', profile: 'soil-sensor' });
    for (let minutes = 0; minutes < 240 && run.manager.devices.get(run.id(1))?.presence !== 'asleep'; minutes += 1) {
      await run.world.runFor(60_000);
    }
    const release = await run.release('1.5.0', payloadOf(60_000, 1));
    const { id } = await run.order(release);
    await run.world.runFor(5_000);
    expect(run.manager.updates.get(id).state).toBe('queued');
    expect((await run.until(id, ends, 24 * 3_600_000, 10_000)).state).toBe('updated');
  });

  test('a fleet at once, over few places: everybody gets there', async () => {
    const run = await UpdateWorld.start({ seed: 'fleet', count: 30, limits: { openTransfers: 3 } });
    const release = await run.release('1.5.0', payloadOf(bytes, 1));
    const attempts = [];
    for (let index = 1; index <= 30; index += 1) attempts.push(await run.order(release, index));
    for (const { id } of attempts) expect((await run.until(id, ends)).state).toBe('updated');
    expect(run.manager.updates.counters()).toMatchObject({ transfersOpen: 0, ended: { updated: 30 } });
  });
});

describe('devices that go wrong', () => {
  test('invariant 6: a liar is never counted as updated', async () => {
    const { run, id, device } = await ordered('liar');
    device?.inject('lie', 1);
    const attempt = await run.until(id, ends);
    expect(attempt.state).toBe('failed');
    expect(attempt.lie).toMatch(/its Hello|was none after it/);
    expect(run.manager.devices.get(run.id(1))?.imageDigest).toBe(attempt.fromDigest);
  });

  test('silent death at the reboot is silence, not success', async () => {
    const { run, id, device } = await ordered('death');
    device?.inject('silent-death', 1);
    expect(await run.until(id, ends, 3_600_000, 10_000)).toMatchObject({ state: 'silent' });
  });

  test('a new image that is never confirmed is rolled back, with the cause', async () => {
    const { run, id, device } = await ordered('never');
    device?.inject('never-confirm', 1);
    const attempt = await run.until(id, ends, 3 * 3_600_000, 1_000);
    expect(attempt).toMatchObject({ state: 'rolledBack', cause: 'not-confirmed' });
    expect(run.manager.devices.get(run.id(1))).toMatchObject({ imageDigest: attempt.fromDigest, resetReason: 'revert' });
  });

  test('a power cut in the installing costs time, not the update', async () => {
    const { run, id, device } = await ordered('cut');
    device?.inject('flash-cut', 1);
    await run.world.runFor(60_000);
    device?.powerOn();
    expect((await run.until(id, ends, 3_600_000, 1_000)).state).toBe('updated');
  });
});
