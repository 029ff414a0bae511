import { expect, test } from 'vitest';
import { DeviceFrameDecoder, decodeFleetFrame, frameErrors, refusalReasonOfError } from '#proto/frame/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import { brokenFrames } from './broken-frames.ts';

test.each(brokenFrames)('$direction: $what gives $gives', ({ direction, hex, gives }) => {
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  expect(Buffer.from(bytes).toString('hex')).toBe(hex);
  let outcome: string;
  try {
    const frame =
      direction === 'device' ? new DeviceFrameDecoder().decode(bytes) : decodeFleetFrame(bytes, { unknownFrames: 0, unknownFields: 0 });
    outcome = frame.type === 'invalid' ? `invalid ${frame.reason}` : frame.type;
  } catch (error) {
    if (!isSeatrialError(error)) throw error;
    outcome = error.code;
    expect(error.message.length).toBeGreaterThan(10);
    expect(error.next).not.toBe('');
  }
  expect(outcome).toBe(gives);
});

test('every frame error has a refusal', () => {
  expect(Object.keys(frameErrors).map((code) => refusalReasonOfError(code))).toEqual([
    'frame-malformed',
    'frame-too-large',
    'field-invalid',
    'profile-invalid',
  ]);
  expect(refusalReasonOfError('E1201')).toBeUndefined();
});
