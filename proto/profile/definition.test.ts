import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { seatrial } from '#proto/gen/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import {
  canonicalProfileBytes,
  type PublicProfile,
  profileDefinitionOf,
  profileDigest,
  profileFromDefinition,
  publicProfileOf,
} from './index.ts';

type Definition = seatrial.v1.ProfileDefinition.$Properties;

const profile: PublicProfile = {
  name: 'room',
  title: '',
  signals: [
    { id: 1, name: 'roomTempC', unit: 'Cel', title: 'Room', minimum: 0, maximum: 85, category: 'environment', durable: true },
    { id: 300, name: 'doorCount', unit: '1', title: '', minimum: -1.5, maximum: 0, category: 'security', durable: false },
  ],
  wakePlan: { wakeEveryMs: 0, awakeMs: 0 },
  settings: [
    { key: 'eco', defaultValue: false },
    { key: 'label', defaultValue: '' },
    { key: 'setpointC', defaultValue: 0, minimum: 0, maximum: 30 },
  ],
  commands: ['boost', 'cool'],
};

/** Written by hand after PROTOCOL.md: defaults left out, but wake plan and values there. */
const golden = [
  '0a04726f6f6d',
  '1a250801 1209726f6f6d5465 6d7043 1a0343656c 2204526f6f6d 310000000000405540 3802 4001',
  '1a1c08ac02 1209646f6f72436f756e74 1a0131 29000000000000f8bf 3807',
  '2200',
  '2a09 0a0365636f 12021800',
  '2a0b 0a056c6162656c 12021200',
  '2a1f 0a09736574706f696e7443 1209090000000000000000 210000000000003e40',
  '3205626f6f7374',
  '3204636f6f6c',
].join('');

test('canonical bytes are as written by hand', () => {
  const hex = Buffer.from(canonicalProfileBytes(profile)).toString('hex');
  expect(hex).toBe(golden.replaceAll(' ', ''));
  expect(profileDigest(profile)).toBe(createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex'));
});

test('the order of signals, settings and commands does not matter', () => {
  const shuffled = {
    ...profile,
    signals: [...profile.signals].reverse(),
    settings: [...profile.settings].reverse(),
    commands: ['cool', 'boost'],
  };
  expect(profileDigest(shuffled)).toBe(profileDigest(profile));
  expect(publicProfileOf(shuffled)).toEqual(profile);
});

test('a definition comes back through the wire as it went', () => {
  const decoded = seatrial.v1.ProfileDefinition.decode(canonicalProfileBytes(profile));
  expect(profileFromDefinition(decoded)).toEqual(profile);
});

test('minus zero counts as zero', () => {
  const definition = profileDefinitionOf(profile);
  const signals = (definition.signals ?? []).map((signal) => ({ ...signal, minimum: signal.minimum ?? -0 }));
  expect(profileDigest(profileFromDefinition({ ...definition, signals }))).toBe(profileDigest(profile));
});

function codeOf(change: (definition: Definition) => Definition): string {
  try {
    profileFromDefinition(change(profileDefinitionOf(profile)));
  } catch (error) {
    if (isSeatrialError(error)) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
}

const signal = (id: number): seatrial.v1.SignalDefinition.$Properties => ({ id, name: `s${id}`, unit: '1', maximum: 1, category: 1 });
const signals = (count: number): seatrial.v1.SignalDefinition.$Properties[] =>
  Array.from({ length: count }, (_, index) => signal(index + 1));
const settings = (count: number): seatrial.v1.SettingDefinition.$Properties[] =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, defaultValue: { flag: true } }));

test.each<[what: string, change: Definition]>([
  ['1,024 signals', { signals: signals(1_024) }],
  ['64 settings', { settings: settings(64) }],
  ['32 commands', { commands: Array.from({ length: 32 }, (_, index) => `c${index}`) }],
  ['a name of 64 characters', { name: 'x'.repeat(64) }],
  ['a title of 200 characters', { title: 'x'.repeat(200) }],
  ['a command name of another maker', { commands: ['Do_it.now-2'] }],
])('%s are accepted', (_what, change) => {
  expect(codeOf((definition) => ({ ...definition, ...change }))).toBe('accepted');
});

test.each<[what: string, change: Definition, message: RegExp]>([
  ['no name', { name: '' }, /name/],
  ['a name of 65 characters', { name: 'x'.repeat(65) }, /name/],
  ['a title of 201 characters', { title: 'x'.repeat(201) }, /title/],
  ['no signals', { signals: [] }, /signals/],
  ['1,025 signals', { signals: signals(1_025) }, /1025 signals, the limit is 1024/],
  ['an id of 0', { signals: [signal(0)] }, /id/],
  ['an id twice', { signals: [signal(1), { ...signal(1), name: 'other' }] }, /twice/],
  ['no category', { signals: [{ ...signal(1), category: 0 }] }, /category/],
  ['an unknown category', { signals: [{ ...signal(1), category: 8 as seatrial.v1.DataCategory }] }, /category/],
  ['no unit', { signals: [{ ...signal(1), unit: '' }] }, /unit/],
  ['a limit that is no number', { signals: [{ ...signal(1), maximum: Number.NaN }] }, /maximum/],
  ['an infinite limit', { signals: [{ ...signal(1), maximum: Number.POSITIVE_INFINITY }] }, /maximum/],
  ['65 settings', { settings: settings(65) }, /settings/],
  ['a setting without value', { settings: [{ key: 'a' }] }, /defaultValue/],
  ['a key called constructor', { settings: [{ key: 'constructor', defaultValue: { flag: true } }] }, /reserved/],
  ['33 commands', { commands: Array.from({ length: 33 }, (_, index) => `c${index}`) }, /commands/],
  ['a command of 65 characters', { commands: ['x'.repeat(65)] }, /commands/],
  ['a wake plan that never sleeps', { wakePlan: { wakeEveryMs: 5, awakeMs: 5 } }, /awakeMs/],
  ['more than a frame holds', { signals: signals(1_024).map((one) => ({ ...one, title: 'x'.repeat(60) })) }, /bytes, the limit is 65500/],
])('%s: refused with E1503', (_what, change, message) => {
  const text = codeOf((definition) => ({ ...definition, ...change }));
  expect(text).toMatch(/^E1503 /);
  expect(text).toMatch(message);
});
