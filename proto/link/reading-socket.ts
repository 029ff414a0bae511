import { Socket, type TcpNetConnectOpts } from 'node:net';
import { FrameCutter, type FrameTaker } from './frame-cutter.ts';

/** Bytes that are read at once, most of an image at its end: what is cut off within a frame has to be kept, and each read costs a call of the kernel. */
const readBytes = 262_144;
/** The end of the answer to an upgrade. */
const headEnd = [0x0d, 0x0a, 0x0d, 0x0a];

/** Into this all sockets read, one after the other: nothing of it is in use any more when a read is over. */
let shared: Buffer | undefined;

/** The link over a socket. */
export interface SocketLink {
  /** Takes a message past the WebSocket, which would do the same with it; false when that has to look at it. */
  takeMessage(message: Buffer): boolean;
  /** True when the WebSocket closes since it could not take what came: bytes may still come that nobody reads. */
  readonly isFaulty: boolean;
}

/**
 * A socket that reads into memory which all of them share. Node gives each read 64 KiB of its own, which lie about until they are collected: ten
 * thousand devices that take images would drown in them. What comes goes on as data events, as from any socket; bytes of whole WebSocket messages
 * are good until the listener returns.
 */
export class ReadingSocket extends Socket implements FrameTaker {
  /** Set when the upgrade was taken: from here on there are frames. */
  link: SocketLink | undefined = undefined;
  readonly #mostBytes: number;
  /** Bytes of the end of the answer that came, one after the other. */
  #ending = 0;
  #cutter: FrameCutter | undefined;

  /** @param mostBytes of a message; what is longer is for the WebSocket to refuse */
  constructor(options: TcpNetConnectOpts, mostBytes: number) {
    shared ??= Buffer.allocUnsafeSlow(readBytes);
    // The types of Node leave out that a socket takes it as connect() does.
    const reading = { ...options, onread: { buffer: shared, callback: onRead } };
    super(reading);
    this.#mostBytes = mostBytes;
  }

  /** Takes so many bytes that were read. */
  takeRead(bytes: Buffer, length: number): void {
    let at = 0;
    while (this.link === undefined && at < length) at = this.#takeHead(bytes, at, length);
    if (at === length) return;
    this.#cutter ??= new FrameCutter(this);
    if (at === 0) this.#cutter.take(bytes, length);
    else this.#cutter.take(bytes.subarray(at, length));
  }

  takeMessage(message: Buffer): boolean {
    return message.length <= this.#mostBytes && this.link?.takeMessage(message) === true;
  }

  takeFrames(bytes: Buffer): void {
    this.emit('data', bytes);
  }

  /**
   * The last word of a link: ws ends the socket when both sides have said goodbye, or the other one has ended it. Nothing comes any more and all is out, so
   * it is closed at once, which tells the other side as well, in place of waiting for its end first.
   */
  override end(...last: readonly unknown[]): this {
    if (last.length === 0 && this.link?.isFaulty === false && this.writableLength === 0) return this.destroy();
    // Whatever it is, it is for the end() of a socket.
    return super.end(...(last as Parameters<Socket['end']>));
  }

  /** Hands on up to the end of the answer, so that no frame comes with it. Returns where the next bytes stand. */
  #takeHead(bytes: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to && this.#ending < headEnd.length) {
      const byte = bytes[at];
      if (byte === headEnd[this.#ending]) this.#ending += 1;
      else this.#ending = byte === headEnd[0] ? 1 : 0;
      at += 1;
    }
    // What follows an answer that was no upgrade is its body.
    const end = at === from ? to : at;
    this.emit('data', Buffer.from(bytes.subarray(from, end)));
    return end;
  }
}

function onRead(this: Socket, length: number, buffer: Uint8Array): boolean {
  // It is the memory of all: a Buffer.
  (this as ReadingSocket).takeRead(buffer as Buffer, length);
  return true;
}

/**
 * Connects, as ws does by itself: what it calls path is that of the address, and no socket of the file system.
 * @param mostBytes of a message
 */
export function connectReading(options: TcpNetConnectOpts, mostBytes: number): Socket {
  const plain = { ...options, path: undefined };
  const socket = new ReadingSocket(plain, mostBytes);
  // A connect() of Node takes the time of silence with it, a socket does not.
  if (options.timeout !== undefined) socket.setTimeout(options.timeout);
  return socket.connect(plain);
}
