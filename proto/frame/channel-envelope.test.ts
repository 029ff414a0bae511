import { expect, test } from 'vitest';
import { channelBytes, FleetFrameHead, onChannel } from './channel-envelope.ts';
import type { FleetFrame } from './frame.ts';
import { DeviceFrameDecoder, encodeDeviceFrame, encodeFleetFrame } from './frame-codec.ts';
import { frameLimits } from './frame-limits.ts';
import { encodeAcknowledge, encodeTelemetry } from './telemetry-encoder.ts';

const head = new FleetFrameHead();

test.each([1, 127, 128, 16_383, 16_384, 65_535])('a frame on channel %i is the one that was encoded for it', (channel) => {
  const telemetry = (to: number) => encodeTelemetry(to, 3, 70_000, 1.7e12, 2, [1, 300], [0, 5], [1.5, -2]);
  expect(Buffer.from(onChannel(telemetry(0), channel))).toEqual(Buffer.from(telemetry(channel)));
  const heartbeat = (to: number) => encodeDeviceFrame({ channel: to, type: 'heartbeat', body: { batteryPercent: 50 } });
  expect(Buffer.from(onChannel(heartbeat(0), channel))).toEqual(Buffer.from(heartbeat(channel)));
});

test('a frame that leaves room for its channel goes out, one byte more is a bug of the sender', () => {
  const long = new Uint8Array(frameLimits.frameBytes - channelBytes);
  expect(onChannel(long, 65_535)).toHaveLength(frameLimits.frameBytes);
  expect(() => onChannel(new Uint8Array(long.length + 1), 65_535)).toThrow(/no room for a channel/);
});

const frames: FleetFrame[] = [
  { channel: 0, type: 'challenge', body: { nonce: new Uint8Array(32), fleetTimeMs: 1, answerWithinMs: 1_000 } },
  { channel: 1, type: 'welcome', body: { deviceId: 'a', heartbeatMs: 1_000 } },
  { channel: 200, type: 'pending', body: { retryAfterMs: 1 } },
  { channel: 65_535, type: 'refusal', body: { code: 3, message: 'no' } },
  { channel: 7, type: 'time', body: { fleetTimeMs: 1 } },
  { channel: 9, type: 'unknown', body: undefined } as unknown as FleetFrame,
];

test.each(frames.map((frame) => [frame.type, frame] as const))('the head of a %s', (type, frame) => {
  expect(head.read(encodeFleetFrame(frame))).toBe(true);
  expect([head.channel, head.isEnd]).toEqual([frame.channel, type === 'refusal' || type === 'pending']);
});

test('the head of an acknowledgement, of fields in another order, of unknown ones, and of two bodies', () => {
  expect([head.read(encodeAcknowledge(70, 1, 2)), head.channel]).toEqual([true, 70]);
  const bytes = (...numbers: number[]) => new Uint8Array(numbers);
  expect([head.read(bytes(0x2a, 2, 8, 3, 0x08, 0x81, 0x01)), head.channel, head.isEnd]).toEqual([true, 129, true]);
  expect([head.read(bytes(0xf8, 0x07, 5, 0xfd, 0x07, 1, 2, 3, 4, 0xf9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8, 0x08, 6)), head.channel]).toEqual([
    true,
    6,
  ]);
  expect([head.read(bytes(0x2a, 0, 0x52, 0)), head.isEnd]).toEqual([true, false]);
});

test.each([
  ['a length beyond the end', [0x2a, 9, 1]],
  ['a number that does not end', [0x08, 0x80]],
  ['a number of eleven bytes', [0x08, ...Array<number>(10).fill(0x80), 1]],
  ['a group', [0x0b, 0x0c]],
  ['field number 0', [0x00, 0x01]],
  ['a channel out of range', [0x08, 0x80, 0x80, 0x04]],
])('%s is no head', (_name, numbers) => {
  expect(head.read(new Uint8Array(numbers))).toBe(false);
});

test('what the head of a device’s frame says is what its decoder says', () => {
  const decoder = new DeviceFrameDecoder();
  const bytes = onChannel(encodeDeviceFrame({ channel: 0, type: 'detach', body: {} }), 513);
  expect(decoder.decode(bytes)).toMatchObject({ channel: 513, type: 'detach' });
});
