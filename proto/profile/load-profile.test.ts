import { describe, expect, test } from 'vitest';
import { isSeatrialError, type SeatrialError } from '#proto/kit/index.js';
import { loadProfile, type ModelOutline, type ModelOutlines } from './index.ts';

const models: ModelOutlines = new Map([
  [
    'room',
    {
      outputs: ['roomTempC'],
      actuators: ['heater'],
      truth: ['trueRoomTempC'],
      parameters: { heaterW: { defaultValue: 100, minimum: 1, maximum: 1_000 } },
    },
  ],
  ['recording', { outputs: [], actuators: [], truth: [], parameters: {} }],
]);

const text = `name: room
title: A room
model: room
signals:
  - { id: 2, name: doorCount, unit: "1", title: Door, minimum: 0, maximum: 9, category: usage }
  - { id: 1, name: roomTempC, unit: Cel, title: Room, minimum: -40, maximum: 85, category: environment, durable: true }
actuators: { heater: 0 }
settings:
  - { key: setpointC, defaultValue: 21, minimum: 5, maximum: 30 }
  - { key: eco, defaultValue: false }
commands: [boost]
factoryImage:
  version: 1.0.0
  application:
    id: room
    initial: idle
    context: {}
    states:
      idle:
        entry:
          - { type: sample, params: { signals: [roomTempC], everyMs: 1000 } }
        on:
          command.boost:
            - { target: hot }
      hot:
        after:
          "1000":
            - { target: idle }
`;

test('a flash follows from its type, and what the file says counts', () => {
  const flashOf = (line: string) => loadProfile(`${text}${line}`, 'room.yaml', models).flash;
  expect(flashOf('')).toMatchObject({
    type: 'spi-nor',
    slotBytes: 2_097_152,
    eraseBlockBytes: 4_096,
    writeUnitBytes: 256,
    bootAttempts: 3,
  });
  expect(flashOf('flash: { type: mcu, eraseBlockBytes: 4096 }\n')).toMatchObject({
    slotBytes: 458_752,
    eraseBlockBytes: 4_096,
    writeUnitBytes: 8,
  });
});

test('a small profile is completed by defaults, its model and order', () => {
  const profile = loadProfile(text, 'room.yaml', models);
  expect(profile).toMatchObject({
    hardwareRevisions: ['A'],
    parameters: { heaterW: 100 },
    truth: ['trueRoomTempC'],
    wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
    power: { source: 'mains' },
    linkPreset: 'lab',
    reconnect: { baseMs: 1_000, maximumMs: 128_000, stableMs: 20_000 },
    clockDriftPpm: 20,
    storeBytes: 65_536,
    shapes: {},
    subDevices: [],
  });
  expect(profile.signals.map(({ id, durable }) => [id, durable])).toEqual([
    [1, true],
    [2, false],
  ]);
  expect(profile.factoryImage.application.initial).toBe('idle');
});

test('sub-devices up to the limit are taken', () => {
  const plans = [
    { profile: 'a', count: 4_095 },
    { profile: './b.yaml', count: 1 },
  ];
  expect(loadProfile(`${text}subDevices: ${JSON.stringify(plans)}\n`, 'room.yaml', models).subDevices).toEqual(plans);
});

describe('shapes', () => {
  const synthetic: ModelOutline = { outputs: [], actuators: [], truth: [], parameters: {} };
  const shaping: ModelOutline = {
    ...synthetic,
    forProfile: ({ shapes }) => ({ ...synthetic, outputs: Object.keys(shapes), actuators: ['heater'], truth: ['trueRoomTempC'] }),
  };
  const both = new Map([...models, ['synthetic', shaping]]);
  const own = text.replace('model: room', 'model: synthetic');

  test('a shaped profile gets the model of its shapes, completed by defaults', () => {
    const profile = loadProfile(`${own}shapes: { roomTempC: { mean: 20 } }\n`, 'room.yaml', both);
    expect(profile.truth).toEqual(['trueRoomTempC']);
    expect(profile.shapes.roomTempC).toEqual({
      mean: 20,
      unitSpread: 0,
      swing: 0,
      periodMs: 86_400_000,
      peakMs: 0,
      wander: 0,
      noise: 0,
      driftPerDay: 0,
      resolution: 0.001,
    });
  });

  test.each([
    ['none at all', own, /needs shapes/],
    ['of another signal', `${own}shapes: { roomTmpC: { mean: 20 } }\n`, /no signal "roomTmpC", did you mean "roomTempC"/],
    [
      'with another actuator',
      `${own}shapes: { roomTempC: { mean: 20, actuator: { name: heatr, gain: 1, timeConstantMs: 1 } } }\n`,
      /no actuator "heatr", did you mean "heater"/,
    ],
    ['for a model with a physics of its own', `${text}shapes: { roomTempC: { mean: 20 } }\n`, /physics of its own/],
  ])('%s are refused', (_what, wrong, message) => {
    expect(() => loadProfile(wrong, 'room.yaml', both)).toThrow(message);
  });
});

test('without models neither truth nor parameters are known', () => {
  expect(loadProfile(text, 'room.yaml')).toMatchObject({ truth: [], parameters: {} });
});

function refused(wrong: string): SeatrialError {
  try {
    loadProfile(wrong, 'room.yaml', models);
  } catch (error) {
    if (isSeatrialError(error)) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const battery = 'power: { source: battery, capacityMah: 100, awakeMa: 1, asleepMa: 0, frameUah: 1 }\n';
const signalRow = (id: number): string =>
  `  - { id: ${id}, name: s${id}, unit: "{x}", title: ${'t'.repeat(200)}, minimum: 0, maximum: 9, category: usage }\n`;
const withSignals = (count: number): string =>
  text.replace('actuators:', `${Array.from({ length: count }, (_, index) => signalRow(index + 3)).join('')}actuators:`);

test.each([
  ['a battery', `${text}${battery}`],
  ['a wake plan', `${text}wakePlan: { wakeEveryMs: 60000, awakeMs: 59999 }\n`],
  ['the limits of store and drift', `${text}storeBytes: 16777216\nclockDriftPpm: 20000\n`],
  ['200 long signals', withSignals(200)],
  ['the smallest flash', `${text}flash: { slotBytes: 16384, eraseBlockBytes: 512, writeUnitBytes: 1, bootAttempts: 1 }\n`],
  ['the largest flash', `${text}flash: { type: spi-nand, slotBytes: 536870912, writeUnitBytes: 16384, spareBlocks: 4096 }\n`],
])('%s is accepted', (_what, right) => {
  expect(loadProfile(right, 'room.yaml', models).name).toBe('room');
});

const table: readonly [what: string, text: string, code: string, line: number, message: RegExp][] = [
  ['an unknown key', text.replace('title: A room', 'titel: A room'), 'E1013', 2, /did you mean "title"/],
  ['a wrong name', text.replace('name: room\n', 'name: Room\n'), 'E1012', 1, /name: .*a-z 0-9 -/],
  ['an id of 0', text.replace('id: 2', 'id: 0'), 'E1012', 5, /signals\[0\]\.id/],
  ['an id of 65,536', text.replace('id: 2', 'id: 65536'), 'E1012', 5, /signals\[0\]\.id/],
  ['an id twice', text.replace('id: 2', 'id: 1'), 'E1501', 6, /id 1 comes twice/],
  ['a signal twice', text.replace('doorCount', 'roomTempC'), 'E1501', 6, /"roomTempC" comes twice/],
  ['a name with a dash', text.replace('doorCount', 'door-count'), 'E1012', 5, /camelCase/],
  ['a name without its unit', text.replace('doorCount', 'door'), 'E1501', 5, /should end with Ratio or Count/],
  ['a unit that is none', text.replace('unit: Cel', 'unit: Celsius'), 'E1012', 6, /UCUM/],
  ['a range upside down', text.replace('minimum: -40', 'minimum: 85'), 'E1501', 6, /not above/],
  ['minus zero', text.replace('minimum: 0,', 'minimum: -0.0,'), 'E1012', 5, /minus zero/],
  ['an unknown category', text.replace('category: usage', 'category: habits'), 'E1012', 5, /category/],
  ['no signals', text.replace(/signals:\n(.*\n){2}actuators/, 'signals: []\nactuators'), 'E1012', 4, /signals/],
  ['a definition larger than a frame', withSignals(300), 'E1501', 5, /definition has \d+ bytes, the limit is 65500/],
  ['a setting twice', text.replace('key: eco', 'key: setpointC'), 'E1501', 10, /"setpointC" comes twice/],
  ['a setting outside its range', text.replace('defaultValue: 21', 'defaultValue: 31'), 'E1501', 9, /31 is not within 5 and 30/],
  ['a number without range', text.replace(', minimum: 5, maximum: 30', ''), 'E1501', 9, /needs a minimum and a maximum/],
  ['a flag with a range', text.replace('defaultValue: false', 'defaultValue: false, minimum: 0, maximum: 1'), 'E1501', 10, /only a number/],
  ['a command that all have', text.replace('[boost]', '[boost, reboot]'), 'E1501', 11, /every device knows "reboot"/],
  ['a command twice', text.replace('[boost]', '[boost, boost]'), 'E1501', 11, /"boost" comes twice/],
  [
    'a command that nothing takes',
    text.replace('[boost]', '[boost, cool]'),
    'E1501',
    11,
    /no state of the application takes "command.cool"/,
  ],
  ['an unknown model', text.replace('model: room', 'model: rom'), 'E1502', 3, /did you mean "room"/],
  ['an output without signal', text.replaceAll('roomTempC', 'roomAirC'), 'E1502', 5, /gives "roomTempC"/],
  ['an actuator too few', text.replace('{ heater: 0 }', '{}'), 'E1502', 7, /takes actuator "heater"/],
  ['an actuator too many', text.replace('{ heater: 0 }', '{ heater: 0, fan: 1 }'), 'E1502', 7, /no actuator "fan"/],
  ['an unknown parameter', `${text}parameters: { heterW: 5 }\n`, 'E1502', 29, /did you mean "heaterW"/],
  ['a parameter outside its range', `${text}parameters: { heaterW: 1001 }\n`, 'E1502', 29, /1001 is not within 1 and 1000/],
  ['a version that is none', text.replace('1.0.0', 'v1'), 'E1012', 13, /semantic version/],
  [
    'an application that is wrong',
    text.replace('target: hot', 'target: warm'),
    'E1513',
    24,
    /states\.idle\.on\["command\.boost"\]\[0\]\.target/,
  ],
  ['an application with an unknown key', text.replace('initial: idle', 'initiale: idle'), 'E1511', 16, /unknown key "initiale"/],
  ['sampling what the model does not give', text.replace('[roomTempC]', '[doorCount]'), 'E1512', 21, /no signal "doorCount"/],
  ['an awake time as long as the period', `${text}wakePlan: { wakeEveryMs: 60000, awakeMs: 60000 }\n`, 'E1501', 29, /60000, not within/],
  ['an awake time of one always on', `${text}wakePlan: { wakeEveryMs: 0, awakeMs: 5 }\n`, 'E1501', 29, /always on/],
  ['a battery without capacity', `${text}${battery.replace('capacityMah: 100, ', '')}`, 'E1012', 29, /capacityMah/],
  ['mains with a capacity', `${text}power: { source: mains, capacityMah: 5 }\n`, 'E1013', 29, /unknown key "capacityMah"/],
  ['an unknown preset', `${text}linkPreset: moon\n`, 'E1012', 29, /linkPreset/],
  ['a store beyond its limit', `${text}storeBytes: 16777217\n`, 'E1012', 29, /storeBytes/],
  ['a store below its limit', `${text}storeBytes: 1023\n`, 'E1012', 29, /storeBytes/],
  [
    'a slot of broken blocks',
    `${text}flash: { slotBytes: 20000 }\n`,
    'E1501',
    29,
    /20000 bytes is no multiple of its erase blocks of 4096/,
  ],
  ['a slot of one block', `${text}flash: { slotBytes: 16384, eraseBlockBytes: 16384 }\n`, 'E1501', 29, /1 erase blocks, not 2 to/],
  ['a slot of too many blocks', `${text}flash: { slotBytes: 536870912 }\n`, 'E1501', 29, /131072 erase blocks, not 2 to 65536/],
  ['a block below its write unit', `${text}flash: { type: spi-nand, eraseBlockBytes: 1024 }\n`, 'E1501', 29, /larger than an erase block/],
  ['an odd block', `${text}flash: { eraseBlockBytes: 5000 }\n`, 'E1012', 29, /power of two/],
  ['a slot beyond its limit', `${text}flash: { slotBytes: 536870913 }\n`, 'E1012', 29, /slotBytes/],
  ['no boot attempt', `${text}flash: { bootAttempts: 0 }\n`, 'E1012', 29, /bootAttempts/],
  ['an unknown flash', `${text}flash: { type: tape }\n`, 'E1012', 29, /flash\.type/],
  ['a drift beyond its limit', `${text}clockDriftPpm: 20001\n`, 'E1012', 29, /clockDriftPpm/],
  ['a backoff upside down', `${text}reconnect: { baseMs: 2, maximumMs: 1, stableMs: 0 }\n`, 'E1501', 29, /below baseMs/],
  [
    'a sub-device too many',
    `${text}subDevices: [{ profile: a, count: 4096 }, { profile: b, count: 1 }]\n`,
    'E1501',
    29,
    /4097 sub-devices/,
  ],
  ['sub-devices of none', `${text}subDevices: [{ profile: a, count: 0 }]\n`, 'E1012', 29, /count/],
  ['a revision twice', `${text}hardwareRevisions: [A, A]\n`, 'E1501', 29, /"A" comes twice/],
];

test.each(table)('%s is refused with its place', (_what, wrong, code, line, message) => {
  const error = refused(wrong);
  expect(error.message).toMatch(message);
  expect([error.code, error.at?.file, error.at?.line]).toEqual([code, 'room.yaml', line]);
});

test('a profile of recordings alone may sample whatever it defines', () => {
  const recorded = text
    .replace('model: room', 'model: recording')
    .replace('actuators: { heater: 0 }\n', '')
    .replace('[roomTempC]', '[doorCount]');
  expect(loadProfile(recorded, 'room.yaml', models).model).toBe('recording');
});
