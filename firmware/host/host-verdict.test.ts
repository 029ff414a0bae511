import { expect, test } from 'vitest';
import { DeviceCounters } from '#firmware/device/index.js';
import { bottleneckOf } from './host-verdict.ts';

test.each([
  [0, 0, undefined],
  [0, 1_000, undefined],
  [1, 0, '1 sampling instants were missed, allowed are 0'],
  [0, 1_000.6, "99 % of the event loop's turns were within 1001 ms, allowed are 1000 ms"],
  [7, 2_000, "7 sampling instants were missed, allowed are 0; 99 % of the event loop's turns were within 2000 ms, allowed are 1000 ms"],
])('%d missed, late %d ms', (samplesMissed, lateP99Ms, message) => {
  const counters = Object.assign(new DeviceCounters(), { samplesMissed });
  const verdict = bottleneckOf({ counters, lateP99Ms });
  if (message === undefined) expect(verdict).toBeUndefined();
  else expect(verdict).toMatchObject({ code: 'E2133', exit: 8, message });
});
