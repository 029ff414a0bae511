import { createPublicKey, verify } from 'node:crypto';
import { signMetadata, type TrustPublicKey } from '#proto/trust/index.js';

/** Ed25519 public keys in SPKI (RFC 8410): this, then the 32 bytes. */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

/** Ids of the keys whose signature of the metadata is good, in the order of the keys. */
export function signersOf(metadata: string, keys: readonly TrustPublicKey[]): string[] {
  const data = signedBytes(metadata);
  const given = signaturesIn(metadata);
  return keys.filter((key) => isGood(key, data, given.get(key.keyId))).map(({ keyId }) => keyId);
}

/**
 * Adds the signatures of a copy of the metadata that others signed.
 * @throws Error when the copy signs something else, or one of its signatures is of no key of the role or not good
 */
export function addSignatures(metadata: string, copy: string, keys: readonly TrustPublicKey[]): string {
  const data = signedBytes(metadata);
  if (!data.equals(signedBytes(copy)))
    throw new Error('what was signed is not what is to be published; other targets may have come in between');
  let bytes: Uint8Array = Buffer.from(metadata);
  for (const [keyId, signature] of signaturesIn(copy)) {
    const key = keys.find((one) => one.keyId === keyId);
    if (key === undefined) throw new Error(`${keyId.slice(0, 16)} is no key of targets in the newest root`);
    if (!isGood(key, data, signature)) throw new Error(`the signature of ${keyId.slice(0, 16)} is not one of these bytes`);
    bytes = signMetadata(bytes, [{ ...key, sign: () => Buffer.from(signature, 'hex') }]);
  }
  return Buffer.from(bytes).toString('utf8');
}

/** What a key signs: asked of the maker of metadata itself. */
function signedBytes(metadata: string): Buffer {
  let seen: Uint8Array = new Uint8Array(0);
  const listener = {
    keyId: '0'.repeat(64),
    publicHex: '0'.repeat(64),
    sign: (data: Uint8Array): Uint8Array => {
      seen = data;
      return new Uint8Array(64);
    },
  };
  signMetadata(Buffer.from(metadata), [listener]);
  return Buffer.from(seen);
}

function signaturesIn(metadata: string): ReadonlyMap<string, string> {
  const { signatures } = JSON.parse(metadata) as { readonly signatures: readonly { readonly keyid: string; readonly sig: string }[] };
  return new Map(signatures.map(({ keyid, sig }) => [keyid, sig]));
}

function isGood({ publicHex }: TrustPublicKey, data: Uint8Array, signature: string | undefined): boolean {
  if (signature === undefined || !/^[0-9a-f]{128}$/.test(signature)) return false;
  const key = createPublicKey({ key: Buffer.concat([spkiHead, Buffer.from(publicHex, 'hex')]), format: 'der', type: 'spki' });
  return verify(undefined, data, key, Buffer.from(signature, 'hex'));
}
