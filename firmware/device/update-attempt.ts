/**
 * One attempt while the device has power: checks, then the content or the delta, then the slot. Lost at each reset; flash says where to go on. Over
 * 300 lines since each step hands over to the next one here; deciding and counting stand in firmware/logic, update-checks.ts and piece-fetch.ts.
 */
import { createHash } from 'node:crypto';
import type { BlobRef, StoreFailure, StoreProgress } from '#firmware/flash/index.js';
import { batteryVerdict, chooseWay, transferRules } from '#firmware/logic/index.js';
import type { AbsentCauseName, UpdateCauseName } from '#proto/frame/index.js';
import type { Image } from '#proto/image/index.js';
import { isSeatrialError } from '#proto/kit/index.js';
import type { DeviceFacts, TrustState } from '#proto/trust/index.js';
import type { Body } from './connection-owner.ts';
import type { FlashWorker } from './flash-worker.ts';
import type { WantedPiece } from './piece-fetch.ts';
import { SlotWriter, type WriterHost } from './slot-writer.ts';
import { trustChecks } from './trust-checks.ts';
import { absentVerdict, type CheckedImage, type CheckStep, UpdateChecks } from './update-checks.ts';
import type { UpdateOwner } from './update-owner.ts';
import type { SavedAttempt, UpdateRecord } from './update-record.ts';
import type { UpdateReporter } from './update-reporter.ts';
import type { UpdateShare } from './update-share.ts';
import { type TransferHost, UpdateTransfer } from './update-transfer.ts';

/** The updater around an attempt. */
export interface AttemptHost {
  readonly owner: UpdateOwner;
  readonly share: UpdateShare;
  readonly record: UpdateRecord;
  readonly reporter: UpdateReporter;
  readonly worker: FlashWorker;
  facts(): Omit<DeviceFacts, 'attemptId' | 'nowMs'>;
  /** The running image with its content: the base of a delta. */
  readRunning(): Image;
  /** The attempt is over before its image ran. */
  end(cause: UpdateCauseName, message: string): void;
}

/** See the head of this file. */
export class UpdateAttempt implements TransferHost, WriterHost {
  readonly attemptId: string;
  readonly #host: AttemptHost;
  readonly #transfer: UpdateTransfer;
  readonly #checks: UpdateChecks;
  /** A delta was on its way when the device lost its memory. */
  readonly #hadDelta: boolean;
  #isBegun = false;
  #looks = 0;
  #image: CheckedImage | undefined;
  #writer: SlotWriter | undefined;
  /** What a delta unpacked to. */
  #unpacked: readonly BlobRef[] | undefined;
  #isOver = false;

  constructor(host: AttemptHost, { attemptId, assignment, takesDelta, digest }: SavedAttempt) {
    this.attemptId = attemptId;
    this.#hadDelta = takesDelta && digest !== '';
    this.#host = host;
    this.#transfer = new UpdateTransfer(host.owner, host.share, this);
    this.#checks = new UpdateChecks(
      {
        checks: host.owner.options.environment.weakened?.trustChecks ?? trustChecks,
        cache: host.share.trust,
        assignment: () => host.record.open?.assignment ?? assignment,
        facts: () => ({ ...host.facts(), attemptId, nowMs: host.owner.wallMs() }),
        keepTrust: (state: TrustState) => {
          host.record.trust = state;
        },
      },
      host.record.trust,
    );
  }

  /** Nothing of it goes on. */
  drop(): void {
    this.#isOver = true;
  }

  // From the machine.

  /** Asks for what is next; ota.paused when there is a reason to wait. */
  ask(): void {
    const { owner, reporter } = this.#host;
    // A link that comes and goes does not shorten the wait.
    if (owner.nowMs() < this.#transfer.notBeforeMs) {
      owner.send({ type: 'ota.paused' });
      return;
    }
    const battery = batteryVerdict(owner.batteryPercent(), this.#looks);
    if (battery === 'refuse') {
      this.end('low-battery', `the battery is at ${owner.batteryPercent()} %, an update needs ${transferRules.batteryPercent} %`);
    } else if (battery === 'wait') {
      this.#looks += 1;
      this.#transfer.waitFor(transferRules.batteryLookMs);
    } else if (this.#writer !== undefined && this.#isAllThere()) {
      owner.send({ type: 'ota.downloaded' });
    } else {
      if (!this.#isBegun) {
        this.#isBegun = true;
        this.#take(this.#checks.begin());
      }
      this.#transfer.ask();
      reporter.remind();
    }
  }

  silence(): void {
    this.#transfer.silence();
  }

  pause(): void {
    const { owner } = this.#host;
    this.#transfer.pause();
    const { notBeforeMs } = this.#transfer;
    if (notBeforeMs > owner.nowMs()) owner.deadlines.arm('update', notBeforeMs);
    else owner.deadlines.disarm('update');
  }

  /** Writes what a delta unpacked to, verifies all, marks the slot. */
  install(): void {
    this.#host.owner.deadlines.disarm('update');
    this.#host.reporter.report('installing');
    if (this.#unpacked === undefined) this.#finish();
    else this.#writeUnpacked(this.#unpacked);
  }

  // From the fleet.

  takePart(body: Body<'piecePart'>): void {
    const { record, reporter } = this.#host;
    record.change({ receivedBytes: (record.attempt?.receivedBytes ?? 0) + (body.bytes?.length ?? 0) });
    this.#transfer.takePart(body);
    // Of the content stored() tells; a delta is stored when it is whole.
    if (!this.#isOver && record.attempt?.takesDelta === true) reporter.progress();
  }

  takeAbsent(body: Body<'pieceAbsent'>): void {
    this.#transfer.takeAbsent(body);
  }

  // From the transfer.

  mayAsk(): boolean {
    return this.#writer?.hasRoom === true;
  }

  chunkCame(index: number, bytes: Uint8Array): boolean {
    const wanted = this.#host.worker.store.chunkDigests?.[index];
    const ref = wanted === undefined ? undefined : this.#host.share.verified(bytes, wanted);
    if (ref === undefined) return false;
    this.#writer?.push(ref);
    return true;
  }

  pieceCame(wanted: WantedPiece, bytes: Uint8Array): void {
    if (wanted.piece === 'delta') this.#deltaCame(bytes);
    else {
      this.#take(this.#checks.take(wanted, bytes));
      this.#transfer.ask();
    }
  }

  pieceAbsent(wanted: WantedPiece, cause: AbsentCauseName, message: string): void {
    const why = `${wanted.piece}: ${cause}${message === '' ? '' : `, ${message}`}`;
    if (wanted.piece === 'content') {
      this.end(absentVerdict(cause), why);
      return;
    }
    if (wanted.piece === 'delta') {
      // The delta's file alone may be gone; of a release that was yanked the content does not come either.
      if (cause === 'withdrawn') this.#failDelta('withdrawn', why);
      else this.end(absentVerdict(cause), why);
      return;
    }
    this.#take(this.#checks.absent(wanted, cause, message));
    this.#transfer.ask();
  }

  end(cause: UpdateCauseName, message: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#host.end(cause, message);
  }

  // From the writer.

  stored({ next }: StoreProgress): void {
    if (this.#isOver) return;
    const { reporter, record } = this.#host;
    const contentBytes = this.#image?.accepted.target.contentBytes ?? 0;
    if (record.attempt?.takesDelta !== true) record.change({ storedBytes: Math.min(contentBytes, next * transferRules.partBytes) });
    if (this.#writer?.isDone !== true) {
      reporter.progress();
      this.#transfer.ask();
    } else if (this.#unpacked === undefined) this.#host.owner.send({ type: 'ota.downloaded' });
    else this.#finish();
  }

  rewound(next: number): void {
    if (this.#isOver) return;
    this.#transfer.seek(next * transferRules.partBytes);
    if (this.#unpacked === undefined) this.#transfer.ask();
    else this.#writeUnpacked(this.#unpacked);
  }

  writeFailed({ cause, message }: StoreFailure): void {
    this.end(cause, message);
  }

  #take(step: CheckStep): void {
    if (step.type === 'want') this.#transfer.begin(step.wanted);
    else if (step.type === 'refused') this.end(step.cause, step.message);
    else this.#prepare(step.image);
  }

  /** All that was signed is good: chooses the way and makes room in the slot. */
  #prepare(image: CheckedImage): void {
    const { owner, worker, record } = this.#host;
    const { assignment, target, isDeltaFit } = image.accepted;
    const choice = chooseWay({
      hasDelta: assignment.delta !== undefined,
      isDeltaFit,
      // The slot is about to hold parts of the whole image: another try at the delta would fail as the one before.
      isFullBegun: record.attempt?.digest === target.digest && !record.attempt.takesDelta,
      fullAllowed: assignment.fullAllowed,
      workBytes: target.contentBytes + (worker.store.runningImage?.contentBytes ?? 0),
      deltaMemoryBytes: owner.options.kind.profile.flash.deltaMemoryBytes,
    });
    if (choice.type === 'refused') {
      this.end(choice.cause, choice.message);
      return;
    }
    this.#image = image;
    record.change({ takesDelta: choice.type === 'delta' });
    owner.deadlines.disarm('update');
    const { attemptId } = this;
    worker.start(
      (store) => store.begin({ attemptId, headerBytes: image.headerBytes }),
      (result) => this.#begun(result, choice.why),
    );
  }

  /** @param why the whole image is taken in place of a delta; else empty */
  #begun(result: StoreProgress | StoreFailure, why: string): void {
    if (this.#isOver) return;
    if (result.type === 'failed') {
      this.end(result.cause, result.message);
      return;
    }
    const { owner, worker, record } = this.#host;
    const { assignment, target } = (this.#image as CheckedImage).accepted;
    // Not before: what the slot held until now could be an image of the same digest that failed in an earlier attempt.
    record.change({ digest: target.digest });
    this.#writer = new SlotWriter(worker, this, result);
    const isDelta = record.attempt?.takesDelta === true && assignment.delta !== undefined;
    if (!isDelta) this.#beginFull(this.#writer, why);
    else {
      this.#transfer.begin({ piece: 'delta', version: 0, bytes: assignment.delta?.bytes ?? 0, isExact: true });
      // Parts of it can't be checked one by one, so that none is trusted in flash.
      const why = this.#hadDelta ? 'the delta comes anew: what had come of it was in memory when the device restarted' : '';
      this.#host.reporter.report('downloading', undefined, why);
    }
    owner.send({ type: 'ota.checked' });
  }

  /** Takes the content, from the first chunk on that is not in flash. */
  #beginFull({ progress }: SlotWriter, why: string): void {
    const { record, reporter } = this.#host;
    const { contentBytes } = (this.#image as CheckedImage).accepted.target;
    const offset = Math.min(contentBytes, progress.next * transferRules.partBytes);
    record.change({ takesDelta: false, storedBytes: offset });
    this.#transfer.begin({ piece: 'content', version: 0, bytes: contentBytes, isExact: true }, offset);
    reporter.report('downloading', undefined, why);
  }

  /** The delta can't be used: the whole image comes in its place, said in a report, or the attempt ends where that is not allowed. */
  #failDelta(cause: UpdateCauseName, message: string): void {
    const image = this.#image as CheckedImage;
    const writer = this.#writer as SlotWriter;
    if (!image.accepted.assignment.fullAllowed) {
      this.end(cause, message);
      return;
    }
    this.#beginFull(writer, message);
    if (writer.isDone) this.#host.owner.send({ type: 'ota.downloaded' });
    else this.#transfer.ask();
  }

  #isAllThere(): boolean {
    return this.#writer?.isDone === true || this.#unpacked !== undefined;
  }

  /** Put together at once: a delta that is no good is found while the whole image can still come. */
  #deltaCame(bytes: Uint8Array): void {
    const { accepted, headerBytes } = this.#image as CheckedImage;
    const { owner, record, share } = this.#host;
    const { delta } = accepted.assignment;
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (digest !== delta?.digest) {
      this.#failDelta('content-damaged', `the delta came with digest ${digest}, the assignment says ${delta?.digest}`);
      return;
    }
    try {
      const target = { headerBytes, digest: accepted.target.digest };
      this.#unpacked = share.chunksOf(delta.baseDigest, () => this.#host.readRunning(), target, bytes);
    } catch (error) {
      // Its bytes are as signed, so it is the delta itself that is no good, and coming again would not mend it.
      if (!isSeatrialError(error)) throw error;
      this.#failDelta('delta-unusable', error.message);
      return;
    }
    record.change({ storedBytes: bytes.length });
    owner.send({ type: 'ota.downloaded' });
  }

  #writeUnpacked(chunks: readonly BlobRef[]): void {
    const writer = this.#writer as SlotWriter;
    if (writer.isDone) this.#finish();
    else for (const chunk of chunks.slice(writer.progress.next)) writer.push(chunk);
  }

  #finish(): void {
    const { owner, worker } = this.#host;
    worker.start(
      (store) => store.finish(),
      (result) => {
        if (this.#isOver) return;
        if (result.type === 'failed') this.end(result.cause, result.message);
        else owner.send({ type: 'ota.installed' });
      },
    );
  }
}
