import { isRecord, shown } from './metadata-reader.ts';
import { failTrust } from './trust-errors.ts';
import { createTrustKey, type TrustKey, type TrustPublicKey, trustPublicKey } from './trust-key.ts';
import { type TrustRole, trustRoles } from './trust-state.ts';

const hexShape = /^[0-9a-f]{64}$/;

/** What a key file says. */
export interface KeyFile extends TrustPublicKey {
  readonly role: TrustRole;
  /** True for a key that a manager made for trying out. */
  readonly isDevelopment: boolean;
  /** Left out in a file of the public half alone. */
  readonly key?: TrustKey;
}

/** The text of a key file: JSON. With a private half its reader has to be its owner alone. */
export function formatKeyFile({ role, isDevelopment, keyId, publicHex, key }: KeyFile): string {
  const file = { format: 'seatrial-key', version: 1, role, development: isDevelopment, keytype: 'ed25519', keyId, public: publicHex };
  return `${JSON.stringify(key === undefined ? file : { ...file, private: key.privateHex }, undefined, 2)}\n`;
}

/**
 * Reads the text of a key file.
 * @param file its path, for messages
 * @throws E1550 when it is none, or its halves do not belong together
 */
export function parseKeyFile(text: string, file: string): KeyFile {
  const refuse = (message: string): Error => failTrust('E1550', { message: `${file}: ${message}`, at: { file } });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Its text is not shown: it may hold a private key.
    throw refuse('it is no JSON');
  }
  if (!isRecord(json) || json.format !== 'seatrial-key') throw refuse('its format is not seatrial-key');
  if (json.version !== 1) throw refuse(`it has version ${shown(json.version)}, this program reads version 1`);
  const role = trustRoles.find((one) => one === json.role);
  if (role === undefined) throw refuse(`its role ${shown(json.role)} is none of ${trustRoles.join(', ')}`);
  const { public: publicHex, private: privateHex, keyId, development } = json;
  if (typeof publicHex !== 'string' || !hexShape.test(publicHex)) throw refuse('its public key is not 32 bytes in lower case hex');
  const half = { role, isDevelopment: development === true, ...trustPublicKey(publicHex) };
  if (half.keyId !== keyId) throw refuse('its key id is not that of its public key');
  if (privateHex === undefined) return half;
  if (typeof privateHex !== 'string' || !hexShape.test(privateHex)) throw refuse('its private key is not 32 bytes in lower case hex');
  const key = createTrustKey(Buffer.from(privateHex, 'hex'));
  if (key.publicHex !== publicHex) throw refuse('its private key does not belong to its public key');
  return { ...half, key };
}
