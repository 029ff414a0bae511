import type { UpdateService } from './attempt-port.ts';
import type { CommandService } from './command-port.ts';
import type { ConfigurationService } from './configuration-port.ts';
import type { FrameTap } from './frame-port.ts';
import type { DeviceConnections } from './gateway-port.ts';
import type { GroupService } from './group-port.ts';
import type { History } from './history.ts';
import type { HoldService } from './hold-port.ts';
import type { HookService } from './hook-port.ts';
import type { Journal } from './journal-port.ts';
import type { MonitorService } from './monitor-port.ts';
import type { OperationService } from './operation-port.ts';
import type { ProvisionService } from './provision-port.ts';
import type { DeviceService, OperatorTokens } from './registry-port.ts';
import type { ReleaseService, UploadService } from './release-port.ts';
import type { RolloutService } from './rollout-port.ts';
import type { TrustDesk } from './trust-port.ts';

/** All that the API serves: the manager by its ports. Trials drive the same ports without HTTP. */
export interface Manager {
  readonly devices: DeviceService;
  readonly provisioning: ProvisionService;
  readonly tokens: OperatorTokens;
  readonly operations: OperationService;
  readonly groups: GroupService;
  readonly holds: HoldService;
  readonly commands: CommandService;
  readonly configuration: ConfigurationService;
  readonly releases: ReleaseService;
  readonly uploads: UploadService;
  readonly monitor: MonitorService;
  readonly updates: UpdateService;
  readonly hooks: HookService;
  readonly rollouts: RolloutService;
  readonly connections: DeviceConnections;
  readonly frames: FrameTap;
  readonly trust: TrustDesk;
  readonly journal: Journal;
  readonly history: Pick<History, 'query' | 'series' | 'export' | 'footprint' | 'health'>;
  /** What was refused before it became a link; absent where there are no sockets. */
  sockets?(): SocketCounts;
  /** What /healthz and status show. */
  status(): ManagerStatus;
}

/** Sockets that came to nothing, counted since start. */
export interface SocketCounts {
  /** Handshakes answered 503: as many links as fit were open, or the manager stops. */
  readonly refusedFull: number;
  /** Handshakes answered 400: no WebSocket, or not our subprotocol. */
  readonly refusedProtocol: number;
  /** Closed unheard, to keep files for the databases. */
  readonly dropped: number;
  /** Closed since no whole request came in time. */
  readonly timedOut: number;
  /** Answered 400 or 431: what came is no HTTP request, or one with headers too long. */
  readonly malformed: number;
}

/** The certificate that a manager shows its clients. */
export interface CertificateFacts {
  /** Where it was read from. */
  readonly file: string;
  /** Common name of its subject. */
  readonly subject: string;
  /** Subject alternative names as OpenSSL writes them: "DNS:fleet.example, IP Address:127.0.0.1"; empty when none. */
  readonly names: string;
  readonly isSelfSigned: boolean;
  /** Wall clock, ms. */
  readonly validFromMs: number;
  readonly expiresAtMs: number;
}

/** One screen of facts. */
export interface ManagerStatus {
  readonly version: string;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly ready: boolean;
  /** Why not ready; empty when ready. */
  readonly reasons: readonly string[];
  /** Longest delay of the event loop in the last one to two minutes, ms; 0 in virtual time. */
  readonly eventLoopDelayMs: number;
  readonly dataFolder: string;
  readonly freeDiskBytes: number;
  /** Left out where no TLS is served. */
  readonly certificate?: CertificateFacts;
}
