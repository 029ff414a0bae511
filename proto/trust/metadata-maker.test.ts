import { describe, expect, test } from 'vitest';
import { isSeatrialError } from '#proto/kit/index.js';
import { defaultRoles, keyNamed, keysOf, makeSet, nowMs, okState, rootOf } from './fake-repository.ts';
import { createTrustKey, initialTrust, makeRoot, makeTargets, rootFacts, signMetadata, TrustCache } from './index.ts';

describe('what makes metadata', () => {
  test('the same input gives the same bytes, and a root says again what it was made of', () => {
    const set = makeSet();
    expect(Buffer.compare(set.targets, makeSet().targets)).toBe(0);
    const { root } = okState(initialTrust(set.root, new TrustCache()));
    expect(Buffer.compare(signMetadata(makeRoot(rootFacts(root)), keysOf(defaultRoles, 'root')), set.root)).toBe(0);
  });

  test('holders of keys sign one after the other; who signs twice counts once', () => {
    const unsigned = makeRoot(rootOf(defaultRoles));
    const [first, second] = keysOf(defaultRoles, 'root');
    if (first === undefined || second === undefined) throw new Error('no keys');
    const once = signMetadata(unsigned, [first]);
    expect(initialTrust(signMetadata(once, [first]), new TrustCache())).toMatchObject({ cause: 'below-threshold' });
    expect(initialTrust(signMetadata(once, [second]), new TrustCache()).type).toBe('ok');
  });

  test('a key follows from its secret, and its id from the key', () => {
    const key = createTrustKey(Uint8Array.from({ length: 32 }, (_, index) => index));
    // RFC 8032 leaves this secret out; the public half was computed with OpenSSL.
    expect(key.publicHex).toBe('03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8');
    expect(key.keyId).toMatch(/^[0-9a-f]{64}$/);
    expect(keyNamed('a').keyId).not.toBe(keyNamed('b').keyId);
  });

  test.each<[string, () => unknown, string]>([
    ['a threshold above the keys', () => makeRoot(rootOf({ ...defaultRoles, targets: [['targets'], 2] })), 'E1555'],
    ['a threshold of none', () => makeRoot(rootOf({ ...defaultRoles, targets: [['targets'], 0] })), 'E1555'],
    ['one key twice for a threshold of two', () => makeRoot(rootOf({ ...defaultRoles, root: [['root 1', 'root 1'], 2] })), 'E1555'],
    ['version 0', () => makeTargets(0, nowMs, []), 'E1555'],
    ['a version past 32 bits', () => makeTargets(4_294_967_296, nowMs, []), 'E1555'],
    ['a signature under what is no metadata', () => signMetadata(Buffer.from('{}'), []), 'E1554'],
    ['a signature under broken metadata', () => signMetadata(Buffer.from('{"signed":{"_type":"root"}}'), []), 'E1554'],
  ])('%s is refused', (_what, work, code) => {
    let error: unknown;
    try {
      work();
    } catch (thrown) {
      error = thrown;
    }
    expect(isSeatrialError(error, code)).toBe(true);
  });
});
