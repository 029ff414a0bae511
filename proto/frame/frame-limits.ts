/** Limits of seatrial.v1 frames; docs/PROTOCOL.md has them in one table. */
export const frameLimits = {
  /** Length of a frame, bytes. */
  frameBytes: 65_536,
  /** Readings a telemetry frame. */
  readings: 4_096,
  /** Time offset of a reading, ms. */
  offsetMs: 86_400_000,
  /** Number of a channel and of a signal. */
  channel: 65_535,
  signalId: 65_535,
  /** Largest time, ms since 1970-01-01T00:00Z: 2^53. */
  timeMs: 9_007_199_254_740_992,
  /** One part of a piece of an update, bytes. */
  partBytes: 32_768,
  /** Longest piece, bytes: the content of an image. */
  pieceBytes: 268_435_456,
  /** Parts that one request may ask for. */
  creditParts: 16,
  /** A director's assignment, bytes. */
  assignmentBytes: 8_192,
  /** Text for a person, characters (code points). */
  messageCharacters: 500,
} as const;

/** Cuts a text for a person to most characters (code points), at a character's border. */
export function clipText(text: string, most: number = frameLimits.messageCharacters): string {
  if (text.length <= most) return text;
  let end = 0;
  for (let count = 0; count < most && end < text.length; count += 1) end += (text.codePointAt(end) as number) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

/** Length of a text in characters (code points). */
export function characterCount(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; count += 1) index += (text.codePointAt(index) as number) > 0xffff ? 2 : 1;
  return count;
}
