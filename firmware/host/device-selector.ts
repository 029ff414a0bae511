import { createHash } from 'node:crypto';
import { closestWord } from '#proto/yaml/index.js';
import { fail } from './host-errors.ts';

/** What a selector looks at. */
export interface SelectableDevice {
  readonly id: string;
  readonly index: number;
  readonly profile: string;
  readonly power: string;
  readonly duty: string;
  readonly connected: boolean;
  readonly firmwareVersion: string;
  readonly isConfirmed: boolean;
  /** State of the update region, with what is inside of it: "downloading.asking". */
  readonly update: string;
  readonly faults: Readonly<Record<string, number>>;
}

/** One part of a selector: plain data, so that it can be sent to a process. */
export interface SelectorPart {
  readonly key: SelectorKey;
  readonly isNot: boolean;
  readonly value: string;
}

/** A selector that was read. */
export interface DeviceSelector {
  readonly parts: readonly SelectorPart[];
  /** Percent of what the parts select, over 0 to 100; undefined for all of it. */
  readonly sharePercent: number | undefined;
}

const selectorKeys = ['id', 'index', 'profile', 'power', 'duty', 'connected', 'version', 'confirmed', 'update', 'fault'] as const;
type SelectorKey = (typeof selectorKeys)[number];

/** Characters of a selector. */
const mostCharacters = 2_000;

/**
 * Reads `key=value` and `key!=value`, joined by commas: all must hold. id and profile are compared as they are; index is the number of the
 * device from 0, or a range `index=0..99`; power is off, booting, running or crashed; duty is idle, awake, goingToSleep or asleep; connected is
 * true or false; version is that of the image that runs, confirmed whether it is for good, update the state of an update, such as downloading; fault is the name of one that the device has. `share=5%` takes that part of what the others select, the same devices each time.
 * @throws E2124
 */
export function parseDeviceSelector(text: string): DeviceSelector {
  if (text.length > mostCharacters)
    throw fail('E2124', { message: `the selector has ${text.length} characters, the limit is ${mostCharacters}` });
  if (text.trim() === '') throw fail('E2124', { message: 'the selector is empty' });
  const parts: SelectorPart[] = [];
  let sharePercent: number | undefined;
  for (const one of text.split(',')) {
    const [, key = '', operator = '', value = ''] = /^\s*([\w-]+)\s*(!=|=)\s*(\S+)\s*$/.exec(one) ?? [];
    if (key === '') {
      const word = one.trim();
      const next = /^[\w.-]+$/.test(word) ? `id=${word} for one device, --all for every one` : 'fleet sim fault --help';
      throw fail('E2124', { message: `"${word}" is neither key=value nor key!=value`, next });
    }
    if (key === 'share') sharePercent = readShare(operator, value, sharePercent);
    else parts.push({ key: keyOf(key), isNot: operator === '!=', value: checked(key, value) });
  }
  return { parts, sharePercent };
}

/** Whether all parts hold. The share is taken afterwards, of all that match. */
export function matchesSelector(parts: readonly SelectorPart[], device: SelectableDevice): boolean {
  return parts.every((part) => holds(part, device) !== part.isNot);
}

/** The share of the ids: at least one, those whose digest with the seed is lowest, in the order given. */
export function takeShare(ids: readonly string[], sharePercent: number | undefined, seed: string): readonly string[] {
  if (sharePercent === undefined || ids.length === 0) return ids;
  const count = Math.max(1, Math.round((ids.length * sharePercent) / 100));
  const rank = (id: string): string => createHash('sha256').update(`share\0${seed}\0${id}`).digest('hex');
  const ranked = ids.map((id) => [rank(id), id] as const).sort(([one], [other]) => (one < other ? -1 : 1));
  const taken = new Set(ranked.slice(0, count).map(([, id]) => id));
  return ids.filter((id) => taken.has(id));
}

function holds({ key, value }: SelectorPart, device: SelectableDevice): boolean {
  if (key === 'index') {
    const [low, high] = rangeOf(value);
    return device.index >= low && device.index <= high;
  }
  if (key === 'fault') return Object.keys(device.faults).some((name) => name === value || name.startsWith(`${value}.`));
  if (key === 'version') return device.firmwareVersion === value;
  if (key === 'confirmed') return String(device.isConfirmed) === value;
  if (key === 'update') return device.update === value || device.update.startsWith(`${value}.`);
  return String(device[key]) === value;
}

function keyOf(key: string): SelectorKey {
  const known = selectorKeys.find((one) => one === key);
  if (known !== undefined) return known;
  const near = closestWord(key, [...selectorKeys, 'share']);
  const hint = near === undefined ? '' : `, did you mean ${near}?`;
  throw fail('E2124', { message: `there is no key ${key}${hint}; there are ${selectorKeys.join(', ')}, share` });
}

function checked(key: string, value: string): string {
  if (key === 'index' && !(rangeOf(value)[0] <= rangeOf(value)[1])) {
    throw fail('E2124', { message: `index is "${value}", not a number from 0 on or a range such as 0..99` });
  }
  if ((key === 'connected' || key === 'confirmed') && value !== 'true' && value !== 'false') {
    throw fail('E2124', { message: `${key} is true or false, not "${value}"` });
  }
  return value;
}

/** [NaN, NaN] when it is none. */
function rangeOf(value: string): readonly [low: number, high: number] {
  const [, low, high] = /^(\d{1,8})(?:\.\.(\d{1,8}))?$/.exec(value) ?? [];
  return [Number(low), Number(high ?? low)];
}

function readShare(operator: string, value: string, before: number | undefined): number {
  const percent = /^\d+(\.\d+)?%$/.test(value) ? Number.parseFloat(value) : Number.NaN;
  if (operator !== '=' || before !== undefined || !(percent > 0 && percent <= 100)) {
    throw fail('E2124', { message: `share${operator}${value} is not one share such as share=5%, over 0 to 100` });
  }
  return percent;
}
