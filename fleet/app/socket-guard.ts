import { maxHeaderSize, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { SeatrialError } from '#proto/kit/index.js';
import { refuseHttp } from '#proto/link/index.js';
import { fail } from './app-errors.ts';

/** Counted since start. */
export interface SocketCounters {
  /** Closed unheard: so many others were open that were no devices yet, or never will be. */
  dropped: number;
  /** Closed since no whole request came in time. */
  timedOut: number;
  /** Answered 4xx since what came is no request, or one too large. */
  malformed: number;
}

/**
 * Counts the sockets that are no devices: they were just accepted, or belong to operators. Beyond its limit new ones are closed unheard, so that sockets
 * that say nothing can't take the files that the databases need. A socket that became a device is let go and costs nothing here.
 */
export class SocketGuard {
  readonly counters: SocketCounters = { dropped: 0, timedOut: 0, malformed: 0 };
  readonly #sockets = new Set<Socket>();
  /** Sockets whose TLS handshake is under way, by their other end: Node does not tell which socket a secure one stands on. */
  readonly #handshakes = new Map<string, Socket>();
  /** What a secure socket stands on, until it is a device or closed. */
  readonly #under = new WeakMap<Socket, Socket>();
  readonly #limit: () => number;
  readonly #answerWithinMs: number;
  readonly #onClose: (this: Socket) => void;

  /**
   * @param limit sockets that may be open now beside the devices
   * @param answerWithinMs time in which a request must be here, for the message alone: the server keeps it
   */
  constructor(limit: () => number, answerWithinMs: number) {
    this.#limit = limit;
    this.#answerWithinMs = answerWithinMs;
    const sockets = this.#sockets;
    this.#onClose = function onClose(this: Socket) {
      sockets.delete(this);
    };
  }

  /** Sockets that count now. */
  get size(): number {
    return this.#sockets.size;
  }

  /** Watches the sockets of one more server. With TLS a socket counts from its first byte on, not from the end of its handshake. */
  watch(server: Server, isSecure: boolean): void {
    server.on('connection', (socket: Socket) => {
      if (this.#take(socket) && isSecure) this.#noteHandshake(socket);
    });
    server.on('secureConnection', (secure: TLSSocket) => {
      const name = endsOf(secure);
      const socket = this.#handshakes.get(name);
      if (socket === undefined) return;
      this.#handshakes.delete(name);
      this.#under.set(secure, socket);
    });
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => this.#answer(error, socket as Socket));
  }

  /** The socket is a device from here on, or was refused as one. */
  release(socket: Socket): void {
    const counted = this.#under.get(socket) ?? socket;
    this.#under.delete(socket);
    if (this.#sockets.delete(counted)) counted.off('close', this.#onClose);
  }

  #take(socket: Socket): boolean {
    if (this.#sockets.size >= this.#limit()) {
      this.counters.dropped += 1;
      socket.destroy();
      return false;
    }
    this.#sockets.add(socket);
    socket.once('close', this.#onClose);
    return true;
  }

  #noteHandshake(socket: Socket): void {
    const name = endsOf(socket);
    this.#handshakes.set(name, socket);
    socket.once('close', () => {
      if (this.#handshakes.get(name) === socket) this.#handshakes.delete(name);
    });
  }

  #answer(error: NodeJS.ErrnoException, socket: Socket): void {
    if (error.code?.startsWith('ERR_TLS') || error.code?.startsWith('ERR_SSL')) {
      // There is no secure way yet to say why.
      if (error.code === 'ERR_TLS_HANDSHAKE_TIMEOUT') this.counters.timedOut += 1;
      else this.counters.malformed += 1;
      socket.destroy();
      return;
    }
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const problem = problemOf(error, this.#answerWithinMs);
    if (problem.status === 408) this.counters.timedOut += 1;
    else this.counters.malformed += 1;
    refuseHttp(socket, problem);
  }
}

/** Both ends of a socket: no two open ones have the same. */
function endsOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort} ${socket.localAddress} ${socket.localPort}`;
}

function problemOf(error: NodeJS.ErrnoException, answerWithinMs: number): SeatrialError {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return fail('E2306', { message: `no whole request came within ${answerWithinMs} ms`, cause: error });
  }
  if (error.code === 'HPE_HEADER_OVERFLOW')
    return fail('E2307', { message: `the headers are longer than ${maxHeaderSize} bytes`, cause: error });
  return fail('E2308', { message: `what came is no HTTP request: ${error.code ?? error.message}`, cause: error });
}
