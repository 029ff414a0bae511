import { Counter, Gauge } from 'prom-client';
import type { Manager } from '#fleet/domain/index.js';
import { addChannelMetrics } from './channel-metrics.ts';
import { addHookMetrics } from './hook-metrics.ts';
import { MetricPage } from './metric-page.ts';
import { addRolloutMetrics } from './rollout-metrics.ts';
import { addUpdateMetrics } from './update-metrics.ts';

/** What the API counts about itself. */
export interface ApiCounts {
  readonly streams: () => number;
  readonly streamsCut: () => number;
  readonly rateLimited: () => number;
  readonly unauthorised: () => number;
}

/** The /metrics page: names seatrial_*, values read from the ports when somebody asks. docs/OPERATING.md lists them. */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** Counts one answered request. */
  request(method: string, route: string, status: number): void;
}

/** Builds the page in a registry of its own. */
export function createMetrics(manager: Manager, api: ApiCounts): Metrics {
  const page = new MetricPage();
  const { registry } = page;
  addManagerMetrics(manager, page);
  addGatewayMetrics(manager, page);
  addChannelMetrics(manager, page);
  addUpdateMetrics(manager, page);
  addRolloutMetrics(manager, page);
  addMonitorMetrics(manager, page);
  addTrustMetrics(manager, page);
  addHistoryMetrics(manager, page);
  addHookMetrics(manager, page);
  const requests = new Counter({
    name: 'seatrial_api_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  page.gauge('api_streams', 'Live streams that are open', api.streams);
  page.counter('api_streams_cut', 'Live streams cut since their reader was too slow', api.streamsCut);
  page.counter('api_rate_limited', 'Requests refused for their rate', api.rateLimited);
  page.counter('api_unauthorised', 'Requests refused for their token or role', api.unauthorised);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    request: (method, route, status) => requests.inc({ method, route, status: String(status) }),
  };
}

function addManagerMetrics(manager: Manager, page: MetricPage): void {
  const info = new Gauge({ name: 'seatrial_info', help: 'The version, value 1', labelNames: ['version'], registers: [page.registry] });
  info.set({ version: manager.status().version }, 1);
  page.gauge('start_time_seconds', 'Start of the manager, Unix time', () => manager.status().startedAtMs / 1_000);
  page.gauge('ready', '1 when /readyz answers 200', () => Number(manager.status().ready));
  page.gauge(
    'event_loop_delay_seconds',
    'Longest delay of the event loop in the last one to two minutes',
    () => manager.status().eventLoopDelayMs / 1_000,
  );
  page.gauge('free_disk_bytes', 'Free on the disk of the data folder', () => manager.status().freeDiskBytes);
  page.gauge('process_resident_bytes', 'Resident memory of the process', () => process.memoryUsage.rss());
  page.gauge('process_heap_bytes', 'Heap of JavaScript in use', () => process.memoryUsage().heapUsed);
  page.gauges('devices', 'Devices by presence, and by status when not active', 'state', () => {
    const { total: _total, ...counts } = manager.devices.count();
    return counts;
  });
}

function addGatewayMetrics(manager: Manager, page: MetricPage): void {
  // Asked anew each time: a port may answer with a copy.
  const gateway = () => manager.connections.counters;
  page.gauge('connections', 'Device sockets that are open', () => gateway().connections);
  page.gauge('sessions', 'Units that are welcomed, sub-devices included', () => gateway().sessions);
  page.counter('sessions_accepted', 'Handshakes that ended in Welcome', () => gateway().accepted);
  page.counters('refused', 'Refusals sent to devices', 'reason', () => gateway().refused);
  page.counters('sockets_refused', 'Sockets that came to nothing', 'why', () => {
    const { refusedFull = 0, refusedProtocol = 0, dropped = 0, timedOut = 0, malformed = 0 } = manager.sockets?.() ?? {};
    return { full: refusedFull, protocol: refusedProtocol, dropped, timeout: timedOut, malformed };
  });
  page.counter('frames_received', 'Frames from devices', () => gateway().framesReceived);
  page.counter('frames_sent', 'Frames to devices', () => gateway().framesSent);
  page.counter('bytes_received', 'Bytes of frames from devices', () => gateway().bytesReceived);
  page.counter('bytes_sent', 'Bytes of frames to devices', () => gateway().bytesSent);
  page.counter('frames_duplicate', 'Frames that were stored already', () => gateway().duplicates);
  page.counter('frames_rejected', 'Frames answered with Reject', () => gateway().rejected);
  page.counter(
    'links_throttled',
    'Times that a link was not read for a while: over its rate, or ingest had no room',
    () => gateway().throttled,
  );
  page.counter('frames_unknown', 'Frames of a type this version does not know', () => gateway().unknownFrames);
  page.counter('fields_unknown', 'Fields that this version does not know', () => gateway().unknownFields);
}

function addTrustMetrics(manager: Manager, page: MetricPage): void {
  const secondsOf = (role: 'root' | 'targets') => (): number => {
    const expiresAtMs = manager.trust.status().roles.find((one) => one.role === role)?.expiresAtMs ?? 0;
    return (expiresAtMs - manager.status().nowMs) / 1_000;
  };
  page.gauge('trust_root_expires_seconds', 'Time until the root of updates expires, s', secondsOf('root'));
  page.gauge('trust_targets_expires_seconds', 'Time until the targets of updates expire, s', secondsOf('targets'));
}

function addMonitorMetrics(manager: Manager, page: MetricPage): void {
  const monitor = () => manager.monitor.counters;
  page.counter('readings', 'Readings accepted', () => monitor().readings);
  page.counter('telemetry_frames', 'Telemetry frames accepted', () => monitor().frames);
  page.counter('device_events', 'Events of devices accepted', () => monitor().events);
  page.counter('ingest_duplicates', 'Frames that ingest had already', () => monitor().duplicates);
  page.counter('commits', 'Commits of history', () => monitor().commits);
  page.counter('commits_failed', 'Commits of history that failed', () => monitor().failedCommits);
  page.counter('alarms_raised', 'Alarms raised', () => monitor().alarmsRaised);
  page.gauge('open_alarms', 'Alarms that are not normal', () => monitor().openAlarms);
  page.counter('alarms_over_limit', 'Alarms not kept since too many are open', () => monitor().alarmsOverLimit);
  page.gauge('commit_seconds', 'From the first row of the newest batch to its commit', () => monitor().lastCommitMs / 1_000);
  page.counter('rule_failures', 'Alarm rules that failed while they were evaluated', () => monitor().ruleFailures);
  page.gauge('history_writable', '1 while history takes rows', () => Number(manager.history.health().writable));
  page.gauge('history_bytes', 'Size of history on disk', () => manager.history.health().bytes);
  page.counter('history_readings', 'Readings committed since start', () => manager.history.health().committedReadings);
  page.counter('history_events', 'Events committed since start', () => manager.history.health().committedEvents);
}

function addHistoryMetrics(manager: Manager, page: MetricPage): void {
  const footprint = () => manager.history.footprint();
  page.gauge('history_raw_bytes', 'Raw readings on disk', () => footprint().rawBytes);
  page.gauge('history_summary_bytes', 'Quarters of an hour and events on disk', () => footprint().partsBytes);
  page.gauge('history_budget_bytes', 'What history may take of the disk now', () => footprint().budgetBytes);
  page.gauge('history_full_seconds', 'Until the budget is used up; -1: not known yet; +Inf: never', () => {
    const { fullInMs } = footprint();
    if (fullInMs === 'unknown') return -1;
    return fullInMs === 'never' ? Number.POSITIVE_INFINITY : fullInMs / 1_000;
  });
  page.gauge('history_oldest_raw_seconds', 'When the oldest raw readings came, Unix time; 0: none', () => footprint().oldestRawMs / 1_000);
  page.gauge('history_oldest_summary_seconds', 'Oldest quarter of an hour, Unix time; 0: none', () => footprint().oldestPartMs / 1_000);
  const dropped = (what: 'readings' | 'parts' | 'events' | 'bytes') => () => {
    const { age, disk } = footprint().dropped;
    return { age: age[what], disk: disk[what] };
  };
  page.counters(
    'history_dropped_readings',
    'Raw readings dropped, by cause: past their time, or the disk share was used up',
    'cause',
    dropped('readings'),
  );
  page.counters('history_dropped_summaries', 'Quarters of an hour dropped, by cause', 'cause', dropped('parts'));
  page.counters('history_dropped_events', 'Events dropped, by cause', 'cause', dropped('events'));
  page.counters('history_dropped_bytes', 'Bytes of history deleted, by cause', 'cause', dropped('bytes'));
}
