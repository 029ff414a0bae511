import { cliError } from './cli-errors.ts';
import { formatDuration, parseDuration } from './duration.ts';

type Raw = string | boolean | readonly string[] | undefined;

/** Arguments and options of one call, read by type. All methods throw E2003 for what is out of range. */
export class CommandInput {
  readonly #arguments: readonly (string | readonly string[] | undefined)[];
  readonly #options: Readonly<Record<string, Raw>>;

  constructor(args: readonly (string | readonly string[] | undefined)[], options: Readonly<Record<string, Raw>>) {
    this.#arguments = args;
    this.#options = options;
  }

  /** The same call without one of its options. */
  without(name: string): CommandInput {
    return new CommandInput(this.#arguments, { ...this.#options, [name]: undefined });
  }

  /** The n-th argument, from 0; empty when it is optional and left out. */
  argument(index: number): string {
    const value = this.#arguments[index];
    return typeof value === 'string' ? value : '';
  }

  /** The n-th argument, from 0; undefined when it is left out, which an empty one is not. */
  optionalArgument(index: number): string | undefined {
    const value = this.#arguments[index];
    return typeof value === 'string' ? value : undefined;
  }

  /** A variadic argument. */
  rest(index: number): readonly string[] {
    const value = this.#arguments[index];
    return Array.isArray(value) ? value : [];
  }

  /** @param name in camelCase, as commander gives it */
  text(name: string): string | undefined {
    const value = this.#options[name];
    return typeof value === 'string' ? value : undefined;
  }

  flag(name: string): boolean {
    return this.#options[name] === true;
  }

  /** An option whose value may be left out was given without one. */
  isBare(name: string): boolean {
    return this.#options[name] === true;
  }

  /** False for --no-NAME. */
  isOff(name: string): boolean {
    return this.#options[name] === false;
  }

  /** Values of a repeatable option. */
  list(name: string): readonly string[] {
    const value = this.#options[name];
    return Array.isArray(value) ? value : [];
  }

  /** A whole number; 10k and 1_000 are not numbers. */
  count(name: string, low: number, high: number): number | undefined {
    return this.#number(name, low, high, /^-?\d+$/, 'a whole number');
  }

  /** A number with fractions. */
  number(name: string, low: number, high: number): number | undefined {
    return this.#number(name, low, high, /^-?\d+(\.\d+)?$/, 'a number');
  }

  /** A time in ms. */
  duration(name: string, lowMs: number, highMs: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = parseDuration(text, flagOf(name));
    if (ms < lowMs || ms > highMs)
      throw cliError('E2003', { message: `${flagOf(name)} is ${text}, not from ${formatDuration(lowMs)} to ${formatDuration(highMs)}` });
    return ms;
  }

  /** KEY=VALUE pairs of a repeatable option. */
  pairs(name: string): Readonly<Record<string, string>> {
    const entries = this.list(name).map((pair): [string, string] => {
      const at = pair.indexOf('=');
      if (at < 1) throw cliError('E2003', { message: `${flagOf(name)} is "${pair}", not KEY=VALUE` });
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
    return Object.fromEntries(entries);
  }

  #number(name: string, low: number, high: number, shape: RegExp, what: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!shape.test(text) || value < low || value > high) {
      throw cliError('E2003', { message: `${flagOf(name)} is "${text}", not ${what} from ${low} to ${high}` });
    }
    return value;
  }
}

/** tokenFile -> --token-file */
function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
