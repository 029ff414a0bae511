import { expect, test } from 'vitest';
import { seatrial } from '#proto/gen/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import { DeviceFrameDecoder, decodeFleetFrame } from './index.ts';

const v1 = seatrial.v1;
const bytes = (length: number) => new Uint8Array(length).fill(1);
const many = <Item>(count: number, make: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => make(index));
const keys = (count: number, value: object | number) => Object.fromEntries(many(count, (index) => [`k${index}`, value]));
const padded = (index: number) => String(index).padStart(4, '0');
const signal = { id: 1, name: 'roomTempC', unit: 'Cel', title: '', minimum: -40, maximum: 85, category: 2 };
const setting = { key: 'targetC', defaultValue: { number: 21 }, minimum: 5, maximum: 25 };

/** One valid body of each kind: what a row of the table below changes one field of. */
const valid: Readonly<Record<string, object>> = {
  claim: {
    tokenId: 't',
    tokenProof: bytes(32),
    deviceId: 'd',
    publicKey: bytes(32),
    signature: bytes(64),
    profile: 'p',
    hardwareRevision: '',
  },
  hello: {
    deviceId: 'd',
    signature: bytes(64),
    boot: 1,
    connection: 1,
    deviceTimeMs: 0,
    profileDigest: bytes(32),
    firmwareVersion: '1.0.0',
    imageDigest: bytes(32),
  },
  event: { boot: 1, sequence: 1, timeMs: 0, kind: 1, name: 'a', message: '', values: {} },
  heartbeat: { batteryPercent: 1 },
  sleep: { wakeInMs: 1 },
  commandResult: { commandId: 'c' },
  configurationReport: {},
  profileDefinition: { name: 'p', signals: [signal], wakePlan: {}, settings: [setting], commands: ['calibrate'] },
  challenge: { nonce: bytes(32), fleetTimeMs: 0, answerWithinMs: 1_000 },
  welcome: { deviceId: 'd', heartbeatMs: 1_000, framesPerSecond: 1, windowFrames: 1 },
  pending: { retryAfterMs: 1_000 },
  refusal: {},
  acknowledge: { boot: 1, sequence: 1 },
  reject: { boot: 1, sequence: 1 },
  command: { commandId: 'c', name: 'n', answerWithinMs: 1 },
  desiredConfiguration: { version: 1 },
  time: {},
  pieceRequest: { attemptId: 'a', credit: 1 },
  updateReport: { attemptId: 'a', sequence: 1, boot: 1, runningDigest: bytes(32) },
  updateOffer: { attemptId: 'a', assignment: bytes(1) },
  updateCancel: { attemptId: 'a' },
  piecePart: { attemptId: 'a', totalBytes: 1, bytes: bytes(1) },
  pieceAbsent: { attemptId: 'a' },
  updateReportAcknowledge: { attemptId: 'a', sequence: 1 },
};

const attempts = [
  ['a', 'a'.repeat(64)],
  ['', 'a'.repeat(65)],
] as const;
const partStarts = [
  [0, 32_768, 268_402_688],
  [1, 32_767, 268_435_456],
] as const;

const day = 86_400_000;
const year = 31_536_000_000;
const uint32 = 4_294_967_295;
const past = 2 ** 53 + 2;
const ship = '🚢';
const settingsRows = [keys(64, { flag: true }), { ['k'.repeat(64)]: { number: -1e308 } }, { k: { text: ship.repeat(1_024) } }];
const wrongSettings = [
  keys(65, { flag: true }),
  { '': { flag: true } },
  { ['k'.repeat(65)]: { flag: true } },
  { k: {} },
  { k: { number: Number.NaN } },
  { k: { number: Number.POSITIVE_INFINITY } },
  { k: { text: ship.repeat(1_025) } },
];
const deviceIds = [
  ['a', '0', 'a'.repeat(64), 'a.b_c-9'],
  ['', 'a'.repeat(65), 'A', '.a', 'a/b', 'ä', 'a\n'],
] as const;
const messages = [['', ship.repeat(500)], [ship.repeat(501)]] as const;

/** Body and field, values at the limits, values one past them. Every range that a .proto comment states has a row. */
const rows: readonly (readonly [field: string, good: readonly unknown[], bad: readonly unknown[]])[] = [
  ['claim.tokenId', ['t', ship.repeat(64)], ['', 't'.repeat(65)]],
  ['claim.tokenProof', [bytes(32)], [bytes(31), bytes(33), bytes(0)]],
  ['claim.deviceId', ...deviceIds],
  ['claim.publicKey', [bytes(32)], [bytes(31), bytes(33)]],
  ['claim.signature', [bytes(64)], [bytes(63), bytes(65)]],
  ['claim.profile', ['a', 'a-9', 'a'.repeat(64)], ['', 'a'.repeat(65), 'A', 'a_b']],
  ['claim.hardwareRevision', ['', 'r'.repeat(32)], ['r'.repeat(33)]],
  ['hello.deviceId', ...deviceIds],
  ['hello.signature', [bytes(64)], [bytes(63), bytes(65)]],
  ['hello.boot', [1, uint32], [0]],
  ['hello.connection', [1, uint32], [0]],
  ['hello.deviceTimeMs', [0, 2 ** 53], [-1, past, Number.NaN]],
  ['hello.profileDigest', [bytes(32)], [bytes(31), bytes(33)]],
  ['hello.firmwareVersion', ['0.0.0', '1.2.3-rc.1+build.5'], ['', '1.2', '01.2.3', 'v1.2.3', `1.2.3-${'a'.repeat(59)}`]],
  ['hello.imageDigest', [bytes(32)], [bytes(31), bytes(33)]],
  ['heartbeat.batteryPercent', [0, 100], [-0.5, 100.5, Number.NaN]],
  ['sleep.wakeInMs', [1, year], [0.5, year + 1, Number.NaN]],
  ['commandResult.commandId', ['c', 'c'.repeat(64)], ['', 'c'.repeat(65)]],
  ['commandResult.message', ...messages],
  ['configurationReport.settings', settingsRows, wrongSettings],
  ['configurationReport.error', ...messages],
  ['profileDefinition.name', ['a', 'a'.repeat(64)], ['', 'a'.repeat(65), 'A']],
  ['profileDefinition.title', ['', 't'.repeat(200)], ['t'.repeat(201)]],
  [
    'profileDefinition.signals',
    [
      many(1_024, (index) => ({ ...signal, id: index + 1, name: `s${index}` })),
      [{ ...signal, id: 65_535 }],
      [{ ...signal, name: 'a'.repeat(64) }],
      [{ ...signal, unit: 'u'.repeat(32), title: 't'.repeat(200) }],
      [{ ...signal, minimum: 1, maximum: 1 }],
    ],
    [
      [],
      many(1_025, (index) => ({ ...signal, id: index + 1, name: `s${index}` })),
      [{ ...signal, id: 0 }],
      [{ ...signal, id: 65_536 }],
      [signal, { ...signal, name: 'other' }],
      [signal, { ...signal, id: 2 }],
      [
        { ...signal, id: 2 },
        { ...signal, id: 1, name: 'other' },
      ],
      [{ ...signal, name: 'RoomTempC' }],
      [{ ...signal, name: 'a'.repeat(65) }],
      [{ ...signal, unit: '' }],
      [{ ...signal, unit: 'u'.repeat(33) }],
      [{ ...signal, title: 't'.repeat(201) }],
      [{ ...signal, minimum: 2, maximum: 1 }],
      [{ ...signal, minimum: Number.NaN }],
      [{ ...signal, maximum: Number.POSITIVE_INFINITY }],
    ],
  ],
  [
    'profileDefinition.wakePlan',
    [{}, { wakeEveryMs: year, awakeMs: year }],
    [undefined, { wakeEveryMs: -1 }, { wakeEveryMs: year + 1 }, { awakeMs: -1 }, { awakeMs: year + 1 }],
  ],
  [
    'profileDefinition.settings',
    [
      [],
      many(64, (index) => ({ ...setting, key: `k${padded(index)}` })),
      [{ ...setting, defaultValue: { number: 5 } }],
      [{ key: 'mode', defaultValue: { text: 'eco' } }],
      [{ key: 'free', defaultValue: { number: 1e9 } }],
    ],
    [
      many(65, (index) => ({ ...setting, key: `k${padded(index)}` })),
      [setting, setting],
      [
        { ...setting, key: 'b' },
        { ...setting, key: 'a' },
      ],
      [{ ...setting, key: '' }],
      [{ ...setting, key: 'k'.repeat(65) }],
      [{ ...setting, defaultValue: undefined }],
      [{ ...setting, defaultValue: {} }],
      [{ ...setting, defaultValue: { number: 4 } }],
      [{ ...setting, defaultValue: { number: 26 } }],
      [{ ...setting, defaultValue: { text: 'eco' } }],
      [{ ...setting, minimum: Number.NaN }],
    ],
  ],
  [
    'profileDefinition.commands',
    [[], many(32, (index) => `c${padded(index)}`), ['c'.repeat(64)]],
    [many(33, (index) => `c${padded(index)}`), ['b', 'a'], ['a', 'a'], [''], ['c'.repeat(65)], ['a b']],
  ],
  ['challenge.nonce', [bytes(32)], [bytes(31), bytes(33)]],
  ['challenge.fleetTimeMs', [0, 2 ** 53], [-1, past, Number.NaN]],
  ['challenge.answerWithinMs', [1_000, 300_000], [999, 300_001]],
  ['welcome.deviceId', ...deviceIds],
  ['welcome.fleetTimeMs', [0, 2 ** 53], [-1, past]],
  ['welcome.heartbeatMs', [1_000, day], [999, day + 1]],
  ['welcome.framesPerSecond', [1, 1_000_000], [0, 1_000_001]],
  ['welcome.windowFrames', [1, 65_535], [0, 65_536]],
  ['pending.retryAfterMs', [1_000, day], [999, day + 1]],
  ['refusal.message', ...messages],
  ['refusal.fleetTimeMs', [0, 2 ** 53], [-1, past]],
  ['acknowledge.boot', [1, uint32], [0]],
  ['acknowledge.sequence', [1, uint32], [0]],
  ['reject.boot', [1, uint32], [0]],
  ['reject.sequence', [1, uint32], [0]],
  ['reject.message', ...messages],
  ['command.commandId', ['c', 'c'.repeat(64)], ['', 'c'.repeat(65)]],
  ['command.name', ['n', 'n'.repeat(64)], ['', 'n'.repeat(65)]],
  ['command.arguments', [keys(16, { flag: true })], [keys(17, { flag: true }), ...wrongSettings.slice(1)]],
  ['command.answerWithinMs', [1, day], [0, day + 1]],
  ['desiredConfiguration.version', [1, uint32], [0]],
  ['desiredConfiguration.settings', settingsRows, wrongSettings],
  ['time.fleetTimeMs', [0, 2 ** 53], [-1, past, Number.NaN]],
  ['pieceRequest.attemptId', ...attempts],
  ['pieceRequest.offset', ...partStarts],
  ['pieceRequest.credit', [1, 16], [0, 17]],
  ['updateReport.attemptId', ...attempts],
  ['updateReport.sequence', [1, uint32], [0]],
  ['updateReport.message', ...messages],
  ['updateReport.timeMs', [0, 2 ** 53], [-1, past, Number.NaN]],
  ['updateReport.storedBytes', [0, 268_435_456], [268_435_457]],
  ['updateReport.boot', [1, uint32], [0]],
  ['updateReport.runningDigest', [bytes(32)], [bytes(0), bytes(31), bytes(33)]],
  ['updateReport.trustedTimeMs', [0, 2 ** 53], [-1, past, Number.NaN]],
  ['updateOffer.attemptId', ...attempts],
  ['updateOffer.assignment', [bytes(1), bytes(8_192)], [bytes(0), bytes(8_193)]],
  ['updateCancel.attemptId', ...attempts],
  ['updateCancel.message', ...messages],
  ['piecePart.attemptId', ...attempts],
  ['piecePart.offset', ...partStarts],
  ['piecePart.totalBytes', [1, 268_435_456], [0, 268_435_457]],
  ['piecePart.bytes', [bytes(1), bytes(32_768)], [bytes(0), bytes(32_769)]],
  ['pieceAbsent.attemptId', ...attempts],
  ['pieceAbsent.message', ...messages],
  ['pieceAbsent.retryAfterMs', [0, day], [day + 1]],
  ['updateReportAcknowledge.attemptId', ...attempts],
  ['updateReportAcknowledge.sequence', [1, uint32], [0]],
];

const deviceTypes = new Set([
  'claim',
  'hello',
  'event',
  'heartbeat',
  'sleep',
  'commandResult',
  'configurationReport',
  'profileDefinition',
  'pieceRequest',
  'updateReport',
]);

/** What the decoder says to a body: "ok", "invalid <reason>", or the code of the error. */
function verdict(type: string, body: object): string {
  const isDevice = deviceTypes.has(type);
  const message = (isDevice ? v1.DeviceFrame : v1.FleetFrame).encode({ [type]: body }).finish();
  try {
    const frame = isDevice ? new DeviceFrameDecoder().decode(message) : decodeFleetFrame(message, { unknownFrames: 0, unknownFields: 0 });
    return frame.type === 'invalid' ? `invalid ${frame.reason}` : 'ok';
  } catch (error) {
    if (!isSeatrialError(error)) throw error;
    expect(error.message).toContain(type);
    return error.code;
  }
}

test.each(rows)('%s is checked at its limits and one past them', (path, good, bad) => {
  const [type, field] = path.split('.') as [string, string];
  for (const value of good)
    expect(verdict(type, { ...valid[type], [field]: value }), `good: ${JSON.stringify(value)?.slice(0, 80)}`).toBe('ok');
  const code = type === 'profileDefinition' ? 'E1104' : 'E1103';
  for (const value of bad)
    expect(verdict(type, { ...valid[type], [field]: value }), `bad: ${JSON.stringify(value)?.slice(0, 80)}`).toBe(code);
});

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ['timeMs', [0, 2 ** 53], [-1, past, Number.NaN]],
  ['name', ['a', 'heater.failed', 'a'.repeat(64), 'A-1_b.c'], ['', 'a'.repeat(65), '.a', 'a.', 'a..b', 'a b', 'ä']],
  ['message', messages[0], messages[1]],
  ['values', [keys(16, 1), { ['k'.repeat(64)]: -1 }], [keys(17, 1), { '': 1 }, { ['k'.repeat(65)]: 1 }, { k: Number.NaN }]],
])('event.%s out of range makes an invalid frame, since the place is known', (field, good, bad) => {
  for (const value of good) expect(verdict('event', { ...valid.event, [field]: value })).toBe('ok');
  for (const value of bad) expect(verdict('event', { ...valid.event, [field]: value })).toBe('invalid field');
});

test.each(['boot', 'sequence'])('event.%s of 0 is refused: nobody could reject the frame', (field) => {
  expect(verdict('event', { ...valid.event, [field]: 0 })).toBe('E1103');
});
