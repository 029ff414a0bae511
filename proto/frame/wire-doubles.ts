/** Doubles of the wire, little-endian, at any alignment. */

/** One double seen as bytes: reads and writes at any alignment without a DataView a frame. */
const oneDouble = new Float64Array(1);
const eightBytes = new Uint8Array(oneDouble.buffer);
/** Doubles of the wire are little-endian; where the machine is not, byte i of the wire is byte 7 - i here. */
const swap = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 7;

/** From so many doubles on a DataView pays for its making. */
const viewFrom = 6;

/** Writes one double and gives back where it ends. */
export function writeDouble(bytes: Uint8Array, offset: number, value: number): number {
  oneDouble[0] = value;
  for (let index = 0; index < 8; index += 1) bytes[offset + index] = eightBytes[index ^ swap] as number;
  return offset + 8;
}

/** Writes the first count values one after the other. */
export function writeDoubles(bytes: Uint8Array, offset: number, values: ArrayLike<number>, count: number): void {
  if (count < viewFrom) {
    for (let index = 0, at = offset; index < count; index += 1) at = writeDouble(bytes, at, values[index] as number);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, count * 8);
  for (let index = 0; index < count; index += 1) view.setFloat64(index * 8, values[index] as number, true);
}

/** Reads one double. */
export function readDouble(bytes: Uint8Array, offset: number): number {
  for (let index = 0; index < 8; index += 1) eightBytes[index ^ swap] = bytes[offset + index] as number;
  return oneDouble[0] as number;
}

/** Fills the first count values. */
export function readDoubles(bytes: Uint8Array, offset: number, values: Float64Array, count: number): void {
  if (count < viewFrom) {
    for (let index = 0, at = offset; index < count; index += 1, at += 8) values[index] = readDouble(bytes, at);
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, count * 8);
  for (let index = 0; index < count; index += 1) values[index] = view.getFloat64(index * 8, true);
}
