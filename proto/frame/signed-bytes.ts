const encoder = new TextEncoder();

/**
 * What a Claim signs, and what its token proof is computed over: "seatrial.v1 claim\n" nonce public_key device_id.
 * @param nonce 32 bytes of the Challenge
 * @param publicKey 32 bytes, raw Ed25519
 */
export function claimBytes(nonce: Uint8Array, publicKey: Uint8Array, deviceId: string): Uint8Array {
  return concatenate(encoder.encode('seatrial.v1 claim\n'), nonce, publicKey, encoder.encode(deviceId));
}

/**
 * What a Hello signs: "seatrial.v1 hello\n" nonce device_id "\n" boot "\n" connection, the numbers in decimal.
 * @param nonce 32 bytes of the Challenge
 */
export function helloBytes(nonce: Uint8Array, deviceId: string, boot: number, connection: number): Uint8Array {
  return concatenate(encoder.encode('seatrial.v1 hello\n'), nonce, encoder.encode(`${deviceId}\n${boot}\n${connection}`));
}

function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
