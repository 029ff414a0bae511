import type { PieceName, UpdateCauseName, UpdateStateName } from '#proto/frame/index.js';
import type { DeviceRecord } from './records.ts';

/** A unit asks for parts of a piece. */
export interface PieceDemand {
  readonly attemptId: string;
  readonly piece: PieceName;
  /** Of a role's metadata; 0: the newest. */
  readonly version: number;
  /** Bytes, a multiple of 32,768. */
  readonly offset: number;
  /** Parts from there, 1 to 16. */
  readonly credit: number;
}

/** What a unit says of an attempt. Digests are hex. */
export interface UpdateFact {
  readonly attemptId: string;
  readonly sequence: number;
  readonly state: UpdateStateName;
  /** undefined where there is none, or one of a newer version. */
  readonly cause: UpdateCauseName | undefined;
  readonly message: string;
  /** By the unit's clock, ms. */
  readonly timeMs: number;
  readonly storedBytes: number;
  readonly receivedBytes: number;
  readonly takesDelta: boolean;
  readonly boot: number;
  readonly runningDigest: string;
  readonly isConfirmed: boolean;
  readonly securityCounter: number;
  readonly trustedTimeMs: number;
  readonly rootVersion: number;
  readonly timestampVersion: number;
  readonly snapshotVersion: number;
  readonly targetsVersion: number;
}

/** What the gateway tells of the updates of units. Nothing of it waits, and nothing of it throws. */
export interface UpdateDesk {
  /** A unit was welcomed: the record says what it runs. What is sent to it inside this call goes out after Welcome. */
  opened(device: DeviceRecord): void;
  closed(deviceKey: number): void;
  demand(deviceKey: number, demand: PieceDemand): void;
  report(deviceKey: number, fact: UpdateFact): void;
}
