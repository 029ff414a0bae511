import { describe, expect, test } from 'vitest';
import { seatrial, Writer } from '#proto/gen/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import {
  clipText,
  type DeviceFrame,
  DeviceFrameDecoder,
  decodeFleetFrame,
  encodeAcknowledge,
  encodeDeviceFrame,
  encodeFleetFrame,
  encodeTelemetry,
  formatFrame,
  frameLimits,
  type InvalidFrame,
  type TelemetryFrame,
} from './index.ts';

const v1 = seatrial.v1;

function bytesOf(writer: Writer): Uint8Array {
  return Uint8Array.from(writer.finish());
}

/** The readings of a frame, taken out of its reused columns. */
function readingsOf(frame: DeviceFrame | TelemetryFrame | InvalidFrame) {
  if (frame.type !== 'telemetry') throw new Error(`a ${frame.type} frame came`);
  const { channel, boot, sequence, count } = frame;
  return {
    channel,
    boot,
    sequence,
    signalIds: [...frame.signalIds.subarray(0, count)],
    atMs: [...frame.atMs.subarray(0, count)],
    values: [...frame.values.subarray(0, count)],
  };
}

function telemetryBytes(telemetry: seatrial.v1.Telemetry.$Properties, channel = 0): Uint8Array {
  return bytesOf(v1.DeviceFrame.encode({ channel, telemetry }));
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (isSeatrialError(error)) return error.code;
    throw error;
  }
}

describe('telemetry', () => {
  test('takes columns that are longer than count, as typed arrays', () => {
    const bytes = encodeTelemetry(0, 1, 2, 1_000, 2, Uint32Array.of(5, 6, 7), Uint32Array.of(0, 10, 20), Float64Array.of(1, 2, 3));
    expect(readingsOf(new DeviceFrameDecoder().decode(bytes))).toEqual({
      channel: 0,
      boot: 1,
      sequence: 2,
      signalIds: [5, 6],
      atMs: [1_000, 1_010],
      values: [1, 2],
    });
  });

  test('columns are reused: what stays over from a longer frame does not show', () => {
    const decoder = new DeviceFrameDecoder();
    const ids = Array.from({ length: 500 }, (_, index) => index + 1);
    decoder.decode(encodeTelemetry(0, 1, 1, 5, 500, ids, ids, ids));
    const first = decoder.decode(encodeTelemetry(0, 1, 2, 7, 1, [9], undefined, [3]));
    const { signalIds, atMs, values } = first as TelemetryFrame;
    expect(readingsOf(first)).toEqual({ channel: 0, boot: 1, sequence: 2, signalIds: [9], atMs: [7], values: [3] });
    const second = decoder.decode(encodeTelemetry(0, 1, 3, 7, 1, [9], undefined, [3])) as TelemetryFrame;
    expect([second.signalIds === signalIds, second.atMs === atMs, second.values === values]).toEqual([true, true, true]);
  });

  test('4,096 readings are the limit', () => {
    const most = (count: number) => {
      const numbers = new Array(count).fill(1);
      return telemetryBytes({ boot: 1, sequence: 1, signalIds: numbers, values: numbers });
    };
    const decoder = new DeviceFrameDecoder();
    expect(decoder.decode(most(4_096))).toMatchObject({ type: 'telemetry', count: 4_096 });
    expect(decoder.decode(most(4_097))).toMatchObject({ type: 'invalid', reason: 'columns', boot: 1, sequence: 1 });
    expect(decoder.decode(most(4_096))).toMatchObject({ type: 'telemetry', count: 4_096 });
  });

  const good = { boot: 3, sequence: 4, baseTimeMs: 1_000, signalIds: [1, 2], timeOffsetsMs: [0, 1], values: [1, 2] };
  test.each<[string, seatrial.v1.Telemetry.$Properties, string]>([
    ['no readings', { ...good, signalIds: [], timeOffsetsMs: [], values: [] }, 'columns'],
    ['a value too few', { ...good, values: [1] }, 'columns'],
    ['a value too many', { ...good, values: [1, 2, 3] }, 'columns'],
    ['an offset too few', { ...good, timeOffsetsMs: [1] }, 'columns'],
    ['signal id 0', { ...good, signalIds: [0, 1] }, 'field'],
    ['signal id 65,536', { ...good, signalIds: [1, 65_536] }, 'field'],
    ['an offset over a day', { ...good, timeOffsetsMs: [0, 86_400_001] }, 'field'],
    ['a base before 1970', { ...good, baseTimeMs: -1 }, 'field'],
    ['a base beyond 2^53', { ...good, baseTimeMs: 2 ** 53 + 2 }, 'field'],
    ['a base that is no number', { ...good, baseTimeMs: Number.NaN }, 'field'],
    ['NaN', { ...good, values: [1, Number.NaN] }, 'not-finite'],
    ['infinity', { ...good, values: [Number.POSITIVE_INFINITY, 1] }, 'not-finite'],
  ])('%s makes an invalid frame with its place', (_what, telemetry, reason) => {
    const frame = new DeviceFrameDecoder().decode(telemetryBytes(telemetry, 7));
    expect(frame).toMatchObject({ type: 'invalid', channel: 7, boot: 3, sequence: 4, reason });
  });

  test.each([
    ['the first and the last id', { ...good, signalIds: [1, 65_535] }],
    ['an offset of a day', { ...good, timeOffsetsMs: [0, 86_400_000] }],
    ['a base of 2^53', { ...good, baseTimeMs: 2 ** 53 }],
  ])('%s is within the range', (_what, telemetry) => {
    expect(new DeviceFrameDecoder().decode(telemetryBytes(telemetry))).toMatchObject({ type: 'telemetry', count: 2 });
  });

  test.each([{ boot: 0 }, { sequence: 0 }])('without a place (%j) it is refused, since nobody could reject it', (changes) => {
    expect(codeOf(() => new DeviceFrameDecoder().decode(telemetryBytes({ ...good, ...changes })))).toBe('E1103');
  });

  test('fields in any order, columns unpacked or in pieces, unknown fields: protobuf allows them all', () => {
    const decoder = new DeviceFrameDecoder();
    const expected = { channel: 7, boot: 3, sequence: 4, signalIds: [1, 300], atMs: [1_000, 1_001], values: [1.5, 2.5] };
    const doubles = Buffer.from(Float64Array.of(1.5, 2.5).buffer);
    const reversed = new Writer()
      .uint32(0x32)
      .bytes(doubles)
      .uint32(0x2a)
      .bytes(Uint8Array.of(0, 1))
      .uint32(0x22)
      .bytes(Uint8Array.of(1, 0xac, 2));
    reversed.uint32(0x19).double(1_000).uint32(0x10).uint32(4).uint32(0x08).uint32(3);
    const unpacked = new Writer().uint32(0x08).uint32(3).uint32(0x10).uint32(4).uint32(0x19).double(1_000);
    unpacked
      .uint32(0x20)
      .uint32(1)
      .uint32(0x20)
      .uint32(300)
      .uint32(0x28)
      .uint32(0)
      .uint32(0x28)
      .uint32(1)
      .uint32(0x31)
      .double(1.5)
      .uint32(0x31)
      .double(2.5);
    const pieces = new Writer().uint32(0x08).uint32(3).uint32(0x10).uint32(4).uint32(0x19).double(1_000);
    pieces
      .uint32(0x22)
      .bytes(Uint8Array.of(1))
      .uint32(0x22)
      .bytes(Uint8Array.of(0xac, 2))
      .uint32(0x2a)
      .bytes(Uint8Array.of(0, 1))
      .uint32(0x32)
      .bytes(doubles);
    const unknown = new Writer().uint32(0x7a).string('later').uint32(0x08).uint32(3).uint32(0x10).uint32(4).uint32(0x19).double(1_000);
    unknown
      .uint32(0x22)
      .bytes(Uint8Array.of(1, 0xac, 2))
      .uint32(0x2a)
      .bytes(Uint8Array.of(0, 1))
      .uint32(0x32)
      .bytes(doubles);
    for (const [index, writer] of [reversed, unpacked, pieces, unknown].entries()) {
      const inner = writer.finish();
      const forwards = new Writer().uint32(0x08).uint32(7).uint32(0x22).bytes(inner).finish();
      const backwards = new Writer().uint32(0x22).bytes(inner).uint32(0x08).uint32(7).finish();
      expect(readingsOf(decoder.decode(forwards)), `form ${index}`).toEqual(expected);
      expect(readingsOf(decoder.decode(backwards)), `form ${index}, channel last`).toEqual(expected);
    }
    expect(decoder.counters).toEqual({ unknownFrames: 0, unknownFields: 2 });
  });
});

describe('other bodies', () => {
  test("bodies are the caller's to keep: their bytes do not change with the frame", () => {
    const bytes = encodeFleetFrame({
      channel: 0,
      type: 'challenge',
      body: { nonce: new Uint8Array(32).fill(7), fleetTimeMs: 1, answerWithinMs: 1_000 },
    });
    const frame = decodeFleetFrame(bytes, { unknownFrames: 0, unknownFields: 0 });
    bytes.fill(0);
    expect(frame.type === 'challenge' && frame.body.nonce).toEqual(new Uint8Array(32).fill(7));
  });

  test('of two bodies the last one counts, of two of one kind they are merged', () => {
    const heartbeat = new Writer().uint32(50).fork().uint32(0x10).uint32(5).ldelim().finish();
    const attach = encodeDeviceFrame({ channel: 0, type: 'attach', body: {} });
    const telemetry = encodeTelemetry(0, 1, 1, 0, 1, [1], undefined, [1]);
    const decoder = new DeviceFrameDecoder();
    expect(decoder.decode(Buffer.concat([heartbeat, attach])).type).toBe('attach');
    expect(decoder.decode(Buffer.concat([attach, heartbeat]))).toMatchObject({ type: 'heartbeat', body: { bufferedBytes: 5 } });
    expect(decoder.decode(Buffer.concat([attach, telemetry])).type).toBe('telemetry');
    expect(decoder.decode(Buffer.concat([telemetry, attach])).type).toBe('attach');
    expect(decoder.decode(Buffer.concat([telemetry, telemetry]))).toMatchObject({ type: 'telemetry', count: 2 });
  });

  test('unknown bodies and fields are counted and ignored', () => {
    const decoder = new DeviceFrameDecoder();
    expect(decoder.decode(new Uint8Array(0))).toEqual({ channel: 0, type: 'unknown' });
    expect(decoder.decode(new Writer().uint32(8).uint32(9).uint32(0x1a2).uint32(0).finish()).type).toBe('unknown');
    expect(decoder.counters).toEqual({ unknownFrames: 2, unknownFields: 0 });
    const body = new Writer().uint32(0x0d).float(50).uint32(0xf8).uint32(1).finish();
    expect(decoder.decode(new Writer().uint32(50).bytes(body).finish()).type).toBe('heartbeat');
    const group = Uint8Array.of(0xbb, 0x01, 0x08, 0x01, 0x10, 0x02, 0xbc, 0x01);
    expect(decoder.decode(Buffer.concat([encodeDeviceFrame({ channel: 0, type: 'detach', body: {} }), group])).type).toBe('detach');
    expect(decoder.counters).toEqual({ unknownFrames: 2, unknownFields: 2 });
  });

  test('65,536 bytes are the limit of a frame, on both ways', () => {
    const filler = (length: number) => new Writer().uint32(0x7a).bytes(new Uint8Array(length)).finish();
    const frame = filler(65_536 - 4);
    expect(frame.length).toBe(65_536);
    expect(new DeviceFrameDecoder().decode(frame).type).toBe('unknown');
    const longer = filler(65_536 - 3);
    expect(codeOf(() => new DeviceFrameDecoder().decode(longer))).toBe('E1102');
    expect(codeOf(() => decodeFleetFrame(longer, { unknownFrames: 0, unknownFields: 0 }))).toBe('E1102');
    const title = 'x'.repeat(65_536);
    expect(codeOf(() => encodeDeviceFrame({ channel: 0, type: 'profileDefinition', body: { title } }))).toBe('E1102');
    const many = new Array(7_000).fill(1);
    expect(codeOf(() => encodeTelemetry(0, 1, 1, 1, 7_281, new Array(7_281).fill(1), undefined, new Array(7_281).fill(1)))).toBe('E1102');
    expect(encodeTelemetry(0, 1, 1, 1, 7_000, many, undefined, many).length).toBeLessThanOrEqual(frameLimits.frameBytes);
  });

  test('texts for a person are cut by the sender, at a character', () => {
    const message = '🚢'.repeat(600);
    const frame = decodeFleetFrame(encodeFleetFrame({ channel: 0, type: 'refusal', body: { code: 4, message } }), {
      unknownFrames: 0,
      unknownFields: 0,
    });
    expect(frame.type === 'refusal' && frame.body.message).toBe('🚢'.repeat(500));
    const back = new DeviceFrameDecoder().decode(
      encodeDeviceFrame({ channel: 0, type: 'configurationReport', body: { error: 'x'.repeat(501) } }),
    );
    expect(back.type === 'configurationReport' && back.body.error).toBe('x'.repeat(500));
    expect([clipText('abc', 2), clipText('🚢🚢', 1), clipText('ab', 2)]).toEqual(['ab', '🚢', 'ab']);
  });
});

test('formatFrame shows a frame to a person', () => {
  const hello = {
    deviceId: 'pump-7',
    signature: new Uint8Array(64).fill(1),
    boot: 3,
    connection: 2,
    deviceTimeMs: 5,
    profileDigest: new Uint8Array(32),
    firmwareVersion: '1.4.0',
    imageDigest: new Uint8Array(32).fill(0xab),
    resetReason: 7,
  };
  expect(formatFrame(encodeDeviceFrame({ channel: 4, type: 'hello', body: hello }), 'device')).toMatchObject({
    direction: 'device',
    channel: 4,
    type: 'hello',
    body: { deviceId: 'pump-7', boot: 3, resetReason: 'RESET_REASON_UPDATE', imageDigest: 'ab'.repeat(32) },
  });
  expect(formatFrame(encodeAcknowledge(0, 1, 2), 'fleet')).toEqual({
    direction: 'fleet',
    bytes: 6,
    channel: 0,
    type: 'acknowledge',
    body: { boot: 1, sequence: 2 },
  });
  expect(formatFrame(telemetryBytes({ boot: 1, sequence: 2 }), 'device')).toMatchObject({
    type: 'invalid',
    body: { boot: 1, sequence: 2, reason: 'columns' },
  });
  expect(formatFrame(new Uint8Array(0), 'fleet')).toEqual({ direction: 'fleet', bytes: 0, channel: 0, type: 'unknown', body: {} });
});
