/** Random messages for property tests: valid by the ranges of the .proto files. */
import fc from 'fast-check';
import type { DeviceFrame, FleetFrame } from '#proto/frame/index.js';

const uint32 = fc.integer({ min: 0, max: 4_294_967_295 });
const fromOne = fc.integer({ min: 1, max: 4_294_967_295 });
const time = fc.double({ min: 0, max: 2 ** 53, noNaN: true });
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const text = (least: number, most: number) =>
  fc.string({ minLength: least, maxLength: most, unit: 'grapheme-composite' }).filter((value) => [...value].length <= most);
const pattern = (expression: RegExp) => fc.stringMatching(expression);
const deviceId = pattern(/^[a-z0-9][a-z0-9._-]{0,63}$/);
const camelCase = pattern(/^[a-z][a-zA-Z0-9]{0,63}$/);
const version = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)).map((parts) => parts.join('.'));
const value = fc.oneof(
  finite.map((number) => ({ number })),
  text(0, 100).map((words) => ({ text: words })),
  fc.boolean().map((flag) => ({ flag })),
);
const key = text(1, 64);
const settings = fc.dictionary(key, value, { maxKeys: 8 });
const uniqueBy = <Item>(item: fc.Arbitrary<Item>, most: number, keyOf: (item: Item) => number | string, least = 0) =>
  fc
    .uniqueArray(item, { minLength: least, maxLength: most, selector: keyOf })
    .map((items) => items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)));

const signal = fc.record({
  id: fc.integer({ min: 1, max: 65_535 }),
  name: camelCase,
  unit: text(1, 32),
  title: text(0, 200),
  minimum: fc.integer({ min: -1_000, max: 0 }),
  maximum: fc.integer({ min: 0, max: 1_000 }),
  category: fc.integer({ min: 0, max: 7 }),
  durable: fc.boolean(),
});
const setting = fc.oneof(
  fc.record({ key: camelCase, defaultValue: fc.record({ number: fc.constant(5) }), minimum: fc.constant(1), maximum: fc.constant(9) }),
  fc.record({ key: camelCase, defaultValue: fc.record({ flag: fc.boolean() }), minimum: fc.constant(0), maximum: fc.constant(0) }),
);

const partStart = fc.integer({ min: 0, max: 8_191 }).map((part) => part * 32_768);

const deviceBodies = {
  claim: fc.record({
    tokenId: text(1, 64),
    tokenProof: bytes(32),
    deviceId,
    publicKey: bytes(32),
    signature: bytes(64),
    profile: pattern(/^[a-z0-9-]{1,64}$/),
    hardwareRevision: text(0, 32),
  }),
  hello: fc.record({
    deviceId,
    signature: bytes(64),
    boot: fromOne,
    connection: fromOne,
    deviceTimeMs: time,
    profileDigest: bytes(32),
    firmwareVersion: version,
    imageDigest: bytes(32),
    imageConfirmed: fc.boolean(),
    resetReason: fc.integer({ min: 0, max: 9 }),
    configurationVersion: uint32,
    droppedFrames: uint32,
    link: fc.integer({ min: 0, max: 4 }),
  }),
  event: fc.record({
    boot: fromOne,
    sequence: fromOne,
    timeMs: time,
    kind: fc.integer({ min: 0, max: 5 }),
    name: fc.constantFrom('a', 'heater.failed', 'door-2.opened'),
    message: text(0, 500),
    values: fc.dictionary(key, finite, { maxKeys: 16 }),
  }),
  heartbeat: fc.record({
    batteryPercent: fc.integer({ min: 0, max: 100 }),
    bufferedBytes: uint32,
    droppedFrames: uint32,
    supply: fc.integer({ min: 0, max: 2 }),
  }),
  sleep: fc.record({ wakeInMs: fc.double({ min: 1, max: 31_536_000_000, noNaN: true }) }),
  commandResult: fc.record({ commandId: text(1, 64), outcome: fc.integer({ min: 0, max: 4 }), message: text(0, 500) }),
  configurationReport: fc.record({ version: uint32, settings, error: text(0, 500) }),
  profileDefinition: fc.record({
    name: pattern(/^[a-z0-9-]{1,64}$/),
    title: text(0, 200),
    signals: uniqueBy(signal, 6, ({ id }) => id, 1).filter((signals) => new Set(signals.map(({ name }) => name)).size === signals.length),
    wakePlan: fc.record({ wakeEveryMs: fc.integer({ min: 0, max: 86_400_000 }), awakeMs: fc.integer({ min: 0, max: 86_400_000 }) }),
    settings: uniqueBy(setting, 4, ({ key: name }) => name),
    commands: uniqueBy(pattern(/^[a-zA-Z0-9._-]{1,64}$/), 4, (name) => name),
  }),
  pieceRequest: fc.record({
    attemptId: text(1, 64),
    piece: fc.integer({ min: 0, max: 7 }),
    version: uint32,
    offset: partStart,
    credit: fc.integer({ min: 1, max: 16 }),
  }),
  updateReport: fc.record({
    attemptId: text(1, 64),
    sequence: fromOne,
    state: fc.integer({ min: 0, max: 10 }),
    cause: fc.integer({ min: 0, max: 29 }),
    message: text(0, 500),
    timeMs: time,
    storedBytes: fc.integer({ min: 0, max: 268_435_456 }),
    receivedBytes: uint32,
    takesDelta: fc.boolean(),
    boot: fromOne,
    runningDigest: bytes(32),
    isConfirmed: fc.boolean(),
    securityCounter: uint32,
    trustedTimeMs: time,
    rootVersion: uint32,
    timestampVersion: uint32,
    snapshotVersion: uint32,
    targetsVersion: uint32,
  }),
  attach: fc.constant({}),
  detach: fc.constant({}),
};

const fleetBodies = {
  challenge: fc.record({ nonce: bytes(32), fleetTimeMs: time, answerWithinMs: fc.integer({ min: 1_000, max: 300_000 }) }),
  welcome: fc.record({
    deviceId,
    fleetTimeMs: time,
    storedBoot: uint32,
    storedSequence: uint32,
    heartbeatMs: fc.integer({ min: 1_000, max: 86_400_000 }),
    profileWanted: fc.boolean(),
    framesPerSecond: fc.integer({ min: 1, max: 1_000_000 }),
    windowFrames: fc.integer({ min: 1, max: 65_535 }),
  }),
  pending: fc.record({ retryAfterMs: fc.integer({ min: 1_000, max: 86_400_000 }) }),
  refusal: fc.record({ code: fc.integer({ min: 0, max: 27 }), message: text(0, 500), retryAfterMs: uint32, fleetTimeMs: time }),
  acknowledge: fc.record({ boot: fromOne, sequence: fromOne }),
  reject: fc.record({ boot: fromOne, sequence: fromOne, code: fc.integer({ min: 0, max: 5 }), message: text(0, 500) }),
  command: fc.record({
    commandId: text(1, 64),
    name: text(1, 64),
    arguments: fc.dictionary(key, value, { maxKeys: 16 }),
    answerWithinMs: fc.integer({ min: 1, max: 86_400_000 }),
  }),
  desiredConfiguration: fc.record({ version: fromOne, settings }),
  time: fc.record({ fleetTimeMs: time }),
  updateOffer: fc.record({ attemptId: text(1, 64), assignment: fc.uint8Array({ minLength: 1, maxLength: 200 }) }),
  updateCancel: fc.record({ attemptId: text(1, 64), message: text(0, 500) }),
  piecePart: fc.record({
    attemptId: text(1, 64),
    piece: fc.integer({ min: 0, max: 7 }),
    version: uint32,
    offset: partStart,
    totalBytes: fc.integer({ min: 1, max: 268_435_456 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  }),
  pieceAbsent: fc.record({
    attemptId: text(1, 64),
    piece: fc.integer({ min: 0, max: 7 }),
    version: uint32,
    cause: fc.integer({ min: 0, max: 4 }),
    message: text(0, 500),
    retryAfterMs: fc.integer({ min: 0, max: 86_400_000 }),
  }),
  updateReportAcknowledge: fc.record({ attemptId: text(1, 64), sequence: fromOne }),
};

const channel = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 65_535 }));

function framesOf(bodies: Readonly<Record<string, fc.Arbitrary<object>>>): fc.Arbitrary<{ channel: number; type: string; body: object }> {
  return fc.oneof(...Object.entries(bodies).map(([type, body]) => fc.record({ channel, type: fc.constant(type), body })));
}

/** Any frame of a device but telemetry, within all ranges. */
export const deviceFrames = framesOf(deviceBodies) as fc.Arbitrary<Exclude<DeviceFrame, { type: 'unknown' }>>;
/** Any frame of a fleet manager, within all ranges. */
export const fleetFrames = framesOf(fleetBodies) as fc.Arbitrary<Exclude<FleetFrame, { type: 'unknown' }>>;

/** Columns of a telemetry frame and its place, within all ranges. */
export const telemetryFrames = fc.integer({ min: 1, max: 40 }).chain((count) =>
  fc.record({
    channel,
    boot: fromOne,
    sequence: fromOne,
    baseTimeMs: fc.oneof(fc.constant(0), time),
    count: fc.constant(count),
    signalIds: fc.array(fc.integer({ min: 1, max: 65_535 }), { minLength: count, maxLength: count }),
    offsetsMs: fc.option(fc.array(fc.integer({ min: 0, max: 86_400_000 }), { minLength: count, maxLength: count }), { nil: undefined }),
    values: fc.array(finite, { minLength: count, maxLength: count }),
  }),
);
