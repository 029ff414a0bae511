import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceFrameDecoder, decodeFleetFrame, encodeDeviceFrame, encodeFleetFrame, encodeTelemetry } from '#proto/frame/index.js';
import { createRandom, isSeatrialError } from '#proto/kit/index.js';
import { deviceFrames, fleetFrames, telemetryFrames } from './frame-arbitraries.ts';
import { mutate } from './frame-mutation.ts';

const frames = 1_000_000;
const seed = 'a million mutated frames';

test(`${frames} mutated frames: a frame or a coded error each, and memory stays where it was`, () => {
  const random = createRandom(seed, 'frames', 'mutation');
  const sources = [
    ...fc.sample(deviceFrames, { seed: 1, numRuns: 300 }).map(encodeDeviceFrame),
    ...fc.sample(fleetFrames, { seed: 2, numRuns: 300 }).map(encodeFleetFrame),
    ...fc
      .sample(telemetryFrames, { seed: 3, numRuns: 300 })
      .map((frame) =>
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
  ];
  const decoder = new DeviceFrameDecoder();
  const counters = { unknownFrames: 0, unknownFields: 0 };
  const outcomes = new Map<string, number>();
  for (let index = 0; index < frames; index += 1) {
    const source = sources[random.integer(0, sources.length - 1)] as Uint8Array;
    const chances = Array.from({ length: random.integer(1, 8) }, () => random.uint32());
    const bytes = mutate(source, chances);
    let outcome: string;
    try {
      outcome = (index % 2 === 0 ? decoder.decode(bytes) : decodeFleetFrame(bytes, counters)).type;
    } catch (error) {
      if (!isSeatrialError(error))
        throw new Error(`seed "${seed}", frame ${index}: ${Buffer.from(bytes).toString('hex')}`, { cause: error });
      outcome = error.code;
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(frames);
  for (const kind of ['telemetry', 'invalid', 'unknown', 'E1101', 'E1103']) expect(outcomes.get(kind), kind).toBeGreaterThan(1_000);
  expect(process.memoryUsage().rss).toBeLessThan(1_500_000_000);
});
