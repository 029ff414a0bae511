/**
 * A frame field by field, with the place of each in the bytes: for people. Unlike the decoders it takes what is malformed too, and ends where
 * the bytes can't be read any further.
 */
import { type SchemaField, schemaEnums, schemaMessages } from '#proto/gen/index.js';

/** Who sent a frame. */
export type FrameSender = 'device' | 'fleet';

/** Wire types of protobuf by their numbers. */
const wireTypes = ['varint', 'i64', 'len', 'group', 'group end', 'i32'] as const;
/** Groups within groups, and so messages, that are followed at most. */
const deepest = 64;
/** Fields whose content proves an identity, by message. Texts of people have none. */
const secrets: Readonly<Record<string, readonly string[]>> = {
  Challenge: ['nonce'],
  Claim: ['tokenProof', 'signature'],
  Hello: ['signature'],
};

/** One field as it stands in the bytes. */
export interface FrameNode {
  /** Where its tag begins, where its value begins, where it ends. */
  readonly offset: number;
  readonly valueOffset: number;
  readonly end: number;
  readonly field: number;
  /** Name of the schema; undefined when this version knows none of that number and wire type. */
  readonly schema: SchemaField | undefined;
  readonly wireType: (typeof wireTypes)[number];
  /** Proves an identity: not to be shown whole. */
  readonly isSecret: boolean;
  /** Fields of a message. */
  readonly children: readonly FrameNode[] | undefined;
  /** What else it is: of a column all values; of an unknown field the bytes of its value. */
  readonly value: number | bigint | boolean | string | Uint8Array | readonly (number | boolean | string)[] | undefined;
}

/** A frame as far as it can be read. */
export interface FrameTree {
  readonly nodes: readonly FrameNode[];
  /** Why it ends early, and at which byte; undefined when it could be read to its end. */
  readonly problem: { readonly offset: number; readonly message: string } | undefined;
}

/** Reads a frame. Never throws. */
export function readFrameTree(bytes: Uint8Array, sender: FrameSender): FrameTree {
  const reader = new TreeReader(bytes);
  const nodes = reader.message(sender === 'device' ? 'DeviceFrame' : 'FleetFrame', bytes.length, 0);
  return { nodes, problem: reader.problem };
}

/** What a field is read as. */
interface Target {
  readonly schema: SchemaField | undefined;
  readonly isSecret: boolean;
}

class TreeReader {
  problem: FrameTree['problem'];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Fields up to `end`. @param name of the message; of a map's entry the type of its value behind "map " */
  message(name: string, end: number, depth: number): FrameNode[] {
    const nodes: FrameNode[] = [];
    while (this.#at < end && this.problem === undefined) {
      const node = this.#field(name, end, depth);
      if (node !== undefined) nodes.push(node);
    }
    return nodes;
  }

  #fail(offset: number, message: string): undefined {
    this.problem ??= { offset, message };
    return undefined;
  }

  #field(message: string, end: number, depth: number): FrameNode | undefined {
    const offset = this.#at;
    const tag = this.#varint(end);
    if (tag === undefined) return undefined;
    const field = Number(tag >> 3n);
    const wireType = wireTypes[Number(tag & 7n)];
    if (field === 0 || field > 0x1f_ff_ff_ff) return this.#fail(offset, `a field has number ${field}, the range is 1 to 536870911`);
    if (wireType === undefined) return this.#fail(offset, `field ${field} has wire type ${tag & 7n}, which is none`);
    const target = targetOf(message, field, wireType);
    const base = { offset, field, wireType, ...target, children: undefined, value: undefined };
    const valueOffset = this.#at;
    if (wireType === 'len') return this.#delimited(base, end, depth);
    if (wireType === 'group') {
      if (!this.#skipGroup(field, end)) return undefined;
      return { ...base, valueOffset, end: this.#at, value: this.#bytes.subarray(valueOffset, this.#at) };
    }
    const value = this.#single(target.schema?.[1], wireType, end);
    return value === undefined ? undefined : { ...base, valueOffset, end: this.#at, value };
  }

  #single(type: string | undefined, wireType: FrameNode['wireType'], end: number): number | bigint | boolean | string | undefined {
    const at = this.#at;
    if (wireType === 'varint') {
      const value = this.#varint(end);
      return value === undefined ? undefined : meaningOf(value, type);
    }
    if (wireType === 'group end') return this.#fail(at, 'a group ends that did not begin');
    const length = wireType === 'i64' ? 8 : 4;
    if (at + length > end) return this.#fail(at, `a value of ${length} bytes begins, and ${end - at} are left`);
    this.#at += length;
    if (type === undefined) return length === 8 ? this.#view.getBigUint64(at, true) : this.#view.getUint32(at, true);
    return length === 8 ? this.#view.getFloat64(at, true) : this.#view.getFloat32(at, true);
  }

  #delimited(base: Omit<FrameNode, 'valueOffset' | 'end'>, end: number, depth: number): FrameNode | undefined {
    const lengthAt = this.#at;
    const length = this.#varint(end);
    if (length === undefined) return undefined;
    const start = this.#at;
    const isCut = length > BigInt(end - start);
    const stop = isCut ? end : start + Number(length);
    const node = { ...base, valueOffset: start, end: stop };
    const [, type = '', kind = 'one'] = base.schema ?? [];
    const inner = kind === 'map' ? `map ${type}` : type;
    if (isMessage(inner) && depth < deepest) {
      const children = this.message(inner, stop, depth + 1);
      this.#at = stop;
      // What is wrong inside stands at its own place; that the message is cut stands behind what is there of it.
      if (isCut) this.#fail(lengthAt, `${length} bytes are to come, and ${end - start} are left`);
      return { ...node, children };
    }
    if (isCut) {
      this.#fail(lengthAt, `${length} bytes are to come, and ${end - start} are left`);
      return { ...node, value: this.#bytes.subarray(start, stop) };
    }
    const value = this.#content(type, kind, start, stop);
    this.#at = stop;
    return value === undefined ? undefined : { ...node, value };
  }

  #content(type: string, kind: SchemaField[2], start: number, stop: number): FrameNode['value'] {
    const bytes = this.#bytes.subarray(start, stop);
    if (type === '' || type === 'bytes') return bytes;
    if (type === 'string') {
      try {
        return utf8.decode(bytes);
      } catch {
        return this.#fail(start, `a text of ${bytes.length} bytes is no UTF-8`);
      }
    }
    const values: (number | boolean | string)[] = [];
    while (kind === 'many' && this.#at < stop) {
      const value = this.#single(type, wireTypeOf(type), stop);
      if (value === undefined) return undefined;
      values.push(typeof value === 'bigint' ? String(value) : value);
    }
    return values;
  }

  #skipGroup(field: number, end: number): boolean {
    const open = [field];
    while (open.length > 0) {
      const at = this.#at;
      const tag = this.#varint(end);
      if (tag === undefined) return false;
      const number = Number(tag >> 3n);
      const wireType = wireTypes[Number(tag & 7n)];
      if (wireType === 'group end') {
        if (open.pop() !== number) return this.#fail(at, `group ${number} ends within another one`) ?? false;
      } else if (wireType === 'group') {
        if (open.push(number) > deepest) return this.#fail(at, `groups are nested more than ${deepest} deep`) ?? false;
      } else if (wireType === 'len') {
        const length = this.#varint(end);
        if (length === undefined) return false;
        if (length > BigInt(end - this.#at)) {
          return this.#fail(at, `${length} bytes are to come, and ${end - this.#at} are left`) ?? false;
        }
        this.#at += Number(length);
      } else if (wireType === undefined || number === 0) {
        return this.#fail(at, `field ${number} has wire type ${tag & 7n}`) ?? false;
      } else if (this.#single(undefined, wireType, end) === undefined) return false;
    }
    return true;
  }

  #varint(end: number): bigint | undefined {
    const start = this.#at;
    let value = 0;
    let high: bigint | undefined;
    for (let count = 0; count < 10; count += 1) {
      if (this.#at >= end) return this.#fail(start, 'a number is cut by the end');
      const byte = this.#bytes[this.#at++] as number;
      // Up to 49 bits by plain numbers: bigints cost ten times as much.
      if (count < 7) value += (byte & 0x7f) * 2 ** (7 * count);
      else high = (high ?? 0n) | (BigInt(byte & 0x7f) << BigInt(7 * count));
      if (byte < 0x80) return BigInt(value) | (high ?? 0n);
    }
    return this.#fail(start, 'a number has more than ten bytes');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether a message has fields that prove an identity. */
export function hasSecrets(message: string): boolean {
  return Object.hasOwn(secrets, message);
}

function isMessage(type: string): boolean {
  return type.startsWith('map ') || Object.hasOwn(schemaMessages, type);
}

/** The field that a number and a wire type stand for. The decoders skip a known number with another wire type, so it is unknown here too. */
function targetOf(message: string, field: number, wireType: FrameNode['wireType']): Target {
  const schema = message.startsWith('map ') ? entryField(message.slice(4), field) : schemaMessages[message]?.[field];
  if (schema === undefined) return { schema, isSecret: false };
  const [name, type, kind] = schema;
  const own = kind === 'map' ? 'len' : wireTypeOf(type);
  const isPacked = kind === 'many' && own !== 'len' && wireType === 'len';
  if (wireType !== own && !isPacked) return { schema: undefined, isSecret: false };
  return { schema, isSecret: secrets[message]?.includes(name) === true };
}

/** Maps travel as entries with key = 1 and value = 2. */
function entryField(type: string, field: number): SchemaField | undefined {
  if (field === 1) return ['key', 'string', 'one'];
  return field === 2 ? ['value', type, 'one'] : undefined;
}

function wireTypeOf(type: string): FrameNode['wireType'] {
  if (type === 'double') return 'i64';
  if (type === 'float') return 'i32';
  return type === 'uint32' || type === 'bool' || Object.hasOwn(schemaEnums, type) ? 'varint' : 'len';
}

/** What the decoders make of a number: 32 bits of it, the name of an enumeration, true or false. */
function meaningOf(value: bigint, type: string | undefined): number | bigint | boolean | string {
  if (type === 'bool') return value !== 0n;
  if (type === 'uint32') return Number(BigInt.asUintN(32, value));
  const names = type === undefined ? undefined : schemaEnums[type];
  if (names === undefined) return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  const code = Number(BigInt.asIntN(32, value));
  return names[code] ?? code;
}
