import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryHistory } from '#fleet/store/index.js';
import { columns, Plant, settle } from './monitor-plant.ts';

const values = (plant: Plant, deviceKey: number) => plant.history.readings(deviceKey).map((reading) => reading.value);

describe('ingest', () => {
  test('invariant 4: acknowledged only after the commit, once a device, with the newest', async () => {
    const plant = await new Plant().start();
    expect(plant.open(1)).toEqual({ boot: 0, sequence: 0 });
    plant.open(2);
    for (let sequence = 1; sequence <= 5; sequence += 1) expect(plant.send(1, sequence)).toBe('accepted');
    plant.send(2, 1);
    await plant.advance(199);
    expect(plant.acknowledged).toEqual([]);
    expect(plant.history.readings(1)).toEqual([]);
    await plant.advance(1);
    expect(plant.acknowledged).toEqual([
      [1, 1, 5],
      [2, 1, 1],
    ]);
    expect(plant.history.readings(1)).toHaveLength(5);
    expect(plant.monitor.service.counters).toMatchObject({ frames: 6, readings: 6, commits: 1, lastCommitMs: 200 });
  });

  test('invariant 4: what a crash took before the commit is sent again, and stored once', async () => {
    const plant = await new Plant().start();
    plant.open(1);
    plant.send(1, 1, 11);
    await plant.advance(200);
    plant.send(1, 2, 12);
    plant.send(1, 3, 13);
    await plant.crash();
    expect(plant.open(1)).toEqual({ boot: 1, sequence: 1 });
    expect(plant.send(1, 1, 11)).toBe('duplicate');
    expect(plant.send(1, 2, 12)).toBe('accepted');
    expect(plant.send(1, 3, 13)).toBe('accepted');
    await plant.advance(200);
    expect(values(plant, 1)).toEqual([11, 12, 13]);
    expect(plant.acknowledged.at(-1)).toEqual([1, 1, 3]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'invariant 4: a frame that comes %i turns into a commit waits for the commit that stores it',
    async (turns) => {
      const plant = await new Plant({ commitRows: 2 }).start();
      plant.open(1);
      plant.send(1, 1);
      plant.send(1, 2);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      plant.send(1, 3);
      while (plant.acknowledged.length === 0) await Promise.resolve();
      const [, , acknowledged] = plant.acknowledged[0] as [number, number, number];
      expect(plant.history.readings(1).length).toBeGreaterThanOrEqual(acknowledged);
      await plant.advance(400);
      expect(plant.acknowledged.at(-1)).toEqual([1, 1, 3]);
      expect(plant.history.readings(1)).toHaveLength(3);
    },
  );

  test('a duplicate is acknowledged again: at once when committed, else with the commit', async () => {
    const plant = await new Plant().start();
    plant.open(1);
    plant.send(1, 1);
    expect(plant.send(1, 1)).toBe('duplicate');
    expect(plant.acknowledged).toEqual([]);
    await plant.advance(200);
    expect(plant.acknowledged).toEqual([[1, 1, 1]]);
    expect(plant.send(1, 1)).toBe('duplicate');
    expect(plant.acknowledged).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    expect(plant.history.readings(1)).toHaveLength(1);
    expect(plant.monitor.service.counters.duplicates).toBe(2);
  });

  test('positions are ordered by boot, then sequence', async () => {
    const plant = await new Plant().start();
    plant.open(1);
    expect(plant.send(1, 900, 1, 1)).toBe('accepted');
    expect(plant.send(1, 1, 2, 2)).toBe('accepted');
    expect(plant.send(1, 901, 3, 1)).toBe('duplicate');
    expect(plant.send(1, 4_294_967_295, 4, 2)).toBe('accepted');
    expect(plant.send(1, 1, 5, 4_294_967_295)).toBe('accepted');
    await plant.advance(200);
    expect(plant.acknowledged).toEqual([[1, 4_294_967_295, 1]]);
  });

  test('events and skipped frames move the watermark too', async () => {
    const plant = await new Plant().start();
    plant.open(1);
    const event = { deviceKey: 1, boot: 1, sequence: 1, atMs: 5, kind: 'boot', name: 'boot', message: '', values: { reason: 1 } };
    expect(plant.monitor.acquisition.event(event)).toBe('accepted');
    expect(plant.monitor.acquisition.event(event)).toBe('duplicate');
    expect(plant.heard).toEqual(['boot']);
    await plant.advance(200);
    expect(plant.history.events(1)).toEqual([event]);
    expect(plant.monitor.acquisition.skip(1, 1, 2)).toBe('accepted');
    await plant.advance(200);
    expect(plant.acknowledged).toEqual([
      [1, 1, 1],
      [1, 1, 2],
    ]);
    await plant.crash();
    expect(plant.open(1)).toEqual({ boot: 1, sequence: 2 });
  });

  test('invariant 9: a batch commits early at commitRows, not one row before', async () => {
    const plant = await new Plant({ commitRows: 3 }).start();
    plant.open(1);
    plant.send(1, 1);
    plant.send(1, 2);
    await settle(plant.tasks);
    expect(plant.acknowledged).toEqual([]);
    plant.send(1, 3);
    await settle(plant.tasks);
    expect(plant.acknowledged).toEqual([[1, 1, 3]]);
  });

  test('invariant 9: one row past the room of history is refused as full, and there is room after the commit', async () => {
    const plant = await new Plant({}, createMemoryHistory({ stagingRows: 4 })).start();
    plant.open(1);
    for (let sequence = 1; sequence <= 4; sequence += 1) expect(plant.send(1, sequence)).toBe('accepted');
    expect(plant.send(1, 5)).toBe('full');
    expect(plant.rooms).toBe(0);
    await settle(plant.tasks);
    expect(plant.rooms).toBe(1);
    expect(plant.acknowledged).toEqual([[1, 1, 4]]);
    expect(plant.send(1, 5)).toBe('accepted');
    await plant.advance(200);
    expect(plant.history.readings(1)).toHaveLength(5);
  });

  test('a frame that no batch could ever hold is refused as unavailable, not as full for ever', async () => {
    const plant = await new Plant({}, createMemoryHistory({ stagingRows: 1 })).start();
    plant.open(1);
    expect(plant.monitor.acquisition.telemetry(1, 1, 1, columns([1, 1, 1], [1, 2, 2]))).toBe('unavailable');
  });

  test('devices beyond the first thousand keys keep what they had', async () => {
    const plant = await new Plant().start();
    plant.open(1);
    plant.send(1, 7);
    plant.open(50_000);
    plant.send(50_000, 3);
    expect(plant.send(1, 7)).toBe('duplicate');
    await plant.advance(200);
    expect(plant.acknowledged).toEqual([
      [1, 1, 7],
      [50_000, 1, 3],
    ]);
  });

  test('stop commits what waits', async () => {
    const plant = await new Plant().start();
    plant.open(1);
    plant.send(1, 1);
    await plant.monitor.stop();
    expect(plant.history.readings(1)).toHaveLength(1);
    expect(plant.acknowledged).toEqual([[1, 1, 1]]);
    // What stays on the clock is the journal's, which its owner closes.
    await plant.journal.close();
    expect(plant.clock.pending).toBe(0);
  });
});

describe('a history that does not store', () => {
  test('loses only what was not acknowledged; devices send it again, and it is there once', async () => {
    const plant = await new Plant().start();
    plant.open(1);
    plant.open(2);
    plant.send(1, 1, 11);
    await plant.advance(200);
    plant.history.setFull('disk full');
    plant.send(1, 2, 12);
    plant.send(2, 1, 21);
    await plant.advance(200);
    expect(plant.lost).toEqual([1, 2]);
    expect(plant.acknowledged).toEqual([[1, 1, 1]]);
    expect(plant.send(1, 3, 13)).toBe('unavailable');
    expect(plant.monitor.service.counters.failedCommits).toBe(1);
    await plant.advance(5_000);
    expect(plant.open(1)).toEqual({ boot: 1, sequence: 1 });
    expect(plant.send(1, 2, 12)).toBe('unavailable');
    plant.history.setFull(undefined);
    await plant.advance(250);
    // Frames of the old session are still on their way: taking them would let a mark pass over the loss.
    expect(plant.send(1, 3, 13)).toBe('unavailable');
    plant.open(1);
    plant.open(2);
    for (const [deviceKey, sequence, value] of [
      [1, 2, 12],
      [1, 3, 13],
      [2, 1, 21],
    ] as const) {
      expect(plant.send(deviceKey, sequence, value)).toBe('accepted');
    }
    await plant.advance(200);
    expect(values(plant, 1)).toEqual([11, 12, 13]);
    expect(values(plant, 2)).toEqual([21]);
    const kinds = (await plant.journal.readTimeline({ limit: 10 })).map((entry) => entry.kind);
    expect(kinds).toEqual(['history.unavailable', 'history.available']);
  });

  // The driver takes its batch some microtasks after the call: each turn between call and answer is tried.
  test.each([0, 1, 2, 3, 4, 5, 6, 7])('frames that come %i turns into a failing commit are not committed past the loss', async (turns) => {
    const plant = await new Plant({ commitRows: 1 }).start();
    plant.open(1);
    plant.history.setFull('disk full');
    expect(plant.send(1, 1, 11)).toBe('accepted');
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    plant.send(1, 2, 12);
    await settle(plant.tasks);
    expect(plant.lost).toEqual([1]);
    plant.history.setFull(undefined);
    await plant.advance(1_000);
    expect(plant.open(1)).toEqual({ boot: 0, sequence: 0 });
    plant.send(1, 1, 11);
    plant.send(1, 2, 12);
    await plant.advance(200);
    expect(values(plant, 1)).toEqual([11, 12]);
  });

  test('a commit that took place although its answer was an error counts as what it was', async () => {
    const history = createMemoryHistory();
    const plant = await new Plant({}, history).start();
    plant.open(1);
    const commit = history.commit.bind(history);
    history.commit = async () => {
      await commit();
      history.setFull('answer lost');
      await commit();
    };
    plant.send(1, 1, 11);
    await plant.advance(200);
    expect(plant.lost).toEqual([1]);
    history.commit = commit;
    history.setFull(undefined);
    await plant.advance(250);
    expect(plant.open(1)).toEqual({ boot: 1, sequence: 1 });
    expect(plant.send(1, 1, 11)).toBe('duplicate');
    expect(values(plant, 1)).toEqual([11]);
  });
});

test('invariant 4: whatever fails and crashes, each frame is stored once and acknowledgements tell the truth', async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ type: fc.constant('send' as const), device: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400 }) }) },
    { weight: 1, arbitrary: fc.constant({ type: 'crash' as const }) },
    { weight: 1, arbitrary: fc.constant({ type: 'full' as const }) },
    { weight: 1, arbitrary: fc.constant({ type: 'room' as const }) },
    { weight: 4, arbitrary: fc.record({ type: fc.constant('turn' as const), turns: fc.integer({ min: 1, max: 6 }) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const plant = await new Plant({ commitRows: 2 }).start();
      const made = new Map<number, number>();
      // Refused, so their connection is over: what they make next goes out after what they could not send.
      const cut = new Set<number>();
      // As a device does: after each connection all that was not acknowledged goes out again, in order.
      const resend = (device: number) => {
        const from = plant.open(device).sequence;
        cut.delete(device);
        for (let sequence = from + 1; sequence <= (made.get(device) ?? 0); sequence += 1) {
          if (plant.send(device, sequence, sequence) !== 'unavailable') continue;
          cut.add(device);
          return;
        }
      };
      const reconnectAll = () => [1, 2, 3].forEach(resend);
      reconnectAll();
      for (const one of steps) {
        if (one.type === 'send') {
          const sequence = (made.get(one.device) ?? 0) + 1;
          made.set(one.device, sequence);
          if (cut.has(one.device) || plant.send(one.device, sequence, sequence) !== 'accepted') resend(one.device);
        } else if (one.type === 'wait') await plant.advance(one.ms);
        else if (one.type === 'turn') for (let turn = 0; turn < one.turns; turn += 1) await Promise.resolve();
        else if (one.type === 'crash') {
          await plant.crash();
          reconnectAll();
        } else plant.history.setFull(one.type === 'full' ? 'disk full' : undefined);
        for (const [device, , sequence] of plant.acknowledged) {
          expect(plant.history.readings(device).filter((reading) => reading.value <= sequence)).toHaveLength(sequence);
        }
      }
      plant.history.setFull(undefined);
      await plant.advance(1_000);
      reconnectAll();
      await plant.advance(1_000);
      for (const [device, count] of made) {
        expect(values(plant, device)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      }
    }),
    { numRuns: 400 },
  );
});
