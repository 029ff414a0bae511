import { Reader, seatrial, Writer } from '#proto/gen/index.js';
import { isSeatrialError, messageOf } from '#proto/kit/index.js';
import type { DecodeCounters, DeviceFrame, FleetFrame, InvalidFrame, TelemetryFrame } from './frame.ts';
import { checkBody, checkChannel } from './frame-check.ts';
import { frameError } from './frame-errors.ts';
import { clipText, frameLimits } from './frame-limits.ts';
import type { RejectReason } from './frame-names.ts';
import { encodePiecePart, isPart } from './part-encoder.ts';
import { parsePart } from './part-parser.ts';
import { parseAcknowledge, TelemetryParser } from './telemetry-parser.ts';

/** Encoder of a body, by the name of its field; the tag is that of the field in the envelope, wire type 2. */
interface BodyCodec {
  readonly tag: number;
  encode(body: object, writer: Writer): Writer;
}

const v1 = seatrial.v1;
const deviceCodecs: Readonly<Record<Exclude<DeviceFrame['type'], 'unknown'>, BodyCodec>> = {
  claim: { tag: 18, encode: v1.Claim.encode },
  hello: { tag: 26, encode: v1.Hello.encode },
  event: { tag: 42, encode: v1.DeviceEvent.encode },
  heartbeat: { tag: 50, encode: v1.Heartbeat.encode },
  sleep: { tag: 58, encode: v1.Sleep.encode },
  commandResult: { tag: 66, encode: v1.CommandResult.encode },
  configurationReport: { tag: 74, encode: v1.ConfigurationReport.encode },
  profileDefinition: { tag: 82, encode: v1.ProfileDefinition.encode },
  attach: { tag: 90, encode: v1.Attach.encode },
  detach: { tag: 98, encode: v1.Detach.encode },
  pieceRequest: { tag: 106, encode: v1.PieceRequest.encode },
  updateReport: { tag: 114, encode: v1.UpdateReport.encode },
};
const fleetCodecs: Readonly<Record<Exclude<FleetFrame['type'], 'unknown'>, BodyCodec>> = {
  challenge: { tag: 18, encode: v1.Challenge.encode },
  welcome: { tag: 26, encode: v1.Welcome.encode },
  pending: { tag: 34, encode: v1.Pending.encode },
  refusal: { tag: 42, encode: v1.Refusal.encode },
  acknowledge: { tag: 50, encode: v1.Acknowledge.encode },
  reject: { tag: 58, encode: v1.Reject.encode },
  command: { tag: 66, encode: v1.Command.encode },
  desiredConfiguration: { tag: 74, encode: v1.DesiredConfiguration.encode },
  time: { tag: 82, encode: v1.Time.encode },
  updateOffer: { tag: 90, encode: v1.UpdateOffer.encode },
  updateCancel: { tag: 98, encode: v1.UpdateCancel.encode },
  piecePart: { tag: 106, encode: v1.PiecePart.encode },
  pieceAbsent: { tag: 114, encode: v1.PieceAbsent.encode },
  updateReportAcknowledge: { tag: 122, encode: v1.UpdateReportAcknowledge.encode },
};

/** Bodies with a text for a person, and the name of that field: longer ones are cut, since a long message is no reason to lose a frame. */
const textFields: Readonly<Record<string, 'message' | 'error'>> = {
  event: 'message',
  commandResult: 'message',
  configurationReport: 'error',
  refusal: 'message',
  reject: 'message',
  updateReport: 'message',
  updateCancel: 'message',
  pieceAbsent: 'message',
};

/**
 * Encodes a frame of a device; telemetry has encodeTelemetry. Texts for a person are cut to 500 characters; other ranges are the caller's.
 * An `unknown` frame has no body.
 * @throws E1102 when the frame is longer than 65,536 bytes
 */
export function encodeDeviceFrame(frame: DeviceFrame): Uint8Array {
  return frame.type === 'unknown'
    ? encodeFrame(frame.channel, '', undefined, {})
    : encodeFrame(frame.channel, frame.type, deviceCodecs[frame.type], frame.body);
}

/**
 * Encodes a frame of a fleet manager; encodeAcknowledge is the quick way for acknowledgements. Texts as in encodeDeviceFrame.
 * @throws E1102 when the frame is longer than 65,536 bytes
 */
export function encodeFleetFrame(frame: FleetFrame): Uint8Array {
  if (frame.type === 'piecePart' && (frame.body.bytes?.length ?? 0) <= frameLimits.partBytes)
    return encodePiecePart(frame.channel, frame.body);
  return frame.type === 'unknown'
    ? encodeFrame(frame.channel, '', undefined, {})
    : encodeFrame(frame.channel, frame.type, fleetCodecs[frame.type], frame.body);
}

function encodeFrame(channel: number, type: string, codec: BodyCodec | undefined, body: object): Uint8Array {
  const writer = Writer.create();
  if (channel !== 0) writer.uint32(8).uint32(channel);
  if (codec !== undefined) codec.encode(withShortText(type, body), writer.uint32(codec.tag).fork()).ldelim();
  if (writer.len > frameLimits.frameBytes) {
    throw frameError('E1102', { message: `a ${type} frame takes ${writer.len} bytes, the limit is ${frameLimits.frameBytes}` });
  }
  return writer.finish();
}

function withShortText(type: string, body: object): object {
  const field = textFields[type];
  if (field === undefined) return body;
  const text = (body as Readonly<Record<string, unknown>>)[field];
  if (typeof text !== 'string' || text.length <= frameLimits.messageCharacters) return body;
  return { ...body, [field]: clipText(text) };
}

/** Counts what protobufjs skips, and hands out bytes that do not keep the whole frame alive. */
class CountingReader extends Reader {
  skipped = 0;
  #isSkipping = false;

  override raw(start: number, end: number): Uint8Array {
    return new Uint8Array(this.buf.subarray(start, end));
  }

  override skipType(wireType: number, depth?: number, fieldNumber?: number): Reader {
    // A group skips its fields by this method too: it counts once.
    if (this.#isSkipping) return super.skipType(wireType, depth, fieldNumber);
    this.skipped += 1;
    this.#isSkipping = true;
    super.skipType(wireType, depth, fieldNumber);
    this.#isSkipping = false;
    return this;
  }
}

/** Leaves a part of an image where it stands: ten thousand devices take them at once, and keep what they keep themselves. */
class PartReader extends CountingReader {
  override raw(start: number, end: number): Uint8Array {
    return this.buf.subarray(start, end);
  }
}

interface Envelope {
  readonly channel: number;
  readonly body?: string;
}

function decodeEnvelope<Frame extends Envelope>(
  bytes: Uint8Array,
  decode: (reader: Reader) => Frame,
  counters: DecodeCounters,
  readerOf: new (bytes: Uint8Array) => CountingReader = CountingReader,
): Frame {
  checkLength(bytes);
  const reader = new readerOf(bytes);
  let frame: Frame;
  try {
    frame = decode(reader);
  } catch (error) {
    if (isSeatrialError(error)) throw error;
    throw frameError('E1101', {
      message: `a frame of ${bytes.length} bytes can't be read at byte ${reader.pos}: ${messageOf(error)}`,
      cause: error,
    });
  }
  const problem = checkChannel(frame.channel);
  if (problem !== undefined) throw frameError('E1103', { message: problem });
  if (frame.body === undefined) counters.unknownFrames += 1;
  else counters.unknownFields += reader.skipped;
  return frame;
}

function checkLength(bytes: Uint8Array): void {
  if (bytes.length <= frameLimits.frameBytes) return;
  throw frameError('E1102', { message: `the frame has ${bytes.length} bytes, the limit is ${frameLimits.frameBytes}` });
}

/**
 * Decodes what devices send. It owns one TelemetryFrame, which each telemetry frame fills again, and counts unknown frames and fields.
 */
export class DeviceFrameDecoder {
  readonly counters: DecodeCounters = { unknownFrames: 0, unknownFields: 0 };
  readonly #parser = new TelemetryParser();
  readonly #telemetry: TelemetryFrame = {
    type: 'telemetry',
    channel: 0,
    boot: 0,
    sequence: 0,
    count: 0,
    signalIds: new Uint32Array(0),
    atMs: new Float64Array(64),
    values: new Float64Array(0),
  };

  /**
   * Decodes one frame. Telemetry is good until the next call; bodies are the caller's to keep.
   * @throws E1101 malformed, E1102 too large, E1103 a field out of its range, E1104 a profile definition that breaks a rule
   */
  decode(bytes: Uint8Array): DeviceFrame | TelemetryFrame | InvalidFrame {
    checkLength(bytes);
    if (this.#parser.parse(bytes)) return this.#finishTelemetry();
    const envelope = decodeEnvelope(bytes, decodeDevice, this.counters);
    const type = envelope.body;
    if (type === undefined) return { channel: envelope.channel, type: 'unknown' };
    const body = envelope[type] as object;
    if (type === 'telemetry') {
      this.#load(envelope.channel, body as seatrial.v1.Telemetry);
      return this.#finishTelemetry();
    }
    const problem = checkBody('device', type, body);
    if (problem !== undefined) return refuse(envelope.channel, type, body, problem);
    return { channel: envelope.channel, type, body } as DeviceFrame;
  }

  /** Brings telemetry that protobufjs decoded into the parser's form. */
  #load(channel: number, body: seatrial.v1.Telemetry): void {
    const parser = this.#parser;
    const most = frameLimits.readings + 1;
    parser.channel = channel;
    parser.boot = body.boot;
    parser.sequence = body.sequence;
    parser.baseTimeMs = body.baseTimeMs;
    parser.idCount = Math.min(body.signalIds.length, most);
    parser.offsetCount = Math.min(body.timeOffsetsMs.length, most);
    parser.valueCount = Math.min(body.values.length, most);
    parser.signalIds = Uint32Array.from(body.signalIds.slice(0, most));
    parser.offsetsMs = Uint32Array.from(body.timeOffsetsMs.slice(0, most));
    parser.values = Float64Array.from(body.values.slice(0, most));
  }

  #finishTelemetry(): TelemetryFrame | InvalidFrame {
    const parser = this.#parser;
    const channelProblem = checkChannel(parser.channel);
    if (channelProblem !== undefined) throw frameError('E1103', { message: channelProblem });
    if (parser.boot === 0 || parser.sequence === 0) {
      throw frameError('E1103', { message: `telemetry is (boot ${parser.boot}, sequence ${parser.sequence}), both start at 1` });
    }
    const count = parser.idCount;
    if (count === 0 || count > frameLimits.readings) {
      return invalid(
        parser,
        'columns',
        `telemetry has ${count > frameLimits.readings ? 'more' : 0} readings, the range is 1 to ${frameLimits.readings}`,
      );
    }
    if (parser.valueCount !== count || (parser.offsetCount !== count && parser.offsetCount !== 0)) {
      return invalid(parser, 'columns', `telemetry has ${count} signal ids, ${parser.offsetCount} offsets and ${parser.valueCount} values`);
    }
    const base = parser.baseTimeMs;
    if (!(base >= 0 && base <= frameLimits.timeMs)) {
      return invalid(parser, 'field', `telemetry.baseTimeMs is ${base}, its range is 0 to ${frameLimits.timeMs}`);
    }
    return this.#fill(count, base);
  }

  #fill(count: number, base: number): TelemetryFrame | InvalidFrame {
    const parser = this.#parser;
    const frame = this.#telemetry;
    if (frame.atMs.length < count) frame.atMs = new Float64Array(parser.values.length);
    const { signalIds, offsetsMs, values } = parser;
    const atMs = frame.atMs;
    const hasOffsets = parser.offsetCount !== 0;
    for (let index = 0; index < count; index += 1) {
      const id = signalIds[index] as number;
      if (id === 0 || id > frameLimits.signalId) {
        return invalid(parser, 'field', `telemetry.signalIds[${index}] is ${id}, its range is 1 to ${frameLimits.signalId}`);
      }
      const value = values[index] as number;
      if (value - value !== 0) return invalid(parser, 'not-finite', `telemetry.values[${index}] is ${value}, it must be finite`);
      if (hasOffsets) {
        const offsetMs = offsetsMs[index] as number;
        if (offsetMs > frameLimits.offsetMs) {
          return invalid(parser, 'field', `telemetry.timeOffsetsMs[${index}] is ${offsetMs}, its range is 0 to ${frameLimits.offsetMs}`);
        }
        atMs[index] = base + offsetMs;
      } else atMs[index] = base;
    }
    frame.channel = parser.channel;
    frame.boot = parser.boot;
    frame.sequence = parser.sequence;
    frame.count = count;
    frame.signalIds = signalIds;
    frame.values = values;
    return frame;
  }
}

function decodeDevice(reader: Reader): seatrial.v1.DeviceFrame {
  return v1.DeviceFrame.decode(reader);
}

function decodeFleet(reader: Reader): seatrial.v1.FleetFrame {
  return v1.FleetFrame.decode(reader);
}

function invalid(parser: TelemetryParser, reason: RejectReason, message: string): InvalidFrame {
  return { type: 'invalid', channel: parser.channel, boot: parser.boot, sequence: parser.sequence, reason, message };
}

function refuse(channel: number, type: string, body: object, message: string): InvalidFrame {
  if (type === 'event') {
    const { boot, sequence } = body as seatrial.v1.DeviceEvent;
    if (boot > 0 && sequence > 0) return { type: 'invalid', channel, boot, sequence, reason: 'field', message };
  }
  throw frameError(type === 'profileDefinition' ? 'E1104' : 'E1103', { message });
}

/**
 * Decodes what a fleet manager sends; its ranges are checked as those of devices are. The bytes of a part are no copy: they stand in the frame.
 * @throws E1101 malformed, E1102 too large, E1103 a field out of its range
 */
export function decodeFleetFrame(bytes: Uint8Array, counters: DecodeCounters): FleetFrame {
  const acknowledge = parseAcknowledge(bytes);
  if (acknowledge !== undefined)
    return { channel: acknowledge.channel, type: 'acknowledge', body: { boot: acknowledge.boot, sequence: acknowledge.sequence } };
  const part = bytes.length <= frameLimits.frameBytes ? parsePart(bytes) : undefined;
  if (part !== undefined) return checked(part.channel, 'piecePart', part.body);
  const envelope = decodeEnvelope(bytes, decodeFleet, counters, isPart(bytes) ? PartReader : CountingReader);
  const type = envelope.body;
  if (type === undefined) return { channel: envelope.channel, type: 'unknown' };
  return checked(envelope.channel, type, envelope[type] as object);
}

function checked(channel: number, type: string, body: object): FleetFrame {
  const problem = checkBody('fleet', type, body);
  if (problem !== undefined) throw frameError('E1103', { message: problem });
  return { channel, type, body } as FleetFrame;
}
