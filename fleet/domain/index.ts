export type {
  AttemptDelta,
  AttemptRecord,
  AttemptState,
  AttemptStep,
  HelloFacts,
  UpdateCounters,
  UpdateOrder,
  UpdateService,
} from './attempt-port.ts';
export type { BlobFacts, BlobStore, UploadFacts } from './blob-port.ts';
export type { CommandOrder, CommandRecord, CommandService, CommandState } from './command-port.ts';
export type {
  ConfigurationChange,
  ConfigurationService,
  ConfigurationView,
  ReportedConfigurationRecord,
  SettingView,
} from './configuration-port.ts';
export type { DeviceFeed, DeviceListener, PresentDevice } from './device-feed.ts';
export type { FrameDirection, FrameQuery, FrameTap, KeptFrame } from './frame-port.ts';
export type { DeviceConnections, GatewayCounters, UpdateFrame } from './gateway-port.ts';
export type { GroupPreview, GroupRecord, GroupSelector, GroupService, GroupView, SelectorClause } from './group-port.ts';
export type { DeviceEventRow, History, HistoryHealth, QueryResult, ReadingColumns, Watermark } from './history.ts';
export {
  type ExportFile,
  type ExportRequest,
  partMs,
  type Series,
  type SeriesPoint,
  type SeriesRequest,
  type SeriesResolution,
} from './history-reads.ts';
export type { DropCause, Dropped, HistoryFootprint, HistoryRetention, UpkeepStep } from './history-upkeep.ts';
export type { HoldService } from './hold-port.ts';
export type {
  HookAnswer,
  HookCounters,
  HookMessageRecord,
  HookMessageState,
  HookRecord,
  HookRequest,
  HookSender,
  HookService,
  HookTest,
  HookView,
} from './hook-port.ts';
export type { Journal } from './journal-port.ts';
export type { LiveAlarm, LiveDevice, LiveState } from './live-state.ts';
export type { CertificateFacts, Manager, ManagerStatus, SocketCounts } from './manager-port.ts';
export type { Acquisition, IngestVerdict, LatestReading, MonitorService } from './monitor-port.ts';
export type {
  BulkOrder,
  BulkPlan,
  BulkRequest,
  OperationPageRecord,
  OperationRecord,
  OperationService,
  OperationState,
  OperationStep,
} from './operation-port.ts';
export type { ImportedIdentity, ImportOutcome, ProvisionService } from './provision-port.ts';
export type {
  AlarmRecord,
  AlarmRuleRecord,
  AlarmState,
  ApiTokenRecord,
  AuditEntry,
  DesiredConfigurationRecord,
  DeviceRecord,
  DeviceStatus,
  DeviceView,
  EnrolmentTokenRecord,
  HoldRecord,
  MetadataRole,
  MetaRecord,
  Presence,
  ProfileRecord,
  Reprovision,
  RevocationRecord,
  Role,
  Severity,
  TimelineEntry,
  TrustMetadataRecord,
} from './records.ts';
export type {
  Actor,
  ClaimOutcome,
  ClaimRequest,
  DeviceDirectory,
  DeviceService,
  HelloOutcome,
  HelloRequest,
  LabelChange,
  OperatorTokens,
  Presenceful,
  Refusal,
  RefusalReason,
} from './registry-port.ts';
export type {
  BlobRange,
  ReleaseComparison,
  ReleaseDelta,
  ReleaseRecord,
  ReleaseService,
  ReleaseState,
  ReleaseView,
  SigningRecord,
  SigningView,
  UploadRecord,
  UploadService,
  UploadView,
} from './release-port.ts';
export type {
  GateAction,
  HealthFailure,
  PlanDeadlines,
  PlanDispatch,
  PlanGate,
  PlanShare,
  PlanStratum,
  PlanSubject,
  PlanWave,
  PlanWindow,
  RolloutPlan,
  ThresholdSet,
} from './rollout-plan.ts';
export type {
  BlastRadius,
  BucketCounts,
  ExplainStep,
  Explanation,
  PlanBlocker,
  PlanDifference,
  PlanFinding,
  RaisedLimits,
  RolloutCall,
  RolloutCounters,
  RolloutForecast,
  RolloutMemberView,
  RolloutService,
  RolloutSums,
  RolloutVerb,
  RolloutView,
  WaveForecast,
  WaveView,
} from './rollout-port.ts';
export {
  type GateVerdict,
  type RolloutBucket,
  type RolloutChange,
  type RolloutEndRecord,
  type RolloutForgiveness,
  type RolloutMemberRecord,
  type RolloutPageRecord,
  type RolloutRecord,
  type RolloutState,
  type RolloutStep,
  rolloutBuckets,
} from './rollout-record.ts';
export type { DocumentKind, Documents, LogName, Logs, Mutation, Store, Stored } from './store.ts';
export type {
  AssignmentOrder,
  KeptKey,
  Keyring,
  OnlineRole,
  OwnAlarms,
  RoleStatus,
  TargetsChange,
  TargetsProposal,
  TrustDesk,
  TrustStatus,
} from './trust-port.ts';
export type { PieceDemand, UpdateDesk, UpdateFact } from './update-port.ts';
