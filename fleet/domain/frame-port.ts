import type { FrameView } from '#proto/frame/index.js';

/** Which way a frame went: in from a device, out to it. */
export type FrameDirection = 'in' | 'out';

/** One frame that a device sent or was sent. */
export interface KeptFrame {
  /** Among all frames of the manager since it started, from 1; grows by time. */
  readonly number: number;
  readonly direction: FrameDirection;
  /** Wall clock when it came or went, ms. */
  readonly atMs: number;
  /** Length on the wire, bytes: more than there are in `bytes` when it was cut to fit. */
  readonly frameBytes: number;
  /** The frame or its beginning. What proves an identity is zeros but for its first bytes. */
  readonly bytes: Uint8Array;
  /** What it says, with the signal names of the device's profile. */
  readonly view: FrameView;
}

/** Which frames of a device are wanted. */
export interface FrameQuery {
  /** Left out: both ways. */
  readonly direction?: FrameDirection | undefined;
  /** The newest that fit. */
  readonly limit: number;
  /** Bytes of frames at most; one frame comes in any case. */
  readonly maxBytes: number;
  /** Only frames with a smaller number. */
  readonly before?: number | undefined;
}

/** The newest frames of all devices, kept in a bounded ring, by device. A sub-device has its own. */
export interface FrameTap {
  /**
   * The newest kept frames of a device, oldest of them first, and whether there are older ones.
   * @throws E1315 when frames are not kept
   */
  read(deviceKey: number, query: FrameQuery): Promise<{ readonly frames: readonly KeptFrame[]; readonly hasMore: boolean }>;
  /**
   * Calls with each frame from now on, in the turn in which it comes or goes; the frames of a handshake come when it has shown who the device is.
   * Returns the unsubscriber.
   * @throws E1315 when frames are not kept
   */
  follow(deviceKey: number, direction: FrameDirection | undefined, take: (frame: KeptFrame) => void): () => void;
}
