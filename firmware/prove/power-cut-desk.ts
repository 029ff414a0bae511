import { type BootResult, ContentPool, type FirmwareStore, type SafetyRules } from '#firmware/flash/index.js';
import type { Image } from '#proto/image/index.js';
import type { FlashPlan } from '#proto/profile/index.js';
import { type Allowed, BootOracle } from './boot-oracle.ts';
import { resume, StepFailed } from './device-drive.ts';
import type { SweepImages } from './power-cut-phases.ts';
import { ProofLedger } from './proof.ts';
import { successorOf } from './proof-images.ts';

/** What is proven. */
export interface PowerCutOrder {
  readonly plan: FlashPlan;
  /** Runs and is confirmed when the proof begins. */
  readonly from: Image;
  readonly to: Image;
  readonly seed: string;
  /** Power goes at every operation, however many there are, and every cut goes on to confirm, not every 16th. */
  readonly isFull: boolean;
  /** Operations of the writing of chunks that one phase sweeps unless all are asked for, 1 or more; 131,072 when left out. */
  readonly mostOperations?: number;
  /** Only the case of this name. */
  readonly only?: string;
  /** Chains of random cuts, 0 to 100,000. */
  readonly chains?: number;
  /** All are on but where a test shows that the proof sees it when one is off. */
  readonly rules?: SafetyRules;
}

/** One part's figures while it runs. */
export interface PartFigures {
  readonly part: string;
  operations: number;
  /** Of these the ones at which power went; left out by parts that sweep nothing. */
  sweptOperations?: number;
  cases: number;
  resumed: number;
  readonly outcomes: Record<string, number>;
}

/** What the parts of the proof share. */
export interface ProofDesk {
  readonly order: PowerCutOrder;
  readonly images: SweepImages;
  readonly pool: ContentPool;
  readonly oracle: BootOracle;
  readonly ledger: ProofLedger;
  /** Whether this case is run. */
  takes(name: string): boolean;
  /** Boots a device, judges it and counts its outcome; undefined when it is not as it must be. */
  boot(name: string, store: FirmwareStore, allowed: Allowed, figures: PartFigures): BootResult | undefined;
  /** A device goes on to a confirmed image. */
  resume(name: string, store: FirmwareStore, boot: BootResult, image: Image, figures: PartFigures, counter?: number): void;
}

const states = [
  'old image kept',
  'download went on where it was',
  'new image on trial',
  'last attempt of a trial',
  'reverted to the old image',
  'new image confirmed',
  'one copy of the record lost',
  'damaged trial given up',
  'damaged image replaced by the other slot',
  'image below the security counter refused',
  'recovery',
  'updated out of recovery',
  'both copies of the record lost, the security counter kept',
  'updated on a flash that fails',
  'update given up on a flash that fails',
] as const;

/** A state that a proof must reach. */
export type PowerCutState = (typeof states)[number];

/** The desk of a proof that begins. */
export function makeDesk(order: PowerCutOrder): ProofDesk {
  const pool = new ContentPool(1_073_741_824);
  const images: SweepImages = { old: order.from, new: order.to, next: successorOf(order.to, order.from.content) };
  const hasCounter = order.to.header.securityCounter > order.from.header.securityCounter;
  const ledger = new ProofLedger(states.filter((state) => hasCounter || !state.includes('security counter')));
  const oracle = new BootOracle({ ...images }, pool);
  const desk: ProofDesk = {
    order,
    images,
    pool,
    oracle,
    ledger,
    takes: (name) => order.only === undefined || order.only === name,
    boot(name, store, allowed, figures) {
      if (store.facts().recordCopies === 1) ledger.reach('one copy of the record lost');
      const boot = store.boot();
      const { outcome, problem } = oracle.judge(store, boot, allowed);
      figures.outcomes[outcome] = (figures.outcomes[outcome] ?? 0) + 1;
      if (problem !== undefined) {
        ledger.problem(name, problem);
        return undefined;
      }
      reach(ledger, boot, images);
      return boot;
    },
    resume(name, store, boot, image, figures, counter = 0) {
      attempt(ledger, name, () => {
        const { wentOn, fromRecovery, boot: last } = resume(store, boot, image, pool);
        if (wentOn) ledger.reach('download went on where it was');
        if (fromRecovery) ledger.reach('updated out of recovery');
        const wanted = Math.max(counter, image.header.securityCounter);
        const label = (Object.keys(images) as (keyof SweepImages)[]).filter((one) => images[one] === image);
        const { problem } = oracle.judge(store, last, { trial: [], confirmed: label, counter: [wanted, wanted] });
        if (problem !== undefined) ledger.problem(name, `after it went on: ${problem}`);
        figures.resumed += 1;
      });
    },
  };
  return desk;
}

function reach(ledger: ProofLedger, boot: BootResult, images: SweepImages): void {
  if (boot.type === 'recovery') return ledger.reach('recovery');
  if (boot.image.digest === images.old.digest && !boot.isTrial) ledger.reach('old image kept');
  if (boot.image.digest === images.new.digest) ledger.reach(boot.isTrial ? 'new image on trial' : 'new image confirmed');
  if (boot.isTrial && boot.attemptsLeft === 0) ledger.reach('last attempt of a trial');
  if (boot.gaveUp.some(({ why }) => why === 'not-confirmed')) ledger.reach('reverted to the old image');
}

/** Runs what must not fail here; a job that does is a problem of the case. */
export function attempt(ledger: ProofLedger, name: string, job: () => void): void {
  try {
    job();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    ledger.problem(name, error.message);
  }
}
