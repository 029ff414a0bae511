import type { DeviceConnections } from './gateway-port.ts';
import type { History } from './history.ts';
import type { Journal } from './journal-port.ts';
import type { MonitorService } from './monitor-port.ts';
import type { DeviceService, OperatorTokens } from './registry-port.ts';

/** All that the API serves: the manager by its ports. Trials drive the same ports without HTTP. */
export interface Manager {
  readonly devices: DeviceService;
  readonly tokens: OperatorTokens;
  readonly monitor: MonitorService;
  readonly connections: DeviceConnections;
  readonly journal: Journal;
  readonly history: Pick<History, 'query' | 'health'>;
  /** What /healthz and status show. */
  status(): ManagerStatus;
}

/** One screen of facts. */
export interface ManagerStatus {
  readonly version: string;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly ready: boolean;
  /** Why not ready; empty when ready. */
  readonly reasons: readonly string[];
  /** Longest delay of the event loop in the last minute, ms; 0 in virtual time. */
  readonly eventLoopDelayMs: number;
  readonly dataFolder: string;
  readonly freeDiskBytes: number;
}
