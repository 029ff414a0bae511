import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import WebSocket from 'ws';
import { closeCodes, type Link, type LinkFault, type LinkHandler } from './link.ts';
import { clipReason, closeOfFault, faultOfCloseCode, retryAfterMsOf, wholeFrame } from './link-logic.ts';
import { ReadingSocket, type SocketLink } from './reading-socket.ts';

/** First byte of a WebSocket frame: the only one of its message, binary. */
const finalBinary = 0x82;
/** ws keeps this object as it is. */
const binaryFrame = { binary: true, compress: false, fin: true } as const;

/**
 * A WebSocket that knows its link, so that listeners are shared functions: a closure a link would cost a third of its memory.
 * When ws can't take what comes it first closes, with a code and without a reason, and then tells of the error; by then nothing can be
 * sent any more. So the close is where the link hears of a fault, while it can still say why.
 */
export class LinkedWebSocket extends WebSocket {
  link: WebSocketLink | undefined = undefined;

  override close(code?: number, reason?: string | Buffer): void {
    const fault = reason === undefined ? faultOfCloseCode(code) : undefined;
    if (fault !== undefined && this.link !== undefined) return this.link.noteFault(fault);
    super.close(code, reason);
    // ws answers the goodbye of the other side by this very call, with its reason as bytes or with nothing.
    if (typeof reason !== 'string') this.link?.noteGoodbye();
  }
}

/** Links with frames of this tick: their sockets are corked and leave together at its end, in one write each. */
let corked: WebSocketLink[] = [];
let spare: WebSocketLink[] = [];

function flush(): void {
  const links = corked;
  corked = spare;
  for (const link of links) link.uncork();
  links.length = 0;
  spare = links;
}

/** What an acceptor wants to hear of its links beside the handler. */
export interface LinkOwner {
  forget(link: WebSocketLink): void;
}

/** A link over one WebSocket, for both sides. */
export class WebSocketLink implements Link, SocketLink {
  readonly remote: string;
  owner: unknown = undefined;
  readonly #webSocket: LinkedWebSocket;
  readonly #handler: LinkHandler;
  readonly #keeper: LinkOwner | undefined;
  #socket: Socket | undefined;
  /** It took the dial: its frames are not masked. */
  readonly #isAccepted: boolean;
  #isCorked = false;
  #isPaused = false;
  /** close() or terminate() was called here, or a fault was told: nothing goes out any more, and frames are of no interest. */
  #isDone = false;
  #fault: LinkFault | undefined;
  /** What a refused dial was told. */
  #retryAfterMs: number | undefined;
  /** Frames that were parsed already when pause() came. */
  #held: Uint8Array[] | undefined;

  /**
   * @param webSocket connecting or open; its listeners are set here
   * @param socket of an open one
   */
  constructor(webSocket: LinkedWebSocket, socket: Socket | undefined, remote: string, handler: LinkHandler, keeper: LinkOwner | undefined) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#isAccepted = socket !== undefined;
    this.remote = remote;
    this.#handler = handler;
    this.#keeper = keeper;
    webSocket.link = this;
    webSocket.on('message', onMessage);
    webSocket.on('error', onError);
    webSocket.on('close', onClose);
    if (socket === undefined) {
      webSocket.on('upgrade', onUpgrade);
      webSocket.on('open', onOpen);
      webSocket.on('unexpected-response', onUnexpectedResponse);
    }
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === WebSocket.OPEN && !this.#isDone;
  }

  get queuedBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  send(frame: Uint8Array, rest?: Uint8Array): void {
    if (!this.isOpen) return;
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket?.cork();
      if (corked.push(this) === 1) process.nextTick(flush);
    }
    if (rest === undefined) this.#webSocket.send(frame, binaryFrame);
    else if (this.#isAccepted) this.#write(frame, rest);
    else this.#webSocket.send(wholeFrame(frame, rest), binaryFrame);
  }

  /**
   * One message in one WebSocket frame (RFC 6455, 5.2) past ws, which would copy its parts together. Their order with what ws writes is that of the
   * calls: without compression and masks ws hands a frame to the socket at once.
   */
  #write(frame: Uint8Array, rest: Uint8Array): void {
    const length = frame.length + rest.length;
    const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
    const head = Buffer.allocUnsafe(2 + lengthBytes + frame.length);
    head[0] = finalBinary;
    head[1] = lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127;
    if (lengthBytes === 2) head.writeUInt16BE(length, 2);
    else if (lengthBytes === 8) head.writeBigUInt64BE(BigInt(length), 2);
    head.set(frame, 2 + lengthBytes);
    this.#socket?.write(head);
    if (rest.length > 0) this.#socket?.write(rest);
  }

  /** Lets the frames of this tick go. */
  uncork(): void {
    this.#isCorked = false;
    this.#socket?.uncork();
  }

  pause(): void {
    this.#isPaused = true;
    this.#webSocket.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (this.#held === undefined) this.#webSocket.resume();
    else process.nextTick(releaseHeld, this);
  }

  close(code: number, reason: string): void {
    // A fault has its own code, whatever the handler answers it with.
    if (this.#isDone || this.#fault !== undefined) return;
    this.#isDone = true;
    this.#held = undefined;
    // A paused socket would never see the other side's goodbye.
    this.#webSocket.resume();
    this.#webSocket.close(code, clipReason(reason));
  }

  terminate(): void {
    this.#isDone = true;
    this.#fault = undefined;
    this.#held = undefined;
    this.#webSocket.terminate();
  }

  /** The upgrade was answered: from here the socket is known. */
  noteSocket(socket: Socket): void {
    this.#socket = socket;
    if (socket instanceof ReadingSocket) socket.link = this;
  }

  /** The dial was answered by no upgrade: it is over. */
  noteRefusedDial(retryAfterMs: number | undefined): void {
    this.#retryAfterMs = retryAfterMs;
    this.terminate();
  }

  /** The handshake is through. */
  noteOpen(): void {
    this.#webSocket.off('upgrade', onUpgrade);
    this.#webSocket.off('open', onOpen);
    this.#webSocket.off('unexpected-response', onUnexpectedResponse);
    if (this.#isPaused) this.#webSocket.pause();
    this.#handler.onOpen(this);
  }

  get isFaulty(): boolean {
    return this.#fault !== undefined;
  }

  /** A message that ws need not look at: it came whole in a binary frame without a mask, and ws waits for no rest of another one. */
  takeMessage(message: Buffer): boolean {
    if (!this.isOpen) return false;
    this.noteMessage(message, true);
    return true;
  }

  noteMessage(bytes: Uint8Array, isBinary: boolean): void {
    if (this.#isDone || this.#fault !== undefined) return;
    if (!isBinary) this.noteFault('notBinary');
    else if (this.#isPaused || this.#held !== undefined) this.#hold(bytes);
    else this.#handler.onFrame(this, bytes);
  }

  /** What came can't be taken: the handler may send a last frame, then the link closes. */
  noteFault(fault: LinkFault): void {
    if (this.#fault !== undefined) return;
    this.#fault = fault;
    this.#held = undefined;
    if (!this.#isDone) this.#handler.onFault(this, fault);
    this.#isDone = true;
    const { code, reason } = closeOfFault(fault);
    this.#webSocket.close(code, reason);
  }

  /**
   * Both sides said goodbye. The fleet's side ends the connection first (RFC 6455, 7.1.1): at once when all that it sent is with the network, else ws does
   * it later. TLS has a goodbye of its own, which is left to Node.
   */
  noteGoodbye(): void {
    const socket = this.#socket;
    if (!this.#isAccepted || socket === undefined || socket.writableLength > 0 || 'encrypted' in socket) return;
    // Behind what Node still has to say of the last write: a socket that is destroyed before that makes an error of it.
    process.nextTick(destroySocket, socket);
  }

  noteClose(code: number, reason: string): void {
    this.#isDone = true;
    this.#held = undefined;
    this.#keeper?.forget(this);
    // After a fault ws reads no more, so the goodbye of the other side is never seen.
    const { code: seen, reason: why } = this.#fault === undefined ? { code, reason } : closeOfFault(this.#fault);
    this.#handler.onClose(this, seen, why, this.#retryAfterMs);
  }

  releaseHeld(): void {
    const held = this.#held;
    if (held === undefined || this.#isPaused) return;
    let next = 0;
    while (next < held.length && !this.#isPaused && !this.#isDone) this.#handler.onFrame(this, held[next++] as Uint8Array);
    if (this.#isDone) return;
    held.splice(0, next);
    if (held.length > 0) return;
    this.#held = undefined;
    this.#webSocket.resume();
  }

  #hold(bytes: Uint8Array): void {
    // At most what one read of the socket brought, 256 KiB: the socket itself is paused.
    const copy = Uint8Array.from(bytes);
    if (this.#held === undefined) this.#held = [copy];
    else this.#held.push(copy);
  }
}

function destroySocket(socket: Socket): void {
  socket.destroy();
}

function releaseHeld(link: WebSocketLink): void {
  link.releaseHeld();
}

function linkOf(webSocket: WebSocket): WebSocketLink {
  return (webSocket as LinkedWebSocket).link as WebSocketLink;
}

function onMessage(this: WebSocket, data: WebSocket.RawData, isBinary: boolean): void {
  linkOf(this).noteMessage(data as Buffer, isBinary);
}

function onUpgrade(this: WebSocket, response: { readonly socket: Socket }): void {
  linkOf(this).noteSocket(response.socket);
}

function onUnexpectedResponse(this: WebSocket, _request: ClientRequest, response: IncomingMessage): void {
  linkOf(this).noteRefusedDial(retryAfterMsOf(response.statusCode, response.headers['retry-after']));
}

function onOpen(this: WebSocket): void {
  linkOf(this).noteOpen();
}

/** Faults were told by close(); the end of the link follows. */
function onError(): void {}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  // 1005 says that a close frame came without a code: the other side closed without complaint.
  linkOf(this).noteClose(code === 1005 ? closeCodes.normal : code, reason.toString());
}
