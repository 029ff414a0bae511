import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { assert } from '#proto/kit/index.js';
import { keyIdOf } from './metadata-reader.ts';

/** Ed25519 private keys in PKCS#8 (RFC 8410): this, then the 32 bytes. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The public half of a key. */
export interface TrustPublicKey {
  /** SHA-256 of the canonical key, hex. */
  readonly keyId: string;
  /** 32 bytes, hex. */
  readonly publicHex: string;
}

/** Whoever signs with one key: a key here, or a command that asks one elsewhere. */
export interface TrustSigner extends TrustPublicKey {
  /** The Ed25519 signature, 64 bytes. Throws E1556 when it can't. */
  sign(bytes: Uint8Array): Uint8Array;
}

/** A key with its private half. */
export interface TrustKey extends TrustSigner {
  /** 32 bytes, hex: secret. */
  readonly privateHex: string;
}

/** The key that follows from 32 secret bytes. */
export function createTrustKey(secret: Uint8Array): TrustKey {
  assert(secret.length === 32, 'an Ed25519 key follows from 32 bytes');
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, secret]), format: 'der', type: 'pkcs8' });
  const publicHex = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  return {
    ...trustPublicKey(publicHex),
    privateHex: Buffer.from(secret).toString('hex'),
    sign: (bytes) => sign(undefined, bytes, privateKey),
  };
}

/** The public half with its id. */
export function trustPublicKey(publicHex: string): TrustPublicKey {
  return { keyId: keyIdOf(publicHex), publicHex };
}
