import type { AttemptRecord } from './attempt-port.ts';
import type { CommandRecord } from './command-port.ts';
import type { ReportedConfigurationRecord } from './configuration-port.ts';
import type { GroupRecord } from './group-port.ts';
import type { HookMessageRecord, HookRecord } from './hook-port.ts';
import type { OperationPageRecord, OperationRecord } from './operation-port.ts';
import type {
  AlarmRecord,
  AlarmRuleRecord,
  ApiTokenRecord,
  AuditEntry,
  DesiredConfigurationRecord,
  DeviceRecord,
  EnrolmentTokenRecord,
  HoldRecord,
  MetaRecord,
  ProfileRecord,
  RevocationRecord,
  TimelineEntry,
  TrustMetadataRecord,
} from './records.ts';
import type { ReleaseRecord, SigningRecord, UploadRecord } from './release-port.ts';
import type { RolloutEndRecord, RolloutMemberRecord, RolloutPageRecord, RolloutRecord } from './rollout-record.ts';

/** What the Store keeps, by kind. Ids are 1 to 200 characters. */
export interface Documents {
  device: DeviceRecord;
  enrolmentToken: EnrolmentTokenRecord;
  revocation: RevocationRecord;
  profile: ProfileRecord;
  desiredConfiguration: DesiredConfigurationRecord;
  apiToken: ApiTokenRecord;
  alarmRule: AlarmRuleRecord;
  alarm: AlarmRecord;
  reportedConfiguration: ReportedConfigurationRecord;
  command: CommandRecord;
  group: GroupRecord;
  operation: OperationRecord;
  operationPage: OperationPageRecord;
  release: ReleaseRecord;
  upload: UploadRecord;
  signing: SigningRecord;
  trustMetadata: TrustMetadataRecord;
  attempt: AttemptRecord;
  hook: HookRecord;
  hookMessage: HookMessageRecord;
  hold: HoldRecord;
  rollout: RolloutRecord;
  rolloutPage: RolloutPageRecord;
  rolloutEnd: RolloutEndRecord;
  rolloutMember: RolloutMemberRecord;
  meta: MetaRecord;
}

/** Logs are appended to and cut at their old end, never changed. */
export interface Logs {
  audit: AuditEntry;
  timeline: TimelineEntry;
}

export type DocumentKind = keyof Documents;
export type LogName = keyof Logs;

/** A document with the revision that a change must name. */
export interface Stored<Kind extends DocumentKind> {
  readonly id: string;
  /** From 1, growing by one a change. */
  readonly revision: number;
  readonly value: Documents[Kind];
}

/** One change of a batch. */
export type Mutation =
  | {
      [Kind in DocumentKind]: {
        readonly type: 'put';
        readonly kind: Kind;
        readonly id: string;
        readonly value: Documents[Kind];
        /** 0: must not exist yet. Left out: whatever is there. */
        readonly expectedRevision?: number;
      };
    }[DocumentKind]
  | { readonly type: 'delete'; readonly kind: DocumentKind; readonly id: string; readonly expectedRevision?: number }
  | { [Name in LogName]: { readonly type: 'append'; readonly log: Name; readonly entry: Logs[Name] } }[LogName]
  /** Drops the oldest entries so that at most `keep` stay. */
  | { readonly type: 'trim'; readonly log: LogName; readonly keep: number };

/**
 * The manager's state. Reads are async calls; writes are one atomic batch, so no transaction stays open across an await.
 * What apply() answered for is there after kill -9.
 */
export interface Store {
  get<Kind extends DocumentKind>(kind: Kind, id: string): Promise<Stored<Kind> | undefined>;
  /** All of a kind, by id. Used at start; afterwards areas keep what they need. */
  list<Kind extends DocumentKind>(kind: Kind): Promise<Stored<Kind>[]>;
  /**
   * All of it or nothing. Calls that come while one is written are written together (group commit), each still all or nothing.
   * Throws E1601 when an expected revision does not match, E1603 when the disk is full.
   * Resolves with the new revision of each put, in the order of the batch (0 for other mutations).
   */
  apply(batch: readonly Mutation[]): Promise<number[]>;
  /**
   * Entries with sequence > after, oldest first; the newest `limit`, of those with sequence < before when it is given, when `after` is left
   * out. limit 1 to 10,000.
   */
  readLog<Name extends LogName>(
    log: Name,
    options: { readonly after?: number; readonly before?: number; readonly limit: number },
  ): Promise<Logs[Name][]>;
  /** Why nothing is written any more until the next start, for a person; undefined: it is. A disk that is full now is no such reason. */
  problem(): string | undefined;
  close(): Promise<void>;
}
