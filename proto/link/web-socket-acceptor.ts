import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Server, WebSocketServer } from 'ws';
import { type LinkHandler, subprotocol } from './link.ts';
import { linkError, numberInRange } from './link-errors.ts';
import { refuseHttp } from './refuse-http.ts';
import { sharedOptions } from './web-socket-dialer.ts';
import { LinkedWebSocket, type LinkOwner, WebSocketLink } from './web-socket-link.ts';

/** How a fleet manager takes links. */
export interface WebSocketAcceptorOptions {
  readonly handler: LinkHandler;
  /** Links at once, 1 to 1,000,000: one more is answered with 503 and Retry-After. Keep it below the process's open files. */
  readonly maximumLinks: number;
  /** Largest frame that is taken, bytes, 1,024 to 1,048,576; 65,536 when left out. */
  readonly maximumFrameBytes?: number;
  /** Time that the other side has to answer a close, ms, 100 to 60,000; 5,000 when left out. */
  readonly closeTimeoutMs?: number;
  /** Idle time after which the kernel asks whether the other end is still there (TCP keep-alive), ms, 1,000 to 7,200,000; 30,000 when left out. */
  readonly keepAliveMs?: number;
  /** Time in Retry-After when full or closing, s, 1 to 3,600; 5 when left out. */
  readonly retryAfterSeconds?: number;
  /** Name of a link's other end, host:port; the socket's own when left out. For whoever knows that a proxy stands in between. */
  readonly remoteOf?: (request: IncomingMessage) => string;
}

/** The fleet manager's side: turns HTTP upgrade requests into links. */
export interface WebSocketAcceptor {
  /** Give it the `upgrade` event of an HTTP server. Never throws. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Links that are open or closing. */
  readonly linkCount: number;
  readonly counters: Readonly<AcceptorCounters>;
  /** Takes no more links, says goodbye on all, and resolves when the last one is closed. */
  close(code: number, reason: string): Promise<void>;
}

/** Counted since start. */
export interface AcceptorCounters {
  accepted: number;
  /** Answered 503 since maximumLinks were open, or since it closes. */
  refusedFull: number;
  /** Answered 400 since it was no WebSocket handshake of our subprotocol. */
  refusedProtocol: number;
}

/**
 * Makes the fleet manager's side over ws, without a server of its own.
 * @throws E1202 for a number out of its range
 */
export function createWebSocketAcceptor(options: WebSocketAcceptorOptions): WebSocketAcceptor {
  return new Acceptor(options);
}

class Acceptor implements WebSocketAcceptor, LinkOwner {
  readonly counters: AcceptorCounters = { accepted: 0, refusedFull: 0, refusedProtocol: 0 };
  readonly #handler: LinkHandler;
  readonly #server: Server<typeof LinkedWebSocket>;
  readonly #links = new Set<WebSocketLink>();
  readonly #maximumLinks: number;
  readonly #keepAliveMs: number;
  readonly #retryAfterSeconds: number;
  readonly #remoteOf: (request: IncomingMessage) => string;
  #isClosing = false;
  #onEmpty: (() => void) | undefined;

  constructor(options: WebSocketAcceptorOptions) {
    this.#handler = options.handler;
    this.#maximumLinks = numberInRange('maximumLinks', options.maximumLinks, 1, 1_000_000);
    this.#keepAliveMs = numberInRange('keepAliveMs', options.keepAliveMs ?? 30_000, 1_000, 7_200_000);
    this.#retryAfterSeconds = numberInRange('retryAfterSeconds', options.retryAfterSeconds ?? 5, 1, 3_600);
    this.#remoteOf = options.remoteOf ?? remoteOfSocket;
    this.#server = new WebSocketServer({
      ...sharedOptions(options),
      noServer: true,
      WebSocket: LinkedWebSocket,
      clientTracking: false,
      handleProtocols: () => subprotocol,
    });
    this.#server.on('wsClientError', (error, socket) => this.#refuseProtocol(socket, error.message));
  }

  get linkCount(): number {
    return this.#links.size;
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#isClosing || this.#links.size >= this.#maximumLinks) {
      this.counters.refusedFull += 1;
      const message = this.#isClosing
        ? 'the fleet manager is stopping'
        : `${this.#links.size} links are open, the limit is ${this.#maximumLinks}`;
      refuseHttp(socket, linkError('E1204', { message, retryAfterMs: this.#retryAfterSeconds * 1_000 }));
    } else if (!offersSubprotocol(request)) {
      const offered = request.headers['sec-websocket-protocol'];
      this.#refuseProtocol(socket, offered === undefined ? 'no subprotocol is offered' : `the subprotocols offered are "${offered}"`);
    } else this.#server.handleUpgrade(request, socket, head, this.#open);
  }

  close(code: number, reason: string): Promise<void> {
    this.#isClosing = true;
    for (const link of this.#links) link.close(code, reason);
    return new Promise((resolve) => {
      if (this.#links.size === 0) resolve();
      else this.#onEmpty = resolve;
    });
  }

  forget(link: WebSocketLink): void {
    this.#links.delete(link);
    if (this.#links.size === 0) this.#onEmpty?.();
  }

  #refuseProtocol(socket: Duplex, message: string): void {
    this.counters.refusedProtocol += 1;
    refuseHttp(socket, linkError('E1205', { message }));
  }

  /** ws calls this inside its handleUpgrade. */
  readonly #open = (webSocket: LinkedWebSocket, request: IncomingMessage): void => {
    const socket = request.socket as Socket;
    socket.setKeepAlive(true, this.#keepAliveMs);
    const link = new WebSocketLink(webSocket, socket, this.#remoteOf(request), this.#handler, this);
    this.#links.add(link);
    this.counters.accepted += 1;
    this.#handler.onOpen(link);
  };
}

function remoteOfSocket({ socket }: IncomingMessage): string {
  return `${socket.remoteAddress}:${socket.remotePort}`;
}

function offersSubprotocol(request: IncomingMessage): boolean {
  const offered = request.headers['sec-websocket-protocol'];
  return offered?.split(',').some((name) => name.trim() === subprotocol) === true;
}
