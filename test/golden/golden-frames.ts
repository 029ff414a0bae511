import type { DeviceFrame, FleetFrame } from '#proto/frame/index.js';

/** Counting bytes: 00 01 02 ... from a start. */
function bytes(length: number, start: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (start + index) & 0xff);
}

const noonMs = 1_767_268_800_000;

/** One frame of every kind, every field filled with something that is not its default. */
export const deviceSamples: readonly Exclude<DeviceFrame, { type: 'unknown' }>[] = [
  {
    channel: 0,
    type: 'claim',
    body: {
      tokenId: 't-42',
      tokenProof: bytes(32, 0x10),
      deviceId: 'pump-7',
      publicKey: bytes(32, 0x40),
      signature: bytes(64, 0x80),
      profile: 'turbofan',
      hardwareRevision: 'B',
    },
  },
  {
    channel: 0,
    type: 'hello',
    body: {
      deviceId: 'pump-7',
      signature: bytes(64, 0x80),
      boot: 3,
      connection: 200,
      deviceTimeMs: noonMs,
      profileDigest: bytes(32, 0x20),
      firmwareVersion: '1.4.0',
      imageDigest: bytes(32, 0x60),
      imageConfirmed: true,
      resetReason: 7,
      configurationVersion: 5,
      droppedFrames: 300,
      link: 4,
    },
  },
  {
    channel: 2,
    type: 'event',
    body: {
      boot: 3,
      sequence: 17,
      timeMs: noonMs + 0.5,
      kind: 2,
      name: 'heater.failed',
      message: 'no current – 0.1 A',
      values: { current: 0.1, limit: 2 },
    },
  },
  { channel: 0, type: 'heartbeat', body: { batteryPercent: 87.5, bufferedBytes: 65_536, droppedFrames: 2, supply: 2 } },
  { channel: 0, type: 'sleep', body: { wakeInMs: 900_000 } },
  { channel: 0, type: 'commandResult', body: { commandId: 'c-9', outcome: 3, message: 'the battery is at 4 %, 10 % are needed' } },
  {
    channel: 0,
    type: 'configurationReport',
    body: {
      version: 6,
      settings: { targetC: { number: 21.5 }, mode: { text: 'eco' }, locked: { flag: false } },
      error: 'targetC is above 25',
    },
  },
  {
    channel: 0,
    type: 'profileDefinition',
    body: {
      name: 'thermostat',
      title: 'Room thermostat',
      signals: [
        { id: 1, name: 'roomTempC', unit: 'Cel', title: 'Air', minimum: -40, maximum: 85, category: 2, durable: true },
        { id: 300, name: 'heaterOn', unit: '1', title: 'Heater', minimum: 0, maximum: 1, category: 3, durable: false },
      ],
      wakePlan: { wakeEveryMs: 900_000, awakeMs: 5_000 },
      settings: [
        { key: 'locked', defaultValue: { flag: false }, minimum: 0, maximum: 0 },
        { key: 'targetC', defaultValue: { number: 21 }, minimum: 5, maximum: 25 },
      ],
      commands: ['calibrate'],
    },
  },
  { channel: 0, type: 'pieceRequest', body: { attemptId: 'a-12', piece: 6, version: 3, offset: 65_536, credit: 4 } },
  {
    channel: 0,
    type: 'updateReport',
    body: {
      attemptId: 'a-12',
      sequence: 5,
      state: 9,
      cause: 3,
      message: 'the image has security counter 2, 3 is confirmed',
      timeMs: noonMs,
      storedBytes: 98_304,
      receivedBytes: 131_072,
      takesDelta: true,
      boot: 3,
      runningDigest: bytes(32, 0x20),
      isConfirmed: true,
      securityCounter: 3,
      trustedTimeMs: noonMs - 60_000,
      rootVersion: 1,
      timestampVersion: 44,
      snapshotVersion: 9,
      targetsVersion: 7,
    },
  },
  { channel: 2, type: 'attach', body: {} },
  { channel: 65_535, type: 'detach', body: {} },
];

/** One frame of every kind, every field filled with something that is not its default. */
export const fleetSamples: readonly Exclude<FleetFrame, { type: 'unknown' }>[] = [
  { channel: 0, type: 'challenge', body: { nonce: bytes(32, 0xa0), fleetTimeMs: noonMs, answerWithinMs: 20_000 } },
  {
    channel: 0,
    type: 'welcome',
    body: {
      deviceId: 'pump-7',
      fleetTimeMs: noonMs,
      storedBoot: 3,
      storedSequence: 16,
      heartbeatMs: 60_000,
      profileWanted: true,
      framesPerSecond: 1_000,
      windowFrames: 1_024,
    },
  },
  { channel: 0, type: 'pending', body: { retryAfterMs: 30_000 } },
  {
    channel: 0,
    type: 'refusal',
    body: { code: 16, message: 'the clock is 400000 ms off the fleet’s, the limit is 300000 ms', retryAfterMs: 1_000, fleetTimeMs: noonMs },
  },
  { channel: 2, type: 'acknowledge', body: { boot: 3, sequence: 17 } },
  { channel: 0, type: 'reject', body: { boot: 3, sequence: 18, code: 3, message: 'telemetry.values[1] is NaN, it must be finite' } },
  {
    channel: 0,
    type: 'command',
    body: {
      commandId: 'c-9',
      name: 'calibrate',
      arguments: { offset: { number: -0.5 }, sensor: { text: 'roomTempC' } },
      answerWithinMs: 30_000,
    },
  },
  { channel: 0, type: 'desiredConfiguration', body: { version: 6, settings: { targetC: { number: 26 }, locked: { flag: true } } } },
  { channel: 2, type: 'time', body: { fleetTimeMs: noonMs + 0.5 } },
  { channel: 0, type: 'updateOffer', body: { attemptId: 'a-12', assignment: Buffer.from('{"signatures":[],"signed":{}}') } },
  { channel: 0, type: 'updateCancel', body: { attemptId: 'a-12', message: 'taken back by kim' } },
  {
    channel: 2,
    type: 'piecePart',
    body: { attemptId: 'a-12', piece: 4, version: 7, offset: 32_768, totalBytes: 32_800, bytes: bytes(32, 0x40) },
  },
  {
    channel: 0,
    type: 'pieceAbsent',
    body: {
      attemptId: 'a-12',
      piece: 1,
      version: 2,
      cause: 4,
      message: '64 transfers are under way, the limit is 64',
      retryAfterMs: 5_000,
    },
  },
  { channel: 0, type: 'updateReportAcknowledge', body: { attemptId: 'a-12', sequence: 5 } },
];

/** Telemetry frames, as columns. */
export const telemetrySamples = {
  telemetry: {
    channel: 2,
    boot: 3,
    sequence: 17,
    baseTimeMs: noonMs,
    signalIds: [1, 300, 1, 300],
    offsetsMs: [0, 0, 500, 86_400_000],
    values: [20.5, 1, 20.25, 0],
  },
  'telemetry-at-once': { channel: 0, boot: 1, sequence: 1, baseTimeMs: noonMs, signalIds: [7], offsetsMs: undefined, values: [-1.5] },
} as const;
