import type {
  Acquisition,
  Actor,
  AlarmRecord,
  DeviceEventRow,
  DeviceRecord,
  History,
  Journal,
  MonitorService,
  OwnAlarms,
  Store,
} from '#fleet/domain/index.js';
import type { Clock, Log, TaskTracker } from '#proto/kit/index.js';
import type { PublicProfile } from '#proto/profile/index.js';
import { AlarmBook } from './alarm-book.ts';
import { AlarmRules } from './alarm-rules.ts';
import { FreeDiskWatch } from './free-disk-watch.ts';
import { HistoryKeeper } from './history-keeper.ts';
import { Ingest } from './ingest.ts';
import { LatestReadings } from './latest-readings.ts';
import { fail } from './monitor-errors.ts';
import { setOwnAlarm } from './own-alarm.ts';
import { RuleDesk } from './rule-desk.ts';
import { parseRuleFile } from './rule-file.ts';

/** Characters of a note. */
const mostNoteCharacters = 1_000;

/** Limits of the monitor. */
export interface MonitorLimits {
  /** Longest time from the first row of a batch to its commit's start, ms, 1 or more; 200 when left out. */
  readonly commitEveryMs?: number;
  /** Rows that start a commit early, 1 or more; 200,000 when left out. */
  readonly commitRows?: number;
  /** Alarms that are not normal, 1 or more: no more are raised, but counted. */
  readonly openAlarms: number;
  /** Alarms that are normal again and still listed, 0 or more; 10,000 when left out. */
  readonly keptAlarms?: number;
  /** Free on the disk of the data folder below which an alarm is raised, MiB, 1 or more; 1,024 when left out. */
  readonly lowDiskMb?: number;
  /** Alarm rules, 1 or more. */
  readonly rules: number;
}

/** What the monitor needs. */
export interface MonitorOptions {
  readonly history: History;
  readonly store: Store;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  readonly tasks: TaskTracker;
  readonly limits: MonitorLimits;
  /** Free on the disk of the data folder, bytes; left out where there is none. */
  readonly freeDiskBytes?: () => number;
  readonly profileOf: (digest: string) => PublicProfile | undefined;
  readonly deviceOf: (deviceKey: number) => DeviceRecord | undefined;
  /** An event of a device was accepted: before it is committed; it comes again when that fails. */
  readonly onEvent?: (event: DeviceEventRow) => void;
}

/** The monitor with its two doors and its life. */
export interface Monitor {
  readonly acquisition: Acquisition;
  readonly service: MonitorService;
  /** Closes all alarms of a device that is gone for good: no condition of it counts any more. */
  closeAlarmsOf(deviceKey: number, deviceId: string, by: Actor): void;
  /** Alarms of the manager itself: they name no device. */
  readonly ownAlarms: OwnAlarms;
  /** Reads watermarks, rules and alarms back; before that no frame may come. */
  start(): Promise<void>;
  /** Commits and writes what waits. */
  stop(): Promise<void>;
}

/** Ingest and alarms, wired. */
export function createMonitor(options: MonitorOptions): Monitor {
  const { history, store, journal, clock, log, tasks, limits } = options;
  const book = new AlarmBook({
    store,
    journal,
    clock,
    log,
    tasks,
    limits: { openAlarms: limits.openAlarms, keptAlarms: limits.keptAlarms ?? 10_000 },
  });
  const rules = new AlarmRules(book);
  const latest = new LatestReadings(rules, options.profileOf);
  const ingest = new Ingest({
    history,
    journal,
    clock,
    log,
    tasks,
    latest,
    onEvent: options.onEvent ?? (() => undefined),
    limits: { commitEveryMs: limits.commitEveryMs ?? 200, commitRows: limits.commitRows ?? 200_000 },
  });
  const keeper = new HistoryKeeper({ history, journal, clock, log, tasks });
  const ownAlarms: OwnAlarms = { set: (rule, condition) => setOwnAlarm(book, clock, rule, condition) };
  const {
    freeDiskBytes,
    limits: { lowDiskMb = 1_024 },
  } = options;
  const disk = freeDiskBytes && new FreeDiskWatch({ clock, alarms: ownAlarms, freeBytes: freeDiskBytes, lowMb: lowDiskMb });
  const desk = new RuleDesk({ store, journal, rules, latest, mostRules: limits.rules });
  return {
    acquisition: ingest,
    service: createService(options, { book, rules, latest, ingest, desk }),
    closeAlarmsOf: (deviceKey, deviceId, by) => {
      rules.forget(deviceKey, deviceId);
      for (const { id, deviceId: of } of [...book.open()]) {
        if (of !== deviceId) continue;
        book.step(id, { type: 'condition.cleared', atMs: clock.wallMs() });
        book.step(id, { type: 'operator.acknowledged', atMs: clock.wallMs(), by: by.name, note: by.reason });
      }
    },
    ownAlarms,
    start: async () => {
      await book.start();
      await desk.start();
      await ingest.start();
      keeper.start();
      disk?.start();
    },
    stop: async () => {
      disk?.stop();
      await keeper.stop();
      await ingest.stop();
      await book.stop();
    },
  };
}

interface Parts {
  readonly book: AlarmBook;
  readonly rules: AlarmRules;
  readonly latest: LatestReadings;
  readonly ingest: Ingest;
  readonly desk: RuleDesk;
}

function createService(options: MonitorOptions, { book, rules, latest, ingest, desk }: Parts): MonitorService {
  const { journal, clock, tasks } = options;
  const acknowledge: MonitorService['acknowledge'] = async (id, note, by) => {
    if (note.length > mostNoteCharacters) {
      throw fail('E1403', { message: `the note has ${note.length} characters of at most ${mostNoteCharacters}` });
    }
    const before = book.get(id);
    if (before === undefined) throw fail('E1401', { message: `there is no alarm "${id}"` });
    const after = book.step(id, { type: 'operator.acknowledged', atMs: clock.wallMs(), by: by.name, note });
    if (after === undefined) throw fail('E1402', { message: notNow(before), next: `fleet alarm get ${id}` });
    journal.audit({
      actor: by.name,
      action: 'alarm.acknowledge',
      subject: `alarm:${id}`,
      reason: by.reason,
      detail: { device: after.deviceId, rule: after.rule, note },
    });
    await book.write();
    return after;
  };
  return {
    latest: (deviceKey) => latest.list(deviceKey),
    alarms: (filter) => book.list(filter),
    alarm: (id) => book.get(id),
    acknowledge: (id, note, by) => tasks.run('monitor.acknowledge', () => acknowledge(id, note, by)),
    rules: () => rules.records(),
    parseRules: parseRuleFile,
    applyRules: (drafts, by) => tasks.run('monitor.applyRules', () => desk.apply(drafts, by)),
    openAlarmsOf: (deviceKey) => book.openOf(options.deviceOf(deviceKey)?.id ?? ''),
    get counters() {
      return { ...ingest.counters, ...book.counters, ...rules.counters };
    },
  };
}

function notNow(alarm: AlarmRecord): string {
  if (alarm.state === 'normal') return `alarm ${alarm.id} is normal again`;
  return `alarm ${alarm.id} was acknowledged by ${alarm.acknowledgedBy}`;
}
