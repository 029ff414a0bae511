import { type ImageHeader, parseImageHeader } from '#proto/image/index.js';
import { isSeatrialError } from '#proto/kit/index.js';

/** The header of an image, worked out for a slot. */
export interface SlotHeader {
  readonly header: ImageHeader;
  /** SHA-256 of its bytes, hex. */
  readonly digest: string;
  /** Length of its bytes. */
  readonly length: number;
  readonly contentBytes: number;
  /** SHA-256 of each chunk, hex. */
  readonly chunkDigests: readonly string[];
}

/** Headers that are kept: more are parsed anew. */
const most = 64;

/** Parsed headers by digest: the same bytes give the same header. */
export class HeaderCache {
  readonly #headers = new Map<string, SlotHeader>();

  /** The header whose bytes have that digest, hex, when it is kept. */
  find(digest: string): SlotHeader | undefined {
    return this.#headers.get(digest);
  }

  /**
   * The header of these bytes.
   * @param digest SHA-256 of them, hex
   * @returns undefined when they break a rule of headers
   */
  headerOf(digest: string, bytes: Uint8Array): SlotHeader | undefined {
    const known = this.#headers.get(digest);
    if (known !== undefined) return known;
    const parsed = parse(digest, bytes);
    if (parsed === undefined) return undefined;
    for (const oldest of this.#headers.keys()) {
      if (this.#headers.size < most) break;
      this.#headers.delete(oldest);
    }
    this.#headers.set(digest, parsed);
    return parsed;
  }
}

function parse(digest: string, bytes: Uint8Array): SlotHeader | undefined {
  try {
    const header = parseImageHeader(bytes);
    const chunkDigests = header.chunkDigests.map((one) => Buffer.from(one).toString('hex'));
    return { header, digest, length: bytes.length, contentBytes: header.applicationBytes + header.payloadBytes, chunkDigests };
  } catch (error) {
    if (isSeatrialError(error, 'E1543')) return undefined;
    throw error;
  }
}
