import { describe, expect, test } from 'vitest';
import { dayMs, defaultRoles, makeSet, nowMs, okState, takeSet, trusting } from './fake-repository.ts';
import { loadTrust, saveTrust, TrustCache, takeRoot } from './index.ts';

describe('what a device keeps in its flash', () => {
  const set = makeSet({ version: 3 });
  const state = trusting(set, new TrustCache());

  test('comes back the same, in a process that knows nothing, and also when it has expired', () => {
    expect(okState(loadTrust(saveTrust(state), new TrustCache()))).toEqual(state);
    const cache = new TrustCache();
    const loaded = okState(loadTrust(structuredClone(saveTrust(state)), cache));
    expect(loaded.timeMs).toBe(nowMs);
    expect(takeSet(loaded, set, nowMs + 400 * dayMs, cache)).toMatchObject({ cause: 'expired' });
    expect(takeSet(loaded, makeSet({ version: 2 }), nowMs, cache)).toMatchObject({ cause: 'rollback' });
  });

  test('is verified again: a damaged root is refused, a damaged rest is left out', () => {
    const damaged = (bytes: Uint8Array): Uint8Array =>
      Uint8Array.from(bytes, (byte, index) => (index === bytes.length - 10 ? byte ^ 1 : byte));
    const saved = saveTrust(state);
    expect(loadTrust({ ...saved, root: damaged(saved.root) }, new TrustCache()).type).toBe('refused');
    const loaded = okState(loadTrust({ ...saved, snapshot: damaged(set.snapshot) }, new TrustCache()));
    expect([loaded.timestamp?.version, loaded.snapshot, loaded.targets]).toEqual([3, undefined, undefined]);
  });

  test('a root that was kept before the rest leaves out what other keys signed', () => {
    const next = makeSet({ version: 4, rootVersion: 2, roles: { ...defaultRoles, timestamp: [['timestamp b'], 1] } });
    const rooted = okState(takeRoot(state, next.root, new TrustCache()));
    const loaded = okState(loadTrust(saveTrust(rooted), new TrustCache()));
    expect([loaded.root.version, loaded.timestamp]).toEqual([2, undefined]);
    expect(saveTrust(okState(loadTrust({ timeMs: 5, root: set.root }, new TrustCache())))).toEqual({
      timeMs: 5,
      root: Uint8Array.from(set.root),
    });
  });
});
