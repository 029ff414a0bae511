import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  DeviceFrameDecoder,
  decodeFleetFrame,
  encodeDeviceFrame,
  encodeFleetFrame,
  encodeTelemetry,
  formatFrame,
} from '#proto/frame/index.js';
import { type Direction, parseFrame, reflectFrame, renderFrame } from './frame-text.ts';
import { deviceSamples, fleetSamples, telemetrySamples } from './golden-frames.ts';

const folder = import.meta.dirname;
const samples: { readonly name: string; readonly direction: Direction; readonly bytes: Uint8Array }[] = [
  ...deviceSamples.map((frame) => ({ name: frame.type, direction: 'device' as const, bytes: encodeDeviceFrame(frame) })),
  ...Object.entries(telemetrySamples).map(([name, { channel, boot, sequence, baseTimeMs, signalIds, offsetsMs, values }]) => ({
    name,
    direction: 'device' as const,
    bytes: encodeTelemetry(channel, boot, sequence, baseTimeMs, signalIds.length, signalIds, offsetsMs, values),
  })),
  ...fleetSamples.map((frame) => ({ name: frame.type, direction: 'fleet' as const, bytes: encodeFleetFrame(frame) })),
];

/** hex and meaning, then the frame as an object. */
function textOf(bytes: Uint8Array, direction: Direction): string {
  return `${renderFrame(bytes, direction)}\n\n${JSON.stringify(reflectFrame(bytes, direction), null, 2)}\n`;
}

describe.each(samples)('$direction frame $name', ({ name, direction, bytes }) => {
  const file = join(folder, `${direction}-${name}.frame`);

  test('is encoded to the bytes of its file, and the .proto files read them as the file says', async () => {
    await expect(textOf(bytes, direction)).toMatchFileSnapshot(file);
  });

  test('is decoded from the bytes of its file to what the file says', () => {
    const text = readFileSync(file, 'utf8');
    const meaning = JSON.parse(text.slice(text.indexOf('\n\n'))) as Record<string, unknown>;
    const golden = parseFrame(text);
    const type = name.replace(/-.*/, '');
    const formatted = formatFrame(golden, direction);
    expect({ channel: formatted.channel === 0 ? undefined : formatted.channel, [type]: formatted.body }).toEqual({
      channel: undefined,
      ...meaning,
    });
  });

  test('is read in pieces as it is whole: no cut end is taken for the frame', () => {
    for (let length = 1; length < bytes.length; length += 1) {
      const piece = bytes.slice(0, length);
      let outcome: unknown;
      try {
        outcome =
          direction === 'device' ? new DeviceFrameDecoder().decode(piece) : decodeFleetFrame(piece, { unknownFrames: 0, unknownFields: 0 });
      } catch (error) {
        outcome = error;
      }
      // A cut between the channel and the body leaves a frame without a body, which is well formed.
      expect(outcome, `${length} of ${bytes.length} bytes`).toSatisfy(
        (value: { type?: string; code?: string }) => value.code === 'E1101' || value.type === 'unknown',
      );
    }
  });
});

test('every body of the .proto files has its golden file', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.frame'));
  expect(files.sort()).toEqual(samples.map(({ name, direction }) => `${direction}-${name}.frame`).sort());
  const bodies = (direction: Direction) =>
    samples.filter((sample) => sample.direction === direction && !sample.name.includes('-')).map(({ name }) => name);
  expect(bodies('device').sort()).toEqual([
    'attach',
    'claim',
    'commandResult',
    'configurationReport',
    'detach',
    'event',
    'heartbeat',
    'hello',
    'pieceRequest',
    'profileDefinition',
    'sleep',
    'telemetry',
    'updateReport',
  ]);
  expect(bodies('fleet').sort()).toEqual([
    'acknowledge',
    'challenge',
    'command',
    'desiredConfiguration',
    'pending',
    'pieceAbsent',
    'piecePart',
    'refusal',
    'reject',
    'time',
    'updateCancel',
    'updateOffer',
    'updateReportAcknowledge',
    'welcome',
  ]);
});
