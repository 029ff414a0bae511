/** Bounds and times of the gateway. Configuration may replace each. */
export interface GatewayLimits {
  /** Handshakes a second that are begun on average, and at once. */
  readonly handshakesPerSecond: number;
  /** Handshakes under way at once, channels included. */
  readonly openHandshakes: number;
  /** Time to answer a Challenge, ms. */
  readonly answerWithinMs: number;
  /** A welcomed unit must say something this often, ms; after twice that it is refused. */
  readonly heartbeatMs: number;
  /** Frames a second of one unit on average; in a burst the greater of this and windowFrames. */
  readonly framesPerSecond: number;
  readonly windowFrames: number;
  /** Times a device is slowed down, without catching up between, before it is refused. */
  readonly throttles: number;
  /** Units on one link beside its owner, 0 to 65,535. */
  readonly channelsPerLink: number;
  /** Bytes that may wait for a slow reader. */
  readonly queuedBytes: number;
  /** Readings may be this far in the future, ms. */
  readonly futureMs: number;
  /** Commands that wait for an answer of one device. */
  readonly openCommands: number;
  /** Shortest time after which a device that was turned away for want of room may come again, ms. */
  readonly retryMs: number;
  /** The same where nothing can be stored, ms. */
  readonly storageRetryMs: number;
  /** Longest such time, ms. */
  readonly longestRetryMs: number;
  /** What a superseded connection is told, ms. */
  readonly supersededRetryMs: number;
  /** Newest frames of all units that are kept for people to look at, bytes: 65,536 or more; 0: none. */
  readonly frameRingBytes: number;
}

/** Limits that fit one machine with some ten thousand devices. */
export const defaultGatewayLimits: GatewayLimits = {
  handshakesPerSecond: 2_000,
  openHandshakes: 4_000,
  answerWithinMs: 20_000,
  heartbeatMs: 60_000,
  framesPerSecond: 1_000,
  windowFrames: 1_024,
  throttles: 600,
  channelsPerLink: 4_096,
  queuedBytes: 1_048_576,
  futureMs: 300_000,
  openCommands: 16,
  retryMs: 1_000,
  storageRetryMs: 5_000,
  longestRetryMs: 120_000,
  supersededRetryMs: 60_000,
  frameRingBytes: 16_777_216,
};
