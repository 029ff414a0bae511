import { createRandom, type Random } from '#proto/kit/index.js';
import { fail } from './trial-errors.ts';

const globalTimers = ['setTimeout', 'setInterval', 'setImmediate'] as const;

/**
 * Holds the process's own time and chance while virtual time runs: Date.now gives virtual time, Math.random a seeded and counted stream
 * (XState reads both inside), and a global timer fails the run, since its order would not follow from the seed.
 */
export class AmbientGuard {
  readonly #wallMs: () => number;
  readonly #random: Random;
  readonly #dateNow = Date.now;
  readonly #mathRandom = Math.random;
  readonly #timers = globalTimers.map((name) => globalThis[name]);
  #isHeld = false;
  #draws = 0;
  #offence: Error | undefined;

  constructor(seed: string, wallMs: () => number) {
    this.#wallMs = wallMs;
    this.#random = createRandom(seed, 'process', 'Math.random');
  }

  /** How often Math.random was drawn while held. */
  get draws(): number {
    return this.#draws;
  }

  /** From here until release() the process has no time of its own. */
  hold(): void {
    this.#isHeld = true;
    Date.now = this.#wallMs;
    Math.random = () => {
      this.#draws += 1;
      return this.#random.float();
    };
    for (const name of globalTimers) {
      const stop = (): never => {
        this.#offence = fail('E2402', {
          message: `${name} was called at virtual time ${this.#wallMs()} ms`,
          cause: new Error('called here'),
        });
        throw this.#offence;
      };
      Object.assign(globalThis, { [name]: stop });
    }
  }

  /** Gives the process back its own. @throws E2402 when a global timer was set meanwhile, even if the caller swallowed the error */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    Date.now = this.#dateNow;
    Math.random = this.#mathRandom;
    globalTimers.forEach((name, index) => {
      Object.assign(globalThis, { [name]: this.#timers[index] });
    });
    const offence = this.#offence;
    this.#offence = undefined;
    if (offence !== undefined) throw offence;
  }
}
