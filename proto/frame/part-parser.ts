import type { seatrial } from '#proto/gen/index.js';
import { frameLimits } from './frame-limits.ts';
import { partTag } from './part-encoder.ts';
import { numberAt, readNumber } from './telemetry-parser.ts';

/** Tags of a part's numbers, in their order: piece, version, offset, total_bytes. */
const numberTags = [0x10, 0x18, 0x20, 0x28] as const;
const attemptTag = 0x0a;
const bytesTag = 0x32;
/** Most that piece may be: above it protobufjs reads a negative number. */
const mostPiece = 0x7fff_ffff;

/** A part as it stands in its frame. */
export interface ParsedPart {
  readonly channel: number;
  readonly body: seatrial.v1.PiecePart.$Properties;
}

/**
 * Reads a PiecePart of the shape that senders write: every field once at most, in the order of their numbers, the identifier of the attempt in ASCII,
 * the bytes last. A device that takes an image reads thousands. The bytes are no copy. undefined for all else: protobufjs then has the word.
 */
export function parsePart(frame: Uint8Array): ParsedPart | undefined {
  let at = 0;
  let channel = 0;
  if (frame[0] === 0x08) {
    if (!readNumber(frame, 1) || numberAt.value > frameLimits.channel) return undefined;
    channel = numberAt.value;
    at = numberAt.end;
  }
  if (frame[at] !== partTag || !readNumber(frame, at + 1) || numberAt.end + numberAt.value !== frame.length) return undefined;
  at = numberAt.end;
  if (frame[at] !== attemptTag || !readNumber(frame, at + 1) || numberAt.end + numberAt.value > frame.length) return undefined;
  const attemptId = asciiOf(frame, numberAt.end, numberAt.end + numberAt.value);
  if (attemptId === undefined) return undefined;
  at = numberAt.end + attemptId.length;
  const numbers = [0, 0, 0, 0];
  for (let index = 0; index < numberTags.length; index += 1) {
    if (frame[at] !== numberTags[index]) continue;
    if (!readNumber(frame, at + 1)) return undefined;
    numbers[index] = numberAt.value;
    at = numberAt.end;
  }
  if (frame[at] !== bytesTag || !readNumber(frame, at + 1) || numberAt.end + numberAt.value !== frame.length) return undefined;
  const [piece, version, offset, totalBytes] = numbers as [number, number, number, number];
  if (piece > mostPiece) return undefined;
  return { channel, body: { attemptId, piece, version, offset, totalBytes, bytes: frame.subarray(numberAt.end) } };
}

/** The text that was read last: parts of one attempt come in bunches, and each has its identifier. */
let lastText = '';

/** Text of one byte a character; undefined when it is not. */
function asciiOf(frame: Uint8Array, from: number, to: number): string | undefined {
  if (isText(frame, from, to, lastText)) return lastText;
  let text = '';
  for (let at = from; at < to; at += 1) {
    const code = frame[at] as number;
    if (code > 0x7f) return undefined;
    text += String.fromCharCode(code);
  }
  lastText = text;
  return text;
}

function isText(frame: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let at = 0; at < text.length; at += 1) if (frame[from + at] !== text.charCodeAt(at)) return false;
  return true;
}
