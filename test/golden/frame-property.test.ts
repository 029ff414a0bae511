import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DeviceFrame,
  DeviceFrameDecoder,
  decodeFleetFrame,
  encodeAcknowledge,
  encodeDeviceFrame,
  encodeFleetFrame,
  encodeTelemetry,
} from '#proto/frame/index.js';
import { seatrial, type Writer } from '#proto/gen/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import { deviceFrames, fleetFrames, telemetryFrames } from './frame-arbitraries.ts';
import { mutate } from './frame-mutation.ts';

const v1 = seatrial.v1;

function bytesOf(writer: Writer): Uint8Array {
  return Uint8Array.from(writer.finish());
}

function telemetryBytes(telemetry: seatrial.v1.Telemetry.$Properties, channel: number): Uint8Array {
  return bytesOf(v1.DeviceFrame.encode({ channel, telemetry }));
}

test('telemetry is byte for byte what protobufjs writes, and comes back as it was', () => {
  const decoder = new DeviceFrameDecoder();
  fc.assert(
    fc.property(telemetryFrames, (given) => {
      const { channel, boot, sequence, baseTimeMs, count, signalIds, offsetsMs, values } = given;
      const bytes = encodeTelemetry(channel, boot, sequence, baseTimeMs, count, signalIds, offsetsMs, values);
      const timeOffsetsMs = offsetsMs?.some((offset) => offset !== 0) ? offsetsMs : [];
      expect(Buffer.from(bytes)).toEqual(
        Buffer.from(telemetryBytes({ boot, sequence, baseTimeMs, signalIds, timeOffsetsMs, values }, channel)),
      );
      const back = decoder.decode(bytes);
      if (back.type !== 'telemetry') return expect.fail(`a ${back.type} frame came back`);
      expect([back.channel, back.boot, back.sequence, back.count]).toEqual([channel, boot, sequence, count]);
      expect([...back.signalIds.subarray(0, count)]).toEqual(signalIds);
      expect([...back.values.subarray(0, count)]).toEqual(values);
      expect([...back.atMs.subarray(0, count)]).toEqual(values.map((_, index) => baseTimeMs + (offsetsMs?.[index] ?? 0)));
      expect(decoder.counters).toEqual({ unknownFrames: 0, unknownFields: 0 });
    }),
  );
});

test('frames of devices come back as they were, as protobufjs writes them', () => {
  const decoder = new DeviceFrameDecoder();
  fc.assert(
    fc.property(deviceFrames, (frame) => {
      const bytes = encodeDeviceFrame(frame);
      expect(Buffer.from(bytes)).toEqual(Buffer.from(bytesOf(v1.DeviceFrame.encode({ channel: frame.channel, [frame.type]: frame.body }))));
      const back = decoder.decode(bytes);
      expect(back.type).toBe(frame.type);
      expect(encodeDeviceFrame(back as DeviceFrame)).toEqual(bytes);
      expect(back.channel).toBe(frame.channel);
    }),
  );
});

test('frames of fleets come back as they were, as protobufjs writes them', () => {
  const counters = { unknownFrames: 0, unknownFields: 0 };
  fc.assert(
    fc.property(fleetFrames, (frame) => {
      const bytes = encodeFleetFrame(frame);
      expect(Buffer.from(bytes)).toEqual(Buffer.from(bytesOf(v1.FleetFrame.encode({ channel: frame.channel, [frame.type]: frame.body }))));
      const back = decodeFleetFrame(bytes, counters);
      expect([back.type, back.channel]).toEqual([frame.type, frame.channel]);
      expect(encodeFleetFrame(back)).toEqual(bytes);
    }),
  );
  expect(counters).toEqual({ unknownFrames: 0, unknownFields: 0 });
});

test('acknowledgements of the hot path are byte for byte those of protobufjs', () => {
  const number = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 4_294_967_295 }));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 65_535 }), number, number, (channel, boot, sequence) => {
      const expected = bytesOf(v1.FleetFrame.encode({ channel, acknowledge: { boot, sequence } }));
      expect(Uint8Array.from(encodeAcknowledge(channel, boot, sequence))).toEqual(expected);
    }),
  );
});

test('random and mutated bytes give a frame or a coded error, whatever they say about lengths', () => {
  const decoder = new DeviceFrameDecoder();
  const counters = { unknownFrames: 0, unknownFields: 0 };
  const mutated = fc
    .tuple(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        deviceFrames.map(encodeDeviceFrame),
        fleetFrames.map(encodeFleetFrame),
        telemetryFrames.map((frame) =>
          encodeTelemetry(
            frame.channel,
            frame.boot,
            frame.sequence,
            frame.baseTimeMs,
            frame.count,
            frame.signalIds,
            frame.offsetsMs,
            frame.values,
          ),
        ),
      ),
      fc.array(fc.nat(), { minLength: 0, maxLength: 12 }),
    )
    .map(([bytes, chances]) => mutate(bytes, chances));
  fc.assert(
    fc.property(mutated, (bytes) => {
      for (const decode of [() => decoder.decode(bytes), () => decodeFleetFrame(bytes, counters)]) {
        try {
          decode();
        } catch (error) {
          if (!isSeatrialError(error) || !/^E110[1-4]$/.test(error.code)) throw error;
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
