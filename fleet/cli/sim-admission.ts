import type { PopulationReport } from '#firmware/host/index.js';
import type { RefusalReason } from '#proto/frame/index.js';
import type { SeatrialError } from '#proto/kit/index.js';
import { cliError } from './cli-errors.ts';

/** Without any answer for so long, somebody should know, ms. */
const silentMs = 10_000;

const newToken = 'fleet provision token create --token-out FILE';
const otherName = 'another NAME, or the same one without --fresh where its keys are kept';

/** Refusals that are about who the devices are, each with what helps. */
const identityReasons: Partial<Record<RefusalReason, string>> = {
  'token-invalid': newToken,
  'token-expired': newToken,
  'token-used-up': newToken,
  'unknown-device': `${newToken}, then sim spawn with --token-file FILE`,
  revoked: 'another NAME: a revoked identity never comes back',
  rejected: 'another NAME, and fleet provision approve once it is pending',
  'bad-signature': otherName,
  'identity-taken': otherName,
};

/** Refusals of other kinds where more helps than fleet doctor. */
const otherReasons: Partial<Record<RefusalReason, string>> = {
  'profile-not-allowed': 'fleet provision token list shows the profiles of each token',
  'clone-suspected': 'fleet sim list: the same devices may run twice',
};

/** What is to be said after a look at the figures of a population. */
export interface AdmissionNews {
  /** For standard error, without line ends. */
  readonly lines: readonly string[];
  /** E2020 or E2021 when all devices were refused for ever: there is nothing to wait for. */
  readonly problem: SeatrialError | undefined;
}

/** Watches whether the devices of a population get in, and says each obstacle once. */
export class Admission {
  readonly #urls: readonly string[];
  readonly #said = new Set<string>();
  #firstDialAtMs: number | undefined;
  #saidSilence = false;

  constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  /** @param nowMs of a clock that never goes back */
  look({ devices, counters }: PopulationReport, nowMs: number): AdmissionNews {
    const lines: string[] = [];
    for (const [reason, count] of Object.entries(counters.refused)) {
      if (this.#said.has(reason)) continue;
      this.#said.add(reason);
      lines.push(`refused: ${reason} (${count} of ${devices} devices so far); next: ${nextOf(reason)}`);
    }
    if (counters.dials > 0) this.#firstDialAtMs ??= nowMs;
    const isAnswered = counters.sessions > 0 || counters.pending > 0 || this.#said.size > 0;
    if (!isAnswered && !this.#saidSilence && nowMs - (this.#firstDialAtMs ?? nowMs) >= silentMs) {
      this.#saidSilence = true;
      lines.push(`nobody answers at ${this.#urls.join(', ')} (${counters.dials} dials); next: fleet doctor, or another address with --to`);
    }
    return { lines, problem: isHopeless(devices, counters) ? hopeless(devices, counters.refused) : undefined };
  }
}

/** A device that boots again after its refusal counts twice, so that more than all can be refused, and one that is connected decides. */
function isHopeless(devices: number, { refusedForEver, connected }: PopulationReport['counters']): boolean {
  return devices > 0 && refusedForEver >= devices && connected === 0;
}

function hopeless(devices: number, refused: Readonly<Record<string, number>>): SeatrialError {
  const byCount = Object.entries(refused).sort(([, left], [, right]) => right - left);
  const aboutIdentity = byCount.find(([reason]) => Object.hasOwn(identityReasons, reason));
  const message = `all ${devices} devices were refused for ever: ${byCount.map(([reason, count]) => `${count} ${reason}`).join(', ')}`;
  const [reason] = aboutIdentity ?? byCount[0] ?? [''];
  return cliError(aboutIdentity === undefined ? 'E2021' : 'E2020', { message, next: nextOf(reason) });
}

function nextOf(reason: string): string {
  const all: Readonly<Record<string, string>> = { ...otherReasons, ...identityReasons };
  return all[reason] ?? 'fleet doctor';
}
