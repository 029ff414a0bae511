import type { UpdateCounters, UpdateDesk, UpdateService } from '#fleet/domain/index.js';
import { AttemptBook } from './attempt-book.ts';
import { AttemptDesk } from './attempt-desk.ts';
import { AttemptSteps } from './attempt-steps.ts';
import { BandwidthPlan } from './bandwidth-plan.ts';
import { OfferDesk } from './offer-desk.ts';
import { ReportDesk } from './report-desk.ts';
import { TransferDesk } from './transfer-desk.ts';
import type { UpdateContext } from './update-context.ts';

/** Attempts and transfers, tied together. */
export interface Updates {
  /** What the gateway tells. */
  readonly desk: UpdateDesk;
  /** What operators ask. */
  readonly service: UpdateService;
  /** A release was yanked. */
  withdrawn(releaseId: string): void;
  /** A device was removed, revoked or retired. */
  deviceGone(deviceId: string, why: string): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Makes them. */
export function createUpdates(context: UpdateContext): Updates {
  const book: AttemptBook = new AttemptBook(context, (record) => attempts.expire(record));
  const steps: AttemptSteps = new AttemptSteps(context, book, (record) => transfers.moved(record));
  const offers = new OfferDesk(context, book, steps);
  const attempts = new AttemptDesk(context, book, steps, offers);
  const reports = new ReportDesk(context, book, steps, offers);
  const transfers = new TransferDesk(context, attempts, new BandwidthPlan(context));
  const counters = (): UpdateCounters => ({
    ...reports.counters,
    ...transfers.counters,
    ended: { ...steps.ended },
    open: book.openByState(),
    transfersOpen: transfers.open,
  });
  const service: UpdateService = {
    check: (deviceId, order) => attempts.check(deviceId, order),
    order: (deviceId, order, operationId, by) => attempts.order(deviceId, order, operationId, by),
    get: (id) => transfers.withSent(attempts.get(id)),
    find: (id) => {
      const record = attempts.find(id);
      return record === undefined ? undefined : transfers.withSent(record);
    },
    openOf: (deviceId) => {
      const record = attempts.openOf(deviceId);
      return record === undefined ? undefined : transfers.withSent(record);
    },
    list: (filter) => attempts.list(filter).map((record) => transfers.withSent(record)),
    cancel: (id, by) => attempts.cancel(id, by),
    subscribe: (listener) => steps.subscribe(listener),
    securityCounterOf: (deviceId) => attempts.securityCounterOf(deviceId),
    counters,
  };
  return {
    desk: {
      opened: (device) => reports.opened(device),
      closed: (deviceKey) => transfers.closed(deviceKey),
      demand: (deviceKey, demand) => transfers.demand(deviceKey, demand),
      report: (deviceKey, fact) => reports.report(deviceKey, fact),
    },
    service,
    withdrawn: (releaseId) => attempts.withdrawn(releaseId),
    deviceGone: (deviceId, why) => attempts.gone(deviceId, why),
    start: async () => {
      await book.start();
      attempts.recallBoots();
    },
    stop: async () => {
      transfers.stop();
      await book.stop();
    },
  };
}
