/** How frames are shown: the columns of a list, and annotated hex. */
import { annotateFrame, type FrameHexLine, viewFrame } from '#proto/frame/index.js';
import { cellText, type Item } from './field-paths.ts';
import type { CapturedFrame, CaptureHead } from './frame-capture.ts';
import type { View } from './view.ts';

/** Readings of a frame that its line shows. */
const shownReadings = 4;
/** Characters of the last column. */
const shownCharacters = 160;
/** Bytes in one row of hex. */
const rowBytes = 16;

export const frameView: View = {
  kind: 'FrameList',
  name: 'number',
  // Times with their milliseconds: many frames come within a second.
  columns: [
    { header: 'AT', field: 'at' },
    { header: 'WAY', field: 'direction' },
    { header: 'TYPE', field: 'type' },
    { header: 'BYTES', field: 'frameBytes', as: 'count' },
    { header: 'WHAT', field: 'summary' },
  ],
  wide: [
    { header: 'NUMBER', field: 'number', as: 'count' },
    { header: 'CHANNEL', field: 'channel' },
  ],
};

/** A Frame of the API, with its line for people and, when wanted, its annotated hex. */
export function shownFrame(item: Item, withHex: boolean): Item {
  const hex = withHex ? { hex: hexOf(item) } : {};
  return { ...item, summary: summaryOf(item), ...hex };
}

/** A frame of a file as the API would give it. */
export function frameItem({ number, at, direction, frameBytes, bytes }: CapturedFrame, { signals }: CaptureHead): Item {
  const names = new Map(signals.map(({ id, name }) => [id, name]));
  const { channel, type, body, problem } = viewFrame(bytes, direction === 'in' ? 'device' : 'fleet', names, frameBytes);
  return {
    apiVersion: 'seatrial/v1',
    kind: 'Frame',
    number,
    at,
    direction,
    channel,
    type,
    frameBytes,
    bytes: Buffer.from(bytes).toString('base64'),
    isCut: frameBytes > bytes.length,
    body,
    problem: problem ?? null,
  };
}

function hexOf(item: Item): FrameHexLine[] {
  return annotateFrame(Buffer.from(cellText(item.bytes), 'base64'), item.direction === 'in' ? 'device' : 'fleet');
}

function summaryOf({ type, body, problem }: Item): string {
  const fields = body as Item;
  const what = type === 'telemetry' ? readingsOf(fields) : fieldsOf(fields);
  const text = problem === null || problem === undefined ? what : `✖ ${cellText(problem)}; ${what}`;
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters - 1)}…` : text;
}

function readingsOf({ boot, sequence, signals, values }: Item): string {
  const names = Array.isArray(signals) ? signals : [];
  const numbers = Array.isArray(values) ? values : [];
  const readings = names.slice(0, shownReadings).map((name, index) => `${cellText(name)} ${cellText(numbers[index])}`);
  const more = names.length > shownReadings ? `, … ${names.length} in all` : '';
  return `boot ${cellText(boot)} sequence ${cellText(sequence)}: ${readings.join(', ')}${more}`;
}

function fieldsOf(fields: Item): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' && /^[\w.-]+$/.test(value) ? value : JSON.stringify(value)}`)
    .join(' ');
}

/** Lines of annotated hex: offset, bytes, then number, name, wire type and value of the field. */
export function hexLines(item: Item): string[] {
  const { number, at, direction, type, channel, frameBytes, problem } = item;
  const cells = [`#${cellText(number)}`, cellText(at), cellText(direction), cellText(type), `channel ${cellText(channel)}`];
  const lines = [`${cells.join(' ')}, ${cellText(frameBytes)} bytes${problem === null ? '' : ` ✖ ${cellText(problem)}`}`];
  for (const { offset, hex, depth, field, name, wireType, value } of item.hex as readonly FrameHexLine[]) {
    const indent = '  '.repeat(depth);
    const meaning = field === 0 ? `✖ ${value}` : `${indent}${field} ${name} ${wireType} = ${value}`;
    const pairs = hex.match(/[0-9a-f]{2}|…/g) ?? [];
    for (let from = 0; from === 0 || from < pairs.length; from += rowBytes) {
      const row = pairs.slice(from, from + rowBytes).join(' ');
      const place = (offset + from).toString(16).padStart(4, '0');
      lines.push(`  ${place}  ${row.padEnd(3 * rowBytes)} ${from === 0 ? meaning : ''}`.trimEnd());
    }
  }
  // What devices wrote must not steer a terminal.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return lines.map((line) => line.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' '));
}
