/** The link of a device whose reports of updates are lost, late, and said twice; offers to it are told before they go out. */
import { DeviceFrameDecoder, decodeFleetFrame } from '#proto/frame/index.js';
import type { Random } from '#proto/kit/index.js';

const counters = { unknownFrames: 0, unknownFields: 0 };
/** An offer has a signed assignment; parts of images are larger, acknowledgements smaller. */
const offerBytes = { least: 64, most: 9_000 };

/** @see the head of this file */
export class ReportTap {
  readonly #share: number;
  readonly #random: Random;
  readonly #offered: (attemptId: string) => boolean;
  readonly #decoder = new DeviceFrameDecoder();
  /** A report that comes late, or once more. */
  #late: Uint8Array | undefined;

  /**
   * @param share of reports that are lost; as many come late, and as many twice; 0 to 0.3
   * @param offered told of each offer; answers whether it goes out
   */
  constructor(share: number, random: Random, offered: (attemptId: string) => boolean) {
    this.#share = share;
    this.#random = random;
    this.#offered = offered;
  }

  readonly toDevice = (frame: Uint8Array): readonly Uint8Array[] => {
    if (frame.length < offerBytes.least || frame.length > offerBytes.most) return [frame];
    const decoded = decodeFleetFrame(frame, counters);
    return decoded.type !== 'updateOffer' || this.#offered(decoded.body.attemptId ?? '') ? [frame] : [];
  };

  readonly fromDevice = (frame: Uint8Array): readonly Uint8Array[] => {
    if (this.#share === 0) return [frame];
    const { type } = this.#decoder.decode(frame);
    // A session ends with its link: nothing of it comes behind the next Hello.
    if (type === 'hello') this.#late = undefined;
    if (type !== 'updateReport') return [frame];
    const late = this.#late === undefined ? [] : [this.#late];
    this.#late = undefined;
    const chance = this.#random.float() / this.#share;
    if (chance < 1) return late;
    if (chance < 2) {
      this.#late = frame;
      return late;
    }
    if (chance < 3) {
      this.#late = frame;
      return [frame, ...late];
    }
    return [frame, ...late];
  };
}
