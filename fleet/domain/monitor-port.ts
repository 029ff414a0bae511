import type { DeviceEventRow, ReadingColumns } from './history.ts';
import type { AlarmRecord, AlarmRuleRecord } from './records.ts';
import type { Actor } from './registry-port.ts';

/** What ingest says to one frame. */
export type IngestVerdict =
  /** Will be acknowledged after commit. */
  | 'accepted'
  /** Stored already or under way: will be acknowledged again. */
  | 'duplicate'
  /** No room: pause the link, offer the same frame again later or refuse the device. */
  | 'full'
  /** History can't store: refuse the device. */
  | 'unavailable';

/** What the gateway gives to the monitor. Sequence checks and history are behind it. */
export interface Acquisition {
  /** Prepares hot-path state; the stored watermark goes into Welcome. */
  open(device: { readonly key: number; readonly id: string; readonly profileDigest: string }): {
    readonly boot: number;
    readonly sequence: number;
  };
  telemetry(deviceKey: number, boot: number, sequence: number, readings: ReadingColumns): IngestVerdict;
  event(event: DeviceEventRow): IngestVerdict;
  /** Frames that will never be stored still move the watermark, so that acknowledgement passes them. */
  skip(deviceKey: number, boot: number, sequence: number): IngestVerdict;
  /**
   * Another unit takes a device key over, whose boots begin at 1 again: resolves when that is stored. The key must have no session meanwhile. Rejects
   * with E1404 when history cannot store it; nothing has changed then.
   */
  restart(deviceKey: number): Promise<void>;
  /** The gateway hears of each device once a commit. */
  onCommitted(listener: (deviceKey: number, boot: number, sequence: number) => void): void;
  /** A commit failed: what these devices sent since their watermark is not stored. They must be refused, so that they send it again. */
  onLost(listener: (deviceKeys: readonly number[]) => void): void;
  /** Room again after 'full'. */
  onRoom(listener: () => void): void;
}

/** Newest readings of a device. */
export interface LatestReading {
  readonly signal: string;
  readonly unit: string;
  readonly atMs: number;
  readonly value: number;
}

/** What the API asks the monitor. */
export interface MonitorService {
  latest(deviceKey: number): LatestReading[];
  /** Newest first. */
  alarms(filter: {
    readonly state: 'open' | 'all';
    readonly deviceId?: string;
    readonly after?: string;
    readonly limit: number;
  }): AlarmRecord[];
  alarm(id: string): AlarmRecord | undefined;
  acknowledge(id: string, note: string, by: Actor): Promise<AlarmRecord>;
  rules(): AlarmRuleRecord[];
  /** Reads a rule file (YAML of kind AlarmRules). Throws E10xx or E18xx with file, line and column at the first wrong place. */
  parseRules(text: string, file: string): Omit<AlarmRuleRecord, 'version'>[];
  /** Checks all, then applies all: rules that are missing from the set stay. Throws E18xx at the first wrong one. */
  applyRules(
    rules: readonly Omit<AlarmRuleRecord, 'version'>[],
    by: Actor,
  ): Promise<{ readonly created: number; readonly changed: number; readonly unchanged: number }>;
  openAlarmsOf(deviceKey: number): number;
  readonly counters: {
    readonly readings: number;
    readonly frames: number;
    readonly events: number;
    readonly duplicates: number;
    readonly commits: number;
    readonly failedCommits: number;
    readonly alarmsRaised: number;
    readonly openAlarms: number;
    /** Alarms that were not raised, since the limit of open alarms was reached. */
    readonly alarmsOverLimit: number;
    /** Time from the first row of a batch to its commit, newest, ms. */
    readonly lastCommitMs: number;
    readonly ruleFailures: number;
  };
}
