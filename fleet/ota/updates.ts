import type { UpdateCounters, UpdateDesk, UpdateService } from '#fleet/domain/index.js';
import { BandwidthPlan } from './bandwidth-plan.ts';
import { OfferDesk } from './offer-desk.ts';
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
  const offers: OfferDesk = new OfferDesk(context, (record) => transfers.moved(record));
  const transfers = new TransferDesk(context, offers, new BandwidthPlan(context));
  const counters = (): UpdateCounters => ({
    ...offers.counters,
    ...transfers.counters,
    ended: { ...offers.counters.ended },
    open: offers.openByState(),
    transfersOpen: transfers.open,
  });
  const service: UpdateService = {
    check: (deviceId, order) => offers.check(deviceId, order),
    order: (deviceId, order, operationId, by) => offers.order(deviceId, order, operationId, by),
    get: (id) => transfers.withSent(offers.get(id)),
    find: (id) => {
      const record = offers.find(id);
      return record === undefined ? undefined : transfers.withSent(record);
    },
    openOf: (deviceId) => {
      const record = offers.openOf(deviceId);
      return record === undefined ? undefined : transfers.withSent(record);
    },
    list: (filter) => offers.list(filter).map((record) => transfers.withSent(record)),
    cancel: (id, by) => offers.cancel(id, by),
    subscribe: (listener) => offers.subscribe(listener),
    securityCounterOf: (deviceId) => offers.securityCounterOf(deviceId),
    counters,
  };
  return {
    desk: {
      opened: (device) => offers.opened(device),
      closed: (deviceKey) => transfers.closed(deviceKey),
      demand: (deviceKey, demand) => transfers.demand(deviceKey, demand),
      report: (deviceKey, fact) => offers.report(deviceKey, fact),
    },
    service,
    withdrawn: (releaseId) => offers.withdrawn(releaseId),
    deviceGone: (deviceId, why) => offers.gone(deviceId, why),
    start: () => offers.start(),
    stop: async () => {
      transfers.stop();
      await offers.stop();
    },
  };
}
