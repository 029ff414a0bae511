import type { AttemptRecord, DeviceRecord, HelloFacts, UpdateFact } from '#fleet/domain/index.js';
import type { AttemptBook } from './attempt-book.ts';
import { isOver, isSameImage, judgeHello, judgeReport } from './attempt-logic.ts';
import { doubtsDelta, isTaken, withLateReport, withReport } from './attempt-report.ts';
import type { AttemptSteps } from './attempt-steps.ts';
import type { OfferDesk } from './offer-desk.ts';
import type { UpdateContext } from './update-context.ts';

const zeroDigest = '0'.repeat(64);

/**
 * What units say of their attempts: by the Hello of each session, and by reports. A report is acknowledged when what came of it is stored: so a manager
 * that was killed goes on with the same attempts.
 */
export class ReportDesk {
  readonly counters = { reports: 0, duplicateReports: 0, strayReports: 0, lies: 0 };
  readonly #context: UpdateContext;
  readonly #book: AttemptBook;
  readonly #steps: AttemptSteps;
  readonly #offers: OfferDesk;

  constructor(context: UpdateContext, book: AttemptBook, steps: AttemptSteps, offers: OfferDesk) {
    this.#context = context;
    this.#book = book;
    this.#steps = steps;
    this.#offers = offers;
  }

  /** A unit was welcomed: what it runs may prove its attempt; else it is offered, or told to stop. */
  opened(device: DeviceRecord): void {
    const record = this.#book.openOf(device.id);
    if (record === undefined) return;
    const hello = helloOf(device);
    const event = judgeHello(record, hello, this.#context.clock.wallMs());
    if (record.offeredInBoot > 0) this.#book.put({ ...record, hello });
    const known = this.#book.get(record.id) ?? record;
    const after = event === undefined ? known : this.#steps.step(known, event);
    if (!isOver(after.state)) this.#offers.tellAgain(after, device.key);
  }

  /** A unit says where it stands. */
  report(deviceKey: number, fact: UpdateFact): void {
    const device = this.#context.deviceOf(deviceKey);
    if (device === undefined) return;
    const record = this.#book.get(fact.attemptId);
    if (record === undefined || record.deviceId !== device.id || record.state === 'queued') return this.#takeStray(deviceKey, fact);
    if (isTaken(record, fact)) {
      this.counters.duplicateReports += 1;
      return this.#book.whenStored(() => this.#acknowledge(deviceKey, fact));
    }
    if (isOver(record.state)) return this.#takeLate(deviceKey, record, fact);
    this.counters.reports += 1;
    const { event, lie } = judgeReport(record, fact, helloOf(device), this.#context.clock.wallMs());
    if (lie !== '') this.counters.lies += 1;
    const reported = withReport(record, fact, lie);
    if (record.delta !== undefined && doubtsDelta(record, fact)) this.#context.sources.doubtDelta(record.release, record.delta);
    const acknowledge = () => this.#acknowledge(deviceKey, fact);
    if (event === undefined) return this.#book.put(reported, acknowledge);
    const after = this.#steps.step(reported, event, acknowledge);
    if (after.state === 'updated' && !isSameImage(device, record.digest)) this.#context.confirmImage(deviceKey);
  }

  #takeLate(deviceKey: number, record: AttemptRecord, fact: UpdateFact): void {
    this.counters.strayReports += 1;
    this.#book.put(withLateReport(record, fact, this.#context.clock.wallMs()), () => this.#acknowledge(deviceKey, fact));
    if (isUnderWay(fact)) this.#offers.sendCancel(deviceKey, fact.attemptId, `the attempt is ${record.state}`);
    this.#steps.tell(record);
  }

  /** An attempt that nobody knows, or that was never offered: nobody waits for the report, so the unit may forget it. */
  #takeStray(deviceKey: number, fact: UpdateFact): void {
    this.counters.strayReports += 1;
    this.#acknowledge(deviceKey, fact);
    if (isUnderWay(fact)) this.#offers.sendCancel(deviceKey, fact.attemptId, 'the fleet knows of no such attempt of this unit');
  }

  #acknowledge(deviceKey: number, { attemptId, sequence }: UpdateFact): void {
    this.#context.connections().sendUpdate(deviceKey, { type: 'updateReportAcknowledge', body: { attemptId, sequence } });
  }
}

function helloOf({ boot, imageDigest, imageConfirmed, resetReason }: DeviceRecord): HelloFacts {
  return { boot, imageDigest: imageDigest === '' ? zeroDigest : imageDigest, imageConfirmed, resetReason };
}

/** True while the unit works on the attempt. */
function isUnderWay({ state }: UpdateFact): boolean {
  return state === 'checking' || state === 'downloading' || state === 'installing';
}
