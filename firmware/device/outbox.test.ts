import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Outbox } from './outbox.ts';

function make(storeBytes = 1_000) {
  const dropped: string[] = [];
  const outbox = new Outbox(storeBytes, {
    frameTaken: () => undefined,
    frameDropped: (boot, sequence) => dropped.push(`${boot}.${sequence}`),
  });
  return { outbox, dropped };
}
const bytes = (length = 100) => new Uint8Array(length);

function takeAll(outbox: Outbox): string[] {
  const taken: string[] = [];
  for (let frame = outbox.take(); frame !== undefined; frame = outbox.take()) taken.push(`${frame.boot}.${frame.sequence}`);
  return taken;
}

describe('outbox', () => {
  test('holds exactly its bytes, and drops the oldest at one past', () => {
    const { outbox, dropped } = make(300);
    for (let sequence = 1; sequence <= 3; sequence += 1) outbox.push(1, sequence, bytes(), true);
    expect([outbox.bytes, outbox.size, dropped]).toEqual([300, 3, []]);
    outbox.push(1, 4, bytes(1), true);
    expect([outbox.bytes, outbox.size, dropped]).toEqual([201, 3, ['1.1']]);
    outbox.push(1, 5, bytes(301), true);
    expect([outbox.bytes, outbox.size]).toEqual([0, 0]);
    expect(dropped).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5']);
  });

  test('that keeps the oldest takes what fits, and drops the newest at one past', () => {
    const dropped: string[] = [];
    const outbox = new Outbox(
      300,
      { frameTaken: () => undefined, frameDropped: (boot, sequence) => dropped.push(`${boot}.${sequence}`) },
      true,
    );
    for (let sequence = 1; sequence <= 3; sequence += 1) outbox.push(1, sequence, bytes(), true);
    outbox.push(1, 4, bytes(1), true);
    expect([outbox.bytes, outbox.size, dropped]).toEqual([300, 3, ['1.4']]);
    expect([outbox.holdsUpTo(1, 0), outbox.holdsUpTo(1, 1), outbox.holdsUpTo(2, 0)]).toEqual([false, true, true]);
    expect(takeAll(outbox)).toEqual(['1.1', '1.2', '1.3']);
    outbox.acknowledge(1, 3);
    expect(outbox.holdsUpTo(1, 3)).toBe(false);
  });

  test('acknowledges across boots and sends the rest again in order', () => {
    const { outbox } = make();
    outbox.push(1, 8, bytes(), true);
    outbox.push(1, 9, bytes(), true);
    outbox.push(2, 1, bytes(), true);
    outbox.push(2, 2, bytes(), true);
    expect(takeAll(outbox)).toEqual(['1.8', '1.9', '2.1', '2.2']);
    expect(outbox.acknowledge(1, 9)).toBe(2);
    expect(outbox.inFlight).toBe(2);
    expect(outbox.acknowledge(1, 9)).toBe(0);
    outbox.rewind();
    outbox.settle();
    expect(takeAll(outbox)).toEqual(['2.1', '2.2']);
    expect(outbox.acknowledge(2, 2)).toBe(2);
    expect([outbox.size, outbox.bytes, outbox.inFlight]).toEqual([0, 0, 0]);
  });

  test('a frame dropped under way counts as lost only when it was not stored', () => {
    const { outbox, dropped } = make(200);
    outbox.push(1, 1, bytes(), true);
    outbox.push(1, 2, bytes(), true);
    expect(takeAll(outbox)).toEqual(['1.1', '1.2']);
    outbox.push(1, 3, bytes(), true);
    outbox.push(1, 4, bytes(), true);
    expect([outbox.bytes, dropped]).toEqual([200, []]);
    outbox.rewind();
    outbox.acknowledge(1, 1);
    outbox.settle();
    expect(dropped).toEqual(['1.2']);
    expect(takeAll(outbox)).toEqual(['1.3', '1.4']);
  });

  test('frames that are not durable go with their link', () => {
    const { outbox, dropped } = make();
    outbox.push(1, 1, bytes(), true);
    outbox.push(1, 2, bytes(), false);
    takeAll(outbox);
    expect(outbox.rewind()).toBe(1);
    outbox.settle();
    expect([takeAll(outbox), dropped]).toEqual([['1.1'], []]);
  });

  test('a reject takes out one frame and touches no other', () => {
    const { outbox } = make();
    for (let sequence = 1; sequence <= 4; sequence += 1) outbox.push(1, sequence, bytes(), true);
    outbox.take();
    outbox.take();
    expect(outbox.reject(1, 2)).toBe(true);
    expect(outbox.reject(1, 2)).toBe(false);
    expect([outbox.inFlight, outbox.size, outbox.bytes]).toEqual([1, 3, 300]);
    expect(takeAll(outbox)).toEqual(['1.3', '1.4']);
  });

  test('what was saved comes back, and only in order', () => {
    const { outbox } = make();
    outbox.push(1, 1, bytes(), true);
    outbox.push(2, 1, bytes(), false);
    outbox.push(2, 2, bytes(), true);
    const saved = outbox.save();
    expect(saved.map(({ boot, sequence }) => `${boot}.${sequence}`)).toEqual(['1.1', '2.2']);
    const back = make().outbox;
    back.restore(saved);
    expect(takeAll(back)).toEqual(['1.1', '2.2']);
    expect(() => make().outbox.restore([...saved].reverse())).toThrow(expect.objectContaining({ code: 'E2204' }));
  });

  test('whatever happens: in order, within its bytes, and every durable frame is acknowledged, dropped or there', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('push' as const), length: fc.integer({ min: 1, max: 400 }), isDurable: fc.boolean() }),
      fc.record({ type: fc.constant('take' as const) }),
      fc.record({ type: fc.constant('acknowledge' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ type: fc.constant('reconnect' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    void fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { outbox, dropped } = make(1_000);
        let sequence = 0;
        let sent = 0;
        let stored = 0;
        const durable = new Set<number>();
        for (const one of steps) {
          if (one.type === 'push') {
            sequence += 1;
            if (one.isDurable) durable.add(sequence);
            outbox.push(1, sequence, new Uint8Array(one.length), one.isDurable);
          } else if (one.type === 'take') {
            const frame = outbox.take();
            if (frame !== undefined) {
              expect(frame.sequence).toBeGreaterThan(stored);
              sent = Math.max(sent, frame.sequence);
              if (!frame.isDurable) outbox.release(frame);
            }
          } else {
            stored = Math.max(stored, Math.floor(sent * one.share));
            if (one.type === 'reconnect') outbox.rewind();
            outbox.acknowledge(1, stored);
            if (one.type === 'reconnect') outbox.settle();
          }
          expect(outbox.bytes).toBeLessThanOrEqual(1_000);
        }
        outbox.rewind();
        outbox.acknowledge(1, stored);
        outbox.settle();
        const kept = outbox.save().map((frame) => frame.sequence);
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
        const lost = new Set(dropped.map((name) => Number(name.slice(2))));
        for (const one of durable) {
          const places = [kept.includes(one), lost.has(one), one <= stored].filter(Boolean).length;
          // A frame that was dropped before it was ever sent may have a number below one that was stored.
          expect(places).toBeGreaterThanOrEqual(1);
        }
        expect(kept.every((one) => one > stored && !lost.has(one))).toBe(true);
      }),
    );
  });
});
