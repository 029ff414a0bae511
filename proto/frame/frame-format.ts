import { seatrial } from '#proto/gen/index.js';
import { DeviceFrameDecoder, decodeFleetFrame } from './frame-codec.ts';

/** A frame for a person: bytes as hex, enumerations by their wire names, defaults left out. */
export interface FormattedFrame {
  readonly direction: 'device' | 'fleet';
  readonly bytes: number;
  readonly channel: number;
  /** Name of the body's field; "unknown" when this version knows none, "invalid" with the reason when the fleet would send Reject. */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Shows one frame as an object for the command line and for error texts.
 * @param direction who sent it
 * @throws E1101 to E1104 as the decoders do
 */
export function formatFrame(bytes: Uint8Array, direction: 'device' | 'fleet'): FormattedFrame {
  const frame =
    direction === 'device' ? new DeviceFrameDecoder().decode(bytes) : decodeFleetFrame(bytes, { unknownFrames: 0, unknownFields: 0 });
  if (frame.type === 'invalid') {
    const { channel, type, boot, sequence, reason, message } = frame;
    return { direction, bytes: bytes.length, channel, type, body: { boot, sequence, reason, message } };
  }
  const plain =
    direction === 'device'
      ? seatrial.v1.DeviceFrame.toObject(seatrial.v1.DeviceFrame.decode(bytes), plainOptions)
      : seatrial.v1.FleetFrame.toObject(seatrial.v1.FleetFrame.decode(bytes), plainOptions);
  const body = (frame.type === 'unknown' ? {} : plain[frame.type]) as Record<string, unknown>;
  return { direction, bytes: bytes.length, channel: frame.channel, type: frame.type, body: withHex(body) as Record<string, unknown> };
}

const plainOptions = { enums: String, json: true } as const;

function withHex(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(withHex);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withHex(entry)]));
}
