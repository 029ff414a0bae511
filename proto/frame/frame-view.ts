/** Frames for people and programs: as an object, as annotated hex, and without what proves identities. */
import { isSeatrialError } from '#proto/kit/index.js';
import { DeviceFrameDecoder, decodeFleetFrame } from './frame-codec.ts';
import { frameLimits } from './frame-limits.ts';
import { type FrameNode, type FrameSender, hasSecrets, readFrameTree } from './frame-tree.ts';

/** Bytes of a secret that are shown. */
const shownBytes = 4;
/** Values of a column that annotated hex shows. */
const shownValues = 16;

/** A frame as an object. */
export interface FrameView {
  /** 0 to 65,535; 0 when it can't be read. */
  readonly channel: number;
  /** Name of the body's field; "unknown" when this version knows none. */
  readonly type: string;
  /**
   * Fields by name, unknown ones as `field17`: bytes as hex, enumerations by their wire names, what is not there left out, numbers that are no
   * numbers as text. Telemetry has `signals` beside its ids: names of the profile, or the id as text. Secrets are shortened.
   */
  readonly body: Readonly<Record<string, unknown>>;
  /** What is wrong with it: the decoder's words, or where it breaks off; undefined when it is good. */
  readonly problem: string | undefined;
}

/** One line of annotated hex. */
export interface FrameHexLine {
  /** Of the first byte, from 0. */
  readonly offset: number;
  /** The bytes; of a secret only the first, with … behind them. */
  readonly hex: string;
  /** 0 for fields of the frame, 1 for those of its body. */
  readonly depth: number;
  /** Number of the field; 0 on the line that says where reading ends. */
  readonly field: number;
  /** Name, or `field17` for an unknown one. */
  readonly name: string;
  /** varint, i64, len, group, i32; empty on the line that says where reading ends. */
  readonly wireType: string;
  readonly value: string;
}

/**
 * Shows a frame as an object, as far as it can be read. Never throws.
 * @param signalNames names by id of the device's profile
 * @param frameBytes length on the wire, where `bytes` is only its beginning
 */
export function viewFrame(
  bytes: Uint8Array,
  sender: FrameSender,
  signalNames?: ReadonlyMap<number, string>,
  frameBytes = bytes.length,
): FrameView {
  const { nodes, problem } = readFrameTree(bytes, sender);
  const bodies = nodes.filter(({ children }) => children !== undefined);
  // Of two bodies the last one counts.
  const last = bodies.at(-1);
  const type = last?.schema?.[0] ?? 'unknown';
  const channel = nodes.findLast(({ field, schema }) => field === 1 && schema !== undefined)?.value;
  const unknown = nodes.filter(({ schema }) => schema === undefined);
  let body = { ...objectOf(unknown), ...objectOf(last?.children ?? []) };
  if (type === 'telemetry' && Array.isArray(body.signalIds)) {
    const ids = body.signalIds as readonly number[];
    body = { ...body, signals: ids.map((id) => signalNames?.get(id) ?? String(id)) };
  }
  const isCut = frameBytes > bytes.length;
  const broken = problem === undefined ? undefined : `at byte ${problem.offset}: ${problem.message}`;
  const verdict = isCut ? `only the first ${bytes.length} of ${frameBytes} bytes were kept` : verdictOf(bytes, sender);
  return { channel: typeof channel === 'number' ? channel : 0, type, body, problem: verdict ?? broken };
}

/** What the decoders say against a frame. */
function verdictOf(bytes: Uint8Array, sender: FrameSender): string | undefined {
  try {
    if (sender === 'fleet') decodeFleetFrame(bytes, { unknownFrames: 0, unknownFields: 0 });
    else {
      const frame = new DeviceFrameDecoder().decode(bytes);
      if (frame.type === 'invalid') return `${frame.reason}: ${frame.message}`;
    }
    return undefined;
  } catch (error) {
    if (!isSeatrialError(error)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/**
 * Shows the bytes of a frame field by field; of a malformed one up to the place where it breaks, which the last line names. Never throws.
 * Without that line and but for secrets the hex of all lines, one behind the other, is the frame.
 */
export function annotateFrame(bytes: Uint8Array, sender: FrameSender): FrameHexLine[] {
  const { nodes, problem } = readFrameTree(bytes, sender);
  const lines: FrameHexLine[] = [];
  addLines(lines, bytes, nodes, 0);
  if (problem !== undefined) {
    const offset = readEnd(nodes);
    const value = `ends here, by byte ${problem.offset}: ${problem.message}`;
    lines.push({ offset, hex: hexOf(bytes.subarray(offset)), depth: 0, field: 0, name: '', wireType: '', value });
  }
  return lines;
}

/** Where the last field that could be read ends; the nodes stand in the order of their bytes. */
function readEnd(nodes: readonly FrameNode[]): number {
  const last = nodes.at(-1);
  if (last === undefined) return 0;
  return last.children === undefined ? last.end : Math.max(last.valueOffset, readEnd(last.children));
}

function addLines(lines: FrameHexLine[], bytes: Uint8Array, nodes: readonly FrameNode[], depth: number): void {
  for (const node of nodes) {
    const { offset, valueOffset, end, field, wireType, children } = node;
    const shownTo = children !== undefined ? valueOffset : node.isSecret ? Math.min(end, valueOffset + shownBytes) : end;
    const hex = hexOf(bytes.subarray(offset, shownTo)) + (node.isSecret && shownTo < end ? '…' : '');
    lines.push({ offset, hex, depth, field, name: nameOf(node), wireType, value: valueText(node) });
    if (children !== undefined) addLines(lines, bytes, children, depth + 1);
  }
}

function valueText(node: FrameNode): string {
  const { value, children, valueOffset, end } = node;
  if (children !== undefined) return `${end - valueOffset} bytes`;
  if (value instanceof Uint8Array) return node.isSecret ? shortened(value) : `${value.length} bytes`;
  if (Array.isArray(value)) {
    const more = value.length > shownValues ? `, … ${value.length} in all` : '';
    return `[${value.slice(0, shownValues).join(', ')}${more}]`;
  }
  return typeof value === 'string' && node.wireType === 'len' ? JSON.stringify(value) : String(value);
}

/**
 * The frame with the content of its secrets as zeros but for their first bytes: same length, same fields. Of a frame that has secrets and breaks
 * off, what comes behind is zeros too. The bytes themselves when it has none.
 */
export function withoutSecrets(bytes: Uint8Array, sender: FrameSender): Uint8Array {
  const { nodes, problem } = readFrameTree(bytes, sender);
  const bodies = nodes.filter(({ schema }) => hasSecrets(schema?.[1] ?? ''));
  if (bodies.length === 0) return bytes;
  // Not slice(): that of a Buffer is a view of the same bytes.
  const copy = new Uint8Array(bytes);
  const hide = (from: number, end: number): void => void copy.fill(0, Math.min(end, from + shownBytes), end);
  for (const { children = [] } of bodies) for (const node of children) if (node.isSecret) hide(node.valueOffset, node.end);
  if (problem !== undefined) hide(readEnd(nodes), bytes.length);
  return copy;
}

function objectOf(nodes: readonly FrameNode[]): Record<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const node of nodes) {
    const name = nameOf(node);
    const kind = node.schema?.[2] ?? 'one';
    const value = plainOf(node);
    if (kind === 'one') fields.set(name, value);
    else if (kind === 'many') {
      const list = (fields.get(name) as unknown[] | undefined) ?? [];
      fields.set(name, list);
      for (const one of Array.isArray(value) ? value : [value]) list.push(one);
    } else {
      const entries = (fields.get(name) as Map<string, unknown> | undefined) ?? new Map<string, unknown>();
      const { key = '', value: content = 0 } = value as { readonly key?: string; readonly value?: unknown };
      fields.set(name, entries.set(key, content));
    }
  }
  // Built from entries: a key that a device chose must not reach a prototype.
  for (const [name, value] of fields) if (value instanceof Map) fields.set(name, Object.fromEntries(value));
  return Object.fromEntries(fields);
}

function plainOf(node: FrameNode): unknown {
  const { value, children } = node;
  if (children !== undefined) return objectOf(children);
  if (value instanceof Uint8Array) return node.isSecret ? shortened(value) : hexOf(value);
  if (Array.isArray(value)) return value.map(plainNumber);
  return typeof value === 'bigint' ? String(value) : plainNumber(value);
}

/** JSON has no NaN and no infinity. */
function plainNumber(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function nameOf({ schema, field }: FrameNode): string {
  return schema?.[0] ?? `field${field}`;
}

function shortened(value: Uint8Array): string {
  const more = value.length > shownBytes ? '…' : '';
  return `${hexOf(value.subarray(0, shownBytes))}${more} (${value.length} bytes)`;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, frameLimits.frameBytes)).toString('hex');
}
