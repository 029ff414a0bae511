import { describe, expect, test } from 'vitest';
import { setUp, startWallMs } from './device-fixture.ts';

describe('a device that is enrolled', () => {
  test('boots, says hello, is welcomed, sends a boot event and readings', () => {
    const { clock, fleet, device, counters } = setUp();
    device.start();
    clock.advanceBy(5_600);
    expect(device.state).toMatchObject({
      power: 'running',
      link: 'open.welcomed',
      duty: 'awake',
      boot: 1,
      connection: 1,
      bufferedFrames: 0,
    });
    expect(fleet.bodies('hello')).toMatchObject([{ deviceId: 'toy-1', boot: 1, connection: 1, firmwareVersion: '1.0.0' }]);
    expect(fleet.received.map((frame) => frame.event ?? frame.values.length)).toEqual(['device.booted', 2, 2, 2, 2, 2]);
    expect(fleet.received.map((frame) => frame.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(fleet.received[1]?.atMs).toBe(startWallMs + 1_500);
    expect(counters).toMatchObject({ framesSent: 6, framesAcknowledged: 6, readingsSampled: 10, connected: 1 });
  });
});
