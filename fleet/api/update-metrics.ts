import type { Manager } from '#fleet/domain/index.js';
import type { MetricPage } from './metric-page.ts';

/** Updates on the page of metrics. */
export function addUpdateMetrics(manager: Manager, page: MetricPage): void {
  const read = () => manager.updates.counters();
  page.gauges('update_attempts_open', 'Attempts at updates that are open, by state', 'state', () => read().open);
  page.counters('update_attempts_ended', 'Attempts at updates that ended since start, by their end', 'state', () => read().ended);
  page.gauge('update_transfers_open', 'Devices that take an image now', () => read().transfersOpen);
  page.counter('update_bytes_sent', 'Bytes of parts of images and metadata sent', () => read().bytesSent);
  page.counter('update_parts_sent', 'Parts of images and metadata sent', () => read().partsSent);
  page.counter('update_throttled', 'Times that parts waited for bandwidth', () => read().throttled);
  page.counter('update_busy', 'Requests answered with BUSY', () => read().busy);
  page.counter('update_refused', 'Requests of devices for what is not theirs, or no longer', () => read().refused);
  page.counter('update_reports', 'Reports of devices taken', () => read().reports);
  page.counter('update_reports_duplicate', 'Reports that were stored already', () => read().duplicateReports);
  page.counter('update_reports_stray', 'Reports of attempts that are over or unknown', () => read().strayReports);
  page.counter('update_lies', 'Reports that the Hello of the device denies', () => read().lies);
}
