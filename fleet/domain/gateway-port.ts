import type { FleetFrame } from '#proto/frame/index.js';
import type { Refusal } from './registry-port.ts';

/** What a fleet says to a unit in an update, without the channel. */
export type UpdateFrame =
  Extract<
    FleetFrame,
    { readonly type: 'updateOffer' | 'updateCancel' | 'piecePart' | 'pieceAbsent' | 'updateReportAcknowledge' }
  > extends infer Frame
    ? Frame extends unknown
      ? Omit<Frame, 'channel'>
      : never
    : never;

/** What others ask the gateway. */
export interface DeviceConnections {
  isConnected(deviceKey: number): boolean;
  /** Sends a Refusal and closes; nothing when not connected. */
  disconnect(deviceKey: number, refusal: Refusal): void;
  /** Sends the desired configuration of the registry, when connected. */
  pushConfiguration(deviceKey: number, version: number, settings: Readonly<Record<string, number | string | boolean>>): void;
  /** Sends a command and waits for its answer. Throws E1310 (not connected), E1311 (no answer in time), E1312 (too many open commands). */
  command(
    deviceKey: number,
    command: { readonly name: string; readonly arguments: Readonly<Record<string, number | string | boolean>>; readonly withinMs: number },
  ): Promise<{ readonly outcome: 'done' | 'unknown' | 'refused' | 'failed'; readonly message: string }>;
  /**
   * Sends a command under an id that was stored before, and tells once what came of it: the answer, or an error as command() throws it. Until
   * then it is sent again, with the same id, whenever the device comes back. Calls back in the turn of the answer.
   */
  deliver(
    deviceKey: number,
    command: {
      readonly id: string;
      readonly name: string;
      readonly arguments: Readonly<Record<string, number | string | boolean>>;
      readonly withinMs: number;
    },
    settle: {
      readonly resolve: (answer: { readonly outcome: 'done' | 'unknown' | 'refused' | 'failed'; readonly message: string }) => void;
      readonly reject: (error: Error) => void;
    },
  ): void;
  /**
   * Sends a frame of an update.
   * @returns false when the unit is not connected
   */
  sendUpdate(deviceKey: number, frame: UpdateFrame): boolean;
  /** Bytes that wait at the link of a unit, which it may share with others; 0 when it is not connected. */
  queuedBytes(deviceKey: number): number;
  readonly counters: GatewayCounters;
  /** How many sub-devices are attached to each socket that carries some. */
  channelsOfGateways(): readonly number[];
}

/** Counters since start; /metrics shows them. */
export interface GatewayCounters {
  readonly connections: number;
  readonly sessions: number;
  readonly accepted: number;
  /** By RefusalReason. */
  readonly refused: Readonly<Record<string, number>>;
  readonly framesReceived: number;
  readonly framesSent: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly unknownFrames: number;
  readonly unknownFields: number;
  /** Times that a link was not read for a while: its device was over its rate, or ingest had no room. */
  readonly throttled: number;
}
