import {
  type BlobRef,
  type BootResult,
  type ContentPool,
  type FirmwareStore,
  type StoreCause,
  type StoreFailure,
  type StoreProgress,
  wholeOf,
} from '#firmware/flash/index.js';
import { chunkOf, type Image } from '#proto/image/index.js';
import { assert } from '#proto/kit/index.js';

/** One job of a device: what it does between two of its decisions. */
export interface Step {
  readonly name: string;
  run(store: FirmwareStore): void;
}

/** Why a job failed; not-booted: an image that was installed did not boot, time after time. */
export type StepCause = StoreCause | 'not-booted';

/** A job of an update failed. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly stepCause: StepCause;

  constructor(stepCause: StepCause, message: string) {
    super(`${stepCause}: ${message}`);
    this.stepCause = stepCause;
  }
}

/** The jobs that bring an image into the other slot, up to where it waits for the reboot. */
export function downloadSteps(image: Image, pool: ContentPool): Step[] {
  const chunks = image.header.chunkDigests.map((_digest, index) => ({
    name: `chunk ${index}`,
    run: (store: FirmwareStore): void => needed(store.writeChunk(index, chunkRef(image, index, pool))),
  }));
  return [
    { name: 'begin', run: (store) => needed(store.begin({ attemptId: image.header.version, headerBytes: image.headerBytes })) },
    ...chunks,
    { name: 'finish', run: (store) => needed(store.finish()) },
  ];
}

/** A reboot. */
export const bootStep: Step = { name: 'boot', run: (store) => void store.boot() };

/** The running image is confirmed, and the fleet knows. */
export const confirmSteps: readonly Step[] = [
  { name: 'confirm', run: (store) => needed(store.confirm()) },
  { name: 'close', run: (store) => needed(store.closeAttempt()) },
];

/** What a resumed device came to. */
export interface Resumed {
  /** It did not begin at the first chunk. */
  readonly wentOn: boolean;
  /** It was in recovery. */
  readonly fromRecovery: boolean;
  readonly boot: BootResult;
}

/**
 * A device that has booted goes on as its firmware would: it takes the image again, reboots, confirms.
 * @returns its boot after all that
 * @throws StepFailed, PowerCut
 */
export function resume(store: FirmwareStore, booted: BootResult, image: Image, pool: ContentPool): Resumed {
  let boot = booted;
  let wentOn = false;
  const fromRecovery = boot.type === 'recovery';
  if (boot.type === 'slot' && boot.isTrial && boot.image.digest !== image.digest) needed(store.confirm());
  // Every attempt of a trial may be used up on the way; then the update begins anew.
  for (let round = 0; boot.type !== 'slot' || boot.image.digest !== image.digest; round += 1) {
    if (round > 3) throw new StepFailed('not-booted', `${image.header.name} ${image.header.version} does not boot after ${round} updates`);
    let at: StoreProgress | StoreFailure = store.begin({ attemptId: image.header.version, headerBytes: image.headerBytes });
    wentOn ||= at.type === 'ok' && at.next > 0;
    while (at.type === 'ok' && at.next < at.chunks) at = store.writeChunk(at.next, chunkRef(image, at.next, pool));
    needed(at);
    needed(store.finish());
    boot = store.boot();
  }
  for (const step of confirmSteps) step.run(store);
  return { wentOn, fromRecovery, boot: store.boot() };
}

/** SHA-256 of the chunks of an image, hex: a proof hands each over some hundred thousand times. */
const digests = new WeakMap<Image, readonly string[]>();

/** A chunk as a device hands it over: it was checked against its digest before. */
function chunkRef(image: Image, index: number, pool: ContentPool): BlobRef {
  let known = digests.get(image);
  if (known === undefined) {
    known = image.header.chunkDigests.map((bytes) => Buffer.from(bytes).toString('hex'));
    digests.set(image, known);
  }
  const digest = known[index] as string;
  return wholeOf(pool.find(digest) ?? pool.intern(chunkOf(image, index), digest));
}

function needed(result: { readonly type: 'ok' } | StoreFailure): void {
  if (result.type === 'failed') throw new StepFailed(result.cause, result.message);
  assert(result.type === 'ok', 'a job is done or failed');
}
