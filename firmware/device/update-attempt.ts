/**
 * One attempt while the device has power: checks, then the content or the delta, then the slot. Lost at each reset; flash says where to go on. Over
 * 200 lines since each step hands over to the next one here; deciding and counting stand in firmware/logic, update-checks.ts and piece-fetch.ts.
 */
import { createHash } from 'node:crypto';
import type { StoreFailure, StoreProgress } from '#firmware/flash/index.js';
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
  #isBegun = false;
  #looks = 0;
  #image: CheckedImage | undefined;
  #writer: SlotWriter | undefined;
  #delta: Uint8Array | undefined;
  #isOver = false;

  constructor(host: AttemptHost, { attemptId, assignment }: SavedAttempt) {
    this.attemptId = attemptId;
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
      reporter.resend();
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

  /** Puts a delta together, verifies all, marks the slot. */
  install(): void {
    this.#host.owner.deadlines.disarm('update');
    this.#host.reporter.report('installing');
    if (this.#delta === undefined) this.#finish();
    else this.#unpack(this.#delta);
  }

  // From the fleet.

  takePart(body: Body<'piecePart'>): void {
    const { record } = this.#host;
    record.change({ receivedBytes: (record.attempt?.receivedBytes ?? 0) + (body.bytes?.length ?? 0) });
    this.#transfer.takePart(body);
  }

  takeAbsent(body: Body<'pieceAbsent'>): void {
    this.#transfer.takeAbsent(body);
  }

  // From the transfer.

  mayAsk(): boolean {
    return this.#writer?.hasRoom === true;
  }

  chunkCame(index: number, bytes: Uint8Array): boolean {
    const digest = createHash('sha256').update(bytes).digest();
    const wanted = this.#image?.header.chunkDigests[index];
    if (wanted === undefined || digest.compare(wanted) !== 0) return false;
    this.#writer?.push(this.#host.share.keep(bytes, digest.toString('hex')));
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
    if (wanted.piece === 'content' || wanted.piece === 'delta') {
      this.end(absentVerdict(cause), `${wanted.piece}: ${cause}${message === '' ? '' : `, ${message}`}`);
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
    reporter.progress();
    if (this.#writer?.isDone !== true) this.#transfer.ask();
    else if (this.#delta === undefined) this.#host.owner.send({ type: 'ota.downloaded' });
    else this.#finish();
  }

  rewound(next: number): void {
    if (this.#isOver) return;
    this.#transfer.seek(next * transferRules.partBytes);
    if (this.#delta === undefined) this.#transfer.ask();
    else this.#unpack(this.#delta);
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
    const way = chooseWay({
      isDeltaFit,
      fullAllowed: assignment.fullAllowed,
      workBytes: target.contentBytes + (worker.store.runningImage?.contentBytes ?? 0),
      deltaMemoryBytes: owner.options.kind.profile.flash.deltaMemoryBytes,
    });
    if (typeof way !== 'string') {
      this.end(way.cause, way.message);
      return;
    }
    this.#image = image;
    record.change({ takesDelta: way === 'delta' });
    owner.deadlines.disarm('update');
    const { attemptId } = this;
    worker.start(
      (store) => store.begin({ attemptId, headerBytes: image.headerBytes }),
      (result) => this.#begun(result),
    );
  }

  #begun(result: StoreProgress | StoreFailure): void {
    if (this.#isOver) return;
    if (result.type === 'failed') {
      this.end(result.cause, result.message);
      return;
    }
    const { owner, worker, record, reporter } = this.#host;
    const { assignment, target } = (this.#image as CheckedImage).accepted;
    // Not before: what the slot held until now could be an image of the same digest that failed in an earlier attempt.
    record.change({ digest: target.digest });
    this.#writer = new SlotWriter(worker, this, result);
    const isDelta = record.attempt?.takesDelta === true && assignment.delta !== undefined;
    if (isDelta) this.#transfer.begin({ piece: 'delta', version: 0, bytes: assignment.delta?.bytes ?? 0, isExact: true });
    else {
      const offset = Math.min(target.contentBytes, result.next * transferRules.partBytes);
      record.change({ storedBytes: offset });
      this.#transfer.begin({ piece: 'content', version: 0, bytes: target.contentBytes, isExact: true }, offset);
    }
    reporter.report('downloading');
    owner.send({ type: 'ota.checked' });
  }

  #isAllThere(): boolean {
    return this.#writer?.isDone === true || this.#delta !== undefined;
  }

  #deltaCame(bytes: Uint8Array): void {
    const wanted = this.#image?.accepted.assignment.delta?.digest;
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (digest !== wanted) {
      this.end('content-damaged', `the delta has digest ${digest}, the assignment says ${wanted}`);
      return;
    }
    this.#delta = bytes;
    this.#host.record.change({ storedBytes: bytes.length });
    this.#host.owner.send({ type: 'ota.downloaded' });
  }

  #unpack(delta: Uint8Array): void {
    const { accepted, headerBytes } = this.#image as CheckedImage;
    const writer = this.#writer as SlotWriter;
    try {
      const chunks = this.#host.share.chunksOf(
        accepted.assignment.delta?.baseDigest ?? '',
        () => this.#host.readRunning(),
        { headerBytes, digest: accepted.target.digest },
        delta,
      );
      if (writer.isDone) this.#finish();
      else for (const chunk of chunks.slice(writer.progress.next)) writer.push(chunk);
    } catch (error) {
      // Its bytes are as signed, so it is the delta itself that is no good, and coming again would not mend it.
      if (!isSeatrialError(error)) throw error;
      this.end('delta-unusable', error.message);
    }
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
