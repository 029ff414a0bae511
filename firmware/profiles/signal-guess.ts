import { type DataCategory, nameEnding } from '#proto/profile/index.js';

/** UCUM units by the words that people write into headers. */
const unitsByWord: Readonly<Record<string, string>> = {
  ...{ c: 'Cel', degc: 'Cel', celsius: 'Cel', '°c': 'Cel', f: '[degF]', degf: '[degF]', '°f': '[degF]', k: 'K', kelvin: 'K' },
  ...{ '%': '%', percent: '%', pct: '%', rpm: '{rpm}', hz: 'Hz', deg: 'deg', degrees: 'deg', lux: 'lx', lx: 'lx' },
  ...{
    v: 'V',
    volt: 'V',
    volts: 'V',
    mv: 'mV',
    a: 'A',
    amp: 'A',
    amps: 'A',
    ma: 'mA',
    w: 'W',
    watt: 'W',
    watts: 'W',
    kw: 'kW',
    kwh: 'kW.h',
  },
  ...{ pa: 'Pa', kpa: 'kPa', bar: 'bar', psi: '[psi]', n: 'N', kn: 'kN' },
  ...{ 'km/h': 'km/h', kmh: 'km/h', kph: 'km/h', 'm/s': 'm/s', mps: 'm/s', 'mm/s': 'mm/s', m: 'm', km: 'km', mm: 'mm' },
  ...{ s: 's', sec: 's', seconds: 's', ms: 'ms', min: 'min', minutes: 'min', h: 'h', hours: 'h', 'g/s': 'g/s', 'kg/s': 'kg/s' },
};

/** Words that tell what a signal says of people; the first group that has one is taken. */
const categories: readonly (readonly [DataCategory, RegExp])[] = [
  ['location', /^(gps|lat|latitude|lon|lng|longitude|position|location|heading|altitude)$/],
  ['health', /^(heart|pulse|bpm|spo2|steps|sleep|glucose|ecg|breath)$/],
  ['consumption', /^(kwh|energy|consumption|usage|meter|gas|water)$/],
  ['security', /^(door|motion|alarm|tamper|lock|contact|intrusion)$/],
  ['usage', /^(speed|throttle|trip|load|hours|cycles|count)$/],
  ['environment', /^(temp|temperature|humidity|ambient|outside|weather|rain|wind|lux|light|moisture)$/],
];

/** What a column's title says of its signal. A guess: a person has to look at it. */
export interface SignalGuess {
  /** camelCase, with the unit last where the unit asks for it. */
  readonly name: string;
  /** UCUM; {unknown} when the title does not say. */
  readonly unit: string;
  readonly category: DataCategory;
}

/**
 * Guesses a signal from the title of its column.
 * @param title may be empty
 * @param column number from 1, for columns without a usable title
 */
export function guessSignal(title: string, column: number): SignalGuess {
  const noted = /[([]([^)\]]*)[)\]]/.exec(title)?.[1]?.trim().toLowerCase() ?? '';
  const words = wordsOf(title.replaceAll(/[([][^)\]]*[)\]]/g, ' '));
  const place = unitPlace(words);
  const unit = unitsByWord[noted] ?? unitsByWord[words[place] ?? ''] ?? '{unknown}';
  const rest = unitsByWord[noted] === undefined && unit !== '{unknown}' ? words.filter((_, index) => index !== place) : words;
  const category = categories.find(([, pattern]) => words.some((word) => pattern.test(word)))?.[0] ?? 'technical';
  return { name: nameOf(rest, unit, column), unit, category };
}

/** The same name with a number, before the unit that it ends with. */
export function numbered(name: string, unit: string, number: number): string {
  const ending = nameEnding(unit);
  return ending !== '' && name.endsWith(ending) ? `${name.slice(0, -ending.length)}${number}${ending}` : `${name}${number}`;
}

function nameOf(words: readonly string[], unit: string, column: number): string {
  const ending = nameEnding(unit);
  const parts = words.length === 0 ? ['column', String(column)] : words;
  const joined = parts.map((word, index) => (index === 0 ? word : word.slice(0, 1).toUpperCase() + word.slice(1))).join('');
  const base = (/^[a-z]/.test(joined) ? joined : `signal${joined}`).slice(0, 56);
  return base.endsWith(ending) && base !== ending ? base : base + ending;
}

/** The last word that is a unit; one in the middle counts only when it is no single letter. */
function unitPlace(words: readonly string[]): number {
  const last = words.length - 1;
  if (Object.hasOwn(unitsByWord, words[last] ?? '') && last > 0) return last;
  return words.findIndex((word) => word.length > 1 && Object.hasOwn(unitsByWord, word));
}

/** ENGINE_RPM, engineRpm and "engine rpm" are the same two words. */
function wordsOf(title: string): string[] {
  return title
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9%/°]+|\/(?=hh\b)/)
    .filter((word) => word !== '')
    .map((word) => (Object.hasOwn(unitsByWord, word) ? word : word.replaceAll(/[^a-z0-9]/g, '')))
    .filter((word) => word !== '');
}
