import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/** Everything of an Ed25519 SubjectPublicKeyInfo before the 32 raw bytes (RFC 8410). */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');

/** An Ed25519 public key, bytes raw. */
const publicKeyBytes = 32;

/**
 * Whether the signature fits. The key object is built for each call: keeping one a device costs more memory than all else the registry
 * knows of it, and building it is a tenth of what verifying costs.
 */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== publicKeyBytes || signature.length !== 64) return false;
  const der = Buffer.allocUnsafe(ed25519Prefix.length + publicKeyBytes);
  der.set(ed25519Prefix, 0);
  der.set(publicKey, ed25519Prefix.length);
  try {
    return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
  } catch {
    // Bytes that are no point of the curve.
    return false;
  }
}

/** Whether a token's proof fits, in constant time. */
export function isProofOf(secretDigest: string, message: Uint8Array, proof: Uint8Array): boolean {
  const wanted = createHmac('sha256', Buffer.from(secretDigest, 'hex')).update(message).digest();
  return proof.length === wanted.length && timingSafeEqual(proof, wanted);
}

/** SHA-256 of a secret's text, hex. */
export function digestOfSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}
