import { createHash, createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { claimBytes, helloBytes } from '#proto/frame/index.js';

/** What stands before the 32 bytes of an Ed25519 private key in PKCS 8 (RFC 8410). */
const privateKeyPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
/** What stands before the 32 bytes of an Ed25519 public key in SPKI (RFC 8410). */
const publicKeyPrefixBytes = 12;

/** An enrolment token, as `fleet provision token create` prints it: `<id>:<secret>`. */
export interface EnrolmentToken {
  readonly id: string;
  readonly secret: string;
}

/**
 * The key of a simulated device as a function of its seed and name: 32 bytes that nobody has to keep. Real devices make theirs from chance.
 */
export function deriveIdentitySeed(seed: string, deviceId: string): Uint8Array {
  return createHash('sha256')
    .update(JSON.stringify([seed, deviceId, 'identity']))
    .digest();
}

/** The raw public key, 32 bytes, of a private key's 32 bytes. */
export function publicKeyOf(identitySeed: Uint8Array): Uint8Array {
  return createPublicKey(privateKeyOf(identitySeed)).export({ type: 'spki', format: 'der' }).subarray(publicKeyPrefixBytes);
}

/** Ed25519 signature, 64 bytes, over what a Hello has to sign. */
export function signHello(identitySeed: Uint8Array, nonce: Uint8Array, deviceId: string, boot: number, connection: number): Uint8Array {
  return sign(null, helloBytes(nonce, deviceId, boot, connection), privateKeyOf(identitySeed));
}

/** The three byte fields of a Claim. */
export function signClaim(
  identitySeed: Uint8Array,
  nonce: Uint8Array,
  deviceId: string,
  token: EnrolmentToken,
): { readonly publicKey: Uint8Array; readonly signature: Uint8Array; readonly tokenProof: Uint8Array } {
  const privateKey = privateKeyOf(identitySeed);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(publicKeyPrefixBytes);
  const bytes = claimBytes(nonce, publicKey, deviceId);
  const key = createHash('sha256').update(token.secret).digest();
  return { publicKey, signature: sign(null, bytes, privateKey), tokenProof: createHmac('sha256', key).update(bytes).digest() };
}

// The KeyObject lives for one signature only: kept, it would cost more than the rest of an idle device.
function privateKeyOf(identitySeed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([privateKeyPrefix, identitySeed]), format: 'der', type: 'pkcs8' });
}
