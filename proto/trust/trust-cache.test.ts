import { describe, expect, test } from 'vitest';
import { dayMs, defaultRoles, makeSet, nowMs, okState, takeSet, trusting } from './fake-repository.ts';
import { initialTrust, TrustCache, takeTimestamp } from './index.ts';

describe('the cache of what was verified', () => {
  test('a second device shares what the first verified', () => {
    const cache = new TrustCache();
    const set = makeSet();
    const first = trusting(set, cache);
    expect(cache.counters).toEqual({ found: 0, verified: 4 });
    const second = trusting(structuredClone(set), cache);
    expect(cache.counters).toEqual({ found: 4, verified: 4 });
    expect(second.targets).toBe(first.targets);
  });

  test('other bytes are never served from it', () => {
    const cache = new TrustCache();
    const state = okState(initialTrust(makeSet().root, cache));
    okState(takeTimestamp(state, makeSet().timestamp, nowMs, cache));
    const bytes = Uint8Array.from(makeSet().timestamp);
    bytes[bytes.indexOf(0x22, 60) + 1] = 0x7a;
    expect(takeTimestamp(state, bytes, nowMs, cache).type).toBe('refused');
  });

  test('the same bytes are verified again under another root, and refused by its keys', () => {
    const cache = new TrustCache();
    const set = makeSet();
    trusting(set, cache);
    const other = okState(initialTrust(makeSet({ roles: { ...defaultRoles, timestamp: [['thief'], 1] } }).root, cache));
    expect(takeTimestamp(other, set.timestamp, nowMs, cache)).toMatchObject({ type: 'refused', cause: 'bad-signature' });
  });

  test('a refusal is not kept; what time and versions refuse is refused from the cache too', () => {
    const cache = new TrustCache();
    const set = makeSet();
    const state = trusting(set, cache);
    expect(takeSet(state, set, nowMs + dayMs, cache)).toMatchObject({ cause: 'expired' });
    const newer = trusting(makeSet({ version: 2 }), cache);
    expect(takeSet(newer, set, nowMs, cache)).toMatchObject({ cause: 'rollback' });
  });

  test('whoever gave the bytes can change them afterwards: nothing that is trusted changes', () => {
    const cache = new TrustCache();
    const set = makeSet();
    const state = trusting(set, cache);
    const before = Buffer.from(state.timestamp?.bytes ?? []).toString('hex');
    set.timestamp.fill(0);
    expect(Buffer.from(state.timestamp?.bytes ?? []).toString('hex')).toBe(before);
  });

  test('it holds no more than its limits: the longest unused goes', () => {
    const two = new TrustCache({ entries: 2, bytes: 1_000_000 });
    trusting(makeSet(), two);
    expect(two.size).toBe(2);
    const set = makeSet();
    const tight = new TrustCache({ entries: 10, bytes: set.root.length + set.timestamp.length });
    const state = okState(initialTrust(set.root, tight));
    okState(takeTimestamp(state, set.timestamp, nowMs, tight));
    expect(tight.size).toBe(2);
    okState(takeTimestamp(state, makeSet({ version: 2 }).timestamp, nowMs, tight));
    expect(tight.size).toBe(2);
    okState(takeTimestamp(state, set.timestamp, nowMs, tight));
    expect(tight.counters).toEqual({ found: 1, verified: 3 });
  });
});
