/**
 * Breaks bytes in the ways that hurt a decoder: flipped bits, cut ends, doubled parts, lengths that lie. What is done follows from the
 * chances alone: each takes one step.
 */
export function mutate(bytes: Uint8Array, chances: readonly number[]): Uint8Array {
  let result = Uint8Array.from(bytes);
  for (const chance of chances) {
    const at = result.length === 0 ? 0 : (chance >>> 3) % result.length;
    const kind = chance & 7;
    if (kind === 0) result = result.slice(0, at);
    else if (kind === 1) result = Uint8Array.from([...result.subarray(0, at), chance & 0xff, ...result.subarray(at)]);
    else if (kind === 2) result = Uint8Array.from([...result, ...result.subarray(at, at + 64)]);
    else if (kind === 3 && result.length > 0) result[at] = 0xff;
    else if (kind === 4) result = Uint8Array.from([...result.subarray(0, at), 0xff, 0xff, 0xff, 0xff, 0x07, ...result.subarray(at)]);
    else if (kind === 5) result = Uint8Array.from([...result.subarray(0, at), ...result.subarray(at + 1)]);
    else if (result.length > 0) result[at] = (result[at] as number) ^ (1 << (chance % 8));
    if (result.length > 70_000) result = result.slice(0, 70_000);
  }
  return result;
}
