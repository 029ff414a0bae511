import type {
  CommandOutcomeName,
  DecodeCounters,
  EventKindName,
  FleetFrame,
  FleetFrameHead,
  LinkKindName,
  PieceName,
  ResetReasonName,
} from '#proto/frame/index.js';
import type { PublicProfile, SettingValue } from '#proto/profile/index.js';
import type { UpdateReportMessage } from './update-record.ts';

/**
 * How a device speaks: its life, its faults and its signals stay the same whatever driver stands here. A message that a dialect does not
 * have is undefined and not sent. Telemetry and events must carry (boot, sequence): acknowledgements name them.
 */
export interface Dialect {
  readonly name: string;
  claim(message: ClaimMessage): Uint8Array | undefined;
  hello(message: HelloMessage): Uint8Array | undefined;
  /** Readings of one frame: columns of `count` entries; offsets undefined when all readings are of baseTimeMs. */
  telemetry(
    boot: number,
    sequence: number,
    baseTimeMs: number,
    count: number,
    signalIds: ArrayLike<number>,
    offsetsMs: ArrayLike<number> | undefined,
    values: ArrayLike<number>,
  ): Uint8Array;
  event(message: EventMessage): Uint8Array;
  /** @param isPowered from outside: no battery, or one that is charged */
  heartbeat(batteryPercent: number, bufferedBytes: number, droppedFrames: number, isPowered: boolean): Uint8Array | undefined;
  sleep(wakeInMs: number): Uint8Array | undefined;
  commandResult(commandId: string, outcome: CommandOutcomeName, message: string): Uint8Array | undefined;
  configurationReport(version: number, settings: Readonly<Record<string, SettingValue>>, error: string): Uint8Array | undefined;
  pieceRequest(message: PieceRequestMessage): Uint8Array | undefined;
  updateReport(message: UpdateReportMessage): Uint8Array | undefined;
  profileDefinition(profile: PublicProfile): Uint8Array | undefined;
  /** How the link of a gateway device carries sub-devices; left out when it can't. */
  readonly channels?: ChannelDialect;
  /**
   * What the fleet says. `unknown` is ignored and counted.
   * @throws SeatrialError when the bytes are no message of this dialect: ignored and counted
   */
  decode(bytes: Uint8Array, counters: DecodeCounters): FleetFrame;
}

/** How one link carries many units. Units encode as on a link of their own; the channel comes in when a frame is handed over. */
export interface ChannelDialect {
  /** @param channel 1 to 65,535 */
  attach(channel: number): Uint8Array;
  detach(channel: number): Uint8Array;
  /** The same frame, spoken for the unit on a channel. */
  address(frame: Uint8Array, channel: number): Uint8Array;
  /** Says for whom a frame from the fleet is. Shared: read again before it is asked. */
  readonly head: FleetFrameHead;
}

/** A device without an identity asks for one. */
export interface ClaimMessage {
  readonly tokenId: string;
  readonly tokenProof: Uint8Array;
  readonly deviceId: string;
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
  readonly profile: string;
  readonly hardwareRevision: string;
}

/** A device proves its identity. */
export interface HelloMessage {
  readonly deviceId: string;
  readonly signature: Uint8Array;
  readonly boot: number;
  readonly connection: number;
  readonly deviceTimeMs: number;
  readonly profileDigest: Uint8Array;
  readonly firmwareVersion: string;
  readonly imageDigest: Uint8Array;
  readonly imageConfirmed: boolean;
  readonly resetReason: ResetReasonName;
  readonly configurationVersion: number;
  readonly droppedFrames: number;
  /** undefined: its profile does not say. */
  readonly link: LinkKindName | undefined;
}

/** A device asks for parts of a piece of an update. */
export interface PieceRequestMessage {
  readonly attemptId: string;
  readonly piece: PieceName;
  /** 0: the newest, and for what is no metadata. */
  readonly version: number;
  /** A multiple of 32,768. */
  readonly offset: number;
  /** 1 to 16. */
  readonly credit: number;
}

/** Something happened in the device. */
export interface EventMessage {
  readonly boot: number;
  readonly sequence: number;
  readonly timeMs: number;
  readonly kind: EventKindName;
  readonly name: string;
  readonly message: string;
  readonly values: Readonly<Record<string, number>>;
}
