import { Socket, type TcpNetConnectOpts } from 'node:net';
import { FrameCutter, type FrameTaker } from './frame-cutter.ts';

/** Bytes that are read at once: what Node gives a read. */
const readBytes = 65_536;
/** The end of the answer to an upgrade. */
const headEnd = [0x0d, 0x0a, 0x0d, 0x0a];

/** Into this all sockets read, one after the other: nothing of it is in use any more when a read is over. */
let shared: Buffer | undefined;

/**
 * A socket that reads into memory which all of them share. Node gives each read 64 KiB of its own, which lie about until they are collected: ten
 * thousand devices that take images would drown in them. What comes goes on as data events, as from any socket; bytes of whole WebSocket messages
 * are good until the listener returns.
 */
export class ReadingSocket extends Socket implements FrameTaker {
  /** The upgrade was taken: from here on there are frames. */
  isUpgraded = false;
  /** Bytes of the end of the answer that came, one after the other. */
  #ending = 0;
  #cutter: FrameCutter | undefined;

  constructor(options: TcpNetConnectOpts) {
    shared ??= Buffer.allocUnsafeSlow(readBytes);
    // The types of Node leave out that a socket takes it as connect() does.
    const reading = { ...options, onread: { buffer: shared, callback: onRead } };
    super(reading);
  }

  /** Takes what was read. */
  takeRead(bytes: Buffer): void {
    let at = 0;
    while (!this.isUpgraded && at < bytes.length) at = this.#takeHead(bytes, at);
    if (at === bytes.length) return;
    this.#cutter ??= new FrameCutter(this);
    this.#cutter.take(at === 0 ? bytes : bytes.subarray(at));
  }

  takeFrames(bytes: Buffer): void {
    this.emit('data', bytes);
  }

  /** Hands on up to the end of the answer, so that no frame comes with it. Returns where the next bytes stand. */
  #takeHead(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length && this.#ending < headEnd.length) {
      const byte = bytes[at];
      if (byte === headEnd[this.#ending]) this.#ending += 1;
      else this.#ending = byte === headEnd[0] ? 1 : 0;
      at += 1;
    }
    // What follows an answer that was no upgrade is its body.
    const end = at === from ? bytes.length : at;
    this.emit('data', Buffer.from(bytes.subarray(from, end)));
    return end;
  }
}

function onRead(this: Socket, length: number, buffer: Uint8Array): boolean {
  (this as ReadingSocket).takeRead(Buffer.from(buffer.buffer, buffer.byteOffset, length));
  return true;
}

/** Connects, as ws does by itself: what it calls path is that of the address, and no socket of the file system. */
export function connectReading(options: TcpNetConnectOpts): Socket {
  const plain = { ...options, path: undefined };
  const socket = new ReadingSocket(plain);
  // A connect() of Node takes the time of silence with it, a socket does not.
  if (options.timeout !== undefined) socket.setTimeout(options.timeout);
  return socket.connect(plain);
}
