import type { ContentPool } from '#firmware/flash/index.js';
import type { Image } from '#proto/image/index.js';
import type { Allowed } from './boot-oracle.ts';
import { bootStep, confirmSteps, downloadSteps, type Step } from './device-drive.ts';

/** A step, and what a device may be found in when the power goes in it. */
export interface SweptStep {
  readonly step: Step;
  readonly allowed: Allowed;
  /** Power goes again in the boot after the cut. */
  readonly cutsAgain: boolean;
  /** It writes a chunk: thousands of operations that are alike. */
  readonly isChunk?: boolean;
}

/** Images by the names that a sweep calls them. */
export type SweepImages = Readonly<Record<'old' | 'new' | 'next', Image>>;

type ImageName = keyof SweepImages;

/** All jobs of an update from one image to another, to its confirm. */
export function updatePhase(images: SweepImages, from: ImageName, to: ImageName, pool: ContentPool): SweptStep[] {
  const [low, high] = [
    images[from].header.securityCounter,
    Math.max(images[from].header.securityCounter, images[to].header.securityCounter),
  ];
  const download = downloadSteps(images[to], pool);
  const before: Allowed = { trial: [], confirmed: [from], counter: [low, low] };
  const waiting: Allowed = { trial: [to], confirmed: [from], counter: [low, low] };
  const [confirm, close] = confirmSteps as [Step, Step];
  return [
    ...download.slice(0, -1).map((step, index) => ({ step, allowed: before, cutsAgain: false, isChunk: index > 0 })),
    ...download.slice(-1).map((step) => ({ step, allowed: waiting, cutsAgain: true })),
    { step: bootStep, allowed: waiting, cutsAgain: true },
    { step: confirm, allowed: { trial: [to], confirmed: [from, to], counter: [low, high] }, cutsAgain: true },
    { step: close, allowed: { trial: [], confirmed: [to], counter: [high, high] }, cutsAgain: false },
  ];
}

/** Boots of an image that nobody confirms, from where it waits for its first one, until the old one runs again. */
export function revertPhase({ old }: SweepImages, bootAttempts: number): SweptStep[] {
  const { securityCounter } = old.header;
  const allowed: Allowed = { trial: ['new'], confirmed: ['old'], counter: [securityCounter, securityCounter] };
  const reverted: Allowed = { ...allowed, trial: [] };
  return [
    ...Array.from({ length: bootAttempts + 1 }, () => ({ step: bootStep, allowed, cutsAgain: true })),
    { step: confirmSteps[1] as Step, allowed: reverted, cutsAgain: false },
    { step: bootStep, allowed: reverted, cutsAgain: false },
  ];
}
