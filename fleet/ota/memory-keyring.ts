import type { KeptKey, Keyring } from '#fleet/domain/index.js';
import { createTrustKey } from '#proto/trust/index.js';

/** Keys in memory, for worlds and tests: they outlive a crash of the manager as files do. */
export function createMemoryKeyring(randomBytes: (length: number) => Uint8Array): Keyring {
  const kept = new Map<string, KeptKey>();
  return {
    keys: () => [...kept.values()],
    create: (role, isDevelopment) => {
      const one = { role, isDevelopment, key: createTrustKey(randomBytes(32)) };
      kept.set(one.key.keyId, one);
      return one;
    },
    forget: (keyIds) => {
      for (const keyId of keyIds) kept.delete(keyId);
    },
  };
}
