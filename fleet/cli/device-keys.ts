import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 private key in PKCS 8 (RFC 8410). */
const privateKeyPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
/** What stands before the 32 bytes of an Ed25519 public key in SPKI (RFC 8410). */
const publicKeyPrefixBytes = 12;

/** Bytes of a key, private or public. */
export const keyBytes = 32;

/** Private and public key of a device, base64url. */
export interface DeviceKeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** A new key out of the system's chance. */
export function newKeyPair(): DeviceKeyPair {
  const seed = randomBytes(keyBytes);
  return { privateKey: seed.toString('base64url'), publicKey: publicKeyOf(seed) };
}

/** The public key of the 32 bytes of a private one, base64url. */
export function publicKeyOf(seed: Uint8Array): string {
  const privateKey = createPrivateKey({ key: Buffer.concat([privateKeyPrefix, seed]), format: 'der', type: 'pkcs8' });
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(publicKeyPrefixBytes).toString('base64url');
}

/** The bytes of a key in base64url, with or without padding; undefined unless there are 32. */
export function keyOf(text: string): Buffer | undefined {
  const bytes = /^[\w-]+=?$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
  return bytes?.length === keyBytes ? bytes : undefined;
}
