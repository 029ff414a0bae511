import type { HoldRecord, Manager } from '#fleet/domain/index.js';

/** Answers with one: engine-002 is pinned. */
export function fakeHolds(): Manager['holds'] {
  const pin: HoldRecord = {
    deviceId: 'engine-002',
    type: 'pin',
    release: '1.0.0',
    untilMs: 1_800_000_000_000,
    by: 'the operator',
    reason: 'certified',
    atMs: 1_700_000_000_000,
  };
  return {
    of: (id) => (id === pin.deviceId ? pin : undefined),
    list: () => [pin],
    set: async (deviceId, { type, untilMs }, by) => ({ ...pin, deviceId, type, untilMs, by: by.name, reason: by.reason }),
    clear: async (deviceId, type) => ({ ...pin, deviceId, type }),
  };
}
