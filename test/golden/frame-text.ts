/** Frames as text, hex and meaning side by side. The meaning is read from the .proto files themselves, so that it does not rest on generated code. */
import { resolve } from 'node:path';
import protobuf from 'protobufjs';

const root = new protobuf.Root();
root.resolvePath = (_origin, target) => resolve(import.meta.dirname, '..', '..', 'proto', target.replace(/^.*?(?=seatrial\/v1)/, ''));
root.loadSync(['seatrial/v1/frame.proto']).resolveAll();

const messages = { device: root.lookupType('seatrial.v1.DeviceFrame'), fleet: root.lookupType('seatrial.v1.FleetFrame') };

/** Who sent a frame. */
export type Direction = keyof typeof messages;

/**
 * Writes a frame as lines of hex (tag and length, then the value) and what they say. Frames must be well formed.
 */
export function renderFrame(bytes: Uint8Array, direction: Direction): string {
  const lines: string[] = [];
  new Renderer(bytes, lines).message(messages[direction], 0, bytes.length, 0);
  const width = Math.max(0, ...lines.map((line) => line.indexOf('|')));
  return lines
    .map((line) => {
      const at = line.indexOf('|');
      return `${line.slice(0, at).padEnd(width)}| ${line.slice(at + 1)}`.trimEnd();
    })
    .join('\n');
}

/** The bytes of a text that renderFrame wrote: all hex left of the bars. */
export function parseFrame(text: string): Uint8Array {
  const hex = text
    .split('\n')
    .filter((line) => line.includes('|'))
    .map((line) => line.slice(0, line.indexOf('|')).replaceAll(/\s/g, ''))
    .join('');
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error(`not hex: ${hex}`);
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** The frame by the .proto files alone: plain object, bytes as hex, enumerations by name, defaults left out. */
export function reflectFrame(bytes: Uint8Array, direction: Direction): Record<string, unknown> {
  const type = messages[direction];
  return plain(type.toObject(type.decode(bytes), { enums: String })) as Record<string, unknown>;
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}

class Renderer {
  readonly #bytes: Uint8Array;
  readonly #lines: string[];

  constructor(bytes: Uint8Array, lines: string[]) {
    this.#bytes = bytes;
    this.#lines = lines;
  }

  message(type: protobuf.Type, start: number, end: number, depth: number): void {
    const reader = protobuf.Reader.create(this.#bytes.subarray(0, end));
    reader.pos = start;
    while (reader.pos < end) {
      const from = reader.pos;
      const tag = reader.uint32();
      const field = type.fieldsById[tag >>> 3];
      if (field === undefined) throw new Error(`${type.name} has no field ${tag >>> 3}`);
      this.#field(field, tag & 7, reader, from, depth);
    }
  }

  #field(field: protobuf.Field, wireType: number, reader: protobuf.Reader, from: number, depth: number): void {
    const { name } = field;
    if (wireType !== 2) {
      const value = this.#scalar(field, reader);
      this.#line(from, reader.pos, depth, `${name} = ${value}`);
      return;
    }
    const length = reader.uint32();
    const start = reader.pos;
    reader.skip(length);
    const type = field.map ? entryType(field) : field.resolvedType;
    if (type instanceof protobuf.Type) {
      this.#line(from, start, depth, `${name}, ${length} bytes`);
      this.message(type, start, reader.pos, depth + 1);
    } else this.#line(from, reader.pos, depth, `${name} = ${this.#delimited(field, start, reader.pos)}`);
  }

  #scalar(field: protobuf.Field, reader: protobuf.Reader): string {
    if (field.resolvedType instanceof protobuf.Enum) {
      const code = reader.int32();
      return `${code} ${field.resolvedType.valuesById[code]}`;
    }
    if (field.type === 'double') return String(reader.double());
    if (field.type === 'float') return String(reader.float());
    return field.type === 'bool' ? String(reader.bool()) : String(reader.uint32());
  }

  #delimited(field: protobuf.Field, start: number, end: number): string {
    const bytes = this.#bytes.subarray(start, end);
    if (field.type === 'string') return JSON.stringify(Buffer.from(bytes).toString());
    if (field.type === 'bytes') return `${bytes.length} bytes`;
    const reader = protobuf.Reader.create(bytes);
    const values: number[] = [];
    while (reader.pos < bytes.length) values.push(field.type === 'double' ? reader.double() : reader.uint32());
    return `[${values.join(', ')}]`;
  }

  #line(start: number, end: number, depth: number, meaning: string): void {
    const hex = Buffer.from(this.#bytes.subarray(start, end)).toString('hex');
    // Long values go on in lines of 32 bytes.
    for (let at = 0; at < hex.length; at += 64)
      this.#lines.push(`${'  '.repeat(depth)}${hex.slice(at, at + 64)} |${at === 0 ? '  '.repeat(depth) + meaning : ''}`);
  }
}

/** Maps travel as entries with key = 1 and value = 2. */
function entryType(field: protobuf.Field): protobuf.Type {
  const type = new protobuf.Type(`${field.name}Entry`);
  const value = new protobuf.Field('value', 2, field.type);
  type.add(new protobuf.Field('key', 1, (field as protobuf.Field & { keyType: string }).keyType)).add(value);
  value.resolvedType = field.resolvedType;
  value.resolved = true;
  return type;
}
