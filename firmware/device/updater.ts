/**
 * The updates of one device: what the update region of its machine wants done, and what the fleet says about updates. Made at the first offer, or
 * when flash keeps something of an earlier one, so that a device that never had any holds nothing for them.
 * Over 300 lines since all that a region and the fleet can ask for ends here; an attempt itself stands in update-attempt.ts.
 */
import { FirmwareStore } from '#firmware/flash/index.js';
import { bootOutcome, endStateOf, offerVerdict } from '#firmware/logic/index.js';
import type { DeviceEffect } from '#firmware/machines/index.js';
import type { FleetFrame, ResetReasonName, UpdateCauseName } from '#proto/frame/index.js';
import type { Image } from '#proto/image/index.js';
import type { DeviceFacts } from '#proto/trust/index.js';
import type { RunningImage } from './device-kind.ts';
import { FlashWorker } from './flash-worker.ts';
import { hardwareRevisionOf } from './handshake.ts';
import { loadFirmware, saveFirmware } from './saved-firmware.ts';
import { flashOptionsOf, imageOfBoot, newFlash, pinnedRoot, readRunningImage, resetReasonOf } from './unit-firmware.ts';
import { type AttemptHost, UpdateAttempt } from './update-attempt.ts';
import type { UpdateOwner } from './update-owner.ts';
import { type FirmwareImage, type SavedFirmware, UpdateRecord } from './update-record.ts';
import { UpdateReporter } from './update-reporter.ts';
import { type UpdateShare, updateShareOf } from './update-share.ts';

/** Counters of ends. */
const endCounters = {
  confirmed: 'updatesConfirmed',
  reverted: 'updatesReverted',
  failed: 'updatesFailed',
  rejected: 'updatesRejected',
  cancelled: 'updatesCancelled',
} as const;

/** See the head of this file. */
export class Updater implements AttemptHost {
  readonly owner: UpdateOwner;
  readonly share: UpdateShare;
  readonly record: UpdateRecord;
  readonly reporter: UpdateReporter;
  readonly worker: FlashWorker;
  /** What tests and trials make go wrong in it. */
  readonly faults = { neverConfirms: false, lies: false, dies: false };
  /** Attempt that it will say to have confirmed although the old image runs. */
  #lie: string | undefined;
  #image: RunningImage;
  #attempt: UpdateAttempt | undefined;

  /** @param saved what flash held of a unit that comes back, which is not booted yet; left out by a unit that runs what the factory wrote */
  constructor(owner: UpdateOwner, saved?: SavedFirmware) {
    const { options } = owner;
    const { kind, environment, blobs } = options;
    this.owner = owner;
    this.share = updateShareOf(environment);
    const kept = saved && loadFirmware(saved, kind, this.share, (digest) => blobs?.(digest), flashOptionsOf(options));
    const store = new FirmwareStore(kept?.flash ?? newFlash(options, this.share), this.share.pool, environment.weakened?.safetyRules);
    this.worker = new FlashWorker(owner, store);
    this.record = kept?.record ?? new UpdateRecord(undefined, undefined);
    this.record.trust ??= pinnedRoot(options, this.share);
    this.reporter = new UpdateReporter(owner, this.record, () => this.#reportFacts());
    this.#image = kept === undefined ? imageOfBoot(store.boot(), kind, store) : kind.factory;
  }

  /** What flash holds. */
  save(): FirmwareImage {
    return saveFirmware(this.worker, this.record, this.share);
  }

  /** What runs since the newest boot. */
  get image(): RunningImage {
    return this.#image;
  }

  get isConfirmed(): boolean {
    return this.worker.store.facts().running?.isConfirmed ?? false;
  }

  // From the power region.

  /**
   * The boot loader chooses and checks a slot.
   * @param leadMs time before it writes
   * @param done whether an image may run, and why the device started when that is not what it was before
   */
  boot(leadMs: number, done: (isBootable: boolean, reason: ResetReasonName | undefined) => void): void {
    this.worker.start(
      (store) => store.boot(),
      (result) => {
        const { kind } = this.owner.options;
        this.#image = imageOfBoot(result, kind, this.worker.store);
        done(result.type === 'slot', resetReasonOf(result, kind.profile.flash.bootAttempts));
      },
      leadMs,
    );
  }

  /** The memory is gone. */
  powerLost(): void {
    this.#attempt?.drop();
    this.#attempt = undefined;
    this.worker.powerLost();
  }

  /** The running application crashed or does not load. */
  applicationFailed(isLoaded: boolean): void {
    if (this.record.open === undefined || this.isConfirmed) return;
    this.record.change({ trialFailure: isLoaded ? 'application-failed' : 'boot-failed' });
  }

  // From the update region.

  /** Carries out what the region wants; effects of other regions are not for it. */
  perform(effect: DeviceEffect): void {
    const { worker, owner } = this;
    switch (effect.type) {
      case 'disarmUpdate':
        owner.deadlines.disarm('update');
        break;
      case 'resumeUpdate':
        this.#resume();
        break;
      case 'askPiece':
        this.#current()?.ask();
        break;
      case 'noteSilence':
        this.#attempt?.silence();
        break;
      case 'pauseUpdate':
        if (this.#attempt === undefined) owner.deadlines.disarm('update');
        else this.#attempt.pause();
        break;
      case 'installImage':
        this.#attempt?.install();
        break;
      case 'cancelAttempt':
        this.end('cancelled', '');
        break;
      case 'restartIntoImage':
        this.reporter.report('rebooting');
        this.#restart();
        break;
      case 'beginTrial':
        owner.deadlines.arm('update', owner.nowMs() + owner.options.kind.profile.flash.confirmWithinMs);
        break;
      case 'confirmImage':
        if (this.faults.neverConfirms || this.isConfirmed) break;
        worker.start(
          (store) => store.confirm(),
          ({ type }) => type === 'ok' && this.#confirmed(),
        );
        break;
      case 'revertImage':
        this.record.change({ trialFailure: 'not-confirmed' });
        this.#giveUpTrial();
        break;
      default:
        break;
    }
  }

  // From the link.

  /** Takes a frame about updates. */
  take(frame: FleetFrame): void {
    switch (frame.type) {
      case 'updateOffer':
        this.#offered(frame.body.attemptId ?? '', frame.body.assignment ?? new Uint8Array(0));
        break;
      case 'updateCancel':
        this.#cancelled(frame.body.attemptId ?? '');
        break;
      case 'piecePart':
        if (this.#isCurrent(frame.body.attemptId)) this.#attempt?.takePart(frame.body);
        break;
      case 'pieceAbsent':
        if (this.#isCurrent(frame.body.attemptId)) this.#attempt?.takeAbsent(frame.body);
        break;
      case 'updateReportAcknowledge':
        this.record.acknowledge(frame.body.attemptId ?? '', frame.body.sequence ?? 0);
        break;
      default:
        break;
    }
  }

  // For an attempt.

  facts(): Omit<DeviceFacts, 'attemptId' | 'nowMs'> {
    const { id, kind, index } = this.owner.options;
    const { running, counter } = this.worker.store.facts();
    return {
      deviceId: id,
      profile: kind.profile.name,
      hardwareRevision: hardwareRevisionOf(kind.profile, index),
      runningDigest: running?.digest ?? '',
      runningVersion: running === undefined ? '' : this.#image.firmwareVersion,
      securityCounter: counter,
    };
  }

  readRunning(): Image {
    return readRunningImage(this.worker.store);
  }

  end(cause: UpdateCauseName, message: string): void {
    const { counters } = this.owner.options.environment;
    const state = cause === 'cancelled' ? 'cancelled' : endStateOf(cause);
    counters[endCounters[state]] += 1;
    this.#attempt?.drop();
    this.#attempt = undefined;
    this.record.change({ isOpen: false });
    this.reporter.report(state, cause, message);
    this.worker.start(
      (store) => store.cancel(),
      () => undefined,
    );
    this.owner.send({ type: 'ota.ended' });
  }

  #offered(attemptId: string, assignment: Uint8Array): void {
    const { record, reporter, owner } = this;
    const verdict = offerVerdict(attemptId, record.open?.attemptId, record.attempt?.attemptId);
    if (verdict === 'busy') reporter.refuse(attemptId, 'rejected', 'busy', `attempt ${record.open?.attemptId} is under way`);
    else if (verdict === 'known') {
      record.change({ isAcknowledged: false, ...(record.open === undefined ? {} : { assignment: Uint8Array.from(assignment) }) });
      reporter.resend();
    } else {
      owner.options.environment.counters.updatesBegun += 1;
      record.begin(attemptId, assignment);
      reporter.report('checking');
      owner.send({ type: 'ota.offer' });
    }
  }

  /** The fleet waits for an answer: a device that lost its flash since the offer has none to give but that it works on nothing. */
  #cancelled(attemptId: string): void {
    const { attempt, open } = this.record;
    if (open?.attemptId === attemptId) this.owner.send({ type: 'ota.cancel' });
    else if (attempt?.attemptId !== attemptId) this.reporter.refuse(attemptId, 'cancelled', 'cancelled', 'this attempt is not known here');
  }

  #isCurrent(attemptId: string | null | undefined): boolean {
    const { counters } = this.owner.options.environment;
    if (this.#attempt !== undefined && this.#attempt.attemptId === attemptId) return true;
    counters.updatePartsDropped += 1;
    return false;
  }

  /** The attempt in memory; made when the machine wants it to go on. */
  #current(): UpdateAttempt | undefined {
    const { open } = this.record;
    if (this.#attempt === undefined && open !== undefined) this.#attempt = new UpdateAttempt(this, open);
    return this.#attempt;
  }

  /** After a boot: what the boot loader did says how the attempt stands. */
  #resume(): void {
    const { record, owner, worker } = this;
    const { open } = record;
    if (open === undefined) {
      // Its attempt ended, and flash could not take the mark of the slot back: nobody would ever confirm what runs.
      if (!this.isConfirmed && worker.store.facts().running !== undefined) this.#giveUpTrial();
      return;
    }
    if (this.#lie === open.attemptId) {
      this.#close('confirmed');
      return;
    }
    const { running, slots } = worker.store.facts();
    const outcome = bootOutcome({
      wantedDigest: open.digest,
      runningDigest: running?.digest ?? '',
      isTrial: running?.isConfirmed === false,
      wantedSlot: slots.find(({ digest }) => digest === open.digest)?.state,
      trialFailure: open.trialFailure,
    });
    if (outcome.type === 'resume') owner.send({ type: 'ota.resume' });
    else if (outcome.type === 'trial') {
      this.reporter.report('unconfirmed');
      owner.send({ type: 'ota.trial' });
    } else if (outcome.type === 'confirmed') this.#confirmed();
    else this.#reverted(outcome.cause);
  }

  #restart(): void {
    const { owner, worker, faults } = this;
    if (faults.dies) owner.die();
    else if (!faults.lies) owner.send({ type: 'device.reset', reason: 'update' });
    else {
      this.#lie = this.record.open?.attemptId;
      worker.start(
        (store) => store.cancel(),
        () => owner.send({ type: 'device.reset', reason: 'update' }),
      );
    }
  }

  /** Not when a confirm that was being written came first: then the time is up for nobody. */
  #giveUpTrial(): void {
    this.worker.start(
      (store) => (store.facts().running?.isConfirmed === false ? store.giveUpTrial() : undefined),
      (result) => result !== undefined && this.owner.send({ type: 'device.reset', reason: 'revert' }),
    );
  }

  /** A second session while the confirm is being written asks for it again: it is told once. */
  #confirmed(): void {
    if (this.record.open === undefined) return;
    this.#close('confirmed');
    this.owner.send({ type: 'ota.ended' });
  }

  #reverted(cause: UpdateCauseName): void {
    this.#close('reverted', cause);
  }

  /** The end of an attempt whose image was booted. */
  #close(state: 'confirmed' | 'reverted', cause?: UpdateCauseName): void {
    const { counters } = this.owner.options.environment;
    counters[endCounters[state]] += 1;
    this.record.change({ isOpen: false });
    this.reporter.report(state, cause);
    this.worker.start(
      (store) => store.closeAttempt(),
      () => undefined,
    );
  }

  #reportFacts() {
    const { running, counter } = this.worker.store.facts();
    const { open } = this.record;
    if (this.#lie !== undefined && this.record.attempt?.attemptId === this.#lie && open === undefined) {
      return { runningDigest: Buffer.from(this.record.attempt.digest, 'hex'), isConfirmed: true, securityCounter: counter };
    }
    return { runningDigest: this.#image.imageDigest, isConfirmed: running?.isConfirmed ?? false, securityCounter: counter };
  }
}
