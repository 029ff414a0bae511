/**
 * Installer of one device over its flash, and the door to its boot loader (boot-loader.ts). Invariants that it holds wherever the power goes:
 *
 * 1. There is always a bootable, verified image: the slot that runs is never written; the other one is offered to the boot loader only after
 *    it was verified as a whole; the record changes in one step, by its two copies.
 * 2. Nothing unverified boots: header and every chunk are checked at each boot, not only when they came.
 * 3. The security counter never goes down and moves only on confirm; an image below it does not boot. The journal holds it again, for a device
 *    whose record is lost as a whole.
 *
 * All is synchronous: whoever simulates time asks `measure` how long a job takes, waits, and runs it.
 */
import { createHash } from 'node:crypto';
import { assert } from '#proto/kit/index.js';
import { BootLoader } from './boot-loader.ts';
import { type BootRecord, emptySlot, pendingOf, type SlotEntry, withSlot } from './boot-record.ts';
import type { BlobRef, ContentPool } from './content-pool.ts';
import type { Flash } from './flash.ts';
import { otherSlot, type SlotIndex } from './flash-geometry.ts';
import { PowerCut } from './power-cut.ts';
import { SlotArea } from './slot-area.ts';
import type { SlotHeader } from './slot-header.ts';
import { StoreRecords } from './store-records.ts';
import {
  type AttemptStart,
  allSafetyRules,
  type BootResult,
  type JobCost,
  type SafetyRules,
  type StoreCause,
  type StoreDone,
  type StoreFacts,
  type StoreFailure,
  type StoreProgress,
} from './store-types.ts';

const done: StoreDone = { type: 'ok' };

/** See the head of the file. */
export class FirmwareStore {
  readonly flash: Flash;
  readonly #pool: ContentPool;
  readonly #rules: SafetyRules;
  readonly #records: StoreRecords;
  /** Lost at each reset. */
  #running: { readonly slot: SlotIndex; readonly image: SlotHeader; readonly isConfirmed: boolean } | undefined;
  #target: { readonly slot: SlotIndex; readonly image: SlotHeader; readonly next: number } | undefined;

  /** @param origin whose flash this one is a fork of */
  constructor(flash: Flash, pool: ContentPool, rules: SafetyRules = allSafetyRules, origin?: FirmwareStore) {
    this.flash = flash;
    this.#pool = pool;
    this.#rules = rules;
    this.#records = new StoreRecords(flash, rules, origin === undefined ? undefined : origin.#records);
  }

  /** The same device again, with a future of its own. */
  fork(): FirmwareStore {
    const fork = new FirmwareStore(this.flash.fork(), this.#pool, this.#rules, this);
    fork.#running = this.#running;
    fork.#target = this.#target;
    return fork;
  }

  /** What a job would take, found by doing it on a fork: nothing changes here. */
  measure(job: (store: FirmwareStore) => unknown): JobCost {
    const fork = this.fork();
    const { operations, busyMs } = this.flash;
    job(fork);
    return { operations: fork.flash.operations - operations, durationMs: fork.flash.busyMs - busyMs };
  }

  /** Runs a job until the power goes after so much of its time, 0 ms or more; a job that takes less is done. The store has to boot then. */
  cutAfter(elapsedMs: number, job: (store: FirmwareStore) => unknown): void {
    this.flash.arm({ afterMs: elapsedMs });
    try {
      job(this);
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    } finally {
      this.flash.disarm();
    }
    this.#running = undefined;
    this.#target = undefined;
  }

  /**
   * The boot loader: a trial while it has attempts, else the confirmed slot, else the other one if it was confirmed once, else recovery.
   * @throws PowerCut
   */
  boot(): BootResult {
    this.#running = undefined;
    this.#target = undefined;
    const result = new BootLoader(this.#records, (slot) => this.#areaOf(slot), this.#rules).boot();
    if (result.type === 'slot') this.#running = { slot: result.slot, image: result.image, isConfirmed: !result.isTrial };
    return result;
  }

  /**
   * Begins an attempt, or goes on with it: what is whole of the same image in the slot stays.
   * @throws PowerCut
   */
  begin({ attemptId, headerBytes }: AttemptStart): StoreProgress | StoreFailure {
    const record = this.#records.record();
    const digest = createHash('sha256').update(headerBytes).digest('hex');
    const image = this.#pool.headers.headerOf(digest, headerBytes);
    if (image === undefined) return failed('modified', 'the header breaks a rule of image headers');
    const wanted = otherSlot(this.#running?.slot ?? record.active);
    const refusal = this.#refusalOf(record, wanted, image);
    // In recovery neither slot is a way back: when one is worn out the other one serves.
    const isElsewhere = refusal?.cause === 'flash-full' && this.#running === undefined;
    const slot = isElsewhere ? otherSlot(wanted) : wanted;
    const last = isElsewhere ? this.#refusalOf(record, slot, image) : refusal;
    if (last !== undefined) return last;
    const area = this.#areaOf(slot);
    const isThere = this.#records.journal().attempt?.digest === digest && area.headerOf(digest) !== undefined;
    // First the boot loader forgets the slot, then it is written.
    if (record.slots[slot].state !== 'empty' && !this.#records.writeRecord(withSlot(record, slot, emptySlot))) return this.#flashFailed();
    if (!this.#records.writeJournal({ attemptId, slot, digest })) return this.#flashFailed();
    if (!isThere && !area.writeHeader(headerBytes)) return failed('flash-full', 'no good block is left for the header');
    this.#target = { slot, image, next: isThere ? area.wholeChunks(image) : 0 };
    return this.#progress(this.#target);
  }

  /** SHA-256 of each chunk of the image that goes into the slot, hex; undefined when no attempt was begun since the boot. */
  get chunkDigests(): readonly string[] | undefined {
    return this.#target?.image.chunkDigests;
  }

  /** Which chunk is wanted; undefined when no attempt was begun since the boot. */
  progress(): StoreProgress | undefined {
    return this.#target && this.#progress(this.#target);
  }

  /**
   * Writes the chunk that is wanted; any other is a bug.
   * @throws PowerCut
   */
  writeChunk(index: number, ref: BlobRef): StoreProgress | StoreFailure {
    const target = this.#target;
    assert(target !== undefined && target.next === index, `chunk ${index} is not wanted, but ${target?.next ?? 'none'}`);
    if (ref.blob.digestOf(ref.offset, ref.bytes) !== target.image.chunkDigests[index])
      return failed('content-damaged', `chunk ${index} of ${target.image.chunkDigests.length} does not have its digest`);
    const written = this.#areaOf(target.slot).writeChunk(target.image, index, ref);
    if (written === undefined)
      return failed('flash-full', `no good block is left for chunk ${index} of ${target.image.chunkDigests.length}`);
    this.#target = { ...target, next: written.next };
    return this.#progress(this.#target);
  }

  /**
   * Verifies the whole image in the slot and marks it for the next boot.
   * @throws PowerCut
   */
  finish(): StoreDone | StoreFailure {
    const target = this.#target;
    assert(target !== undefined && target.next === target.image.chunkDigests.length, `chunk ${target?.next ?? 0} is missing`);
    const { slot, image } = target;
    if (this.#areaOf(slot).verify(image.digest) === undefined) return failed('content-damaged', 'what was written reads otherwise');
    const record = this.#records.record();
    const { bootAttempts } = this.flash.geometry.plan;
    const isTrusted = !this.#rules.confirm;
    const next = withSlot(record, slot, { state: isTrusted ? 'confirmed' : 'pending', digest: image.digest });
    if (!this.#records.writeRecord(isTrusted ? { ...next, active: slot } : { ...next, attemptsLeft: bootAttempts }))
      return this.#flashFailed();
    this.#target = undefined;
    return done;
  }

  /**
   * The running image is good: it is the one to boot from now on, and the security counter follows it.
   * @throws PowerCut
   */
  confirm(): StoreDone | StoreFailure {
    const running = this.#running;
    assert(running !== undefined, 'nothing runs that could be confirmed');
    if (running.isConfirmed) return done;
    const record = this.#records.record();
    const { slot, image } = running;
    const next = withSlot({ ...record, active: slot, attemptsLeft: 0 }, slot, { state: 'confirmed', digest: image.digest });
    const counter = this.#rules.counter ? Math.max(record.counter, image.header.securityCounter) : image.header.securityCounter;
    if (!this.#records.writeRecord({ ...next, counter })) return this.#flashFailed();
    this.#running = { ...running, isConfirmed: true };
    return done;
  }

  /**
   * Gives the attempt up before its image was booted. A trial that runs can't be cancelled: it is confirmed or reverts.
   * @throws PowerCut
   */
  cancel(): StoreDone | StoreFailure {
    assert(this.#running?.isConfirmed !== false, 'a trial can not be cancelled');
    const record = this.#records.record();
    const pending = pendingOf(record);
    if (pending !== undefined && !this.#records.writeRecord(withSlot(record, pending, emptySlot))) return this.#flashFailed();
    return this.closeAttempt();
  }

  /**
   * The trial that runs is given up: from the next boot on the image before it runs.
   * @throws PowerCut
   */
  giveUpTrial(): StoreDone | StoreFailure {
    const running = this.#running;
    assert(running?.isConfirmed === false, 'only a trial can be given up');
    const entry: SlotEntry = { state: 'not-confirmed', digest: running.image.digest };
    return this.#records.writeRecord(withSlot({ ...this.#records.record(), attemptsLeft: 0 }, running.slot, entry))
      ? done
      : this.#flashFailed();
  }

  /**
   * Forgets the attempt in the journal: its end is known to the fleet.
   * @throws PowerCut
   */
  closeAttempt(): StoreDone | StoreFailure {
    this.#target = undefined;
    if (this.#records.journal().attempt === undefined) return done;
    return this.#records.writeJournal(undefined) ? done : this.#flashFailed();
  }

  /** What is there now. */
  facts(): StoreFacts {
    const { counter, slots, attemptsLeft } = this.#records.record();
    const running = this.#running && {
      slot: this.#running.slot,
      digest: this.#running.image.digest,
      isConfirmed: this.#running.isConfirmed,
    };
    return { running, counter, attemptsLeft, slots, recordCopies: this.#records.recordCopies, attempt: this.#records.journal().attempt };
  }

  /** The image that runs since the boot; undefined in recovery and before a boot. */
  get runningImage(): SlotHeader | undefined {
    return this.#running?.image;
  }

  /** Copies content of the running image out: its application, or the base of a delta. */
  readRunning(offset: number, target: Uint8Array): void {
    assert(this.#running !== undefined, 'nothing runs');
    this.#areaOf(this.#running.slot).readContent(this.#running.image, offset, target);
  }

  #refusalOf(record: BootRecord, slot: SlotIndex, { header, length, contentBytes }: SlotHeader): StoreFailure | undefined {
    if (this.#running?.isConfirmed === false)
      return failed('not-confirmed', 'the running image is on trial: the other slot is its way back');
    if (this.#rules.counter && header.securityCounter < record.counter)
      return failed('rollback', `the image has security counter ${header.securityCounter}, ${record.counter} was confirmed`);
    const { needed, slot: room, good } = this.#areaOf(slot).roomFor(length, contentBytes);
    if (needed > room) return failed('too-large', `the image needs ${needed} bytes of a slot of ${room}`);
    return needed > good ? failed('flash-full', `the image needs ${needed} bytes, the good blocks of the slot have ${good}`) : undefined;
  }

  #progress({ next, image }: { readonly next: number; readonly image: SlotHeader }): StoreProgress {
    return { type: 'ok', next, chunks: image.chunkDigests.length };
  }

  #areaOf(slot: SlotIndex): SlotArea {
    return new SlotArea(this.flash, slot, this.#pool);
  }

  #flashFailed(): StoreFailure {
    const { eraseBlockBytes } = this.flash.geometry.plan;
    return failed('flash-failed', `the flash did not write its record, blocks of ${eraseBlockBytes} bytes`);
  }
}

function failed(cause: StoreCause, message: string): StoreFailure {
  return { type: 'failed', cause, message };
}
