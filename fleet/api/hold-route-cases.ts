/** Routes of holds, for the test of the whole surface: [method, path, body, least role, status]. */
export const holdRouteCases: readonly (readonly [string, string, unknown, 'viewer' | 'operator', number])[] = [
  ['GET', '/v1/holds', undefined, 'viewer', 200],
  ['POST', '/v1/devices/engine-001/hold', { untilMs: 1_800_000_000_000, reason: 'bench' }, 'operator', 200],
  ['POST', '/v1/devices/engine-001/pin', {}, 'operator', 200],
  ['POST', '/v1/devices/engine-001/unhold', {}, 'operator', 200],
  ['POST', '/v1/devices/engine-001/unpin', { reason: 'certificate ended' }, 'operator', 200],
];
