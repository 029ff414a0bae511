import { Counter, Gauge, Registry } from 'prom-client';
import type { Manager } from '#fleet/domain/index.js';
import { addChannelMetrics } from './channel-metrics.ts';
import { addHookMetrics } from './hook-metrics.ts';
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

type Read = () => number;
type ReadMany = () => Readonly<Record<string, number>>;

/** Builds the page in a registry of its own. */
export function createMetrics(manager: Manager, api: ApiCounts): Metrics {
  const registry = new Registry();
  const gauge = (name: string, help: string, read: Read) => {
    const metric: Gauge = new Gauge({ name: `seatrial_${name}`, help, registers: [registry], collect: () => metric.set(read()) });
  };
  const counter = (name: string, help: string, read: Read) => {
    const metric: Counter = new Counter({
      name: `seatrial_${name}_total`,
      help,
      registers: [registry],
      collect: () => {
        metric.reset();
        metric.inc(read());
      },
    });
  };
  const counters = (name: string, help: string, label: string, read: ReadMany) => {
    const metric: Counter<string> = new Counter({
      name: `seatrial_${name}_total`,
      help,
      labelNames: [label],
      registers: [registry],
      collect: () => {
        metric.reset();
        for (const [value, count] of Object.entries(read())) metric.inc({ [label]: value }, count);
      },
    });
  };
  addManagerMetrics(manager, registry, gauge);
  addGatewayMetrics(manager, gauge, counter, counters);
  addChannelMetrics(manager, registry);
  addUpdateMetrics(manager, registry);
  addRolloutMetrics(manager, registry);
  addMonitorMetrics(manager, gauge, counter);
  addTrustMetrics(manager, gauge);
  addHistoryMetrics(manager, gauge, counters);
  addHookMetrics(manager, registry);
  const requests = new Counter({
    name: 'seatrial_api_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  gauge('api_streams', 'Live streams that are open', api.streams);
  counter('api_streams_cut', 'Live streams cut since their reader was too slow', api.streamsCut);
  counter('api_rate_limited', 'Requests refused for their rate', api.rateLimited);
  counter('api_unauthorised', 'Requests refused for their token or role', api.unauthorised);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    request: (method, route, status) => requests.inc({ method, route, status: String(status) }),
  };
}

function addManagerMetrics(manager: Manager, registry: Registry, gauge: (name: string, help: string, read: Read) => void): void {
  const info = new Gauge({ name: 'seatrial_info', help: 'The version, value 1', labelNames: ['version'], registers: [registry] });
  info.set({ version: manager.status().version }, 1);
  gauge('start_time_seconds', 'Start of the manager, Unix time', () => manager.status().startedAtMs / 1_000);
  gauge('ready', '1 when /readyz answers 200', () => Number(manager.status().ready));
  gauge(
    'event_loop_delay_seconds',
    'Longest delay of the event loop in the last one to two minutes',
    () => manager.status().eventLoopDelayMs / 1_000,
  );
  gauge('free_disk_bytes', 'Free on the disk of the data folder', () => manager.status().freeDiskBytes);
  gauge('process_resident_bytes', 'Resident memory of the process', () => process.memoryUsage.rss());
  gauge('process_heap_bytes', 'Heap of JavaScript in use', () => process.memoryUsage().heapUsed);
  const devices: Gauge<string> = new Gauge({
    name: 'seatrial_devices',
    help: 'Devices by presence, and by status when not active',
    labelNames: ['state'],
    registers: [registry],
    collect: () => {
      for (const [state, count] of Object.entries(manager.devices.count())) if (state !== 'total') devices.set({ state }, count);
    },
  });
}

function addGatewayMetrics(
  manager: Manager,
  gauge: (name: string, help: string, read: Read) => void,
  counter: (name: string, help: string, read: Read) => void,
  counters: (name: string, help: string, label: string, read: ReadMany) => void,
): void {
  // Asked anew each time: a port may answer with a copy.
  const gateway = () => manager.connections.counters;
  gauge('connections', 'Device sockets that are open', () => gateway().connections);
  gauge('sessions', 'Units that are welcomed, sub-devices included', () => gateway().sessions);
  counter('sessions_accepted', 'Handshakes that ended in Welcome', () => gateway().accepted);
  counters('refused', 'Refusals sent to devices', 'reason', () => gateway().refused);
  counters('sockets_refused', 'Sockets that came to nothing', 'why', () => {
    const { refusedFull = 0, refusedProtocol = 0, dropped = 0, timedOut = 0, malformed = 0 } = manager.sockets?.() ?? {};
    return { full: refusedFull, protocol: refusedProtocol, dropped, timeout: timedOut, malformed };
  });
  counter('frames_received', 'Frames from devices', () => gateway().framesReceived);
  counter('frames_sent', 'Frames to devices', () => gateway().framesSent);
  counter('bytes_received', 'Bytes of frames from devices', () => gateway().bytesReceived);
  counter('bytes_sent', 'Bytes of frames to devices', () => gateway().bytesSent);
  counter('frames_duplicate', 'Frames that were stored already', () => gateway().duplicates);
  counter('frames_rejected', 'Frames answered with Reject', () => gateway().rejected);
  counter('links_throttled', 'Times that a link was not read for a while: over its rate, or ingest had no room', () => gateway().throttled);
  counter('frames_unknown', 'Frames of a type this version does not know', () => gateway().unknownFrames);
  counter('fields_unknown', 'Fields that this version does not know', () => gateway().unknownFields);
}

function addTrustMetrics(manager: Manager, gauge: (name: string, help: string, read: Read) => void): void {
  const secondsOf = (role: 'root' | 'targets') => (): number => {
    const expiresAtMs = manager.trust.status().roles.find((one) => one.role === role)?.expiresAtMs ?? 0;
    return (expiresAtMs - manager.status().nowMs) / 1_000;
  };
  gauge('trust_root_expires_seconds', 'Time until the root of updates expires, s', secondsOf('root'));
  gauge('trust_targets_expires_seconds', 'Time until the targets of updates expire, s', secondsOf('targets'));
}

function addMonitorMetrics(
  manager: Manager,
  gauge: (name: string, help: string, read: Read) => void,
  counter: (name: string, help: string, read: Read) => void,
): void {
  const monitor = () => manager.monitor.counters;
  counter('readings', 'Readings accepted', () => monitor().readings);
  counter('telemetry_frames', 'Telemetry frames accepted', () => monitor().frames);
  counter('device_events', 'Events of devices accepted', () => monitor().events);
  counter('ingest_duplicates', 'Frames that ingest had already', () => monitor().duplicates);
  counter('commits', 'Commits of history', () => monitor().commits);
  counter('commits_failed', 'Commits of history that failed', () => monitor().failedCommits);
  counter('alarms_raised', 'Alarms raised', () => monitor().alarmsRaised);
  gauge('open_alarms', 'Alarms that are not normal', () => monitor().openAlarms);
  counter('alarms_over_limit', 'Alarms not kept since too many are open', () => monitor().alarmsOverLimit);
  gauge('commit_seconds', 'From the first row of the newest batch to its commit', () => monitor().lastCommitMs / 1_000);
  counter('rule_failures', 'Alarm rules that failed while they were evaluated', () => monitor().ruleFailures);
  gauge('history_writable', '1 while history takes rows', () => Number(manager.history.health().writable));
  gauge('history_bytes', 'Size of history on disk', () => manager.history.health().bytes);
  counter('history_readings', 'Readings committed since start', () => manager.history.health().committedReadings);
  counter('history_events', 'Events committed since start', () => manager.history.health().committedEvents);
}

function addHistoryMetrics(
  manager: Manager,
  gauge: (name: string, help: string, read: Read) => void,
  counters: (name: string, help: string, label: string, read: ReadMany) => void,
): void {
  const footprint = () => manager.history.footprint();
  gauge('history_raw_bytes', 'Raw readings on disk', () => footprint().rawBytes);
  gauge('history_summary_bytes', 'Quarters of an hour and events on disk', () => footprint().partsBytes);
  gauge('history_budget_bytes', 'What history may take of the disk now', () => footprint().budgetBytes);
  gauge('history_full_seconds', 'Until the budget is used up; -1: not known yet; +Inf: never', () => {
    const { fullInMs } = footprint();
    if (fullInMs === 'unknown') return -1;
    return fullInMs === 'never' ? Number.POSITIVE_INFINITY : fullInMs / 1_000;
  });
  gauge('history_oldest_raw_seconds', 'When the oldest raw readings came, Unix time; 0: none', () => footprint().oldestRawMs / 1_000);
  gauge('history_oldest_summary_seconds', 'Oldest quarter of an hour, Unix time; 0: none', () => footprint().oldestPartMs / 1_000);
  const dropped = (what: 'readings' | 'parts' | 'events' | 'bytes') => () => {
    const { age, disk } = footprint().dropped;
    return { age: age[what], disk: disk[what] };
  };
  counters(
    'history_dropped_readings',
    'Raw readings dropped, by cause: past their time, or the disk share was used up',
    'cause',
    dropped('readings'),
  );
  counters('history_dropped_summaries', 'Quarters of an hour dropped, by cause', 'cause', dropped('parts'));
  counters('history_dropped_events', 'Events dropped, by cause', 'cause', dropped('events'));
  counters('history_dropped_bytes', 'Bytes of history deleted, by cause', 'cause', dropped('bytes'));
}
