import type { DeviceKeys, KeyProof } from './key-logic.ts';
import { isSignedBy } from './proof.ts';

/** Which key of a device made a signature. The key before the current one is tried only where there is one. */
export function keyProofOf(keys: DeviceKeys, message: Uint8Array, signature: Uint8Array, nowMs: number): KeyProof {
  if (isSignedBy(Buffer.from(keys.publicKey, 'base64url'), message, signature)) return 'current';
  if (keys.previousPublicKey === '' || !isSignedBy(Buffer.from(keys.previousPublicKey, 'base64url'), message, signature)) return 'none';
  return nowMs < keys.previousKeyUntilMs ? 'previous' : 'expired';
}
