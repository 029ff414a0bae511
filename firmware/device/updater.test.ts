import { describe, expect, test } from 'vitest';
import { imageOf, levelOnly, setUpUpdate } from './update-fixture.ts';

const hellos = (rig: ReturnType<typeof setUpUpdate>) => rig.fleet.bodies('hello');
const digestOf = (hello: { imageDigest?: Uint8Array | null } | undefined) => Buffer.from(hello?.imageDigest ?? []).toString('hex');

describe('an update', () => {
  test('invariant 6: goes from the offer to confirmed, and the new application runs', () => {
    const rig = setUpUpdate();
    const { releases, clock, fleet, device } = rig;
    const image = imageOf('1.1.0', levelOnly, { securityCounter: 3 });
    releases.publish([image]);
    releases.offer(image);
    clock.advanceBy(60_000);
    expect(releases.states).toEqual(['checking', 'downloading', 'installing', 'rebooting', 'unconfirmed', 'confirmed']);
    expect(releases.asked.map(({ piece }) => piece)).toEqual(['root', 'root', 'timestamp', 'snapshot', 'targets', 'header', 'content']);
    expect(releases.reports.at(-1)).toMatchObject({
      running: image.digest,
      isConfirmed: true,
      securityCounter: 3,
      storedBytes: image.content.length,
    });
    const [first, second] = hellos(rig);
    expect(first).toMatchObject({ firmwareVersion: '1.0.0', imageConfirmed: true });
    expect(second).toMatchObject({ firmwareVersion: '1.1.0', imageConfirmed: false, resetReason: 7 });
    expect(digestOf(second)).toBe(image.digest);
    const readings = fleet.received.filter(({ event, boot }) => event === undefined && boot === 2);
    expect(new Set(readings.flatMap(({ signalIds }) => signalIds))).toEqual(new Set([1]));
    device.reboot();
    clock.advanceBy(5_000);
    expect(hellos(rig).at(-1)).toMatchObject({ firmwareVersion: '1.1.0', imageConfirmed: true });
  });
});
