import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HealthFailure } from '#fleet/domain/index.js';
import { type HealthSide, HealthWatch } from './health-gate.ts';

const bounds = { falseStop: 0.01, falsePromotion: 0.05 };

function watchOf(updated: number, waiting: number): HealthWatch {
  const watch = new HealthWatch(1, 3);
  for (let index = 0; index < updated; index += 1) watch.enter(0, 'updated', 0);
  for (let index = 0; index < waiting; index += 1) watch.enter(0, 'waiting', 0);
  return watch;
}

describe('risk sets', () => {
  test('any sequence: never negative, add up to the devices that are watched, and equal a recount', () => {
    const sides: readonly HealthSide[] = ['updated', 'waiting'];
    const step = fc.record({ device: fc.nat(19), deed: fc.constantFrom('enter', 'leave', 'fail', 'update') });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 200 }), (counted, steps) => {
        const watch = new HealthWatch(4, counted);
        const devices = Array.from({ length: 20 }, (_, index) => ({
          stratum: index % 4,
          side: 'waiting' as HealthSide,
          failures: 0,
          isThere: false,
        }));
        for (const { device: index, deed } of steps) {
          const device = devices[index] as (typeof devices)[number];
          const { stratum, side, failures, isThere } = device;
          if (deed === 'enter' && !isThere) {
            watch.enter(stratum, side, failures);
            device.isThere = true;
          } else if (deed === 'leave' && isThere) {
            watch.leave(stratum, side, failures);
            device.isThere = false;
          } else if (deed === 'fail' && isThere) {
            watch.fail(stratum, side, failures, 'crash');
            device.failures += 1;
          } else if (deed === 'update' && isThere && side === 'waiting') {
            watch.leave(stratum, side, failures);
            watch.enter(stratum, 'updated', failures);
            device.side = 'updated';
          }
          for (const one of sides)
            expect(watch.devices[one]).toBe(devices.filter((device) => device.isThere && device.side === one).length);
        }
        for (let stratum = 0; stratum < 4; stratum += 1) {
          for (let failures = 0; failures <= counted; failures += 1) {
            for (const side of sides) {
              const there = devices.filter((device) => device.isThere && device.stratum === stratum && device.side === side);
              const recount = there.filter((device) => Math.min(device.failures, counted) === failures).length;
              expect(watch.atRisk(stratum, failures)[side]).toBe(recount);
            }
          }
        }
      }),
    );
  });

  test('a device that leaves where it is not is a bug', () => {
    expect(() => watchOf(1, 0).leave(0, 'waiting', 0)).toThrow('was not');
    expect(() => watchOf(1, 0).fail(0, 'waiting', 0, 'crash')).toThrow('nobody watches');
  });
});

describe('evidence', () => {
  test('with as many on both sides the ratio is the quotient of the failures', () => {
    const watch = watchOf(50_000, 50_000);
    for (let index = 0; index < 31; index += 1) watch.fail(0, 'updated', 0, 'crash');
    for (let index = 0; index < 12; index += 1) watch.fail(0, 'waiting', 0, index < 2 ? 'silence' : 'crash');
    expect(watch.ratio).toBeCloseTo(31 / 12, 2);
    expect(watch.failures).toEqual({ updated: 31, waiting: 12 });
    expect(watch.failuresByKind).toEqual([
      { kind: 'crash', updated: 31, waiting: 10 },
      { kind: 'silence', updated: 0, waiting: 2 },
    ]);
  });

  test('ten times as many on one side: ten times as many failures there are as often', () => {
    const watch = watchOf(50_000, 5_000);
    for (let index = 0; index < 40; index += 1) watch.fail(0, 'updated', 0, 'reboot');
    for (let index = 0; index < 4; index += 1) watch.fail(0, 'waiting', 0, 'reboot');
    expect(watch.ratio).toBeCloseTo(1, 2);
  });

  test('there is no ratio before a failure, and none that ends while only updated ones fail', () => {
    const watch = watchOf(10, 10);
    expect(watch.ratio).toBeUndefined();
    watch.fail(0, 'updated', 0, 'crash');
    expect(watch.ratio).toBe(Number.POSITIVE_INFINITY);
  });

  test('a failure with nobody on the other side counts nowhere, and the device has failed all the same', () => {
    const watch = watchOf(2, 0);
    watch.fail(0, 'updated', 0, 'crash');
    expect([watch.failures, watch.failuresByKind, watch.ratio]).toEqual([{ updated: 0, waiting: 0 }, [], undefined]);
    expect(watch.atRisk(0, 1)).toEqual({ updated: 1, waiting: 0 });
  });

  test('a device that has failed as often as counts makes no difference', () => {
    const watch = watchOf(1, 50);
    for (let failures = 0; failures < 3; failures += 1) {
      for (let index = 0; index < 9; index += 1) watch.enter(0, 'waiting', failures + 1);
      watch.fail(0, 'updated', failures, 'crash');
    }
    const before = watch.save();
    watch.fail(0, 'updated', 3, 'crash');
    watch.fail(0, 'updated', 4, 'crash');
    expect(watch.save()).toEqual(before);
    expect(watch.devices).toEqual({ updated: 1, waiting: 77 });
  });

  test('what is saved comes back whole', () => {
    const kind = fc.constantFrom<HealthFailure>('crash', 'reboot', 'silence', 'selfTest');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom<HealthSide>('updated', 'waiting'), kind), { maxLength: 30 }), (failures) => {
        const watch = watchOf(40, 40);
        for (const [side, one] of failures) watch.fail(0, side, 0, one);
        const again = new HealthWatch(1, 3, watch.save());
        expect(again.save()).toEqual(watch.save());
        expect([again.ratio, again.failures, again.failuresByKind]).toEqual([watch.ratio, watch.failures, watch.failuresByKind]);
        expect(again.verdict(bounds)).toEqual(watch.verdict(bounds));
      }),
    );
  });
});
