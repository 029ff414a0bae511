import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { messageOf } from '#proto/kit/index.js';
import { refuseHttp } from '#proto/link/index.js';
import { fail } from './app-errors.ts';
import type { Certificate } from './certificate.ts';
import type { SocketGuard } from './socket-guard.ts';

/** Path of the device WebSocket on every address. */
export const devicePath = '/device';

/** Connections that may wait in the kernel: a whole fleet comes back at once after a restart. */
const backlog = 4_096;

/** Longest time between two looks for sockets that say nothing, ms. */
const longestLookMs = 30_000;

/** Whom a listener serves. */
export interface ListenerParts {
  readonly onRequest: RequestListener;
  /** Takes the upgrades of devicePath. */
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly guard: SocketGuard;
  /** A socket must have sent the headers of its request within this time, ms. */
  readonly answerWithinMs: number;
  /** Undefined: no TLS. */
  readonly certificate: Certificate | undefined;
}

/** One address that the manager listens on. */
export interface Listener {
  readonly server: Server;
  /** http://127.0.0.1:8470, or https:// */
  readonly url: string;
  /** ws://127.0.0.1:8470/device, or wss:// */
  readonly deviceUrl: string;
  /** Shows new clients another certificate. Only where one was given at the start. */
  setCertificate(certificate: Certificate): void;
}

/**
 * Listens on one address: requests go to the API, upgrades of /device to the acceptor, other upgrades get 404.
 * @param address host:port; [::1]:8470 for IPv6; port 0 takes a free one
 * @throws E2301 in use, E2302 not an address of ours
 */
export async function listen(address: string, parts: ListenerParts): Promise<Listener> {
  const { host, port } = parseAddress(address);
  const { answerWithinMs, guard, certificate } = parts;
  // Sockets of devices live for months; only what is no device yet is timed.
  const times = {
    requestTimeout: Math.max(30_000, answerWithinMs),
    headersTimeout: answerWithinMs,
    connectionsCheckingInterval: Math.min(longestLookMs, Math.ceil(answerWithinMs / 2)),
  };
  const secure =
    certificate === undefined
      ? undefined
      : createHttpsServer({ ...times, cert: certificate.cert, key: certificate.key, handshakeTimeout: answerWithinMs }, parts.onRequest);
  const server = secure ?? createHttpServer(times, parts.onRequest);
  guard.watch(server, secure !== undefined);
  server.on('upgrade', (request, socket, head) => {
    guard.release(request.socket);
    const path = request.url?.split('?')[0];
    if (path === devicePath) parts.onUpgrade(request, socket, head);
    else refuseHttp(socket, fail('E2305', { message: `${path} is not ${devicePath}` }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(address, error)));
    server.listen({ host, port, backlog }, resolve);
  });
  const bound = server.address() as AddressInfo;
  const name = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  const s = secure === undefined ? '' : 's';
  return {
    server,
    url: `http${s}://${name}:${bound.port}`,
    deviceUrl: `ws${s}://${name}:${bound.port}${devicePath}`,
    setCertificate: ({ cert, key }) => secure?.setSecureContext({ cert, key }),
  };
}

/** Host and port of an address. @throws E2302 when it is not host:port */
export function parseAddress(address: string): { host: string; port: number } {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(address);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw fail('E2302', { message: `"${address}" is not host:port with a port of 0 to 65,535` });
  }
  return { host: match[1] ?? match[2] ?? '', port };
}

function listenError(address: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EADDRINUSE') return fail('E2301', { message: `${address} is in use`, cause: error });
  return fail('E2302', { message: `can't listen on ${address}: ${messageOf(error)}`, cause: error });
}
