import { createRandom } from '#proto/kit/index.js';
import { fail } from './host-errors.ts';

/** One part of a mixed population: what, and how much of the whole. */
export interface MixPart {
  readonly name: string;
  /** Tenths of a percent, 1 to 1,000; those of all parts add up to 1,000. */
  readonly perMille: number;
}

const whole = 1_000;
const mostParts = 64;

/**
 * Reads "thermostat=60%,street-light=5%,./own.yaml=35%", or one name for all. Shares have at most one decimal and add up to 100 %; the order
 * of the parts means nothing.
 * @param option how the command line calls it, for errors
 * @throws E2107
 */
export function parseMix(text: string, option: string): readonly MixPart[] {
  const parts = text.split(',');
  if (parts.length === 1 && !text.endsWith('%')) {
    if (text === '') throw fail('E2107', { message: `${option} is empty` });
    return [{ name: text, perMille: whole }];
  }
  const mix = parts.map((part) => {
    const [, name = '', share = ''] = /^(.+)=(\d+(?:\.\d)?)%$/.exec(part) ?? [];
    const perMille = Math.round(Number(share) * 10);
    if (name === '' || perMille < 1 || perMille > whole) {
      const wanted = 'NAME=SHARE% with a share from 0.1 to 100, at most one decimal';
      throw fail('E2107', { message: `"${part}" in ${option} is not ${wanted}`, next: `${option} ONE=60%,OTHER=40%` });
    }
    return { name, perMille };
  });
  const names = new Set(mix.map((part) => part.name));
  const twice = mix.find(({ name }, index) => mix.findIndex((part) => part.name === name) !== index);
  if (twice !== undefined) throw fail('E2107', { message: `${option} names ${twice.name} twice`, next: 'one share for each name' });
  if (names.size > mostParts) throw fail('E2107', { message: `${option} has ${names.size} parts, the limit is ${mostParts}` });
  const sum = mix.reduce((total, part) => total + part.perMille, 0);
  if (sum !== whole) throw fail('E2107', { message: `the shares of ${option} add up to ${sum / 10} %, not 100 %` });
  return mix.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** As parseMix reads it, the same text for the same mix. */
export function mixText(mix: readonly MixPart[]): string {
  const [first] = mix;
  if (mix.length === 1 && first !== undefined) return first.name;
  return mix.map(({ name, perMille }) => `${name}=${perMille / 10}%`).join(',');
}

/** The same mix with its names replaced. */
export function mapMix(text: string, option: string, change: (name: string) => string): string {
  const mix = parseMix(text, option).map(({ name, perMille }) => ({ name: change(name), perMille }));
  return mixText(mix.sort((one, other) => (one.name < other.name ? -1 : 1)));
}

/**
 * Which part each device of a population belongs to. It follows from (seed, purpose, index) and the mix alone: a device keeps its part when
 * the population grows, runs in other processes, or is split over machines. Every block of devices (100 for whole percents, or a fraction of
 * that) has the shares exactly, in a drawn order, so that two mixes of one population are independent of each other.
 */
export class MixAssignment {
  readonly #seed: string;
  readonly #purpose: string;
  /** Names of one block in the order of the mix. */
  readonly #names: readonly string[];
  #block = -1;
  #drawn: readonly string[] = [];

  constructor(mix: readonly MixPart[], seed: string, purpose: string) {
    this.#seed = seed;
    this.#purpose = purpose;
    const unit = mix.reduce((divisor, part) => greatestDivisor(divisor, part.perMille), whole);
    this.#names = mix.flatMap(({ name, perMille }) => new Array<string>(perMille / unit).fill(name));
  }

  /** @param index number in the population, from 0 */
  of(index: number): string {
    const length = this.#names.length;
    if (length === 1) return this.#names[0] as string;
    const block = Math.floor(index / length);
    if (block !== this.#block) {
      this.#block = block;
      this.#drawn = this.#draw(block);
    }
    return this.#drawn[index % length] as string;
  }

  /** Fisher and Yates. */
  #draw(block: number): readonly string[] {
    const random = createRandom(this.#seed, 'population', `${this.#purpose} ${block}`);
    const names = [...this.#names];
    for (let last = names.length - 1; last > 0; last -= 1) {
      const other = random.integer(0, last);
      [names[last], names[other]] = [names[other] as string, names[last] as string];
    }
    return names;
  }
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}
