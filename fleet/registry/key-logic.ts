import type { DeviceRecord } from '#fleet/domain/index.js';

/** Whose key signed: the one that holds the identity, the one before it within or after its overlap, or none that is known. */
export type KeyProof = 'current' | 'previous' | 'expired' | 'none';

/** What there is to know of a device's keys. */
export type DeviceKeys = Pick<DeviceRecord, 'publicKey' | 'keySinceMs' | 'keyUsedAtMs' | 'previousPublicKey' | 'previousKeyUntilMs'>;

/** The keys alone. */
export function keysOf({ publicKey, keySinceMs, keyUsedAtMs, previousPublicKey, previousKeyUntilMs }: DeviceKeys): DeviceKeys {
  return { publicKey, keySinceMs, keyUsedAtMs, previousPublicKey, previousKeyUntilMs };
}

/** A 32-byte key in base64url without padding; undefined unless it is written just so. */
export function decodeKey(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === 32 && bytes.toString('base64url') === text ? bytes : undefined;
}

/** The keys after another one was given to the device. The key that it has already, and a running overlap, can only be made shorter. */
export function rotatedKeys(keys: DeviceKeys, publicKey: string, overlapMs: number, nowMs: number): DeviceKeys {
  const untilMs = nowMs + overlapMs;
  if (publicKey === keys.publicKey) {
    if (keys.previousPublicKey === '' || untilMs >= keys.previousKeyUntilMs) return keys;
    return { ...keys, previousKeyUntilMs: untilMs };
  }
  return { publicKey, keySinceMs: nowMs, keyUsedAtMs: 0, previousPublicKey: keys.publicKey, previousKeyUntilMs: untilMs };
}

/** The key that a rotation drops altogether, so that it has to be revoked; undefined when none is. */
export function droppedKey(before: DeviceKeys, after: DeviceKeys): string | undefined {
  const { previousPublicKey } = before;
  const isKept = previousPublicKey === after.publicKey || previousPublicKey === after.previousPublicKey;
  return previousPublicKey === '' || isKept ? undefined : previousPublicKey;
}

/** Why the key before the current one does not count any more. */
export function expiredKeyMessage(id: string, keys: DeviceKeys, nowMs: number): string {
  const since = new Date(keys.keySinceMs).toISOString();
  const until = new Date(keys.previousKeyUntilMs).toISOString();
  return `the key of ${id} was replaced at ${since}; the old one counted until ${until}, ${nowMs - keys.previousKeyUntilMs} ms ago`;
}
