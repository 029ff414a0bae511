import type { UpdateCauseName } from '#proto/frame/index.js';

/** Parts of a boot: the record is read, the image checked, the application started. */
export type BootPart = 'read' | 'verify' | 'start';

/** Shares of the time from reset to the application's start that are not the start itself. */
const shares = { read: 0.1, verify: 0.5 } as const;

/**
 * Time that a part of the boot takes, whole ms: together they are bootMs.
 * @param bootMs from reset to the application's start, 0 or more
 */
export function bootPartMs(bootMs: number, part: BootPart): number {
  if (part !== 'start') return Math.floor(bootMs * shares[part]);
  return bootMs - bootPartMs(bootMs, 'read') - bootPartMs(bootMs, 'verify');
}

/** What a device finds after a boot about the attempt that flash keeps as open. */
export interface BootFacts {
  /** Digest of the attempt's image, hex; empty while it is not known. */
  readonly wantedDigest: string;
  /** Digest of the image that runs, hex; empty in recovery. */
  readonly runningDigest: string;
  readonly isTrial: boolean;
  /** What the record says of the slot that has the wanted image; undefined when none has. */
  readonly wantedSlot: 'empty' | 'pending' | 'confirmed' | 'not-confirmed' | 'damaged' | undefined;
  /** How the image failed while it ran on trial, as far as the device saw it. */
  readonly trialFailure: UpdateCauseName | undefined;
}

/** How an attempt goes on after a boot. */
export type BootOutcome =
  /** Its image was not tried yet: it is fetched on. */
  | { readonly type: 'resume' }
  /** Its image runs and is not confirmed. */
  | { readonly type: 'trial' }
  /** Its image runs and was confirmed before the power went. */
  | { readonly type: 'confirmed' }
  /** Its image was tried, and another one runs. */
  | { readonly type: 'reverted'; readonly cause: UpdateCauseName };

/** Judges an open attempt by what the boot loader did, not by what the device meant to do before. */
export function bootOutcome(facts: BootFacts): BootOutcome {
  const { wantedDigest, runningDigest, isTrial, wantedSlot, trialFailure } = facts;
  if (wantedDigest === '') return { type: 'resume' };
  if (wantedDigest === runningDigest) return { type: isTrial ? 'trial' : 'confirmed' };
  if (wantedSlot === 'damaged') return { type: 'reverted', cause: 'boot-failed' };
  if (wantedSlot === 'not-confirmed') return { type: 'reverted', cause: trialFailure ?? 'not-confirmed' };
  return { type: 'resume' };
}
