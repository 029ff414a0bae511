import { Counter, Gauge, type Registry } from 'prom-client';
import type { Manager } from '#fleet/domain/index.js';

/** Updates on the page of metrics. */
export function addUpdateMetrics(manager: Manager, registry: Registry): void {
  const read = () => manager.updates.counters();
  const open: Gauge<string> = new Gauge({
    name: 'seatrial_update_attempts_open',
    help: 'Attempts at updates that are open, by state',
    labelNames: ['state'],
    registers: [registry],
    collect: () => {
      for (const [state, count] of Object.entries(read().open)) open.set({ state }, count);
    },
  });
  const ended: Counter<string> = new Counter({
    name: 'seatrial_update_attempts_ended_total',
    help: 'Attempts at updates that ended since start, by their end',
    labelNames: ['state'],
    registers: [registry],
    collect: () => {
      ended.reset();
      for (const [state, count] of Object.entries(read().ended)) ended.inc({ state }, count);
    },
  });
  const transfers: Gauge = new Gauge({
    name: 'seatrial_update_transfers_open',
    help: 'Devices that take an image now',
    registers: [registry],
    collect: () => transfers.set(read().transfersOpen),
  });
  const counter = (name: string, help: string, value: () => number) => {
    const metric: Counter = new Counter({
      name: `seatrial_${name}_total`,
      help,
      registers: [registry],
      collect: () => {
        metric.reset();
        metric.inc(value());
      },
    });
  };
  counter('update_bytes_sent', 'Bytes of parts of images and metadata sent', () => read().bytesSent);
  counter('update_parts_sent', 'Parts of images and metadata sent', () => read().partsSent);
  counter('update_throttled', 'Times that parts waited for bandwidth', () => read().throttled);
  counter('update_busy', 'Requests answered with BUSY', () => read().busy);
  counter('update_refused', 'Requests of devices for what is not theirs, or no longer', () => read().refused);
  counter('update_reports', 'Reports of devices taken', () => read().reports);
  counter('update_reports_duplicate', 'Reports that were stored already', () => read().duplicateReports);
  counter('update_reports_stray', 'Reports of attempts that are over or unknown', () => read().strayReports);
  counter('update_lies', 'Reports that the Hello of the device denies', () => read().lies);
}
