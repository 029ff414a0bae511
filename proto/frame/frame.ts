import type { seatrial } from '#proto/gen/index.js';
import type { RejectReason } from './frame-names.ts';

/** Bodies that a device sends, by the name of their field in DeviceFrame. Telemetry has a form of its own, see TelemetryFrame. */
export type DeviceFrame =
  | { readonly channel: number; readonly type: 'claim'; readonly body: seatrial.v1.Claim.$Properties }
  | { readonly channel: number; readonly type: 'hello'; readonly body: seatrial.v1.Hello.$Properties }
  | { readonly channel: number; readonly type: 'event'; readonly body: seatrial.v1.DeviceEvent.$Properties }
  | { readonly channel: number; readonly type: 'heartbeat'; readonly body: seatrial.v1.Heartbeat.$Properties }
  | { readonly channel: number; readonly type: 'sleep'; readonly body: seatrial.v1.Sleep.$Properties }
  | { readonly channel: number; readonly type: 'commandResult'; readonly body: seatrial.v1.CommandResult.$Properties }
  | { readonly channel: number; readonly type: 'configurationReport'; readonly body: seatrial.v1.ConfigurationReport.$Properties }
  | { readonly channel: number; readonly type: 'profileDefinition'; readonly body: seatrial.v1.ProfileDefinition.$Properties }
  | { readonly channel: number; readonly type: 'attach'; readonly body: seatrial.v1.Attach.$Properties }
  | { readonly channel: number; readonly type: 'detach'; readonly body: seatrial.v1.Detach.$Properties }
  | { readonly channel: number; readonly type: 'pieceRequest'; readonly body: seatrial.v1.PieceRequest.$Properties }
  | { readonly channel: number; readonly type: 'updateReport'; readonly body: seatrial.v1.UpdateReport.$Properties }
  /** A body that this version does not know: ignored and counted. */
  | { readonly channel: number; readonly type: 'unknown' };

/** Bodies that a fleet manager sends, by the name of their field in FleetFrame. */
export type FleetFrame =
  | { readonly channel: number; readonly type: 'challenge'; readonly body: seatrial.v1.Challenge.$Properties }
  | { readonly channel: number; readonly type: 'welcome'; readonly body: seatrial.v1.Welcome.$Properties }
  | { readonly channel: number; readonly type: 'pending'; readonly body: seatrial.v1.Pending.$Properties }
  | { readonly channel: number; readonly type: 'refusal'; readonly body: seatrial.v1.Refusal.$Properties }
  | { readonly channel: number; readonly type: 'acknowledge'; readonly body: seatrial.v1.Acknowledge.$Properties }
  | { readonly channel: number; readonly type: 'reject'; readonly body: seatrial.v1.Reject.$Properties }
  | { readonly channel: number; readonly type: 'command'; readonly body: seatrial.v1.Command.$Properties }
  | { readonly channel: number; readonly type: 'desiredConfiguration'; readonly body: seatrial.v1.DesiredConfiguration.$Properties }
  | { readonly channel: number; readonly type: 'time'; readonly body: seatrial.v1.Time.$Properties }
  | { readonly channel: number; readonly type: 'updateOffer'; readonly body: seatrial.v1.UpdateOffer.$Properties }
  | { readonly channel: number; readonly type: 'updateCancel'; readonly body: seatrial.v1.UpdateCancel.$Properties }
  | { readonly channel: number; readonly type: 'piecePart'; readonly body: seatrial.v1.PiecePart.$Properties }
  | { readonly channel: number; readonly type: 'pieceAbsent'; readonly body: seatrial.v1.PieceAbsent.$Properties }
  | {
      readonly channel: number;
      readonly type: 'updateReportAcknowledge';
      readonly body: seatrial.v1.UpdateReportAcknowledge.$Properties;
    }
  | { readonly channel: number; readonly type: 'unknown' };

/**
 * One decoded telemetry frame. The decoder owns one and fills it again with each frame: read it before the next decode.
 * Its columns have the shape of the fleet's ReadingColumns.
 */
export interface TelemetryFrame {
  readonly type: 'telemetry';
  channel: number;
  boot: number;
  sequence: number;
  /** Readings, 1 to 4,096. */
  count: number;
  signalIds: Uint32Array;
  /** Times of the readings, ms since 1970-01-01T00:00Z: base and offset added up. */
  atMs: Float64Array;
  values: Float64Array;
}

/**
 * A telemetry or event frame whose place is known and whose content breaks a rule. The fleet answers Reject and keeps the connection:
 * a refusal would make the device send the same frame again after each reconnect.
 */
export interface InvalidFrame {
  readonly type: 'invalid';
  readonly channel: number;
  readonly boot: number;
  readonly sequence: number;
  readonly reason: RejectReason;
  /** What was measured against which limit. */
  readonly message: string;
}

/** What decoding counted beside the frame. */
export interface DecodeCounters {
  unknownFrames: number;
  unknownFields: number;
}
