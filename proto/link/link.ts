/**
 * A link carries binary frames, in order, between one device and one fleet manager. Drivers: WebSocket, and a pair in memory
 * with a network model. Both pass test/contract/link-contract.ts.
 */
export interface Link {
  /** Who is at the other end, for logs and the audit: "127.0.0.1:51234" or a name in memory. */
  readonly remote: string;
  /** Frames go out while this is true. */
  readonly isOpen: boolean;
  /** Bytes that send() took and the network did not yet: the caller's limit is judged against it. */
  readonly queuedBytes: number;
  /** Free for the side that handles this link: its session. Saves a map and a closure a link. */
  owner: unknown;
  /**
   * Queues one frame; the bytes must not change afterwards. Nothing happens when the link is not open: what matters is
   * acknowledged or sent again.
   * A frame over the limit is the other side's fault to find: it closes with 1009.
   * @param rest more bytes of the same frame, behind `frame`: a WebSocket sends them from where they stand, without a copy, so that thousands of
   * links can share them. For the fleet's side of a link; devices send their frames in one piece.
   */
  send(frame: Uint8Array, rest?: Uint8Array): void;
  /** Stops reading from the network: what the other side sends waits there. No onFrame comes until resume(). */
  pause(): void;
  /** Reads again. Frames never come inside this call. */
  resume(): void;
  /**
   * Says goodbye: what is queued goes out first, then the close code. onClose follows, at the latest after the driver's closeTimeoutMs.
   * No frame is handed to this side any more.
   * @param code 1000, 1001, or 4000 to 4999
   * @param reason at most 123 bytes of UTF-8; longer ones are cut
   */
  close(code: number, reason: string): void;
  /** Cuts the link without a goodbye. onClose follows with 1006. */
  terminate(): void;
}

/** What a side does with its links: one handler object serves all of them. */
export interface LinkHandler {
  onOpen(link: Link): void;
  /** bytes belong to the handler until it returns; the driver may reuse them afterwards. */
  onFrame(link: Link, bytes: Uint8Array): void;
  /**
   * Something came that is no acceptable frame. What is sent inside this call still goes out; then the driver closes the link with the
   * fault's own code, whatever close() was called with here.
   */
  onFault(link: Link, fault: LinkFault): void;
  /**
   * Comes exactly once a link that opened or failed to open. Nothing comes after it.
   * @param retryAfterMs the other side refused the dial for want of room and said when to come back, ms, 0 to 86,400,000; left out otherwise
   */
  onClose(link: Link, code: number, reason: string, retryAfterMs?: number): void;
}

/** What a driver refuses by itself, before it is buffered. */
export type LinkFault = 'tooLarge' | 'tooManyFragments' | 'notBinary' | 'protocol';

/** The device's side: opens links. */
export interface Dialer {
  /** Starts to connect; onOpen or onClose follows. */
  dial(handler: LinkHandler): Link;
}

/** Close codes of seatrial.v1. docs/PROTOCOL.md explains each. */
export const closeCodes = {
  normal: 1000,
  goingAway: 1001,
  /** What came is no WebSocket traffic. */
  protocolError: 1002,
  /** Never on the wire: the link broke, or never opened. */
  abnormal: 1006,
  frameNotBinary: 1003,
  /** A text that is no UTF-8, in a close frame. */
  invalidText: 1007,
  /** A message in too many fragments. */
  policyViolation: 1008,
  frameTooLarge: 1009,
  /** A Refusal frame came before: read it. */
  refused: 4000,
  /** The device sleeps until its next waking. */
  sleeping: 4001,
  /** The device restarts. */
  restarting: 4002,
  /** The device can't read what the fleet manager sent. */
  frameMalformed: 4003,
} as const;

/** The WebSocket subprotocol. */
export const subprotocol = 'seatrial.v1';
/** WebSocket fragments of one message at most. */
export const maximumFragments = 64;
/** Largest frame, bytes. */
export const maximumFrameBytes = 65_536;
