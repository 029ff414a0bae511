/** What reports and Hellos mean for an attempt: pure decisions, which attempt-machine.ts and attempt-book.ts ask. */
import type { AttemptRecord, AttemptState, AttemptStep, HelloFacts, UpdateFact } from '#fleet/domain/index.js';
import type { AttemptEvent } from './attempt-event.ts';

/** Steps that one attempt keeps. */
const mostSteps = 64;

/** States in which nothing happens any more. */
const ends: ReadonlySet<AttemptState> = new Set(['updated', 'failed', 'rejected', 'rolledBack', 'cancelled', 'silent']);

/** How long an attempt may stay in a state, ms. */
export interface DeadlineLimits {
  /** Until the unit answers an offer, from the order on. */
  readonly offerWithinMs: number;
  /** Metadata, assignment and header. */
  readonly checkWithinMs: number;
  readonly downloadWithinMs: number;
  /** From the last byte until the new image runs. */
  readonly installWithinMs: number;
  readonly confirmWithinMs: number;
}

/** The limits of an attempt: those of its order, and the manager's for what no order sets. */
export function deadlinesOf({ deadlines }: Pick<AttemptRecord, 'deadlines'>, limits: DeadlineLimits): DeadlineLimits {
  if (deadlines === undefined) return limits;
  const { offerMs, downloadMs, installMs, confirmMs } = deadlines;
  return {
    offerWithinMs: offerMs,
    checkWithinMs: limits.checkWithinMs,
    downloadWithinMs: downloadMs,
    installWithinMs: installMs,
    confirmWithinMs: confirmMs,
  };
}

/** True when an attempt in this state is over. */
export function isOver(state: AttemptState): boolean {
  return ends.has(state);
}

/** When a state that began at atMs has lasted too long; 0: never. */
export function deadlineOf(state: AttemptState, atMs: number, limits: DeadlineLimits): number {
  switch (state) {
    case 'queued':
    case 'offered':
      return atMs + limits.offerWithinMs;
    case 'checking':
      return atMs + limits.checkWithinMs;
    case 'downloading':
      return atMs + limits.downloadWithinMs;
    case 'installing':
    case 'rebooting':
      return atMs + limits.installWithinMs;
    case 'unconfirmed':
      return atMs + limits.confirmWithinMs;
    default:
      return 0;
  }
}

/** The history with one more step. A unit that goes to and fro for ever fills it no further: the first steps and the newest stay. */
export function attemptSteps(steps: readonly AttemptStep[], step: AttemptStep): readonly AttemptStep[] {
  return steps.length < mostSteps ? [...steps, step] : [...steps.slice(0, mostSteps - 1), step];
}

/** Whether a Hello proves the update: a boot after the offer runs the target, confirmed. */
export function isProof({ digest, offeredInBoot }: AttemptRecord, hello: HelloFacts): boolean {
  return offeredInBoot > 0 && hello.boot > offeredInBoot && hello.imageDigest === digest && hello.imageConfirmed;
}

/** True when a device runs the image, confirmed. */
export function isSameImage(device: Pick<HelloFacts, 'imageDigest' | 'imageConfirmed'>, digest: string): boolean {
  return device.imageDigest === digest && device.imageConfirmed;
}

/** What a Hello means for an open attempt; undefined: nothing that its reports would not say better. */
export function judgeHello(record: AttemptRecord, hello: HelloFacts, atMs: number): AttemptEvent | undefined {
  if (isProof(record, hello)) return { type: 'unit.proved', atMs, message: `boot ${hello.boot} runs it, confirmed` };
  if (record.offeredInBoot === 0 || hello.boot <= record.offeredInBoot) return undefined;
  if (hello.imageDigest === record.digest && record.state !== 'unconfirmed') {
    return { type: 'unit.unconfirmed', atMs, message: `boot ${hello.boot} runs it on trial` };
  }
  return undefined;
}

/** What a report means. `lie`: what its Hello contradicts. */
export interface ReportVerdict {
  /** undefined: it only brings figures. */
  readonly event: AttemptEvent | undefined;
  readonly lie: string;
}

/**
 * Judges a report of an open attempt by what the session's Hello said.
 * @param hello of the session that brought it: of the same boot as the report, or of a later one
 */
export function judgeReport(record: AttemptRecord, fact: UpdateFact, hello: HelloFacts, atMs: number): ReportVerdict {
  const { state, message } = fact;
  const cause = fact.cause ?? '';
  switch (state) {
    case 'confirmed':
      return judgeConfirmed(record, fact, hello, atMs);
    case 'reverted':
    case 'failed':
    case 'rejected':
    case 'cancelled': {
      // A yank ended the download: nothing was tried.
      const end = state === 'failed' && cause === 'withdrawn' ? 'cancelled' : state;
      if (!isProof(record, hello)) return { event: { type: `unit.${end}`, atMs, cause, message }, lie: '' };
      const lie = `it reports ${state}; its Hello of boot ${hello.boot} says that it runs the image, confirmed`;
      return { event: { type: 'unit.proved', atMs, message: lie }, lie };
    }
    default:
      return { event: { type: `unit.${state}`, atMs, message }, lie: '' };
  }
}

/** A report that says confirmed counts only when the boot that it was made in is the one that the Hello showed with the target's digest. */
function judgeConfirmed(record: AttemptRecord, fact: UpdateFact, hello: HelloFacts, atMs: number): ReportVerdict {
  const lie = contradiction(record, fact, hello);
  if (lie === '') return { event: { type: 'unit.proved', atMs, message: `boot ${fact.boot} runs it, confirmed` }, lie };
  return { event: { type: 'unit.failed', atMs, cause: '', message: lie }, lie };
}

function contradiction({ digest, offeredInBoot }: AttemptRecord, fact: UpdateFact, hello: HelloFacts): string {
  const says = `it reports confirmed in boot ${fact.boot}`;
  if (fact.runningDigest !== digest || !fact.isConfirmed) {
    return `${says}, and that ${short(fact.runningDigest)} runs${fact.isConfirmed ? '' : ', not confirmed'}; the image is ${short(digest)}`;
  }
  if (hello.imageDigest !== digest) return `${says}; its Hello of boot ${hello.boot} says that ${short(hello.imageDigest)} runs`;
  if (fact.boot > hello.boot) return `${says}; its Hello is of boot ${hello.boot}`;
  if (fact.boot <= offeredInBoot) return `${says}; it was offered in boot ${offeredInBoot}, and there was none after it`;
  return '';
}

/** What the end of a state's time means: a unit whose Hello showed that it went back did not fall silent. */
export function judgeDeadline(record: AttemptRecord, limitMs: number, atMs: number): AttemptEvent {
  const { hello, digest, state, isCancelling } = record;
  const isBack = hello !== undefined && hello.boot > record.offeredInBoot && hello.imageDigest !== digest && hello.resetReason === 'revert';
  if (isBack) {
    const message = `its Hello of boot ${hello.boot} says that it went back to ${short(hello.imageDigest)}; a report did not come`;
    return { type: 'unit.reverted', atMs, cause: '', message };
  }
  const word = isCancelling ? ' after it was taken back' : '';
  return { type: 'timer.expired', atMs, message: `nothing was heard of it${word} in ${duration(limitMs)} while ${state}` };
}

/** The length of the state's time, ms. */
export function limitOf(state: AttemptState, limits: DeadlineLimits): number {
  return deadlineOf(state, 0, limits);
}

function short(digest: string): string {
  return digest === '' || /^0+$/.test(digest) ? 'no image' : digest.slice(0, 12);
}

function duration(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms} ms`;
}
