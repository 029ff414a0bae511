import { DeviceFrameDecoder, pieces } from '#proto/frame/index.js';
import type { Dialer, Link, LinkHandler } from '#proto/link/index.js';

/** Holds back what devices ask of contents until all of them are that far: so the moving of images is measured and not what comes before it. */
export class RequestGate {
  readonly #decoder = new DeviceFrameDecoder();
  #held: { readonly frame: Uint8Array; readonly send: Link['send'] }[] = [];
  #isOpen = false;

  /** Requests that wait. */
  get held(): number {
    return this.#held.length;
  }

  /** A dialer whose links wait at this gate. */
  behind(dialer: Dialer): Dialer {
    return {
      dial: (handler: LinkHandler) => {
        const link = dialer.dial(handler);
        if (this.#isOpen) return link;
        const send = link.send.bind(link);
        link.send = (frame) => {
          if (this.#isOpen || !this.#isContentRequest(frame)) send(frame);
          else this.#held.push({ frame, send });
        };
        return link;
      },
    };
  }

  /** Lets all through. */
  open(): void {
    this.#isOpen = true;
    for (const { frame, send } of this.#held) send(frame);
    this.#held = [];
  }

  #isContentRequest(bytes: Uint8Array): boolean {
    const frame = this.#decoder.decode(bytes);
    return frame.type === 'pieceRequest' && 'body' in frame && pieces.nameOf(frame.body.piece) === 'content';
  }
}
